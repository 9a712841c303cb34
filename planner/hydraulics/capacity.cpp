// The liquid limits as rows for the search and its bound. Each must equal its check on any placement, or, for mixed racks on
// dedicated headers, be stricter.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

#include "planner/hydraulics/cdu.hpp"
#include "planner/hydraulics/coils.hpp"
#include "planner/hydraulics/cooling_loss.hpp"
#include "planner/hydraulics/door_lost.hpp"
#include "planner/hydraulics/facility_water.hpp"
#include "planner/hydraulics/heat_share.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/hydraulics/loads.hpp"
#include "planner/hydraulics/rejection.hpp"
#include "planner/hydraulics/water_ends.hpp"
#include "planner/site/cords.hpp"

namespace hallplan::hydraulics {
namespace {

using capacity::Choice;
using capacity::Part;
using capacity::Row;
using capacity::Term;

/// Heat on one loop as it adds up.
struct LoopHeat {
  double base_w = 0;
  std::vector<double> choice_w;
};

const RackType& rack_of(const Site& site, const Choice& choice) {
  return site.catalogue.racks[static_cast<std::size_t>(choice.type)].body;
}

/// Appends a row with one amount a choice.
void add(Part& part, Row row, const std::vector<double>& amounts) {
  const int index = static_cast<int>(part.rows.size());
  part.rows.push_back(std::move(row));
  for (std::size_t c = 0; c < amounts.size(); ++c) {
    if (amounts[c] != 0) part.terms[c].push_back({index, amounts[c]});
  }
}

/// True where all racks that take something take the same.
bool all_alike(const std::vector<double>& amounts) {
  double first = 0;
  for (const double amount : amounts) {
    if (amount <= 0) continue;
    if (first > 0 && amount != first) return false;
    first = amount;
  }
  return true;
}

/// Counts every rack that takes something as the largest of them, and says what that takes.
double each_as_largest(std::vector<double>& amounts) {
  const double largest = amounts.empty() ? 0 : *std::max_element(amounts.begin(), amounts.end());
  for (double& amount : amounts) amount = amount > 0 ? largest : 0;
  return largest;
}

/// Heat of the racks, each as the largest, that units carry which have racks of their own: in equal numbers, the first units one more. Taken so
/// that it holds with the site's margin off each unit's capacity, which comes off the row's limit too.
double carried_w(const Site& site, const CduGroup& group, const std::vector<UnitWater>& units, double largest_w) {
  constexpr double kRounding = 1e-9;
  const MaybeValue& margin = site.policy.margins.liquid;
  const double kept = margin ? 1 - margin->high : 1;
  const auto count = static_cast<double>(units.size());
  const bool in_rack = cdu_of(site, group).body.in_rack;
  double racks = in_rack ? count : std::numeric_limits<double>::infinity();
  double all_w = 0;
  for (std::size_t u = 0; u < units.size(); ++u) {
    all_w += units[u].capacity_w - units[u].own_w;
    if (largest_w <= 0) continue;
    const double for_racks_w = kept * units[u].capacity_w - units[u].own_w;
    const double whole = std::max(0.0, std::floor(for_racks_w / largest_w * (1 + kRounding)));
    racks = std::min(racks, whole * count + static_cast<double>(u));
  }
  return largest_w > 0 && kept > 0 ? racks * largest_w / kept : all_w;
}

/// What racks of each choice put into a group's coolant and ask of its flow.
struct GroupLoad {
  std::vector<double> heat_w, flow_m3_per_s;
  double least_j_per_m3 = 0, most_j_per_m3 = 0;  ///< heat over flow, where both are known
  bool flow_known = true;  ///< else the group's is undecided, however much of it is known: its rows prove nothing

