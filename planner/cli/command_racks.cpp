// hallplan racks: the catalogue, with the source of every value.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "planner/base/text.hpp"
#include "planner/cli/commands.hpp"
#include "planner/cli/list_racks.hpp"
#include "planner/site/walk.hpp"

namespace hallplan::cli {
namespace {

/// The part of a value's path that lies within its product; nothing for the site's own values.
std::optional<std::string> key_in_product(const std::string& path) {
  if (path.rfind("racks/", 0) != 0) return std::nullopt;
  return path.substr(path.find(": ") + 2);
}

/// The ends between which a value is disputed, in the field's units; empty when it is not.
std::string range_of(const Value& value, Dimension dimension) {
  if (!value.disputed()) return {};
  const FieldQuantity high = to_field(dimension, value.high);
  return fmt::format("{:.6g} to {:.6g} {}", to_field(dimension, value.low).value, high.value, high.unit);
}

/// What one value is, who says so, and where that stands.
std::string value_json(const Site& site, const std::string& path, const Value& value, Dimension dimension) {
  const Source* source = find_source(site, value.source);
  const std::string from = source == nullptr ? value.source : source->title;
  return fmt::format(
      "{{\"path\": {}, \"value\": {}, \"range\": {}, \"means\": {}, \"trust\": {}, \"source\": {}, \"address\": {}}}",
      json_string(path), json_string(value.written), json_string(range_of(value, dimension)), json_string(value.means),
      json_string(to_string(value.trust)), json_string(from), json_string(source == nullptr ? "" : source->address));
}

/// Who says so, as a line under the values: trust, title, address; what was assumed has no address.
std::string footnote(const Site& site, const Value& value) {
  std::string note(to_string(value.trust));
  const Source* source = find_source(site, value.source);
  const std::string& from = source == nullptr ? value.source : source->title;
  if (!from.empty()) note += ": " + from;
  if (source != nullptr && !source->address.empty()) note += ", " + source->address;
  return note;
}

/// Counts are keys without a source of their own.
constexpr const char* kCountNote = "not sourced: a count as the file states it, or its default";

/// One line a value, each with the number of its footnote; then the counts.
std::string values_text(Site& site) {
  std::string lines;
  std::vector<std::string> notes;
  const auto number_of = [&](const std::string& note) {
    const auto at = std::find(notes.begin(), notes.end(), note);
    const auto number = at - notes.begin() + 1;
    if (at == notes.end()) notes.push_back(note);
    return number;
  };
  for_each_value(site, [&](const std::string& path, Value& value, Dimension dimension) {
    const std::optional<std::string> key = key_in_product(path);
    if (!key) return;
    const auto number = number_of(footnote(site, value));
    const std::string range = range_of(value, dimension);
    lines += fmt::format("  {:<34} {}{}{} [{}]\n", *key, value.written, range.empty() ? "" : " (" + range + ")",
                         value.means.empty() ? "" : ", " + value.means, number);
  });
  for_each_count(site, [&](const std::string& path, int count) {
    const std::optional<std::string> key = key_in_product(path);
    if (key) lines += fmt::format("  {:<34} {} [{}]\n", *key, count, number_of(kCountNote));
  });
  lines += "sources:\n";
  for (std::size_t i = 0; i < notes.size(); ++i) lines += fmt::format("  [{}] {}\n", i + 1, notes[i]);
  return printable(lines);
}

std::string values_json(Site& site) {
  std::string list;
  for_each_value(site, [&](const std::string& path, Value& value, Dimension dimension) {
    const std::optional<std::string> key = key_in_product(path);
    if (key) list += (list.empty() ? "" : ",\n") + value_json(site, *key, value, dimension);
  });
  for_each_count(site, [&](const std::string& path, int count) {
    const std::optional<std::string> key = key_in_product(path);
    if (!key) return;
    list += (list.empty() ? "" : ",\n") +
            fmt::format(
                "{{\"path\": {}, \"value\": \"{}\", \"range\": \"\", \"means\": \"\", \"trust\": \"unsourced\", "
                "\"source\": {}, \"address\": \"\"}}",
                json_string(*key), count, json_string(kCountNote));
  });
  return list;
}

/// A site that holds nothing but one product, so that its values are visited like a site's.
template <class B>
bool keep(std::vector<Product<B>>& to, const std::vector<Product<B>>& from, const std::string& id) {
  for (const Product<B>& product : from) {
    if (product.id == id) to.push_back(product);
  }
  return !to.empty();
}

Site only(const Catalogue& all, const std::string& id) {
  Site site;
  static_cast<void>(
      keep(site.catalogue.racks, all.racks, id) || keep(site.catalogue.cdus, all.cdus, id) ||
      keep(site.catalogue.air_units, all.air_units, id) || keep(site.catalogue.rear_doors, all.rear_doors, id) ||
      keep(site.catalogue.busways, all.busways, id) || keep(site.catalogue.ups, all.ups, id) ||
      keep(site.catalogue.transformers, all.transformers, id) || keep(site.catalogue.generators, all.generators, id) ||
      keep(site.catalogue.tap_offs, all.tap_offs, id) || keep(site.catalogue.rejections, all.rejections, id) ||
      keep(site.catalogue.coolants, all.coolants, id) || keep(site.catalogue.cables, all.cables, id) ||
      keep(site.catalogue.servers, all.servers, id));
  return site;
}

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  return text;
}

/// Products that an unknown id may mean: those whose id holds the word, and the one nearest in spelling.
std::string meant(const std::string& word, const std::vector<ListedProduct>& entries) {
  std::vector<std::string> ids;
  std::vector<std::string> near;
  for (const ListedProduct& entry : entries) {
    ids.push_back(entry.id);
    if (!word.empty() && entry.id.find(lower_case(word)) != std::string::npos) near.push_back(entry.id);
  }
  if (near.empty()) return suggest(word, ids);
  const std::string nearest = closest(word, ids);
  if (!nearest.empty() && std::find(near.begin(), near.end(), nearest) == near.end()) near.push_back(nearest);
  return near.size() == 1 ? fmt::format("did you mean '{}'?", near.front())
                          : fmt::format("did you mean one of: {}?", join(near, ", "));
}

Exit show(const Catalogue& catalogue, const std::vector<ListedProduct>& entries, const Options& options,
          Streams streams) {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const ListedProduct& entry) { return entry.id == options.product; });
  if (found == entries.end()) {
    streams.err << "error[site.reference]: no product '" << printable(options.product) << "'; "
                << meant(options.product, entries) << "\n";
    return Exit::input;
  }
  Site site = only(catalogue, options.product);
  if (options.format == Format::json) {
    streams.out << fmt::format(
        "{{\"schema\": 1, \"kind\": {}, \"id\": {}, \"name\": {}, \"maker\": {}, \"note\": {}{}, \"values\": "
        "[\n{}\n]}}\n",
        json_string(found->kind), json_string(found->id), json_string(found->name), json_string(found->maker),
        json_string(found->note), traits_json(*found), values_json(site));
    return Exit::pass;
  }
  streams.out << fmt::format("{} {}: {} ({})\n", found->kind, found->id, printable(found->name),
                             printable(found->maker));
  if (!found->note.empty()) streams.out << "  " << printable(found->note) << "\n";
  for (const Trait& one : found->traits) {
    streams.out << fmt::format("  {:<34} {}\n", one.path, one.word.empty() ? "not stated" : one.word);
  }
  streams.out << values_text(site);
  return Exit::pass;
}

}  // namespace

Exit run_racks(const Options& options, Streams streams) {
  SourceFiles files;
  const Result<Catalogue> catalogue = load_catalogue(files, options.catalogue);
  if (!catalogue.problems.all().empty()) print_problems(catalogue.problems, files, options, streams);
  if (!catalogue.value) return Exit::input;
  const std::vector<ListedProduct> entries = listed_products(*catalogue.value);
  if (options.command == Command::racks_show) return show(*catalogue.value, entries, options, streams);
  if (options.command == Command::racks_list) return list_racks(entries, options, streams);
  streams.out << entries.size() << " products, all sound\n";
  return Exit::pass;
}

}  // namespace hallplan::cli
