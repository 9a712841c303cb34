#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "planner/report/floor_plan_parts.hpp"
#include "planner/report/html_parts.hpp"
#include "planner/report/markup.hpp"
#include "planner/report/wording.hpp"

namespace hallplan::report {
namespace {

std::string cell(const std::string& text) { return "<td>" + escaped(text) + "</td>"; }
std::string figure(const std::string& text) { return "<td class=\"n\">" + escaped(text) + "</td>"; }

std::string place_on_floor(const Json& rack) {
  return fmt::format("{:.3f}, {:.3f}", number_of(rack, "x_m"), number_of(rack, "y_m"));
}

/// "132 to 140 kW", or nothing.
std::string range_of(const Json& value) {
  if (!member_of(value, "low").is_number()) return {};
  return fmt::format("{} to {}", short_number(number_of(value, "low")), amount(value, "high"));
}

bool doubtful(const std::string& trust) {
  return trust == "assumed" || trust == "memory" || trust == "inferred" || trust == "estimate";
}

}  // namespace

std::string badge(const std::string& status) {
  const bool known = status == "pass" || status == "fail" || status == "undecided";
  return fmt::format("<span class=\"badge{}\">{}</span>", known ? ' ' + status : "", escaped(status));
}

std::string bar(const Json& share, const std::string& status) {
  if (!share.is_number()) return {};
  constexpr double kTight = 0.9;
  const double used = std::max(0.0, share.get<double>());
  const std::string_view kind = status == "fail" || used > 1 ? " fail" : used >= kTight ? " tight" : "";
  return fmt::format("<span class=\"bar{}\"><i style=\"width:{:.0f}%\"></i></span>{}", kind, std::min(1.0, used) * 100,
                     percent(used));
}

std::string heading(std::string_view id, std::string_view title, std::string_view note) {
  std::string out = fmt::format("<h2 id=\"{}\">{}</h2>\n", id, escaped(title));
  if (!note.empty()) out += fmt::format("<p class=\"note\">{}</p>\n", escaped(note));
  return out;
}

std::string resources_section(const Json& document) {
  const Json& all = member_of(document, "resources");
  if (all.empty()) return {};
  std::string out = heading("resources", "Resources", kResourcesNote);
  out +=
      "<div class=\"scroll\"><table><thead><tr><th>resource</th><th class=\"n\">elements</th><th class=\"n\">in "
      "all</th><th class=\"n\">used</th><th class=\"n\">left over</th><th>tightest</th><th>scenario</th><th "
      "class=\"n\">used there</th><th class=\"n\">limit there</th><th class=\"n\">left there</th><th class=\"n\">of "
      "limit</th></tr></thead><tbody>\n";
  for (const Json& one : all) {
    out += "<tr>" + cell(text_of(one, "name")) + figure(text_of(one, "elements")) +
           figure(amount_of_resource(one, "capacity")) + figure(amount_of_resource(one, "used")) +
           figure(amount_of_resource(one, "stranded")) + cell(text_of(one, "tightest")) +
           cell(text_of(one, "worst_scenario")) + figure(amount_of_resource(one, "tightest_used")) +
           figure(amount_of_resource(one, "tightest_limit")) + figure(amount_of_resource(one, "left")) +
           "<td class=\"n\">" + bar(member_of(one, "utilisation"), "") + "</td></tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

std::string phases_section(const Json& document) {
  const Json& all = member_of(document, "phases");
  if (all.empty()) return {};
  std::string out = heading("phases", "Phases",
                            "The hall as it grows. Every check below was made in each phase and shows the tightest of "
                            "them; racks placed never move.");
  out +=
      "<div class=\"scroll\"><table><thead><tr><th>status</th><th>phase</th><th>from</th><th class=\"n\">compute "
      "racks</th><th class=\"n\">scalable units</th><th class=\"n\">IT</th><th class=\"n\">at the "
      "utility</th><th>tightest</th></tr></thead><tbody>\n";
  for (const Json& one : all) {
    const std::string status = text_of(one, "status");
    out += fmt::format("<tr class=\"s-{}\"><td>{}</td>", escaped(status), badge(status)) + cell(text_of(one, "id")) +
           fmt::format("<td class=\"d\">{}</td>", escaped(text_of(one, "date"))) + figure(text_of(one, "racks")) +
           figure(text_of(one, "scalable_units")) + figure(power(number_of(one, "it_kw"))) +
           figure(power(number_of(one, "facility_kw"))) + cell(text_of(one, "limited_by")) + "</tr>\n";
  }
  out += "</tbody></table></div>\n";
  for (const Json& one : all) {
    const std::string most = most_in_phase(one);
    if (!most.empty()) out += fmt::format("<p>{}: {}</p>\n", escaped(text_of(one, "id")), escaped(most));
  }
  const Json& summary = member_of(document, "summary");
  const std::string price = price_of_phasing(summary), early = earliness(summary);
  if (!price.empty()) out += "<p>Price of phasing: " + escaped(price) + "</p>\n";
  if (!early.empty()) out += "<p>Earliness: " + escaped(early) + "</p>\n";
  return out;
}

/// "g1: stops c1, c2": where the deciding check stands, and what has no cooling after the loss.
std::string where_and_stops(const Json& failure) {
  const Json& stops = member_of(failure, "stops");
  std::string out = text_of(failure, "where");
  for (std::size_t i = 0; i < stops.size(); ++i) out += (i == 0 ? ": stops " : ", ") + stops[i].get<std::string>();
  return out;
}

std::string failures_section(const Json& document) {
  const Json& all = member_of(document, "failures");
  if (all.empty()) return {};
  std::string out = heading("failures", "Losses",
                            "Each loss, alone or while another device is out, with the check that decides it: what "
                            "fails first, then what is undecided, then by how much of the limit is used.");
  out +=
      "<div class=\"scroll\"><table><thead><tr><th>status</th><th>loss</th><th>decided by</th><th>at</th><th "
      "class=\"n\">of limit</th>"
      "<th class=\"n\">racks dark</th></tr></thead><tbody>\n";
  for (const Json& one : all) {
    const std::string status = text_of(one, "status");
    out +=
        fmt::format("<tr class=\"s-{}\"><td>{}</td>", escaped(status), badge(status)) + cell(loss_and_phase(one)) +
        "<td><code>" + escaped(text_of(one, "rule")) + "</code></td>" + cell(where_and_stops(one)) +
        "<td class=\"n\">" +
        (member_of(one, "utilisation").is_number() && status != "undecided" ? bar(member_of(one, "utilisation"), status)
                                                                            : "-") +
        "</td>" + figure(text_of(one, "dark_racks")) + "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

std::string basis_section(const Json& document) {
  std::string out = heading("basis", "Basis of design", "What every check above is held against.");
  out += "<div class=\"basis\">\n";
  std::string system;
  for (const Json& one : member_of(document, "basis")) {
    if (text_of(one, "system") != system) {
      out += system.empty() ? "" : "</dl></section>\n";
      system = text_of(one, "system");
      out += fmt::format("<section><h3>{}</h3><dl>", escaped(system));
    }
    const std::string trust = text_of(one, "trust");
    out += fmt::format("<dt>{}</dt><dd>{}{}</dd>", escaped(text_of(one, "item")), escaped(text_of(one, "value")),
                       doubtful(trust) ? " <span class=\"badge undecided\">" + trust + "</span>" : "");
  }
  return out + (system.empty() ? "" : "</dl></section>\n") + "</div>\n";
}

std::string racks_section(const Json& document) {
  std::string out =
      heading("racks", "Where each rack stands",
              "Positions in metres from the hall's south-west corner to the rack's corner of least x and y.");
  out +=
      "<div class=\"scroll\"><table><thead><tr><th>rack</th><th>type</th><th>role</th><th>row</th><th "
      "class=\"n\">slot</th><th class=\"n\">x, y (m)</th>"
      "<th class=\"n\">turned</th><th>feeds</th><th>CDU group</th><th>unit</th>";
  const bool phased = !member_of(document, "phases").empty();
  out += phased ? "<th>stands</th></tr></thead><tbody>\n" : "</tr></thead><tbody>\n";
  for (const Json& rack : member_of(document, "placements")) {
    out += "<tr>" + cell(text_of(rack, "id")) + cell(text_of(rack, "type")) + cell(text_of(rack, "role")) +
           cell(text_of(rack, "row")) + figure(text_of(rack, "slot")) + figure(place_on_floor(rack)) +
           figure(text_of(rack, "rotation_deg") + " deg") + cell(feeds_of(rack)) + cell(text_of(rack, "cdu_group")) +
           cell(unit_of(rack)) + (phased ? cell(standing(rack)) : "") + "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

std::string sources_section(const Json& document) {
  std::string out =
      heading("sources", "Source of every number",
              "As written in the site file and in the catalogue files it names. Values nobody vouches for are marked.");
  out +=
      "<div class=\"scroll\"><table><thead><tr><th>value</th><th class=\"n\">written</th><th class=\"n\">disputed "
      "from</th><th>means</th><th>trust</th><th>source</th>"
      "<th>stated in</th></tr></thead><tbody>\n";
  for (const Json& value : member_of(document, "sources")) {
    const std::string trust = text_of(value, "trust");
    const std::string title = text_of(value, "title"), address = text_of(value, "address");
    std::string source = title == "-" ? escaped(text_of(value, "source")) : escaped(title);
    if (address != "-") source += "<br><span class=\"soft\">" + link(address) + "</span>";
    out += fmt::format("<tr><td class=\"mono\">{}</td>", escaped(text_of(value, "path"))) +
           figure(text_of(value, "written")) + figure(range_of(value)) + cell(text_of(value, "means")) + "<td>" +
           (doubtful(trust) ? "<span class=\"badge undecided\">" + escaped(trust) + "</span>" : escaped(trust)) +
           "</td><td class=\"wide\">" + source + "</td><td class=\"mono soft\">" + escaped(text_of(value, "place")) +
           "</td></tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

}  // namespace hallplan::report
