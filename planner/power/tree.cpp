#include "planner/power/tree.hpp"

#include <algorithm>
#include <cstddef>

#include "planner/power/power.hpp"

namespace hallplan::power {
namespace {

bool is_root(const Device& device) {
  return device.kind == DeviceKind::utility || device.kind == DeviceKind::generator;
}

/// Puts a load on its live feeds. False when none is left.
bool put(State& state, const std::vector<int>& feeds, double sustained_w, double peak_w) {
  const std::vector<Draw> parts = live_feeds(feeds, state.live);
  for (const Draw& part : parts) {
    const auto device = static_cast<std::size_t>(part.device);
    state.output_w[device] += part.share * sustained_w;
    state.peak_w[device] += part.share * peak_w;
  }
  return !parts.empty();
}

}  // namespace

std::vector<int> sources_first(const Site& site) {
  const std::size_t count = site.devices.size();
  std::vector<std::vector<std::size_t>> fed(count);
  std::vector<std::size_t> waits_for(count, 0);
  for (std::size_t d = 0; d < count; ++d) {
    for (const Ref& source : site.devices[d].from) fed[static_cast<std::size_t>(source.index)].push_back(d);
    waits_for[d] = site.devices[d].from.size();
  }
  std::vector<int> order;
  for (std::size_t d = 0; d < count; ++d) {
    if (waits_for[d] == 0) order.push_back(static_cast<int>(d));
  }
  for (std::size_t next = 0; next < order.size(); ++next) {
    for (const std::size_t d : fed[static_cast<std::size_t>(order[next])]) {
      if (--waits_for[d] == 0) order.push_back(static_cast<int>(d));
    }
  }
  return order;
}

std::vector<bool> live_devices(const Site& site, const std::vector<int>& order, int lost) {
  std::vector<bool> live(site.devices.size(), false);
  for (const int d : order) {
    const Device& device = device_at(site, d);
    const bool fed = is_root(device) || std::any_of(device.from.begin(), device.from.end(), [&](const Ref& source) {
                       return live[static_cast<std::size_t>(source.index)];
                     });
    live[static_cast<std::size_t>(d)] = fed && d != lost;
  }
  return live;
}

std::vector<Draw> live_sources(const Device& device, const std::vector<bool>& live) {
  std::vector<int> sources;
  for (const Ref& source : device.from) {
    if (live[static_cast<std::size_t>(source.index)]) sources.push_back(source.index);
  }
  if (device.sharing == Sharing::first && sources.size() > 1) sources.resize(1);
  return live_feeds(sources, live);
}

std::vector<Draw> live_feeds(const std::vector<int>& feeds, const std::vector<bool>& live) {
  std::vector<Draw> parts;
  for (const int feed : feeds) {
    if (live[static_cast<std::size_t>(feed)]) parts.push_back({feed, 0});
  }
  for (Draw& part : parts) part.share = 1.0 / static_cast<double>(parts.size());
  return parts;
}

std::vector<int> feeds_of(const Site& site, const Placement& rack) {
  std::vector<int> feeds;
  if (rack.feed_a >= 0) feeds.push_back(rack.feed_a);
  if (rack.feed_b >= 0 && rack_at(site, rack.type).body.cords > 1) feeds.push_back(rack.feed_b);
  return feeds;
}

State simulate(const Site& site, const Plan& plan, int lost) {
  const std::vector<int> order = sources_first(site);
  State state;
  state.lost = lost;
  state.live = live_devices(site, order, lost);
  state.output_w.assign(site.devices.size(), 0.0);
  state.input_w = state.output_w;
  state.peak_w = state.output_w;
  for (std::size_t i = 0; i < plan.racks.size(); ++i) {
    const RackType& rack = rack_at(site, plan.racks[i].type).body;
    if (!put(state, feeds_of(site, plan.racks[i]), rack_w(site, rack), rack_peak_w(site, rack))) {
      state.dark_racks.push_back(static_cast<int>(i));
    }
  }
  for (const PlantLoad& load : plant_loads(site)) {
    if (!put(state, load.feeds, load.power_w(), load.power_w())) state.dark_plant.push_back(load.name);
  }
  for (auto d = order.rbegin(); d != order.rend(); ++d) {
    const auto at = static_cast<std::size_t>(*d);
    if (!state.live[at]) continue;
    const double efficiency = efficiency_of(site, site.devices[at]);
    state.input_w[at] = state.output_w[at] / efficiency;
    for (const Draw& source : live_sources(site.devices[at], state.live)) {
      const auto from = static_cast<std::size_t>(source.device);
      state.output_w[from] += source.share * state.input_w[at];
      state.peak_w[from] += source.share * state.peak_w[at] / efficiency;
    }
  }
  return state;
}

std::vector<int> losses(const Site& site) {
  std::vector<bool> carries(site.devices.size(), false);
  const auto hang = [&](const Ref& on) {
    if (on.index >= 0) carries[static_cast<std::size_t>(on.index)] = true;
  };
  for (const Device& device : site.devices) {
    for (const Ref& source : device.from) hang(source);
  }
  for (const Row& row : site.rows) {
    for (const FeedPair& pair : row.feeds) {
      hang(pair.a);
      hang(pair.b);
    }
  }
  for (const PinnedRack& rack : site.placed) {
    hang(rack.feed_a);
    hang(rack.feed_b);
  }
  for (const PlantLoad& load : plant_loads(site)) {
    for (const int feed : load.feeds) carries[static_cast<std::size_t>(feed)] = true;
  }
  std::vector<int> looked_at;
  for (std::size_t d = 0; d < carries.size(); ++d) {
    if (carries[d]) looked_at.push_back(static_cast<int>(d));
  }
  return looked_at;
}

double facility_w(const Site& site, const Plan& plan) {
  const State normal = simulate(site, plan, -1);
  double sum_w = 0;
  for (std::size_t d = 0; d < site.devices.size(); ++d) {
    if (is_root(site.devices[d])) sum_w += normal.output_w[d];
  }
  return sum_w;
}

std::vector<double> zone_losses_w(const Site& site, const Plan& plan) {
  const State normal = simulate(site, plan, -1);
  std::vector<double> losses_w(site.air_zones.size(), 0.0);
  for (std::size_t d = 0; d < site.devices.size(); ++d) {
    const Device& device = site.devices[d];
    if (!device.in_hall || device.air_zone.index < 0) continue;
    losses_w[static_cast<std::size_t>(device.air_zone.index)] += normal.input_w[d] - normal.output_w[d];
  }
  return losses_w;
}

}  // namespace hallplan::power
