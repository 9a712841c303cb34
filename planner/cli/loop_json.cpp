// Solved loops as JSON.
#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <string>

#include "planner/cli/commands.hpp"
#include "planner/cli/loop.hpp"

namespace hallplan::cli {
namespace {

constexpr double kLitreAMinute_m3_per_s = 1e-3 / 60, kKilo = 1e3;

std::string number(double value) { return std::isfinite(value) ? fmt::format("{:.10g}", value) : "null"; }

template <class Items, class Write>
std::string list(const Items& items, const Write& write) {
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i) out += (i == 0 ? "\n    " : ",\n    ") + write(i);
  return "[" + out + (out.empty() ? "]" : "\n   ]");
}

std::string cdus_json(const Site& site, const GroupLoop& loop) {
  const CduGroup& group = site.cdu_groups[static_cast<std::size_t>(loop.group)];
  return list(loop.state.units, [&](std::size_t i) {
    const hydraulics::UnitState& unit = loop.state.units[i];
    const auto known = [&](double value) {
      return loop.state.unknown_heat.empty() && unit.runs ? number(value) : "null";
    };
    return fmt::format(
        R"({{"id": {}, "flow_lpm": {}, "head_kpa": {}, "heat_kw": {}, "return_degc": {}, "supply_degc": {}, )"
        R"("approach_k": {}}})",
        json_string(group.units[i].id), number(unit.flow_m3_per_s / kLitreAMinute_m3_per_s),
        number(unit.head_pa / kKilo), known(unit.heat_w / kKilo), known(unit.return_degc), known(unit.supply_degc),
        known(unit.approach_k));
  });
}

std::string racks_json(const Site& site, const Plan& plan, const GroupLoop& loop) {
  const std::vector<std::size_t> order = by_share(loop);
  return list(order, [&](std::size_t i) {
    const hydraulics::PipedRack& rack = loop.made.racks[order[i]];
    const hydraulics::RackState& state = loop.state.racks[order[i]];
    const Placement& placed = plan.racks[rack.rack];
    const double flow = loop.found.flow_m3_per_s[rack.link];
    const network::Link& header = loop.made.network.links[rack.header];
    return fmt::format(
        R"({{"id": {}, "row": {}, "place": {}, "asked_lpm": {}, "flow_lpm": {}, "share": {}, "header_m": {}, )"
        R"("header_velocity_m_s": {}, "supply_degc": {}, "return_degc": {}, "return_margin_k": {}}})",
        json_string(placed.id),
        placed.row < 0 ? "null" : json_string(site.rows[static_cast<std::size_t>(placed.row)].id), order[i],
        number(rack.asked_m3_per_s / kLitreAMinute_m3_per_s), number(flow / kLitreAMinute_m3_per_s),
        number(flow / rack.asked_m3_per_s), number(rack.header_m),
        number(network::velocity_m_per_s(header.law, loop.found.flow_m3_per_s[rack.header]).value_or(0)),
        number(state.supply_degc.value_or(std::nan(""))), number(state.return_degc.value_or(std::nan(""))),
        number(state.return_margin_k.value_or(std::nan(""))));
  });
}

std::string valves_json(const Plan& plan, const GroupLoop& loop) {
  if (!loop.balance.unknown.empty()) return "null";
  const std::vector<hydraulics::BranchValve>& valves = loop.balance.valves;
  return list(valves, [&](std::size_t i) {
    return fmt::format(R"({{"rack": {}, "reached": {}, "flow_lpm": {}, "kv_m3_per_h": {}, "valve_kpa": {}}})",
                       json_string(plan.racks[loop.made.racks[valves[i].rack].rack].id), valves[i].reached,
                       number(valves[i].flow_m3_per_s / kLitreAMinute_m3_per_s),
                       number(valves[i].kv_m3_per_h.value_or(std::nan(""))), number(valves[i].valve_pa / kKilo));
  });
}

/// Each rack's worst over the failures of its group.
std::string margins_json(const Plan& plan, const GroupLoop& loop) {
  const auto known = [](const std::optional<double>& value) { return number(value.value_or(std::nan(""))); };
  const auto plate = [](const std::optional<hydraulics::PlateRange>& range) {
    return range ? fmt::format("[{}, {}]", number(range->low_degc), number(range->high_degc)) : "null";
  };
  return list(loop.margins, [&](std::size_t i) {
    const hydraulics::RackMargin& margin = loop.margins[i];
    return fmt::format(
        R"({{"rack": {}, "asked_lpm": {}, "least_lpm": {}, "least_when": {}, "supply_degc": {}, "return_degc": {}, )"
        R"("supply_margin_k": {}, "return_margin_k": {}, "warmest_when": {}, "gpu_degc_assumed": {}, )"
        R"("gpu_degc_assumed_worst": {}}})",
        json_string(plan.racks[margin.rack].id), number(margin.asked_m3_per_s / kLitreAMinute_m3_per_s),
        number(margin.least_m3_per_s / kLitreAMinute_m3_per_s), json_string(margin.least_when),
        known(margin.supply_degc), known(margin.return_degc), known(margin.supply_margin_k),
        known(margin.return_margin_k), json_string(margin.warmest_when), plate(margin.plate_normal),
        plate(margin.plate_worst));
  });
}

std::string checks_json(const GroupLoop& loop) {
  return list(loop.checks, [&](std::size_t i) {
    const Check& check = loop.checks[i];
    return fmt::format(R"({{"rule": {}, "scenario": {}, "status": "{}", "arithmetic": {}}})",
                       json_string(rule_id(check.rule)), json_string(check.scenario), to_string(check.status),
                       json_string(check.arithmetic));
  });
}

std::string group_json(const Site& site, const Plan& plan, const GroupLoop& loop) {
  const CduGroup& group = site.cdu_groups[static_cast<std::size_t>(loop.group)];
  std::string out =
      fmt::format(" {{\"id\": {}, \"status\": \"{}\", \"unknown\": {},\n   \"checks\": {}", json_string(group.id),
                  to_string(loop.status), loop.unknown.empty() ? "null" : json_string(loop.unknown), checks_json(loop));
  if (!loop.unknown.empty()) return out + "}";
  const Fastest fastest = fastest_header(loop);
  out += fmt::format(",\n   \"fastest_header\": {{\"id\": {}, \"velocity_m_s\": {}}}",
                     json_string(loop.made.network.links[fastest.link].id), number(fastest.m_per_s));
  out += fmt::format(",\n   \"pump_speed\": {},\n   \"coolant_degc\": {}", number(loop.state.speed),
                     number(loop.state.coolant_degc));
  out += fmt::format(",\n   \"cdus\": {},\n   \"racks\": {},\n   \"valves\": {},\n   \"margins\": {},\n   {}}}",
                     cdus_json(site, loop), racks_json(site, plan, loop), valves_json(plan, loop),
                     margins_json(plan, loop), network_json(loop.made.network, loop.found, loop.state.node_degc));
  return out;
}

}  // namespace

