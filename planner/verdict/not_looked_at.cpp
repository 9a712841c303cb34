// What a verdict says nothing about, because the site does not state what it takes: a pass is no word on these.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "planner/base/text.hpp"
#include "planner/power/power.hpp"
#include "planner/site/cords.hpp"
#include "planner/verdict/verdict.hpp"

namespace hallplan::verdict {
namespace {

bool has_rule(const std::vector<Check>& checks, Rule rule) {
  return std::any_of(checks.begin(), checks.end(), [&](const Check& check) { return check.rule == rule; });
}

bool has_kind(const Site& site, DeviceKind kind) {
  return std::any_of(site.devices.begin(), site.devices.end(), [&](const Device& d) { return d.kind == kind; });
}

std::string some(std::vector<std::string> ids) {
  constexpr std::size_t kMost = 6;
  const std::size_t more = ids.size() > kMost ? ids.size() - kMost : 0;
  ids.resize(ids.size() - more);
  return join(ids, ", ") + (more > 0 ? fmt::format(" and {} more", more) : "");
}

void power(const Site& site, const std::vector<Check>& checks, std::vector<std::string>& out) {
  if (site.devices.empty()) return;
  if (!has_rule(checks, Rule::power_autonomy) && has_kind(site, DeviceKind::ups) &&
      has_kind(site, DeviceKind::generator)) {
    out.emplace_back(
        "whether batteries last until generators have taken over: state 'runtime' of UPS, 'start' of generators and "
        "'transfer' of switches");
  }
  if (!has_rule(checks, Rule::power_interrupting)) {
    out.emplace_back("short circuits: state 'interrupting_rating' of switchboards, PDUs and busways");
  }
  if (!has_rule(checks, Rule::power_peak)) {
    out.emplace_back("electrical peaks of milliseconds (EDPp): state 'short_time_rating' of UPS");
  }
  constexpr double kBreakers_degc = 40;  // IEC 60947-1 and UL 489 rate them there
  if (site.basis.busway_ambient_degc.high > kBreakers_degc) {
    out.push_back(
        fmt::format("breakers of tap-offs in air of {:.4g} degC: they count as rated there, which most are "
                    "for {:.4g} degC",
                    site.basis.busway_ambient_degc.high, kBreakers_degc));
  }
  const bool heat_counts = std::any_of(site.devices.begin(), site.devices.end(), [](const Device& device) {
    return device.kind == DeviceKind::busway && device.in_hall && device.efficiency.has_value();
  });
  if (!heat_counts && has_kind(site, DeviceKind::busway)) {
    out.emplace_back("heat of busways in the room: state their 'efficiency' and 'in_hall: true'");
  }
}

/// Plant on several devices of which the site does not say which of its units hang on which.
void plant(const Site& site, std::vector<std::string>& out) {
  std::vector<std::string> unsaid, pumps;
  const auto look_at = [&](const std::string& name, std::size_t feeds, int cords, const std::vector<int>& own) {
    const bool some_on_all = std::find(own.begin(), own.end(), -1) != own.end();
    if (feeds > 1 && cords == 0 && some_on_all) unsaid.push_back(name);
  };
  for (const CduGroup& group : site.cdu_groups) look_at(group.id, group.feeds.size(), group.cords, own_feeds(group));
  for (const AirZone& zone : site.air_zones) look_at(zone.id, zone.feeds.size(), zone.cords, own_feeds(zone));
  for (const FacilityLoop& loop : site.loops) {
    const Rejection& rejection = loop.rejection;
    look_at("heat rejection of " + loop.id, rejection.feeds.size(), rejection.cords, own_feeds(loop));
    if (rejection.cords == 1 && rejection.feeds.size() > 1 &&
        !(rejection.pump_power_w && rejection.pump_power_w->high == 0))
      pumps.push_back(loop.id);
  }
  if (!unsaid.empty()) {
    out.push_back(fmt::format(
        "plant units with a single cord: each unit of {} counts as fed from all devices in 'feeds', by two cords or a "
        "transfer switch of its own; state 'cords'",
        some(unsaid)));
  }
  if (!pumps.empty()) {
    out.push_back(
        fmt::format("single cords of the pumps of {}: they count as fed from all devices in 'feeds'", some(pumps)));
  }
}

void liquid(const Site& site, std::vector<std::string>& out) {
  std::vector<std::string> unpiped, unridden;
  for (const CduGroup& group : site.cdu_groups) {
    if (!group.piping) unpiped.push_back(group.id);
    if (!group.ride_through) unridden.push_back(group.id);
  }
  if (!unpiped.empty()) {
    out.push_back(fmt::format("pressure lost in pipes and valves of {}: state 'piping' of the group", some(unpiped)));
  }
  if (!unridden.empty()) {
    out.push_back(
        fmt::format("seconds that coolant of {} lasts when pumps or facility water stop: state 'ride_through' "
                    "of the group",
                    some(unridden)));
  }
}

}  // namespace

std::vector<std::string> not_looked_at(const Site& site, const std::vector<Check>& checks) {
  std::vector<std::string> out;
  power(site, checks, out);
  plant(site, out);
  liquid(site, out);
  return out;
}

}  // namespace hallplan::verdict
