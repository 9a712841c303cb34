#include "planner/report/floor_plan_paper.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "planner/report/markup.hpp"

namespace hallplan::report {
namespace {

constexpr double kLetterWidth = 0.58;  ///< of a letter's size, about
constexpr double kLargest = 12;

bool overlap(const PaperBox& a, const PaperBox& b) { return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1; }

double letters(std::string_view text) { return static_cast<double>(std::max<std::size_t>(text.size(), 1)); }

}  // namespace

Area area_of(const Json& object) {
  return {number_of(object, "x_m"), number_of(object, "y_m"), number_of(object, "width_m"),
          number_of(object, "depth_m")};
}

PaperBox box_of(const Paper& paper, const Area& area) {
  return {paper.x(area.x_m), paper.y(area.y_m + area.depth_m), paper.x(area.x_m + area.width_m), paper.y(area.y_m)};
}

std::string rect(const Paper& paper, const Area& area, std::string_view attributes) {
  return fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{}{}/>", coordinate(paper.x(area.x_m)),
                     coordinate(paper.y(area.y_m + area.depth_m)), coordinate(area.width_m * paper.scale),
                     coordinate(area.depth_m * paper.scale), attributes.empty() ? "" : " ", attributes);
}

std::string line(double x0, double y0, double x1, double y1, std::string_view css) {
  return fmt::format("<path class=\"{}\" d=\"M{} {}L{} {}\"/>", css, coordinate(x0), coordinate(y0), coordinate(x1),
                     coordinate(y1));
}

std::string_view css_of_unit(const Json& unit) {
  const std::string kind = text_of(unit, "kind");
  if (kind == "CDU") return "cdu";
  return kind == "air unit" ? "air" : "device";
}

std::string front_edge(const PaperBox& box, std::string_view side) {
  if (side == "east") return line(box.x1, box.y1, box.x1, box.y0, "front");
  if (side == "north") return line(box.x0, box.y0, box.x1, box.y0, "front");
  if (side == "west") return line(box.x0, box.y1, box.x0, box.y0, "front");
  return line(box.x0, box.y1, box.x1, box.y1, "front");
}

double lettering_size(const Paper& paper, const Area& area, std::string_view text) {
  const double across = std::min(area.width_m, area.depth_m) * paper.scale;
  const double along = std::max(area.width_m, area.depth_m) * paper.scale;
  return std::min({across * 0.55, along * 0.92 / (kLetterWidth * letters(text)), kLargest});
}

std::string lettering(const Paper& paper, const Area& area, std::string_view text) {
  const double size = lettering_size(paper, area, text);
  if (text.empty() || size < kLeastLettering) return {};
  const double x = paper.x(area.x_m + area.width_m / 2);
  const double y = paper.y(area.y_m + area.depth_m / 2);
  const bool upright = area.depth_m > area.width_m;
  return fmt::format("<text x=\"{0}\" y=\"{1}\" dy=\".35em\" style=\"font-size:{2}px\"{3}>{4}</text>", coordinate(x),
                     coordinate(y), coordinate(size),
                     upright ? fmt::format(" transform=\"rotate(-90 {} {})\"", coordinate(x), coordinate(y)) : "",
                     escaped(text));
}

std::string Labels::place(const std::vector<Spot>& spots, double size) {
  for (const Spot& spot : spots) {
    const double width = kLetterWidth * size * letters(spot.text);
    const double x0 = spot.anchor == Anchor::start ? spot.x : spot.x - (spot.anchor == Anchor::end ? width : width / 2);
    const PaperBox box = {x0, spot.y - 0.8 * size, x0 + width, spot.y + 0.25 * size};
    if (std::any_of(taken_.begin(), taken_.end(), [&](const PaperBox& other) { return overlap(box, other); })) continue;
    take(box);
    return fmt::format("<text class=\"{}\" x=\"{}\" y=\"{}\" style=\"font-size:{}px\">{}</text>\n",
                       spot.anchor == Anchor::start ? "start"
                       : spot.anchor == Anchor::end ? "end"
                                                    : "mid",
                       coordinate(spot.x), coordinate(spot.y), coordinate(size), escaped(spot.text));
  }
  return {};
}

}  // namespace hallplan::report
