/// A small dense linear program: maximise gain x subject to rows x <= limits, x >= 0, with limits >= 0. Primal simplex on the
/// dictionary (Dantzig's rule; Bland's after a row of degenerate steps, so that it ends). Only its prices are used, and whoever
/// uses them checks them: a bound by weak duality holds for any prices.
#pragma once

#include <vector>

namespace hallplan::search {

struct LinearProgram {
  int columns = 0;
  std::vector<std::vector<double>> rows;  ///< each with `columns` coefficients
  std::vector<double> limits;             ///< by row, not negative
  std::vector<double> gain;               ///< by column
};

/// Price of every row, >= 0: the dual solution, or where the work allowed (in multiplications) ended before the optimum, the
/// prices of the last step.
[[nodiscard]] std::vector<double> row_prices(const LinearProgram& program, double work);

}  // namespace hallplan::search
