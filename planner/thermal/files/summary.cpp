#include "planner/thermal/files/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>

#include "planner/plan/field_text.hpp"
#include "planner/thermal/field_state.hpp"
#include "planner/thermal/files/questions.hpp"
#include "planner/thermal/inlet_limit.hpp"
#include "planner/thermal/set_points.hpp"

namespace hallplan::thermal {
namespace {

constexpr std::size_t kMostRacksListed = 24;
constexpr double kSetpointMissed_k = 0.1;

std::string kelvins(double k) { return std::isfinite(k) ? fmt::format("{:.2f}", k) : "-"; }

int severity(Status status) { return status == Status::fail ? 0 : status == Status::undecided ? 1 : 2; }

/// A rack with its verdict.
struct Line {
  const RackField* rack;
  Check check;
};

bool tighter(const Line& a, const Line& b) {
  if (severity(a.check.status) != severity(b.check.status)) return severity(a.check.status) < severity(b.check.status);
  return a.rack->inlet_band_degc > b.rack->inlet_band_degc;
}

std::string line_of(const Site& site, const Plan& plan, const FieldResult& field, const Line& line) {
  const Placement& placed = plan.racks[static_cast<std::size_t>(line.rack->rack)];
  const double limit_degc = inlet_limit_degc(site, placed.type);
  const RackField& rack = *line.rack;
  return fmt::format("  {:<20.20} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7}  {}\n", placed.id, kelvins(rack.inlet_mean_degc),
                     kelvins(rack.inlet_band_degc), kelvins(rack.inlet_max_degc),
                     std::isnan(limit_degc) ? "-" : fmt::format("{:.4g}", limit_degc),
                     std::isnan(limit_degc) ? "-" : kelvins(limit_degc - rack.inlet_band_degc),
                     kelvins(rack.numerical_error_k() + field.model_error_k), to_string(line.check.status));
}

std::string racks_text(const Site& site, const Plan& plan, const FieldResult& field) {
  std::map<int, std::vector<Line>> rows;
  for (const RackField& rack : field.normal.racks) {
    const int row = plan.racks[static_cast<std::size_t>(rack.rack)].row;
    rows[row].push_back({&rack, check_inlet(site, plan, field, field.normal, rack)});
  }
  const bool all = field.normal.racks.size() <= kMostRacksListed;
  std::string out =
      fmt::format("\n{:<22} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7}\n", all ? "Rack inlets, degC" : "Tightest of each row",
                  "mean", "band", "max", "limit", "margin", "error");
  for (auto& [row, lines] : rows) {
    if (!all) std::stable_sort(lines.begin(), lines.end(), tighter);
    const auto i = static_cast<std::size_t>(row);
    const std::string name = row >= 0 && i < site.rows.size() ? site.rows[i].id : "-";
    out += fmt::format(" row {}, {} rack{}\n", name, lines.size(), lines.size() == 1 ? "" : "s");
    for (std::size_t k = 0; k < (all ? lines.size() : 1); ++k) out += line_of(site, plan, field, lines[k]);
  }
  return out;
}

std::string losses_text(const Site& site, const Plan& plan, const FieldResult& field) {
  if (field.losses.empty()) return {};
  std::string out = "\nAir units lost: warmest inlet\n";
  for (const FieldState& state : field.losses) {
    const RackField* warmest = warmest_of(state);
    if (warmest == nullptr) continue;
    const Check check = check_inlet(site, plan, field, state, *warmest);
    if (!state.has_steady_state) {
      out +=
          fmt::format("  {:<22} no steady state: {}  {}\n", state.scenario, state.unsettled, to_string(check.status));
      continue;
    }
    out += fmt::format("  {:<22} {:>7} degC at rack {}{}  {}\n", state.scenario, kelvins(warmest->inlet_band_degc),
                       plan.racks[static_cast<std::size_t>(warmest->rack)].id, state.settled ? "" : " (did not settle)",
                       to_string(check.status));
  }
  return out;
}

std::string units_text(const Site& site, const FieldResult& field) {
  if (field.units.empty()) return {};
  std::string out = "\nAir units               return  supply    m3/s\n";
  for (const UnitField& unit : field.units) {
    const AirZone& zone = site.air_zones[static_cast<std::size_t>(unit.zone)];
    const std::string& id = zone.units[static_cast<std::size_t>(unit.unit)].id;
    if (!unit.runs) continue;
    const bool missed = unit.supply_degc > unit.setpoint_degc + kSetpointMissed_k;
    out += fmt::format("  {:<20.20} {:>7} {:>7} {:>7.2f}{}\n", id, kelvins(unit.return_degc), kelvins(unit.supply_degc),
                       unit.flow_m3_per_s,
                       missed ? fmt::format("  coil too small for {}", field::degc(unit.setpoint_degc)) : "");
  }
  return out;
}

/// "RTI 96.1 %"; nothing for what has no meaning here.
std::string index_text(std::string_view name, double value, std::string_view unit) {
  return std::isfinite(value) ? fmt::format("{} {:.3g}{}, ", name, value, unit) : "";
}

std::string metrics_text(const FieldMetrics& metrics) {
  std::string out = index_text("supply", metrics.supply_degc, " degC") +
                    index_text("return", metrics.return_degc, " degC") + index_text("rack rise", metrics.rise_k, " K") +
                    index_text("RTI", metrics.rti, " %") + index_text("SHI", metrics.shi, "") +
                    index_text("RHI", metrics.rhi, "");
  if (!metrics.intake_class.empty()) {
    out += index_text(fmt::format("RCI ({}) high", metrics.intake_class), metrics.rci_high, " %") +
           index_text("low", metrics.rci_low, " %");
  }
  out += index_text("capture index", metrics.capture_index, "") + index_text("mean age", metrics.mean_age_s, " s");
  if (out.size() >= 2) out.resize(out.size() - 2);
  return "\nIndices: " + out + "\n";
}

/// "tightest: row B, rack B07, upper third of its front: 26.31 degC, 0.69 K below its limit"
std::string tightest_text(const Site& site, const Plan& plan, const FieldResult& field) {
  const RackField* rack = tightest_of(site, plan, field.normal);
  if (rack == nullptr) return {};
  const std::string place = fmt::format("{}, {} of its front: {:.2f} degC", place_of(site, plan, rack->rack),
                                        band_text(rack->band), rack->inlet_band_degc);
  const Placement& placed = plan.racks[static_cast<std::size_t>(rack->rack)];
  const double limit_degc = inlet_limit_degc(site, placed.type);
  if (std::isnan(limit_degc)) return "warmest: " + place + "\n";
  const double margin_k = limit_degc - rack->inlet_band_degc;
  return fmt::format("tightest: {}, {:.2f} K {} its limit\n", place, std::abs(margin_k),
                     margin_k < 0 ? "above" : "below");
}

std::string head_text(const Site& site, const Plan& plan, const FieldResult& field, const std::vector<Check>& checks) {
  const FieldSolver& solver = field.solver;
  std::string out = fmt::format(
      "{}: air field {}; {} racks\n{}: cells of {:.3g} m, {} in all, {} turns, {:.2f} s on {}; {}\n", site.name,
      to_string(status_of(checks)), field.normal.racks.size(), level_word(site, field.level, solver.cell_m),
      solver.cell_m, solver.cells, solver.iterations, solver.seconds, solver.ran_on, solver.turbulence);
  if (!field.normal.has_steady_state) {
    return out + fmt::format("no steady state: {}, so that it warms without end and has no temperatures to tell\n",
                             field.normal.unsettled);
  }
  out += tightest_text(site, plan, field);
  if (!field.normal.settled) out += fmt::format("did not settle: {}\n", field.normal.unsettled);
  return out;
}

/// What is still open, and the option that answers it: the lines of racks, which may all pass, do not tell.
std::string open_text(const std::vector<Check>& checks) {
  if (status_of(checks) != Status::undecided) return {};
  constexpr std::size_t kNamed = 4;
  std::string out = "\nUndecided:\n";
  std::size_t open = 0;
  for (const Check& check : checks) {
    if (check.status != Status::undecided || ++open > kNamed) continue;
    const bool normal = check.scenario == "normal";
    const bool said = normal && check.arithmetic.starts_with(check.where);  // "row r1, rack r1-s04: ..."
    const std::string where = said ? "" : check.where + (normal ? ": " : ", " + check.scenario + ": ");
    out += fmt::format("  {}{}\n", where, check.arithmetic);
  }
  if (open > kNamed) out += fmt::format("  and {} more\n", open - kNamed);
  return out;
}

}  // namespace

Status status_of(const std::vector<Check>& checks) {
  Status worst = checks.empty() ? Status::undecided : Status::pass;
  for (const Check& check : checks) {
    if (severity(check.status) < severity(worst)) worst = check.status;
  }
  return worst;
}

const RackField* warmest_of(const FieldState& state) {
  const auto found =
      std::max_element(state.racks.begin(), state.racks.end(),
                       [](const RackField& a, const RackField& b) { return a.inlet_band_degc < b.inlet_band_degc; });
  return found == state.racks.end() ? nullptr : &*found;
}

std::string field_summary(const Site& site, const Plan& plan, const FieldResult& field) {
  const std::vector<Check> checks = check_inlets(site, plan, field);
  std::string out = head_text(site, plan, field, checks);
  if (field.normal.has_steady_state) out += racks_text(site, plan, field);
  out += losses_text(site, plan, field) + set_points_text(site, plan, field) + rides_text(plan, field.rides) +
         response_text(site, plan, field);
  if (field.normal.has_steady_state) out += units_text(site, field) + metrics_text(field.metrics);
  out += fmt::format("Balance: heat {:.1e}, mass {:.1e}, worst cell {:.1e} (relative, in 64 bits)\n",
                     field.balance.heat, field.balance.mass, field.balance.worst_mass);
  if (!field.notes.empty()) out += "\nTaken for granted:\n";
  for (const std::string& note : field.notes) out += "  " + note + "\n";
  return out + open_text(checks);
}

}  // namespace hallplan::thermal
