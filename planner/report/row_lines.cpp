// Where the racks stand, a line for each row: groups what the document lists, computes nothing.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "planner/base/text.hpp"
#include "planner/report/wording.hpp"

namespace hallplan::report {
namespace {

/// "8", "1-3, 5".
std::string slots_text(std::vector<int> slots) {
  std::sort(slots.begin(), slots.end());
  std::string out;
  for (std::size_t i = 0; i < slots.size();) {
    std::size_t end = i + 1;
    while (end < slots.size() && slots[end] == slots[end - 1] + 1) ++end;
    out += fmt::format("{}{}", out.empty() ? "" : ", ", slots[i]);
    if (end > i + 1) out += fmt::format("-{}", slots[end - 1]);
    i = end;
  }
  return out;
}

void add_once(std::vector<std::string>& to, const std::string& text) {
  if (std::find(to.begin(), to.end(), text) == to.end()) to.push_back(text);
}

/// What the racks of one row have in common, each in the order of first sight.
struct RowGroup {
  std::string row;
  std::vector<int> slots;
  std::vector<std::pair<std::string, int>> types;
  std::vector<std::string> units, feeds, groups;
};

void add_rack(RowGroup& to, const Json& rack) {
  const int slot = static_cast<int>(number_of(rack, "slot"));
  if (std::find(to.slots.begin(), to.slots.end(), slot) == to.slots.end()) to.slots.push_back(slot);
  const std::string type = text_of(rack, "type") + standing(rack);
  const auto found = std::find_if(to.types.begin(), to.types.end(), [&](const auto& t) { return t.first == type; });
  if (found == to.types.end()) {
    to.types.emplace_back(type, 1);
  } else {
    ++found->second;
  }
  if (member_of(rack, "unit").is_number()) add_once(to.units, text_of(rack, "unit"));
  std::vector<std::string> feeds;
  for (const Json& feed : member_of(rack, "feeds")) {
    if (feed.is_string()) feeds.push_back(feed.get<std::string>());
  }
  if (!feeds.empty()) add_once(to.feeds, join(feeds, "/"));
  if (member_of(rack, "cdu_group").is_string()) add_once(to.groups, text_of(rack, "cdu_group"));
}

std::string row_line(const RowGroup& group) {
  std::vector<std::string> types;
  for (const auto& [type, count] : group.types) types.push_back(fmt::format("{} {}", count, type));
  std::string out =
      fmt::format("slot{} {}: {}", group.slots.size() == 1 ? "" : "s", slots_text(group.slots), join(types, " + "));
  if (!group.units.empty()) out += ", SU " + join(group.units, " ");
  if (!group.feeds.empty()) out += ", " + join(group.feeds, " ");
  if (!group.groups.empty()) out += ", " + join(group.groups, " ");
  return out;
}

}  // namespace

std::vector<RowLine> row_lines(const Json& document) {
  std::vector<RowGroup> groups;
  for (const Json& row : member_of(member_of(document, "hall"), "rows"))
    groups.push_back({text_of(row, "id"), {}, {}, {}, {}, {}});
  for (const Json& rack : member_of(document, "placements")) {
    const std::string row = text_of(rack, "row");
    auto found = std::find_if(groups.begin(), groups.end(), [&](const RowGroup& g) { return g.row == row; });
    if (found == groups.end()) found = groups.insert(groups.end(), {row, {}, {}, {}, {}, {}});
    add_rack(*found, rack);
  }
  std::vector<RowLine> out;
  for (const RowGroup& group : groups) out.push_back({group.row, group.slots.empty() ? "empty" : row_line(group)});
  return out;
}

}  // namespace hallplan::report
