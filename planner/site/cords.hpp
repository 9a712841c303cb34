/// Plant whose units each hang on one device: what a loss in the power tree stops together, for good. What runs on by another way through
/// the tree, a generator that starts among them, is not stopped.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "planner/site/site.hpp"

namespace hallplan {

/// Deals the units of groups and zones with `cords: 1` to their `feeds` in turn, in the order in which they stand: the first to the first
/// feed, the second to the second. Units that name a feed keep it, and their turn passes.
void deal_feeds(Site& site);
void deal_feeds(const std::vector<Ref>& feeds, int cords, std::vector<Unit>& units);

/// The device that each unit hangs on alone, by index; -1: on all of `feeds`.
[[nodiscard]] std::vector<int> own_feeds(const CduGroup& group);
[[nodiscard]] std::vector<int> own_feeds(const AirZone& zone);
[[nodiscard]] std::vector<int> own_feeds(const FacilityLoop& loop);  ///< of its heat rejection

/// What a loop's pumps hang on: their own feeds, else those of its heat rejection.
[[nodiscard]] const std::vector<Ref>& pump_feeds(const FacilityLoop& loop);

/// A loss of one device, or under `policy.power: maintenance` of one while another is out, and the units that stop with it.
struct CordLoss {
  std::string scenario;            ///< "mech-a lost", "mech-b out, mech-a lost"
  std::vector<std::size_t> units;  ///< by number, rising
  std::string words;               ///< "loss of mech-a stops cdu-11, cdu-13"
};

/// What the scenario of such a loss begins with where the policy has one more unit out of service: "1 unit out, ", else nothing.
[[nodiscard]] std::string out_besides(FaultPolicy policy);

/// Losses that stop several units, more than are spare. A loss that stops no more than another one does is left out, of equal ones the nearest to
/// the units stays. Those that stop all units are not among them: they are a matter of `power.supplied`.
[[nodiscard]] std::vector<CordLoss> cord_losses(const Site& site, const CduGroup& group);
[[nodiscard]] std::vector<CordLoss> cord_losses(const Site& site, const AirZone& zone);
[[nodiscard]] std::vector<CordLoss> cord_losses(const Site& site, const FacilityLoop& loop);

/// A state of plant made of like units: its spare units lost, or those that hang on one device of the power tree.
struct PlantLoss {
  int units = 0;
  std::string scenario;                   ///< "1 unit lost", "1 unit out, 1 unit lost", "mech-a lost"
  std::vector<std::size_t> stopped = {};  ///< of them those without power, by number
  std::string words = {};                 ///< "loss of mech-a stops cdu-11, cdu-13: ", to begin an arithmetic with
};
/// The loss of the spare units, where there are any, and those that stop with power devices; under `maintenance` with one unit more out of
/// service.
[[nodiscard]] std::vector<PlantLoss> plant_losses(FaultPolicy policy, int spare, std::vector<CordLoss> of_power);

/// Losses that stop several air units of the hall, or one of a zone without spare ones. Units are numbered through all zones in their
/// order. Those that stop all units of a zone are left out.
[[nodiscard]] std::vector<CordLoss> air_cord_losses(const Site& site);

/// How many units of a zone have no power with these devices live.
[[nodiscard]] int stopped_units(const AirZone& zone, const std::vector<bool>& live);

}  // namespace hallplan
