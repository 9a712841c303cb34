#include "planner/thermal/inlet_limit.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <limits>

#include "planner/plan/field_text.hpp"

namespace hallplan::thermal {

namespace {

/// Up to here no ASHRAE class is lowered; above, a limit without a derating is not known.
constexpr double kClass_m = 900;

}  // namespace

std::optional<InletLimit> inlet_limit(const Site& site, const RackType& rack) {
  const MaybeValue& stated = rack.air.inlet_limit_degc;
  if (!stated) return std::nullopt;
  InletLimit limit{stated->low, &*stated, field::degc(stated->low)};
  if (!rack.air.altitude_derating) {
    return site.basis.elevation_m.high <= kClass_m ? std::optional(limit) : std::nullopt;
  }
  const AltitudeDerating& derating = *rack.air.altitude_derating;
  const double elevation_m = site.basis.elevation_m.high;
  const double above_m = elevation_m - derating.above_m.low;
  if (above_m <= 0) return limit;
  limit.degc -= above_m * derating.lose_k.high / derating.every_m.low;
  limit.arithmetic =
      fmt::format("{} - ({:.5g} m - {:.5g} m) x {:.3g} K / {:.4g} m = {}", field::degc(stated->low), elevation_m,
                  derating.above_m.low, derating.lose_k.high, derating.every_m.low, field::degc(limit.degc));
  return limit;
}

double inlet_limit_degc(const Site& site, int rack_type) {
  const std::optional<InletLimit> limit =
      inlet_limit(site, site.catalogue.racks[static_cast<std::size_t>(rack_type)].body);
  return limit ? limit->degc : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace hallplan::thermal
