/// The standard k-epsilon model of turbulence (Launder and Spalding 1974, Computer Methods in Applied Mechanics and
/// Engineering 3, 269-289): transport of the turbulent kinetic energy k and of its dissipation, first-order upwind in the
/// bounded form, made by shear alone (no production by buoyancy), with nu_t = 0.09 k^2 / epsilon. For turbulence that is
/// fully developed; wall functions want the first cell's centre at y+ of 11 to a few hundred. Internal.
///
/// Walls at rest: in a cell beside one the shear stress is that of the logarithmic profile at y+ = 0.09^(1/4) sqrt(k) y / nu
/// (laminar below 11.53), kept as a wall viscosity that the momentum equation reads in place of nu_t; the production and
/// the dissipation follow from it, as means over the walls where there are several. k does not diffuse into walls. Moving
/// walls get no wall function. What comes in: k and epsilon kept in the cells beyond a supply, a duct's discharge
/// or an opening; nothing diffuses through those.
///
/// Iteration: once a turn production, two zebra sweeps of both equations with the sinks implicit and everything else of one
/// sign, so that k and epsilon stay positive, then the viscosity. Written for vector instructions like `momentum.hpp`.
/// In a march in time turbulence follows the flow by as many sweeps, without a term of time.
#pragma once

#include "kernels/base/fused.hpp"
#include "kernels/flow/level.hpp"
#include "kernels/flow/logarithm.hpp"

namespace kernels::flow {

/// Constants of the model and of the wall's logarithmic law.
struct KEpsilon {
  static constexpr float kMu = 0.09F;
  static constexpr float kMu25 = 0.547722558F;  ///< kMu^(1/4)
  static constexpr float kMu75 = 0.164316767F;  ///< kMu^(3/4)
  static constexpr float kMade = 1.44F;
  static constexpr float kLost = 1.92F;
  static constexpr float kPerSigma = 1.0F / 1.3F;  ///< of epsilon; that of k is 1
  static constexpr float kKarman = 0.41F;
  static constexpr float kRoughness = 9.8F;    ///< E of ln(E y+) / kKarman, for a smooth wall
  static constexpr float kLaminar = 11.5302F;  ///< y+ below which the law is laminar: where it first gives no less

  static constexpr float kLeastK = 1e-7F;        ///< m2/s2
  static constexpr float kLeastEpsilon = 1e-9F;  ///< m2/s3
  static constexpr float kRelaxation = 0.7F;     ///< of both equations
  static constexpr int kSweeps = 2;              ///< a turn

  /// What a rack or a unit blows: a turbulence of 10 % on the scale of its openings.
  static constexpr float kIntensity = 0.1F;
  static constexpr float kLength_m = 0.1F;
};

/// k of a stream.
KERNELS_HD inline float stream_k(float speed_m_per_s, float intensity) {
  const float part = intensity * speed_m_per_s;
  return larger(1.5F * (part * part), KEpsilon::kLeastK);
}

/// The dissipation of k with eddies of that length.
KERNELS_HD inline float stream_epsilon(float k_m2_per_s2, float length_m) {
  return larger(KEpsilon::kMu75 * k_m2_per_s2 * __builtin_sqrtf(k_m2_per_s2) / length_m, KEpsilon::kLeastEpsilon);
}

/// What lies behind a discharge: k and epsilon of the fastest stream that leaves the cell.
struct SetBehindTurbulence {
  Level level;
  const BehindCell* cells;
  const Part* parts;
  const DuctLaw* laws;

  KERNELS_HD void operator()(Index number) const {
    const Index at = cells[number].at;
    float speed = 0;
    for (int d = 0; d < 3; ++d) {
      speed = larger(speed, larger(-level.velocity[d][at], level.velocity[d][at + level.step[d]]));
    }
    const DuctLaw& law = laws[parts[cells[number].first].of];
    const float k = stream_k(speed, law.intensity);
    level.kinetic[at] = k;
    level.dissipation[at] = stream_epsilon(k, law.eddy_length_m);
  }
};

/// Velocities around a cell: pointers at the row's x = 0.
struct Shear {
  const float* velocity[3];
  Index step[3];
  float per_m[3];

  KERNELS_HD Shear(const Level& level, Index start) {
    for (int d = 0; d < 3; ++d) {
      velocity[d] = level.velocity[d] + start;
      step[d] = level.step[d];
      per_m[d] = level.per_m[d];
    }
  }

  template <int c>
  KERNELS_HD float centre(Index i) const {
    return 0.5F * (velocity[c][i] + velocity[c][i + step[c]]);
  }
  template <int c>
  KERNELS_HD float stretch(Index i) const {
    return (velocity[c][i + step[c]] - velocity[c][i]) * per_m[c];
  }

