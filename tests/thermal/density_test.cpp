// Power-density windows: the cell divides every edge, the maximum found is the true one, and where no cell does, the check
// says how far it may be off.
#include <gtest/gtest.h>

#include <string>

#include "planner/layout/layout.hpp"
#include "planner/thermal/density.hpp"
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
  EXPECT_TRUE(grid.exact);
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

TEST(DensityCell, SaysHowFarItMayBeOff) {
  // A row at 2.003 m leaves no common cell of 10 mm. The window of 1.5 m x 1.2 m at 10 mm holds at least what it can reach by
  // whole cells, and no more than one of 1.51 m x 1.21 m: 111.05 kW/m2 lies between, 115 above, 108 below.
  const auto at_limit = [](const std::string& limit) {
    return small_site({"rows.r1.x=2003 mm", "density.square.width=1500 mm", "density.square.depth=1200 mm",
                       "density.square.limit=" + limit});
  };
  EXPECT_FALSE(thermal::density_grid(at_limit("111.05 kW/m2")).exact);
  const std::vector<Check> between = checked(at_limit("111.05 kW/m2"));
  EXPECT_EQ(of(between, "square").status, Status::undecided) << of(between, "square").arithmetic;
  EXPECT_GT(of(between, "square").error, 0);
  EXPECT_LE(of(between, "square").value, 200e3 / 1.8);
  EXPECT_GE(of(between, "square").value + of(between, "square").error, 200e3 / 1.8 - 1e-3);
  EXPECT_EQ(of(checked(at_limit("115 kW/m2")), "square").status, Status::pass);
  EXPECT_EQ(of(checked(at_limit("108 kW/m2")), "square").status, Status::fail);
}

TEST(DensityCell, LargeHallsStayWithinTheCells) {
  const thermal::DensityGrid grid = thermal::density_grid(small_site({"hall.width=400 m", "hall.depth=300 m"}));
  EXPECT_FALSE(grid.exact);
  EXPECT_LE(static_cast<long long>(grid.grid.nx) * grid.grid.ny, 4'000'000);
  EXPECT_GT(grid.enclosing[0].cells_x, grid.windows[0].cells_x);
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
