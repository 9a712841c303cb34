// The rules by which a solve ends, on histories whose ends are known in closed form.
#include "kernels/flow/followed.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace {

using kernels::Index;
namespace flow = kernels::flow;

constexpr Index kPlaces = 512;
const flow::Pace kLaminar{1, 10, false};
const flow::Pace kTurbulent{1, 20, false};

/// One followed temperature after `turns` turns of value(turn), K over the reference.
template <class Value>
flow::History history(Index turns, const Value& value) {
  flow::History made(kPlaces, 1);
  std::vector<float> rows;
  for (Index turn = 0; turn < turns; ++turn) rows.push_back(static_cast<float>(value(static_cast<double>(turn))));
  made.note(rows, turns);
  return made;
}

template <class Value>
flow::Judgement judged(Index turns, const Value& value, flow::Turbulence turbulence) {
  const bool laminar = turbulence == flow::Turbulence::none;
  return flow::judge(history(turns, value), {0}, {}, turbulence, laminar ? kLaminar : kTurbulent);
}

/// The turn at which a history ends, looked at every ten; 0: not within `most`.
template <class Value>
Index ends_at(const Value& value, flow::Turbulence turbulence, Index most) {
  for (Index turns = 10; turns <= most; turns += 10) {
    if (judged(turns, value, turbulence).ended) return turns;
  }
  return 0;
}

// 5 K (1 - r^t): what is left of the last mean's way is known; the estimate must neither hide it nor be idle.
TEST(Followed, WhatIsLeftOfAGeometricApproachIsBounded) {
  for (const double ratio : {0.8, 0.9, 0.95, 0.98}) {
    const auto value = [ratio](double turn) { return 5 * (1 - std::pow(ratio, turn)); };
    const Index end = ends_at(value, flow::Turbulence::none, 2000);
    ASSERT_GT(end, 0) << ratio;
    const flow::History now = history(end, value);
    const flow::Judgement found = flow::judge(now, {0}, {}, flow::Turbulence::none, kLaminar);
    EXPECT_EQ(found.how, flow::Ended::steady);
    const double mean = flow::summary(now, 0, found, 1, 0).mean_degc;
    const double left = 5 - mean;
    EXPECT_LE(left, 1.05 * flow::left_k_of(found, 0) + 1e-4) << ratio;
    EXPECT_GE(left, 0.5 * flow::left_k_of(found, 0) - 1e-4) << ratio;
    EXPECT_LT(flow::left_k_of(found, 0), flow::Options{}.steady_left_k);
  }
}

// A drift for ever, though the halves of its window agree: never an end, or the answer would be anything.
TEST(Followed, ASlowDriftIsNotSteady) {
  for (const double k_a_turn : {0.001, 0.0013, 0.002, 0.01}) {
    const auto value = [=](double turn) { return k_a_turn * turn; };
    EXPECT_EQ(ends_at(value, flow::Turbulence::none, 2000), 0) << k_a_turn;
    EXPECT_EQ(ends_at(value, flow::Turbulence::zero_equation, 2000), 0) << k_a_turn;
  }
}

// An approach over hundreds of turns, whose window's halves agree long before it has arrived; noise hides as much as it is wide.
TEST(Followed, WhatAWindowLeavesOfASlowApproachIsBounded) {
  for (const double turns : {100.0, 200.0, 400.0}) {
    constexpr double kNoise = 0.03;
    const auto value = [=](double turn) { return 5 * (1 - std::exp(-turn / turns)) + kNoise * std::sin(turn); };
    const Index end = ends_at(value, flow::Turbulence::zero_equation, 20000);
    ASSERT_GT(end, 0) << turns;
    const flow::History now = history(end, value);
    const flow::Judgement found = flow::judge(now, {0}, {}, flow::Turbulence::zero_equation, kTurbulent);
    const flow::Followed told = flow::summary(now, 0, found, 1, 0);
    const double error = flow::left_k_of(found, 0) + 0.5 * (told.high_degc - told.low_degc);
    EXPECT_LE(5 - told.mean_degc, error + 2 * kNoise) << turns;
  }
}

// A grid from which another one starts may be asked for a part of what a window may leave: it goes on for longer.
TEST(Followed, APartOfWhatAWindowMayLeave) {
  const auto value = [](double turn) { return 5 * (1 - std::exp(-turn / 300)) + 0.03 * std::sin(turn); };
  const auto end = [&](double part) {
    flow::Pace pace = kTurbulent;
    pace.part = part;
    for (Index turns = 10; turns <= 20000; turns += 10) {
      const flow::Judgement found = flow::judge(history(turns, value), {0}, {}, flow::Turbulence::zero_equation, pace);
      if (!found.ended) continue;
      EXPECT_LT(flow::left_k_of(found, 0), part * flow::Options{}.window_left_k);
      return turns;
    }
    return Index{0};
  };
  const Index all = end(1);
  const Index third = end(1.0 / 3);
  EXPECT_GT(all, 0);
  EXPECT_GT(third, all + 200);
}

// Swings of 2 K about 3 K: the window's mean is the swing's, and what the range says is the swing.
TEST(Followed, ASwingEndsByItsWindow) {
  const auto value = [](double turn) { return 3 + std::sin(turn * 2 * M_PI / 75); };
  const Index end = ends_at(value, flow::Turbulence::zero_equation, 2000);
  ASSERT_GT(end, 0);
  const flow::History now = history(end, value);
  const flow::Judgement found = flow::judge(now, {0}, {}, flow::Turbulence::zero_equation, kTurbulent);
  EXPECT_EQ(found.how, flow::Ended::windowed);
  const flow::Followed told = flow::summary(now, 0, found, 1, 20);
  EXPECT_NEAR(told.mean_degc, 23, 0.01 + flow::left_k_of(found, 0));
  EXPECT_NEAR(told.low_degc, 22, 0.01);
  EXPECT_NEAR(told.high_degc, 24, 0.01);
}

// Another state from turn 400 on: a window that sees both must not end.
TEST(Followed, AChangeOfStateWithinTheWindowIsNotAnEnd) {
  const auto value = [](double turn) { return (turn < 400 ? 0.0 : 2.0) + 0.05 * std::sin(turn); };
  EXPECT_FALSE(judged(480, value, flow::Turbulence::zero_equation).ended);
  EXPECT_FALSE(judged(540, value, flow::Turbulence::zero_equation).ended);
}

TEST(Followed, NoNumberIsARunaway) {
  const auto value = [](double turn) { return turn > 50 ? std::numeric_limits<double>::quiet_NaN() : 1.0; };
  const flow::Judgement found = judged(60, value, flow::Turbulence::none);
  EXPECT_TRUE(found.runaway);
  EXPECT_FALSE(found.ended);
  EXPECT_TRUE(judged(
                  60, [](double) { return 1e6; }, flow::Turbulence::none)
                  .runaway);
}

}  // namespace
