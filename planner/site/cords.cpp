#include "planner/site/cords.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/site/live.hpp"

namespace hallplan {
namespace {

/// Units as the power tree sees them.
struct Corded {
  std::vector<std::vector<int>> feeds;  ///< by unit: what it hangs on
  std::vector<std::string> names;       ///< by unit; empty: they have none
  bool single = false;                  ///< some of them hang on one device alone
};

void add(const std::vector<int>& own_feeds, const std::vector<Ref>& all_feeds, Corded& out) {
  std::vector<int> all;
  all.reserve(all_feeds.size());
  for (const Ref& feed : all_feeds) all.push_back(feed.index);
  for (const int own : own_feeds) {
    out.feeds.push_back(own < 0 ? all : std::vector<int>{own});
    out.single = out.single || own >= 0;
  }
}

template <class Group>
void add(const Group& group, Corded& out) {
  add(own_feeds(group), group.feeds, out);
  for (const Unit& unit : group.units) out.names.push_back(unit.id);
}

std::vector<int> feeds_of(const std::vector<Unit>& units) {
  std::vector<int> own;
  own.reserve(units.size());
  for (const Unit& unit : units) own.push_back(unit.feed.index);
  return own;
}

std::vector<std::size_t> stopped(const Corded& group, const std::vector<bool>& live) {
  std::vector<std::size_t> units;
  for (std::size_t u = 0; u < group.feeds.size(); ++u) {
    const std::vector<int>& feeds = group.feeds[u];
    const auto has_power = [&](int feed) { return feed >= 0 && live[static_cast<std::size_t>(feed)]; };
    if (!feeds.empty() && std::none_of(feeds.begin(), feeds.end(), has_power)) units.push_back(u);
  }
  return units;
}

/// The devices that the units hang on, directly or through others, those nearest to them first.
std::vector<int> above(const Site& site, const Corded& group, const std::vector<int>& order) {
  std::vector<bool> carries(site.devices.size(), false);
  const auto mark = [&](int device) {
    if (device >= 0) carries[static_cast<std::size_t>(device)] = true;
  };
  for (const std::vector<int>& feeds : group.feeds) std::for_each(feeds.begin(), feeds.end(), mark);
  std::vector<int> found;
  for (auto d = order.rbegin(); d != order.rend(); ++d) {
    const Device& device = site.devices[static_cast<std::size_t>(*d)];
    if (!carries[static_cast<std::size_t>(*d)] || device.waiting) continue;
    found.push_back(*d);
    for (const Ref& source : device.from) mark(source.index);
  }
  return found;
}

std::string names_of(const Corded& group, const std::vector<std::size_t>& units) {
  if (group.names.empty()) return fmt::format("{} of {} units", units.size(), group.feeds.size());
  std::vector<std::string> names;
  names.reserve(units.size());
  for (const std::size_t unit : units) names.push_back(group.names[unit]);
  return join(names, ", ");
}

/// The largest sets of units that some loss stops, of those that `counts`.
template <class Counts>
std::vector<CordLoss> losses_of(const Site& site, const Corded& group, const Counts& counts) {
  std::vector<CordLoss> losses;
  if (!group.single) return losses;
  const std::vector<int> order = sources_first(site);
  std::vector<int> devices = above(site, group, order);
  std::vector<Pair> losses_and_pairs;
  losses_and_pairs.reserve(devices.size());
  for (const int device : devices) losses_and_pairs.push_back({-1, device});
  std::sort(devices.begin(), devices.end());  // pairs are named as those of the power checks are
  const std::vector<Pair> pairs = maintenance_pairs(site, devices);
  losses_and_pairs.insert(losses_and_pairs.end(), pairs.rbegin(), pairs.rend());
  const auto covers = [](const std::vector<std::size_t>& more, const std::vector<std::size_t>& less) {
    return std::includes(more.begin(), more.end(), less.begin(), less.end());
  };
  for (const Pair& pair : losses_and_pairs) {
    std::vector<std::size_t> units = stopped(group, live_devices(site, order, pair.lost, pair.out));
    const auto has_it = [&](const CordLoss& other) { return covers(other.units, units); };
    if (!counts(units) || std::any_of(losses.begin(), losses.end(), has_it)) continue;
    const auto is_less = [&](const CordLoss& other) { return covers(units, other.units); };
    losses.erase(std::remove_if(losses.begin(), losses.end(), is_less), losses.end());
    const auto id = [&](int device) { return site.devices[static_cast<std::size_t>(device)].id; };
    const std::string out = pair.out >= 0 ? id(pair.out) + " out, " : "";
    std::string words = fmt::format("{}loss of {} stops {}", out, id(pair.lost), names_of(group, units));
    losses.push_back({out + id(pair.lost) + " lost", std::move(units), std::move(words)});
  }
  return losses;
}

std::vector<CordLoss> losses_beyond(const Site& site, const Corded& group, int spare) {
  return losses_of(site, group, [&](const std::vector<std::size_t>& units) {
    // A board with one unit is the loss of that unit, whatever the group makes of it.
    return static_cast<int>(units.size()) > std::max(spare, 1) && units.size() < group.feeds.size();
  });
}

template <class Group>
std::vector<CordLoss> losses_beyond_spare(const Site& site, const Group& group) {
  Corded units;
  add(group, units);
  return losses_beyond(site, units, group.spare);
}

}  // namespace

void deal_feeds(const std::vector<Ref>& feeds, int cords, std::vector<Unit>& units) {
  if (cords != 1 || feeds.empty()) return;
  for (std::size_t u = 0; u < units.size(); ++u) {
    if (!units[u].feed.given()) units[u].feed = feeds[u % feeds.size()];
  }
}

void deal_feeds(Site& site) {
  for (CduGroup& group : site.cdu_groups) deal_feeds(group.feeds, group.cords, group.units);
  for (AirZone& zone : site.air_zones) deal_feeds(zone.feeds, zone.cords, zone.units);
}

std::vector<int> own_feeds(const CduGroup& group) { return feeds_of(group.units); }
std::vector<int> own_feeds(const AirZone& zone) { return feeds_of(zone.units); }
std::vector<int> own_feeds(const FacilityLoop& loop) {
  const Rejection& rejection = loop.rejection;
  std::vector<int> own(static_cast<std::size_t>(rejection.units), -1);
  for (std::size_t u = 0; u < own.size() && rejection.cords == 1 && !rejection.feeds.empty(); ++u) {
    own[u] = rejection.feeds[u % rejection.feeds.size()].index;
  }
  return own;
}

const std::vector<Ref>& pump_feeds(const FacilityLoop& loop) {
  const Rejection& rejection = loop.rejection;
  return rejection.pump_feeds.empty() ? rejection.feeds : rejection.pump_feeds;
}

std::string out_besides(FaultPolicy policy) {
  return units_missing(policy, 0) > 0 ? units_missing_text(policy, 0) + ", " : std::string();
}

std::vector<PlantLoss> plant_losses(FaultPolicy policy, int spare, std::vector<CordLoss> of_power) {
  std::vector<PlantLoss> losses;
  if (const int missing = units_missing(policy, spare); missing > 0) {
    losses.push_back({missing, units_missing_text(policy, spare)});
  }
  const int more = units_missing(policy, 0);
  for (CordLoss& loss : of_power) {
    const int units = static_cast<int>(loss.units.size()) + more;
    losses.push_back({units, out_besides(policy) + loss.scenario, std::move(loss.units), loss.words + ": "});
  }
  return losses;
}

std::vector<CordLoss> cord_losses(const Site& site, const CduGroup& group) { return losses_beyond_spare(site, group); }
std::vector<CordLoss> cord_losses(const Site& site, const AirZone& zone) { return losses_beyond_spare(site, zone); }
std::vector<CordLoss> cord_losses(const Site& site, const FacilityLoop& loop) {
  Corded units;
  add(own_feeds(loop), loop.rejection.feeds, units);
  return losses_beyond(site, units, loop.rejection.spare);
}

std::vector<CordLoss> air_cord_losses(const Site& site) {
  Corded all;
  for (const AirZone& zone : site.air_zones) add(zone, all);
  return losses_of(site, all, [&](const std::vector<std::size_t>& units) {
    bool beyond_spare = units.size() > 1;
    auto unit = units.begin();
    std::size_t end = 0;
    for (const AirZone& zone : site.air_zones) {
      end += zone.units.size();
      const auto next = std::lower_bound(unit, units.end(), end);
      const auto stopped = static_cast<std::size_t>(next - unit);
      if (stopped > 0 && stopped == zone.units.size()) return false;
      beyond_spare = beyond_spare || static_cast<int>(stopped) > zone.spare;
      unit = next;
    }
    return beyond_spare;
  });
}

int stopped_units(const AirZone& zone, const std::vector<bool>& live) {
  Corded units;
  add(zone, units);
  return static_cast<int>(stopped(units, live).size());
}

}  // namespace hallplan
