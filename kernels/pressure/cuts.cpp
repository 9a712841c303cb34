#include "kernels/pressure/cuts.hpp"

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace kernels::pressure {
namespace {

constexpr float kWorse = 0.1F;
constexpr double kShare = 0.01;

/// A direction's faces in lines along the direction: the first one of each line, and from one to the next.
struct Lines {
  std::size_t cells = 0;  ///< along a line, which has a face more
  std::size_t step = 1;
  std::size_t inner = 1, outer = 1;  ///< lines next to each other, and how often that comes
};

std::vector<multigrid::Cut> cuts_along(std::span<const float> faces, const Lines& lines) {
  std::vector<double> worse(lines.cells + 2, 0.0);
  for (std::size_t outer = 0; outer < lines.outer; ++outer) {
    for (std::size_t inner = 0; inner < lines.inner; ++inner) {
      const std::size_t first = outer * (lines.cells + 1) * lines.step + inner;
      for (std::size_t place = 1; place < lines.cells; ++place) {
        const float* const face = &faces[first + place * lines.step];
        const float best = std::max(*(face - lines.step), *(face + lines.step));
        if (best > 0 && *face < kWorse * best) worse[place + 1] += 1;
      }
    }
  }
  std::vector<multigrid::Cut> cuts;
  const double worth = kShare * static_cast<double>(lines.inner * lines.outer);
  for (std::size_t place = 2; place <= lines.cells; ++place) {
    if (worse[place] >= worth) cuts.push_back({static_cast<Index>(place), worse[place]});
  }
  return cuts;
}

}  // namespace

multigrid::Cuts cuts_of(const Operator& left) {
  const auto nx = static_cast<std::size_t>(left.grid.nx);
  const auto ny = static_cast<std::size_t>(left.grid.ny);
  const auto nz = static_cast<std::size_t>(left.grid.nz);
  multigrid::Cuts cuts;
  cuts[0] = cuts_along(left.cx, {nx, 1, 1, ny * nz});
  cuts[1] = cuts_along(left.cy, {ny, nx, nx, nz});
  cuts[2] = cuts_along(left.cz, {nz, nx * ny, nx * ny, 1});
  return cuts;
}

}  // namespace kernels::pressure
