// All phases of a site as one integer program: what it allows earlier, and plans by its numbers.
#include "planner/search/integer/phased.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "planner/search/search.hpp"
#include "planner/site/phase.hpp"
#include "planner/verdict/verdict.hpp"
#include "tests/support/load.hpp"
#include "tests/support/phases.hpp"

namespace hallplan::search {
namespace {

using test::compute_by_phase;

/// The small hall in two phases, in which all plant is there from the start: 11 free slots, power and water for eight compute racks.
std::vector<std::string> all_plant_from_the_start() {
  return {"power.devices.ups-a2.energised=p1",
          "power.devices.ups-b2.energised=p1",
          "liquid.cdu_groups.g1.units.cdu-4.delivered=p1",
          "air.zones.room.units.crah-4.delivered=p1",
          "air.zones.room.units.crah-5.delivered=p1",
          "air.zones.room.units.crah-6.delivered=p1",
          "liquid.loops.fws.rejection.units=4",
          "liquid.loops.chw.rejection.units=3",
          "placed.old.slot=6",
          "placed.old.retired=~",
          "demand.su.units_per_management=2",
          "power.devices.mech.rating=400 kW",
          "power.devices.mech-2.rating=400 kW"};
}

Site phased_site(std::vector<std::string> sets, const std::vector<std::string>& more) {
  sets.insert(sets.end(), more.begin(), more.end());
  return test::load_data_site("small-phases.yaml", sets);
}

/// Units of four come in p2 and are listed first, three of two come in p1. Filled in turn, the three leave no room for a unit of four: six racks.
/// Filled from the end, two of four take all: eight racks, none early. Two of two and one of four are eight racks, four of them early.
std::vector<std::string> pairs_and_fours() {
  return {"demand.su.deliveries={p1: {units: 0}, p2: {units: 2}}",
          "demand.pair={compute: test-compute, compute_racks: 2, units: 3, deliveries: {p1: {units: 3}}}"};
}

TEST(Phased, WhatStandsEarlyLeavesRoomForWhatComes) {
  const Site site = phased_site(all_plant_from_the_start(), pairs_and_fours());
  const Plan plan = search(site, {});
  EXPECT_EQ(compute_by_phase(site, plan), (std::vector{4, 8}));
  EXPECT_EQ(plan.search.earlier_bound, 4);
  for (const Check& check : verdict::verify(site, plan).checks) {
    if (check.rule == Rule::demand_racks) continue;  // what is delivered and has no place
    EXPECT_NE(check.status, Status::fail) << rule_id(check.rule) << " " << check.where << ": " << check.arithmetic;
  }
  Options without;
  without.solver = Solver::none;
  EXPECT_EQ(compute_by_phase(site, search(site, without)), (std::vector{0, 8})) << "by the program alone";
  // Each phase by itself holds six.
  EXPECT_EQ(plan.search.phase_bounds.at(0).racks, 6);
}

TEST(Phased, NoPlanHasMoreEarlierThanItsBound) {
  std::mt19937 random(20);
  const auto any = [&](int least, int most) { return std::uniform_int_distribution(least, most)(random); };
  for (int number = 0; number < 15; ++number) {
    std::vector<std::string> more = pairs_and_fours();
    more.emplace_back("demand.pair.units=0");
    more.emplace_back("demand.su.units=0");
    more.push_back(
        fmt::format("demand.pair.deliveries={{p1: {{units: {}}}, p2: {{units: {}}}}}", any(1, 3), any(0, 2)));
    more.push_back(fmt::format("demand.su.deliveries={{p1: {{units: {}}}, p2: {{units: {}}}}}", any(0, 1), any(0, 2)));
    more.push_back(fmt::format("power.devices.ups-a2.energised=p{}", any(1, 2)));
    more.push_back(fmt::format("power.devices.mech.rating={} kW", any(2, 4) * 100));
    more.push_back(fmt::format("rows.r2.slots={}", any(3, 6)));
    more.push_back("placed.old.slot=3");
    const Site site = phased_site(all_plant_from_the_start(), more);
    std::vector<Model> models;
    models.reserve(static_cast<std::size_t>(phase_count(site)));
    for (int phase = 0; phase < phase_count(site); ++phase) models.push_back(model_of(in_phase(site, phase)));
    const std::vector<int> best = compute_by_phase(site, search(site, {}));
    for (const std::uint64_t seed : {1U, 2U}) {
      Options options;
      options.seed = seed;
      options.solver = Solver::none;
      const std::vector<int> counts = compute_by_phase(site, search(site, options));
      const integer::Phased all = integer::phased(models, counts.back(), 0, mip::Solver::cbc, {2000, 60, {}});
      EXPECT_GE(all.certified, counts.front());
      if (all.claimed >= 0) {
        EXPECT_GE(all.claimed, counts.front());
        EXPECT_LE(all.claimed, all.certified);
      }
      if (mip::available(mip::Solver::highs) && all.claimed >= 0) {
        const integer::Phased other = integer::phased(models, counts.back(), 0, mip::Solver::highs, {2000, 60, {}});
        EXPECT_EQ(all.claimed, other.claimed);
      }
      EXPECT_GE(std::pair(best.back(), best.front()), std::pair(counts.back(), counts.front()))
          << "the program's numbers make no plan worse";
    }
  }
}

}  // namespace
}  // namespace hallplan::search
