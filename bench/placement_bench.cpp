/// How many racks the local search places in synthetic halls of 200 slots (tests/data/instances), in how long, beside two baselines: whole
/// units in straight rows in order, each on one feed and CDU group ("straight"), and a greedy with half units that chooses the least
/// scarce feed and group for each rack ("greedy"). Counters: racks, the best known by anyone, the bound of this run.
/// Best plans by integer programming: `hallplan bench search`.
#include <benchmark/benchmark.h>

#include <string>

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

}  // namespace

BENCHMARK(local_search)->DenseRange(0, 4)->Unit(benchmark::kMillisecond)->Iterations(1);
