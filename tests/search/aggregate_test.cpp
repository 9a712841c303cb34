// Halls as integer programs: against every plan of tiny halls, against best known values, against the rules counted rack by rack.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "planner/mip/certified.hpp"
#include "planner/search/aggregate/hull.hpp"
#include "planner/search/aggregate/optimum.hpp"
#include "planner/search/aggregate/spines.hpp"
#include "planner/search/aggregate/tighten.hpp"
#include "tests/search/hall_file.hpp"
#include "tests/search/tiny_halls.hpp"

namespace hallplan::search::aggregate {
namespace {

TEST(Hull, HoldsExactlyTheWholePointsThatFit) {
  std::mt19937 random(41);
  std::uniform_int_distribution<int> mass(1, 9);
  for (int i = 0; i < 300; ++i) {
    const int count = std::uniform_int_distribution<int>(0, 7)(random);
    const int first = mass(random), second = mass(random);
    const int limit = std::uniform_int_distribution<int>(0, 50)(random);
    const std::vector<Facet> facets = hull_of_two(count, first, second, limit);
    for (int a = 0; a <= 9; ++a) {
      for (int b = 0; b <= 9; ++b) {
        const bool fits = a + b <= count && first * a + second * b <= limit;
        const bool holds = std::all_of(facets.begin(), facets.end(), [&](const Facet& facet) {
          return facet.first * a + facet.second * b <= facet.most;
        });
        EXPECT_EQ(holds, fits) << a << ' ' << b << ": " << count << ' ' << first << ' ' << second << ' ' << limit;
      }
    }
  }
}

TEST(Hull, CutsOffWhatNoWholePointNeeds) {
  // 6700 A + 7300 B <= 15000, A + B <= 3: two of either, so A + B <= 2; the relaxation would allow 2.24 of the first.
  const std::vector<Facet> facets = hull_of_two(3, 6700, 7300, 15000);
  ASSERT_EQ(facets.size(), 1U);
  EXPECT_EQ(facets[0].first, 1);
  EXPECT_EQ(facets[0].second, 1);
  EXPECT_EQ(facets[0].most, 2);
}

TEST(Optimum, IsTheBestOfAllPlansOfTinyHalls) {
  std::mt19937 random(42);
  int with_blocks = 0, with_in_row = 0, halls = 0;
  while (halls < 60) {
    const Hall hall = random_tiny_hall(random);
    ASSERT_EQ(fault_of(hall), "");
    ++halls;
    for (const Goal goal : {Goal::value, Goal::racks}) {
      Settings settings;
      settings.goal = goal;
      const Optimum best = optimum_of(hall, settings);
      ASSERT_EQ(best.status, mip::Status::optimal) << best.reason;
      EXPECT_EQ(broken_rule(hall, best.plan), "");
      const std::int64_t tried = best_by_trying(hall, goal);
      EXPECT_EQ(best.objective, static_cast<double>(tried)) << halls;
      EXPECT_GE(best.certified, static_cast<double>(tried));
      const auto of_plan = goal == Goal::value ? value_u(hall, best.plan) : gpu_racks(best.plan) / kHalfGpuRacks;
      EXPECT_EQ(static_cast<std::int64_t>(best.objective), of_plan);
      if (tried > 0) ++with_blocks;
      for (const Block& block : best.plan.blocks) with_in_row += block.what == Template::s12 ? 1 : 0;
    }
  }
  EXPECT_GT(with_blocks, 60);
  EXPECT_GT(with_in_row, 3);
}

TEST(Optimum, TightenedRowsKeepEveryPlan) {
  // The best plan under every row of value on single totals stays a point: certified bounds with the rows are never below it.
  std::mt19937 random(43);
  for (int i = 0; i < 60; ++i) {
    const Hall hall = random_tiny_hall(random);
    for (const std::vector<int>& spine : spine_choices(hall)) {
      Program program = program_of(hall, spine, Goal::value);
      const mip::Answer before = mip::solve(program.model);
      const double loose = mip::certified_whole_bound(program.model, mip::relax(program.model).row_duals);
      tighten(hall, program, 60, mip::Solver::cbc);
      const mip::Answer after = mip::solve(program.model);
      EXPECT_EQ(before.objective, after.objective);
      EXPECT_EQ(mip::fault_of_point(program.model, before.x), "");
      const double tight = mip::certified_whole_bound(program.model, mip::relax(program.model).row_duals);
      EXPECT_GE(tight, before.objective);
      EXPECT_LE(tight, loose);
    }
  }
}

struct Known {
  const char* name;
  double value;   ///< best known by anyone; 0: not known
  double proven;  ///< no plan is worth more; 0: not known
};

class Halls : public testing::TestWithParam<Known> {};

TEST_P(Halls, MeetTheBestKnown) {
  const Known known = GetParam();
  const Hall hall = read_hall(known.name);
  Settings settings;
  settings.seconds = 600;
  const Optimum best = optimum_of(hall, settings);
  ASSERT_TRUE(best.has_plan) << best.reason;
  EXPECT_EQ(best.status, mip::Status::optimal);
  EXPECT_EQ(broken_rule(hall, best.plan), "");
  const double value = best.objective * hall.value_unit;
  EXPECT_NEAR(value, static_cast<double>(value_u(hall, best.plan)) * hall.value_unit, 1e-9);
  if (known.proven > 0) {
    EXPECT_LE(value, known.proven + 1e-9);
  }
  EXPECT_GE(value, known.value - 1e-9);
  EXPECT_GE(best.certified, best.objective);
  EXPECT_GE(best.certified * hall.value_unit, known.value - 1e-9);
}

INSTANTIATE_TEST_SUITE_P(FortyAndTwoHundredSlots, Halls,
                         testing::Values(Known{"40-1", 0, 0}, Known{"40-2", 0, 0}, Known{"40-3", 0, 0},
                                         Known{"40-4", 0, 0}, Known{"40-5", 0, 0}, Known{"200-1", 147.0, 147.0},
                                         Known{"200-2", 138.2, 138.2}, Known{"200-3", 142.2, 143.9},
                                         Known{"200-4", 0, 0}),
                         [](const testing::TestParamInfo<Known>& of) {
                           std::string name = of.param.name;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return "hall" + name;
                         });

// 40-1: 20, 200-2: 116, 200-3: 124 racks, found and proven by others.
TEST(Optimum, HoldsAsManyRacksAsIsProven) {
  for (const auto& [name, racks] : {std::pair{"40-1", 20}, std::pair{"200-2", 116}, std::pair{"200-3", 124}}) {
    const Hall hall = read_hall(name);
    Settings settings;
    settings.goal = Goal::racks;
    settings.seconds = 600;
    settings.nodes = 3000;
    const Optimum best = optimum_of(hall, settings);
    EXPECT_EQ(broken_rule(hall, best.plan), "");
    EXPECT_LE(gpu_racks(best.plan), racks) << name;
    EXPECT_GE(best.certified * kHalfGpuRacks, racks) << name;
  }
}

TEST(Optimum, IsTheSameTwiceWithTheSameNodes) {
  const Hall hall = read_hall("200-5");
  Settings settings;
  settings.nodes = 15;
  settings.seconds = 600;
  const Optimum first = optimum_of(hall, settings);
  const Optimum second = optimum_of(hall, settings);
  EXPECT_FALSE(first.cut_by_time);
  EXPECT_EQ(first.objective, second.objective);
  EXPECT_EQ(first.bound, second.bound);
  EXPECT_EQ(first.certified, second.certified);
  EXPECT_EQ(first.nodes, second.nodes);
  const Hall small = read_hall("40-1");
  const Optimum one = optimum_of(small, settings);
  const Optimum other = optimum_of(small, settings);
  ASSERT_TRUE(one.has_plan);
  const auto same = [](const Hung& a, const Hung& b) {
    return a.segment == b.segment && a.kind == b.kind && a.on == b.on && a.phase == b.phase && a.racks == b.racks;
  };
  EXPECT_TRUE(std::equal(one.plan.on_feeds.begin(), one.plan.on_feeds.end(), other.plan.on_feeds.begin(),
                         other.plan.on_feeds.end(), same));
  EXPECT_EQ(one.plan.management, other.plan.management);
}

TEST(Optimum, SaysWhatCutItShort) {
  const Hall hall = read_hall("200-1");
  Settings settings;
  settings.cancelled = [] { return true; };
  const Optimum cancelled = optimum_of(hall, settings);
  EXPECT_TRUE(cancelled.cut_by_time);
  EXPECT_EQ(cancelled.status, mip::Status::feasible);  // the first plan is there before anybody can ask
  EXPECT_EQ(broken_rule(hall, cancelled.plan), "");
  EXPECT_GE(cancelled.bound * hall.value_unit, 147.0 - 1e-9);
  settings = {};
  settings.nodes = 3;
  const Optimum few = optimum_of(hall, settings);
  EXPECT_FALSE(few.cut_by_time);
  EXPECT_GE(few.bound * hall.value_unit, 147.0 - 1e-9);
}

TEST(Optimum, OfAHallThatHoldsNothingIsThePlanOfNothing) {
  Hall hall = read_hall("40-1");
  for (Feed& feed : hall.feeds) feed.limit_w = 100'000;  // less than a rack
  const Optimum best = optimum_of(hall);
  EXPECT_EQ(best.status, mip::Status::optimal) << best.reason;
  EXPECT_EQ(best.objective, 0);
  EXPECT_EQ(best.bound, 0);
  EXPECT_EQ(broken_rule(hall, best.plan), "");
}

TEST(Optimum, RefusesAHallThatMakesNoSense) {
  Hall hall = read_hall("40-1");
  hall.segments[2].feeds = {9};
  const Optimum best = optimum_of(hall);
  EXPECT_EQ(best.status, mip::Status::refused);
  EXPECT_EQ(best.reason, "segment 2: feed: number 9 is not there");
}

TEST(Optimum, SaysThatASolverIsNotThere) {
  if (mip::available(mip::Solver::highs)) GTEST_SKIP() << "HiGHS is built in";
  Settings settings;
  settings.solver = mip::Solver::highs;
  const Optimum best = optimum_of(read_hall("40-1"), settings);
  EXPECT_EQ(best.status, mip::Status::unavailable);
  EXPECT_FALSE(best.has_plan);
  EXPECT_EQ(best.reason, "HiGHS was not found when this program was configured");
}

TEST(Spine, DropsChoicesThatReachNoMoreThanAnother) {
  Hall hall = read_hall("40-1");
  hall.most_spine_rooms = 1;
  hall.reaches = {{1, 1, 0, 0, 0}, {1, 1, 1, 0, 0}, {0, 0, 0, 1, 1}, {1, 1, 1, 0, 0}};
  EXPECT_EQ(spine_choices(hall), (std::vector<std::vector<int>>{{1}, {2}}));
  hall.most_spine_rooms = 2;
  EXPECT_EQ(spine_choices(hall), (std::vector<std::vector<int>>{{1, 2}}));
}

// The counter of rules itself: each of these plans breaks one.
TEST(Rules, NoticeWhatABrokenPlanBreaks) {
  const Hall hall = read_hall("40-1");
  const Plan good = optimum_of(hall).plan;
  ASSERT_EQ(broken_rule(hall, good), "");
  Plan plan = good;
  plan.on_feeds[0].racks -= 1;
  EXPECT_NE(broken_rule(hall, plan), "");
  plan = good;
  for (std::vector<int>& by_phase : plan.management) by_phase.assign(by_phase.size(), 0);
  EXPECT_EQ(broken_rule(hall, plan), "less than half a management rack for each unit");
  plan = good;
  plan.blocks.push_back(plan.blocks.front());
  EXPECT_NE(broken_rule(hall, plan), "");
  plan = good;
  plan.spine.clear();
  EXPECT_EQ(broken_rule(hall, plan), "a block out of reach of the spine rooms");
  const auto tightened = [&](const std::function<void(Hall&)>& change) {
    Hall less = hall;
    change(less);
    return broken_rule(less, good);
  };
  EXPECT_EQ(tightened([](Hall& less) { less.utility_w.back() = 1'000'000; }), "utility");
  EXPECT_EQ(tightened([](Hall& less) { less.loop_w[0] = 1'000'000; }), "loop 0");
  EXPECT_EQ(tightened([](Hall& less) { less.groups[0].units.back() = 2; }), "CDU group 0");
  EXPECT_EQ(tightened([](Hall& less) { less.zones[1].limit_w.back() = 0; }), "air of zone 1");
  EXPECT_NE(tightened([](Hall& less) { less.ups[0].limit_w.back() = 500'000; }).find("UPS 0 without"),
            std::string::npos);
}

}  // namespace
}  // namespace hallplan::search::aggregate
