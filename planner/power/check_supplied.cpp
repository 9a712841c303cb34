// What loses power: after single losses, and after pairs of which neither alone is to blame.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/power/checks.hpp"
#include "planner/power/gap.hpp"
#include "planner/power/loads.hpp"
#include "planner/power/tree.hpp"

namespace hallplan::power {
namespace {

std::string counted(std::size_t count, const std::string& one) {
  return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

/// What one state leaves without power and counts: all in normal running, after a loss all but racks with a single cord.
struct Dark {
  std::size_t racks = 0;
  std::size_t plant = 0;
  std::size_t single_corded = 0;
  std::size_t stopped = 0;   ///< racks that have power again, but not before their supplies have run out
  std::size_t doubtful = 0;  ///< racks of which that is not known
  int stopped_feed = -1;     ///< of the racks that wait longest: the best of their feeds
  double stopped_s = 0;
  std::string stopped_words;  ///< what that time is made up of
  std::vector<Fate> groups;   ///< of racks that count, as `Loads` has them
  Gap unknown;
  std::string no_cords;  ///< of racks that keep power by a second cord which the catalogue does not state

  [[nodiscard]] std::size_t all() const { return racks + plant + stopped; }

  [[nodiscard]] std::string words() const {
    std::vector<std::string> parts;
    if (racks > 0) parts.push_back(counted(racks, "rack"));
    if (plant > 0) parts.push_back(counted(plant, "plant group"));
    return join(parts, " and ") + (racks + plant == 1 ? " goes dark" : " go dark");
  }
};

/// Of unknown cords and on one feed alone, it may be single-corded.
bool counts(const Basics& basics, const State& state, const RackGroup& group) {
  const RackType& rack = rack_at(basics.site, group.type).body;
  return state.lost < 0 || !(rack.single_corded() || (!rack.cords && group.feeds[1] < 0));
}

bool is_dead(const State& state, int feed) { return feed >= 0 && !state.live[static_cast<std::size_t>(feed)]; }

bool is_in(const std::vector<std::string>& sorted, const std::string& name) {
  return std::binary_search(sorted.begin(), sorted.end(), name);
}

/// Plant that a state leaves dark, and `alone` does not.
std::vector<std::string> new_plant(const State& state, const DarkCount* alone) {
  std::vector<std::string> plant;
  for (const std::string& name : state.dark_plant) {
    if (alone == nullptr || !is_in(alone->plant, name)) plant.push_back(name);
  }
  return plant;
}

/// Whether what becomes of a group is no worse than what either of two losses makes of it alone.
bool is_no_news(const DarkCount* alone, std::size_t group, Fate fate) {
  return alone != nullptr && !alone->groups.empty() && fate <= alone->groups[group];
}

/// `order`: which of a state's losses came first, where there are two. `alone`: the worst of what either does, which is not counted; null:
/// all counts.
Dark dark_in(const Basics& basics, const State& state, const Pair& order, const DarkCount* alone = nullptr) {
  Dark dark;
  dark.plant = new_plant(state, alone).size();
  const Loads& loads = basics.loads;
  dark.groups.assign(loads.groups.size(), Fate::powered);
  const std::optional<Before> own =
      order.out < 0 ? std::nullopt : std::optional(before_loss(basics.site, loads.order, loads.loaded, order.out));
  LossGaps gaps(basics.site, loads.order, loads.bridged, own ? *own : loads.normal, state.live);
  for (std::size_t g = 0; g < loads.groups.size(); ++g) {
    const RackGroup& group = loads.groups[g];
    const bool counted = counts(basics, state, group);
    if (live_share(group.feeds, state.live) <= 0) {
      if (counted && is_no_news(alone, g, Fate::dark)) continue;
      (counted ? dark.racks : dark.single_corded) += group.racks.size();
      if (counted) dark.groups[g] = Fate::dark;
      continue;
    }
    if (state.lost < 0 || !counted) continue;
    const Product<RackType>& rack = rack_at(basics.site, group.type);
    if (!rack.body.cords && (is_dead(state, group.feeds[0]) || is_dead(state, group.feeds[1]))) {
      dark.no_cords = unknown_cords(rack);
    }
    const int feed = gaps.waiting_on(group.feeds);
    if (feed < 0) continue;
    const Gap& gap = gaps.of(feed);
    if (gap.holds() || is_no_news(alone, g, gap.stops() ? Fate::dark : Fate::doubtful)) continue;
    if (!gap.stops()) {
      dark.doubtful += group.racks.size();
      dark.groups[g] = Fate::doubtful;
      dark.unknown = gap;
      continue;
    }
    dark.stopped += group.racks.size();
    dark.groups[g] = Fate::dark;
    if (gap.seconds <= dark.stopped_s) continue;
    dark.stopped_s = gap.seconds;
    dark.stopped_feed = feed;
  }
  if (dark.stopped_feed >= 0) dark.stopped_words = gaps.words(dark.stopped_feed);
  return dark;
}

/// "6 racks are without voltage for at least 30 s (gen starts in 30 s + tx-a transfers), and bear 0.02 s"
std::string stopped_words(const Dark& dark) {
  const bool one = dark.stopped == 1;
  return fmt::format("{} {} without voltage for at least {:.4g} s ({}) and {} {:.4g} s: no UPS bridges it",
                     counted(dark.stopped, "rack"), one ? "is" : "are", dark.stopped_s, dark.stopped_words,
                     one ? "bears" : "bear", kHoldUp_s);
}

/// What hangs on the lost device alone and leaves the rest of the dark without power: the devices it feeds, or the loads
/// themselves where they hang on it.
std::vector<std::string> only_fed_by(const Basics& basics, const State& state) {
  const Loads& loads = basics.loads;
  std::vector<std::string> names;
  std::vector<bool> wanted(basics.site.devices.size(), false);  // above something that is dark
  const auto want = [&](int device) {
    if (device >= 0) wanted[static_cast<std::size_t>(device)] = true;
    return device == state.lost;
  };
  std::size_t racks = 0;
  for (const RackGroup& group : loads.groups) {
    if (!counts(basics, state, group) || live_share(group.feeds, state.live) > 0) continue;
    bool directly = false;
    for (const int feed : group.feeds) directly = want(feed) || directly;
    if (directly) racks += group.racks.size();
  }
  std::vector<std::string> plant;
  for (const PlantLoad& load : loads.plant) {
    if (std::find(state.dark_plant.begin(), state.dark_plant.end(), load.name) == state.dark_plant.end()) continue;
    bool directly = false;
    for (const int feed : load.feeds) directly = want(feed) || directly;
    if (directly && (plant.empty() || plant.back() != load.name)) plant.push_back(load.name);
  }
  for (auto d = loads.order.rbegin(); d != loads.order.rend(); ++d) {
    const auto at = static_cast<std::size_t>(*d);
    if (!wanted[at] || state.live[at] || *d == state.lost) continue;
    bool directly = false;
    for (const int source : loads.sources[at]) directly = want(source) || directly;
    if (directly) names.push_back(basics.site.devices[at].id);
  }
  std::reverse(names.begin(), names.end());
  names.insert(names.end(), plant.begin(), plant.end());
  if (racks > 0) names.push_back(counted(racks, "rack"));
  return names;
}

/// "nothing else feeds tx-a, tx-b", and what would.
std::string cause(const Basics& basics, const State& state) {
  std::vector<std::string> names = only_fed_by(basics, state);
  if (names.empty()) return {};
  if (names.size() > kMostLines) {
    const std::size_t more = names.size() - kMostLines;
    names.resize(kMostLines);
    names.push_back(fmt::format("{} more", more));
  }
  const bool utility = device_at(basics.site, state.lost).kind == DeviceKind::utility;
  return fmt::format("; nothing else feeds {}{}", join(names, ", "),
                     utility ? "; add a generator to their 'from' with 'sharing: first'" : "");
}

std::string all_of(const Basics& basics) {
  return fmt::format("{} racks and {} plant groups", basics.plan.racks.size(), plant_names(basics.loads.plant).size());
}

CheckSubject supplied(std::string where, std::string scenario, std::string arithmetic) {
  return {
      Rule::power_supplied, std::move(where), std::move(scenario), Dimension::count, "site", std::move(arithmetic), {}};
}

/// ": c1, c2 and 18 more", of the racks that a pair leaves dark.
std::string names_of_dark(const Basics& basics, const State& state, const DarkCount* alone) {
  std::vector<std::string> names;
  for (std::size_t g = 0; g < basics.loads.groups.size(); ++g) {
    const RackGroup& group = basics.loads.groups[g];
    if (!counts(basics, state, group) || live_share(group.feeds, state.live) > 0) continue;
    if (is_no_news(alone, g, Fate::dark)) continue;
    for (const int rack : group.racks) names.push_back(basics.plan.racks[static_cast<std::size_t>(rack)].id);
  }
  const std::vector<std::string> plant = new_plant(state, alone);
  names.insert(names.end(), plant.begin(), plant.end());
  const std::size_t more = names.size() > kMostLines ? names.size() - kMostLines : 0;
  names.resize(names.size() - more);
  return ": " + join(names, ", ") + (more > 0 ? fmt::format(" and {} more", more) : "");
}

/// What a state leaves without power, beyond `alone`.
Check supplied_besides(const Basics& basics, const State& state, const DarkCount* alone) {
  const Dark dark = dark_in(basics, state, {state.out, state.lost}, alone);
  const std::string scenario = scenario_of(basics.site, state);
  CheckSubject subject = supplied(state.lost < 0 ? "racks and plant" : scenario, scenario, {});
  if (state.lost >= 0) subject.at = device_at(basics.site, state.lost).at;
  const std::size_t without = dark.racks + dark.plant;
  subject.arithmetic = without > 0 ? dark.words() : dark.stopped > 0 ? std::string() : all_of(basics) + " have power";
  if (dark.stopped > 0) subject.arithmetic += (without > 0 ? "; " : "") + stopped_words(dark);
  if (dark.single_corded > 0) {
    subject.arithmetic += "; also dark, without fault: " + counted(dark.single_corded, "single-corded rack");
  }
  if (without > 0 && state.lost >= 0) {
    subject.arithmetic += state.out < 0 ? cause(basics, state) : names_of_dark(basics, state, alone);
  }
  const Check check = without_pass(at_most(std::move(subject), static_cast<double>(dark.all()), 0), dark.no_cords);
  return dark.doubtful == 0
             ? check
             : without_pass(
                   check, fmt::format("{}, until when {} no voltage and no UPS", unknown_gap(basics.site, dark.unknown),
                                      counted(dark.doubtful, "rack") + (dark.doubtful == 1 ? " has" : " have")));
}

/// In the worse of their orders, of two losses.
DarkCount dark_by_fault_besides(const Basics& basics, const State& state, const DarkCount* alone) {
  DarkCount worst;
  std::vector<Fate> groups;
  for (const Pair& order : orders_of(basics.site, {state.out, state.lost})) {
    const Dark dark = dark_in(basics, state, order, alone);
    const bool worse = std::pair(dark.all(), dark.doubtful) > std::pair(worst.dark, worst.doubtful);
    if (groups.empty()) groups = dark.groups;
    for (std::size_t g = 0; g < groups.size(); ++g) groups[g] = std::max(groups[g], dark.groups[g]);
    if (worst.pair.lost < 0 || worse) worst = {order, dark.all(), dark.doubtful};
  }
  worst.groups = std::move(groups);
  worst.plant = new_plant(state, alone);
  std::sort(worst.plant.begin(), worst.plant.end());
  return worst;
}

class SuppliedPairs final : public PairRule {
 public:
  SuppliedPairs(const Basics& basics, const States& states) : basics_(basics), alone_(basics.site.devices.size()) {
    for (const State& state : states.lost) alone_[static_cast<std::size_t>(state.lost)] = dark_by_fault(basics, state);
  }

  void look_at(const State& state) override {
    ++pairs_;
    const DarkCount alone = worse_of(state.out, state.lost);
    DarkCount both = dark_by_fault_besides(basics_, state, &alone);
    if (both.dark == 0 && both.doubtful == 0) return;
    if (both.dark > 0) both = dark_by_fault(basics_, state);
    both.groups.clear();
    both.plant.clear();
    dark_.push_back(std::move(both));
  }

  void report(std::vector<Check>& out) override {
    if (pairs_ == 0) return;
    std::stable_sort(dark_.begin(), dark_.end(), [](const DarkCount& a, const DarkCount& b) {
      return std::pair(a.dark, a.doubtful) > std::pair(b.dark, b.doubtful);
    });
    for (std::size_t i = 0; i < std::min(dark_.size(), kMostLines); ++i) {
      // A pair that fails shows all that it leaves dark; one that is in doubt must not fail for what one loss leaves dark alone.
      const Pair& pair = dark_[i].pair;
      const DarkCount alone = worse_of(pair.out, pair.lost);
      const State state = simulate(basics_.site, basics_.loads, pair.lost, pair.out);
      out.push_back(supplied_besides(basics_, state, dark_[i].dark > 0 ? nullptr : &alone));
    }
    if (dark_.size() > kMostLines) {
      out.back().arithmetic +=
          fmt::format("; {} more pairs leave something dark or in doubt", dark_.size() - kMostLines);
    }
    if (!dark_.empty()) return;
    std::string looked =
        fmt::format("{} keep what power one loss leaves them in each of {} pairs", all_of(basics_), pairs_);
    out.push_back(at_most(supplied("racks and plant", "any one device out, any other lost", std::move(looked)), 0, 0));
  }

 private:
  /// The worse of what either loss does alone, of each group and of plant. A pair fails for what it does beyond that: numbers do not tell, both
  /// may leave the same racks dark, and the pair others besides.
  [[nodiscard]] DarkCount worse_of(int one, int other) const {
    DarkCount worse = alone_[static_cast<std::size_t>(one)];
    const DarkCount& second = alone_[static_cast<std::size_t>(other)];
    if (worse.groups.empty()) worse.groups = second.groups;
    for (std::size_t g = 0; g < second.groups.size(); ++g)
      worse.groups[g] = std::max(worse.groups[g], second.groups[g]);
    worse.plant.insert(worse.plant.end(), second.plant.begin(), second.plant.end());
    std::sort(worse.plant.begin(), worse.plant.end());
    return worse;
  }

  const Basics& basics_;
  std::vector<DarkCount> alone_;  ///< by device
  std::vector<DarkCount> dark_;
  std::size_t pairs_ = 0;
};

}  // namespace

Check supplied_in(const Basics& basics, const State& state) { return supplied_besides(basics, state, nullptr); }

void check_supplied(const Basics& basics, const States& states, std::vector<Check>& out) {
  out.push_back(supplied_in(basics, states.normal));
  bool any = false;
  for (const State& state : states.lost) {
    Check check = supplied_in(basics, state);
    if (check.status == Status::pass) continue;
    out.push_back(std::move(check));
    any = true;
  }
  if (any || states.lost.empty()) return;
  std::vector<std::string> names;
  for (const State& state : states.lost) names.push_back(device_at(basics.site, state.lost).id);
  std::string looked = fmt::format("{} keep power after the loss of any one of: {}", all_of(basics), join(names, ", "));
  out.push_back(at_most(supplied("racks and plant", "any one device lost", std::move(looked)), 0, 0));
}

std::vector<Pair> orders_of(const Site& site, const Pair& pair) {
  if (pair.out < 0 || !device_at(site, pair.lost).maintained) return {pair};
  return {pair, {pair.lost, pair.out}};
}

DarkCount dark_by_fault(const Basics& basics, const State& state) {
  return dark_by_fault_besides(basics, state, nullptr);
}

std::unique_ptr<PairRule> supplied_pairs(const Basics& basics, const States& states) {
  return std::make_unique<SuppliedPairs>(basics, states);
}

}  // namespace hallplan::power
