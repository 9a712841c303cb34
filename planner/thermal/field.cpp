#include "planner/thermal/field.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <limits>
#include <memory>
#include <mutex>
#include <string_view>
#include <utility>

#include "planner/site/cords.hpp"
#include "planner/thermal/field_state.hpp"
#include "planner/thermal/variant.hpp"

namespace hallplan::thermal {
namespace {

using kernels::flow::Sequence;
using kernels::flow::Solution;

SolvedCase solved(const FieldEnd& end) { return {&end.hall, &end.solution}; }

bool leakage_disputed(const Site& site) {
  return std::any_of(site.air_zones.begin(), site.air_zones.end(),
                     [](const AirZone& zone) { return zone.leakage.disputed(); });
}

double finest_cell_m(const Site& site, const FieldOptions& options) {
  if (options.cell_m > 0) return options.cell_m;
  return options.level == FieldLevel::screen ? screen_cell_m(site) : validate_cell_m(site);
}

/// The grids of a level. One grid alone says nothing about its error: the screen gets one of twice its cells before it.
std::vector<double> cells_of(const Site& site, const FieldOptions& options) {
  const double finest_m = finest_cell_m(site, options);
  std::vector<double> cells = cells_to(finest_m);
  if (cells.size() < 2) cells = {2 * finest_m, finest_m};
  return cells;
}

void tell(const FieldOptions& options, const std::string& what) {
  if (options.begins) options.begins(what);
}

/// Asked between solves, as the solver asks within them.
bool stopped(const FieldOptions& options) { return options.progress && !options.progress(0, 0); }

/// Normal running at the ends of the leakage, and what racks breathe in the worse one.
struct Normal {
  std::vector<FieldEnd> ends;
  FieldState state;
};

/// Builds and solves it. What went wrong, or nothing.
std::string solve_normal(const Site& site, const Plan& plan, const FieldOptions& options,
                         std::optional<TurbulenceModel> turbulence, Normal& out) {
  std::vector<LeakageEnd> leakages = {LeakageEnd::high};
  if (leakage_disputed(site)) leakages.push_back(LeakageEnd::low);
  std::vector<Sequence> halls;
  for (const LeakageEnd leakage : leakages) {
    Result<HallCase> hall =
        build_case(site, plan, {cells_of(site, options), leakage, {}, {}, options.device_losses_w, turbulence});
    if (!hall.value) return first_problem(hall.problems);
    if (hall.value->racks.empty()) return "no rack stands in the hall";
    halls.push_back(hall.value->sequence);
    out.ends.push_back({std::move(*hall.value), {}, leakage});
  }
  std::vector<Solution> solutions = solve_all(halls, options, {});
  std::vector<SolvedCase> cases;
  for (std::size_t i = 0; i < out.ends.size(); ++i) {
    out.ends[i].solution = std::move(solutions[i]);
    if (!out.ends[i].solution.status) return out.ends[i].solution.status.text;
    cases.push_back(solved(out.ends[i]));
  }
  out.state = state_of(site, plan, cases);
  out.state.level = options.level;
  out.state.cell_m = finest_cell_m(site, options);
  return {};
}

/// On fine cells the zero equation's viscosity, which knows of distances to walls and of speeds alone, leaves large halls swinging
/// for thousands of turns; k-epsilon makes as much as the shear asks for, and brings most of them to rest. The screen's
/// cells damp by themselves.
bool has_another_model(const Site& site, const FieldOptions& options) {
  return options.level == FieldLevel::validate && site.field.turbulence == TurbulenceModel::zero_equation;
}

FieldOptions first_try(const Site& site, FieldOptions options) {
  constexpr int kMostTurns = 1000;  // halls that settle have done so by then
  if (has_another_model(site, options)) options.solver.most_turns = std::min(options.solver.most_turns, kMostTurns);
  return options;
}

bool may_settle_otherwise(const Site& site, const FieldOptions& options, const FieldState& state) {
  return has_another_model(site, options) && !state.settled && state.has_steady_state && !stopped(options);
}

/// As many turns as k-epsilon takes: to leave a symmetric state alone some five hundred.
FieldOptions with_turns_of_k_epsilon(FieldOptions options) {
  constexpr int kTurns = 1500;
  options.solver.most_turns = std::max(options.solver.most_turns, kTurns);
  return options;
}

/// Once more with k-epsilon, where that may settle the hall and does.
void settle_otherwise(const Site& site, const Plan& plan, const FieldOptions& options, Normal& normal,
                      FieldResult& out) {
  Normal calmer;
  if (!solve_normal(site, plan, options, TurbulenceModel::k_epsilon, calmer).empty() || !calmer.state.settled) return;
  out.turbulence = TurbulenceModel::k_epsilon;
  out.calmed = std::exchange(normal, std::move(calmer)).state.unsettled;
}

/// The end with the warmest rack.
std::size_t warmest_end(const std::vector<FieldEnd>& ends) {
  std::size_t found = 0;
  double warmest = -std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < ends.size(); ++i) {
    for (const RackField& rack : racks_of(solved(ends[i]))) {
      if (rack.inlet_band_degc <= warmest) continue;
      warmest = rack.inlet_band_degc;
      found = i;
    }
  }
  return found;
}

/// Every single loss.
std::string solve_losses(const Site& site, const Plan& plan, const FieldOptions& options,
                         const std::vector<FieldEnd>& ends, FieldResult& out) {
  std::vector<VariantStart> starts;
  starts.reserve(ends.size());
  for (const FieldEnd& end : ends) starts.push_back({end.leakage, &end.solution.fields});
  std::vector<Variant> losses;
  const auto add = [&](Variant loss, std::vector<std::string> units, const std::vector<double>& device_losses_w) {
    const std::vector<std::string>& alone = options.losses_alone;
    if (!alone.empty() && std::find(alone.begin(), alone.end(), loss.scenario) == alone.end()) return std::string();
    const CaseOptions asked{cells_of(site, options), {}, std::move(units), {}, device_losses_w, out.turbulence};
    std::string problem = build_variant(site, plan, asked, starts, loss);
    losses.push_back(std::move(loss));
    return problem;
  };
  std::vector<std::pair<int, std::string>> units;  // zone and name, through all zones
  for (std::size_t z = 0; z < site.air_zones.size(); ++z) {
    for (const Unit& unit : site.air_zones[z].units) {
      units.emplace_back(static_cast<int>(z), unit.id);
      if (site.air_zones[z].spare < 1) continue;
      std::string problem = add({unit.id + " lost", static_cast<int>(z), {}}, {unit.id}, options.device_losses_w);
      if (!problem.empty()) return problem;
    }
  }
  for (const CordLoss& power : air_cord_losses(site)) {
    std::vector<std::string> lost;
    for (const std::size_t unit : power.units) lost.push_back(units[unit].second);
    const bool one_zone = units[power.units.front()].first == units[power.units.back()].first;
    const auto after = options.device_losses_after_w.find(power.scenario);
    const bool known = after != options.device_losses_after_w.end();
    std::string problem =
        add({power.scenario, one_zone ? units[power.units.front()].first : -1, {}, power.words + ": "}, std::move(lost),
            known ? after->second : options.device_losses_w);
    if (!problem.empty()) return problem;
  }
  if (options.level == FieldLevel::screen) {
    tell(options, fmt::format("{} losses at once", losses.size()));
    return solve_variants(site, plan, options, starts, losses, out.losses);
  }
  // Fine grids one after the other: all at once take as much memory as there are losses.
  std::size_t number = 0;
  for (Variant& loss : losses) {
    if (stopped(options)) return "stopped";
    tell(options, fmt::format("{}, {} of {}", loss.scenario, ++number, losses.size()));
    std::string problem = solve_variants(site, plan, options, starts, {std::exchange(loss, {})}, out.losses);
    if (!problem.empty()) return problem;
  }
  return {};
}

std::string_view turbulence_text(kernels::flow::Turbulence model) {
  switch (model) {
    case kernels::flow::Turbulence::none:
      return "constant viscosity";
    case kernels::flow::Turbulence::zero_equation:
      return "zero-equation turbulence (Chen and Xu 1998)";
    case kernels::flow::Turbulence::k_epsilon:
      return "k-epsilon turbulence (Launder and Spalding 1974)";
  }
  return "";
}

/// On the certified flow of a hall without a steady state temperatures have no value: what is left is how far the turns came.
void forget_temperatures(Solution& solution) {
  solution.fields.certified_temperature.clear();
  solution.certified_intake_degc.clear();
  solution.certified_probe_degc.clear();
}

/// What only one of the ends can show: fields, balances, indices.
void take_end(const Site& site, const Plan& plan, FieldEnd end, FieldResult& out) {
  out.hall = std::move(end.hall);
  out.leakage = end.leakage;
  out.solution = std::move(end.solution);
  if (!out.normal.has_steady_state) forget_temperatures(out.solution);
  const SolvedCase shown{&out.hall, &out.solution};
  out.units = units_of(shown);
  if (out.normal.has_steady_state) {
    out.metrics = metrics_of(site, plan, shown, racks_of(shown));
  } else {
    for (UnitField& unit : out.units) unit.return_degc = unit.supply_degc = std::numeric_limits<double>::quiet_NaN();
  }
  out.balance = out.solution.balance;
  const kernels::flow::Case& finest = out.hall.sequence.grids.back();
  out.solver.cells = finest.grid.cells();
  out.solver.iterations = out.solution.turns;
  out.solver.ran_on = out.solution.ran_on;
  out.solver.turbulence = turbulence_text(finest.turbulence);
  out.notes = out.hall.assumptions;
}

}  // namespace

