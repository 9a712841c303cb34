// A group's heat after single failures of its loop's pipes, and what flows in a loop.
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

#include "planner/hydraulics/cdu.hpp"
#include "planner/hydraulics/cooling_loss.hpp"
#include "planner/hydraulics/facility_water.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/hydraulics/loads.hpp"

namespace hallplan::hydraulics {
namespace {

class Cases {
 public:
  Cases(const Site& site, const CduGroup& group, const Shares& shares)
      : site_(site),
        group_(group),
        shares_(shares),
        pipes_(*site.loops[static_cast<std::size_t>(group.loop.index)].piping),
        facility_(site, group),
        rated_(cdu_heat(cdu_of(site, group), approach_k(site, group))),
        own_w_(unit_power_w(cdu_of(site, group).body)) {}

  std::vector<WaterCase> run() {
    for (const PlantLoss& loss : pump_losses(site_, pipes_)) {
      begin(loss.scenario);
      take({{}, loss.units, {}}, "");
      end();
    }
    begin("1 branch shut");
    for (std::size_t u = 0; u < group_.units.size() && group_.spare > 0; ++u) {
      take({{u}, 0, {}}, "branch of " + group_.units[u].id + " shut: ");
    }
    if (group_.spare > 0) end();
    if (!pipes_.strainer_drop_pa) return std::move(made_);
    begin("1 strainer half blocked");
    for (std::size_t u = 0; u < group_.units.size(); ++u) {
      take({{}, 0, u}, "strainer of " + group_.units[u].id + " half blocked: ");
    }
    end();
    return std::move(made_);
  }

 private:
  void begin(std::string scenario) {
    worst_ = {std::move(scenario),
              static_cast<double>(group_.units.size()) * rated_.capacity_w,
              own_power_w(site_, group_),
              {},
              rated_.unknown,
              {}};
    if (is_dedicated(site_, group_)) worst_.units.assign(group_.units.size(), {rated_.capacity_w, own_w_, {}});
    if (worst_.unknown.empty()) worst_.unknown = unit_heat(site_, group_, {}, {}, shares_).unknown;
    if (worst_.unknown.empty()) worst_.unknown = unknown_unit_power(cdu_of(site_, group_));
    first_ = true;
  }
  void end() { made_.push_back(std::move(worst_)); }

  void take(const GroupWaterLoss& loss, const std::string& what) {
    if (!worst_.unknown.empty()) return;
    const GroupWater& water = facility_.water(loss);
    worst_.unknown = water.unknown;
    if (!worst_.unknown.empty()) return;
    if (!worst_.units.empty()) return take_each(water, loss, what);
    std::vector<WateredUnit> units;
    for (std::size_t u = 0; u < water.unit_m3_per_s.size(); ++u) {
      if (std::find(loss.units.begin(), loss.units.end(), u) == loss.units.end())
        units.push_back({u, water.unit_m3_per_s[u]});
    }
    std::stable_sort(units.begin(), units.end(), [](const WateredUnit& a, const WateredUnit& b) {
      return a.facility_m3_per_s > b.facility_m3_per_s;
    });
    const std::size_t spare =
        static_cast<std::size_t>(group_.spare) - std::min(loss.units.size(), static_cast<std::size_t>(group_.spare));
    const std::size_t least = units.size() > spare ? units.size() - spare : 1;
    double most_w = 0, own_w = 0, most_for_racks_w = -std::numeric_limits<double>::infinity();
    std::string arithmetic;
    for (; units.size() >= least && !units.empty(); units.pop_back()) {
      const auto running = static_cast<double>(units.size());
      const HeatShare share = share_of(units);
      const double heat_w = running * share.share * rated_.capacity_w;
      const double for_racks_w = heat_w - running * own_w_;
      if (for_racks_w <= most_for_racks_w) continue;
      most_for_racks_w = for_racks_w;
      most_w = heat_w;
      own_w = running * own_w_;
      arithmetic = fmt::format("{}{} x {} {} x {:.1f} % with {} of facility water{} = {}", what, units.size(),
                               cdu_of(site_, group_).id, rated_.arithmetic, 100 * share.share,
                               l_per_min(units.back().facility_m3_per_s), share.coolant, kw(heat_w));
    }
    if (!first_ && most_w - own_w >= worst_.capacity_w - worst_.own_w) return;
    first_ = false;
    worst_.capacity_w = most_w;
    worst_.own_w = own_w;
    worst_.arithmetic = std::move(arithmetic);
  }

