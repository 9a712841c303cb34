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
#include "planner/power/power.hpp"
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

/// What stands still without coolant or air, by name. Racks whose zone has no air stop as those without coolant do.
void add_stops(const Site& site, const Plan& plan, const hydraulics::CoolingLoss& loss, FailureRow& row) {
  const auto has_no_air = [&](const Placement& rack) {
    const int zone = site.rows[static_cast<std::size_t>(rack.row)].air_zone.index;
    return std::find(loss.zones.begin(), loss.zones.end(), zone) != loss.zones.end();
  };
  for (std::size_t r = 0; r < plan.racks.size(); ++r) {
    const bool has_no_coolant = std::binary_search(loss.racks.begin(), loss.racks.end(), static_cast<int>(r));
    if (has_no_coolant) row.stops.push_back(plan.racks[r].id);
    row.dark_racks += has_no_coolant || has_no_air(plan.racks[r]) ? 1 : 0;
  }
  for (const int zone : loss.zones) {
    row.stops.push_back("air zone " + site.air_zones[static_cast<std::size_t>(zone)].id);
  }
}

}  // namespace

bool worse(const FailureRow& a, const FailureRow& b) {
  const auto order = [](const FailureRow& row) {
    return std::tuple(severity(row), row.stops.empty(), rank(row).second);
  };
  return order(a) < order(b);
}

void sort_worst_first(std::vector<FailureRow>& rows) { std::stable_sort(rows.begin(), rows.end(), worse); }

std::vector<FailureRow> failure_rows(const Site& site, const Plan& plan, const std::vector<Check>& checks) {
  std::vector<FailureRow> rows;
  for (power::LossRow& loss : power::check_losses(site, plan)) rows.push_back(power_row(site, std::move(loss)));

  for (const Check& check : checks) {
    const std::string_view domain = rule_domain(check.rule);
    if (check.scenario == "normal" || (domain != "liquid" && domain != "air")) continue;
    const std::string scenario = fmt::format("{}: {}", check.where, check.scenario);
    auto row = std::find_if(rows.begin(), rows.end(), [&](const FailureRow& r) { return r.scenario == scenario; });
    if (row == rows.end()) {
      row = rows.insert(rows.end(), FailureRow{});
      row->scenario = scenario;
      row->utilisation = kNoShare;
    }
    consider(*row, found_by(check));
  }
  for (const hydraulics::CoolingLoss& loss : hydraulics::cooling_losses(site, plan)) {
    const std::string scenario = fmt::format("{}: {}", loss.where, loss.scenario);
    const auto row =
        std::find_if(rows.begin(), rows.end(), [&](const FailureRow& r) { return r.scenario == scenario; });
    if (row != rows.end()) add_stops(site, plan, loss, *row);
  }
  sort_worst_first(rows);
  return rows;
}

}  // namespace hallplan::verdict
