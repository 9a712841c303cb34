/// How a level of the hierarchy is made from the one above it, direction by direction: which cells are put together,
/// and how faces that lie in series make a coarse coefficient.
#pragma once

#include "kernels/grid/layout.hpp"

namespace kernels::multigrid {

/// One fine face's part of a coarse coefficient. In series with the face lie half of the faces inside the two
/// aggregates, `low` and `high`; a share of 0.5 counts such a half, 0 leaves it out (there is none). An inner face that
/// conducts worse than the face itself counts as if it conducted `limit` times worse at most: a wall inside an
/// aggregate does not close it.
struct InSeries {
  float share_low = 0, share_high = 0;
  float limit = 1;

  KERNELS_HD float operator()(float face, float low, float high) const {
    return face / (1 + (share_low * times_worse(face, low) + share_high * times_worse(face, high)));
  }
  KERNELS_HD float times_worse(float face, float inner) const {
    const float smallest = 1e-37F;
    const float least = face > smallest ? face : smallest;
    const float most = limit * inner;
    return limit * face / (most > least ? most : least);
  }
};

/// One direction. When it is halved, a coarse cell holds two fine cells, or a single one where a pair would reach across a
/// wall (see `pair_cells`). The coarse face I is the fine face first[I].
struct Direction {
  bool halved = false;
  bool regular = true;  ///< the coarse cell I holds 2I-1 and 2I, the last one maybe 2I-1 alone
  Index fine = 1, coarse = 1;
  const int* first = nullptr;   ///< [1..coarse + 1]: the first fine cell of a coarse one, fine + 1 at the end
  const int* parent = nullptr;  ///< [1..fine]: the coarse cell of a fine one

  KERNELS_HD Index first_cell(Index coarse_cell) const { return halved ? first[coarse_cell] : coarse_cell; }
  KERNELS_HD Index last_cell(Index coarse_cell) const { return halved ? first[coarse_cell + 1] - 1 : coarse_cell; }
  KERNELS_HD Index face(Index coarse_face) const { return halved ? first[coarse_face] : coarse_face; }
  KERNELS_HD Index coarse_cell(Index fine_cell) const { return halved ? parent[fine_cell] : fine_cell; }
  /// 1 for a coarse cell of two fine ones, 0 for one of a single one.
  KERNELS_HD int second(Index coarse_cell) const { return first[coarse_cell + 1] - first[coarse_cell] - 1; }

  /// What lies in series with a coarse face. On an even grid: 1 / (1 + 1/2 + 1/2), since the distance doubles; at the
  /// box's ends, where the fine distance is half of one inside, 1 / (1 + 2/2).
  KERNELS_INLINE InSeries in_series(Index coarse_face) const {
    if (!halved) return {};
    const bool low_end = coarse_face == 1;
    const bool high_end = coarse_face > coarse;
    const bool low_pair = !low_end && second(coarse_face - 1) == 1;
    const bool high_pair = !high_end && second(coarse_face) == 1;
    return {low_pair ? 0.5F : 0, high_pair ? 0.5F : 0, low_end || high_end ? 2.0F : 1.0F};
  }
};

/// All three.
struct Transfer {
  Direction x, y, z;
};

}  // namespace kernels::multigrid
