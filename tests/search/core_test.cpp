// The search and its bound on random halls, against looking at every placement.
#include <gtest/gtest.h>

#include "planner/search/bound.hpp"
#include "planner/search/ruin_and_recreate.hpp"
#include "tests/search/halls.hpp"

namespace hallplan::search {
namespace {

Options budget(std::int64_t moves, std::uint64_t seed = 1) {
  Options options;
  options.moves = moves;
  options.seed = seed;
  return options;
}

TEST(Search, FindsAsManyAsLookingAtEveryPlacement) {
  Random random(11);
  int tight = 0;
  int missed = 0;
  for (int i = 0; i < 150; ++i) {
    const Model model = random_hall(shape_of(i), random);
    const Bound bound = bound_of(model);
    const int most = exhaustive(model);
    const Outcome found = improve(model, bound, budget(1500));
    EXPECT_EQ(fault_of(model, found.best), "") << "hall " << i;
    EXPECT_LE(found.best.compute(), most) << "hall " << i;
    if (found.best.compute() < most) ++missed;
    EXPECT_GE(bound.racks, most) << "hall " << i << " by " << bound.by;
    if (bound.racks == most) ++tight;
  }
  EXPECT_LE(missed, 2);  // halls that one single arrangement of all slots fills; the search has no proof, only moves
  EXPECT_GE(tight, 75);  // a bound that is never reached would prove nothing
}

TEST(Search, EveryBetterPlanKeepsEveryLimit) {
  Random random(12);
  for (int i = 0; i < 30; ++i) {
    HallShape shape;
    shape.rows = 4;
    shape.slots = 48;
    shape.compute_racks = 4;
    shape.network_racks = 2;
    const Model model = random_hall(shape, random);
    for (const std::int64_t moves : {0, 20, 200}) {
      EXPECT_EQ(fault_of(model, improve(model, bound_of(model), budget(moves)).best), "") << "hall " << i;
    }
  }
}

std::vector<int> fingerprint(const State& state) {
  std::vector<int> all;
  const auto add = [&](const Member& member) { all.insert(all.end(), {member.slot, member.type, member.wire}); };
  for (const Unit& unit : state.units()) {
    for (const Member& member : unit.members) add(member);
  }
  for (int kind = 0; kind < state.management_kinds(); ++kind) {
    for (const Member& member : state.management(kind)) add(member);
  }
  return all;
}

TEST(Search, TheSameSeedGivesTheSamePlan) {
  Random random(13);
  HallShape shape;
  shape.slots = 40;
  shape.compute_racks = 4;
  const Model model = random_hall(shape, random);
  const Bound bound = bound_of(model);
  const Outcome one = improve(model, bound, budget(300, 5));
  const Outcome two = improve(model, bound, budget(300, 5));
  EXPECT_EQ(fingerprint(one.best), fingerprint(two.best));
  EXPECT_EQ(one.moves, two.moves);
}

TEST(Search, MoreBudgetIsNeverWorse) {
  Random random(14);
  for (int i = 0; i < 12; ++i) {
    HallShape shape;
    shape.rows = 3;
    shape.slots = 36;
    shape.compute_racks = 3;
    const Model model = random_hall(shape, random);
    const Bound bound = bound_of(model);
    Score last = score_of(State(model));
    for (const std::int64_t moves : {0, 10, 60, 400}) {
      const Score now = score_of(improve(model, bound, budget(moves)).best);
      EXPECT_FALSE(last.better_than(now)) << "hall " << i << ", " << moves << " moves";
      last = now;
    }
  }
}

TEST(Search, CancellingGivesTheBestSoFar) {
  Random random(15);
  HallShape shape;
  shape.rows = 4;
  shape.slots = 60;
  shape.compute_racks = 4;
  const Model model = random_hall(shape, random);
  for (const int after : {0, 1, 3, 40, 300}) {
    int asked = 0;
    Options options = budget(1'000'000);
    options.cancelled = [&] { return asked++ >= after; };
    const Bound unreachable{1000, "nothing"};
    const Outcome outcome = improve(model, unreachable, options);
    EXPECT_TRUE(outcome.interrupted);
    EXPECT_EQ(fault_of(model, outcome.best), "") << "after " << after;
  }
}

TEST(Search, TheSecondsGuardIsOwnedUpTo) {
  Random random(16);
  const Model model = random_hall({}, random);
  Options options = budget(1'000'000);
  options.seconds_guard = 0;
  const Outcome outcome = improve(model, {1000, "nothing"}, options);
  EXPECT_TRUE(outcome.out_of_time);
  EXPECT_FALSE(outcome.interrupted);
}

TEST(Search, TellsOfItsProgress) {
  Random random(17);
  const Model model = random_hall({}, random);
  Options options = budget(200);
  std::vector<Progress> told;
  options.progress = [&](const Progress& progress) { told.push_back(progress); };
  const Outcome outcome = improve(model, {1000, "nothing"}, options);
  ASSERT_FALSE(told.empty());
  EXPECT_GE(told.back().moves, 200);
  EXPECT_EQ(told.back().compute_racks, outcome.best.compute());
  EXPECT_EQ(told.back().bound_racks, 1000);
}

TEST(Load, RemovingGivesBackExactlyWhatAddingTook) {
  Random random(18);
  HallShape shape;
  shape.slots = 40;
  Model model = random_hall(shape, random);
  for (Wire& wire : model.wires) {
    for (capacity::Term& term : wire.terms) term.amount *= 1.0 / 3;  // nothing that a float sum would keep
  }
  finish(model);
  State state(model);
  const std::vector<Amount> before = state.load().left();
  std::vector<Member> members;
  for (int i = 0; i < 2000; ++i) {
    const int slot = random.below(static_cast<int>(model.slots.size()));
    const std::vector<int>& wires = model.wires_at(slot, 0);
    const Member member = {slot, 0, wires[static_cast<std::size_t>(random.below(static_cast<int>(wires.size())))]};
    if (state.can_add(member)) {
      state.add(member);
      members.push_back(member);
    } else if (!members.empty()) {
      const auto at = members.begin() + random.below(static_cast<int>(members.size()));
      state.remove(*at);
      members.erase(at);
    }
  }
  while (!members.empty()) {
    state.remove(members.back());
    members.pop_back();
  }
  EXPECT_EQ(state.load().left(), before);
}

}  // namespace
}  // namespace hallplan::search
