/// Sites made in place, for tests of power rules that the small hall does not show.
#pragma once

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "planner/plan/check.hpp"
#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"
#include "tests/support/devices.hpp"
#include "tests/support/values.hpp"

namespace hallplan::test {

inline Value number(double value) { return exactly(value); }

inline int lost(const Site& site, const std::string& id) { return static_cast<int>(device_index(site, id)); }

inline Ref device_ref(const Site& site, const std::string& id) { return {id, {}, lost(site, id)}; }

/// Appends a device that draws from earlier ones.
inline Device& add_device(Site& site, const std::string& id, DeviceKind kind, const std::vector<std::string>& from) {
  Device made;
  made.id = id;
  made.kind = kind;
  for (const std::string& source : from) made.from.push_back(device_ref(site, source));
  site.devices.push_back(made);
  return site.devices.back();
}

/// Hangs all plant of a site on these devices.
inline void feed_plant_from(Site& site, const std::vector<std::string>& ids) {
  std::vector<Ref> feeds;
  feeds.reserve(ids.size());
  for (const std::string& id : ids) feeds.push_back(device_ref(site, id));
  for (CduGroup& group : site.cdu_groups) group.feeds = feeds;
  for (AirZone& zone : site.air_zones) zone.feeds = feeds;
  for (FacilityLoop& loop : site.loops) loop.rejection.feeds = feeds;
}

/// A site without devices, in a NEC country, power factor 1, with one rack type of this power, and one row.
inline Site bare_site(double rack_w, int cords = 2) {
  Site site;
  site.basis.electrical_code = ElectricalCode::nec;
  site.basis.power_factor = number(1.0);
  site.basis.busway_ambient_degc = number(30.0);
  Product<RackType> rack;
  rack.id = "rack";
  rack.body.cords = cords;
  rack.body.power.tdp_w = number(rack_w);
  site.catalogue.racks.push_back(rack);
  Row row;
  row.id = "r";
  row.slots = 10;
  site.rows.push_back(row);
  return site;
}

/// One rack of type 0 in row 0 on these feeds.
inline Placement rack_on(const Site& site, const std::string& feed_a, const std::string& feed_b = {}) {
  Placement rack;
  rack.id = "rack-1";
  rack.type = 0;
  rack.row = 0;
  rack.slot = 0;
  rack.feed_a = lost(site, feed_a);
  rack.feed_b = feed_b.empty() ? -1 : lost(site, feed_b);
  return rack;
}

inline std::vector<Check> with_rule(const std::vector<Check>& checks, Rule rule) {
  std::vector<Check> found;
  for (const Check& check : checks) {
    if (check.rule == rule) found.push_back(check);
  }
  return found;
}

/// The check of a rule at an element in a scenario.
inline Check find_check(const std::vector<Check>& checks, Rule rule, const std::string& where,
                        const std::string& scenario) {
  for (const Check& check : checks) {
    if (check.rule == rule && check.where == where && check.scenario == scenario) return check;
  }
  ADD_FAILURE() << "no check " << rule_id(rule) << " of " << where << ", " << scenario;
  return {};
}

}  // namespace hallplan::test
