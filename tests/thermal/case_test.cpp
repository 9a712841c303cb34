// The hall as a grid case: what grids keep to the last digit (flows, heat), and what they say they moved.
#include "planner/thermal/case.hpp"

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
#include "tests/support/plans.hpp"
#include "tests/thermal/case_support.hpp"

namespace hallplan::thermal {
namespace {

TEST(Case, TheReferenceHallHasTheCellsOpenFoamCounted) {
  const HallCase hall = case_of(reference_site(), {0.4, 0.2, 0.1});
  EXPECT_EQ(hall.grids[1].fluid_cells, 116'040);
  EXPECT_EQ(hall.grids[2].fluid_cells, 928'320);
  EXPECT_TRUE(hall.grids[1].snaps.empty());
  EXPECT_TRUE(hall.grids[2].snaps.empty());
  expect_sound(hall);
}

TEST(Case, OfRangesOpeningsTakeTheUnfavourableEnd) {
  const auto first_supply = [](const std::string& temperature) {
    const Site site = reference_site({{"air.supplies.supply-0.velocity={value: 1.5 m/s, low: 1.4 m/s, high: 1.6 m/s}"},
                                      {"air.supplies.supply-0.temperature=" + temperature},
                                      {"basis.room_air=25 degC"}});
    return case_of(site, {0.4}).sequence.grids[0].supplies[0];
  };
  const kernels::flow::Supply cold = first_supply("{value: 18 degC, low: 17 degC, high: 20 degC}");
  EXPECT_EQ(cold.temperature_degc, 20);
  EXPECT_NEAR(cold.velocity_m_per_s, 1.4, 1e-12);
  // Warmer than the room, it is the more the worse.
  EXPECT_NEAR(first_supply("30 degC").velocity_m_per_s, 1.6, 1e-12);
}

TEST(Case, TheReferenceHallIsTheCaseThatWasSolved) {
  const HallCase hall = case_of(reference_site(), {0.2});
  const Case& grid = hall.sequence.grids[0];
  EXPECT_NEAR(hall.heat_capacity_j_per_m3_k, 1197.14, 1e-9);
  ASSERT_EQ(grid.ducts.size(), 20U);
  EXPECT_NEAR(grid.ducts[7].heat_k_m3_per_s / grid.ducts[7].flow[0].flow_m3_per_s, 11.953, 1e-3);
  EXPECT_EQ(grid.ducts[0].intake.size(), 33U);  // 3 x 11 faces
  EXPECT_EQ(grid.ducts[0].intake[0].y, 20);     // front at 4.0 m
  EXPECT_TRUE(grid.ducts[0].intake[0].room_is_low);
  EXPECT_EQ(grid.ducts[0].discharge[0].y, 26);
  EXPECT_FALSE(grid.ducts[0].discharge[0].room_is_low);
  ASSERT_EQ(grid.supplies.size(), 4U);
  EXPECT_NEAR(grid.supplies[0].velocity_m_per_s, 1.5, 1e-12);
  EXPECT_NEAR(grid.supplies[0].k_m2_per_s2, 0.03375, 1e-9);
  EXPECT_NEAR(grid.supplies[0].epsilon_m2_per_s3, 0.00728, 1e-5);
  ASSERT_EQ(grid.openings.size(), 1U);
  EXPECT_EQ(grid.openings[0].faces.at, 20);
  EXPECT_EQ(grid.openings[0].faces.a0, 35);
  EXPECT_EQ(grid.openings[0].faces.b1, 34);
  int door_faces = 0;
  for (const kernels::flow::Screen& screen : grid.screens) {
    EXPECT_LT(screen.loss, 0);
    EXPECT_TRUE(screen.faces.at == 35 || screen.faces.at == 65);
    door_faces += (screen.faces.a1 - screen.faces.a0) * (screen.faces.b1 - screen.faces.b0);
  }
  EXPECT_EQ(door_faces, 2 * 8 * 11);
  EXPECT_EQ(grid.turbulence, kernels::flow::Turbulence::zero_equation);
  EXPECT_EQ(grid.drawn_air, kernels::flow::DrawnAir::boundary_value);
  const Case constant = case_of(reference_site({}, "openfoam-hall-v2"), {0.2}).sequence.grids[0];
  EXPECT_EQ(constant.turbulence, kernels::flow::Turbulence::none);
  EXPECT_NEAR(constant.air.viscosity_m2_per_s, 0.02, 1e-12);
  EXPECT_NEAR(constant.air.viscosity_m2_per_s / constant.air.prandtl, 1e-4, 1e-12);
}

TEST(Case, CellsThatDoNotAlignKeepFlowsAndSayWhatTheyMoved) {
  for (const double cell_m : {0.4, 0.3, 0.25, 0.15}) {
    const HallCase hall = case_of(reference_site(), {cell_m});
    expect_sound(hall);
    const Case& grid = hall.sequence.grids[0];
    double blown = 0;
    for (const kernels::flow::Supply& supply : grid.supplies) {
      const int faces = (supply.faces.a1 - supply.faces.a0) * (supply.faces.b1 - supply.faces.b0);
      blown += faces * face_area_m2(grid, supply.faces.normal) * supply.velocity_m_per_s;
    }
    EXPECT_NEAR(blown, 24, 1e-9) << cell_m;
  }
  const HallCase coarse = case_of(reference_site(), {0.4});
  // Racks end at 7.0 and 13.0 m, 17.5 and 32.5 cells: half a cell; their tops at 2.2 m, 5.5 cells, as well.
  EXPECT_NEAR(coarse.grids[0].worst_snap_m(), 0.2, 1e-9);
  EXPECT_TRUE(std::any_of(coarse.grids[0].snaps.begin(), coarse.grids[0].snaps.end(),
                          [](const Snap& snap) { return snap.what == "partition door-west"; }));
  const std::vector<std::string> text = case_text(coarse);
  EXPECT_TRUE(std::any_of(text.begin(), text.end(),
                          [](const std::string& line) { return line.find("0.2 m") != std::string::npos; }));
}

TEST(Case, HalfWayGoesToTheMiddleSoThatAMirrorSnapsAlike) {
  EXPECT_EQ(nearest_face(7.0, 0.4, 50), 18);
  EXPECT_EQ(nearest_face(13.0, 0.4, 50), 32);
  EXPECT_EQ(nearest_face(2.2, 0.4, 10), 5);
  EXPECT_EQ(nearest_face(0.59, 0.4, 10), 1);
  EXPECT_EQ(nearest_face(0.61, 0.4, 10), 2);
  for (int n = 7; n < 40; ++n) {
    for (int i = 0; i <= 4 * n; ++i) {
      const double at = 0.25 * i;
      if (2 * at == n) continue;  // in the mirror itself
      EXPECT_EQ(nearest_face(at, 1.0, n), n - nearest_face(n - at, 1.0, n)) << at << " of " << n;
    }
  }
}

TEST(Case, BandsAreThirdsOfTheFront) {
  const HallCase hall = case_of(reference_site(), {0.1});
  const Case& grid = hall.sequence.grids[0];
  double before = 0;
  for (const int band : hall.racks[3].bands) {
    double height_m = 0;
    for (const kernels::flow::Probe::Cell& cell : grid.probes[static_cast<std::size_t>(band)].cells) {
      height_m += cell.weight * (cell.z + 0.5) * grid.grid.hz_m;
      EXPECT_EQ(cell.y, 39);
    }
    EXPECT_NEAR(height_m - before, band % 3 == 0 ? 2.2 / 6 : 2.2 / 3, 0.02);
    before = height_m;
  }
  EXPECT_EQ(hall.grids[0].fronts[3].size(), 6U * 22U);
}

TEST(Case, TheReferenceHallIsItsOwnImageInY) {
  const HallCase hall = case_of(reference_site(), {0.4});
  ASSERT_EQ(hall.mirrors.size(), 1U);
  EXPECT_EQ(hall.mirrors[0].axis, kernels::flow::Axis::y);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(hall.mirrors[0].opposite[static_cast<std::size_t>(i)], (i + 10) % 20);
  EXPECT_TRUE(case_of(reference_site({{"air.supplies.supply-0.velocity=1.4 m/s"}}), {0.4}).mirrors.empty());
  EXPECT_TRUE(case_of(reference_site({{"hall.partitions.door-west.top=2 m"}}), {0.4}).mirrors.size() == 1);
  EXPECT_TRUE(case_of(reference_site({{"hall.partitions.door-west.y=5 m"}}), {0.4}).mirrors.empty());
}

/// The reference hall with everything mirrored in x or in y: the site that an architect drawing it the other way round
/// writes.
Site mirrored(Site site, bool in_x) {
  const double side = in_x ? site.hall.width_m.value : site.hall.depth_m.value;
  const auto turn = [side](Value& from, double size_m) {
    from.value = from.low = from.high = side - from.value - size_m;
  };
  for (Partition& sheet : site.hall.partitions) {
    const MaybeValue& size = in_x ? sheet.width_m : sheet.depth_m;
    turn(in_x ? sheet.x_m : sheet.y_m, size ? size->value : 0);
  }
  for (Row& row : site.rows) {
    turn(in_x ? row.x_m : row.y_m, in_x ? row.slots * row.pitch_m.value : row.depth_m.value);
    if (!in_x) row.front = row.front == Side::south ? Side::north : Side::south;
  }
  const auto turn_opening = [&](WallOpening& opening) {
    if (in_x && opening.wall == Wall::west) opening.wall = Wall::east;
    MaybeValue& from = in_x ? opening.x_m : opening.y_m;
    if (from) turn(*from, (in_x ? opening.width_m : opening.depth_m)->value);
  };
  for (AirSupply& supply : site.supplies) turn_opening(supply);
  for (AirReturn& opening : site.returns) turn_opening(opening);
  if (in_x) {
    for (PinnedRack& rack : site.placed) rack.slot = 11 - rack.slot;
  }
  return site;
}

/// A duct's faces in an order of their own, mirrored when asked.
std::map<std::tuple<int, int, int>, double> faces_of(const Case& hall, const std::vector<Port>& ports, int mirror) {
  std::map<std::tuple<int, int, int>, double> faces;
  const std::array<int, 3> n{hall.grid.nx, hall.grid.ny, hall.grid.nz};
  for (const Port& port : ports) {
    std::array<int, 3> at{port.x, port.y, port.z};
    if (mirror >= 0) {
      const auto m = static_cast<std::size_t>(mirror);
      at[m] = n[m] - at[m] - (static_cast<int>(port.normal) == mirror ? 0 : 1);
    }
    faces[{at[0], at[1], at[2]}] += port.share;
  }
  return faces;
}

TEST(Case, AMirroredSiteGivesTheMirroredCase) {
  // Not symmetric itself: rows moved by a length that no grid divides.
  const Site site = reference_site({{"rows.A.x=6.85 m"}, {"rows.B.y=6.93 m"}, {"hall.partitions.door-west.x=6.85 m"}});
  for (const bool in_x : {true, false}) {
    for (const double cell_m : {0.4, 0.2, 0.15}) {
      const Case one = case_of(site, {cell_m}).sequence.grids[0];
      const Case other = case_of(mirrored(site, in_x), {cell_m}).sequence.grids[0];
      const std::vector<char> a = solids_of(one);
      const std::vector<char> b = solids_of(other);
      int differ = 0;
      for (int z = 0; z < one.grid.nz; ++z) {
        for (int y = 0; y < one.grid.ny; ++y) {
          for (int x = 0; x < one.grid.nx; ++x) {
            const std::array<int, 3> image{in_x ? one.grid.nx - 1 - x : x, in_x ? y : one.grid.ny - 1 - y, z};
            differ += air_at(one, a, {x, y, z}) != air_at(other, b, image) ? 1 : 0;
          }
        }
      }
      EXPECT_EQ(differ, 0) << cell_m << (in_x ? " in x" : " in y");
      for (std::size_t d = 0; d < one.ducts.size(); ++d) {
        const auto left = faces_of(one, one.ducts[d].intake, in_x ? 0 : 1);
        const auto right = faces_of(other, other.ducts[d].intake, -1);
        ASSERT_EQ(left.size(), right.size());
        for (const auto& [at, share] : left) {
          ASSERT_TRUE(right.count(at) > 0);
          EXPECT_NEAR(right.at(at), share, 1e-9);
        }
      }
      int faces_one = 0;
      int faces_other = 0;
      for (const auto& s : one.screens) faces_one += (s.faces.a1 - s.faces.a0) * (s.faces.b1 - s.faces.b0);
      for (const auto& s : other.screens) faces_other += (s.faces.a1 - s.faces.a0) * (s.faces.b1 - s.faces.b0);
      EXPECT_EQ(faces_one, faces_other);
    }
  }
}

// --- a hall whose air goes round: the small site, contained hot aisle, three units ---------------------------------------

TEST(Case, HeatIsWhatTheBalancesCount) {
  const Site site = test::small_placed_site({"basis.elevation=1500 m"});
  const Plan plan = layout::positioned(site, pinned_plan(site));
  CaseOptions options;
  options.device_losses_w = {7'500};
  const HallCase hall = case_of(site, {0.4, 0.2}, options);
  const ZoneBalance balance = balances(site, plan, options.device_losses_w)[0];
  EXPECT_NEAR(hall.heat.racks_w, balance.rack_heat_w, 1e-6);
  EXPECT_NEAR(hall.heat.devices_w + hall.heat.fans_w, balance.other_heat_w, 1e-6);
  EXPECT_NEAR(hall.heat.capacity_w + hall.heat.fans_w, balance.capacity_w, 1e-6);
  for (const Case& grid : hall.sequence.grids) {
    double racks = 0;
    double capacity = 0;
    for (const kernels::flow::Duct& duct : grid.ducts) {
      racks += duct.heat_k_m3_per_s;
      capacity += duct.capacity_k_m3_per_s;
    }
    double devices = 0;
    for (const kernels::flow::Source& source : grid.sources) devices += source.heat_k_m3_per_s;
    EXPECT_NEAR(racks * hall.heat_capacity_j_per_m3_k, balance.rack_heat_w, 1e-6);
    EXPECT_NEAR(devices * hall.heat_capacity_j_per_m3_k, 7'500, 1e-6);
    EXPECT_NEAR(capacity * hall.heat_capacity_j_per_m3_k, balance.capacity_w - hall.heat.fans_w, 1e-6);
  }
  expect_sound(hall);
  // Thinner air carries less: p(1500 m) / p(0) of the standard atmosphere is 0.8345.
  const double sea = case_of(test::small_placed_site(), {0.4}).heat_capacity_j_per_m3_k;
  EXPECT_NEAR(hall.heat_capacity_j_per_m3_k / sea, 0.8345, 1e-3);
  EXPECT_NEAR(sea, 1.1839 * 1006, 2);  // dry air of 25 degC at sea level
}

TEST(Case, ALostUnitMovesNoAir) {
  const Site site = test::small_placed_site({"air.zones.room.containment=none"});
  CaseOptions options;
  options.units_lost = {"crah-2"};
  const HallCase all = case_of(site, {0.2});
  const HallCase lost = case_of(site, {0.2}, options);
  ASSERT_EQ(all.units.size(), 3U);
  ASSERT_EQ(lost.units.size(), 3U);
  EXPECT_EQ(lost.units[1].duct, -1);
  EXPECT_EQ(lost.sequence.grids[0].ducts.size(), all.sequence.grids[0].ducts.size() - 1);
  EXPECT_EQ(lost.grids[0].fluid_cells, all.grids[0].fluid_cells);  // it still stands there
  EXPECT_NEAR(lost.heat.fans_w, all.heat.fans_w * 2 / 3, 1e-9);
  std::set<std::tuple<int, int, int>> taken;
  for (const kernels::flow::Duct& duct : lost.sequence.grids[0].ducts) {
    for (const Port& port : duct.discharge) taken.insert({port.x, port.y, port.z});
  }
  const auto gone = static_cast<std::size_t>(all.units[1].duct);
  for (const Port& port : all.sequence.grids[0].ducts[gone].discharge) {
    EXPECT_EQ(taken.count({port.x, port.y, port.z}), 0U);
  }
  // Uncontained, each unit moves its own airflow; the units left move no more for one that is lost.
  for (const FollowedUnit& unit : {lost.units[0], lost.units[2]}) {
    EXPECT_EQ(lost.sequence.grids[0].ducts[static_cast<std::size_t>(unit.duct)].flow[0].flow_m3_per_s, 6);
  }
  options.units_lost = {"crah-9"};
  options.cells_m = {0.4};
  const Result<HallCase> unknown = build_case(site, layout::positioned(site, pinned_plan(site)), options);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.problems.all().front().rule, Rule::site_reference);
}

TEST(Case, ContainedUnitsMoveWhatRacksDrawAndWhatLeaks) {
  const Site site = test::small_placed_site({"air.zones.room.leakage={value: 5 %, low: 2 %, high: 10 %}"});
  const Plan plan = layout::positioned(site, pinned_plan(site));
  const double drawn = drawn_m3_per_s(site, plan, 0, site.air_zones[0].supply_degc.high);
  for (const auto& [end, share] : {std::pair(LeakageEnd::low, 0.02), std::pair(LeakageEnd::high, 0.10)}) {
    CaseOptions options;
    options.leakage = end;
    const HallCase hall = case_of(site, {0.2}, options);
    double moved = 0;
    for (const FollowedUnit& unit : hall.units) {
      moved += hall.sequence.grids[0].ducts[static_cast<std::size_t>(unit.duct)].flow[0].flow_m3_per_s;
    }
    EXPECT_NEAR(moved, drawn * (1 + share), 1e-9);
    // 5 Pa across doors and panels pass the leak: v = sqrt(2 p / (rho K)) over their area.
    const Case& grid = hall.sequence.grids[0];
    double leak = 0;
    for (const kernels::flow::Screen& screen : grid.screens) {
      ASSERT_GT(screen.loss, 0);
      const int faces = (screen.faces.a1 - screen.faces.a0) * (screen.faces.b1 - screen.faces.b0);
      leak += faces * face_area_m2(grid, screen.faces.normal) *
              std::sqrt(2 * 5 / (air_density_kg_per_m3(site) * screen.loss));
    }
    EXPECT_NEAR(leak, drawn * share, 0.1 * drawn * share);  // the grid moves edges by up to half a cell
  }
}

// Four racks of 1 m3/s, one of 1 m3/s and the network rack, whose flow rises from 2 m3/s at 24 degC to 4 at 34, disputed by a
// tenth: at the supply of 24 degC they draw 5 + 2.2 = 7.2 m3/s, however warm the room is said to be.
TEST(Case, AWarmerRoomLetsContainedUnitsMoveNoMore) {
  const auto moved = [](const std::string& room_air) {
    Site site = test::small_placed_site({"basis.room_air=" + room_air});
    std::vector<AirPoint>& table =
        site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-network"))].body.air.table;
    const auto line = [](AirPoint point, double inlet_degc, double flow) {
      point.inlet_degc.value = point.inlet_degc.low = point.inlet_degc.high = inlet_degc;
      point.flow_m3_per_s.value = flow;
      point.flow_m3_per_s.low = 0.9 * flow;
      point.flow_m3_per_s.high = 1.1 * flow;
      return point;
    };
    table = {line(table[0], 24, 2), line(table[0], 34, 4)};
    const HallCase hall = case_of(site, {0.4});
    const std::vector<kernels::flow::Duct>& ducts = hall.sequence.grids[0].ducts;
    EXPECT_NEAR(ducts[4].flow.at(0).flow_m3_per_s, 2.2, 1e-9);  // the high end, as in the balances
    EXPECT_NEAR(ducts[4].flow.at(1).flow_m3_per_s, 4.4, 1e-9);
    double all = 0;
    for (const FollowedUnit& unit : hall.units) {
      all += ducts[static_cast<std::size_t>(unit.duct)].flow[0].flow_m3_per_s;
    }
    return all;
  };
  for (const char* room_air : {"20 degC", "25 degC", "34 degC"}) {
    EXPECT_NEAR(moved(room_air), 7.2 * 1.05, 1e-9) << room_air;
  }
}

}  // namespace
}  // namespace hallplan::thermal
