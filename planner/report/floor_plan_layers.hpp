/// The floor plan's layers, from the floor up to the legend. Internal to this module.
#pragma once

#include <string>

#include "planner/report/floor_plan_paper.hpp"
#include "planner/report/floor_plan_parts.hpp"

namespace hallplan::report {

/// Walls and tiles.
[[nodiscard]] std::string draw_floor(const Paper& paper, const Json& hall);
/// Power density under everything else; neighbours of one step are one rectangle.
[[nodiscard]] std::string draw_density(const Paper& paper, const Json& density, double densest);
/// Floor that units on the floor ask to be free: clearances as outlines, working spaces hatched.
[[nodiscard]] std::string draw_asked_floor(const Paper& paper, const Json& areas);
/// Slots of every row.
[[nodiscard]] std::string draw_slots(const Paper& paper, const Json& rows);
/// Boxes with one sign: columns, keep-outs, walls, doors.
[[nodiscard]] std::string draw_boxes(const Paper& paper, const Json& boxes, std::string_view css,
                                     std::string_view word);
/// Cable trays, over what stands.
[[nodiscard]] std::string draw_trays(const Paper& paper, const Json& trays);

/// What names must not cover: slots, units, columns, walls, doors.
[[nodiscard]] Labels things_of(const Paper& paper, const Json& document);
/// Names of rows and doors, and what each aisle is and how wide.
[[nodiscard]] std::string draw_names(const Paper& paper, const Json& hall, Labels& labels);

/// What stands in a file of its own over the hall: how the plan ends and what is used most. `bottom` receives where it ends.
[[nodiscard]] std::string draw_headline(const Json& document, double width, double& bottom);
/// Sizes of the hall, a scale bar and north.
[[nodiscard]] std::string draw_sizes(const Paper& paper);
/// The legend of all signs that appear and, on one spot, those of the colourings; `height` receives the room that the longest takes.
[[nodiscard]] std::string draw_legends(const Paper& paper, const Json& document, const Legend& legend,
                                       bool has_short_names, double& height);

}  // namespace hallplan::report
