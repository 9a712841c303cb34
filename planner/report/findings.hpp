/// What is found in site files, in the forms that people and CI systems read. A file is judged elsewhere: here it is said.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "planner/base/diagnostic.hpp"

namespace hallplan::report {

/// Of a file, the better ones first.
enum class FileStatus { pass, undecided, fail, unread };

/// What is said about one file.
struct Finding {
  std::string path;
  FileStatus status = FileStatus::pass;
  bool warned = false;  ///< something fails by a rule that the policy takes as a warning
  int racks = 0;        ///< that stand where the file pins them
  std::size_t checks = 0;
  std::set<Rule> undecided;  ///< rules by which something is neither passed nor failed
  Diagnostics problems;
  SourceFiles files;
};

/// The closing line on one file.
[[nodiscard]] std::string summary(const Finding& finding);

/// "ways out: hallplan rules show power.pdu" for the rules of checks that fail; empty where none does.
[[nodiscard]] std::string ways_out(const Diagnostics& problems);

/// "200 files: 3 fail, 12 undecided, 185 pass".
[[nodiscard]] std::string tally(const std::vector<Finding>& findings);

/// `{"schema": 1, "sites": [...]}`.
[[nodiscard]] std::string json_of(const std::vector<Finding>& findings);

/// SARIF 2.1.0 (OASIS), as code hosts show it beside the lines of a change. What fails is an error; what is undecided, a warning.
[[nodiscard]] std::string sarif_of(const std::vector<Finding>& findings);

/// JUnit's XML, as CI servers count it: a suite for each file, a test case for each rule that fails (failure), is undecided or whose input is
/// bad (both errors, told apart by their `type`: an undecided rule counted as skipped would leave its suite green) or that the policy takes as
/// a warning (skipped); of a file without any of these one case that passes. Warnings about the file itself are its suite's output.
[[nodiscard]] std::string junit_of(const std::vector<Finding>& findings);

/// Workflow commands of GitHub Actions (`::error file=...`), one line each: annotations beside the lines of a change.
[[nodiscard]] std::string github_of(const Finding& finding);

}  // namespace hallplan::report
