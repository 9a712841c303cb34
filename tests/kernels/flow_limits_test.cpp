// Sizes that the air field refuses before it allocates anything: places are counted in 32 bits.
#include <gtest/gtest.h>

#include <vector>

#include "kernels/flow/flow.hpp"

namespace kernels::flow {
namespace {

const Execution kSerial{Backend::cpu, 1, 1};

Case room(int nx, int ny, int nz) {
  Case hall;
  hall.grid = {nx, ny, nz, 0.1, 0.1, 0.1};
  return hall;
}

TEST(FlowLimits, RefusesAGridWhosePaddedRowsAreTooMany) {
  // 67 million cells, but a row of one takes 32 places.
  const Solution refused = solve({{room(1, 8192, 8192)}}, Options{}, kSerial);
  EXPECT_EQ(refused.status.code, Code::too_large) << refused.status.text;
}

TEST(FlowLimits, RefusesABatchOfTooManyPlaces) {
  const std::vector<Sequence> halls(9, Sequence{{room(640, 640, 640)}});
  for (const Solution& refused : solve_batch(halls, Options{}, kSerial)) {
    EXPECT_EQ(refused.status.code, Code::too_large) << refused.status.text;
  }
}

}  // namespace
}  // namespace kernels::flow
