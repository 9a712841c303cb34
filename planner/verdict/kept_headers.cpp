#include "planner/verdict/kept_headers.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <map>
#include <string>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/hydraulics/cooling_loss.hpp"
#include "planner/site/phase.hpp"

namespace hallplan::verdict {
namespace {

/// Units of a group by the racks that hang on them, in one phase: ids, as later units shift the numbers.
std::map<std::string, std::string> units_of_racks(const Site& site, const Plan& plan, std::size_t group, int phase) {
  const Site view = in_phase(site, phase);
  const Plan there = plan_in_phase(site, plan, phase);
  std::map<std::string, std::string> units;
  if (view.cdu_groups[group].units.empty()) return units;
  const std::vector<std::vector<int>> by_unit = hydraulics::racks_by_unit(view, there, static_cast<int>(group));
  for (std::size_t u = 0; u < by_unit.size(); ++u) {
    for (const int rack : by_unit[u]) {
      units[there.racks[static_cast<std::size_t>(rack)].id] = view.cdu_groups[group].units[u].id;
    }
  }
  return units;
}

}  // namespace

std::vector<Check> kept_headers(const Site& site, const Plan& plan, int phase) {
  constexpr std::size_t kMostNamed = 6;
  std::vector<Check> checks;
  for (std::size_t g = 0; g < site.cdu_groups.size() && phase > 0; ++g) {
    const CduGroup& group = site.cdu_groups[g];
    const bool in_rack = site.catalogue.cdus[static_cast<std::size_t>(group.type.index)].body.in_rack;
    if (in_rack || !hydraulics::is_dedicated(site, group)) continue;
    const std::map<std::string, std::string> before = units_of_racks(site, plan, g, phase - 1);
    std::vector<std::string> moved;
    std::size_t more = 0;
    for (const auto& [rack, unit] : units_of_racks(site, plan, g, phase)) {
      const auto had = before.find(rack);
      if (had == before.end() || had->second == unit) continue;
      if (moved.size() < kMostNamed) {
        moved.push_back(fmt::format("{} from {} to {}", rack, had->second, unit));
      } else {
        ++more;
      }
    }
    if (moved.empty()) continue;
    if (more > 0) moved.push_back(fmt::format("{} more", more));
    CheckSubject subject{
        Rule::liquid_group, group.id + ", headers kept", "normal", Dimension::count, "site", {}, group.at};
    checks.push_back(undecided(
        std::move(subject),
        fmt::format("racks that stand since {} would be piped to another unit, as each phase deals them out by row and "
                    "slot: {}; give what comes in {} a group of its own, or use shared headers",
                    phase_id(site, phase - 1), join(moved, ", "), phase_id(site, phase))));
  }
  return checks;
}

}  // namespace hallplan::verdict
