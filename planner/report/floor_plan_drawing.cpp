// Racks and units of the floor plan, and how its layers lie over each other.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "planner/layout/geometry.hpp"
#include "planner/report/floor_plan_layers.hpp"
#include "planner/report/markup.hpp"
#include "planner/report/wording.hpp"

namespace hallplan::report {
namespace {

constexpr double kWidest = 1120, kHighest = 800;  ///< the hall is drawn as large as fits
/// ... and as much larger as it takes to letter its racks, up to these.
constexpr double kReadablePitch = 15, kWidestReadable = 3000, kHighestReadable = 2000;
constexpr double kHallTop = 30;  ///< from the words above to the hall's north wall

double fitting_scale(const Paper& paper) { return std::min(kWidest / paper.width_m, kHighest / paper.depth_m); }

double scale_of(const Paper& paper, const Json& rows) {
  const double fitting = fitting_scale(paper);
  double pitch_m = 0;
  for (const Json& row : rows) {
    const double its = number_of(row, "pitch_m");
    if (its > 0 && (pitch_m <= 0 || its < pitch_m)) pitch_m = its;
  }
  if (pitch_m <= 0) return fitting;
  const double most = std::min(kWidestReadable / paper.width_m, kHighestReadable / paper.depth_m);
  return std::max(fitting, std::min(kReadablePitch / pitch_m, most));
}

/// Beside a unit in which its name cannot be read.
std::string name_beside(const Paper& paper, const Area& area, const std::string& id, Labels& labels) {
  using Anchor = Labels::Anchor;
  const PaperBox box = box_of(paper, area);
  const double middle = (box.x0 + box.x1) / 2, base = (box.y0 + box.y1) / 2 + 3;
  constexpr double kSize = 8;
  return labels.place({{middle, box.y1 + 10, Anchor::middle, id},
                       {middle, box.y0 - 4, Anchor::middle, id},
                       {box.x1 + 4, base, Anchor::start, id},
                       {box.x0 - 4, base, Anchor::end, id}},
                      kSize);
}

std::string draw_unit(const Paper& paper, const Json& unit, Legend& legend, Labels& labels) {
  const std::string_view kind = css_of_unit(unit);
  std::string css(kind);
  if (kind == "cdu") css += fmt::format(" g{}", legend.groups.number_of(text_of(unit, "group")) % kColours);
  const Area area = area_of(unit);
  const std::string id = text_of(unit, "id"), name = lettering(paper, area, id);
  std::string out =
      fmt::format("<g class=\"{}\"><title>{}: {}, {} {}, {}, front to {}</title>{}{}{}</g>\n", css, escaped(id),
                  escaped(text_of(unit, "kind")), kind == "cdu" ? "group" : "zone", escaped(text_of(unit, "group")),
                  escaped(text_of(unit, "type")), escaped(text_of(unit, "front")), rect(paper, area, ""),
                  front_edge(box_of(paper, area), text_of(unit, "front")), name);
  if (name.empty()) out += name_beside(paper, area, id, labels);
  return out;
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

Area area_of_rack(const Json& rack, const Json& type) {
  Area area = {number_of(rack, "x_m"), number_of(rack, "y_m"), number_of(type, "width_m"), number_of(type, "depth_m")};
  if (static_cast<int>(number_of(rack, "rotation_deg")) % 180 != 0) std::swap(area.width_m, area.depth_m);
  return area;
}

/// The rack's id, or what follows its row's in it where only that can be read.
std::string shown_id(const Paper& paper, const Area& area, const Json& rack) {
  const std::string id = text_of(rack, "id"), start = text_of(rack, "row") + '-';
  const bool fits = lettering_size(paper, area, id) >= kLeastLettering;
  return fits || !id.starts_with(start) ? id : id.substr(start.size());
}

/// Names lie over everything, in a layer of their own.
struct RackNames {
  std::string drawn;
  bool some_short = false;
};

std::string draw_rack(const Paper& paper, const Json& rack, const Json& types, Legend& legend, RackNames& names) {
  const Json& type = member_of(types, text_of(rack, "type"));
  const Area area = area_of_rack(rack, type);
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
  const std::string shown = shown_id(paper, area, rack);
  const std::string text = lettering(paper, area, shown);
  names.drawn += text;
  names.some_short = names.some_short || (!text.empty() && shown != text_of(rack, "id"));
  return fmt::format(
      "<g class=\"{}\"><title>{}</title>{}{}{}</g>\n", css, escaped(rack_title(rack, type)), rect(paper, area, ""),
      is_auxiliary(rack) ? hatching(paper, area) : "",
      front_edge(box_of(paper, area), to_string(layout::side_of(static_cast<int>(number_of(rack, "rotation_deg"))))));
}

constexpr std::string_view kPatterns =
    "<defs><pattern id=\"hatch\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" "
    "patternTransform=\"rotate(45)\"><path class=\"stroke\" d=\"M0 0V7\"/></pattern>"
    "<pattern id=\"aux\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(-45)\">"
    "<path class=\"aux-line\" d=\"M0 0V7\"/></pattern>"
    "<pattern id=\"work\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(-45)\">"
    "<path class=\"work-line\" d=\"M0 0V6\"/></pattern></defs>\n";

/// Wraps the content into the element; as a file of its own it brings its style.
std::string element(double width, double height, std::string_view root_class, bool own_file, const std::string& label,
                    const std::string& content) {
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
      coordinate(width), coordinate(height), escaped(label), style, kPatterns, content);
}

}  // namespace

std::string drawing(const Json& document, std::string_view root_class, bool own_file) {
  const Json& hall = member_of(document, "hall");
  Legend legend = legend_of(document);
  Paper paper;
  paper.width_m = std::max(0.1, number_of(hall, "width_m"));
  paper.depth_m = std::max(0.1, number_of(hall, "depth_m"));
  paper.scale = scale_of(paper, member_of(hall, "rows"));
  std::string out;
  double head = 0;
  if (own_file) out += draw_headline(document, paper.width_m * paper.scale, head);
  paper.top = head + kHallTop;
  Labels labels = things_of(paper, document);
  out += draw_floor(paper, hall);
  out += draw_density(paper, member_of(document, "density"), legend.densest_kw_per_m2);
  out += draw_asked_floor(paper, member_of(hall, "asked_floor"));
  out += draw_slots(paper, member_of(hall, "rows"));
  out += draw_boxes(paper, member_of(hall, "keep_outs"), "keep", "keep-out");
  out += draw_boxes(paper, member_of(hall, "columns"), "column", "column");
  out += draw_boxes(paper, member_of(hall, "partitions"), "column", "wall");
  out += draw_boxes(paper, member_of(hall, "doors"), "door", "door");
  out += draw_names(paper, hall, labels);
  for (const Json& unit : member_of(hall, "equipment")) out += draw_unit(paper, unit, legend, labels);
  RackNames names;
  for (const Json& rack : member_of(document, "placements")) {
    if (member_of(rack, "retired").is_string()) continue;  // the hall is drawn as it is built out
    out += draw_rack(paper, rack, member_of(hall, "rack_types"), legend, names);
  }
  out += draw_trays(paper, member_of(hall, "trays"));
  out += fmt::format("<g class=\"rack names\">{}</g>\n", names.drawn);
  out += draw_sizes(paper);
  double below = 0;
  out += draw_legends(paper, document, legend, names.some_short, below);
  const double width = kLeftMargin + std::max(paper.width_m * paper.scale, kLeastPaper) + kRightMargin;
  const std::string_view large = paper.scale > fitting_scale(paper) ? " large" : "";
  return element(width, paper.y(0) + below, fmt::format("{}{}", root_class, large), own_file,
                 "Floor plan of " + text_of(document, "site"), out);
}

}  // namespace hallplan::report
