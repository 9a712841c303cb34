/// The pressure equation of one grid of a hierarchy.
#pragma once

#include "kernels/base/bfloat.hpp"
#include "kernels/base/view.hpp"
#include "kernels/grid/layout.hpp"

namespace kernels::multigrid {

/// What a face lets through. Sweeps read little else, and a cycle that only comes near the answer does as well with 8 bits of it.
using Conductance = Bfloat;

/// The equations of a grid: sum over faces of c (x_P - x_N) = b. Face i lies between the cells i-1 and i.
template <class C>
struct EquationsWith {
  Layout layout;
  View<C> cx, cy, cz;
  View<float> inverse, x, b;
};
using Equations = EquationsWith<Conductance>;

}  // namespace kernels::multigrid
