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

struct InterpolateRow {
  Level from, to;
  float ratio[3];    ///< cells of the coarser grid to one of the finer
  bool add = false;  ///< to what is there, in cases that are active in `from`, which holds changes

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Layout& at = to.layout;
    const auto [y, z, unit] = at.place(row);
    if (add && from.active[unit] == 0) return;
    for (int d = 0; d < 3; ++d) velocity(d, unit, y, z, lane);
    scalars(unit, y, z, lane);
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

  /// Whether a face is fixed or a screen.
  KERNELS_HD static bool parts(const Level& level, int d, Index behind) {
    const face::Bits bits = level.bits[d][behind];
    return face::is_fixed(bits) || face::loss(bits) != 0;
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
  KERNELS_HD void velocity(int d, Index unit, Index y, Index z, Lane lane) const {
    const Index start = to.layout.at(0, y, z, unit);
    float* const out = to.velocity[d] + start;
    for (Index x = lane.first(1); x <= to.layout.nx; x += lane.stride()) {
      if (face::is_fixed(to.bits[d][start + x])) continue;
      Places around = places(d, x, y, z);
      keep_side(d, around, start + x, unit);
      const float made = Corners(from.layout, around.of, unit).mean(from.velocity[d]);
      out[x] = add ? out[x] + made : made;
    }
  }

  template <class Lane>
  KERNELS_HD void scalars(Index unit, Index y, Index z, Lane lane) const {
    const Index start = to.layout.at(0, y, z, unit);
    for (Index x = lane.first(1); x <= to.layout.nx; x += lane.stride()) {
      if (face::is_solid(to.bits[0][start + x])) continue;
      Places around = places(-1, x, y, z);
      keep_side(around, start + x, unit);
      Corners corners(from.layout, around.of, unit);
      float weight = 0;
      for (int corner = 0; corner < 8; ++corner) {
        if (face::is_solid(from.bits[0][corners.at[corner]])) corners.part[corner] = 0;
        weight += corners.part[corner];
      }
      if (weight < kLeastWeight) continue;  // nothing but solids around: the start stays
      const float per = 1 / weight;
      const auto mean = [&](const float* values) { return corners.mean(values) * per; };
      const float kept = add ? 1.0F : 0.0F;
      to.temperature[start + x] = kept * to.temperature[start + x] + mean(from.temperature);
      to.pressure[start + x] = kept * to.pressure[start + x] + mean(from.pressure);
      if (add) continue;
      if (to.eddy != nullptr) to.eddy[start + x] = mean(from.eddy);
      if (to.kinetic != nullptr) {
        to.kinetic[start + x] = mean(from.kinetic);
        to.dissipation[start + x] = mean(from.dissipation);
      }
    }
  }

  static constexpr float kLeastWeight = 1e-3F;
};

}  // namespace kernels::flow
