// Where assumptions change the answer: held against checks of the plan on the way there and beyond.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "planner/layout/layout.hpp"
#include "planner/power/power.hpp"
#include "planner/site/walk.hpp"
#include "planner/verdict/candidate.hpp"
#include "planner/verdict/verdict.hpp"
#include "tests/support/load.hpp"

namespace hallplan::verdict {
namespace {

Plan placed(const Site& site) { return layout::positioned(site, pinned_plan(site)); }

// Every value of a site is taken for assumed. Up to the place that is told no rule has another status, and beyond it one has.
TEST(Assumptions, ChangeWhereTheySayAndNotBefore) {
  Site site = test::small_placed_site();
  for_each_value(site, [](const std::string&, Value& value, Dimension) { value.trust = Trust::assumed; });
  const Plan plan = placed(site);
  const Margins before = margins_of(checks_of(site, plan, {}, {}));
  const Fields none;
  Trial trial(site, plan, none);
  int confirmed = 0;
  for (Candidate& candidate : candidates_of(trial)) {
    if (!candidate.is_moved) continue;
    predict(trial, before, candidate);
    if (!std::isfinite(candidate.nearest)) continue;
    confirm(trial, before, candidate);
    if (!candidate.is_confirmed) continue;
    ++confirmed;
    const Statuses rest = trial.statuses_with(candidate.value, 0);
    for (const double share : {0.3, 0.7, 0.99, 1.0}) {
      if (candidate.mends || candidate.nearest == 0) continue;
      EXPECT_TRUE(same(rest, trial.statuses_with(candidate.value, share * candidate.nearest)))
          << candidate.value.path << " at " << share << " of the way";
    }
    EXPECT_FALSE(same(rest, trial.statuses_with(candidate.value, candidate.seen_at))) << candidate.value.path;
    EXPECT_LT(std::abs(candidate.seen_at - candidate.nearest), 0.002) << candidate.value.path;
  }
  EXPECT_GT(confirmed, 10);
}

// A look from 0 predicts for a limit that is the value itself what bends away from it: 1 - 0.8 / 2^s crosses 0 later than its slope.
TEST(Assumptions, ALimitsOwnValueChangesWhereTheCheckSays) {
  Site site = test::small_placed_site();
  const Plan plan = placed(site);
  const double facility_w = power::facility_w(site, plan);
  for (Device& device : site.devices) {
    if (device.id != "utility") continue;
    device.rating_w->value = device.rating_w->low = device.rating_w->high = 1.25 * facility_w;
    device.rating_w->trust = Trust::assumed;
  }
  const std::vector<Assumption> found = assumptions(site, plan);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_GE(std::stod(found[0].flips_at) * 1e3, facility_w);
  EXPECT_LE(std::stod(found[0].flips_at) * 1e3, 1.003 * facility_w);
}

TEST(Assumptions, HeightsAreMovedAndPlacesAreNot) {
  Site site = test::small_placed_site();
  for_each_value(site, [](const std::string&, Value& value, Dimension) { value.trust = Trust::assumed; });
  const Plan plan = placed(site);
  const Fields none;
  Trial trial(site, plan, none);
  std::map<std::string, bool> moved;
  for (const Candidate& candidate : candidates_of(trial)) moved[candidate.value.path] = candidate.is_moved;
  ASSERT_TRUE(moved.contains("hall.width"));
  EXPECT_FALSE(moved["hall.width"]);
  ASSERT_TRUE(moved.contains("hall.ceiling"));
  EXPECT_TRUE(moved["hall.ceiling"]);
}

}  // namespace
}  // namespace hallplan::verdict
