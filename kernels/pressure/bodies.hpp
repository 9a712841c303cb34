/// The steps of preconditioned conjugate gradients as kernel bodies, fused to three passes an iteration:
///
///   RightTimesCorrection   sum of r z                                          8 B a cell
///   Turn                   p = z + beta p, and the sum of p A p               28 B
///   Step                   x += alpha p, r -= alpha A p, the sum of r r       56 B
///
/// A p is formed twice rather than stored. In `Turn` it is needed only for the length of the step, so p A p is a sum of
/// c (p_P - p_N)^2 over faces in 32 bits; in `Step` it is 64 bits.
#pragma once

#include "kernels/base/view.hpp"
#include "kernels/grid/layout.hpp"
#include "kernels/multigrid/equations.hpp"

namespace kernels::pressure {

/// The equations themselves, with all of the bits of their coefficients.
using Exact = multigrid::EquationsWith<float>;

/// What the hierarchy reads of a row of faces.
struct Round {
  Exact from;
  multigrid::Equations to;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Index here = from.layout.face_row(row);
    const float* const read[3] = {from.cx.data + here, from.cy.data + here, from.cz.data + here};
    multigrid::Conductance* const written[3] = {to.cx.data + here, to.cy.data + here, to.cz.data + here};
    for (int d = 0; d < 3; ++d) {
      along_row(lane, 1, from.layout.nx + 2, [&](Cell i) { written[d][i] = multigrid::Conductance(read[d][i]); });
    }
  }
};

/// The numbers of each case that steer its iteration.
struct Steering {
  View<double> rz;  ///< r z of this iteration
  View<double> rz_before;
  View<double> pap;
  View<double> rr;
  View<double> alpha, beta;
  View<double> active;  ///< 1 while the case is moved, else 0
};

/// r z; r as the preconditioner saw it.
struct RightTimesCorrection {
  Layout layout;
  View<const float> r, z;

  struct OfRow {
    const float *r, *z;

    KERNELS_HD double operator()(Index x) const {
      return static_cast<double>(r[x + 1]) * static_cast<double>(z[x + 1]);
    }
  };
  KERNELS_HD OfRow of_row(Index row) const {
    const Index here = layout.row(row);
    return {r.data + here, z.data + here};
  }
};

struct ChooseBeta {
  Steering steering;

  KERNELS_HD void operator()(Index unit) const {
    const Steering& on = steering;
    const bool moves = on.active[unit] > 0 && on.rz_before[unit] != 0;
    on.beta[unit] = moves ? on.rz[unit] / on.rz_before[unit] : 0;
    on.rz_before[unit] = on.rz[unit];
  }
};

/// The new direction, and its part of p A p: that of the three low faces of each cell. Rows and cells go one beyond the
/// interior, so that each face is met once; there p stays zero.
struct Turn {
  Exact level;               ///< its x is z
  View<const float> before;  ///< p
  View<float> after;
  View<const double> beta;

  struct OfRow {
    float share;
    Index pitch, plane;
    const float *cx, *cy, *cz, *z, *before;
    float* after;

    KERNELS_HD float direction(Index i) const { return z[i] + share * before[i]; }
    KERNELS_HD double operator()(Index x) const {
      const Index i = x + 1;
      const float here = direction(i);
      after[i] = here;
      const float west = here - direction(i - 1);
      const float south = here - direction(i - pitch);
      const float below = here - direction(i - plane);
      return static_cast<double>((cx[i] * west) * west + ((cy[i] * south) * south + (cz[i] * below) * below));
    }
  };
  KERNELS_HD OfRow of_row(Index row) const {
    const Layout& at = level.layout;
    const auto [y, z, unit] = at.face_place(row);
    const Index here = at.at(0, y, z, unit);
    return {static_cast<float>(beta[unit]),
            at.pitch,
            at.plane,
            level.cx.data + here,
            level.cy.data + here,
            level.cz.data + here,
            level.x.data + here,
            before.data + here,
            after.data + here};
  }
};

struct ChooseAlpha {
  Steering steering;

