// The failure matrix: what each single loss does.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "planner/power/power.hpp"
#include "planner/verdict/parts.hpp"

namespace hallplan::verdict {
namespace {

/// Like `at_most`: rounding must not turn an exact fit into a failure.
constexpr double kRounding = 1e-9;

FailureRow power_row(const Site& site, const Plan& plan, const std::vector<power::Limit>& limits, int lost) {
  const power::State state = power::simulate(site, plan, lost);
  FailureRow row;
  row.scenario = site.devices[static_cast<std::size_t>(lost)].id + " lost";
  row.dark_racks = static_cast<int>(state.dark_racks.size());
  for (std::size_t i = 0; i < site.devices.size(); ++i) {
    const double share = state.output_w[i] / limits[i].continuous_w;
    if (std::isnan(share)) {
      row.status = Status::undecided;
    } else if (share > row.utilisation) {
      row.utilisation = share;
      row.tightest_rule = rule_id(power::rule_of(site.devices[i].kind));
      row.tightest_where = site.devices[i].id;
    }
  }
  const bool broken = row.utilisation > 1 + kRounding || row.dark_racks > 0 || !state.dark_plant.empty();
  if (broken) row.status = Status::fail;
  return row;
}

}  // namespace

std::vector<FailureRow> failure_rows(const Site& site, const Plan& plan, const std::vector<Check>& checks) {
  std::vector<power::Limit> limits;
  for (const Device& device : site.devices) limits.push_back(power::limit_of(site, device));
  std::vector<FailureRow> rows;
  for (const int lost : power::losses(site)) rows.push_back(power_row(site, plan, limits, lost));

  for (const Check& check : checks) {
    const std::string_view domain = rule_domain(check.rule);
    if (check.scenario == "normal" || (domain != "liquid" && domain != "air")) continue;
    const std::string scenario = fmt::format("{}: {}", check.where, check.scenario);
    auto row = std::find_if(rows.begin(), rows.end(), [&](const FailureRow& r) { return r.scenario == scenario; });
    if (row == rows.end()) row = rows.insert(rows.end(), FailureRow{scenario, Status::pass, "", "", 0, 0});
    const double used = utilisation(check);
    if (used >= row->utilisation) {
      row->utilisation = used;
      row->tightest_rule = rule_id(check.rule);
      row->tightest_where = check.where;
    }
    if (check.status == Status::fail || row->status == Status::fail) {
      row->status = Status::fail;
    } else if (check.status == Status::undecided) {
      row->status = Status::undecided;
    }
  }
  return rows;
}

}  // namespace hallplan::verdict
