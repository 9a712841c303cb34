#include "kernels/flow/followed.hpp"

#include <algorithm>
#include <cmath>

namespace kernels::flow {
namespace {

constexpr double kRunaway_k = 500;  ///< no air of a hall is this far from the reference

double range_k(const History& history, Index which, Index begin, Index end) {
  double low = history.at(begin, which);
  double high = low;
  for (Index ago = begin; ago < end; ++ago) {
    const double value = history.at(ago, which);
    if (!(std::fabs(value) < kRunaway_k)) return 2 * kRunaway_k;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  return high - low;
}

double mean_k(const History& history, Index which, Index begin, Index end) {
  double sum = 0;
  for (Index ago = begin; ago < end; ++ago) sum += history.at(ago, which);
  return sum / static_cast<double>(end - begin);
}

}  // namespace

Judgement judge(const History& history, const std::vector<Index>& members, const Options& options,
                Turbulence turbulence) {
  Judgement judged;
  const Index known = history.known();
  const Index steady = std::min<Index>(options.steady_turns, history.places);
  for (const Index which : members) {
    judged.change_k = std::max(judged.change_k, range_k(history, which, 0, std::min(steady, known)));
  }
  judged.runaway = judged.change_k > kRunaway_k;
  judged.window = std::max<Index>(1, std::min(steady, known));
  if (judged.runaway || known < steady) return judged;
  if (judged.change_k < options.steady_range_k && !members.empty()) {
    judged.ended = true;
    judged.how = Ended::steady;
    return judged;
  }
  const Index window = std::min<Index>(options.window_turns, history.places);
  if (turbulence == Turbulence::none && history.turns - history.since < 2 * window) return judged;
  if (known < window) return judged;
  judged.window = window;
  double apart_k = 0;
  for (const Index which : members) {
    const double newer = mean_k(history, which, 0, window / 2);
    const double older = mean_k(history, which, window / 2, window);
    apart_k = std::max(apart_k, std::fabs(newer - older));
  }
  if (apart_k < options.window_agrees_k && !members.empty()) {
    judged.ended = true;
    judged.how = Ended::windowed;
  }
  return judged;
}

Followed summary(const History& history, Index which, Index window, double reference_degc) {
  Followed made;
  const Index turns = std::min(window, history.known());
  double low = history.at(0, which);
  double high = low;
  for (Index ago = 0; ago < turns; ++ago) {
    low = std::min(low, static_cast<double>(history.at(ago, which)));
    high = std::max(high, static_cast<double>(history.at(ago, which)));
  }
  made.mean_degc = reference_degc + mean_k(history, which, 0, turns);
  made.low_degc = reference_degc + low;
  made.high_degc = reference_degc + high;
  return made;
}

}  // namespace kernels::flow
