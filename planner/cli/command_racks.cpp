// hallplan racks: the catalogue, with the source of every value.
#include <fmt/format.h>

#include <ostream>
#include <string>
#include <vector>

#include "planner/base/text.hpp"
#include "planner/cli/commands.hpp"
#include "planner/site/walk.hpp"

namespace hallplan::cli {
namespace {

/// One line of `racks list`.
struct Entry {
  std::string kind, id, name, maker, note;
};

template <class B>
void add_entries(std::vector<Entry>& entries, std::string_view kind, const std::vector<Product<B>>& products) {
  for (const Product<B>& product : products) {
    entries.push_back({std::string(kind), product.id, product.name, product.maker, product.note});
  }
}

std::vector<Entry> entries_of(const Catalogue& catalogue) {
  std::vector<Entry> entries;
  add_entries(entries, "rack", catalogue.racks);
  add_entries(entries, "CDU", catalogue.cdus);
  add_entries(entries, "air unit", catalogue.air_units);
  add_entries(entries, "busway", catalogue.busways);
  add_entries(entries, "UPS", catalogue.ups);
  add_entries(entries, "rejection", catalogue.rejections);
  add_entries(entries, "coolant", catalogue.coolants);
  add_entries(entries, "cable", catalogue.cables);
  return entries;
}

Exit list(const std::vector<Entry>& entries, const Options& options, Streams streams) {
  std::string out;
  for (const Entry& entry : entries) {
    if (options.format == Format::json) {
      out += fmt::format("{}{{\"kind\": {}, \"id\": {}, \"name\": {}, \"maker\": {}}}", out.empty() ? "" : ",\n",
                         json_string(entry.kind), json_string(entry.id), json_string(entry.name),
                         json_string(entry.maker));
    } else {
      out +=
          fmt::format("{:<10} {:<26} {} ({})\n", entry.kind, entry.id, printable(entry.name), printable(entry.maker));
    }
  }
  streams.out << (options.format == Format::json ? "{\"schema\": 1, \"products\": [\n" + out + "\n]}\n" : out);
  return Exit::pass;
}

/// What one value is, who says so, and where it stands.
std::string value_line(const Site& site, const std::string& path, const Value& value, Dimension dimension, bool json) {
  const std::string range =
      value.disputed() ? fmt::format("{:.6g} to {:.6g} {}", to_field(dimension, value.low).value,
                                     to_field(dimension, value.high).value, to_field(dimension, value.high).unit)
                       : "";
  const Source* source = find_source(site, value.source);
  const std::string from = source == nullptr ? value.source : source->title;
  if (json) {
    return fmt::format(
        "{{\"path\": {}, \"value\": {}, \"range\": {}, \"means\": {}, \"trust\": {}, \"source\": {}, \"address\": {}}}",
        json_string(path), json_string(value.written), json_string(range), json_string(value.means),
        json_string(to_string(value.trust)), json_string(from), json_string(source == nullptr ? "" : source->address));
  }
  std::string line = fmt::format("  {:<34} {}", path, value.written);
  if (!range.empty()) line += " (" + range + ")";
  if (!value.means.empty()) line += ", " + value.means;
  line += fmt::format("\n  {:<34}   {}: {}\n", "", to_string(value.trust), from);
  return printable(line);
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
  static_cast<void>(keep(site.catalogue.racks, all.racks, id) || keep(site.catalogue.cdus, all.cdus, id) ||
                    keep(site.catalogue.air_units, all.air_units, id) ||
                    keep(site.catalogue.busways, all.busways, id) || keep(site.catalogue.ups, all.ups, id) ||
                    keep(site.catalogue.rejections, all.rejections, id) ||
                    keep(site.catalogue.coolants, all.coolants, id) || keep(site.catalogue.cables, all.cables, id));
  return site;
}

Exit show(const Catalogue& catalogue, const std::vector<Entry>& entries, const Options& options, Streams streams) {
  std::vector<std::string> ids;
  const Entry* found = nullptr;
  for (const Entry& entry : entries) {
    ids.push_back(entry.id);
    if (entry.id == options.product) found = &entry;
  }
  if (found == nullptr) {
    streams.err << "error[site.reference]: no product '" << printable(options.product) << "'; "
                << suggest(options.product, ids) << "\n";
    return Exit::input;
  }
  const bool json = options.format == Format::json;
  Site site = only(catalogue, options.product);
  std::string values;
  for_each_value(site, [&](const std::string& path, Value& value, Dimension dimension) {
    if (path.rfind("racks/", 0) != 0) return;
    const std::string key = path.substr(path.find(": ") + 2);
    values += (json && !values.empty() ? ",\n" : "") + value_line(site, key, value, dimension, json);
  });
  if (json) {
    streams.out << fmt::format(
        "{{\"schema\": 1, \"kind\": {}, \"id\": {}, \"name\": {}, \"maker\": {}, \"note\": {}, \"values\": "
        "[\n{}\n]}}\n",
        json_string(found->kind), json_string(found->id), json_string(found->name), json_string(found->maker),
        json_string(found->note), values);
  } else {
    streams.out << fmt::format("{} {}: {} ({})\n", found->kind, found->id, printable(found->name),
                               printable(found->maker));
    if (!found->note.empty()) streams.out << "  " << printable(found->note) << "\n";
    streams.out << values;
  }
  return Exit::pass;
}

}  // namespace

Exit run_racks(const Options& options, Streams streams) {
  SourceFiles files;
  const Result<Catalogue> catalogue = load_catalogue(files, options.catalogue);
  if (!catalogue.problems.all().empty()) print_problems(catalogue.problems, files, options, streams);
  if (!catalogue.value) return Exit::input;
  const std::vector<Entry> entries = entries_of(*catalogue.value);
  if (options.command == Command::racks_show) return show(*catalogue.value, entries, options, streams);
  if (options.command == Command::racks_list) return list(entries, options, streams);
  streams.out << entries.size() << " products, all sound\n";
  return Exit::pass;
}

}  // namespace hallplan::cli
