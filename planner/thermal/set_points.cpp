#include "planner/thermal/set_points.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "planner/plan/field_text.hpp"
#include "planner/thermal/field_state.hpp"
#include "planner/thermal/inlet_limit.hpp"

namespace hallplan::thermal {
namespace {

Value at_degc(Value value, double degc) {
  value.value = value.low = value.high = degc;
  return value;
}

Site with_supply(Site site, double degc) {
  for (AirZone& zone : site.air_zones) zone.supply_degc = at_degc(zone.supply_degc, degc);
  for (AirSupply& supply : site.supplies) supply.temperature_degc = at_degc(supply.temperature_degc, degc);
  return site;
}

CaseOptions case_options(const FieldResult& field, const FieldOptions& options) {
  CaseOptions out;
  for (const HallGrid& grid : field.hall.grids) out.cells_m.push_back(grid.asked_m);
  out.leakage = field.leakage;
  out.device_losses_w = options.device_losses_w;
  return out;
}

double room_k(const Site& site, const Plan& plan, const RackField& rack) {
  const Placement& placed = plan.racks[static_cast<std::size_t>(rack.rack)];
  const double limit_degc = inlet_limit_degc(site, placed.type);
  constexpr double kNoLimit_degc = 1e3;
  return (std::isnan(limit_degc) ? kNoLimit_degc : limit_degc) - rack.inlet_band_degc;
}

}  // namespace

std::string solve_set_points(const Site& site, const Plan& plan, const std::vector<double>& supply_degc,
                             const FieldOptions& options, FieldResult& field) {
  std::vector<HallCase> halls;
  std::vector<kernels::flow::Sequence> sequences;
  for (const double degc : supply_degc) {
    Result<HallCase> built = build_case(with_supply(site, degc), plan, case_options(field, options));
    if (!built.value) return "the hall could not be put on a grid";
    sequences.push_back(built.value->sequence);
    halls.push_back(std::move(*built.value));
  }
  const std::vector<kernels::flow::Start> starts(halls.size(), {&field.solution.fields});
  const std::vector<kernels::flow::Solution> solutions =
      kernels::flow::solve_batch(sequences, options.solver, options.execution, starts, batch_progress(options));
  for (std::size_t i = 0; i < halls.size(); ++i) {
    const std::string scenario = "supply " + field::degc(supply_degc[i]);
    if (!solutions[i].status) return fmt::format("{}: {}", scenario, solutions[i].status.text);
    const SolvedCase solved{&halls[i], &solutions[i]};
    FieldState state = state_of(site, plan, {&solved, 1});
    state.scenario = scenario;
    state.level = field.level;
    state.cell_m = field.solver.cell_m;
    for (std::size_t r = 0; r < std::min(state.racks.size(), field.normal.racks.size()); ++r) {
      state.racks[r].grid_error_k = field.normal.racks[r].grid_error_k;
    }
    field.set_points.push_back(std::move(state));
  }
  return {};
}

const RackField* tightest_of(const Site& site, const Plan& plan, const FieldState& state) {
  const auto found = std::min_element(
      state.racks.begin(), state.racks.end(),
      [&](const RackField& a, const RackField& b) { return room_k(site, plan, a) < room_k(site, plan, b); });
  return found == state.racks.end() ? nullptr : &*found;
}

}  // namespace hallplan::thermal
