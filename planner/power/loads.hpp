/// What hangs on the power tree, gathered once for all states: racks by the feeds they hang on and their type, plant, and the
/// devices themselves. A state then costs the devices and the distinct groups of racks, not the racks.
#pragma once

#include <array>
#include <vector>

#include "planner/power/gap.hpp"
#include "planner/power/power.hpp"
#include "planner/power/tree.hpp"

namespace hallplan::power {

/// Racks of one type on the same feeds, and with doors of the same fans.
struct RackGroup {
  std::array<int, 2> feeds{-1, -1};  ///< -1: none
  int type = -1;
  double sustained_w = 0;  ///< of one rack, the fans of its door among it
  double peak_w = 0;       ///< likewise
  double door_fans_w = 0;  ///< of one rack
  std::vector<int> racks;  ///< of the plan, rising

  [[nodiscard]] double count() const { return static_cast<double>(racks.size()); }
};

/// What hangs directly on one device, by index.
struct HangsOn {
  std::vector<int> groups;
  std::vector<int> plant;
  std::vector<int> devices;
};

struct Loads {
  std::vector<int> order;                 ///< of devices, sources first
  std::vector<std::vector<int>> sources;  ///< by device
  std::vector<double> efficiency;         ///< by device
  std::vector<double> recharge_w;         ///< by device: what a live UPS takes in besides, for its battery
  std::vector<bool> bridged;              ///< by device: see `always_bridged`
  std::vector<bool> loaded;               ///< by device: racks or plant that draw power hang on it directly
  Before normal;                          ///< what lives and runs with nothing lost
  std::vector<PlantLoad> plant;
  std::vector<RackGroup> groups;  ///< by feeds and type
  std::vector<HangsOn> on;        ///< by device
};

[[nodiscard]] Loads loads_of(const Site& site, const Plan& plan);

/// The tree after a loss; see `simulate` of a plan.
[[nodiscard]] State simulate(const Site& site, const Loads& loads, int lost, int out = -1);
/// The same with these devices live. What lives and draws from nothing that does is on its battery.
[[nodiscard]] State simulate(const Site& site, const Loads& loads, int lost, int out, std::vector<bool> live);

/// Share of a load that each of its live feeds carries, in equal parts; 0 when none lives.
template <class Feeds>
[[nodiscard]] double live_share(const Feeds& feeds, const std::vector<bool>& live) {
  int count = 0;
  for (const int feed : feeds) count += feed >= 0 && live[static_cast<std::size_t>(feed)] ? 1 : 0;
  return count > 0 ? 1.0 / count : 0.0;
}

/// Share of a load with these feeds that a live `device` carries; a load may name a feed twice.
template <class Feeds>
[[nodiscard]] double share_on(const Feeds& feeds, int device, const std::vector<bool>& live) {
  int times = 0;
  for (const int feed : feeds) times += feed == device ? 1 : 0;
  return live[static_cast<std::size_t>(device)] ? times * live_share(feeds, live) : 0.0;
}

/// Share of what `drawer` takes in that it draws from `source`: equal parts, or all from the first live one.
[[nodiscard]] double share_from(const Site& site, const Loads& loads, int drawer, int source,
                                const std::vector<bool>& live);

}  // namespace hallplan::power
