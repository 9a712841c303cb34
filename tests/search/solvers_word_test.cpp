// A bound that branch and bound alone gives: what the record of the search and reports say of it.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "planner/search/search.hpp"
#include "tests/support/load.hpp"

namespace hallplan::search {
namespace {

/// Three UPS of 120 kW in a ring, of which each pair feeds racks of 100 kW. With one of its UPS lost a rack leans on the other, which carries
/// half of the racks of the third pair besides: x + y / 2 <= 1.2 for each two pairs. In whole racks 2 x + y <= 2, which two thirds of a rack on
/// each pair keep, two in all; but one rack leaves no other.
Site ring() {
  std::vector<std::string> sets = {"rows.r1.feeds=[[bus-a, bus-b], [bus-a2, bus-c], [bus-a, bus-c]]",
                                   "demand.su.compute_racks=1", "demand.su.network_racks=0",
                                   "demand.su.units_per_management=0", "demand.su.units=0"};
  for (const char* id : {"ups-a", "ups-b", "ups-c"}) {
    sets.push_back(std::string("power.devices.") + id +
                   "={kind: ups, from: [tx-a, tx-b], sharing: first, rating: 120 kW, efficiency: 96 %}");
  }
  sets.push_back("power.devices.bus-a2={kind: busway, side: a, from: [ups-b], busway_type: test-busway}");
  sets.push_back("power.devices.bus-c={kind: busway, side: b, from: [ups-c], busway_type: test-busway}");
  return test::small_site(sets);
}

TEST(SolversWord, IsToldApartFromWhatIsCertified) {
  const Site site = ring();
  const Plan plan = search(site, {});
  EXPECT_EQ(count_compute(site, plan), 1);
  EXPECT_EQ(plan.search.bound_racks, 1);
  EXPECT_EQ(plan.search.certified_racks, 2);
  EXPECT_EQ(plan.search.solver, "CBC");
  EXPECT_EQ(plan.search.bound_by.find("all limits together in whole racks, by CBC's branch and bound; certified are at "
                                      "most 2: several limits together, first of all ups-"),
            0U)
      << plan.search.bound_by;
}

TEST(SolversWord, IsNotTakenWhereNoneIsAsked) {
  Options options;
  options.solver = Solver::none;
  const Site site = ring();
  const Plan plan = search(site, options);
  EXPECT_EQ(count_compute(site, plan), 1);
  EXPECT_EQ(plan.search.bound_racks, 2);
  EXPECT_EQ(plan.search.certified_racks, 2);
  EXPECT_EQ(plan.search.solver, "");
}

}  // namespace
}  // namespace hallplan::search
