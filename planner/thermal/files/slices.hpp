/// Where a field is cut for pictures: level at the racks' mid height, upright along the middle of each aisle.
#pragma once

#include <string>
#include <vector>

#include "planner/thermal/field.hpp"
#include "planner/thermal/files/heat_map.hpp"

namespace hallplan::thermal {

struct Slice {
  std::string name;   ///< part of a file's name: "racks", "aisle-r1-r2", "aisle-r1-front"
  std::string title;  ///< "aisle r1 rear, y = 4.20 m"
  kernels::flow::Axis normal = kernels::flow::Axis::z;
  double at_m = 0;
  int row = -1;  ///< upright slices show the racks of this row
};

/// An aisle between two rows is cut once, through its middle; a wide one 0.6 m before each row.
[[nodiscard]] std::vector<Slice> slices_of(const Site& site, const Plan& plan);

/// Lowest and highest temperature of the air, rounded outwards to whole degrees.
struct Scale {
  double cold_degc = 0, hot_degc = 1;
};
[[nodiscard]] Scale scale_of(const FieldResult& field);

/// Every cell that is part of a body, x fastest.
[[nodiscard]] std::vector<std::uint8_t> solid_cells(const kernels::flow::Case& one);

[[nodiscard]] HeatMap heat_map_of(const Site& site, const Plan& plan, const FieldResult& field, const Slice& slice,
                                  const Scale& scale);

}  // namespace hallplan::thermal
