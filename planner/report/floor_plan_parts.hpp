/// The floor plan's drawing and its style, for the file of its own and for the HTML report. Internal to this module.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "planner/report/floor_plan.hpp"
#include "planner/report/json_text.hpp"

namespace hallplan::report {

inline constexpr std::size_t kColours = 12;  ///< then they start again
inline constexpr std::size_t kDensitySteps = 8;

/// Things that share a colour, in the order in which colours are given out.
class Categories {
 public:
  /// Number of a name, a new one at first sight.
  std::size_t number_of(const std::string& name);
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

 private:
  std::vector<std::string> names_;
};

/// The categories of one document, by colouring.
struct Legend {
  Categories feeds, groups, units, types;
  double densest_kw_per_m2 = 0;
};

/// What colours a placed rack; empty where a rack has none (an air-cooled rack has no CDU group).
[[nodiscard]] std::string feeds_of(const Json& rack);
[[nodiscard]] std::string unit_of(const Json& rack);

/// Categories in the order of rows, then racks, so that neighbours get different colours.
[[nodiscard]] Legend legend_of(const Json& document);

/// The `<svg>` element. `root_class` chooses a colouring when the style does not. A hall that is drawn larger than a screen, so that its
/// racks can be lettered, is of class "large", too.
[[nodiscard]] std::string drawing(const Json& document, std::string_view root_class, bool own_file);

/// The style of the drawing without its colouring, light and dark.
[[nodiscard]] std::string drawing_style();

/// The rules of one colouring, each selector behind `scope`.
[[nodiscard]] std::string colouring_style(const Colouring& colouring, std::string_view scope);

}  // namespace hallplan::report
