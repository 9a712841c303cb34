#include "planner/search/retire.hpp"

#include <algorithm>
#include <chrono>
#include <functional>
#include <iterator>
#include <tuple>
#include <utility>
#include <vector>

#include "planner/plan/retirement.hpp"
#include "planner/search/phases.hpp"
#include "planner/site/phase.hpp"

namespace hallplan::search {
namespace {

/// Racks that may go, by row and slot.
std::vector<PinnedRack> choices_of(const Site& site) {
  std::vector<PinnedRack> racks;
  std::copy_if(site.placed.begin(), site.placed.end(), std::back_inserter(racks),
               [](const PinnedRack& rack) { return rack.may_retire.index >= 0; });
  std::stable_sort(racks.begin(), racks.end(), [](const PinnedRack& a, const PinnedRack& b) {
    return std::tuple(a.row.index, a.slot) < std::tuple(b.row.index, b.slot);
  });
  return racks;
}

/// Offers all of these at once, and where they are not taken each half, down to single ones.
void by_halves(const std::vector<std::size_t>& racks,
               const std::function<bool(const std::vector<std::size_t>&)>& take) {
  if (racks.empty() || take(racks) || racks.size() == 1) return;
  const auto middle = racks.begin() + static_cast<std::ptrdiff_t>(racks.size() / 2);
  by_halves({racks.begin(), middle}, take);
  by_halves({middle, racks.end()}, take);
}

/// From the earliest dates to the latest ones that a plan stands with.
class Latest {
 public:
  Latest(const Site& site, Plan& plan, const std::vector<PinnedRack>& racks, const std::function<bool()>& stopped)
      : site_(site), plan_(plan), racks_(racks), stopped_(stopped) {}

  void run() {
    std::vector<std::size_t> open(racks_.size());
    for (std::size_t i = 0; i < open.size(); ++i) open[i] = i;
    for (int phase = kStays; phase != 0; phase = earlier(phase)) {
      settle(open, phase);
      open.erase(std::remove_if(open.begin(), open.end(), [&](std::size_t i) { return date(i) == phase; }), open.end());
    }
  }

 private:
  static constexpr int kStays = -1;

  [[nodiscard]] int earlier(int phase) const { return phase == kStays ? last_phase(site_) : phase - 1; }
  [[nodiscard]] int& date(std::size_t rack) const { return plan_.retirements[rack].phase; }

  /// Gives as many of these as it can that date.
  void settle(const std::vector<std::size_t>& all, int phase) {
    std::vector<std::size_t> racks;
    std::copy_if(all.begin(), all.end(), std::back_inserter(racks),
                 [&](std::size_t rack) { return phase == kStays || racks_[rack].may_retire.index < phase; });
    by_halves(racks, [&](const std::vector<std::size_t>& some) { return give(some, phase); });
  }

  bool give(const std::vector<std::size_t>& racks, int phase) {
    if (stopped_()) return false;
    const std::vector<Retirement> before = plan_.retirements;
    for (const std::size_t rack : racks) date(rack) = phase;
    if (!in_the_way(racks) && stands_in_all_phases(decided(site_, plan_), plan_)) return true;
    plan_.retirements = before;
    return false;
  }

  /// True where a new rack comes to the slot of one of these before it is gone.
  [[nodiscard]] bool in_the_way(const std::vector<std::size_t>& racks) const {
    return std::any_of(racks.begin(), racks.end(), [&](std::size_t rack) {
      const PinnedRack& old = racks_[rack];
      return std::any_of(plan_.racks.begin(), plan_.racks.end(), [&](const Placement& one) {
        return one.id != old.id && one.row == old.row.index && one.slot == old.slot - 1 &&
               (date(rack) == kStays || one.phase < date(rack));
      });
    });
  }

