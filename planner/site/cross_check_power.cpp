// Keys of a power device that only some kinds have: what the wrong kind states would be read by nobody.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "planner/base/text.hpp"
#include "planner/site/cross_check.hpp"
#include "planner/site/voltage.hpp"

namespace hallplan {
namespace {

class KeysOfKind {
 public:
  KeysOfKind(const Device& device, Diagnostics& problems) : device_(device), problems_(problems) {}

  void only(const MaybeValue& value, std::string_view key, bool fits, std::string_view where) {
    if (value) only(value->at, key, fits, where);
  }
  void only(const Ref& ref, std::string_view key, bool fits, std::string_view where) {
    if (ref.given()) only(ref.at, key, fits, where);
  }
  void only(Mark at, std::string_view key, bool fits, std::string_view where) {
    if (fits) return;
    problems_.add({Rule::site_disagree, at, fmt::format("'{}' gives '{}', which belongs to {}", device_.id, key, where),
                   "move it to the device it is of, or remove it",
                   Related{device_.at, fmt::format("'{}' is a {}", device_.id, to_string(device_.kind))},
                   Severity::error});
  }

 private:
  const Device& device_;
  Diagnostics& problems_;
};

/// Names in 'from' of devices and 'feeds' of plant: what each simulation of the tree walks along. Gives up beyond `most`, and says where.
std::size_t count_sources(const Site& site, std::size_t most, Mark& beyond) {
  std::size_t count = 0;
  const auto add = [&](const std::vector<Ref>& refs, Mark at) {
    if (count <= most && count + refs.size() > most) beyond = at;
    count += refs.size();
  };
  for (const Device& device : site.devices) add(device.from, device.at);
  for (const CduGroup& group : site.cdu_groups) add(group.feeds, group.at);
  for (const AirZone& zone : site.air_zones) add(zone.feeds, zone.at);
  for (const FacilityLoop& loop : site.loops) {
    add(loop.rejection.feeds, loop.at);
    add(loop.rejection.pump_feeds, loop.at);
  }
  return count;
}

}  // namespace

void check_power_size(const Site& site, Diagnostics& problems) {
  constexpr std::size_t kMostDevices = 2'000;
  constexpr std::size_t kMostForPairs = 200;
  constexpr std::size_t kMostSources = 10'000;
  constexpr std::size_t kMostSourcesForPairs = 2'000;
  const bool pairs = site.policy.power == FaultPolicy::maintenance;
  if (site.devices.size() > kMostDevices) {
    problems.error(Rule::site_range, site.devices[kMostDevices].at,
                   fmt::format("expected at most {} power devices, found {}", kMostDevices, site.devices.size()));
  }
  if (pairs && site.devices.size() > kMostForPairs) {
    problems.error(Rule::site_range, site.devices[kMostForPairs].at,
                   fmt::format("policy.power: maintenance looks at pairs of at most {} power devices, found {}",
                               kMostForPairs, site.devices.size()));
  }
  const std::size_t most = pairs ? kMostSourcesForPairs : kMostSources;
  Mark beyond;
  const std::size_t found = count_sources(site, most, beyond);
  if (found > most) {
    problems.error(Rule::site_range, beyond,
                   fmt::format("expected at most {} names in 'from' of power devices and 'feeds' of plant together{}, "
                               "found {}",
                               most, pairs ? " under policy.power: maintenance" : "", found),
                   "name the devices that it is truly wired to");
  }
}

void check_sources(const Site& site, const Device& device, Diagnostics& problems) {
  std::set<int> named;
  bool repeats = false;
  const Value* const own_v = voltage_of(site, device);
  const bool transforms = device.kind == DeviceKind::transformer || device.kind == DeviceKind::pdu;
  for (const Ref& ref : device.from) {
    if (ref.index < 0) continue;
    const Device& source = site.devices[static_cast<std::size_t>(ref.index)];
    if (!named.insert(ref.index).second) {
      if (std::exchange(repeats, true)) continue;
      problems.add({Rule::site_disagree, ref.at, fmt::format("'{}' names its source '{}' twice", device.id, source.id),
                    "name each source once; what is drawn from several is drawn in equal parts",
                    Related{device.at, fmt::format("'{}'", device.id)}, Severity::error});
      continue;
    }
    const Value* const source_v = voltage_of(site, source);
    if (transforms || own_v == nullptr || source_v == nullptr) continue;
    if (std::abs(own_v->value - source_v->value) <= kVoltageFits * own_v->value) continue;
    problems.add({Rule::site_disagree, ref.at,
                  fmt::format("'{}' runs at {:.6g} V, and '{}', which feeds it, at {:.6g} V", device.id, own_v->value,
                              source.id, source_v->value),
                  "put the transformer between them into the tree, or mend one voltage",
                  Related{source_v->at, fmt::format("the voltage of '{}'", source.id)}, Severity::error});
  }
}

void check_feeds(const std::string& plant, Mark at, const std::vector<Ref>& feeds, Diagnostics& problems) {
  std::set<std::string> named;
  for (const Ref& feed : feeds) {
    if (named.insert(feed.id).second) continue;
    problems.add({Rule::site_disagree, feed.at, fmt::format("'{}' names its feed '{}' twice", plant, feed.id),
                  "name each feed once; units spread over them in equal parts, and a second path is a second device",
                  Related{at, fmt::format("'{}'", plant)}, Severity::error});
    return;
  }
}

void check_cords(const std::string& group, Mark at, const std::vector<Ref>& feeds, const std::vector<Unit>& units,
                 Diagnostics& problems) {
  std::vector<std::string> names;
  names.reserve(feeds.size());
  for (const Ref& feed : feeds) names.push_back(feed.id);
  for (const Unit& unit : units) {
    if (unit.feed.index < 0 || std::find(names.begin(), names.end(), unit.feed.id) != names.end()) continue;
    problems.add({Rule::site_disagree, unit.feed.at,
                  fmt::format("'{}' hangs on '{}'; expected one of the feeds of '{}': {}", unit.id, unit.feed.id, group,
                              names.empty() ? "it has none" : join(names, ", ")),
                  fmt::format("name one of these, or add '{}' to the feeds of '{}'", unit.feed.id, group),
                  Related{at, fmt::format("'{}'", group)}, Severity::error});
  }
}

void cross_check_power(const Device& device, Diagnostics& problems) {
  KeysOfKind keys(device, problems);
  const bool utility = device.kind == DeviceKind::utility;
  const bool generator = device.kind == DeviceKind::generator;
  keys.only(device.fault_va, "fault_power", utility, "a utility");
  keys.only(device.swing_limit_w, "swing_limit", utility, "a utility");
  keys.only(device.ramp_w_per_s, "ramp_limit", utility, "a utility");
  keys.only(device.start_s, "start", generator, "a generator");
  keys.only(device.runtime_s, "runtime", device.kind == DeviceKind::ups, "a UPS");
  keys.only(device.recharge_w, "recharge", device.kind == DeviceKind::ups, "a UPS");
  keys.only(device.impedance, "impedance", generator || device.kind == DeviceKind::transformer,
            "a transformer or generator");
  keys.only(device.x_over_r, "x_over_r", utility || generator || device.kind == DeviceKind::transformer,
            "a utility, transformer or generator");
  keys.only(device.test_x_over_r, "test_x_over_r", device.interrupting_a.has_value(),
            "a device with 'interrupting_rating'");
  keys.only(device.transfer_s, "transfer", device.sharing == Sharing::first && device.from.size() > 1,
            "a device with several sources and 'sharing: first'");
  keys.only(device.transformer_type, "transformer_type", device.kind == DeviceKind::transformer, "a transformer");
  keys.only(device.generator_type, "generator_type", generator, "a generator");
  const bool has_air = !utility && device.kind != DeviceKind::busway;
  const char* const kWithAir = "devices other than utilities (a contract) and busways (basis.busway_ambient)";
  keys.only(device.ambient_degc, "ambient", has_air, kWithAir);
  if (!device.derating.empty()) keys.only(device.derating.front().ambient_degc.at, "derating", has_air, kWithAir);
  if (device.tap_offs) {
    const TapOffs& boxes = *device.tap_offs;
    const Mark at = boxes.rating_a ? boxes.rating_a->at : boxes.type.given() ? boxes.type.at : device.at;
    keys.only(at, "tap_offs", device.kind == DeviceKind::busway, "a busway");
    if (!boxes.rating_a && !boxes.type.given()) {
      problems.error(Rule::site_missing_key, device.at,
                     fmt::format("'{}': tap_offs needs 'rating', or 'type': the largest box that fits", device.id));
    }
  }
  check_deratings(device, problems);
}

}  // namespace hallplan
