/// Levels of rooms: each room's pressure is moved as a whole, so that what flows through its rim adds up to nothing. What is
/// left for the pressure correction is even within each room. Internal.
///
/// The levels y solve E y = r, with r what comes into each room and E the coefficients of the faces that join rooms: the
/// pressure correction's equations summed over rooms, for a correction that is constant in each (a Galerkin coarse space, as in
/// deflation: Nicolaides 1987). Symmetric and positive definite, since of rooms without an opening one has no level.
#pragma once

#include "kernels/executor/loops.hpp"
#include "kernels/flow/level.hpp"
#include "kernels/flow/lists.hpp"
#include "kernels/flow/rooms.hpp"

namespace kernels::flow {

/// Parts of what comes into a room, or conducts between two.
struct RoomTerm {
  const float* velocity[3];
  const multigrid::Conductance* coefficient[3];
  const Index* first;  ///< [room, then link], and the end
  const RoomPart* parts;

  [[nodiscard]] Index count(Index sum) const { return first[sum + 1] - first[sum]; }
  KERNELS_HD float operator()(Index sum, Index number) const {
    const Index i = first[sum] + number;
    if (i >= first[sum + 1]) return 0.0F;
    const RoomPart& part = parts[i];
    return part.factor * (part.field < 3 ? velocity[part.field][part.at] : coefficient[part.field - 3][part.at]);
  }
};

/// A case's levels by elimination without pivots; rooms are few, and most are joined to the hall alone, so that most of the
/// matrix stays empty.
struct SolveLevels {
  const Index* first_room;  ///< a case, and the end
  const Index* first_link;
  const RoomLink* links;
  const double* sums;  ///< of rooms, then of links
  Index rooms;         ///< of all cases
  Index stride;        ///< of a case's matrix: rows of the lower triangle
  double* matrix;
  double* levels;  ///< m2/s2, a room

  KERNELS_HD static Index at(Index row, Index column) { return row * (row + 1) / 2 + column; }

  KERNELS_HD void operator()(Index unit) const {
    const Index begin = first_room[unit];
    const Index count = first_room[unit + 1] - begin;
    double* const a = matrix + unit * stride;
    double* const y = levels + begin;
    for (Index i = 0; i < at(count, 0); ++i) a[i] = 0;
    for (Index i = 0; i < count; ++i) y[i] = sums[begin + i];
    for (Index link = first_link[unit]; link < first_link[unit + 1]; ++link) add(a, begin, link);
    for (Index i = 0; i < count; ++i) eliminate(a, y, i, count);
    for (Index i = count - 1; i >= 0; --i) {
      for (Index below = i + 1; below < count; ++below) {
        if (a[at(below, i)] != 0) y[i] -= a[at(below, i)] * y[below];
      }
    }
  }

  KERNELS_HD void add(double* a, Index begin, Index link) const {
    const double conducts = sums[rooms + link];
    const auto [one, other] = links[link];
    const Index i = one - begin, k = other - begin;
    const bool has_one = one != RoomLink::kOutside, has_other = other != RoomLink::kOutside;
    if (has_one) a[at(i, i)] += conducts;
    if (has_other) a[at(k, k)] += conducts;
    if (has_one && has_other) a[i < k ? at(k, i) : at(i, k)] -= conducts;
  }

  /// Takes a room out of those behind it; y then holds D^-1 L^-1 r, the column L. A room that nothing joins keeps its level.
  KERNELS_HD static void eliminate(double* a, double* y, Index room, Index count) {
    const double diagonal = a[at(room, room)];
    const double per = diagonal > 0 ? 1 / diagonal : 0;
    for (Index i = room + 1; i < count; ++i) {
      const double beside = a[at(i, room)];
      if (beside == 0) continue;
      for (Index k = room + 1; k <= i; ++k) {
        if (a[at(k, room)] != 0) a[at(i, k)] -= beside * per * a[at(k, room)];
      }
      y[i] -= beside * per * y[room];
    }
    for (Index i = room + 1; i < count; ++i) a[at(i, room)] *= per;
    y[room] *= per;
  }
};

/// The velocity in a face between rooms, as their levels drive it.
struct MoveSeam {
  Level level;
  const Seam* seams;
  const Index* unit;  ///< a room
  const double* levels;

