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

constexpr const char* kKinds[] = {"rack",      "CDU",     "air unit",  "rear door", "busway", "UPS",   "transformer",
                                  "generator", "tap-off", "rejection", "coolant",   "cable",  "server"};

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

Figure figure(std::string name, std::string key, std::string unit, std::optional<double> value) {
  return {std::move(name), std::move(key), std::move(unit), value};
}

std::optional<double> scaled(const MaybeValue& value, double factor) {
  return value ? std::optional(value->value * factor) : std::nullopt;
}

constexpr double kKilo = 1e-3;
constexpr double kMilli = 1e3;
constexpr double kLitresPerMinute = 60'000;
constexpr double kPerCent = 100;

std::vector<Figure> figures_of(const RackType& rack) {
  const MaybeValue share = rack.liquid ? MaybeValue(rack.liquid->share) : std::nullopt;
  return {figure("TDP", "tdp_kw", "kW", rack.power.tdp_w.value * kKilo),
          figure("mass", "mass_kg", "kg", scaled(rack.body.mass_kg, 1)),
          figure("width", "width_mm", "mm", rack.body.width_m.value * kMilli),
          figure("depth", "depth_mm", "mm", rack.body.depth_m.value * kMilli),
          figure("height", "height_mm", "mm", rack.body.height_m.value * kMilli),
          figure("liquid", "liquid_share_percent", "%", rack.liquid ? scaled(share, kPerCent) : 0.0)};
}

std::vector<Figure> figures_of(const CduType& cdu) {
  return {figure("heat", "capacity_kw", "kW", cdu.capacity_w.value * kKilo),
          figure("approach", "approach_k", "K", cdu.approach_k.value),
          figure("flow", "flow_l_per_min", "L/min", cdu.flow_m3_per_s.value * kLitresPerMinute),
          figure("head", "head_kpa", "kPa", cdu.head_pa.value * kKilo),
          figure("mass", "mass_kg", "kg", scaled(cdu.body.mass_kg, 1))};
}

std::vector<Figure> figures_of(const AirUnitType& unit) {
  return {figure("heat", "capacity_kw", "kW", unit.capacity_w.value * kKilo),
          figure("water", "water_supply_degc", "degC", unit.water_supply_degc.value),
          figure("air", "airflow_m3_per_s", "m3/s", unit.airflow_m3_per_s.value),
          figure("fan", "fan_power_kw", "kW", unit.fan_power_w.value * kKilo),
          figure("mass", "mass_kg", "kg", scaled(unit.body.mass_kg, 1))};
}

std::vector<Figure> figures_of(const RearDoorType& door) {
  return {figure("heat", "capacity_kw", "kW", door.capacity_w.value * kKilo),
          figure("water", "water_supply_degc", "degC", door.water_supply_degc.value),
          figure("fan", "fan_power_kw", "kW", scaled(door.fan_power_w, kKilo))};
}

std::vector<Figure> figures_of(const BuswayType& busway) {
  return {figure("rating", "rating_a", "A", busway.rating_a.value),
          figure("voltage", "voltage_v", "V", busway.voltage_v.value),
          figure("mass", "mass_kg_per_m", "kg/m", scaled(busway.mass_kg_per_m, 1))};
}

std::vector<Figure> figures_of(const UpsType& ups) {
  return {figure("module", "module_kw", "kW", ups.module_w.value * kKilo),
          figure("efficiency", "efficiency_percent", "%", ups.efficiency.value * kPerCent),
          figure("runtime", "runtime_s", "s", scaled(ups.runtime_s, 1)),
          figure("recharge", "recharge_kw", "kW", scaled(ups.recharge_w, kKilo))};
}

std::vector<Figure> figures_of(const TransformerType& transformer) {
  return {figure("rating", "rating_kva", "kVA", transformer.rating_va.value * kKilo),
          figure("impedance", "impedance_percent", "%", scaled(transformer.impedance, kPerCent)),
          figure("efficiency", "efficiency_percent", "%", scaled(transformer.efficiency, kPerCent))};
}

std::vector<Figure> figures_of(const GeneratorType& generator) {
  return {figure("rating", "rating_kw", "kW", generator.rating_w.value * kKilo),
          figure("rating", "rating_kva", "kVA", scaled(generator.rating_va, kKilo)),
          figure("start", "start_s", "s", scaled(generator.start_s, 1))};
}

std::vector<Figure> figures_of(const TapOffType& box) {
  return {figure("poles", "poles", "", box.poles > 0 ? std::optional<double>(box.poles) : std::nullopt),
          figure("rating", "rating_a", "A", scaled(box.rating_a, 1)),
          figure("mass", "mass_kg", "kg", scaled(box.mass_kg, 1))};
}

