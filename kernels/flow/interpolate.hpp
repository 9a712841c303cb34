/// The fields of a finer grid from those of a coarser one over the same hall: linear in each direction, between cells of air
/// for temperature and pressure, between faces for velocities; not through walls and screens, which keep 15 K apart. Any ratio
/// of cell sizes. Internal.
#pragma once

#include <cstdint>

#include "kernels/flow/level.hpp"

namespace kernels::flow {

/// Two neighbours in one direction and the part of the second.
struct Between {
  std::int32_t low = 1, high = 1;
  float part = 0;
};

/// Where the place of number `i` of the finer grid lies among the points of the coarser one: cell centres (`faces` false: 1..n)
/// or faces (1..n+1).
KERNELS_HD inline Between between(std::int32_t i, float ratio, std::int32_t n, bool faces) {
  const float place = (static_cast<float>(i) - (faces ? 1.0F : 0.5F)) * ratio + (faces ? 1.0F : 0.5F);
  const std::int32_t most = faces ? n + 1 : n;
  std::int32_t low = static_cast<std::int32_t>(place);
  low = low < 1 ? 1 : low > most ? most : low;
  const std::int32_t high = low + 1 > most ? most : low + 1;
  float part = place - static_cast<float>(low);
  part = part < 0 ? 0.0F : part > 1 ? 1.0F : part;
  return {low, high, part};
}

/// The number that is nearer: the coarse cell that a fine one lies in, where cells are halved.
KERNELS_HD inline std::int32_t home(const Between& place) { return place.part < 0.5F ? place.low : place.high; }

/// One of the two neighbours alone: the nearer one, or the other.
KERNELS_HD inline void take_one(Between& place, bool nearer) {
  place.part = (place.part < 0.5F) == nearer ? 0.0F : 1.0F;
}

/// The eight coarse points around a fine one, and their parts.
struct Corners {
  Index at[8];
  float part[8];

  KERNELS_HD Corners(const Layout& coarse, const Between (&place)[3], Index unit) {
    for (int corner = 0; corner < 8; ++corner) {
      std::int32_t number[3];
      part[corner] = 1;
      for (int d = 0; d < 3; ++d) {
        const bool high = (corner >> d & 1) != 0;
        number[d] = high ? place[d].high : place[d].low;
        part[corner] *= high ? place[d].part : 1 - place[d].part;
      }
      at[corner] = coarse.at(number[0], number[1], number[2], unit);
    }
  }

  KERNELS_HD float mean(const float* values) const {
    float sum = 0;
    for (int corner = 0; corner < 8; ++corner) sum += part[corner] * values[at[corner]];
    return sum;
  }
};

/// Most of a hall is open air: there a row of the coarser grid is first made where the finer row runs, of the four around it,
/// and then read between its points. Only cells with something near them look at what stands there.
struct InterpolateRow {
  Level from, to;
  float ratio[3];    ///< cells of the coarser grid to one of the finer
  bool add = false;  ///< to what is there, in cases that are active in `from`, which holds changes

  static Index scratch_floats(const Layout& coarse) { return 2 * coarse.pitch + coarse.base; }

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane, float* scratch) const {
    const Layout& at = to.layout;
    const auto [y, z, unit] = at.place(row);
    if (add && from.active[unit] == 0) return;
    float* const made = scratch + from.layout.base;
    for (int d = 0; d < 3; ++d) velocity(d, unit, y, z, lane, made);
    scalars(unit, y, z, lane, made);
  }

  /// A row of the coarser grid's numbers, at places between its rows.
  struct FourRows {
    Index at[4];
    float part[4];
  };
  KERNELS_HD FourRows four_rows(const Between& y, const Between& z, Index unit) const {
    const Layout& coarse = from.layout;
    return {{coarse.at(0, y.low, z.low, unit), coarse.at(0, y.high, z.low, unit), coarse.at(0, y.low, z.high, unit),
             coarse.at(0, y.high, z.high, unit)},
            {(1 - y.part) * (1 - z.part), y.part * (1 - z.part), (1 - y.part) * z.part, y.part * z.part}};
  }
  template <class Lane>
  KERNELS_HD void mix(const float* values, const FourRows& rows, Lane lane, float* made) const {
    const float *const a = values + rows.at[0], *const b = values + rows.at[1];
    const float *const c = values + rows.at[2], *const d = values + rows.at[3];
    const float of_a = rows.part[0], of_b = rows.part[1], of_c = rows.part[2], of_d = rows.part[3];
    lane.sync();  // those that read the row before are done
    along_row(lane, 1, from.layout.nx + 2,
              [=](Cell i) { made[i] = (of_a * a[i] + of_b * b[i]) + (of_c * c[i] + of_d * d[i]); });
    lane.sync();
  }
  KERNELS_HD static float read(const float* made, const Between& x) {
    return (1 - x.part) * made[x.low] + x.part * made[x.high];
  }

