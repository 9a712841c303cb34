#include "planner/cli/site_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "planner/site/load.hpp"

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

SiteFiles site_files(const std::vector<std::string>& named, SourceFiles& files, Diagnostics& problems) {
  SiteFiles out;
  for (const std::string& name : named) {
    std::error_code error;
    if (!fs::is_directory(name, error)) {
      out.paths.push_back(name);
      continue;
    }
    error.clear();
    std::vector<std::string> found = below(name, error);
    const auto products = std::stable_partition(found.begin(), found.end(),
                                                [](const std::string& path) { return !is_catalogue_file(path); });
    out.catalogue_files += static_cast<std::size_t>(found.end() - products);
    const std::string_view also = products == found.end() ? "" : "; hallplan racks check validates catalogue files";
    found.erase(products, found.end());
    const Mark folder{files.add(name, {}), 0, 0};
    if (error) {
      problems.error(Rule::site_file, folder, "cannot read all of the folder: " + error.message());
    } else if (found.empty()) {
      problems.error(Rule::site_file, folder, "expected site files in the folder, found none",
                     fmt::format("site files end in .yaml or .yml{}", also));
    }
    out.paths.insert(out.paths.end(), found.begin(), found.end());
  }
  return out;
}

}  // namespace hallplan::cli
