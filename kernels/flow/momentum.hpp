/// One sweep of a velocity component: implicit first-order upwind convection in its bounded form, diffusion, buoyancy,
/// pressure, screens, and the local pseudo-time of the relaxation (Patankar 1980). Coefficients are made on the fly from the
/// velocities as they are; nothing is stored but the coefficient that the pressure correction needs. Internal.
///
/// Written so that compilers turn the loop over a row into vector instructions: everything that is the same for a row is
/// a local value or a template parameter, and every choice between two numbers is made after both are known.
#pragma once

#include <type_traits>

#include "kernels/base/fused.hpp"
#include "kernels/flow/level.hpp"

namespace kernels::flow {

/// What a velocity's neighbourhood adds up to: sum of coefficients, and of coefficient times neighbour.
struct Sums {
  float diagonal = 0;
  float right = 0;

  KERNELS_HD void add(float coefficient, float neighbour) {
    diagonal += coefficient;
    right = fused(coefficient, neighbour, right);
  }
};

/// One of the two directions across a component: the velocity through the edges, and the numbers of the direction.
struct Across {
  const float* through;
  const float* wall;  ///< turbulent viscosity beside a wall across; null without turbulence
  Cell step;
  float half_per_m;      ///< half of 1 / cell size
  float quarter_per_m2;  ///< a quarter of 1 / cell size^2
  float viscous;         ///< the fluid's viscosity over cell size^2
};

/// The stencil of one component at one face.
template <bool kTurbulent>
struct Stencil {
  const float* own;
  const float* eddy;
  Cell step;
  float half_per_m;
  float per_m2;
  float viscous;  ///< the fluid's viscosity over cell size^2
  float drawn;    ///< 1: air leaves through a wall with the wall's velocity (see DrawnAir), 0: with its own
  Across a, b;

  /// Neighbours along the component's own direction.
  KERNELS_HD void along(Cell i, Sums& sums) const {
    const float here = own[i];
    const float high = own[i + step];
    const float low = own[i - step];
    float viscous_high = viscous;
    float viscous_low = viscous;
    if constexpr (kTurbulent) {
      viscous_high = fused(eddy[i], per_m2, viscous);
      viscous_low = fused(eddy[i - step], per_m2, viscous);
    }
    const float coefficient_high = with_inflow(-(here + high), half_per_m, viscous_high);
    const float coefficient_low = with_inflow(low + here, half_per_m, viscous_low);
    sums.add(coefficient_high, high);
    sums.add(coefficient_low, low);
  }

  /// Neighbours at both sides across, with nothing but air at the edges between.
  KERNELS_HD void open_edges(Cell i, const Across& to, Sums& sums) const {
    const float in = to.through[i - step] + to.through[i];
    const float out = to.through[i - step + to.step] + to.through[i + to.step];
    float viscous_low = to.viscous;
    float viscous_high = to.viscous;
    if constexpr (kTurbulent) {
      const float middle = eddy[i] + eddy[i - step];
      viscous_low = fused(middle + (eddy[i - to.step] + eddy[i - step - to.step]), to.quarter_per_m2, to.viscous);
      viscous_high = fused(middle + (eddy[i + to.step] + eddy[i - step + to.step]), to.quarter_per_m2, to.viscous);
    }
    sums.add(with_inflow(in, to.half_per_m, viscous_low), own[i - to.step]);
    sums.add(with_inflow(-out, to.half_per_m, viscous_high), own[i + to.step]);
  }

  /// A neighbour across whatever stands at the edge, in numbers instead of choices: 1 or 0 for each kind. `toward`: the way
  /// to it; `inflow`: twice the velocity from there.
  KERNELS_HD Sums edge(Cell i, int code, Cell toward, float inflow, const Across& to) const {
    static_assert(face::open == 0 && face::moving == 1 && face::slip == 2 && face::wall == 3);
    const float beyond = own[i + toward];
    const auto low_bit = static_cast<float>(code & 1);
    const auto high_bit = static_cast<float>((code >> 1) & 1);
    const float wall_share = low_bit * high_bit;
    const float open_share = (1.0F - low_bit) * (1.0F - high_bit);
    float seen = to.viscous;
    if constexpr (kTurbulent) {
      const float middle = eddy[i] + eddy[i - step];
      const float other = eddy[i + toward] + eddy[i - step + toward];
      const float beside = to.wall[i] + to.wall[i - step];
      seen = fused(open_share * (middle + other) + (1.0F - open_share) * (beside + beside), to.quarter_per_m2, seen);
    }
    const float times = 2.0F * low_bit + open_share;
    const float coefficient = with_inflow(inflow, to.half_per_m, seen * times);
    const float leaving = drawn * wall_share * with_inflow(-inflow, to.half_per_m, 0.0F);
    return {coefficient, fused((1.0F - wall_share) * coefficient, beyond, leaving * own[i])};
  }

