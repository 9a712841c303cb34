#include "tests/thermal/case_support.hpp"

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

Site reference_site(const std::vector<SetOption>& sets, const std::string& name) {
  SourceFiles files;
  LoadOptions options;
  options.purpose = LoadFor::air;
  options.sets = sets;
  Result<Site> site = load_site(files, HALLPLAN_SOURCE_DIR "/sites/reference/" + name + ".yaml", options);
  if (!site) throw std::runtime_error(render(site.problems, files));
  return std::move(*site.value);
}

HallCase case_of(const Site& site, const std::vector<double>& cells_m, CaseOptions options) {
  options.cells_m = cells_m;
  Result<HallCase> hall = build_case(site, layout::positioned(site, pinned_plan(site)), options);
  if (!hall) throw std::runtime_error(hall.problems.all().front().message);
  return std::move(*hall.value);
}

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

}  // namespace hallplan::thermal
