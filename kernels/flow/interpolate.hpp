/// The fields of a finer grid from those of a coarser one over the same hall: linear in each direction, between cells of air
/// for temperature and pressure, between faces for velocities. Any ratio of cell sizes. Internal.
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

/// The four coarse rows around a fine one: where they start (x = 0), and their parts.
struct RowsAround {
  Index start[4];
  float part[4];

  KERNELS_HD RowsAround(const Layout& coarse, const Between& y, const Between& z, Index unit)
      : start{coarse.at(0, y.low, z.low, unit), coarse.at(0, y.high, z.low, unit), coarse.at(0, y.low, z.high, unit),
              coarse.at(0, y.high, z.high, unit)},
        part{(1 - y.part) * (1 - z.part), y.part * (1 - z.part), (1 - y.part) * z.part, y.part * z.part} {}
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

  KERNELS_HD Between in_x(Index x, bool faces) const {
    return between(static_cast<std::int32_t>(x), ratio[0], static_cast<std::int32_t>(from.layout.nx), faces);
  }
  KERNELS_HD RowsAround rows(int d, Index unit, Index y, Index z) const {
    const Layout& coarse = from.layout;
    const auto place = [](Index i) { return static_cast<std::int32_t>(i); };
    return {coarse, between(place(y), ratio[1], place(coarse.ny), d == 1),
            between(place(z), ratio[2], place(coarse.nz), d == 2), unit};
  }

  template <class Lane>
  KERNELS_HD void velocity(int d, Index unit, Index y, Index z, Lane lane) const {
    const Index start = to.layout.at(0, y, z, unit);
    const RowsAround around = rows(d, unit, y, z);
    const float* const values = from.velocity[d];
    const face::Bits* const bits = to.bits[d] + start;
    float* const out = to.velocity[d] + start;
    const float kept = add ? 1.0F : 0.0F;
    KERNELS_SIMD
    for (Index x = lane.first(1); x <= to.layout.nx; x += lane.stride()) {
      const Between place = in_x(x, d == 0);
      float low = 0;
      float high = 0;
      for (int r = 0; r < 4; ++r) {
        low += around.part[r] * values[around.start[r] + place.low];
        high += around.part[r] * values[around.start[r] + place.high];
      }
      const float made = kept * out[x] + ((1 - place.part) * low + place.part * high);
      out[x] = face::is_fixed(bits[x]) ? out[x] : made;
    }
  }

  template <class Lane>
  KERNELS_HD void scalars(Index unit, Index y, Index z, Lane lane) const {
    const Index start = to.layout.at(0, y, z, unit);
    const RowsAround around = rows(-1, unit, y, z);
    for (Index x = lane.first(1); x <= to.layout.nx; x += lane.stride()) {
      if (face::is_solid(to.bits[0][start + x])) continue;
      const Between place = in_x(x, false);
      Index at[8];
      float part[8];
      float weight = 0;
      for (int corner = 0; corner < 8; ++corner) {
        const int r = corner >> 1;
        const bool high = (corner & 1) != 0;
        at[corner] = around.start[r] + (high ? place.high : place.low);
        const float along = high ? place.part : 1 - place.part;
        part[corner] = face::is_solid(from.bits[0][at[corner]]) ? 0.0F : around.part[r] * along;
        weight += part[corner];
      }
      if (weight < kLeastWeight) continue;  // nothing but solids around: the start stays
      const float per = 1 / weight;
      const auto mean = [&](const float* values) {
        float sum = 0;
        for (int corner = 0; corner < 8; ++corner) sum += part[corner] * values[at[corner]];
        return sum * per;
      };
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
