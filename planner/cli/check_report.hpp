/// What `hallplan check` found, in the forms that people and CI systems read.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "planner/base/diagnostic.hpp"
#include "planner/cli/cli.hpp"

namespace hallplan::cli {

/// What is said about one file.
struct Finding {
  std::string path;
  std::string status;
  Exit exit = Exit::pass;
  bool warned = false;  ///< something fails by a rule that the policy takes as a warning
  int racks = 0;
  std::size_t checks = 0;
  Diagnostics problems;
  SourceFiles files;
};

/// The closing line on one file.
[[nodiscard]] std::string summary(const Finding& finding);

/// Bad input before a failing check before an undecided one.
[[nodiscard]] int severity(Exit exit);

/// "ways out: hallplan rules show power.pdu" for the rules of checks that fail; empty where none does.
[[nodiscard]] std::string ways_out(const Diagnostics& problems);

/// "200 files: 3 fail, 12 undecided, 185 pass".
[[nodiscard]] std::string tally(const std::vector<Finding>& findings);

/// One member of the list `sites`.
[[nodiscard]] std::string json_of(const Finding& finding);

/// SARIF 2.1.0 (OASIS), as code hosts show it beside the lines of a change. What fails is an error; what is undecided, a warning.
[[nodiscard]] std::string sarif_of(const std::vector<Finding>& findings);

/// JUnit's XML, as CI servers count it: a suite for each file, a test case for each rule that fails (failure), is undecided (skipped: it is
/// neither) or whose input is bad (error); of a file without any of these one case that passes. Warnings about the file itself are its
/// suite's output.
[[nodiscard]] std::string junit_of(const std::vector<Finding>& findings);

}  // namespace hallplan::cli
