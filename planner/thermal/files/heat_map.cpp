#include "planner/thermal/files/heat_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>

namespace hallplan::thermal {
namespace {

constexpr Colour kPaper = {255, 255, 255};
constexpr Colour kInk = {20, 20, 20};
constexpr Colour kSolid = {200, 200, 200};
constexpr Colour kHatch = {165, 165, 165};
constexpr Colour kEdge = {255, 255, 255};

constexpr int kMostWidth = 1200, kMostHeight = 900;  ///< of the field itself, in pixels
constexpr int kLeast = 320;                          ///< of its longer side
constexpr int kLeft = 64, kTop = 44, kBottom = 52, kRight = 132;
constexpr int kScale = 2;  ///< of letters
constexpr int kHatchStep = 7;
constexpr int kBarWidth = 22;

/// Where the field lies on the picture.
struct Frame {
  int x = 0, y = 0, width = 0, height = 0;
  double pixels_per_m = 1;

  [[nodiscard]] int at_x(double along_m) const { return x + static_cast<int>(std::lround(along_m * pixels_per_m)); }
  [[nodiscard]] int at_y(double up_m) const { return y + height - static_cast<int>(std::lround(up_m * pixels_per_m)); }
};

Frame frame_of(const HeatMap& map) {
  const double width_m = std::max(map.columns * map.cell_width_m, 1e-3);
  const double height_m = std::max(map.rows * map.cell_height_m, 1e-3);
  double scale = std::min(kMostWidth / width_m, kMostHeight / height_m);
  scale = std::min(scale, std::max(80.0, kLeast / std::max(width_m, height_m)));
  Frame frame{kLeft, kTop, std::max(1, static_cast<int>(std::lround(width_m * scale))), 0, scale};
  frame.height = std::max(1, static_cast<int>(std::lround(height_m * scale)));
  return frame;
}

double share_of(const HeatMap& map, double degc) {
  const double span = map.hot_degc - map.cold_degc;
  return span > 0 ? (degc - map.cold_degc) / span : 0.5;
}

/// The colours of one row of cells; nothing where there is no air.
std::vector<std::optional<Colour>> colours_of(const HeatMap& map, int row) {
  std::vector<std::optional<Colour>> colours(static_cast<std::size_t>(map.columns));
  const auto first = static_cast<std::size_t>(row) * colours.size();
  for (std::size_t column = 0; column < colours.size() && first + column < map.degc.size(); ++column) {
    const auto degc = static_cast<double>(map.degc[first + column]);
    if (!std::isnan(degc)) colours[column] = colour_of(share_of(map, degc));
  }
  return colours;
}

/// Pixels of the field without air: hatched along their diagonals.
void draw_solid(const Frame& frame, int x0, int y0, int x1, int y1, Canvas& canvas) {
  for (int y = y0; y < y1; ++y) {
    for (int x = x0; x < x1; ++x) {
      canvas.set(frame.x + x, frame.y + y, (x + y) % kHatchStep == 0 ? kHatch : kSolid);
    }
  }
}

/// The pixels where the columns of cells begin, and where the last one ends.
std::vector<int> edges_of(const HeatMap& map, const Frame& frame) {
  std::vector<int> edges;
  for (int x = 0; x < frame.width; ++x) {
    const int column = std::min(map.columns - 1, x * map.columns / frame.width);
    while (static_cast<int>(edges.size()) <= column) edges.push_back(x);
  }
  edges.resize(static_cast<std::size_t>(map.columns) + 1, frame.width);
  return edges;
}

/// A cell is many pixels: its colour is looked up once, runs of pixels are filled, and rows of pixels repeated.
void draw_cells(const HeatMap& map, const Frame& frame, Canvas& canvas) {
  const std::vector<int> edges = edges_of(map, frame);
  const auto row_at = [&](int y) { return std::min(map.rows - 1, (frame.height - 1 - y) * map.rows / frame.height); };
  for (int y = 0, next = 0; y < frame.height; y = next) {
    const int row = row_at(y);
    for (next = y + 1; next < frame.height && row_at(next) == row;) ++next;
    const std::vector<std::optional<Colour>> colours = colours_of(map, row);
    for (std::size_t i = 0; i < colours.size(); ++i) {
      if (!colours[i]) continue;
      canvas.fill(frame.x + edges[i], frame.y + y, frame.x + edges[i + 1], frame.y + y + 1, *colours[i]);
    }
    canvas.repeat_row(frame.y + y, frame.y + next);
    for (std::size_t i = 0; i < colours.size(); ++i) {
      if (!colours[i]) draw_solid(frame, edges[i], y, edges[i + 1], next, canvas);
    }
  }
}

/// The name in the middle of a box of pixels, as large as fits, along it or upwards; nothing when there is no room.
void draw_name(const std::string& name, int x0, int y0, int x1, int y1, Canvas& canvas) {
  constexpr int kMargin = 4;
  for (const int scale : {kScale, 1}) {
    const int length = text_width(name, scale), thickness = kTextHeight * scale;
    const bool along = length + kMargin <= x1 - x0 && thickness + kMargin <= y1 - y0;
    const bool upwards = length + kMargin <= y1 - y0 && thickness + kMargin <= x1 - x0;
    if (!along && !upwards) continue;
    const int width = along ? length : thickness, height = along ? thickness : length;
    const int x = (x0 + x1 - width) / 2, y = (y0 + y1 - height) / 2;
    canvas.fill(x - 1, y - 1, x + width + 1, y + height + 1, kPaper);
    if (along) {
      canvas.text(x, y, name, kInk, scale);
    } else {
      canvas.text_upwards(x, y + height, name, kInk, scale);
    }
    return;
  }
}

/// Dark and light together: an edge that shows on every colour.
void draw_outlines(const HeatMap& map, const Frame& frame, Canvas& canvas) {
  for (const Outline& one : map.outlines) {
    const int x0 = frame.at_x(one.left_m), x1 = frame.at_x(one.right_m);
    const int y0 = frame.at_y(one.top_m), y1 = frame.at_y(one.bottom_m);
    canvas.outline(x0, y0, x1 + 1, y1 + 1, kInk);
    canvas.outline(x0 + 1, y0 + 1, x1, y1, kEdge);
    draw_name(one.name, x0, y0, x1, y1, canvas);
  }
}

/// A step of 1, 2 or 5 times a power of ten that gives about so many marks.
double step_of(double span, int marks) {
  const double rough = std::max(span, 1e-9) / marks;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= rough * 0.999) return factor * power;
  }
  return 10 * power;
}

