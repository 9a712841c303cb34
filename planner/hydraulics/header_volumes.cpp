#include "planner/hydraulics/header_volumes.hpp"

#include <cstddef>
#include <numbers>
#include <string>

#include "planner/hydraulics/loads.hpp"

namespace hallplan::hydraulics {
namespace {

/// A pipe's, at one end of its ranges.
double volume_m3(double length_m, double diameter_m) {
  return std::numbers::pi / 4 * diameter_m * diameter_m * length_m;
}

Value volume_of(const Piping& pipes, double header_m, double branches) {
  Value made;
  made.low = volume_m3(header_m, pipes.header_diameter_m.low) +
             branches * volume_m3(pipes.branch_length_m.low, pipes.branch_diameter_m.low);
  made.value = volume_m3(header_m, pipes.header_diameter_m.value) +
               branches * volume_m3(pipes.branch_length_m.value, pipes.branch_diameter_m.value);
  made.high = volume_m3(header_m, pipes.header_diameter_m.high) +
              branches * volume_m3(pipes.branch_length_m.high, pipes.branch_diameter_m.high);
  made.means = kByPipes;
  made.trust = Trust::inferred;
  made.at = pipes.header_diameter_m.at;
  return made;
}

}  // namespace

HeaderVolumes header_volumes(const Piping& pipes, const GroupNetwork& network) {
  if (!network.unknown.empty()) return {};
  const auto branches = static_cast<double>(network.racks.size());
  return {volume_of(pipes, network.supply_m, branches), volume_of(pipes, network.return_m, branches)};
}

HeaderVolumes header_volumes(const Piping& pipes, const HeaderPair& pair) {
  const auto branches = static_cast<double>(pair.racks);
  return {volume_of(pipes, pair.supply_m, branches), volume_of(pipes, pair.return_m, branches)};
}

namespace {

void scale(MaybeValue& volume, double share) {
  if (!volume) return;
  for (double* end : {&volume->low, &volume->value, &volume->high}) *end *= share;
}

}  // namespace

CduGroup with_unit_volumes(const Site& site, const Plan& plan, int group, std::size_t unit) {
  CduGroup made = site.cdu_groups[static_cast<std::size_t>(group)];
  if (!made.ride_through) return made;
  CoolantInventory& ride = *made.ride_through;
  const double equal = 1 / static_cast<double>(made.units.size());
  double supply_share = equal, return_share = equal;
  HeaderVolumes own;
  if (cdu_of(site, made).body.in_rack) {
    own.supply_m3 = Value{};
    own.return_m3 = Value{};
  } else if (made.piping) {
    const GroupNetwork network = network_of(site, plan, group);
    if (network.unknown.empty()) {
      own = header_volumes(*made.piping, network.headers[unit]);
      double supply_m3 = 0, return_m3 = 0;
      for (const HeaderPair& pair : network.headers) {
        const HeaderVolumes one = header_volumes(*made.piping, pair);
        supply_m3 += one.supply_m3->value;
        return_m3 += one.return_m3->value;
      }
      if (supply_m3 > 0) supply_share = own.supply_m3->value / supply_m3;
      if (return_m3 > 0) return_share = own.return_m3->value / return_m3;
    }
  }
  scale(ride.supply_m3, supply_share);
  scale(ride.return_m3, return_share);
  scale(ride.tank_m3, equal);
  if (!ride.supply_m3) ride.supply_m3 = own.supply_m3;
  if (!ride.return_m3) ride.return_m3 = own.return_m3;
  return made;
}

CduGroup with_header_volumes(const Site& site, const Plan& plan, int group) {
  CduGroup made = site.cdu_groups[static_cast<std::size_t>(group)];
  if (!made.piping || !made.ride_through) return made;
  CoolantInventory& ride = *made.ride_through;
  if (ride.supply_m3 && ride.return_m3) return made;
  const HeaderVolumes volumes = header_volumes(*made.piping, network_of(site, plan, group));
  if (!ride.supply_m3) ride.supply_m3 = volumes.supply_m3;
  if (!ride.return_m3) ride.return_m3 = volumes.return_m3;
  return made;
}

}  // namespace hallplan::hydraulics
