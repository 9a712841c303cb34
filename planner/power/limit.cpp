// What a device may carry continuously, by each of its ratings, in the air it stands in.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>
#include <optional>
#include <string>
#include <utility>

#include "planner/power/checks.hpp"
#include "planner/power/power.hpp"

namespace hallplan::power {
namespace {

/// A rating as it is built up: watts, and how they came about in words.
struct Rated {
  const Value& value;
  double watts = 0;
  std::string words;
  bool several = false;  ///< more than one factor so far: the result is worth stating
  std::string unknown;
};

void times(Rated& rated, double factor, const std::string& words) {
  rated.watts *= factor;
  rated.words += " x " + words;
  rated.several = true;
}

Limit limit_from(Rated rated, double continuous) {
  if (continuous < 1)
    times(rated, continuous, fmt::format("{:.4g} % (not rated for continuous load)", continuous * 100));
  if (rated.several) rated.words += " = " + kw(rated.watts);
  Limit limit;
  limit.continuous_w = rated.unknown.empty() ? rated.watts : 0;
  limit.at = rated.value.at;
  limit.source = source_of(rated.value);
  limit.arithmetic = std::move(rated.words);
  limit.unknown = std::move(rated.unknown);
  return limit;
}

/// sqrt(3) V I pf: real power of a balanced three-phase line.
Rated three_phase(const Site& site, const Value& rating_a, const Value& voltage_v) {
  Rated rated{rating_a, std::numbers::sqrt3 * voltage_v.low * rating_a.low, {}, true, {}};
  rated.words = fmt::format("1.732 x {:.6g} V x {:.6g} A", voltage_v.low, rating_a.low);
  times(rated, site.basis.power_factor.low, fmt::format("{:.4g}", site.basis.power_factor.low));
  return rated;
}

/// Real power of a rating in kVA.
Rated apparent(const Site& site, const Value& rating_va) {
  Rated rated{rating_va, rating_va.low, fmt::format("{:.6g} kVA", rating_va.low / 1e3), false, {}};
  times(rated, site.basis.power_factor.low, fmt::format("{:.4g}", site.basis.power_factor.low));
  return rated;
}

/// Air up to which a device carries its rating without a derating table: IEC 61439-1, 7.1.1 (indoors at most 40 degC), IEC 60076-1 and
/// IEEE C57.12.00 (transformers), IEC 62040-3 (UPS); generators as these, for want of a common value (ISO 8528-1 refers to 25 degC, sheets
/// mostly to 40 degC).
constexpr double kRatedAmbient_degc = 40;

/// Share of a rating at `x`: linear between the lines of its table, the first line's below it. Nothing beyond its end: it is not
/// extrapolated.
template <class Point>
std::optional<double> share_at(const std::vector<Point>& table, Value Point::*column, double x) {
  if (x <= (table.front().*column).value) return table.front().share.low;
  for (std::size_t i = 1; i < table.size(); ++i) {
    const Point& below = table[i - 1];
    const Point& above = table[i];
    if (x > (above.*column).value) continue;
    const double part = (x - (below.*column).value) / ((above.*column).value - (below.*column).value);
    return below.share.low + part * (above.share.low - below.share.low);
  }
  return std::nullopt;
}

/// Share of a busway's rating in air of this temperature. Without a table the rating holds up to `kRatedAmbient_degc`.
std::optional<double> derated_share(const BuswayType& type, double ambient_degc) {
  if (type.derating.empty()) return ambient_degc <= kRatedAmbient_degc ? std::optional(1.0) : std::nullopt;
  return share_at(type.derating, &DeratingPoint::ambient_degc, ambient_degc);
}

/// Up to where a device carries its rating without an altitude table. Normal service conditions reach to 1000 m for transformers
/// (IEC 60076-1, IEEE C57.12.00) and UPS (IEC 62040-3), to 2000 m for switchboards, PDUs and busways (IEC 61439-1); generators are taken
/// as the former, for want of a common value (ISO 8528-1 rates them near sea level). A utility's contract knows no altitude.
std::optional<double> rated_altitude_m(DeviceKind kind) {
  switch (kind) {
    case DeviceKind::utility:
      return std::nullopt;
    case DeviceKind::switchboard:
    case DeviceKind::busway:
    case DeviceKind::pdu:
      return 2'000;
    default:
      return 1'000;
  }
}

/// Air around a device that warms what the standards rate it in; nothing where it stands in rooms of which no temperature is stated.
std::optional<double> ambient_degc(const Site& site, const Device& device) {
  if (device.ambient_degc) return device.ambient_degc->high;
  const bool outdoors =
      device.kind == DeviceKind::generator || (device.kind == DeviceKind::transformer && !device.in_hall);
  return outdoors ? std::optional(site.basis.outdoor_degc.high) : std::nullopt;
}

/// A limit times a share of it, which is stated `at` some place in a table; unknown where it is not.
Limit derated(Limit limit, std::optional<double> share, const std::string& at, std::string unknown) {
  if (!share) {
    limit.unknown = std::move(unknown);
    limit.continuous_w = 0;
  } else if (*share < 1) {
    limit.continuous_w *= *share;
    limit.arithmetic += fmt::format(" x {:.4g} % {} = {}", *share * 100, at, kw(limit.continuous_w));
  }
  return limit;
}

/// Thin air cools less: a limit times its share at the site's elevation, unknown where nobody says it.
Limit in_thin_air(const Site& site, const Device& device, const std::vector<AltitudePoint>& table, Limit limit) {
  const double elevation_m = site.basis.elevation_m.high;
  const std::optional<double> without = rated_altitude_m(device.kind);
  if (!limit.unknown.empty() || (table.empty() && (!without || elevation_m <= *without))) return limit;
  if (table.empty()) {
    return derated(std::move(limit), {}, {},
                   fmt::format("no altitude derating known for {} above {:.6g} m", device.id, *without));
  }
  return derated(std::move(limit), share_at(table, &AltitudePoint::elevation_m, elevation_m),
                 fmt::format("at {:.6g} m", elevation_m),
                 fmt::format("no altitude derating known for {} at {:.6g} m", device.id, elevation_m));
}

std::string no_derating(const Device& device, bool has_table, double ambient_degc) {
  if (has_table) return fmt::format("no derating known for {} at {:.4g} degC", device.id, ambient_degc);
  return fmt::format("no derating known for {} above {:.4g} degC", device.id, kRatedAmbient_degc);
}

/// The same in warm air. Busways have a temperature of their own.
Limit in_warm_air(const Site& site, const Device& device, const std::vector<DeratingPoint>& table, Limit limit) {
  const std::optional<double> ambient = ambient_degc(site, device);
  if (!limit.unknown.empty() || !ambient || (table.empty() && *ambient <= kRatedAmbient_degc)) return limit;
  return derated(std::move(limit),
                 table.empty() ? std::nullopt : share_at(table, &DeratingPoint::ambient_degc, *ambient),
                 fmt::format("in {:.4g} degC", *ambient), no_derating(device, !table.empty(), *ambient));
}

/// A type's rating by its table, and by the device's own where it states one: of two tables the one that leaves less.
template <class Point>
Limit by_tables(const Site& site, const Device& device, const std::vector<Point>& own, const std::vector<Point>& type,
                Limit (*derate)(const Site&, const Device&, const std::vector<Point>&, Limit), const Limit& limit) {
  if (own.empty()) return derate(site, device, type, limit);
  Limit by_own = derate(site, device, own, limit);
  if (type.empty() || !by_own.unknown.empty()) return by_own;
  Limit by_type = derate(site, device, type, limit);
  return by_type.unknown.empty() && by_own.continuous_w < by_type.continuous_w ? by_own : by_type;
}

Limit of_type_in_thin_air(const Site& site, const Device& device, const std::vector<AltitudePoint>& table,
                          const Limit& limit) {
  return by_tables(site, device, device.altitude, table, &in_thin_air, limit);
}

/// Of a UPS, transformer or generator.
template <class Type>
Limit of_type_in_its_air(const Site& site, const Device& device, const Type& type, const Limit& limit) {
  return by_tables(site, device, device.derating, type.derating, &in_warm_air,
                   of_type_in_thin_air(site, device, type.altitude, limit));
}

Limit busway_limit(const Site& site, const Device& device, const BuswayType& type, double continuous) {
  Rated rated = three_phase(site, type.rating_a, device.voltage_v ? *device.voltage_v : type.voltage_v);
  const double ambient_degc = site.basis.busway_ambient_degc.high;
  const std::optional<double> share = derated_share(type, ambient_degc);
  if (!share) rated.unknown = no_derating(device, !type.derating.empty(), ambient_degc);
  if (share && *share < 1) times(rated, *share, fmt::format("{:.4g} % in {:.4g} degC", *share * 100, ambient_degc));
  return limit_from(std::move(rated), continuous);
}

/// Under NEC, what is not 100 % rated carries 80 %.
double continuous_share(const Site& site, bool full_rated) {
  return site.basis.electrical_code == ElectricalCode::nec && !full_rated ? kContinuousShare : 1.0;
}

/// Whether a device that does not say so counts as 100 % rated: a busway as its type. Utilities (a contract), transformers, UPS
/// and generators are rated for continuous load themselves; a switchboard, PDU or busway by its overcurrent device, which is not
/// to be guessed (the loader asks for it).
bool full_rated_unsaid(const Device& device, const BuswayType* busway) {
  if (busway != nullptr) return busway->full_rated;
  return device.kind != DeviceKind::switchboard && device.kind != DeviceKind::pdu && device.kind != DeviceKind::busway;
}

/// All limits a device's own ratings and its type's give.
std::vector<Limit> limits_of(const Site& site, const Device& device, int modules_lost) {
  const BuswayType* busway = nullptr;
  if (device.busway_type.index >= 0) {
    busway = &site.catalogue.busways[static_cast<std::size_t>(device.busway_type.index)].body;
  }
  const double own = continuous_share(site, device.full_rated.value_or(full_rated_unsaid(device, busway)));
  std::vector<Limit> limits;
  const auto add_own = [&](Limit limit) {
    limit = in_thin_air(site, device, device.altitude, std::move(limit));
    if (device.kind != DeviceKind::busway) limit = in_warm_air(site, device, device.derating, std::move(limit));
    limits.push_back(std::move(limit));
  };
  if (device.rating_w) {
    add_own(limit_from({*device.rating_w, device.rating_w->low, kw(device.rating_w->low), false, {}}, own));
  }
  if (device.rating_va) {
    add_own(limit_from(apparent(site, *device.rating_va), own));
  }
  if (busway != nullptr) {
    const bool full_rated = busway->full_rated && device.full_rated.value_or(true);
    limits.push_back(of_type_in_thin_air(site, device, busway->altitude,
                                         busway_limit(site, device, *busway, continuous_share(site, full_rated))));
  }
  if (device.rating_a) {
    const Value* voltage_v = device.voltage_v ? &*device.voltage_v : busway != nullptr ? &busway->voltage_v : nullptr;
    Rated rated{*device.rating_a, 0, {}, false, "no voltage known for " + device.id};
    add_own(limit_from(voltage_v != nullptr ? three_phase(site, *device.rating_a, *voltage_v) : std::move(rated), own));
  }
  if (device.ups_type.index >= 0) {
    const UpsType& type = site.catalogue.ups[static_cast<std::size_t>(device.ups_type.index)].body;
    const Value& module = type.module_w;
    const int left = std::max(0, device.modules - modules_lost);
    const std::string count =
        modules_lost > 0 ? fmt::format("({} - {})", device.modules, modules_lost) : std::to_string(device.modules);
    Rated rated{module, left * module.low, fmt::format("{} x {}", count, kw(module.low)), true, {}};
    limits.push_back(of_type_in_its_air(site, device, type, limit_from(std::move(rated), own)));
  }
  if (device.transformer_type.index >= 0) {
    const TransformerType& type =
        site.catalogue.transformers[static_cast<std::size_t>(device.transformer_type.index)].body;
    limits.push_back(of_type_in_its_air(site, device, type, limit_from(apparent(site, type.rating_va), own)));
  }
  if (device.generator_type.index >= 0) {
    const GeneratorType& type = site.catalogue.generators[static_cast<std::size_t>(device.generator_type.index)].body;
    const auto add_type = [&](Rated rated) {
      limits.push_back(of_type_in_its_air(site, device, type, limit_from(std::move(rated), own)));
    };
    add_type({type.rating_w, type.rating_w.low, kw(type.rating_w.low), false, {}});
    if (type.rating_va) add_type(apparent(site, *type.rating_va));
  }
  if (device.kind == DeviceKind::busway && busway == nullptr &&
      site.basis.busway_ambient_degc.high > kRatedAmbient_degc) {
    for (Limit& limit : limits) {
      limit.continuous_w = 0;
      limit.unknown = no_derating(device, false, 0);
    }
  }
  return limits;
}

/// Null where neither the device nor its type says it.
const Value* stated_efficiency(const Site& site, const Device& device) {
  if (device.efficiency) return &*device.efficiency;
  if (device.transformer_type.index >= 0) {
    const MaybeValue& of_type =
        site.catalogue.transformers[static_cast<std::size_t>(device.transformer_type.index)].body.efficiency;
    return of_type ? &*of_type : nullptr;
  }
  if (device.ups_type.index < 0) return nullptr;
  return &site.catalogue.ups[static_cast<std::size_t>(device.ups_type.index)].body.efficiency;
}

}  // namespace

Limit limit_of(const Site& site, const Device& device, int modules_lost) {
  Limit least;
  least.continuous_w = std::numeric_limits<double>::infinity();
  least.at = device.at;
  least.source = "site";
  std::string unknown;
  for (Limit& limit : limits_of(site, device, modules_lost)) {
    if (!limit.unknown.empty()) {
      if (unknown.empty()) unknown = std::move(limit.unknown);
    } else if (limit.continuous_w < least.continuous_w) {
      least = std::move(limit);
    }
  }
  if (!unknown.empty() && std::isinf(least.continuous_w)) least.continuous_w = 0;
  least.unknown = std::move(unknown);
  return least;
}

double efficiency_of(const Site& site, const Device& device) {
  const Value* const stated = stated_efficiency(site, device);
  return stated != nullptr ? stated->low : 1.0;
}

std::string no_efficiency(const std::string& devices) { return "no efficiency known for " + devices; }

std::string unknown_efficiency(const Site& site, const Device& device) {
  const bool has_losses = device.kind == DeviceKind::ups || device.kind == DeviceKind::transformer;
  if (!has_losses || stated_efficiency(site, device) != nullptr) return {};
  return no_efficiency(device.id);
}

}  // namespace hallplan::power