  const Site& site_;
  Plan& plan_;
  const std::vector<PinnedRack>& racks_;
  const std::function<bool()>& stopped_;
};

/// Lets more racks stand where a plan with other places is worth as much: searches anew with some of those that go there for good, by
/// halves. So many searches, each of few moves and without an integer program.
class Rearranged {
 public:
  Rearranged(const Site& site, Plan& plan, const Options& options, const std::function<double()>& seconds_left,
             const std::function<bool()>& stopped)
      : site_(site), plan_(plan), quick_(options), seconds_left_(seconds_left), stopped_(stopped) {
    constexpr std::int64_t kMoves = 200;
    quick_.moves = options.moves > 0 ? std::min(options.moves, kMoves) : kMoves;
    quick_.solver = Solver::none;
    quick_.progress = {};
  }

  /// True where more stand now.
  bool run() {
    std::vector<std::size_t> going;
    for (std::size_t i = 0; i < plan_.retirements.size(); ++i) {
      if (plan_.retirements[i].phase >= 0) going.push_back(i);
    }
    // That not all of them can stay is known.
    const auto middle = going.begin() + static_cast<std::ptrdiff_t>(going.size() / 2);
    for (const std::vector<std::size_t>& half :
         {std::vector(going.begin(), middle), std::vector(middle, going.end())}) {
      by_halves(half, [&](const std::vector<std::size_t>& some) { return try_to_keep(some); });
    }
    return changed_;
  }

 private:
  bool try_to_keep(const std::vector<std::size_t>& racks) {
    if (tries_left_ == 0 || stopped_()) return false;
    --tries_left_;
    quick_.seconds_guard = std::max(0.0, seconds_left_());
    Plan dates = plan_;
    for (const std::size_t rack : racks) dates.retirements[rack].phase = -1;
    const Site here = decided(site_, plan_), there = decided(site_, dates);
    Plan other = search_phases_like(there, here, plan_, quick_);
    plan_.search.moves += other.search.moves;
    plan_.search.reproducible = plan_.search.reproducible && other.search.reproducible;
    plan_.search.interrupted = plan_.search.interrupted || other.search.interrupted;
    if (other.search.interrupted) return false;
    if (is_worth_more(here, plan_, there, other) || !stands_in_all_phases(there, other)) return false;
    other.search = plan_.search;
    other.retirements = std::move(dates.retirements);
    plan_ = std::move(other);
    changed_ = true;
    return true;
  }

  const Site& site_;
  Plan& plan_;
  Options quick_;
  const std::function<double()>& seconds_left_;
  const std::function<bool()>& stopped_;
  int tries_left_ = 24;
  bool changed_ = false;
};

}  // namespace

Plan search_retiring(const Site& site, const Options& options) {
  const auto start = std::chrono::steady_clock::now();
  const std::function<double()> seconds_left = [&] {
    return options.seconds_guard - std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  const std::vector<PinnedRack> racks = choices_of(site);
  Plan stay, early;
  for (const PinnedRack& rack : racks) {
    stay.retirements.push_back({rack.id});
    early.retirements.push_back({rack.id, rack.may_retire.index});
  }
  const Site full = decided(site, stay), freed = decided(site, early);
  Plan most = search_phases(freed, options);
  most.retirements = early.retirements;
  if (most.search.interrupted) return most;
  Options left = options;
  left.seconds_guard = std::max(0.0, seconds_left());
  Plan none = search_phases(full, left);
  const bool room_is_needed = is_worth_more(freed, most, full, none);
  most.search.moves += none.search.moves;
  most.search.reproducible = most.search.reproducible && none.search.reproducible;
  most.search.interrupted = none.search.interrupted;
  if (!room_is_needed) {
    none.search = most.search;
    none.retirements = stay.retirements;
    take_levels(full, none, none.search);
    return none;
  }
  const std::function<bool()> stopped = [&] {
    const bool cancelled = options.cancelled && options.cancelled();
    most.search.interrupted = most.search.interrupted || cancelled;
    most.search.reproducible = most.search.reproducible && !cancelled && seconds_left() > 0;
    return cancelled || seconds_left() <= 0;
  };
  Latest(site, most, racks, stopped).run();
  if (Rearranged(site, most, options, seconds_left, stopped).run()) Latest(site, most, racks, stopped).run();
  take_levels(decided(site, most), most, most.search);
  return most;
}

}  // namespace hallplan::search
