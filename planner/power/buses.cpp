#include "planner/power/buses.hpp"

#include <cstddef>
#include <numeric>

#include "planner/power/tree.hpp"

namespace hallplan::power {
namespace {

/// A board that only passes on what its sources bring: all of them are closed on it.
bool passes_on(const Device& device) {
  const bool board =
      device.kind == DeviceKind::switchboard || device.kind == DeviceKind::busway || device.kind == DeviceKind::pdu;
  return board && !device.from.empty() && (device.sharing == Sharing::equal || device.from.size() == 1);
}

/// Sets that are joined one by one.
class Joined {
 public:
  explicit Joined(std::size_t count) : parent_(count) { std::iota(parent_.begin(), parent_.end(), 0); }

  int root(int d) {
    int& parent = parent_[static_cast<std::size_t>(d)];
    while (parent_[static_cast<std::size_t>(parent)] != parent) parent = parent_[static_cast<std::size_t>(parent)];
    return parent;
  }
  void join(int a, int b) { parent_[static_cast<std::size_t>(root(b))] = root(a); }

 private:
  std::vector<int> parent_;
};

}  // namespace

Buses buses_of(const Site& site, const Loads& loads) {
  const std::size_t count = site.devices.size();
  Joined joined(count);
  for (std::size_t d = 0; d < count; ++d) {
    const Device& device = site.devices[d];
    if (device.sharing == Sharing::first && !passes_on(device)) continue;
    for (const int source : loads.sources[d]) joined.join(loads.sources[d].front(), source);
    if (passes_on(device)) joined.join(loads.sources[d].front(), static_cast<int>(d));
  }
  Buses buses;
  buses.of.resize(count);
  std::vector<int> number(count, -1);  // by root
  for (const int d : loads.order) {
    int& bus = number[static_cast<std::size_t>(joined.root(d))];
    if (bus < 0) {
      bus = static_cast<int>(buses.members.size());
      buses.members.emplace_back();
      buses.brought.emplace_back();
    }
    buses.of[static_cast<std::size_t>(d)] = bus;
    buses.members[static_cast<std::size_t>(bus)].push_back(d);
    if (!passes_on(device_at(site, d))) buses.brought[static_cast<std::size_t>(bus)].push_back(d);
  }
  return buses;
}

}  // namespace hallplan::power
