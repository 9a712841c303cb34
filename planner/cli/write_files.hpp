/// Results on disk: all of a set of files or none, each whole or not at all.
#pragma once

#include <string>
#include <vector>

#include "planner/base/diagnostic.hpp"

namespace hallplan::cli {

struct OutputFile {
  std::string name;
  std::string text;
};

/// Writes the files into the folder, which is made when missing: each to a temporary name beside it, synchronised, and
/// renamed only when all of them are complete. Problems (`cli.output`) leave what was there before.
[[nodiscard]] Diagnostics write_files(SourceFiles& files, const std::string& folder,
                                      const std::vector<OutputFile>& outputs,
                                      const std::string& hint = "choose another folder with --out");

}  // namespace hallplan::cli
