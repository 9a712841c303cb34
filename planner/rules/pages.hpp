/// The pages of all rules, inside the program: `tests/rules/<rule id>.yaml` (or `.page`), embedded when it is built.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "planner/base/rule.hpp"

namespace hallplan::rules {

/// A page as its file holds it.
struct PageFile {
  std::string_view path;  ///< "tests/rules/power.busway.yaml", from the root of the repository
  std::string_view text;
};

/// All page files by path, those of rules that no longer exist among them.
[[nodiscard]] std::span<const PageFile> page_files();

/// The page file of a rule; nothing when there is none.
[[nodiscard]] std::optional<PageFile> page_file(Rule rule);

}  // namespace hallplan::rules
