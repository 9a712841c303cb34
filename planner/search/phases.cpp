#include "planner/search/phases.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "planner/layout/layout.hpp"
#include "planner/plan/pin.hpp"
#include "planner/search/bound.hpp"
#include "planner/search/cuts.hpp"
#include "planner/search/early.hpp"
#include "planner/search/integer/close_gap.hpp"
#include "planner/search/integer/phased.hpp"
#include "planner/search/levels.hpp"
#include "planner/search/model.hpp"
#include "planner/site/phase.hpp"

namespace hallplan::search {
namespace {

/// What is better: less missing at the end of what is due, more value there where demands differ in it, more compute racks there, then
/// less missing of what is due before, and more value-phases or rack-phases before.
struct Worth {
  std::int64_t missing = 0;
  std::int64_t value = 0;
  int racks = 0;
  std::int64_t missing_earlier = 0;
  std::int64_t earlier = 0;

  [[nodiscard]] bool better_than(const Worth& other) const {
    return std::tuple(-missing, value, racks, -missing_earlier, earlier) >
           std::tuple(-other.missing, other.value, other.racks, -other.missing_earlier, other.earlier);
  }
};

/// Compute racks, or thousandths of value, that are due in a phase and do not stand in its plan. Of a single demand what is missing goes
/// with what stands and is not counted.
std::int64_t missing_in(const Site& site, const Plan& there, int phase) {
  if (site.demand.size() < 2) return 0;
  const bool valued = has_values(site);
  std::int64_t sum = 0;
  const Site hall = in_phase(site, phase);
  for (std::size_t d = 0; d < hall.demand.size(); ++d) {
    const Demand& demand = hall.demand[d];
    if (!demand.is_due) continue;
    const auto stand = std::count_if(there.racks.begin(), there.racks.end(), [&](const Placement& rack) {
      return rack.demand == static_cast<int>(d) && rack.type == demand.compute.index;
    });
    const std::int64_t due = static_cast<std::int64_t>(std::max(1, demand.units)) * demand.compute_racks;
    sum += (valued ? demand.value_thousandths : 1) * std::max<std::int64_t>(0, due - stand);
  }
  return sum;
}

Worth worth(const Site& site, const Plan& plan) {
  const bool valued = has_values(site);
  Worth out;
  for (int phase = 0; phase < last_phase(site); ++phase) {
    const Plan there = plan_in_phase(site, plan, phase);
    out.earlier += valued ? value_of(site, there) : count_compute(site, there);
    out.missing_earlier += missing_in(site, there, phase);
  }
  const Plan last = plan_in_phase(site, plan, last_phase(site));
  if (valued) out.value = value_of(site, last);
  out.racks = count_compute(site, last);
  out.missing = missing_in(site, last, last_phase(site));
  return out;
}

/// The racks of a plan that the site does not pin.
std::vector<Placement> new_racks(const Site& site, const Plan& plan) {
  std::vector<Placement> racks;
  for (const Placement& rack : plan.racks) {
    if (!is_pinned(site, rack)) racks.push_back(rack);
  }
  return racks;
}

/// All pinned racks, of every phase, and these.
Plan whole_plan(const Site& site, std::vector<Placement> racks, SearchRecord record) {
  Plan plan = pinned_plan(site);
  plan.racks.insert(plan.racks.end(), racks.begin(), racks.end());
  plan = layout::positioned(site, std::move(plan));
  std::stable_sort(plan.racks.begin(), plan.racks.end(), [](const Placement& a, const Placement& b) {
    return std::tuple(a.row, a.slot, a.phase) < std::tuple(b.row, b.slot, b.phase);
  });
  plan.search = std::move(record);
  return plan;
}

void add_work(SearchRecord& sum, const SearchRecord& part) {
  sum.moves += part.moves;
  sum.reproducible = sum.reproducible && part.reproducible;
  sum.interrupted = sum.interrupted || part.interrupted;
}

/// What is left of the guard for the next search.
Options with_time_left(const Options& options, std::chrono::steady_clock::time_point start) {
  Options left = options;
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
  left.seconds_guard = std::max(0.0, options.seconds_guard - passed.count());
  return left;
}

/// The site in a phase, with what comes later as columns: racks keep their clearances to it from the start.
Site with_later_plant(const Site& site, int phase) {
  Site view = in_phase(site, phase);
  std::vector<Box>& keep_outs = view.hall.keep_outs;
  const auto first = keep_outs.begin() + static_cast<std::ptrdiff_t>(site.hall.keep_outs.size());
  view.hall.columns.insert(view.hall.columns.end(), first, keep_outs.end());
  keep_outs.erase(first, keep_outs.end());
  return view;
}

/// Most units that stand in each phase, pinned ones included, by demand; empty: as many as fit.
using Numbers = std::vector<std::vector<int>>;

/// A demand for no more units than these.
void limit_units(const std::vector<int>& units, Site& view) {
  for (std::size_t demand = 0; demand < view.demand.size(); ++demand) {
    const int most = units[demand];
    Demand& wanted = view.demand[demand];
    if (wanted.delivered < 0 || wanted.delivered > most) wanted.delivered = most;
    if (wanted.units > 0) wanted.units = std::min(wanted.units, most);
  }
}

/// Each phase in turn, without what is cut (or nothing); `record` gathers the work. `all`: new racks of the phases before `first`.
Plan forward(const Site& site, const Options& options, std::chrono::steady_clock::time_point start,
             SearchRecord& record, const Cuts* cuts = nullptr, const Numbers& numbers = {}, int first = 0,
             std::vector<Placement> all = {}) {
  Site grown = site;
  for (const Placement& rack : all) grown.placed.push_back(pin_of(site, rack));
  for (int phase = first; phase < phase_count(site) && !record.interrupted; ++phase) {
    Site view = with_later_plant(grown, phase);
    if (!numbers.empty()) limit_units(numbers[static_cast<std::size_t>(phase)], view);
    const Options left = with_time_left(options, start);
    const Plan plan = cuts == nullptr ? search_hall(view, left) : search_hall_again(view, {}, *cuts, left);
    add_work(record, plan.search);
    for (Placement& rack : new_racks(grown, plan)) {
      rack.phase = phase;
      grown.placed.push_back(pin_of(site, rack));
      all.push_back(std::move(rack));
    }
  }
  return whole_plan(site, std::move(all), record);
}

Plan from_the_end(const Site& site, const Plan& last, const SearchRecord& record) {
  std::vector<Placement> racks = new_racks(site, last);
  for (Placement& rack : racks) rack.phase = last_phase(site);
  for (int phase = last_phase(site) - 1; phase >= 0; --phase) move_to(in_phase(site, phase), phase, racks);
  return whole_plan(site, std::move(racks), record);
}

/// What each phase before the last can hold, whatever the others do. `models`: of the phases.
void add_phase_bounds(const Site& site, const std::vector<Model>& models, const Options& options, Plan& plan) {
  for (int phase = 0; phase < last_phase(site); ++phase) {
    const Model& model = models[static_cast<std::size_t>(phase)];
    const int placed = count_compute(site, plan_in_phase(site, plan, phase));
    Options left = options;
    if (!plan.search.reproducible) left.solver = Solver::none;  // it was cut short
    integer::Closing closing = integer::close_gap(model, bound_of(model), placed, left, integer::Aim::bound_only);
    plan.search.phase_bounds.push_back(
        {closing.bound.racks, std::move(closing.bound.by), closing.certified_racks, std::move(closing.solver)});
    plan.search.reproducible = plan.search.reproducible && !closing.out_of_time && !closing.interrupted;
    plan.search.interrupted = plan.search.interrupted || closing.interrupted;
  }
}

/// How many racks could stand earlier, by all phases as one program, and a plan by its numbers where they are more than stand in `best`.
void close_earlier_gap(const Site& site, const std::vector<Model>& models, const Options& options,
                       std::chrono::steady_clock::time_point start, Plan& best) {
  SearchRecord& record = best.search;
  if (has_values(site)) return;  // its program counts racks
  const int last_racks = worth(site, best).racks;
  const std::int64_t earlier = worth(site, best).earlier;
  record.earlier_bound = record.earlier_certified = 0;
  for (const PhaseBound& phase : record.phase_bounds) {
    record.earlier_bound += phase.racks;
    record.earlier_certified += phase.certified_racks;
  }
  if (record.earlier_bound <= earlier || options.solver == Solver::none || !record.reproducible) return;
  const mip::Solver solver = options.solver == Solver::highs ? mip::Solver::highs : mip::Solver::cbc;
  const Options left = with_time_left(options, start);
  const integer::Phased whole = integer::phased(models, last_racks, earlier, solver,
                                                {options.nodes, std::max(0.01, left.seconds_guard), options.cancelled});
  record.reproducible = record.reproducible && !whole.cut_by_time;
  if (whole.aimed > earlier && record.reproducible) {
    Numbers numbers = whole.units;
    for (std::size_t phase = 0; phase < numbers.size(); ++phase) {
      for (std::size_t kind = 0; kind < numbers[phase].size(); ++kind) {
        numbers[phase][kind] += models[phase].kinds[kind].pinned_units;
      }
    }
    SearchRecord work;
    Plan aimed = forward(site, options, start, work, nullptr, numbers);
    if (worth(site, aimed).better_than(worth(site, best)) && stands_in_all_phases(site, aimed))
      best.racks = std::move(aimed.racks);
    add_work(record, work);
  }
  if (models.front().lived_with.any()) return;  // the program asks all that units need
  const long long reached = worth(site, best).earlier;
  const auto take = [&](long long bound, long long& least) {
    if (bound >= reached) least = std::min(least, bound);
  };
  take(whole.certified, record.earlier_certified);
  take(whole.certified, record.earlier_bound);
  if (whole.claimed >= reached && whole.claimed < record.earlier_bound) {
    record.earlier_bound = whole.claimed;
    record.earlier_solver = mip::name(solver);
  }
}

}  // namespace

bool is_worth_more(const Site& site, const Plan& plan, const Site& other_site, const Plan& other) {
  return worth(site, plan).better_than(worth(other_site, other));
}

void take_levels(const Site& site, const Plan& plan, SearchRecord& record) {
  const int last = last_phase(site);
  Levels levels = levels_of(in_phase(site, last), plan_in_phase(site, plan, last));
  levels.bound_value = record.levels.bound_value;
  levels.certified_value = record.levels.certified_value;
  levels.value_solver = record.levels.value_solver;
  record.levels = std::move(levels);
}

bool stands_in_all_phases(const Site& site, const Plan& plan) {
  const std::vector<Placement> racks = new_racks(site, plan);
  for (int phase = 0; phase < phase_count(site); ++phase) {
    std::vector<Placement> there;
    std::copy_if(racks.begin(), racks.end(), std::back_inserter(there),
                 [&](const Placement& rack) { return rack.phase <= phase; });
    if (!all_stand(in_phase(site, phase), std::move(there))) return false;
  }
  return true;
}

Plan search_phases(const Site& site, const Options& options) {
  const auto start = std::chrono::steady_clock::now();
  const Plan last = search_hall(in_phase(site, last_phase(site)), options);
  SearchRecord record = last.search;
  Plan best = from_the_end(site, last, record);
  if (!record.interrupted) {
    Plan other = forward(site, options, start, record);
    if (!worth(site, best).better_than(worth(site, other)) && stands_in_all_phases(site, other))
      best = std::move(other);
  }
  if (record.bound_racks < worth(site, best).racks) {  // a solver's wrong word
    record.bound_racks = record.certified_racks;
    record.bound_by = "weak duality over all limits";
    record.solver.clear();
  }
  record.at_once_racks = std::max(count_compute(site, last), worth(site, best).racks);
  best.search = record;
  std::vector<Model> models;
  models.reserve(static_cast<std::size_t>(phase_count(site)));
  for (int phase = 0; phase < phase_count(site); ++phase) models.push_back(model_of(in_phase(site, phase)));
  add_phase_bounds(site, models, with_time_left(options, start), best);
  if (!best.search.interrupted) close_earlier_gap(site, models, options, start, best);
  take_levels(site, best, best.search);
  return best;
}

Plan search_phases_like(const Site& site, const Site& other_site, const Plan& other, const Options& options) {
  Numbers numbers;
  int first = phase_count(site);
  for (int phase = phase_count(site) - 1; phase >= 0; --phase) {
    const auto old = [phase](const Site& hall) { return pinned_plan(in_phase(hall, phase)).racks.size(); };
    if (old(site) != old(other_site)) first = phase;
  }
  for (int phase = 0; phase < phase_count(site); ++phase) {
    std::set<std::pair<int, int>> units;
    for (const Placement& rack : plan_in_phase(other_site, other, phase).racks) {
      if (rack.demand >= 0 && rack.unit >= 0) units.emplace(rack.demand, rack.unit);
    }
    numbers.emplace_back(site.demand.size());
    for (const auto& [demand, unit] : units) ++numbers.back()[static_cast<std::size_t>(demand)];
  }
  std::vector<Placement> before = new_racks(other_site, other);
  before.erase(
      std::remove_if(before.begin(), before.end(), [first](const Placement& rack) { return rack.phase >= first; }),
      before.end());
  SearchRecord record;
  return forward(site, options, std::chrono::steady_clock::now(), record, nullptr, numbers, first, std::move(before));
}

Plan search_phases_again(const Site& site, const Plan& plan, const Cuts& cuts, const Options& options) {
  const auto start = std::chrono::steady_clock::now();
  const Plan built = plan_in_phase(site, plan, last_phase(site));
  const Plan last = search_hall_again(in_phase(site, last_phase(site)), built, cuts, options);
  SearchRecord record = last.search;
  Plan best = from_the_end(site, last, record);
  if (!record.interrupted) {
    Plan other = forward(site, options, start, record, &cuts);
    if (worth(site, other).better_than(worth(site, best)) && stands_in_all_phases(site, other)) best = std::move(other);
  }
  take_levels(site, best, record);
  best.search = record;
  best.retirements = plan.retirements;
  return best;
}

}  // namespace hallplan::search