std::vector<Figure> figures_of(const RejectionType& rejection) {
  return {figure("heat", "capacity_kw", "kW", rejection.capacity_w.value * kKilo),
          figure("outdoor", "design_air_degc", "degC", rejection.design_air_degc.value),
          figure("water", "water_least_degc", "degC", scaled(rejection.water_least_degc, 1)),
          figure("power", "power_kw", "kW", scaled(rejection.power_w, kKilo))};
}

/// As the file of a heat rejection has them: whether water may be colder than the air, and which temperature rates it.
std::vector<Trait> traits_of(const RejectionType& rejection) {
  const auto kind = [&]() -> std::string {
    switch (rejection.kind) {
      case RejectionKind::dry_cooler:
        return "dry_cooler";
      case RejectionKind::evaporative:
        return "evaporative";
      case RejectionKind::chiller:
        return "chiller";
      case RejectionKind::unknown:
        break;
    }
    return {};
  };
  return {{"type", "rejection_kind", "rejection.kind", kind()},
          {"rated by", "rated_by", "rejection.rated_by",
           rejection.rated_by == RatedBy::wet_bulb ? "wet_bulb" : "dry_bulb"}};
}

std::vector<Figure> figures_of(const CoolantType& coolant) {
  const bool known = !coolant.table.empty();
  const auto end = [&](bool last) {
    return (last ? coolant.table.back() : coolant.table.front()).temperature_degc.value;
  };
  return {figure("from", "table_from_degc", "degC", known ? std::optional(end(false)) : std::nullopt),
          figure("to", "table_to_degc", "degC", known ? std::optional(end(true)) : std::nullopt)};
}

std::vector<Figure> figures_of(const CableType& cable) {
  return {figure("reach", "reach_m", "m", cable.reach_m.value)};
}

std::vector<Figure> figures_of(const ServerType& server) {
  const auto counted = [](int count) { return count > 0 ? std::optional<double>(count) : std::nullopt; };
  return {figure("TDP", "tdp_kw", "kW", scaled(server.tdp_w, kKilo)),
          figure("supply", "supply_kw", "kW", scaled(server.supply_w, kKilo)),
          figure("typical", "typical_kw", "kW", scaled(server.typical_w, kKilo)),
          figure("units", "rack_units", "U", counted(server.units)),
          figure("mass", "mass_kg", "kg", scaled(server.mass_kg, 1)),
          figure("GPUs", "gpus", "", counted(server.gpus))};
}

/// What `--min-power` and `--max-power` look at.
template <class B>
std::optional<double> power_of(const B& body) {
  if constexpr (requires { body.power.tdp_w; }) {
    return body.power.tdp_w.value;
  } else if constexpr (requires { body.tdp_w; }) {
    return body.tdp_w ? std::optional(body.tdp_w->value) : std::nullopt;
  } else if constexpr (requires { body.capacity_w; }) {
    return body.capacity_w.value;
  } else if constexpr (requires { body.module_w; }) {
    return body.module_w.value;
  } else {
    return std::nullopt;
  }
}

template <class B>
void add(std::vector<ListedProduct>& out, const char* kind, const std::vector<Product<B>>& products) {
  for (const Product<B>& product : products) {
    ListedProduct one{kind, product.id, product.name, product.maker, product.note, {}, {}, {}, {}};
    if constexpr (requires { product.body.role; }) one.role = product.body.role;
    one.power_w = power_of(product.body);
    one.figures = figures_of(product.body);
    if constexpr (requires { product.body.rated_by; }) one.traits = traits_of(product.body);
    out.push_back(std::move(one));
  }
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

std::vector<ListedProduct> listed_products(const Catalogue& catalogue) {
  std::vector<ListedProduct> out;
  add(out, kKinds[0], catalogue.racks);
  add(out, kKinds[1], catalogue.cdus);
  add(out, kKinds[2], catalogue.air_units);
  add(out, kKinds[3], catalogue.rear_doors);
  add(out, kKinds[4], catalogue.busways);
  add(out, kKinds[5], catalogue.ups);
  add(out, kKinds[6], catalogue.transformers);
  add(out, kKinds[7], catalogue.generators);
  add(out, kKinds[8], catalogue.tap_offs);
  add(out, kKinds[9], catalogue.rejections);
  add(out, kKinds[10], catalogue.coolants);
  add(out, kKinds[11], catalogue.cables);
  add(out, kKinds[12], catalogue.servers);
  return out;
}

std::vector<std::string> kind_words() {
  std::vector<std::string> words;
  for (const char* kind : kKinds) words.push_back(word_of_kind(kind));
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
  for (const char* kind : kKinds) {
    std::string one = table_of(kind, left);
    if (!one.empty()) parts.push_back(std::move(one));
  }
  streams.out << join(parts, "\n");
  return Exit::pass;
}

}  // namespace hallplan::cli
