#include "planner/report/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>
#include <vector>

#include "planner/report/headline.hpp"
#include "planner/report/text_parts.hpp"
#include "planner/report/text_table.hpp"
#include "planner/report/wording.hpp"
#include "planner/report/words.hpp"

namespace hallplan::report {
namespace {

constexpr std::size_t kAssumptionsShown = 5;
constexpr std::size_t kChecksShown = 20;
constexpr std::size_t kTightestShown = 5;
constexpr std::size_t kFailuresShown = 8;
constexpr std::size_t kMissingShown = 12;

using Rows = std::vector<std::vector<std::string>>;

std::string upper(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return text;
}

std::string coloured(const std::string& status, std::string text, const TextOptions& options) {
  if (!options.colour) return text;
  const std::string_view code = status == "pass" ? "32" : status == "fail" ? "31;1" : "33";
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

std::string head(const Json& document, const TextOptions& options) {
  const Headline lines = headline(document);
  const std::string title = text_of(document, "title");
  std::string out = paragraph("", text_of(document, "site") + (title.empty() ? "" : ": " + title), options.width);
  const std::string with = lines.warnings.empty() ? "" : " with warnings";
  out += coloured(lines.status, upper(lines.status) + with, options) + '\n';
  const auto say = [&](const std::string& text) {
    if (!text.empty()) out += paragraph("  ", text, options.width);
  };
  for (const std::string& warning : lines.warnings) say(warning);
  say(lines.answer);
  for (const std::string& refused : lines.refused) say(refused);
  say(lines.limited_by);
  for (const std::string& domain : lines.domains) say(domain);
  say(lines.bound);
  say(lines.levels);
  for (const std::string& remark : lines.remarks) say(remark);
  return out;
}

std::string one_assumption(const Alike& group, std::size_t number, const TextOptions& options) {
  const Json& one = *group.first;
  std::string what = fmt::format("{} = {}", text_of(one, "path"), text_of(one, "written"));
  if (!group.others.empty()) what += fmt::format("; the same for {}", group.others);
  return paragraph(fmt::format("  {}. ", number), what, options.width) +
         paragraph("     ", fmt::format("{}: {}", text_of(one, "trust"), text_of(one, "why")), options.width) +
         paragraph("     ", flip(one), options.width);
}

std::string assumptions(const Json& document, const TextOptions& options) {
  const Json& all = member_of(document, "assumptions");
  if (all.empty()) return "\nAssumptions: none; every value that reached a check has a source.\n";
  const Carrying groups = carrying(alike(all), kAssumptionsShown);
  if (groups.first.empty()) {
    return "\n" +
           paragraph("",
                     fmt::format("Assumptions: {} looked at; with the placed racks frozen, none is found to "
                                 "change the status of any rule when it alone is moved by a factor of two or "
                                 "15 K. What is undecided may hang on them; planned anew, other racks might fit.",
                                 groups.rest.size()),
                     options.width);
  }
  std::string out = fmt::format("\nAssumptions that carry the answer ({} of {} found to change it, {} looked at)\n",
                                groups.first.size(), groups.changing, groups.first.size() + groups.rest.size());
  for (std::size_t i = 0; i < groups.first.size(); ++i) out += one_assumption(groups.first[i], i + 1, options);
  return out;
}

/// What undecided checks lack.
std::string missing(const Json& document, const TextOptions& options) {
  const Json& all = member_of(document, "missing");
  if (all.empty()) return {};
  Rows rows;
  for (const Json& one : all) {
    if (rows.size() == kMissingShown) break;
    rows.push_back({text_of(one, "name"), text_of(one, "checks"), rules_of(one)});
  }
  const std::string cut = all.size() > rows.size() ? fmt::format(", {} of {}", rows.size(), all.size()) : "";
  return fmt::format("\nMissing values: what undecided checks lack, most wanted first{}\n", cut) +
         table({{"value", false, 50}, {"checks", true}, {"rules", false, 40}}, rows, options.width);
}

/// What no check says anything about.
std::string not_looked_at(const Json& document, const TextOptions& options) {
  const Json& all = member_of(document, "not_looked_at");
  if (all.empty()) return {};
  std::string out = "\nNot looked at: the site does not state what it takes\n";
  for (const Json& one : all) out += paragraph("  - ", one.get<std::string>(), options.width);
  return out;
}

std::vector<const Json*> checks_with(const Json& document, std::string_view status) {
  std::vector<const Json*> out;
  for (const Json& check : member_of(document, "checks")) {
    if (text_of(check, "status") == status) out.push_back(&check);
  }
  return out;
}

/// The first of each rule, then the others: a long list is cut, and no rule may be cut with it.
std::vector<const Json*> each_rule_first(const std::vector<const Json*>& checks) {
  std::set<std::string> seen;
  std::vector<const Json*> first, others;
  for (const Json* check : checks) (seen.insert(text_of(*check, "rule")).second ? first : others).push_back(check);
  first.insert(first.end(), others.begin(), others.end());
  return first;
}

std::string one_check(const Json& check, const TextOptions& options) {
  const std::string status = text_of(check, "status");
  std::string out = "  " + coloured(status, upper(status), options) + ' ';
  out += paragraph("", fmt::format("{}  {}", text_of(check, "rule"), where_and_when(check)), options.width - 12);
  const std::string said = finding(check);
  out += paragraph("     ", said, options.width);
  const std::string arithmetic = text_of(check, "arithmetic");
  if (!arithmetic.empty() && arithmetic != said) out += paragraph("     ", arithmetic, options.width);
  const std::string place = text_of(check, "place");
  if (!place.empty()) out += paragraph("     ", "limit: " + place, options.width);
  return out;
}

std::string list_checks(std::string_view title, const std::vector<const Json*>& checks, std::size_t most,
                        const TextOptions& options) {
  if (checks.empty()) return {};
  std::string out = fmt::format("\n{}\n", title);
  for (std::size_t i = 0; i < std::min(checks.size(), most); ++i) out += one_check(*checks[i], options);
  if (checks.size() > most) out += fmt::format("  and {} more in plan.json\n", checks.size() - most);
  return out;
}

/// Passing checks by how much of their limit is used, one of each rule: in an even hall the next of the same rule says no more.
std::vector<const Json*> tightest(const Json& document) {
  std::vector<const Json*> sorted;
  for (const Json* check : checks_with(document, "pass")) {
    if (member_of(*check, "utilisation").is_number() && number_of(*check, "limit") > 0) sorted.push_back(check);
  }
  std::stable_sort(sorted.begin(), sorted.end(), [](const Json* a, const Json* b) {
    return number_of(*a, "utilisation") > number_of(*b, "utilisation");
  });
  std::vector<const Json*> out;
  std::set<std::string> rules;
  for (const Json* check : sorted) {
    if (out.size() < kTightestShown && rules.insert(text_of(*check, "rule")).second) out.push_back(check);
  }
  return out;
}

std::string domains(const Json& document, const TextOptions& options) {
  const Json& summary = member_of(document, "summary");
  const Json& statuses = member_of(summary, "domains");
  Rows rows;
  for (auto domain = statuses.begin(); domain != statuses.end(); ++domain) {
    const Json& counts = member_of(member_of(summary, "counts"), domain.key());
    rows.push_back({domain.key(), text_of(statuses, domain.key()), text_of(counts, "passed"), text_of(counts, "failed"),
                    text_of(counts, "undecided")});
  }
  return "\nDomains\n" +
         table({{"domain"}, {"status"}, {"passed", true}, {"failed", true}, {"undecided", true}}, rows, options.width);
}

/// Why phases before the last hold no more.
std::string most_in_phases(const Json& phases, const TextOptions& options) {
  std::string out;
  for (const Json& one : phases) {
    const std::string most = most_in_phase(one);
    if (!most.empty()) out += paragraph(fmt::format("  {}: ", text_of(one, "id")), most, options.width);
  }
  return out;
}

std::string phasing(const Json& document, const TextOptions& options) {
  const Json& summary = member_of(document, "summary");
  const std::string price = price_of_phasing(summary), early = earliness(summary);
  return (price.empty() ? "" : paragraph("  price of phasing: ", price, options.width)) +
         (early.empty() ? "" : paragraph("  earliness: ", early, options.width));
}

/// The hall as it grows, a line for each phase.
std::string phases(const Json& document, const TextOptions& options) {
  const Json& all = member_of(document, "phases");
  if (all.empty()) return {};
  Rows rows;
  for (const Json& one : all) {
    rows.push_back({text_of(one, "id"), text_of(one, "date"), text_of(one, "status"), text_of(one, "racks"),
                    text_of(one, "scalable_units"), power(number_of(one, "it_kw")),
                    power(number_of(one, "facility_kw")), text_of(one, "limited_by")});
  }
  return "\nPhases\n" +
         table({{"phase", false, 16},
                {"from"},
                {"status"},
                {"racks", true},
                {"SU", true},
                {"IT", true},
                {"utility", true},
                {"tightest", false, 40}},
               rows, options.width) +
         most_in_phases(all, options) + phasing(document, options);
}

/// Two lines for each: the sum in normal running, and the element that comes closest to its limit.
std::string resources(const Json& document, const TextOptions& options) {
  const Json& all = member_of(document, "resources");
  if (all.empty()) return {};
  Rows rows;
  for (const Json& one : all) {
    const std::string scenario = text_of(one, "worst_scenario");
    const bool normal = scenario.empty() || scenario == "normal";
    const std::string share = member_of(one, "at_least") == true ? "" : percent(number_of(one, "utilisation"));
    const bool same = normal && number_of(one, "elements") == 1 && member_of(one, "capacity").is_number();
    rows.push_back({fmt::format("{} x {}", text_of(one, "elements"), text_of(one, "name")),
                    amount_of_resource(one, "used"), amount_of_resource(one, "capacity"),
                    amount_of_resource(one, "stranded"), same ? share : ""});
    if (same) continue;
    rows.push_back({fmt::format("- {}{}", text_of(one, "tightest"), normal ? "" : ", " + scenario),
                    amount_of_resource(one, "tightest_used"), amount_of_resource(one, "tightest_limit"),
                    amount_of_resource(one, "left"), share});
  }
  return "\nResources\n" + paragraph("  ", kResourcesNote, options.width) +
         table({{"resource, and its tightest", false, 44}, {"used", true}, {"limit", true}, {"left", true}, {"", true}},
               rows, options.width);
}

/// Losses that are undecided for one reason read as one row.
std::vector<std::pair<const Json*, std::size_t>> grouped(const Json& failures) {
  std::vector<std::pair<const Json*, std::size_t>> out;
  for (const Json& one : failures) {
    const auto same = [&](const auto& group) {
      const Json& other = *group.first;
      return text_of(one, "status") == "undecided" && text_of(other, "status") == "undecided" &&
             text_of(one, "rule") == text_of(other, "rule") &&
             number_of(one, "dark_racks") == number_of(other, "dark_racks");
    };
    const auto found = std::find_if(out.begin(), out.end(), same);
    if (found == out.end()) {
      out.emplace_back(&one, 1);
    } else {
      ++found->second;
    }
  }
  return out;
}

/// What fails or is undecided is never cut.
std::string failures(const Json& document, const TextOptions& options) {
  const Json& all = member_of(document, "failures");
  if (all.empty()) return {};
  Rows rows;
  std::size_t broken = 0;
  for (const auto& [first, count] : grouped(all)) {
    const Json& one = *first;
    const bool passes = text_of(one, "status") == "pass";  // what is not asked stops something: that is said
    broken += passes ? 0 : count;
    if (passes && rows.size() >= kFailuresShown) continue;
    const Json& share = member_of(one, "utilisation");
    const std::string more = count > 1 ? fmt::format(" and {} more", count - 1) : "";
    rows.push_back({loss_and_phase(one) + more, text_of(one, "status"), text_of(one, "rule"), text_of(one, "where"),
                    share.is_number() && text_of(one, "status") != "undecided" ? percent(share.get<double>()) : "-",
                    text_of(one, "dark_racks")});
  }
  return fmt::format("\nLosses: {} looked at, {} pass; those that come first\n", all.size(), all.size() - broken) +
         table(
             {{"loss", false, 28}, {"status"}, {"decided by"}, {"at", false, 24}, {"used", true}, {"racks dark", true}},
             rows, options.width);
}

std::string status_word(const Json& ride) {
  if (member_of(ride, "runs_on").is_string()) return "runs on";
  return member_of(ride, "status").is_string() ? text_of(ride, "status") : "shown";
}

std::string rides(const Json& document, const TextOptions& options) {
  const Json& all = member_of(document, "ride_through");
  if (all.empty()) return {};
  Rows rows;
  for (const Json& ride : all) {
    const Json* first = nullptr;
    for (const Json& type : member_of(ride, "types")) {
      if (member_of(type, "rack") == member_of(ride, "first")) first = &type;
    }
    const std::string limit = first == nullptr ? "-" : ride_seconds(ride, member_of(*first, "least_seconds_to_limit"));
    const bool is_known = member_of(ride, "restart_s").is_number();
    rows.push_back({text_of(ride, "group") + ": " + loss_and_phase(ride), status_word(ride), limit,
                    first == nullptr ? "-" : text_of(*first, "ended_by"),
                    is_known ? short_number(number_of(ride, "restart_s")) + " s" : "-", ride_remark(ride)});
  }
  return "\nRide-through of the coolant: seconds until the first rack meets a limit, low end of the volumes\n" +
         table(
             {{"loss", false, 30}, {"status"}, {"limit after", true}, {"ended by"}, {"restart", true}, {"", false, 40}},
             rows, options.width);
}

std::string racks(const Json& document, const TextOptions& options) {
  if (member_of(document, "placements").empty()) return {};
  std::string out = "\nRacks by row\n";
  for (const RowLine& line : row_lines(document)) out += paragraph("  " + line.row + ": ", line.text, options.width);
  return out;
}

std::string basis(const Json& document, const TextOptions& options) {
  if (!options.basis) return {};
  std::string out = "\nBasis of design (* nobody vouches for it)\n";
  std::string system;
  std::string line;
  const auto flush = [&] {
    if (!system.empty()) out += paragraph("  " + system + ": ", line, options.width);
    line.clear();
  };
  for (const Json& one : member_of(document, "basis")) {
    if (text_of(one, "system") != system) {
      flush();
      system = text_of(one, "system");
    }
    const std::string trust = text_of(one, "trust");
    const bool doubtful = trust == "assumed" || trust == "memory" || trust == "inferred" || trust == "estimate";
    line += fmt::format("{}{} {}{}", line.empty() ? "" : "; ", text_of(one, "item"), text_of(one, "value"),
                        doubtful ? "*" : "");
  }
  flush();
  return out;
}

/// What the words mean that a reader has met above.
std::string words(std::string_view above, const TextOptions& options) {
  std::string out;
  for (const Word& word : words_in(above)) {
    out += paragraph(fmt::format("  {}: ", word.word), word.meaning, options.width);
  }
  return out.empty() ? out : "\nWords\n" + out;
}

}  // namespace

std::string text_report(std::string_view document, const TextOptions& options) {
  const Json json = parsed(document);
  std::string out = head(json, options);
  out += phases(json, options);
  out += assumptions(json, options);
  out += missing(json, options);
  const std::vector<const Json*> failing = checks_with(json, "fail");
  out += list_checks("Failing checks", failing, kChecksShown, options);
  if (!failing.empty()) out += "  more: hallplan rules show " + text_of(*failing.front(), "rule") + '\n';
  out += list_checks("Warnings: checks that fail by a rule that the policy does not count",
                     checks_with(json, "warning"), kChecksShown, options);
  out += list_checks("Undecided checks, one of each rule first", each_rule_first(checks_with(json, "undecided")),
                     kChecksShown, options);
  out += list_checks("Tightest checks that pass, one of each rule", tightest(json), kTightestShown, options);
  out += not_looked_at(json, options);
  out += domains(json, options);
  out += resources(json, options);
  out += failures(json, options);
  out += rides(json, options);
  out += text_loops(json, options);
  out += racks(json, options);
  out += basis(json, options);
  out += words(out, options);
  return out;
}

}  // namespace hallplan::report
