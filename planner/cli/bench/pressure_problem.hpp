/// The model problem of the pressure benchmarks: -div(k grad p) = b on the unit cube, n^3 cells, harmonic means at
/// faces, random b. p = 0 on the low x wall up to z = 0.6 and on a patch of the ceiling, no flux through the rest.
///   hall:  two rows of boxes with k = 1e-3 in air with k = 1
///   check: a checkerboard of 8 x 8 x 8 cubes with k = 1 and 1e-3
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "kernels/grid/layout.hpp"

namespace pressure_problem {

enum class Kind { hall, check };

struct Cell {
  double x, y, z;
};

inline double conductivity(Kind kind, const Cell& at) {
  if (kind == Kind::check) {
    const int cubes = static_cast<int>(at.x * 8) + static_cast<int>(at.y * 8) + static_cast<int>(at.z * 8);
    return cubes % 2 != 0 ? 1e-3 : 1.0;
  }
  const bool row = (at.y > 0.3 && at.y < 0.4) || (at.y > 0.6 && at.y < 0.7);
  return row && at.x > 0.2 && at.x < 0.8 && at.z < 0.55 ? 1e-3 : 1.0;
}

inline bool open_wall(const Cell& at) { return at.z < 0.6; }
inline bool open_ceiling(const Cell& at) { return at.x > 0.1 && at.x < 0.25 && at.y > 0.33 && at.y < 0.67; }

/// Coefficients by cell and direction, from the low face; x fastest.
struct Problem {
  std::size_t n;
  Kind kind;

  [[nodiscard]] Cell centre(std::size_t x, std::size_t y, std::size_t z) const {
    const auto at = [this](std::size_t i) { return (static_cast<double>(i) + 0.5) / static_cast<double>(n); };
    return {at(x), at(y), at(z)};
  }
  [[nodiscard]] double k(std::size_t x, std::size_t y, std::size_t z) const {
    return conductivity(kind, centre(x, y, z));
  }
  [[nodiscard]] double between(double one, double other) const {
    return 2 * one * other / (one + other) * static_cast<double>(n * n);
  }
  [[nodiscard]] double cx(std::size_t x, std::size_t y, std::size_t z) const {
    if (x == n) return 0;
    if (x > 0) return between(k(x - 1, y, z), k(x, y, z));
    return open_wall(centre(0, y, z)) ? 2 * k(0, y, z) * static_cast<double>(n * n) : 0;
  }
  [[nodiscard]] double cy(std::size_t x, std::size_t y, std::size_t z) const {
    return y == 0 || y == n ? 0 : between(k(x, y - 1, z), k(x, y, z));
  }
  [[nodiscard]] double cz(std::size_t x, std::size_t y, std::size_t z) const {
    if (z == 0) return 0;
    if (z < n) return between(k(x, y, z - 1), k(x, y, z));
    return open_ceiling(centre(x, y, n - 1)) ? 2 * k(x, y, n - 1) * static_cast<double>(n * n) : 0;
  }
};

struct Coefficients {
  std::vector<float> cx, cy, cz;  ///< as kernels/pressure takes them
};

inline Coefficients coefficients(const Problem& problem) {
  const std::size_t n = problem.n;
  Coefficients c;
  for (std::size_t z = 0; z <= n; ++z) {
    for (std::size_t y = 0; y <= n; ++y) {
      for (std::size_t x = 0; x <= n; ++x) {
        if (y < n && z < n) c.cx.push_back(static_cast<float>(problem.cx(x, y, z)));
        if (x < n && z < n) c.cy.push_back(static_cast<float>(problem.cy(x, y, z)));
        if (x < n && y < n) c.cz.push_back(static_cast<float>(problem.cz(x, y, z)));
      }
    }
  }
  return c;
}

/// A right side for a multigrid cycle alone.
inline float made_up_right(std::size_t x, std::size_t y, std::size_t z) {
  return static_cast<float>((x * 7 + y * 5 + z * 3) % 11) - 5;
}

/// Coefficients and `made_up_right` at the places of a layout of n^3 cells.
template <class C>
void lay_out(const Problem& problem, const kernels::Layout& layout, C* cx, C* cy, C* cz, float* b) {
  const std::size_t n = problem.n;
  for (std::size_t z = 0; z <= n; ++z) {
    for (std::size_t y = 0; y <= n; ++y) {
      for (std::size_t x = 0; x <= n; ++x) {
        const kernels::Index at = layout.at(static_cast<kernels::Index>(x) + 1, static_cast<kernels::Index>(y) + 1,
                                            static_cast<kernels::Index>(z) + 1);
        if (y < n && z < n) cx[at] = C(static_cast<float>(problem.cx(x, y, z)));
        if (x < n && z < n) cy[at] = C(static_cast<float>(problem.cy(x, y, z)));
        if (x < n && y < n) cz[at] = C(static_cast<float>(problem.cz(x, y, z)));
        if (x < n && y < n && z < n) b[at] = made_up_right(x, y, z);
      }
    }
  }
}

inline std::vector<double> random_right(std::size_t n) {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> uniform(-1, 1);
  std::vector<double> b(n * n * n);
  for (double& value : b) value = uniform(random);
  return b;
}

}  // namespace pressure_problem
