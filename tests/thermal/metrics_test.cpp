// The indices against worked examples: each excess, shortfall and heat can be added up by hand.
#include "planner/thermal/metrics.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

namespace hallplan::thermal {
namespace {

constexpr double kSupply = 18;
constexpr std::array kInlets = {20.0, 22.0, 25.0, 28.0, 30.0, 33.0};
const IntakeClass kA1 = *class_within(32);

TEST(RackCoolingIndex, AddsUpWhatIsBeyondTheRecommendedRange) {
  EXPECT_NEAR(rack_cooling_index(kInlets, kA1).high, 66.6667, 1e-4);  // 1 + 3 + 6 K of 6 x 5 K
  EXPECT_NEAR(rack_cooling_index(kInlets, kA1).low, 100, 1e-12);
  EXPECT_NEAR(rack_cooling_index(std::array{15.0, 17.0, 19.0}, kA1).low, 55.5556, 1e-4);  // 3 + 1 K of 3 x 3 K
}

TEST(RackCoolingIndex, IsNotClamped) {
  EXPECT_NEAR(rack_cooling_index(std::array{35.0, 36.0}, kA1).high, -70, 1e-12);  // 8 + 9 K of 2 x 5 K
}

TEST(RackCoolingIndex, NoRacksNoIndex) {
  EXPECT_TRUE(std::isnan(rack_cooling_index({}, kA1).high));
  EXPECT_TRUE(std::isnan(rack_cooling_index({}, kA1).low));
}

TEST(IntakeClass, IsTheWidestWithinTheLimit) {
  EXPECT_EQ(class_within(25)->name, "H1");
  EXPECT_EQ(class_within(34.9)->name, "A1");
  EXPECT_EQ(class_within(35)->name, "A2");
  EXPECT_EQ(class_within(60)->name, "A4");
  EXPECT_FALSE(class_within(24.9).has_value());
  EXPECT_EQ(class_within(35)->least_allowable_degc, 10);
  EXPECT_EQ(class_within(25)->most_recommended_degc, 22);
}

TEST(ReturnTemperatureIndex, TellsBypassFromRecirculation) {
  EXPECT_NEAR(return_temperature_index(27.6, kSupply, 12), 80, 1e-9);
  EXPECT_NEAR(return_temperature_index(33.0, kSupply, 12), 125, 1e-9);
  EXPECT_TRUE(std::isnan(return_temperature_index(30, kSupply, 0)));
}

TEST(HeatIndex, SharesOfWhatTheAirCarries) {
  std::vector<RackStream> racks;
  for (const double inlet : kInlets) racks.push_back({inlet, inlet + 12, 1.5});
  const HeatIndex index = heat_index(racks, kSupply);
  EXPECT_NEAR(index.supply, 0.409836, 1e-6);  // 50 / 122
  EXPECT_NEAR(index.returned, 0.590164, 1e-6);
}

TEST(HeatIndex, WeighsByFlow) {
  // 2 m3/s picked up 1 K and rise by 10 K, 1 m3/s picked up 7 K and rise by 20 K: 9 of 49.
  const std::array racks = {RackStream{19, 29, 2}, RackStream{25, 45, 1}};
  EXPECT_NEAR(heat_index(racks, kSupply).supply, 9.0 / 49, 1e-12);
  EXPECT_TRUE(std::isnan(heat_index({}, kSupply).supply));
}

TEST(CaptureIndex, WeighsRacksByWhatTheyDraw) {
  EXPECT_NEAR(capture_index(std::array{1.0, 0.4}, std::array{3.0, 1.0}), 0.85, 1e-12);
  EXPECT_TRUE(std::isnan(capture_index({}, {})));
}

}  // namespace
}  // namespace hallplan::thermal
