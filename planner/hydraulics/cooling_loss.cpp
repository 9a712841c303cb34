#include "planner/hydraulics/cooling_loss.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <tuple>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/hydraulics/cdu.hpp"
#include "planner/hydraulics/loads.hpp"
#include "planner/plan/field_text.hpp"
#include "planner/site/cords.hpp"

namespace hallplan::hydraulics {
namespace {

bool is_liquid(const Site& site, const Placement& rack) {
  return site.catalogue.racks[static_cast<std::size_t>(rack.type)].body.liquid.has_value();
}

std::string names(const Plan& plan, const std::vector<int>& racks) {
  std::vector<std::string> ids;
  ids.reserve(racks.size());
  for (const int rack : racks) ids.push_back(plan.racks[static_cast<std::size_t>(rack)].id);
  return join(ids, ", ");
}

CoolingLoss unit_loss(const Site& site, const Plan& plan, int g) {
  const CduGroup& group = site.cdu_groups[static_cast<std::size_t>(g)];
  const std::vector<std::vector<int>> by_unit = racks_by_unit(site, plan, g);
  CoolingLoss loss{group.id, std::string(kUnitLost), {}, {}, 0, group.spare == 0, {}, group.at};
  std::vector<std::string> units;
  for (std::size_t u = 0; u < by_unit.size(); ++u) {
    if (by_unit[u].empty()) continue;
    loss.hanging += static_cast<int>(by_unit[u].size());
    if (by_unit[u].size() > loss.racks.size()) loss.racks = by_unit[u];
    units.push_back(fmt::format("{} stops {}", group.units[u].id, names(plan, by_unit[u])));
  }
  std::sort(loss.racks.begin(), loss.racks.end());
  loss.arithmetic = fmt::format("racks on dedicated headers stop with their unit: {}",
                                units.empty() ? "no racks" : join(units, "; "));
  return loss;
}

/// Several units on dedicated headers that stop together, as they hang on one device. Not accepted by `spare: 0`, which is about one unit.
std::vector<CoolingLoss> power_losses(const Site& site, const Plan& plan, int g) {
  const CduGroup& group = site.cdu_groups[static_cast<std::size_t>(g)];
  std::vector<CoolingLoss> losses;
  for (const CordLoss& power : cord_losses(site, group)) {
    CoolingLoss loss{group.id, power.scenario, {}, {}, 0, false, {}, group.at};
    const std::vector<std::vector<int>> by_unit = racks_by_unit(site, plan, g);
    for (const std::size_t unit : power.units) {
      loss.racks.insert(loss.racks.end(), by_unit[unit].begin(), by_unit[unit].end());
    }
    std::sort(loss.racks.begin(), loss.racks.end());
    loss.hanging = static_cast<int>(loss.racks.size());
    loss.arithmetic =
        fmt::format("{}, and with them {}", power.words, loss.racks.empty() ? "no racks" : names(plan, loss.racks));
    losses.push_back(std::move(loss));
  }
  return losses;
}

/// A group on shared headers that asks for no spare: the units left carry what they can, which is shared by all racks.
CoolingLoss shortage(const Site& site, const Plan& plan, int g) {
  const CduGroup& group = site.cdu_groups[static_cast<std::size_t>(g)];
  CoolingLoss loss{group.id, std::string(kUnitLost), {}, {}, 0, true, {}, group.at};
  const Racks racks = racks_on(site, plan, g);
  const double left = static_cast<double>(group.units.size()) - 1;
  const double load_w = heat_w(site, racks) + left * unit_power_w(cdu_of(site, group).body);
  const double left_w = left * unit_heat(site, group, PlantLoss{1, {}}, {}, piped_shares(site, plan, g)).capacity_w;
  const GroupFlow flow = flow_of(site, group, racks);
  const double left_m3_per_s = left * cdu_of(site, group).body.flow_m3_per_s.low;
  if (racks.empty() || (load_w <= left_w && flow.unknown.empty() && flow.m3_per_s <= left_m3_per_s)) return loss;
  for (std::size_t r = 0; r < plan.racks.size(); ++r) {
    if (plan.racks[r].cdu_group == g && is_liquid(site, plan.racks[r])) loss.racks.push_back(static_cast<int>(r));
  }
  loss.hanging = static_cast<int>(loss.racks.size());
  loss.arithmetic = fmt::format("with one of {} CDUs lost {} keeps {} of {} heat and {} of {} flow", group.units.size(),
                                group.id, field::kw(left_w), field::kw(load_w), field::l_per_min(left_m3_per_s),
                                field::l_per_min(flow.m3_per_s));
  return loss;
}

CoolingLoss loop_loss(const Site& site, const Plan& plan, int l) {
  const FacilityLoop& loop = site.loops[static_cast<std::size_t>(l)];
  CoolingLoss loss{loop.id, std::string(kLoopLost), {}, {}, 0, !loop.survive_loss, {}, loop.at};
  for (std::size_t r = 0; r < plan.racks.size(); ++r) {
    const Placement& rack = plan.racks[r];
    if (rack.cdu_group < 0 || !is_liquid(site, rack)) continue;
    if (site.cdu_groups[static_cast<std::size_t>(rack.cdu_group)].loop.index == l)
      loss.racks.push_back(static_cast<int>(r));
  }
  const auto hangs_by_door = [&](const Placement& rack) {
    const RearDoors* doors = doors_of(site, rack.row, rack.type);
    const bool has_door = doors != nullptr && doors->loop.index == l;
    const bool counted = rack.cdu_group >= 0 && is_liquid(site, rack) &&
                         site.cdu_groups[static_cast<std::size_t>(rack.cdu_group)].loop.index == l;
    return has_door && !counted;
  };
  loss.hanging = static_cast<int>(loss.racks.size()) +
                 static_cast<int>(std::count_if(plan.racks.begin(), plan.racks.end(), hangs_by_door));
  std::vector<std::string> stops;
  if (!loss.racks.empty()) stops.push_back("the liquid cooling of " + names(plan, loss.racks));
  for (std::size_t z = 0; z < site.air_zones.size(); ++z) {
    if (site.air_zones[z].loop.index != l || site.air_zones[z].units.empty()) continue;
    loss.zones.push_back(static_cast<int>(z));
    ++loss.hanging;
    stops.push_back("the air units of " + site.air_zones[z].id);
  }
  for (const RearDoors& doors : site.rear_doors) {
    if (doors.loop.index == l) stops.push_back("rear doors " + doors.id);
  }
  loss.arithmetic = fmt::format("the loss of {} stops {}", loop.id, stops.empty() ? "nothing" : join(stops, ", "));
  return loss;
}

}  // namespace

bool is_dedicated(const Site& site, const CduGroup& group) {
  return group.headers == Headers::dedicated || cdu_of(site, group).body.in_rack;
}

std::vector<std::vector<int>> racks_by_unit(const Site& site, const Plan& plan, int group) {
  std::vector<int> racks;
  for (std::size_t r = 0; r < plan.racks.size(); ++r) {
    if (plan.racks[r].cdu_group == group && is_liquid(site, plan.racks[r])) racks.push_back(static_cast<int>(r));
  }
  std::stable_sort(racks.begin(), racks.end(), [&](int a, int b) {
    const Placement& one = plan.racks[static_cast<std::size_t>(a)];
    const Placement& other = plan.racks[static_cast<std::size_t>(b)];
    return std::tie(one.row, one.slot, one.id) < std::tie(other.row, other.slot, other.id);
  });
  std::vector<std::vector<int>> by_unit(site.cdu_groups[static_cast<std::size_t>(group)].units.size());
  std::size_t next = 0;
  for (std::size_t u = 0; u < by_unit.size(); ++u) {
    const std::size_t share = racks.size() / by_unit.size() + (u < racks.size() % by_unit.size() ? 1 : 0);
    for (std::size_t i = 0; i < share; ++i) by_unit[u].push_back(racks[next++]);
  }
  return by_unit;
}

std::vector<CoolingLoss> cooling_losses(const Site& site, const Plan& plan) {
  std::vector<CoolingLoss> losses;
  for (std::size_t g = 0; g < site.cdu_groups.size(); ++g) {
    const bool dedicated = is_dedicated(site, site.cdu_groups[g]);
    if (!dedicated && site.cdu_groups[g].spare > 0) continue;
    CoolingLoss loss =
        dedicated ? unit_loss(site, plan, static_cast<int>(g)) : shortage(site, plan, static_cast<int>(g));
    if (!loss.accepted || !loss.racks.empty()) losses.push_back(std::move(loss));
    if (!dedicated) continue;
    for (CoolingLoss& of_power : power_losses(site, plan, static_cast<int>(g))) losses.push_back(std::move(of_power));
  }
  for (std::size_t l = 0; l < site.loops.size(); ++l) {
    CoolingLoss loss = loop_loss(site, plan, static_cast<int>(l));
    if (!loss.accepted || !loss.racks.empty() || !loss.zones.empty()) losses.push_back(std::move(loss));
  }
  return losses;
}

void check_supplied(const std::vector<CoolingLoss>& losses, std::vector<Check>& out) {
  for (const CoolingLoss& loss : losses) {
    const bool is_loop = loss.scenario == kLoopLost;
    CheckSubject subject{Rule::liquid_supplied, loss.where, loss.scenario, Dimension::count, "site", {}, loss.at};
    subject.arithmetic = loss.arithmetic;
    if (loss.accepted) {
      subject.arithmetic += is_loop ? "; the site does not ask to survive it" : "; the site accepts it (spare: 0)";
      out.push_back(holds(std::move(subject), true));
      continue;
    }
    subject.arithmetic += is_loop                      ? "; nothing else cools them: drop 'survive_loss' to accept it"
                          : loss.scenario == kUnitLost ? "; use shared headers, or 'spare: 0' to accept it"
                                                       : "; give each unit two cords (cords: 2), or use shared headers";
    out.push_back(at_most(std::move(subject), loss.hanging, 0));
  }
}

}  // namespace hallplan::hydraulics
