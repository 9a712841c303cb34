/// The fields of a finer grid from those of a coarser one over the same hall: linear in each direction, between cells of air
/// for temperature and pressure, between faces for velocities. Any ratio of cell sizes. Internal.
#pragma once

#include "kernels/flow/level.hpp"

namespace kernels::flow {

/// Two neighbours in one direction and the part of the second.
struct Between {
  Index low = 1, high = 1;
  float part = 0;
};

/// Where the position `at` (counted in cells of the finer grid, from the hall's corner) lies among the points of the coarser
/// one: cell centres (`faces` false: 1..n) or faces (1..n+1).
KERNELS_HD inline Between between(float at, float ratio, Index n, bool faces) {
  const float place = at * ratio + (faces ? 1.0F : 0.5F);
  const Index most = faces ? n + 1 : n;
  Index low = static_cast<Index>(place);
  low = low < 1 ? 1 : low > most ? most : low;
  const Index high = low + 1 > most ? most : low + 1;
  float part = place - static_cast<float>(low);
  part = part < 0 ? 0.0F : part > 1 ? 1.0F : part;
  return {low, high, part};
}

struct InterpolateRow {
  Level from, to;
  float ratio[3];    ///< cells of the coarser grid to one of the finer
  bool add = false;  ///< to what is there: `from` holds changes

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Layout& at = to.layout;
    const auto [y, z, unit] = at.place(row);
    for (int d = 0; d < 3; ++d) velocity(d, unit, y, z, lane);
    scalars(unit, y, z, lane);
  }

  KERNELS_HD static float position(Index i, bool face) { return static_cast<float>(i) - (face ? 1.0F : 0.5F); }

  template <class Lane>
  KERNELS_HD void velocity(int d, Index unit, Index y, Index z, Lane lane) const {
    const Layout& coarse = from.layout;
    const Index start = to.layout.at(0, y, z, unit);
    const Between in_y = between(position(y, d == 1), ratio[1], coarse.ny, d == 1);
    const Between in_z = between(position(z, d == 2), ratio[2], coarse.nz, d == 2);
    for (Index x = lane.first(1); x <= to.layout.nx; x += lane.stride()) {
      if (face::is_fixed(to.bits[d][start + x])) continue;
      const Between in_x = between(position(x, d == 0), ratio[0], coarse.nx, d == 0);
      float sum = 0;
      for (int corner = 0; corner < 8; ++corner) {
        const Corner of = corner_of(corner, in_x, in_y, in_z, unit);
        sum += of.weight * from.velocity[d][of.at];
      }
      put(to.velocity[d][start + x], sum);
    }
  }

  template <class Lane>
  KERNELS_HD void scalars(Index unit, Index y, Index z, Lane lane) const {
    const Layout& coarse = from.layout;
    const Index start = to.layout.at(0, y, z, unit);
    const Between in_y = between(position(y, false), ratio[1], coarse.ny, false);
    const Between in_z = between(position(z, false), ratio[2], coarse.nz, false);
    for (Index x = lane.first(1); x <= to.layout.nx; x += lane.stride()) {
      if (face::is_solid(to.bits[0][start + x])) continue;
      const Between in_x = between(position(x, false), ratio[0], coarse.nx, false);
      float weight = 0;
      float temperature = 0;
      float pressure = 0;
      float eddy = 0;
      float kinetic = 0;
      float dissipation = 0;
      for (int corner = 0; corner < 8; ++corner) {
        const Corner of = corner_of(corner, in_x, in_y, in_z, unit);
        const float part = face::is_solid(from.bits[0][of.at]) ? 0.0F : of.weight;
        weight += part;
        temperature += part * from.temperature[of.at];
        pressure += part * from.pressure[of.at];
        if (to.eddy != nullptr) eddy += part * from.eddy[of.at];
        if (to.kinetic != nullptr) {
          kinetic += part * from.kinetic[of.at];
          dissipation += part * from.dissipation[of.at];
        }
      }
      if (weight < kLeastWeight) continue;  // nothing but solids around: the start stays
      put(to.temperature[start + x], temperature / weight);
      put(to.pressure[start + x], pressure / weight);
      if (add) continue;
      if (to.eddy != nullptr) to.eddy[start + x] = eddy / weight;
      if (to.kinetic != nullptr) {
        to.kinetic[start + x] = kinetic / weight;
        to.dissipation[start + x] = dissipation / weight;
      }
    }
  }

  KERNELS_HD void put(float& value, float made) const { value = add ? value + made : made; }

  static constexpr float kLeastWeight = 1e-3F;

  struct Corner {
    Index at;
    float weight;
  };
  KERNELS_HD Corner corner_of(int number, const Between& x, const Between& y, const Between& z, Index unit) const {
    const bool east = (number & 1) != 0;
    const bool north = (number & 2) != 0;
    const bool above = (number & 4) != 0;
    const float weight = (east ? x.part : 1 - x.part) * (north ? y.part : 1 - y.part) * (above ? z.part : 1 - z.part);
    return {from.layout.at(east ? x.high : x.low, north ? y.high : y.low, above ? z.high : z.low, unit), weight};
  }
};

}  // namespace kernels::flow
