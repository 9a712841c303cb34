/// What the followed temperatures say: whether they stand still, whether their means do, and whether the solve has run
/// away. Plain host code on the history that a solve downloads. Internal.
#pragma once

#include <cstddef>
#include <vector>

#include "kernels/base/view.hpp"
#include "kernels/flow/flow.hpp"

namespace kernels::flow {

/// The last turns' followed temperatures, K over the reference: a ring of places.
struct History {
  std::vector<float> values;  ///< [place][followed]
  Index places = 0;
  Index followed = 0;
  Index turns = 0;  ///< noted so far
  Index since = 0;  ///< turns that came before a restart: they say nothing

  [[nodiscard]] float at(Index turns_ago, Index which) const {
    const Index place = (turns - 1 - turns_ago) % places;
    return values[static_cast<std::size_t>(place * followed + which)];
  }
  /// How many turns can be looked back.
  [[nodiscard]] Index known() const { return turns - since < places ? turns - since : places; }
};

struct Judgement {
  bool runaway = false;
  bool ended = false;
  Ended how = Ended::not_converged;
  Index window = 1;     ///< turns to take means over
  double change_k = 0;  ///< the largest range over `steady_turns`
};

/// `members`: the followed numbers of one case.
[[nodiscard]] Judgement judge(const History& history, const std::vector<Index>& members, const Options& options,
                              Turbulence turbulence);

/// Mean, lowest and highest over the last `window` turns, in degC.
[[nodiscard]] Followed summary(const History& history, Index which, Index window, double reference_degc);

}  // namespace kernels::flow
