#include "planner/thermal/files/canvas.hpp"

#include <algorithm>
#include <cstddef>

#include "planner/thermal/files/font.hpp"

namespace hallplan::thermal {
namespace {

constexpr int kAdvance = 6;  ///< dots from letter to letter

/// Every dot of a text: how far right and how far down it is.
template <class Draw>
void for_each_dot(std::string_view text, const Draw& draw) {
  int right = 0;
  for (const char letter : text) {
    int column = right;
    for (const std::uint8_t bits : glyph_of(letter)) {
      for (int down = 0; down < kTextHeight; ++down) {
        if ((bits >> down & 1) != 0) draw(column, down);
      }
      ++column;
    }
    right += kAdvance;
  }
}

}  // namespace

Canvas::Canvas(int width, int height, Colour ground) : width_(std::max(width, 1)), height_(std::max(height, 1)) {
  const std::vector<Colour> row(static_cast<std::size_t>(width_), ground);
  pixels_.reserve(row.size() * static_cast<std::size_t>(height_));
  for (int y = 0; y < height_; ++y) pixels_.insert(pixels_.end(), row.begin(), row.end());
}

Colour Canvas::at(int x, int y) const {
  if (x < 0 || x >= width_ || y < 0 || y >= height_) return {};
  return pixels_[index(x, y)];
}

void Canvas::set(int x, int y, Colour colour) {
  if (x < 0 || x >= width_ || y < 0 || y >= height_) return;
  pixels_[index(x, y)] = colour;
}

void Canvas::fill(int x0, int y0, int x1, int y1, Colour colour) {
  x0 = std::max(x0, 0);
  x1 = std::min(x1, width_);
  if (x0 >= x1) return;
  for (int y = std::max(y0, 0); y < std::min(y1, height_); ++y) {
    std::fill_n(pixels_.begin() + static_cast<std::ptrdiff_t>(index(x0, y)), x1 - x0, colour);
  }
}

void Canvas::repeat_row(int y, int until) {
  if (y < 0 || y >= height_) return;
  for (int below = y + 1; below < std::min(until, height_); ++below) {
    std::copy_n(&pixels_[index(0, y)], width_, &pixels_[index(0, below)]);
  }
}

void Canvas::outline(int x0, int y0, int x1, int y1, Colour colour) {
  fill(x0, y0, x1, y0 + 1, colour);
  fill(x0, y1 - 1, x1, y1, colour);
  fill(x0, y0, x0 + 1, y1, colour);
  fill(x1 - 1, y0, x1, y1, colour);
}

void Canvas::text(int x, int y, std::string_view text, Colour colour, int scale) {
  for_each_dot(text, [&](int right, int down) {
    fill(x + right * scale, y + down * scale, x + (right + 1) * scale, y + (down + 1) * scale, colour);
  });
}

void Canvas::text_upwards(int x, int y, std::string_view text, Colour colour, int scale) {
  for_each_dot(text, [&](int right, int down) {
    fill(x + down * scale, y - (right + 1) * scale, x + (down + 1) * scale, y - right * scale, colour);
  });
}

int text_width(std::string_view text, int scale) {
  return text.empty() ? 0 : (static_cast<int>(text.size()) * kAdvance - 1) * scale;
}

}  // namespace hallplan::thermal
