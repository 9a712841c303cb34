/// What the floor plan is drawn with: the hall on the paper, shapes, and lettering that hides nothing. Internal to this module.
///
/// All lengths of the drawing are in its own units, of which a browser shows one as a pixel.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "planner/report/json_text.hpp"

namespace hallplan::report {

inline constexpr double kLeftMargin = 46, kRightMargin = 20;
inline constexpr double kLeastPaper = 420;    ///< width of words and legend, beside however narrow a hall
inline constexpr double kLetter = 6.2;        ///< about the width of a letter of 11
inline constexpr double kLeastLettering = 6;  ///< smaller lettering is left out; the title on hover remains

/// The hall on the paper: x to the right, y (north) up.
struct Paper {
  double width_m = 1, depth_m = 1, scale = 1, top = 30;
  [[nodiscard]] double x(double x_m) const { return kLeftMargin + x_m * scale; }
  [[nodiscard]] double y(double y_m) const { return top + (depth_m - y_m) * scale; }
};

/// A rectangle of the floor, in metres.
struct Area {
  double x_m = 0, y_m = 0, width_m = 0, depth_m = 0;
};
[[nodiscard]] Area area_of(const Json& object);

/// A rectangle of the paper.
struct PaperBox {
  double x0 = 0, y0 = 0, x1 = 0, y1 = 0;
};
[[nodiscard]] PaperBox box_of(const Paper& paper, const Area& area);

[[nodiscard]] std::string rect(const Paper& paper, const Area& area, std::string_view attributes);
[[nodiscard]] std::string line(double x0, double y0, double x1, double y1, std::string_view css);

/// "cdu", "air" or "device": what the colours of a unit on the floor go by.
[[nodiscard]] std::string_view css_of_unit(const Json& unit);

/// The side from which a rack or unit takes its air or is opened, as a thick edge. `side` is a word: "south".
[[nodiscard]] std::string front_edge(const PaperBox& box, std::string_view side);

/// Size at which a text fits into an area along its longer side; at most 12.
[[nodiscard]] double lettering_size(const Paper& paper, const Area& area, std::string_view text);
/// Lettering in the middle of an area, along its longer side, as large as it fits; nothing where that is too small to be read.
[[nodiscard]] std::string lettering(const Paper& paper, const Area& area, std::string_view text);

/// Lettering beside things: it is put where it covers neither a thing nor other lettering, or left out.
class Labels {
 public:
  enum class Anchor { start, middle, end };
  /// A place for a text: its anchor's x and its base line.
  struct Spot {
    double x = 0, y = 0;
    Anchor anchor = Anchor::middle;
    std::string text;
  };

  /// Nothing is lettered here.
  void take(const PaperBox& box) { taken_.push_back(box); }
  /// The text at the first spot that is free, which is taken then; empty where none is.
  [[nodiscard]] std::string place(const std::vector<Spot>& spots, double size = 11);

 private:
  std::vector<PaperBox> taken_;
};

}  // namespace hallplan::report
