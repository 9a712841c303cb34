#include "kernels/flow/distance.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace kernels::flow {
namespace {

constexpr float kFar = 1e12F;

/// Along one axis: nearest[i] = min over j of before[j] + (distance from i to the body of cell j)^2, one line of `count`
/// elements `step` apart. The search from i goes outwards and ends where distance alone is more than the best found.
void pass_line(const float* before, float* after, Index count, Index step, float h) {
  for (Index i = 0; i < count; ++i) {
    float best = before[i * step];
    for (Index apart = 1; apart < count; ++apart) {
      const float along = (static_cast<float>(apart) - 0.5F) * h;
      if (along * along >= best) break;
      if (i >= apart) best = std::min(best, before[(i - apart) * step] + along * along);
      if (i + apart < count) best = std::min(best, before[(i + apart) * step] + along * along);
    }
    after[i * step] = best;
  }
}

}  // namespace

void wall_distance(const Layout& layout, const std::array<double, 3>& h_m, const std::vector<unsigned char>& solid,
                   const std::vector<WallFace>& sheets, float* out) {
  const std::array<Index, 3> step{1, layout.pitch, layout.plane};
  const std::array<Index, 3> count{layout.nx + 2, layout.ny + 2, layout.nz + 2};
  std::vector<float> squares(solid.size());
  std::vector<float> next(solid.size());
  for (std::size_t i = 0; i < solid.size(); ++i) squares[i] = solid[i] != 0 ? 0.0F : kFar;
  for (const WallFace& sheet : sheets) {
    const auto component = static_cast<std::size_t>(sheet.component);
    const auto half_m = static_cast<float>(h_m[component] / 2);
    for (const Index at : {sheet.at, sheet.at - step[component]}) {
      float& square = squares[static_cast<std::size_t>(at)];
      square = std::min(square, half_m * half_m);
    }
  }
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const std::size_t one = axis == 0 ? 1 : 0;
    const std::size_t two = axis == 2 ? 1 : 2;
    for (Index b = 0; b < count[two]; ++b) {
      for (Index a = 0; a < count[one]; ++a) {
        const Index start = a * step[one] + b * step[two];
        pass_line(squares.data() + start, next.data() + start, count[axis], step[axis], static_cast<float>(h_m[axis]));
      }
    }
    squares.swap(next);
  }
  for (Index z = 1; z <= layout.nz; ++z) {
    for (Index y = 1; y <= layout.ny; ++y) {
      for (Index x = 1; x <= layout.nx; ++x) {
        const Index at = z * layout.plane + y * layout.pitch + x;
        out[layout.base + at] = std::sqrt(squares[static_cast<std::size_t>(at)]);
      }
    }
  }
}

}  // namespace kernels::flow
