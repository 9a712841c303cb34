#include "planner/report/text.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "planner/report/headline.hpp"
#include "planner/report/text_parts.hpp"
#include "planner/report/text_table.hpp"
#include "planner/report/wording.hpp"
#include "planner/report/words.hpp"

namespace hallplan::report {

std::string upper(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return text;
}

std::string coloured(const std::string& status, std::string text, const TextOptions& options) {
  if (!options.colour) return text;
  const std::string_view code = status == "pass" ? "32" : status == "fail" ? "31;1" : "33";
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

namespace {

constexpr std::size_t kAssumptionsShown = 5;

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
  out += text_phases(json, options);
  out += assumptions(json, options);
  out += text_missing(json, options);
  out += text_checks(json, options);
  out += text_not_looked_at(json, options);
  out += text_domains(json, options);
  out += text_resources(json, options);
  out += text_failures(json, options);
  out += text_rides(json, options);
  out += text_loops(json, options);
  out += racks(json, options);
  out += basis(json, options);
  out += words(out, options);
  return out;
}

}  // namespace hallplan::report
