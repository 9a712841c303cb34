/// A value nobody vouches for, moved until the answer changes: where that is first, found by checking the plan. Internal.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "planner/verdict/trial.hpp"

namespace hallplan::verdict {

inline constexpr double kFarthest = 1;  ///< of the reach: a factor of two, or 15 K

/// A value that is moved, and what was seen. Distances are signed shares of the reach.
struct Candidate {
  Movable value;
  double nearest =
      kNever;            ///< the predicted change; once confirmed the farthest place before it that was seen unchanged
  bool is_moved = true;  ///< false for what is drawn, not guessed
  bool is_looked_at = false;
  bool is_confirmed = false;
  bool is_spanned = false;  ///< checked at both ends of the reach
  bool mends = false;       ///< the predicted change ends the failure of a rule
  double seen_at = 0;       ///< where the change was seen
  std::string rule;         ///< that is predicted to change
};

[[nodiscard]] std::vector<Candidate> candidates_of(const Trial& trial);

/// Extrapolates every margin to zero and keeps the nearest crossing, on either side. What ends a failure comes before what
/// makes one: a reader of a plan that fails looks for the former. One trial.
void predict(Trial& trial, const Margins& before, Candidate& candidate);

inline constexpr std::size_t kOfAConfirmation = 8;  ///< trials, most often

/// Replaces the predicted distance by the confirmed one, by infinity when nothing changes within the reach after all. The place
/// told is on the safe side of the change, at most a part in a thousand of the value before it.
void confirm(Trial& trial, const Margins& before, Candidate& candidate);

inline constexpr std::size_t kOfASpan = 2;   ///< trials of both ends of a value's reach
inline constexpr std::size_t kOfAFind = 12;  ///< the same where a change is found between

/// Margins that do not move near the value say nothing about its ends: both are checked.
void span(Trial& trial, Candidate& candidate);

}  // namespace hallplan::verdict
