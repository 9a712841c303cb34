// Flow tables of racks whose makers do not say which coolant they are stated with. They count as stated with what the racks' group carries;
// whether the answer hangs on that is an assumption of it like any other: of water they ask for more of a glycol.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "planner/hydraulics/liquid.hpp"
#include "planner/plan/field_text.hpp"
#include "planner/verdict/checks.hpp"
#include "planner/verdict/parts.hpp"
#include "planner/verdict/trial.hpp"

namespace hallplan::verdict {
namespace {

constexpr const char* kWater = "water";

bool has_water(const Site& site) {
  return std::any_of(site.catalogue.coolants.begin(), site.catalogue.coolants.end(),
                     [](const Product<CoolantType>& coolant) { return coolant.id == kWater; });
}

/// A placed type and the group on which its table is taken to be stated with what that carries.
struct Unnamed {
  std::size_t type = 0;
  const CduGroup* group = nullptr;
};

std::vector<Unnamed> unnamed_tables(const Site& site, const Plan& plan) {
  std::set<int> seen;
  std::vector<Unnamed> out;
  for (const Placement& rack : plan.racks) {
    const RackType& type = site.catalogue.racks[static_cast<std::size_t>(rack.type)].body;
    if (!type.liquid || rack.cdu_group < 0 || !type.liquid->table_coolant.empty()) continue;
    const CduGroup& group = site.cdu_groups[static_cast<std::size_t>(rack.cdu_group)];
    if (site.catalogue.coolants[static_cast<std::size_t>(group.coolant.index)].id == kWater) continue;
    if (seen.insert(rack.type).second) out.push_back({static_cast<std::size_t>(rack.type), &group});
  }
  return out;
}

/// What such a rack asks for on the group; 0 where that is not known.
double flow_m3_per_s(const Site& site, const CduGroup& group, const RackType& rack) {
  const auto demand = hydraulics::rack_demand(site, rack, group.supply_degc.high, &group);
  return demand ? demand->flow_m3_per_s : 0;
}

/// The first rule that has another status, if any.
void add_change(const Statuses& now, const Statuses& then, Assumption& table) {
  for (const auto& [rule, to] : then) {
    if (status_of(now, rule) == to) continue;
    table.flips_what = rule_id(rule);
    table.from = status_of(now, rule);
    table.to = to;
    return;
  }
}

}  // namespace

std::vector<Assumption> table_coolants(const Site& site, const Plan& plan, const Fields& fields) {
  std::vector<Assumption> out;
  if (!has_water(site)) return out;
  const std::vector<Unnamed> unnamed = unnamed_tables(site, plan);
  if (unnamed.empty()) return out;
  const Statuses now = by_rule(liquid_checks(site, plan, fields));
  Site other = site;  // in which one table after the other is of water
  for (const Unnamed& one : unnamed) {
    Product<RackType>& rack = other.catalogue.racks[one.type];
    const double stated = flow_m3_per_s(site, *one.group, rack.body);
    rack.body.liquid->table_coolant = kWater;
    const double of_water = flow_m3_per_s(site, *one.group, rack.body);
    Assumption table;
    if (stated > 0 && of_water > stated) add_change(now, by_rule(liquid_checks(other, plan, fields)), table);
    rack.body.liquid->table_coolant.clear();
    if (table.flips_what.empty()) continue;
    const std::string& carried = site.catalogue.coolants[static_cast<std::size_t>(one.group->coolant.index)].id;
    table.path = fmt::format("racks/{}: rack.liquid.table_coolant", rack.id);
    table.written = fmt::format("not stated, taken as {}: {} a rack", carried, field::l_per_min(stated));
    table.why = fmt::format("its maker does not say what the flow table is of; if of water, of {} {} are asked for",
                            carried, field::l_per_min(of_water));
    table.trust = Trust::inferred;
    table.flips_at = field::l_per_min(stated);
    table.closeness = of_water / stated - 1;
    table.away = fmt::format("{:.2g} %", 100 * table.closeness);
    out.push_back(std::move(table));
  }
  return out;
}

}  // namespace hallplan::verdict
