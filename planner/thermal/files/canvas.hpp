/// A picture of coloured pixels with rectangles and small text: all that a heat map needs.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "planner/thermal/files/colour_map.hpp"

namespace hallplan::thermal {

/// Pixels in rows from the top; x to the right, y downwards. Drawing beyond the edge is cut off.
class Canvas {
 public:
  Canvas(int width, int height, Colour ground);

  [[nodiscard]] int width() const { return width_; }
  [[nodiscard]] int height() const { return height_; }
  [[nodiscard]] Colour at(int x, int y) const;
  /// Three bytes a pixel, row by row.
  [[nodiscard]] const std::vector<Colour>& pixels() const { return pixels_; }
  /// The pixels of one row, which must be inside.
  [[nodiscard]] const Colour* row(int y) const { return &pixels_[index(0, y)]; }

  void set(int x, int y, Colour colour);
  /// [x0, x1) x [y0, y1).
  void fill(int x0, int y0, int x1, int y1, Colour colour);
  /// The rows below y, before `until`, become as row y is.
  void repeat_row(int y, int until);
  /// The edge of [x0, x1) x [y0, y1), one pixel wide.
  void outline(int x0, int y0, int x1, int y1, Colour colour);
  /// The text with its upper left corner at x, y; every dot of a letter is a square of `scale` pixels.
  void text(int x, int y, std::string_view text, Colour colour, int scale = 1);
  /// The same, read from below upwards: x, y is the lower left corner.
  void text_upwards(int x, int y, std::string_view text, Colour colour, int scale = 1);

 private:
  [[nodiscard]] std::size_t index(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x);
  }

  int width_ = 0, height_ = 0;
  std::vector<Colour> pixels_;
};

/// What a text takes: letters are 5 x 7 dots, with one between them.
[[nodiscard]] int text_width(std::string_view text, int scale = 1);
inline constexpr int kTextHeight = 7;

}  // namespace hallplan::thermal
