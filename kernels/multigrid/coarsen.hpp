/// A coarser level's coefficients, and each level's 1 / diagonal, as kernel bodies.
#pragma once

#include "kernels/base/view.hpp"
#include "kernels/executor/lane.hpp"
#include "kernels/grid/layout.hpp"
#include "kernels/multigrid/bodies.hpp"
#include "kernels/multigrid/transfer.hpp"

namespace kernels::multigrid {

/// The coarse coefficients of a row of faces of one direction: the rows of faces in the order of `Layout::face_row`, each one
/// three times.
struct CoarsenFaces {
  Equations fine;
  Equations coarse;
  Transfer transfer;

  static Index scratch_floats(const Layout& fine) { return fine.pitch + fine.base; }

  struct Rows {
    Index y0, y1, z0, z1, unit;
  };

  static Index rows(const Layout& coarse) { return 3 * coarse.face_rows(); }

  template <class Lane>
  KERNELS_HD void operator()(Index number, Lane lane, float* scratch) const {
    constexpr int kDirections = 3;
    const auto direction = static_cast<int>(number % kDirections);
    float* const sums = scratch + fine.layout.base;
    const Layout& to = coarse.layout;
    const Layout& from = fine.layout;
    const auto [y, z, unit] = to.face_place(number / kDirections);
    const Index out = to.at(0, y, z, unit);
    const Index y0 = transfer.y.first_cell(y), y1 = transfer.y.last_cell(y);
    const Index z0 = transfer.z.first_cell(z), z1 = transfer.z.last_cell(z);
    if constexpr (!Lane::kWholeRow) {
      if ((direction == 1 || y <= to.ny) && (direction == 2 || z <= to.nz)) {
        each_face(direction, {y0, y1, z0, z1, unit}, y, z, out, lane);
      }
      return;
    }
    if (direction == 0 && y <= to.ny && z <= to.nz) {
      const float share = transfer.x.halved ? 0.5F : 0;
      add_rows(fine.cx.data, {y0, y1, z0, z1, unit}, 1, {share, share, 1}, lane, sums);
      lane.sync();
      add_uneven({y0, y1, z0, z1, unit}, lane, sums);
      write_faces(coarse.cx.data + out, sums, lane);
    }
    if (direction == 1 && z <= to.nz) {
      const Index face = transfer.y.face(y);
      add_rows(fine.cy.data, {face, face, z0, z1, unit}, from.pitch, transfer.y.in_series(y), lane, sums);
      write_cells(coarse.cy.data + out, sums, lane);
    }
    if (direction == 2 && y <= to.ny) {
      const Index face = transfer.z.face(z);
      add_rows(fine.cz.data, {y0, y1, face, face, unit}, from.plane, transfer.z.in_series(z), lane, sums);
      write_cells(coarse.cz.data + out, sums, lane);
    }
  }

  /// The same sums, a coarse face at a time: for lanes that have few of them.
  template <class Lane>
  KERNELS_HD void each_face(int direction, Rows rows, Index y, Index z, Index out, Lane lane) const {
    const auto of = [direction](auto x, auto y_way, auto z_way) {
      return direction == 0 ? x : direction == 1 ? y_way : z_way;
    };
    const Conductance* const c = of(fine.cx.data, fine.cy.data, fine.cz.data);
    Conductance* const made = of(coarse.cx.data, coarse.cy.data, coarse.cz.data) + out;
    const auto step = static_cast<Cell>(of(Index{1}, fine.layout.pitch, fine.layout.plane));
    if (direction == 1) rows.y0 = rows.y1 = transfer.y.face(y);
    if (direction == 2) rows.z0 = rows.z1 = transfer.z.face(z);
    const InSeries across = direction == 1 ? transfer.y.in_series(y) : transfer.z.in_series(z);
    along_row(lane, 1, coarse.layout.nx + (direction == 0 ? 2 : 1), [&](Cell face) {
      const InSeries part = direction == 0 ? transfer.x.in_series(face) : across;
      const auto first = static_cast<Cell>(transfer.x.face(face));
      const float sum = sum_of_faces(c, step, rows, part, first);
      const bool pair = direction != 0 && transfer.x.halved && transfer.x.second(face) == 1;
      made[face] = Conductance(pair ? sum + sum_of_faces(c, step, rows, part, first + 1) : sum);
    });
  }

