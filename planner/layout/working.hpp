/// Working space before electrical equipment that stands in the hall, as NEC 110.26 has it: free floor before the front, as wide as
/// the equipment and no less than 762 mm (30 in), and as deep as voltage and condition ask.
#pragma once

#include <cstddef>
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

/// Where the working space before a power device may lie. Equipment that is narrower than 762 mm may have it before its middle or moved
/// aside to either hand, as long as it lies before all of it.
struct WorkingPlaces {
  std::size_t piece = 0;  ///< of the plant
  std::vector<RectMm>
      strips;  ///< in which nothing stands but racks, from one hand to the other; none where none is free
};

/// Of each device that has a place and a known depth, in the plant's order. `plant` is what `equipment` gives without racks.
[[nodiscard]] std::vector<WorkingPlaces> working_places(const Site& site, const std::vector<Equipment>& plant);

/// Floor that all free strips take: a rack on it leaves none. Where none is free the strip that is measured.
[[nodiscard]] RectMm working_floor(const Site& site, const std::vector<Equipment>& plant, const Equipment& piece,
                                   long long depth_mm);

/// Whether two racks, on this floor with their doors, leave no strip. A rack before the device bars strips from one hand on, or all: where
/// any racks leave none, two of them do.
[[nodiscard]] bool leave_none(const WorkingPlaces& places, const RectMm& one, const RectMm& other);

}  // namespace hallplan::layout
