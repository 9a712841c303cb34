// The three-dimensional lid-driven cavity through the public headers of `kernels` alone: a cube whose lid slides along x.
//   lid_driven_cavity [CELLS [REYNOLDS]]     by default 32 cells a side and Re 100
// Prints u on the vertical and w on the horizontal centre line of the middle plane; lid at z = 1.
#include <cstdio>
#include <cstdlib>

#include "kernels/flow/flow.hpp"

namespace {

namespace flow = kernels::flow;

flow::Case cavity(int cells, double reynolds) {
  flow::Case made;
  made.grid = {cells, cells, cells, 1.0 / cells, 1.0 / cells, 1.0 / cells};
  made.air.viscosity_m2_per_s = 1 / reynolds;
  made.air.expansion_per_k = 0;  // no buoyancy
  made.scheme = flow::Scheme::limited;
  flow::Wall lid;
  lid.faces = {flow::Axis::z, cells, 0, cells, 0, cells};
  lid.velocity_m_per_s = {1, 0, 0};
  made.walls.push_back(lid);
  return made;
}

// An even number of cells has a face, and no cell, at one half: u and w lie there; across y, the mean of two cells.
double middle(const std::vector<float>& values, int row_length, int planes_rows, int x, int y, int z) {
  const auto at = [&](int row) {
    return static_cast<double>(values[static_cast<std::size_t>((z * planes_rows + row) * row_length + x)]);
  };
  return (at(y - 1) + at(y)) / 2;
}

}  // namespace

int main(int count, char** words) {
  const int cells = count > 1 ? std::atoi(words[1]) / 4 * 4 : 32;
  const double reynolds = count > 2 ? std::atof(words[2]) : 100;
  flow::Options options;
  options.certify = false;  // nothing but the velocities is asked for
  const flow::Sequence grids{{cavity(cells / 2, reynolds), cavity(cells, reynolds)}};
  const flow::Solution solution = flow::solve(grids, options, {});
  if (!solution.status) {
    std::fprintf(stderr, "lid_driven_cavity: %s\n", solution.status.text.c_str());
    return 1;
  }
  const int half = cells / 2;
  std::printf("# %d^3 cells, Re %g, %s, %d turns, %.2f s\n# place  u(0.5, 0.5, place)  w(place, 0.5, 0.5)\n", cells,
              reynolds, solution.ran_on.c_str(), solution.turns, solution.seconds);
  for (int i = 0; i < cells; ++i) {
    std::printf("%.5f %9.5f %9.5f\n", (i + 0.5) / cells, middle(solution.fields.u, cells + 1, cells, half, half, i),
                middle(solution.fields.w, cells, cells, i, half, half));
  }
  return 0;
}
