// Names on a heat map, where they hide no temperature: below it, or on cells without air.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <limits>
#include <map>
#include <optional>
#include <vector>

#include "planner/thermal/files/heat_map_parts.hpp"

namespace hallplan::thermal {
namespace {

constexpr int kMargin = 1;  ///< of paper around a name
constexpr int kTick = 5;

/// [x0, x1) x [y0, y1) in pixels of the picture.
struct Box {
  int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
};

Box box_of(const Frame& frame, const Outline& one) {
  return {frame.at_x(one.left_m), frame.at_y(one.top_m), frame.at_x(one.right_m), frame.at_y(one.bottom_m)};
}

/// True where every cell under a box is inside the map and without air.
bool is_solid(const HeatMap& map, const Frame& frame, const Box& box) {
  const bool inside =
      box.x0 >= frame.x && box.y0 >= frame.y && box.x1 <= frame.x + frame.width && box.y1 <= frame.y + frame.height;
  if (!inside) return false;
  const auto column = [&](int x) { return std::min(map.columns - 1, (x - frame.x) * map.columns / frame.width); };
  const auto row = [&](int y) {
    return std::min(map.rows - 1, (frame.height - 1 - (y - frame.y)) * map.rows / frame.height);
  };
  for (int r = row(box.y1 - 1); r <= row(box.y0); ++r) {
    for (int c = column(box.x0); c <= column(box.x1 - 1); ++c) {
      const std::size_t cell =
          static_cast<std::size_t>(r) * static_cast<std::size_t>(map.columns) + static_cast<std::size_t>(c);
      if (cell >= map.degc.size() || !std::isnan(map.degc[cell])) return false;
    }
  }
  return true;
}

/// The place nearest to the middle of `within` that a name of this size has on cells without air.
std::optional<Box> place_of(const HeatMap& map, const Frame& frame, const Box& within, int width, int height) {
  const int spare_x = within.x1 - within.x0 - width, spare_y = within.y1 - within.y0 - height;
  std::optional<Box> best;
  int nearest = std::numeric_limits<int>::max();
  for (int dy = 0; dy <= spare_y; ++dy) {
    for (int dx = 0; dx <= spare_x; ++dx) {
      const int away = std::abs(dx - spare_x / 2) + std::abs(dy - spare_y / 2);
      if (away >= nearest) continue;
      const Box box = {within.x0 + dx, within.y0 + dy, within.x0 + dx + width, within.y0 + dy + height};
      if (!is_solid(map, frame, box)) continue;
      best = box;
      nearest = away;
    }
  }
  return best;
}

/// A box that is longer along one axis, by a cell at both ends: cells do not begin where bodies do.
Box reaching(const HeatMap& map, const Frame& frame, Box box, bool upwards) {
  const auto pixels = [&](double cell_m) { return static_cast<int>(std::lround(cell_m * frame.pixels_per_m)); };
  if (upwards == (box.y1 - box.y0 < box.x1 - box.x0)) return box;  // neighbours stand there
  if (upwards) {
    box.y0 -= pixels(map.cell_height_m);
    box.y1 += pixels(map.cell_height_m);
  } else {
    box.x0 -= pixels(map.cell_width_m);
    box.x1 += pixels(map.cell_width_m);
  }
  return box;
}

void write(const std::string& name, const Box& box, bool upwards, int scale, Canvas& canvas) {
  canvas.fill(box.x0, box.y0, box.x1, box.y1, kPaper);
  if (upwards) {
    canvas.text_upwards(box.x0 + kMargin, box.y1 - kMargin, name, kInk, scale);
  } else {
    canvas.text(box.x0 + kMargin, box.y0 + kMargin, name, kInk, scale);
  }
}

/// As large as fits on cells without air, along or upwards; false where it fits nowhere.
bool name_inside(const HeatMap& map, const Frame& frame, const std::string& name, const Box& box, Canvas& canvas) {
  for (const int scale : {kScale, 1}) {
    const int length = text_width(name, scale) + 2 * kMargin, thickness = kTextHeight * scale + 2 * kMargin;
    for (const bool upwards : {false, true}) {
      const Box within = reaching(map, frame, box, upwards);
      const std::optional<Box> place =
          place_of(map, frame, within, upwards ? thickness : length, upwards ? length : thickness);
      if (!place) continue;
      write(name, *place, upwards, scale, canvas);
      return true;
    }
  }
  return false;
}

/// Outlines of one row whose names have no room, and the floor that they take together.
using Groups = std::map<std::string, Box>;

void add_to_group(Groups& groups, const Outline& one, const Box& box) {
  if (one.group.empty()) return;
  const auto [found, is_new] = groups.try_emplace(one.group, box);
  if (is_new) return;
  Box& all = found->second;
  all = {std::min(all.x0, box.x0), std::min(all.y0, box.y0), std::max(all.x1, box.x1), std::max(all.y1, box.y1)};
}

/// Upright names under their outlines have room beside each other.
bool fit_upright(const HeatMap& map, const Frame& frame, int scale) {
  std::vector<int> middles;
  middles.reserve(map.outlines.size());
  for (const Outline& one : map.outlines) middles.push_back(frame.at_x((one.left_m + one.right_m) / 2));
  std::sort(middles.begin(), middles.end());
  for (std::size_t i = 1; i < middles.size(); ++i) {
    if (middles[i] - middles[i - 1] < kTextHeight * scale + 2) return false;
  }
  return true;
}

/// The size of letters below the map; nothing where racks are too narrow for names of their own.
std::optional<int> scale_below(const HeatMap& map, const Frame& frame) {
  for (const int scale : {kScale, 1}) {
    if (fit_upright(map, frame, scale)) return scale;
  }
  return std::nullopt;
}

void draw_names_below(const HeatMap& map, const Frame& frame, Canvas& canvas) {
  const int top = frame.y + frame.height + 1;
  const std::optional<int> scale = scale_below(map, frame);
  Groups groups;
  for (const Outline& one : map.outlines) {
    const int middle = frame.at_x((one.left_m + one.right_m) / 2);
    if (!scale) {
      add_to_group(groups, one, box_of(frame, one));
      continue;
    }
    canvas.fill(middle, top, middle + 1, top + kTick, kInk);
    canvas.text_upwards(middle - kTextHeight * *scale / 2, top + kTick + 2 + text_width(one.name, *scale), one.name,
                        kInk, *scale);
  }
  for (const auto& [name, box] : groups) {
    canvas.outline(box.x0, top + 1, box.x1, top + 3, kInk);
    canvas.text((box.x0 + box.x1 - text_width(name, kScale)) / 2, top + kTick + 2, name, kInk, kScale);
  }
}

}  // namespace

int height_of_names_below(const HeatMap& map, const Frame& frame) {
  if (!map.names_below || map.outlines.empty()) return 0;
  const std::optional<int> scale = scale_below(map, frame);
  int longest = kTextHeight * kScale;
  for (const Outline& one : map.outlines) longest = std::max(longest, scale ? text_width(one.name, *scale) : 0);
  return kTick + longest + 8;
}

void draw_names(const HeatMap& map, const Frame& frame, Canvas& canvas) {
  if (map.names_below) return draw_names_below(map, frame, canvas);
  Groups unnamed;
  for (const Outline& one : map.outlines) {
    if (one.name.empty()) continue;
    const Box box = box_of(frame, one);
    if (!name_inside(map, frame, one.name, box, canvas)) add_to_group(unnamed, one, box);
  }
  for (const auto& [name, box] : unnamed) name_inside(map, frame, name, box, canvas);
}

}  // namespace hallplan::thermal
