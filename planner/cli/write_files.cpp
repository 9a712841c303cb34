#include "planner/cli/write_files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

namespace hallplan::cli {
namespace {

namespace fs = std::filesystem;

/// A file under a temporary name; removed again unless it is renamed into place.
class TemporaryFile {
 public:
  explicit TemporaryFile(const fs::path& final_path)
      : final_(final_path), path_(fmt::format("{}.{}.part", final_path.string(), ::getpid())) {}
  TemporaryFile(TemporaryFile&& other) noexcept
      : final_(std::move(other.final_)), path_(std::exchange(other.path_, {})) {}
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  TemporaryFile& operator=(TemporaryFile&&) = delete;
  ~TemporaryFile() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }

  /// Writes and synchronises; false with errno set.
  [[nodiscard]] bool fill(const std::string& text) const {
    const int file = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0) return false;
    std::size_t done = 0;
    while (done < text.size()) {
      const ssize_t wrote = ::write(file, text.data() + done, text.size() - done);
      if (wrote < 0 && errno == EINTR) continue;
      if (wrote <= 0) break;
      done += static_cast<std::size_t>(wrote);
    }
    const bool written = done == text.size() && ::fsync(file) == 0;
    const int problem = errno;
    const bool closed = ::close(file) == 0;
    if (!written) errno = problem;
    return written && closed;
  }

  [[nodiscard]] bool put_in_place() {
    if (::rename(path_.c_str(), final_.c_str()) != 0) return false;
    path_.clear();
    return true;
  }

  [[nodiscard]] const fs::path& final_path() const { return final_; }

 private:
  fs::path final_;
  std::string path_;
};

}  // namespace

Diagnostics write_files(SourceFiles& files, const std::string& folder, const std::vector<OutputFile>& outputs,
                        const std::string& hint) {
  Diagnostics problems;
  const auto refuse = [&](const std::string& path, const std::string& reason) {
    problems.error(Rule::cli_output, {files.add(path, {}), 0, 0}, fmt::format("cannot be written: {}", reason), hint);
  };
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    refuse(folder, error.message());
    return problems;
  }
  std::vector<TemporaryFile> complete;
  for (const OutputFile& output : outputs) {
    TemporaryFile file(fs::path(folder) / output.name);
    if (!file.fill(output.text)) {
      refuse(file.final_path().string(), std::strerror(errno));
      return problems;
    }
    complete.push_back(std::move(file));
  }
  for (TemporaryFile& file : complete) {
    if (!file.put_in_place()) refuse(file.final_path().string(), std::strerror(errno));
  }
  return problems;
}

}  // namespace hallplan::cli
