// Ways to connect a rack that some loss leaves without power, or without voltage for longer than it bears, as rows for the search:
// nothing may hang there. Loads and ratings play no part; only which devices live, and how soon.
#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "planner/power/checks.hpp"
#include "planner/power/gap.hpp"
#include "planner/power/tree.hpp"
#include "planner/site/policy.hpp"

namespace hallplan::power {
namespace {

/// What a choice hangs on; a single-corded rack may go dark by a loss, without fault.
struct Hanging {
  std::vector<int> feeds;
  bool dual = false;

  [[nodiscard]] bool operator<(const Hanging& other) const {
    return std::tie(feeds, dual) < std::tie(other.feeds, other.dual);
  }
};

Hanging hanging_of(const Site& site, const capacity::Choice& choice) {
  Hanging hanging;
  if (choice.feed_pair < 0) return hanging;
  const FeedPair& pair =
      site.rows[static_cast<std::size_t>(choice.row)].feeds[static_cast<std::size_t>(choice.feed_pair)];
  hanging.dual = !rack_at(site, choice.type).body.single_corded();
  hanging.feeds.push_back(pair.a.index);
  if (hanging.dual) hanging.feeds.push_back(pair.b.index);
  return hanging;
}

/// The tree before a loss. Of loads the plant and one rack count alone: which others will stand is not known yet, and a
/// generator that runs for them alone may not be counted on. What may be counted on where all stand is told apart.
class Running {
 public:
  Running(const Site& site, const std::vector<int>& order, const std::vector<PlantLoad>& plant)
      : site_(site), order_(order), plant_(plant_feeds(site, plant)), all_(loaded_or_offered(site, plant_)) {}

  const Before& with_all(int out) {
    const auto [found, fresh] = with_all_.try_emplace(out);
    if (fresh) found->second = before_loss(site_, order_, all_, out);
    return found->second;
  }

  const Before& with(const Hanging& rack, int out) {
    const auto [found, fresh] = known_.try_emplace({out, rack.feeds});
    if (fresh) {
      std::vector<bool> loaded = plant_;
      for (const int feed : rack.feeds) loaded[static_cast<std::size_t>(feed)] = true;
      found->second = before_loss(site_, order_, loaded, out);
    }
    return found->second;
  }

 private:
  const Site& site_;
  const std::vector<int>& order_;
  std::vector<bool> plant_;
  std::vector<bool> all_;                                     ///< devices on which any rack may hang, besides
  std::map<std::pair<int, std::vector<int>>, Before> known_;  ///< by device out, and feeds
  std::map<int, Before> with_all_;                            ///< by device out
};

class SuppliedRows {
  /// A state that leaves choices dark.
  struct Found {
    capacity::Row row;
    bool is_normal = false;
    std::vector<std::size_t> choices;
  };

 public:
  SuppliedRows(const Site& site, const std::vector<capacity::Choice>& choices)
      : site_(site),
        order_(sources_first(site)),
        bridged_(always_bridged(site, order_)),
        plant_(plant_loads(site)),
        running_(site, order_, plant_),
        all_(choices),
        forbidden_(choices.size(), false),
        surely_forbidden_(choices.size(), false),
        is_lived_with_(only_warns(site.policy, Rule::power_supplied)) {
    for (std::size_t c = 0; c < choices.size(); ++c) {
      const Hanging hanging = hanging_of(site, choices[c]);
      if (!hanging.feeds.empty()) choices_[hanging].push_back(c);
    }
  }

  /// A row, where the state leaves a choice dark that no earlier row forbids; it counts all that the state leaves dark.
  void look_at(int lost, int out) {
    const std::vector<bool> live = live_devices(site_, order_, lost, out);
    std::map<std::vector<bool>, LossGaps> gaps;  // by the generators that ran before
    const auto stops = [&](const Hanging& rack, const Before& before) {
      LossGaps& mine = gaps.try_emplace(before.ran, site_, order_, bridged_, before, live).first->second;
      const int feed = mine.waiting_on(rack.feeds);
      return feed >= 0 && mine.of(feed).stops();
    };
    std::vector<std::size_t> sure, alone;  // dark in every plan; in one with nothing else on their generators
    for (const auto& [rack, choices] : choices_) {
      if (lost >= 0 && !rack.dual) continue;
      const bool dark = std::none_of(rack.feeds.begin(), rack.feeds.end(),
                                     [&](int feed) { return live[static_cast<std::size_t>(feed)]; });
      if (!dark && (lost < 0 || !stops(rack, running_.with(rack, out)))) continue;
      // The more generators run the shorter are all gaps.
      std::vector<std::size_t>& found = dark || stops(rack, running_.with_all(out)) ? sure : alone;
      found.insert(found.end(), choices.begin(), choices.end());
    }
    if (is_lived_with_ && lost >= 0) {
      std::vector<std::size_t> both = sure;
      both.insert(both.end(), alone.begin(), alone.end());
      const std::set<int> everywhere = types_in(both);
      leave_out(sure, everywhere);
      leave_out(alone, everywhere);
    }
    note(std::move(sure), lost, out, live, true);
    note(std::move(alone), lost, out, live, false);
  }

