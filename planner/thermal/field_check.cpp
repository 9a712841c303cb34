// The inlets of a solved field against the racks' limits, with every part of the error in the arithmetic.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "planner/plan/field_text.hpp"
#include "planner/site/cords.hpp"
#include "planner/thermal/field_state.hpp"
#include "planner/thermal/geometry.hpp"
#include "planner/thermal/inlet_limit.hpp"
#include "planner/thermal/zones.hpp"

namespace hallplan::thermal {
namespace {

using field::degc;

constexpr std::string_view kAsAsked = "as asked";

const Product<RackType>& type_of(const Site& site, const Plan& plan, const RackField& rack) {
  return site.catalogue.racks[static_cast<std::size_t>(plan.racks[static_cast<std::size_t>(rack.rack)].type)];
}

/// By how much the supply air was moved since the field was solved: inlets move no further up, and no less down.
double moved_k(const Site& site, const FieldResult& field) {
  if (field.supply_degc.empty() || field.supply_degc.size() != site.air_zones.size()) return 0;
  double most = site.air_zones.front().supply_degc.high - field.supply_degc.front();
  for (std::size_t z = 1; z < site.air_zones.size(); ++z) {
    most = std::max(most, site.air_zones[z].supply_degc.high - field.supply_degc[z]);
  }
  return most;
}

std::string error_text(const FieldResult& field, const RackField& rack) {
  const std::string mirror = rack.mirror_k > 0 ? fmt::format(" + mirror {:.2g}", rack.mirror_k) : "";
  const std::string closing = rack.closing_k >= 0.005 ? fmt::format(" + closing {:.2g}", rack.closing_k) : "";
  const std::string grid = std::isnan(rack.grid_error_k) ? "unknown (the coarser grid did not settle)"
                                                         : fmt::format("{:.2g}", rack.grid_error_k);
  return fmt::format("grid {} + wander {:.2g}{}{} + model {:.2g} K", grid, rack.wander_k, closing, mirror,
                     field.model_error_k);
}

/// `field` may give its air other properties, to be compared with another code: no pass then, where they are far from this hall's air.
std::string foreign_air(const Site& site) {
  constexpr double kFar = 0.1;        // of what a m3 takes up: a tenth of every rise
  constexpr double kFarUplift = 0.3;  // of its buoyancy
  const auto is_far = [](double stated, double own, double share) { return std::abs(stated - own) > share * own; };
  const FieldModel& field = site.field;
  const double own_kg_per_m3 = own_air_density_kg_per_m3(site);
  const double density = field.density_kg_per_m3 ? field.density_kg_per_m3->value : own_kg_per_m3;
  const double heat = field.specific_heat_j_per_kg_k ? field.specific_heat_j_per_kg_k->value : kSpecificHeat_j_per_kg_k;
  if (is_far(density * heat, own_kg_per_m3 * kSpecificHeat_j_per_kg_k, kFar)) {
    return fmt::format("'field' has air of {:.4g} kg/m3 and {:.4g} J/kgK; this hall's is {:.4g} kg/m3 and {:.4g} J/kgK",
                       density, heat, own_kg_per_m3, kSpecificHeat_j_per_kg_k);
  }
  const double own_per_k = 1 / (273.15 + site.basis.room_air_degc.value);
  if (field.expansion_per_k && is_far(field.expansion_per_k->value, own_per_k, kFarUplift)) {
    return fmt::format("'field' has air that expands by {:.4g} a kelvin; this hall's does by {:.4g}",
                       field.expansion_per_k->value, own_per_k);
  }
  return {};
}

std::string level_text(const Site& site, const FieldState& state) {
  const std::string_view word = level_word(site, state.level, state.cell_m);
  return fmt::format("{}, cells of {:.3g} m", word == kAsAsked ? "field as asked" : fmt::format("{} field", word),
                     state.cell_m);
}

/// What decides first: a failure, then an open question, then the smallest margin.
bool tighter(const Check& a, const Check& b) {
  const auto rank = [](const Check& check) {
    const int severity = check.status == Status::fail ? 0 : check.status == Status::undecided ? 1 : 2;
    const double left = check.margin - check.error;
    return std::pair(severity, std::isfinite(left) ? left : -1e9);
  };
  return rank(a) < rank(b);
}

/// The tightest of several racks under a name for all of them, with how many of them do not pass.
Check tightest_of(const std::vector<Check>& racks, std::string where) {
  Check out = *std::min_element(racks.begin(), racks.end(), tighter);
  const auto count = [&](Status status) {
    return std::count_if(racks.begin(), racks.end(), [&](const Check& check) { return check.status == status; });
  };
  const auto open = count(Status::undecided), failed = count(Status::fail);
  std::string others;
  if (failed > 0) others += fmt::format("; {} of {} racks too warm", failed, racks.size());
  if (open > 0) others += fmt::format("; {} of {} racks undecided", open, racks.size());
  out.arithmetic = fmt::format("{}: {}{}", out.where, out.arithmetic, others);
  out.where = std::move(where);
  return out;
}

/// A state that nobody solved, for the zones that may lose more than one unit.
Check not_solved(const AirZone& zone, std::string scenario, std::string reason) {
  return undecided({Rule::air_inlet, zone.id, std::move(scenario), Dimension::temperature, {}, {}, zone.at},
                   std::move(reason));
}

void check_losses(const Site& site, const Plan& plan, const FieldResult& field, std::vector<Check>& out) {
  for (const FieldState& state : field.losses) {
    std::vector<Check> racks;
    for (const RackField& rack : state.racks) racks.push_back(check_inlet(site, plan, field, state, rack));
    if (racks.empty()) continue;
    const std::string where = state.zone < 0 ? "hall" : site.air_zones[static_cast<std::size_t>(state.zone)].id;
    out.push_back(tightest_of(racks, where));
    out.back().arithmetic.insert(0, state.words);
  }
  if (field.normal.racks.empty()) return;
  for (const AirZone& zone : site.air_zones) {
    const int missing = units_missing(site.policy.air, zone.spare);
    if (missing == 0) continue;
    const std::string scenario = units_missing_text(site.policy.air, zone.spare);
    if (!field.losses_solved) {
      out.push_back(
          not_solved(zone, scenario, "field solved for normal running alone (--units-lost solves each loss)"));
    } else if (missing > 1 || zone.spare < 1) {
      out.push_back(not_solved(zone, scenario, "field solved for the loss of one unit where it is spare"));
    }
  }
  for (const CordLoss& loss : air_cord_losses(site)) {
    const auto is = [&](const FieldState& state) { return state.scenario == loss.scenario; };
    const bool solved = std::any_of(field.losses.begin(), field.losses.end(), is);
    const bool one_more = units_missing(site.policy.air, 0) > 0;
    if (solved && !one_more) continue;
    const std::string scenario = out_besides(site.policy.air) + loss.scenario;
    out.push_back(
        undecided({Rule::air_inlet, "hall", scenario, Dimension::temperature, {}, {}, site.air_zones.front().at},
                  loss.words + (solved ? ": field solved without a unit out of service besides"
                                       : ": field not solved for that (--units-lost does it)")));
  }
}

/// What a reader may try next; what was tried is not proposed again.
std::string_view way_to_settle(const Site& site, const FieldState& state) {
  if (state.level != FieldLevel::screen) return "; less surplus air or containment may settle it";
  return site.field.turbulence == TurbulenceModel::zero_equation
             ? "; '--field validate' solves finer cells, and takes k-epsilon where they need it"
             : "; a finer grid (--field validate), less surplus air or containment may settle it";
}

}  // namespace

std::string_view band_text(int band) { return band == 0 ? "lower third" : band == 1 ? "middle third" : "upper third"; }

std::string_view level_word(const Site& site, FieldLevel level, double cell_m) {
  constexpr double kSame = 1e-9;
  const bool screen = level == FieldLevel::screen;
  const double own_m = screen ? screen_cell_m(site) : validate_cell_m(site);
  if (cell_m > own_m * (1 + kSame)) return kAsAsked;
  return screen ? "screen" : "validated";
}

double model_error_k(const Site& site) { return site.field.calibrated ? 1 : 2; }

Check check_inlet(const Site& site, const Plan& plan, const FieldResult& field, const FieldState& state,
                  const RackField& rack) {
  const Product<RackType>& type = type_of(site, plan, rack);
  const std::optional<InletLimit> limit = inlet_limit(site, type.body);
  CheckSubject subject{Rule::air_inlet, place_of(site, plan, rack.rack), state.scenario, Dimension::temperature, {}, {},
                       type.at};
  const double inlet_degc = rack.inlet_band_degc + moved_k(site, field);
  const std::string found = fmt::format("inlet {} in the {} of its height", degc(inlet_degc), band_text(rack.band));
  if (!limit) return undecided(std::move(subject), fmt::format("no inlet limit known for {}; {}", type.id, found));
  subject.source = source_of(*limit->stated);
  subject.at = limit->stated->at;
  if (!state.has_steady_state) {
    return undecided(std::move(subject), fmt::format("no steady state: {}; inlets rise without end", state.unsettled));
  }
  if (!state.settled) {
    const std::string_view way_out = way_to_settle(site, state);
    // No answer either way, but a reader wants to know which one to expect.
    const std::string_view expect =
        inlet_degc - rack.wander_k - model_error_k(site) > limit->degc ? ": expect it to be too warm" : "";
    return undecided(std::move(subject),
                     fmt::format("the air does not settle: {}; {} so far, {} takes up to {}{}{}", state.unsettled,
                                 found, type.id, limit->arithmetic, expect, way_out));
  }
  if (std::isnan(rack.numerical_error_k()) || std::isnan(inlet_degc)) {
    return undecided(std::move(subject),
                     fmt::format("no error bound: {}, and the coarser grid that would tell it did not settle", found));
  }
  subject.arithmetic = fmt::format("{}, {} takes up to {}; error {} ({})", found, type.id, limit->arithmetic,
                                   error_text(field, rack), level_text(site, state));
  const double error_k = rack.numerical_error_k() + field.model_error_k;
  Check held = with_error(at_most(subject, inlet_degc, limit->degc), error_k);
  // What the model's own error leaves open no grid decides.
  const bool finer_may_decide = state.level == FieldLevel::screen && std::abs(held.margin) > field.model_error_k;
  if (held.status == Status::undecided && finer_may_decide) {
    held.arithmetic += "; '--field validate' solves finer cells";
  }
  if (const std::string foreign = foreign_air(site); held.status == Status::pass && !foreign.empty()) {
    return undecided(std::move(subject), fmt::format("{}; {}", foreign, found));
  }
  if (held.status == Status::pass && !airflow_known(type.body, inlet_degc + error_k)) {
    const std::vector<AirPoint>& table = type.body.air.table;
    return undecided(
        std::move(subject),
        fmt::format("no airflow known for {} beyond {}, and it may breathe {}", type.id,
                    degc(table.empty() ? std::nan("") : table.back().inlet_degc.value), degc(inlet_degc + error_k)));
  }
  return held;
}

std::vector<std::string> open_losses(const Site& site, const Plan& plan, const FieldResult& field) {
  std::vector<std::string> open;
  for (const FieldState& state : field.losses) {
    bool is_open = false, fails = false;
    for (const RackField& rack : state.racks) {
      const Status status = check_inlet(site, plan, field, state, rack).status;
      is_open = is_open || status == Status::undecided;
      fails = fails || status == Status::fail;
    }
    if (is_open && !fails) open.push_back(state.scenario);
  }
  return open;
}

std::vector<Check> check_inlets(const Site& site, const Plan& plan, const FieldResult& field) {
  std::map<int, std::vector<Check>> rows;
  for (const RackField& rack : field.normal.racks) {
    rows[plan.racks[static_cast<std::size_t>(rack.rack)].row].push_back(
        check_inlet(site, plan, field, field.normal, rack));
  }
  std::vector<Check> out;
  for (const auto& [row, racks] : rows) {
    const auto i = static_cast<std::size_t>(row);
    out.push_back(tightest_of(racks, row >= 0 && i < site.rows.size() ? "row " + site.rows[i].id : "hall"));
  }
  check_losses(site, plan, field, out);
  return out;
}

}  // namespace hallplan::thermal
