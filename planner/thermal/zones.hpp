/// Room air by balance of heat and flow over zones: supply against demand, bypass, units lost. A balance says nothing about
/// the temperature at one rack's face: that needs the field, and until it is solved it is undecided.
///
/// Heat and volume flow are held against the air units separately. Every check takes the unfavourable end of each declared
/// range: air heat the high sustained power and the low liquid share.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "planner/capacity/capacity.hpp"
#include "planner/plan/check.hpp"
#include "planner/plan/plan.hpp"
#include "planner/site/atmosphere.hpp"
#include "planner/site/cords.hpp"
#include "planner/site/site.hpp"

namespace hallplan::thermal {

/// One zone's balance with `units_lost` units out.
struct ZoneBalance {
  int units = 0;            ///< running
  double rack_heat_w = 0;   ///< air heat of racks: sustained power times (1 - low liquid share)
  double door_heat_w = 0;   ///< the part of it that rear doors take, at least
  double worst_door_w = 0;  ///< what the one door that takes most takes of it
  double other_heat_w = 0;  ///< losses of power devices, fans of the units running and of rear doors, `openings_heat_w`
  double capacity_w = 0;    ///< of the units running, in the air of the site's elevation; see `water_cools`
  double drawn_m3_per_s = 0;   ///< by racks at `inlet_for_flow_degc`
  double demand_m3_per_s = 0;  ///< drawn by racks, and leakage
  double supply_m3_per_s = 0;  ///< of the units running
  double bypass_m3_per_s = 0;  ///< supplied and not drawn; negative: recirculation

