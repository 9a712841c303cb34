// Facility water through the loop's pipes to units on dedicated headers: each unit's own racks against what it takes with its own water.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "planner/hydraulics/cooling_loss.hpp"
#include "planner/hydraulics/facility_water.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/layout/layout.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"
#include "tests/support/values.hpp"

namespace hallplan {
namespace {

using hydraulics::WaterCase;
using test::small_site;

const char* const kPumps =
    ", pumps: 2, spare_pumps: 1, pump_curve: [{flow: 0 L/min, head: 120 kPa}, {flow: 500 L/min, head: 110 kPa}]";
const char* const kBranch = "1 branch shut";
const char* const kPump = "1 pump lost";
const char* const kStrainer = "1 strainer half blocked";

Site dedicated(const std::string& pipes, int spare = 0, std::vector<std::string> sets = {}) {
  sets.insert(sets.begin(),
              {"liquid.cdu_groups.g1.type=test-cdu-4bar", "liquid.cdu_groups.g1.headers=dedicated",
               "liquid.cdu_groups.g1.spare=" + std::to_string(spare),
               "liquid.loops.fws.piping={x: 0 m, y: 3 m, roughness: 0.045 mm, branch_length: 2 m, " + pipes + "}"});
  return small_site(sets);
}
Site narrow(const std::string& more = kPumps) {
  return dedicated("header_diameter: 90 mm, branch_diameter: 80 mm, strainer_drop: 5 kPa" + more);
}

std::vector<Check> checked(const Site& site, int compute) {
  const Plan plan = layout::positioned(site, racks(site, {{"test-compute", compute}}));
  return hydraulics::check(site, plan, {50e3});
}

Check water(const Site& site, int compute, const std::string& scenario) {
  return only(checked(site, compute), Rule::liquid_fws_delivery, "g1", scenario);
}

/// What each unit takes: the least over the ways of a scenario, by the flow of the loop's network.
std::vector<double> taken_w(const Site& site, const std::string& scenario) {
  hydraulics::GroupFacility facility(site, site.cdu_groups[0]);
  const std::size_t units = site.cdu_groups[0].units.size();
  std::vector<hydraulics::GroupWaterLoss> ways;
  if (scenario == kPump) ways.push_back({{}, 1, {}});
  for (std::size_t u = 0; u < units; ++u) {
    if (scenario == kBranch) ways.push_back({{u}, 0, {}});
    if (scenario == kStrainer) ways.push_back({{}, 0, u});
  }
  std::vector<double> taken(units, 1e12);
  for (const hydraulics::GroupWaterLoss& way : ways) {
    const hydraulics::GroupWater& flow = facility.water(way);
    EXPECT_EQ(flow.unknown, "");
    for (std::size_t u = 0; u < units; ++u) {
      const double share = flow.unit_m3_per_s[u] <= 0
                               ? 0
                               : hydraulics::heat_share(site, site.cdu_groups[0], flow.unit_m3_per_s[u]).share;
      taken[u] = std::min(taken[u], 250e3 * share);
    }
  }
  return taken;
}

// Units that share nothing but the loop: one unit with one rack is the shared group of that unit and rack.
TEST(DedicatedFacility, OneUnitIsASharedGroupOfOne) {
  Site own = narrow();
  own.cdu_groups[0].units.resize(1);
  Site shared = own;
  shared.cdu_groups[0].headers = Headers::shared;
  for (const char* const scenario : {kPump, kStrainer}) {
    for (const int compute : {1, 2, 3}) {
      const Check one = water(own, compute, scenario), other = water(shared, compute, scenario);
      EXPECT_EQ(one.status, other.status) << scenario << compute;
      EXPECT_NEAR(one.value, other.value, 1e-6);
      EXPECT_NEAR(one.limit, other.limit, 1e-6) << scenario;
    }
  }
}

TEST(DedicatedFacility, EachUnitCarriesItsOwnRacksAndTheWorstIsNamed) {
  const Site site = narrow();
  for (const char* const scenario : {kPump, kStrainer}) {
    const std::vector<double> taken = taken_w(site, scenario);
    ASSERT_LT(taken[2], 250e3) << scenario;
    for (int compute = 0; compute <= 6; ++compute) {
      std::size_t worst = 0;
      double most = -1;
      bool fails = false;
      for (std::size_t u = 0; u < 3; ++u) {
        const int racks = compute / 3 + (static_cast<int>(u) < compute % 3 ? 1 : 0);
        const double heat_w = 90e3 * racks + 5e3;  // and its own power
        fails = fails || heat_w > taken[u];
        if (heat_w / taken[u] <= most) continue;
        most = heat_w / taken[u];
        worst = u;
      }
      const Check held = water(site, compute, scenario);
      EXPECT_EQ(held.status, fails ? Status::fail : Status::pass) << scenario << compute << held.arithmetic;
      if (compute == 0) continue;
      EXPECT_NEAR(held.value / held.limit, most, 1e-9) << scenario << compute;
      EXPECT_EQ(held.arithmetic.rfind(site.cdu_groups[0].units[worst].id + ": racks' heat and CDUs' own power ", 0), 0U)
          << held.arithmetic;
    }
  }
}

// The group's units together could take it, and the furthest one cannot take its own racks.
TEST(DedicatedFacility, NoUnitTakesOverWhatAnotherCannot) {
  const Site site = narrow();
  const std::vector<double> taken = taken_w(site, kPump);
  const double all_w = taken[0] + taken[1] + taken[2];
  int compute = 0;
  while (compute < 6 && water(site, compute + 1, kPump).status == Status::pass) ++compute;
  ASSERT_LT(compute, 6);
  EXPECT_GT(all_w, 90e3 * compute);
}

TEST(DedicatedFacility, AShutBranchIsAcceptedWithoutSparesAndStopsItsRacksWithThem) {
  EXPECT_THROW(water(narrow(), 3, kBranch), std::runtime_error);
  const Site asks = dedicated("header_diameter: 150 mm, branch_diameter: 80 mm, differential_pressure: 90 kPa", 1);
  const Check held = water(asks, 3, kBranch);
  EXPECT_EQ(held.status, Status::fail);
  EXPECT_EQ(held.limit, 0);
  EXPECT_NEAR(held.value, 90e3, 1e-6);
  EXPECT_NE(held.arithmetic.find("branch of cdu-1 shut: "), std::string::npos) << held.arithmetic;
  EXPECT_EQ(water(asks, 0, kBranch).status, Status::pass);
}

TEST(DedicatedFacility, WhatIsNotKnownIsUndecidedAndTooMuchForTheBoundFails) {
  Site site = narrow();
  site.catalogue.cdus[static_cast<std::size_t>(site.cdu_groups[0].type.index)].body.facility->pressure_drop_pa.reset();
  EXPECT_EQ(water(site, 3, kPump).status, Status::undecided);
  EXPECT_NE(water(site, 3, kPump).arithmetic.find("no facility-water pressure drop known"), std::string::npos);
  site.cdu_groups[0].units.resize(1);
  EXPECT_EQ(water(site, 3, kPump).status, Status::fail);  // 270 kW on a unit of 250
}

// Racks that are alike: as many of them as the row allows pass, and one more fails, with and without a margin that the owner keeps.
TEST(DedicatedFacility, RowsAllowWhatTheCheckPasses) {
  std::mt19937 random(4);
  int compared = 0, by_margin = 0, carried = 0;
  for (int i = 0; i < 30; ++i) {
    Site site = dedicated("header_diameter: " + std::to_string(80 + random() % 120) +
                          " mm, branch_diameter: 80 mm, strainer_drop: 5 kPa, pumps: 2, spare_pumps: 1, pump_curve: "
                          "[{flow: 0 L/min, head: 120 kPa}, {flow: 900 L/min, head: 110 kPa}]");
    const double margin = i % 2 == 0 ? 0 : 0.01 * static_cast<double>(random() % 40);
    if (margin > 0) site.policy.margins.liquid = exactly(margin);
    const std::vector<capacity::Choice> choices = capacity::choices(site);
    const capacity::Part part = capacity::with_margins(site, hydraulics::capacity_rows(site, choices, {}));
    for (const capacity::Row& row : part.rows) {
      if (row.rule != Rule::liquid_fws_delivery) continue;
      EXPECT_TRUE(row.proves);
      const std::vector<double> taken = taken_w(site, row.scenario);
      for (int compute = 0; compute <= 9; ++compute) {
        bool fits = true, would_fit = true;
        for (std::size_t u = 0; u < 3; ++u) {
          const int racks = compute / 3 + (static_cast<int>(u) < compute % 3 ? 1 : 0);
          const double heat_w = 90e3 * racks + 5e3;
          fits = fits && heat_w <= (1 - margin) * taken[u] * (1 + 1e-9);
          would_fit = would_fit && heat_w <= taken[u];
        }
        EXPECT_EQ(90e3 * compute <= row.limit * (1 + 1e-9), fits) << row.scenario << compute << " " << margin;
        ++compared;
        by_margin += would_fit && !fits ? 1 : 0;
        carried += fits && compute > 3 ? 1 : 0;
      }
    }
  }
  EXPECT_EQ(compared, 30 * 2 * 10);
  EXPECT_GT(by_margin, 10);
  EXPECT_GT(carried, 10);
}

}  // namespace
}  // namespace hallplan