kernels::flow::Options screen_solver(const Site& site) {
  constexpr double kCellsOfACampus = 200'000;
  const double volume_m3 = site.hall.width_m.value * site.hall.depth_m.value * site.hall.ceiling_m.value;
  const bool campus = volume_m3 > kCellsOfACampus * std::pow(screen_cell_m(site), 3);
  kernels::flow::Options solver;
  solver.steady_range_k = 0.15;
  solver.steady_left_k = 0.1;
  if (campus) solver.window_turns = 200;
  solver.window_agrees_k = campus ? 2 : 1;
  solver.window_left_k = campus ? 1 : 0.5;
  return solver;
}

kernels::flow::Progress batch_progress(const FieldOptions& options) {
  if (!options.progress) return {};
  return [told = std::make_shared<std::mutex>(), &progress = options.progress](int turn, double change_k) {
    const std::lock_guard<std::mutex> one(*told);
    return progress(turn, change_k);
  };
}

FieldResult solve_field(const Site& site, const Plan& plan, const FieldOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  FieldResult out;
  out.level = options.level;
  out.model_error_k = model_error_k(site);
  out.solver.cell_m = finest_cell_m(site, options);
  for (const AirZone& zone : site.air_zones) out.supply_degc.push_back(zone.supply_degc.high);
  Normal normal;
  tell(options, "normal running");
  out.problem = solve_normal(site, plan, first_try(site, options), {}, normal);
  if (out.problem.empty() && may_settle_otherwise(site, options, normal.state)) {
    tell(options, "normal running with k-epsilon");
    settle_otherwise(site, plan, with_turns_of_k_epsilon(options), normal, out);
  }
  if (out.problem.empty() && stopped(options)) out.problem = "stopped";
  if (!out.problem.empty()) return out;
  std::vector<FieldEnd>& ends = normal.ends;
  out.normal = std::move(normal.state);
  if (options.units_lost) {
    const FieldOptions asked = out.turbulence ? with_turns_of_k_epsilon(options) : options;
    std::string problem = solve_losses(site, plan, asked, ends, out);
    // Who asks for some losses has an answer for them already.
    if (options.losses_alone.empty()) {
      out.problem = std::move(problem);
    } else if (!problem.empty()) {
      out.notes.push_back("losses are not solved on this grid: " + problem);
    }
  }
  out.losses_solved = options.units_lost;
  const auto warmest = ends.begin() + static_cast<std::ptrdiff_t>(warmest_end(ends));
  take_end(site, plan, std::move(*warmest), out);
  ends.erase(warmest);
  out.other_ends = std::move(ends);
  if (!out.calmed.empty()) {
    out.notes.push_back(
        fmt::format("with the zero-equation model the air does not settle ({}): solved with k-epsilon", out.calmed));
  }
  if (options.tracers && !stopped(options)) {
    const SolvedCase shown{&out.hall, &out.solution};
    const std::string why = add_tracers(shown, out.normal.racks, out.metrics);
    if (!why.empty()) out.notes.push_back(why);
  }
  if (!out.other_ends.empty()) {
    out.notes.push_back(
        fmt::format("leakage is a range: solved at both ends, each rack takes the worse; shown is the {}",
                    out.leakage == LeakageEnd::low ? "low end" : "high end"));
  }
  out.solver.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return out;
}

FieldResult with_losses_of(FieldResult validated, FieldResult screen) {
  if (!validated.solved()) return validated;
  std::vector<FieldState> fine = std::exchange(validated.losses, std::move(screen.losses));
  for (FieldState& loss : validated.losses) {
    const auto found = std::find_if(fine.begin(), fine.end(), [&](const FieldState& one) {
      return one.scenario == loss.scenario && one.settled && one.has_steady_state;
    });
    if (found != fine.end()) loss = std::move(*found);
  }
  validated.losses_solved = screen.solved() && screen.losses_solved;
  validated.solver.seconds += screen.solver.seconds;
  if (!screen.solved()) validated.notes.push_back("losses of air units are not solved: " + screen.problem);
  return validated;
}

}  // namespace hallplan::thermal
