/// How long a loss leaves loads without voltage before another source has taken over. The tree of a loss says what has power in the end;
/// a rack's power supplies bridge no more than milliseconds of the way there.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "planner/site/site.hpp"

namespace hallplan::power {

/// What equipment bears of no voltage at all: the ITI (CBEMA) curve of 2000, dropout for up to 20 ms.
inline constexpr double kHoldUp_s = 0.02;

/// Of one device's output: what is known of the time without voltage.
struct Gap {
  double seconds = 0;      ///< at least; infinite where nothing takes over
  double at_most_s = 0;    ///< infinite where that is not known
  int unknown = -1;        ///< the device whose start or transfer time is not known, where the two differ; -1: none
  int source = -1;         ///< what it waits for; -1: roots and UPS wait for nobody
  bool transfers = false;  ///< it has to switch over to that source

  [[nodiscard]] bool holds() const { return at_most_s <= kHoldUp_s; }
  [[nodiscard]] bool stops() const { return seconds > kHoldUp_s; }
};

/// What a device draws from in a state: all of its live sources, or the first of them.
[[nodiscard]] std::vector<int> drawn_from(const Device& device, const std::vector<bool>& live);

/// By device: whether a load draws from it, directly or through others.
[[nodiscard]] std::vector<bool> carrying(const Site& site, const std::vector<int>& order,
                                         const std::vector<bool>& loaded, const std::vector<bool>& live);

/// By device: whether all that it can draw from stands behind a UPS, without a switch after it. Such a device has no gap while it has
/// power, whatever is lost; most racks hang on such, and their gaps need not be worked out.
[[nodiscard]] std::vector<bool> always_bridged(const Site& site, const std::vector<int>& order);

/// The tree before a loss, by device.
struct Before {
  std::vector<bool> live;
  std::vector<bool> ran;  ///< generators that run: those that a load draws from
};

/// With `out` (-1: none) out of service. A board behind a generator on which nothing lives starts no engine. `loaded`: by device, whether a
/// load hangs on it directly.
[[nodiscard]] Before before_loss(const Site& site, const std::vector<int>& order, const std::vector<bool>& loaded,
                                 int out);

/// `loaded`, and every device that some row offers its racks, or that a pinned rack names.
[[nodiscard]] std::vector<bool> loaded_or_offered(const Site& site, std::vector<bool> loaded);

/// By device. A UPS bridges until its source is back (`power.autonomy` holds its battery to that). A generator that ran before goes on,
/// else it starts. Of several sources the one counts that has voltage first: a switch takes its transfer time to what it did not draw from
/// before, and goes to what lives until a better source is back. `after`: which
/// devices have power.
[[nodiscard]] std::vector<Gap> gaps_after(const Site& site, const std::vector<int>& order, const Before& before,
                                          const std::vector<bool>& after);

/// Whether a load on one feed is better off than on another: what bridges before what may, and that before what does not.
[[nodiscard]] bool is_better(const Gap& one, const Gap& other);

/// The best of a load's feeds; -1 among them is none.
template <class Feeds>
[[nodiscard]] int best_feed(const std::vector<Gap>& gaps, const Feeds& feeds) {
  int best = -1;
  for (const int feed : feeds) {
    if (feed < 0) continue;
    if (best < 0 || is_better(gaps[static_cast<std::size_t>(feed)], gaps[static_cast<std::size_t>(best)])) best = feed;
  }
  return best;
}

/// The gaps that one loss leaves, worked out when a load first asks that is not always bridged.
class LossGaps {
 public:
  /// `bridged`: see `always_bridged`. `after`: which devices have power.
  LossGaps(const Site& site, const std::vector<int>& order, const std::vector<bool>& bridged, const Before& before,
           const std::vector<bool>& after)
      : site_(site), order_(order), bridged_(bridged), before_(before), after_(after) {}

  /// Of a load that has power in the end, the feed with the best gap; -1 where one of its feeds is always bridged.
  template <class Feeds>
  [[nodiscard]] int waiting_on(const Feeds& feeds) {
    for (const int feed : feeds) {
      if (feed >= 0 && after_[static_cast<std::size_t>(feed)] && bridged_[static_cast<std::size_t>(feed)]) return -1;
    }
    work_out();
    return best_feed(gaps_, feeds);
  }
  /// By device.
  [[nodiscard]] const std::vector<Gap>& all() {
    work_out();
    return gaps_;
  }
  [[nodiscard]] const Gap& of(int feed) const { return gaps_[static_cast<std::size_t>(feed)]; }

  /// "gen starts in 30 s + tx-a transfers in 0.5 s": what makes up a device's gap, as far as it is known.
  [[nodiscard]] std::string words(int device) const;

 private:
  void work_out();

  const Site& site_;
  const std::vector<int>& order_;
  const std::vector<bool>& bridged_;
  const Before& before_;
  const std::vector<bool>& after_;
  std::vector<Gap> gaps_;
};

/// From utility loss until a generator takes load: its own word, else its type's.
[[nodiscard]] const MaybeValue& start_of(const Site& site, const Device& generator);

/// "no start time known for gen"
[[nodiscard]] std::string unknown_gap(const Site& site, const Gap& gap);

}  // namespace hallplan::power
