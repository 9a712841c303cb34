/// What the host executors have in common, and the sequential one, which defines what is right: every other executor
/// must give its bits.
///
/// An executor owns storage (`buffer`), copies by two explicit verbs (`upload`, `download`), runs bodies
/// (`for_each_row`, `for_each_cell`, `sweep`), sums (`sum`) and scans rows (`scan_rows`). It keeps the first error and
/// does nothing after it, so an algorithm reads as a straight line and asks for `status()` at its end. What is repeated
/// many times is recorded once (`record`) and played: a device then replays one graph.
#pragma once

#include <algorithm>
#include <cstring>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "kernels/base/status.hpp"
#include "kernels/base/view.hpp"
#include "kernels/executor/host_storage.hpp"
#include "kernels/executor/lane.hpp"
#include "kernels/executor/sum.hpp"
#include "kernels/executor/team.hpp"
#include "kernels/executor/zebra.hpp"

namespace kernels {

/// Owns an array on the host. Not initialised: a body or `upload` writes it before it is read.
template <class T>
struct HostBuffer {
  static_assert(std::is_trivially_destructible_v<T>);
  std::unique_ptr<T[], HostDelete> data;
  Index count = 0;

  [[nodiscard]] View<T> view() { return {data.get(), count, 1, 1}; }
};

/// What an executor has been told to do again and again. On the host: the calls themselves.
struct HostRecording {
  std::function<void()> calls;
};

/// Storage and copies of every host executor.
class HostMemory {
 public:
  static constexpr Index kMostBytes = Index{1} << 40;  ///< of one buffer; more is a mistake, not a problem to solve

  template <class T>
  using Buffer = HostBuffer<T>;

  template <class T>
  [[nodiscard]] HostBuffer<T> buffer(Index count) {
    HostBuffer<T> made;
    if (count <= kMostBytes / Index{sizeof(T)}) {
      const std::size_t bytes = static_cast<std::size_t>(std::max<Index>(count, 1)) * sizeof(T);
      made.data.reset(static_cast<T*>(host_storage(bytes)));
    }
    if (made.data == nullptr) {
      fail({Code::out_of_memory, "no host memory for " + std::to_string(count) + " elements"});
      return made;
    }
    made.count = count;
    return made;
  }

  template <class T>
  void upload(std::span<const T> from, View<T> to) {
    if (status_) std::copy(from.begin(), from.end(), to.data);
  }

  template <class T>
  void download(View<const T> from, std::span<T> to) {
    if (status_) std::copy_n(from.data, to.size(), to.data());
  }

  /// Bytes that may be asked for. On a host the system tells it by refusing.
  [[nodiscard]] static Index free_bytes() { return kMostBytes; }

  /// Sets every byte.
  template <class T>
  void fill_bytes(View<T> to, unsigned char byte) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (status_) std::memset(static_cast<void*>(to.data), byte, static_cast<std::size_t>(to.size()) * sizeof(T));
  }

  /// `calls` runs verbs of this executor, allocates nothing and copies nothing from or to the caller.
  template <class Calls>
  [[nodiscard]] static HostRecording record(Calls calls) {
    return {std::move(calls)};
  }
  static void play(const HostRecording& recording) { recording.calls(); }

  static constexpr bool kLeavesHostFree = false;  ///< the caller's thread does the work
  static constexpr Index kMostLanes = 1;          ///< that share a row
  static constexpr Index kTeamLanes = 1;          ///< the same within `together`

  [[nodiscard]] const Status& status() const { return status_; }

 protected:
  void fail(Status status) {
    if (status_) status_ = std::move(status);
  }

 private:
  Status status_;
};

/// Room for one thread's row, kept from sweep to sweep.
class Scratch {
 public:
  float* room(Index floats) {
    if (static_cast<Index>(floats_.size()) < floats + kLine) floats_.resize(static_cast<std::size_t>(floats + kLine));
    void* start = floats_.data();
    std::size_t space = floats_.size() * sizeof(float);
    return static_cast<float*>(
        std::align(kLine * sizeof(float), static_cast<std::size_t>(floats) * sizeof(float), start, space));
  }

