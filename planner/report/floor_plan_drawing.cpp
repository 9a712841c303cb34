#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "planner/report/floor_plan_parts.hpp"
#include "planner/report/markup.hpp"
#include "planner/report/wording.hpp"

namespace hallplan::report {
namespace {

// All lengths of the drawing are in its own units, of which a browser shows one as a pixel.
constexpr double kWidest = 1120, kHighest = 800;  ///< the hall is drawn as large as fits
constexpr double kLeft = 46, kTop = 30, kRight = 20, kBelow = 54;
constexpr double kLegendLine = 20;
constexpr double kLetter = 6.2;          ///< about the width of a letter of the legend
constexpr double kLeastLettering = 4.5;  ///< smaller lettering is left out; the title on hover remains

/// The hall on the paper: x to the right, y (north) up.
struct Paper {
  double width_m = 1, depth_m = 1, scale = 1;
  [[nodiscard]] double x(double x_m) const { return kLeft + x_m * scale; }
  [[nodiscard]] double y(double y_m) const { return kTop + (depth_m - y_m) * scale; }
};

/// A rectangle of the floor, in metres.
struct Area {
  double x_m = 0, y_m = 0, width_m = 0, depth_m = 0;
};

Area area_of(const Json& object) {
  return {number_of(object, "x_m"), number_of(object, "y_m"), number_of(object, "width_m"),
          number_of(object, "depth_m")};
}

std::string rect(const Paper& paper, const Area& area, std::string_view attributes) {
  return fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{}{}/>", coordinate(paper.x(area.x_m)),
                     coordinate(paper.y(area.y_m + area.depth_m)), coordinate(area.width_m * paper.scale),
                     coordinate(area.depth_m * paper.scale), attributes.empty() ? "" : " ", attributes);
}

/// Lettering in the middle of an area, along its longer side, as large as it fits.
std::string lettering(const Paper& paper, const Area& area, const std::string& text) {
  const double across = std::min(area.width_m, area.depth_m) * paper.scale;
  const double along = std::max(area.width_m, area.depth_m) * paper.scale;
  const double letters = static_cast<double>(std::max<std::size_t>(text.size(), 1));
  const double size = std::min({across * 0.55, along * 0.92 / (0.58 * letters), 12.0});
  if (size < kLeastLettering) return {};
  const double x = paper.x(area.x_m + area.width_m / 2);
  const double y = paper.y(area.y_m + area.depth_m / 2);
  const bool upright = area.depth_m > area.width_m;
  return fmt::format("<text x=\"{0}\" y=\"{1}\" style=\"font-size:{2}px\"{3}>{4}</text>", coordinate(x), coordinate(y),
                     coordinate(size),
                     upright ? fmt::format(" transform=\"rotate(-90 {} {})\"", coordinate(x), coordinate(y)) : "",
                     escaped(text));
}

std::string line(double x0, double y0, double x1, double y1, std::string_view css) {
  return fmt::format("<path class=\"{}\" d=\"M{} {}L{} {}\"/>", css, coordinate(x0), coordinate(y0), coordinate(x1),
                     coordinate(y1));
}

/// The side from which a rack takes its air, as a thick edge.
std::string front_edge(const Paper& paper, const Area& area, int rotation_deg) {
  const double west = paper.x(area.x_m), east = paper.x(area.x_m + area.width_m);
  const double south = paper.y(area.y_m), north = paper.y(area.y_m + area.depth_m);
  switch (rotation_deg) {
    case 90:
      return line(east, south, east, north, "front");
    case 180:
      return line(west, north, east, north, "front");
    case 270:
      return line(west, south, west, north, "front");
    default:
      return line(west, south, east, south, "front");
  }
}

std::string draw_floor(const Paper& paper, const Json& hall) {
  std::string out = rect(paper, {0, 0, paper.width_m, paper.depth_m}, "class=\"wall\"") + '\n';
  const double tile = number_of(hall, "tile_m");
  constexpr double kFinestTile = 7;
  if (tile > 0 && tile * paper.scale >= kFinestTile) {
    std::string path;
    for (double x = tile; x < paper.width_m - tile / 2; x += tile) {
      path +=
          fmt::format("M{} {}V{}", coordinate(paper.x(x)), coordinate(paper.y(paper.depth_m)), coordinate(paper.y(0)));
    }
    for (double y = tile; y < paper.depth_m - tile / 2; y += tile) {
      path +=
          fmt::format("M{} {}H{}", coordinate(paper.x(0)), coordinate(paper.y(y)), coordinate(paper.x(paper.width_m)));
    }
    out += fmt::format("<path class=\"tile\" d=\"{}\"/>\n", path);
  }
  return out;
}

/// Power density under everything else; neighbours of one step are one rectangle.
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

std::string draw_row(const Paper& paper, const Json& row) {
  const bool along_x = text_of(row, "along") != "y";
  const double pitch = number_of(row, "pitch_m");
  const double depth = number_of(row, "depth_m");
  const int slots = static_cast<int>(number_of(row, "slots"));
  const double x = number_of(row, "x_m"), y = number_of(row, "y_m");
  std::string out;
  for (int i = 0; i < slots; ++i) {
    const Area slot = along_x ? Area{x + i * pitch, y, pitch, depth} : Area{x, y + i * pitch, depth, pitch};
    out += rect(paper, slot, "class=\"slot\"");
  }
  const double label_x = along_x ? paper.x(x) - 5 : paper.x(x + depth / 2);
  const double label_y = along_x ? paper.y(y + depth / 2) + 4 : paper.y(y) + 13;
  return out + fmt::format("<text class=\"{}\" x=\"{}\" y=\"{}\">{}</text>\n", along_x ? "end" : "mid",
                           coordinate(label_x), coordinate(label_y), escaped(text_of(row, "id")));
}

/// "cold aisle 1.8 m" between two rows along x, by which sides face it.
std::string aisle(const Paper& paper, const Json& below, const Json& above) {
  const double low = number_of(below, "y_m") + number_of(below, "depth_m"), high = number_of(above, "y_m");
  constexpr double kLeastGap = 11, kWidestAisle_m = 6;
  if ((high - low) * paper.scale < kLeastGap || high - low > kWidestAisle_m) return {};
  const std::string front_below = text_of(below, "front"), front_above = text_of(above, "front");
  const bool cold = front_below == "north" && front_above == "south";
  const bool hot = front_below == "south" && front_above == "north";
  const std::string contained = text_of(below, "containment");
  const bool closed = (cold && contained == "cold") || (hot && contained == "hot");
  const double middle = number_of(below, "x_m") + number_of(below, "slots") * number_of(below, "pitch_m") / 2;
  return fmt::format("<text class=\"mid\" x=\"{}\" y=\"{}\">{}aisle {} m{}</text>\n", coordinate(paper.x(middle)),
                     coordinate(paper.y((low + high) / 2) + 4),
                     cold  ? "cold "
                     : hot ? "hot "
                           : "",
                     short_number(high - low), closed ? ", contained" : "");
}

/// Between each row along x and the next one north of it that it faces.
std::string draw_aisles(const Paper& paper, const Json& rows) {
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
    if (along_x) out += aisle(paper, below, *next);
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

std::string draw_unit(const Paper& paper, const Json& unit, Legend& legend) {
  const bool cdu = text_of(unit, "kind") == "CDU";
  const std::string css =
      cdu ? fmt::format("cdu g{}", legend.groups.number_of(text_of(unit, "group")) % kColours) : std::string("air");
  const Area area = area_of(unit);
  return fmt::format("<g class=\"{}\"><title>{}: {}, {} {}, {}</title>{}{}</g>\n", css, escaped(text_of(unit, "id")),
                     escaped(text_of(unit, "kind")), cdu ? "group" : "zone", escaped(text_of(unit, "group")),
                     escaped(text_of(unit, "type")), rect(paper, area, ""),
                     lettering(paper, area, text_of(unit, "id")));
}

/// "su1-c3: Dell XE9712 (compute), row r1 slot 3, feeds bus-a1 + bus-b1, CDU group g1, su 1, 135 kW"
std::string rack_title(const Json& rack, const Json& type) {
  std::string out = fmt::format("{}: {} ({}), row {} slot {}", text_of(rack, "id"), text_of(type, "name"),
                                text_of(rack, "role"), text_of(rack, "row"), text_of(rack, "slot"));
  if (!feeds_of(rack).empty()) out += ", feeds " + feeds_of(rack);
  if (member_of(rack, "cdu_group").is_string()) out += ", CDU group " + text_of(rack, "cdu_group");
  if (!unit_of(rack).empty()) out += ", " + unit_of(rack);
  if (number_of(type, "sustained_kw") > 0) out += ", " + power(number_of(type, "sustained_kw"));
  return out;
}

/// Network and management racks are hatched in every colouring.
bool is_auxiliary(const Json& rack) { return text_of(rack, "role") != "compute"; }

std::string hatching(const Paper& paper, const Area& area) {
  return fmt::format("<path class=\"aux\" d=\"M{} {}h{}v{}h-{}z\"/>", coordinate(paper.x(area.x_m)),
                     coordinate(paper.y(area.y_m + area.depth_m)), coordinate(area.width_m * paper.scale),
                     coordinate(area.depth_m * paper.scale), coordinate(area.width_m * paper.scale));
}

std::string draw_rack(const Paper& paper, const Json& rack, const Json& types, Legend& legend) {
  const Json& type = member_of(types, text_of(rack, "type"));
  const int rotation = static_cast<int>(number_of(rack, "rotation_deg"));
  Area area = {number_of(rack, "x_m"), number_of(rack, "y_m"), number_of(type, "width_m"), number_of(type, "depth_m")};
  if (rotation % 180 != 0) std::swap(area.width_m, area.depth_m);
  std::string css = fmt::format("rack t{}", legend.types.number_of(text_of(rack, "type")) % kColours);
  if (const std::string feeds = feeds_of(rack); !feeds.empty()) {
    css += fmt::format(" f{}", legend.feeds.number_of(feeds) % kColours);
  }
  if (const std::string unit = unit_of(rack); !unit.empty()) {
    css += fmt::format(" u{}", legend.units.number_of(unit) % kColours);
  }
  if (member_of(rack, "cdu_group").is_string()) {
    css += fmt::format(" g{}", legend.groups.number_of(text_of(rack, "cdu_group")) % kColours);
  }
  return fmt::format("<g class=\"{}\"><title>{}</title>{}{}{}{}</g>\n", css, escaped(rack_title(rack, type)),
                     rect(paper, area, ""), is_auxiliary(rack) ? hatching(paper, area) : "",
                     front_edge(paper, area, rotation), lettering(paper, area, text_of(rack, "id")));
}

/// Sizes of the hall, a scale bar and north.
std::string draw_sizes(const Paper& paper) {
  const double right = paper.x(paper.width_m), bottom = paper.y(0);
  const double length_m = paper.width_m >= 20 ? 5 : 1;
  const double x = paper.x(0), y = bottom + 22;
  const double end = x + length_m * paper.scale;
  std::string out =
      fmt::format("<text class=\"mid\" x=\"{}\" y=\"{}\">{} m</text>\n", coordinate(paper.x(paper.width_m / 2)),
                  coordinate(kTop - 10), short_number(paper.width_m));
  const double middle = paper.y(paper.depth_m / 2);
  out += fmt::format("<text class=\"mid\" x=\"14\" y=\"{0}\" transform=\"rotate(-90 14 {0})\">{1} m</text>\n",
                     coordinate(middle), short_number(paper.depth_m));
  out += fmt::format("<path class=\"scale\" d=\"M{0} {1}v8M{0} {2}H{3}M{3} {1}v8\"/>", coordinate(x), coordinate(y - 4),
                     coordinate(y), coordinate(end));
  out += fmt::format(
      "<text x=\"{}\" y=\"{}\">{} m; the thick edge is a rack's front; network and management racks are "
      "hatched</text>\n",
      coordinate(end + 8), coordinate(y + 4), short_number(length_m));
  return out + fmt::format(
                   "<path class=\"north\" d=\"M{0} {1}l6 18l-6 -5l-6 5z\"/><text class=\"end\" x=\"{2}\" "
                   "y=\"{3}\">N</text>\n",
                   coordinate(right - 8), coordinate(bottom + 10), coordinate(right - 18), coordinate(bottom + 24));
}

struct LegendEntry {
  std::string css, text;
};

std::vector<LegendEntry> entries(const Legend& legend, ColourBy by) {
  std::vector<LegendEntry> out;
  const auto add = [&](const Categories& categories, char letter) {
    for (std::size_t i = 0; i < categories.names().size(); ++i) {
      out.push_back({fmt::format("{}{}", letter, i % kColours), categories.names()[i]});
    }
  };
  if (by == ColourBy::feeds) add(legend.feeds, 'f');
  if (by == ColourBy::cdu_group) add(legend.groups, 'g');
  if (by == ColourBy::unit) add(legend.units, 'u');
  if (by == ColourBy::type) add(legend.types, 't');
  for (std::size_t i = 0; by == ColourBy::density && legend.densest_kw_per_m2 > 0 && i < kDensitySteps; ++i) {
    const double step = legend.densest_kw_per_m2 / static_cast<double>(kDensitySteps);
    out.push_back({fmt::format("d{}", i), fmt::format("to {} kW/m2", short_number(step * static_cast<double>(i + 1)))});
  }
  return out;
}

/// All legends on the same spot, one for each colouring; `height` receives the room that the longest takes.
std::string draw_legends(const Paper& paper, const Legend& legend, double& height) {
  const double left = paper.x(0), right = std::max(paper.x(paper.width_m), left + 300);
  const double top = paper.y(0) + kBelow;
  std::string out;
  for (const Colouring& colouring : kColourings) {
    double x = left, y = top;
    out += fmt::format("<g class=\"legend l-{}\">", colouring.name);
    for (const LegendEntry& entry : entries(legend, colouring.by)) {
      const double width = 34 + kLetter * static_cast<double>(entry.text.size());
      if (x > left && x + width > right) {
        x = left;
        y += kLegendLine;
      }
      out += fmt::format(
          "<rect class=\"swatch {}\" x=\"{}\" y=\"{}\" width=\"12\" height=\"12\"/>"
          "<text x=\"{}\" y=\"{}\">{}</text>",
          entry.css, coordinate(x), coordinate(y - 10), coordinate(x + 17), coordinate(y), escaped(entry.text));
      x += width;
    }
    out += "</g>\n";
    height = std::max(height, y - top + kLegendLine);
  }
  return out;
}

constexpr std::string_view kHatch =
    "<defs><pattern id=\"hatch\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" "
    "patternTransform=\"rotate(45)\"><path class=\"stroke\" d=\"M0 0V7\"/></pattern>"
    "<pattern id=\"aux\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(-45)\">"
    "<path class=\"aux-line\" d=\"M0 0V7\"/></pattern></defs>\n";

/// Wraps the content into the element; as a file of its own it brings its style.
std::string element(const Paper& paper, std::string_view root_class, bool own_file, double legend_height,
                    const std::string& label, const std::string& content) {
  const double width = kLeft + paper.width_m * paper.scale + kRight;
  const double height = kTop + paper.depth_m * paper.scale + kBelow + legend_height;
  std::string style;
  if (own_file) {
    style = "<style>\n" + drawing_style();
    for (const Colouring& colouring : kColourings) {
      style += colouring_style(colouring, fmt::format(".by-{}", colouring.name));
    }
    style += "</style>\n";
  }
  return fmt::format(
      "<svg{} class=\"{}\" viewBox=\"0 0 {} {}\" width=\"{}\" height=\"{}\" role=\"img\" "
      "aria-label=\"{}\">\n{}{}{}</svg>\n",
      own_file ? " xmlns=\"http://www.w3.org/2000/svg\"" : "", root_class, coordinate(width), coordinate(height),
      coordinate(width), coordinate(height), escaped(label), style, kHatch, content);
}

}  // namespace

std::string drawing(const Json& document, std::string_view root_class, bool own_file) {
  const Json& hall = member_of(document, "hall");
  Legend legend = legend_of(document);
  Paper paper;
  paper.width_m = std::max(0.1, number_of(hall, "width_m"));
  paper.depth_m = std::max(0.1, number_of(hall, "depth_m"));
  paper.scale = std::min(kWidest / paper.width_m, kHighest / paper.depth_m);
  std::string out = draw_floor(paper, hall);
  out += draw_density(paper, member_of(document, "density"), legend.densest_kw_per_m2);
  for (const Json& row : member_of(hall, "rows")) out += draw_row(paper, row);
  out += draw_aisles(paper, member_of(hall, "rows"));
  out += draw_boxes(paper, member_of(hall, "keep_outs"), "keep", "keep-out");
  out += draw_boxes(paper, member_of(hall, "columns"), "column", "column");
  out += draw_boxes(paper, member_of(hall, "partitions"), "column", "wall");
  out += draw_boxes(paper, member_of(hall, "doors"), "door", "door");
  for (const Json& unit : member_of(hall, "equipment")) out += draw_unit(paper, unit, legend);
  for (const Json& rack : member_of(document, "placements")) {
    if (member_of(rack, "retired").is_string()) continue;  // the hall is drawn as it is built out
    out += draw_rack(paper, rack, member_of(hall, "rack_types"), legend);
  }
  out += draw_sizes(paper);
  double legend_height = 0;
  out += draw_legends(paper, legend, legend_height);
  return element(paper, root_class, own_file, legend_height, "Floor plan of " + text_of(document, "site"), out);
}

}  // namespace hallplan::report
