#include "planner/report/loop_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "planner/report/html_parts.hpp"
#include "planner/report/json_text.hpp"
#include "planner/report/markup.hpp"

namespace hallplan::report {
namespace {

constexpr double kLeft = 210, kRack = 92, kRow = 132, kTop = 34;

/// A band of a scale: what lies below its end has its colour.
struct Band {
  double end;
  std::string_view colour, words;
};
/// Mid tones that stand on white and on black; the last band is open.
constexpr std::array<Band, 4> kVelocity = {
    Band{0.5, "#8bb8e8", "below 0.5 m/s"}, Band{1.5, "#3f7fc4", "0.5 to 1.5 m/s"},
    Band{2.5, "#e0a030", "1.5 to 2.5 m/s"}, Band{1e30, "#d0453a", "above 2.5 m/s: noise and erosion"}};
constexpr double kWhole = 0.9999;  ///< a limiting valve holds a flow to a part in ten thousand
constexpr std::array<Band, 4> kShare = {Band{0.9, "#d0453a", "below 90 % of what it asks for"},
                                        Band{kWhole, "#e0a030", "90 to 100 %"}, Band{1.2, "#58b07a", "100 to 120 %"},
                                        Band{1e30, "#5f9fd8", "above 120 %: takes what others might want"}};

std::string_view colour_of(const std::array<Band, 4>& scale, double value) {
  return std::find_if(scale.begin(), scale.end() - 1, [&](const Band& band) { return value < band.end; })->colour;
}

std::string legend(std::string_view title, const std::array<Band, 4>& scale) {
  std::string out = fmt::format("<p class=\"soft\">{}: ", title);
  for (const Band& band : scale) {
    out +=
        fmt::format("<svg width=\"12\" height=\"12\"><rect width=\"12\" height=\"12\" fill=\"{}\"/></svg> {} &nbsp; ",
                    band.colour, band.words);
  }
  return out + "</p>\n";
}

std::string text(double x, double y, std::string_view anchor, const std::string& words, bool on_colour = false) {
  return fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"{}\"{}>{}</text>\n", coordinate(x), coordinate(y), anchor,
                     on_colour ? " class=\"on\"" : "", words);
}

std::string line(double x0, double x1, double y, std::string_view colour, double width) {
  return fmt::format("<line x1=\"{0}\" y1=\"{2}\" x2=\"{1}\" y2=\"{2}\" stroke=\"{3}\" stroke-width=\"{4}\"/>\n",
                     coordinate(x0), coordinate(x1), coordinate(y), colour, coordinate(width));
}

/// What fits into a rack's box.
std::string label(const std::string& id) {
  constexpr std::size_t kMost = 12;
  return escaped(id.size() <= kMost ? id : id.substr(0, kMost - 2) + "..");
}

/// A rack below its piece of supply header, the return below it.
std::string drawn_rack(const Json& rack, double x, double y) {
  const double velocity = number_of(rack, "header_velocity_m_s"), share = number_of(rack, "share");
  std::string out = line(x, x + kRack, y, colour_of(kVelocity, velocity), 6);
  out += line(x, x + kRack, y + 84, "#9aa6b4", 4);
  out += text(x + kRack / 2, y - 7, "middle", fmt::format("{:.2f} m/s", velocity));
  out += fmt::format(
      "<g><title>{}: {:.1f} of {:.1f} L/min, {:.1f} m of header</title><rect x=\"{}\" y=\"{}\" width=\"{}\" "
      "height=\"52\" rx=\"3\" fill=\"{}\"/></g>\n",
      escaped(text_of(rack, "id")), number_of(rack, "flow_lpm"), number_of(rack, "asked_lpm"),
      number_of(rack, "header_m"), coordinate(x + 14), coordinate(y + 16), coordinate(kRack - 18),
      colour_of(kShare, share));
  out += text(x + kRack / 2 + 5, y + 36, "middle", label(text_of(rack, "id")), true);
  return out + text(x + kRack / 2 + 5, y + 54, "middle", fmt::format("{:.1f} %", 100 * share), true);
}

std::string drawing(const Json& group) {
  std::vector<std::vector<const Json*>> rows;
  std::vector<const Json*> racks;
  for (const Json& rack : member_of(group, "racks")) racks.push_back(&rack);
  std::sort(racks.begin(), racks.end(),
            [](const Json* one, const Json* other) { return number_of(*one, "place") < number_of(*other, "place"); });
  std::map<std::string, std::size_t> number;
  std::size_t longest = 0;
  for (const Json* rack : racks) {
    const auto [at, fresh] = number.try_emplace(text_of(*rack, "row"), rows.size());
    if (fresh) rows.emplace_back();
    rows[at->second].push_back(rack);
    longest = std::max(longest, rows[at->second].size());
  }
  const Json& cdus = member_of(group, "cdus");
  const double width = kLeft + kRack * static_cast<double>(longest) + 20;
  const double height =
      kTop + std::max(kRow * static_cast<double>(rows.size()), 22.0 * static_cast<double>(cdus.size()));
  std::string out = fmt::format(
      "<div class=\"scroll\"><svg class=\"loop\" role=\"img\" aria-label=\"loop {}\" width=\"{}\" height=\"{}\">\n",
      escaped(text_of(group, "id")), coordinate(width), coordinate(height));
  double y = kTop;
  for (const Json& cdu : cdus) {
    out +=
        text(6, y, "start", fmt::format("{}: {:.0f} L/min", escaped(text_of(cdu, "id")), number_of(cdu, "flow_lpm")));
    y += 20;
  }
  y = kTop;
  for (const std::vector<const Json*>& row : rows) {
    double x = kLeft;
    out += text(kLeft - 8, y + 46, "end", "row " + escaped(text_of(*row.front(), "row")));
    for (const Json* rack : row) {
      out += drawn_rack(*rack, x, y);
      x += kRack;
    }
    y += kRow;
  }
  return out + "</svg></div>\n";
}

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
  return out + drawing(group) + valves(group);
}

}  // namespace

std::string loop_page(std::string_view loop_json) {
  const Json document = parsed(loop_json);
  const std::string site = escaped(text_of(document, "site"));
  std::string out = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" "
      "content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>{}: coolant loops</title>\n"
      "<style>\n{}.loop text{{font:12px system-ui,sans-serif;fill:var(--ink)}}.loop "
      ".on{{fill:#14181d}}\n</style></head>\n<body><header><h1>{}: "
      "coolant loops</h1>\n<p class=\"soft\">All CDUs at full speed. Rows from the CDUs on, not to scale: supply "
      "above, "
      "return below.</p>\n",
      site, page_style(), site);
  out += legend("Supply header", kVelocity) + legend("Rack", kShare) + "</header>\n<main>\n";
  for (const Json& group : member_of(document, "groups")) out += section(group);
  return out + "</main></body></html>\n";
}

}  // namespace hallplan::report
