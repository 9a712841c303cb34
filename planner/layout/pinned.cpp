/// Pinned racks: what stands already, or is promised a place, is in the plan as the site has it. Nothing moves.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "planner/base/text.hpp"
#include "planner/layout/checks.hpp"

namespace hallplan::layout {
namespace {

template <class T>
std::string name_of(const std::vector<T>& items, int index) {
  return index >= 0 && index < static_cast<int>(items.size()) ? items[static_cast<std::size_t>(index)].id : "none";
}

/// What differs between a rack of the plan and its pin: "row r2, pinned to row r1".
std::vector<std::string> differences(const Site& site, const PinnedRack& pin, const Placement& rack) {
  std::vector<std::string> out;
  const auto compare = [&](const char* what, const std::string& is, const std::string& pinned) {
    if (is != pinned) out.push_back(fmt::format("{}{}, pinned to {}", what, is, pinned));
  };
  compare("type ", name_of(site.catalogue.racks, rack.type), name_of(site.catalogue.racks, pin.type.index));
  compare("row ", name_of(site.rows, rack.row), name_of(site.rows, pin.row.index));
  compare("", fmt::format("slot {}", rack.slot + 1), fmt::format("slot {}", pin.slot));
  compare("feed A ", name_of(site.devices, rack.feed_a), name_of(site.devices, pin.feed_a.index));
  compare("feed B ", name_of(site.devices, rack.feed_b), name_of(site.devices, pin.feed_b.index));
  compare("CDU group ", name_of(site.cdu_groups, rack.cdu_group), name_of(site.cdu_groups, pin.cdu_group.index));
  compare("demand ", name_of(site.demand, rack.demand), name_of(site.demand, pin.demand.index));
  compare("", fmt::format("unit {}", rack.unit + 1), fmt::format("unit {}", pin.unit));
  return out;
}

}  // namespace

void check_pinned(std::vector<Check>& out, const Site& site, const Plan& plan) {
  std::unordered_map<std::string, const Placement*> racks;
  for (const Placement& rack : plan.racks) racks.emplace(rack.id, &rack);
  std::vector<Check> cases;
  for (const PinnedRack& pin : site.placed) {
    CheckSubject subject = about(Rule::layout_pinned, pin.id, Dimension::count, pin.at);
    const auto found = racks.find(pin.id);
    if (found == racks.end()) {
      subject.arithmetic = fmt::format("{} is not in the plan", pin.id);
      cases.push_back(holds(std::move(subject), false));
      continue;
    }
    const std::vector<std::string> wrong = differences(site, pin, *found->second);
    subject.arithmetic = wrong.empty() ? fmt::format("{} stands as pinned", pin.id)
                                       : fmt::format("{}: {}", pin.id, join(wrong, " and "));
    cases.push_back(holds(std::move(subject), wrong.empty()));
  }
  add_summary(out, std::move(cases), fmt::format("{} pinned racks", site.placed.size()));
}

}  // namespace hallplan::layout
