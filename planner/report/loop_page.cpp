#include "planner/report/loop_page.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "planner/report/html_parts.hpp"
#include "planner/report/json_text.hpp"
#include "planner/report/loop_parts.hpp"
#include "planner/report/markup.hpp"

namespace hallplan::report {
namespace {

/// What each rack's valve throttles so that none takes more than it asks for.
std::string valves(const Json& group) {
  const Json& all = member_of(group, "valves");
  if (!all.is_array() || all.empty()) return {};
  std::string out =
      "<details><summary>Valves that balance it, all CDUs at full speed</summary><div "
      "class=\"scroll\"><table><thead><tr>"
      "<th>rack</th><th class=\"n\">flow L/min</th><th class=\"n\">Kv m3/h</th><th class=\"n\">drop "
      "kPa</th></tr></thead>"
      "<tbody>\n";
  for (const Json& valve : all) {
    const bool reached = member_of(valve, "reached") == true;
    const Json& kv = member_of(valve, "kv_m3_per_h");
    out += fmt::format(
        "<tr><td>{}</td><td class=\"n\">{:.1f}</td><td class=\"n\">{}</td><td class=\"n\">{:.1f}</td></tr>\n",
        escaped(text_of(valve, "rack")), number_of(valve, "flow_lpm"),
        !reached         ? "out of reach"
        : kv.is_number() ? fmt::format("{:.2f}", kv.get<double>())
                         : "open",
        number_of(valve, "valve_kpa"));
  }
  return out + "</tbody></table></div></details>\n";
}

std::string section(const Json& group) {
  std::string out = heading(escaped(text_of(group, "id")), "Loop " + text_of(group, "id"), "");
  out += "<p>" + badge(text_of(group, "status")) + "</p>\n";
  for (const Json& check : member_of(group, "checks")) {
    out += fmt::format("<p>{} ({}): {}</p>\n", escaped(text_of(check, "rule")), escaped(text_of(check, "scenario")),
                       escaped(text_of(check, "arithmetic")));
  }
  if (!member_of(group, "unknown").is_null()) return out + "<p>" + escaped(text_of(group, "unknown")) + "</p>\n";
  const Json& fastest = member_of(group, "fastest_header");
  out += fmt::format("<p class=\"soft\">Fastest: {:.2f} m/s, {}.</p>\n", number_of(fastest, "velocity_m_s"),
                     escaped(text_of(fastest, "id")));
  return out + "<div class=\"scroll\">" + loop_drawing(group) + "</div>\n" + valves(group);
}

}  // namespace

std::string loop_page(std::string_view loop_json) {
  const Json document = parsed(loop_json);
  const std::string site = escaped(text_of(document, "site"));
  std::string out = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" "
      "content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>{}: coolant loops</title>\n"
      "<style>\n{}{}</style></head>\n<body><header><h1>{}: coolant loops</h1>\n",
      site, page_style(), loop_style(), site);
  out += loop_legend() + "</header>\n<main>\n";
  for (const Json& group : member_of(document, "groups")) out += section(group);
  return out + "</main></body></html>\n";
}

}  // namespace hallplan::report