  KERNELS_HD double of(int room) const { return room == RoomLink::kOutside ? 0.0 : levels[room]; }
  KERNELS_HD void operator()(Index number) const {
    const Seam& seam = seams[number];
    const int any = seam.rooms.low != RoomLink::kOutside ? seam.rooms.low : seam.rooms.high;
    if (level.active[unit[any]] == 0) return;
    const int d = seam.component;
    const auto drop = static_cast<float>(of(seam.rooms.low) - of(seam.rooms.high));
    level.velocity[d][seam.at] += level.coefficient[d][seam.at] / level.per_m[d] * drop;
  }
};

/// The pressure in a room's cell. A half of a level: the velocities have all of it, and momentum answers in the next turn.
struct LiftCell {
  Level level;
  const RoomCell* cells;
  const Index* unit;  ///< a room
  const double* levels;

  static constexpr double kPart = 0.5;

  KERNELS_HD void operator()(Index number) const {
    const RoomCell& cell = cells[number];
    if (level.active[unit[cell.room]] != 0) level.pressure[cell.at] += static_cast<float>(kPart * levels[cell.room]);
  }
};

template <class Executor>
class LevelRooms {
 public:
  LevelRooms(Executor& executor, const Rooms& rooms)
      : count_(rooms.count()),
        sum_count_(rooms.sums()),
        widest_(rooms.widest),
        stride_(SolveLevels::at(rooms.most, 0)),
        cases_(static_cast<Index>(rooms.first_room.size()) - 1),
        first_room_(put(executor, rooms.first_room)),
        unit_(put(executor, rooms.unit)),
        cells_(put(executor, rooms.cells)),
        first_link_(put(executor, rooms.first_link)),
        links_(put(executor, rooms.links)),
        seams_(put(executor, rooms.seams)),
        first_part_(put(executor, rooms.first_part)),
        parts_(put(executor, rooms.parts)),
        sums_(executor.template buffer<double>(rooms.sums())),
        matrix_(executor.template buffer<double>(cases_ * stride_)),
        levels_(executor.template buffer<double>(rooms.count())) {}

  /// Before the pressure correction, whose coefficients are those of the momentum sweeps.
  void run(Executor& executor, const Level& level) {
    if (count_ == 0) return;
    RoomTerm term{{}, {}, first_part_.view().data, parts_.view().data};
    for (int d = 0; d < 3; ++d) {
      term.velocity[d] = level.velocity[d];
      term.coefficient[d] = level.coefficient[d];
    }
    executor.sum_rows(sum_count_, widest_, term, sums_.view());
    executor.for_each_cell(
        cases_, SolveLevels{first_room_.view().data, first_link_.view().data, links_.view().data, sums_.view().data,
                            count_, stride_, matrix_.view().data, levels_.view().data});
    const auto loops = loops_of(
        Loop{seams_.view().size(), MoveSeam{level, seams_.view().data, unit_.view().data, levels_.view().data}},
        Loop{cells_.view().size(), LiftCell{level, cells_.view().data, unit_.view().data, levels_.view().data}});
    executor.for_each_cell(loops.cells(), loops);
  }

 private:
  template <class T>
  using Buffer = typename Executor::template Buffer<T>;

  Index count_, sum_count_, widest_, stride_, cases_;
  Buffer<Index> first_room_, unit_;
  Buffer<RoomCell> cells_;
  Buffer<Index> first_link_;
  Buffer<RoomLink> links_;
  Buffer<Seam> seams_;
  Buffer<Index> first_part_;
  Buffer<RoomPart> parts_;
  Buffer<double> sums_, matrix_, levels_;
};

}  // namespace kernels::flow
