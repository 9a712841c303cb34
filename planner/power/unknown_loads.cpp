// What is not known of the loads that devices carry.
#include <fmt/format.h>

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "planner/base/text.hpp"
#include "planner/power/checks.hpp"
#include "planner/power/tree.hpp"

namespace hallplan::power {
namespace {

/// Of one device: the first reason counts. Devices without an efficiency are named together, up to four: mended one by one, the check would
/// stay undecided as often.
class Missing {
 public:
  void add(const std::string& reason) {
    if (knows_all()) reason_ = reason;
  }
  void add_without_efficiency(const std::string& device) {
    if (reason_.empty() && without_efficiency_.size() < kMostNamed) without_efficiency_.insert(device);
  }
  void add(const Missing& below) {
    add(below.reason_);
    for (const std::string& device : below.without_efficiency_) add_without_efficiency(device);
  }
  [[nodiscard]] std::string words() const {
    if (without_efficiency_.empty()) return reason_;
    return no_efficiency(join({without_efficiency_.begin(), without_efficiency_.end()}, ", "));
  }

 private:
  static constexpr std::size_t kMostNamed = 4;

  [[nodiscard]] bool knows_all() const { return reason_.empty() && without_efficiency_.empty(); }

  std::string reason_;
  std::set<std::string> without_efficiency_;
};

using OfDevices = std::vector<Missing>;

void note(OfDevices& unknown, int device, const std::string& reason) {
  if (device >= 0) unknown[static_cast<std::size_t>(device)].add(reason);
}

/// Pumps are no product: their power is a key of the loop's heat rejection, by the name that the loop's own checks have for it.
std::string no_power(const PlantLoad& load) {
  if (load.name.starts_with("pumps of ")) {
    return fmt::format("no pump power known for {} (pump_power of its rejection)", load.type);
  }
  return fmt::format("no power known for {} ({})", load.type, load.name);
}

/// Of plant whose power nobody gives, on its feeds.
void add_unknown_plant(const Loads& loads, OfDevices& unknown) {
  for (const PlantLoad& load : loads.plant) {
    if (load.unit_w) continue;
    for (const int feed : load.feeds) note(unknown, feed, no_power(load));
  }
}

/// Of racks with a rear door whose fans may draw more than nothing.
void add_unknown_doors(const Basics& basics, OfDevices& unknown) {
  for (const RackGroup& group : basics.loads.groups) {
    for (const int r : group.racks) {
      const Placement& rack = basics.plan.racks[static_cast<std::size_t>(r)];
      const std::string reason = unknown_door_fans(basics.site, rack.row, rack.type);
      for (const int feed : group.feeds) note(unknown, feed, reason);
      if (!reason.empty()) break;
    }
  }
}

std::string unknown_of(const Site& site, const Product<RackType>& rack, Quantity quantity) {
  if (!rack.body.cords) return unknown_cords(rack);
  if (quantity == Quantity::sustained) return unknown_power(site, rack);
  if (rack.body.power.edpp_w) return {};
  return fmt::format("no EDPp known for {}; its sustained power is used", rack.id);
}

void add_unknown_racks(const Site& site, const Loads& loads, Quantity quantity, OfDevices& unknown) {
  for (const RackGroup& group : loads.groups) {
    const std::string reason = unknown_of(site, rack_at(site, group.type), quantity);
    for (const int feed : group.feeds) note(unknown, feed, reason);
  }
}

/// Hands what is not known up to every source, with what is not known of the devices between.
void hand_up(const Site& site, const Loads& loads, OfDevices& unknown) {
  std::vector<bool> carries(site.devices.size());
  for (std::size_t d = 0; d < carries.size(); ++d)
    carries[d] = !loads.on[d].groups.empty() || !loads.on[d].plant.empty();
  for (auto d = loads.order.rbegin(); d != loads.order.rend(); ++d) {
    const auto at = static_cast<std::size_t>(*d);
    const Device& device = site.devices[at];
    const bool lacks_efficiency = !unknown_efficiency(site, device).empty();
    const std::string shares = carries[at] ? unknown_shares(site, device) : std::string();
    for (const int source : loads.sources[at]) {
      if (source < 0) continue;
      const auto above = static_cast<std::size_t>(source);
      if (carries[at]) carries[above] = true;
      unknown[above].add(unknown[at]);
      if (lacks_efficiency) unknown[above].add_without_efficiency(device.id);
      unknown[above].add(shares);
    }
  }
}

}  // namespace

std::string unknown_power(const Site& site, const Product<RackType>& rack) {
  if (site.basis.sustained != SustainedLevel::max || rack.body.power.max_w) return {};
  return fmt::format("no maximum power known for {}; its TDP is used", rack.id);
}

std::string unknown_cords(const Product<RackType>& rack) {
  if (rack.body.cords) return {};
  return fmt::format("no cords known for {}: state 'cords', 2 for A and B or 1 for A alone", rack.id);
}

std::vector<std::string> unknown_loads(const Basics& basics, Quantity quantity) {
  OfDevices unknown(basics.site.devices.size());
  add_unknown_plant(basics.loads, unknown);
  add_unknown_doors(basics, unknown);
  add_unknown_racks(basics.site, basics.loads, quantity, unknown);
  hand_up(basics.site, basics.loads, unknown);
  std::vector<std::string> words;
  words.reserve(unknown.size());
  for (const Missing& missing : unknown) words.push_back(missing.words());
  return words;
}

}  // namespace hallplan::power
