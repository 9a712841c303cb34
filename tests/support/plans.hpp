/// Placements for the tests of heat and flow, where only what hangs on what matters, not where it stands.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "planner/plan/check.hpp"
#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"

namespace hallplan {

/// Index of a rack type in the catalogue.
inline int rack_type(const Site& site, const std::string& id) {
  for (std::size_t i = 0; i < site.catalogue.racks.size(); ++i) {
    if (site.catalogue.racks[i].id == id) return static_cast<int>(i);
  }
  throw std::runtime_error("no rack type " + id);
}

/// So many racks of each type, in the first row on its first feeds and first CDU group.
inline Plan racks(const Site& site, const std::vector<std::pair<std::string, int>>& wanted) {
  Plan plan;
  for (const auto& [id, count] : wanted) {
    Placement rack;
    rack.type = rack_type(site, id);
    rack.row = 0;
    rack.feed_a = site.rows[0].feeds[0].a.index;
    rack.feed_b = site.rows[0].feeds[0].b.index;
    const bool liquid = site.catalogue.racks[static_cast<std::size_t>(rack.type)].body.liquid.has_value();
    rack.cdu_group = liquid ? site.rows[0].cdu_groups[0].index : -1;
    for (int i = 0; i < count; ++i) {
      rack.slot = static_cast<int>(plan.racks.size());
      rack.id = id + "-" + std::to_string(i + 1);
      plan.racks.push_back(rack);
    }
  }
  return plan;
}

/// The one check of that rule, place and scenario; throws when there is none or more than one.
inline Check only(const std::vector<Check>& checks, Rule rule, const std::string& where,
                  const std::string& scenario = "normal") {
  const Check* found = nullptr;
  for (const Check& check : checks) {
    if (check.rule != rule || check.where != where || check.scenario != scenario) continue;
    if (found != nullptr) throw std::runtime_error("two checks of one rule at " + where);
    found = &check;
  }
  if (found == nullptr) throw std::runtime_error("no such check at " + where + ", " + scenario);
  return *found;
}

}  // namespace hallplan
