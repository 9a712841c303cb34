/// Fields from an executor's storage as plain arrays: rows along x, then y, then z, without rims and padding.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "kernels/base/view.hpp"
#include "kernels/executor/lane.hpp"
#include "kernels/grid/layout.hpp"

namespace kernels {

/// Extents of a field without rims: one more along the component's own direction for velocities (0..2), cells for 3.
inline std::array<Index, 3> extents(const Layout& at, int component) {
  return {at.nx + (component == 0 ? 1 : 0), at.ny + (component == 1 ? 1 : 0), at.nz + (component == 2 ? 1 : 0)};
}

template <class Real>
struct PlainRow {
  Layout layout;
  const Real* field;
  Index unit, nx, ny;
  Real add;
  Real* out;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Index z = row / ny;
    const Real* const from = field + layout.at(0, row - z * ny + 1, z + 1, unit);
    Real* const to = out + row * nx - 1;
    KERNELS_SIMD
    for (Index x = lane.first(1); x <= nx; x += lane.stride()) to[x] = from[x] + add;
  }
};

/// One case's field; `add` is added to each value.
template <class Real, class Executor>
std::vector<Real> download_plain(Executor& executor, const Layout& layout, const Real* field, Index unit, int component,
                                 Real add) {
  const std::array<Index, 3> n = extents(layout, component);
  std::vector<Real> values(static_cast<std::size_t>(n[0] * n[1] * n[2]));
  const auto write = [&](Real* to) {
    executor.for_each_row(n[1] * n[2], n[0], PlainRow<Real>{layout, field, unit, n[0], n[1], add, to});
  };
  if constexpr (Executor::kLeavesHostFree) {
    auto plain = executor.template buffer<Real>(n[0] * n[1] * n[2]);
    write(plain.view().data);
    executor.download(plain.view().as_const(), std::span(values));
  } else {
    write(values.data());  // the executor's memory is the caller's
  }
  return values;
}

}  // namespace kernels
