// What a verdict says nothing about, because the site does not state what it takes: a pass is no word on these.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "planner/base/text.hpp"
#include "planner/power/power.hpp"
#include "planner/site/cords.hpp"
#include "planner/verdict/verdict.hpp"

namespace hallplan::verdict {
namespace {

bool has_kind(const Site& site, DeviceKind kind) {
  return std::any_of(site.devices.begin(), site.devices.end(), [&](const Device& d) { return d.kind == kind; });
}

/// The first few of them.
std::string some(std::vector<std::string> ids) {
  constexpr std::size_t kMost = 6;
  const std::size_t more = ids.size() > kMost ? ids.size() - kMost : 0;
  ids.resize(ids.size() - more);
  return join(ids, ", ") + (more > 0 ? fmt::format(" and {} more", more) : "");
}

bool always(const Site&) { return true; }
bool has_power(const Site& site) { return !site.devices.empty(); }
bool has_busways(const Site& site) { return has_kind(site, DeviceKind::busway); }
bool has_coolant(const Site& site) { return !site.cdu_groups.empty(); }
bool has_batteries(const Site& site) {
  return has_kind(site, DeviceKind::ups) && has_kind(site, DeviceKind::generator);
}

/// A question that no check asks unless the site states what it takes: these rules have no check then.
struct Question {
  std::vector<Rule> rules;
  bool (*arises)(const Site&);
  std::string_view says;
};

const std::vector<Question>& questions() {
  static const std::vector<Question> all = {
      {{Rule::layout_route},
       always,
       "whether racks get in, from a dock to their slots: state a door of kind 'dock' ('hall.doors')"},
      {{Rule::layout_route_floor},
       always,
       "whether the floor carries racks that roll over it: state 'hall.floor.rolling_rating' and a door of kind "
       "'dock'"},
      {{Rule::layout_egress},
       always,
       "ways out for people: state doors of kind 'egress' ('hall.doors'), and 'hall.egress'"},
      {{Rule::layout_stack},
       always,
       "layers above the rows one by one: state 'hall.stack' in place of 'hall.overhead'"},
      {{Rule::layout_hung},
       always,
       "what hangs from the ceiling: state 'hall.hung_rating', and masses of busways and of 'hall.stack'"},
      {{Rule::layout_working}, has_power, "working space before switchgear: state 'place' of devices in the hall"},
      {{Rule::layout_pull},
       always,
       "floor onto which coils and heat exchangers are pulled: state 'pull_front' or 'pull_rear' of products"},
      {{Rule::layout_leak, Rule::layout_leak_power}, has_coolant, "what one leak stops: state 'liquid.leak_zones'"},
      {{Rule::power_autonomy},
       has_batteries,
       "whether batteries last until generators have taken over: state 'runtime' of UPS, 'start' of generators and "
       "'transfer' of switches"},
      {{Rule::power_interrupting},
       has_power,
       "short circuits: state 'interrupting_rating' of switchboards, PDUs and busways"},
      {{Rule::power_peak}, has_power, "electrical peaks of milliseconds (EDPp): state 'short_time_rating' of UPS"},
      {{Rule::power_swing},
       has_power,
       "how far and how fast the utility lets the load swing: state its 'swing_limit' and 'ramp_limit'"},
      {{Rule::power_tap_off_count},
       has_busways,
       "whether busways have places for all tap-off boxes: state their 'tap_offs'"},
      {{Rule::liquid_fws_head, Rule::liquid_fws_delivery},
       has_coolant,
       "whether facility water is driven through every CDU: state 'head' of its loop, or its 'piping'"},
      {{Rule::density_window}, always, "power density of the floor: state windows and limits ('density')"},
  };
  return all;
}

void whole_questions(const Site& site, const std::vector<Check>& checks, std::vector<std::string>& out) {
  for (const Question& question : questions()) {
    const bool is_asked = std::any_of(checks.begin(), checks.end(), [&](const Check& check) {
      return std::find(question.rules.begin(), question.rules.end(), check.rule) != question.rules.end();
    });
    if (!is_asked && question.arises(site)) out.emplace_back(question.says);
  }
}

void power(const Site& site, std::vector<std::string>& out) {
  if (has_kind(site, DeviceKind::ups)) {
    out.emplace_back(
        "what UPS draw to recharge their batteries after an outage: no load is counted for it; keep a share free for "
        "it "
        "with 'policy.margin.power'");
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

void floor(const std::vector<Check>& checks, std::vector<std::string>& out) {
  const bool stands_on_feet = std::any_of(checks.begin(), checks.end(), [](const Check& check) {
    return check.rule == Rule::layout_floor_point && check.status == Status::pass;
  });
  if (stands_on_feet) {
    out.emplace_back(
        "on how many feet racks and plant stand: 'casters' are counts without a source, and the catalogue's are 4");
  }
}

void liquid(const Site& site, std::vector<std::string>& out) {
  std::vector<std::string> unpiped, unridden, unfilled, unexpanded;
  for (const CduGroup& group : site.cdu_groups) {
    if (!group.piping) unpiped.push_back(group.id);
    if (!group.ride_through) unridden.push_back(group.id);
    if (!group.fill_pressure_pa) unfilled.push_back(group.id);
    if (!group.expansion_m3) unexpanded.push_back(group.id);
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
  if (!unfilled.empty()) {
    out.push_back(fmt::format(
        "pressures of coolant, against ratings and at the pumps' inlets, of {}: state 'fill_pressure' of the group",
        some(unfilled)));
  }
  if (!unexpanded.empty()) {
    out.push_back(
        fmt::format("room for coolant that grows as it warms, of {}: state 'expansion_volume' and "
                    "'coolant_volume' of the group",
                    some(unexpanded)));
  }
}

}  // namespace

std::vector<std::string> not_looked_at(const Site& site, const std::vector<Check>& checks) {
  std::vector<std::string> out;
  whole_questions(site, checks, out);
  power(site, out);
  plant(site, out);
  air(checks, out);
  floor(checks, out);
  liquid(site, out);
  return out;
}

}  // namespace hallplan::verdict
