// What concerns the floor beyond the rows: leak zones, cable trays, power devices that stand in the hall.
#include <fmt/format.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "planner/site/cross_check.hpp"

namespace hallplan {
namespace {

/// Shortest ways are looked for between all crossings of trays: what a stranger's file may ask for is bounded.
constexpr std::size_t kMostTrays = 64;

/// What reaches out of the hall is a slip of the decimal point.
void check_inside(Diagnostics& problems, const std::string& what, const Value& start, double size_m,
                  const Value& hall) {
  if (start.value + size_m <= hall.value + 1e-6) return;
  problems.add({Rule::site_range, start.at,
                fmt::format("{} reaches to {:g} m; the hall ends at {:g} m", what, start.value + size_m, hall.value),
                "", Related{hall.at, "the hall"}, Severity::error});
}

void check_leak_zone(const Site& site, const LeakZone& zone, Diagnostics& problems) {
  if (zone.rows.empty() && zone.areas.empty()) {
    problems.error(Rule::site_missing_key, zone.at,
                   fmt::format("leak zone '{}' needs 'rows' or 'areas': what floor it is", zone.id));
  }
  for (const FloorArea& area : zone.areas) {
    const std::string what = fmt::format("an area of leak zone '{}'", zone.id);
    check_inside(problems, what, area.x_m, area.width_m.value, site.hall.width_m);
    check_inside(problems, what, area.y_m, area.depth_m.value, site.hall.depth_m);
  }
}

void check_tray(const Site& site, const Tray& tray, Diagnostics& problems) {
  const std::string what = fmt::format("tray '{}'", tray.id);
  const bool along_x = tray.along == Axis::x;
  check_inside(problems, what, tray.x_m, along_x ? tray.length_m.value : 0, site.hall.width_m);
  check_inside(problems, what, tray.y_m, along_x ? 0 : tray.length_m.value, site.hall.depth_m);
}

/// A device on the hall's floor heats the hall.
void check_place(const Device& device, Diagnostics& problems) {
  if (!device.place || device.in_hall) return;
  problems.error(
      Rule::site_disagree, device.place->x_m.at,
      fmt::format("'{}' has a place in the hall and needs 'in_hall: true' and 'air_zone': whose air it heats",
                  device.id));
}

}  // namespace

void cross_check_layout(const Site& site, Diagnostics& problems) {
  for (const LeakZone& zone : site.leak_zones) check_leak_zone(site, zone, problems);
  for (const Tray& tray : site.network.trays) check_tray(site, tray, problems);
  if (site.network.trays.size() > kMostTrays) {
    problems.error(Rule::site_range, site.network.trays[kMostTrays].at,
                   fmt::format("expected at most {} trays, found {}", kMostTrays, site.network.trays.size()));
  }
  for (const Device& device : site.devices) check_place(device, problems);
}

}  // namespace hallplan
