/// All files of a solved field, in memory: whoever calls writes them together or not at all.
#pragma once

#include <string>
#include <vector>

#include "planner/thermal/field.hpp"

namespace hallplan::thermal {

struct FieldFile {
  std::string name;
  std::string bytes;
};

struct FieldFiles {
  std::vector<FieldFile> files;
  std::string problem;  ///< why one could not be made; then there are none
};

/// thermal.json, field.vtkhdf, a ride-through-*.csv of each loss that was followed, and a slice-*.png at the racks' mid height and through each aisle.
[[nodiscard]] FieldFiles field_files(const Site& site, const Plan& plan, const FieldResult& field);

/// Velocities at the cells' centres, three a cell.
[[nodiscard]] std::vector<float> centred_velocity(const kernels::flow::Fields& fields);

}  // namespace hallplan::thermal
