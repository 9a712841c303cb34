/// The verbs of the host executors, alone: each row and cell is visited once, scans are running sums, the first error
/// stays and stops the rest; and the shuffled executor shows what it is there to show.
#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <limits>
#include <span>
#include <vector>

#include "kernels/executor/host.hpp"
#include "kernels/executor/shuffled.hpp"

namespace kernels {
namespace {

struct CountVisits {
  View<Index> visits;
  void operator()(Index at) const { visits[at] += 1; }
  template <class Lane>
  void operator()(Index at, Lane /*lane*/) const {
    visits[at] += 1;
  }
};

/// Depends on the order of visits: what no body may do.
struct CopyFromLeft {
  View<Index> cells;
  void operator()(Index at) const {
    if (at > 0) cells[at] = cells[at - 1];
  }
};

template <class Executor>
void visits_each_once(Executor executor) {
  std::vector<Index> visits(1000, 0);
  const CountVisits body{{visits.data(), 1000, 1, 1}};
  executor.for_each_row(1000, 7, body);
  executor.for_each_cell(1000, body);
  EXPECT_EQ(visits, std::vector<Index>(1000, 2));
}

TEST(Executor, VisitsEachRowAndCellOnce) {
  visits_each_once(Serial{});
  visits_each_once(Shuffled{5});
}

template <class Executor>
void scans_rows(Executor executor) {
  std::vector<Index> rows{1, 2, 3, 10, 20, 30, -1, 1, -1, 0, 0, 7};
  executor.scan_rows({rows.data(), 3, 2, 2});
  EXPECT_EQ(rows, (std::vector<Index>{1, 3, 6, 10, 30, 60, -1, 0, -1, 0, 0, 7}));
}

TEST(Executor, ScansEachRowByItself) {
  scans_rows(Serial{});
  scans_rows(Shuffled{5});
}

template <class Executor>
Code keeps_the_first_error(Executor executor) {
  const auto refused = executor.template buffer<Index>(std::numeric_limits<Index>::max() / 64);
  EXPECT_EQ(refused.count, 0);
  std::vector<Index> untouched(4, 1);
  const View<Index> view{untouched.data(), 4, 1, 1};
  executor.for_each_row(4, 1, CountVisits{view});
  executor.for_each_cell(4, CountVisits{view});
  executor.scan_rows(view);
  executor.upload(std::span<const Index>(std::vector<Index>(4, 9)), view);
  EXPECT_EQ(untouched, std::vector<Index>(4, 1));
  return executor.status().code;
}

TEST(Executor, KeepsTheFirstErrorAndDoesNothingAfterIt) {
  EXPECT_EQ(keeps_the_first_error(Serial{}), Code::out_of_memory);
  EXPECT_EQ(keeps_the_first_error(Shuffled{5}), Code::out_of_memory);
}

TEST(Shuffled, ShowsABodyThatDependsOnTheOrder) {
  std::vector<Index> in_order{7, 0, 0, 0, 0, 0, 0, 0};
  std::vector<Index> shuffled = in_order;
  Serial{}.for_each_cell(8, CopyFromLeft{{in_order.data(), 8, 1, 1}});
  Shuffled{1}.for_each_cell(8, CopyFromLeft{{shuffled.data(), 8, 1, 1}});
  EXPECT_NE(in_order, shuffled);
}

TEST(Shuffled, ShowsAForgottenCopy) {
  Shuffled executor(1);
  auto buffer = executor.buffer<Index>(3);
  std::vector<Index> back(3);
  executor.download(buffer.view().as_const(), std::span(back));
  Index poison = 0;
  std::memset(&poison, Shuffled::kPoison, sizeof poison);
  EXPECT_EQ(back, std::vector<Index>(3, poison));
  EXPECT_LT(poison, -1'000'000'000'000);
}

TEST(Shuffled, TheSeedDecidesTheOrder) {
  const auto visited = [](std::uint64_t seed) {
    std::vector<Index> cells{7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    Shuffled executor(seed);
    for (int round = 0; round < 3; ++round) executor.for_each_cell(16, CopyFromLeft{{cells.data(), 16, 1, 1}});
    return cells;
  };
  EXPECT_EQ(visited(1), visited(1));
  EXPECT_NE(visited(1), visited(2));
}

}  // namespace
}  // namespace kernels
