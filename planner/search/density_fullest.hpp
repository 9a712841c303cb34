/// Whether power-density windows can keep any racks out at all: most halls' cannot, and nothing need be looked at.
#pragma once

#include <vector>

#include "kernels/density/density.hpp"
#include "planner/thermal/density.hpp"

namespace hallplan::search {

/// False: no placement puts more into a window than its limit. `by_slot`: of each slot the rectangles of the types that it takes, of which
/// one may stand; beside them `fixed`. Told by a floor on which each slot puts into each cell what the type with most there does: on cells of
/// 100 mm where that says enough, else on the finest that `asked` has.
[[nodiscard]] bool may_exceed(const thermal::DensityGrid& asked, const std::vector<kernels::density::Rect>& fixed,
                              const std::vector<std::vector<kernels::density::Rect>>& by_slot);

}  // namespace hallplan::search
