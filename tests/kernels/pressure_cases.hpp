/// Boxes of cells and right sides for the tests of the pressure equation.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "kernels/base/worse.hpp"
#include "kernels/pressure/pressure.hpp"

namespace pressure_cases {

using kernels::pressure::Grid;
using kernels::pressure::Operator;

/// An operator that owns its coefficients.
struct Box {
  Grid grid;
  std::vector<float> cx, cy, cz;

  explicit Box(const Grid& of)
      : grid(of), cx(count(1, 0, 0), 0.0F), cy(count(0, 1, 0), 0.0F), cz(count(0, 0, 1), 0.0F) {}
  [[nodiscard]] std::size_t count(int x, int y, int z) const {
    return static_cast<std::size_t>(grid.nx + x) * static_cast<std::size_t>(grid.ny + y) *
           static_cast<std::size_t>(grid.nz + z);
  }
  [[nodiscard]] std::size_t cell(int x, int y, int z) const { return index(x, y, z, grid.nx, grid.ny); }
  float& x_face(int x, int y, int z) { return cx[index(x, y, z, grid.nx + 1, grid.ny)]; }
  float& y_face(int x, int y, int z) { return cy[index(x, y, z, grid.nx, grid.ny + 1)]; }
  float& z_face(int x, int y, int z) { return cz[index(x, y, z, grid.nx, grid.ny)]; }
  [[nodiscard]] Operator left() const { return {grid, cx, cy, cz}; }

  /// Calls each(x, y, z) for all cells.
  template <class Each>
  void cells(const Each& each) const {
    for (int z = 0; z < grid.nz; ++z) {
      for (int y = 0; y < grid.ny; ++y) {
        for (int x = 0; x < grid.nx; ++x) each(x, y, z);
      }
    }
  }

 private:
  static std::size_t index(int x, int y, int z, int nx, int ny) {
    return (static_cast<std::size_t>(z) * static_cast<std::size_t>(ny) + static_cast<std::size_t>(y)) *
               static_cast<std::size_t>(nx) +
           static_cast<std::size_t>(x);
  }
};

/// Conductivities from 1e-3 to 1 at random, a share of the faces walls, a share of the cells solid, openings at low x.
inline Box random_box(const Grid& grid, std::uint64_t seed, double walls, double solids, bool open) {
  Box box(grid);
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> uniform(0, 1);
  std::vector<double> k(box.count(0, 0, 0));
  for (double& value : k) value = uniform(random) < solids ? 0 : std::pow(10.0, -3.0 * std::floor(2 * uniform(random)));
  const auto mean = [&](double a, double b, double h_m) {
    const bool wall = uniform(random) < walls;
    return wall || a == 0 || b == 0 ? 0.0F : static_cast<float>(2 * a * b / (a + b) / (h_m * h_m));
  };
  box.cells([&](int x, int y, int z) {
    const double here = k[box.cell(x, y, z)];
    if (x > 0) box.x_face(x, y, z) = mean(here, k[box.cell(x - 1, y, z)], grid.hx_m);
    if (y > 0) box.y_face(x, y, z) = mean(here, k[box.cell(x, y - 1, z)], grid.hy_m);
    if (z > 0) box.z_face(x, y, z) = mean(here, k[box.cell(x, y, z - 1)], grid.hz_m);
    if (x == 0 && open) box.x_face(x, y, z) = static_cast<float>(2 * here / (grid.hx_m * grid.hx_m));
  });
  return box;
}

inline bool is_solid(Box& box, int x, int y, int z) {
  return box.x_face(x, y, z) == 0 && box.x_face(x + 1, y, z) == 0 && box.y_face(x, y, z) == 0 &&
         box.y_face(x, y + 1, z) == 0 && box.z_face(x, y, z) == 0 && box.z_face(x, y, z + 1) == 0;
}

inline std::vector<double> random_right(Box& box, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> uniform(-1, 1);
  std::vector<double> b(box.count(0, 0, 0));
  box.cells([&](int x, int y, int z) { b[box.cell(x, y, z)] = is_solid(box, x, y, z) ? 0 : uniform(random); });
  return b;
}

inline double largest(const std::vector<double>& values) {
  double most = 0;
  for (const double value : values) most = kernels::worse(most, std::abs(value));
  return most;
}

inline double largest_difference(const std::vector<double>& a, const std::vector<double>& b) {
  double most = 0;
  for (std::size_t i = 0; i < a.size(); ++i) most = kernels::worse(most, std::abs(a[i] - b[i]));
  return most;
}

inline void take_mean_off(std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  for (double& value : values) value -= sum / static_cast<double>(values.size());
}

}  // namespace pressure_cases
