// The hall of the floor plan: floor, slots, boxes, trays, asked floor, and the names beside them.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "planner/report/floor_plan_layers.hpp"
#include "planner/report/markup.hpp"
#include "planner/report/wording.hpp"

namespace hallplan::report {
namespace {

using Anchor = Labels::Anchor;

bool runs_along_x(const Json& row) { return text_of(row, "along") != "y"; }

Area area_of_row(const Json& row) {
  const double length = number_of(row, "slots") * number_of(row, "pitch_m"), depth = number_of(row, "depth_m");
  const double x = number_of(row, "x_m"), y = number_of(row, "y_m");
  return runs_along_x(row) ? Area{x, y, length, depth} : Area{x, y, depth, length};
}

/// A tray from its west or south end to the other.
PaperBox ends_of(const Paper& paper, const Json& tray) {
  const double x = number_of(tray, "x_m"), y = number_of(tray, "y_m"), length = number_of(tray, "length_m");
  const bool along_x = runs_along_x(tray);
  return {paper.x(x), paper.y(along_x ? y : y + length), paper.x(along_x ? x + length : x), paper.y(y)};
}

/// At the row's first slot, else at its last, else before or behind it.
std::string name_of_row(const Paper& paper, const Json& row, Labels& labels) {
  const PaperBox box = box_of(paper, area_of_row(row));
  const std::string id = text_of(row, "id");
  if (!runs_along_x(row)) {
    const double middle = (box.x0 + box.x1) / 2;
    return labels.place({{middle, box.y1 + 13, Anchor::middle, id}, {middle, box.y0 - 5, Anchor::middle, id}});
  }
  const double base = (box.y0 + box.y1) / 2 + 4;
  return labels.place({{box.x0 - 5, base, Anchor::end, id},
                       {box.x1 + 5, base, Anchor::start, id},
                       {box.x0, box.y0 - 5, Anchor::start, id},
                       {box.x0, box.y1 + 13, Anchor::start, id}});
}

/// "cold aisle 1.8 m" between two rows along x, by which sides face it; shorter where there is no room for all of it.
std::string name_of_aisle(const Paper& paper, const Json& below, const Json& above, Labels& labels) {
  const double low = number_of(below, "y_m") + number_of(below, "depth_m"), high = number_of(above, "y_m");
  constexpr double kLeastGap = 11, kWidestAisle_m = 6;
  if ((high - low) * paper.scale < kLeastGap || high - low > kWidestAisle_m) return {};
  const std::string front_below = text_of(below, "front"), front_above = text_of(above, "front");
  const bool cold = front_below == "north" && front_above == "south";
  const bool hot = front_below == "south" && front_above == "north";
  const std::string contained = text_of(below, "containment");
  const bool closed = (cold && contained == "cold") || (hot && contained == "hot");
  const Area row = area_of_row(below);
  const double x = paper.x(row.x_m + row.width_m / 2), y = paper.y((low + high) / 2) + 4;
  const std::string width = short_number(high - low) + " m";
  const std::string kind = cold ? "cold " : hot ? "hot " : "";
  std::vector<Labels::Spot> spots;
  if (closed) spots.push_back({x, y, Anchor::middle, fmt::format("{}aisle {}, contained", kind, width)});
  spots.push_back({x, y, Anchor::middle, fmt::format("{}aisle {}", kind, width)});
  spots.push_back({x, y, Anchor::middle, kind + width});
  return labels.place(spots);
}

/// Between each row along x and the next one north of it that it faces.
std::string names_of_aisles(const Paper& paper, const Json& rows, Labels& labels) {
  std::string out;
  for (const Json& below : rows) {
    const Json* next = nullptr;
    const double x0 = number_of(below, "x_m"), x1 = x0 + number_of(below, "slots") * number_of(below, "pitch_m");
    for (const Json& above : rows) {
      const double from = number_of(above, "x_m"), to = from + number_of(above, "slots") * number_of(above, "pitch_m");
      const bool faces = number_of(above, "y_m") > number_of(below, "y_m") && from < x1 && to > x0;
      if (faces && (next == nullptr || number_of(above, "y_m") < number_of(*next, "y_m"))) next = &above;
    }
    const bool along_x = text_of(below, "along") == "x" && next != nullptr && text_of(*next, "along") == "x";
    if (along_x) out += name_of_aisle(paper, below, *next, labels);
  }
  return out;
}

/// Inside the hall before the opening, else beside it.
std::string name_of_door(const Paper& paper, const Json& door, Labels& labels) {
  const PaperBox box = box_of(paper, area_of(door));
  const std::string id = text_of(door, "id");
  const double middle_x = (box.x0 + box.x1) / 2, base = (box.y0 + box.y1) / 2 + 4;
  const bool is_upper = box.y0 < paper.y(paper.depth_m / 2), is_left = box.x0 < paper.x(paper.width_m / 2);
  if (box.x1 - box.x0 < box.y1 - box.y0) {
    const double x = is_left ? box.x1 + 5 : box.x0 - 5;
    const Anchor anchor = is_left ? Anchor::start : Anchor::end;
    return labels.place({{x, base, anchor, id}, {x, box.y0 - 4, anchor, id}, {x, box.y1 + 12, anchor, id}});
  }
  const double y = is_upper ? box.y1 + 13 : box.y0 - 5;
  return labels.place(
      {{middle_x, y, Anchor::middle, id}, {box.x1 + 5, y, Anchor::start, id}, {box.x0 - 5, y, Anchor::end, id}});
}

}  // namespace

std::string draw_floor(const Paper& paper, const Json& hall) {
  std::string out = rect(paper, {0, 0, paper.width_m, paper.depth_m}, "class=\"wall\"") + '\n';
  const double tile = number_of(hall, "tile_m");
  constexpr double kFinestTile = 7;
  if (tile > 0 && tile * paper.scale >= kFinestTile) {
    std::string path;
    for (int line = 1; line * tile < paper.width_m - tile / 2; ++line) {
      path += fmt::format("M{} {}V{}", coordinate(paper.x(line * tile)), coordinate(paper.y(paper.depth_m)),
                          coordinate(paper.y(0)));
    }
    for (int line = 1; line * tile < paper.depth_m - tile / 2; ++line) {
      path += fmt::format("M{} {}H{}", coordinate(paper.x(0)), coordinate(paper.y(line * tile)),
                          coordinate(paper.x(paper.width_m)));
    }
    out += fmt::format("<path class=\"tile\" d=\"{}\"/>\n", path);
  }
  return out;
}

std::string draw_density(const Paper& paper, const Json& density, double densest) {
  std::string out = "<g class=\"density\" shape-rendering=\"crispEdges\">\n";
  const double cell = number_of(density, "cell_m");
  double y = 0;
  for (const Json& row : member_of(density, "rows")) {
    const auto step = [&](std::size_t i) {
      const double value = row[i].is_number() ? row[i].get<double>() : 0.0;
      if (value <= 0 || densest <= 0) return -1;
      return std::min(static_cast<int>(kDensitySteps) - 1, static_cast<int>(value / densest * kDensitySteps));
    };
    const double depth = std::min(cell, paper.depth_m - y);
    for (std::size_t i = 0; i < row.size();) {
      std::size_t end = i + 1;
      while (end < row.size() && step(end) == step(i)) ++end;
      const double x = static_cast<double>(i) * cell;
      const double width = std::min(static_cast<double>(end) * cell, paper.width_m) - x;
      if (step(i) >= 0 && width > 0 && depth > 0) {
        out += rect(paper, {x, y, width, depth}, fmt::format("class=\"d{}\"", step(i)));
      }
      i = end;
    }
    y += cell;
  }
  return out + "\n</g>\n";
}

std::string draw_asked_floor(const Paper& paper, const Json& areas) {
  std::string out;
  for (const Json& area : areas) {
    const bool working = text_of(area, "for") == "working space";
    const double depth_m = text_of(area, "side") == "south" || text_of(area, "side") == "north"
                               ? number_of(area, "depth_m")
                               : number_of(area, "width_m");
    out += fmt::format("<g><title>{} {}: {} m on its {} side</title>{}</g>\n", escaped(text_of(area, "for")),
                       "of " + escaped(text_of(area, "of")), short_number(depth_m), escaped(text_of(area, "side")),
                       rect(paper, area_of(area), working ? "class=\"working\"" : "class=\"clearance\""));
  }
  return out;
}

std::string draw_slots(const Paper& paper, const Json& rows) {
  std::string out;
  for (const Json& row : rows) {
    const double pitch = number_of(row, "pitch_m");
    const Area area = area_of_row(row);
    const int slots = static_cast<int>(number_of(row, "slots"));
    for (int i = 0; i < slots; ++i) {
      const Area slot = runs_along_x(row) ? Area{area.x_m + i * pitch, area.y_m, pitch, area.depth_m}
                                          : Area{area.x_m, area.y_m + i * pitch, area.width_m, pitch};
      out += rect(paper, slot, "class=\"slot\"");
    }
    out += '\n';
  }
  return out;
}

std::string draw_boxes(const Paper& paper, const Json& boxes, std::string_view css, std::string_view word) {
  std::string out;
  for (const Json& box : boxes) {
    out += fmt::format("<g><title>{} {}</title>{}</g>\n", word, escaped(text_of(box, "id")),
                       rect(paper, area_of(box), fmt::format("class=\"{}\"", css)));
  }
  return out;
}

std::string draw_trays(const Paper& paper, const Json& trays) {
  std::string out;
  for (const Json& tray : trays) {
    const PaperBox ends = ends_of(paper, tray);
    out += fmt::format("<g><title>cable tray {}</title>{}</g>\n", escaped(text_of(tray, "id")),
                       line(ends.x0, ends.y1, ends.x1, ends.y0, "tray"));
  }
  return out;
}

Labels things_of(const Paper& paper, const Json& document) {
  Labels out;
  const Json& hall = member_of(document, "hall");
  for (const Json& row : member_of(hall, "rows")) out.take(box_of(paper, area_of_row(row)));
  for (const std::string_view key : {"columns", "partitions", "doors", "equipment"}) {
    for (const Json& box : member_of(hall, key)) out.take(box_of(paper, area_of(box)));
  }
  for (const Json& tray : member_of(hall, "trays")) {
    const PaperBox ends = ends_of(paper, tray);
    constexpr double kHalfTray = 2;
    out.take({ends.x0 - kHalfTray, ends.y0 - kHalfTray, ends.x1 + kHalfTray, ends.y1 + kHalfTray});
  }
  // The walls, so that no name lies across one.
  const PaperBox walls = box_of(paper, {0, 0, paper.width_m, paper.depth_m});
  constexpr double kHalf = 1.5;
  out.take({walls.x0 - kHalf, walls.y0, walls.x0 + kHalf, walls.y1});
  out.take({walls.x1 - kHalf, walls.y0, walls.x1 + kHalf, walls.y1});
  out.take({walls.x0, walls.y0 - kHalf, walls.x1, walls.y0 + kHalf});
  out.take({walls.x0, walls.y1 - kHalf, walls.x1, walls.y1 + kHalf});
  return out;
}

std::string draw_names(const Paper& paper, const Json& hall, Labels& labels) {
  std::string out;
  for (const Json& row : member_of(hall, "rows")) out += name_of_row(paper, row, labels);
  for (const Json& door : member_of(hall, "doors")) out += name_of_door(paper, door, labels);
  return out + names_of_aisles(paper, member_of(hall, "rows"), labels);
}

}  // namespace hallplan::report