  /// What the zone's units have to take.
  [[nodiscard]] double room_heat_w() const { return rack_heat_w - door_heat_w + other_heat_w; }
};

/// What air that openings blow into the hall (`air.supplies`) brings, warmer than a zone's units supply theirs: all of it in each zone, since
/// nothing says where it goes, and none of it taken off for what leaves through `air.returns`.
[[nodiscard]] double openings_heat_w(const Site& site, const AirZone& zone);

/// The warmest air a zone's racks may breathe by the site's own word: the basis' room air or the zone's supply, whichever is
/// warmer. Racks draw the more the warmer it is.
[[nodiscard]] double inlet_for_flow_degc(const Site& site, const AirZone& zone);

/// True where a zone's water is colder than the air it is to supply, at the unfavourable ends. Where it is not, no coil cools the
/// air so far, whatever it is rated at: the units have no capacity.
[[nodiscard]] bool water_cools(const Site& site, const AirZone& zone);

/// Makers rate coils with water: why a rating says nothing of one that carries something else; empty where the loop carries water.
[[nodiscard]] std::string in_place_of_water(const Site& site, const FacilityLoop& loop, const std::string& coil);

/// Why it is not known what the rear door of a rack takes, which leaves its zone's heat undecided, whatever its racks give: nobody states the air
/// that it is rated with, or it gets no water. Empty without a door.
[[nodiscard]] std::string unknown_door(const Site& site, int row, int rack_type);

/// Balances of all zones with all units running. `device_losses_w` is the heat of power devices standing in each zone, one entry a zone.
[[nodiscard]] std::vector<ZoneBalance> balances(const Site& site, const Plan& plan,
                                                const std::vector<double>& device_losses_w);

/// The same balance with so many of the zone's units lost.
[[nodiscard]] ZoneBalance without_units(const Site& site, const AirZone& zone, ZoneBalance balance, int lost);

/// What a zone's balance and field are held in.
/// Of the spare units, where there are any; of the units that stop with one power device, where these are more than are spare. Under
/// `maintenance` with one more out of service.
[[nodiscard]] std::vector<PlantLoss> losses_of(const Site& site, const AirZone& zone);

/// The balance without the rear door that takes most, whose fans run on; where the policy asks for maintenance with one air unit out.
/// `normal` has all units running.
[[nodiscard]] ZoneBalance with_door_lost(const Site& site, const AirZone& zone, ZoneBalance normal);
/// Heat of the rear door in each zone that takes most, which then goes to the zone's units and their loop; 0 where the door hangs on that too.
[[nodiscard]] std::vector<double> lost_door_heat_w(const Site& site, const Plan& plan);
/// "1 rear door lost", "1 unit out, 1 rear door lost".
[[nodiscard]] std::string door_lost_text(const Site& site);

/// A zone that asks for no spare unit, and of which those left after one is lost do not carry all: the site accepts that.
struct AcceptedLoss {
  int zone = -1;
  std::string arithmetic;
};
inline constexpr const char* kAirUnitLost = "1 unit lost";
[[nodiscard]] std::vector<AcceptedLoss> accepted_losses(const Site& site, const Plan& plan,
                                                        const std::vector<double>& device_losses_w);

/// Heat of every zone in normal running: what its coils hand to their facility-water loop.
[[nodiscard]] std::vector<double> zone_heat_w(const Site& site, const Plan& plan,
                                              const std::vector<double>& device_losses_w);

/// Heat a rack gives to the room: all of it for an air-cooled rack.
[[nodiscard]] double rack_air_heat_w(const Site& site, const RackType& rack);

/// What the door's coil surely takes behind that rack, W: its rating (scaled with the air's density, as a unit's is), but no more than follows from
/// it (`coil_w_per_k`) for what a rack that breathes the zone's coldest supply blows out, at the least and at the most air that it may draw. The
/// rating where the rated air is not known (`unknown_door`) or the doors name no loop; 0 without a door.
[[nodiscard]] double door_capacity_w(const Site& site, int row, int rack_type);

/// What the rear door of a rack takes of its air heat; nothing without a door. At most its rating and no more than the rack
/// gives. At least, of a rack that draws the zone's coldest supply at its largest flow, what cools that air to the doors' set
/// point, and no more than `door_capacity_w`.
struct DoorHeat {
  double least_w = 0, most_w = 0;
  double fan_w = 0;  ///< heats the room
};
[[nodiscard]] DoorHeat door_heat(const Site& site, int row, int rack_type);
/// The coldest air that rear doors let out: their set point, but no colder than their water (high ends).
[[nodiscard]] double door_leaving_degc(const Site& site, const RearDoors& doors);

/// What the rear door of a rack hands to its facility-water loop, at most: all that it may take; where the zone's units give to the same
/// loop only what it surely takes, since they bring the rest there and no heat is counted twice.
[[nodiscard]] double door_to_loop_w(const Site& site, int row, int rack_type);
/// The same of each group of `site.rear_doors`.
[[nodiscard]] std::vector<double> door_heat_w(const Site& site, const Plan& plan);
/// The same of one rack of each choice.
[[nodiscard]] std::vector<double> door_heat_w(const Site& site, const std::vector<capacity::Choice>& choices);

/// True when a rack's table says what it draws at that temperature: one line is a constant flow, several end at the last.
[[nodiscard]] bool airflow_known(const RackType& rack, double inlet_degc);

/// Airflow a rack draws at an inlet temperature: linear between its table's lines, constant below the first; the high (or the
/// low) end of each line's range. Beyond the last line its flow, which is then a lower bound: see `airflow_known`.
[[nodiscard]] double rack_airflow_m3_per_s(const RackType& rack, double inlet_degc, double Value::*end = &Value::high);

struct FieldResult;

/// All air checks but those after a power loss. A flow beyond the hot end of a rack's table is undecided. `air.inlet` is what
/// the solved field says (`check_inlets`); without a field it is undecided for every zone with racks: "field not solved". A
/// capacity that its maker states at colder water than the loop supplies is not known, so its check is undecided.
[[nodiscard]] std::vector<Check> check(const Site& site, const Plan& plan, const std::vector<double>& device_losses_w,
                                       const FieldResult* field = nullptr);

/// One power loss.
struct LossScenario {
  std::string name;              ///< "ups-a lost"
  std::vector<double> losses_w;  ///< of power devices in each zone after it
  std::vector<int> stopped;      ///< air units of each zone that it leaves without power
};

/// Heat of each zone after its worst single power loss, against the air units that keep power: what carries the load of a lost device
/// loses more. One check a zone and only where power devices heat it; an undecided capacity stays undecided.
[[nodiscard]] std::vector<Check> check_power_losses(const Site& site, const Plan& plan,
                                                    const std::vector<LossScenario>& scenarios);

/// Losses of power devices by zone for a placement: `power::zone_losses_w`.
using DeviceLosses = std::vector<double> (*)(const Site& site, const Plan& plan);

/// Zones by heat and by flow, with units lost, as rows. The losses must add up over racks (they do: efficiencies are
/// constant), so each choice's part is taken from a plan of one rack.
[[nodiscard]] capacity::Part capacity_rows(const Site& site, const std::vector<capacity::Choice>& choices,
                                           DeviceLosses device_losses);

}  // namespace hallplan::thermal
