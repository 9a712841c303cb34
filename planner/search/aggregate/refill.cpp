#include "planner/search/aggregate/refill.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "planner/search/aggregate/part.hpp"
#include "planner/search/random.hpp"

namespace hallplan::search::aggregate {
namespace {

std::size_t at(int index) { return static_cast<std::size_t>(index); }

constexpr double kLoss = 0.004;  ///< of the record that the walk may be below, at the start; none at the end
constexpr int kMostCleared = 6;
constexpr int kAskEvery = 16;
constexpr int kEverywhere = 8;  ///< rounds, of which one looks at all segments at the end

using Turn = std::pair<int, int>;  ///< a kind in a phase

class Walk {
 public:
  Walk(const Hall& hall, Filling from, Goal goal, const RefillLimits& limits)
      : hall_(hall),
        goal_(goal),
        limits_(limits),
        random_(limits.seed),
        best_(from),
        now_(from),
        next_(std::move(from)) {
    for (int k = 0; k < hall.phases; ++k) {
      for (int d = 0; d < static_cast<int>(hall.kinds.size()); ++d) turns_.emplace_back(d, k);
    }
    std::stable_sort(turns_.begin(), turns_.end(), [&](const Turn& a, const Turn& b) { return value(a) > value(b); });
    for (int s = 0; s < static_cast<int>(hall.segments.size()); ++s) all_.push_back(s);
    for (const auto& cluster : ups_clusters(hall)) {
      for (const int s : cluster) neighbours_[s] = cluster;
    }
  }

  Filling run() {
    const int segments = static_cast<int>(hall_.segments.size());
    for (int round = 0; segments > 0 && round < limits_.rounds; ++round) {
      if (limits_.interrupted && round % kAskEvery == 0 && limits_.interrupted()) break;
      Filling& next = next_;
      next = now_;  // its memory is there already
      const std::vector<int> cleared = choose(segments);
      for (const int s : cleared) next.clear(s);
      if (!next.settle()) continue;
      refill(next, cleared, round % kEverywhere == 0);
      const double left = 1 - static_cast<double>(round) / limits_.rounds;
      if (worth(next) > worth(best_)) {
        best_ = next;
        if (limits_.better) limits_.better(best_);
      }
      if (worth(next) >= worth(best_) * (1 - kLoss * left)) std::swap(now_, next);
    }
    return std::move(best_);
  }

 private:
  [[nodiscard]] std::int64_t value(const Turn& turn) const {
    return hall_.kinds[at(turn.first)].value_u[at(turn.second)];
  }

  [[nodiscard]] double worth(const Filling& filling) const {
    return goal_ == Goal::value ? static_cast<double>(filling.value_u()) : filling.halves();
  }

  /// A few, mostly of one UPS cluster.
  std::vector<int> choose(int segments) {
    const int count = 1 + random_.below(std::min(kMostCleared, segments));
    const int first = random_.below(segments);
    const std::vector<int>& near = neighbours_[first];
    std::vector<int> cleared = {first};
    for (int i = 1; i < count; ++i) {
      const bool anywhere = random_.once_in(4);
      cleared.push_back(anywhere ? random_.below(segments) : near[at(random_.below(static_cast<int>(near.size())))]);
    }
    std::sort(cleared.begin(), cleared.end());
    cleared.erase(std::unique(cleared.begin(), cleared.end()), cleared.end());
    random_.shuffle(cleared);
    return cleared;
  }

  /// By value mostly, else in any order; then whatever fits beside, or anywhere.
  void refill(Filling& filling, const std::vector<int>& cleared, bool everywhere) {
    std::vector<Turn> turns = turns_;
    if (random_.once_in(2)) {
      const int swaps = 1 + random_.below(3);
      for (int i = 0; i < swaps; ++i) {
        const int a = random_.below(static_cast<int>(turns.size()));
        const int b = random_.below(static_cast<int>(turns.size()));
        std::swap(turns[at(a)], turns[at(b)]);
      }
    }
    // Not always as many as fit: what a turn leaves, the next may use better.
    const bool sparing = random_.once_in(3);
    const bool in_turns = random_.once_in(2);
    const bool with_cdus = random_.once_in(8);
    for (const auto& [kind, phase] : turns) {
      std::vector<int> open = cleared;
      int most = sparing ? random_.below(8) : 1'000'000;
      while (!open.empty() && most > 0) {
        std::vector<int> still;
        for (const int s : open) {
          bool fits = false;
          do {
            fits = most > 0 && filling.put(s, kind, phase, with_cdus && random_.once_in(4));
            if (fits) --most;
          } while (fits && !in_turns);
          if (fits) still.push_back(s);
        }
        open = std::move(still);
      }
    }
    for (const auto& [kind, phase] : turns_) {
      for (const int s : everywhere ? all_ : neighbours_[cleared.front()]) {
        while (filling.slots_left(s) >= kHalfSlots && filling.put(s, kind, phase)) {
        }
      }
    }
  }

  const Hall& hall_;
  Goal goal_;
  const RefillLimits& limits_;
  Random random_;
  std::vector<Turn> turns_;
  std::map<int, std::vector<int>> neighbours_;
  std::vector<int> all_;
  Filling best_, now_, next_;
};

}  // namespace

Filling refilled(const Hall& hall, Filling from, Goal goal, const RefillLimits& limits) {
  return Walk(hall, std::move(from), goal, limits).run();
}

}  // namespace hallplan::search::aggregate
