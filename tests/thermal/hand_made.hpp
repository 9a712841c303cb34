/// Fields made by hand for tests of what is done with a solution: the racks of the small placed site, each with a duct and three
/// bands, in a hall of a few cells.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "planner/layout/layout.hpp"
#include "planner/thermal/field.hpp"
#include "planner/thermal/field_state.hpp"
#include "tests/support/load.hpp"

namespace hallplan::test {

/// 12 x 8 x 4 m in cells of 2 m, no bodies.
inline kernels::flow::Case empty_case() {
  kernels::flow::Case one;
  one.grid = {6, 4, 2, 2, 2, 2};
  return one;
}

inline std::size_t cells_of(const kernels::flow::Case& one) { return static_cast<std::size_t>(one.grid.cells()); }

/// A case that follows the plan's racks, each by ducts and bands of its own.
inline thermal::HallCase hand_made_case(const Plan& plan) {
  thermal::HallCase hall;
  hall.sequence.grids = {empty_case(), empty_case()};
  hall.grids.resize(2);
  hall.heat_capacity_j_per_m3_k = 1200;
  for (std::size_t i = 0; i < plan.racks.size(); ++i) {
    const int first = 3 * static_cast<int>(i);
    hall.racks.push_back({static_cast<int>(i), static_cast<int>(i), {first, first + 1, first + 2}});
    for (auto& grid : hall.sequence.grids) grid.ducts.emplace_back().heat_k_m3_per_s = 10;
    hall.grids.back().fronts.push_back({{static_cast<int>(i) % 6, 0, 0, 1.0}});
  }
  return hall;
}

/// Every band and intake at that temperature, exhausts 10 K warmer at 1 m3/s, steady.
inline kernels::flow::Solution uniform_solution(const thermal::HallCase& hall, double degc) {
  kernels::flow::Solution out;
  out.ended = kernels::flow::Ended::steady;
  out.fields.grid = hall.sequence.grids.back().grid;
  out.fields.temperature.assign(cells_of(hall.sequence.grids.back()), static_cast<float>(degc));
  out.probes.assign(3 * hall.racks.size(), {degc, degc, degc});
  out.ducts.assign(hall.sequence.grids.back().ducts.size(), {{degc, degc, degc}, 1.0, degc + 10});
  return out;
}

inline void set_probe(kernels::flow::Solution& solution, std::size_t probe, double mean, double half_range = 0) {
  solution.probes[probe] = {mean, mean - half_range, mean + half_range};
}

/// A field that is already judged: every rack of the plan at that inlet with that numerical error.
inline thermal::FieldResult judged_field(const Site& site, const Plan& plan, double inlet_degc, double grid_error_k) {
  thermal::FieldResult field;
  field.hall = hand_made_case(plan);
  field.solution = uniform_solution(field.hall, inlet_degc);
  const thermal::SolvedCase solved{&field.hall, &field.solution};
  field.normal = thermal::state_of(site, plan, {&solved, 1});
  for (thermal::RackField& rack : field.normal.racks) rack.grid_error_k = grid_error_k;
  field.normal.cell_m = field.solver.cell_m = 0.4;
  field.model_error_k = thermal::model_error_k(site);
  field.metrics = thermal::metrics_of(site, plan, solved, field.normal.racks);
  for (const AirZone& zone : site.air_zones) field.supply_degc.push_back(zone.supply_degc.high);
  field.solver.cells = field.solution.fields.grid.cells();
  return field;
}

inline Plan placed_plan(const Site& site) { return layout::positioned(site, pinned_plan(site)); }

}  // namespace hallplan::test
