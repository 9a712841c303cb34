// The failure matrix: what each single loss does, and the check that decides it.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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
  return {{}, check.status, std::string(rule_id(check.rule)), check.where, used_of(check), 0, check.warning};
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

}  // namespace

bool worse(const FailureRow& a, const FailureRow& b) { return rank(a) < rank(b); }

void sort_worst_first(std::vector<FailureRow>& rows) { std::stable_sort(rows.begin(), rows.end(), worse); }

std::vector<FailureRow> failure_rows(const Site& site, const Plan& plan, const std::vector<Check>& checks) {
  std::vector<FailureRow> rows;
  for (power::LossRow& loss : power::check_losses(site, plan)) rows.push_back(power_row(site, std::move(loss)));

  for (const Check& check : checks) {
    const std::string_view domain = rule_domain(check.rule);
    if (check.scenario == "normal" || (domain != "liquid" && domain != "air")) continue;
    const std::string scenario = fmt::format("{}: {}", check.where, check.scenario);
    auto row = std::find_if(rows.begin(), rows.end(), [&](const FailureRow& r) { return r.scenario == scenario; });
    if (row == rows.end())
      row = rows.insert(rows.end(), FailureRow{scenario, Status::pass, "", "", kNoShare, 0, false});
    consider(*row, found_by(check));
  }
  sort_worst_first(rows);
  return rows;
}

}  // namespace hallplan::verdict
