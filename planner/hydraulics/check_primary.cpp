// The facility-water side of a group's CDUs, where the site states what its loop offers: the pressure difference that drives the
// water through a unit at its rated flow, and the most pressure that stands on it.
#include <fmt/format.h>

#include <string>
#include <utility>

#include "planner/hydraulics/checks.hpp"
#include "planner/hydraulics/liquid.hpp"

namespace hallplan::hydraulics {
namespace {

/// A loop that gives its CDUs less than their rated flow leaves their heat undecided (`unit_heat`); here that flow is taken.
void check_drop(const FacilityLoop& loop, const CduGroup& group, const Product<CduType>& cdu, std::vector<Check>& out) {
  const Value& head = *loop.head_pa;
  CheckSubject subject{Rule::liquid_fws_head, group.id, "normal", Dimension::pressure, source_of(head), {}, head.at};
  if (!cdu.body.facility || !cdu.body.facility->pressure_drop_pa) {
    out.push_back(undecided(std::move(subject), fmt::format("no facility-water pressure drop known for {}", cdu.id)));
    return;
  }
  const Value& drop = *cdu.body.facility->pressure_drop_pa;
  subject.arithmetic =
      fmt::format("{} at {} of facility water: {}; {} offers {}", cdu.id,
                  l_per_min(cdu.body.facility->flow_m3_per_s.high), kpa(drop.high), loop.id, kpa(head.low));
  Check held = at_least(std::move(subject), head.low, drop.high);
  if (held.status == Status::fail) held.arithmetic += "; valves and pipes come on top";
  out.push_back(std::move(held));
}

}  // namespace

Check loop_pressure_check(const FacilityLoop& loop, const std::string& id, const std::string& type,
                          const MaybeValue& limit, const std::string& taker, std::string unknown) {
  const Value& most = *loop.most_pressure_pa;
  CheckSubject subject{Rule::liquid_pressure,
                       fmt::format("{}, {} on {}", id, type, loop.id),
                       "normal",
                       Dimension::pressure,
                       source_of(most),
                       {},
                       most.at};
  if (!limit) return undecided(std::move(subject), std::move(unknown));
  subject.source = source_of(*limit);
  subject.at = limit->at;
  subject.arithmetic = fmt::format("{} presses up to {}; {} takes {}", loop.id, kpa(most.high), taker, kpa(limit->low));
  return at_most(std::move(subject), most.high, limit->low);
}

void check_primary(const Site& site, const CduGroup& group, std::vector<Check>& out) {
  if (group.units.empty()) return;
  const FacilityLoop& loop = site.loops[static_cast<std::size_t>(group.loop.index)];
  const Product<CduType>& cdu = cdu_of(site, group);
  if (loop.head_pa) check_drop(loop, group, cdu, out);
  if (!loop.most_pressure_pa) return;
  out.push_back(loop_pressure_check(
      loop, group.id, cdu.id, cdu.body.facility ? cdu.body.facility->pressure_limit_pa : MaybeValue{},
      "the facility-water side of " + cdu.id, fmt::format("no facility-water pressure limit known for {}", cdu.id)));
}

}  // namespace hallplan::hydraulics
