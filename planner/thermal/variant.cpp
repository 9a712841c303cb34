#include "planner/thermal/variant.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <utility>

#include "planner/thermal/field_state.hpp"

namespace hallplan::thermal {
namespace {

using kernels::flow::Ended;
using kernels::flow::Sequence;
using kernels::flow::Solution;
using kernels::flow::Start;

/// A solve that starts from a field leaves the coarser grids out. They answer by themselves, as the second-finest does on the
/// way to normal running; a hall that did not settle needs no error of its grid.
void add_coarser(const std::vector<Sequence>& halls, FieldOptions options, std::vector<Solution>& solutions) {
  std::vector<Sequence> coarser;
  std::vector<Solution*> of;
  for (std::size_t i = 0; i < halls.size(); ++i) {
    if (!solutions[i].status || solutions[i].ended == Ended::not_converged || halls[i].grids.size() < 2) continue;
    coarser.push_back({{halls[i].grids.begin(), halls[i].grids.end() - 1}});
    of.push_back(&solutions[i]);
  }
  options.solver.certify = false;
  options.solver.settle_coarser = false;
  std::vector<Solution> found = solve_all(coarser, options, {});
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (!found[i].status) continue;  // the error of the grid stays unknown
    kernels::flow::Coarser& known = of[i]->coarser;
    known.known = true;
    known.ended = found[i].ended;
    known.probes = std::move(found[i].probes);
    for (const kernels::flow::DuctState& duct : found[i].ducts) known.intakes.push_back(duct.intake);
  }
}

}  // namespace

std::string first_problem(const Diagnostics& problems) {
  for (const Diagnostic& problem : problems.all()) {
    if (problem.severity == Severity::error) return problem.message;
  }
  return "the hall could not be put on a grid";
}

std::vector<Solution> solve_all(const std::vector<Sequence>& halls, const FieldOptions& options,
                                const std::vector<Start>& starts) {
  if (halls.empty()) return {};
  kernels::flow::Options solver = options.solver;
  solver.tracers = options.tracers;
  if (halls.size() > 1) return solve_batch(halls, solver, options.execution, starts, batch_progress(options));
  const Start start = starts.empty() ? Start{} : starts.front();
  std::vector<Solution> out;
  out.push_back(solve(halls.front(), solver, options.execution, start, options.progress));
  return out;
}

std::string build_variant(const Site& site, const Plan& plan, CaseOptions options,
                          const std::vector<VariantStart>& starts, Variant& variant) {
  for (const VariantStart& start : starts) {
    options.leakage = start.leakage;
    Result<HallCase> hall = build_case(site, plan, options);
    if (!hall.value) return fmt::format("{}: {}", variant.scenario, first_problem(hall.problems));
    variant.halls.push_back(std::move(*hall.value));
  }
  return {};
}

std::string solve_variants(const Site& site, const Plan& plan, const FieldOptions& options,
                           const std::vector<VariantStart>& starts, const std::vector<Variant>& variants,
                           std::vector<FieldState>& out) {
  std::vector<Sequence> halls;
  std::vector<Start> from;
  for (const Variant& variant : variants) {
    for (std::size_t end = 0; end < variant.halls.size(); ++end) {
      halls.push_back(variant.halls[end].sequence);
      from.push_back({starts[end].fields});
    }
  }
  FieldOptions plain = options;
  plain.tracers = false;
  std::vector<Solution> solutions = solve_all(halls, plain, from);
  add_coarser(halls, plain, solutions);
  auto solution = solutions.cbegin();
  for (const Variant& variant : variants) {
    std::vector<SolvedCase> ends;
    for (const HallCase& hall : variant.halls) {
      if (!solution->status) return fmt::format("{}: {}", variant.scenario, solution->status.text);
      ends.push_back({&hall, &*solution++});
    }
    FieldState state = state_of(site, plan, ends);
    state.scenario = variant.scenario;
    state.zone = variant.zone;
    state.words = variant.words;
    state.level = options.level;
    state.cell_m = variant.halls.front().grids.back().asked_m;
    out.push_back(std::move(state));
  }
  return {};
}

}  // namespace hallplan::thermal
