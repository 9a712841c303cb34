// Questions that no check asks unless the site states what they take: of the whole hall, or of one device after the other.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "planner/base/text.hpp"
#include "planner/layout/leak.hpp"
#include "planner/power/power.hpp"
#include "planner/verdict/parts.hpp"

namespace hallplan::verdict {
namespace {

using Names = std::vector<std::string>;

/// What a question is asked of, one by one: those of which the site states what it takes, and the others.
struct Asked {
  Names stated;
  Names unstated;

  void add(const std::string& id, bool is_stated) { (is_stated ? stated : unstated).push_back(id); }
};

template <class Arises, class IsStated>
Asked devices(const Site& site, Arises arises, IsStated is_stated) {
  Asked out;
  for (const Device& device : site.devices) {
    if (arises(device)) out.add(device.id, is_stated(device));
  }
  return out;
}

/// Devices of one kind that state a value, and those that do not.
template <DeviceKind kind, MaybeValue Device::*value>
Asked of_kind(const Site& site, const std::vector<Check>&) {
  return devices(
      site, [](const Device& device) { return device.kind == kind; },
      [](const Device& device) { return (device.*value).has_value(); });
}

/// UPS of which it is known what their batteries draw.
Asked batteries(const Site& site, const std::vector<Check>&) {
  return devices(
      site, [](const Device& device) { return device.kind == DeviceKind::ups; },
      [&](const Device& device) {
        const int type = device.ups_type.index;
        return device.recharge_w || (type >= 0 && site.catalogue.ups[static_cast<std::size_t>(type)].body.recharge_w);
      });
}

Asked breakers(const Site& site, const std::vector<Check>&) {
  return devices(
      site,
      [](const Device& device) {
        return device.kind == DeviceKind::switchboard || device.kind == DeviceKind::pdu ||
               device.kind == DeviceKind::busway;
      },
      [](const Device& device) { return device.interrupting_a.has_value(); });
}

/// Those that racks hang on.
Asked tap_offs(const Site& site, const std::vector<Check>&) {
  std::vector<bool> feeds_racks(site.devices.size(), false);
  for (const Row& row : site.rows) {
    for (const FeedPair& pair : row.feeds) {
      for (const Ref* feed : {&pair.a, &pair.b}) {
        if (feed->index >= 0) feeds_racks[static_cast<std::size_t>(feed->index)] = true;
      }
    }
  }
  return devices(
      site,
      [&](const Device& device) {
        return device.kind == DeviceKind::busway &&
               feeds_racks[static_cast<std::size_t>(&device - site.devices.data())];
      },
      [](const Device& device) { return device.tap_offs.has_value(); });
}

/// Devices that stand in the hall; busways hang.
Asked places(const Site& site, const std::vector<Check>&) {
  return devices(
      site, [](const Device& device) { return device.in_hall && device.kind != DeviceKind::busway; },
      [](const Device& device) { return device.place.has_value(); });
}

/// Busways whose losses land in the room.
Asked busway_heat(const Site& site, const std::vector<Check>&) {
  return devices(
      site, [](const Device& device) { return device.kind == DeviceKind::busway; },
      [](const Device& device) { return device.in_hall && device.efficiency.has_value(); });
}

bool is_about(const std::vector<Check>& checks, Rule rule, const std::string& where) {
  return std::any_of(checks.begin(), checks.end(),
                     [&](const Check& check) { return check.rule == rule && check.where == where; });
}

/// UPS that something takes over from.
Asked autonomy(const Site& site, const std::vector<Check>& checks) {
  const std::vector<bool> taken_over = power::taken_over(site);
  return devices(
      site,
      [&](const Device& device) {
        return device.kind == DeviceKind::ups && taken_over[static_cast<std::size_t>(&device - site.devices.data())];
      },
      [&](const Device& device) { return is_about(checks, Rule::power_autonomy, device.id); });
}

Asked facility_water(const Site& site, const std::vector<Check>& checks) {
  Asked out;
  for (const CduGroup& group : site.cdu_groups) {
    if (group.units.empty()) continue;
    out.add(group.id,
            is_about(checks, Rule::liquid_fws_head, group.id) || is_about(checks, Rule::liquid_fws_delivery, group.id));
  }
  return out;
}

Asked leaks(const Site& site, const std::vector<Check>&) {
  if (site.leak_zones.empty()) return {};
  return {{site.leak_zones.front().id}, layout::outside_leak_zones(site)};
}

bool pulls(const Body& body) { return body.pull_front_m || body.pull_rear_m; }

/// Types of plant that stand in the hall.
Asked pulled(const Site& site, const std::vector<Check>&) {
  Asked out;
  const auto add = [&](const auto& product, const std::vector<Unit>& units) {
    const bool stands = std::any_of(units.begin(), units.end(), [](const Unit& unit) { return unit.x_m.has_value(); });
    const auto is_known = [&](const Names& names) {
      return std::find(names.begin(), names.end(), product.id) != names.end();
    };
    if (stands && !is_known(out.stated) && !is_known(out.unstated)) out.add(product.id, pulls(product.body.body));
  };
  for (const CduGroup& group : site.cdu_groups) {
    add(site.catalogue.cdus[static_cast<std::size_t>(group.type.index)], group.units);
  }
  for (const AirZone& zone : site.air_zones) {
    if (zone.type.index >= 0) add(site.catalogue.air_units[static_cast<std::size_t>(zone.type.index)], zone.units);
  }
  return out;
}

bool always(const Site&) { return true; }
bool has_power(const Site& site) { return !site.devices.empty(); }
bool has_coolant(const Site& site) { return !site.cdu_groups.empty(); }
bool has_kind(const Site& site, DeviceKind kind) {
  return std::any_of(site.devices.begin(), site.devices.end(), [&](const Device& d) { return d.kind == kind; });
}
bool has_busways(const Site& site) { return has_kind(site, DeviceKind::busway); }
bool has_ups(const Site& site) { return has_kind(site, DeviceKind::ups); }
bool has_batteries(const Site& site) {
  const std::vector<bool> taken_over = power::taken_over(site);
  const auto bridges = [&](const Device& device) {
    return device.kind == DeviceKind::ups && taken_over[static_cast<std::size_t>(&device - site.devices.data())];
  };
  return std::any_of(site.devices.begin(), site.devices.end(), bridges);
}

/// A question that no check asks unless the site states what it takes: these rules have no check then.
struct Question {
  std::vector<Rule> rules;
  bool (*arises)(const Site&);
  std::string_view what;
  std::string_view remedy;
  Asked (*one_by_one)(const Site&, const std::vector<Check>&) = nullptr;  ///< null: of the whole hall
};

const std::vector<Question>& questions() {
  static const std::vector<Question> all = {
      {{Rule::layout_route},
       always,
       "whether racks get in, from a dock to their slots",
       "state a door of kind 'dock' ('hall.doors')"},
      {{Rule::layout_route_floor},
       always,
       "whether the floor carries racks that roll over it",
       "state 'hall.floor.rolling_rating' and a door of kind 'dock'"},
      {{Rule::layout_egress},
       always,
       "ways out for people",
       "state doors of kind 'egress' ('hall.doors'), and 'hall.egress'"},
      {{Rule::layout_stack},
       always,
       "layers above the rows one by one",
       "state 'hall.stack' in place of 'hall.overhead'"},
      {{Rule::layout_hung},
       always,
       "what hangs from the ceiling",
       "state 'hall.hung_rating', and masses of busways and of 'hall.stack'"},
      {{Rule::layout_working},
       has_power,
       "working space before switchgear",
       "state 'place' of devices in the hall",
       places},
      {{Rule::layout_pull},
       always,
       "floor onto which coils and heat exchangers are pulled",
       "state 'pull_front' or 'pull_rear' of products",
       pulled},
      {{Rule::layout_leak, Rule::layout_leak_power},
       has_coolant,
       "what one leak stops",
       "state 'liquid.leak_zones'",
       leaks},
      {{Rule::power_autonomy},
       has_batteries,
       "whether batteries last until generators, or sources behind transfer switches, have taken over",
       "state 'runtime' of UPS, 'start' of generators and 'transfer' of switches",
       autonomy},
      {{},
       has_ups,
       "what UPS draw to recharge their batteries after an outage",
       "no load is counted for it: state 'recharge' of UPS, or keep a share free for it with 'policy.margin.power'",
       batteries},
      {{Rule::power_interrupting},
       has_power,
       "short circuits",
       "state 'interrupting_rating' of switchboards, PDUs and busways",
       breakers},
      {{Rule::power_peak},
       has_power,
       "electrical peaks of milliseconds (EDPp)",
       "state 'short_time_rating' of UPS",
       of_kind<DeviceKind::ups, &Device::short_time_w>},
      {{Rule::power_swing},
       has_power,
       "how far the utility lets the load swing",
       "state its 'swing_limit'",
       of_kind<DeviceKind::utility, &Device::swing_limit_w>},
      {{Rule::power_swing},
       has_power,
       "how fast the utility lets the load rise and fall",
       "state its 'ramp_limit'",
       of_kind<DeviceKind::utility, &Device::ramp_w_per_s>},
      {{Rule::power_tap_off_count},
       has_busways,
       "whether busways have places for all tap-off boxes",
       "state their 'tap_offs'",
       tap_offs},
      {{}, has_busways, "heat of busways in the room", "state their 'efficiency' and 'in_hall: true'", busway_heat},
      {{Rule::liquid_fws_head, Rule::liquid_fws_delivery},
       has_coolant,
       "whether facility water is driven through every CDU",
       "state 'head' of its loop, or its 'piping'",
       facility_water},
      {{Rule::density_window}, always, "power density of the floor", "state windows and limits ('density')"},
  };
  return all;
}

/// The question as it stands open; empty where it does not. Asked of some alone, the others are named.
std::string open_text(const Site& site, const std::vector<Check>& checks, const Question& question) {
  const Asked asked = question.one_by_one != nullptr ? question.one_by_one(site, checks) : Asked{};
  if (!asked.stated.empty() && !asked.unstated.empty()) {
    return fmt::format("{}, of {}: {}", question.what, first_of(asked.unstated), question.remedy);
  }
  const bool is_asked =
      !asked.stated.empty() ||
      (asked.unstated.empty() && std::any_of(checks.begin(), checks.end(), [&](const Check& check) {
         return std::find(question.rules.begin(), question.rules.end(), check.rule) != question.rules.end();
       }));
  return is_asked || !question.arises(site) ? std::string() : fmt::format("{}: {}", question.what, question.remedy);
}

}  // namespace

std::string first_of(Names ids) {
  constexpr std::size_t kMost = 6;
  const std::size_t more = ids.size() > kMost ? ids.size() - kMost : 0;
  ids.resize(ids.size() - more);
  return join(ids, ", ") + (more > 0 ? fmt::format(" and {} more", more) : "");
}

void add_open_questions(const Site& site, const std::vector<Check>& checks, std::vector<std::string>& out) {
  for (const Question& question : questions()) {
    std::string text = open_text(site, checks, question);
    if (!text.empty()) out.push_back(std::move(text));
  }
}

}  // namespace hallplan::verdict
