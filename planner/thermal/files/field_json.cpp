#include "planner/thermal/files/field_json.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstddef>
#include <optional>

#include "planner/thermal/files/json_text.hpp"
#include "planner/thermal/files/questions.hpp"
#include "planner/thermal/files/summary.hpp"
#include "planner/thermal/inlet_limit.hpp"

namespace hallplan::thermal {
namespace {

std::string rack_json(const Site& site, const Plan& plan, const FieldResult& field, const FieldState& state,
                      const RackField& rack) {
  const Placement& placed = plan.racks[static_cast<std::size_t>(rack.rack)];
  const auto row = static_cast<std::size_t>(placed.row);
  const std::optional<InletLimit> limit =
      inlet_limit(site, site.catalogue.racks[static_cast<std::size_t>(placed.type)].body);
  const Check check = check_inlet(site, plan, field, state, rack);
  const double limit_degc = limit ? limit->degc : std::nan("");
  return fmt::format(
      R"({{"id": {}, "row": {}, "inlet_mean_degc": {}, "inlet_band_degc": {}, "inlet_max_degc": {}, "exhaust_degc": {}, )"
      R"("flow_m3_per_s": {}, "wander_k": {}, "grid_error_k": {}, "mirror_k": {}, "closing_k": {}, "model_error_k": {}, "error_k": {}, )"
      R"("capture_index": {}, "mean_age_s": {}, "limit_degc": {}, "margin_k": {}, "limit_source": {}, "status": "{}"}})",
      json_string(placed.id), row < site.rows.size() ? json_string(site.rows[row].id) : "null",
      number(rack.inlet_mean_degc), number(rack.inlet_band_degc), number(rack.inlet_max_degc),
      number(rack.exhaust_degc), number(rack.flow_m3_per_s), number(rack.wander_k), number(rack.grid_error_k),
      number(rack.mirror_k), number(rack.closing_k), number(field.model_error_k),
      number(rack.numerical_error_k() + field.model_error_k), number(rack.capture_index), number(rack.mean_age_s),
      number(limit_degc), number(limit_degc - rack.inlet_band_degc),
      limit ? json_string(source_of(*limit->stated)) : "null", to_string(check.status));
}

std::string unit_json(const Site& site, const UnitField& unit) {
  const AirZone& zone = site.air_zones[static_cast<std::size_t>(unit.zone)];
  const double unknown = std::nan("");
  return fmt::format(
      R"({{"id": {}, "zone": {}, "return_degc": {}, "supply_degc": {}, "setpoint_degc": {}, "flow_m3_per_s": {}}})",
      json_string(zone.units[static_cast<std::size_t>(unit.unit)].id), json_string(zone.id),
      number(unit.runs ? unit.return_degc : unknown), number(unit.runs ? unit.supply_degc : unknown),
      number(unit.runs ? unit.setpoint_degc : unknown), number(unit.runs ? unit.flow_m3_per_s : 0));
}

std::string loss_json(const Site& site, const Plan& plan, const FieldResult& field, const FieldState& state) {
  const RackField* warmest = warmest_of(state);
  const std::string racks =
      list_of(state.racks, [&](const RackField& rack) { return rack_json(site, plan, field, state, rack); });
  return fmt::format(R"({{"scenario": {}, "settled": {}, "warmest": {}, "inlet_band_degc": {}, "racks": {}}})",
                     json_string(state.scenario), state.settled,
                     warmest == nullptr ? "null" : json_string(plan.racks[static_cast<std::size_t>(warmest->rack)].id),
                     number(warmest == nullptr ? std::nan("") : warmest->inlet_band_degc), racks);
}

std::string balance_json(const FieldResult& field) {
  const double watts = field.hall.heat_capacity_j_per_m3_k / 1e3;
  return fmt::format(R"({{"mass": {}, "worst_cell": {}, "heat": {}, "heat_in_kw": {}, "heat_out_kw": {}}})",
                     number(field.balance.mass), number(field.balance.worst_mass), number(field.balance.heat),
                     number(field.balance.heat_in_k_m3_per_s * watts),
                     number(field.balance.heat_out_k_m3_per_s * watts));
}

std::string metrics_json(const FieldMetrics& metrics) {
  return fmt::format(
      R"({{"rci_class": {}, "rci_high": {}, "rci_low": {}, "rti": {}, "shi": {}, "rhi": {}, "supply_degc": {}, )"
      R"("return_degc": {}, "rise_k": {}, "capture_index": {}, "mean_age_s": {}}})",
      metrics.intake_class.empty() ? "null" : json_string(metrics.intake_class), number(metrics.rci_high),
      number(metrics.rci_low), number(metrics.rti), number(metrics.shi), number(metrics.rhi),
      number(metrics.supply_degc), number(metrics.return_degc), number(metrics.rise_k), number(metrics.capture_index),
      number(metrics.mean_age_s));
}

std::string solver_json(const FieldResult& field) {
  const FieldSolver& solver = field.solver;
  return fmt::format(
      R"({{"cells": {}, "iterations": {}, "seconds": {}, "cell_m": {}, "level": "{}", "settled": {}, "turbulence": {}, )"
      R"("ran_on": {}}})",
      solver.cells, solver.iterations, number(solver.seconds), number(solver.cell_m),
      field.level == FieldLevel::screen ? "screen" : "validate", field.normal.settled, json_string(solver.turbulence),
      json_string(solver.ran_on));
}

}  // namespace

std::string field_json(const Site& site, const Plan& plan, const FieldResult& field) {
  const auto rack = [&](const RackField& one) { return rack_json(site, plan, field, field.normal, one); };
  const auto unit = [&](const UnitField& one) { return unit_json(site, one); };
  const auto loss = [&](const FieldState& one) { return loss_json(site, plan, field, one); };
  std::string out =
      fmt::format("{{\"schema\": 1,\n \"made_by\": \"hallplan {}\",\n \"site\": {},\n \"status\": \"{}\",\n",
                  HALLPLAN_VERSION, json_string(site.name), to_string(status_of(check_inlets(site, plan, field))));
  out += fmt::format(" \"unsettled\": {},\n", field.normal.settled ? "null" : json_string(field.normal.unsettled));
  out += " \"racks\": " + list_of(field.normal.racks, rack) + ",\n";
  out += " \"units\": " + list_of(field.units, unit) + ",\n";
  out += " \"losses\": " + list_of(field.losses, loss) + ",\n";
  out += " \"set_points\": " + list_of(field.set_points, loss) + ",\n";
  out += " \"response\": " + response_json(plan, field) + ",\n";
  out += " \"transient\": " + rides_json(plan, field.rides) + ",\n";
  out += " \"balance\": " + balance_json(field) + ",\n \"metrics\": " + metrics_json(field.metrics) + ",\n";
  out += " \"solver\": " + solver_json(field) + ",\n \"notes\": " + list_of(field.notes, json_string) + "\n}\n";
  return out;
}

}  // namespace hallplan::thermal
