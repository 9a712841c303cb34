#include "planner/layout/geometry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "planner/site/policy.hpp"

namespace hallplan::layout {

long long to_mm(double length_m) {
  // To the nanometre first: half a millimetre is one however it is written, and 1.0005 m x 1000 falls short of it in binary.
  return std::llround(std::round(length_m * 1e9) / 1e6);
}

double to_m(long long length_mm) { return static_cast<double>(length_mm) / 1000; }

std::string metres(long long length_mm) { return fmt::format("{:.3f}", to_m(length_mm)); }

std::string describe(const RectMm& rect) {
  return fmt::format("x {} to {} m, y {} to {} m", metres(rect.x0), metres(rect.x1), metres(rect.y0), metres(rect.y1));
}

RectMm hall_rect(const Hall& hall) { return {0, 0, to_mm(hall.width_m.low), to_mm(hall.depth_m.low)}; }

RectMm box_rect(const Box& box) {
  return {to_mm(box.x_m.low), to_mm(box.y_m.low), to_mm(box.x_m.high) + to_mm(box.width_m.high),
          to_mm(box.y_m.high) + to_mm(box.depth_m.high)};
}

RectMm body_rect(const Body& body, long long x0, long long y0, Side front) {
  long long dx = to_mm(body.width_m.high);
  long long dy = to_mm(body.depth_m.high);
  if (front == Side::east || front == Side::west) std::swap(dx, dy);
  return {x0, y0, x0 + dx, y0 + dy};
}

const Box* keep_out_on(const Hall& hall, const RectMm& rect) {
  const auto found = std::find_if(hall.keep_outs.begin(), hall.keep_outs.end(),
                                  [&](const Box& box) { return overlap(rect, box_rect(box)); });
  return found != hall.keep_outs.end() ? &*found : nullptr;
}

RectMm slot_rect(const Row& row, int slot) {
  const long long pitch = to_mm(row.pitch_m.low);
  const long long depth = to_mm(row.depth_m.low);
  const long long x = to_mm(row.x_m.value);
  const long long y = to_mm(row.y_m.value);
  if (row.along == Axis::x) return {x + slot * pitch, y, x + (slot + 1) * pitch, y + depth};
  return {x, y + slot * pitch, x + depth, y + (slot + 1) * pitch};
}

bool overlap(const RectMm& a, const RectMm& b) { return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1; }

long long shared_mm2(const RectMm& a, const RectMm& b) {
  const long long dx = std::min(a.x1, b.x1) - std::max(a.x0, b.x0);
  const long long dy = std::min(a.y1, b.y1) - std::max(a.y0, b.y0);
  return dx > 0 && dy > 0 ? dx * dy : 0;
}

long long area_mm2(const RectMm& rect) { return (rect.x1 - rect.x0) * (rect.y1 - rect.y0); }

bool inside(const RectMm& inner, const RectMm& outer) {
  return inner.x0 >= outer.x0 && inner.x1 <= outer.x1 && inner.y0 >= outer.y0 && inner.y1 <= outer.y1;
}

int rotation_of(Side front) {
  switch (front) {
    case Side::south:
      return 0;
    case Side::east:
      return 90;
    case Side::north:
      return 180;
    case Side::west:
      return 270;
  }
  return 0;
}

Side side_of(int rotation_deg) {
  constexpr Side kTurns[] = {Side::south, Side::east, Side::north, Side::west};
  const int quarter = (rotation_deg % 360 + 360) % 360 / 90;
  return kTurns[quarter];
}

Side opposite(Side side) {
  switch (side) {
    case Side::south:
      return Side::north;
    case Side::north:
      return Side::south;
    case Side::west:
      return Side::east;
    case Side::east:
      return Side::west;
  }
  return side;
}

Span along(const RectMm& rect, Side side) {
  switch (side) {
    case Side::south:
      return {-rect.y1, -rect.y0};
    case Side::north:
      return {rect.y0, rect.y1};
    case Side::west:
      return {-rect.x1, -rect.x0};
    case Side::east:
      return {rect.x0, rect.x1};
  }
  return {};
}

Span across(const RectMm& rect, Side side) {
  if (side == Side::south || side == Side::north) return {rect.x0, rect.x1};
  return {rect.y0, rect.y1};
}

long long gap_to(const RectMm& rect, Side side, const RectMm& obstacle) {
  const Span mine = across(rect, side);
  const Span its = across(obstacle, side);
  const long long edge = along(rect, side).to;
  const Span ahead = along(obstacle, side);
  if (its.from >= mine.to || mine.from >= its.to || ahead.from < edge) return -1;
  return ahead.from - edge;
}

long long gap_to_wall(const RectMm& rect, Side side, const RectMm& hall) {
  return along(hall, side).to - along(rect, side).to;
}

long long service_depth_mm(const Body& body, bool front, Rule rule) {
  const bool pulled = rule == Rule::layout_pull;
  const MaybeValue& asked = front ? (pulled ? body.pull_front_m : body.clearance_front_m)
                                  : (pulled ? body.pull_rear_m : body.clearance_rear_m);
  return asked ? to_mm(asked->high) : 0;
}

long long service_depth_mm(const Body& body, bool front) {
  return std::max(service_depth_mm(body, front, Rule::layout_clearance),
                  service_depth_mm(body, front, Rule::layout_pull));
}

long long enforced_depth_mm(const Policy& policy, const Body& body, bool front) {
  long long deepest = 0;
  for (const Rule rule : {Rule::layout_clearance, Rule::layout_pull}) {
    if (!only_warns(policy, rule)) deepest = std::max(deepest, service_depth_mm(body, front, rule));
  }
  return deepest;
}

RectMm strip(const RectMm& rect, Side side, long long depth_mm) {
  switch (side) {
    case Side::south:
      return {rect.x0, rect.y0 - depth_mm, rect.x1, rect.y0};
    case Side::north:
      return {rect.x0, rect.y1, rect.x1, rect.y1 + depth_mm};
    case Side::west:
      return {rect.x0 - depth_mm, rect.y0, rect.x0, rect.y1};
    case Side::east:
      return {rect.x1, rect.y0, rect.x1 + depth_mm, rect.y1};
  }
  return rect;
}

}  // namespace hallplan::layout
