/// What the followed temperatures say: whether they stand still, whether their means do, and whether the solve has run
/// away. Plain host code on the history that a solve downloads. Internal.
#pragma once

#include <cstddef>
#include <limits>
#include <vector>

#include "kernels/base/view.hpp"
#include "kernels/flow/flow.hpp"

namespace kernels::flow {

/// The last turns' followed temperatures, K over the reference: a ring of places for each of them.
struct History {
  std::vector<float> values;  ///< [followed][place]
  Index places = 0, followed = 0;
  Index turns = 0;  ///< noted so far
  Index since = 0;  ///< turns that came before a restart: they say nothing

  History() = default;
  History(Index most_turns, Index things)
      : values(static_cast<std::size_t>(most_turns * things), 0.0F), places(most_turns), followed(things) {}

  /// The turns up to `end`, [turn][followed].
  void note(const std::vector<float>& rows, Index end);

  [[nodiscard]] float at(Index turns_ago, Index which) const {
    const Index place = (turns - 1 - turns_ago) % places;
    return values[static_cast<std::size_t>(which * places + place)];
  }
  /// How many turns can be looked back.
  [[nodiscard]] Index known() const { return turns - since < places ? turns - since : places; }
};

/// Which turns are compared.
struct Pace {
  /// Turns between values that may be compared: a visit of the coarse grid leaves a flicker of its own.
  Index every = 1;
  Index turns = 10;    ///< of one mean
  bool begun = false;  ///< see `window_turns`
  double part = 1;     ///< of all that the options let a mean move, differ and leave
};

struct Judgement {
  bool runaway = false;
  bool ended = false;
  Ended how = Ended::not_converged;
  Index window = 1;            ///< turns to take means over
  Index seen = 1;              ///< turns to take lowest and highest values of
  double change_k = 0;         ///< the largest range over them
  std::vector<double> left_k;  ///< of each member how far its mean may still be off; empty before a window is known
};

/// `members`: the followed numbers of one case.
///
/// Steady: four means one after the other, each over `pace.turns`; none of the values of the last two moves by more than
/// `steady_range_k` (with turbulence half of it), and what is left, if the means' changes go on shrinking as they do (a geometric series), is less than
/// `steady_left_k`. A range alone would call a drift steady that is slow enough.
///
/// Windowed: of each value that swings the means of a window's two halves agree; what is left of one that is on its way, by a
/// series like that, is less than `window_left_k`.
///
/// `last`: no turn comes after this; what is left is told also where nothing has ended.
[[nodiscard]] Judgement judge(const History& history, const std::vector<Index>& members, const Options& options,
                              Turbulence turbulence, const Pace& pace, bool last = false);

/// Turns of a window: what the options say, else what the model needs. `begun`: from the answer of a grid that was asked to
/// settle, which has left the states that a hall only passes through.
[[nodiscard]] Index window_turns(const Options& options, Turbulence turbulence, bool begun);

/// How far the mean of the `i`-th of the members that were judged may still be off: anything before a window is known.
[[nodiscard]] inline double left_k_of(const Judgement& judged, std::size_t i) {
  return i < judged.left_k.size() ? judged.left_k[i] : std::numeric_limits<double>::infinity();
}

/// Mean, lowest and highest over the last turns that `judged` names, every `every`-th of them, in degC.
[[nodiscard]] Followed summary(const History& history, Index which, const Judgement& judged, Index every,
                               double reference_degc);

}  // namespace kernels::flow
