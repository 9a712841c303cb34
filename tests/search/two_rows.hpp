/// The small site with two rows, and what tests of the search ask of a plan.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "planner/verdict/verdict.hpp"
#include "tests/support/load.hpp"

namespace hallplan::search {

/// No failing check but those of `expected` rules.
inline void expect_fails_only(const Site& site, const Plan& plan, const std::vector<Rule>& expected = {}) {
  for (const Check& check : verdict::verify(site, plan).checks) {
    if (check.status != Status::fail) continue;
    EXPECT_NE(std::find(expected.begin(), expected.end(), check.rule), expected.end())
        << rule_id(check.rule) << " " << check.where << " " << check.arithmetic;
  }
}

inline std::map<std::string, int> count_by_type(const Site& site, const Plan& plan) {
  std::map<std::string, int> count;
  for (const Placement& rack : plan.racks) ++count[site.catalogue.racks[static_cast<std::size_t>(rack.type)].id];
  return count;
}

/// The small site with a second row facing the first, asked for as many units as fit.
inline Site two_rows(const std::vector<std::string>& more = {}) {
  std::vector<std::string> sets = {"demand.su.units=0", "power.devices.utility.rating=4 MW", "hall.depth=16 m"};
  sets.insert(sets.end(), more.begin(), more.end());
  Site site = test::small_site(sets);
  Row second = site.rows[0];
  second.id = "r2";
  second.y_m.value = second.y_m.low = second.y_m.high = 10;
  site.rows.push_back(second);
  return site;
}

}  // namespace hallplan::search
