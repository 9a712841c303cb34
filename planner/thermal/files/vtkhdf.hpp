/// A field as a VTKHDF file that ParaView opens: an image whose points are the cells' centres, with arrays of their values.
///
/// Format: VTKHDF file format, ImageData, as docs.vtk.org describes it: group /VTKHDF with the attributes Version, Type,
/// WholeExtent, Origin, Spacing and Direction, one dataset an array under /VTKHDF/PointData, indexed z, y, x (and component).
/// Points and not cells, because readers before VTK 9.3 and ParaView 5.12, which Debian 12 and Ubuntu 24.04 ship, fail on the
/// cell data of images; and because slices, glyphs and stream lines start from points. The file is made in memory: whoever
/// writes it to disk can do so completely or not at all.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "planner/thermal/files/png.hpp"

namespace hallplan::thermal {

/// One value a cell, x fastest; three of them side by side for a vector.
struct CellArray {
  std::string name;
  std::string unit;  ///< noted beside the data: "degC"
  int components = 1;
  std::span<const float> values;  ///< of all cells; or none, and:
  /// Writes the nx x ny values (times components) of one layer of cells. What is made layer by layer never exists twice.
  std::function<void(int z, std::span<float> layer)> make_layer = {};
};

struct CellImage {
  int nx = 0, ny = 0, nz = 0;
  std::array<double, 3> cell_m{};
  std::vector<CellArray> arrays;
  std::span<const std::uint8_t> solid;  ///< 1 where there is no air; written as array "solid"; empty: left out
};

[[nodiscard]] Encoded vtkhdf_of(const CellImage& image);

}  // namespace hallplan::thermal
