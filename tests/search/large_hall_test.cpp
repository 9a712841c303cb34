// Halls part by part, first plans, and both solvers on the same halls.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <numeric>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "planner/mip/certified.hpp"
#include "planner/search/aggregate/first_plan.hpp"
#include "planner/search/aggregate/instance_file.hpp"
#include "planner/search/aggregate/large.hpp"
#include "planner/search/aggregate/optimum.hpp"
#include "planner/search/aggregate/pack.hpp"
#include "planner/search/aggregate/part.hpp"
#include "planner/search/aggregate/refill.hpp"
#include "planner/search/aggregate/spines.hpp"
#include "tests/search/hall_file.hpp"
#include "tests/search/tiny_halls.hpp"
#include "tests/support/highs.hpp"

namespace hallplan::search::aggregate {
namespace {

class BothSolvers : public test::WithHighs {};

TEST_F(BothSolvers, AgreeOnHallsOfFortySlots) {
  for (const char* name : {"40-1", "40-2", "40-3", "40-4", "40-5"}) {
    const Hall hall = read_hall(name);
    Settings settings;
    settings.seconds = 300;
    const Optimum cbc = optimum_of(hall, settings);
    settings.solver = mip::Solver::highs;
    const Optimum highs = optimum_of(hall, settings);
    ASSERT_EQ(cbc.status, mip::Status::optimal) << name << cbc.reason;
    ASSERT_EQ(highs.status, mip::Status::optimal) << name << highs.reason;
    EXPECT_EQ(cbc.objective, highs.objective) << name;
    EXPECT_EQ(broken_rule(hall, highs.plan), "") << name;
    EXPECT_GE(cbc.certified, highs.objective) << name;
    EXPECT_GE(highs.certified, cbc.objective) << name;
  }
}

TEST_F(BothSolvers, AgreeOnTinyHalls) {
  std::mt19937 random(45);
  for (int i = 0; i < 30; ++i) {
    const Hall hall = random_tiny_hall(random);
    Settings settings;
    settings.solver = mip::Solver::highs;
    const Optimum highs = optimum_of(hall, settings);
    ASSERT_EQ(highs.status, mip::Status::optimal) << i << highs.reason;
    EXPECT_EQ(highs.objective, static_cast<double>(best_by_trying(hall, Goal::value))) << i;
    EXPECT_EQ(broken_rule(hall, highs.plan), "") << i;
    EXPECT_GE(highs.certified, highs.objective) << i;
  }
}

TEST(FirstPlan, KeepsTheRulesAndIsWorthNoMoreThanTheBest) {
  std::mt19937 random(46);
  int with_blocks = 0;
  for (int i = 0; i < 200; ++i) {
    const Hall hall = random_tiny_hall(random);
    const auto spines = spine_choices(hall);
    for (const Plan& plan :
         {first_plan(hall, spines, Goal::value).plan(), greedy_plan(hall, spines), straight_plan(hall, spines)}) {
      EXPECT_EQ(broken_rule(hall, plan), "") << i;
      EXPECT_LE(value_u(hall, plan), best_by_trying(hall, Goal::value)) << i;
      if (!plan.blocks.empty()) ++with_blocks;
    }
  }
  EXPECT_GT(with_blocks, 100);
}

TEST(FirstPlan, KeepsTheRulesOfEveryInstance) {
  for (const char* name : {"40-1", "40-4", "200-1", "200-4", "1000-1", "1000-4", "7000-1"}) {
    const Hall hall = read_hall(name);
    const auto spines = spine_choices(hall);
    const Plan first = first_plan(hall, spines, Goal::value).plan();
    EXPECT_EQ(broken_rule(hall, first), "") << name;
    EXPECT_GE(value_u(hall, first), value_u(hall, straight_plan(hall, spines))) << name;
    for (const Plan& plan : {greedy_plan(hall, {spines.front()}), straight_plan(hall, {spines.front()})}) {
      EXPECT_EQ(broken_rule(hall, plan), "") << name;
    }
    // Straight units hang on one group.
    for (const Hung& hung : straight_plan(hall, {spines.front()}).on_groups) {
      EXPECT_EQ(hung.racks % (2 * kHalfGpuRacks), 0) << name;
    }
  }
}

// Clearing and filling keep the books: every limit, and the value, counted anew from the plan.
TEST(Refilling, KeepsTheRulesAndNeverLoses) {
  std::mt19937 random(50);
  int improved = 0;
  for (int i = 0; i < 100; ++i) {
    const Hall hall = random_tiny_hall(random);
    const Filling first = first_plan(hall, spine_choices(hall), Goal::value);
    if (!broken_rule(hall, first.plan()).empty()) continue;
    RefillLimits limits;
    limits.rounds = 50;
    limits.seed = static_cast<std::uint64_t>(i);
    limits.better = [&](const Filling& better) { EXPECT_EQ(broken_rule(hall, better.plan()), "") << i; };
    const Filling best = refilled(hall, first, Goal::value, limits);
    EXPECT_EQ(best.value_u(), value_u(hall, best.plan())) << i;
    EXPECT_EQ(best.halves() * kHalfGpuRacks, gpu_racks(best.plan())) << i;
    EXPECT_GE(best.value_u(), first.value_u()) << i;
    EXPECT_LE(best.value_u(), best_by_trying(hall, Goal::value)) << i;
    if (best.value_u() > first.value_u()) ++improved;
    const Filling again = refilled(hall, first, Goal::value, limits);
    EXPECT_EQ(again.value_u(), best.value_u()) << i;
  }
  EXPECT_GT(improved, 2);
}

TEST(Refilling, FindsBestPlansOfFortySlots) {
  const std::pair<const char*, double> best[] = {{"40-1", 24.4}, {"40-2", 24.3}, {"40-4", 16.82}, {"40-5", 23.42}};
  for (const auto& [name, value] : best) {
    const Hall hall = read_hall(name);
    RefillLimits limits;
    limits.rounds = 3000;
    const Filling found = refilled(hall, first_plan(hall, spine_choices(hall), Goal::value), Goal::value, limits);
    EXPECT_EQ(broken_rule(hall, found.plan()), "");
    EXPECT_NEAR(static_cast<double>(found.value_u()) * hall.value_unit, value, 1e-9) << name;
  }
}

/// Whatever stands in a part beside the rest keeps the rules of the whole: plans of parts, put into random whole plans.
TEST(Parts, KeepTheRulesOfTheWhole) {
  std::mt19937 random(47);
  int improved = 0;
  for (int i = 0; i < 80; ++i) {
    const Hall hall = random_tiny_hall(random);
    const auto spines = spine_choices(hall);
    const Plan whole = straight_plan(hall, spines);
    if (broken_rule(hall, whole) != "") continue;
    std::vector<char> among(hall.segments.size(), 0);
    among[static_cast<std::size_t>(i) % among.size()] = 1;
    std::vector<char> others = among;
    for (char& mark : others) mark = mark == 0 ? 1 : 0;
    const Part part = part_of(hall, among, whole.spine, used_by(hall, whole, others), true);
    ASSERT_EQ(fault_of(part.hall), "") << i;
    const Optimum best = optimum_of(part.hall);
    ASSERT_TRUE(best.has_plan) << i << ' ' << best.reason;
    const Plan changed = with_part(hall, whole, part, best.plan);
    EXPECT_EQ(broken_rule(hall, changed), "") << i;
    EXPECT_GE(value_u(hall, changed), value_u(hall, whole)) << i;
    if (value_u(hall, changed) > value_u(hall, whole)) ++improved;
  }
  EXPECT_GT(improved, 10);
}

TEST(Parts, OfAllSegmentsAreTheWhole) {
  for (const char* name : {"40-1", "40-3"}) {
    const Hall hall = read_hall(name);
    const std::vector<int> spine = spine_choices(hall).front();
    const Part part = part_of(hall, std::vector<char>(hall.segments.size(), 1), spine, Used(hall), true);
    const Optimum of_part = optimum_of(part.hall);
    double best = 0;
    for (const auto& choice : spine_choices(hall)) {
      Part other = part_of(hall, std::vector<char>(hall.segments.size(), 1), choice, Used(hall), true);
      best = std::max(best, optimum_of(other.hall).objective);
    }
    EXPECT_EQ(best, optimum_of(hall).objective) << name;
    EXPECT_LE(of_part.objective, best) << name;
  }
}

TEST(Parts, UseWhatTheirPlansUse) {
  const Hall hall = read_hall("200-1");
  const Plan plan = greedy_plan(hall, spine_choices(hall));
  const Used all = used_by(hall, plan, std::vector<char>(hall.segments.size(), 1));
  std::vector<char> some(hall.segments.size(), 0), rest(hall.segments.size(), 1);
  for (std::size_t s = 0; s < some.size(); s += 3) {
    some[s] = 1;
    rest[s] = 0;
  }
  Used sum = used_by(hall, plan, some);
  sum += used_by(hall, plan, rest);
  EXPECT_EQ(sum.feed_w, all.feed_w);
  EXPECT_EQ(sum.group_w, all.group_w);
  EXPECT_EQ(sum.loop_w, all.loop_w);
  EXPECT_EQ(sum.halves, all.halves);
  EXPECT_EQ(sum.management, all.management);
  double halves_now = 0;
  for (const auto& by_phase : all.halves) halves_now += by_phase.back();
  EXPECT_EQ(halves_now * kHalfGpuRacks, gpu_racks(plan));
}

TEST(Clusters, ShareNeitherFeedNorUps) {
  const Hall hall = read_hall("1000-1");
  const auto clusters = ups_clusters(hall);
  EXPECT_EQ(clusters.size(), 5U);
  std::set<int> all;
  std::vector<std::set<int>> ups;
  for (const auto& cluster : clusters) {
    ups.emplace_back();
    for (const int s : cluster) {
      EXPECT_TRUE(all.insert(s).second);
      for (const int f : hall.segments[static_cast<std::size_t>(s)].feeds) {
        for (const int u : hall.feeds[static_cast<std::size_t>(f)].ups) {
          ups.back().insert(hall.ups[static_cast<std::size_t>(u)].cluster);
        }
      }
    }
  }
  EXPECT_EQ(all.size(), hall.segments.size());
  for (std::size_t a = 0; a < ups.size(); ++a) {
    for (std::size_t b = a + 1; b < ups.size(); ++b) {
      for (const int u : ups[a]) EXPECT_EQ(ups[b].count(u), 0U);
    }
  }
}

/// The rows of clusters keep every plan: the best of a tiny hall is still a point of its program with them.
TEST(Clusters, TightenedRowsKeepTheBestPlan) {
  std::mt19937 random(48);
  for (int i = 0; i < 40; ++i) {
    const Hall hall = random_tiny_hall(random);
    for (const std::vector<int>& spine : spine_choices(hall)) {
      Program program = program_of(hall, spine, Goal::value);
      if (program.model.columns.empty()) continue;
      const mip::Answer before = mip::solve(program.model);
      if (!before.has_point()) continue;
      // Also by single segments, which share feeds: the rows hold for any part.
      std::vector<std::vector<int>> parts = ups_clusters(hall);
      for (int s = 0; s < static_cast<int>(hall.segments.size()); ++s) parts.push_back({s});
      ASSERT_TRUE(tighten_clusters(hall, program, parts, 60, mip::Solver::cbc));
      EXPECT_EQ(mip::fault_of_point(program.model, before.x), "") << i;
    }
  }
}

/// The bound with the spine rooms as columns holds for each choice of them.
TEST(Rooms, AsColumnsBoundEveryChoice) {
  std::mt19937 random(49);
  for (int i = 0; i < 60; ++i) {
    Hall hall = random_tiny_hall(random);
    hall.most_spine_rooms = 1;
    std::vector<int> all(hall.reaches.size());
    std::iota(all.begin(), all.end(), 0);
    const Program program = program_of(hall, all, Goal::value);
    if (program.model.columns.empty()) continue;
    const mip::Answer together = mip::solve(program.model);
    double best = 0;
    bool any = false;
    for (const int site : all) {
      const Program one = program_of(hall, {site}, Goal::value);
      if (one.model.columns.empty()) continue;
      const mip::Answer answer = mip::solve(one.model);
      any = any || answer.has_point();
      if (answer.has_point()) best = std::max(best, answer.objective);
    }
    ASSERT_EQ(together.has_point(), any) << i;
    if (any) {
      EXPECT_EQ(together.objective, best) << i;
    }
  }
}

TEST(Packed, PlansAndRowsComeBackAsTheyWent) {
  const Hall hall = read_hall("200-1");
  PartPlan sent{true, greedy_plan(hall, spine_choices(hall)), 17, true};
  const auto got = unpacked_plan(packed(sent));
  ASSERT_TRUE(got);
  EXPECT_TRUE(got->has_plan && got->cut_by_time);
  EXPECT_EQ(got->nodes, 17);
  EXPECT_EQ(value_u(hall, got->plan), value_u(hall, sent.plan));
  EXPECT_EQ(broken_rule(hall, got->plan), "");
  EXPECT_EQ(packed(*got), packed(sent));

  const auto rows = unpacked_rows(packed(ClusterRows{{{2, {1, 0.5}, 33}}, true}));
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->rows.size(), 1U);
  EXPECT_EQ(rows->rows[0].phase, 2);
  EXPECT_EQ(rows->rows[0].factors, (std::vector<double>{1, 0.5}));
  EXPECT_EQ(rows->rows[0].most, 33);
  EXPECT_TRUE(rows->whole);

