// The levels of the objective: value, racks, room left, cables, hottest window; against trying every placement of small halls.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "planner/mip/solve.hpp"
#include "planner/search/bound.hpp"
#include "planner/search/integer/close_gap.hpp"
#include "planner/search/integer/prove.hpp"
#include "planner/search/ruin_and_recreate.hpp"
#include "tests/search/halls.hpp"

namespace hallplan::search {
namespace {

Options moves(std::int64_t count) {
  Options options;
  options.moves = count;
  return options;
}

TEST(Levels, AnEarlierLevelOutweighsAllLaterOnes) {
  Score low;
  low.value = 5;
  low.compute = 5;
  low.units = {5};
  low.room = 5;
  low.cable = 5;
  low.hottest = 5;
  low.unevenness = 5;
  std::vector<Score> better(7, low);  // each better in one level and worse in all after it
  better[0].value = 6;
  better[1].compute = 6;
  better[2].units = {6};
  better[3].room = 6;
  better[4].cable = 4;
  better[5].hottest = 4;
  better[6].unevenness = 4;
  for (std::size_t level = 0; level < better.size(); ++level) {
    Score& score = better[level];
    if (level < 1) score.compute = 1;
    if (level < 2) score.units = {1};
    if (level < 3) score.room = 1;
    if (level < 4) score.cable = 9;
    if (level < 5) score.hottest = 9;
    if (level < 6) score.unevenness = 9;
    EXPECT_TRUE(score.better_than(low)) << level;
    EXPECT_FALSE(low.better_than(score)) << level;
  }
  EXPECT_FALSE(low.better_than(low));
}

TEST(Levels, TheMostValueOfSmallHallsIsFoundAndNeverAboveItsBounds) {
  Random random(301);
  int dearest_first_loses = 0;
  for (int i = 0; i < 60; ++i) {
    const Model model = random_valued_hall(i, random);
    const std::int64_t most = exhaustive_value(model);
    const Bound bound = bound_of(model);
    EXPECT_GE(bound.value, most) << "hall " << i;
    const Outcome outcome = improve(model, bound, moves(600));
    EXPECT_EQ(fault_of(model, outcome.best), "") << "hall " << i;
    std::int64_t found = gained(outcome.best, Gain::value);
    const integer::Closing closing =
        integer::close_gap(model, bound, found, moves(600), integer::Aim::bound_and_plan, Gain::value);
    if (closing.better) {
      EXPECT_EQ(fault_of(model, *closing.better), "") << "hall " << i;
      EXPECT_GT(gained(*closing.better, Gain::value), found) << "hall " << i;
      found = gained(*closing.better, Gain::value);
    }
    EXPECT_EQ(found, most) << "hall " << i;
    EXPECT_GE(closing.bound.value, most) << "hall " << i;
    EXPECT_GE(closing.certified_value, closing.bound.value) << "hall " << i;
    if (outcome.best.units_of(0) > 0 && outcome.best.units_of(1) > 0) ++dearest_first_loses;
  }
  EXPECT_GT(dearest_first_loses, 0);  // both demands were served somewhere
}

TEST(Levels, BothSolversClaimTheSameValue) {
  if (!mip::available(mip::Solver::highs)) GTEST_SKIP() << "built without HiGHS";
  Random random(302);
  for (int i = 0; i < 30; ++i) {
    const Model model = random_valued_hall(i, random);
    const integer::Classes classes = integer::classes_of(model);
    const integer::Program program = integer::program_of(model, classes, Gain::value);
    const auto claimed = [&](mip::Solver solver) {
      return integer::prove(model, classes, program, solver, -1, {2000, 60, {}}).claimed;
    };
    const std::int64_t by_cbc = claimed(mip::Solver::cbc);
    EXPECT_EQ(by_cbc, claimed(mip::Solver::highs)) << "hall " << i;
    EXPECT_GE(by_cbc, exhaustive_value(model)) << "hall " << i;
  }
}

TEST(Levels, TheRoomLeftIsNeverMoreThanCouldBeConnected) {
  Random random(303);
  int as_many = 0, above_nothing = 0;
  for (int i = 0; i < 120; ++i) {
    const Model model = random_hall(shape_of(i), random);
    const State state = improve(model, bound_of(model), moves(20)).best;
    const int room = room_left(state);
    const int most = exhaustive_room(model, state, static_cast<int>(model.slots.size()));
    EXPECT_LE(room, most) << "hall " << i;
    as_many += room == most ? 1 : 0;
    above_nothing += room > 0 ? 1 : 0;
    EXPECT_EQ(room > 0, most > 0) << "hall " << i;
  }
  EXPECT_GT(above_nothing, 10);
  EXPECT_GT(as_many, 100);
}

TEST(Levels, TheHottestWindowIsThatOfTheRacksWithinHalfOfItsWidth) {
  Random random(304);
  Model model = random_hall(shape_of(0), random);
  model.air_w = {10'000, 1'000, 500};
  const State state = improve(model, bound_of(model), moves(50)).best;
  double all = 0;
  for (const Unit& unit : state.units()) {
    for (const Member& member : unit.members) all += model.air_w[static_cast<std::size_t>(member.type)];
  }
  for (const Member& member : state.management(0)) all += model.air_w[static_cast<std::size_t>(member.type)];
  ASSERT_GT(all, 0);
  EXPECT_GT(hottest_w(state), 0);
  EXPECT_LE(hottest_w(state), all);
  for (Spot& spot : model.spots) spot.centre = {0, 0};
  EXPECT_DOUBLE_EQ(hottest_w(state), all);
  for (std::size_t i = 0; i < model.spots.size(); ++i)
    model.spots[i].centre = {100'000LL * static_cast<long long>(i), 0};
  EXPECT_DOUBLE_EQ(hottest_w(state), 10'000);
}

TEST(Levels, TheSameSeedGivesTheSameValuedPlan) {
  Random random(305);
  for (int i = 0; i < 20; ++i) {
    const Model model = random_valued_hall(i, random);
    const Bound bound = bound_of(model);
    const Score once = score_of(improve(model, bound, moves(200)).best);
    const Score again = score_of(improve(model, bound, moves(200)).best);
    EXPECT_FALSE(once.better_than(again));
    EXPECT_FALSE(again.better_than(once));
    EXPECT_FALSE(once.better_than(score_of(improve(model, bound, moves(400)).best)));
  }
}

}  // namespace
}  // namespace hallplan::search
