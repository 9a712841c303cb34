#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <vector>

#include "planner/report/html_parts.hpp"
#include "planner/report/markup.hpp"
#include "planner/report/wording.hpp"

namespace hallplan::report {
namespace {

int severity(const Json& check) {
  const std::string status = text_of(check, "status");
  return status == "fail" ? 0 : status == "warning" ? 1 : status == "undecided" ? 2 : 3;
}

std::string domain_of(const Json& check) {
  const std::string rule = text_of(check, "rule");
  return rule.substr(0, rule.find('.'));
}

/// What fails first, then what is undecided, then by how much of its limit is used.
std::vector<const Json*> in_order(const Json& document) {
  std::vector<const Json*> out;
  for (const Json& check : member_of(document, "checks")) out.push_back(&check);
  std::stable_sort(out.begin(), out.end(), [](const Json* a, const Json* b) {
    if (severity(*a) != severity(*b)) return severity(*a) < severity(*b);
    return number_of(*a, "utilisation") > number_of(*b, "utilisation");
  });
  return out;
}

std::vector<std::string> domains_of(const std::vector<const Json*>& checks) {
  std::vector<std::string> out;
  for (const Json* check : checks) {
    const std::string domain = domain_of(*check);
    if (std::find(out.begin(), out.end(), domain) == out.end()) out.push_back(domain);
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// One choice of a filter: a hidden button, its label, and what it hides.
std::string choice(std::string_view group, std::string_view id, std::string_view label, bool chosen) {
  return fmt::format(
      "<input class=\"pick\" type=\"radio\" name=\"{0}\" id=\"{0}-{1}\"{2}><label class=\"chip\" "
      "for=\"{0}-{1}\">{3}</label>\n",
      group, id, chosen ? " checked" : "", escaped(label));
}

std::string filters(const std::vector<std::string>& domains) {
  std::string style = "<style>\n";
  std::string out = choice("status", "all", "every status", true);
  for (const std::string_view status : {"fail", "warning", "undecided", "pass"}) {
    out += choice("status", status, status, false);
    style += fmt::format("#status-{0}:checked~.scroll tr.check:not(.s-{0}){{display:none}}\n", status);
  }
  out += "<span class=\"break\"></span>\n" + choice("domain", "all", "every domain", true);
  for (std::size_t i = 0; i < domains.size(); ++i) {
    const std::string id = std::to_string(i);
    out += choice("domain", id, domains[i], false);
    style += fmt::format("#domain-{0}:checked~.scroll tr.check:not(.o-{0}){{display:none}}\n", id);
  }
  return style + "</style>\n" + out;
}

std::string row(const Json& check, const std::vector<std::string>& domains) {
  const std::string status = text_of(check, "status");
  const auto domain = std::find(domains.begin(), domains.end(), domain_of(check)) - domains.begin();
  const std::string arithmetic = text_of(check, "arithmetic");
  const std::string place = text_of(check, "place");
  std::string more;
  if (!arithmetic.empty()) more += fmt::format("<p class=\"mono\">{}</p>", escaped(arithmetic));
  if (!place.empty()) more += fmt::format("<p class=\"soft\">limit stated in <code>{}</code></p>", escaped(place));
  const std::string where = escaped(text_of(check, "where"));
  const std::string cell = more.empty() ? where
                                        : fmt::format("<details{}><summary>{}</summary>{}</details>",
                                                      status == "fail" ? " open" : "", where, more);
  const bool word = is_yes_or_no(check);
  const bool least = text_of(check, "holds_when") == "value >= limit";
  return fmt::format(
      "<tr class=\"check s-{} o-{}\"><td>{}</td><td><code>{}</code></td><td class=\"wide\">{}</td><td>{}</td>"
      "<td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td "
      "class=\"wide\">{}</td></tr>\n",
      status == "pass" || status == "fail" || status == "warning" ? status : "undecided", domain, badge(status),
      escaped(text_of(check, "rule")), cell, escaped(text_of(check, "scenario")),
      escaped(word ? finding(check)
                   : (member_of(check, "partial") == true ? "at least " : "") + amount(check, "value")),
      word ? "-" : (least ? "&ge; " : "") + escaped(amount(check, "limit")),
      word ? "-" : escaped(amount(check, "margin")),
      word || number_of(check, "limit") <= 0 ? "" : bar(member_of(check, "utilisation"), status),
      escaped(text_of(check, "source")));
}

std::string one_failing(const Json& check) {
  const std::string said = finding(check), arithmetic = text_of(check, "arithmetic"), place = text_of(check, "place");
  std::string out = fmt::format("<li><code>{}</code> <b>{}</b><br>{}", escaped(text_of(check, "rule")),
                                escaped(where_and_when(check)), escaped(said));
  if (!arithmetic.empty() && arithmetic != said) out += "<br><span class=\"mono\">" + escaped(arithmetic) + "</span>";
  if (!place.empty())
    out += fmt::format("<br><span class=\"soft\">limit stated in <code>{}</code></span>", escaped(place));
  return out + "</li>\n";
}

}  // namespace

std::string failing_section(const Json& document) {
  constexpr std::size_t kShown = 12;
  std::vector<const Json*> failing = in_order(document);
  failing.erase(std::find_if(failing.begin(), failing.end(), [](const Json* check) { return severity(*check) > 0; }),
                failing.end());
  if (failing.empty()) return {};
  std::string out =
      heading("fails", "What fails",
              "What is farthest over its limit first. 'hallplan rules show RULE' has each rule's ways out.");
  out += "<ol class=\"assume\">\n";
  for (std::size_t i = 0; i < std::min(failing.size(), kShown); ++i) out += one_failing(*failing[i]);
  out += "</ol>\n";
  if (failing.size() > kShown) {
    out += fmt::format("<p>{} more among <a href=\"#checks\">all checks</a>.</p>\n", failing.size() - kShown);
  }
  return out;
}

std::string checks_section(const Json& document) {
  const std::vector<const Json*> checks = in_order(document);
  const std::vector<std::string> domains = domains_of(checks);
  std::string out =
      heading("checks", fmt::format("All {} checks", checks.size()),
              "Open a place to redo its arithmetic by hand. Failures first, then by how much of the limit is used. "
              "A margin is positive when the rule holds.");
  out += filters(domains);
  out +=
      "<div class=\"scroll\"><table><thead><tr><th>status</th><th>rule</th><th>where</th><th>scenario</th><th "
      "class=\"n\">value</th>"
      "<th class=\"n\">limit</th><th class=\"n\">margin</th><th class=\"n\">of limit</th><th>source of the "
      "limit</th></tr></thead><tbody>\n";
  for (const Json* check : checks) out += row(*check, domains);
  return out + "</tbody></table></div>\n";
}

}  // namespace hallplan::report
