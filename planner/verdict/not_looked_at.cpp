// What a verdict says nothing about, because the site does not state what it takes: a pass is no word on these.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "planner/base/text.hpp"
#include "planner/power/power.hpp"
#include "planner/verdict/verdict.hpp"

namespace hallplan::verdict {
namespace {

bool has_rule(const std::vector<Check>& checks, Rule rule) {
  return std::any_of(checks.begin(), checks.end(), [&](const Check& check) { return check.rule == rule; });
}

bool has_kind(const Site& site, DeviceKind kind) {
  return std::any_of(site.devices.begin(), site.devices.end(), [&](const Device& d) { return d.kind == kind; });
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

/// Plant on several devices: which of its units hang on which is not a key.
void plant(const Site& site, std::vector<std::string>& out) {
  const auto several = [](const auto& all, const auto& feeds_of) {
    return std::any_of(all.begin(), all.end(), [&](const auto& one) { return feeds_of(one).size() > 1; });
  };
  const bool any = several(
                       site.cdu_groups, [](const CduGroup& group) -> const auto& { return group.feeds; }) ||
                   several(
                       site.air_zones, [](const AirZone& zone) -> const auto& { return zone.feeds; }) ||
                   several(
                       site.loops, [](const FacilityLoop& loop) -> const auto& { return loop.rejection.feeds; });
  if (any) {
    out.emplace_back(
        "plant units with a single cord: each unit counts as fed from all devices in 'feeds', by two cords or a "
        "transfer switch of its own");
  }
}

void air(const std::vector<Check>& checks, std::vector<std::string>& out) {
  const bool has_doors = std::any_of(checks.begin(), checks.end(), [](const Check& check) {
    return check.rule == Rule::air_heat && check.scenario.ends_with("rear door lost");
  });
  if (has_doors) {
    out.emplace_back(
        "air at the racks' inlets after the loss of a rear door: the field has all of them, the zone's balance of heat "
        "the loss of the one that takes most");
  }
}

void liquid(const Site& site, std::vector<std::string>& out) {
  std::vector<std::string> unpiped, unridden;
  for (const CduGroup& group : site.cdu_groups) {
    if (!group.piping) unpiped.push_back(group.id);
    if (!group.ride_through) unridden.push_back(group.id);
  }
  constexpr std::size_t kMost = 6;
  const auto some = [](std::vector<std::string> ids) {
    const std::size_t more = ids.size() > kMost ? ids.size() - kMost : 0;
    ids.resize(ids.size() - more);
    return join(ids, ", ") + (more > 0 ? fmt::format(" and {} more", more) : "");
  };
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
  air(checks, out);
  liquid(site, out);
  return out;
}

}  // namespace hallplan::verdict
