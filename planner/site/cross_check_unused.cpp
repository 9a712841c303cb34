// What is given and nothing reads: said as a warning with the reason, so that nobody takes it for checked.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "planner/site/cross_check.hpp"
#include "planner/site/normal_sources.hpp"

namespace hallplan {
namespace {

class UnusedChecker {
 public:
  UnusedChecker(const Site& site, Diagnostics& problems) : site_(site), problems_(problems) {}

  void run() {
    check_doors();
    check_ranges();
    for (std::size_t l = 0; l < site_.loops.size(); ++l) check_loop(static_cast<int>(l));
    for (const CduGroup& group : site_.cdu_groups) check_group(group);
    for (const Device& device : site_.devices) check_device(device);
    check_devices();
  }

 private:
  void unused(const MaybeValue& given, std::string_view key, std::string_view why, std::string mend) {
    if (given) unused(given->at, key, why, std::move(mend));
  }

  void unused(Mark given_at, std::string_view key, std::string_view why, std::string mend) {
    problems_.add({Rule::site_unused, given_at, fmt::format("'{}' is given and nothing uses it: {}", key, why),
                   std::move(mend), std::nullopt, Severity::warning});
  }

  void check_doors() {
    const auto any = [&](auto&& is) { return std::any_of(site_.hall.doors.begin(), site_.hall.doors.end(), is); };
    if (site_.hall.egress && !any([](const Door& door) { return door.kind != DoorKind::dock; })) {
      const std::string mend = "give the doors that people leave by, with kind: egress or both, under hall.doors";
      unused(site_.hall.egress->aisle_m, "hall.egress.aisle", "no door is for egress", mend);
      unused(site_.hall.egress->travel_m, "hall.egress.travel", "no door is for egress", mend);
    }
    if (!any([](const Door& door) { return door.kind != DoorKind::egress; })) {
      unused(site_.hall.floor.rolling_kg, "hall.floor.rolling_rating",
             "no door is a dock door, so no rack is known to roll over the floor",
             "give the door that racks come in by, with kind: dock or both, under hall.doors");
    }
    for (const Door& door : site_.hall.doors) {
      if (door.kind != DoorKind::egress) continue;
      unused(door.rating_kg, fmt::format("hall.doors.{}.rating", door.id), "no rack comes in by a door for egress",
             "make it kind: both, or remove the rating");
    }
  }

  /// Checks read places and sizes of a grid by their values: what may stand here or there is no plan. Rows of a block share its marks.
  void check_ranges() {
    for (const Row& row : site_.rows) check_place(row.x_m, row.y_m, "rows." + row.id);
    for (const CduGroup& group : site_.cdu_groups) {
      check_units(group.units, "liquid.cdu_groups." + group.id + ".units.");
    }
    for (const AirZone& zone : site_.air_zones) check_units(zone.units, "air.zones." + zone.id + ".units.");
    for (const Device& device : site_.devices) {
      if (device.place) check_place(device.place->x_m, device.place->y_m, "power.devices." + device.id + ".place");
    }
    check_range(site_.hall.floor.bay_m, "hall.floor.bay");
    for (const DensityLimit& limit : site_.density) {
      check_range(limit.width_m, "density." + limit.id + ".width");
      check_range(limit.depth_m, "density." + limit.id + ".depth");
    }
  }

  void check_units(const std::vector<Unit>& units, const std::string& path) {
    for (const Unit& unit : units) {
      if (unit.x_m && unit.y_m) check_place(*unit.x_m, *unit.y_m, path + unit.id);
    }
  }

  void check_place(const Value& x_m, const Value& y_m, const std::string& path) {
    check_range(x_m, path + ".x");
    check_range(y_m, path + ".y");
  }

  void check_range(const Value& given_m, const std::string& path) {
    if (given_m.low >= given_m.high || std::find(ranges_.begin(), ranges_.end(), given_m.at) != ranges_.end()) return;
    ranges_.push_back(given_m.at);
    problems_.add({Rule::site_unused, given_m.at,
                   fmt::format("'{}' has a range and nothing uses it: {:.6g} m counts", path, given_m.value),
                   "give one value, and try others with --set", std::nullopt, Severity::warning});
  }

