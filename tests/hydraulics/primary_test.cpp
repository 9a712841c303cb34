// The facility-water side of CDUs: test-cdu-4bar takes 50 kPa at its 400 L/min and 10 bar.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "planner/hydraulics/liquid.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"
#include "tests/support/values.hpp"

namespace hallplan {
namespace {

using test::small_site;

std::vector<Check> checked(const Site& site) { return hydraulics::check(site, racks(site, {}), {50e3}); }

Site with(std::vector<std::string> sets) {
  sets.emplace_back("liquid.cdu_groups.g1.type=test-cdu-4bar");
  return small_site(sets);
}

TEST(Primary, TheLoopOffersWhatAUnitTakes) {
  const Check enough = only(checked(with({"liquid.loops.fws.head=50 kPa"})), Rule::liquid_fws_head, "g1");
  EXPECT_EQ(enough.status, Status::pass);
  EXPECT_DOUBLE_EQ(enough.value, 50e3);
  EXPECT_DOUBLE_EQ(enough.limit, 50e3);
  EXPECT_EQ(only(checked(with({"liquid.loops.fws.head=49.9 kPa"})), Rule::liquid_fws_head, "g1").status, Status::fail);
}

TEST(Primary, TheUnfavourableEndsCount) {
  const Check check = only(checked(with({"liquid.loops.fws.head={value: 60 kPa, low: 49 kPa, high: 70 kPa}"})),
                           Rule::liquid_fws_head, "g1");
  EXPECT_DOUBLE_EQ(check.value, 49e3);
  EXPECT_EQ(check.status, Status::fail);
  Site site = with({"liquid.loops.fws.head=60 kPa"});
  Value& drop = *site.catalogue.cdus[0].body.facility->pressure_drop_pa;
  drop.high = 61e3;
  EXPECT_EQ(only(checked(site), Rule::liquid_fws_head, "g1").status, Status::fail);
}

TEST(Primary, ThePressureOfTheLoopIsHeldAgainstTheUnitsLimit) {
  const std::string where = "g1, test-cdu-4bar on fws";
  const auto status = [&](const std::string& most) {
    return only(checked(with({"liquid.loops.fws.most_pressure=" + most})), Rule::liquid_pressure, where).status;
  };
  EXPECT_EQ(status("10 bar"), Status::pass);
  EXPECT_EQ(status("10.1 bar"), Status::fail);
  EXPECT_EQ(status("{value: 9 bar, low: 8 bar, high: 10.1 bar}"), Status::fail);
}

TEST(Primary, NothingIsCheckedThatTheSiteDoesNotState) {
  for (const Check& check : checked(with({}))) {
    EXPECT_NE(check.rule, Rule::liquid_fws_head);
    EXPECT_NE(check.rule, Rule::liquid_pressure);
  }
}

TEST(Primary, WhatTheProductDoesNotSayIsUndecidedByName) {
  const Site site = small_site({"liquid.loops.fws.head=50 kPa", "liquid.loops.fws.most_pressure=6 bar"});
  const Check drop = only(checked(site), Rule::liquid_fws_head, "g1");
  EXPECT_EQ(drop.status, Status::undecided);
  EXPECT_NE(drop.arithmetic.find("no facility-water pressure drop known for test-cdu"), std::string::npos);
  const Check limit = only(checked(site), Rule::liquid_pressure, "g1, test-cdu on fws");
  EXPECT_EQ(limit.status, Status::undecided);
  EXPECT_NE(limit.arithmetic.find("no facility-water pressure limit known for test-cdu"), std::string::npos);
}

TEST(Primary, AnotherLoopsHeadIsNoneOfTheGroups) {
  for (const Check& check : checked(with({"liquid.loops.chw.head=1 kPa"}))) {
    EXPECT_NE(check.rule, Rule::liquid_fws_head);
  }
}

}  // namespace
}  // namespace hallplan