  KERNELS_HD float sum_of_faces(const Conductance* c, Cell step, Rows rows, InSeries part, Cell x) const {
    const Cell to_low = part.share_low > 0 ? -step : 0;
    const Cell to_high = part.share_high > 0 ? step : 0;
    float sum = 0;
    for (Index z = rows.z0; z <= rows.z1; ++z) {
      for (Index y = rows.y0; y <= rows.y1; ++y) {
        const Cell at = static_cast<Cell>(fine.layout.at(0, y, z, rows.unit)) + x;
        sum += part(c[at], c[at + to_low], c[at + to_high]);
      }
    }
    return sum;
  }

  /// sums[i] = the parts of the faces i of these rows; `step` leads to the next face along the normal.
  template <class Lane>
  KERNELS_HD void add_rows(const Conductance* c, Rows rows, Index step, InSeries part, Lane lane, float* sums) const {
    const Index nx = fine.layout.nx;
    const Index to_low = part.share_low > 0 ? -step : 0;
    const Index to_high = part.share_high > 0 ? step : 0;
    for (Index i = lane.first(1); i <= nx + 1; i += lane.stride()) sums[i] = 0;
    for (Index z = rows.z0; z <= rows.z1; ++z) {
      for (Index y = rows.y0; y <= rows.y1; ++y) {
        const Conductance* const face = c + fine.layout.at(0, y, z, rows.unit);
        const Conductance* const low = face + to_low;
        const Conductance* const high = face + to_high;
        along_row(lane, 1, nx + 2, [&](Cell i) { sums[i] += part(face[i], low[i], high[i]); });
      }
    }
    lane.sync();
  }

  /// Coarse faces along x that have not an aggregate of two cells on both sides.
  template <class Lane>
  KERNELS_HD void add_uneven(Rows rows, Lane lane, float* sums) const {
    const Index nx = fine.layout.nx;
    const Direction& along = transfer.x;
    for (Index coarse_face = lane.first(1); coarse_face <= along.coarse + 1; coarse_face += lane.stride()) {
      const InSeries part = along.in_series(coarse_face);
      if (!along.halved || (part.share_low > 0 && part.share_high > 0)) continue;
      const Index i = along.face(coarse_face);
      float sum = 0;
      for (Index z = rows.z0; z <= rows.z1; ++z) {
        for (Index y = rows.y0; y <= rows.y1; ++y) {
          const Conductance* const face = fine.cx.data + fine.layout.at(0, y, z, rows.unit);
          sum += part(face[i], face[i - 1], face[i <= nx ? i + 1 : i]);
        }
      }
      sums[i] = sum;
    }
  }

  template <class Lane>
  KERNELS_HD void write_faces(Conductance* out, const float* sums, Lane lane) const {
    lane.sync();
    const Direction& along = transfer.x;
    along_row(lane, 1, coarse.layout.nx + 2,
              [&](Cell i) { out[i] = Conductance(sums[along.halved ? along.first[i] : i]); });
    lane.sync();
  }

  template <class Lane>
  KERNELS_HD void write_cells(Conductance* out, const float* sums, Lane lane) const {
    const Direction& along = transfer.x;
    if (along.halved) {
      const int* const first = along.first;
      along_row(lane, 1, coarse.layout.nx + 1, [&](Cell i) {
        const auto second = static_cast<float>(first[i + 1] - first[i] - 1);
        out[i] = Conductance(sums[first[i]] + second * sums[first[i] + 1]);
      });
    } else {
      along_row(lane, 1, coarse.layout.nx + 1, [&](Cell i) { out[i] = Conductance(sums[i]); });
    }
    lane.sync();
  }
};

/// 1 / diagonal of a row; 0 where no face conducts.
struct Invert {
  Equations level;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Layout& at = level.layout;
    const Index here = at.row(row);
    const Conductance* const cx = level.cx.data + here;
    const Conductance* const cy = level.cy.data + here;
    const Conductance* const cz = level.cz.data + here;
    const Conductance* const cy_high = cy + at.pitch;
    const Conductance* const cz_high = cz + at.plane;
    float* const inverse = level.inverse.data + here;
    along_row(lane, 1, at.nx + 1, [&](Cell i) {
      inverse[i] = inverse_of((cx[i] + cx[i + 1]) + (cy[i] + cy_high[i]) + (cz[i] + cz_high[i]));
    });
  }
};

}  // namespace kernels::multigrid
