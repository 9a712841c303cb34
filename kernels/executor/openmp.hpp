/// Rows and cells over OpenMP threads. Bodies are order-free and sums are integers, so the number of threads changes
/// nothing but the time. A loop too short to be worth a meeting of threads stays on the caller's: on a busy machine a
/// meeting costs a time slice. Only translation units compiled with OpenMP may include this.
#pragma once

#ifndef _OPENMP
#error "kernels/executor/openmp.hpp needs OpenMP (-fopenmp)"
#endif
#include <omp.h>

#include <algorithm>
#include <string>

#include "kernels/executor/host.hpp"

namespace kernels {

class OpenMp : public HostMemory {
 public:
  static constexpr Index kWorthThreads = Index{1} << 20;  ///< cells; about a millisecond of work
  static constexpr Index kCasesAThread = 4;               ///< fewer meetings; four tables of a hall stay in a cache

  /// `threads` = 0 takes what OpenMP offers (OMP_NUM_THREADS, or the processors of this process).
  explicit OpenMp(int threads) : threads_(threads > 0 ? threads : omp_get_max_threads()) {}

  [[nodiscard]] std::string name() const { return "openmp " + std::to_string(threads_); }
  /// A few a thread, within a gibibyte.
  [[nodiscard]] Index cases_at_once(Index bytes_a_case) const {
    return std::clamp<Index>((Index{1} << 30) / bytes_a_case, 1, kCasesAThread * threads_);
  }

  template <class Body>
  void for_each_row(Index rows, Index width, const Body& body) {
    if (!status()) return;
#pragma omp parallel for num_threads(threads_) schedule(static) if (rows * width >= kWorthThreads)
    for (Index row = 0; row < rows; ++row) body(row, HostLane{});
  }

  template <class Body>
  void for_each_cell(Index cells, const Body& body) {
    if (!status()) return;
#pragma omp parallel for num_threads(threads_) schedule(static) if (cells >= kWorthThreads)
    for (Index cell = 0; cell < cells; ++cell) body(cell);
  }

  void scan_rows(View<Index> rows) {
    if (!status()) return;
    const Index count = rows.ny * rows.nz;
#pragma omp parallel for num_threads(threads_) schedule(static) if (rows.size() >= kWorthThreads)
    for (Index row = 0; row < count; ++row) scan_row(rows.row(row), rows.nx);
  }

 private:
  int threads_;
};

}  // namespace kernels
