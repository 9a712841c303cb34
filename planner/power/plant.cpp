// What draws power from the tree besides devices: racks and plant.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>

#include "planner/power/loads.hpp"
#include "planner/power/power.hpp"
#include "planner/power/tree.hpp"
#include "planner/site/cords.hpp"

namespace hallplan::power {
namespace {

/// A load, or one for each device that units hang on alone.
void add(std::vector<PlantLoad>& loads, const std::vector<int>& own_feeds, const PlantLoad& all) {
  std::map<int, int> units;  // by their only feed; -1: on all of them
  for (const int feed : own_feeds) ++units[feed];
  for (const auto& [feed, count] : units) {
    PlantLoad load = all;
    load.units = count;
    if (feed >= 0) load.feeds = {feed};
    loads.push_back(std::move(load));
  }
}

std::optional<double> high(const MaybeValue& value) { return value ? std::optional(value->high) : std::nullopt; }

}  // namespace

std::vector<int> indices(const std::vector<Ref>& refs) {
  std::vector<int> found;
  found.reserve(refs.size());
  for (const Ref& ref : refs) found.push_back(ref.index);
  return found;
}

std::vector<PlantLoad> plant_loads(const Site& site) {
  std::vector<PlantLoad> loads;
  for (const CduGroup& group : site.cdu_groups) {
    const CduType& type = site.catalogue.cdus[static_cast<std::size_t>(group.type.index)].body;
    add(loads, own_feeds(group),
        {"CDUs of " + group.id, group.type.id, 0, high(type.power_w), indices(group.feeds),
         high(group.motor_contribution)});
  }
  for (const AirZone& zone : site.air_zones) {
    const AirUnitType& type = site.catalogue.air_units[static_cast<std::size_t>(zone.type.index)].body;
    add(loads, own_feeds(zone),
        {"air units of " + zone.id, zone.type.id, 0, type.fan_power_w.high, indices(zone.feeds),
         high(zone.motor_contribution)});
  }
  for (const FacilityLoop& loop : site.loops) {
    const Rejection& rejection = loop.rejection;
    const RejectionType& type = site.catalogue.rejections[static_cast<std::size_t>(rejection.type.index)].body;
    add(loads, own_feeds(loop),
        {"heat rejection of " + loop.id, rejection.type.id, 0, high(type.power_w), indices(rejection.feeds),
         high(rejection.motor_contribution)});
    const std::optional<double> pumps_w = high(rejection.pump_power_w);
    const bool runs = rejection.units > 0 && pumps_w != 0.0;  // 0: counted elsewhere
    loads.push_back({"pumps of " + loop.id, loop.id, runs ? 1 : 0, pumps_w, indices(pump_feeds(loop)),
                     high(rejection.motor_contribution)});
  }
  // Of what comes in a later phase nothing draws, and nothing can go dark.
  loads.erase(std::remove_if(loads.begin(), loads.end(), [](const PlantLoad& load) { return load.units == 0; }),
              loads.end());
  return loads;
}

std::vector<std::string> plant_names(const std::vector<PlantLoad>& loads) {
  std::vector<std::string> names;
  for (const PlantLoad& load : loads) {
    if (names.empty() || names.back() != load.name) names.push_back(load.name);
  }
  return names;
}

std::vector<bool> plant_feeds(const Site& site, const std::vector<PlantLoad>& loads) {
  std::vector<bool> loaded(site.devices.size(), false);
  for (const PlantLoad& load : loads) {
    if (load.unit_w == 0.0) continue;
    for (const int feed : load.feeds) loaded[static_cast<std::size_t>(feed)] = true;
  }
  return loaded;
}

std::vector<std::string> dark_plant(const std::vector<PlantLoad>& loads, const std::vector<bool>& live, bool lost) {
  std::vector<std::string> names;
  for (auto first = loads.begin(); first != loads.end();) {
    const auto end = std::find_if(first, loads.end(), [&](const PlantLoad& load) { return load.name != first->name; });
    const auto dark = [&](const PlantLoad& load) { return live_share(load.feeds, live) <= 0; };
    if (lost ? std::all_of(first, end, dark) : std::any_of(first, end, dark)) names.push_back(first->name);
    first = end;
  }
  return names;
}

double recharge_w(const Site& site, const Device& device) {
  if (device.recharge_w) return device.recharge_w->high;
  if (device.ups_type.index < 0) return 0;
  const UpsType& type = site.catalogue.ups[static_cast<std::size_t>(device.ups_type.index)].body;
  return type.recharge_w ? device.modules * type.recharge_w->high : 0.0;
}

double rack_w(const Site& site, const RackType& rack) { return sustained_w(site, rack).high; }

double door_fans_w(const Site& site, int row, int type) {
  const RearDoors* const doors = doors_of(site, row, type);
  if (doors == nullptr) return 0;
  const MaybeValue& fans_w = site.catalogue.rear_doors[static_cast<std::size_t>(doors->type.index)].body.fan_power_w;
  return fans_w ? fans_w->high : 0.0;
}

std::string unknown_door_fans(const Site& site, int row, int type) {
  const RearDoors* const doors = doors_of(site, row, type);
  if (doors == nullptr || doors->type.index < 0) return {};
  const Product<RearDoorType>& door = site.catalogue.rear_doors[static_cast<std::size_t>(doors->type.index)];
  if (door.body.fan_power_w) return {};
  return fmt::format("no fan power known for {} (rear doors {})", door.id, doors->id);
}

double rack_peak_w(const Site& site, const RackType& rack) {
  const double sustained = rack_w(site, rack);
  return rack.power.edpp_w ? std::max(rack.power.edpp_w->high, sustained) : sustained;
}

double it_w(const Site& site, const Plan& plan) {
  double sum_w = 0;
  for (const Placement& rack : plan.racks) sum_w += rack_w(site, rack_at(site, rack.type).body);
  return sum_w;
}

}  // namespace hallplan::power
