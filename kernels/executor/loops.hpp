/// Several loops over cells that do not see each other, as one: a device runs them in one launch.
///   executor.for_each_cell(loops.cells(), loops)   with   const auto loops = loops_of(Loop{10, this}, Loop{20, that})
#pragma once

#include "kernels/base/view.hpp"

namespace kernels {

template <class Body>
struct Loop {
  Index count;
  Body body;
};
template <class Body>
Loop(Index, Body) -> Loop<Body>;

struct NoLoops {
  KERNELS_HD static Index cells() { return 0; }
  KERNELS_HD void operator()(Index /*cell*/) const {}
};

/// The cells of the first loop, then those of the others.
template <class Body, class Others>
struct Loops {
  Loop<Body> first;
  Others others;

  KERNELS_HD Index cells() const { return first.count + others.cells(); }
  KERNELS_HD void operator()(Index cell) const {
    if (cell < first.count) {
      first.body(cell);
    } else {
      others(cell - first.count);
    }
  }
};

inline NoLoops loops_of() { return {}; }
template <class Body, class... Bodies>
auto loops_of(const Loop<Body>& first, const Loop<Bodies>&... others) {
  return Loops<Body, decltype(loops_of(others...))>{first, loops_of(others...)};
}

}  // namespace kernels
