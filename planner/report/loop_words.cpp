// How a coolant loop reads, the same in text and HTML.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "planner/report/loop_parts.hpp"
#include "planner/report/wording.hpp"

namespace hallplan::report {
namespace {

std::string counted(std::size_t count, std::string_view thing) {
  return fmt::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

/// By a share that is smallest first; racks without one come last.
template <class Share>
std::vector<const Json*> sorted_by(const Json& loop, const Share& share) {
  std::vector<const Json*> racks;
  for (const Json& rack : member_of(loop, "racks")) racks.push_back(&rack);
  std::stable_sort(racks.begin(), racks.end(),
                   [&](const Json* one, const Json* other) { return share(*one) < share(*other); });
  return racks;
}

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
  std::string out = fmt::format("{}, {}, {} at {} degC, pumps at {}", counted(member_of(loop, "cdus").size(), "CDU"),
                                counted(member_of(loop, "racks").size(), "rack"), text_of(loop, "coolant"),
                                short_number(number_of(loop, "at_degc")),
                                speed == 1 ? "full speed" : percent(speed) + " of full speed");
  const Json& viscosity = member_of(loop, "viscosity_mpa_s");
  if (viscosity.is_array() && viscosity.size() == 2 && viscosity[0] != viscosity[1]) {
    out += fmt::format(
        "; published viscosities disagree, {} to {} mPa s: what racks get at least is worked out with the high one, at "
        "most with the low one",
        short_number(viscosity[0].get<double>()), short_number(viscosity[1].get<double>()));
  }
  return out;
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

std::vector<const Json*> by_flow_margin(const Json& loop) {
  return sorted_by(loop, [](const Json& rack) {
    const double asked = number_of(rack, "asked_lpm");
    return asked > 0 ? number_of(rack, "flow_margin_lpm") / asked : 0;
  });
}

std::vector<const Json*> by_supply_margin(const Json& loop) {
  constexpr double kUnknown = 1e9;
  return sorted_by(loop, [](const Json& rack) {
    const Json& margin = member_of(rack, "supply_margin_k");
    return margin.is_number() ? margin.get<double>() : kUnknown;
  });
}

}  // namespace hallplan::report
