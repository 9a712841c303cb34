// hallplan rules: what every rule demands, its formula, where its limit comes from, how it fails and how that is mended.
#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include "planner/base/rule.hpp"
#include "planner/base/text.hpp"
#include "planner/cli/commands.hpp"
#include "planner/report/text_table.hpp"
#include "planner/rules/page.hpp"
#include "planner/rules/pages.hpp"

namespace hallplan::cli {
namespace {

constexpr std::size_t kWidth = 100;

std::string paragraph(const std::string& lead, std::string_view text) { return report::paragraph(lead, text, kWidth); }

/// "[a, b]" of texts that are JSON already.
std::string json_array(const std::vector<std::string>& items, std::string_view separator = ", ") {
  return "[" + join(items, separator) + "]";
}

std::string json_strings(const std::vector<std::string>& texts) {
  std::vector<std::string> items;
  items.reserve(texts.size());
  for (const std::string& text : texts) items.push_back(json_string(text));
  return json_array(items);
}

Exit list(const std::vector<RuleInfo>& rules, const Options& options, Streams streams) {
  if (options.format == Format::json) {
    std::vector<std::string> items;
    items.reserve(rules.size());
    for (const RuleInfo& rule : rules) {
      items.push_back(fmt::format("{{\"id\": {}, \"domain\": {}, \"demand\": {}}}", json_string(rule.id),
                                  json_string(rule_domain(rule.rule)), json_string(rule.demand)));
    }
    streams.out << "{\"schema\": 1, \"rules\": [\n" << join(items, ",\n") << "\n]}\n";
    return Exit::pass;
  }
  std::size_t width = 0;
  for (const RuleInfo& rule : rules) width = std::max(width, rule.id.size());
  for (const RuleInfo& rule : rules) streams.out << paragraph(fmt::format("{:<{}}  ", rule.id, width), rule.demand);
  return Exit::pass;
}

/// The formula with its symbols in columns; a rule without symbols says in words what it accepts.
std::string formula_text(const rules::Page& page) {
  std::string out = page.symbols.empty() ? "\naccepted\n" : "\nformula\n";
  for (const std::string& line : page.formula) out += paragraph("  ", line);
  std::size_t symbol_width = 0;
  std::size_t unit_width = 0;
  for (const rules::Symbol& one : page.symbols) {
    symbol_width = std::max(symbol_width, one.symbol.size());
    unit_width = std::max(unit_width, one.unit.size());
  }
  for (const rules::Symbol& one : page.symbols) {
    out += paragraph(fmt::format("    {:<{}}  {:<{}}  ", one.symbol, symbol_width, one.unit, unit_width), one.meaning);
  }
  return out;
}

/// The example with the line numbers that its message names.
std::string example_text(const rules::Page& page, std::string_view path) {
  std::string out = fmt::format("\nexample{}\n", page.site.empty() ? "" : " " + std::string(path));
  int number = page.site_line;
  for (std::size_t at = 0; at < page.site.size(); ++number) {
    const std::size_t end = std::min(page.site.find('\n', at), page.site.size());
    out += fmt::format("  {:>4} | {}\n", number, printable(page.site.substr(at, end - at)));
    at = end + 1;
  }
  out += paragraph("  ", page.why) + "\n  $ " + page.run + '\n';
  for (const std::string& line : page.message) out += paragraph("  ", line);
  return out + fmt::format("  exit code {}\n", page.exit);
}

std::string page_text(const RuleInfo& rule) {
  std::string out = paragraph("", fmt::format("{}: {}", rule.id, rule.demand));
  const std::optional<rules::PageFile> file = rules::page_file(rule.rule);
  if (!file) return out + "no page says more\n";
  const rules::Page page = rules::parse_page(file->text).page;
  out += formula_text(page) + "\nsource\n";
  for (const rules::Origin& one : page.sources) out += paragraph("  " + one.kind + ": ", one.text);
  out += "\nmend\n";
  for (std::size_t i = 0; i < page.mends.size(); ++i) out += paragraph(fmt::format("  {}. ", i + 1), page.mends[i]);
  return out + example_text(page, file->path);
}

std::string page_json(const RuleInfo& rule) {
  const std::optional<rules::PageFile> file = rules::page_file(rule.rule);
  const rules::Page page = file ? rules::parse_page(file->text).page : rules::Page{};
  std::vector<std::string> symbols;
  for (const rules::Symbol& one : page.symbols) {
    symbols.push_back(fmt::format("{{\"symbol\": {}, \"unit\": {}, \"meaning\": {}}}", json_string(one.symbol),
                                  json_string(one.unit), json_string(one.meaning)));
  }
  std::vector<std::string> sources;
  for (const rules::Origin& one : page.sources) {
    sources.push_back(fmt::format("{{\"kind\": {}, \"text\": {}}}", json_string(one.kind), json_string(one.text)));
  }
  return fmt::format(
      "{{\"schema\": 1, \"id\": {}, \"domain\": {}, \"demand\": {},\n\"formula\": {},\n\"symbols\": {},\n"
      "\"sources\": {},\n\"mends\": {},\n\"example\": {{\"file\": {}, \"run\": {}, \"exit\": {}, \"message\": {}, "
      "\"why\": {},\n\"site_line\": {}, \"site\": {}}}}}\n",
      json_string(rule.id), json_string(rule_domain(rule.rule)), json_string(rule.demand), json_strings(page.formula),
      json_array(symbols), json_array(sources), json_strings(page.mends), json_string(file ? file->path : ""),
      json_string(page.run), page.exit, json_strings(page.message), json_string(page.why), page.site_line,
      json_string(page.site));
}

Exit unknown(const std::string& word, Streams streams) {
  std::vector<std::string> ids;
  std::vector<std::string> domains;
  for (const RuleInfo& rule : kRules) {
    ids.emplace_back(rule.id);
    const std::string domain(rule_domain(rule.rule));
    if (std::find(domains.begin(), domains.end(), domain) == domains.end()) domains.push_back(domain);
  }
  std::string meant = closest(word, domains);
  if (meant.empty()) meant = closest(word, ids);
  // All ids at once are no help: the domains lead to them.
  const bool held = std::any_of(ids.begin(), ids.end(),
                                [&](const std::string& id) { return !word.empty() && id.find(word) != id.npos; });
  const std::string help = !meant.empty() ? fmt::format("did you mean '{}'?", meant)
                           : held         ? suggest(word, ids)
                                          : "domains: " + join(domains, ", ");
  streams.err << fmt::format("error: no rule '{}'; {}\nsee hallplan rules list\n", printable(word), help);
  return Exit::input;
}

}  // namespace

Exit run_rules(const Options& options, Streams streams) {
  if (options.command == Command::rules_list) return list({kRules.begin(), kRules.end()}, options, streams);
  if (const std::optional<Rule> rule = rule_from_id(options.product)) {
    const RuleInfo& info = kRules[static_cast<std::size_t>(*rule)];
    streams.out << (options.format == Format::json ? page_json(info) : page_text(info));
    return Exit::pass;
  }
  std::vector<RuleInfo> domain;
  for (const RuleInfo& rule : kRules) {
    if (rule_domain(rule.rule) == options.product) domain.push_back(rule);
  }
  return domain.empty() ? unknown(options.product, streams) : list(domain, options, streams);
}

}  // namespace hallplan::cli
