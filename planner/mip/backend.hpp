/// What a solver behind `solve.hpp` offers. Models are checked before and points after, by `solve`.
#pragma once

#include "planner/mip/solve.hpp"

namespace hallplan::mip {

[[nodiscard]] Answer solve_with_cbc(const Model& model, const Limits& limits);
[[nodiscard]] Relaxation relax_with_cbc(const Model& model, double seconds);

[[nodiscard]] bool highs_is_built_in();
[[nodiscard]] Answer solve_with_highs(const Model& model, const Limits& limits);
[[nodiscard]] Relaxation relax_with_highs(const Model& model, double seconds);

}  // namespace hallplan::mip
