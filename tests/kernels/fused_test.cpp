#include <gtest/gtest.h>

#include "kernels/base/fused.hpp"

namespace {

using kernels::fused;
using kernels::with_inflow;

TEST(Fused, RoundsOnce) {
  // (1 + e)(1 - e) = 1 - e^2; as a float of its own the product would be 1.
  const float e = 0x1p-13F;
  EXPECT_EQ(fused(1.0F + e, 1.0F - e, -1.0F), -0x1p-26F);
}

TEST(Fused, OnlyWhatFlowsInIsAdded) {
  EXPECT_EQ(with_inflow(3.0F, 0.5F, 2.0F), 3.5F);
  EXPECT_EQ(with_inflow(-3.0F, 0.5F, 2.0F), 2.0F);
  EXPECT_EQ(with_inflow(0.0F, 0.5F, 2.0F), 2.0F);
}

}  // namespace
