/// The model as a file that other solvers read.
#pragma once

#include <string>

#include "planner/mip/model.hpp"

namespace hallplan::mip {

/// Free MPS, as CBC, HiGHS, Gurobi and CPLEX read it. The format minimises: the objective row `COST` holds the gains with
/// their signs turned, so an optimum of -147 there is 147 here. Numbers are written so that they read back bit for bit; every column
/// has its bounds written out. The model must have no fault (`fault_of`).
[[nodiscard]] std::string to_mps(const Model& model);

}  // namespace hallplan::mip
