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
  static constexpr Index kWorthThreads = Index{1} << 14;         ///< cells; some microseconds of work
  static constexpr Index kWorthThreadsInSweep = Index{1} << 13;  ///< cells; a sweep does a hundred operations a cell
  static constexpr Index kCasesWorthThreads = 8;                 ///< of small grids, a few thousand operations each
  static constexpr Index kFilledAtOnce = Index{1} << 20;         ///< bytes
  static constexpr Index kCasesAThread = 4;  ///< fewer meetings; four tables of a hall stay in a cache

  /// `threads` = 0 takes what OpenMP offers (OMP_NUM_THREADS, or the processors of this process).
  explicit OpenMp(int threads) : threads_(threads > 0 ? threads : omp_get_max_threads()) {}

  [[nodiscard]] std::string name() const { return "openmp " + std::to_string(threads_); }
  /// A few a thread, within a gibibyte.
  [[nodiscard]] Index cases_at_once(Index bytes_a_case) const {
    return std::clamp<Index>((Index{1} << 30) / bytes_a_case, 1, kCasesAThread * threads_);
  }

  /// Sets every byte; each thread's part is then first touched by it.
  template <class T>
  void fill_bytes(View<T> to, unsigned char byte) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (!status()) return;
    const Index bytes = to.size() * Index{sizeof(T)};
    auto* const begin = reinterpret_cast<unsigned char*>(to.data);
    const Index pieces = (bytes + kFilledAtOnce - 1) / kFilledAtOnce;
#pragma omp parallel for num_threads(threads_) schedule(static) if (pieces > 1)
    for (Index piece = 0; piece < pieces; ++piece) {
      const Index first = piece * kFilledAtOnce;
      std::memset(begin + first, byte, static_cast<std::size_t>(std::min(kFilledAtOnce, bytes - first)));
    }
  }

  template <class Body>
  void for_each_row(Index rows, Index width, const Body& body) {
    if (!status()) return;
#pragma omp parallel for num_threads(threads_) schedule(static) if (rows * width >= kWorthThreads)
    for (Index row = 0; row < rows; ++row) body(row, HostLane{});
  }

  template <class Body>
  void for_each_row(Index rows, Index width, Index scratch_floats, const Body& body) {
    if (!status()) return;
    const bool shared = rows * width >= kWorthThreadsInSweep;
    make_room(shared ? threads_ : 1);
#pragma omp parallel num_threads(threads_) if (shared)
    {
      float* const scratch = scratch_[static_cast<std::size_t>(omp_get_thread_num())].room(scratch_floats);
#pragma omp for schedule(static)
      for (Index row = 0; row < rows; ++row) body(row, HostLane{}, scratch);
    }
  }

  template <class Body>
  void for_each_cell(Index cells, const Body& body) {
    if (!status()) return;
#pragma omp parallel for num_threads(threads_) schedule(static) if (cells >= kWorthThreads)
    for (Index cell = 0; cell < cells; ++cell) body(cell);
  }

  template <class Body>
  void together(Index cases, Index scratch_floats, const Body& body) {
    if (!status()) return;
    const bool shared = cases >= kCasesWorthThreads;
    make_room(shared ? threads_ : 1);
#pragma omp parallel for num_threads(threads_) schedule(static) if (shared)
    for (Index unit = 0; unit < cases; ++unit) {
      body(unit, HostTeam{scratch_[static_cast<std::size_t>(omp_get_thread_num())].room(scratch_floats)});
    }
  }

  template <class Body>
  void sweep(const Zebra& zebra, Index width, Index scratch_floats, const Body& body) {
    sweeps(zebra, width, scratch_floats, body);
  }
  /// One after the other in one pass through memory, or in a pass each where a team has planes enough for that alone.
  template <class... Bodies>
  void sweeps(const Zebra& zebra, Index width, Index scratch_floats, const Bodies&... bodies) {
    constexpr Index kHalves = 2 * sizeof...(Bodies);
    if (sizeof...(Bodies) > 1 && threads_ > 1 && zebra.nz < 2 * least_planes(kHalves)) {
      (sweeps(zebra, width, scratch_floats, bodies), ...);
      return;
    }
    half_sweeps<kHalves>(zebra, width, scratch_floats, [&](Index half, Index row, float* scratch) {
      Index number = 0;
      ((half / 2 == number++ ? bodies(row, HostLane{}, scratch) : void()), ...);
    });
  }

  template <class Term>
  void sum_rows(Index rows, Index width, const Term& term, View<double> partial) {
    if (!status()) return;
    const RowSum<Term> body{term, width, partial};
#pragma omp parallel for num_threads(threads_) schedule(static) if (rows * width >= kWorthThreadsInSweep)
    for (Index row = 0; row < rows; ++row) body(row, HostLane{});
  }

  template <class Term>
  void sum(Index cases, Index rows_a_case, Index width, const Term& term, View<double> partial, View<double> out) {
    sum_rows(cases * rows_a_case, width, term, partial);
    for_each_cell(cases, CaseSum{partial, rows_a_case, out});
  }

  template <class One, class Other>
  void sum_both(Index cases, Index rows_a_case, Index width, const One& one, const Other& other, View<double> partial,
                View<double> out) {
    const Index rows = cases * rows_a_case;
    sum_rows(rows, width, one, partial);
    sum_rows(rows, width, other, partial.after(rows));
    for_each_cell(2 * cases, CaseSum{partial, rows_a_case, out});
  }

  void scan_rows(View<Index> rows) {
    if (!status()) return;
    const Index count = rows.ny * rows.nz;
#pragma omp parallel for num_threads(threads_) schedule(static) if (rows.size() >= kWorthThreads)
    for (Index row = 0; row < count; ++row) scan_row(rows.row(row), rows.nx);
  }

 private:
  /// Of a thread: see `sweep_edges`.
  static constexpr Index least_planes(Index halves) { return 2 * halves; }

  template <Index kHalves, class Row>
  void half_sweeps(const Zebra& zebra, Index width, Index scratch_floats, const Row& row) {
    if (!status()) return;
    constexpr Index kLeastPlanes = least_planes(kHalves);
    const bool shared = zebra.ny * zebra.nz * width >= kWorthThreadsInSweep && zebra.nz >= 2 * kLeastPlanes;
    const int team = shared ? static_cast<int>(std::min<Index>(threads_, zebra.nz / kLeastPlanes)) : 1;
    const Index tile = tile_rows(width, kHalves);
    make_room(team);
#pragma omp parallel num_threads(team) if (team > 1)
    {
      const Index thread = omp_get_thread_num();
      const Index threads = omp_get_num_threads();
      float* const scratch = scratch_[static_cast<std::size_t>(thread)].room(scratch_floats);
      const auto with_scratch = [&](Index half, Index at) { row(half, at, scratch); };
      const Planes planes{zebra.nz * thread / threads, zebra.nz * (thread + 1) / threads, thread > 0,
                          thread + 1 < threads};
      for (Index unit = 0; unit < zebra.cases; ++unit) {
        sweep_tiles(zebra, unit, planes, kHalves, tile, with_scratch);
        for (Index half = 1; half < kHalves; ++half) {
#pragma omp barrier
          sweep_edges(zebra, unit, planes, half, with_scratch);
        }
      }
    }
  }

  void make_room(int team) {
    if (static_cast<int>(scratch_.size()) < team) scratch_.resize(static_cast<std::size_t>(team));
  }

  int threads_;
  std::vector<Scratch> scratch_;  ///< one a thread
};

}  // namespace kernels
