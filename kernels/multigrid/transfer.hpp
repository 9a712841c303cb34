/// How a level of the hierarchy is made from the one above it, direction by direction: which cells are put together, and how
/// faces that lie in series make a coarse coefficient.
#pragma once

#include "kernels/grid/layout.hpp"

namespace kernels::multigrid {

/// One fine face's part of a coarse coefficient. In series with the face lie half of the faces inside the two aggregates,
/// `low` and `high`; a share of 0.5 counts such a half, 0 leaves it out (there is none). An inner face that conducts worse than
/// the face itself counts as if it conducted `limit` times worse at most: a wall inside an aggregate does not close it.
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

/// One direction. When it is halved, the coarse cell I holds the fine cells 2I-1 and 2I (the last one maybe 2I-1 alone), and
/// the coarse face I is the fine face 2I-1.
struct Direction {
  bool halved = false;
  Index fine = 1, coarse = 1;

  KERNELS_HD Index first_cell(Index coarse_cell) const { return halved ? 2 * coarse_cell - 1 : coarse_cell; }
  KERNELS_HD Index last_cell(Index coarse_cell) const {
    if (!halved) return coarse_cell;
    return 2 * coarse_cell < fine ? 2 * coarse_cell : fine;
  }
  KERNELS_HD Index face(Index coarse_face) const {
    if (!halved) return coarse_face;
    return 2 * coarse_face - 1 < fine + 1 ? 2 * coarse_face - 1 : fine + 1;
  }
  KERNELS_HD Index coarse_cell(Index fine_cell) const { return halved ? (fine_cell + 1) / 2 : fine_cell; }

  /// What lies in series with a coarse face. On an even grid: 1 / (1 + 1/2 + 1/2), since the distance doubles; at the box's
  /// ends, where the fine distance is half of one inside, 1 / (1 + 2/2).
  KERNELS_HD InSeries in_series(Index coarse_face) const {
    if (!halved) return {};
    const bool low_end = coarse_face == 1;
    const bool high_end = coarse_face > coarse;
    const bool single = fine % 2 != 0 && coarse_face >= coarse;  // the last aggregate, on this or the other side
    const bool single_is_low = single && high_end;
    const bool single_is_high = single && !high_end;
    return {low_end || single_is_low ? 0 : 0.5F, high_end || single_is_high ? 0 : 0.5F,
            low_end || high_end ? 2.0F : 1.0F};
  }
};

inline Direction direction(Index n, bool halve) { return {halve, n, halve ? (n + 1) / 2 : n}; }

/// All three.
struct Transfer {
  Direction x, y, z;
};

}  // namespace kernels::multigrid
