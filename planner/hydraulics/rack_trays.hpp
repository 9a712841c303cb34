/// How a rack's flow parts between its trays, where its maker tells its manifold.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "planner/network/network.hpp"
#include "planner/site/product.hpp"

namespace hallplan::hydraulics {

struct TrayFlows {
  std::vector<double> m3_per_s;      ///< a tray, from the supply port on
  std::vector<std::size_t> kind_of;  ///< a tray's place in `RackManifold::trays`
  double drop_pa = 0;                ///< from port to port
  std::string unknown;               ///< why there are none; then nothing else counts
};

/// Of a flow through the rack. Headers are narrow, high and rough as their ranges allow; each tray loses by the square of its flow, the high
/// end of its drop where it is of the kind `scarce`, else the low end, so that trays of that kind get the least that the ranges allow.
[[nodiscard]] TrayFlows tray_flows(const RackManifold& manifold, const network::Fluid& fluid, double flow_m3_per_s,
                                   std::size_t scarce);

/// The tray that gets least of what it requires, over all kinds.
struct WorstTray {
  std::size_t number = 0;  ///< from the supply port on, from 0
  std::size_t trays = 0;
  double flow_m3_per_s = 0, asked_m3_per_s = 0;
  double drop_pa = 0;  ///< of the rack
  std::string unknown;
};

/// `part`: what the rack asks for as a share of what its trays' flows are stated for.
[[nodiscard]] WorstTray worst_tray(const RackManifold& manifold, const network::Fluid& fluid, double flow_m3_per_s,
                                   double part);

}  // namespace hallplan::hydraulics