  /// Of units' heat with their facility water, that of the last one the least.
  HeatShare share_of(const std::vector<WateredUnit>& units) {
    HeatShare share = heat_share(site_, group_, units.back().facility_m3_per_s);
    const bool is_bound = share.share < 1 || !share.unknown.empty();
    if (shares_ && is_bound && share.share > 0) share = shares_(units);
    if (!share.unknown.empty()) worst_.unknown = share.unknown;
    return share;
  }

  /// Of units with racks of their own, each by itself.
  void take_each(const GroupWater& water, const GroupWaterLoss& loss, const std::string& what) {
    worst_.capacity_w = 0;
    worst_.own_w = 0;
    for (std::size_t u = 0; u < worst_.units.size(); ++u) {
      UnitWater& unit = worst_.units[u];
      const bool stands = std::find(loss.units.begin(), loss.units.end(), u) != loss.units.end();
      const double flow = water.unit_m3_per_s[u];
      const HeatShare share = stands ? HeatShare{} : share_of({{u, flow}});
      if (first_ || share.share * rated_.capacity_w < unit.capacity_w) {
        unit.capacity_w = share.share * rated_.capacity_w;
        unit.own_w = stands ? 0 : own_w_;
        unit.arithmetic = fmt::format("{}{} {} x {:.1f} % with {} of facility water{} = {}", what,
                                      cdu_of(site_, group_).id, rated_.arithmetic, 100 * share.share,
                                      l_per_min(stands ? 0 : flow), share.coolant, kw(unit.capacity_w));
      }
      worst_.capacity_w += unit.capacity_w;
      worst_.own_w += unit.own_w;
    }
    first_ = false;
  }

