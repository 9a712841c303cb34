#include "verification.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <sstream>

namespace verification {
namespace {

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> parts;
  std::stringstream stream(line);
  for (std::string part; std::getline(stream, part, ',');) parts.push_back(part);
  return parts;
}

/// Values in rows along x, then y, then z; `first_m` is where the first one lies on each axis.
struct Lattice {
  const std::vector<float>& values;
  std::array<int, 3> count;
  std::array<double, 3> h_m;
  std::array<double, 3> first_m;

  [[nodiscard]] double at(const std::array<double, 3>& point_m) const {
    std::array<int, 3> low{};
    std::array<double, 3> part{};
    for (std::size_t d = 0; d < 3; ++d) {
      const double place = std::clamp((point_m[d] - first_m[d]) / h_m[d], 0.0, static_cast<double>(count[d] - 1));
      low[d] = std::clamp(static_cast<int>(place), 0, std::max(0, count[d] - 2));
      part[d] = place - low[d];
    }
    double sum = 0;
    for (unsigned corner = 0; corner < 8; ++corner) {
      double weight = 1;
      std::array<int, 3> cell{};
      for (std::size_t d = 0; d < 3; ++d) {
        const bool high = ((corner >> d) & 1U) != 0;
        weight *= high ? part[d] : 1 - part[d];
        cell[d] = std::min(low[d] + (high ? 1 : 0), count[d] - 1);
      }
      const std::size_t row =
          static_cast<std::size_t>(cell[2]) * static_cast<std::size_t>(count[1]) + static_cast<std::size_t>(cell[1]);
      sum += weight *
             static_cast<double>(values[row * static_cast<std::size_t>(count[0]) + static_cast<std::size_t>(cell[0])]);
    }
    return sum;
  }
};

}  // namespace

const std::string& Table::text(std::size_t row, const std::string& name) const {
  const auto column = std::find(names.begin(), names.end(), name);
  return rows.at(row).at(static_cast<std::size_t>(column - names.begin()));
}

double Table::number(std::size_t row, const std::string& name) const { return std::stod(text(row, name)); }

Table read_table(const std::string& name) {
  std::ifstream file(std::string(HALLPLAN_SOURCE_DIR) + "/tests/verification/data/" + name);
  EXPECT_TRUE(file.good()) << name;
  Table table;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    if (table.names.empty()) {
      table.names = split(line);
    } else {
      table.rows.push_back(split(line));
    }
  }
  return table;
}

flow::Wall whole_wall(const flow::Grid& grid, flow::Axis axis, bool far) {
  flow::Wall wall;
  const std::array<int, 3> n{grid.nx, grid.ny, grid.nz};
  const auto normal = static_cast<std::size_t>(axis);
  wall.faces = {axis, far ? n[normal] : 0, 0, n[normal == 0 ? 1 : 0], 0, n[normal == 2 ? 1 : 2]};
  return wall;
}

flow::Wall isothermal_wall(const flow::Grid& grid, flow::Axis axis, bool far, double degc) {
  flow::Wall wall = whole_wall(grid, axis, far);
  wall.isothermal = true;
  wall.temperature_degc = degc;
  return wall;
}

void make_flat(flow::Case& hall, flow::Axis axis) {
  for (const bool far : {false, true}) {
    flow::Wall wall = whole_wall(hall.grid, axis, far);
    wall.slips = true;
    hall.walls.push_back(wall);
  }
}

double velocity_at(const flow::Fields& fields, flow::Axis component, double x_m, double y_m, double z_m) {
  const flow::Grid& grid = fields.grid;
  const auto own = static_cast<std::size_t>(component);
  const std::vector<float>* const values[] = {&fields.u, &fields.v, &fields.w};
  Lattice lattice{*values[own],
                  {grid.nx, grid.ny, grid.nz},
                  {grid.hx_m, grid.hy_m, grid.hz_m},
                  {grid.hx_m / 2, grid.hy_m / 2, grid.hz_m / 2}};
  lattice.count[own] += 1;
  lattice.first_m[own] = 0;
  return lattice.at({x_m, y_m, z_m});
}

double value_at(const flow::Grid& grid, const std::vector<float>& values, double x_m, double y_m, double z_m) {
  const Lattice lattice{values,
                        {grid.nx, grid.ny, grid.nz},
                        {grid.hx_m, grid.hy_m, grid.hz_m},
                        {grid.hx_m / 2, grid.hy_m / 2, grid.hz_m / 2}};
  return lattice.at({x_m, y_m, z_m});
}

flow::Sequence grids(const std::function<flow::Case(int)>& make, const std::vector<int>& cells) {
  flow::Sequence sequence;
  for (const int count : cells) sequence.grids.push_back(make(count));
  return sequence;
}

flow::Options settled(double energy) {
  flow::Options options;
  options.certify = false;
  options.steady_range_k = 0;
  options.steady_energy = energy;
  options.window_agrees_k = 0;
  options.coarse_turns = 300;
  options.settle_coarser = false;
  return options;
}

flow::Solution solve(const flow::Sequence& hall, const flow::Options& options) {
  kernels::Execution execution;
  execution.threads = 1;
  flow::Solution solution = flow::solve(hall, options, execution);
  EXPECT_TRUE(static_cast<bool>(solution.status)) << solution.status.text;
  return solution;
}

void report(const std::string& name, double published, double ours, double error, double gate) {
  std::printf("  %-46s published %10.6g  ours %10.6g  error %8.2e  gate %.2g\n", name.c_str(), published, ours, error,
              gate);
}

}  // namespace verification
