// Where the air that racks breathe comes from and how old it is: two passive scalars on the frozen flow.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <vector>

#include "kernels/transport/transport.hpp"
#include "planner/thermal/field_state.hpp"
#include "planner/thermal/metrics.hpp"

namespace hallplan::thermal {
namespace {

using kernels::flow::Case;
using kernels::transport::Answer;
using kernels::transport::Question;

constexpr double kTracerAccuracy = 1e-4;  ///< imbalance over what flows: indices are read to three digits

/// 1 in what supplies and cooling units blow, 0 in what racks blow and what leaks in.
Question supply_tracer(const Case& hall, double flow_m3_per_s) {
  Question question;
  for (const kernels::flow::Duct& duct : hall.ducts) {
    const bool is_unit = duct.cools && !duct.cools_last;
    question.ducts.push_back({0, false, 0, 0, is_unit ? 1.0 : 0.0});
  }
  question.supplies.assign(hall.supplies.size(), 1);
  question.openings.assign(hall.openings.size(), 0);
  question.imbalance = kTracerAccuracy * flow_m3_per_s;
  return question;
}

double volume_m3(const Case& hall) {
  return static_cast<double>(hall.grid.cells()) * hall.grid.hx_m * hall.grid.hy_m * hall.grid.hz_m;
}

double at(const Answer& answer, int duct) {
  const auto i = static_cast<std::size_t>(duct);
  return duct >= 0 && i < answer.intake.size() ? answer.intake[i] : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

std::string add_tracers(const SolvedCase& solved, const kernels::Execution& execution, std::vector<RackField>& racks,
                        FieldMetrics& metrics) {
  const Case& hall = solved.hall->sequence.grids.back();
  std::vector<double> flows;
  double all_flow = 0;
  for (const kernels::flow::DuctState& duct : solved.fine->ducts) {
    flows.push_back(duct.flow_m3_per_s);
    all_flow += duct.flow_m3_per_s;
  }
  const kernels::transport::FrozenFlow frozen = kernels::transport::freeze(hall, solved.fine->fields, flows);
  if (!frozen.status) return frozen.status.text;
  std::vector<Question> questions = {supply_tracer(hall, all_flow), kernels::transport::age_of_air(frozen)};
  questions[1].imbalance = kTracerAccuracy * volume_m3(hall);
  const std::vector<Answer> answers = kernels::transport::solve(frozen, questions, execution);
  for (const Answer& answer : answers) {
    if (!answer.status) return answer.status.text;
    if (!answer.converged) return "a tracer did not converge";
  }
  std::vector<double> captured, ages, drawn;
  for (std::size_t i = 0; i < std::min(racks.size(), solved.hall->racks.size()); ++i) {
    racks[i].capture_index = at(answers[0], solved.hall->racks[i].duct);
    racks[i].mean_age_s = at(answers[1], solved.hall->racks[i].duct);
    captured.push_back(racks[i].capture_index);
    ages.push_back(racks[i].mean_age_s);
    drawn.push_back(racks[i].flow_m3_per_s);
  }
  metrics.capture_index = capture_index(captured, drawn);
  metrics.mean_age_s = mean_by_flow(ages, drawn);
  return {};
}

}  // namespace hallplan::thermal
