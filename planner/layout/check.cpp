/// All layout and demand checks, and how like cases become one line.
#include <algorithm>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "planner/layout/checks.hpp"
#include "planner/layout/rear_doors.hpp"

namespace hallplan::layout {

CheckSubject about(Rule rule, std::string where, Dimension dimension, const Value& limit) {
  CheckSubject subject = about(rule, std::move(where), dimension, limit.at);
  subject.source = source_of(limit);
  return subject;
}

CheckSubject about(Rule rule, std::string where, Dimension dimension, Mark at) {
  CheckSubject subject = {};
  subject.rule = rule;
  subject.where = std::move(where);
  subject.dimension = dimension;
  subject.source = "site";
  subject.at = at;
  return subject;
}

void add_summary(std::vector<Check>& out, std::vector<Check> cases, const std::string& where, std::size_t unlisted) {
  if (cases.empty()) return;
  std::stable_sort(cases.begin(), cases.end(), [](const Check& a, const Check& b) { return a.margin < b.margin; });
  Check best = cases.front();
  const auto first_pass =
      std::stable_partition(cases.begin(), cases.end(), [](const Check& c) { return c.status != Status::pass; });
  if (first_pass == cases.begin()) {
    best.where = where;
    out.push_back(std::move(best));
    return;
  }
  const std::size_t broken = static_cast<std::size_t>(first_pass - cases.begin()) + unlisted;
  cases.resize(std::min(broken - unlisted, kMostListed));
  if (broken > kMostListed) cases.back().arithmetic += fmt::format(" ({} more like this)", broken - kMostListed);
  for (Check& check : cases) out.push_back(std::move(check));
}

std::vector<const Equipment*> one_of_each(const std::vector<Equipment>& pieces) {
  std::vector<const Equipment*> out;
  for (const Equipment& piece : pieces) {
    const bool met = std::any_of(out.begin(), out.end(), [&](const Equipment* e) { return e->body == piece.body; });
    if (!met) out.push_back(&piece);
  }
  return out;
}

std::vector<Check> check(const Site& site, const Plan& plan) {
  std::vector<Check> out;
  const std::vector<Equipment> pieces = equipment(site, plan);
  const std::vector<Equipment> reaching = with_doors(pieces);
  check_hall(out, site, reaching);
  const Slots slots = slots_of(site);
  check_slots(out, site, plan, slots);
  check_overlap(out, site, reaching);
  check_clearance(out, site, pieces);
  check_pull_space(out, site, pieces);
  check_working_space(out, site, reaching);
  check_rear_doors(out, site, pieces);
  check_height(out, site, reaching);
  check_stack(out, site, pieces);
  check_hung_load(out, site);
  check_egress(out, site, slots);
  check_routes(out, site, plan, slots, pieces);
  check_floor(out, site, plan, pieces);
  check_leaks(out, site, plan);
  check_pinned(out, site, plan);
  check_units(out, site, plan);
  check_cables(out, site, plan);
  return out;
}

}  // namespace hallplan::layout
