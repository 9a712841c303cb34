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

int severity(Status status) { return status == Status::fail ? 0 : status == Status::undecided ? 1 : 2; }

/// Share of the limit that is used, NaN for what has none: temperatures, what is undecided without numbers.
double used_of(const Check& check) {
  const bool temperature =
      check.dimension == Dimension::temperature || check.dimension == Dimension::temperature_difference;
  if (temperature || check.sense != Sense::at_most || check.limit <= 0) return kNoShare;
  return utilisation(check);
}

/// Order of what decides a row: what fails, what is undecided, then what uses most of its limit.
auto rank(Status status, double used) { return std::pair(severity(status), std::isnan(used) ? 1.0 : -used); }

void consider(FailureRow& row, const FailureRow& found) {
  const bool first = row.tightest_rule.empty();
  if (!first && rank(row.status, row.utilisation) <= rank(found.status, found.utilisation)) return;
  row.status = found.status;
  row.tightest_rule = found.tightest_rule;
  row.tightest_where = found.tightest_where;
  row.utilisation = found.utilisation;
}

/// A row from the checks that decide a loss; racks that go dark are counted by simulation.
FailureRow power_row(const Site& site, const Plan& plan, int lost, const std::vector<Check>& decisive) {
  FailureRow row;
  row.scenario = site.devices[static_cast<std::size_t>(lost)].id + " lost";
  for (const Check& check : decisive) {
    consider(row, {{}, check.status, std::string(rule_id(check.rule)), check.where, used_of(check), 0, {}});
  }
  if (row.tightest_rule == rule_id(Rule::power_supplied)) {
    row.dark_racks = static_cast<int>(power::simulate(site, plan, lost).dark_racks.size());
  }
  return row;
}

/// What stands still without coolant or air, by name.
void add_stops(const Site& site, const Plan& plan, const hydraulics::CoolingLoss& loss, FailureRow& row) {
  row.dark_racks = static_cast<int>(loss.racks.size());
  for (const int rack : loss.racks) row.stops.push_back(plan.racks[static_cast<std::size_t>(rack)].id);
  for (const int zone : loss.zones) {
    row.stops.push_back("air zone " + site.air_zones[static_cast<std::size_t>(zone)].id);
  }
}

}  // namespace

std::vector<FailureRow> failure_rows(const Site& site, const Plan& plan, const std::vector<Check>& checks) {
  const std::vector<int> losses = power::losses(site);
  const std::vector<std::vector<Check>> decisive = power::check_losses(site, plan);
  std::vector<FailureRow> rows;
  for (std::size_t i = 0; i < losses.size(); ++i) rows.push_back(power_row(site, plan, losses[i], decisive[i]));

  for (const Check& check : checks) {
    const std::string_view domain = rule_domain(check.rule);
    if (check.scenario == "normal" || (domain != "liquid" && domain != "air")) continue;
    const std::string scenario = fmt::format("{}: {}", check.where, check.scenario);
    auto row = std::find_if(rows.begin(), rows.end(), [&](const FailureRow& r) { return r.scenario == scenario; });
    if (row == rows.end()) row = rows.insert(rows.end(), FailureRow{scenario, Status::pass, "", "", kNoShare, 0, {}});
    consider(*row, {{}, check.status, std::string(rule_id(check.rule)), check.where, used_of(check), 0, {}});
  }
  for (const hydraulics::CoolingLoss& loss : hydraulics::cooling_losses(site, plan)) {
    const std::string scenario = fmt::format("{}: {}", loss.where, loss.scenario);
    const auto row =
        std::find_if(rows.begin(), rows.end(), [&](const FailureRow& r) { return r.scenario == scenario; });
    if (row != rows.end()) add_stops(site, plan, loss, *row);
  }
  const auto order = [](const FailureRow& row) {
    return std::tuple(severity(row.status), row.stops.empty(), rank(row.status, row.utilisation).second);
  };
  std::stable_sort(rows.begin(), rows.end(),
                   [&](const FailureRow& a, const FailureRow& b) { return order(a) < order(b); });
  return rows;
}

}  // namespace hallplan::verdict