  KERNELS_HD void edges(Cell i, int bits, const Across& to, Sums& sums) const {
    const float in = to.through[i - step] + to.through[i];
    const float out = to.through[i - step + to.step] + to.through[i + to.step];
    const Sums low = edge(i, bits, -to.step, in, to);
    const Sums high = edge(i, bits >> 2, to.step, -out, to);
    sums.diagonal += low.diagonal + high.diagonal;
    sums.right += low.right + high.right;
  }

  KERNELS_HD Sums plain(Cell i) const {
    Sums sums;
    along(i, sums);
    open_edges(i, a, sums);
    open_edges(i, b, sums);
    return sums;
  }

  /// `kA`, `kB`: whether anything but air may stand at the edges across.
  template <bool kA = true, bool kB = true>
  KERNELS_HD Sums general(Cell i, int bits) const {
    Sums sums;
    along(i, sums);
    if constexpr (kA) {
      edges(i, bits, a, sums);
    } else {
      open_edges(i, a, sums);
    }
    if constexpr (kB) {
      edges(i, bits >> 4, b, sums);
    } else {
      open_edges(i, b, sums);
    }
    return sums;
  }
};

/// What drives a velocity, and what holds it back.
template <int kComponent, bool kSourced>
struct Drive {
  const float* own;
  const float* pressure;
  const float* temperature;
  const float* source;
  Cell step;
  float per_m;
  float half_buoyancy;
  float inertia;      ///< (1 - relaxation) / relaxation
  float per_step_s;   ///< of a march in time, whose source holds the velocity before the step times this
  float least_per_s;  ///< of inertia: in still air the step in pseudo-time would have no bound

  struct Moved {
    float velocity;
    float coefficient;  ///< in the pressure correction
  };

  /// `sum` and the forces.
  KERNELS_HD float driven(Cell i, float sum) const {
    sum = fused(pressure[i - step] - pressure[i], per_m, sum);
    if constexpr (kComponent == 2) sum = fused(half_buoyancy, temperature[i] + temperature[i - step], sum);
    if constexpr (kSourced) sum += source[i];
    return sum;
  }

  KERNELS_HD Moved moved(const Sums& sums, Cell i) const {
    const float right = driven(i, sums.right);
    float diagonal = sums.diagonal;
    if constexpr (kSourced) diagonal += per_step_s;
    const float inert = fused(inertia, diagonal, least_per_s);
    const float time = 1.0F / (diagonal + inert);
    return {fused(inert, own[i], right) * time, time * (per_m * per_m)};
  }
};

/// The stencil and the drive of a component.
template <int kComponent, bool kTurbulent, bool kSourced>
struct Momentum {
  static constexpr int kA = kComponent == 0 ? 1 : 0;
  static constexpr int kB = kComponent == 2 ? 1 : 2;

  Stencil<kTurbulent> around;
  Drive<kComponent, kSourced> drive;

  KERNELS_HD static Across across(const Level& level, int d, float viscosity) {
    const float per_m2 = level.per_m[d] * level.per_m[d];
    return {level.velocity[d],  kTurbulent ? level.wall_viscosity[d] : nullptr,
            level.cell_step(d), 0.5F * level.per_m[d],
            0.25F * per_m2,     viscosity * per_m2};
  }

  KERNELS_HD Momentum(const Level& level, const Numbers& numbers, float inertia, float drawn)
      : around{level.velocity[kComponent],
               kTurbulent ? level.eddy : nullptr,
               level.cell_step(kComponent),
               0.5F * level.per_m[kComponent],
               level.per_m[kComponent] * level.per_m[kComponent],
               numbers.viscosity_m2_per_s * (level.per_m[kComponent] * level.per_m[kComponent]),
               drawn,
               across(level, kA, numbers.viscosity_m2_per_s),
               across(level, kB, numbers.viscosity_m2_per_s)},
        drive{level.velocity[kComponent],
              level.pressure,
              level.temperature,
              kSourced ? level.momentum_source[kComponent] : nullptr,
              level.cell_step(kComponent),
              level.per_m[kComponent],
              0.5F * numbers.buoyancy_m_per_s2_k,
              inertia,
              level.per_step_s,
              numbers.least_inertia_per_s} {}

  /// The loss of a screen, linearised by Newton: taken as it is, a loss that
  /// rules the velocity would swing between two values for ever. Near rest, where the loss has no slope, that of a law is taken
  /// which turns linear below this pressure: it bounds the step and leaves the answer what it is.
  static constexpr float kLinear_m2_per_s2 = 0.04F;  ///< over density
  static constexpr float kLeastLoss = 1e-12F;

