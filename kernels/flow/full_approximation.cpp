#include "kernels/flow/full_approximation.hpp"

namespace kernels::flow {

bool aligned(const Tables& coarse, const Tables& fine) {
  const Layout& to = coarse.layout;
  const Layout& from = fine.layout;
  if (from.nx != 2 * to.nx || from.ny != 2 * to.ny || from.nz != 2 * to.nz) return false;
  const Index steps[3] = {1, from.pitch, from.plane};
  for (Index unit = 0; unit < to.cases; ++unit) {
    for (Index z = 1; z <= to.nz; ++z) {
      for (Index y = 1; y <= to.ny; ++y) {
        for (Index x = 1; x <= to.nx; ++x) {
          const Index first = from.at(2 * x - 1, 2 * y - 1, 2 * z - 1, unit);
          for (int d = 0; d < 3; ++d) {
            const auto part = static_cast<std::size_t>(d);
            const Index a = steps[d == 0 ? 1 : 0];
            const Index b = steps[d == 2 ? 1 : 2];
            const bool given = face::is_fixed(coarse.bits[part][static_cast<std::size_t>(to.at(x, y, z, unit))]);
            for (const Index side : {Index{0}, a, b, a + b}) {
              if (face::is_fixed(fine.bits[part][static_cast<std::size_t>(first + side)]) != given) return false;
            }
          }
        }
      }
    }
  }
  return true;
}

}  // namespace kernels::flow
