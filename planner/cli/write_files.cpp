#include "planner/cli/write_files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <future>
#include <system_error>
#include <utility>
#include <vector>

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

  /// Writes and synchronises; 0 or what errno says.
  [[nodiscard]] int fill(const std::string& text) const {
    const int file = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0) return errno;
    std::size_t done = 0;
    while (done < text.size()) {
      const ssize_t wrote = ::write(file, text.data() + done, text.size() - done);
      if (wrote < 0 && errno == EINTR) continue;
      if (wrote <= 0) break;
      done += static_cast<std::size_t>(wrote);
    }
    const int unwritten = done == text.size() && ::fsync(file) == 0 ? 0 : std::max(errno, 1);
    const int unclosed = ::close(file) == 0 ? 0 : errno;
    return unwritten != 0 ? unwritten : unclosed;
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

/// What `fill` says of each. Several are under way at once: each waits for the disk, not for a processor.
std::vector<int> fill_all(const std::vector<TemporaryFile>& files, const std::vector<OutputFile>& outputs) {
  constexpr std::size_t kAtOnce = 8;
  std::vector<int> errors(files.size(), 0);
  std::atomic<std::size_t> next = 0;
  const auto fill_some = [&] {
    for (std::size_t i = next++; i < files.size(); i = next++) errors[i] = files[i].fill(outputs[i].text);
  };
  std::vector<std::future<void>> others;
  for (std::size_t i = 1; i < std::min(files.size(), kAtOnce); ++i) {
    others.push_back(std::async(std::launch::async | std::launch::deferred, fill_some));
  }
  fill_some();
  for (std::future<void>& other : others) other.get();
  return errors;
}

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
  complete.reserve(outputs.size());
  for (const OutputFile& output : outputs) complete.emplace_back(fs::path(folder) / output.name);
  const std::vector<int> errors = fill_all(complete, outputs);
  for (std::size_t i = 0; i < complete.size(); ++i) {
    if (errors[i] != 0) refuse(complete[i].final_path().string(), std::strerror(errors[i]));
  }
  if (problems.has_errors()) return problems;
  for (TemporaryFile& file : complete) {
    if (!file.put_in_place()) refuse(file.final_path().string(), std::strerror(errno));
  }
  return problems;
}

}  // namespace hallplan::cli
