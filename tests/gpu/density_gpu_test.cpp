/// The power-density check on CUDA against the sequential executor, bit for bit, over the same list as on the host.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "kernels/density/density.hpp"
#include "tests/gpu/on_device.hpp"
#include "tests/kernels/density_cases.hpp"

namespace kernels::density {
namespace {

using on_device::kCuda;
using on_device::kSerial;

class DensityGpu : public on_device::OnDevice {};

void same_on_both(const Grid& grid, const std::vector<Window>& windows, const std::vector<Placement>& placements) {
  const Answer host = check_windows(grid, windows, placements, kSerial);
  const Answer device = check_windows(grid, windows, placements, kCuda);
  ASSERT_TRUE(host.status) << host.status.text;
  ASSERT_TRUE(device.status) << device.status.text;
  EXPECT_EQ(device.ran_on, "cuda " + device_name());
  EXPECT_EQ(device.hottest, host.hottest);
  EXPECT_EQ(device.inside_mw, host.inside_mw);
  if (placements.empty()) return;
  const Field field = rasterise(grid, placements.front(), kCuda);
  ASSERT_TRUE(field.status) << field.status.text;
  EXPECT_EQ(field.cell_mw, rasterise(grid, placements.front(), kSerial).cell_mw);
}

TEST_F(DensityGpu, EqualsSerialOnRandomQuestions) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const cases::Question question = cases::random_question(seed);
    same_on_both(question.grid, question.windows, question.placements);
  }
}

TEST_F(DensityGpu, EqualsSerialOnALargeBatch) {
  const cases::Question question = cases::large_question();
  same_on_both(question.grid, question.windows, question.placements);
}

TEST_F(DensityGpu, EqualsSerialOnTheSmallestQuestions) {
  same_on_both({0, 0, 10, 1, 1}, {{1, 1, 0}}, {{}});
  same_on_both({0, 0, 10, 3, 3}, {}, {{{0, 0, 5, 5, 9}}});
  same_on_both({0, 0, 10, 3, 3}, {{2, 2, 0}}, {});
}

TEST_F(DensityGpu, TwoRunsGiveTheSameBits) {
  const cases::Question question = cases::random_question(77);
  const Answer once = check_windows(question.grid, question.windows, question.placements, kCuda);
  const Answer again = check_windows(question.grid, question.windows, question.placements, kCuda);
  ASSERT_TRUE(once.status) << once.status.text;
  EXPECT_EQ(once.hottest, again.hottest);
}

}  // namespace
}  // namespace kernels::density