  /// d(component c) / d(direction d) between two cells of air.
  template <int c, int d>
  KERNELS_HD float open_slope(Index i) const {
    const float half = 0.5F * centre<c>(i);
    return ((half + 0.5F * centre<c>(i + step[d])) - (half + 0.5F * centre<c>(i - step[d]))) * per_m[d];
  }

  /// The component's value at a side.
  KERNELS_HD static float at_side(const sides::Kind& side, float here, float beyond) {
    return (0.5F * side.open + side.slip) * here + (0.5F * side.open + side.given) * beyond;
  }
  template <int c, int d>
  KERNELS_HD float slope(Index i, int bits) const {
    const float here = centre<c>(i);
    const float low = at_side(sides::kind(bits, d, false), here, centre<c>(i - step[d]));
    const float high = at_side(sides::kind(bits, d, true), here, centre<c>(i + step[d]));
    return (high - low) * per_m[d];
  }

  /// 2 S:S, with the strain rate S.
  KERNELS_HD float squares(Index i, float xy, float xz, float yz) const {
    const float xx = stretch<0>(i);
    const float yy = stretch<1>(i);
    const float zz = stretch<2>(i);
    return 2.0F * (xx * xx + yy * yy + zz * zz) + (xy * xy + xz * xz + yz * yz);
  }
  KERNELS_HD float plain(Index i) const {
    return squares(i, open_slope<0, 1>(i) + open_slope<1, 0>(i), open_slope<0, 2>(i) + open_slope<2, 0>(i),
                   open_slope<1, 2>(i) + open_slope<2, 1>(i));
  }
  KERNELS_HD float general(Index i, int bits) const {
    return squares(i, slope<0, 1>(i, bits) + slope<1, 0>(i, bits), slope<0, 2>(i, bits) + slope<2, 0>(i, bits),
                   slope<1, 2>(i, bits) + slope<2, 1>(i, bits));
  }
};

/// How many walls a cell has in a direction.
KERNELS_HD inline float walls(int bits, int d) {
  return sides::kind(bits, d, false).wall + sides::kind(bits, d, true).wall;
}

/// 1 where a cell has a wall in a direction, else 0.
KERNELS_HD inline float walled(int bits, int d) {
  const float low = sides::kind(bits, d, false).wall;
  const float high = sides::kind(bits, d, true).wall;
  return low + high - low * high;
}

/// The same in any direction.
KERNELS_HD inline float walled(int bits) {
  return 1.0F - (1.0F - walled(bits, 0)) * (1.0F - walled(bits, 1)) * (1.0F - walled(bits, 2));
}

/// 1 in solids and the rim.
KERNELS_HD inline float solid_share(int bits) { return static_cast<float>((bits / sides::kSolid) & 1); }

/// The production of k in every cell, and the dissipation of cells at walls.
struct ProductionRow {
  Level level;
  float* out;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Index unit = level.unit_of(row);
    if (level.active[unit] == 0) return;
    const Index start = level.layout.row(row);
    const Shear shear(level, start);
    const sides::Bits* const bits = level.sides + start;
    const float* const eddy = level.eddy + start;
    const float* const k = level.kinetic + start;
    const float* const wall[3] = {level.wall_viscosity[0] + start, level.wall_viscosity[1] + start,
                                  level.wall_viscosity[2] + start};
    const float viscosity = level.numbers[unit].viscosity_m2_per_s;
    float* const epsilon = level.dissipation + start;
    float* const made = out + start;
    walk_groups(
        lane, level.walk_end(), [=](Index x) { return bits[x]; }, [=](Index x) { made[x] = eddy[x] * shear.plain(x); },
        [=](Cell begin, Cell stop, int) {
          along_cells(begin, stop, [&](Cell x) {
            const int here = bits[x];
            const float root = __builtin_sqrtf(k[x]);
            const float squares[3] = {square(shear.centre<0>(x)), square(shear.centre<1>(x)),
                                      square(shear.centre<2>(x))};
            float count = 0;
            float production = 0;
            float dissipation = 0;
            for (int d = 0; d < 3; ++d) {
              const float share = walls(here, d);
              const float per_y = 2.0F * shear.per_m[d];
              const float along = squares[d == 0 ? 1 : 0] + squares[d == 2 ? 1 : 2];
              const float slope = __builtin_sqrtf(along) * per_y;
              const float friction = KEpsilon::kMu25 / KEpsilon::kKarman * root * per_y;
              count += share;
              production += share * ((viscosity + wall[d][x]) * slope * friction);
              dissipation += share * (KEpsilon::kMu75 / KEpsilon::kKarman * k[x] * root * per_y);
            }
            const float beside = walled(here);
            const float per_count = 1.0F / (count + (1.0F - beside));
            made[x] = beside * production * per_count + (1.0F - beside) * (eddy[x] * shear.general(x, here));
            epsilon[x] =
                beside * larger(dissipation * per_count, KEpsilon::kLeastEpsilon) + (1.0F - beside) * epsilon[x];
          });
        });
  }

