/// Splitting a whole number of milliwatts along a length so that the pieces add up exactly: cumulative floor.
#pragma once

#include "kernels/base/view.hpp"

namespace kernels::density {

/// A length of the floor along one axis, micrometres from the grid's corner; begin < end.
struct Span {
  Index begin_um;
  Index end_um;

  KERNELS_HD Index length_um() const { return end_um - begin_um; }
  KERNELS_HD bool touches(Span other) const { return begin_um < other.end_um && other.begin_um < end_um; }
};

/// The cells of one axis, [begin, end), that a span touches; at most those of the grid, maybe none.
struct Cells {
  Index begin;
  Index end;
};

KERNELS_HD inline Cells cells_touched(Span span, Index cell_um, Index cells) {
  const Index begin = span.begin_um > 0 ? span.begin_um / cell_um : 0;
  const Index end = span.end_um > 0 ? (span.end_um + cell_um - 1) / cell_um : 0;
  return {begin, end < cells ? end : cells};
}

/// What of `power_mw`, spread evenly over `span`, lies before `at_um`, rounded down to a milliwatt: 0 before the
/// span and all of it after. No overflow: see the limits in density.hpp.
KERNELS_HD inline Index power_before(Index power_mw, Span span, Index at_um) {
  if (at_um <= span.begin_um) return 0;
  if (at_um >= span.end_um) return power_mw;
  return power_mw * (at_um - span.begin_um) / span.length_um();
}

/// What of `power_mw`, spread over `span`, lies in `part`. Parts that tile the span add up to `power_mw`.
KERNELS_HD inline Index power_within(Index power_mw, Span span, Span part) {
  return power_before(power_mw, span, part.end_um) - power_before(power_mw, span, part.begin_um);
}

}  // namespace kernels::density
