/// Which cells are put together along one direction. Internal.
#pragma once

#include <array>
#include <vector>

#include "kernels/base/view.hpp"

namespace kernels::multigrid {

/// A plane across the grid that much of the air cannot pass: faces `at` (the low faces of the cells `at`, counted from 1)
/// with a weight. Two cells at its two sides must not be taken for one: the coarse grids would not know the wall.
struct Cut {
  Index at = 0;
  double weight = 0;
};

/// By direction. Planes near the grid's ends or near a heavier one may be left out.
using Cuts = std::array<std::vector<Cut>, 3>;

/// The pairs of one level and what is left of the cuts on the coarser one.
struct Pairs {
  std::vector<int> first;  ///< see `Direction`; element 0 is not used
  std::vector<int> parent;
  std::vector<Cut> cuts;
  bool regular = true;
};

/// Cells 1..n two by two from each cut on; the last one before a cut stays alone when their number is odd. Cuts that are
/// next to a heavier one are given up, so that at least every other cell finds a partner.
[[nodiscard]] Pairs pair_cells(Index n, std::vector<Cut> cuts);

}  // namespace kernels::multigrid
