#include "planner/hydraulics/facility_water.hpp"

#include <algorithm>
#include <limits>

#include "planner/hydraulics/loads.hpp"

namespace hallplan::hydraulics {
namespace {

constexpr double kRounding = 1e-9;
constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

/// By its name: ride-through asks with copies of groups that have volumes filled in.
std::size_t index_of(const Site& site, const CduGroup& group) {
  const auto at = std::find_if(site.cdu_groups.begin(), site.cdu_groups.end(),
                               [&](const CduGroup& one) { return one.id == group.id; });
  return static_cast<std::size_t>(at - site.cdu_groups.begin());
}

}  // namespace

GroupFacility::GroupFacility(const Site& site, const CduGroup& group) : site_(site), group_(group) {
  const FacilityLoop& loop = site.loops[static_cast<std::size_t>(group.loop.index)];
  if (loop.piping) {
    network_ = std::make_unique<const FacilityNetwork>(site, group.loop.index, WaterTaker{group.type.index, {}});
  }
}

const GroupWater& GroupFacility::water(const GroupWaterLoss& loss) {
  const auto key = std::pair(loss.units, std::pair(loss.pumps, loss.strainer.value_or(kNone)));
  const auto found = found_.find(key);
  if (found != found_.end()) return found->second;
  return found_.emplace(key, network_ ? through_pipes(loss) : shared(loss)).first->second;
}

GroupWater GroupFacility::through_pipes(const GroupWaterLoss& loss) const {
  const std::size_t number = index_of(site_, group_);
  FacilityLoss out{loss.pumps, {}, {}};
  for (std::size_t i = 0; i < network_->units().size(); ++i) {
    const FacilityUnit& unit = network_->units()[i];
    if (unit.group != number) continue;
    if (std::find(loss.units.begin(), loss.units.end(), unit.unit) != loss.units.end()) out.shut.push_back(i);
    if (loss.strainer == unit.unit) out.strainer = i;
  }
  const FacilityFlow flow = network_->flow(out);
  GroupWater water;
  water.unknown = flow.unknown;
  if (!water.unknown.empty() || group_.units.empty()) return water;
  water.loop_m3_per_s = flow.total_m3_per_s;
  water.unit_m3_per_s.resize(group_.units.size());
  const double rated = facility_flow(cdu_of(site_, group_).body).high;
  for (std::size_t i = 0; i < network_->units().size(); ++i) {
    const FacilityUnit& unit = network_->units()[i];
    if (unit.group == number) water.unit_m3_per_s[unit.unit] = std::min(rated, flow.unit_m3_per_s[i]);
  }
  return water;
}

GroupWater GroupFacility::shared(const GroupWaterLoss& loss) const {
  GroupWater water;
  const FacilityLoop& loop = site_.loops[static_cast<std::size_t>(group_.loop.index)];
  double asked = 0;
  for (const CduGroup& other : site_.cdu_groups) {
    if (other.loop.index != group_.loop.index) continue;
    const std::size_t still = other.id == group_.id ? loss.units.size() : 0;
    asked += static_cast<double>(other.units.size() - still) * facility_flow(cdu_of(site_, other).body).high;
  }
  water.loop_m3_per_s = loop.flow_m3_per_s.low;
  const CoilDraw coils = coil_draw(site_, group_.loop.index);
  water.unknown = coils.unknown;
  if (!water.unknown.empty()) return water;
  // Coils take all of theirs first.
  const double left = std::max(0.0, loop.flow_m3_per_s.low - coils.m3_per_s);
  const double share = asked > left * (1 + kRounding) ? left / asked : 1;
  water.unit_m3_per_s.assign(group_.units.size(), share * facility_flow(cdu_of(site_, group_).body).high);
  for (const std::size_t unit : loss.units) water.unit_m3_per_s[unit] = 0;
  return water;
}

}  // namespace hallplan::hydraulics
