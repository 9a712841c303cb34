#include "planner/site/live.hpp"

#include <algorithm>
#include <cstddef>

namespace hallplan {

bool is_root(const Device& device) {
  return device.kind == DeviceKind::utility || device.kind == DeviceKind::generator;
}

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

std::vector<bool> live_devices(const Site& site, const std::vector<int>& order, int lost, int out) {
  std::vector<bool> live(site.devices.size(), false);
  for (const int d : order) {
    const Device& device = site.devices[static_cast<std::size_t>(d)];
    const bool fed = is_root(device) || std::any_of(device.from.begin(), device.from.end(), [&](const Ref& source) {
                       return live[static_cast<std::size_t>(source.index)];
                     });
    live[static_cast<std::size_t>(d)] = fed && d != lost && d != out && !device.waiting;
  }
  return live;
}

std::vector<Pair> maintenance_pairs(const Site& site, const std::vector<int>& devices) {
  std::vector<Pair> pairs;
  if (site.policy.power != FaultPolicy::maintenance) return pairs;
  const auto maintained = [&](int device) { return site.devices[static_cast<std::size_t>(device)].maintained; };
  for (std::size_t i = 0; i < devices.size(); ++i) {
    for (std::size_t j = i + 1; j < devices.size(); ++j) {
      if (maintained(devices[i])) {
        pairs.push_back({devices[i], devices[j]});
      } else if (maintained(devices[j])) {
        pairs.push_back({devices[j], devices[i]});
      }
    }
  }
  return pairs;
}

}  // namespace hallplan
