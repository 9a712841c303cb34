#include "planner/site/air_coil.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "planner/site/atmosphere.hpp"

namespace hallplan {

double leaving_degc(double capacity_w, double airflow_m3_per_s, double entering_degc) {
  return entering_degc - capacity_w / (kAir_j_per_m3_k * airflow_m3_per_s);
}

std::optional<double> coil_w_per_k(const Value& capacity_w, const Value& airflow_m3_per_s, const Value& entering_degc,
                                   const Value& water_degc) {
  if (leaving_degc(capacity_w.low, airflow_m3_per_s.high, entering_degc.high) <= water_degc.low) return {};
  return capacity_w.low / (entering_degc.high - water_degc.low);
}

CoilCapacity unit_capacity(const Site& site, const AirZone& zone, double supply_degc) {
  const Product<AirUnitType>& product = site.catalogue.air_units[static_cast<std::size_t>(zone.type.index)];
  const AirUnitType& unit = product.body;
  const double ratio = density_ratio(site.basis.elevation_m.high);
  CoilCapacity out{unit.capacity_w.low * ratio, {}, {}};
  if (zone.loop.index < 0) return out;
  const FacilityLoop& loop = site.loops[static_cast<std::size_t>(zone.loop.index)];
  if (!unit.return_air_degc) {
    out.unknown = fmt::format(
        "no return air known at which {} takes its {} kW (air_unit.return_air, on its data sheet): what it takes of "
        "air that it supplies with {} degC, from water of {} degC, does not follow",
        product.id, unit.capacity_w.low / 1e3, supply_degc, loop.supply_degc.high);
    return out;
  }
  const std::optional<double> w_per_k =
      coil_w_per_k(unit.capacity_w, unit.airflow_m3_per_s, *unit.return_air_degc, unit.water_supply_degc);
  if (!w_per_k) {
    out.unknown = fmt::format(
        "{} takes {} kW of {} m3/s at {} degC: it would leave no warmer than the water of {} degC; one of the "
        "ends of its rating is wrong",
        product.id, unit.capacity_w.low / 1e3, unit.airflow_m3_per_s.high, unit.return_air_degc->high,
        unit.water_supply_degc.low);
    return out;
  }
  const double air_w_per_k = kAir_j_per_m3_k * unit.airflow_m3_per_s.high;
  const double fans_k = unit.fan_power_w.high / (air_w_per_k * ratio);
  const double above_k = std::max(0.0, supply_degc - fans_k - loop.supply_degc.high);
  const double follows_w = *w_per_k * above_k / (1 - *w_per_k / air_w_per_k) * ratio;
  if (follows_w >= out.capacity_w) return out;
  out.capacity_w = follows_w;
  out.arithmetic = fmt::format(
      "{} takes {:.4g} kW of {:.4g} degC return air on water of {:.4g} degC; of air that it supplies at {:.4g} degC, "
      "{:.2g} K of them its fans', on water of {:.4g} degC {:.4g} kW",
      product.id, unit.capacity_w.low / 1e3, unit.return_air_degc->high, unit.water_supply_degc.low, supply_degc,
      fans_k, loop.supply_degc.high, follows_w / ratio / 1e3);
  return out;
}

}  // namespace hallplan
