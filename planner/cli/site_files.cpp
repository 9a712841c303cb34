#include "planner/cli/site_files.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace hallplan::cli {
namespace {

namespace fs = std::filesystem;

bool is_hidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

bool is_yaml(const fs::path& path) { return path.extension() == ".yaml" || path.extension() == ".yml"; }

/// The YAML files below a folder; what stopped the walk goes into `error`.
std::vector<std::string> below(const fs::path& folder, std::error_code& error) {
  std::vector<std::string> out;
  fs::recursive_directory_iterator at(folder, error);
  for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    if (is_hidden(at->path())) {
      at.disable_recursion_pending();
      continue;
    }
    std::error_code unknown;  // a link that leads nowhere is no folder: reading it as a site says what is wrong
    if (is_yaml(at->path()) && !at->is_directory(unknown)) out.push_back(at->path().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

std::vector<std::string> site_files(const std::vector<std::string>& named, SourceFiles& files, Diagnostics& problems) {
  std::vector<std::string> out;
  for (const std::string& name : named) {
    std::error_code error;
    if (!fs::is_directory(name, error)) {
      out.push_back(name);
      continue;
    }
    error.clear();
    std::vector<std::string> found = below(name, error);
    const Mark folder{files.add(name, {}), 0, 0};
    if (error) {
      problems.error(Rule::site_file, folder, "cannot read all of the folder: " + error.message());
    } else if (found.empty()) {
      problems.error(Rule::site_file, folder, "expected site files in the folder, found none",
                     "site files end in .yaml or .yml");
    }
    out.insert(out.end(), found.begin(), found.end());
  }
  return out;
}

}  // namespace hallplan::cli
