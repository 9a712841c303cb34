#include "planner/report/html.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "planner/report/floor_plan_parts.hpp"
#include "planner/report/headline.hpp"
#include "planner/report/html_parts.hpp"
#include "planner/report/loop_parts.hpp"
#include "planner/report/markup.hpp"
#include "planner/report/wording.hpp"
#include "planner/report/words.hpp"

namespace hallplan::report {
namespace {

constexpr std::size_t kAssumptionsFirst = 8;  ///< shown at once; the others open on a click

/// Nothing may be fetched and no script may run, whatever a name in the site file holds.
constexpr std::string_view kPolicy =
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'\">\n";

std::string head(const Json& document) {
  std::string style(page_style());
  style += drawing_style();
  style += loop_style();
  for (const Colouring& colouring : kColourings) {
    style += colouring_style(colouring, fmt::format("#colour-{}:checked~.plan", colouring.name));
  }
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n{}"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>{}: hallplan report</title>\n"
      "<style>\n{}</style></head>\n",
      kPolicy, escaped(text_of(document, "site")), style);
}

std::string one_figure(const std::string& value, std::string_view label) {
  return fmt::format("<div><b>{}</b><span>{}</span></div>", escaped(value), label);
}

std::string figures(const Json& summary) {
  std::string out = "<div class=\"figures\">";
  out += one_figure(text_of(summary, "racks"), number_of(summary, "racks") == 1 ? "compute rack" : "compute racks");
  out += one_figure(text_of(summary, "racks_in_all"),
                    number_of(summary, "racks_in_all") == 1 ? "rack in all" : "racks in all");
  out += one_figure(text_of(summary, "scalable_units"),
                    number_of(summary, "scalable_units") == 1 ? "scalable unit" : "scalable units");
  if (number_of(summary, "split_units") > 0) {
    out += one_figure(text_of(summary, "split_units"), "of them in two rows or more");
  }
  out += one_figure(text_of(summary, "gpus"), number_of(summary, "gpus") == 1 ? "GPU" : "GPUs");
  out += one_figure(power(number_of(summary, "it_kw")), "IT power");
  out += one_figure(power(number_of(summary, "facility_kw")), "at the " + text_of(summary, "facility_from"));
  if (member_of(summary, "bound_racks").is_number()) {
    const bool claimed = member_of(summary, "solver").is_string();
    out += one_figure(text_of(summary, "bound_racks"),
                      "upper bound, compute racks" + (claimed ? ", by " + text_of(summary, "solver") : std::string()));
    if (claimed) out += one_figure(text_of(summary, "certified_bound_racks"), "certified upper bound");
    if (member_of(summary, "gap").is_number()) {
      out += one_figure(percent(number_of(summary, "gap")), "gap to the bound");
    }
  }
  return out + "</div>\n";
}

std::string domains(const Json& summary) {
  std::string out = "<ul class=\"domains\">";
  const Json& statuses = member_of(summary, "domains");
  for (auto domain = statuses.begin(); domain != statuses.end(); ++domain) {
    const Json& counts = member_of(member_of(summary, "counts"), domain.key());
    const double checks = number_of(counts, "passed") + number_of(counts, "failed") + number_of(counts, "undecided") +
                          number_of(counts, "warnings");
    out += fmt::format("<li>{} {} <span class=\"soft\">{} {}</span></li>", escaped(domain.key()),
                       badge(text_of(statuses, domain.key())), short_number(checks), checks == 1 ? "check" : "checks");
  }
  return out + "</ul>\n";
}

std::string verdict(const Json& document) {
  const Json& summary = member_of(document, "summary");
  const Headline lines = headline(document);
  const std::string title = text_of(document, "title");
  std::string out = fmt::format("<header><h1>{}{}</h1>\n<nav>", escaped(text_of(document, "site")),
                                title.empty() || title == "-" ? "" : ": " + escaped(title));
  const Json& checks = member_of(document, "checks");
  const bool fails =
      std::any_of(checks.begin(), checks.end(), [](const Json& check) { return text_of(check, "status") == "fail"; });
  constexpr std::pair<std::string_view, std::string_view> kSections[] = {{"fails", "What fails"},
                                                                         {"phases", "Phases"},
                                                                         {"assumptions", "Assumptions"},
                                                                         {"missing", "Missing values"},
                                                                         {"not_looked_at", "Not looked at"},
                                                                         {"plan", "Floor plan"},
                                                                         {"resources", "Resources"},
                                                                         {"failures", "Losses"},
                                                                         {"rides", "Ride-through"},
                                                                         {"loops", "Coolant loops"},
                                                                         {"checks", "Checks"},
                                                                         {"basis", "Basis of design"},
                                                                         {"racks", "Racks"},
                                                                         {"sources", "Sources"},
                                                                         {"words", "Words"}};
  for (const auto& [id, name] : kSections) {
    if ((id == "phases" || id == "missing" || id == "not_looked_at") && member_of(document, id).empty()) continue;
    if (id == "loops" && piped_loops(document).empty() && without_pipes(document).empty()) continue;
    if (id == "fails" && !fails) continue;
    if (id == "rides" && member_of(document, "ride_through").empty()) continue;
    out += fmt::format("<a href=\"#{}\">{}</a>", id, name);
  }
  out += fmt::format("</nav>\n<div class=\"verdict\">{}<span class=\"answer\">{}</span></div>\n", badge(lines.status),
                     escaped(lines.answer));
  for (const std::string& warning : lines.warnings) out += fmt::format("<p><b>{}</b></p>\n", escaped(warning));
  for (const std::string& refused : lines.refused) out += fmt::format("<p>{}</p>\n", escaped(refused));
  if (!lines.limited_by.empty()) out += fmt::format("<p>{}</p>\n", escaped(lines.limited_by));
  for (const std::string& domain : lines.domains) out += fmt::format("<p>{}</p>\n", escaped(domain));
  out += fmt::format("<p>{}</p>\n", escaped(lines.bound));
  if (!lines.levels.empty()) out += fmt::format("<p>{}</p>\n", escaped(lines.levels));
  for (const std::string& remark : lines.remarks) out += fmt::format("<p><b>{}</b></p>\n", escaped(remark));
  return out + figures(summary) + domains(summary) + "</header>\n";
}

std::string one_assumption(const Alike& group) {
  const Json& one = *group.first;
  const std::string others = group.others.empty() ? "" : "<br>the same for " + escaped(group.others);
  return fmt::format(
      "<li><code>{}</code> = <b>{}</b> <span class=\"badge\">{}</span>{}<br>{}<br><span class=\"{}\">{}</span></li>\n",
      escaped(text_of(one, "path")), escaped(text_of(one, "written")), escaped(text_of(one, "trust")), others,
      escaped(text_of(one, "why")), member_of(one, "flips_at").is_null() ? "soft" : "flip", escaped(flip(one)));
}

std::string assumptions(const Json& document) {
  const Json& all = member_of(document, "assumptions");
  if (all.empty()) {
    return heading("assumptions", "Assumptions",
                   "None: every value that reached a check has a source or is the site's own statement.");
  }
  const Carrying groups = carrying(alike(all), kAssumptionsFirst);
  std::string out = heading("assumptions", "Assumptions that carry the answer",
                            groups.first.empty()
                                ? "With the placed racks frozen, no value that nobody vouches for is found to change "
                                  "the status of any rule when it alone is moved by a factor of two or 15 K. What "
                                  "is undecided may hang on them; planned anew, other racks might fit."
                                : "Values nobody vouches for: those that change the answer soonest, each with the "
                                  "value at which it does.");
  if (!groups.first.empty()) {
    out += "<ol class=\"assume\">\n";
    for (const Alike& group : groups.first) out += one_assumption(group);
    out += "</ol>\n";
  }
  if (groups.rest.empty()) return out;
  out += fmt::format(
      "<details><summary>{} more, {} of which are found to change the answer</summary><ol class=\"assume\" "
      "start=\"{}\">\n",
      groups.rest.size(), groups.changing - groups.first.size(), groups.first.size() + 1);
  for (const Alike& group : groups.rest) out += one_assumption(group);
  return out + "</ol></details>\n";
}

std::string missing(const Json& document) {
  const Json& all = member_of(document, "missing");
  if (all.empty()) return {};
  std::string out = heading("missing", "Missing values",
                            "What undecided checks lack, most wanted first: give it in the site file or in a file of "
                            "its product, with its source.");
  out += "<table><thead><tr><th>value</th><th class=\"n\">checks</th><th>rules</th></tr></thead><tbody>\n";
  for (const Json& one : all) {
    out += fmt::format("<tr><td class=\"wide\">{}</td><td class=\"n\">{}</td><td>{}</td></tr>\n",
                       escaped(text_of(one, "name")), escaped(text_of(one, "checks")), escaped(rules_of(one)));
  }
  return out + "</tbody></table>\n";
}

std::string not_looked_at(const Json& document) {
  const Json& all = member_of(document, "not_looked_at");
  if (all.empty()) return {};
  std::string out =
      heading("not_looked_at", "Not looked at", "A pass is no word on these: the site does not state what they take.");
  out += "<ul>\n";
  for (const Json& one : all) out += fmt::format("<li>{}</li>\n", escaped(one.get<std::string>()));
  return out + "</ul>\n";
}

std::string floor_plan(const Json& document) {
  std::string out = heading("plan", "Floor plan", "North is up. Point at a rack for what it is and what it hangs on.");
  out += "<div class=\"scroll\">\n";
  bool first = true;
  for (const Colouring& colouring : kColourings) {
    if (colouring.by == ColourBy::density && member_of(document, "density").is_null()) continue;
    out += fmt::format(
        "<input class=\"pick\" type=\"radio\" name=\"colour\" id=\"colour-{0}\"{1}><label class=\"chip\" "
        "for=\"colour-{0}\">{2}</label>\n",
        colouring.name, first ? " checked" : "", colouring.title);
    first = false;
  }
  return out + drawing(document, "plan", false) + "</div>\n";
}

/// What the words mean that a reader has met above.
std::string words_section(std::string_view above) {
  std::string out = heading("words", "Words", "Words of the field that this report uses.") + "<dl class=\"words\">\n";
  for (const Word& word : words_in(without_tags(above))) {
    out += fmt::format("<dt>{}</dt><dd>{}</dd>\n", escaped(word.word), escaped(word.meaning));
  }
  return out + "</dl>\n";
}

}  // namespace

std::string html_report(std::string_view document) {
  const Json json = parsed(document);
  std::string out = verdict(json) + "<main>\n";
  out += failing_section(json);
  out += phases_section(json);
  out += assumptions(json);
  out += missing(json);
  out += not_looked_at(json);
  out += floor_plan(json);
  out += resources_section(json);
  out += failures_section(json);
  out += rides_section(json);
  out += loops_section(json);
  out += checks_section(json);
  out += basis_section(json);
  out += racks_section(json);
  out += sources_section(json);
  out += words_section(out);
  out = head(json) + "<body>\n" + out;
  out += fmt::format(
      "</main>\n<footer>Made by {} from plan.json, which holds every number shown here.</footer>\n</body></html>\n",
      escaped(text_of(json, "made_by")));
  return out;
}

}  // namespace hallplan::report
