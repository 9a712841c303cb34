/// What the dry coil of an air unit takes of other air and water than its sheet is stated at.
///
/// At given flows the heat of a dry coil is in proportion to the difference of the temperatures at which air and water enter it (the
/// effectiveness depends on the flows alone; Kays and London, Compact Heat Exchangers, 1984), whichever of both is the smaller flow. So one
/// rated point is enough: Q = k (T_return - T_water), k = Q_rated / (T_return_rated - T_water_rated).
#pragma once

#include <optional>
#include <string>

#include "planner/site/site.hpp"

namespace hallplan {

struct CoilCapacity {
  double capacity_w =
      0;  ///< that one unit surely takes in the air of the site's elevation, its fans' heat included; at most its rating
  std::string arithmetic;  ///< how it follows where it is less than the rating; else empty
  std::string unknown;     ///< why it does not follow; `capacity_w` is then the rating
};

/// One unit of the zone that supplies air of `supply_degc` from its loop's water (high end), by unfavourable ends. It moves its full airflow: with
/// less of it the return air is warmer for the same heat. Air leaves the coil F / C cooler than it is supplied, F being the fans' heat and C what
/// the air takes up a kelvin, and enters Q / C warmer than it leaves: Q = k (T_supply - F / C - T_water) / (1 - k / C). Nothing where the
/// water is no colder than that. A zone without a loop has units of their rating.
[[nodiscard]] CoilCapacity unit_capacity(const Site& site, const AirZone& zone, double supply_degc);

/// Of what temperature air of standard density leaves a coil.
[[nodiscard]] double leaving_degc(double capacity_w, double airflow_m3_per_s, double entering_degc);

/// k of a rated point, W/K, by ends that make it small; nothing where it would leave air no warmer than its water.
[[nodiscard]] std::optional<double> coil_w_per_k(const Value& capacity_w, const Value& airflow_m3_per_s,
                                                 const Value& entering_degc, const Value& water_degc);

}  // namespace hallplan
