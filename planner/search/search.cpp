#include "planner/search/search.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "planner/mip/solve.hpp"
#include "planner/plan/retirement.hpp"
#include "planner/search/again.hpp"
#include "planner/search/bound.hpp"
#include "planner/search/final.hpp"
#include "planner/search/integer/close_gap.hpp"
#include "planner/search/levels.hpp"
#include "planner/search/phases.hpp"
#include "planner/search/retire.hpp"
#include "planner/search/ruin_and_recreate.hpp"
#include "planner/search/standing.hpp"
#include "planner/search/unsplit.hpp"

namespace hallplan::search {
namespace {

Options with_time_left(const Options& options, std::chrono::steady_clock::time_point start, const Outcome& outcome) {
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
  Options left = options;
  left.seconds_guard = std::max(0.0, options.seconds_guard - passed.count());
  if (outcome.interrupted || outcome.out_of_time) left.solver = Solver::none;
  return left;
}

/// The gap by integer programming, unless the search was cut short; a better placement goes into `outcome`.
integer::Closing close(const Model& model, const Bound& bound, const Options& options, integer::Aim aim, Gain gain,
                       Outcome& outcome) {
  integer::Closing closing = integer::close_gap(model, bound, gained(outcome.best, gain), options, aim, gain);
  // The program counts racks alone and knows nothing of what is due.
  if (closing.better && score_of(*closing.better).better_than(score_of(outcome.best))) {
    outcome.best = *std::move(closing.better);
  }
  outcome.moves += closing.moves;
  outcome.interrupted = outcome.interrupted || closing.interrupted;
  outcome.out_of_time = outcome.out_of_time || closing.out_of_time;
  return closing;
}

}  // namespace

bool available(Solver solver) { return solver != Solver::highs || mip::available(mip::Solver::highs); }

Plan search_hall(const Site& site, const Options& options) {
  const std::vector<capacity::Choice> choices = capacity::choices(site);
  const Model model = model_of(site, choices);
  const Bound of_all = bound_of(model);
  const std::optional<Model> due = where_due_stands(model);
  const Bound of_due = due ? bound_of(*due) : of_all;
  const auto start = std::chrono::steady_clock::now();
  Outcome outcome = improve(model, of_all, options, nullptr, due ? &of_due : nullptr);
  // Where nothing due is missing, whatever lacks some of it is worse, and no bound need speak of it.
  const bool stands = due && score_of(outcome.best).missing == 0;
  const Model& here = stands ? *due : model;
  const Bound& bound = stands ? of_due : of_all;
  integer::Closing of_value;
  if (model.valued) {
    of_value =
        close(here, bound, with_time_left(options, start, outcome), integer::Aim::bound_and_plan, Gain::value, outcome);
  }
  const integer::Aim aim = model.valued ? integer::Aim::bound_only : integer::Aim::bound_and_plan;
  const integer::Closing closing =
      close(here, bound, with_time_left(options, start, outcome), aim, Gain::racks, outcome);
  if (!outcome.out_of_time && !outcome.interrupted) {
    unsplit(outcome.best, [&] {
      if (options.cancelled && options.cancelled()) outcome.interrupted = true;
      const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
      if (passed.count() > options.seconds_guard) outcome.out_of_time = true;
      return outcome.interrupted || outcome.out_of_time;
    });
  }
  Plan plan = plan_of(site, choices, outcome.best);
  plan.search.bound_racks = closing.bound.racks;
  plan.search.bound_by = closing.bound.by;
  if (stands && closing.bound.racks < of_all.racks) plan.search.bound_by += "; beside what is due";
  plan.search.certified_racks = closing.certified_racks;
  plan.search.solver = closing.solver;
  plan.search.levels = levels_of(outcome.best);
  if (model.valued) {
    plan.search.levels.bound_value = of_value.bound.value;
    plan.search.levels.certified_value = of_value.certified_value;
    plan.search.levels.value_solver = of_value.solver;
  }
  plan.search.seed = options.seed;
  plan.search.moves = outcome.moves;
  plan.search.reproducible = !outcome.out_of_time && !outcome.interrupted;
  plan.search.interrupted = outcome.interrupted;
  return plan;
}

Plan search_hall_again(const Site& site, const Plan& plan, const Cuts& cuts, const Options& options) {
  const std::vector<capacity::Choice> choices = capacity::choices(site);
  const Model model = with_cuts(site, choices, model_of(site, choices), cuts);
  const State from = standing(site, choices, model, plan);
  // Cuts leave no more than was found without them: as many racks are worth no further moves but those for cables.
  const Outcome outcome = improve(model, {count_compute(site, plan), "", value_of(site, plan)}, options, &from);
  Plan again = plan_of(site, choices, outcome.best);
  again.search.levels = levels_of(outcome.best);
  again.search.seed = options.seed;
  again.search.moves = outcome.moves;
  again.search.reproducible = !outcome.out_of_time && !outcome.interrupted;
  again.search.interrupted = outcome.interrupted;
  return again;
}

void take_bound_of_all(const Site& site, SearchRecord& record) {
  const Bound bound = bound_of(model_of(built_out(site)));
  record.bound_racks = record.certified_racks = bound.racks;
  record.bound_by = bound.by;
  record.solver.clear();
  if (record.levels.bound_value >= 0) record.levels.bound_value = record.levels.certified_value = bound.value;
}

Plan search_again(const Site& site, const Plan& plan, const Cuts& cuts, const Options& options) {
  return site.phases.empty() ? search_hall_again(site, plan, cuts, options)
                             : search_phases_again(site, plan, cuts, options);
}

Plan search(const Site& site, const Options& options) {
  if (has_choices(site)) return search_retiring(site, options);
  return site.phases.empty() ? search_hall(site, options) : search_phases(site, options);
}

}  // namespace hallplan::search
