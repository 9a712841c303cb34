/// How racks warm each other: degC at one rack's intake for each kW more in another, on the flow as it is solved.
///
/// Heat is carried by the flow that was certified in normal running; neither buoyancy nor any rack's airflow answers. So the
/// matrix ranks racks and steers; it decides nothing. Its error is measured: the rack that warms others most is given half as
/// much heat again, the hall is solved anew from its field on, and what the matrix said is put beside what came out.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "kernels/flow/flow.hpp"

namespace hallplan::thermal {

struct FieldResult;
struct FieldOptions;

/// One change of heat, predicted and solved. Racks are counted as in `FieldResult::normal`.
struct ResponseTrial {
  std::string problem;  ///< why there is none; empty when there is one
  int heated = -1;
  double added_w = 0;
  std::vector<double> predicted_k, resolved_k;  ///< of every rack's mean inlet
  int most_moved = -1;                          ///< the rack that moved most when solved anew
  int worst = -1;                               ///< the rack at which the matrix is off most
  double worst_error_k = 0;
  bool settled = false;  ///< the hall did when it was solved anew
};

struct RackResponse {
  std::string problem;           ///< why there is no matrix; empty when there is one
  std::vector<double> k_per_kw;  ///< [i * racks + j]: at rack i for heat in rack j, itself included
  std::size_t racks = 0;
  ResponseTrial trial;
  double seconds = 0;  ///< of the matrix alone

  [[nodiscard]] double at(std::size_t inlet, std::size_t heated) const { return k_per_kw[inlet * racks + heated]; }
};

/// Never fails: what cannot be told says so. Air units that miss their set point for want of capacity hand on what they draw.
[[nodiscard]] RackResponse rack_response(const FieldResult& field, const FieldOptions& options);

}  // namespace hallplan::thermal
