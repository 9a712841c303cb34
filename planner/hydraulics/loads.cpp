#include "planner/hydraulics/loads.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/hydraulics/cooling_loss.hpp"
#include "planner/hydraulics/interpolate.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/site/cords.hpp"

namespace hallplan::hydraulics {

namespace {

std::vector<PlantLoss> with_normal(std::vector<PlantLoss> losses) {
  losses.insert(losses.begin(), {0, "normal"});
  return losses;
}

}  // namespace

std::vector<PlantLoss> losses_of(FaultPolicy policy, int spare) { return with_normal(plant_losses(policy, spare, {})); }

std::vector<PlantLoss> losses_of(const Site& site, const CduGroup& group) {
  return with_normal(plant_losses(site.policy.liquid, group.spare,
                                  is_dedicated(site, group) ? std::vector<CordLoss>{} : cord_losses(site, group)));
}

std::vector<PlantLoss> losses_of(const Site& site, const FacilityLoop& loop) {
  return with_normal(plant_losses(site.policy.rejection, loop.rejection.spare, cord_losses(site, loop)));
}

int left(int units, const PlantLoss& loss) { return std::max(0, units - loss.units); }

std::string left_text(int units, const PlantLoss& loss) {
  return loss.units == 0 ? fmt::format("{}", units) : fmt::format("({} - {})", units, loss.units);
}

std::vector<std::vector<std::size_t>> ways_to_lose(std::size_t units, const PlantLoss& loss) {
  constexpr int kMost = 200;
  std::vector<std::size_t> others;  // that may be lost besides those without power
  for (std::size_t u = 0; u < units; ++u) {
    if (std::find(loss.stopped.begin(), loss.stopped.end(), u) == loss.stopped.end()) others.push_back(u);
  }
  const auto more = static_cast<std::ptrdiff_t>(loss.units) - static_cast<std::ptrdiff_t>(loss.stopped.size());
  std::vector<std::vector<std::size_t>> made;
  std::vector<bool> out(others.size(), false);
  std::fill(out.begin(), out.begin() + std::clamp<std::ptrdiff_t>(more, 0, std::ssize(others)), true);
  do {
    std::vector<std::size_t> one = loss.stopped;
    for (std::size_t i = 0; i < others.size(); ++i) {
      if (out[i]) one.push_back(others[i]);
    }
    std::sort(one.begin(), one.end());
    made.push_back(std::move(one));
    if (made.size() > kMost) return {};
  } while (std::prev_permutation(out.begin(), out.end()));
  return made;
}

Racks racks_on(const Site& site, const Plan& plan, int group) {
  Racks racks;
  for (const Placement& rack : plan.racks) {
    const bool liquid = site.catalogue.racks[static_cast<std::size_t>(rack.type)].body.liquid.has_value();
    if (liquid && rack.cdu_group == group) ++racks[rack.type];
  }
  return racks;
}

double heat_w(const Site& site, const Racks& racks) {
  double sum_w = 0;
  for (const auto& [type, count] : racks) {
    sum_w += count * rack_heat_w(site, site.catalogue.racks[static_cast<std::size_t>(type)].body);
  }
  return sum_w;
}

const Product<CduType>& cdu_of(const Site& site, const CduGroup& group) {
  return site.catalogue.cdus[static_cast<std::size_t>(group.type.index)];
}

double unit_power_w(const CduType& cdu) { return cdu.power_w ? cdu.power_w->high : 0.0; }

std::string unknown_unit_power(const Product<CduType>& cdu) {
  return cdu.body.power_w ? "" : fmt::format("no electrical power known for {}, which heats its coolant", cdu.id);
}

double own_power_w(const Site& site, const CduGroup& group) {
  return static_cast<double>(group.units.size()) * unit_power_w(cdu_of(site, group).body);
}

const Value& facility_flow(const CduType& cdu) {
  return cdu.facility ? cdu.facility->flow_m3_per_s : cdu.flow_m3_per_s;
}

double pump_power_w(const FacilityLoop& loop) {
  const MaybeValue& power = loop.rejection.pump_power_w;
  return power && loop.rejection.units > 0 ? power->high : 0.0;
}

std::vector<double> loop_heat_w(const Site& site, const Plan& plan, const std::vector<double>& zone_heat_w,
                                const std::vector<double>& door_heat_w) {
  std::vector<double> heat;
  heat.reserve(site.loops.size());
  for (const FacilityLoop& loop : site.loops) heat.push_back(pump_power_w(loop));
  for (std::size_t g = 0; g < site.cdu_groups.size(); ++g) {
    const CduGroup& group = site.cdu_groups[g];
    heat[static_cast<std::size_t>(group.loop.index)] +=
        heat_w(site, racks_on(site, plan, static_cast<int>(g))) + own_power_w(site, group);
  }
  for (std::size_t z = 0; z < std::min(site.air_zones.size(), zone_heat_w.size()); ++z) {
    heat[static_cast<std::size_t>(site.air_zones[z].loop.index)] += zone_heat_w[z];
  }
  for (std::size_t d = 0; d < std::min(site.rear_doors.size(), door_heat_w.size()); ++d) {
    heat[static_cast<std::size_t>(site.rear_doors[d].loop.index)] += door_heat_w[d];
  }
  return heat;
}

GroupFlow flow_of(const Site& site, const CduGroup& group, const Racks& racks) {
  GroupFlow flow;
  std::vector<std::string> terms;
  for (const auto& [type, count] : racks) {
    const Product<RackType>& rack = site.catalogue.racks[static_cast<std::size_t>(type)];
    const std::optional<RackDemand> demand = rack_demand(site, rack.body, group.supply_degc.high, &group);
    if (!demand) {
      flow.unknown = fmt::format("no flow known for {} at {} supply", rack.id, degc(group.supply_degc.high));
      return flow;
    }
    flow.m3_per_s += count * demand->flow_m3_per_s;
    flow.least_m3_per_s += count * demand->least_flow_m3_per_s;
    terms.push_back(fmt::format("{} x {} x {}", count, rack.id, l_per_min(demand->flow_m3_per_s)));
  }
  flow.arithmetic = fmt::format("{} = {}", terms.empty() ? "no racks" : join(terms, " + "), l_per_min(flow.m3_per_s));
  return flow;
}

WholeRacks whole_racks(const Site& site, const CduGroup& group, int racks, double largest, double most) {
  constexpr double kRounding = 1e-9;
  const auto units = static_cast<double>(group.units.size());
  WholeRacks out;
  out.racks = racks;
  out.largest = largest;
  out.limit = units * most;
  if (largest <= 0) return out;
  constexpr double kManyRacks = 1e6;  // more than any hall holds
  double whole = std::min(std::floor(most / largest * (1 + kRounding)), kManyRacks);
  if (cdu_of(site, group).body.in_rack) whole = std::min(whole, 1.0);
  out.per_unit = static_cast<int>(whole);
  out.value = racks * largest;
  out.limit = units * whole * largest;
  return out;
}

std::string reach_text(const Product<CoolantType>& coolant) {
  if (coolant.body.table.empty()) return fmt::format("{} at no temperature", coolant.id);
  return fmt::format("{} from {:.4g} to {:.4g} degC", coolant.id, coolant.body.table.front().temperature_degc.value,
                     coolant.body.table.back().temperature_degc.value);
}

}  // namespace hallplan::hydraulics
