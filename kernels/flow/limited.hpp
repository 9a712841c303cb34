/// The limited second-order scheme as a correction of the upwind one: what van Leer's limiter (1974) adds to the value at
/// each face, times the flow through it, as a source that is made anew each turn (deferred correction, Khosla and Rubin 1974).
/// The value stays between the two sides. Next to walls, where the second value upstream is no air, the limiter leaves
/// little or nothing of it. Internal.
#pragma once

#include "kernels/flow/level.hpp"

namespace kernels::flow {

/// What the limiter adds to the upwind value: `behind` = upwind - one further upstream, `ahead` = downwind - upwind.
KERNELS_HD inline float limited(float behind, float ahead) {
  const float product = behind * ahead;
  const float sum = behind + ahead;
  return product > 0 ? product / sum : 0.0F;
}

/// One field's neighbours along one direction. At the ends of the grid the second neighbour is taken as the first.
struct Line {
  const float* field;
  Index step, far_low, far_high;

  KERNELS_HD Line(const float* row, Index apart, bool first, bool last)
      : field(row), step(apart), far_low(first ? -apart : -2 * apart), far_high(last ? apart : 2 * apart) {}

  /// Correction at the low face with `flow` through it in the sense of the axis.
  KERNELS_HD float low(Index i, float flow) const {
    const float across = field[i] - field[i - step];
    const float forward = limited(field[i - step] - field[i + far_low], across);
    const float backward = limited(field[i + step] - field[i], across);
    return flow > 0 ? flow * forward : -flow * backward;
  }
  KERNELS_HD float high(Index i, float flow) const {
    const float across = field[i + step] - field[i];
    const float forward = limited(field[i] - field[i - step], across);
    const float backward = limited(field[i + far_high] - field[i + step], across);
    return flow > 0 ? flow * forward : -flow * backward;
  }
  /// What both faces add to the cell.
  KERNELS_HD float balance(Index i, float in, float out) const { return low(i, in) - high(i, out); }
};

/// Where a row lies, and its lines.
struct RowPlace {
  Index start;
  bool first[3], last[3];

  KERNELS_HD RowPlace(const Level& level, Index row) : start(level.layout.row(row)) {
    const Layout& at = level.layout;
    const auto place = at.place(row);
    const Index y = place.y - 1;
    const Index z = place.z - 1;
    first[0] = last[0] = false;  // rows are padded: what lies there is never next to a flow
    first[1] = y == 0;
    last[1] = y + 1 == at.ny;
    first[2] = z == 0;
    last[2] = z + 1 == at.nz;
  }
  KERNELS_HD Line line(const float* field, const Level& level, int d) const {
    return {field + start, level.step[d], first[d], last[d]};
  }
};

struct LimitedVelocityRow {
  Level level;
  int component;
  float* out;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const RowPlace place(level, row);
    const int a = component == 0 ? 1 : 0;
    const int b = component == 2 ? 1 : 2;
    const Index c_step = level.step[component];
    const float* const own = level.velocity[component] + place.start;
    const Line along = place.line(level.velocity[component], level, component);
    float* const made = out + place.start;
    const Index end = level.walk_end();
    const float per = 0.5F * level.per_m[component];
    KERNELS_SIMD
    for (Index x = lane.first(1); x < end; x += lane.stride()) {
      made[x] = along.balance(x, (own[x - c_step] + own[x]) * per, (own[x] + own[x + c_step]) * per);
    }
    add_across(place, a, made, lane);
    add_across(place, b, made, lane);
  }

  template <class Lane>
  KERNELS_HD void add_across(const RowPlace& place, int d, float* made, Lane lane) const {
    const Index c_step = level.step[component];
    const Index step = level.step[d];
    const float* const through = level.velocity[d] + place.start;
    const Line line = place.line(level.velocity[component], level, d);
    const Index end = level.walk_end();
    const float per = 0.5F * level.per_m[d];
    KERNELS_SIMD
    for (Index x = lane.first(1); x < end; x += lane.stride()) {
      const float in = (through[x - c_step] + through[x]) * per;
      const float out_flow = (through[x - c_step + step] + through[x + step]) * per;
      made[x] += line.balance(x, in, out_flow);
    }
  }
};

struct LimitedHeatRow {
  Level level;
  const float* own_source;  ///< of the case; null: none
  float* out;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const RowPlace place(level, row);
    float* const made = out + place.start;
    const Index end = level.walk_end();
    KERNELS_SIMD
    for (Index x = lane.first(1); x < end; x += lane.stride()) {
      made[x] = own_source != nullptr ? own_source[place.start + x] : 0.0F;
    }
    for (int d = 0; d < 3; ++d) {
      const float* const velocity = level.velocity[d] + place.start;
      const Line line = place.line(level.temperature, level, d);
      const Index step = level.step[d];
      const float per = level.per_m[d];
      KERNELS_SIMD
      for (Index x = lane.first(1); x < end; x += lane.stride()) {
        made[x] += line.balance(x, velocity[x] * per, velocity[x + step] * per);
      }
    }
  }
};

}  // namespace kernels::flow
