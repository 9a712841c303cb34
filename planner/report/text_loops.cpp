// The coolant loops of a hall as text: the tightest racks, each failure, and the valves.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "planner/base/text.hpp"
#include "planner/report/loop_parts.hpp"
#include "planner/report/text_parts.hpp"
#include "planner/report/text_table.hpp"
#include "planner/report/wording.hpp"

namespace hallplan::report {
namespace {

constexpr std::size_t kShownOfOne = 8;   ///< racks and failures of a hall's only loop
constexpr std::size_t kShownOfMany = 3;  ///< of each of several
constexpr std::size_t kTables = 4;       ///< loops that get tables though they pass; the others get a line

using Rows = std::vector<std::vector<std::string>>;

std::string others(std::size_t all, std::size_t shown) {
  if (all <= shown) return {};
  return fmt::format("  and {} more with as much left or more; plan.json and report.html have all\n", all - shown);
}

std::string flows(const Json& loop, std::size_t shown, std::size_t width) {
  Rows rows;
  for (const Json* rack : by_flow_margin(loop)) {
    if (rows.size() == shown) break;
    rows.push_back({text_of(*rack, "id"), figure_of(*rack, "asked_lpm", 1), figure_of(*rack, "flow_lpm", 1),
                    figure_of(*rack, "least_lpm", 1), figure_of(*rack, "flow_margin_lpm", 1),
                    text_of(*rack, "least_when"), opening(member_of(*rack, "valve"))});
  }
  return table({{"flow in L/min", false, 24},
                {"asked", true},
                {"normal", true},
                {"at worst", true},
                {"margin", true},
                {"worst when", false, 30},
                {"valve Kv", true}},
               rows, width) +
         others(member_of(loop, "racks").size(), shown);
}

std::string temperatures(const Json& loop, std::size_t shown, std::size_t width) {
  const Json& unknown = member_of(loop, "unknown_heat");
  if (unknown.is_string()) return paragraph("  no temperatures: ", unknown.get<std::string>(), width);
  Rows rows;
  bool plates = false;
  for (const Json* rack : by_supply_margin(loop)) {
    if (rows.size() == shown) break;
    const Json& plate = member_of(*rack, "gpu_degc_assumed_worst");
    plates = plates || plate.is_array();
    rows.push_back({text_of(*rack, "id"), figure_of(*rack, "supply_degc", 2), figure_of(*rack, "worst_supply_degc", 2),
                    figure_of(*rack, "supply_margin_k", 2), figure_of(*rack, "worst_return_degc", 2),
                    text_of(*rack, "warmest_when"), range_of_degc(plate)});
  }
  return table({{"supply in degC", false, 24},
                {"normal", true},
                {"at worst", true},
                {"margin K", true},
                {"return", true},
                {"worst when", false, 24},
                {plates ? "GPU, assumed" : "", true}},
               rows, width);
}

std::string failures(const Json& loop, std::size_t shown, std::size_t width) {
  Rows rows;
  for (const Json* one : failures_by_margin(loop)) {
    if (rows.size() >= shown && !leaves_too_little(*one)) break;
    rows.push_back({text_of(*one, "failure"), text_of(*one, "rack"), figure_of(*one, "flow_lpm", 1),
                    figure_of(*one, "flow_margin_lpm", 1), text_of(*one, "racks_short"), text_of(*one, "warm_rack"),
                    figure_of(*one, "supply_degc", 2), figure_of(*one, "supply_margin_k", 2)});
  }
  return table({{"failure", false, 32},
                {"worst rack", false, 16},
                {"L/min", true},
                {"margin", true},
                {"short", true},
                {"warmest", false, 16},
                {"degC", true},
                {"margin K", true}},
               rows, width) +
         (rows.size() < member_of(loop, "failures").size()
              ? fmt::format("  and {} more that leave every rack enough; plan.json and report.html have all\n",
                            member_of(loop, "failures").size() - rows.size())
              : "");
}

std::string valves(const Json& loop, std::size_t width) {
  const std::vector<std::string> far = out_of_reach(loop);
  if (far.empty()) return {};
  return paragraph("  out of reach of their flow with any valves, wider pipes or more head bring them there: ",
                   join(far, ", "), width);
}

std::string one_loop(const Json& loop, std::size_t shown, const TextOptions& options) {
  std::string out =
      "\n" + paragraph("Coolant loop ", fmt::format("{}: {}", loop_name(loop), text_of(loop, "status")), options.width);
  const Json& unknown = member_of(loop, "unknown");
  if (unknown.is_string()) return out + paragraph("  ", unknown.get<std::string>(), options.width);
  out += paragraph("  ", loop_words(loop), options.width);
  if (member_of(loop, "racks").empty()) return out + "  no racks\n";
  return out + flows(loop, shown, table_width(options)) + temperatures(loop, shown, table_width(options)) +
         failures(loop, shown, table_width(options)) + valves(loop, table_width(options));
}

/// A loop that passes, one of many: the rack that has least left.
std::string in_a_line(const Json& loop, std::size_t width) {
  std::string least;
  if (!member_of(loop, "racks").empty()) {
    const Json& rack = *by_flow_margin(loop).front();
    least = fmt::format("; least flow left at {}, {} of {} L/min ({})", text_of(rack, "id"),
                        figure_of(rack, "least_lpm", 1), figure_of(rack, "asked_lpm", 1), text_of(rack, "least_when"));
  }
  return paragraph("Coolant loop ", fmt::format("{}: {}{}", loop_name(loop), text_of(loop, "status"), least), width);
}

bool has_plates(const Json& loop) {
  const Json& racks = member_of(loop, "racks");
  return std::any_of(racks.begin(), racks.end(),
                     [](const Json& rack) { return member_of(rack, "gpu_degc_assumed_worst").is_array(); });
}

}  // namespace

std::string text_loops(const Json& document, const TextOptions& options) {
  std::string out;
  const std::vector<const Json*> loops = piped_loops(document);
  std::size_t tables = 0;
  bool plates = false;
  std::set<std::string> viscosities;
  for (const Json* loop : loops) {
    viscosities.insert(viscosity_words(*loop));
    if (text_of(*loop, "status") == "pass" && tables >= kTables) {
      out += in_a_line(*loop, options.width);
      continue;
    }
    ++tables;
    plates = plates || has_plates(*loop);
    out += one_loop(*loop, loops.size() == 1 ? kShownOfOne : kShownOfMany, options);
  }
  for (const std::string& disputed : viscosities) {
    if (!disputed.empty()) out += paragraph("  ", disputed, options.width);
  }
  if (plates) out += paragraph("  ", kPlateNote, options.width);
  const std::string without = without_pipes(document);
  if (!without.empty()) out += "\n" + paragraph("Coolant loops: ", without, options.width);
  return out;
}

}  // namespace hallplan::report
