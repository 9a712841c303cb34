/// The parts of a heat map that are drawn in files of their own: names, and the bar with its caption. Only for this module.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "planner/thermal/files/heat_map.hpp"

namespace hallplan::thermal {

inline constexpr Colour kPaper = {255, 255, 255};
inline constexpr Colour kInk = {20, 20, 20};
inline constexpr int kScale = 2;  ///< of letters

/// Where the field lies on the picture.
struct Frame {
  int x = 0, y = 0, width = 0, height = 0;
  double pixels_per_m = 1;
  int below = 0;  ///< pixels between the field and its lower axis, for names

  [[nodiscard]] int at_x(double along_m) const { return x + static_cast<int>(std::lround(along_m * pixels_per_m)); }
  [[nodiscard]] int at_y(double up_m) const { return y + height - static_cast<int>(std::lround(up_m * pixels_per_m)); }
};

/// Where a temperature lies between the ends of the colours, 0 to 1.
[[nodiscard]] double share_of(const HeatMap& map, double degc);

/// A step of 1, 2 or 5 times a power of ten that gives about so many marks.
[[nodiscard]] double step_of(double span, int marks);

/// What the names below the map take, in pixels; 0 where they do not stand there.
[[nodiscard]] int height_of_names_below(const HeatMap& map, const Frame& frame);
/// Names of outlines: below the map, each under its outline; or inside it, on cells without air alone. Where a row's racks have no
/// room for theirs, the row's name stands once.
void draw_names(const HeatMap& map, const Frame& frame, Canvas& canvas);

/// Colours with their temperatures to the right, and a letter to the left at each inlet limit within.
void draw_bar(const HeatMap& map, const Frame& frame, int height, Canvas& canvas);
/// "a: inlet limit 40 degC of dell-xe9712-gb300-nvl72", in lines of so many pixels.
[[nodiscard]] std::vector<std::string> caption_of_limits(const HeatMap& map, int width);

}  // namespace hallplan::thermal
