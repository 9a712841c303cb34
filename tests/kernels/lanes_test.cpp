/// The bodies with several lanes to a row, as a device runs them: lanes are threads that meet at barriers only, so a
/// body that leans on another lane's cells without one gives another answer here, or a report under a thread
/// sanitizer. The lanes' shares and the structure of the reduction are those of the CUDA executor.
#include <gtest/gtest.h>

#include <algorithm>
#include <barrier>
#include <thread>
#include <vector>

#include "kernels/density/run_on.hpp"
#include "kernels/executor/host.hpp"
#include "tests/kernels/density_cases.hpp"

namespace kernels {
namespace {

struct Meeting {
  explicit Meeting(Index lanes) : gate(lanes), value(static_cast<std::size_t>(lanes)) {}

  std::barrier<> gate;
  std::vector<Index> value;
};

struct ThreadLane {
  Index lane;
  Index lanes;
  Meeting* meeting;

  Index first(Index begin) const { return first_of_lane(lane, lanes, begin); }
  Index stride() const { return lanes; }
  bool leads() const { return lane == 0; }
  Index max(Index mine) const {
    return meet(mine, [](const auto& all) { return *std::ranges::max_element(all); });
  }
  Index min(Index mine) const {
    return meet(mine, [](const auto& all) { return *std::ranges::min_element(all); });
  }
  Index sum(Index mine) const {
    return meet(mine, [](const auto& all) {
      Index total = 0;
      for (const Index one : all) total += one;
      return total;
    });
  }

 private:
  template <class Combine>
  Index meet(Index mine, const Combine& combine) const {
    meeting->gate.arrive_and_wait();
    meeting->value[static_cast<std::size_t>(lane)] = mine;
    meeting->gate.arrive_and_wait();
    return combine(meeting->value);
  }
};

/// One block of `lanes` threads that takes the rows in turn.
class Block : public Serial {
 public:
  explicit Block(Index lanes) : lanes_(lanes) {}
  static Index cases_at_once(Index /*bytes_a_case*/) { return 4; }

  template <class Body>
  void for_each_row(Index rows, Index /*width*/, const Body& body) {
    if (!status()) return;
    Meeting meeting(lanes_);
    std::vector<std::jthread> threads;
    for (Index lane = 0; lane < lanes_; ++lane) {
      threads.emplace_back([&, lane] {
        for (Index row = 0; row < rows; ++row) body(row, ThreadLane{lane, lanes_, &meeting});
      });
    }
  }

 private:
  Index lanes_;
};

TEST(Lanes, EachCellBelongsToOneLaneWhateverTheBegin) {
  for (Index begin = 0; begin < 9; ++begin) {
    for (Index lane = 0; lane < 4; ++lane) {
      const Index first = first_of_lane(lane, 4, begin);
      EXPECT_GE(first, begin);
      EXPECT_LT(first, begin + 4);
      EXPECT_EQ(first % 4, lane);
    }
  }
}

TEST(Lanes, ManyLanesToARowGiveTheAnswerOfOne) {
  for (std::uint64_t seed = 300; seed < 306; ++seed) {
    const density::cases::Question question = density::cases::random_question(seed);
    density::Job job{question.grid, question.windows, {}, {0}};
    for (const density::Placement& placement : question.placements) {
      for (density::Rect rack : placement) {
        rack.x0_um -= question.grid.x0_um;
        rack.x1_um -= question.grid.x0_um;
        rack.y0_um -= question.grid.y0_um;
        rack.y1_um -= question.grid.y0_um;
        job.racks.push_back(rack);
      }
      job.first.push_back(static_cast<Index>(job.racks.size()));
    }
    Serial serial;
    const density::Answer expected = check_windows_on(serial, job);
    for (const Index lanes : {2, 3}) {
      Block block(lanes);
      const density::Answer answer = check_windows_on(block, job);
      EXPECT_EQ(answer.hottest, expected.hottest) << "seed " << seed << " lanes " << lanes;
      EXPECT_EQ(answer.inside_mw, expected.inside_mw) << "seed " << seed << " lanes " << lanes;
    }
  }
}

}  // namespace
}  // namespace kernels
