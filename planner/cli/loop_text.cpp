// Solved loops as tables.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "planner/base/text.hpp"
#include "planner/cli/loop.hpp"
#include "planner/plan/field_text.hpp"

namespace hallplan::cli {
namespace {

constexpr double kLitreAMinute_m3_per_s = 1e-3 / 60, kKilo = 1e3;
constexpr std::size_t kWidest = 31;  ///< letters of an id in EPANET

/// What is below zero never reads as zero.
std::string or_dash(double value, int digits) {
  if (!std::isfinite(value)) return "-";
  std::string text = fmt::format("{:.{}f}", value, digits);
  const bool looks_zero = text.find_first_of("123456789") == std::string::npos;
  return value < 0 && looks_zero ? fmt::format("{:.1g}", value) : text;
}

std::string units_table(const Site& site, const GroupLoop& loop) {
  const CduGroup& group = site.cdu_groups[static_cast<std::size_t>(loop.group)];
  const bool warm = loop.state.unknown_heat.empty();
  std::string out = fmt::format("  {:<28} {:>12} {:>12}{}\n", "CDU", "flow L/min", "head kPa",
                                warm ? "   heat kW  return degC  supply degC" : "");
  for (std::size_t i = 0; i < loop.state.units.size(); ++i) {
    const hydraulics::UnitState& unit = loop.state.units[i];
    out += fmt::format("  {:<28} {:>12.1f} {:>12.1f}", printable(group.units[i].id),
                       unit.flow_m3_per_s / kLitreAMinute_m3_per_s, unit.head_pa / kKilo);
    if (warm && unit.runs) {
      out += fmt::format(" {:>9.1f} {:>12.2f} {:>12.2f}", unit.heat_w / kKilo, unit.return_degc, unit.supply_degc);
    }
    out += "\n";
  }
  if (!warm) out += fmt::format("  no temperatures: {}\n", printable(loop.state.unknown_heat));
  if (loop.state.speed != 1) out += fmt::format("  pumps at {:.1f} % of full speed\n", 100 * loop.state.speed);
  return out;
}

std::string racks_table(const Plan& plan, const GroupLoop& loop) {
  if (loop.made.racks.empty()) return "  no racks\n";
  const bool balanced = loop.balance.unknown.empty();
  std::string out = fmt::format("\n  {:<28} {:>11} {:>11} {:>8} {:>9} {:>11}{}\n", "rack", "asked L/min", "given L/min",
                                "share", "header m", "return degC", balanced ? "   valve Kv m3/h  valve kPa" : "");
  for (const std::size_t number : by_share(loop)) {
    const hydraulics::PipedRack& rack = loop.made.racks[number];
    const double flow = loop.found.flow_m3_per_s[rack.link];
    out += fmt::format("  {:<28} {:>11.1f} {:>11.1f} {:>6.1f} % {:>9.1f}", printable(plan.racks[rack.rack].id),
                       rack.asked_m3_per_s / kLitreAMinute_m3_per_s, flow / kLitreAMinute_m3_per_s,
                       rack.asked_m3_per_s > 0 ? 100 * flow / rack.asked_m3_per_s : 100, rack.header_m);
    out += fmt::format(" {:>11}", or_dash(loop.state.racks[number].return_degc.value_or(std::nan("")), 2));
    if (balanced) {
      const hydraulics::BranchValve& valve = loop.balance.valves[number];
      out += fmt::format(" {:>15} {:>10.1f}",
                         !valve.reached      ? "out of reach"
                         : valve.kv_m3_per_h ? fmt::format("{:.2f}", *valve.kv_m3_per_h)
                                             : "open",
                         valve.valve_pa / kKilo);
    }
    out += "\n";
  }
  return out;
}

/// Each rack's worst over the failures of its group; the racks in the order of the header.
std::string margins_table(const Plan& plan, const GroupLoop& loop) {
  if (loop.margins.empty()) return {};
  const auto any = [&](auto has) { return std::any_of(loop.margins.begin(), loop.margins.end(), has); };
  const bool plates = any([](const hydraulics::RackMargin& margin) { return margin.plate_worst.has_value(); });
  std::string out = fmt::format("\n  {:<28} {:>11} {:>11} {:>11} {:>9}{}  {}\n", "worst over failures", "least L/min",
                                "supply degC", "return degC", "margin K", plates ? "        GPU degC" : "", "when");
  for (const hydraulics::RackMargin& margin : loop.margins) {
    out += fmt::format("  {:<28} {:>11.1f} {:>11} {:>11} {:>9}", printable(plan.racks[margin.rack].id),
                       margin.least_m3_per_s / kLitreAMinute_m3_per_s,
                       or_dash(margin.supply_degc.value_or(std::nan("")), 2),
                       or_dash(margin.return_degc.value_or(std::nan("")), 2),
                       or_dash(margin.supply_margin_k.value_or(std::nan("")), 2));
    if (plates) {
      out += fmt::format(" {:>15}", margin.plate_worst ? fmt::format("{:.0f} to {:.0f}", margin.plate_worst->low_degc,
                                                                     margin.plate_worst->high_degc)
                                                       : "-");
    }
    const bool alike = margin.warmest_when.empty() || margin.warmest_when == margin.least_when;
    out += fmt::format("  {}{}\n", printable(margin.least_when),
                       alike ? "" : "; warmest: " + printable(margin.warmest_when));
  }
  if (plates) {
    out += fmt::format(
        "  GPU: for information alone, {:g} to {:g} K/W above its coolant is an assumption; makers publish no limit\n",
        hydraulics::kPlate_k_per_w_low, hydraulics::kPlate_k_per_w_high);
  }
  return out;
}

std::string remarks(const Site& site, const GroupLoop& loop) {
  const CduGroup& group = site.cdu_groups[static_cast<std::size_t>(loop.group)];
  std::string out;
  if (!loop.made.racks.empty()) {
    const Fastest fastest = fastest_header(loop);
    out = fmt::format("\n  fastest in headers: {:.2f} m/s, {}\n", fastest.m_per_s,
                      printable(loop.made.network.links[fastest.link].id));
  }
  if (!loop.made.racks.empty() && loop.balance.unknown.empty()) {
    const hydraulics::Balance& balance = loop.balance;
    out += fmt::format("  valves: what {} with all CDUs at full speed, so that no rack takes more than it asks for\n",
                       group.piping->flow_limited ? "the limiting ones throttle" : "balancing ones would throttle");
    if (balance.not_reached > 0) {
      out += fmt::format("  {} of {} racks are out of reach: wider pipes or more head, not valves, bring them there\n",
                         balance.not_reached, loop.made.racks.size());
    } else {
      out += fmt::format("  pumps may give {} less before a rack falls short\n", field::kpa(balance.least_valve_pa));
    }
  }
  for (const Check& check : loop.checks) {
    out += fmt::format("  {} {} ({}): {}\n", rule_id(check.rule), to_string(check.status), printable(check.scenario),
                       printable(check.arithmetic));
  }
  return out;
}

}  // namespace

std::string network_text(const network::Network& network, const network::Solution& found) {
  std::size_t wide = 20;
  for (const network::Link& link : network.links) wide = std::max(wide, std::min(kWidest, link.id.size()));
  for (const network::Node& node : network.nodes) wide = std::max(wide, std::min(kWidest, node.id.size()));
  std::string out =
      fmt::format("{:<{}} {:>12} {:>12} {:>12}\n", "link", wide, "flow L/min", "velocity m/s", "drop kPa");
  for (std::size_t i = 0; i < network.links.size(); ++i) {
    const double flow = found.flow_m3_per_s[i];
    out += fmt::format("{:<{}} {:>12.3f} {:>12} {:>12}\n", printable(network.links[i].id), wide,
                       flow / kLitreAMinute_m3_per_s,
                       or_dash(network::velocity_m_per_s(network.links[i].law, flow).value_or(std::nan("")), 3),
                       or_dash(drop_pa(network, found, i) / kKilo, 3));
  }
  out += fmt::format("\n{:<{}} {:>12} {:>12}\n", "node", wide, "head m", "pressure kPa");
  for (std::size_t i = 0; i < network.nodes.size(); ++i) {
    out += fmt::format("{:<{}} {:>12} {:>12}\n", printable(network.nodes[i].id), wide,
                       or_dash(head_m(network, found, i), 3), or_dash(found.pressure_pa[i] / kKilo, 3));
  }
  return out;
}

std::string loop_text(const Site& site, const Plan& plan, const std::vector<GroupLoop>& loops) {
  std::string out;
  for (const GroupLoop& loop : loops) {
    const CduGroup& group = site.cdu_groups[static_cast<std::size_t>(loop.group)];
    if (!out.empty()) out += "\n";
    out += fmt::format("{}: {}\n", printable(group.id), to_string(loop.status));
    if (!loop.unknown.empty()) {
      out += fmt::format("  {}\n", printable(loop.unknown));
      continue;
    }
    const network::Fluid& fluid = loop.made.network.fluid;
    out += fmt::format("  {} at {}: {:.1f} kg/m3, {:.2f} mPa s; headers of {:.1f} mm\n",
                       printable(site.catalogue.coolants[static_cast<std::size_t>(group.coolant.index)].id),
                       field::degc(group.supply_degc.high), fluid.density_kg_per_m3, fluid.viscosity_pa_s * kKilo,
                       group.piping->header_diameter_m.low * kKilo);
    out += units_table(site, loop) + racks_table(plan, loop) + margins_table(plan, loop) + remarks(site, loop);
  }
  return out;
}

}  // namespace hallplan::cli
