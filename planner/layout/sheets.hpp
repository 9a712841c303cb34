/// Partitions of the hall as what stands on its floor meets them: walls, shut doors, curtains and panels upright, lids and roofs
/// level. A perforated one is in the way as any other. Only for this module.
#pragma once

#include <string>

#include "planner/layout/geometry.hpp"

namespace hallplan::layout {

/// It hangs lower than something of this height that stands on the floor. A shut door counts as the wall it is in.
[[nodiscard]] bool in_the_way(const Partition& sheet, long long height_mm);

[[nodiscard]] bool is_level(const Partition& sheet);

/// All floor below it, without thickness where its place is known to the millimetre.
[[nodiscard]] RectMm sheet_rect(const Partition& sheet);

/// "partition wall-1".
[[nodiscard]] std::string sheet_name(const Partition& sheet);

/// The first sheet that something of this height and footprint cannot share its place with; null when there is none. Touching is
/// none.
[[nodiscard]] const Partition* upright_through(const Hall& hall, const RectMm& rect, long long height_mm);
[[nodiscard]] const Partition* level_over(const Hall& hall, const RectMm& rect, long long height_mm);

}  // namespace hallplan::layout
