/// Whether a field that ended by its own rule is the hall's answer: each hall is solved as `hallplan plan` (screen) and
/// `hallplan thermal` (validate) solve it, then goes on for at least twice as many turns, and for no less than 1,000. The
/// means of the last 500 of them are compared with the answer, rack by rack.
///
/// `inlet_k`, `band_k`: the rack that is off most, by its mean inlet and by its hottest band. `of_stated`: the largest share
/// that the difference of a band has of the error that the answer states for it (grid, wander, closing, mirror). Above 1 the
/// answer was not the hall's.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/flow/flow.hpp"
#include "planner/layout/layout.hpp"
#include "planner/power/power.hpp"
#include "planner/search/search.hpp"
#include "planner/site/load.hpp"
#include "planner/thermal/field.hpp"
#include "planner/thermal/field_state.hpp"

namespace {

using hallplan::thermal::FieldLevel;
using hallplan::thermal::FieldOptions;
using hallplan::thermal::FieldResult;
using kernels::flow::Solution;

struct Question {
  const char* site;
  FieldLevel level;
  double cell_m = 0;  ///< 0: the level's own
  const char* set = nullptr;
};

constexpr FieldLevel kScreen = FieldLevel::screen;
constexpr FieldLevel kValidate = FieldLevel::validate;
constexpr const char* kKEpsilon = "field.turbulence=k_epsilon";

constexpr Question kQuestions[] = {
    {"one-su.yaml", kScreen},
    {"one-su.yaml", kValidate},
    {"rd110-48.yaml", kScreen},
    {"demo-48.yaml", kScreen},
    {"demo-48.yaml", kValidate},
    {"demo-48.yaml", kScreen, 0, kKEpsilon},
    {"brownfield.yaml", kScreen},
    {"high-altitude.yaml", kScreen},
    {"hall-200.yaml", kScreen},
    {"reference/openfoam-hall-v2.yaml", kValidate, 0.2},
    {"reference/openfoam-hall-v2.yaml", kValidate, 0.1},
    {"reference/openfoam-hall-v1.yaml", kValidate, 0.2},
    {"reference/openfoam-hall-v1.yaml", kValidate, 0.2, kKEpsilon},
    {"reference/openfoam-hall-v1.yaml", kValidate, 0.1, kKEpsilon},
};

std::string name_of(const Question& question) {
  std::string name = std::string(question.site) + (question.level == kScreen ? "/screen" : "/validate");
  if (question.cell_m > 0) name += "/" + std::to_string(std::lround(1000 * question.cell_m)) + "mm";
  if (question.set != nullptr) name += std::string("/") + question.set;
  return name;
}

/// Turns without end, but for their number; the means of the last 500 are handed out.
kernels::flow::Options without_rule(int turns) {
  kernels::flow::Options options;
  options.steady_range_k = 0;
  options.window_turns = 500;
  options.window_agrees_k = 0;
  options.most_turns = turns;
  options.certify = false;
  return options;
}

void settled(benchmark::State& state, const Question& question) {
  hallplan::SourceFiles files;
  hallplan::LoadOptions load;
  if (std::string_view(question.site).starts_with("reference/")) load.purpose = hallplan::LoadFor::air;
  if (question.set != nullptr) load.sets.push_back({question.set});
  const auto site = load_site(files, std::string(HALLPLAN_SOURCE_DIR) + "/sites/" + question.site, load);
  if (!site.value) return state.SkipWithError("the site cannot be read");
  const hallplan::Plan plan = site.value->demand.empty()
                                  ? hallplan::layout::positioned(*site.value, hallplan::pinned_plan(*site.value))
                                  : hallplan::search::search(*site.value, {});
  FieldOptions options;
  options.level = question.level;
  options.cell_m = question.cell_m;
  options.units_lost = false;
  options.device_losses_w = hallplan::power::zone_losses_w(*site.value, plan);
  if (question.level == kScreen) options.solver = hallplan::thermal::screen_solver(*site.value);
  for ([[maybe_unused]] auto _ : state) {
    const FieldResult field = solve_field(*site.value, plan, options);
    if (!field.solved()) return state.SkipWithError(field.problem.c_str());
    if (!field.normal.settled)
      return state.SkipWithError("the field did not settle: there is no answer to compare with");
    const int turns = std::max(1000, 2 * field.solution.turns);
    const Solution longer =
        kernels::flow::solve(field.hall.sequence, without_rule(turns), {}, {&field.solution.fields});
    const auto own = hallplan::thermal::racks_of({&field.hall, &field.solution});
    const auto later = hallplan::thermal::racks_of({&field.hall, &longer});
    double inlet_k = 0, band_k = 0, of_stated = 0;
    for (std::size_t r = 0; r < own.size(); ++r) {
      const double off_k = std::fabs(own[r].inlet_band_degc - later[r].inlet_band_degc);
      inlet_k = std::max(inlet_k, std::fabs(own[r].inlet_mean_degc - later[r].inlet_mean_degc));
      band_k = std::max(band_k, off_k);
      of_stated = std::max(of_stated, off_k / field.normal.racks[r].numerical_error_k());
    }
    state.counters["turns"] = field.solution.turns;
    const std::vector<int>& turns_on_grid = field.solution.turns_on_grid;
    state.counters["turns_before"] = turns_on_grid.size() > 1 ? turns_on_grid[turns_on_grid.size() - 2] : 0;
    state.counters["longer"] = turns;
    state.counters["inlet_k"] = inlet_k;
    state.counters["band_k"] = band_k;
    state.counters["of_stated"] = of_stated;
  }
}

[[maybe_unused]] const bool kRegistered = [] {
  for (const Question& question : kQuestions) {
    benchmark::RegisterBenchmark(name_of(question).c_str(), settled, question)
        ->Unit(benchmark::kSecond)
        ->Iterations(1)
        ->UseRealTime();
  }
  return true;
}();

}  // namespace
