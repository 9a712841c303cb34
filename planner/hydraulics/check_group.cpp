// Checks of CDU groups and of the racks on them.
#include <fmt/format.h>

#include <cmath>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/hydraulics/cdu.hpp"
#include "planner/hydraulics/checks.hpp"
#include "planner/hydraulics/cooling_loss.hpp"
#include "planner/hydraulics/facility_water.hpp"
#include "planner/hydraulics/interpolate.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/hydraulics/loads.hpp"
#include "planner/hydraulics/pump.hpp"

namespace hallplan::hydraulics {
namespace {

const Product<RackType>& rack_of(const Site& site, int type) {
  return site.catalogue.racks[static_cast<std::size_t>(type)];
}

/// "4 x gb300 x 135 kW x 90 % = 486 kW"
std::string heat_text(const Site& site, const Racks& racks) {
  std::vector<std::string> terms;
  for (const auto& [type, count] : racks) {
    const Product<RackType>& rack = rack_of(site, type);
    terms.push_back(fmt::format("{} x {} x {} x {:.4g} %", count, rack.id, kw(sustained_w(site, rack.body).high),
                                rack.body.liquid->share.high * 100));
  }
  return fmt::format("{} = {}", terms.empty() ? "no racks" : join(terms, " + "), kw(heat_w(site, racks)));
}

void check_heat(const Site& site, const CduGroup& group, const Racks& racks, const Shares& shares,
                std::vector<Check>& out) {
  const Product<CduType>& cdu = cdu_of(site, group);
  for (const PlantLoss& loss : losses_of(site, group)) {
    const GroupHeat units = group_heat(site, group, loss, shares);
    CheckSubject subject{Rule::liquid_cdu_heat,     group.id, loss.scenario,         Dimension::power,
                         capacity_source(cdu.body), {},       cdu.body.capacity_w.at};
    subject.arithmetic = fmt::format("{}{}; own power {} x {} = {}; {}", loss.words, heat_text(site, racks),
                                     units.running, kw(unit_power_w(cdu.body)), kw(units.own_w), units.arithmetic);
    Check held = at_most(subject, heat_w(site, racks) + units.own_w, units.capacity_w);
    // Less approach carries no more heat, so what is too much for the bound fails.
    if (!units.unknown.empty() && held.status != Status::fail) held = undecided(std::move(subject), units.unknown);
    out.push_back(std::move(held));
  }
}

/// Where a group's racks are alike and more of them fit by heat than by flow: how many of each. Sizing by kW alone does not see that.
std::string by_heat_and_flow(const Site& site, const CduGroup& group, const Racks& racks, double heat_w, double flow) {
  if (racks.size() != 1 || heat_w <= 0) return {};
  const RackType& rack = rack_of(site, racks.begin()->first).body;
  const std::optional<RackDemand> demand = rack_demand(site, rack, group.supply_degc.high, &group);
  if (!demand || demand->heat_w <= 0 || demand->flow_m3_per_s <= 0) return {};
  constexpr double kRounding = 1e-9;
  const double by_heat = std::floor(heat_w / demand->heat_w * (1 + kRounding));
  const double by_flow = std::floor(flow / demand->flow_m3_per_s * (1 + kRounding));
  return by_heat > by_flow ? fmt::format("; by heat this group carries {:.0f} racks, by flow {:.0f}", by_heat, by_flow)
                           : "";
}

void check_flow(const Site& site, const CduGroup& group, const Racks& racks, const Shares& shares,
                std::vector<Check>& out) {
  const Product<CduType>& cdu = cdu_of(site, group);
  const int units = static_cast<int>(group.units.size());
  const GroupFlow flow = flow_of(site, group, racks);
  for (const PlantLoss& loss : losses_of(site, group)) {
    const double limit = left(units, loss) * cdu.body.flow_m3_per_s.low;
    CheckSubject subject{
        Rule::liquid_cdu_flow,    group.id, loss.scenario, Dimension::flow, source_of(cdu.body.flow_m3_per_s), {},
        cdu.body.flow_m3_per_s.at};
    if (!flow.unknown.empty()) {
      out.push_back(undecided(std::move(subject), flow.unknown));
      continue;
    }
    subject.arithmetic = fmt::format("{}{}; {} x {} {} at {:.4g} kPa external head = {}", loss.words, flow.arithmetic,
                                     left_text(units, loss), cdu.id, l_per_min(cdu.body.flow_m3_per_s.low),
                                     cdu.body.head_pa.low / 1e3, l_per_min(limit));
    Check held = at_most(std::move(subject), flow.m3_per_s, limit);
    if (held.status == Status::fail) {
      const GroupHeat heat = group_heat(site, group, loss, shares);
      if (heat.unknown.empty()) held.arithmetic += by_heat_and_flow(site, group, racks, heat.for_racks_w(), limit);
    }
    out.push_back(std::move(held));
  }
}

/// The highest pressure drop of a rack at its flow, and how it comes about.
struct HighestDrop {
  double pa = -1;
  std::string arithmetic;
  std::string unknown;
};

HighestDrop highest_drop(const Site& site, const CduGroup& group, const Racks& racks) {
  HighestDrop out;
  for (const auto& [type, count] : racks) {
    const Product<RackType>& rack = rack_of(site, type);
    const std::optional<RackDemand> demand = rack_demand(site, rack.body, group.supply_degc.high, &group);
    if (!demand || !demand->pressure_drop_pa) {
      out.unknown = fmt::format("no pressure drop known for {} at {} supply", rack.id, degc(group.supply_degc.high));
    } else if (*demand->pressure_drop_pa > out.pa) {
      out.pa = *demand->pressure_drop_pa;
      out.arithmetic =
          fmt::format("{} at {} and {}: {}", rack.id, degc(group.supply_degc.high), l_per_min(demand->flow_m3_per_s),
                      rack_demand_words(site, rack.body, group.supply_degc.high, &group).pressure_drop);
    }
  }
  return out;
}

/// The head against the racks' own pressure drop: pipes, valves and filters come on top of it. With a pump curve at the flow that
/// each unit left has to give, else at the rated flow.
void check_head(const Site& site, const CduGroup& group, const Racks& racks, std::vector<Check>& out) {
  if (racks.empty()) return;
  const Product<CduType>& cdu = cdu_of(site, group);
  const HighestDrop drop = highest_drop(site, group, racks);
  const bool by_curve = !cdu.body.pump_curve.empty() && !is_dedicated(site, group);
  const GroupFlow flow = flow_of(site, group, racks);
  const int units = static_cast<int>(group.units.size());
  for (const PlantLoss& loss : by_curve ? losses_of(site, group) : losses_of(FaultPolicy::single, 0)) {
    const Value& rated = cdu.body.head_pa;
    CheckSubject subject{Rule::liquid_cdu_head, group.id, loss.scenario, Dimension::pressure,
                         source_of(rated),      {},       rated.at};
    const int running = left(units, loss);
    if (by_curve && running == 0 && drop.pa > 0) {
      subject.arithmetic = fmt::format("{}{}; no unit of {} is left", loss.words, drop.arithmetic, group.id);
      out.push_back(at_least(std::move(subject), 0, drop.pa));
      continue;
    }
    const double each = by_curve ? flow.m3_per_s / std::max(1, running) : cdu.body.flow_m3_per_s.low;
    std::string unknown = drop.unknown;
    if (by_curve && !flow.unknown.empty()) unknown = flow.unknown;
    const std::optional<Head> head = unknown.empty() || !by_curve ? head_at(cdu.body, each) : std::nullopt;
    if (!head) {
      if (unknown.empty()) unknown = fmt::format("no head known for {} at {} a unit", cdu.id, l_per_min(each));
      out.push_back(undecided(std::move(subject), unknown));
      continue;
    }
    subject.source = source_of(*head->stated);
    subject.at = head->stated->at;
    if (drop.pa >= 0) {
      subject.arithmetic =
          fmt::format("{}{}; {} has {}{}; {}", loss.words, drop.arithmetic, cdu.id, head->arithmetic,
                      by_curve ? fmt::format(" ({} / {})", l_per_min(flow.m3_per_s), left_text(units, loss)) : "",
                      group.piping ? "pipes and valves: liquid.delivery" : "pipes and valves are not resolved");
    }
    Check held = at_least(subject, head->pa, drop.pa);
    if (!unknown.empty() && held.status != Status::fail) held = undecided(std::move(subject), unknown);
    out.push_back(std::move(held));
  }
}

void check_approach(const Site& site, const CduGroup& group, std::vector<Check>& out) {
  const Product<CduType>& cdu = cdu_of(site, group);
  const FacilityLoop& loop = site.loops[static_cast<std::size_t>(group.loop.index)];
  const double here_k = approach_k(site, group);
  const double least_k = least_approach_k(cdu.body);
  CheckSubject subject{
      Rule::liquid_approach, group.id, "normal", Dimension::temperature_difference, source_of(cdu.body.approach_k), {},
      cdu.body.approach_k.at};
  subject.arithmetic =
      fmt::format("TCS supply {} - {} supply {} = {:.4g} K; heat of {} known from {:.4g} K",
                  degc(group.supply_degc.low), loop.id, degc(loop.supply_degc.high), here_k, cdu.id, least_k);
  Check held = at_least(subject, here_k, least_k);
  if (held.status == Status::fail && here_k > 0) {
    held = undecided(std::move(subject), cdu_heat(cdu, here_k).unknown);
  } else if (held.status == Status::fail) {
    held.arithmetic += "; no heat flows to warmer water: lower the loop's supply or raise the group's";
  }
  out.push_back(std::move(held));
}

/// The supply against the range a CDU is specified for: the end it is closer to. One unknown end is undecided unless the
/// other is broken.
void check_cdu_supply(const Site& site, const CduGroup& group, std::vector<Check>& out) {
  const Product<CduType>& cdu = cdu_of(site, group);
  const MaybeValue& least = cdu.body.supply_least_degc;
  const MaybeValue& most = cdu.body.supply_most_degc;
  const Value& supply = group.supply_degc;
  const bool too_cold = least && supply.low < least->high;
  const bool too_warm = most && supply.high > most->low;
  CheckSubject subject{Rule::liquid_supply, group.id, "normal", Dimension::temperature, {}, {}, cdu.at};
  if ((!least || !most) && !too_cold && !too_warm) {
    const std::string_view missing = least ? "warmest supply" : most ? "coldest supply" : "supply range";
    out.push_back(undecided(std::move(subject), fmt::format("no {} known for {}", missing, cdu.id)));
    return;
  }
  const bool cold_end = too_cold || (!too_warm && supply.low - least->high < most->low - supply.high);
  const Value& limit = cold_end ? *least : *most;
  subject.source = source_of(limit);
  subject.at = limit.at;
  subject.arithmetic = fmt::format("TCS supply {}; {} is specified {} {}", degc(cold_end ? supply.low : supply.high),
                                   cdu.id, cold_end ? "from" : "up to", degc(cold_end ? limit.high : limit.low));
  out.push_back(cold_end ? at_least(std::move(subject), supply.low, limit.high)
                         : at_most(std::move(subject), supply.high, limit.low));
}

/// The supply against the reach of a rack's flow table. Beyond it nothing is known, so it is undecided, not wrong.
void check_rack_supply(const CduGroup& group, const Product<RackType>& rack, std::vector<Check>& out) {
  const std::vector<FlowPoint>& table = rack.body.liquid->table;
  const Value& supply = group.supply_degc;
  CheckSubject subject{
      Rule::liquid_supply, fmt::format("{}, {}", group.id, rack.id), "normal", Dimension::temperature, {}, {}, rack.at};
  if (table.empty()) {
    out.push_back(undecided(std::move(subject), fmt::format("no flow table known for {}", rack.id)));
    return;
  }
  const Value& coldest = table.front().supply_degc;
  const Value& warmest = table.back().supply_degc;
  const bool cold_end = supply.low - coldest.value < warmest.value - supply.high;
  const Value& limit = cold_end ? coldest : warmest;
  subject.source = source_of(limit);
  subject.at = limit.at;
  subject.arithmetic =
      fmt::format("TCS supply {}; flow table of {} reaches from {} to {}", degc(cold_end ? supply.low : supply.high),
                  rack.id, degc(coldest.value), degc(warmest.value));
  if (supply.low < coldest.value - kSameK || supply.high > warmest.value + kSameK) {
    out.push_back(undecided(std::move(subject), fmt::format("no flow known for {} at this supply", rack.id)));
    return;
  }
  out.push_back(cold_end ? at_least(std::move(subject), supply.low, limit.value)
                         : at_most(std::move(subject), supply.high, limit.value));
}

/// The rack's own flow limit. Without a stated one, the greatest flow of its maker's table is what it surely may be given;
/// more than that is undecided.
void check_rack_flow(const Site& site, const CduGroup& group, const Product<RackType>& rack,
                     const std::optional<RackDemand>& demand, std::vector<Check>& out) {
  const RackLiquid& liquid = *rack.body.liquid;
  CheckSubject subject{
      Rule::liquid_rack_flow, fmt::format("{}, {}", group.id, rack.id), "normal", Dimension::flow, {}, {}, rack.at};
  if (!demand) {
    out.push_back(undecided(std::move(subject),
                            fmt::format("no flow known for {} at {} supply", rack.id, degc(group.supply_degc.high))));
    return;
  }
  const Value* limit = liquid.most_flow_m3_per_s ? &*liquid.most_flow_m3_per_s : nullptr;
  if (limit == nullptr) {
    for (const FlowPoint& point : liquid.table) {
      if (limit == nullptr || point.flow_m3_per_s.low > limit->low) limit = &point.flow_m3_per_s;
    }
  }
  if (limit == nullptr) {
    out.push_back(undecided(std::move(subject), fmt::format("no most flow known for {}", rack.id)));
    return;
  }
  subject.source = source_of(*limit);
  subject.at = limit->at;
  subject.arithmetic =
      fmt::format("{}; {} {}", rack_demand_words(site, rack.body, group.supply_degc.high, &group).flow,
                  liquid.most_flow_m3_per_s ? "at most" : "its table goes up to", l_per_min(limit->low));
  Check held = at_most(subject, demand->flow_m3_per_s, limit->low);
  if (held.status == Status::fail && !liquid.most_flow_m3_per_s) {
    held = undecided(std::move(subject), fmt::format("no most flow known for {}", rack.id));
  }
  out.push_back(std::move(held));
}

void check_rack_return(const Site& site, const CduGroup& group, const Product<RackType>& rack,
                       const std::optional<RackDemand>& demand, std::vector<Check>& out) {
  const Product<CoolantType>& coolant = site.catalogue.coolants[static_cast<std::size_t>(group.coolant.index)];
  const MaybeValue& limit = rack.body.liquid->return_limit_degc;
  const double supply_degc = group.supply_degc.high;
  CheckSubject subject{
      Rule::liquid_return, fmt::format("{}, {}", group.id, rack.id), "normal", Dimension::temperature, {}, {}, rack.at};
  const std::optional<CoolantState> state = coolant_at(coolant.body, supply_degc);
  std::string unknown;
  if (!limit) {
    unknown = fmt::format("no return limit known for {}", rack.id);
  } else if (!demand) {
    unknown = fmt::format("no flow known for {} at {} supply", rack.id, degc(supply_degc));
  } else if (!state) {
    unknown = fmt::format("properties known of {} only, supply {}", reach_text(coolant), degc(supply_degc));
  }
  const std::optional<double> value =
      demand ? return_degc(coolant.body, supply_degc, demand->heat_w, demand->least_flow_m3_per_s) : std::nullopt;
  if (!unknown.empty() || !value) {
    out.push_back(undecided(std::move(subject), unknown.empty() ? "heat without flow" : unknown));
    return;
  }
  subject.source = source_of(*limit);
  subject.at = limit->at;
  subject.arithmetic = fmt::format("{} + {} / ({:.5g} kg/m3 x {:.5g} J/kgK x {}) = {}", degc(supply_degc),
                                   kw(demand->heat_w), state->density_kg_per_m3, state->specific_heat_j_per_kg_k,
                                   l_per_min(demand->least_flow_m3_per_s), degc(*value));
  out.push_back(at_most(std::move(subject), *value, limit->low));
}

}  // namespace

Check dew_point_check(const Site& site, const std::string& where, const Value& supply, double margin_k,
                      const std::string& mend) {
  const Value& dew_point = site.basis.dew_point_degc;
  const double limit_degc = dew_point.high + margin_k;
  CheckSubject subject{Rule::liquid_dew_point, where, "normal",    Dimension::temperature,
                       source_of(dew_point),   {},    dew_point.at};
  subject.arithmetic = fmt::format("supply {}; dew point {} + {:.4g} K = {}", degc(supply.low), degc(dew_point.high),
                                   margin_k, degc(limit_degc));
  Check held = at_least(std::move(subject), supply.low, limit_degc);
  if (held.status == Status::fail) held.arithmetic += "; " + mend;
  return held;
}

void check_group(const Site& site, const Plan& plan, int group_index, std::vector<Check>& out) {
  const CduGroup& group = site.cdu_groups[static_cast<std::size_t>(group_index)];
  const Racks racks = racks_on(site, plan, group_index);
  const Shares shares = piped_shares(site, plan, group_index);
  if (is_dedicated(site, group)) {
    check_dedicated(site, group, racks, shares, out);
  } else {
    check_heat(site, group, racks, shares, out);
    check_flow(site, group, racks, shares, out);
  }
  check_head(site, group, racks, out);
  check_pressure(site, group, racks, out);
  check_suction(site, plan, group_index, racks, out);
  check_expansion(site, group, racks, out);
  check_primary(site, group, out);
  check_water(site, plan, group_index, shares, out);
  check_delivery(site, plan, group_index, out);
  check_approach(site, group, out);
  check_cdu_supply(site, group, out);
  out.push_back(dew_point_check(site, group.id, group.supply_degc, site.basis.dew_point_margin_k.high,
                                "water would form inside racks: supply it warmer or dry the room"));
  for (const auto& [type, count] : racks) {
    const Product<RackType>& rack = rack_of(site, type);
    const std::optional<RackDemand> demand = rack_demand(site, rack.body, group.supply_degc.high, &group);
    check_rack_supply(group, rack, out);
    check_rack_flow(site, group, rack, demand, out);
    check_rack_return(site, group, rack, demand, out);
  }
}

}  // namespace hallplan::hydraulics
