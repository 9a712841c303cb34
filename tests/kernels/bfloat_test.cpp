// Numbers of 16 bits: rounding, order, and what is no number; and that a solve does not see its hierarchy's rounding.
#include "kernels/base/bfloat.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>

#include "kernels/executor/host.hpp"
#include "kernels/pressure/conjugate.hpp"

namespace {

using kernels::Bfloat;
using kernels::Index;

float rounded(float value) { return Bfloat(value); }

TEST(Bfloat, KeepsWhatHasEightBits) {
  for (const float value : {0.0F, 1.0F, -1.0F, 0.5F, 3.0F, 255.0F, -1.9921875F, 0x1p-126F, 0x1p127F}) {
    EXPECT_EQ(rounded(value), value);
  }
}

TEST(Bfloat, IsTheNearestOne) {
  EXPECT_EQ(rounded(1.0F + 0x1p-9F), 1.0F);
  EXPECT_EQ(rounded(1.0F + 0x1p-8F), 1.0F + 0x1p-7F);  // in the middle: the larger one
  EXPECT_EQ(rounded(-1.0F - 3 * 0x1p-9F), -1.0F - 0x1p-7F);
  std::mt19937_64 random(4);
  std::uniform_real_distribution<float> exponent(-30, 30);
  for (int turn = 0; turn < 1000; ++turn) {
    const float value = std::exp2(exponent(random));
    EXPECT_LE(std::abs(rounded(value) - value), value * 0x1p-8F);
  }
}

TEST(Bfloat, RisesAsFloatsDo) {
  std::mt19937 random(5);
  const auto finite = [&] { return std::bit_cast<float>(static_cast<std::uint32_t>(random() & 0x7F7FFFFFU)); };
  for (int turn = 0; turn < 1000; ++turn) {
    const float one = finite(), other = finite();
    EXPECT_LE(rounded(std::min(one, other)), rounded(std::max(one, other)));
  }
}

TEST(Bfloat, WhatIsNoNumberStaysNone) {
  for (const std::uint32_t bits : {0x7FC00000U, 0x7FFFFFFFU, 0xFFFFFFFFU}) {
    EXPECT_TRUE(std::isnan(rounded(std::bit_cast<float>(bits)))) << std::hex << bits;
  }
  EXPECT_EQ(rounded(std::numeric_limits<float>::infinity()), std::numeric_limits<float>::infinity());
}

/// Cells in a line from an opening on; one right side at the far end: x falls by 1 / c from face to face.
TEST(Bfloat, ConjugateGradientsKnowAllBitsOfTheCoefficients) {
  constexpr Index kCells = 9;
  const float c = 1.0F + 0x1p-10F;  // one in 16 bits
  ASSERT_EQ(rounded(c), 1.0F);
  kernels::Serial serial;
  const kernels::Layout layout(kCells, 1, 1);
  kernels::multigrid::Hierarchy<kernels::Serial> hierarchy(serial, layout, 1, 1, 1);
  kernels::pressure::Conjugate<kernels::Serial> solver(serial, hierarchy, {});
  for (Index x = 1; x <= kCells; ++x) solver.equations().cx[layout.at(x, 1, 1)] = c;
  solver.coarsen(serial);
  EXPECT_EQ(hierarchy.level(0).cx[layout.at(3, 1, 1)], 1.0F);
  solver.r()[layout.at(kCells, 1, 1)] = 1;
  ASSERT_TRUE(solver.run(serial, {1e-12, 50, false}).front().converged);
  for (Index x = 1; x <= kCells; ++x) {
    EXPECT_NEAR(solver.x()[layout.at(x, 1, 1)], static_cast<double>(x) / static_cast<double>(c), 1e-9);
  }
}

}  // namespace