  KERNELS_HD void operator()(Index unit) const {
    const Steering& on = steering;
    const bool moves = on.active[unit] > 0 && on.pap[unit] > 0;
    on.alpha[unit] = moves ? on.rz[unit] / on.pap[unit] : 0;
  }
};

/// The step along p. The residual is handed to the preconditioner in 32 bits.
struct Step {
  Exact level;  ///< its b is the residual in 32 bits
  View<const float> p;
  View<const double> alpha;
  View<double> x, r;

  struct OfRow {
    double length;
    Index pitch, plane;
    const float *cx, *cy, *cz, *p;
    float* b;
    double *x, *r;

    KERNELS_HD double flux(float c, double here, float there) const {
      return static_cast<double>(c) * (here - static_cast<double>(there));
    }
    KERNELS_HD double operator()(Index cell) const {
      const Index i = cell + 1;
      const auto here = static_cast<double>(p[i]);
      const double along = flux(cx[i], here, p[i - 1]) + flux(cx[i + 1], here, p[i + 1]);
      const double across = flux(cy[i], here, p[i - pitch]) + flux(cy[i + pitch], here, p[i + pitch]);
      const double upward = flux(cz[i], here, p[i - plane]) + flux(cz[i + plane], here, p[i + plane]);
      x[i] += length * here;
      const double left = r[i] - length * (along + (across + upward));
      r[i] = left;
      b[i] = static_cast<float>(left);
      return left * left;
    }
  };
  KERNELS_HD OfRow of_row(Index row) const {
    const Layout& at = level.layout;
    const auto [y, z, unit] = at.place(row);
    const Index here = at.at(0, y, z, unit);
    return {alpha[unit],
            at.pitch,
            at.plane,
            level.cx.data + here,
            level.cy.data + here,
            level.cz.data + here,
            p.data + here,
            level.b.data + here,
            x.data + here,
            r.data + here};
  }
};

/// r r at the start.
struct Square {
  Layout layout;
  View<const double> r;

  KERNELS_HD double operator()(Index row, Index x) const {
    const double value = r[layout.row(row) + x + 1];
    return value * value;
  }
};

struct Conducting {
  Layout layout;
  View<const float> inverse;

  KERNELS_HD double operator()(Index row, Index x) const { return inverse[layout.row(row) + x + 1] != 0 ? 1 : 0; }
};

struct SumConducting {
  Layout layout;
  View<const float> inverse;
  View<const double> values;

  KERNELS_HD double operator()(Index row, Index x) const {
    const Index i = layout.row(row) + x + 1;
    return inverse[i] != 0 ? values[i] : 0;
  }
};

/// Takes the mean off the cells that conduct.
struct TakeMeanOff {
  Layout layout;
  View<const float> inverse;
  View<const double> sum, count;
  View<double> values;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Index unit = layout.place(row).unit;
    const double mean = count[unit] > 0 ? sum[unit] / count[unit] : 0;
    const Index here = layout.row(row);
    for (Index i = lane.first(1); i <= layout.nx; i += lane.stride()) {
      values[here + i] = inverse[here + i] != 0 ? values[here + i] - mean : 0;
    }
  }
};

/// r scaled, and also in 32 bits; x = 0.
struct Begin {
  Layout layout;
  View<const double> scale;
  View<double> r, x;
  View<float> b;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const double factor = scale[layout.place(row).unit];
    const Index here = layout.row(row);
    for (Index i = lane.first(1); i <= layout.nx; i += lane.stride()) {
      const double scaled = factor * r[here + i];
      r[here + i] = scaled;
      b[here + i] = static_cast<float>(scaled);
      x[here + i] = 0;
    }
  }
};

/// x and r in the owner's scale.
struct End {
  Layout layout;
  View<const double> scale;
  View<double> r, x;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const double factor = 1 / scale[layout.place(row).unit];
    const Index here = layout.row(row);
    for (Index i = lane.first(1); i <= layout.nx; i += lane.stride()) {
      x[here + i] *= factor;
      r[here + i] *= factor;
    }
  }
};

}  // namespace kernels::pressure