  GroupLoad(const Site& site, const std::vector<Choice>& choices, int g)
      : heat_w(choices.size(), 0.0), flow_m3_per_s(choices.size(), 0.0) {
    const CduGroup& group = site.cdu_groups[static_cast<std::size_t>(g)];
    for (std::size_t c = 0; c < choices.size(); ++c) {
      if (choices[c].cdu_group != g) continue;
      heat_w[c] = rack_heat_w(site, rack_of(site, choices[c]));
      const auto demand = rack_demand(site, rack_of(site, choices[c]), group.supply_degc.high, &group);
      flow_m3_per_s[c] = demand ? demand->flow_m3_per_s : 0.0;
      flow_known = flow_known && (demand || !rack_of(site, choices[c]).liquid);
      if (heat_w[c] <= 0 || flow_m3_per_s[c] <= 0) continue;
      const double j_per_m3 = heat_w[c] / flow_m3_per_s[c];
      least_j_per_m3 = most_j_per_m3 > 0 ? std::min(least_j_per_m3, j_per_m3) : j_per_m3;
      most_j_per_m3 = std::max(most_j_per_m3, j_per_m3);
    }
  }
};

/// A limit by heat where what units carry hangs on their coolant flow: where racks or units are not alike one row steers, and one that is no
/// stricter than any check proves.
void add_heat(Part& part, const Row& steers, const Row& proves, const std::vector<double>& amounts) {
  constexpr double kRounding = 1e-9;
  const bool alike = std::fabs(steers.limit - proves.limit) <= kRounding * std::fabs(proves.limit) &&
                     std::fabs(steers.base - proves.base) <= kRounding * std::fabs(proves.base);
  add(part, steers, amounts);
  if (alike) return;
  part.rows.back().proves = false;
  if (!proves.proves) return;
  add(part, proves, amounts);
  part.rows.back().scenario += ", at most";
}

void add_water(const Site& site, const CduGroup& group, const GroupLoad& load, const ShareBounds& shares, Part& part) {
  const std::vector<WaterCase> steering = water_cases(site, group, shares.steers);
  const std::vector<WaterCase> proving = water_cases(site, group, shares.proves);
  for (std::size_t i = 0; i < steering.size(); ++i) {
    const auto row_of = [&](const WaterCase& one) {
      return Row{Rule::liquid_fws_delivery, group.id,       one.scenario, "facility pumps or pipes",
                 Dimension::power,          one.capacity_w, one.own_w,    one.unknown.empty()};
    };
    const WaterCase& one = steering[i];
    if (one.units.empty()) {
      add_heat(part, row_of(one), row_of(proving[i]), load.heat_w);
      continue;
    }
    std::vector<double> as_largest = load.heat_w;
    Row row = row_of(one);
    row.proves = row.proves && all_alike(load.heat_w) && all_alike(load.flow_m3_per_s);
    row.limit = carried_w(site, group, one.units, each_as_largest(as_largest));
    row.base = 0;
    add(part, std::move(row), as_largest);
  }
}

/// Whole racks are counted by the largest that the site may place on the group, where its check takes the largest placed: so a row
/// equals its check where racks are alike and is stricter where they are mixed; then it steers the search and proves nothing, and the
/// sum over all units is what bounds.
void add_dedicated(const Site& site, const CduGroup& group, const GroupLoad& load, const ShareBounds& shares,
                   Part& part) {
  const CduType& cdu = cdu_of(site, group).body;
  const int units = static_cast<int>(group.units.size());
  std::vector<double> heat = load.heat_w, flow = load.flow_m3_per_s;
  const CduHeat unit = unit_heat(site, group, {}, {}, shares.steers);
  const CduHeat most = unit_heat(site, group, {}, {}, shares.proves);
  add(part,
      {Rule::liquid_cdu_heat, group.id, "all units", "a CDU", Dimension::power, units * most.capacity_w,
       own_power_w(site, group), most.unknown.empty() && cdu.power_w.has_value()},
      heat);
  add(part,
      {Rule::liquid_cdu_flow, group.id, "all units", "a CDU", Dimension::flow, units * cdu.flow_m3_per_s.low, 0,
       load.flow_known},
      flow);
  const bool alike = all_alike(heat) && all_alike(flow);
  const double most_w = each_as_largest(heat);
  const double most_flow = each_as_largest(flow);
  add(part,
      {Rule::liquid_cdu_heat, group.id, "normal", "a CDU", Dimension::power,
       whole_racks(site, group, 0, most_w, unit.capacity_w - unit_power_w(cdu)).limit, 0,
       alike && unit.capacity_w == most.capacity_w && unit.unknown.empty() && cdu.power_w.has_value()},
      heat);
  add(part,
      {Rule::liquid_cdu_flow, group.id, "normal", "a CDU", Dimension::flow,
       whole_racks(site, group, 0, most_flow, cdu.flow_m3_per_s.low).limit, 0, alike && load.flow_known},
      flow);
}

void add_group(const Site& site, const std::vector<Choice>& choices, int g, Part& part) {
  const CduGroup& group = site.cdu_groups[static_cast<std::size_t>(g)];
  const GroupLoad load(site, choices, g);
  const ShareBounds shares = share_bounds(site, group, load.least_j_per_m3, load.most_j_per_m3);
  add_water(site, group, load, shares, part);
  if (is_dedicated(site, group)) return add_dedicated(site, group, load, shares, part);
  const int units = static_cast<int>(group.units.size());
  for (const PlantLoss& loss : losses_of(site, group)) {
    const auto row_of = [&](const GroupHeat& carried) {
      return Row{Rule::liquid_cdu_heat, group.id,           loss.scenario, "a CDU",
                 Dimension::power,      carried.capacity_w, carried.own_w, carried.unknown.empty()};
    };
    add_heat(part, row_of(group_heat(site, group, loss, shares.steers)),
             row_of(group_heat(site, group, loss, shares.proves)), load.heat_w);
    add(part,
        {Rule::liquid_cdu_flow, group.id, loss.scenario, "a CDU", Dimension::flow,
         left(units, loss) * cdu_of(site, group).body.flow_m3_per_s.low, 0, load.flow_known},
        load.flow_m3_per_s);
  }
}

/// Adds the heat of the air zones on a loop, or of one of them: their rows of `air.heat` in normal running.
void add_zones(const Site& site, int loop, const Part& air, LoopHeat& heat, std::string_view only = {}) {
  for (std::size_t r = 0; r < air.rows.size(); ++r) {
    const Row& row = air.rows[r];
    if (row.rule != Rule::air_heat || row.scenario != "normal" || (!only.empty() && row.element != only)) continue;
    const auto zone = std::find_if(site.air_zones.begin(), site.air_zones.end(),
                                   [&](const AirZone& candidate) { return candidate.id == row.element; });
    if (zone == site.air_zones.end() || zone->loop.index != loop) continue;
    heat.base_w += row.base;
    for (std::size_t c = 0; c < std::min(air.terms.size(), heat.choice_w.size()); ++c) {
      for (const Term& term : air.terms[c]) {
        if (term.row == static_cast<int>(r)) heat.choice_w[c] += term.amount;
      }
    }
  }
}

LoopHeat heat_of(const Site& site, const std::vector<Choice>& choices, int loop, const Part& air,
                 const std::vector<double>& door_heat_w) {
  LoopHeat heat{pump_power_w(site.loops[static_cast<std::size_t>(loop)]), std::vector<double>(choices.size(), 0.0)};
  for (const CduGroup& group : site.cdu_groups) {
    if (group.loop.index == loop) heat.base_w += own_power_w(site, group);
  }
  for (std::size_t c = 0; c < choices.size(); ++c) {
    if (choices[c].cdu_group < 0) continue;
    const CduGroup& group = site.cdu_groups[static_cast<std::size_t>(choices[c].cdu_group)];
    if (group.loop.index == loop) heat.choice_w[c] = rack_heat_w(site, rack_of(site, choices[c]));
  }
  for (std::size_t c = 0; c < std::min(choices.size(), door_heat_w.size()); ++c) {
    const RearDoors* doors = doors_of(site, choices[c].row, choices[c].type);
    if (doors != nullptr && doors->loop.index == loop) heat.choice_w[c] += door_heat_w[c];
  }
  add_zones(site, loop, air, heat);
  return heat;
}

/// Where a loss may stop nothing, nothing may hang: one a rack, and the zones of a loop to begin with.
void add_supplied(const Site& site, const std::vector<Choice>& choices, Part& part) {
  const auto group_of = [&](const Choice& choice) -> const CduGroup& {
    return site.cdu_groups[static_cast<std::size_t>(choice.cdu_group)];
  };
  const auto ones = [&](const auto& hangs) {
    std::vector<double> amounts(choices.size(), 0.0);
    for (std::size_t c = 0; c < choices.size(); ++c) amounts[c] = hangs(choices[c]) ? 1 : 0;
    return amounts;
  };
  for (std::size_t g = 0; g < site.cdu_groups.size(); ++g) {
    const CduGroup& group = site.cdu_groups[g];
    if (!is_dedicated(site, group)) continue;
    const std::vector<double> on_group =
        ones([&](const Choice& choice) { return choice.cdu_group == static_cast<int>(g); });
    if (group.spare > 0) {
      add(part, {Rule::liquid_supplied, group.id, std::string(kUnitLost), "shared headers", Dimension::count, 0, 0},
          on_group);
    }
    // Which racks hang on which of its units is not known before they stand: all count with each loss, and none may.
    const std::vector<int> own = own_feeds(group);
    const bool all_single = std::find(own.begin(), own.end(), -1) == own.end();
    for (const CordLoss& loss : cord_losses(site, group)) {
      add(part, {Rule::liquid_supplied, group.id, loss.scenario, "a second cord", Dimension::count, 0, 0, all_single},
          on_group);
    }
  }
  for (std::size_t l = 0; l < site.loops.size(); ++l) {
    if (!site.loops[l].survive_loss) continue;
    const auto zones = std::count_if(site.air_zones.begin(), site.air_zones.end(), [&](const AirZone& zone) {
      return zone.loop.index == static_cast<int>(l) && !zone.units.empty();
    });
    add(part,
        {Rule::liquid_supplied, site.loops[l].id, std::string(kLoopLost), "a second loop", Dimension::count, 0,
         static_cast<double>(zones)},
        ones([&](const Choice& choice) {
          const RearDoors* doors = doors_of(site, choice.row, choice.type);
          const bool has_door = doors != nullptr && doors->loop.index == static_cast<int>(l);
          return has_door || (choice.cdu_group >= 0 && group_of(choice).loop.index == static_cast<int>(l));
        }));
  }
}

/// What comes back at most, where what the water carries is known.
void add_return(const Site& site, const FacilityLoop& loop, const LoopFlow& flow, const LoopHeat& heat, bool proves,
                Part& part) {
  const CoolantType& coolant = site.catalogue.coolants[static_cast<std::size_t>(loop.coolant.index)].body;
  const double supply_degc = loop.supply_degc.high;
  const std::optional<CoolantState> state = coolant_at(coolant, supply_degc);
  if (!state || !flow.unknown.empty() || flow.m3_per_s <= 0) return;
  const double w_per_k = state->density_kg_per_m3 * state->specific_heat_j_per_kg_k * flow.m3_per_s;
  std::vector<double> rise(heat.choice_w);
  for (double& amount : rise) amount /= w_per_k;
  add(part,
      {Rule::liquid_fws_return, loop.id, flow.scenario, "facility-water flow", Dimension::temperature,
       loop.return_limit_degc.low, supply_degc + heat.base_w / w_per_k, proves},
      rise);
}

void add_rejection(const Site& site, const FacilityLoop& loop, const PlantLoss& loss, const LoopHeat& heat, bool proves,
                   Part& part, const std::optional<LoopFlow>& flow = {}) {
  const int running = left(loop.rejection.units, loss);
  const RejectionCapacity unit = rejection_capacity(site, loop, running, flow);
  add(part,
      {Rule::liquid_rejection, loop.id, loss.scenario, "a heat-rejection unit", Dimension::power,
       running * unit.capacity_w, heat.base_w, proves && unit.unknown.empty()},
      heat.choice_w);
}

/// What coils surely take with the water that they get. More is undecided, not too much: these rows steer the search and prove nothing.
void add_coils(const Site& site, std::size_t choices, int l, const Part& air, Part& part) {
  const std::vector<CoilBank> banks = coil_banks(site, l);
  for (std::size_t b = 0; b < banks.size(); ++b) {
    if (banks[b].doors || !banks[b].unknown_flow().empty()) continue;
    LoopHeat heat{0, std::vector<double>(choices, 0.0)};
    add_zones(site, l, air, heat, banks[b].id);
    for (const CoilCase& one : coil_cases(site, l, b)) {
      if (!one.is_held || !one.unknown.empty()) continue;
      add(part,
          {Rule::liquid_fws_delivery, banks[b].id, one.scenario, "facility pumps or pipes", Dimension::power,
           one.capacity_w, heat.base_w, false},
          heat.choice_w);
    }
  }
}

void add_loop(const Site& site, const std::vector<Choice>& choices, int l, const Part& air,
              const std::vector<double>& door_heat_w, Part& part) {
  const FacilityLoop& loop = site.loops[static_cast<std::size_t>(l)];
  const LoopHeat heat = heat_of(site, choices, l, air, door_heat_w);
  for (const LoopFlow& flow : loop_flows(site, l)) {
    add_return(site, loop, flow, heat, true, part);
    if (flow.scenario == "normal" || !hangs_on_flow(site, loop)) continue;
    add_rejection(site, loop, {0, flow.scenario, {}, {}}, heat, true, part, flow);
  }
  for (const PlantLoss& loss : losses_of(site, loop)) add_rejection(site, loop, loss, heat, true, part);
  add_coils(site, choices.size(), l, air, part);
}

Part rows_as_stated(const Site& site, const std::vector<Choice>& choices, const Part& air,
                    const std::vector<double>& door_heat_w) {
  Part part;
  part.terms.resize(choices.size());
  for (std::size_t g = 0; g < site.cdu_groups.size(); ++g) {
    add_group(site, choices, static_cast<int>(g), part);
  }
  for (std::size_t l = 0; l < site.loops.size(); ++l)
    add_loop(site, choices, static_cast<int>(l), air, door_heat_w, part);
  add_supplied(site, choices, part);
  return part;
}

}  // namespace

Part capacity_rows(const Site& site, const std::vector<Choice>& choices, const Part& air,
                   const std::vector<double>& door_heat_w) {
  const WaterEnds ends = water_ends(site);
  if (ends.ends.empty()) return rows_as_stated(site, choices, air, door_heat_w);
  std::vector<Part> at_each;
  for (const WaterEnd& end : ends.ends) at_each.push_back(rows_as_stated(end.site, choices, air, door_heat_w));
  return over_ends(at_each);
}

Part door_lost_rows(const Site& site, const std::vector<Choice>& choices, const Part& air,
                    const std::vector<double>& door_heat_w, const DoorLost& worst) {
  Part part;
  part.terms.resize(choices.size());
  for (std::size_t l = 0; l < site.loops.size(); ++l) {
    const double door_w = lost_door_w(site, static_cast<int>(l), worst);
    if (door_w <= 0) continue;
    LoopHeat heat = heat_of(site, choices, static_cast<int>(l), air, door_heat_w);
    heat.base_w += door_w;
    LoopFlow flow = loop_flow(site, static_cast<int>(l));
    flow.scenario = worst.scenario;
    add_return(site, site.loops[l], flow, heat, false, part);
    add_rejection(site, site.loops[l], {0, worst.scenario, {}, {}}, heat, false, part);
  }
  return part;
}

}  // namespace hallplan::hydraulics
