// Benchmarks of the air field on a hall of 48 racks that a search has placed: sites/demo-48.yaml.
#include <optional>
#include <ostream>
#include <utility>

#include "kernels/flow/flow.hpp"
#include "planner/cli/bench/bench.hpp"
#include "planner/cli/commands.hpp"
#include "planner/power/power.hpp"
#include "planner/search/search.hpp"

namespace hallplan::cli::bench {
namespace {

constexpr const char* kHall = "sites/demo-48.yaml";
constexpr std::size_t kBatch = 64;

struct Placed {
  std::optional<Site> site;
  Plan plan;
};

/// The hall with the search's racks; no site, and the row says why.
Placed placed_hall(const Setting& setting, Row& row) {
  SourceFiles files;
  Result<Site> site = load_site(files, kHall, load_options(setting.options));
  Placed hall;
  if (!site.value) {
    row.problem = std::string(kHall) + " cannot be read: run it where sites/ is";
    return hall;
  }
  hall.site = std::move(site.value);
  search::Options options;
  options.cancelled = [] { return interrupted(); };
  hall.plan = search::search(*hall.site, options);
  return hall;
}

/// The field that judges a plan, as `plan` asks for it.
void judging(const Setting& setting, Row& row, FieldWish wish) {
  const Placed hall = placed_hall(setting, row);
  if (!hall.site) return;
  Options options = setting.options;
  options.field = wish;
  options.quiet = true;
  std::ostream nowhere(nullptr);
  for (int run = 0; run < setting.runs && !interrupted(); ++run) {
    std::optional<thermal::FieldResult> field;
    row.seconds.push_back(seconds_of([&] {
      field = judging_field(*hall.site, hall.plan, setting.execution, options, Streams{nowhere, nowhere});
    }));
    row.problem = field ? field->problem : "the search placed no racks";
    if (!row.problem.empty()) return;
    row.count = static_cast<double>(field->solver.cells) * field->solver.iterations;
    row.ran_on = field->solver.ran_on;
  }
}

/// The same screen many times over in one batch, without its errors: what a search would ask at once.
void batch(const Setting& setting, Row& row) {
  const Placed hall = placed_hall(setting, row);
  if (!hall.site) return;
  thermal::CaseOptions options;
  options.cells_m = thermal::cells_to(thermal::screen_cell_m(*hall.site));
  options.device_losses_w = power::zone_losses_w(*hall.site, hall.plan);
  const Result<thermal::HallCase> made = thermal::build_case(*hall.site, hall.plan, options);
  if (!made.value) {
    row.problem = "the hall makes no case";
    return;
  }
  const std::vector<kernels::flow::Sequence> halls(kBatch, made.value->sequence);
  kernels::flow::Options solver = thermal::screen_solver(*hall.site);
  solver.most_turns = kMostScreenTurns;
  row.count = static_cast<double>(kBatch);
  for (int run = 0; run < setting.runs && !interrupted(); ++run) {
    std::vector<kernels::flow::Solution> solutions;
    row.seconds.push_back(
        seconds_of([&] { solutions = kernels::flow::solve_batch(halls, solver, setting.execution); }));
    row.problem = solutions.front().status.text;
    if (!row.problem.empty()) return;
    row.ran_on = solutions.front().ran_on;
  }
}

}  // namespace

std::vector<Benchmark> hall_benchmarks() {
  return {
      {"screen-48", "screen of a hall of 48 racks, as plan asks for it", "cell-turns", Where::anywhere, false,
       [](const Setting& setting, Row& row) { judging(setting, row, FieldWish::screen); }},
      {"validate-48", "validate of a hall of 48 racks with its losses, as plan asks for it", "cell-turns",
       Where::anywhere, true, [](const Setting& setting, Row& row) { judging(setting, row, FieldWish::validate); }},
      {"screens-64", "64 screens of a hall of 48 racks in one batch", "halls", Where::device, false, batch},
  };
}

}  // namespace hallplan::cli::bench
