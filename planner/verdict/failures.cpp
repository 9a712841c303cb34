// The failure matrix: what each single loss does, and the check that decides it.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "planner/hydraulics/cooling_loss.hpp"
#include "planner/layout/leak.hpp"
#include "planner/power/power.hpp"
#include "planner/site/cords.hpp"
#include "planner/verdict/parts.hpp"

namespace hallplan::verdict {
namespace {

constexpr double kNoShare = std::numeric_limits<double>::quiet_NaN();

int severity(const FailureRow& row) {
  if (row.status == Status::fail) return row.warning ? 2 : 0;
  return row.status == Status::undecided ? 1 : 3;
}

/// Share of the limit that is used, NaN for what has none: temperatures, what is undecided without numbers.
double used_of(const Check& check) {
  const bool temperature =
      check.dimension == Dimension::temperature || check.dimension == Dimension::temperature_difference;
  if (temperature || check.sense != Sense::at_most || check.limit <= 0) return kNoShare;
  return utilisation(check);
}

/// Order of rows, and of what decides a row: what fails, what is undecided, warnings, then what uses most of its limit.
auto rank(const FailureRow& row) {
  return std::pair(severity(row), std::isnan(row.utilisation) ? 1.0 : -row.utilisation);
}

void consider(FailureRow& row, const FailureRow& found) {
  const bool first = row.tightest_rule.empty();
  if (!first && rank(row) <= rank(found)) return;
  row.status = found.status;
  row.tightest_rule = found.tightest_rule;
  row.tightest_where = found.tightest_where;
  row.utilisation = found.utilisation;
  row.warning = found.warning;
}

FailureRow found_by(const Check& check) {
  FailureRow row;
  row.status = check.status;
  row.tightest_rule = rule_id(check.rule);
  row.tightest_where = check.where;
  row.utilisation = used_of(check);
  row.warning = check.warning;
  return row;
}

/// A row from the checks that decide a loss; racks that go dark were counted by simulation.
FailureRow power_row(const Site& site, power::LossRow loss) {
  FailureRow row;
  row.scenario = std::move(loss.scenario);
  apply_policy(site, loss.checks);
  for (const Check& check : loss.checks) consider(row, found_by(check));
  if (row.tightest_rule == rule_id(Rule::power_supplied)) row.dark_racks = loss.dark_racks;
  return row;
}

/// What stands still without coolant or air, by name: racks, and zones. Racks whose zone has no air stop as those without coolant do.
void add_stops(const Site& site, const Plan& plan, const std::vector<int>& racks, const std::vector<int>& zones,
               FailureRow& row) {
  const auto has_no_air = [&](const Placement& rack) {
    const int zone = site.rows[static_cast<std::size_t>(rack.row)].air_zone.index;
    return std::find(zones.begin(), zones.end(), zone) != zones.end();
  };
  for (std::size_t r = 0; r < plan.racks.size(); ++r) {
    const bool is_named = std::find(racks.begin(), racks.end(), static_cast<int>(r)) != racks.end();
    if (is_named) row.stops.push_back(plan.racks[r].id);
    row.dark_racks += is_named || has_no_air(plan.racks[r]) ? 1 : 0;
  }
  for (const int zone : zones) row.stops.push_back("air zone " + site.air_zones[static_cast<std::size_t>(zone)].id);
}

/// What happens, as the matrix names it: a leak is named by its zone already.
std::string scenario_of(const Check& check) {
  return check.where == check.scenario ? check.scenario : fmt::format("{}: {}", check.where, check.scenario);
}

/// Rows of losses that stop several units name these: "g1: loss of mech-a stops cdu-11, cdu-13".
void name_stopped_units(const Site& site, std::vector<FailureRow>& rows) {
  const auto name = [&](const std::string& where, const std::vector<CordLoss>& losses, FaultPolicy policy) {
    const std::string begin = where + ": " + out_besides(policy);
    for (const CordLoss& loss : losses) {
      const std::string scenario = begin + loss.scenario;
      for (FailureRow& row : rows) {
        if (row.scenario == scenario) row.scenario.assign(begin).append(loss.words);
      }
    }
  };
  for (const CduGroup& group : site.cdu_groups) name(group.id, cord_losses(site, group), site.policy.liquid);
  for (const FacilityLoop& loop : site.loops) name(loop.id, cord_losses(site, loop), site.policy.rejection);
  for (const AirZone& zone : site.air_zones) name(zone.id, cord_losses(site, zone), site.policy.air);
  name("hall", air_cord_losses(site), site.policy.air);
}

/// Losses of coolant and air, and leaks.
bool is_plant_loss(const Check& check) {
  if (check.scenario == "normal") return false;
  const std::string_view domain = rule_domain(check.rule);
  return domain == "liquid" || domain == "air" || check.rule == Rule::layout_leak ||
         check.rule == Rule::layout_leak_power;
}

}  // namespace

bool worse(const FailureRow& a, const FailureRow& b) {
  const auto order = [](const FailureRow& row) {
    return std::tuple(severity(row), row.stops.empty(), rank(row).second);
  };
  return order(a) < order(b);
}

void sort_worst_first(std::vector<FailureRow>& rows) { std::stable_sort(rows.begin(), rows.end(), worse); }

std::vector<FailureRow> failure_rows(const Site& site, const Plan& plan, const std::vector<Check>& checks,
                                     const std::vector<hydraulics::CoolingLoss>& losses) {
  std::vector<FailureRow> rows;
  for (power::LossRow& loss : power::check_losses(site, plan)) rows.push_back(power_row(site, std::move(loss)));

  for (const Check& check : checks) {
    if (!is_plant_loss(check)) continue;
    const std::string scenario = scenario_of(check);
    auto row = std::find_if(rows.begin(), rows.end(), [&](const FailureRow& r) { return r.scenario == scenario; });
    if (row == rows.end()) {
      row = rows.insert(rows.end(), FailureRow{});
      row->scenario = scenario;
      row->utilisation = kNoShare;
    }
    consider(*row, found_by(check));
  }
  const auto row_of = [&](const std::string& scenario) {
    const auto row =
        std::find_if(rows.begin(), rows.end(), [&](const FailureRow& r) { return r.scenario == scenario; });
    return row == rows.end() ? nullptr : &*row;
  };
  for (const hydraulics::CoolingLoss& loss : losses) {
    FailureRow* row = row_of(fmt::format("{}: {}", loss.where, loss.scenario));
    if (row != nullptr) add_stops(site, plan, loss.racks, loss.zones, *row);
  }
  for (const LeakZone& zone : site.leak_zones) {
    FailureRow* row = row_of(layout::leak_name(zone));
    if (row != nullptr) add_stops(site, plan, layout::stopped_by_leak(site, plan, zone), {}, *row);
  }
  name_stopped_units(site, rows);
  sort_worst_first(rows);
  return rows;
}

}  // namespace hallplan::verdict
