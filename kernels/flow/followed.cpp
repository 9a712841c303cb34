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

/// The difference between a mean and the one before it; the newer one begins `begin` turns ago.
double apart_k(const History& history, Index which, Index begin, Index turns, Index every) {
  const double newer = mean_k(history, which, {begin, begin + turns, every});
  const double older = mean_k(history, which, {begin + turns, begin + 2 * turns, every});
  return std::fabs(newer - older);
}

/// The largest one of several.
double apart_k(const History& history, const std::vector<Index>& members, Index begin, Index turns, Index every) {
  double apart = 0;
  for (const Index which : members) apart = std::max(apart, apart_k(history, which, begin, turns, every));
  return apart;
}

/// What means of `pace.turns` have left after their last change, if their changes go on as a geometric series. Of its last
/// `ratios` ratios the largest one counts: behind a change that dies away fast a slow one comes to light.
/// A change that shrinks more slowly than `slowest` is noise, if it is small enough after all.
double left_k(const History& history, const std::vector<Index>& members, const Pace& pace, int ratios, double slowest) {
  double change_k[3];
  for (int i = 0; i <= ratios; ++i) change_k[i] = apart_k(history, members, i * pace.turns, pace.turns, pace.every);
  double ratio = 0;
  for (int i = 0; i < ratios; ++i) {
    if (change_k[i] > 0) ratio = std::max(ratio, std::min(slowest, change_k[i] / change_k[i + 1]));
  }
  return change_k[0] * ratio / (1 - ratio);
}

/// What a window leaves of a value that does not stand still. Of one that swings, half of what its halves differ by. One whose
/// halves differ by most of its range is on its way: what is left if its changes go on as a geometric series.
double left_of_window_k(const History& history, Index which, Index window, double still_k) {
  constexpr double kOnItsWay = 0.2;  ///< of the range: a drift has half, less under noise; a swing less
  constexpr double kSlowest = 0.8;   ///< from third to third: an approach over a window and a half
  const double apart = apart_k(history, which, 0, window / 2, 1);
  const double range = range_k(history, which, {0, window, 1});
  const bool on_its_way = range > still_k && apart > kOnItsWay * range;
  return on_its_way ? left_k(history, {which}, {1, window / 3}, 1, kSlowest) : apart / 2;
}

}  // namespace

void History::note(const std::vector<float>& rows, Index end) {
  auto row = rows.begin();
  for (; turns < end; ++turns, row += followed) {
    for (Index which = 0; which < followed; ++which) {
      values[static_cast<std::size_t>(which * places + turns % places)] = row[which];
    }
  }
}

Index window_turns(const Options& options, Turbulence turbulence, bool begun) {
  if (options.window_turns > 0) return options.window_turns;
  // The symmetric state of k-epsilon is unstable: a hall leaves it within some hundreds of turns.
  return turbulence == Turbulence::k_epsilon && !begun ? 500 : 300;
}

Judgement judge(const History& history, const std::vector<Index>& members, const Options& options,
                Turbulence turbulence, const Pace& pace, bool last) {
  Judgement judged;
  const Index known = history.known();
  judged.seen = std::max<Index>(1, std::min(2 * pace.turns, known));
  for (const Index which : members) {
    judged.change_k = std::max(judged.change_k, range_k(history, which, {0, judged.seen, pace.every}));
  }
  constexpr double kSlowest = 0.95;  // from mean to mean
  judged.runaway = judged.change_k > kRunaway_k;
  judged.window = std::max<Index>(1, std::min(pace.turns, known));
  if (judged.runaway || known < 4 * pace.turns || members.empty()) return judged;
  const double still_k =
      pace.part * (turbulence == Turbulence::none ? options.steady_range_k : options.steady_range_k / 2);
  if (judged.change_k < still_k) {
    const double left = left_k(history, members, pace, 2, kSlowest);
    if (left < pace.part * options.steady_left_k) {
      judged.ended = true;
      judged.how = Ended::steady;
      judged.left_k.assign(members.size(), left);
      return judged;
    }
  }
  const Index window = std::min<Index>(window_turns(options, turbulence, pace.begun), history.places);
  if (turbulence == Turbulence::none && history.turns - history.since < 2 * window) return judged;
  if (known < window) return judged;
  judged.window = judged.seen = window;
  const bool agree = std::all_of(members.begin(), members.end(), [&](Index which) {
    return apart_k(history, which, 0, window / 2, 1) < pace.part * options.window_agrees_k;
  });
  if (!agree && !last) return judged;
  for (const Index which : members) judged.left_k.push_back(left_of_window_k(history, which, window, still_k));
  const double most_left_k = *std::max_element(judged.left_k.begin(), judged.left_k.end());
  judged.ended = agree && most_left_k < pace.part * options.window_left_k;
  if (judged.ended) judged.how = Ended::windowed;
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
