// Benchmarks of the air field on the hall that OpenFOAM solved: sites/reference, of constant viscosity (V2) and turbulent (V1).
#include <optional>
#include <utility>

#include "kernels/transport/transport.hpp"
#include "planner/cli/bench/bench.hpp"
#include "planner/cli/commands.hpp"
#include "planner/layout/layout.hpp"
#include "planner/thermal/files/field_files.hpp"

namespace hallplan::cli::bench {
namespace {

constexpr const char* kLaminar = "sites/reference/openfoam-hall-v2.yaml";
constexpr const char* kTurbulent = "sites/reference/openfoam-hall-v1.yaml";
/// The model that OpenFOAM solved V1 with.
const SetOption kKEpsilon{"field.turbulence=k_epsilon"};

constexpr double kBytesATurn = 425;       ///< a cell, laminar, upwind: bench/field.md
constexpr double kFine_m = 0.1;           ///< 0.96 M cells
constexpr double kFinest_m = 1.0 / 26.0;  ///< 16.9 M cells

struct Hall {
  std::optional<Site> site;
  Plan plan;
};

/// The hall and the racks it pins, with one more `--set`; no site, and the row says why.
Hall reference_hall(const Setting& setting, const char* path, Row& row, const SetOption* set = nullptr) {
  SourceFiles files;
  LoadOptions load = load_options(setting.options);
  if (set != nullptr) load.sets.push_back(*set);
  load.purpose = LoadFor::air;
  const std::string asked = setting.options.site.empty() ? path : setting.options.site;
  Result<Site> site = load_site(files, asked, load);
  Hall hall;
  if (!site.value) {
    row.problem = asked + " cannot be read: hallplan thermal says why; --site names another hall";
    return hall;
  }
  hall.site = std::move(site.value);
  hall.plan = layout::positioned(*hall.site, pinned_plan(*hall.site));
  return hall;
}

thermal::FieldOptions field_options(const Setting& setting, thermal::FieldLevel level, double cell_m) {
  thermal::FieldOptions field;
  field.level = level;
  field.cell_m = cell_m;
  field.units_lost = false;
  field.execution = setting.execution;
  field.progress = [](int, double) { return !interrupted(); };
  return field;
}

/// As `hallplan thermal` does it, from the site's file to its own files' bytes; they are not written.
void whole(const Setting& setting, Row& row, const char* path, double cell_m, const SetOption* set = nullptr) {
  thermal::FieldOptions field = field_options(setting, thermal::FieldLevel::validate, cell_m);
  field.tracers = true;
  for (int run = 0; run < setting.runs && !interrupted(); ++run) {
    thermal::FieldResult result;
    const double seconds = seconds_of([&] {
      const Hall hall = reference_hall(setting, path, row, set);
      if (!hall.site) return;
      result = thermal::solve_field(*hall.site, hall.plan, field);
      row.problem = result.problem;
      if (result.solved()) row.problem = thermal::field_files(*hall.site, hall.plan, result).problem;
    });
    if (!row.problem.empty()) return;
    row.seconds.push_back(seconds);
    row.count = static_cast<double>(result.solver.cells) * result.solver.iterations;
    row.ran_on = result.solver.ran_on;
  }
}

void screen(const Setting& setting, Row& row, const char* path) {
  const Hall hall = reference_hall(setting, path, row);
  if (!hall.site) return;
  thermal::FieldOptions field = field_options(setting, thermal::FieldLevel::screen, 0.4);
  field.solver = thermal::screen_solver(*hall.site);
  for (int run = 0; run < setting.runs && !interrupted(); ++run) {
    thermal::FieldResult result;
    row.seconds.push_back(seconds_of([&] { result = thermal::solve_field(*hall.site, hall.plan, field); }));
    row.problem = result.problem;
    if (!result.solved()) return;
    row.count = static_cast<double>(result.solver.cells) * result.solver.iterations;
    row.ran_on = result.solver.ran_on;
  }
}

/// The case on grids of these cells; no grids, and the row says why.
kernels::flow::Sequence reference_case(const Setting& setting, const std::vector<double>& cells_m, Row& row) {
  const Hall hall = reference_hall(setting, kLaminar, row);
  if (!hall.site) return {};
  thermal::CaseOptions options;
  options.cells_m = cells_m;
  Result<thermal::HallCase> made = thermal::build_case(*hall.site, hall.plan, options);
  if (made.value) return std::move(made.value->sequence);
  row.problem = "the hall makes no case on such a grid";
  return {};
}

/// Turns alone: the difference of two solves that are not let stop, so that what is around them cancels.
void turns(const Setting& setting, Row& row, double cell_m) {
  const kernels::flow::Sequence hall = reference_case(setting, {cell_m}, row);
  if (hall.grids.empty()) return;
  constexpr int kFew = 10, kMany = 40;
  const auto seconds = [&](int most) {
    kernels::flow::Options options;
    options.most_turns = most;
    options.steady_range_k = 0;
    options.certify = false;
    return seconds_of([&] {
      const kernels::flow::Solution solution = kernels::flow::solve(hall, options, setting.execution);
      row.problem = solution.status.text;
      row.ran_on = solution.ran_on;
    });
  };
  row.count = static_cast<double>(hall.grids.back().grid.cells()) * (kMany - kFew);
  row.bytes_an_item = kBytesATurn;
  for (int run = 0; run < setting.runs && !interrupted(); ++run) {
    const double few = seconds(kFew);
    const double many = row.problem.empty() ? seconds(kMany) : 0;
    if (!row.problem.empty()) return;
    row.seconds.push_back(many - few);
  }
}

void response(const Setting& setting, Row& row) {
  const kernels::flow::Sequence hall = reference_case(setting, thermal::cells_to(0.2), row);
  if (hall.grids.empty()) return;
  const kernels::flow::Solution solution = kernels::flow::solve(hall, {}, setting.execution);
  row.problem = solution.status.text;
  if (!row.problem.empty()) return;
  std::vector<double> flows;
  for (const auto& duct : solution.ducts) flows.push_back(duct.flow_m3_per_s);
  const auto frozen = kernels::transport::freeze(hall.grids.back(), solution.fields, flows);
  const std::vector<bool> held = kernels::transport::cooling(frozen.hall);
  row.count = static_cast<double>(flows.size());
  row.ran_on = solution.ran_on;
  for (int run = 0; run < setting.runs && !interrupted(); ++run) {
    kernels::transport::Response made;
    row.seconds.push_back(
        seconds_of([&] { made = kernels::transport::response_matrix(frozen, held, setting.execution); }));
    row.problem = made.status.text;
    if (!row.problem.empty()) return;
  }
}

}  // namespace

std::vector<Benchmark> field_benchmarks() {
  constexpr auto kTurns = "cell-turns";
  return {
      {"v2-0.2m", "thermal, reference hall V2 at 0.2 m, from file to files", kTurns, Where::anywhere, false,
       [](const Setting& setting, Row& row) { whole(setting, row, kLaminar, 0.2); }},
      {"v2-0.1m", "thermal, reference hall V2 at 0.1 m, from file to files", kTurns, Where::anywhere, false,
       [](const Setting& setting, Row& row) { whole(setting, row, kLaminar, kFine_m); }},
      {"v1-0.1m", "thermal, reference hall V1 (turbulent, k-epsilon) at 0.1 m, from file to files", kTurns,
       Where::anywhere, true,
       [](const Setting& setting, Row& row) { whole(setting, row, kTurbulent, kFine_m, &kKEpsilon); }},
      {"screen-v2", "screen of the reference hall V2 at 0.4 m", kTurns, Where::anywhere, false,
       [](const Setting& setting, Row& row) { screen(setting, row, kLaminar); }},
      {"screen-v1", "screen of the reference hall V1 (turbulent) at 0.4 m", kTurns, Where::anywhere, false,
       [](const Setting& setting, Row& row) { screen(setting, row, kTurbulent); }},
      {"turns", "turns of the reference hall V2 at 0.1 m", kTurns, Where::anywhere, false,
       [](const Setting& setting, Row& row) { turns(setting, row, kFine_m); }},
      {"response", "response matrix of 20 racks at 0.2 m", "columns", Where::anywhere, false, response},
      {"turns-16m", "turns of the reference hall V2, 16.9 M cells", kTurns, Where::device, false,
       [](const Setting& setting, Row& row) { turns(setting, row, kFinest_m); }},
  };
}

}  // namespace hallplan::cli::bench
