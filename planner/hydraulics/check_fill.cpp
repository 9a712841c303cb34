// What the fill of a loop has to do: keep pumps from boiling their inlet, and have room for what warm coolant grows by.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "planner/hydraulics/checks.hpp"
#include "planner/hydraulics/coils.hpp"
#include "planner/hydraulics/facility_water.hpp"
#include "planner/hydraulics/group_network.hpp"
#include "planner/hydraulics/group_state.hpp"
#include "planner/hydraulics/kept_flows.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/hydraulics/loads.hpp"
#include "planner/hydraulics/pipes.hpp"
#include "planner/site/atmosphere.hpp"

namespace hallplan::hydraulics {
namespace {

constexpr double kAtmosphere_pa = 101325;

/// Of water, Magnus form of Alduchov and Eskridge (1996): within 0.4 % up to 50 degC, up to 1 % high to 100 degC. Glycol in water lowers
/// it: on the safe side.
double vapour_pa(double temperature_degc) {
  return 610.94 * std::exp(17.625 * temperature_degc / (temperature_degc + 243.04));
}

/// What comes back from the racks at the least flow they ask for; nothing where it is not known, with the reason.
std::optional<double> warmest_return(const Site& site, const CduGroup& group, const Racks& racks,
                                     std::string& unknown) {
  const Product<CoolantType>& coolant = site.catalogue.coolants[static_cast<std::size_t>(group.coolant.index)];
  const GroupFlow flow = flow_of(site, group, racks);
  unknown = flow.unknown;
  if (!unknown.empty()) return {};
  const std::optional<double> back =
      return_degc(coolant.body, group.supply_degc.high, heat_w(site, racks), flow.least_m3_per_s);
  if (!back) unknown = fmt::format("properties known of {} only", reach_text(coolant));
  return back;
}

std::string litres(double volume_m3) { return fmt::format("{:.4g} L", volume_m3 * 1e3); }

/// What a strainer takes before a pump: at most, in one scenario.
struct StrainerDrop {
  std::string scenario;
  double pa = 0;
  std::string arithmetic;  ///< ", less 30 kPa of strainer at 200 L/min"
  std::string unknown;
};

/// Of the unit that loses most there, in normal running, with the spare units lost, and half blocked in normal running: by the ends of all
/// ranges with which most flows.
std::vector<StrainerDrop> strainer_drops(const Site& site, const Plan& plan, int number) {
  const CduGroup& group = site.cdu_groups[static_cast<std::size_t>(number)];
  if (!group.piping || !group.piping->strainer_drop_pa) return {{"normal", 0, {}, {}}};
  GroupNetwork made = network_of(site, plan, number, FlowEnd::most);
  const double rated = cdu_of(site, group).body.flow_m3_per_s.low;
  const auto flow_with = [&](const GroupLoss& way) {
    std::vector<network::Link>& links = made.network.links;
    for (const std::size_t unit : way.units) links[made.unit_links[unit]].open = false;
    double* const strainer =
        way.strainer ? &std::get<network::Resistance>(links[made.strainer_links[*way.strainer]].law).square_pa_s2_per_m6
                     : nullptr;
    if (strainer != nullptr) *strainer *= kHalfBlocked;
    ControlledFlow flow = kept_flow(group, made, FlowEnd::most);
    if (strainer != nullptr) *strainer /= kHalfBlocked;
    for (const std::size_t unit : way.units) links[made.unit_links[unit]].open = true;
    return flow;
  };
  const auto most_of = [&](std::string scenario, const std::vector<GroupLoss>& ways) {
    StrainerDrop most{std::move(scenario), -1, {}, made.unknown};
    if (ways.empty()) most.unknown = "too many ways to lose the spare units";
    for (const GroupLoss& way : ways) {
      if (!most.unknown.empty()) return most;
      const ControlledFlow found = flow_with(way);
      most.unknown = found.unknown;
      if (!most.unknown.empty()) return most;
      for (std::size_t u = 0; u < made.unit_links.size(); ++u) {
        const double flow = found.flow.flow_m3_per_s[made.unit_links[u]];
        const double blocked = way.strainer == u ? kHalfBlocked : 1;
        const double pa = blocked * group.piping->strainer_drop_pa->high * (flow / rated) * (flow / rated);
        if (pa <= most.pa) continue;
        most.pa = pa;
        most.arithmetic = fmt::format(" - {}strainer of {} {} at {}", blocked > 1 ? "half blocked " : "",
                                      group.units[u].id, kpa(pa), l_per_min(flow));
      }
    }
    return most;
  };
  std::vector<StrainerDrop> drops;
  for (const PlantLoss& loss : losses_of(site, group)) {
    std::vector<GroupLoss> ways;
    for (std::vector<std::size_t>& units : ways_to_lose(group.units.size(), loss)) {
      ways.push_back({std::move(units), {}, {}});
    }
    drops.push_back(most_of(loss.scenario, ways));
  }
  std::vector<GroupLoss> blocked;
  for (std::size_t unit = 0; unit < group.units.size(); ++unit) blocked.push_back({{}, {}, unit});
  drops.push_back(most_of("1 strainer half blocked", blocked));
  return drops;
}

}  // namespace

void check_suction(const Site& site, const Plan& plan, int number, const Racks& racks, std::vector<Check>& out) {
  const CduGroup& group = site.cdu_groups[static_cast<std::size_t>(number)];
  const Product<CduType>& cdu = cdu_of(site, group);
  if (!group.fill_pressure_pa || racks.empty()) return;
  const Value& fill = *group.fill_pressure_pa;
  std::string unknown;
  const std::optional<double> back_degc = warmest_return(site, group, racks, unknown);
  if (!cdu.body.npsh_pa) unknown = fmt::format("no npsh known for the pumps of {}", cdu.id);
  for (const StrainerDrop& strainer : strainer_drops(site, plan, number)) {
    CheckSubject subject{Rule::liquid_pressure,
                         fmt::format("{}, pump inlet", group.id),
                         strainer.scenario,
                         Dimension::pressure,
                         source_of(fill),
                         {},
                         fill.at};
    const std::string& reason = unknown.empty() ? strainer.unknown : unknown;
    if (!reason.empty()) {
      out.push_back(undecided(std::move(subject), reason));
      continue;
    }
    const double air_pa = kAtmosphere_pa * density_ratio(site.basis.elevation_m.high);
    const double had_pa = fill.low + air_pa - vapour_pa(*back_degc) - strainer.pa;
    subject.arithmetic = fmt::format("fill {} + air {} - vapour {} at {}{} = {}; {} needs {}", kpa(fill.low),
                                     kpa(air_pa), kpa(vapour_pa(*back_degc)), degc(*back_degc), strainer.arithmetic,
                                     kpa(had_pa), cdu.id, kpa(cdu.body.npsh_pa->high));
    out.push_back(at_least(std::move(subject), had_pa, cdu.body.npsh_pa->high));
  }
}

namespace {

/// How much of its volume a coolant grows by between two temperatures: by its lines at one end of their ranges and at the other, since a
/// range is of what it is made of, and does not change as it warms.
struct Growth {
  double share = 0;
  double dense_kg_per_m3 = 0, thin_kg_per_m3 = 0;
  double dense_degc = 0;
  std::string unknown;
};
Growth growth_of(const Product<CoolantType>& coolant, double cold_degc, double warm_degc) {
  Growth most;
  most.share = -1;
  for (const End end : {End::low, End::high}) {
    Growth here;
    const std::optional<CoolantState> cold = coolant_at(coolant.body, cold_degc, end);
    const std::optional<CoolantState> warm = coolant_at(coolant.body, warm_degc, end);
    if (!cold || !warm) {
      const double beyond_degc = cold ? warm_degc : cold_degc;
      most.unknown = fmt::format("properties known of {} only, it is at {}", reach_text(coolant), degc(beyond_degc));
      return most;
    }
    here.dense_kg_per_m3 = cold->density_kg_per_m3;
    here.dense_degc = cold_degc;
    here.thin_kg_per_m3 = warm->density_kg_per_m3;
    // Water is densest at 4 degC, not where it is coldest.
    for (const CoolantPoint& point : coolant.body.table) {
      const double at_degc = point.temperature_degc.value;
      const double density = end == End::low ? point.density_kg_per_m3.low : point.density_kg_per_m3.high;
      if (at_degc <= cold_degc || at_degc >= warm_degc || density <= here.dense_kg_per_m3) continue;
      here.dense_kg_per_m3 = density;
      here.dense_degc = at_degc;
    }
    here.share = here.dense_kg_per_m3 / here.thin_kg_per_m3 - 1;
    if (here.share > most.share) most = here;
  }
  return most;
}

/// The coldest that a loop sees: as it is filled or stands, or is supplied.
double coldest_degc(const Site& site, const Value& supply, const MaybeValue& fill) {
  return std::min(supply.low, fill ? fill->low : site.basis.room_air_degc.low);
}

/// `warmer_degc`: that it may be as warm as, which is not known better.
void hold_growth(CheckSubject subject, const Product<CoolantType>& coolant, double volume_m3, double cold_degc,
                 double warm_degc, double warmer_degc, const Value& vessel, std::vector<Check>& out) {
  const Growth growth = growth_of(coolant, cold_degc, warm_degc);
  if (!growth.unknown.empty()) {
    out.push_back(undecided(std::move(subject), growth.unknown));
    return;
  }
  const double grown_m3 = volume_m3 * growth.share;
  subject.arithmetic = fmt::format("{} of {} x ({:.5g} kg/m3 at {} / {:.5g} kg/m3 at {} - 1) = {}; vessels take {}",
                                   litres(volume_m3), coolant.id, growth.dense_kg_per_m3, degc(growth.dense_degc),
                                   growth.thin_kg_per_m3, degc(warm_degc), litres(grown_m3), litres(vessel.low));
  Check held = at_most(subject, grown_m3, vessel.low);
  if (held.status == Status::pass && warmer_degc > warm_degc) {
    const Growth most = growth_of(coolant, cold_degc, warmer_degc);
    if (!most.unknown.empty()) {
      held = undecided(std::move(subject), most.unknown);
    } else {
      held.arithmetic += fmt::format("; up to {} at {}, while two-way valves throttle", litres(volume_m3 * most.share),
                                     degc(warmer_degc));
      held = with_error(std::move(held), std::max(0.0, volume_m3 * most.share - grown_m3));
    }
  }
  out.push_back(std::move(held));
}

}  // namespace

void check_expansion(const Site& site, const CduGroup& group, const Racks& racks, std::vector<Check>& out) {
  if (!group.expansion_m3 || racks.empty()) return;
  const Value& vessel = *group.expansion_m3;
  CheckSubject subject{Rule::liquid_expansion, group.id, "normal", Dimension::volume, source_of(vessel), {}, vessel.at};
  std::string unknown;
  const std::optional<double> back_degc = warmest_return(site, group, racks, unknown);
  if (unknown.empty() && !group.coolant_m3) unknown = fmt::format("no coolant_volume known for {}", group.id);
  if (!unknown.empty() || !back_degc) {
    out.push_back(undecided(std::move(subject), unknown));
    return;
  }
  // All of it as warm as what comes back: on the safe side.
  hold_growth(std::move(subject), site.catalogue.coolants[static_cast<std::size_t>(group.coolant.index)],
              group.coolant_m3->high, coldest_degc(site, group.supply_degc, group.fill_degc), *back_degc, *back_degc,
              vessel, out);
}

void check_loop_expansion(const Site& site, int number, double loop_heat_w, const std::string& unknown_heat,
                          const LoopFlow& flow, const ThrottledFlow& throttled, std::vector<Check>& out) {
  const FacilityLoop& loop = site.loops[static_cast<std::size_t>(number)];
  if (!loop.expansion_m3) return;
  const Value& vessel = *loop.expansion_m3;
  CheckSubject subject{Rule::liquid_expansion, loop.id, "normal", Dimension::volume, source_of(vessel), {}, vessel.at};
  const Product<CoolantType>& coolant = site.catalogue.coolants[static_cast<std::size_t>(loop.coolant.index)];
  std::string unknown = unknown_heat;
  if (!loop.water_m3) unknown = fmt::format("no water_volume known for {}", loop.id);
  std::optional<double> back_degc;
  if (unknown.empty()) unknown = flow.unknown.empty() ? throttled.unknown : flow.unknown;
  if (unknown.empty()) {
    back_degc = return_degc(coolant.body, loop.supply_degc.high, loop_heat_w, flow.m3_per_s);
    if (!back_degc) unknown = fmt::format("properties known of {} only", reach_text(coolant));
  }
  if (!unknown.empty() || !back_degc) {
    out.push_back(undecided(std::move(subject), unknown));
    return;
  }
  double volume_m3 = loop.water_m3->high;
  for (const CoilBank& bank : coil_banks(site, number)) {
    if (bank.water.volume_m3) volume_m3 += static_cast<double>(bank.count) * bank.water.volume_m3->high;
  }
  // While it stands it takes on the temperature of what is around it.
  const double stands_degc = std::max(site.basis.outdoor_degc.high, site.basis.room_air_degc.high);
  const std::optional<double> throttled_degc =
      return_degc(coolant.body, loop.supply_degc.high, loop_heat_w, throttled.least_m3_per_s);
  if (!throttled_degc) {
    out.push_back(undecided(std::move(subject), "two-way valves of its coils may shut off all its water"));
    return;
  }
  const double warm_degc = std::max(*back_degc, stands_degc);
  hold_growth(std::move(subject), coolant, volume_m3, coldest_degc(site, loop.supply_degc, loop.fill_degc), warm_degc,
              std::max(warm_degc, *throttled_degc), vessel, out);
}

}  // namespace hallplan::hydraulics
