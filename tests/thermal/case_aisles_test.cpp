// Aisles, units and sheets of a case: what is closed is closed on every grid, air is drawn and blown where the site says.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <queue>
#include <set>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "planner/layout/layout.hpp"
#include "planner/thermal/case_grid.hpp"
#include "planner/thermal/geometry.hpp"
#include "planner/thermal/zones.hpp"
#include "tests/support/load.hpp"
#include "tests/thermal/case_support.hpp"

namespace hallplan::thermal {
namespace {

/// How many cells of air can be reached from a cell without passing a screen.
std::size_t reach(const Case& hall, std::array<int, 3> start) {
  std::set<std::tuple<int, std::array<int, 3>>> closed;
  for (const kernels::flow::Screen& screen : hall.screens) {
    const int normal = static_cast<int>(screen.faces.normal);
    for (int b = screen.faces.b0; b < screen.faces.b1; ++b) {
      for (int a = screen.faces.a0; a < screen.faces.a1; ++a) {
        std::array<int, 3> at{};
        at[static_cast<std::size_t>(normal)] = screen.faces.at;
        at[normal == 0 ? 1 : 0] = a;
        at[normal == 2 ? 1 : 2] = b;
        closed.insert({normal, at});
      }
    }
  }
  const std::vector<char> solid = solids_of(hall);
  std::set<std::array<int, 3>> seen{start};
  std::queue<std::array<int, 3>> open;
  open.push(start);
  while (!open.empty()) {
    const std::array<int, 3> here = open.front();
    open.pop();
    for (int axis = 0; axis < 3; ++axis) {
      for (const int way : {-1, 1}) {
        std::array<int, 3> next = here;
        next[static_cast<std::size_t>(axis)] += way;
        if (!air_at(hall, solid, next) || seen.count(next) > 0) continue;
        if (closed.count({axis, way > 0 ? next : here}) > 0) continue;
        seen.insert(next);
        open.push(next);
      }
    }
  }
  return seen.size();
}

/// The cell before a rack's rear.
std::array<int, 3> behind(const HallCase& hall, std::size_t grid, std::size_t rack) {
  const Port& port = hall.sequence.grids[grid].ducts[rack].discharge.front();
  std::array<int, 3> cell{port.x, port.y, port.z};
  if (port.room_is_low) --cell[static_cast<std::size_t>(port.normal)];
  return cell;
}

TEST(Case, AContainedAisleIsTightOnEveryGrid) {
  // The row stands alone: a panel closes its aisle 1.2 m behind it. Slot 6 is left empty and is blanked.
  Site site = test::small_placed_site();
  site.placed.pop_back();
  const HallCase hall = case_of(site, {0.4, 0.3, 0.2, 0.15, 0.1});
  expect_sound(hall);
  for (std::size_t g = 0; g < hall.grids.size(); ++g) {
    const Case& grid = hall.sequence.grids[g];
    const double cell_m3 = grid.grid.hx_m * grid.grid.hy_m * grid.grid.hz_m;
    const double volume_m3 = static_cast<double>(reach(grid, behind(hall, g, 0))) * cell_m3;
    EXPECT_NEAR(volume_m3, 6 * 0.75 * 1.2 * 4, 0.35 * 6 * 0.75 * 1.2 * 4) << "cells of " << hall.grids[g].asked_m;
    for (std::size_t d = 5; d < grid.ducts.size(); ++d) {
      for (const Port& port : grid.ducts[d].intake) EXPECT_EQ(port.z, grid.grid.nz);  // through its ceiling
    }
  }
  site.air_zones[0].containment = Containment::none;
  const HallCase open = case_of(site, {0.2});
  EXPECT_EQ(reach(open.sequence.grids[0], behind(open, 0, 0)), static_cast<std::size_t>(open.grids[0].fluid_cells));
  EXPECT_TRUE(open.sequence.grids[0].screens.empty());
}

TEST(Case, RowsThatTurnTheirRearsToEachOtherShareAnAisle) {
  Site site = test::small_placed_site({"hall.depth=12 m", "rows.r1.y=2 m", "air.zones.room.supply_through=floor"});
  Row facing = site.rows[0];
  facing.id = "r2";
  facing.front = Side::north;
  facing.y_m.value = facing.y_m.low = facing.y_m.high = 5.2;
  facing.x_m.value = facing.x_m.low = facing.x_m.high = 3.5;  // two slots further: the ends are blanked
  site.rows.push_back(facing);
  const std::size_t racks = site.placed.size();
  for (std::size_t i = 0; i < racks; ++i) {
    PinnedRack rack = site.placed[i];
    rack.id += "-r2";
    rack.row.index = 1;
    site.placed.push_back(rack);
  }
  for (AirZone& zone : site.air_zones) {
    for (Unit& unit : zone.units) unit.y_m.value().value = 10;
  }
  const HallCase hall = case_of(site, {0.4, 0.2});
  expect_sound(hall);
  const double volume_m3 = static_cast<double>(reach(hall.sequence.grids[1], behind(hall, 1, 0))) * 0.2 * 0.2 * 0.2;
  EXPECT_NEAR(volume_m3, 6.0 * 2.0 * 4.0, 1.0);  // x 2 to 8 m, y 3.2 to 5.2 m, up to the ceiling
  EXPECT_EQ(reach(hall.sequence.grids[1], behind(hall, 1, 0)), reach(hall.sequence.grids[1], behind(hall, 1, racks)));
  // Units blow through the floor before the fronts.
  const kernels::flow::Duct& unit = hall.sequence.grids[1].ducts.back();
  for (const Port& port : unit.discharge) {
    EXPECT_EQ(port.z, 0);
    const double y_m = (port.y + 0.5) * 0.2;
    EXPECT_TRUE((y_m > 1.3 && y_m < 2.0) || (y_m > 6.4 && y_m < 7.1)) << y_m;
  }
}

TEST(Case, AColdAisleIsClosedByDoorsAndARoof) {
  const Site site = test::small_placed_site({"air.zones.room.containment=cold"});
  const HallCase hall = case_of(site, {0.2});
  expect_sound(hall);
  const Case& grid = hall.sequence.grids[0];
  const kernels::flow::Probe::Cell front = hall.grids[0].fronts[0].front();
  const double volume_m3 = static_cast<double>(reach(grid, {front.x, front.y, front.z})) * 0.008;
  EXPECT_NEAR(volume_m3, 4.5 * 1.2 * 2.2, 0.35 * 4.5 * 1.2 * 2.2);
  for (std::size_t d = 6; d < grid.ducts.size(); ++d) {
    EXPECT_EQ(grid.ducts[d].intake.front().normal, kernels::flow::Axis::z);  // the units' tops
    EXPECT_FALSE(grid.ducts[d].intake.front().room_is_low);
    EXPECT_EQ(grid.ducts[d].discharge.front().z, 0);
  }
}

/// Means of a unit's faces: height, and how many of them there are.
std::pair<double, std::size_t> height_of(const Case& hall, const std::vector<Port>& ports) {
  double height_m = 0;
  for (const Port& port : ports) height_m += port.share * (port.z + 0.5) * hall.grid.hz_m;
  return {height_m, ports.size()};
}

TEST(Case, UnitsBlowAndDrawWhereTheirZoneSays) {
  // Units of 2 x 1 x 2 m at y = 6.5 m, fronts to the south.
  const std::vector<std::string> open = {"air.zones.room.containment=none", "air.zones.room.units.crah-1.y=6.5 m",
                                         "air.zones.room.units.crah-2.y=6.5 m", "air.zones.room.units.crah-3.y=6.5 m"};
  const auto first_unit = [&](const std::string& path) {
    std::vector<std::string> sets = open;
    sets.push_back("air.zones.room.return_through=" + path);
    const HallCase hall = case_of(test::small_placed_site(sets), {0.1});
    const auto duct = static_cast<std::size_t>(hall.units[0].duct);
    return std::pair(hall.sequence.grids[0], hall.sequence.grids[0].ducts[duct]);
  };
  const auto [in_row, rear] = first_unit("rear");
  EXPECT_EQ(height_of(in_row, rear.intake).second, 400U);
  EXPECT_EQ(rear.intake.front().y, 75);
  EXPECT_EQ(rear.discharge.front().y, 65);
  EXPECT_NEAR(height_of(in_row, rear.discharge).first, 1.0, 1e-9);
  const auto [upper, front] = first_unit("front");
  EXPECT_EQ(front.intake.front().y, 65);
  EXPECT_NEAR(height_of(upper, front.intake).first, 1.5, 1e-9);
  EXPECT_NEAR(height_of(upper, front.discharge).first, 0.5, 1e-9);
  const auto [crah, top] = first_unit("top");
  EXPECT_EQ(top.intake.front().normal, kernels::flow::Axis::z);
  EXPECT_EQ(height_of(crah, top.intake).second, 200U);
  // Against the wall there is nothing to draw from.
  CaseOptions options;
  options.cells_m = {0.1};
  const Site site = test::small_placed_site({"air.zones.room.containment=none", "air.zones.room.return_through=rear"});
  EXPECT_FALSE(build_case(site, layout::positioned(site, pinned_plan(site)), options));
}

TEST(Case, AUnitOutsideTheHallNeedsFloorAndCeiling) {
  Site site = test::small_placed_site();
  for (Unit& unit : site.air_zones[0].units) unit.x_m = unit.y_m = std::nullopt;
  CaseOptions options;
  options.cells_m = {0.2};
  const Result<HallCase> front = build_case(site, layout::positioned(site, pinned_plan(site)), options);
  ASSERT_FALSE(front);
  EXPECT_EQ(front.problems.all().front().rule, Rule::site_missing_key);
  site.air_zones[0].supply_through = SupplyPath::floor;
  const HallCase hall = case_of(site, {0.2});
  expect_sound(hall);
  EXPECT_EQ(hall.units[2].duct, 8);
}

TEST(Case, APerforatedSheetLosesWhatIdelchikTabulates) {
  EXPECT_NEAR(sheet_loss(0.1), 245, 5);
  EXPECT_NEAR(sheet_loss(0.2), 51.5, 0.5);
  EXPECT_NEAR(sheet_loss(0.5), 4.0, 0.02);
  EXPECT_LT(sheet_loss(0), 0);
  EXPECT_EQ(sheet_loss(1), 0);
  const Case grid = case_of(reference_site({{"hall.partitions.door-west.openness=20 %"}}), {0.2}).sequence.grids[0];
  EXPECT_TRUE(std::any_of(grid.screens.begin(), grid.screens.end(),
                          [](const kernels::flow::Screen& s) { return std::abs(s.loss - sheet_loss(0.2)) < 1e-9; }));
}

TEST(Case, SheetsNeverShareAFace) {
  const Site site = reference_site({{"hall.partitions.door-east.x=7 m"},
                                    {"hall.partitions.door-east.openness=20 %"},
                                    {"hall.partitions.door-east.depth=3 m"},
                                    {"hall.partitions.door-east.y=4.6 m"}});
  const Case grid = case_of(site, {0.2}).sequence.grids[0];
  std::map<std::pair<int, int>, double> seen;
  for (const kernels::flow::Screen& screen : grid.screens) {
    for (int b = screen.faces.b0; b < screen.faces.b1; ++b) {
      for (int a = screen.faces.a0; a < screen.faces.a1; ++a) {
        EXPECT_TRUE(seen.emplace(std::pair(a, b), screen.loss).second);
      }
    }
  }
  EXPECT_LT(seen.at({28, 0}), 0);  // where both stand the wall counts
}

TEST(Case, WhatStandsBeforeAFaceIsNamed) {
  Site site = test::small_placed_site();
  hallplan::Box column;
  column.id = "fat";
  column.x_m.value = column.x_m.low = column.x_m.high = 1.9;
  column.y_m.value = column.y_m.low = column.y_m.high = 2.0;
  column.width_m.value = column.depth_m.value = 1.0;
  site.hall.columns.push_back(column);
  CaseOptions options;
  options.cells_m = {0.2};
  const Result<HallCase> hall = build_case(site, layout::positioned(site, pinned_plan(site)), options);
  ASSERT_FALSE(hall);
  EXPECT_NE(hall.problems.all().front().message.find("rack c1 has no free air where it draws"), std::string::npos);
  EXPECT_TRUE(hall.problems.all().front().at.known());
}

}  // namespace
}  // namespace hallplan::thermal
