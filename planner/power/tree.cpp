#include "planner/power/tree.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "planner/power/checks.hpp"
#include "planner/power/loads.hpp"
#include "planner/site/normal_sources.hpp"

namespace hallplan::power {
namespace {

std::vector<double> zone_losses_in(const Site& site, const State& state) {
  std::vector<double> losses_w(site.air_zones.size(), 0.0);
  for (std::size_t d = 0; d < site.devices.size(); ++d) {
    const Device& device = site.devices[d];
    if (!device.in_hall || device.air_zone.index < 0) continue;
    losses_w[static_cast<std::size_t>(device.air_zone.index)] +=
        state.output_w[d] * (1 / efficiency_of(site, device) - 1);  // what recharges a battery stays in it
  }
  return losses_w;
}

}  // namespace

std::vector<bool> live(const Site& site) { return live_devices(site, sources_first(site), -1); }

std::vector<int> losses(const Site& site) {
  std::vector<bool> carries(site.devices.size(), false);
  const auto hang = [&](const Ref& on) {
    if (on.index >= 0) carries[static_cast<std::size_t>(on.index)] = true;
  };
  for (const Device& device : site.devices) {
    for (const Ref& source : device.from) hang(source);
  }
  for (const Ref& feed : rack_feeds(site)) hang(feed);
  for (const PlantLoad& load : plant_loads(site)) {
    for (const int feed : load.feeds) carries[static_cast<std::size_t>(feed)] = true;
  }
  std::vector<int> looked_at;
  for (std::size_t d = 0; d < carries.size(); ++d) {
    if (carries[d] && !site.devices[d].waiting) looked_at.push_back(static_cast<int>(d));
  }
  return looked_at;
}

double facility_w(const Site& site, const Plan& plan) {
  Loads loads = loads_of(site, plan);
  std::fill(loads.recharge_w.begin(), loads.recharge_w.end(), 0.0);  // batteries are full
  const State normal = simulate(site, loads, -1);
  double sum_w = 0;
  for (std::size_t d = 0; d < site.devices.size(); ++d) {
    if (is_root(site.devices[d])) sum_w += normal.output_w[d];
  }
  return sum_w;
}

std::vector<double> zone_losses_w(const Site& site, const Plan& plan) {
  return zone_losses_in(site, simulate(site, plan, -1));
}

std::vector<ZoneLosses> zone_losses_by_loss(const Site& site, const Plan& plan) {
  const auto heats = [](const Device& device) { return device.in_hall && device.air_zone.index >= 0; };
  if (std::none_of(site.devices.begin(), site.devices.end(), heats)) return {};
  const Loads loads = loads_of(site, plan);
  std::vector<ZoneLosses> by_loss;
  const auto add = [&](int lost, int out) {
    const State state = simulate(site, loads, lost, out);
    by_loss.push_back({scenario_of(site, state), state.live, zone_losses_in(site, state)});
  };
  const std::vector<int> looked_at = losses(site);
  for (const int lost : looked_at) add(lost, -1);
  for (const Pair& pair : maintenance_pairs(site, looked_at)) add(pair.lost, pair.out);
  return by_loss;
}

}  // namespace hallplan::power