  const std::string bytes = packed(sent);
  EXPECT_FALSE(unpacked_plan(""));
  EXPECT_FALSE(unpacked_rows(bytes));
  EXPECT_FALSE(unpacked_plan(bytes.substr(0, bytes.size() / 2)));
}

TEST(LargeHall, IsSolvedPartByPartTheSameTwice) {
  const Hall hall = read_hall("1000-1");
  Settings settings;
  settings.seconds = 3000;
  settings.nodes = 20;
  settings.refills = 30;
  double first_s = -1;
  double last = 0;
  settings.progress = [&](const Step& step) {
    if (first_s < 0) first_s = step.seconds;
    EXPECT_GE(step.objective, last);
    EXPECT_GE(step.bound, step.objective);
    last = step.objective;
  };
  const Optimum one = optimum_of(hall, settings);
  ASSERT_TRUE(one.has_plan) << one.reason;
  EXPECT_EQ(broken_rule(hall, one.plan), "");
  EXPECT_EQ(static_cast<double>(value_u(hall, one.plan)), one.objective);
  EXPECT_GE(one.objective * hall.value_unit, 640);  // of 703.4, the best that others found
  EXPECT_GE(one.certified * hall.value_unit, 703.3);
  EXPECT_LE(one.certified * hall.value_unit, 724.86 + 1e-9);  // the plain relaxation
  EXPECT_LE(one.bound, one.certified);
  last = 0;
  const Optimum two = optimum_of(hall, settings);
  EXPECT_EQ(one.objective, two.objective);
  EXPECT_EQ(one.certified, two.certified);
  EXPECT_EQ(one.nodes, two.nodes);
}

TEST(InstanceFile, SaysWhatIsWrongAndWhere) {
  EXPECT_NE(read_instance_file("no-such.json").fault.find("no-such.json: cannot be read"), std::string::npos);
  const std::string path = testing::TempDir() + "hall.json";
  const auto fault = [&](const std::string& from, const std::string& to) {
    std::ifstream in(HALLPLAN_SOURCE_DIR "/tests/data/instances/40-1.json");
    std::string text{std::istreambuf_iterator<char>(in), {}};
    const std::size_t place = text.find(from);
    EXPECT_NE(place, std::string::npos) << from;
    text.replace(place, from.size(), to);
    std::ofstream(path) << text;
    return read_instance_file(path).fault;
  };
  EXPECT_EQ(fault("\"phases\"", "\"phases\""), "");
  EXPECT_EQ(fault("\"phases\"", "\"phasen\""), path + ": the key 'phases' is missing");
  EXPECT_EQ(fault("\"limit_kw\":", "\"limit_kw\":[],\"was\":"),
            path + ": feeds[0].limit_kw: expected a number, found []");
  EXPECT_EQ(fault("\"slots\":6", "\"slots\":6.5"),
            path + ": segments[0].slots: expected a whole number up to 1000, found 6.5");
  EXPECT_NE(fault("{", "[").find("parse error"), std::string::npos);
}

}  // namespace
}  // namespace hallplan::search::aggregate
