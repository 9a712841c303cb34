// The load of a device in the user's words and numbers.
#include <fmt/format.h>

#include <cmath>
#include <cstddef>
#include <map>
#include <tuple>

#include "planner/base/text.hpp"
#include "planner/power/checks.hpp"
#include "planner/power/loads.hpp"
#include "planner/power/meanwhile.hpp"
#include "planner/power/tree.hpp"

namespace hallplan::power {
namespace {

/// " / 2" for half a load, "" for all of it.
std::string part_text(double share) {
  return share < 1 ? fmt::format(" / {}", static_cast<int>(std::lround(1 / share))) : std::string();
}

void add_racks(const Site& site, const Loads& loads, const State& state, int device, Quantity quantity,
               std::vector<std::string>& terms) {
  std::map<std::tuple<std::string, int, double, double>, std::size_t> counts;  // by id, type, share and fans
  for (const int g : loads.on[static_cast<std::size_t>(device)].groups) {
    const RackGroup& group = loads.groups[static_cast<std::size_t>(g)];
    const double share = share_on(group.feeds, device, state.live);
    if (share > 0) counts[{rack_at(site, group.type).id, group.type, share, group.door_fans_w}] += group.racks.size();
  }
  for (const auto& [kind, count] : counts) {
    const auto& [id, type, share, fans_w] = kind;
    const RackType& rack = rack_at(site, type).body;
    const double watts = quantity == Quantity::peak ? rack_peak_w(site, rack) : rack_w(site, rack);
    const std::string each = fans_w > 0 ? fmt::format("({} + door {})", kw(watts), kw(fans_w)) : kw(watts);
    terms.push_back(fmt::format("{} x {} x {}{}", count, id, each, part_text(share)));
  }
}

void add_plant(const Loads& loads, const State& state, int device, std::vector<std::string>& terms) {
  for (const int p : loads.on[static_cast<std::size_t>(device)].plant) {
    const PlantLoad& load = loads.plant[static_cast<std::size_t>(p)];
    const double share = share_on(load.feeds, device, state.live);
    if (share <= 0 || load.power_w() <= 0) continue;
    terms.push_back(fmt::format("{} x {} x {}{}", load.units, load.type, kw(*load.unit_w), part_text(share)));
  }
}

void add_devices(const Site& site, const Loads& loads, const State& state, int device, Quantity quantity,
                 std::vector<std::string>& terms) {
  for (const int drawer : loads.on[static_cast<std::size_t>(device)].devices) {
    const auto d = static_cast<std::size_t>(drawer);
    const double share = share_from(site, loads, drawer, device, state.live);
    const double watts = quantity == Quantity::peak ? state.peak_w[d] : state.output_w[d];
    const double recharge_w = loads.recharge_w[d];
    if (share <= 0) continue;
    const double efficiency = loads.efficiency[d];
    const std::string loss = efficiency < 1 ? fmt::format(" / {:.4g} %", efficiency * 100) : std::string();
    if (watts > 0) terms.push_back(fmt::format("{} {}{}{}", site.devices[d].id, kw(watts), loss, part_text(share)));
    if (recharge_w > 0) {
      terms.push_back(fmt::format("battery of {} {}{}", site.devices[d].id, kw(recharge_w), part_text(share)));
    }
  }
}

}  // namespace

std::string kw(double w) { return fmt::format("{:.6g} kW", w / 1e3); }

std::string scenario_of(const Site& site, const State& state) {
  if (state.lost < 0) return "normal";
  const std::string lost = device_at(site, state.lost).id + " lost";
  const std::string all = state.out < 0 ? lost : device_at(site, state.out).id + " out, " + lost;
  return state.meanwhile ? all + until_words(site, *state.meanwhile) : all;
}

std::string load_text(const Site& site, const Loads& loads, const State& state, int device, Quantity quantity) {
  std::vector<std::string> terms;
  add_racks(site, loads, state, device, quantity, terms);
  add_plant(loads, state, device, terms);
  add_devices(site, loads, state, device, quantity, terms);
  const auto at = static_cast<std::size_t>(device);
  const double total_w = quantity == Quantity::peak ? state.peak_w[at] : state.output_w[at];
  return fmt::format("{} = {}", terms.empty() ? std::string("nothing") : join(terms, " + "), kw(total_w));
}

}  // namespace hallplan::power
