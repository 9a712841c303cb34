/// States of the hall that are solved from its normal running on: a unit lost, other set points. Internal to this module.
#pragma once

#include <string>
#include <vector>

#include "planner/thermal/field.hpp"

namespace hallplan::thermal {

/// One end of the leakage: which, and the field of normal running there.
struct VariantStart {
  LeakageEnd leakage = LeakageEnd::high;
  const kernels::flow::Fields* fields = nullptr;
};

/// A state with its halls, one for each end of the leakage.
struct Variant {
  std::string scenario;
  int zone = -1;
  std::vector<HallCase> halls;
  std::string words = {};  ///< as of `FieldState`
};

/// Builds it for each end of the leakage; what went wrong, or nothing.
[[nodiscard]] std::string build_variant(const Site& site, const Plan& plan, CaseOptions options,
                                        const std::vector<VariantStart>& starts, Variant& variant);

/// Solves each from the field of its end on, on the finest grid alone, and those that settled once more from nothing on the
/// coarser grids: what these say is its own error of the grid, not that of normal running. Each rack takes the worse end.
/// Appends the states to `out`; what went wrong, or nothing.
[[nodiscard]] std::string solve_variants(const Site& site, const Plan& plan, const FieldOptions& options,
                                         const std::vector<VariantStart>& starts, const std::vector<Variant>& variants,
                                         std::vector<FieldState>& out);

/// Why a hall could not be built.
[[nodiscard]] std::string first_problem(const Diagnostics& problems);

/// Several cases at once, or one with its progress.
[[nodiscard]] std::vector<kernels::flow::Solution> solve_all(const std::vector<kernels::flow::Sequence>& halls,
                                                             const FieldOptions& options,
                                                             const std::vector<kernels::flow::Start>& starts);

}  // namespace hallplan::thermal