  /// Rows of losses refuse no type wherever it hangs where the policy takes the rule as a warning: its owner has said that he lives with it.
  void write(capacity::Part& part) {
    std::vector<std::size_t> forbidden;
    for (std::size_t c = 0; c < forbidden_.size(); ++c) {
      if (forbidden_[c] || surely_forbidden_[c]) forbidden.push_back(c);
    }
    const std::set<int> everywhere = is_lived_with_ ? types_in(forbidden) : std::set<int>();
    for (Found& found : found_) {
      if (!found.is_normal) leave_out(found.choices, everywhere);
      if (found.choices.empty()) continue;
      const int row = static_cast<int>(part.rows.size());
      part.rows.push_back(std::move(found.row));
      for (const std::size_t c : found.choices) part.terms[c].push_back({row, 1});
    }
  }

 private:
  void note(std::vector<std::size_t> dark, int lost, int out, const std::vector<bool>& live, bool proves) {
    std::vector<bool>& forbidden = proves ? surely_forbidden_ : forbidden_;
    const auto is_known = [&](std::size_t c) { return surely_forbidden_[c] || forbidden[c]; };
    if (std::all_of(dark.begin(), dark.end(), is_known)) return;
    const std::size_t plant = dark_plant(plant_, live, lost >= 0).size();
    const std::string state = scenario_of(lost, out);
    for (const std::size_t c : dark) forbidden[c] = true;
    found_.push_back({{Rule::power_supplied, lost < 0 ? "racks and plant" : state,
                       proves ? state : state + ", with no other rack on its generators",
                       "a second way to feed its racks", Dimension::count, 0, static_cast<double>(plant), proves},
                      lost < 0,
                      std::move(dark)});
  }

  /// Types all of whose ways to hang, on a pair of feeds of some row, are among these.
  [[nodiscard]] std::set<int> types_in(const std::vector<std::size_t>& some) const {
    std::map<int, int> others;  // by type: ways that are not
    for (const auto& [rack, choices] : choices_) {
      for (const std::size_t c : choices) ++others[all_[c].type];
    }
    for (const std::size_t c : some) --others[all_[c].type];
    std::set<int> types;
    for (const auto& [type, left] : others) {
      if (left == 0) types.insert(type);
    }
    return types;
  }

  void leave_out(std::vector<std::size_t>& some, const std::set<int>& types) const {
    const auto is_of_these = [&](std::size_t c) { return types.count(all_[c].type) > 0; };
    some.erase(std::remove_if(some.begin(), some.end(), is_of_these), some.end());
  }

  [[nodiscard]] std::string scenario_of(int lost, int out) const {
    if (lost < 0) return "normal";
    const std::string one = device_at(site_, lost).id + " lost";
    return out < 0 ? one : device_at(site_, out).id + " out, " + one;
  }

  const Site& site_;
  std::vector<int> order_;
  std::vector<bool> bridged_;
  std::vector<PlantLoad> plant_;
  Running running_;
  std::map<Hanging, std::vector<std::size_t>> choices_;  ///< by what they hang on
  const std::vector<capacity::Choice>& all_;
  std::vector<bool> forbidden_, surely_forbidden_;
  bool is_lived_with_ = false;
  std::vector<Found> found_;
};

}  // namespace

void add_supplied_rows(const Site& site, const std::vector<capacity::Choice>& choices, capacity::Part& part) {
  SuppliedRows rows(site, choices);
  rows.look_at(-1, -1);
  const std::vector<int> lost = losses(site);
  for (const int device : lost) rows.look_at(device, -1);
  for (const Pair& pair : maintenance_pairs(site, lost)) {
    for (const Pair& order : orders_of(site, pair)) rows.look_at(order.lost, order.out);
  }
  rows.write(part);
}

}  // namespace hallplan::power