  KERNELS_HD static float square(float value) { return value * value; }
};

/// Both transport equations around a cell: pointers at the row's x = 0.
struct TurbulenceStencil {
  const float* k;
  const float* epsilon;
  const float* eddy;
  const float* made;
  const float* velocity[3];
  Index step[3];
  float per_m[3];
  float viscous[3];            ///< viscosity over cell size^2
  float turbulent_k[3];        ///< the same of two cells' turbulent viscosity, by their sum
  float turbulent_epsilon[3];  ///< likewise

  struct Pair {
    float k, epsilon;
  };
  struct PairSums {
    Pair diagonal{0, 0};
    Pair right{0, 0};
  };

  KERNELS_HD TurbulenceStencil(const Level& level, Index start, const Numbers& numbers, const float* production)
      : k(level.kinetic + start),
        epsilon(level.dissipation + start),
        eddy(level.eddy + start),
        made(production + start) {
    for (int d = 0; d < 3; ++d) {
      velocity[d] = level.velocity[d] + start;
      step[d] = level.step[d];
      per_m[d] = level.per_m[d];
      const float per_m2 = per_m[d] * per_m[d];
      viscous[d] = numbers.viscosity_m2_per_s * per_m2;
      turbulent_k[d] = 0.5F * per_m2;
      turbulent_epsilon[d] = 0.5F * KEpsilon::kPerSigma * per_m2;
    }
  }

  /// One neighbour in direction d; `inflow`: the velocity from it, `open`: how much of the face diffuses.
  template <int d>
  KERNELS_HD void neighbour(Index i, Index beyond, float inflow, float open, PairSums& sums) const {
    const float both = eddy[i] + eddy[beyond];
    const float of_k = with_inflow(inflow, per_m[d], fused(both, turbulent_k[d], viscous[d]) * open);
    const float of_epsilon = with_inflow(inflow, per_m[d], fused(both, turbulent_epsilon[d], viscous[d]) * open);
    sums.diagonal.k += of_k;
    sums.diagonal.epsilon += of_epsilon;
    sums.right.k = fused(of_k, k[beyond], sums.right.k);
    sums.right.epsilon = fused(of_epsilon, epsilon[beyond], sums.right.epsilon);
  }

  template <int d>
  KERNELS_HD void direction(Index i, float low, float high, PairSums& sums) const {
    neighbour<d>(i, i - step[d], velocity[d][i], low, sums);
    neighbour<d>(i, i + step[d], -velocity[d][i + step[d]], high, sums);
  }

  KERNELS_HD PairSums plain(Index i) const {
    PairSums sums;
    direction<0>(i, 1.0F, 1.0F, sums);
    direction<1>(i, 1.0F, 1.0F, sums);
    direction<2>(i, 1.0F, 1.0F, sums);
    return sums;
  }
  KERNELS_HD PairSums general(Index i, int bits) const {
    PairSums sums;
    direction<0>(i, sides::kind(bits, 0, false).open, sides::kind(bits, 0, true).open, sums);
    direction<1>(i, sides::kind(bits, 1, false).open, sides::kind(bits, 1, true).open, sums);
    direction<2>(i, sides::kind(bits, 2, false).open, sides::kind(bits, 2, true).open, sums);
    return sums;
  }

  /// What the equations give, with the inertia of the relaxation.
  KERNELS_HD Pair solved(Index i, const PairSums& sums) const {
    constexpr float kInertia = (1.0F - KEpsilon::kRelaxation) / KEpsilon::kRelaxation;
    const float rate = epsilon[i] / k[i];
    const float loss_k = sums.diagonal.k + rate;
    const float loss_epsilon = fused(KEpsilon::kLost, rate, sums.diagonal.epsilon);
    const float gain_k = sums.right.k + made[i];
    const float gain_epsilon = fused(KEpsilon::kMade * rate, made[i], sums.right.epsilon);
    const float next_k = fused(kInertia * loss_k, k[i], gain_k) / ((1.0F + kInertia) * loss_k);
    const float next_epsilon =
        fused(kInertia * loss_epsilon, epsilon[i], gain_epsilon) / ((1.0F + kInertia) * loss_epsilon);
    return {larger(next_k, KEpsilon::kLeastK), larger(next_epsilon, KEpsilon::kLeastEpsilon)};
  }
};