std::string network_json(const network::Network& network, const network::Solution& found,
                         const std::vector<double>& node_degc) {
  const std::string links = list(network.links, [&](std::size_t i) {
    const double flow = found.flow_m3_per_s[i];
    return fmt::format(R"({{"id": {}, "flow_lpm": {}, "velocity_m_s": {}, "dp_kpa": {}}})",
                       json_string(network.links[i].id), number(flow / kLitreAMinute_m3_per_s),
                       number(network::velocity_m_per_s(network.links[i].law, flow).value_or(std::nan(""))),
                       number(drop_pa(network, found, i) / kKilo));
  });
  const std::string nodes = list(network.nodes, [&](std::size_t i) {
    return fmt::format(R"({{"id": {}, "head_m": {}, "pressure_kpa": {}, "temperature_degc": {}}})",
                       json_string(network.nodes[i].id), number(head_m(network, found, i)),
                       number(found.pressure_pa[i] / kKilo), number(node_degc.empty() ? std::nan("") : node_degc[i]));
  });
  return fmt::format("\"links\": {},\n   \"nodes\": {}", links, nodes);
}

std::string loop_json(const Site& site, const Plan& plan, const std::vector<GroupLoop>& loops) {
  std::string groups;
  for (const GroupLoop& loop : loops) groups += (groups.empty() ? "\n" : ",\n") + group_json(site, plan, loop);
  return fmt::format("{{\"schema\": 1,\n \"site\": {},\n \"groups\": [{}\n ]}}\n", json_string(site.name), groups);
}

}  // namespace hallplan::cli
