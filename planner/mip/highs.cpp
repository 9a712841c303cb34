// HiGHS, where it was found when the program was configured.
#include "planner/mip/backend.hpp"

#ifdef HALLPLAN_HIGHS

#include <Highs.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

namespace hallplan::mip {
namespace {

using Clock = std::chrono::steady_clock;

/// HiGHS maximises itself, but its duals then follow another sign: it minimises here, as CBC does.
HighsLp program_of(const Model& model, bool whole) {
  HighsLp lp;
  lp.num_col_ = static_cast<HighsInt>(model.columns.size());
  lp.num_row_ = static_cast<HighsInt>(model.rows.size());
  lp.sense_ = ObjSense::kMinimize;
  for (const Column& column : model.columns) {
    lp.col_cost_.push_back(column.gain == 0 ? 0 : -column.gain);
    lp.col_lower_.push_back(column.lower);
    lp.col_upper_.push_back(column.upper);
    if (whole) lp.integrality_.push_back(column.integer ? HighsVarType::kInteger : HighsVarType::kContinuous);
  }
  lp.a_matrix_.format_ = MatrixFormat::kRowwise;
  lp.a_matrix_.start_ = {0};
  for (const Row& row : model.rows) {
    lp.row_lower_.push_back(row.lower);
    lp.row_upper_.push_back(row.upper);
    for (const Entry& entry : row.entries) {
      lp.a_matrix_.index_.push_back(entry.column);
      lp.a_matrix_.value_.push_back(entry.factor);
    }
    lp.a_matrix_.start_.push_back(static_cast<HighsInt>(lp.a_matrix_.index_.size()));
  }
  return lp;
}

void set_up(Highs& highs, double seconds, int seed) {
  highs.setOptionValue("output_flag", false);
  highs.setOptionValue("threads", 1);
  highs.setOptionValue("parallel", "off");
  highs.setOptionValue("random_seed", seed);
  highs.setOptionValue("time_limit", seconds);
}

Status read_status(Highs& highs, bool has_point, bool& cut_by_time) {
  const HighsModelStatus status = highs.getModelStatus();
  switch (status) {
    case HighsModelStatus::kOptimal:
      return Status::optimal;
    case HighsModelStatus::kInfeasible:
      return Status::infeasible;
    case HighsModelStatus::kUnbounded:
      return Status::unbounded;
    case HighsModelStatus::kTimeLimit:
    case HighsModelStatus::kInterrupt:
      cut_by_time = true;
      break;
    case HighsModelStatus::kIterationLimit:
    case HighsModelStatus::kSolutionLimit:
    case HighsModelStatus::kObjectiveBound:
      break;
    default:
      return Status::failed;
  }
  return has_point ? Status::feasible : Status::unknown;
}

/// HiGHS may leave open which of the two it is: without an objective only the infeasible one stays so.
void tell_apart(Highs& highs) {
  if (highs.getModelStatus() != HighsModelStatus::kUnboundedOrInfeasible) return;
  highs.setOptionValue("presolve", "off");
  highs.run();
}

}  // namespace

bool highs_is_built_in() { return true; }

Relaxation relax_with_highs(const Model& model, double seconds) {
  Highs highs;
  set_up(highs, seconds, 1);
  Relaxation out;
  if (highs.passModel(program_of(model, false)) == HighsStatus::kError) {
    out.reason = "HiGHS does not take the model";
    return out;
  }
  highs.run();
  tell_apart(highs);
  bool cut = false;
  out.status = read_status(highs, false, cut);
  if (out.status == Status::optimal) {
    out.objective = -highs.getInfo().objective_function_value;
    out.x = highs.getSolution().col_value;
    for (const double dual : highs.getSolution().row_dual) out.row_duals.push_back(-dual);
  } else if (out.status == Status::failed) {
    out.reason = "HiGHS: " + highs.modelStatusToString(highs.getModelStatus());
  }
  return out;
}

Answer solve_with_highs(const Model& model, const Limits& limits) {
  const auto start = Clock::now();
  Answer answer;
  // Firm on infeasible and unbounded, as with CBC.
  const Relaxation relaxation = relax_with_highs(model, limits.seconds);
  if (relaxation.status != Status::optimal) {
    answer.status = relaxation.status;
    answer.reason = relaxation.reason;
    answer.cut_by_time = relaxation.status == Status::unknown;
    return answer;
  }
  const auto since = [&] { return std::chrono::duration<double>(Clock::now() - start).count(); };
  Highs highs;
  set_up(highs, std::max(1e-3, limits.seconds - since()), limits.seed);
  highs.setOptionValue("mip_rel_gap", limits.gap);
  highs.setOptionValue("mip_abs_gap", 1e-6);
  if (limits.nodes < std::numeric_limits<int>::max()) highs.setOptionValue("mip_max_nodes", limits.nodes);
  const bool has_cutoff = std::isfinite(limits.cutoff);
  HighsLp lp = program_of(model, true);
  if (has_cutoff) {  // a row: HiGHS's own bound on the objective says nothing of whether better points exist
    lp.row_lower_.push_back(limits.cutoff);
    lp.row_upper_.push_back(kInfinity);
    ++lp.num_row_;
    for (std::size_t c = 0; c < model.columns.size(); ++c) {
      if (model.columns[c].gain == 0) continue;
      lp.a_matrix_.index_.push_back(static_cast<HighsInt>(c));
      lp.a_matrix_.value_.push_back(model.columns[c].gain);
    }
    lp.a_matrix_.start_.push_back(static_cast<HighsInt>(lp.a_matrix_.index_.size()));
  }
  if (highs.passModel(std::move(lp)) == HighsStatus::kError) {
    answer.reason = "HiGHS does not take the model";
    return answer;
  }
  Progress told;
  highs.setCallback(
      // its data types have other names from version to version
      [&](int kind, const std::string& /*text*/, const auto* out, auto* in, void* /*user*/) {
        if (limits.cancelled && limits.cancelled()) in->user_interrupt = 1;
        if (!limits.progress || kind == kCallbackMipInterrupt) return;
        const double objective = out->mip_primal_bound < 1e30 ? -out->mip_primal_bound : -kInfinity;
        const double bound = out->mip_dual_bound > -1e30 ? -out->mip_dual_bound : kInfinity;
        if (objective <= told.objective && bound >= told.bound) return;
        told = {since(), std::max(objective, told.objective), std::min(bound, told.bound)};
        limits.progress(told);
      },
      nullptr);
  highs.startCallback(kCallbackMipInterrupt);
  highs.startCallback(kCallbackMipLogging);
  highs.startCallback(kCallbackMipImprovingSolution);
  highs.run();
  const HighsInfo& info = highs.getInfo();
  const bool has_point = info.primal_solution_status == kSolutionStatusFeasible;
  answer.status = read_status(highs, has_point, answer.cut_by_time);
  if (answer.status == Status::infeasible && has_cutoff) answer.status = Status::none_better;
  if (answer.status == Status::failed) {
    answer.reason = "HiGHS: " + highs.modelStatusToString(highs.getModelStatus());
    return answer;
  }
  if (has_point) answer.x = highs.getSolution().col_value;
  answer.nodes = static_cast<int>(info.mip_node_count);
  answer.bound = relaxation.objective;
  if (answer.status == Status::none_better) {
    answer.bound = std::min(answer.bound, limits.cutoff);
  } else if (std::isfinite(info.mip_dual_bound)) {
    answer.bound = std::min(answer.bound, -info.mip_dual_bound);
  }
  return answer;
}

}  // namespace hallplan::mip

#else

namespace hallplan::mip {

bool highs_is_built_in() { return false; }

Relaxation relax_with_highs(const Model& /*model*/, double /*seconds*/) { return {}; }

Answer solve_with_highs(const Model& /*model*/, const Limits& /*limits*/) { return {}; }

}  // namespace hallplan::mip

#endif
