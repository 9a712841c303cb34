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

namespace hallplan::thermal {
namespace {

using kernels::flow::Case;
using kernels::flow::Port;

Site reference_site(const std::vector<SetOption>& sets = {}, const std::string& name = "openfoam-hall-v1") {
  SourceFiles files;
  LoadOptions options;
  options.purpose = LoadFor::air;
  options.sets = sets;
  Result<Site> site = load_site(files, HALLPLAN_SOURCE_DIR "/sites/reference/" + name + ".yaml", options);
  if (!site) throw std::runtime_error(render(site.problems, files));
  return std::move(*site.value);
}

HallCase case_of(const Site& site, const std::vector<double>& cells_m, CaseOptions options = {}) {
  options.cells_m = cells_m;
  Result<HallCase> hall = build_case(site, layout::positioned(site, pinned_plan(site)), options);
  if (!hall) throw std::runtime_error(hall.problems.all().front().message);
  return std::move(*hall.value);
}

/// Which cells are solid, by their number.
std::vector<char> solids_of(const Case& hall) {
  std::vector<char> solid(static_cast<std::size_t>(hall.grid.cells()), 0);
  for (const kernels::flow::Box& box : hall.solids) {
    for (int z = box.z0; z < box.z1; ++z) {
      for (int y = box.y0; y < box.y1; ++y) {
        for (int x = box.x0; x < box.x1; ++x) {
          solid[static_cast<std::size_t>((z * hall.grid.ny + y) * hall.grid.nx + x)] = 1;
        }
      }
    }
  }
  return solid;
}

bool air_at(const Case& hall, const std::vector<char>& solid, std::array<int, 3> cell) {
  if (cell[0] < 0 || cell[1] < 0 || cell[2] < 0) return false;
  if (cell[0] >= hall.grid.nx || cell[1] >= hall.grid.ny || cell[2] >= hall.grid.nz) return false;
  return solid[static_cast<std::size_t>((cell[2] * hall.grid.ny + cell[1]) * hall.grid.nx + cell[0])] == 0;
}

double face_area_m2(const Case& hall, kernels::flow::Axis normal) {
  const std::array<double, 3> h{hall.grid.hx_m, hall.grid.hy_m, hall.grid.hz_m};
  return h[0] * h[1] * h[2] / h[static_cast<std::size_t>(normal)];
}

/// Shares add up to 1 and every face lies between the room's air and a body or a wall of the hall.
void expect_sound_ports(const Case& hall, const std::vector<char>& solid, const std::vector<Port>& ports) {
  double sum = 0;
  for (const Port& port : ports) {
    sum += port.share;
    EXPECT_GT(port.share, 0);
    const std::array<int, 3> high{port.x, port.y, port.z};
    std::array<int, 3> low = high;
    --low[static_cast<std::size_t>(port.normal)];
    EXPECT_TRUE(air_at(hall, solid, port.room_is_low ? low : high));
    EXPECT_FALSE(air_at(hall, solid, port.room_is_low ? high : low));
  }
  EXPECT_NEAR(sum, 1, 1e-12);
}

void expect_sound(const HallCase& hall) {
  for (std::size_t g = 0; g < hall.grids.size(); ++g) {
    const Case& grid = hall.sequence.grids[g];
    const std::vector<char> solid = solids_of(grid);
    EXPECT_EQ(hall.grids[g].fluid_cells, std::count(solid.begin(), solid.end(), 0));
    for (const kernels::flow::Duct& duct : grid.ducts) {
      expect_sound_ports(grid, solid, duct.intake);
      expect_sound_ports(grid, solid, duct.discharge);
    }
    for (const kernels::flow::Probe& probe : grid.probes) {
      double sum = 0;
      for (const kernels::flow::Probe::Cell& cell : probe.cells) {
        EXPECT_TRUE(air_at(grid, solid, {cell.x, cell.y, cell.z}));
        sum += cell.weight;
      }
      EXPECT_NEAR(sum, 1, 1e-12);
    }
  }
}

TEST(Case, TheReferenceHallHasTheCellsOpenFoamCounted) {
  const HallCase hall = case_of(reference_site(), {0.4, 0.2, 0.1});
  EXPECT_EQ(hall.grids[1].fluid_cells, 116'040);
  EXPECT_EQ(hall.grids[2].fluid_cells, 928'320);
  EXPECT_TRUE(hall.grids[1].snaps.empty());
  EXPECT_TRUE(hall.grids[2].snaps.empty());
  expect_sound(hall);
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
  const ZoneBalance balance = balances(site, plan, options.device_losses_w, false)[0];
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
