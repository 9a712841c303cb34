/// The parts of the air: cells that are connected by conducting faces, and whether an opening reaches them. Internal.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kernels/base/status.hpp"
#include "kernels/pressure/pressure.hpp"

namespace kernels::pressure {

struct Parts {
  std::vector<std::int32_t> of_cell;
  std::vector<char> open;  ///< of each part
  std::vector<std::int64_t> first_cell, cells;
  bool any_closed = false;
};

/// Rows are cut into runs, and runs that touch are joined (union-find, smaller numbers lead).
[[nodiscard]] Parts find_parts(const Operator& left);

/// Takes off evenly what the b of each closed part adds up to; refuses if that is more than rounding.
[[nodiscard]] Status balance(const Parts& parts, const Grid& grid, std::span<double> b);

/// Takes the mean of x off each closed part.
void pin(const Parts& parts, std::span<double> x);

/// |b - A x| / |b|, and 0 where b is zero.
[[nodiscard]] double relative_residual(const Operator& left, std::span<const double> b, std::span<const double> x);

}  // namespace kernels::pressure
