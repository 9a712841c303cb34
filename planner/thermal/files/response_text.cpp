// The response matrix and the set points as text and JSON.
#include <fmt/format.h>

#include <cmath>
#include <cstddef>

#include "planner/thermal/field_state.hpp"
#include "planner/thermal/files/json_text.hpp"
#include "planner/thermal/files/questions.hpp"
#include "planner/thermal/set_points.hpp"

namespace hallplan::thermal {
namespace {

int placement_of(const FieldResult& field, std::size_t rack) { return field.normal.racks[rack].rack; }

std::string rack_id(const Plan& plan, const FieldResult& field, int rack) {
  if (rack < 0) return "null";
  return json_string(plan.racks[static_cast<std::size_t>(placement_of(field, static_cast<std::size_t>(rack)))].id);
}

std::string numbers(const double* from, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += (i == 0 ? "" : ", ") + number(from[i]);
  return "[" + out + "]";
}

std::string trial_json(const Plan& plan, const FieldResult& field, const ResponseTrial& trial) {
  if (!trial.problem.empty()) return fmt::format(R"({{"problem": {}}})", json_string(trial.problem));
  return fmt::format(
      R"({{"heated": {}, "added_kw": {}, "settled": {}, "predicted_k": {}, "resolved_k": {}, "most_moved": {}, )"
      R"("worst": {}, "worst_error_k": {}}})",
      rack_id(plan, field, trial.heated), number(trial.added_w / 1e3), trial.settled,
      numbers(trial.predicted_k.data(), trial.predicted_k.size()),
      numbers(trial.resolved_k.data(), trial.resolved_k.size()), rack_id(plan, field, trial.most_moved),
      rack_id(plan, field, trial.worst), number(trial.worst_error_k));
}

/// "row A, rack A04 +0.41 K predicted, +0.36 K solved"
std::string pair_text(const Site& site, const Plan& plan, const FieldResult& field, int rack) {
  const auto i = static_cast<std::size_t>(rack);
  const ResponseTrial& trial = field.response->trial;
  return fmt::format("{} {:+.3f} K predicted, {:+.3f} K solved", place_of(site, plan, placement_of(field, i)),
                     trial.predicted_k[i], trial.resolved_k[i]);
}

/// The strongest response of a rack to another.
std::string strongest_text(const Site& site, const Plan& plan, const FieldResult& field) {
  const RackResponse& response = *field.response;
  std::size_t inlet = 0, heated = 0;
  double most = -1;
  for (std::size_t i = 0; i < response.racks; ++i) {
    for (std::size_t j = 0; j < response.racks; ++j) {
      if (i == j || response.at(i, j) <= most) continue;
      most = response.at(i, j);
      inlet = i;
      heated = j;
    }
  }
  if (response.racks < 2) return {};
  return fmt::format("  most of one rack on another: {:.3g} K a kW in rack {}, felt at {}\n", most,
                     plan.racks[static_cast<std::size_t>(placement_of(field, heated))].id,
                     place_of(site, plan, placement_of(field, inlet)));
}

}  // namespace

std::string response_json(const Plan& plan, const FieldResult& field) {
  if (!field.response) return "null";
  const RackResponse& response = *field.response;
  if (!response.problem.empty()) return fmt::format(R"({{"problem": {}}})", json_string(response.problem));
  std::string ids, rows;
  for (std::size_t i = 0; i < response.racks; ++i) {
    ids += (i == 0 ? "" : ", ") + rack_id(plan, field, static_cast<int>(i));
    rows += (i == 0 ? "\n  " : ",\n  ") + numbers(&response.k_per_kw[i * response.racks], response.racks);
  }
  return fmt::format(R"({{"racks": [{}], "seconds": {}, "trial": {},)"
                     "\n  \"k_per_kw\": [{}]}}",
                     ids, number(response.seconds), trial_json(plan, field, response.trial), rows);
}

std::string response_text(const Site& site, const Plan& plan, const FieldResult& field) {
  if (!field.response) return {};
  const RackResponse& response = *field.response;
  if (!response.problem.empty()) return "\nNo response matrix: " + response.problem + "\n";
  std::string out = fmt::format("\nResponse of {} racks on the frozen flow, {:.2f} s: it steers, it does not decide\n",
                                response.racks, response.seconds);
  out += strongest_text(site, plan, field);
  const ResponseTrial& trial = response.trial;
  if (!trial.problem.empty()) return out + "  not held against a solve: " + trial.problem + "\n";
  const auto heated = static_cast<std::size_t>(trial.heated);
  out += fmt::format("  {:+.4g} kW in {}{}:\n    most moved: {}\n    worst told: {}, off by {:.3f} K\n",
                     trial.added_w / 1e3, place_of(site, plan, placement_of(field, heated)),
                     trial.settled ? "" : " (did not settle)", pair_text(site, plan, field, trial.most_moved),
                     pair_text(site, plan, field, trial.worst), trial.worst_error_k);
  return out;
}

std::string set_points_text(const Site& site, const Plan& plan, const FieldResult& field) {
  if (field.set_points.empty()) return {};
  std::string out = "\nSupply set points: tightest inlet\n";
  for (const FieldState& state : field.set_points) {
    const RackField* rack = tightest_of(site, plan, state);
    if (rack == nullptr) continue;
    const Check check = check_inlet(site, plan, field, state, *rack);
    const bool known = check.limit != 0;
    out += fmt::format(
        "  {:<22} {:.2f} degC at {}, {}, {}{}\n", state.scenario, rack->inlet_band_degc,
        place_of(site, plan, rack->rack),
        known ? fmt::format("margin {:.2f} K, error {:.2f} K", check.margin, check.error) : "no limit known",
        to_string(check.status), state.settled ? "" : " (did not settle: " + state.unsettled + ")");
  }
  return out;
}

}  // namespace hallplan::thermal
