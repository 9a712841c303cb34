/// Working space before electrical equipment that stands in the hall, as NEC 110.26 has it: free floor before the front, as wide as
/// the equipment and no less than 762 mm (30 in), and as deep as voltage and condition ask. Only for this module.
#pragma once

#include <string>
#include <vector>

#include "planner/layout/layout.hpp"

namespace hallplan::layout {

struct WorkingSpace {
  /// Free depth that is asked; 0 where it is not known.
  long long depth_mm = 0;
  std::string basis;    ///< "239.6 V to ground, condition 2: 1.067 m"
  std::string unknown;  ///< why the depth is not known; empty when it is
  Mark at;              ///< of what asks for it
  std::string source;
};
/// Of a device that has a place.
[[nodiscard]] WorkingSpace working_space(const Site& site, const Device& device);

/// The strip of floor that racks are kept off, however much of it is free. Equipment that is narrower than 762 mm has it before its
/// middle, or moved sideways as little as walls, partitions, columns and plant ask; racks do not move it, though a plan whose racks leave
/// another strip free passes. `plant` holds what stands beside.
[[nodiscard]] RectMm working_strip(const Site& site, const std::vector<Equipment>& plant, const Equipment& piece,
                                   long long depth_mm);

}  // namespace hallplan::layout
