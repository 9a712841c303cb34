// The coolant loops of a hall as text: the tightest racks, each failure, and the valves.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "planner/base/text.hpp"
#include "planner/report/loop_parts.hpp"
#include "planner/report/text_parts.hpp"
#include "planner/report/text_table.hpp"
#include "planner/report/wording.hpp"

namespace hallplan::report {
namespace {

constexpr std::size_t kRacksShown = 8;

using Rows = std::vector<std::vector<std::string>>;

std::string fixed(const Json& object, std::string_view key, int digits) {
  const Json& value = member_of(object, key);
  return value.is_number() ? fmt::format("{:.{}f}", value.get<double>(), digits) : "-";
}

std::string others(std::size_t all) {
  return all > kRacksShown ? fmt::format("  and {} racks with as much left or more, in plan.json and report.html\n",
                                         all - kRacksShown)
                           : "";
}

std::string flows(const Json& loop, std::size_t width) {
  Rows rows;
  for (const Json* rack : by_flow_margin(loop)) {
    if (rows.size() == kRacksShown) break;
    rows.push_back({text_of(*rack, "id"), fixed(*rack, "asked_lpm", 1), fixed(*rack, "flow_lpm", 1),
                    fixed(*rack, "least_lpm", 1), fixed(*rack, "flow_margin_lpm", 1), text_of(*rack, "least_when"),
                    opening(member_of(*rack, "valve"))});
  }
  return table({{"flow in L/min", false, 24},
                {"asked", true},
                {"normal", true},
                {"at worst", true},
                {"margin", true},
                {"worst when", false, 30},
                {"valve Kv", true}},
               rows, width) +
         others(member_of(loop, "racks").size());
}

std::string temperatures(const Json& loop, std::size_t width) {
  const Json& unknown = member_of(loop, "unknown_heat");
  if (unknown.is_string()) return paragraph("  no temperatures: ", unknown.get<std::string>(), width);
  Rows rows;
  bool plates = false;
  for (const Json* rack : by_supply_margin(loop)) {
    if (rows.size() == kRacksShown) break;
    const Json& plate = member_of(*rack, "gpu_degc_assumed_worst");
    plates = plates || plate.is_array();
    rows.push_back({text_of(*rack, "id"), fixed(*rack, "supply_degc", 2), fixed(*rack, "worst_supply_degc", 2),
                    fixed(*rack, "supply_margin_k", 2), fixed(*rack, "worst_return_degc", 2),
                    text_of(*rack, "warmest_when"), range_of_degc(plate)});
  }
  return table({{"supply in degC", false, 24},
                {"normal", true},
                {"at worst", true},
                {"margin K", true},
                {"return", true},
                {"worst when", false, 24},
                {plates ? "GPU, assumed" : "", true}},
               rows, width) +
         (plates ? paragraph("  ", kPlateNote, width) : "");
}

std::string failures(const Json& loop, std::size_t width) {
  Rows rows;
  for (const Json& one : member_of(loop, "failures")) {
    rows.push_back({text_of(one, "failure"), text_of(one, "rack"), fixed(one, "flow_lpm", 1),
                    fixed(one, "flow_margin_lpm", 1), text_of(one, "racks_short"), text_of(one, "warm_rack"),
                    fixed(one, "supply_degc", 2), fixed(one, "supply_margin_k", 2)});
  }
  return table({{"failure", false, 32},
                {"worst rack", false, 16},
                {"L/min", true},
                {"margin", true},
                {"short", true},
                {"warmest", false, 16},
                {"degC", true},
                {"margin K", true}},
               rows, width);
}

std::string valves(const Json& loop, std::size_t width) {
  const std::vector<std::string> far = out_of_reach(loop);
  if (far.empty()) return {};
  return paragraph("  out of reach of their flow with any valves, wider pipes or more head bring them there: ",
                   join(far, ", "), width);
}

std::string one_loop(const Json& loop, const TextOptions& options) {
  std::string out =
      "\n" + paragraph("Coolant loop ", fmt::format("{}: {}", loop_name(loop), text_of(loop, "status")), options.width);
  const Json& unknown = member_of(loop, "unknown");
  if (unknown.is_string()) return out + paragraph("  ", unknown.get<std::string>(), options.width);
  out += paragraph("  ", loop_words(loop), options.width);
  if (member_of(loop, "racks").empty()) return out + "  no racks\n";
  return out + flows(loop, options.width) + temperatures(loop, options.width) + failures(loop, options.width) +
         valves(loop, options.width);
}

}  // namespace

std::string text_loops(const Json& document, const TextOptions& options) {
  std::string out;
  for (const Json* loop : piped_loops(document)) out += one_loop(*loop, options);
  const std::string without = without_pipes(document);
  if (!without.empty()) out += "\n" + paragraph("Coolant loops: ", without, options.width);
  return out;
}

}  // namespace hallplan::report
