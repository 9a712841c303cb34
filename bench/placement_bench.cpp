/// How many racks the local search places in synthetic halls of 200 slots (tests/data/instances), in how long, beside two baselines: whole
/// units in straight rows in order, each on one feed and CDU group ("straight"), and a greedy with half units that chooses the least
/// scarce feed and group for each rack ("greedy"). Counters: racks, the best known by anyone, the bound of this run.
///
/// And the best plans by value of the halls of 40 and 200 slots, all phases, by integer programming with each solver that is built in.
/// Counters: value, bound (claimed by the solver), certified_bound (by weak duality), racks; seconds until the first plan, until plan and bound
/// were within 1 %, and in all. -1: not within 120 s. One JSON object a hall: --benchmark_filter=optimum --benchmark_format=json.
#include <benchmark/benchmark.h>

#include <string>

#include "planner/search/aggregate/optimum.hpp"
#include "tests/search/hall_file.hpp"
#include "tests/search/instance.hpp"

namespace {

using namespace hallplan::search;

struct Known {
  const char* name;
  int racks;  ///< best known; 0: not known
};
constexpr Known kHalls[] = {{"200-1", 124}, {"200-2", 116}, {"200-3", 124}, {"200-4", 0}, {"200-5", 0}};

void local_search(benchmark::State& state) {
  const Known known = kHalls[state.range(0)];
  const Instance instance = read_instance(known.name);
  Found found;
  while (state.KeepRunning()) found = search_instance(instance, {});
  state.SetLabel(known.name);
  state.counters["racks"] = found.racks;
  state.counters["bound"] = found.bound;
  state.counters["best_known"] = known.racks;
  state.counters["straight"] = straight_rows(instance);
  state.counters["greedy"] = greedy_racks(instance);
}

constexpr const char* kByValue[] = {"40-1",  "40-2",  "40-3",  "40-4",  "40-5",
                                    "200-1", "200-2", "200-3", "200-4", "200-5"};

void optimum(benchmark::State& state) {
  const aggregate::Hall hall = aggregate::read_hall(kByValue[state.range(0)]);
  const auto solver = static_cast<hallplan::mip::Solver>(state.range(1));
  aggregate::Settings settings;
  settings.solver = solver;
  settings.seconds = 120;
  double first_s = -1;
  double within_s = -1;
  settings.progress = [&](const aggregate::Step& step) {
    if (step.objective <= 0) return;
    if (first_s < 0) first_s = step.seconds;
    if (within_s < 0 && step.bound - step.objective <= 0.01 * step.objective) within_s = step.seconds;
  };
  aggregate::Optimum best;
  while (state.KeepRunning()) best = optimum_of(hall, settings);
  if (!hallplan::mip::available(solver)) return state.SkipWithError(best.reason.c_str());
  if (best.has_plan && !broken_rule(hall, best.plan).empty()) return state.SkipWithError("the plan breaks a rule");
  state.SetLabel(std::string(kByValue[state.range(0)]) + " " + std::string(hallplan::mip::name(solver)));
  state.counters["value"] = best.objective * hall.value_unit;
  state.counters["bound"] = best.bound * hall.value_unit;
  state.counters["certified_bound"] = best.certified * hall.value_unit;
  state.counters["racks"] = gpu_racks(best.plan);
  state.counters["first_plan_s"] = first_s;
  state.counters["gap_1pct_s"] = within_s;
  state.counters["seconds"] = best.seconds;
  state.counters["nodes"] = best.nodes;
}

}  // namespace

BENCHMARK(optimum)
    ->ArgsProduct({benchmark::CreateDenseRange(0, 9, 1), {0, 1}})
    ->Unit(benchmark::kSecond)
    ->Iterations(1);
BENCHMARK(local_search)->DenseRange(0, 4)->Unit(benchmark::kMillisecond)->Iterations(1);
