#include "planner/mip/solve.hpp"

#include <chrono>
#include <cmath>
#include <exception>

#include "planner/mip/backend.hpp"

namespace hallplan::mip {
namespace {

using Clock = std::chrono::steady_clock;

/// Solvers keep rows within 1e-6 to 1e-7; whole columns are rounded before.
constexpr double kPointTolerance = 1e-6;

std::string fault_of_limits(const Limits& limits) {
  if (!(limits.seconds > 0)) return "seconds must be above 0";
  if (limits.nodes < 0) return "nodes must not be negative";
  if (!(limits.gap >= 0 && limits.gap < 1)) return "the gap must be from 0 to less than 1";
  if (std::isnan(limits.cutoff) || limits.cutoff == kInfinity) return "the cutoff must be a number or absent";
  if (limits.seed < 0) return "the seed must not be negative";
  return {};
}

template <class Outcome>
Outcome refused(std::string reason) {
  Outcome outcome;
  outcome.status = Status::refused;
  outcome.reason = std::move(reason);
  return outcome;
}

template <class Outcome>
Outcome without(Solver solver) {
  Outcome outcome;
  outcome.status = Status::unavailable;
  outcome.reason = std::string(name(solver)) + " was not found when this program was configured";
  return outcome;
}

/// Rounds, computes anew and refuses what does not hold.
void confirm(const Model& model, const Limits& limits, Answer& answer) {
  if (!answer.has_point()) return;
  if (answer.x.size() == model.columns.size()) {
    for (std::size_t c = 0; c < answer.x.size(); ++c) {
      if (model.columns[c].integer) answer.x[c] = std::round(answer.x[c]);
    }
  }
  if (const std::string fault = fault_of_point(model, answer.x, kPointTolerance); !fault.empty()) {
    answer.status = Status::failed;
    answer.reason = "the solver's point breaks the model: " + fault;
    answer.x.clear();
    return;
  }
  answer.objective = model.objective(answer.x);
  if (answer.objective <= limits.cutoff) {  // no better than what the caller has
    answer.status = answer.status == Status::optimal ? Status::none_better : Status::unknown;
    answer.x.clear();
    answer.objective = -kInfinity;
  }
}

}  // namespace

bool available(Solver solver) { return solver == Solver::cbc || highs_is_built_in(); }

std::string_view name(Solver solver) { return solver == Solver::cbc ? "CBC" : "HiGHS"; }

std::string_view name(Status status) {
  switch (status) {
    case Status::optimal:
      return "optimal";
    case Status::feasible:
      return "feasible";
    case Status::infeasible:
      return "infeasible";
    case Status::none_better:
      return "none better";
    case Status::unbounded:
      return "unbounded";
    case Status::unknown:
      return "unknown";
    case Status::refused:
      return "refused";
    case Status::failed:
      return "failed";
    case Status::unavailable:
      return "unavailable";
  }
  return "unknown";
}

Answer solve(const Model& model, const Limits& limits, Solver solver) {
  if (!available(solver)) return without<Answer>(solver);
  if (std::string fault = fault_of(model); !fault.empty()) return refused<Answer>(std::move(fault));
  if (std::string fault = fault_of_limits(limits); !fault.empty()) return refused<Answer>(std::move(fault));
  const auto start = Clock::now();
  Answer answer;
  try {
    answer = solver == Solver::cbc ? solve_with_cbc(model, limits) : solve_with_highs(model, limits);
    confirm(model, limits, answer);
  } catch (const std::exception& problem) {
    answer = {};
    answer.reason = std::string(name(solver)) + " broke off: " + problem.what();
  } catch (...) {  // CoinError and others are no std::exception
    answer = {};
    answer.reason = std::string(name(solver)) + " broke off";
  }
  answer.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  return answer;
}

Relaxation relax(const Model& model, double seconds, Solver solver) {
  if (!available(solver)) return without<Relaxation>(solver);
  if (std::string fault = fault_of(model); !fault.empty()) return refused<Relaxation>(std::move(fault));
  if (!(seconds > 0)) return refused<Relaxation>("seconds must be above 0");
  Relaxation out;
  try {
    out = solver == Solver::cbc ? relax_with_cbc(model, seconds) : relax_with_highs(model, seconds);
  } catch (const std::exception& problem) {
    out = {};
    out.reason = std::string(name(solver)) + " broke off: " + problem.what();
  } catch (...) {
    out = {};
    out.reason = std::string(name(solver)) + " broke off";
  }
  return out;
}

}  // namespace hallplan::mip
