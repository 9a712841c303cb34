// How long plant behind UPS stands while a board after them switches over: the UPS bridge what lies before them alone.
#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "planner/power/checks.hpp"
#include "planner/power/gap.hpp"
#include "planner/power/tree.hpp"

namespace hallplan::power {
namespace {

/// Keeps the longer of two; one of which something is not known stands for both.
void take_longer(Switchover& longest, Switchover other) {
  if (!longest.unknown.empty()) return;
  if (!other.unknown.empty() || other.seconds > longest.seconds) longest = std::move(other);
}

/// Of units, those without voltage after a loss: for a while, or for good.
struct Standing {
  int units = 0;
  Switchover longest;  ///< of those that have voltage again
};

Standing standing_after(const Site& site, const UnitFeeds& units, LossGaps& gaps, const std::vector<bool>& after) {
  Standing out;
  for (const std::vector<int>& feeds : units) {
    const auto lives = [&](int feed) { return after[static_cast<std::size_t>(feed)]; };
    if (std::none_of(feeds.begin(), feeds.end(), lives)) {
      ++out.units;
      continue;
    }
    const int feed = gaps.waiting_on(feeds);
    if (feed < 0 || gaps.of(feed).holds()) continue;
    ++out.units;
    const Gap& gap = gaps.of(feed);
    take_longer(out.longest, {gap.seconds, gaps.words(feed), gap.unknown < 0 ? std::string() : unknown_gap(site, gap)});
  }
  return out;
}

std::vector<bool> without_utilities(const Site& site, const std::vector<int>& order) {
  std::vector<bool> live(site.devices.size(), false);
  for (const int d : order) {
    const Device& device = device_at(site, d);
    if (device.kind == DeviceKind::utility || device.waiting) continue;
    live[static_cast<std::size_t>(d)] =
        is_root(device) || std::any_of(device.from.begin(), device.from.end(),
                                       [&](const Ref& source) { return live[static_cast<std::size_t>(source.index)]; });
  }
  return live;
}

}  // namespace

Switchover switchover_without_utilities(const Site& site, const std::vector<int>& feeds) {
  const std::vector<int> order = sources_first(site);
  const std::vector<bool> bridged = always_bridged(site, order);
  const std::vector<bool> after = without_utilities(site, order);
  // Which racks will run generators is not asked: as for the search, those count that run for plant.
  const Before before = before_loss(site, order, plant_feeds(site, plant_loads(site)), -1);
  LossGaps gaps(site, order, bridged, before, after);
  return standing_after(site, {feeds}, gaps, after).longest;
}

Switchover longest_switchover(const Site& site, const UnitFeeds& units, int spare) {
  const std::vector<int> order = sources_first(site);
  const std::vector<bool> bridged = always_bridged(site, order);
  const auto stays = [&](const std::vector<int>& feeds) {
    return std::all_of(feeds.begin(), feeds.end(), [&](int feed) { return bridged[static_cast<std::size_t>(feed)]; });
  };
  Switchover longest;
  if (std::all_of(units.begin(), units.end(), stays)) return longest;
  const std::vector<bool> loaded = plant_feeds(site, plant_loads(site));
  const Before normal = before_loss(site, order, loaded, -1);
  const std::vector<int> lost = losses(site);
  std::vector<Pair> states = maintenance_pairs(site, lost);
  for (const int device : lost) states.push_back({-1, device});
  for (const Pair& state : states) {
    const std::vector<bool> after = live_devices(site, order, state.lost, state.out);
    for (const Pair& way : orders_of(site, state)) {
      const std::optional<Before> own =
          way.out < 0 ? std::nullopt : std::optional(before_loss(site, order, loaded, way.out));
      LossGaps gaps(site, order, bridged, own ? *own : normal, after);
      Standing standing = standing_after(site, units, gaps, after);
      if (standing.units > spare) take_longer(longest, std::move(standing.longest));
    }
  }
  return longest;
}

}  // namespace hallplan::power
