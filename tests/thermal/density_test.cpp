// Power-density windows: the cell divides every edge, and the maximum found is the true one, also where the cell is too fine for
// a table.
#include <gtest/gtest.h>

#include <span>
#include <string>
#include <vector>

#include "kernels/density/density.hpp"
#include "planner/layout/layout.hpp"
#include "planner/search/random.hpp"
#include "planner/thermal/density.hpp"
#include "planner/thermal/hottest_window.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"

namespace hallplan {
namespace {

using test::small_site;

std::vector<Check> checked(const Site& site, int compute = 2) {
  return thermal::check_density(site, layout::positioned(site, racks(site, {{"test-compute", compute}})));
}

Check of(const std::vector<Check>& checks, const std::string& id) {
  for (const Check& check : checks) {
    if (check.where.rfind(id, 0) == 0) return check;
  }
  throw std::runtime_error("no limit " + id);
}

TEST(DensityCell, DividesEveryEdgeAndWindow) {
  // Slots of 750 mm from 2 m, racks of 600 and 750 mm: a network rack starts at 2075 mm, so 25 mm divides all.
  const thermal::DensityGrid grid = thermal::density_grid(small_site());
  EXPECT_TRUE(grid.tabled);
  EXPECT_EQ(grid.grid.cell_um, 25'000);
  EXPECT_EQ(grid.grid.nx, 480);
  EXPECT_EQ(grid.windows[0].cells_x, 20);
  EXPECT_EQ(grid.enclosing[0].cells_x, 20);
}

TEST(DensityCell, FindsTheTrueMaximum) {
  // Two racks side by side from x 2.050 to 3.550 m on 1.2 m of depth: a window of 1.5 m x 1.2 m holds both, 200 kW on 1.8 m2
  // = 111.1 kW/m2. On cells of 100 mm from the wall the best window would miss 50 mm: 107.4 kW/m2.
  Site site = small_site({"rows.r1.x=2050 mm", "density.square.width=1500 mm", "density.square.depth=1200 mm",
                          "density.square.limit=110 kW/m2"});
  const std::vector<Check> checks = checked(site);
  const Check& check = of(checks, "square");
  EXPECT_EQ(check.status, Status::fail);
  EXPECT_NEAR(check.value, 200e3 / 1.8, 1e-3);
}

TEST(DensityCell, ANarrowRackHoldsItsPowerOnLessFloor) {
  // 0.6 to 0.75 m wide: 100 kW on 0.6 x 1.2 m are 138.9 kW/m2 below a tile, where 0.75 m would be 111.1; the limit is 120.
  for (const char* front : {"south", "east"}) {
    Site site = small_site();
    if (std::string(front) == "east") {
      site.rows[0].along = Axis::y;
      site.rows[0].front = Side::east;
      site.hall.width_m = site.hall.depth_m = site.hall.width_m;
    }
    EXPECT_EQ(of(checked(site, 1), "tile").status, Status::pass) << front;
    for (Product<RackType>& rack : site.catalogue.racks) {
      if (rack.id == "test-compute") rack.body.body.width_m.low = 0.6;
    }
    const Check check = of(checked(site, 1), "tile");
    EXPECT_EQ(check.status, Status::fail) << front;
    EXPECT_NEAR(check.value, 100e3 / (0.6 * 1.2), 1) << front;
  }
}

TEST(DensityCell, LimitTakesItsLowEnd) {
  Site site = small_site();
  for (DensityLimit& limit : site.density) {
    if (limit.id == "tile") limit.limit_w_per_m2.low = 110e3;  // a rack: 100 kW / 0.9 m2 = 111.1 kW/m2
  }
  EXPECT_EQ(of(checked(small_site()), "tile").status, Status::pass);
  EXPECT_EQ(of(checked(site), "tile").status, Status::fail);
  EXPECT_GT(thermal::density_grid(small_site()).windows[0].limit_mw, thermal::density_grid(site).windows[0].limit_mw);
}

TEST(DensityCell, IsExactWhereNoTableIsMade) {
  // A row at 2.003 m leaves no common cell of 10 mm. The window of 1.5 m x 1.2 m holds both racks: 200 kW on 1.8 m2 =
  // 111.111 kW/m2.
  const auto at_limit = [](const std::string& limit) {
    return small_site({"rows.r1.x=2003 mm", "density.square.width=1500 mm", "density.square.depth=1200 mm",
                       "density.square.limit=" + limit});
  };
  EXPECT_FALSE(thermal::density_grid(at_limit("111.12 kW/m2")).tabled);
  EXPECT_EQ(of(checked(at_limit("111.12 kW/m2")), "square").status, Status::pass);
  EXPECT_EQ(of(checked(at_limit("111.1 kW/m2")), "square").status, Status::fail);
  const Check check = of(checked(at_limit("111.1 kW/m2")), "square");
  EXPECT_NEAR(check.value, 200e3 / 1.8, 1e-3);
  EXPECT_EQ(check.error, 0);
  EXPECT_EQ(check.where, "square at x 2.00 m, y 3.00 m");
}

TEST(DensityCell, WindowsTakeTheMillimetresThatTheyReachInto) {
  // A window of 750.4 mm holds no less than a rack of 750 mm; on its own area of 0.90048 m2 that is 111.052 kW/m2.
  const Site site = small_site({"density.tile.width=0.7504 m", "density.tile.depth=1200 mm"});
  EXPECT_EQ(thermal::density_grid(site).windows[0].cells_x * thermal::density_grid(site).grid.cell_um, 751'000);
  EXPECT_GE(of(checked(site, 1), "tile").value, 100e3 / (0.7504 * 1.2) - 1e-3);
}

TEST(DensityCell, LargeHallsMakeNoLargeTable) {
  const thermal::DensityGrid grid = thermal::density_grid(small_site({"hall.width=400 m", "hall.depth=300 m"}));
  EXPECT_FALSE(grid.tabled);
  EXPECT_EQ(grid.grid.cell_um, 25'000);
  EXPECT_LE(static_cast<long long>(grid.coarse.nx) * grid.coarse.ny, 4'000'000);
  EXPECT_GT(grid.enclosing[0].cells_x * grid.coarse.cell_um, grid.windows[0].cells_x * grid.grid.cell_um);
}

/// Racks in rows with gaps, some of them beyond the floor; powers that thirds of do not come out even.
std::vector<kernels::density::Rect> rows_of_racks(search::Random& random, std::int64_t cell_um) {
  std::vector<kernels::density::Rect> racks;
  for (std::int64_t row = 0; row < 3; ++row) {
    const auto drawn = [&](int below) { return static_cast<std::int64_t>(random.below(below)); };
    std::int64_t x = -3 + drawn(3);
    const std::int64_t y = row * 14 - 2;
    for (int rack = 0; rack < 9; ++rack) {
      const std::int64_t depth = 9 + drawn(2), power_mw = drawn(4) == 0 ? 17'000'001 : 135'000'000;
      if (drawn(3) != 0) {
        racks.push_back({x * cell_um, y * cell_um, (x + 6) * cell_um, (y + depth) * cell_um, power_mw});
      }
      x += 6 + drawn(3);
    }
  }
  return racks;
}

TEST(HottestWindow, IsThatOfTheTable) {
  // A table counts each cell of a rack in whole milliwatts: a window that cuts racks is off by less than one for each row of cells.
  search::Random random(11);
  for (int hall = 0; hall < 300; ++hall) {
    const kernels::density::Grid grid{0, 0, 5'000, 60, 40};
    const std::vector<kernels::density::Rect> racks = rows_of_racks(random, grid.cell_um);
    const kernels::density::Window window{static_cast<int>(4 + random.below(24)),
                                          static_cast<int>(4 + random.below(24)), 0};
    const kernels::density::Hottest table =
        kernels::density::check_windows(grid, std::span(&window, 1), std::span(&racks, 1),
                                        {kernels::Backend::cpu, 1, 1})
            .hottest.front();
    const kernels::density::Hottest hottest = thermal::hottest_window(grid, window, racks);
    EXPECT_NEAR(static_cast<double>(hottest.power_mw), static_cast<double>(table.power_mw), 27 * 12) << hall;
    EXPECT_EQ(hottest.violations > 0, table.violations > 0) << hall;
  }
}

TEST(HottestWindow, CutsRacksInProportion) {
  // Cells of 1 mm. Two racks of 600 x 1200 mm with 90 kW, 10 mm apart; a window of 755 x 1201 mm holds one whole and 145 mm of the
  // other: 90 + 90 x 145 / 600 = 111.75 kW. It begins with the first, at y 0, or ends with the second: the lower is told.
  const kernels::density::Grid grid{0, 0, 1'000, 5'000, 3'000};
  const std::vector<kernels::density::Rect> racks{{1'000'000, 1'000'000, 1'600'000, 2'200'000, 90'000'000},
                                                  {1'610'000, 1'000'000, 2'210'000, 2'200'000, 90'000'000}};
  const kernels::density::Hottest hottest = thermal::hottest_window(grid, {755, 1201, 111'749'999}, racks);
  EXPECT_EQ(hottest.power_mw, 111'750'000);
  EXPECT_EQ(hottest.cell_x, 1'000);
  EXPECT_EQ(hottest.cell_y, 999);
  EXPECT_EQ(hottest.violations, 4);
  EXPECT_EQ(thermal::hottest_window(grid, {755, 1201, 111'750'000}, {racks[1], racks[0]}).violations, 0);
  EXPECT_EQ(thermal::hottest_window(grid, {755, 1201, 0}, {}).power_mw, 0);
}

TEST(WithError, DecidesOnlyOutsideTheError) {
  const CheckSubject subject{Rule::density_window, "w", "normal", Dimension::power_density, {}, {}, {}};
  EXPECT_EQ(with_error(at_most(subject, 90, 100), 9).status, Status::pass);
  EXPECT_EQ(with_error(at_most(subject, 90, 100), 10).status, Status::pass);
  EXPECT_EQ(with_error(at_most(subject, 90, 100), 11).status, Status::undecided);
  EXPECT_EQ(with_error(at_most(subject, 110, 100), 11).status, Status::undecided);
  EXPECT_EQ(with_error(at_most(subject, 110, 100), 9).status, Status::fail);
  EXPECT_EQ(with_error(at_most(subject, 90, 100), 9).error, 9);
}

}  // namespace
}  // namespace hallplan
