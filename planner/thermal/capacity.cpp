// The zones' limits as rows for the search and its bound. Each must equal its check on any placement.
#include <algorithm>
#include <cstddef>
#include <utility>

#include "planner/site/air_coil.hpp"
#include "planner/thermal/zones.hpp"

namespace hallplan::thermal {
namespace {

using capacity::Choice;
using capacity::Part;
using capacity::Row;

/// A rack connected as the choice says, in the row's first slot: losses do not depend on the slot.
Placement connected(const Site& site, const Choice& choice) {
  Placement rack;
  rack.type = choice.type;
  rack.row = choice.row;
  rack.slot = 0;
  rack.cdu_group = choice.cdu_group;
  if (choice.feed_pair >= 0) {
    const hallplan::Row& row = site.rows[static_cast<std::size_t>(choice.row)];
    const FeedPair& pair = row.feeds[static_cast<std::size_t>(choice.feed_pair)];
    rack.feed_a = pair.a.index;
    const bool single = site.catalogue.racks[static_cast<std::size_t>(choice.type)].body.single_corded();
    rack.feed_b = single ? -1 : pair.b.index;
  }
  return rack;
}

/// Heat and flow of a zone as they add up over choices.
struct Shares {
  std::vector<double> heat_w;
  std::vector<double> flow_m3_per_s;
};

std::vector<Shares> shares_of(const Site& site, const std::vector<Choice>& choices, DeviceLosses device_losses,
                              const std::vector<double>& base_losses_w) {
  const Shares none{std::vector<double>(choices.size(), 0.0), std::vector<double>(choices.size(), 0.0)};
  std::vector<Shares> shares(site.air_zones.size(), none);
  for (std::size_t c = 0; c < choices.size(); ++c) {
    const RackType& rack = site.catalogue.racks[static_cast<std::size_t>(choices[c].type)].body;
    const int row = choices[c].row;
    const auto zone = static_cast<std::size_t>(site.rows[static_cast<std::size_t>(row)].air_zone.index);
    const DoorHeat door = door_heat(site, row, choices[c].type);
    shares[zone].heat_w[c] += rack_air_heat_w(site, rack) - door.least_w + door.fan_w;
    shares[zone].flow_m3_per_s[c] = rack_airflow_m3_per_s(rack, inlet_for_flow_degc(site, site.air_zones[zone])) *
                                    (1.0 + site.air_zones[zone].leakage.high);
    Plan one;
    one.racks.push_back(connected(site, choices[c]));
    const std::vector<double> losses_w = device_losses(site, one);
    for (std::size_t z = 0; z < shares.size(); ++z) shares[z].heat_w[c] += losses_w[z] - base_losses_w[z];
  }
  return shares;
}

/// By zone: whether its heat is decided whatever stands there. Where the units' capacity is not known, or that of a door behind some rack, the
/// check is undecided even of heat that is too much: the rows steer the search and prove nothing.
std::vector<bool> decided_zones(const Site& site, const std::vector<Choice>& choices) {
  std::vector<bool> decided;
  for (const AirZone& zone : site.air_zones) {
    decided.push_back(!water_cools(site, zone) || unit_capacity(site, zone, zone.supply_degc.low).unknown.empty());
  }
  const auto look_at = [&](int row, int type) {
    const auto z = static_cast<std::size_t>(site.rows[static_cast<std::size_t>(row)].air_zone.index);
    const bool matters = decided[z] && water_cools(site, site.air_zones[z]);
    if (matters && !unknown_door(site, row, type).empty()) decided[z] = false;
  };
  for (const Choice& choice : choices) look_at(choice.row, choice.type);
  return decided;
}

/// By zone: what the door of one rack takes at most, of all that may be placed and whose capacity is known.
std::vector<double> worst_doors_w(const Site& site, const std::vector<Choice>& choices) {
  std::vector<double> worst(site.air_zones.size(), 0.0);
  for (const Choice& choice : choices) {
    if (!unknown_door(site, choice.row, choice.type).empty()) continue;
    const auto zone = static_cast<std::size_t>(site.rows[static_cast<std::size_t>(choice.row)].air_zone.index);
    worst[zone] = std::max(worst[zone], door_heat(site, choice.row, choice.type).least_w);
  }
  return worst;
}

/// Appends a row with one amount a choice.
void add(Part& part, Row row, const std::vector<double>& amounts) {
  const int index = static_cast<int>(part.rows.size());
  part.rows.push_back(std::move(row));
  for (std::size_t c = 0; c < amounts.size(); ++c) {
    if (amounts[c] != 0) part.terms[c].push_back({index, amounts[c]});
  }
}

}  // namespace

Part capacity_rows(const Site& site, const std::vector<Choice>& choices, DeviceLosses device_losses) {
  Part part;
  part.terms.resize(choices.size());
  const Plan empty;
  const std::vector<double> base_losses_w = device_losses(site, empty);
  const std::vector<Shares> shares = shares_of(site, choices, device_losses, base_losses_w);
  const std::vector<ZoneBalance> normal = balances(site, empty, base_losses_w);
  const std::vector<double> worst_doors = worst_doors_w(site, choices);
  const std::vector<bool> decided = decided_zones(site, choices);
  for (std::size_t z = 0; z < site.air_zones.size(); ++z) {
    const AirZone& zone = site.air_zones[z];
    std::vector<PlantLoss> states = losses_of(site, zone);
    states.insert(states.begin(), {0, "normal"});
    for (const PlantLoss& state : states) {
      const ZoneBalance balance = without_units(site, zone, normal[z], state.units);
      add(part,
          {Rule::air_heat, zone.id, state.scenario, "an air unit", Dimension::power, balance.capacity_w,
           balance.other_heat_w, decided[z]},
          shares[z].heat_w);
      add(part,
          {Rule::air_flow, zone.id, state.scenario, "an air unit", Dimension::airflow, balance.supply_m3_per_s, 0},
          shares[z].flow_m3_per_s);
    }
    if (worst_doors[z] <= 0) continue;
    // Whether the rack with that door is placed is not known here: the row steers and proves nothing.
    const ZoneBalance balance = with_door_lost(site, zone, normal[z]);
    add(part,
        {Rule::air_heat, zone.id, door_lost_text(site), "an air unit", Dimension::power, balance.capacity_w,
         balance.other_heat_w + worst_doors[z], false},
        shares[z].heat_w);
  }
  return part;
}

}  // namespace hallplan::thermal
