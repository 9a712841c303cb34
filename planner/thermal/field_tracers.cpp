// Where the air that racks breathe comes from and how old it is, from two passive scalars that the solver followed.
#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "planner/thermal/field_state.hpp"
#include "planner/thermal/metrics.hpp"

namespace hallplan::thermal {

std::string add_tracers(const SolvedCase& solved, std::vector<RackField>& racks, FieldMetrics& metrics) {
  const kernels::flow::Solution& solution = *solved.fine;
  if (solution.certified_intake_degc.empty()) return "no capture index and age of air: the flow was not certified";
  std::vector<double> captured, ages, drawn;
  for (std::size_t i = 0; i < std::min(racks.size(), solved.hall->racks.size()); ++i) {
    racks[i].capture_index = at_or_unknown(solution.supply_share, solved.hall->racks[i].duct);
    racks[i].mean_age_s = at_or_unknown(solution.age_s, solved.hall->racks[i].duct);
    captured.push_back(racks[i].capture_index);
    ages.push_back(racks[i].mean_age_s);
    drawn.push_back(racks[i].flow_m3_per_s);
  }
  metrics.capture_index = capture_index(captured, drawn);
  metrics.mean_age_s = mean_by_flow(ages, drawn);
  if (solution.supply_share.empty()) return "no capture index: it did not converge";
  if (solution.age_s.empty()) return "no age of air: it did not converge";
  return {};
}

}  // namespace hallplan::thermal
