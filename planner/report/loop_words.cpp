// How a coolant loop reads, the same in text and HTML.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <tuple>

#include "planner/report/loop_parts.hpp"
#include "planner/report/wording.hpp"

namespace hallplan::report {
namespace {

std::string counted(std::size_t count, std::string_view thing) {
  return fmt::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

/// By what is left, least first.
template <class Left>
std::vector<const Json*> sorted_by(const Json& list, const Left& left) {
  std::vector<const Json*> out;
  for (const Json& one : list) out.push_back(&one);
  std::stable_sort(out.begin(), out.end(),
                   [&](const Json* one, const Json* other) { return left(*one) < left(*other); });
  return out;
}

/// Of the flow that is asked for.
double flow_left(const Json& one) {
  const double asked = number_of(one, "asked_lpm");
  return asked > 0 ? number_of(one, "flow_margin_lpm") / asked : 0;
}

/// What is not known comes last.
double supply_left(const Json& one) {
  constexpr double kUnknown = 1e9;
  const Json& margin = member_of(one, "supply_margin_k");
  return margin.is_number() ? margin.get<double>() : kUnknown;
}

/// What differs by less is alike, and stays in the document's order.
double rounded(double left) { return std::round(1e3 * left) / 1e3; }

}  // namespace

std::vector<const Json*> piped_loops(const Json& document) {
  std::vector<const Json*> out;
  for (const Json& loop : member_of(document, "coolant_loops")) {
    if (member_of(loop, "pipes") == true) out.push_back(&loop);
  }
  return out;
}

std::string without_pipes(const Json& document) {
  constexpr std::size_t kNamed = 4;
  std::string named;
  std::size_t count = 0;
  for (const Json& loop : member_of(document, "coolant_loops")) {
    if (member_of(loop, "pipes") == true || member_of(loop, "phase").is_string()) continue;
    if (++count <= kNamed) named += (named.empty() ? "" : ", ") + text_of(loop, "id");
  }
  if (count == 0) return {};
  if (count > kNamed) named += fmt::format(" and {} more", count - kNamed);
  return named + ": no pipes given (piping of the group), so the flow of each rack is not worked out";
}

std::string loop_name(const Json& loop) {
  const Json& phase = member_of(loop, "phase");
  return text_of(loop, "id") + (phase.is_string() ? ", in " + phase.get<std::string>() : "");
}

std::string loop_words(const Json& loop) {
  const double speed = number_of(loop, "pump_speed");
  return fmt::format("{}, {}, {} at {} degC, pumps at {}", counted(member_of(loop, "cdus").size(), "CDU"),
                     counted(member_of(loop, "racks").size(), "rack"), text_of(loop, "coolant"),
                     short_number(number_of(loop, "at_degc")),
                     speed == 1 ? "full speed" : percent(speed) + " of full speed");
}

std::string viscosity_words(const Json& loop) {
  const Json& viscosity = member_of(loop, "viscosity_mpa_s");
  if (!viscosity.is_array() || viscosity.size() != 2 || viscosity[0] == viscosity[1]) return {};
  return fmt::format(
      "Published viscosities of {} at {} degC disagree, {} to {} mPa s: what racks get at least is worked out with the "
      "high one, at most with the low one.",
      text_of(loop, "coolant"), short_number(number_of(loop, "at_degc")), short_number(viscosity[0].get<double>()),
      short_number(viscosity[1].get<double>()));
}

std::string range_of_degc(const Json& range) {
  if (!range.is_array() || range.size() != 2) return "-";
  return fmt::format("{:.0f} to {:.0f}", range[0].get<double>(), range[1].get<double>());
}

std::vector<std::string> out_of_reach(const Json& loop) {
  std::vector<std::string> out;
  for (const Json& rack : member_of(loop, "racks")) {
    if (member_of(member_of(rack, "valve"), "reached") == false) out.push_back(text_of(rack, "id"));
  }
  return out;
}

std::string opening(const Json& valve) {
  if (!valve.is_object()) return "-";
  if (member_of(valve, "reached") == false) return "out of reach";
  const Json& kv = member_of(valve, "kv_m3_per_h");
  return kv.is_number() ? fmt::format("{:.2f}", kv.get<double>()) : "open";
}

bool leaves_too_little(const Json& one) {
  return number_of(one, "flow_margin_lpm") < 0 || number_of(one, "supply_margin_k") < 0;
}

std::string figure_of(const Json& object, std::string_view key, int digits) {
  const Json& value = member_of(object, key);
  if (!value.is_number()) return "-";
  const auto number = value.get<double>();
  std::string text = fmt::format("{:.{}f}", number, digits);
  const bool looks_zero = text.find_first_of("123456789") == std::string::npos;
  return number < 0 && looks_zero ? fmt::format("{:.1g}", number) : text;
}

std::vector<const Json*> by_flow_margin(const Json& loop) { return sorted_by(member_of(loop, "racks"), flow_left); }

std::vector<const Json*> by_supply_margin(const Json& loop) {
  return sorted_by(member_of(loop, "racks"), [](const Json& rack) { return rounded(supply_left(rack)); });
}

std::vector<const Json*> failures_by_margin(const Json& loop) {
  return sorted_by(member_of(loop, "failures"), [](const Json& one) {
    return std::tuple(!leaves_too_little(one), rounded(flow_left(one)), rounded(supply_left(one)));
  });
}

}  // namespace hallplan::report
