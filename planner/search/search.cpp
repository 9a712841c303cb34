#include "planner/search/search.hpp"

#include <chrono>

#include "planner/search/bound.hpp"
#include "planner/search/final.hpp"
#include "planner/search/phases.hpp"
#include "planner/search/ruin_and_recreate.hpp"
#include "planner/search/unsplit.hpp"

namespace hallplan::search {

Plan search_hall(const Site& site, const Options& options) {
  const std::vector<capacity::Choice> choices = capacity::choices(site);
  const Model model = make_model(site, choices, capacity_part(site, choices));
  const Bound bound = bound_of(model);
  const auto start = std::chrono::steady_clock::now();
  Outcome outcome = improve(model, bound, options);
  if (!outcome.out_of_time && !outcome.interrupted) {
    unsplit(outcome.best, [&] {
      if (options.cancelled && options.cancelled()) outcome.interrupted = true;
      const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
      if (passed.count() > options.seconds_guard) outcome.out_of_time = true;
      return outcome.interrupted || outcome.out_of_time;
    });
  }
  Plan plan = plan_of(site, choices, outcome.best);
  plan.search.bound_racks = bound.racks;
  plan.search.bound_by = bound.by;
  plan.search.seed = options.seed;
  plan.search.moves = outcome.moves;
  plan.search.reproducible = !outcome.out_of_time && !outcome.interrupted;
  plan.search.interrupted = outcome.interrupted;
  return plan;
}

Plan search(const Site& site, const Options& options) {
  return site.phases.empty() ? search_hall(site, options) : search_phases(site, options);
}

}  // namespace hallplan::search
