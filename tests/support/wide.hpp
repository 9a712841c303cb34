/// A site with two rows, CDU groups and air zones, random placements on it, and rows held against checks.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "planner/capacity/capacity.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/plan/check.hpp"
#include "planner/plan/plan.hpp"
#include "planner/thermal/zones.hpp"
#include "tests/support/load.hpp"

namespace hallplan {

/// The small site at 1000 m with row r2 beside r1: its racks hang on g1 or g2 and breathe zone `annex`, whose coils hang on
/// the CDUs' loop.
inline Site wide_site() {
  Site site = test::small_site({"basis.elevation=1000 m", "air.zones.room.leakage=8 %"});
  Row row = site.rows[0];
  row.id = "r2";
  CduGroup group = site.cdu_groups[0];
  group.id = "g2";
  group.spare = 0;
  group.supply_degc.value = group.supply_degc.low = group.supply_degc.high = 38.5;
  site.cdu_groups.push_back(group);
  AirZone zone = site.air_zones[0];
  zone.id = "annex";
  zone.loop = site.cdu_groups[0].loop;
  zone.spare = 2;
  zone.leakage.high = 0.2;
  site.air_zones.push_back(zone);
  Ref g2 = row.cdu_groups[0];
  g2.id = "g2";
  g2.index = 1;
  row.cdu_groups.push_back(g2);
  row.air_zone.id = "annex";
  row.air_zone.index = 1;
  site.rows.push_back(row);
  return site;
}

/// The same with rear doors of 12 kW on every rack of r1 (on the room's own loop) and of 30 kW on those of r2 (on the other).
inline Site wide_site_with_doors() {
  Site site = wide_site();
  const auto quantity = [](double si) {
    Value value;
    value.value = value.low = value.high = si;
    return value;
  };
  for (int row = 0; row < 2; ++row) {
    Product<RearDoorType> product;
    product.id = row == 0 ? "small-door" : "large-door";
    product.body.capacity_w = quantity(row == 0 ? 12e3 : 30e3);
    product.body.water_supply_degc = quantity(40);
    product.body.entering_air_degc = quantity(60);
    product.body.airflow_m3_per_s = quantity(2);
    if (row == 0) product.body.fan_power_w = quantity(500);
    site.catalogue.rear_doors.push_back(product);
    RearDoors doors;
    doors.id = product.id + "s";
    doors.type.id = product.id;
    doors.type.index = row;
    doors.loop.index = site.air_zones[static_cast<std::size_t>(row)].loop.index;
    doors.leaving_degc = quantity(26);
    Ref here;
    here.id = site.rows[static_cast<std::size_t>(row)].id;
    here.index = row;
    doors.rows = {here};
    site.rear_doors.push_back(doors);
  }
  return site;
}

/// Losses that add up: 2 kW in each zone and 1 % of each rack's power where it stands.
inline std::vector<double> losses_w(const Site& site, const Plan& plan) {
  std::vector<double> losses(site.air_zones.size(), 2e3);
  for (const Placement& rack : plan.racks) {
    const int zone = site.rows[static_cast<std::size_t>(rack.row)].air_zone.index;
    const RackType& type = site.catalogue.racks[static_cast<std::size_t>(rack.type)].body;
    losses[static_cast<std::size_t>(zone)] += 0.01 * sustained_w(site, type).value;
  }
  return losses;
}

/// A rack connected as the choice says.
inline Placement connected(const Site& site, const capacity::Choice& choice, int slot) {
  Placement rack;
  rack.id = "k" + std::to_string(slot + 1);
  rack.type = choice.type;
  rack.row = choice.row;
  rack.slot = slot;
  const FeedPair& pair =
      site.rows[static_cast<std::size_t>(choice.row)].feeds[static_cast<std::size_t>(choice.feed_pair)];
  rack.feed_a = pair.a.index;
  rack.feed_b = pair.b.index;
  rack.cdu_group = choice.cdu_group;
  return rack;
}

/// Up to 12 racks of random choices.
inline Plan random_plan(const Site& site, const std::vector<capacity::Choice>& choices, std::mt19937& random) {
  Plan plan;
  const auto count = random() % 13;
  for (std::size_t i = 0; i < count; ++i) {
    plan.racks.push_back(connected(site, choices[random() % choices.size()], static_cast<int>(i)));
  }
  return plan;
}

/// Every row says the same as its check: limit, and base plus the terms of the placed racks. Checks that are undecided have
/// no numbers. Returns how many were compared.
inline int expect_rows_agree(const Site& site, const capacity::Part& part, const std::vector<capacity::Choice>& choices,
                             const Plan& plan, const std::vector<Check>& checks) {
  std::vector<double> sums;
  for (const capacity::Row& row : part.rows) sums.push_back(row.base);
  for (const Placement& rack : plan.racks) {
    const int choice = capacity::choice_of(site, choices, rack);
    if (choice < 0) throw std::runtime_error("a rack that makes no choice of the site");
    for (const capacity::Term& term : part.terms[static_cast<std::size_t>(choice)]) {
      sums[static_cast<std::size_t>(term.row)] += term.amount;
    }
  }
  int compared = 0;
  for (std::size_t r = 0; r < part.rows.size(); ++r) {
    const capacity::Row& row = part.rows[r];
    const auto check = std::find_if(checks.begin(), checks.end(), [&](const Check& candidate) {
      return candidate.rule == row.rule && candidate.where == row.element && candidate.scenario == row.scenario;
    });
    if (row.scenario.ends_with("rear door lost")) {  // of the worst door that may be placed: stricter than its check
      if (check != checks.end()) {
        EXPECT_LE(check->value, sums[r] * (1 + 1e-9));
      }
      continue;
    }
    EXPECT_NE(check, checks.end()) << rule_id(row.rule) << " " << row.element << " " << row.scenario;
    if (check == checks.end() || check->status == Status::undecided) continue;
    ++compared;
    EXPECT_EQ(check->dimension, row.dimension);
    EXPECT_NEAR(check->limit, row.limit, 1e-9 * std::abs(row.limit));
    EXPECT_NEAR(check->value, sums[r], 1e-9 * std::abs(sums[r]) + 1e-12) << rule_id(row.rule) << " " << row.element;
  }
  return compared;
}

/// The rows of the liquid and their checks on so many random placements say the same, more than `at_least` of them on each. Gives the rows of a
/// rule.
inline std::vector<capacity::Row> expect_liquid_rows_agree(const Site& site, Rule rule, int placements, int at_least) {
  const std::vector<capacity::Choice> choices = capacity::choices(site);
  const capacity::Part part = hydraulics::capacity_rows(site, choices, thermal::capacity_rows(site, choices, losses_w));
  std::mt19937 random(5);
  for (int i = 0; i < placements; ++i) {
    const Plan plan = random_plan(site, choices, random);
    const std::vector<Check> checks =
        hydraulics::check(site, plan, thermal::zone_heat_w(site, plan, losses_w(site, plan)));
    EXPECT_GT(expect_rows_agree(site, part, choices, plan, checks), at_least);
  }
  std::vector<capacity::Row> of_rule;
  for (const capacity::Row& row : part.rows) {
    if (row.rule == rule) of_rule.push_back(row);
  }
  return of_rule;
}

/// No margin of `after` is greater than that of the same check in `before`.
inline void expect_margins_no_greater(const std::vector<Check>& before, const std::vector<Check>& after) {
  for (const Check& old : before) {
    for (const Check& now : after) {
      if (now.rule != old.rule || now.where != old.where || now.scenario != old.scenario) continue;
      if (old.status == Status::undecided || now.status == Status::undecided) continue;
      EXPECT_LE(now.margin, old.margin + 1e-9 * std::abs(old.limit)) << rule_id(now.rule) << " " << now.where;
    }
  }
}

}  // namespace hallplan
