/// The site files that a command line names.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "planner/base/diagnostic.hpp"

namespace hallplan::cli {

struct SiteFiles {
  std::vector<std::string> paths;
  std::size_t catalogue_files = 0;  ///< left out of folders
};

/// What was named, a folder replaced by its site files: every .yaml and .yml below it by path, so that the answer is the same on every
/// machine. Hidden files and folders (.git, .github), links to folders, and files of a catalogue are left out. A folder that holds no
/// others, or cannot be read, is a problem: nothing checked is no pass.
[[nodiscard]] SiteFiles site_files(const std::vector<std::string>& named, SourceFiles& files, Diagnostics& problems);

}  // namespace hallplan::cli
