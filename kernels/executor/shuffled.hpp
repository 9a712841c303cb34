/// The stand-in for a device where there is none. Visits rows and cells in a seeded random order, so a body that
/// depends on its neighbours' order shows it; keeps storage of its own, filled with a pattern, so a forgotten copy or
/// a cell that nobody wrote shows; scans with the very Thrust call of the CUDA executor, on Thrust's OpenMP system.
/// What it cannot show: launch limits, device memory, speed.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>
#include <vector>

#include "kernels/executor/host.hpp"

namespace kernels {

class Shuffled : public HostMemory {
 public:
  static constexpr unsigned char kPoison = 0xA5;  ///< eight of them are a large negative integer

  explicit Shuffled(std::uint64_t seed) : seed_(seed), state_(seed) {}

  [[nodiscard]] std::string name() const { return "shuffled " + std::to_string(seed_); }
  [[nodiscard]] static Index cases_at_once(Index /*bytes_a_case*/) { return 3; }

  template <class T>
  [[nodiscard]] HostBuffer<T> buffer(Index count) {
    static_assert(std::is_trivially_copyable_v<T>);
    HostBuffer<T> made = HostMemory::buffer<T>(count);
    if (made.count > 0) {
      std::memset(static_cast<void*>(made.data.get()), kPoison, static_cast<std::size_t>(made.count) * sizeof(T));
    }
    return made;
  }

  template <class Body>
  void for_each_row(Index rows, Index /*width*/, const Body& body) {
    if (!status()) return;
    for (const Index row : order(rows)) body(row, HostLane{});
  }

  template <class Body>
  void for_each_row(Index rows, Index /*width*/, Index scratch_floats, const Body& body) {
    if (!status()) return;
    float* const scratch = scratch_.room(scratch_floats);
    for (const Index row : order(rows)) {
      std::memset(scratch, kPoison, static_cast<std::size_t>(scratch_floats) * sizeof(float));
      body(row, HostLane{}, scratch);
    }
  }

  template <class Body>
  void for_each_cell(Index cells, const Body& body) {
    if (!status()) return;
    for (const Index cell : order(cells)) body(cell);
  }

  template <class Body>
  void together(Index cases, Index scratch_floats, const Body& body) {
    if (!status()) return;
    const HostTeam team{scratch_.room(scratch_floats)};
    for (const Index unit : order(cases)) body(unit, team);
  }

  template <class Body>
  void sweep(const Zebra& zebra, Index /*width*/, Index scratch_floats, const Body& body) {
    if (!status()) return;
    float* const scratch = scratch_.room(scratch_floats);
    for (const bool second : {false, true}) {
      std::vector<Index> rows;
      for (Index plane = 0; plane < zebra.cases * zebra.nz; ++plane) {
        sweep_plane(zebra, plane / zebra.nz, plane % zebra.nz, second, 0, zebra.ny,
                    [&](Index row) { rows.push_back(row); });
      }
      for (const Index at : order(static_cast<Index>(rows.size()))) {
        std::memset(scratch, kPoison, static_cast<std::size_t>(scratch_floats) * sizeof(float));
        body(rows[static_cast<std::size_t>(at)], HostLane{}, scratch);
      }
    }
  }

  template <class Term>
  void sum_rows(Index rows, Index width, const Term& term, View<double> partial) {
    for_each_row(rows, width, RowSum<Term>{term, width, partial});
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
    sum_rows(rows, width, other, partial.after(rows));
    sum_rows(rows, width, one, partial);
    for_each_cell(2 * cases, CaseSum{partial, rows_a_case, out});
  }

  void scan_rows(View<Index> rows);

 private:
  /// 0 .. count-1 in a random order, another one at each call.
  std::vector<Index> order(Index count);

  std::uint64_t seed_;
  std::uint64_t state_;
  Scratch scratch_;
};

}  // namespace kernels