  void check_loop(int index) {
    const FacilityLoop& loop = site_.loops[static_cast<std::size_t>(index)];
    const bool is_asked = std::any_of(site_.cdu_groups.begin(), site_.cdu_groups.end(), [&](const CduGroup& group) {
      return group.loop.index == index && group.ride_through.has_value();
    });
    if (!is_asked) {
      constexpr std::string_view kAsk = "no CDU group on the loop gives ride_through";
      unused(loop.restart_s, "liquid.loops." + loop.id + ".restart", kAsk, "give it there, or remove this");
      unused(loop.circulating_m3, "liquid.loops." + loop.id + ".circulating_volume", kAsk,
             "give it there, or remove this");
    }
    const bool has_cdus = std::any_of(site_.cdu_groups.begin(), site_.cdu_groups.end(), [&](const CduGroup& group) {
      return group.loop.index == index && !group.units.empty();
    });
    if (has_cdus) return;
    const std::string path = "liquid.loops." + loop.id;
    constexpr std::string_view kWhy = "no CDU hangs on the loop, and of its coils no such pressure is stated";
    const std::string mend = "name the loop in a CDU group, give it in 'water' of its air zones, or remove it";
    if (!coils_state(index, &CoilWater::pressure_drop_pa)) unused(loop.head_pa, path + ".head", kWhy, mend);
    if (!coils_state(index, &CoilWater::pressure_limit_pa)) {
      unused(loop.most_pressure_pa, path + ".most_pressure", kWhy, mend);
    }
  }

  /// Whether a coil on the loop has such a value, by its product or as built.
  [[nodiscard]] bool coils_state(int loop, MaybeValue CoilWater::*value) const {
    const auto states = [&](const std::optional<CoilWater>& water) { return water && ((*water).*value).has_value(); };
    const auto on_loop = [&](const auto& coils, const auto& product) {
      return coils.loop.index == loop && (states(coils.water) || states(product.body.water));
    };
    const auto& units = site_.catalogue.air_units;
    const auto& doors = site_.catalogue.rear_doors;
    return std::any_of(
               site_.air_zones.begin(), site_.air_zones.end(),
               [&](const AirZone& zone) { return on_loop(zone, units[static_cast<std::size_t>(zone.type.index)]); }) ||
           std::any_of(site_.rear_doors.begin(), site_.rear_doors.end(), [&](const RearDoors& one) {
             return on_loop(one, doors[static_cast<std::size_t>(one.type.index)]);
           });
  }

  void check_group(const CduGroup& group) {
    check_control(group);
    if (group.fill_pressure_pa) return;
    const std::string path = "liquid.cdu_groups." + group.id;
    constexpr std::string_view kWhy = "pressures are checked from the fill pressure on";
    unused(group.highest_point_m, path + ".highest_point", kWhy, "give fill_pressure, too");
    unused(group.lowest_point_m, path + ".lowest_point", kWhy, "give fill_pressure, too");
  }

  void check_device(const Device& device) {
    const std::string path = "power.devices." + device.id;
    if (device.air_zone.given() && !device.in_hall) {
      unused(device.air_zone.at, path + ".air_zone", "the device stands outside the hall and heats no air of it",
             "give in_hall: true, or remove it");
    }
    if (device.kind == DeviceKind::utility || device.kind == DeviceKind::generator) {
      unused(device.efficiency, path + ".efficiency", "what a utility or generator gives is counted at its output",
             "remove it; losses count at UPS and transformers");
    }
    if (device.modules != 1 && !device.ups_type.given()) {
      unused(device.at, path + ".modules", "no 'ups_type' says what a module carries",
             "give 'ups_type', or rate the device as a whole and remove it");
    }
  }

  /// Devices that nothing hangs on: more often a feed that was forgotten than one that is kept.
  void check_devices() {
    std::vector<bool> feeds(site_.devices.size(), false);
    const auto use = [&](const Ref& ref) {
      if (ref.index >= 0) feeds[static_cast<std::size_t>(ref.index)] = true;
    };
    const auto use_all = [&](const std::vector<Ref>& refs) { std::for_each(refs.begin(), refs.end(), use); };
    for (const Device& device : site_.devices) use_all(device.from);
    use_all(load_feeds(site_));
    for (std::size_t d = 0; d < feeds.size(); ++d) {
      const Device& device = site_.devices[d];
      if (feeds[d]) continue;
      problems_.add({Rule::site_unused, device.at,
                     fmt::format("power device '{}' is given and nothing hangs on it", device.id),
                     "name it in 'feeds' of rows or plant or in 'from' of a device, or remove it", std::nullopt,
                     Severity::warning});
    }
  }

  void check_control(const CduGroup& group) {
    if (!group.piping) return;
    const std::string path = "liquid.cdu_groups." + group.id + ".piping.";
    if (group.piping->control != PumpControl::constant_flow) {
      unused(group.piping->control_flow_m3_per_s, path + "control_flow", "its pumps are not set to hold a flow",
             "give control: constant_flow, or remove it");
    }
    if (group.piping->control != PumpControl::constant_pressure) {
      unused(group.piping->control_pressure_pa, path + "control_pressure", "its pumps are not set to hold a pressure",
             "give control: constant_pressure, or remove it");
    }
  }

  const Site& site_;
  Diagnostics& problems_;
  std::vector<Mark> ranges_;  ///< said already
};

}  // namespace

void cross_check_unused(const Site& site, Diagnostics& problems) { UnusedChecker(site, problems).run(); }

}  // namespace hallplan
