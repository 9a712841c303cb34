/// A slice of a temperature field as a picture: cells in colours, solids hatched grey, outlines with names, metres along two
/// edges, and a bar that says which colour is which temperature and where the racks' inlet limits are. No name hides a cell of air.
#pragma once

#include <string>
#include <vector>

#include "planner/thermal/files/png.hpp"

namespace hallplan::thermal {

/// A rectangle in the slice, in metres from its lower left corner.
struct Outline {
  double left_m = 0, bottom_m = 0, right_m = 0, top_m = 0;
  std::string name;
  std::string group;  ///< its row; named in place of its racks where these cannot be
};

/// An inlet limit, and whose it is.
struct InletMark {
  double degc = 0;
  std::string of;  ///< "dell-xe9712-gb300-nvl72, network-rack-30kw"
};

struct HeatMap {
  std::string title;
  std::string remark;     ///< below the title
  std::string along, up;  ///< what the two edges are: "x", "z"
  int columns = 0, rows = 0;
  double cell_width_m = 0, cell_height_m = 0;
  std::vector<float> degc;  ///< row by row from the lowest; NaN where there is no air
  std::vector<Outline> outlines;
  bool names_below = false;  ///< the outlines are behind the cut: their names stand below the map, else where no air is
  std::vector<InletMark> limits;
  double cold_degc = 0, hot_degc = 1;  ///< ends of the colours
};

/// Draws it. Cells are not smoothed: one sees the grid that was solved.
[[nodiscard]] Canvas draw(const HeatMap& map);

}  // namespace hallplan::thermal
