// What stands in the hall lies inside it, doors fit their walls, and no two rows take the same floor.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "planner/site/cross_check.hpp"

namespace hallplan {
namespace {

/// What touches a wall stands inside: 5.6 + 0.4 is a hair more than 6 in binary.
constexpr double kTouch_m = 1e-6;

class HallChecker {
 public:
  HallChecker(const Site& site, Diagnostics& problems) : site_(site), problems_(problems) {}

  void run() {
    for (const Box& column : site_.hall.columns) check_box(column, "column");
    for (const Box& keep_out : site_.hall.keep_outs) check_box(keep_out, "keep-out");
    for (const Door& door : site_.hall.doors) check_door(door);
    check_rows_apart();
  }

 private:
  void check_door(const Door& door) {
    const bool along_x = door.wall == Wall::south || door.wall == Wall::north;
    const Value& wall = along_x ? site_.hall.width_m : site_.hall.depth_m;
    const double end_m = door.position_m.value + door.width_m.value;
    if (end_m > wall.value + kTouch_m) {
      problems_.add({Rule::site_range, door.position_m.at,
                     fmt::format("door '{}' reaches to {:g} m; its wall ends at {:g} m", door.id, end_m, wall.value),
                     "", Related{wall.at, "the wall"}, Severity::error});
    }
    if (door.height_m.value <= site_.hall.ceiling_m.value + kTouch_m) return;
    problems_.add({Rule::site_range, door.height_m.at,
                   fmt::format("door '{}' is {:g} m high; the ceiling is at {:g} m", door.id, door.height_m.value,
                               site_.hall.ceiling_m.value),
                   "", Related{site_.hall.ceiling_m.at, "the ceiling"}, Severity::error});
  }

  /// What stands outside the hall would vanish: a slip of the decimal point must not free a column's floor.
  void check_box(const Box& box, std::string_view what) {
    const bool outside_x = box.x_m.value + box.width_m.value > site_.hall.width_m.value + kTouch_m;
    const bool outside_y = box.y_m.value + box.depth_m.value > site_.hall.depth_m.value + kTouch_m;
    if (!outside_x && !outside_y) return;
    const Value& start = outside_x ? box.x_m : box.y_m;
    const Value& side = outside_x ? site_.hall.width_m : site_.hall.depth_m;
    problems_.add({Rule::site_range, start.at,
                   fmt::format("{} '{}' reaches to {:g} m; the hall ends at {:g} m", what, box.id,
                               start.value + (outside_x ? box.width_m : box.depth_m).value, side.value),
                   "", Related{side.at, "the hall"}, Severity::error});
  }

  /// The floor a row takes: from its corner, slots along, depth across.
  struct Strip {
    double x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  };
  static Strip strip_of(const Row& row) {
    const double length = row.slots * row.pitch_m.value;
    const bool along_x = row.along == Axis::x;
    return {row.x_m.value, row.y_m.value, row.x_m.value + (along_x ? length : row.depth_m.value),
            row.y_m.value + (along_x ? row.depth_m.value : length)};
  }

  /// Rows inside the hall, and no two on the same floor.
  void check_rows_apart() {
    for (std::size_t i = 0; i < site_.rows.size(); ++i) {
      const Row& row = site_.rows[i];
      const Strip a = strip_of(row);
      const bool beyond_x = a.x1 > site_.hall.width_m.value + kTouch_m;
      if (beyond_x || a.y1 > site_.hall.depth_m.value + kTouch_m) {
        const Value& side = beyond_x ? site_.hall.width_m : site_.hall.depth_m;
        problems_.add({Rule::site_range, row.at,
                       fmt::format("row '{}' reaches to {:g} m; the hall ends at {:g} m", row.id,
                                   beyond_x ? a.x1 : a.y1, side.value),
                       "fewer slots, or another corner", Related{side.at, "the hall"}, Severity::error});
      }
      for (std::size_t j = 0; j < i; ++j) {
        const Strip b = strip_of(site_.rows[j]);
        const double shared_x = std::min(a.x1, b.x1) - std::max(a.x0, b.x0);
        const double shared_y = std::min(a.y1, b.y1) - std::max(a.y0, b.y0);
        if (shared_x <= kTouch_m || shared_y <= kTouch_m) continue;
        problems_.add({Rule::site_disagree,
                       row.at,
                       fmt::format("rows '{}' and '{}' share {:g} m x {:g} m of floor", row.id, site_.rows[j].id,
                                   shared_x, shared_y),
                       {},
                       Related{site_.rows[j].at, "the other row"},
                       Severity::error});
      }
    }
  }

  const Site& site_;
  Diagnostics& problems_;
};

}  // namespace

void cross_check_hall(const Site& site, Diagnostics& problems) { HallChecker(site, problems).run(); }

}  // namespace hallplan
