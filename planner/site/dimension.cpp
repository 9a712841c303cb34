#include "planner/site/dimension.hpp"

#include <cstddef>

namespace hallplan {
namespace {

constexpr std::array kPower = {
    UnitSpelling{"kW", "kilowatt", 1e3}, UnitSpelling{"W", "watt", 1},           UnitSpelling{"MW", "megawatt", 1e6},
    UnitSpelling{"BTU/h", "Btu/hour"},   UnitSpelling{"tonR", "12000 Btu/hour"},
};
constexpr std::array kApparentPower = {
    UnitSpelling{"kVA", "kilowatt", 1e3},
    UnitSpelling{"VA", "watt", 1},
    UnitSpelling{"MVA", "megawatt", 1e6},
};
constexpr std::array kCurrent = {UnitSpelling{"A", "ampere", 1}, UnitSpelling{"kA", "kiloampere", 1e3}};
constexpr std::array kVoltage = {UnitSpelling{"V", "volt", 1}, UnitSpelling{"kV", "kilovolt", 1e3}};
constexpr std::array kLength = {
    UnitSpelling{"m", "meter", 1},
    UnitSpelling{"mm", "millimeter", 1e-3},
    UnitSpelling{"cm", "centimeter", 1e-2},
    UnitSpelling{"km", "kilometer", 1e3},
    UnitSpelling{"in", "international_inch"},
    UnitSpelling{"ft", "international_foot"},
};
// Structural engineers state loads as forces: a kilonewton is the weight of 1000 / 9.80665 kg at standard gravity.
constexpr std::array kMass = {
    UnitSpelling{"kg", "kilogram", 1},
    UnitSpelling{"t", "1000 kilogram", 1e3},
    UnitSpelling{"lb", "pound"},
    UnitSpelling{"kN", "101.97162129779283 kilogram"},
};
constexpr std::array kFloorLoad = {
    UnitSpelling{"kg/m2", "kilogram/meter^2", 1},
    UnitSpelling{"t/m2", "1000 kilogram/meter^2", 1e3},
    UnitSpelling{"psf", "pound/international_foot^2"},
    UnitSpelling{"lb/ft2", "pound/international_foot^2"},
    UnitSpelling{"kN/m2", "101.97162129779283 kilogram/meter^2"},
    UnitSpelling{"kPa", "101.97162129779283 kilogram/meter^2"},
};
constexpr std::array kLinearLoad = {
    UnitSpelling{"kg/m", "kilogram/meter", 1},
    UnitSpelling{"lb/ft", "pound/international_foot"},
    UnitSpelling{"kN/m", "101.97162129779283 kilogram/meter"},
};
constexpr std::array kTemperature = {
    UnitSpelling{"degC", "celsius", 1},
    UnitSpelling{"\xC2\xB0"
                 "C",
                 "celsius", 1},
    UnitSpelling{"degF", "fahrenheit"},
    UnitSpelling{"\xC2\xB0"
                 "F",
                 "fahrenheit"},
};
constexpr std::array kTemperatureDifference = {UnitSpelling{"K", "kelvin", 1}};
constexpr std::array kFlow = {
    UnitSpelling{"L/min", "liter/minute"},
    UnitSpelling{"LPM", "liter/minute"},
    UnitSpelling{"l/min", "liter/minute"},
    UnitSpelling{"L/s", "liter/second"},
    UnitSpelling{"m3/h", "meter^3/hour"},
    UnitSpelling{"m3/s", "meter^3/second", 1},
    UnitSpelling{"gpm", "231 international_inch^3/minute"},
    UnitSpelling{"GPM", "231 international_inch^3/minute"},
    UnitSpelling{"cfm", "international_foot^3/minute"},
    UnitSpelling{"CFM", "international_foot^3/minute"},
};
constexpr std::array kAirflow = {
    UnitSpelling{"m3/s", "meter^3/second", 1},
    UnitSpelling{"cfm", "international_foot^3/minute"},
    UnitSpelling{"CFM", "international_foot^3/minute"},
    UnitSpelling{"m3/h", "meter^3/hour"},
    UnitSpelling{"L/s", "liter/second"},
};
constexpr std::array kPressure = {
    UnitSpelling{"kPa", "kilopascal", 1e3}, UnitSpelling{"Pa", "pascal", 1},
    UnitSpelling{"MPa", "megapascal", 1e6}, UnitSpelling{"bar", "bar", 1e5},
    UnitSpelling{"mbar", "millibar", 1e2},  UnitSpelling{"psi", "pound_force/international_inch^2"},
    UnitSpelling{"inH2O", "inch_H2O_39F"},
};
constexpr std::array kPowerDensity = {
    UnitSpelling{"kW/m2", "kilowatt/meter^2", 1e3},
    UnitSpelling{"W/m2", "watt/meter^2", 1},
    UnitSpelling{"W/ft2", "watt/international_foot^2"},
};
constexpr std::array kFraction = {UnitSpelling{"%", "0.01", 1e-2}};
constexpr std::array kMassDensity = {UnitSpelling{"kg/m3", "kilogram/meter^3", 1}};
constexpr std::array kSpecificHeat = {
    UnitSpelling{"J/kgK", "joule/(kilogram kelvin)", 1},
    UnitSpelling{"J/(kg.K)", "joule/(kilogram kelvin)", 1},
    UnitSpelling{"kJ/kgK", "kilojoule/(kilogram kelvin)", 1e3},
};
constexpr std::array kConductivity = {
    UnitSpelling{"W/mK", "watt/(meter kelvin)", 1},
    UnitSpelling{"W/(m.K)", "watt/(meter kelvin)", 1},
};
constexpr std::array kViscosity = {
    UnitSpelling{"mPa.s", "millipascal second", 1e-3},
    UnitSpelling{"Pa.s", "pascal second", 1},
    UnitSpelling{"cP", "millipascal second", 1e-3},
};
constexpr std::array kDuration = {
    UnitSpelling{"s", "second", 1},
    UnitSpelling{"min", "minute"},
    UnitSpelling{"h", "hour"},
};
constexpr std::array kVolume = {
    UnitSpelling{"L", "liter"},
    UnitSpelling{"m3", "meter^3", 1},
    UnitSpelling{"gal", "231 international_inch^3"},
};

constexpr std::array kVelocity = {
    UnitSpelling{"m/s", "meter/second", 1},
    UnitSpelling{"fpm", "international_foot/minute"},
};
constexpr std::array kKinematicViscosity = {
    UnitSpelling{"mm2/s", "millimeter^2/second", 1e-6},
    UnitSpelling{"m2/s", "meter^2/second", 1},
};
constexpr std::array kPowerRamp = {
    UnitSpelling{"kW/s", "kilowatt/second", 1e3},
    UnitSpelling{"MW/s", "megawatt/second", 1e6},
    UnitSpelling{"MW/min", "megawatt/minute"},
};
constexpr std::array kExpansion = {UnitSpelling{"1/K", "kelvin^-1", 1}};

/// In the order of the enumeration.
constexpr std::array kDimensions = {
    DimensionInfo{"power", "132 kW", "watt", kPower},
    DimensionInfo{"apparent power", "2500 kVA", "watt", kApparentPower},
    DimensionInfo{"current", "1000 A", "ampere", kCurrent},
    DimensionInfo{"voltage", "415 V", "volt", kVoltage},
    DimensionInfo{"length", "600 mm", "meter", kLength},
    DimensionInfo{"mass", "1590 kg", "kilogram", kMass},
    DimensionInfo{"floor load", "1800 kg/m2", "kilogram/meter^2", kFloorLoad},
    DimensionInfo{"load a metre", "23 kg/m", "kilogram/meter", kLinearLoad},
    DimensionInfo{"temperature", "40 degC", "celsius", kTemperature},
    DimensionInfo{"temperature difference", "4 K", "kelvin", kTemperatureDifference},
    DimensionInfo{"flow", "119 L/min", "meter^3/second", kFlow},
    DimensionInfo{"airflow", "3900 cfm", "meter^3/second", kAirflow},
    DimensionInfo{"pressure", "2.4 bar", "pascal", kPressure},
    DimensionInfo{"power density", "60 kW/m2", "watt/meter^2", kPowerDensity},
    DimensionInfo{"fraction", "87 %", "1", kFraction},
    DimensionInfo{"density", "1022 kg/m3", "kilogram/meter^3", kMassDensity},
    DimensionInfo{"specific heat", "3920 J/kgK", "joule/(kilogram kelvin)", kSpecificHeat},
    DimensionInfo{"thermal conductivity", "0.47 W/mK", "watt/(meter kelvin)", kConductivity},
    DimensionInfo{"viscosity", "1.6 mPa.s", "pascal second", kViscosity},
    DimensionInfo{"duration", "30 s", "second", kDuration},
    DimensionInfo{"volume", "200 L", "meter^3", kVolume},
    DimensionInfo{"velocity", "1.5 m/s", "meter/second", kVelocity},
    DimensionInfo{"kinematic viscosity", "15 mm2/s", "meter^2/second", kKinematicViscosity},
    DimensionInfo{"thermal expansion", "0.0033 1/K", "kelvin^-1", kExpansion},
    DimensionInfo{"change of power", "20 kW/s", "watt/second", kPowerRamp},
    DimensionInfo{"number", "8", "1", {}},
};
static_assert(kDimensions.size() == static_cast<std::size_t>(Dimension::count) + 1);

}  // namespace

const DimensionInfo& info(Dimension dimension) { return kDimensions[static_cast<std::size_t>(dimension)]; }

FieldQuantity to_field_difference(Dimension dimension, double si) {
  return to_field(dimension == Dimension::temperature ? Dimension::temperature_difference : dimension, si);
}

FieldQuantity to_field(Dimension dimension, double si) {
  switch (dimension) {
    case Dimension::power:
      return {si * 1e-3, "kW"};
    case Dimension::apparent_power:
      return {si * 1e-3, "kVA"};
    case Dimension::power_ramp:
      return {si * 1e-3, "kW/s"};
    case Dimension::flow:
      return {si * 60'000.0, "L/min"};
    case Dimension::pressure:
      return {si * 1e-3, "kPa"};
    case Dimension::power_density:
      return {si * 1e-3, "kW/m2"};
    case Dimension::fraction:
      return {si * 1e2, "%"};
    case Dimension::viscosity:
      return {si * 1e3, "mPa.s"};
    case Dimension::volume:
      return {si * 1e3, "L"};
    case Dimension::kinematic_viscosity:
      return {si * 1e6, "mm2/s"};
    case Dimension::count:
      return {si, ""};
    default:
      return {si, info(dimension).units.front().name};
  }
}

}  // namespace hallplan
