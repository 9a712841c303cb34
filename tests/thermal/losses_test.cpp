// States that are solved from normal running on, lost units and set points: errors of their own grid, both ends of a leakage.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "planner/thermal/field.hpp"
#include "planner/thermal/set_points.hpp"
#include "tests/thermal/hand_made.hpp"

namespace hallplan::thermal {
namespace {

const std::vector<double> kCells_m = {1.0, 0.5};

FieldOptions options_of() {
  FieldOptions options;
  options.level = FieldLevel::screen;
  options.cell_m = kCells_m.back();
  options.execution.threads = 1;
  return options;
}

/// What the racks breathe on the coarser grid alone, from nothing.
std::vector<double> hottest_on_coarser(const Site& site, const Plan& plan, const std::string& lost) {
  const Result<HallCase> hall = build_case(site, plan, {kCells_m, LeakageEnd::high, {lost}, {}, {}});
  EXPECT_TRUE(hall);
  const kernels::flow::Sequence coarser{{hall.value->sequence.grids.front()}};
  const kernels::flow::Solution solution = solve(coarser, options_of().solver, options_of().execution);
  std::vector<double> hottest;
  for (const FollowedRack& rack : hall.value->racks) {
    double degc = -1e3;
    for (const int band : rack.bands) degc = std::max(degc, solution.probes[static_cast<std::size_t>(band)].mean_degc);
    hottest.push_back(degc);
  }
  return hottest;
}

TEST(Losses, HaveGridErrorsOfTheirOwn) {
  const Site site = test::small_placed_site({"air.zones.room.containment=none"});
  const Plan plan = test::placed_plan(site);
  const FieldResult field = solve_field(site, plan, options_of());
  ASSERT_TRUE(field.solved()) << field.problem;
  ASSERT_EQ(field.losses.size(), 3U);
  for (const FieldState& loss : field.losses) {
    ASSERT_TRUE(loss.settled) << loss.unsettled;
    const std::vector<double> coarser =
        hottest_on_coarser(site, plan, loss.scenario.substr(0, loss.scenario.find(' ')));
    bool differs = false;
    for (std::size_t r = 0; r < loss.racks.size(); ++r) {
      const RackField& rack = loss.racks[r];
      const double apart_k = std::abs(rack.inlet_band_degc - coarser[r]) - rack.closing_k;  // of the turns' means
      EXPECT_GE(rack.grid_error_k, 3 * apart_k - 1e-9) << loss.scenario << ", rack " << r;
      differs = differs || std::abs(rack.grid_error_k - field.normal.racks[r].grid_error_k) > 1e-3;
    }
    EXPECT_TRUE(differs) << loss.scenario;
  }
}

double bound_degc(const RackField& rack) { return rack.inlet_band_degc + rack.numerical_error_k(); }

/// Every rack of the range has the bound of its worse end.
void expect_worse_end(const FieldState& range, const FieldState& low, const FieldState& high) {
  for (std::size_t r = 0; r < range.racks.size(); ++r) {
    const double worse_degc = std::max(bound_degc(low.racks[r]), bound_degc(high.racks[r]));
    EXPECT_NEAR(bound_degc(range.racks[r]), worse_degc, 0.05) << range.scenario << ", rack " << r;
  }
}

TEST(Losses, AreSolvedAtBothEndsOfALeakage) {
  const auto solved = [](const std::string& leakage) {
    const Site site = test::small_placed_site({"air.zones.room.fans=rated", "air.zones.room.leakage=" + leakage});
    const Plan plan = test::placed_plan(site);
    FieldResult field = solve_field(site, plan, options_of());
    EXPECT_TRUE(field.solved()) << field.problem;
    EXPECT_EQ(solve_set_points(site, plan, {21}, options_of(), field), "");
    return field;
  };
  const FieldResult low = solved("2 %"), high = solved("60 %");
  const FieldResult range = solved("{value: 10 %, low: 2 %, high: 60 %}");
  ASSERT_EQ(range.losses.size(), 3U);
  ASSERT_EQ(range.other_ends.size(), 1U);
  expect_worse_end(range.normal, low.normal, high.normal);
  double most_k = 0;
  for (std::size_t i = 0; i < range.losses.size(); ++i) {
    expect_worse_end(range.losses[i], low.losses[i], high.losses[i]);
    for (std::size_t r = 0; r < range.losses[i].racks.size(); ++r) {
      most_k = std::max(most_k, std::abs(bound_degc(low.losses[i].racks[r]) - bound_degc(high.losses[i].racks[r])));
    }
  }
  EXPECT_GT(most_k, 0.2);  // or it would say nothing
  ASSERT_EQ(range.set_points.size(), 1U);
  expect_worse_end(range.set_points[0], low.set_points[0], high.set_points[0]);
}

TEST(Losses, RideThroughTakesTheSoonerEndOfALeakage) {
  const auto seconds = [](const std::string& leakage) {
    const Site site = test::small_placed_site({"air.zones.room.leakage=" + leakage});
    const Plan plan = test::placed_plan(site);
    FieldOptions options = options_of();
    options.units_lost = false;
    const FieldResult field = solve_field(site, plan, options);
    EXPECT_TRUE(field.solved()) << field.problem;
    RideThroughOptions ride;
    ride.end_s = 120;
    ride.execution.threads = 1;
    const RideThrough lost =
        ride_through(site, plan, field, {{"all units lost", {"crah-1", "crah-2", "crah-3"}}}, ride)[0];
    std::vector<double> racks;
    for (const RackRide& rack : lost.racks) racks.push_back(rack.seconds);
    return racks;
  };
  const std::vector<double> low = seconds("2 %"), high = seconds("60 %");
  const std::vector<double> range = seconds("{value: 10 %, low: 2 %, high: 60 %}");
  for (std::size_t r = 0; r < range.size(); ++r) EXPECT_NEAR(range[r], std::min(low[r], high[r]), 0.2) << r;
}

}  // namespace
}  // namespace hallplan::thermal