  /// Around a fine cell, or its face of `component` (-1: its centre).
  struct Places {
    Between of[3];
  };
  KERNELS_HD Places places(int component, Index x, Index y, Index z) const {
    const Layout& coarse = from.layout;
    const auto in = [component, this](int d, Index i, Index n) {
      return between(static_cast<std::int32_t>(i), ratio[d], static_cast<std::int32_t>(n), component == d);
    };
    return {{in(0, x, coarse.nx), in(1, y, coarse.ny), in(2, z, coarse.nz)}};
  }

  KERNELS_HD Between along_x(Cell x, bool faces) const {
    return between(x, ratio[0], static_cast<std::int32_t>(from.layout.nx), faces);
  }

  /// Whether a face is fixed or a screen.
  static constexpr int kParts = face::kFixed | face::kMostLosses << face::kLossShift;
  KERNELS_HD static bool parts(const Level& level, int d, Index behind) {
    return (level.bits[d][behind] & kParts) != 0;
  }

  /// Where something stands between the two coarse neighbours, only the one on the fine cell's own side counts. That is the
  /// nearer one, unless the fine grid has the wall on the cell's other side: each grid moves a wall to its nearest faces.
  KERNELS_HD static void keep_side(Between& place, bool parted, bool parted_toward, bool parted_away) {
    if (parted) take_one(place, parted_toward || !parted_away);
  }

  /// Of a velocity, in the directions across its own, where edges say what stands there.
  KERNELS_HD void keep_side(int component, Places& places, Index fine, Index unit) const {
    Between(&of)[3] = places.of;
    std::int32_t number[3] = {home(of[0]), home(of[1]), home(of[2])};
    int coarse_edges = from.bits[component][from.layout.at(number[0], number[1], number[2], unit)];
    if (face::is_fixed(static_cast<face::Bits>(coarse_edges))) {  // knows of no edges: the other face does
      number[component] = of[component].low + of[component].high - number[component];
      coarse_edges = from.bits[component][from.layout.at(number[0], number[1], number[2], unit)];
    }
    int fine_edges = to.bits[component][fine];
    for (int d = 0; d < 3; ++d) {
      if (d == component) continue;
      const int toward = of[d].part < 0.5F ? 2 : 0;  // the other neighbour is the higher or the lower one
      const auto parted = [](int edges, int side) { return (edges >> side & 3) != face::open; };
      keep_side(of[d], parted(coarse_edges, toward), parted(fine_edges, toward), parted(fine_edges, 2 - toward));
      coarse_edges >>= 4;
      fine_edges >>= 4;
    }
  }

  /// Of a cell's values.
  KERNELS_HD void keep_side(Places& places, Index fine, Index unit) const {
    Between(&of)[3] = places.of;
    const std::int32_t here[3] = {home(of[0]), home(of[1]), home(of[2])};
    for (int d = 0; d < 3; ++d) {
      std::int32_t behind[3] = {here[0], here[1], here[2]};
      behind[d] = of[d].high;  // a face is kept with the cell behind it
      const bool up = of[d].part < 0.5F;
      const Index toward = up ? fine + to.step[d] : fine, away = up ? fine : fine + to.step[d];
      keep_side(of[d], parts(from, d, from.layout.at(behind[0], behind[1], behind[2], unit)), parts(to, d, toward),
                parts(to, d, away));
    }
  }

  template <class Lane>
  KERNELS_HD void velocity(int d, Index unit, Index y, Index z, Lane lane, float* made) const {
    const auto nx = static_cast<Cell>(to.layout.nx);
    const Index start = to.layout.at(0, y, z, unit);
    const face::Bits* const bits = to.bits[d] + start;
    float* const out = to.velocity[d] + start;
    const float kept = add ? 1.0F : 0.0F;
    const Places row = places(d, 1, y, z);
    const face::Bits* const home_bits = from.bits[d] + from.layout.at(0, home(row.of[1]), home(row.of[2]), unit);
    mix(from.velocity[d], four_rows(row.of[1], row.of[2], unit), lane, made);
    const auto along = [=, this](Cell x) { return along_x(x, d == 0); };
    walk_groups_of(
        lane, to.walk_end(),
        [=](Cell begin, Cell end) {
          if (end - 1 > nx) return 1;
          int coarse = 0, fine = 0;
          for (Cell i = home(along(begin)); i <= home(along(end - 1)); ++i) coarse |= home_bits[i];
          for (Cell x = begin; x < end; ++x) fine |= bits[x];
          return (coarse & (face::kEdgeMask | face::kFixed)) | (fine & face::kFixed);
        },
        [=](Cell x) { out[x] = kept * out[x] + read(made, along(x)); },
        [=, this](Cell begin, Cell end, int) {
          for (Cell x = begin; x < end; ++x) {
            if (x > nx || face::is_fixed(bits[x])) continue;
            Places around = places(d, x, y, z);
            keep_side(d, around, start + x, unit);
            out[x] = kept * out[x] + Corners(from.layout, around.of, unit).mean(from.velocity[d]);
          }
        });
  }