  KERNELS_HD void screen(Cell i, int bits, const float* losses, Sums& sums) const {
    const float loss = losses[bits >> face::kLossShift];
    const float half_loss = loss * around.half_per_m;
    const float here = around.own[i];
    const float slow = kLinear_m2_per_s2 / (0.5F * loss + kLeastLoss);  // a sum: `larger` costs the vectors
    const float slope = half_loss * fused(2.0F * here, here, slow) / __builtin_sqrtf(fused(here, here, slow));
    sums.diagonal += slope;
    sums.right += fused(slope, here, -half_loss * here * __builtin_fabsf(here));
  }
};

/// each(edges_a, edges_b) with what `Stencil::general` is to look at in cells that share these bits, `std::true_type` or
/// `std::false_type`: no more than is there, since what walls have is seldom in a cache.
template <class Each>
KERNELS_HD void with_edges(int any, const Each& each) {
  constexpr std::true_type kThere;
  constexpr std::false_type kAir;
  const bool in_a = (any & face::kEdgesA) != 0;
  const bool in_b = (any & face::kEdgesB) != 0;
  if (in_a && in_b) {
    each(kThere, kThere);
  } else if (in_a) {
    each(kThere, kAir);
  } else if (in_b) {
    each(kAir, kThere);
  } else {
    each(kAir, kAir);
  }
}

/// A zebra sweep's row of one component.
template <int kComponent, bool kTurbulent, bool kSourced>
struct MomentumRow {
  Level level;
  float inertia;
  float drawn;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane, float* scratch) const {
    const Index unit = level.unit_of(row);
    if (level.active[unit] == 0) return;
    const Numbers& numbers = level.numbers[unit];
    const auto start = static_cast<Cell>(level.layout.row(row));
    const Momentum<kComponent, kTurbulent, kSourced> at(level, numbers, inertia, drawn);
    const face::Bits* const bits = level.bits[kComponent];
    const float* const losses = numbers.loss;
    float* const velocity = level.velocity[kComponent];
    multigrid::Conductance* const coefficient = level.coefficient[kComponent];
    const Cell end = level.walk_end();
    const auto put = [=](Cell x, int here, const Sums& sums) {
      const auto moved = at.drive.moved(sums, start + x);
      const auto fixed = static_cast<float>((here / face::kFixed) & 1);
      scratch[x] = (1.0F - fixed) * moved.velocity + fixed * velocity[start + x];
      coefficient[start + x] = multigrid::Conductance((1.0F - fixed) * moved.coefficient);
    };
    walk_groups(
        lane, end, [=](Cell x) { return bits[start + x]; },
        [=](Cell x) {
          const auto moved = at.drive.moved(at.around.plain(start + x), start + x);
          scratch[x] = moved.velocity;
          coefficient[start + x] = multigrid::Conductance(moved.coefficient);
        },
        [=](Cell begin, Cell stop, int any) {
          if constexpr (Lane::kWholeRow) {
            if (any >> face::kLossShift == 0) {
              with_edges(any, [&](auto edges_a, auto edges_b) {
                along_cells(begin, stop, [&](Cell x) {
                  const int here = bits[start + x];
                  put(x, here, at.around.template general<edges_a, edges_b>(start + x, here));
                });
              });
              return;
            }
          }
          along_cells(begin, stop, [&](Cell x) {
            const int here = bits[start + x];
            Sums sums = at.around.general(start + x, here);
            at.screen(start + x, here, losses, sums);
            put(x, here, sums);
          });
        });
    lane.sync();
    along_row(lane, 1, end, [=](Cell x) { velocity[start + x] = scratch[x]; });
  }
};

/// What a component's equation is short of, per unit of volume: 0 where it is solved, and at given faces.
template <int kComponent, bool kTurbulent>
struct MomentumResidualRow {
  Level level;
  float drawn;
  float* out;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Numbers& numbers = level.numbers[level.unit_of(row)];
    const auto start = static_cast<Cell>(level.layout.row(row));
    const Momentum<kComponent, kTurbulent, false> at(level, numbers, 0.0F, drawn);
    const face::Bits* const bits = level.bits[kComponent];
    const float* const losses = numbers.loss;
    float* const residual = out;
    along_row(lane, start + 1, start + level.walk_end(), [=](Cell i) {
      const int here = bits[i];
      Sums sums = at.around.general(i, here);
      at.screen(i, here, losses, sums);
      const auto fixed = static_cast<float>((here / face::kFixed) & 1);
      residual[i] = (1.0F - fixed) * fused(-sums.diagonal, at.around.own[i], at.drive.driven(i, sums.right));
    });
  }
};

}  // namespace kernels::flow
