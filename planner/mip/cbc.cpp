// COIN-OR CBC, driven as its own executable drives it: CbcMain1 alone has the preprocessing, cuts and heuristics that make it fast.
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <coin/CbcEventHandler.hpp>
#include <coin/CbcModel.hpp>
#include <coin/CbcSolver.hpp>
#include <coin/ClpSimplex.hpp>
#include <coin/CoinPackedMatrix.hpp>
#include <coin/OsiClpSolverInterface.hpp>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "planner/mip/backend.hpp"

namespace hallplan::mip {
namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Clp and CBC put handlers of their own on SIGINT, and not all of their ways out take them off again.
class KeepInterrupt {
 public:
  KeepInterrupt() { sigaction(SIGINT, nullptr, &ours_); }
  ~KeepInterrupt() { sigaction(SIGINT, &ours_, nullptr); }
  KeepInterrupt(const KeepInterrupt&) = delete;
  KeepInterrupt& operator=(const KeepInterrupt&) = delete;

 private:
  struct sigaction ours_ = {};
};

/// Solvers minimise: gains go in with their signs turned.
void load(const Model& model, OsiClpSolverInterface& solver) {
  const auto columns = static_cast<int>(model.columns.size());
  std::vector<double> lower, upper, cost, row_lower, row_upper;
  for (const Column& column : model.columns) {
    lower.push_back(column.lower);
    upper.push_back(column.upper);
    cost.push_back(column.gain == 0 ? 0 : -column.gain);
  }
  std::vector<int> which_row, which_column;
  std::vector<double> factors;
  for (std::size_t r = 0; r < model.rows.size(); ++r) {
    row_lower.push_back(model.rows[r].lower);
    row_upper.push_back(model.rows[r].upper);
    for (const Entry& entry : model.rows[r].entries) {
      which_row.push_back(static_cast<int>(r));
      which_column.push_back(entry.column);
      factors.push_back(entry.factor);
    }
  }
  for (std::vector<double>* bounds : {&lower, &upper, &row_lower, &row_upper}) {
    for (double& bound : *bounds) bound = std::clamp(bound, -COIN_DBL_MAX, COIN_DBL_MAX);
  }
  CoinPackedMatrix matrix(true, which_row.data(), which_column.data(), factors.data(),
                          static_cast<CoinBigIndex>(factors.size()));
  matrix.setDimensions(static_cast<int>(model.rows.size()), columns);
  solver.messageHandler()->setLogLevel(0);
  solver.getModelPtr()->setLogLevel(0);
  solver.setHintParam(OsiDoReducePrint, true, OsiHintTry);
  solver.loadProblem(matrix, lower.data(), upper.data(), cost.data(), row_lower.data(), row_upper.data());
  for (int c = 0; c < columns; ++c) {
    if (model.columns[static_cast<std::size_t>(c)].integer) solver.setInteger(c);
  }
}

/// Tells of better points and bounds, and stops when asked to.
class Watch : public CbcEventHandler {
 public:
  Watch(const Limits& limits, Clock::time_point start, bool& cancelled)
      : limits_(&limits), start_(start), cancelled_(&cancelled) {}

  [[nodiscard]] CbcEventHandler* clone() const override { return new Watch(*this); }

  CbcAction event(CbcEvent /*what*/) override {
    if (limits_->cancelled && limits_->cancelled()) {
      *cancelled_ = true;
      return stop;
    }
    // A heuristic's own small search has a smaller problem: its bound bounds nothing.
    if (!limits_->progress || model_ == nullptr || model_->parentModel() != nullptr) return noAction;
    const double value = model_->getObjValue();
    const double possible = model_->getBestPossibleObjValue();
    const double objective = value < 1e30 ? -value : -kInfinity;
    const double bound = possible > -1e30 && possible < 1e30 ? -possible : kInfinity;
    if (objective > told_.objective || bound < told_.bound) {
      told_ = {since(start_), std::max(objective, told_.objective), std::min(bound, told_.bound)};
      limits_->progress(told_);
    }
    return noAction;
  }

