// Ways to connect a rack that some loss leaves without power, or without voltage for longer than it bears, as rows for the search:
// nothing may hang there. Loads and ratings play no part; only which devices live, and how soon.
#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "planner/power/checks.hpp"
#include "planner/power/gap.hpp"
#include "planner/power/tree.hpp"

namespace hallplan::power {
namespace {

/// What one choice hangs on; a single-corded rack may go dark by a loss, without fault.
struct Hanging {
  std::vector<int> feeds;
  bool dual = false;
};

std::vector<Hanging> hanging_of(const Site& site, const std::vector<capacity::Choice>& choices) {
  std::vector<Hanging> all(choices.size());
  for (std::size_t c = 0; c < choices.size(); ++c) {
    if (choices[c].feed_pair < 0) continue;
    const FeedPair& pair =
        site.rows[static_cast<std::size_t>(choices[c].row)].feeds[static_cast<std::size_t>(choices[c].feed_pair)];
    all[c].dual = !rack_at(site, choices[c].type).body.single_corded();
    all[c].feeds.push_back(pair.a.index);
    if (all[c].dual) all[c].feeds.push_back(pair.b.index);
  }
  return all;
}

class SuppliedRows {
 public:
  SuppliedRows(const Site& site, const std::vector<capacity::Choice>& choices, capacity::Part& part)
      : site_(site),
        order_(sources_first(site)),
        bridged_(always_bridged(site, order_)),
        hanging_(hanging_of(site, choices)),
        plant_(plant_loads(site)),
        forbidden_(choices.size(), false),
        part_(part) {}

  /// A row, where the state leaves a choice dark that no earlier row forbids; it counts all that the state leaves dark.
  void look_at(int lost, int out) {
    const std::vector<bool> live = live_devices(site_, order_, lost, out);
    const auto dark = [&](const std::vector<int>& feeds) {
      return std::none_of(feeds.begin(), feeds.end(), [&](int feed) { return live[static_cast<std::size_t>(feed)]; });
    };
    LossGaps gaps(site_, order_, bridged_, out, live);
    const auto stops = [&](const std::vector<int>& feeds) {
      const int feed = lost < 0 ? -1 : gaps.waiting_on(feeds);
      return feed >= 0 && gaps.of(feed).stops();
    };
    std::vector<std::size_t> dark_choices;
    bool fresh = false;
    for (std::size_t c = 0; c < hanging_.size(); ++c) {
      const std::vector<int>& feeds = hanging_[c].feeds;
      if (feeds.empty() || (lost >= 0 && !hanging_[c].dual) || !(dark(feeds) || stops(feeds))) continue;
      dark_choices.push_back(c);
      fresh = fresh || !forbidden_[c];
    }
    if (!fresh) return;
    const std::size_t plant = dark_plant(plant_, live, lost >= 0).size();
    const int row = static_cast<int>(part_.rows.size());
    std::string scenario = scenario_of(lost, out);
    part_.rows.push_back({Rule::power_supplied, lost < 0 ? "racks and plant" : scenario, scenario,
                          "a second way to feed its racks", Dimension::count, 0, static_cast<double>(plant)});
    for (const std::size_t c : dark_choices) {
      part_.terms[c].push_back({row, 1});
      forbidden_[c] = true;
    }
  }

 private:
  [[nodiscard]] std::string scenario_of(int lost, int out) const {
    if (lost < 0) return "normal";
    const std::string one = device_at(site_, lost).id + " lost";
    return out < 0 ? one : device_at(site_, out).id + " out, " + one;
  }

  const Site& site_;
  std::vector<int> order_;
  std::vector<bool> bridged_;
  std::vector<Hanging> hanging_;
  std::vector<PlantLoad> plant_;
  std::vector<bool> forbidden_;
  capacity::Part& part_;
};

}  // namespace

void add_supplied_rows(const Site& site, const std::vector<capacity::Choice>& choices, capacity::Part& part) {
  SuppliedRows rows(site, choices, part);
  rows.look_at(-1, -1);
  const std::vector<int> lost = losses(site);
  for (const int device : lost) rows.look_at(device, -1);
  for (const Pair& pair : maintenance_pairs(site, lost)) rows.look_at(pair.lost, pair.out);
}

}  // namespace hallplan::power
