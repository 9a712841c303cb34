#include "planner/thermal/files/heat_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>

#include "planner/thermal/files/heat_map_parts.hpp"

namespace hallplan::thermal {
namespace {

constexpr Colour kSolid = {200, 200, 200};
constexpr Colour kHatch = {165, 165, 165};
constexpr Colour kEdge = {255, 255, 255};

constexpr int kMostWidth = 1200, kMostHeight = 900;  ///< of the field itself, in pixels
constexpr int kLeast = 320;                          ///< of its longer side
constexpr int kLeft = 64, kTop = 68, kRight = 148;
constexpr int kHatchStep = 7;
constexpr int kLeastBar = 120;  ///< pixels that the bar is high beside however low a map

Frame frame_of(const HeatMap& map) {
  const double width_m = std::max(map.columns * map.cell_width_m, 1e-3);
  const double height_m = std::max(map.rows * map.cell_height_m, 1e-3);
  double scale = std::min(kMostWidth / width_m, kMostHeight / height_m);
  scale = std::min(scale, std::max(80.0, kLeast / std::max(width_m, height_m)));
  Frame frame{kLeft, kTop, std::max(1, static_cast<int>(std::lround(width_m * scale))), 0, scale};
  frame.height = std::max(1, static_cast<int>(std::lround(height_m * scale)));
  return frame;
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

/// Dark and light together: an edge that shows on every colour.
void draw_outlines(const HeatMap& map, const Frame& frame, Canvas& canvas) {
  for (const Outline& one : map.outlines) {
    const int x0 = frame.at_x(one.left_m), x1 = frame.at_x(one.right_m);
    const int y0 = frame.at_y(one.top_m), y1 = frame.at_y(one.bottom_m);
    canvas.outline(x0, y0, x1 + 1, y1 + 1, kInk);
    canvas.outline(x0 + 1, y0 + 1, x1, y1, kEdge);
  }
}

/// Metres along the left edge and, below the names, along the lower one.
void draw_axes(const HeatMap& map, const Frame& frame, Canvas& canvas) {
  canvas.outline(frame.x - 1, frame.y - 1, frame.x + frame.width + 1, frame.y + frame.height + 1, kInk);
  const double width_m = map.columns * map.cell_width_m, height_m = map.rows * map.cell_height_m;
  const int bottom = frame.y + frame.height + frame.below;
  if (frame.below > 0) canvas.fill(frame.x, bottom - 1, frame.x + frame.width, bottom, kInk);
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

}  // namespace

Canvas draw(const HeatMap& map) {
  constexpr int kBelowBar = 12, kAxis = 54, kCaptionLine = 20;
  Frame frame = frame_of(map);
  frame.below = height_of_names_below(map, frame);
  const int titles = kLeft + std::max(text_width(map.title, kScale), text_width(map.remark)) + 8;
  const int width = std::max(frame.x + frame.width + kRight, titles);
  const std::vector<std::string> caption = caption_of_limits(map, width - kLeft - 8);
  const int bottom = frame.y + std::max(frame.height + frame.below + kAxis, kLeastBar + kBelowBar);
  Canvas canvas(width, bottom + kCaptionLine * static_cast<int>(caption.size()) + 4, kPaper);
  if (map.columns > 0 && map.rows > 0) {
    draw_cells(map, frame, canvas);
    draw_outlines(map, frame, canvas);
    draw_names(map, frame, canvas);
    draw_axes(map, frame, canvas);
  }
  draw_bar(map, frame, std::max(frame.height, kLeastBar), canvas);
  canvas.text(kLeft, 4, map.title, kInk, kScale);
  const int remark_scale = kLeft + text_width(map.remark, kScale) <= width ? kScale : 1;
  canvas.text(kLeft, 26, map.remark, kInk, remark_scale);
  for (std::size_t i = 0; i < caption.size(); ++i) {
    canvas.text(kLeft, bottom + kCaptionLine * static_cast<int>(i), caption[i], kInk, kScale);
  }
  return canvas;
}

}  // namespace hallplan::thermal
