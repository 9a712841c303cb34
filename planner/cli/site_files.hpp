/// The site files that a command line names.
#pragma once

#include <string>
#include <vector>

#include "planner/base/diagnostic.hpp"

namespace hallplan::cli {

/// What was named, a folder replaced by its site files: every .yaml and .yml below it by path, so that the answer is the same on every
/// machine. Hidden files and folders (.git, .github) and links to folders are left out. A folder that holds none, or cannot be read, is a
/// problem: nothing checked is no pass.
[[nodiscard]] std::vector<std::string> site_files(const std::vector<std::string>& named, SourceFiles& files,
                                                  Diagnostics& problems);

}  // namespace hallplan::cli
