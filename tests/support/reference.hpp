/// Reference data that are other people's and stand beside the project, not in it. Tests that read them are skipped where they are not;
/// with HALLPLAN_REQUIRE_REFERENCE=1 in the environment they fail.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace hallplan::test {

inline std::filesystem::path reference(const std::string& name) {
  return std::filesystem::path(HALLPLAN_SOURCE_DIR).parent_path() / "shared/validation" / name;
}

inline bool requires_reference() {
  const char* const required = std::getenv("HALLPLAN_REQUIRE_REFERENCE");
  return required != nullptr && std::string(required) == "1";
}

/// The cells of a file's lines but those that open with #, the line of names among them.
inline std::vector<std::vector<std::string>> reference_rows(const std::string& name) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream file(reference(name));
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    rows.emplace_back();
    std::istringstream row(line);
    for (std::string cell; std::getline(row, cell, ',');) rows.back().push_back(cell);
  }
  return rows;
}

}  // namespace hallplan::test

#define SKIP_WITHOUT_REFERENCE(name)                                                                       \
  if (!std::filesystem::exists(hallplan::test::reference(name))) {                                         \
    if (hallplan::test::requires_reference()) FAIL() << "HALLPLAN_REQUIRE_REFERENCE=1, and no " << (name); \
    GTEST_SKIP() << "other people's data, not here: " << (name);                                           \
  }                                                                                                        \
  static_assert(true, "a semicolon follows")
