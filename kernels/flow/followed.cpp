#include "kernels/flow/followed.hpp"

#include <algorithm>
#include <cmath>

namespace kernels::flow {
namespace {

constexpr double kRunaway_k = 500;  ///< no air of a hall is this far from the reference

/// Of the turns [begin, end) ago, every `every`-th.
struct Span {
  Index begin, end, every;
};

double range_k(const History& history, Index which, const Span& span) {
  double low = history.at(span.begin, which);
  double high = low;
  for (Index ago = span.begin; ago < span.end; ago += span.every) {
    const double value = history.at(ago, which);
    if (!(std::fabs(value) < kRunaway_k)) return 2 * kRunaway_k;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  return high - low;
}

double mean_k(const History& history, Index which, const Span& span) {
  double sum = 0;
  Index count = 0;
  for (Index ago = span.begin; ago < span.end; ago += span.every, ++count) sum += history.at(ago, which);
  return sum / static_cast<double>(count);
}

/// The largest difference between a mean and the one before it; the newer one begins `begin` turns ago.
double apart_k(const History& history, const std::vector<Index>& members, Index begin, Index turns, Index every) {
  double apart = 0;
  for (const Index which : members) {
    const double newer = mean_k(history, which, {begin, begin + turns, every});
    const double older = mean_k(history, which, {begin + turns, begin + 2 * turns, every});
    apart = std::max(apart, std::fabs(newer - older));
  }
  return apart;
}

/// What the means have left after their last change, if their changes go on as a geometric series. Of its last two ratios
/// the larger one counts: behind a change that dies away fast a slow one comes to light.
double left_k(const History& history, const std::vector<Index>& members, const Pace& pace) {
  constexpr double kSlowest = 0.95;  ///< a change that does not shrink: noise, if it is small enough after all
  double change_k[3];
  for (Index i = 0; i < 3; ++i) change_k[i] = apart_k(history, members, i * pace.turns, pace.turns, pace.every);
  double ratio = 0;
  for (int i = 0; i < 2; ++i) {
    if (change_k[i] > 0) ratio = std::max(ratio, std::min(kSlowest, change_k[i] / change_k[i + 1]));
  }
  return change_k[0] * ratio / (1 - ratio);
}

}  // namespace

Index window_turns(const Options& options, Turbulence turbulence) {
  if (options.window_turns > 0) return options.window_turns;
  // The symmetric state of k-epsilon is unstable: a hall leaves it within some hundreds of turns.
  return turbulence == Turbulence::k_epsilon ? 500 : 300;
}

Judgement judge(const History& history, const std::vector<Index>& members, const Options& options,
                Turbulence turbulence, const Pace& pace) {
  Judgement judged;
  const Index known = history.known();
  judged.seen = std::max<Index>(1, std::min(2 * pace.turns, known));
  for (const Index which : members) {
    judged.change_k = std::max(judged.change_k, range_k(history, which, {0, judged.seen, pace.every}));
  }
  judged.runaway = judged.change_k > kRunaway_k;
  judged.window = std::max<Index>(1, std::min(pace.turns, known));
  if (judged.runaway || known < 4 * pace.turns || members.empty()) return judged;
  const double still_k = turbulence == Turbulence::none ? options.steady_range_k : options.steady_range_k / 2;
  if (judged.change_k < still_k) {
    const double left = left_k(history, members, pace);
    if (left < options.steady_left_k) {
      judged.ended = true;
      judged.how = Ended::steady;
      judged.left_k = left;
      return judged;
    }
  }
  const Index window = std::min<Index>(window_turns(options, turbulence), history.places);
  if (turbulence == Turbulence::none && history.turns - history.since < 2 * window) return judged;
  if (known < window) return judged;
  judged.window = judged.seen = window;
  const double apart = apart_k(history, members, 0, window / 2, 1);
  if (apart < options.window_agrees_k) {
    judged.ended = true;
    judged.how = Ended::windowed;
    judged.left_k = apart / 2;
  }
  return judged;
}

Followed summary(const History& history, Index which, const Judgement& judged, Index every, double reference_degc) {
  Followed made;
  double low = history.at(0, which);
  double high = low;
  for (Index ago = 0; ago < std::min(judged.seen, history.known()); ago += every) {
    low = std::min(low, static_cast<double>(history.at(ago, which)));
    high = std::max(high, static_cast<double>(history.at(ago, which)));
  }
  made.mean_degc = reference_degc + mean_k(history, which, {0, std::min(judged.window, history.known()), every});
  made.low_degc = reference_degc + low;
  made.high_degc = reference_degc + high;
  return made;
}

}  // namespace kernels::flow