void draw_axes(const HeatMap& map, const Frame& frame, Canvas& canvas) {
  canvas.outline(frame.x - 1, frame.y - 1, frame.x + frame.width + 1, frame.y + frame.height + 1, kInk);
  const double width_m = map.columns * map.cell_width_m, height_m = map.rows * map.cell_height_m;
  const int bottom = frame.y + frame.height;
  const double step_x = step_of(width_m, 10);
  for (int i = 0; i * step_x <= width_m * 1.0001; ++i) {
    const std::string label = fmt::format("{:g}", i * step_x);
    const int x = frame.at_x(i * step_x);
    canvas.fill(x, bottom, x + 1, bottom + 6, kInk);
    canvas.text(x - text_width(label, kScale) / 2, bottom + 9, label, kInk, kScale);
  }
  const double step_y = step_of(height_m, std::max(2, frame.height / 60));
  for (int i = 0; i * step_y <= height_m * 1.0001; ++i) {
    const std::string label = fmt::format("{:g}", i * step_y);
    const int y = frame.at_y(i * step_y);
    canvas.fill(frame.x - 7, y, frame.x - 1, y + 1, kInk);
    canvas.text(frame.x - 11 - text_width(label, kScale), y - kTextHeight, label, kInk, kScale);
  }
  const std::string along = map.along + " (m)";
  canvas.text(frame.x + (frame.width - text_width(along, kScale)) / 2, bottom + 30, along, kInk, kScale);
  canvas.text(6, frame.y - 2 * kTextHeight - 10, map.up + " (m)", kInk, kScale);
}

void draw_bar(const HeatMap& map, const Frame& frame, Canvas& canvas) {
  const int x = frame.x + frame.width + 24;
  const int height = std::max(frame.height, 120);
  for (int y = 0; y < height; ++y) {
    const double share = 1 - (y + 0.5) / height;
    canvas.fill(x, frame.y + y, x + kBarWidth, frame.y + y + 1, colour_of(share));
  }
  canvas.outline(x - 1, frame.y - 1, x + kBarWidth + 1, frame.y + height + 1, kInk);
  canvas.text(x, frame.y - 2 * kTextHeight - 10, "degC", kInk, kScale);
  const double span = map.hot_degc - map.cold_degc;
  const double step = step_of(span, std::max(3, height / 50));
  for (double degc = std::ceil(map.cold_degc / step - 1e-6) * step; degc <= map.hot_degc + 1e-6 * step; degc += step) {
    const int y = frame.y + height - 1 - static_cast<int>(std::lround(share_of(map, degc) * (height - 1)));
    canvas.fill(x + kBarWidth, y, x + kBarWidth + 6, y + 1, kInk);
    canvas.text(x + kBarWidth + 10, y - kTextHeight + 1, fmt::format("{:g}", degc), kInk, kScale);
  }
}

}  // namespace

Canvas draw(const HeatMap& map) {
  const Frame frame = frame_of(map);
  const int title = kLeft + text_width(map.title, kScale) + 8;
  const int width = std::max(frame.x + frame.width + kRight, title);
  Canvas canvas(width, frame.y + std::max(frame.height, 120) + kBottom, kPaper);
  if (map.columns > 0 && map.rows > 0) {
    draw_cells(map, frame, canvas);
    draw_outlines(map, frame, canvas);
    draw_axes(map, frame, canvas);
  }
  draw_bar(map, frame, canvas);
  canvas.text(kLeft, 4, map.title, kInk, kScale);
  return canvas;
}

}  // namespace hallplan::thermal