 private:
  const Limits* limits_;
  Clock::time_point start_;
  bool* cancelled_;
  Progress told_;
};

int no_callback(CbcModel* /*model*/, int /*where*/) { return 0; }

std::vector<std::string> command(const Limits& limits, double seconds) {
  std::vector<std::string> words = {"cbc",       "-log",   "0", "-slog", "0", "-sec", std::to_string(seconds),
                                    "-timeMode", "elapsed"};
  const auto option = [&](const char* key, std::string value) {
    words.emplace_back(key);
    words.push_back(std::move(value));
  };
  option("-randomSeed", std::to_string(limits.seed));
  option("-randomCbcSeed", std::to_string(limits.seed));
  if (limits.nodes < std::numeric_limits<int>::max()) option("-maxNodes", std::to_string(limits.nodes));
  if (limits.gap > 0) option("-ratioGap", std::to_string(limits.gap));
  words.insert(words.end(), {"-solve", "-quit"});
  return words;
}

Answer from_relaxation(const Model& model, const Relaxation& relaxation) {
  Answer answer;
  answer.status = relaxation.status;
  answer.reason = relaxation.reason;
  if (relaxation.status == Status::optimal) {
    answer.x = relaxation.x;
    answer.objective = answer.bound = model.objective(relaxation.x);
  }
  answer.cut_by_time = relaxation.status == Status::unknown;
  return answer;
}

void read_status(const CbcModel& solved, bool has_cutoff, Answer& answer) {
  const int second = solved.secondaryStatus();
  const bool finished = solved.status() == 0 && second != 4 && second != 5;
  answer.cut_by_time = second == 4 || answer.cut_by_time;
  if (answer.has_point()) {
    answer.status =
        finished && (second == 0 || second == 1 || second == 2 || second == -1) ? Status::optimal : Status::feasible;
  } else if (solved.isProvenInfeasible() || (finished && second == 1)) {
    answer.status = has_cutoff ? Status::none_better : Status::infeasible;
  } else if (solved.status() == 2) {
    answer.status = Status::failed;
    answer.reason = "CBC met numerical difficulties";
  } else {
    answer.status = Status::unknown;
  }
}

}  // namespace

Relaxation relax_with_cbc(const Model& model, double seconds) {
  const KeepInterrupt keep;
  OsiClpSolverInterface solver;
  load(model, solver);
  solver.getModelPtr()->setMaximumSeconds(seconds);
  solver.initialSolve();
  Relaxation out;
  if (solver.isProvenOptimal()) {
    out.status = Status::optimal;
    out.objective = -solver.getObjValue();
    const auto columns = static_cast<std::ptrdiff_t>(model.columns.size());
    out.x.assign(solver.getColSolution(), solver.getColSolution() + columns);
    for (std::size_t r = 0; r < model.rows.size(); ++r) out.row_duals.push_back(-solver.getRowPrice()[r]);
  } else if (solver.isProvenPrimalInfeasible()) {
    out.status = Status::infeasible;
  } else if (solver.isProvenDualInfeasible()) {
    out.status = Status::unbounded;
  } else if (solver.isAbandoned()) {
    out.reason = "Clp met numerical difficulties";
  } else {
    out.status = Status::unknown;
  }
  return out;
}

Answer solve_with_cbc(const Model& model, const Limits& limits) {
  const auto start = Clock::now();
  // What its relaxation says is firmer than what CBC says of the whole, whose preprocessing hides the reason.
  const Relaxation relaxation = relax_with_cbc(model, limits.seconds);
  if (relaxation.status != Status::optimal || model.integers() == 0) return from_relaxation(model, relaxation);
  Answer answer;
  answer.bound = relaxation.objective;
  const double left = limits.seconds - since(start);
  if (left <= 0) {
    answer.status = Status::unknown;
    answer.cut_by_time = true;
    return answer;
  }
  const KeepInterrupt keep;
  OsiClpSolverInterface solver;
  load(model, solver);
  CbcModel cbc(solver);
  CbcSolverUsefulData data;
  data.noPrinting_ = true;
  data.useSignalHandler_ = false;
  cbc.messageHandler()->setLogLevel(0);
  CbcMain0(cbc, data);
  cbc.messageHandler()->setLogLevel(0);
  bool cancelled = false;
  Watch watch(limits, start, cancelled);
  cbc.passInEventHandler(&watch);
  const bool has_cutoff = std::isfinite(limits.cutoff);
  if (has_cutoff) cbc.setCutoff(-limits.cutoff);
  const std::vector<std::string> words = command(limits, left);
  std::vector<const char*> arguments;
  for (const std::string& word : words) arguments.push_back(word.c_str());
  CbcMain1(static_cast<int>(arguments.size()), arguments.data(), cbc, no_callback, data);

  if (const double* best = cbc.bestSolution(); best != nullptr) {
    answer.x.assign(best, best + static_cast<std::ptrdiff_t>(model.columns.size()));
  }
  answer.nodes = cbc.getNodeCount();
  answer.cut_by_time = cancelled;
  read_status(cbc, has_cutoff, answer);
  const double possible = -cbc.getBestPossibleObjValue();
  if (std::isfinite(possible) && std::abs(possible) < 1e30) answer.bound = std::min(answer.bound, possible);
  if (answer.status == Status::none_better) answer.bound = std::min(answer.bound, limits.cutoff);
  return answer;
}

}  // namespace hallplan::mip