  const Site& site_;
  const CduGroup& group_;
  const Shares& shares_;
  const FacilityPiping& pipes_;
  GroupFacility facility_;
  CduHeat rated_;
  double own_w_;  ///< of one unit
  WaterCase worst_;
  bool first_ = true;
  std::vector<WaterCase> made_;
};

}  // namespace

namespace {

/// "1 unit lost" becomes "1 pump lost".
void name_units(std::string& scenario, std::string_view name) {
  constexpr std::string_view kUnit = "unit";
  for (std::size_t at = scenario.find(kUnit); at != std::string::npos; at = scenario.find(kUnit, at + name.size())) {
    scenario.replace(at, kUnit.size(), name);
  }
}

}  // namespace

std::vector<PlantLoss> pump_losses(const Site& site, const FacilityPiping& pipes) {
  std::vector<PlantLoss> losses;
  for (PlantLoss& loss : losses_of(site.policy.liquid, pipes.spare_pumps)) {
    if (loss.units == 0 || pipes.pump_curve.empty()) continue;
    name_units(loss.scenario, "pump");
    losses.push_back(std::move(loss));
  }
  return losses;
}

std::vector<WaterCase> water_cases(const Site& site, const CduGroup& group, const Shares& shares) {
  if (group.units.empty() || !site.loops[static_cast<std::size_t>(group.loop.index)].piping) return {};
  return Cases(site, group, shares).run();
}

namespace {

/// Heat of a unit and its own racks against what it takes: of the unit with the most of that, so that it is the worst with any margin too.
struct UnitLoad {
  std::size_t unit = 0;
  double heat_w = 0;
};
UnitLoad worst_unit(const Site& site, const Plan& plan, int group, const std::vector<UnitWater>& units) {
  const std::vector<std::vector<int>> by_unit = racks_by_unit(site, plan, group);
  UnitLoad worst;
  for (std::size_t u = 0; u < units.size(); ++u) {
    double heat_w = units[u].own_w;
    for (const int rack : by_unit[u]) {
      const int type = plan.racks[static_cast<std::size_t>(rack)].type;
      heat_w += rack_heat_w(site, site.catalogue.racks[static_cast<std::size_t>(type)].body);
    }
    const double here = heat_w * units[worst.unit].capacity_w, there = worst.heat_w * units[u].capacity_w;
    // Where both take nothing, the one with more heat; where neither has heat, the one that takes less.
    const bool alike = here == there;
    const bool is_worse =
        alike ? heat_w > worst.heat_w || (heat_w == worst.heat_w && units[u].capacity_w < units[worst.unit].capacity_w)
              : here > there;
    if (u == 0 || is_worse) worst = {u, heat_w};
  }
  return worst;
}

}  // namespace

void check_water(const Site& site, const Plan& plan, int number, const Shares& shares, std::vector<Check>& out) {
  const CduGroup& group = site.cdu_groups[static_cast<std::size_t>(number)];
  for (WaterCase& one : water_cases(site, group, shares)) {
    double heat_w = hydraulics::heat_w(site, racks_on(site, plan, number)) + one.own_w;
    std::string of_unit;
    if (!one.units.empty()) {
      const UnitLoad worst = worst_unit(site, plan, number, one.units);
      heat_w = worst.heat_w;
      one.capacity_w = one.units[worst.unit].capacity_w;
      one.arithmetic = one.units[worst.unit].arithmetic;
      of_unit = group.units[worst.unit].id + ": ";
    }
    const Value& stated = site.loops[static_cast<std::size_t>(group.loop.index)].piping->header_diameter_m;
    CheckSubject subject{Rule::liquid_fws_delivery, group.id, one.scenario, Dimension::power,
                         source_of(stated),         {},       stated.at};
    subject.arithmetic = fmt::format("{}racks' heat and CDUs' own power {}; {}", of_unit, kw(heat_w), one.arithmetic);
    // What is not known is less: too much for the bound is too much.
    Check held = at_most(subject, heat_w, one.capacity_w);
    if (!one.unknown.empty() && held.status != Status::fail) held = undecided(std::move(subject), one.unknown);
    out.push_back(std::move(held));
  }
}

namespace {

LoopFlow flow_with(const FacilityLoop& loop, const FacilityNetwork& network, std::string scenario,
                   const FacilityLoss& loss) {
  const FacilityFlow flow = network.flow(loss);
  std::string unknown = flow.unknown;
  if (unknown.empty() && network.units().empty() && network.coils().empty()) unknown = "nothing hangs on " + loop.id;
  return {std::move(scenario), flow.total_m3_per_s, std::move(unknown)};
}

/// The units of a group that get most water, as many as the policy has lost: by number on the network.
std::vector<std::size_t> most_watered(const FacilityNetwork& network, const std::vector<double>& unit_m3_per_s,
                                      std::size_t group, int missing) {
  std::vector<std::size_t> units;
  for (std::size_t u = 0; u < network.units().size(); ++u) {
    if (network.units()[u].group == group) units.push_back(u);
  }
  std::stable_sort(units.begin(), units.end(),
                   [&](std::size_t a, std::size_t b) { return unit_m3_per_s[a] > unit_m3_per_s[b]; });
  units.resize(std::min(units.size(), static_cast<std::size_t>(missing)));
  return units;
}

/// With a group's spare CDUs lost, their branches shut, while those left take the same heat: of the groups the one that leaves least.
std::optional<LoopFlow> with_cdus_lost(const Site& site, const FacilityLoop& loop, const FacilityNetwork& network) {
  const FacilityFlow normal = network.flow({});
  if (!normal.unknown.empty()) return std::nullopt;
  std::optional<LoopFlow> least;
  for (std::size_t g = 0; g < site.cdu_groups.size(); ++g) {
    const int missing = units_missing(site.policy.liquid, site.cdu_groups[g].spare);
    if (missing == 0) continue;
    const std::vector<std::size_t> lost = most_watered(network, normal.unit_m3_per_s, g, missing);
    if (lost.empty() || lost.size() == network.units().size()) continue;
    std::string scenario = units_missing_text(site.policy.liquid, site.cdu_groups[g].spare);
    name_units(scenario, "CDU");
    LoopFlow flow = flow_with(loop, network, std::move(scenario), {0, lost, {}});
    if (!least || flow.m3_per_s < least->m3_per_s) least = std::move(flow);
  }
  return least;
}

}  // namespace

LoopFlow loop_flow(const Site& site, int number) {
  const FacilityLoop& loop = site.loops[static_cast<std::size_t>(number)];
  if (!loop.piping) return {"normal", loop.flow_m3_per_s.low, {}};
  return flow_with(loop, FacilityNetwork(site, number), "normal", {});
}

std::vector<LoopFlow> loop_flows(const Site& site, int number) {
  const FacilityLoop& loop = site.loops[static_cast<std::size_t>(number)];
  if (!loop.piping) return {loop_flow(site, number)};
  const FacilityNetwork network(site, number);
  std::vector<LoopFlow> flows{flow_with(loop, network, "normal", {})};
  for (const PlantLoss& loss : pump_losses(site, *loop.piping)) {
    flows.push_back(flow_with(loop, network, loss.scenario, {loss.units, {}, {}}));
  }
  if (std::optional<LoopFlow> lost = with_cdus_lost(site, loop, network)) flows.push_back(std::move(*lost));
  return flows;
}

}  // namespace hallplan::hydraulics
