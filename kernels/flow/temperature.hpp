/// One sweep of the temperature equation: implicit upwind convection by the velocities as they are, in its bounded form, and
/// diffusion. Solids and the rim are given. Internal.
#pragma once

#include "kernels/base/fused.hpp"
#include "kernels/flow/level.hpp"
#include "kernels/flow/momentum.hpp"

namespace kernels::flow {

/// What temperatures are solved from.
template <bool kTurbulent, bool kSourced>
struct HeatStencil {
  const float* temperature;
  const float* eddy;
  const float* source;
  const float* velocity[3];
  const face::Bits* bits[3];
  Cell step[3];
  float per_m[3];
  float diffusive[3];  ///< diffusivity over cell size^2
  float turbulent[3];  ///< the same of two cells' turbulent viscosity, by their sum
  float per_step_s;    ///< of a march in time, whose source holds the temperature before the step times this

  KERNELS_HD face::Bits bits_around(Cell i) const {
    return static_cast<face::Bits>(bits[0][i] | bits[0][i + step[0]] | bits[1][i] | bits[1][i + step[1]] | bits[2][i] |
                                   bits[2][i + step[2]]);
  }

  /// What diffuses through a face.
  template <int d>
  KERNELS_HD float between(Cell one, Cell two) const {
    if constexpr (kTurbulent) return fused(eddy[one] + eddy[two], turbulent[d], diffusive[d]);
    return diffusive[d];
  }

  template <int d>
  KERNELS_HD void open_faces(Cell i, Sums& sums) const {
    const Cell low = i - step[d], high = i + step[d];
    sums.add(with_inflow(velocity[d][i], per_m[d], between<d>(i, low)), temperature[low]);
    sums.add(with_inflow(-velocity[d][high], per_m[d], between<d>(i, high)), temperature[high]);
  }

  /// How much of a face diffuses: nothing where it is closed or a sheet that air only seeps through, and twice as much over
  /// the half cell to a wall that conducts.
  static KERNELS_HD float share(int bits) {
    static_assert(face::kFixed == 1 << 8 && face::kConducts == 1 << 9);
    const int sheet = bits >> face::kLossShift;
    const auto fixed = static_cast<float>(((bits >> 8) & 1) | ((sheet | -sheet) >> 31 & 1));
    const auto conducts = static_cast<float>((bits >> 9) & 1);
    return 2.0F * conducts + (1.0F - conducts) * (1.0F - fixed);
  }

  template <int d>
  KERNELS_HD void faces(Cell i, Sums& sums) const {
    const Cell low = i - step[d], high = i + step[d];
    sums.add(with_inflow(velocity[d][i], per_m[d], between<d>(i, low) * share(bits[d][i])), temperature[low]);
    sums.add(with_inflow(-velocity[d][high], per_m[d], between<d>(i, high) * share(bits[d][high])), temperature[high]);
  }

  KERNELS_HD float plain(Cell i) const {
    Sums sums;
    open_faces<0>(i, sums);
    open_faces<1>(i, sums);
    open_faces<2>(i, sums);
    if constexpr (kSourced) {
      sums.right += source[i];
      sums.diagonal += per_step_s;
    }
    return sums.right / sums.diagonal;
  }

  KERNELS_HD Sums sums_of(Cell i) const {
    Sums sums;
    faces<0>(i, sums);
    faces<1>(i, sums);
    faces<2>(i, sums);
    if constexpr (kSourced) {
      sums.right += source[i];
      sums.diagonal += per_step_s;
    }
    return sums;
  }

  KERNELS_HD float solid(Cell i) const { return static_cast<float>((bits[0][i] / face::kSolid) & 1); }

  KERNELS_HD float general(Cell i) const {
    const Sums sums = sums_of(i);
    const float solved = fused(kHeld, temperature[i], sums.right) / (sums.diagonal + kHeld);
    return (1.0F - solid(i)) * solved + solid(i) * temperature[i];
  }

  static constexpr float kHeld = 1e-20F;  ///< keeps a cell that is cut off from everything as it is
};

template <bool kTurbulent, bool kSourced>
KERNELS_HD HeatStencil<kTurbulent, kSourced> heat_stencil(const Level& level, const Numbers& numbers) {
  HeatStencil<kTurbulent, kSourced> around;
  around.temperature = level.temperature;
  around.eddy = kTurbulent ? level.eddy : nullptr;
  around.source = kSourced ? level.heat_source : nullptr;
  for (int d = 0; d < 3; ++d) {
    around.velocity[d] = level.velocity[d];
    around.bits[d] = level.bits[d];
    around.step[d] = level.cell_step(d);
    around.per_m[d] = level.per_m[d];
    const float per_m2 = level.per_m[d] * level.per_m[d];
    around.diffusive[d] = numbers.diffusivity_m2_per_s * per_m2;
    around.turbulent[d] = 0.5F * numbers.per_turbulent_prandtl * per_m2;
  }
  around.per_step_s = level.per_step_s;
  return around;
}

template <bool kTurbulent, bool kSourced>
struct TemperatureRow {
  Level level;

  static constexpr unsigned kSpecial = 0xFFFF ^ face::kEdgeMask;  ///< whatever is no plain face

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane, float* scratch) const {
    const Index unit = level.unit_of(row);
    if (level.active[unit] == 0) return;
    const auto start = static_cast<Cell>(level.layout.row(row));
    const Cell end = level.walk_end();
    float* const temperature = level.temperature;
    const auto around = heat_stencil<kTurbulent, kSourced>(level, level.numbers[unit]);
    walk_groups(
        lane, end, [=](Cell x) { return static_cast<face::Bits>(around.bits_around(start + x) & kSpecial); },
        [=](Cell x) { scratch[x] = around.plain(start + x); },
        [=](Cell begin, Cell stop, int) {
          along_cells(begin, stop, [&](Cell x) { scratch[x] = around.general(start + x); });
        });
    lane.sync();
    along_row(lane, 1, end, [=](Cell x) { temperature[start + x] = scratch[x]; });
  }
};

/// What the temperature equation is short of: 0 where it is solved, and in solids.
template <bool kTurbulent, bool kSourced>
struct HeatResidualRow {
  Level level;
  float* out;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const auto start = static_cast<Cell>(level.layout.row(row));
    const auto around = heat_stencil<kTurbulent, kSourced>(level, level.numbers[level.unit_of(row)]);
    float* const residual = out;
    along_row(lane, start + 1, start + level.walk_end(), [=](Cell i) {
      const Sums sums = around.sums_of(i);
      residual[i] = (1.0F - around.solid(i)) * fused(-sums.diagonal, around.temperature[i], sums.right);
    });
  }
};

}  // namespace kernels::flow
