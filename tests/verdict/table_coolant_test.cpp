// A flow table that names no coolant is an assumption of the answer: of water, racks on pg25 ask for 3.5 % more.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "planner/layout/layout.hpp"
#include "planner/verdict/verdict.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"
#include "tests/support/values.hpp"

namespace hallplan::verdict {
namespace {

std::vector<Assumption> named(const Site& site) {
  std::vector<Assumption> all = assumptions(site, layout::positioned(site, pinned_plan(site)));
  all.erase(std::remove_if(all.begin(), all.end(),
                           [](const Assumption& one) { return one.path.find("table_coolant") == std::string::npos; }),
            all.end());
  return all;
}

/// With CDUs of 202 L/min, one of three lost.
Site with_little_flow(const std::vector<std::string>& sets = {}) {
  Site site = test::small_placed_site(sets);
  site.catalogue.cdus[static_cast<std::size_t>(site.cdu_groups[0].type.index)].body.flow_m3_per_s =
      exactly(202e-3 / 60);
  return site;
}

// 414 L/min in place of 400 change nothing here.
TEST(UnnamedTables, AreNotNamedWhereNothingHangsOnThem) { EXPECT_TRUE(named(test::small_placed_site()).empty()); }

TEST(UnnamedTables, NothingIsNamedWhereItIsStatedOrTheGroupCarriesWater) {
  Site site = with_little_flow();
  site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-compute"))].body.liquid->table_coolant = "pg25";
  EXPECT_TRUE(named(site).empty());
  EXPECT_TRUE(named(with_little_flow({"liquid.cdu_groups.g1.coolant=water"})).empty());
}

// Two CDUs of 202 L/min are enough for 400 L/min and not for 414.
TEST(UnnamedTables, WhatChangesIfItWasWaterIsSaid) {
  const std::vector<Assumption> found = named(with_little_flow());
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].path, "racks/test-compute: rack.liquid.table_coolant");
  EXPECT_EQ(found[0].written, "not stated, taken as pg25: 100 L/min a rack");
  EXPECT_EQ(found[0].flips_what, "liquid.cdu-flow");
  EXPECT_EQ(found[0].from, Status::pass);
  EXPECT_EQ(found[0].to, Status::fail);
  EXPECT_EQ(found[0].flips_at, "100 L/min");
  EXPECT_EQ(found[0].away, "3.5 %");
}

}  // namespace
}  // namespace hallplan::verdict
