/// Several lanes to a row on the host, as a device runs them: threads that meet at barriers only, so that a body which leans on
/// another lane's cells without one gives another answer, or a report under a thread sanitizer. The lanes' shares and the
/// structure of the reduction are those of the CUDA executor, and bodies take the ways they take on a device.
#pragma once

#include <algorithm>
#include <barrier>
#include <thread>
#include <vector>

#include "kernels/executor/host.hpp"

namespace kernels {

struct Meeting {
  explicit Meeting(Index lanes) : gate(lanes), value(static_cast<std::size_t>(lanes)) {}

  std::barrier<> gate;
  std::vector<Index> value;
};

struct ThreadLane {
  static constexpr bool kWholeRow = false;

  Index lane;
  Index lanes;
  Meeting* meeting;

  Index first(Index begin) const { return first_of_lane(lane, lanes, begin); }
  Index stride() const { return lanes; }
  bool leads() const { return lane == 0; }
  void sync() const { meeting->gate.arrive_and_wait(); }
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
    take(rows, [&](Index row, const ThreadLane& lane) { body(row, lane); });
  }

  template <class Body>
  void for_each_row(Index rows, Index /*width*/, Index scratch_floats, const Body& body) {
    std::vector<float> scratch(static_cast<std::size_t>(scratch_floats));
    take(rows, [&](Index row, const ThreadLane& lane) { body(row, lane, scratch.data()); });
  }

  template <class Body>
  void sweep(const Zebra& zebra, Index /*width*/, Index scratch_floats, const Body& body) {
    std::vector<float> scratch(static_cast<std::size_t>(scratch_floats));
    for (const bool second : {false, true}) {
      std::vector<Index> rows;
      for (Index plane = 0; plane < zebra.cases * zebra.nz; ++plane) {
        sweep_plane(zebra, plane / zebra.nz, plane % zebra.nz, second, 0, zebra.ny,
                    [&](Index row) { rows.push_back(row); });
      }
      take(static_cast<Index>(rows.size()),
           [&](Index at, const ThreadLane& lane) { body(rows[static_cast<std::size_t>(at)], lane, scratch.data()); });
    }
  }

 private:
  /// The rows one after the other, all lanes together.
  template <class Row>
  void take(Index rows, const Row& row) {
    if (!status()) return;
    Meeting meeting(lanes_);
    std::vector<std::jthread> threads;
    for (Index lane = 0; lane < lanes_; ++lane) {
      threads.emplace_back([&, lane] {
        const ThreadLane mine{lane, lanes_, &meeting};
        for (Index at = 0; at < rows; ++at) {
          row(at, mine);
          mine.sync();
        }
      });
    }
  }

  Index lanes_;
};

}  // namespace kernels
