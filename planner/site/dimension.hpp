/// The dimensions of the field and the units it writes them in. Inside everything is SI (degC for absolute
/// temperatures); the first unit of each list is the one reports are written in.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace hallplan {

enum class Dimension {
  power,
  apparent_power,
  current,
  voltage,
  length,
  mass,
  floor_load,
  linear_load,
  temperature,
  temperature_difference,
  flow,  ///< of a liquid
  airflow,
  pressure,
  power_density,
  fraction,
  mass_density,
  specific_heat,
  conductivity,
  viscosity,
  duration,
  volume,
  velocity,
  kinematic_viscosity,
  expansion,  ///< relative change of volume a kelvin
  power_ramp,
  count,
};

/// One accepted spelling and what it is in the units library's own words.
struct UnitSpelling {
  std::string_view name;     ///< as the field writes it: "cfm"
  std::string_view udunits;  ///< as the units library reads it: "foot^3/minute"
  /// SI units in one of it where that is a power of ten: nothing that the library, which takes 5 ms to start, is needed for.
  double decimal = 0;
};

struct DimensionInfo {
  std::string_view name;        ///< "flow"
  std::string_view example;     ///< "119 L/min"
  std::string_view si_udunits;  ///< "meter^3/second"
  std::span<const UnitSpelling> units;
};

[[nodiscard]] const DimensionInfo& info(Dimension dimension);

/// A quantity for a reader: value in the dimension's report unit.
struct FieldQuantity {
  double value = 0;
  std::string_view unit;
};

/// From SI to the report unit (kW, L/min, degC, ...).
[[nodiscard]] FieldQuantity to_field(Dimension dimension, double si);
/// The same of a margin or an error: temperatures differ by kelvins.
[[nodiscard]] FieldQuantity to_field_difference(Dimension dimension, double si);

}  // namespace hallplan