  /// What is handed from grid to grid of a cell: temperature and pressure, and what turbulence keeps.
  static constexpr int kScalars = 5;
  struct Scalars {
    const float* from[kScalars];
    float* to[kScalars];
    int count;  ///< of these, the first ones are there
  };
  KERNELS_HD Scalars scalars_there() const {
    Scalars made{{from.temperature, from.pressure, from.eddy, from.kinetic, from.dissipation},
                 {to.temperature, to.pressure, to.eddy, to.kinetic, to.dissipation},
                 2};
    while (!add && made.count < kScalars && made.to[made.count] != nullptr) ++made.count;
    return made;
  }

  /// What stands around the coarse points of a row: something between its rows or in their cells, or at their low x faces.
  static constexpr int kAcross = 1, kBefore = 2;
  template <class Lane>
  KERNELS_HD void look_around(const FourRows& rows, Lane lane, float* around) const {
    const face::Bits *const x_bits = from.bits[0], *const y_bits = from.bits[1], *const z_bits = from.bits[2];
    const Index a = rows.at[0], b = rows.at[1], c = rows.at[2], d = rows.at[3];
    lane.sync();
    along_row(lane, 1, from.layout.nx + 2, [=](Cell i) {
      const int along = x_bits[a + i] | x_bits[b + i] | x_bits[c + i] | x_bits[d + i];
      const int across = (y_bits[b + i] | y_bits[d + i] | z_bits[c + i] | z_bits[d + i]) & kParts;
      const bool stands = (across | (along & face::kSolid)) != 0;
      around[i] = static_cast<float>((stands ? kAcross : 0) + ((along & kParts) != 0 ? kBefore : 0));
    });
    lane.sync();
  }

  template <class Lane>
  KERNELS_HD void scalars(Index unit, Index y, Index z, Lane lane, float* made) const {
    const auto nx = static_cast<Cell>(to.layout.nx);
    const Index start = to.layout.at(0, y, z, unit);
    const face::Bits* const bits = to.bits[0] + start;
    const Places row = places(-1, 1, y, z);
    const FourRows rows = four_rows(row.of[1], row.of[2], unit);
    float* const around = made + from.layout.pitch;
    look_around(rows, lane, around);
    const Scalars all = scalars_there();
    const float kept = add ? 1.0F : 0.0F;
    const auto along = [=, this](Cell x) { return along_x(x, false); };
    for (int n = 0; n < all.count; ++n) {
      float* const out = all.to[n] + start;
      mix(all.from[n], rows, lane, made);
      walk_groups_of(
          lane, to.walk_end(),
          [=](Cell begin, Cell end) {
            if (end - 1 > nx) return 1;
            const Cell low = along(begin).low;
            int stands = static_cast<int>(around[low]) & kAcross;
            for (Cell i = low + 1; i <= along(end - 1).high; ++i) stands |= static_cast<int>(around[i]);
            int fine = 0;
            for (Cell x = begin; x < end; ++x) fine |= bits[x];
            return stands | (fine & face::kSolid);
          },
          [=](Cell x) { out[x] = kept * out[x] + read(made, along(x)); },
          [=, this](Cell begin, Cell end, int) {
            for (Cell x = begin; n == 0 && x < end; ++x) {
              if (x <= nx && !face::is_solid(bits[x])) by_corners(all, x, y, z, unit);
            }
          });
    }
  }

  /// All scalars of a cell with something near it.
  KERNELS_HD void by_corners(const Scalars& all, Index x, Index y, Index z, Index unit) const {
    const Index cell = to.layout.at(x, y, z, unit);
    Places around = places(-1, x, y, z);
    keep_side(around, cell, unit);
    Corners corners(from.layout, around.of, unit);
    float weight = 0;
    for (int corner = 0; corner < 8; ++corner) {
      if (face::is_solid(from.bits[0][corners.at[corner]])) corners.part[corner] = 0;
      weight += corners.part[corner];
    }
    if (weight < kLeastWeight) return;  // nothing but solids around: the start stays
    const float kept = add ? 1.0F : 0.0F;
    const float per = 1 / weight;
    for (int n = 0; n < all.count; ++n) all.to[n][cell] = kept * all.to[n][cell] + corners.mean(all.from[n]) * per;
  }

  static constexpr float kLeastWeight = 1e-3F;
};

}  // namespace kernels::flow
