// The load of a device in the user's words and numbers.
#include <fmt/format.h>

#include <cmath>
#include <cstddef>
#include <map>
#include <tuple>

#include "planner/base/text.hpp"
#include "planner/power/checks.hpp"
#include "planner/power/tree.hpp"

namespace hallplan::power {
namespace {

/// " / 2" for half a load, "" for all of it.
std::string part_text(double share) {
  return share < 1 ? fmt::format(" / {}", static_cast<int>(std::lround(1 / share))) : std::string();
}

/// Share of a load with these parts that `device` carries; a load may name a feed twice.
double share_of(const std::vector<Draw>& parts, int device) {
  double share = 0;
  for (const Draw& part : parts) share += part.device == device ? part.share : 0.0;
  return share;
}

void add_racks(const Site& site, const Plan& plan, const State& state, int device, Quantity quantity,
               std::vector<std::string>& terms) {
  std::map<std::tuple<std::string, int, double>, int> counts;  // by id, type and share
  for (const Placement& rack : plan.racks) {
    const double share = share_of(live_feeds(feeds_of(site, rack), state.live), device);
    if (share > 0) ++counts[{rack_at(site, rack.type).id, rack.type, share}];
  }
  for (const auto& [kind, count] : counts) {
    const auto& [id, type, share] = kind;
    const RackType& rack = rack_at(site, type).body;
    const double watts = quantity == Quantity::peak ? rack_peak_w(site, rack) : rack_w(site, rack);
    terms.push_back(fmt::format("{} x {} x {}{}", count, id, kw(watts), part_text(share)));
  }
}

void add_plant(const Site& site, const State& state, int device, std::vector<std::string>& terms) {
  for (const PlantLoad& load : plant_loads(site)) {
    const double share = share_of(live_feeds(load.feeds, state.live), device);
    if (share <= 0 || load.power_w() <= 0) continue;
    terms.push_back(fmt::format("{} x {} x {}{}", load.units, load.type, kw(*load.unit_w), part_text(share)));
  }
}

void add_devices(const Site& site, const State& state, int device, Quantity quantity, std::vector<std::string>& terms) {
  for (std::size_t d = 0; d < site.devices.size(); ++d) {
    if (!state.live[d]) continue;
    const double share = share_of(live_sources(site.devices[d], state.live), device);
    const double watts = quantity == Quantity::peak ? state.peak_w[d] : state.output_w[d];
    if (share <= 0 || watts <= 0) continue;
    const double efficiency = efficiency_of(site, site.devices[d]);
    const std::string loss = efficiency < 1 ? fmt::format(" / {:.4g} %", efficiency * 100) : std::string();
    terms.push_back(fmt::format("{} {}{}{}", site.devices[d].id, kw(watts), loss, part_text(share)));
  }
}

}  // namespace

std::string kw(double w) { return fmt::format("{:.6g} kW", w / 1e3); }

std::string scenario_of(const Site& site, const State& state) {
  return state.lost < 0 ? std::string("normal") : device_at(site, state.lost).id + " lost";
}

std::string load_text(const Site& site, const Plan& plan, const State& state, int device, Quantity quantity) {
  std::vector<std::string> terms;
  add_racks(site, plan, state, device, quantity, terms);
  add_plant(site, state, device, terms);
  add_devices(site, state, device, quantity, terms);
  const auto at = static_cast<std::size_t>(device);
  const double total_w = quantity == Quantity::peak ? state.peak_w[at] : state.output_w[at];
  return fmt::format("{} = {}", terms.empty() ? std::string("nothing") : join(terms, " + "), kw(total_w));
}

}  // namespace hallplan::power
