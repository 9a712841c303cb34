#include "planner/verdict/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "planner/layout/layout.hpp"
#include "planner/power/power.hpp"
#include "planner/site/phase.hpp"
#include "planner/thermal/density.hpp"
#include "planner/verdict/checks.hpp"
#include "planner/verdict/kept_headers.hpp"
#include "planner/verdict/parts.hpp"
#include "planner/verdict/phases.hpp"

namespace hallplan::verdict {
namespace {

/// A plan is judged by all of these; a domain without a single check is undecided, not passed.
constexpr std::array<std::string_view, 6> kDomains = {"demand", "layout", "power", "liquid", "air", "density"};

std::size_t domain_index(std::string_view domain) {
  return static_cast<std::size_t>(std::find(kDomains.begin(), kDomains.end(), domain) - kDomains.begin());
}

std::vector<DomainStatus> domain_statuses(const Site& site, const std::vector<Check>& checks) {
  std::vector<DomainStatus> domains;
  for (const std::string_view name : kDomains) {
    std::vector<Check> own;
    std::copy_if(checks.begin(), checks.end(), std::back_inserter(own),
                 [&](const Check& check) { return rule_domain(check.rule) == name; });
    if (own.empty() && name == "density" && site.density.empty()) continue;  // no limit is asked for
    DomainStatus domain{std::string(name), worst(own)};
    for (const Check& check : own) {
      domain.passed += check.status == Status::pass ? 1 : 0;
      domain.failed += check.status == Status::fail && !check.warning ? 1 : 0;
      domain.warnings += check.warning ? 1 : 0;
      domain.undecided += check.status == Status::undecided ? 1 : 0;
    }
    domains.push_back(std::move(domain));
  }
  return domains;
}

Status overall(const std::vector<DomainStatus>& domains) {
  const auto any = [&](Status status) {
    return std::any_of(domains.begin(), domains.end(), [&](const DomainStatus& d) { return d.status == status; });
  };
  if (any(Status::fail)) return Status::fail;
  return any(Status::undecided) || domains.empty() ? Status::undecided : Status::pass;
}

void count_units(const Plan& plan, Verdict& verdict) {
  std::map<std::pair<int, int>, std::set<int>> rows_of_unit;  // by demand and unit
  for (const Placement& rack : plan.racks) {
    if (rack.demand >= 0 && rack.unit >= 0) rows_of_unit[{rack.demand, rack.unit}].insert(rack.row);
  }
  verdict.scalable_units = static_cast<int>(rows_of_unit.size());
  verdict.split_units = static_cast<int>(
      std::count_if(rows_of_unit.begin(), rows_of_unit.end(), [](const auto& unit) { return unit.second.size() > 1; }));
}

void sort_by_domain(std::vector<Check>& checks) {
  std::stable_sort(checks.begin(), checks.end(), [](const Check& a, const Check& b) {
    return domain_index(rule_domain(a.rule)) < domain_index(rule_domain(b.rule));
  });
}

/// The verdict on what is there in one phase.
/// `before`: checks of what stood in the phase before.
Verdict verify_phase(const Site& site, const Plan& plan, const thermal::FieldResult* field,
                     std::vector<Check> before = {}) {
  Verdict verdict;
  Losses losses;
  verdict.checks = checks_in_phase(site, plan, {}, field, &losses);
  std::move(before.begin(), before.end(), std::back_inserter(verdict.checks));
  sort_by_domain(verdict.checks);
  verdict.domains = domain_statuses(site, verdict.checks);
  verdict.status = overall(verdict.domains);
  verdict.failures = failure_rows(site, plan, verdict.checks, losses.cooling);
  verdict.rides = coolant_rides(std::move(losses.coolant));
  verdict.loops = coolant_loops(site, plan, verdict.checks);
  verdict.resources = resources_of(verdict.checks);
  verdict.limited_by = limits_of(verdict.resources);
  const thermal::DensityMap map = thermal::density_map(site, plan);
  verdict.density = {map.nx, map.ny, map.cell_m, map.w_per_m2};
  verdict.racks = static_cast<int>(plan.racks.size());
  verdict.compute_racks = count_compute(site, plan);
  for (const Placement& rack : plan.racks) {
    verdict.gpus += site.catalogue.racks[static_cast<std::size_t>(rack.type)].body.gpus;
  }
  count_units(plan, verdict);
  verdict.it_w = power::it_w(site, plan);
  verdict.facility_w = power::facility_w(site, plan);
  return verdict;
}

/// Scalable units that are there in a phase, of the demands that say when.
int delivered_in(const Site& view) {
  int units = -1;
  for (const Demand& demand : view.demand) {
    if (demand.delivered >= 0) units = std::max(units, 0) + demand.delivered;
  }
  return units;
}

}  // namespace

Status worst(const std::vector<Check>& checks) {
  const auto any = [&](Status status) {
    return std::any_of(checks.begin(), checks.end(),
                       [&](const Check& check) { return check.status == status && !check.warning; });
  };
  if (any(Status::fail)) return Status::fail;
  return checks.empty() || any(Status::undecided) ? Status::undecided : Status::pass;
}

Verdict verify(const Site& site, const Plan& plan, const Fields& fields) {
  if (site.phases.empty()) return verify_phase(site, plan, fields.empty() ? nullptr : fields.front());
  std::vector<std::vector<Check>> checks;
  std::vector<std::vector<FailureRow>> failures;
  std::vector<std::vector<CoolantRide>> rides;
  std::vector<std::vector<CoolantLoop>> loops;
  std::vector<PhaseVerdict> phases;
  Verdict verdict;
  for (int phase = 0; phase < phase_count(site); ++phase) {
    const auto number = static_cast<std::size_t>(phase);
    const Site view = in_phase(site, phase);
    verdict = verify_phase(view, plan_in_phase(site, plan, phase), number < fields.size() ? fields[number] : nullptr,
                           kept_headers(site, plan, phase));
    phases.push_back({site.phases[number].id, site.phases[number].date, verdict.status, verdict.racks,
                      verdict.compute_racks, verdict.scalable_units, verdict.it_w, verdict.facility_w,
                      verdict.limited_by.empty() ? std::string() : verdict.limited_by.front(), delivered_in(view)});
    checks.push_back(std::move(verdict.checks));
    failures.push_back(std::move(verdict.failures));
    rides.push_back(std::move(verdict.rides));
    loops.push_back(std::move(verdict.loops));
  }
  verdict.phases = std::move(phases);
  verdict.checks = tightest_of_phases(site, std::move(checks));
  sort_by_domain(verdict.checks);
  verdict.failures = worst_of_phases(site, std::move(failures));
  verdict.rides = shortest_of_phases(site, std::move(rides));
  verdict.loops = changed_loops(site, std::move(loops));
  verdict.domains = domain_statuses(site, verdict.checks);
  verdict.status = overall(verdict.domains);
  return verdict;
}

}  // namespace hallplan::verdict
