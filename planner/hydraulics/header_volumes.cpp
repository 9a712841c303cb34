#include "planner/hydraulics/header_volumes.hpp"

#include <algorithm>
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

/// `share`: by pipes; 0: not known.
void deal_out(MaybeValue& volume, double share, double equal) {
  if (!volume) return;
  if (share <= 0) volume->means = kEqualPart;
  const double part = share > 0 ? share : equal;
  volume->low *= std::min(part, equal);
  volume->value *= part;
  volume->high *= part;
}

/// The part that a unit's pipes have of all units'; none where a unit has no racks, for its headers are there without them.
HeaderVolumes shares_of(const Piping& pipes, const GroupNetwork& network, std::size_t unit) {
  double supply_m3 = 0, return_m3 = 0;
  for (const HeaderPair& pair : network.headers) {
    if (pair.racks == 0) return {};
    supply_m3 += header_volumes(pipes, pair).supply_m3->value;
    return_m3 += header_volumes(pipes, pair).return_m3->value;
  }
  HeaderVolumes own = header_volumes(pipes, network.headers[unit]);
  own.supply_m3->value /= supply_m3;
  own.return_m3->value /= return_m3;
  return own;
}

}  // namespace

CduGroup with_unit_volumes(const Site& site, const Plan& plan, int group, std::size_t unit) {
  CduGroup made = site.cdu_groups[static_cast<std::size_t>(group)];
  if (!made.ride_through) return made;
  CoolantInventory& ride = *made.ride_through;
  const double equal = 1 / static_cast<double>(made.units.size());
  double supply_share = 0, return_share = 0;
  HeaderVolumes own;
  if (cdu_of(site, made).body.in_rack) {
    own.supply_m3 = Value{};
    own.return_m3 = Value{};
  } else if (made.piping) {
    const GroupNetwork network = network_of(site, plan, group);
    if (network.unknown.empty()) {
      own = header_volumes(*made.piping, network.headers[unit]);
      const HeaderVolumes shares = shares_of(*made.piping, network, unit);
      if (shares.supply_m3) supply_share = shares.supply_m3->value;
      if (shares.return_m3) return_share = shares.return_m3->value;
    }
  }
  deal_out(ride.supply_m3, supply_share, equal);
  deal_out(ride.return_m3, return_share, equal);
  deal_out(ride.tank_m3, 0, equal);
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
