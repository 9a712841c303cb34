#include "planner/layout/sheets.hpp"

#include <algorithm>

namespace hallplan::layout {
namespace {

const Partition* meeting(const Hall& hall, const RectMm& rect, long long height_mm, bool level) {
  const auto found = std::find_if(hall.partitions.begin(), hall.partitions.end(), [&](const Partition& sheet) {
    return is_level(sheet) == level && in_the_way(sheet, height_mm) && overlap(rect, sheet_rect(sheet));
  });
  return found == hall.partitions.end() ? nullptr : &*found;
}

}  // namespace

bool in_the_way(const Partition& sheet, long long height_mm) {
  return !sheet.bottom_m || to_mm(sheet.bottom_m->low) < height_mm;
}

bool is_level(const Partition& sheet) { return sheet.width_m && sheet.depth_m; }

RectMm sheet_rect(const Partition& sheet) {
  const long long x0 = to_mm(sheet.x_m.low);
  const long long y0 = to_mm(sheet.y_m.low);
  const long long width = sheet.width_m ? to_mm(sheet.width_m->high) : 0;
  const long long depth = sheet.depth_m ? to_mm(sheet.depth_m->high) : 0;
  return {x0, y0, to_mm(sheet.x_m.high) + width, to_mm(sheet.y_m.high) + depth};
}

std::string sheet_name(const Partition& sheet) { return "partition " + sheet.id; }

const Partition* upright_through(const Hall& hall, const RectMm& rect, long long height_mm) {
  return meeting(hall, rect, height_mm, false);
}

const Partition* level_over(const Hall& hall, const RectMm& rect, long long height_mm) {
  return meeting(hall, rect, height_mm, true);
}

}  // namespace hallplan::layout
