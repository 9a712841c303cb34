/// Voltages along the power tree.
#pragma once

#include "planner/site/site.hpp"

namespace hallplan {

/// How far apart two nominal voltages may be for what runs on the one to run on the other: the range of utilisation voltage.
inline constexpr double kVoltageFits = 0.10;

/// Line to line, of a device's output: its own word, its busway type's, else what its first source carries. Null where no one says it, and
/// beyond a transformer, whose two sides differ.
[[nodiscard]] const Value* voltage_of(const Site& site, const Device& device);

}  // namespace hallplan
