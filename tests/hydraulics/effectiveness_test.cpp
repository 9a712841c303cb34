// Effectiveness against a table of 30-digit arithmetic, an outside program's crossflow, and the closed forms that a rated point leads to.
#include "planner/hydraulics/effectiveness.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/support/reference.hpp"

namespace hallplan::hydraulics {
namespace {

constexpr std::array kAll = {Arrangement::counterflow, Arrangement::parallel, Arrangement::crossflow_greater_mixed,
                             Arrangement::crossflow_lesser_mixed};

// The table prints ten digits.
TEST(Effectiveness, CounterflowAndParallelByTheTable) {
  SKIP_WITHOUT_REFERENCE("hx_entu.csv");
  std::ifstream in(test::reference("hx_entu.csv"));
  std::string line;
  int points = 0;
  while (std::getline(in, line)) {
    if (line.empty() || line[0] == '#' || line[0] == 'N') continue;
    std::replace(line.begin(), line.end(), ',', ' ');
    std::istringstream numbers(line);
    double ntu = 0, ratio = 0, counterflow = 0, parallel = 0;
    ASSERT_TRUE(numbers >> ntu >> ratio >> counterflow >> parallel) << line;
    EXPECT_NEAR(effectiveness(Arrangement::counterflow, ntu, ratio), counterflow, 1e-9) << line;
    EXPECT_NEAR(effectiveness(Arrangement::parallel, ntu, ratio), parallel, 1e-9) << line;
    ++points;
  }
  EXPECT_EQ(points, 84);
}

// Points of the same formulas that stand here, in case the table does not.
TEST(Effectiveness, KnownPoints) {
  EXPECT_NEAR(effectiveness(Arrangement::counterflow, 9, 1), 0.9, 1e-12);
  EXPECT_NEAR(effectiveness(Arrangement::counterflow, 4, 0.964), 0.8114038917, 1e-9);
  EXPECT_NEAR(effectiveness(Arrangement::parallel, 4, 0.964), 0.5089677085, 1e-9);
  // CalebBell/ht, tests/test_hx.py (MIT): oil against air in crossflow, the greater stream mixed.
  EXPECT_NEAR(effectiveness(Arrangement::crossflow_greater_mixed, 1.1040839095588, 0.2848428453267163),
              0.6086956521739131, 1e-12);
  // One stream boils or condenses: all arrangements are one.
  for (const Arrangement one : kAll) EXPECT_NEAR(effectiveness(one, 1.3, 0), 1 - std::exp(-1.3), 1e-12);
}

TEST(Effectiveness, TransferUnitsInvertIt) {
  for (const Arrangement one : kAll) {
    for (const double ratio : {0.0, 1e-6, 0.3, 0.964, 1 - 1e-8, 1.0}) {
      for (const double ntu : {0.05, 0.7, 2.0, 4.0}) {
        const auto found = transfer_units(one, effectiveness(one, ntu, ratio), ratio);
        ASSERT_TRUE(found.has_value());
        EXPECT_NEAR(*found, ntu, 1e-5 * ntu) << static_cast<int>(one) << " " << ratio;
      }
    }
  }
  EXPECT_FALSE(transfer_units(Arrangement::counterflow, 1.0, 0.5));
  EXPECT_FALSE(transfer_units(Arrangement::parallel, 0.6, 1));  // at most a half
  EXPECT_FALSE(transfer_units(Arrangement::crossflow_greater_mixed, 0.7, 1));
  EXPECT_FALSE(transfer_units(Arrangement::counterflow, std::nan(""), 0.5));
}

TEST(Effectiveness, RisesWithSizeAndFallsWithTheRatio) {
  for (const Arrangement one : kAll) {
    for (double ntu = 0.1; ntu < 6; ntu += 0.1) {
      for (double ratio = 0; ratio < 0.95; ratio += 0.05) {
        EXPECT_GE(effectiveness(one, ntu + 0.1, ratio), effectiveness(one, ntu, ratio) - 1e-12);
        EXPECT_LE(effectiveness(one, ntu, ratio + 0.05), effectiveness(one, ntu, ratio) + 1e-12);
      }
    }
  }
}

/// The XDU1350 as it is rated: 1350 kW at 4 K, 1200 L/min of PG25 and of water.
constexpr ExchangerRating kRated = {1350e3, 4, 0.02 * 1022.5 * 3920, 0.02 * 992.2 * 4179.4};

TEST(Effectiveness, ARatedPointGivesItsOwnHeatBack) {
  const auto ua = rated_ua_w_per_k(kRated);
  ASSERT_TRUE(ua.has_value());
  const double least = std::min(kRated.cooled_w_per_k, kRated.cooling_w_per_k);
  EXPECT_NEAR(*ua / least, 4.0, 0.1);  // by hand: 16.84 K of 20.84 K is 0.808, so at Cr 0.966 NTU is 4.0
  const double taken = taken_w_per_k(kRated, *ua, kRated.cooled_w_per_k, kRated.cooling_w_per_k);
  EXPECT_NEAR(taken * (4 + kRated.heat_w / kRated.cooled_w_per_k), kRated.heat_w, 1e-3);
}

TEST(Effectiveness, WhatNoExchangerDoesHasNoUa) {
  EXPECT_FALSE(
      rated_ua_w_per_k({1350e3, 4, 80e3, 40e3}));  // the water would come to boil off: 34 K warmer than its 21 K
  EXPECT_FALSE(rated_ua_w_per_k({1350e3, 0, 80e3, 80e3}));
  EXPECT_FALSE(rated_ua_w_per_k({1350e3, 4, 0, 80e3}));
}

// With half the flow on both sides films that fall with flow^0.8 leave 0.574 of U A; of both exponents 0 all of it.
TEST(Effectiveness, FilmsFallWithFlow) {
  const double ua = *rated_ua_w_per_k(kRated);
  const double cooled = kRated.cooled_w_per_k / 2, cooling = kRated.cooling_w_per_k / 2;
  const double least = std::min(cooled, cooling), ratio = least / std::max(cooled, cooling);
  const auto by_hand = [&](double share) {
    return least * effectiveness(Arrangement::counterflow, share * ua / least, ratio);
  };
  EXPECT_NEAR(taken_w_per_k(kRated, ua, cooled, cooling), by_hand(std::pow(0.5, 0.8)), 1e-6);
  EXPECT_NEAR(taken_w_per_k(kRated, ua, cooled, cooling, {0, 0}), by_hand(1), 1e-6);
  // One side alone at half its flow: 1 / (0.5 / 0.574 + 0.5).
  const double one = taken_w_per_k(kRated, ua, cooled, kRated.cooling_w_per_k);
  const double whole = kRated.cooling_w_per_k;
  EXPECT_NEAR(
      one,
      cooled * effectiveness(Arrangement::counterflow, ua / (0.5 / std::pow(0.5, 0.8) + 0.5) / cooled, cooled / whole),
      1e-6);
  // Above the rating the lower exponent counts.
  EXPECT_LT(taken_w_per_k(kRated, ua, 4 * cooled, 4 * cooling, {0.7, 0.8}),
            taken_w_per_k(kRated, ua, 4 * cooled, 4 * cooling, {0.8, 0.8}));
}

}  // namespace
}  // namespace hallplan::hydraulics
