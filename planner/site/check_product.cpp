// What a single catalogue file must keep to beyond its keys: tables that can be read between their lines, coils that can be.
#include <fmt/format.h>

#include <cstddef>
#include <string_view>
#include <vector>

#include "planner/site/air_coil.hpp"
#include "planner/site/cross_check.hpp"

namespace hallplan {
namespace {

/// A table's first column must rise strictly, so that it can be read between its lines.
template <class Point>
void check_rising(const std::vector<Point>& table, Value Point::*column, std::string_view what, Diagnostics& problems) {
  for (std::size_t i = 1; i < table.size(); ++i) {
    const Value& before = table[i - 1].*column;
    const Value& here = table[i].*column;
    if (here.value > before.value) continue;
    problems.add({Rule::site_range_order, here.at,
                  fmt::format("{}: expected rising lines, found '{}' after '{}'", what, here.written, before.written),
                  "", Related{before.at, "the line before"}, Severity::error});
  }
}

/// A column that never rises.
template <class Point>
void check_falling(const std::vector<Point>& table, Value Point::*column, std::string_view what,
                   Diagnostics& problems) {
  for (std::size_t i = 1; i < table.size(); ++i) {
    const Value& before = table[i - 1].*column;
    const Value& here = table[i].*column;
    if (here.value <= before.value) continue;
    problems.add({Rule::site_range_order, here.at,
                  fmt::format("{}: expected no more than the line before, found '{}' after '{}'", what, here.written,
                              before.written),
                  "", Related{before.at, "the line before"}, Severity::error});
  }
}

/// Shares of a rating against elevation: thinner air never carries more.
void check_altitude(const std::vector<AltitudePoint>& altitude, Diagnostics& problems) {
  check_rising(altitude, &AltitudePoint::elevation_m, "altitude", problems);
  check_falling(altitude, &AltitudePoint::share, "altitude", problems);
}

/// Shares of a rating against the air around it, likewise.
void check_derating(const std::vector<DeratingPoint>& derating, Diagnostics& problems) {
  check_rising(derating, &DeratingPoint::ambient_degc, "derating", problems);
  check_falling(derating, &DeratingPoint::share, "derating", problems);
}

/// More approach never carries less heat; the unit's own rating is one of the points.
void check_capacities(const CduType& cdu, Diagnostics& problems) {
  std::vector<const Value*> approaches{&cdu.approach_k};
  std::vector<const Value*> capacities{&cdu.capacity_w};
  for (const CduRating& rating : cdu.ratings) {
    for (std::size_t i = 0; i < approaches.size(); ++i) {
      const double further_k = rating.approach_k.value - approaches[i]->value;
      const double more_w = rating.capacity_w.value - capacities[i]->value;
      const bool contradicts = further_k == 0 ? more_w != 0 : (further_k > 0) != (more_w > 0) && more_w != 0;
      if (!contradicts) continue;
      problems.add({Rule::site_disagree, rating.capacity_w.at,
                    fmt::format("ratings: '{}' at '{}' does not go with '{}' at '{}'", rating.capacity_w.written,
                                rating.approach_k.written, capacities[i]->written, approaches[i]->written),
                    "more approach carries more heat", Related{capacities[i]->at, "the other point"}, Severity::error});
      break;
    }
    approaches.push_back(&rating.approach_k);
    capacities.push_back(&rating.capacity_w);
  }
}

/// No coil leaves air as cold as its water.
void check_coil(const Value& capacity_w, const Value& airflow_m3_per_s, const Value& entering_degc,
                const Value& water_degc, Diagnostics& problems) {
  const double left_degc = leaving_degc(capacity_w.value, airflow_m3_per_s.value, entering_degc.value);
  if (left_degc > water_degc.value) return;
  problems.add(
      {Rule::site_disagree, entering_degc.at,
       fmt::format("'{}' of heat out of '{}' of air at '{}' leaves it at {:.4g} degC, no warmer than water of '{}'",
                   capacity_w.written, airflow_m3_per_s.written, entering_degc.written, left_degc, water_degc.written),
       "no coil makes air as cold as its water: mend the unit of the airflow, or the air that the capacity is "
       "stated at",
       Related{capacity_w.at, "its capacity"}, Severity::error});
}

}  // namespace

void check_pump_curve(const std::vector<PumpPoint>& curve, Diagnostics& problems) {
  check_rising(curve, &PumpPoint::flow_m3_per_s, "pump_curve", problems);
  check_falling(curve, &PumpPoint::head_pa, "pump_curve", problems);
}

void check_product(const Product<RackType>& product, Diagnostics& problems) {
  if (product.body.liquid) check_rising(product.body.liquid->table, &FlowPoint::supply_degc, "liquid.table", problems);
  check_rising(product.body.air.table, &AirPoint::inlet_degc, "air.table", problems);
}

void check_product(const Product<CduType>& product, Diagnostics& problems) {
  const CduType& cdu = product.body;
  check_rising(cdu.ratings, &CduRating::approach_k, "ratings", problems);
  check_capacities(cdu, problems);
  check_pump_curve(cdu.pump_curve, problems);
  for (const CduRating& rating : cdu.ratings) {
    if (rating.flow_m3_per_s.value <= cdu.flow_m3_per_s.value) continue;
    problems.add({Rule::site_range, rating.flow_m3_per_s.at,
                  fmt::format("ratings: expected no more flow than the unit's own {}, found '{}'",
                              cdu.flow_m3_per_s.written, rating.flow_m3_per_s.written),
                  "a rating holds only where the unit gives its flow", Related{cdu.flow_m3_per_s.at, "its flow"},
                  Severity::error});
  }
}

void check_product(const Product<RejectionType>& product, Diagnostics& problems) {
  const RejectionType& type = product.body;
  check_rising(type.table, &RejectionPoint::air_degc, "table", problems);
  check_falling(type.table, &RejectionPoint::capacity_w, "table", problems);
  check_rising(type.derating, &ElevationPoint::elevation_m, "derating", problems);
  check_falling(type.derating, &ElevationPoint::share, "derating", problems);
  for (const RejectionPoint& point : type.table) {
    const double warmer_k = point.air_degc.value - type.design_air_degc.value;
    const double more_w = point.capacity_w.value - type.capacity_w.value;
    const bool contradicts = warmer_k == 0 ? more_w != 0 : more_w != 0 && (warmer_k > 0) == (more_w > 0);
    if (!contradicts) continue;
    problems.add({Rule::site_disagree, point.capacity_w.at,
                  fmt::format("table: '{}' in air of '{}' does not go with '{}' in '{}'", point.capacity_w.written,
                              point.air_degc.written, type.capacity_w.written, type.design_air_degc.written),
                  "warmer air takes less heat", Related{type.capacity_w.at, "the unit's own rating"}, Severity::error});
    return;
  }
}

void check_product(const Product<AirUnitType>& product, Diagnostics& problems) {
  const AirUnitType& unit = product.body;
  if (!unit.return_air_degc) return;
  check_coil(unit.capacity_w, unit.airflow_m3_per_s, *unit.return_air_degc, unit.water_supply_degc, problems);
}

void check_product(const Product<RearDoorType>& product, Diagnostics& problems) {
  const RearDoorType& door = product.body;
  if (!door.entering_air_degc || !door.airflow_m3_per_s) return;
  check_coil(door.capacity_w, *door.airflow_m3_per_s, *door.entering_air_degc, door.water_supply_degc, problems);
}

void check_product(const Product<BuswayType>& product, Diagnostics& problems) {
  check_derating(product.body.derating, problems);
  check_altitude(product.body.altitude, problems);
}

void check_product(const Product<UpsType>& product, Diagnostics& problems) {
  check_derating(product.body.derating, problems);
  check_altitude(product.body.altitude, problems);
}

void check_product(const Product<TransformerType>& product, Diagnostics& problems) {
  check_derating(product.body.derating, problems);
  check_altitude(product.body.altitude, problems);
}

void check_product(const Product<GeneratorType>& product, Diagnostics& problems) {
  check_derating(product.body.derating, problems);
  check_altitude(product.body.altitude, problems);
}

void check_deratings(const Device& device, Diagnostics& problems) {
  check_derating(device.derating, problems);
  check_altitude(device.altitude, problems);
}

void check_product(const Product<CoolantType>& product, Diagnostics& problems) {
  check_rising(product.body.table, &CoolantPoint::temperature_degc, "table", problems);
}

}  // namespace hallplan
