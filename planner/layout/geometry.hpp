/// Millimetre rectangles and the four sides of the compass: what slots, clearances and floor checks share.
/// Only for this module.
#pragma once

#include <string>

#include "planner/layout/layout.hpp"

namespace hallplan::layout {

/// Metres to whole millimetres, halves away from zero.
[[nodiscard]] long long to_mm(double length_m);
[[nodiscard]] double to_m(long long length_mm);

/// "3.000".
[[nodiscard]] std::string metres(long long length_mm);
/// "x 2.000 to 2.750 m, y 3.000 to 4.200 m".
[[nodiscard]] std::string describe(const RectMm& rect);

// A disputed length counts at its unfavourable end: halls and slots small, what stands on the floor large.

[[nodiscard]] RectMm hall_rect(const Hall& hall);
/// All floor that a column or keep-out may take.
[[nodiscard]] RectMm box_rect(const Box& box);
/// The first keep-out that shares floor with a rectangle; null when none does.
[[nodiscard]] const Box* keep_out_on(const Hall& hall, const RectMm& rect);
/// A slot of a row, counted from 0.
[[nodiscard]] RectMm slot_rect(const Row& row, int slot);
/// Footprint of a body whose corner of least x and y is given: its width runs across the way it looks.
[[nodiscard]] RectMm body_rect(const Body& body, long long x0, long long y0, Side front);
/// Floor that two rectangles share, in square millimetres.
[[nodiscard]] long long shared_mm2(const RectMm& a, const RectMm& b);
[[nodiscard]] long long area_mm2(const RectMm& rect);
[[nodiscard]] bool inside(const RectMm& inner, const RectMm& outer);

[[nodiscard]] int rotation_of(Side front);
/// The side a rack of this rotation looks to; any other angle counts as the quarter turn below it.
[[nodiscard]] Side side_of(int rotation_deg);
[[nodiscard]] Side opposite(Side side);

/// Reach of a rectangle towards a side (`from` < `to`, growing outwards) and across it.
struct Span {
  long long from = 0, to = 0;
};
[[nodiscard]] Span along(const RectMm& rect, Side side);
[[nodiscard]] Span across(const RectMm& rect, Side side);

/// Free millimetres from a rectangle's edge on `side` to an obstacle that stands somewhere before its width;
/// negative when the obstacle is not ahead or shares floor with the rectangle.
[[nodiscard]] long long gap_to(const RectMm& rect, Side side, const RectMm& obstacle);
/// Free millimetres to the wall on `side`; negative when the rectangle reaches beyond it.
[[nodiscard]] long long gap_to_wall(const RectMm& rect, Side side, const RectMm& hall);
/// Free floor that a body needs on one side for service or to be pulled out; 0 where none is known.
[[nodiscard]] long long service_depth_mm(const Body& body, bool front);
/// The same of one rule, clearance or pull space.
[[nodiscard]] long long service_depth_mm(const Body& body, bool front, Rule rule);
/// Of those two rules that do more than warn.
[[nodiscard]] long long enforced_depth_mm(const Policy& policy, const Body& body, bool front);

/// The strip of floor of this depth that lies before a rectangle's edge on `side`.
[[nodiscard]] RectMm strip(const RectMm& rect, Side side, long long depth_mm);

}  // namespace hallplan::layout
