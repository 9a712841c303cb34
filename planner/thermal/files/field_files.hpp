/// All files of a solved field, in memory: whoever calls writes them together or not at all.
#pragma once

#include <span>
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

/// Velocities at the centres of a layer of cells, three a cell.
void centre_velocity(const kernels::flow::Fields& fields, int z, std::span<float> layer);

}  // namespace hallplan::thermal