 private:
  static constexpr Index kLine = 16;  ///< floats of a cache line
  std::vector<float> floats_;
};

/// Running sums along one row, in place.
inline void scan_row(Index* row, Index nx) {
  for (Index x = 1; x < nx; ++x) row[x] += row[x - 1];
}

/// One thread, rows and cells in order.
class Serial : public HostMemory {
 public:
  [[nodiscard]] static std::string name() { return "serial"; }
  /// How many cases of a batch to hold at once: few on the host, so that they stay in the caches.
  [[nodiscard]] static Index cases_at_once(Index /*bytes_a_case*/) { return 1; }

  /// Calls body(row, lane) for each row. `width` is the cells of a row, by which a device sizes its blocks.
  template <class Body>
  void for_each_row(Index rows, Index /*width*/, const Body& body) {
    if (!status()) return;
    for (Index row = 0; row < rows; ++row) body(row, HostLane{});
  }

  /// Calls body(row, lane, scratch) for each row. `scratch` holds `scratch_floats` floats that the row may use; their
  /// values are not kept between rows.
  template <class Body>
  void for_each_row(Index rows, Index /*width*/, Index scratch_floats, const Body& body) {
    if (!status()) return;
    float* const scratch = scratch_.room(scratch_floats);
    for (Index row = 0; row < rows; ++row) body(row, HostLane{}, scratch);
  }

  /// Calls body(cell) for each cell.
  template <class Body>
  void for_each_cell(Index cells, const Body& body) {
    if (!status()) return;
    for (Index cell = 0; cell < cells; ++cell) body(cell);
  }

  /// Calls body(case, team) for each case.
  template <class Body>
  void together(Index cases, Index scratch_floats, const Body& body) {
    if (!status()) return;
    const HostTeam team{scratch_.room(scratch_floats)};
    for (Index unit = 0; unit < cases; ++unit) body(unit, team);
  }

  /// Calls body(row, lane, scratch) for the rows of both colours, those of one after those of the other: see `Zebra`.
  template <class Body>
  void sweep(const Zebra& zebra, Index /*width*/, Index scratch_floats, const Body& body) {
    if (!status()) return;
    float* const scratch = scratch_.room(scratch_floats);
    const auto row = [&](Index at) { body(at, HostLane{}, scratch); };
    for (Index unit = 0; unit < zebra.cases; ++unit) sweep_case(zebra, unit, row);
  }

  /// partial[row] = sum of term(row, x) over x in [0, width), in the fixed shape of `sum.hpp`. A term may write cells of its
  /// own.
  template <class Term>
  void sum_rows(Index rows, Index width, const Term& term, View<double> partial) {
    for_each_row(rows, width, RowSum<Term>{term, width, partial});
  }

  /// out[c] = sum of term(row, x) over the rows c * rows_a_case ... of the case c and all x in [0, width), in
  /// the fixed shape. `partial` has a place for each row.
  template <class Term>
  void sum(Index cases, Index rows_a_case, Index width, const Term& term, View<double> partial, View<double> out) {
    sum_rows(cases * rows_a_case, width, term, partial);
    for_each_cell(cases, CaseSum{partial, rows_a_case, out});
  }

  /// The sums of two terms, one after the other in `out`. `partial` has two places for each row.
  template <class One, class Other>
  void sum_both(Index cases, Index rows_a_case, Index width, const One& one, const Other& other, View<double> partial,
                View<double> out) {
    const Index rows = cases * rows_a_case;
    for_each_row(rows, width, RowSum<One>{one, width, partial});
    for_each_row(rows, width, RowSum<Other>{other, width, partial.after(rows)});
    for_each_cell(2 * cases, CaseSum{partial, rows_a_case, out});
  }

  /// Replaces each row (all y and z) by its running sums.
  void scan_rows(View<Index> rows) {
    if (!status()) return;
    for (Index row = 0; row < rows.ny * rows.nz; ++row) scan_row(rows.row(row), rows.nx);
  }

 private:
  Scratch scratch_;
};

}  // namespace kernels
