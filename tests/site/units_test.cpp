#include "planner/site/units.hpp"

#include <gtest/gtest.h>
#include <udunits2.h>

#include <string>

namespace hallplan {
namespace {

double si(const std::string& text, Dimension dimension) {
  const ParsedQuantity parsed = parse_quantity(text, dimension);
  EXPECT_TRUE(parsed.si.has_value()) << text << ": " << parsed.message;
  return parsed.si.value_or(-1);
}

Rule refused(const std::string& text, Dimension dimension) {
  const ParsedQuantity parsed = parse_quantity(text, dimension);
  EXPECT_FALSE(parsed.si.has_value()) << text;
  return parsed.rule;
}

// Exact by definition: 1 in = 25.4 mm, 1 lb = 0.45359237 kg, 1 US gallon = 231 in3, g = 9.80665 m/s2.
TEST(Units, ConvertTheFieldsOwnNamesExactly) {
  EXPECT_DOUBLE_EQ(si("132 kW", Dimension::power), 132e3);
  EXPECT_DOUBLE_EQ(si("1.2MW", Dimension::power), 1.2e6);
  EXPECT_NEAR(si("1 tonR", Dimension::power), 3516.85, 0.01);
  EXPECT_DOUBLE_EQ(si("2500 kVA", Dimension::apparent_power), 2.5e6);
  EXPECT_DOUBLE_EQ(si("24 in", Dimension::length), 0.6096);
  EXPECT_DOUBLE_EQ(si("2 ft", Dimension::length), 0.6096);
  EXPECT_NEAR(si("2900 lb", Dimension::mass), 2900 * 0.45359237, 1e-9);
  EXPECT_NEAR(si("119 L/min", Dimension::flow), 119e-3 / 60, 1e-15);
  EXPECT_NEAR(si("991 gpm", Dimension::flow), 991 * 231 * 16.387064e-6 / 60, 1e-12);
  EXPECT_NEAR(si("40600 cfm", Dimension::flow), 40600 * 0.028316846592 / 60, 1e-9);
  EXPECT_NEAR(si("35 psi", Dimension::pressure), 35 * 6894.757293168, 1e-6);
  EXPECT_DOUBLE_EQ(si("2.4 bar", Dimension::pressure), 2.4e5);
  EXPECT_NEAR(si("1 inH2O", Dimension::pressure), 249.08, 0.02);
  EXPECT_NEAR(si("104 degF", Dimension::temperature), 40, 1e-9);
  EXPECT_DOUBLE_EQ(si("-9.6 degC", Dimension::temperature), -9.6);
  EXPECT_DOUBLE_EQ(si("40 \xC2\xB0"
                      "C",
                      Dimension::temperature),
                   40);
  EXPECT_DOUBLE_EQ(si("4 K", Dimension::temperature_difference), 4);
  EXPECT_DOUBLE_EQ(si("87 %", Dimension::fraction), 0.87);
  EXPECT_DOUBLE_EQ(si("0.87", Dimension::fraction), 0.87);
  EXPECT_NEAR(si("100 psf", Dimension::floor_load), 100 * 0.45359237 / (0.3048 * 0.3048), 1e-9);
  EXPECT_DOUBLE_EQ(si("60 kW/m2", Dimension::power_density), 60e3);
  EXPECT_DOUBLE_EQ(si("1.58 mPa.s", Dimension::viscosity), 1.58e-3);
  EXPECT_DOUBLE_EQ(si("3.92 kJ/kgK", Dimension::specific_heat), 3920);
  EXPECT_DOUBLE_EQ(si("200 L", Dimension::volume), 0.2);
}

TEST(Units, KeepTemperaturesAndDifferencesApart) {
  EXPECT_EQ(refused("5 degC", Dimension::temperature_difference), Rule::site_dimension);
  EXPECT_EQ(refused("313 K", Dimension::temperature), Rule::site_dimension);
}

TEST(Units, RefuseOtherDimensionsAndUnknownNames) {
  EXPECT_EQ(refused("119 L/min", Dimension::power), Rule::site_dimension);
  EXPECT_EQ(refused("132 kVA", Dimension::power), Rule::site_dimension);
  EXPECT_EQ(parse_quantity("132 kVA", Dimension::power).hint,
            "a device's rating in kVA is written rating_apparent: 132 kVA; any other power in kW, which is kVA times "
            "the power "
            "factor");
  EXPECT_EQ(parse_quantity("400 A", Dimension::power).hint,
            "a device's rating in amperes is written rating_current: 400 A");
  EXPECT_EQ(parse_quantity("91 m\u00b3/h", Dimension::flow).hint, "did you mean 'm3/h'?");
  EXPECT_EQ(refused("132 KW", Dimension::power), Rule::site_unit_unknown);
  EXPECT_NE(parse_quantity("132 KW", Dimension::power).hint.find("'kW'"), std::string::npos);
  EXPECT_EQ(refused("1 furlong", Dimension::length), Rule::site_unit_unknown);
  // What the units library would take and the field does not mean: gal/min as galileo a minute, pa as pico-are.
  EXPECT_EQ(refused("5 gal/min", Dimension::flow), Rule::site_unit_unknown);
  EXPECT_EQ(refused("5 pa", Dimension::pressure), Rule::site_unit_unknown);
  EXPECT_EQ(refused("0x10 kW", Dimension::power), Rule::site_unit_unknown);  // no hexadecimal: 0 of a unit "x10 kW"
}

TEST(Units, RefuseBareAndBrokenNumbers) {
  EXPECT_EQ(refused("132", Dimension::power), Rule::site_unit_missing);
  for (const std::string bad :
       {"nan kW", "inf kW", ".inf kW", "1e999 kW", "", "kW", "1,000 kW", "1_000 kW", "--5 kW", "1..5 kW"}) {
    EXPECT_EQ(refused(bad, Dimension::power), Rule::site_number) << bad;
  }
}

/// What the library itself makes of 0.7 units.
double library_si(ut_system* system, const UnitSpelling& unit, const DimensionInfo& dimension) {
  ut_unit* from = ut_parse(system, std::string(unit.udunits).c_str(), UT_UTF8);
  ut_unit* to = ut_parse(system, std::string(dimension.si_udunits).c_str(), UT_UTF8);
  cv_converter* converter = ut_get_converter(from, to);
  const double converted = converter == nullptr ? -1 : cv_convert_double(converter, 0.7);
  cv_free(converter);
  ut_free(from);
  ut_free(to);
  return converted;
}

TEST(Units, EveryListedSpellingIsWhatTheLibrarySays) {
  ut_set_error_message_handler(ut_ignore);
  ut_system* system = ut_read_xml(nullptr);
  ASSERT_NE(system, nullptr);
  for (int d = 0; d < static_cast<int>(Dimension::count); ++d) {
    const auto dimension = static_cast<Dimension>(d);
    for (const UnitSpelling& unit : info(dimension).units) {
      EXPECT_EQ(si("0.7 " + std::string(unit.name), dimension), library_si(system, unit, info(dimension))) << unit.name;
    }
    EXPECT_TRUE(parse_quantity(info(dimension).example, dimension).si.has_value()) << info(dimension).example;
  }
  ut_free_system(system);
}

TEST(Units, ReportUnitsConvertBack) {
  for (int d = 0; d < static_cast<int>(Dimension::count); ++d) {
    const auto dimension = static_cast<Dimension>(d);
    const FieldQuantity field = to_field(dimension, 0.5);
    const ParsedQuantity back = parse_quantity(std::to_string(field.value) + " " + std::string(field.unit), dimension);
    ASSERT_TRUE(back.si.has_value()) << info(dimension).name;
    EXPECT_NEAR(*back.si, 0.5, 1e-6) << info(dimension).name;
  }
}

}  // namespace
}  // namespace hallplan
