/// The floor plan of a report document as SVG: hall, rows with their slots, columns, keep-outs, CDUs, air units, every rack
/// with its front, a scale and a legend. North is up. One drawing carries all colourings; a style chooses between them.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace hallplan::report {

/// What the colour of a rack says.
enum class ColourBy { feeds, cdu_group, unit, type, density };

struct Colouring {
  ColourBy by;
  std::string_view name;   ///< in element ids and classes
  std::string_view title;  ///< for people
};
inline constexpr std::array kColourings = {
    Colouring{ColourBy::feeds, "feeds", "Feed pair"},         Colouring{ColourBy::cdu_group, "group", "CDU group"},
    Colouring{ColourBy::unit, "unit", "Scalable unit"},       Colouring{ColourBy::type, "type", "Rack type"},
    Colouring{ColourBy::density, "density", "Power density"},
};

/// A file of its own, in one colouring. Needs nothing from outside; follows the viewer's light or dark scheme.
[[nodiscard]] std::string floor_plan_svg(std::string_view document, ColourBy by);

}  // namespace hallplan::report
