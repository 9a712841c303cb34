#include "planner/site/voltage.hpp"

#include <cstddef>

namespace hallplan {

const Value* voltage_of(const Site& site, const Device& device) {
  const Device* at = &device;
  for (std::size_t steps = 0; steps <= site.devices.size(); ++steps) {  // a tree with a circle is refused elsewhere
    if (at->voltage_v) return &*at->voltage_v;
    if (at->busway_type.index >= 0) {
      return &site.catalogue.busways[static_cast<std::size_t>(at->busway_type.index)].body.voltage_v;
    }
    if (at->kind == DeviceKind::transformer || at->from.empty() || at->from.front().index < 0) return nullptr;
    at = &site.devices[static_cast<std::size_t>(at->from.front().index)];
  }
  return nullptr;
}

}  // namespace hallplan
