// The air checks: heat, flow and supply of each zone; the inlets, which a balance cannot decide.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/plan/field_text.hpp"
#include "planner/site/air_coil.hpp"
#include "planner/thermal/field.hpp"
#include "planner/thermal/inlet_limit.hpp"
#include "planner/thermal/zones.hpp"

namespace hallplan::thermal {
namespace {

/// Temperatures this close are the same: what converting from degF may leave.
constexpr double kSameK = 1e-6;

/// One zone with everything its checks need.
struct Zone {
  const AirZone* zone = nullptr;
  const Product<AirUnitType>* unit = nullptr;
  const FacilityLoop* loop = nullptr;
  std::map<int, int> racks;  ///< types and how many
  ZoneBalance normal;
  double device_losses_w = 0;
  std::string unknown_doors;  ///< rear doors whose capacity is not known in the water they get
  std::string unknown_fans;   ///< rear doors whose fans heat the room by nobody knows how much
};

/// A balance and the state it is of.
struct Case {
  ZoneBalance balance;
  PlantLoss loss;
  double door_w = 0;  ///< that the door which is lost took
};

using field::degc;
using field::kw;
using field::m3_per_s;

const Product<RackType>& rack_of(const Site& site, int type) {
  return site.catalogue.racks[static_cast<std::size_t>(type)];
}

Case case_of(const Site& site, const Zone& zone, PlantLoss loss) {
  return {without_units(site, *zone.zone, zone.normal, loss.units), std::move(loss)};
}

std::vector<Case> cases_of(const Site& site, const Zone& zone) {
  std::vector<Case> cases{{zone.normal, {0, "normal"}}};
  for (PlantLoss& loss : losses_of(site, *zone.zone)) cases.push_back(case_of(site, zone, std::move(loss)));
  return cases;
}

/// The same for heat, where a rear door that is lost leaves its part to the units.
std::vector<Case> heat_cases_of(const Site& site, const Zone& zone) {
  std::vector<Case> cases = cases_of(site, zone);
  if (zone.normal.worst_door_w > 0) {
    cases.push_back({with_door_lost(site, *zone.zone, zone.normal),
                     {units_missing(site.policy.air, 0), door_lost_text(site)},
                     zone.normal.worst_door_w});
  }
  return cases;
}

/// "(3 - 1)" or "3"
std::string left_text(const Zone& zone, const Case& which) {
  const int all = static_cast<int>(zone.zone->units.size());
  return which.loss.units > 0 ? fmt::format("({} - {})", all, which.loss.units) : fmt::format("{}", all);
}

/// "no fan power known for test-door (rear doors doors)"; a passive door states 0 W.
std::string unknown_fans(const Site& site, int row, int rack_type) {
  const RearDoors* doors = doors_of(site, row, rack_type);
  if (doors == nullptr) return {};
  const Product<RearDoorType>& type = site.catalogue.rear_doors[static_cast<std::size_t>(doors->type.index)];
  if (type.body.fan_power_w) return {};
  return fmt::format("no fan power known for {} (rear doors {})", type.id, doors->id);
}

/// Coils that bring air below the dew point of the room take water out of it, of which nobody knows how much: empty where none
/// do.
std::string below_dew_point(const Site& site, const AirZone& zone) {
  const double dew_point_degc = site.basis.dew_point_degc.high;
  if (zone.supply_degc.low >= dew_point_degc - kSameK) return {};
  return fmt::format(
      "supply air {} is below the dew point {}: the coils condense, and how much of their capacity is left "
      "for sensible heat is not known; supply it warmer or dry the room",
      degc(zone.supply_degc.low), degc(dew_point_degc));
}

std::string heat_text(const Site& site, const Zone& zone, const Case& which) {
  const ZoneBalance& balance = which.balance;
  std::vector<std::string> terms;
  for (const auto& [type, count] : zone.racks) {
    const Product<RackType>& rack = rack_of(site, type);
    const double share = rack.body.liquid ? rack.body.liquid->share.low : 0.0;
    std::string term = fmt::format("{} x {} x {}", count, rack.id, kw(sustained_w(site, rack.body).high));
    if (share > 0) term += fmt::format(" x (1 - {:.4g} %)", share * 100);
    terms.push_back(std::move(term));
  }
  terms.push_back(fmt::format("{} fans x {}", balance.units, kw(zone.unit->body.fan_power_w.high)));
  if (zone.device_losses_w > 0) terms.push_back(fmt::format("power devices {}", kw(zone.device_losses_w)));
  if (const double openings_w = openings_heat_w(site, *zone.zone); openings_w > 0) {
    terms.push_back(fmt::format("air blown in through openings {}", kw(openings_w)));
  }
  if (balance.door_heat_w > 0 || which.door_w > 0) {
    terms.back() += fmt::format(" - {} taken by rear doors", kw(balance.door_heat_w));
  }
  if (which.door_w > 0) terms.back() += fmt::format(", without {} of the one that takes most", kw(which.door_w));
  return fmt::format("{} = {}", join(terms, " + "), kw(balance.room_heat_w()));
}

void check_heat(const Site& site, const Zone& zone, const std::vector<Case>& cases, std::vector<Check>& out) {
  const Value& capacity = zone.unit->body.capacity_w;
  const Value& water = zone.loop->supply_degc;
  const double ratio = density_ratio(site.basis.elevation_m.high);
  const std::string thin_air =
      ratio < 1 ? fmt::format(" x {:.4g} (air density at {:.5g} m)", ratio, site.basis.elevation_m.high) : "";
  const std::string moist = below_dew_point(site, *zone.zone);
  const bool cools = water_cools(site, *zone.zone);
  const CoilCapacity unit = unit_capacity(site, *zone.zone, zone.zone->supply_degc.low);
  for (const Case& which : cases) {
    CheckSubject subject{Rule::air_heat, zone.zone->id, which.loss.scenario, Dimension::power, source_of(capacity), {},
                         capacity.at};
    if (!cools) {
      subject.arithmetic =
          fmt::format("{}{}; supply air {} from water of {}: no coil makes air as cold as its water", which.loss.words,
                      heat_text(site, zone, which), degc(zone.zone->supply_degc.low), degc(water.high));
      out.push_back(at_most(std::move(subject), which.balance.room_heat_w(), which.balance.capacity_w));
      continue;
    }
    if (!unit.unknown.empty()) {
      out.push_back(undecided(std::move(subject), unit.unknown));
      continue;
    }
    if (!zone.unknown_doors.empty()) {
      out.push_back(undecided(std::move(subject), zone.unknown_doors));
      continue;
    }
    const ZoneBalance& balance = which.balance;
    subject.arithmetic =
        fmt::format("{}{}; {} x {} {}{} = {}{}", which.loss.words, heat_text(site, zone, which), left_text(zone, which),
                    zone.unit->id, kw(unit.arithmetic.empty() ? capacity.low : unit.capacity_w / ratio), thin_air,
                    kw(balance.capacity_w), unit.arithmetic.empty() ? "" : "; " + unit.arithmetic);
    Check held = at_most(subject, balance.room_heat_w(), balance.capacity_w);
    // Anything else than water takes up less: what is too much for the rating is too much.
    std::string open = moist.empty() ? zone.unknown_fans : moist;
    if (open.empty()) open = in_place_of_water(site, *zone.loop, zone.unit->id);
    if (!open.empty() && held.status != Status::fail) held = undecided(std::move(subject), open);
    out.push_back(std::move(held));
  }
}

std::string drawn_text(const Site& site, const Zone& zone) {
  std::vector<std::string> terms;
  for (const auto& [type, count] : zone.racks) {
    const Product<RackType>& rack = rack_of(site, type);
    const double flow = rack_airflow_m3_per_s(rack.body, inlet_for_flow_degc(site, *zone.zone));
    terms.push_back(fmt::format("{} x {} x {}", count, rack.id, m3_per_s(flow)));
  }
  return terms.empty() ? "no racks" : join(terms, " + ");
}

void check_flow(const Site& site, const Zone& zone, std::vector<Check>& out) {
  const Value& airflow = zone.unit->body.airflow_m3_per_s;
  const double inlet_degc = inlet_for_flow_degc(site, *zone.zone);
  std::vector<std::string> unknown;
  for (const auto& [type, count] : zone.racks) {
    if (!airflow_known(rack_of(site, type).body, inlet_degc)) unknown.push_back(rack_of(site, type).id);
  }
  for (const Case& which : cases_of(site, zone)) {
    const ZoneBalance& balance = which.balance;
    CheckSubject subject{Rule::air_flow, zone.zone->id, which.loss.scenario, Dimension::airflow, source_of(airflow), {},
                         airflow.at};
    subject.arithmetic = fmt::format("{}({} at {}) x (1 + {:.4g} % leakage) = {}; {} x {} {} = {}", which.loss.words,
                                     drawn_text(site, zone), degc(inlet_degc), zone.zone->leakage.high * 100,
                                     m3_per_s(balance.demand_m3_per_s), left_text(zone, which), zone.unit->id,
                                     m3_per_s(airflow.low), m3_per_s(balance.supply_m3_per_s));
    Check held = at_most(subject, balance.demand_m3_per_s, balance.supply_m3_per_s);
    if (!unknown.empty() && held.status != Status::fail) {
      held = undecided(std::move(subject),
                       fmt::format("no airflow known for {} at {}", join(unknown, ", "), degc(inlet_degc)));
    }
    out.push_back(std::move(held));
  }
}

/// Supply air against the coolest inlet limit of the zone's racks. A rack without a known limit leaves it open, unless
/// another rack's limit is broken already.
void check_supply(const Site& site, const Zone& zone, std::vector<Check>& out) {
  const Product<RackType>* strictest = nullptr;
  std::optional<InletLimit> limit;
  std::vector<std::string> unknown;
  for (const auto& [type, count] : zone.racks) {
    const Product<RackType>& rack = rack_of(site, type);
    const std::optional<InletLimit> own = inlet_limit(site, rack.body);
    if (!own) {
      unknown.push_back(rack.id);
    } else if (!limit || own->degc < limit->degc) {
      strictest = &rack;
      limit = own;
    }
  }
  const double supply_degc = zone.zone->supply_degc.high;
  CheckSubject subject{Rule::air_supply,         zone.zone->id, "normal", Dimension::temperature, {}, {},
                       zone.zone->supply_degc.at};
  const bool broken = limit && supply_degc > limit->degc;
  if (!unknown.empty() && !broken) {
    out.push_back(undecided(std::move(subject), fmt::format("no inlet limit known for {}", join(unknown, ", "))));
    return;
  }
  if (!limit) return;
  subject.source = source_of(*limit->stated);
  subject.at = limit->stated->at;
  subject.arithmetic =
      fmt::format("supply air {}; {} takes up to {}", degc(supply_degc), strictest->id, limit->arithmetic);
  out.push_back(at_most(std::move(subject), supply_degc, limit->degc));
}

/// The inlets themselves: what the balance knows, and that it does not decide. `why` there is no field, when one was asked for.
void report_inlets(const Site& site, const Zone& zone, const std::string& why, std::vector<Check>& out) {
  if (zone.racks.empty()) return;
  for (const Case& which : cases_of(site, zone)) {
    const ZoneBalance& balance = which.balance;
    const bool short_of_air = balance.bypass_m3_per_s < 0;
    CheckSubject subject{Rule::air_inlet, zone.zone->id, which.loss.scenario, Dimension::temperature, {}, {},
                         zone.zone->at};
    out.push_back(undecided(
        std::move(subject),
        fmt::format("field not solved{}; supply {}, racks draw {}, {} {}", why, m3_per_s(balance.supply_m3_per_s),
                    m3_per_s(balance.drawn_m3_per_s), short_of_air ? "recirculation at least" : "bypass at least",
                    m3_per_s(short_of_air ? -balance.bypass_m3_per_s : balance.bypass_m3_per_s))));
  }
}

/// Every zone with its racks and balances.
std::vector<Zone> zones_of(const Site& site, const Plan& plan, const std::vector<double>& device_losses_w) {
  const std::vector<ZoneBalance> normal = balances(site, plan, device_losses_w);
  std::vector<Zone> zones(site.air_zones.size());
  for (const Placement& rack : plan.racks) {
    const int zone = site.rows[static_cast<std::size_t>(rack.row)].air_zone.index;
    ++zones[static_cast<std::size_t>(zone)].racks[rack.type];
    if (std::string why = unknown_door(site, rack.row, rack.type); !why.empty()) {
      zones[static_cast<std::size_t>(zone)].unknown_doors = std::move(why);
    }
    if (std::string why = unknown_fans(site, rack.row, rack.type); !why.empty()) {
      zones[static_cast<std::size_t>(zone)].unknown_fans = std::move(why);
    }
  }
  for (std::size_t z = 0; z < zones.size(); ++z) {
    Zone& zone = zones[z];
    zone.zone = &site.air_zones[z];
    zone.unit = &site.catalogue.air_units[static_cast<std::size_t>(zone.zone->type.index)];
    zone.loop = &site.loops[static_cast<std::size_t>(zone.zone->loop.index)];
    zone.normal = normal[z];
    zone.device_losses_w = z < device_losses_w.size() ? device_losses_w[z] : 0;
  }
  return zones;
}

}  // namespace

std::vector<Check> check(const Site& site, const Plan& plan, const std::vector<double>& device_losses_w,
                         const FieldResult* field) {
  std::vector<Check> checks;
  const bool solved = field != nullptr && field->solved();
  const std::string why = field != nullptr && !solved ? ": " + field->problem : "";
  for (const Zone& zone : zones_of(site, plan, device_losses_w)) {
    check_heat(site, zone, heat_cases_of(site, zone), checks);
    check_flow(site, zone, checks);
    check_supply(site, zone, checks);
    if (!solved) report_inlets(site, zone, why, checks);
  }
  for (const AcceptedLoss& loss : accepted_losses(site, plan, device_losses_w)) {
    const AirZone& zone = site.air_zones[static_cast<std::size_t>(loss.zone)];
    checks.push_back(
        holds({Rule::air_heat, zone.id, kAirUnitLost, Dimension::count, "site", loss.arithmetic, zone.at}, true));
  }
  if (solved) {
    std::vector<Check> inlets = check_inlets(site, plan, *field);
    std::move(inlets.begin(), inlets.end(), std::back_inserter(checks));
  }
  return checks;
}

std::vector<Check> check_power_losses(const Site& site, const Plan& plan, const std::vector<LossScenario>& scenarios) {
  std::vector<Check> checks;
  const std::vector<ZoneBalance> without_devices = balances(site, plan, {});
  for (std::size_t z = 0; z < site.air_zones.size(); ++z) {
    const auto heats = [&](const LossScenario& scenario) { return scenario.losses_w.at(z) > 0; };
    if (std::none_of(scenarios.begin(), scenarios.end(), heats)) continue;
    const LossScenario* worst = nullptr;
    double most_w = 0;
    const auto loss_of = [&](const LossScenario& scenario) {
      const int out_of_service = units_missing(site.policy.air, 0);
      return PlantLoss{(z < scenario.stopped.size() ? scenario.stopped[z] : 0) + out_of_service,
                       out_besides(site.policy.air) + scenario.name};
    };
    for (const LossScenario& scenario : scenarios) {
      const ZoneBalance left = without_units(site, site.air_zones[z], without_devices[z], loss_of(scenario).units);
      const double beyond_w = left.room_heat_w() + scenario.losses_w.at(z) - left.capacity_w;
      if (worst != nullptr && beyond_w <= most_w) continue;
      worst = &scenario;
      most_w = beyond_w;
    }
    const Zone zone = zones_of(site, plan, worst->losses_w)[z];
    check_heat(site, zone, {case_of(site, zone, loss_of(*worst))}, checks);
  }
  return checks;
}

}  // namespace hallplan::thermal