/// A zebra sweep's row of k and epsilon. `scratch`: two rows of walk_end().
struct TurbulenceRow {
  Level level;
  const float* production;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane, float* scratch) const {
    const Index unit = level.unit_of(row);
    if (level.active[unit] == 0) return;
    const Index start = level.layout.row(row);
    const Cell end = level.walk_end();
    const TurbulenceStencil around(level, start, level.numbers[unit], production);
    const sides::Bits* const bits = level.sides + start;
    float* const k = level.kinetic + start;
    float* const epsilon = level.dissipation + start;
    float* const next_k = scratch;
    float* const next_epsilon = scratch + end;
    walk_groups(
        lane, end, [=](Index x) { return bits[x]; },
        [=](Index x) {
          const auto solved = around.solved(x, around.plain(x));
          next_k[x] = solved.k;
          next_epsilon[x] = solved.epsilon;
        },
        [=](Cell begin, Cell stop, int) {
          along_cells(begin, stop, [&](Cell x) {
            const int here = bits[x];
            const auto solved = around.solved(x, around.general(x, here));
            const float solid = solid_share(here);
            const float given = 1.0F - (1.0F - solid) * (1.0F - walled(here));
            next_k[x] = (1.0F - solid) * solved.k + solid * around.k[x];
            next_epsilon[x] = (1.0F - given) * solved.epsilon + given * around.epsilon[x];
          });
        });
    lane.sync();
    KERNELS_SIMD
    for (Index x = lane.first(1); x < end; x += lane.stride()) {
      k[x] = next_k[x];
      epsilon[x] = next_epsilon[x];
    }
  }
};

/// The viscosity of the logarithmic profile in the cell beside a wall. The larger y+ is written as a sum: where a choice has a
/// constant on one side, compilers make a branch of it and no vectors.
KERNELS_HD inline float wall_viscosity(float k_m2_per_s2, float y_m, float viscosity_m2_per_s) {
  const float y_plus = KEpsilon::kMu25 * __builtin_sqrtf(k_m2_per_s2) * y_m / viscosity_m2_per_s;
  const float above = 0.5F * ((y_plus + KEpsilon::kLaminar) + magnitude(y_plus - KEpsilon::kLaminar));
  return viscosity_m2_per_s * (above * KEpsilon::kKarman / natural_log(KEpsilon::kRoughness * above) - 1.0F);
}

/// The turbulent viscosity, with eddies no larger than the hall is in its smallest extent, and the wall viscosities.
struct KEpsilonViscosityRow {
  Level level;

  static constexpr float kRelaxation = 0.5F;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Index unit = level.unit_of(row);
    if (level.active[unit] == 0) return;
    const Index start = level.layout.row(row);
    const sides::Bits* const bits = level.sides + start;
    const float* const k = level.kinetic + start;
    const float* const epsilon = level.dissipation + start;
    const float viscosity = level.numbers[unit].viscosity_m2_per_s;
    const float most = KEpsilon::kMu25 * smallest_extent_m();
    float* const eddy = level.eddy + start;
    float* const wall_x = level.wall_viscosity[0] + start;
    float* const wall_y = level.wall_viscosity[1] + start;
    float* const wall_z = level.wall_viscosity[2] + start;
    const float y_m[3] = {0.5F / level.per_m[0], 0.5F / level.per_m[1], 0.5F / level.per_m[2]};
    const auto relaxed = [=](Index x) {
      const float made = KEpsilon::kMu * k[x] * k[x] / epsilon[x];
      const float limit = most * __builtin_sqrtf(k[x]);
      return fused(kRelaxation, (made < limit ? made : limit) - eddy[x], eddy[x]);
    };
    walk_groups(
        lane, level.walk_end(), [=](Index x) { return bits[x]; },
        [=](Index x) { eddy[x] = wall_x[x] = wall_y[x] = wall_z[x] = relaxed(x); },
        [=](Cell begin, Cell stop, int) {
          along_cells(begin, stop, [&](Cell x) {
            const int here = bits[x];
            const float next = (1.0F - solid_share(here)) * relaxed(x);
            const auto beside = [=](int d) {
              const float share = walled(here, d);
              return share * wall_viscosity(k[x], y_m[d], viscosity) + (1.0F - share) * next;
            };
            const float made[3] = {beside(0), beside(1), beside(2)};
            eddy[x] = next;
            wall_x[x] = made[0];
            wall_y[x] = made[1];
            wall_z[x] = made[2];
          });
        });
  }

  /// Directions of one cell are none.
  KERNELS_HD float smallest_extent_m() const {
    const Index counts[3] = {level.layout.nx, level.layout.ny, level.layout.nz};
    float smallest = 1e6F;
    for (int d = 0; d < 3; ++d) {
      const float extent = static_cast<float>(counts[d]) / level.per_m[d];
      if (counts[d] > 1 && extent < smallest) smallest = extent;
    }
    return smallest;
  }
};

}  // namespace kernels::flow
