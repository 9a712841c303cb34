/// One answer, to the last bit, whatever runs it: a batch, any number of threads, any order.
#include <string>
#include <vector>

#include "halls.hpp"

namespace verification {
namespace {

flow::Options some_turns(int turns) {
  flow::Options options;
  options.most_turns = turns;
  options.coarse_turns = turns;
  options.steady_range_k = 0;
  return options;
}

/// A sheet across the hall that air seeps through: two rooms, one of which has a level of pressure.
flow::Case leaky_hall(int scale, double heat_k_m3_per_s) {
  flow::Case hall = closed_hall(scale, heat_k_m3_per_s);
  hall.screens.push_back({{flow::Axis::x, 7 * scale, 0, hall.grid.ny, 0, hall.grid.nz}, 20});
  return hall;
}

class ABatch : public testing::TestWithParam<bool> {};

TEST_P(ABatch, OfOneIsASliceOfABatch) {
  const auto make = GetParam() ? leaky_hall : [](int scale, double heat) { return closed_hall(scale, heat); };
  const double heats[] = {6, 12, 18};
  std::vector<flow::Sequence> halls;
  for (const double heat : heats) halls.push_back({{make(2, heat), make(4, heat)}});
  flow::Options options = some_turns(200);
  options.steady_range_k = 0.05;  // so that the cases stop at different turns
  kernels::Execution one_thread;
  one_thread.threads = 1;
  const auto batch = flow::solve_batch(halls, options, one_thread);
  ASSERT_EQ(batch.size(), halls.size());
  for (std::size_t unit = 0; unit < halls.size(); ++unit) {
    ASSERT_TRUE(static_cast<bool>(batch[unit].status)) << batch[unit].status.text;
    EXPECT_EQ(difference(batch[unit], solve(halls[unit], options)), "") << "case " << unit;
  }
  EXPECT_NE(difference(batch[0], batch[1]), "");
}

INSTANTIATE_TEST_SUITE_P(Halls, ABatch, testing::Bool(),
                         [](const auto& instance) { return instance.param ? "Leaky" : "Closed"; });

struct Model {
  const char* name;
  flow::Turbulence turbulence;
  flow::Scheme scheme;
  bool certifies;
  bool leaks;
};

class SameBits : public testing::TestWithParam<Model> {};

/// 60 x 30 x 24 cells: over what a sweep, and a sum, must have to be shared by threads, and planes for six of them.
TEST_P(SameBits, ForAnyThreadsAndAnyOrder) {
  const auto make = [&](int scale) {
    flow::Case hall = GetParam().leaks ? leaky_hall(scale, 12) : closed_hall(scale, 12);
    hall.turbulence = GetParam().turbulence;
    hall.scheme = GetParam().scheme;
    return hall;
  };
  const flow::Sequence hall{{make(3), make(6)}};
  flow::Options options = some_turns(10);
  options.certify = GetParam().certifies;
  const auto serial = solve(hall, options);
  for (const int threads : kSanitized ? std::vector{3} : std::vector{2, 3, 4}) {
    kernels::Execution execution;
    execution.threads = threads;
    const auto shared = flow::solve(hall, options, execution);
    ASSERT_TRUE(static_cast<bool>(shared.status)) << shared.status.text;
    EXPECT_EQ(difference(serial, shared), "") << threads << " threads";
  }
  for (const unsigned seed : kSanitized ? std::vector{7U} : std::vector{1U, 7U}) {
    kernels::Execution execution;
    execution.backend = kernels::Backend::shuffled;
    execution.seed = seed;
    const auto shuffled = flow::solve(hall, options, execution);
    ASSERT_TRUE(static_cast<bool>(shuffled.status)) << shuffled.status.text;
    EXPECT_EQ(difference(serial, shuffled), "") << "seed " << seed;
  }
}

using flow::Scheme;
using flow::Turbulence;
INSTANTIATE_TEST_SUITE_P(Models, SameBits,
                         testing::Values(Model{"Laminar", Turbulence::none, Scheme::upwind, true, false},
                                         Model{"ZeroEquation", Turbulence::zero_equation, Scheme::upwind, false, false},
                                         Model{"Limited", Turbulence::none, Scheme::limited, false, false},
                                         Model{"Leaky", Turbulence::none, Scheme::upwind, false, true}),
                         [](const auto& instance) { return std::string(instance.param.name); });

/// Plain loops are shared by threads from a million cells on.
TEST(Executors, SameBitsWhereEveryLoopIsShared) {
  SKIP_WHEN_SANITIZED();
  const flow::Sequence hall{{closed_hall(18, 12)}};
  flow::Options options = some_turns(10);
  options.certify = false;
  const auto serial = solve(hall, options);
  ASSERT_GT(hall.grids.front().grid.cells(), 1 << 20);
  kernels::Execution execution;
  execution.threads = 3;
  EXPECT_EQ(difference(serial, flow::solve(hall, options, execution)), "");
}

}  // namespace
}  // namespace verification
