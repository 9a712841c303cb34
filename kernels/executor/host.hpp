/// What the host executors have in common, and the sequential one, which defines what is right: every other executor
/// must give its bits.
///
/// An executor owns storage (`buffer`), copies by two explicit verbs (`upload`, `download`), runs bodies
/// (`for_each_row`, `for_each_cell`) and scans rows (`scan_rows`). It keeps the first error and does nothing after
/// it, so an algorithm reads as a straight line and asks for `status()` at its end.
#pragma once

#include <algorithm>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <utility>

#include "kernels/base/status.hpp"
#include "kernels/base/view.hpp"
#include "kernels/executor/lane.hpp"

namespace kernels {

/// Owns an array on the host. Not initialised: a body or `upload` writes it before it is read.
template <class T>
struct HostBuffer {
  std::unique_ptr<T[]> data;
  Index count = 0;

  [[nodiscard]] View<T> view() { return {data.get(), count, 1, 1}; }
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
    if (count <= kMostBytes / Index{sizeof(T)}) made.data.reset(new (std::nothrow) T[static_cast<std::size_t>(count)]);
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

  [[nodiscard]] const Status& status() const { return status_; }

 protected:
  void fail(Status status) {
    if (status_) status_ = std::move(status);
  }

 private:
  Status status_;
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

  /// Calls body(cell) for each cell.
  template <class Body>
  void for_each_cell(Index cells, const Body& body) {
    if (!status()) return;
    for (Index cell = 0; cell < cells; ++cell) body(cell);
  }

  /// Replaces each row (all y and z) by its running sums.
  void scan_rows(View<Index> rows) {
    if (!status()) return;
    for (Index row = 0; row < rows.ny * rows.nz; ++row) scan_row(rows.row(row), rows.nx);
  }
};

}  // namespace kernels
