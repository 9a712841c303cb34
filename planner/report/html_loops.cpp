// The coolant loops of a hall as HTML: each drawn, what every rack has left, each failure, and the list that balances it.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "planner/base/text.hpp"
#include "planner/report/html_parts.hpp"
#include "planner/report/loop_parts.hpp"
#include "planner/report/markup.hpp"
#include "planner/report/wording.hpp"

namespace hallplan::report {
namespace {

std::string cell(const std::string& text) { return "<td>" + escaped(text) + "</td>"; }
std::string figure(const std::string& text) { return "<td class=\"n\">" + escaped(text) + "</td>"; }

std::string figure(const Json& object, std::string_view key, int digits) {
  return figure(figure_of(object, key, digits));
}

/// A failing margin stands out.
std::string row_of(bool fails) { return fails ? "<tr class=\"s-fail\">" : "<tr>"; }

std::string table(std::string_view caption, std::string_view titles, const std::string& rows) {
  return fmt::format(
      "<h3>{}</h3>\n<div class=\"scroll\"><table><thead><tr>{}</tr></thead><tbody>\n{}</tbody></table></div>\n",
      caption, titles, rows);
}

std::string margins(const Json& loop) {
  std::string rows;
  for (const Json& rack : member_of(loop, "racks")) {
    rows += row_of(leaves_too_little(rack)) + cell(text_of(rack, "id")) + figure(rack, "asked_lpm", 1) +
            figure(rack, "flow_lpm", 1) + figure(rack, "least_lpm", 1) + figure(rack, "flow_margin_lpm", 1) +
            cell(text_of(rack, "least_when")) + figure(rack, "supply_degc", 2) + figure(rack, "worst_supply_degc", 2) +
            figure(rack, "supply_margin_k", 2) + cell(text_of(rack, "warmest_when")) + figure(rack, "return_degc", 2) +
            figure(rack, "worst_return_degc", 2) + figure(range_of_degc(member_of(rack, "gpu_degc_assumed"))) +
            figure(range_of_degc(member_of(rack, "gpu_degc_assumed_worst"))) + "</tr>\n";
  }
  return table("What each rack has left",
               "<th>rack</th><th class=\"n\">asks for L/min</th><th class=\"n\">gets</th><th class=\"n\">at worst</th>"
               "<th class=\"n\">margin</th><th>worst when</th><th class=\"n\">supply degC</th><th class=\"n\">at worst"
               "</th><th class=\"n\">margin K</th><th>worst when</th><th class=\"n\">return degC</th><th class=\"n\">"
               "then</th><th class=\"n\">GPU degC</th><th class=\"n\">at worst</th>",
               rows) +
         fmt::format("<p class=\"soft\">{}</p>\n", escaped(kPlateNote));
}

std::string failures(const Json& loop) {
  std::string rows;
  for (const Json& one : member_of(loop, "failures")) {
    rows += row_of(leaves_too_little(one)) + cell(text_of(one, "failure")) + cell(text_of(one, "rack")) +
            figure(one, "asked_lpm", 1) + figure(one, "flow_lpm", 1) + figure(one, "flow_margin_lpm", 1) +
            figure(text_of(one, "racks_short")) + cell(text_of(one, "warm_rack")) + figure(one, "supply_degc", 2) +
            figure(one, "supply_margin_k", 2) +
            cell(member_of(one, "remark").is_string() ? text_of(one, "remark") : "") + "</tr>\n";
  }
  return table("Each failure, and the racks that it leaves least",
               "<th>failure</th><th>rack</th><th class=\"n\">asks for L/min</th><th class=\"n\">gets</th><th "
               "class=\"n\">margin</th><th class=\"n\">racks short</th><th>warmest</th><th class=\"n\">supply degC</th>"
               "<th class=\"n\">margin K</th><th></th>",
               rows);
}

std::string valves(const Json& loop) {
  std::string rows;
  for (const Json& rack : member_of(loop, "racks")) {
    const Json& valve = member_of(rack, "valve");
    if (!valve.is_object()) continue;
    rows += row_of(member_of(valve, "reached") == false) + cell(text_of(rack, "id")) + figure(valve, "flow_lpm", 1) +
            figure(opening(valve)) + figure(valve, "valve_kpa", 1) + "</tr>\n";
  }
  if (rows.empty()) return {};
  std::string out = table("Balancing list",
                          "<th>valve of rack</th><th class=\"n\">flow L/min</th><th class=\"n\">Kv m3/h</th><th "
                          "class=\"n\">drop kPa</th>",
                          rows);
  const std::vector<std::string> far = out_of_reach(loop);
  if (!far.empty()) {
    out +=
        fmt::format("<p><b>Out of reach: {}. No valves bring them their flow: wider pipes or more head do.</b></p>\n",
                    escaped(join(far, ", ")));
  }
  return out +
         "<p class=\"soft\">All CDUs at full speed: what each valve throttles so that no rack takes more than it "
         "asks for.</p>\n";
}

std::string one_loop(const Json& loop) {
  std::string out = fmt::format("<section class=\"loop-of\"><h3>Loop {} {}</h3>\n", escaped(loop_name(loop)),
                                badge(text_of(loop, "status")));
  const Json& unknown = member_of(loop, "unknown");
  if (unknown.is_string()) return out + "<p>" + escaped(unknown.get<std::string>()) + "</p></section>\n";
  out += "<p>" + escaped(loop_words(loop)) + ". " + escaped(viscosity_words(loop)) + "</p>\n";
  const Json& cold = member_of(loop, "unknown_heat");
  if (cold.is_string()) out += "<p>No temperatures: " + escaped(cold.get<std::string>()) + "</p>\n";
  out += loop_drawing(loop);
  if (member_of(loop, "racks").empty()) return out + "<p>No racks stand on it.</p></section>\n";
  return out + margins(loop) + failures(loop) + valves(loop) + "</section>\n";
}

}  // namespace

std::string loops_section(const Json& document) {
  const Json& all = member_of(document, "coolant_loops");
  const std::string without = without_pipes(document);
  const std::vector<const Json*> piped = piped_loops(document);
  if (all.empty() || (piped.empty() && without.empty())) return {};
  std::string out = heading("loops", "Coolant loops",
                            "What each rack gets through its group's pipes, in normal running and in the failure that "
                            "leaves it least, against what it asks for and the warmest supply that this is enough "
                            "for. Margins of the policy are not taken off here; the checks hold with them.");
  if (!piped.empty()) out += loop_legend();
  for (const Json* loop : piped) out += one_loop(*loop);
  return without.empty() ? out : out + "<p>" + escaped(without) + ".</p>\n";
}

}  // namespace hallplan::report
