/// Scalable units, complete, managed and as many as wanted, in the small hall of check_test.cpp.
#include <gtest/gtest.h>

#include <vector>

#include "tests/layout/layout_support.hpp"

namespace hallplan::layout {
namespace {

TEST(Units, AreCompleteManagedAndAsManyAsWanted) {
  Site site = test::small_placed_site();
  Plan plan = placed(site);
  site.placed.clear();                   // racks may be missing
  plan.racks.erase(plan.racks.begin());  // c1
  std::vector<Check> found = failing(check(site, plan));
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].rule, Rule::layout_unit);
  EXPECT_EQ(found[0].where, "su, unit 1");
  EXPECT_EQ(found[0].arithmetic, "3 of 4 compute racks");
  EXPECT_EQ(found[1].rule, Rule::demand_racks);
  EXPECT_EQ(found[1].value, 3);

  const Plan whole = placed(test::small_placed_site());
  plan = whole;
  plan.racks.pop_back();  // m1
  found = failing(check(site, plan));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].rule, Rule::layout_management);

  plan = whole;
  plan.racks.erase(plan.racks.begin() + 4);  // n1
  found = failing(check(site, plan));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].arithmetic, "0 of 1 network racks");

  plan = whole;
  plan.racks[3].unit = -1;  // c4 is loose
  found = failing(of_rule(check(site, plan), Rule::layout_unit));
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[1].where, "c4");
}

TEST(Units, ARackTooManyIsNoUnitEither) {
  Site site = test::small_placed_site();
  site.demand[0].compute_racks = 3;
  const std::vector<Check> found = failing(of_rule(checks_of(site), Rule::layout_unit));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].arithmetic, "4 of 3 compute racks");
}

TEST(Units, AsManyAsFitIsAtLeastOne) {
  const Site site = test::small_placed_site({"demand.su.units=0"});
  std::vector<Check> found = of_rule(check(site, Plan{}), Rule::demand_racks);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].status, Status::fail);
  EXPECT_EQ(found[0].limit, 1);
  found = of_rule(checks_of(site), Rule::demand_racks);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].status, Status::pass);
  EXPECT_EQ(found[0].value, 4);
  EXPECT_EQ(failing(check(test::small_site(), Plan{})).size(), 1u);
}

TEST(Units, ARackOfAnotherTypeIsNoPartOfThem) {
  const Site site = test::small_placed_site();
  const auto broken = [&](const Plan& plan) { return failing(of_rule(check(site, plan), Rule::layout_unit)); };
  Plan plan = placed(site);
  plan.racks[5].unit = 0;  // m1, a management rack, inside unit 1
  std::vector<Check> found = broken(plan);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].where, "m1");
  EXPECT_EQ(found[0].arithmetic,
            "m1 is test-management; su, unit 1 is made of test-compute (compute), test-network (network)");

  Site other = site;  // the demand's management is of another type than m1, and so is its network
  other.demand[0].management = other.demand[0].network;
  plan = placed(other);
  found = failing(of_rule(check(other, plan), Rule::layout_unit));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].where, "m1");

  Site wider = site;  // a seventh rack, of a type that the demand does not know
  wider.catalogue.racks.push_back(wider.catalogue.racks[0]);
  wider.catalogue.racks.back().id = "stranger";
  plan = placed(wider);
  plan.racks.push_back(plan.racks[5]);
  plan.racks[6].id = "x1";
  plan.racks[6].type = static_cast<int>(wider.catalogue.racks.size()) - 1;
  const auto broken_there = [&] { return failing(of_rule(check(wider, plan), Rule::layout_unit)); };
  for (const int unit : {-1, 0}) {
    plan.racks[6].unit = unit;
    ASSERT_EQ(broken_there().size(), 1u) << unit;
    EXPECT_EQ(broken_there()[0].where, "x1");
  }
  plan.racks[6].demand = -1;  // outside any demand it is nobody's part
  plan.racks[6].unit = -1;
  EXPECT_TRUE(broken_there().empty());
}

}  // namespace
}  // namespace hallplan::layout
