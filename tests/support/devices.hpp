/// Power devices of a site by their names.
#pragma once

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <string>

#include "planner/site/site.hpp"

namespace hallplan::test {

inline std::size_t device_index(const Site& site, const std::string& id) {
  const auto found =
      std::find_if(site.devices.begin(), site.devices.end(), [&](const Device& each) { return each.id == id; });
  if (found == site.devices.end()) throw std::runtime_error("no device " + id);
  return static_cast<std::size_t>(found - site.devices.begin());
}

inline Device& device(Site& site, const std::string& id) { return site.devices[device_index(site, id)]; }
inline const Device& device(const Site& site, const std::string& id) { return site.devices[device_index(site, id)]; }

}  // namespace hallplan::test
