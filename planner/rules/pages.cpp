#include "planner/rules/pages.hpp"

#include <algorithm>
#include <string>

namespace hallplan::rules {

std::optional<PageFile> page_file(Rule rule) {
  const std::string stem = "tests/rules/" + std::string(rule_id(rule));
  const std::span<const PageFile> all = page_files();
  const auto found = std::find_if(all.begin(), all.end(), [&](const PageFile& file) {
    return file.path == stem + ".yaml" || file.path == stem + ".page";
  });
  return found == all.end() ? std::nullopt : std::optional(*found);
}

}  // namespace hallplan::rules
