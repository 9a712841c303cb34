// What tells the products of each kind apart, from the catalogue.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "planner/cli/list_racks.hpp"

namespace hallplan::cli {
namespace {

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
void add(std::vector<ListedProduct>& out, const std::string& kind, const std::vector<Product<B>>& products) {
  for (const Product<B>& product : products) {
    ListedProduct one{kind, product.id, product.name, product.maker, product.note, {}, {}, {}, {}};
    if constexpr (requires { product.body.role; }) one.role = product.body.role;
    one.power_w = power_of(product.body);
    one.figures = figures_of(product.body);
    if constexpr (requires { product.body.rated_by; }) one.traits = traits_of(product.body);
    out.push_back(std::move(one));
  }
}

}  // namespace

const std::vector<std::string>& product_kinds() {
  static const std::vector<std::string> kinds = {"rack",    "CDU",         "air unit",  "rear door", "busway",
                                                 "UPS",     "transformer", "generator", "tap-off",   "rejection",
                                                 "coolant", "cable",       "server"};
  return kinds;
}

std::vector<ListedProduct> listed_products(const Catalogue& catalogue) {
  std::vector<ListedProduct> out;
  add(out, product_kinds()[0], catalogue.racks);
  add(out, product_kinds()[1], catalogue.cdus);
  add(out, product_kinds()[2], catalogue.air_units);
  add(out, product_kinds()[3], catalogue.rear_doors);
  add(out, product_kinds()[4], catalogue.busways);
  add(out, product_kinds()[5], catalogue.ups);
  add(out, product_kinds()[6], catalogue.transformers);
  add(out, product_kinds()[7], catalogue.generators);
  add(out, product_kinds()[8], catalogue.tap_offs);
  add(out, product_kinds()[9], catalogue.rejections);
  add(out, product_kinds()[10], catalogue.coolants);
  add(out, product_kinds()[11], catalogue.cables);
  add(out, product_kinds()[12], catalogue.servers);
  return out;
}

}  // namespace hallplan::cli
