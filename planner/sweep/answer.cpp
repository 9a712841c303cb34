#include <fmt/format.h>

#include <algorithm>

#include "planner/sweep/sweep.hpp"

namespace hallplan::sweep {
namespace {

/// Fewer racks than are asked for is what a sweep is about, not what it is due to.
bool asks_for_racks(const Check& check) {
  return check.rule == Rule::demand_racks || check.rule == Rule::demand_supply;
}

/// An answer outlives the texts of its case: places in them mean nothing any more.
Check without_place(Check check) {
  check.at = {};
  return check;
}

/// The check that comes before all others of a kind.
template <class Kind>
std::optional<Check> first_of(const std::vector<Check>& checks, const Kind& is_one) {
  const Check* found = nullptr;
  for (const Check& check : checks) {
    if (is_one(check) && (found == nullptr || tighter(check, *found))) found = &check;
  }
  if (found == nullptr) return std::nullopt;
  return without_place(*found);
}

/// The check behind the resource that uses most of its limit: what a plan calls its tightest.
std::optional<Check> most_used(const verdict::Verdict& verdict) {
  if (verdict.resources.empty()) return std::nullopt;
  const verdict::Resource& most = verdict.resources.front();
  const auto found = std::find_if(verdict.checks.begin(), verdict.checks.end(), [&](const Check& check) {
    return check.where == most.tightest && check.scenario == most.worst_scenario &&
           check.limit == most.tightest_limit && check.value == most.tightest_used;
  });
  if (found == verdict.checks.end()) return std::nullopt;
  return without_place(*found);
}

}  // namespace

Answer answer_of(const Plan& plan, const verdict::Verdict& verdict) {
  Answer out;
  out.status = verdict.status;
  out.racks = verdict.compute_racks;
  out.racks_in_all = verdict.racks;
  out.it_w = verdict.it_w;
  out.facility_w = verdict.facility_w;
  out.bound_racks = plan.search.bound_racks;
  out.certified_racks = plan.search.certified_racks;
  out.solver = plan.search.solver;
  out.bound_by = plan.search.bound_by;
  out.reproducible = plan.search.reproducible;
  for (const verdict::DomainStatus& domain : verdict.domains) {
    out.failed += domain.failed;
    out.undecided += domain.undecided;
  }
  out.binds = first_of(verdict.checks, [](const Check& check) {
    return check.status == Status::fail && !check.warning && !asks_for_racks(check);
  });
  if (!out.binds) out.binds = most_used(verdict);
  out.open = first_of(verdict.checks, [](const Check& check) { return check.status == Status::undecided; });
  return out;
}

bool is_bound_by_demand(const Answer& answer) { return answer.bound_by.starts_with("the demand"); }

bool is_held_by_bound(const Answer& answer) {
  if (answer.binds && answer.binds->status == Status::fail) return false;
  const bool reached = answer.bound_racks >= 0 && answer.bound_racks <= answer.racks;
  return reached && !answer.bound_by.empty() && !is_bound_by_demand(answer);
}

std::string binds_first(const Answer& answer) {
  if (is_held_by_bound(answer)) return limit_named_by(answer.bound_by);
  return answer.binds ? name_of(*answer.binds) : std::string();
}

std::string limit_named_by(const std::string& bound_by) {
  constexpr std::string_view kNoRoom = "no room for one ", kFirst = "first of all ";
  std::string_view words = bound_by;
  if (words.starts_with(kNoRoom)) words.remove_prefix(std::min(words.find(": ") + 2, words.size()));
  const std::size_t first = words.find(kFirst);
  if (first != std::string_view::npos) {
    words.remove_prefix(first + kFirst.size());
    words = words.substr(0, words.find(','));
  }
  return std::string(words.substr(0, words.find(": ")));
}

std::string name_of(const Check& check) {
  std::string out = fmt::format("{} {}", rule_id(check.rule), check.where);
  std::string when = check.scenario == "normal" || check.scenario == check.where ? "" : check.scenario;
  if (!check.phase.empty()) when += (when.empty() ? "in " : ", in ") + check.phase;
  return when.empty() ? out : fmt::format("{} ({})", out, when);
}

}  // namespace hallplan::sweep
