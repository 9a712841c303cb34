#include "planner/cli/list_racks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <ostream>
#include <set>

#include "planner/base/text.hpp"
#include "planner/cli/commands.hpp"
#include "planner/report/text_table.hpp"

namespace hallplan::cli {
namespace {

constexpr double kKilo = 1e-3;

std::string lower_case(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

std::string word_of_kind(std::string kind) {
  std::replace(kind.begin(), kind.end(), ' ', '-');
  return lower_case(std::move(kind));
}

bool holds(const std::string& text, const std::string& word) {
  return lower_case(text).find(lower_case(word)) != std::string::npos;
}

/// One filter of the command line, as it was written.
struct Filter {
  std::string written;
  std::function<bool(const ListedProduct&)> passes;
  std::function<std::string(const ListedProduct&)> property;  ///< what there is to ask for; null where that is no list
};

std::vector<Filter> filters_of(const Options& options) {
  std::vector<Filter> filters;
  const auto word = [&](const char* option, const std::string& asked, auto property, bool whole) {
    if (asked.empty()) return;
    const auto passes = [=](const ListedProduct& product) {
      return whole ? property(product) == asked : holds(property(product), asked);
    };
    filters.push_back({fmt::format("{} {}", option, printable(asked)), passes, property});
  };
  word(
      "--kind", options.kind, [](const ListedProduct& p) { return word_of_kind(p.kind); }, true);
  word(
      "--role", options.role, [](const ListedProduct& p) { return p.role; }, true);
  word(
      "--maker", options.maker, [](const ListedProduct& p) { return p.maker; }, false);
  if (options.least_power_w) {
    const double least_w = *options.least_power_w;
    filters.push_back({fmt::format("--min-power {:.6g} kW", least_w * kKilo),
                       [=](const ListedProduct& p) { return p.power_w && *p.power_w >= least_w; }, nullptr});
  }
  if (options.most_power_w) {
    const double most_w = *options.most_power_w;
    filters.push_back({fmt::format("--max-power {:.6g} kW", most_w * kKilo),
                       [=](const ListedProduct& p) { return p.power_w && *p.power_w <= most_w; }, nullptr});
  }
  for (const std::string& text : options.words) {
    filters.push_back({fmt::format("'{}'", printable(text)),
                       [=](const ListedProduct& p) {
                         const bool is_kind =
                             lower_case(p.kind) == lower_case(text) || word_of_kind(p.kind) == lower_case(text);
                         return is_kind || holds(p.id, text) || holds(p.name, text) || holds(p.maker, text);
                       },
                       nullptr});
  }
  return filters;
}

/// Which filter removed the last product, of how many, and what it could have asked for.
std::string nothing_left(const Filter& filter, const std::vector<ListedProduct>& before) {
  std::string out = fmt::format("no product: {} leaves none of {}", filter.written, before.size());
  if (filter.property == nullptr) return out + '\n';
  std::set<std::string> there;
  for (const ListedProduct& product : before) there.insert(printable(filter.property(product)));
  there.erase("");
  const std::string words = join({there.begin(), there.end()}, ", ");
  return out + (words.empty() ? "\n" : fmt::format("; there are: {}\n", words));
}

std::string number(const std::optional<double>& value) { return value ? fmt::format("{:.5g}", *value) : "-"; }

/// A table of one kind. No cell goes on in a second line: ids are to be found by line.
std::string table_of(const std::string& kind, const std::vector<ListedProduct>& products) {
  constexpr std::size_t kWhole = std::numeric_limits<std::size_t>::max() / 2;
  std::vector<report::Column> columns{{kind, false, kWhole}};
  std::vector<std::vector<std::string>> rows;
  const bool rack = kind == "rack";
  for (const ListedProduct& product : products) {
    if (product.kind != kind) continue;
    std::vector<std::string> row{product.id};
    for (const Figure& one : product.figures) row.push_back(number(one.value));
    for (const Trait& one : product.traits) row.push_back(one.word.empty() ? "-" : one.word);
    if (rack) row.push_back(product.role);
    row.push_back(fmt::format("{} ({})", product.name, product.maker));
    if (rows.empty()) {
      for (const Figure& one : product.figures) columns.push_back({one.name + ' ' + one.unit, true, kWhole});
      for (const Trait& one : product.traits) columns.push_back({one.name, false, kWhole});
      if (rack) columns.push_back({"role", false, kWhole});
      columns.push_back({"name (maker)", false, kWhole});
    }
    rows.push_back(std::move(row));
  }
  return rows.empty() ? std::string() : report::table(columns, rows, kWhole);
}

std::string product_json(const ListedProduct& product) {
  std::string figures;
  for (const Figure& one : product.figures) {
    figures += fmt::format(", {}: {}", json_string(one.key), one.value ? fmt::format("{:.6g}", *one.value) : "null");
  }
  figures += traits_json(product);
  const std::string role = product.role.empty() ? "" : fmt::format(", \"role\": {}", json_string(product.role));
  return fmt::format("{{\"kind\": {}, \"id\": {}, \"name\": {}, \"maker\": {}{}{}}}", json_string(product.kind),
                     json_string(product.id), json_string(product.name), json_string(product.maker), role, figures);
}

}  // namespace

std::string traits_json(const ListedProduct& product) {
  std::string out;
  for (const Trait& one : product.traits) {
    out += fmt::format(", {}: {}", json_string(one.key), one.word.empty() ? "null" : json_string(one.word));
  }
  return out;
}

std::vector<std::string> kind_words() {
  std::vector<std::string> words;
  for (const std::string& kind : product_kinds()) words.push_back(word_of_kind(kind));
  return words;
}

Exit list_racks(const std::vector<ListedProduct>& products, const Options& options, Streams streams) {
  std::vector<ListedProduct> left = products;
  for (const Filter& filter : filters_of(options)) {
    std::vector<ListedProduct> passed;
    std::copy_if(left.begin(), left.end(), std::back_inserter(passed), filter.passes);
    if (passed.empty() && !left.empty()) streams.err << nothing_left(filter, left);
    left = std::move(passed);
  }
  std::vector<std::string> parts;
  if (options.format == Format::json) {
    for (const ListedProduct& product : left) parts.push_back(product_json(product));
    streams.out << "{\"schema\": 1, \"products\": [\n" << join(parts, ",\n") << "\n]}\n";
    return Exit::pass;
  }
  for (const std::string& kind : product_kinds()) {
    std::string one = table_of(kind, left);
    if (!one.empty()) parts.push_back(std::move(one));
  }
  streams.out << join(parts, "\n");
  return Exit::pass;
}

}  // namespace hallplan::cli
