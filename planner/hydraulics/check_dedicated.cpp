// Heat and flow of CDUs that each serve racks of their own: whole racks a unit.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "planner/hydraulics/cdu.hpp"
#include "planner/hydraulics/checks.hpp"
#include "planner/hydraulics/liquid.hpp"

namespace hallplan::hydraulics {
namespace {

int count(const Racks& racks) {
  int sum = 0;
  for (const auto& [type, of_type] : racks) sum += of_type;
  return sum;
}

void check_heat(const Site& site, const CduGroup& group, const Racks& racks, const Shares& shares,
                std::vector<Check>& out) {
  const Product<CduType>& cdu = cdu_of(site, group);
  const CduHeat unit = unit_heat(site, group, {}, {}, shares);
  const double own_w = unit_power_w(cdu.body);
  const std::string unknown = unit.unknown.empty() ? unknown_unit_power(cdu) : unit.unknown;
  double largest_w = 0;
  for (const auto& [type, of_type] : racks) {
    largest_w = std::max(largest_w, rack_heat_w(site, site.catalogue.racks[static_cast<std::size_t>(type)].body));
  }
  const WholeRacks whole = whole_racks(site, group, count(racks), largest_w, unit.capacity_w - own_w);
  CheckSubject subject{Rule::liquid_cdu_heat, group.id, "normal", Dimension::power, capacity_source(cdu.body), {},
                       cdu.body.capacity_w.at};
  subject.arithmetic =
      fmt::format("{} racks of up to {} = {}; {} x {} {} less own power {}, dedicated, {} whole racks each: {}",
                  whole.racks, kw(largest_w), kw(whole.value), group.units.size(), cdu.id, unit.arithmetic, kw(own_w),
                  whole.per_unit, kw(whole.limit));
  Check held = at_most(subject, whole.value, whole.limit);
  if (!unknown.empty() && held.status != Status::fail) held = undecided(std::move(subject), unknown);
  out.push_back(std::move(held));
}

void check_flow(const Site& site, const CduGroup& group, const Racks& racks, std::vector<Check>& out) {
  const Product<CduType>& cdu = cdu_of(site, group);
  const Value& rated = cdu.body.flow_m3_per_s;
  CheckSubject subject{Rule::liquid_cdu_flow, group.id, "normal", Dimension::flow, source_of(rated), {}, rated.at};
  double largest = 0;
  for (const auto& [type, of_type] : racks) {
    const Product<RackType>& rack = site.catalogue.racks[static_cast<std::size_t>(type)];
    const std::optional<RackDemand> demand = rack_demand(site, rack.body, group.supply_degc.high, &group);
    if (!demand) {
      out.push_back(undecided(std::move(subject),
                              fmt::format("no flow known for {} at {} supply", rack.id, degc(group.supply_degc.high))));
      return;
    }
    largest = std::max(largest, demand->flow_m3_per_s);
  }
  const WholeRacks whole = whole_racks(site, group, count(racks), largest, rated.low);
  subject.arithmetic = fmt::format(
      "{} racks of up to {} = {}; {} x {} {} at {:.4g} kPa external head, dedicated, {} whole racks each: {}",
      whole.racks, l_per_min(largest), l_per_min(whole.value), group.units.size(), cdu.id, l_per_min(rated.low),
      cdu.body.head_pa.low / 1e3, whole.per_unit, l_per_min(whole.limit));
  out.push_back(at_most(std::move(subject), whole.value, whole.limit));
}

}  // namespace

void check_dedicated(const Site& site, const CduGroup& group, const Racks& racks, const Shares& shares,
                     std::vector<Check>& out) {
  check_heat(site, group, racks, shares, out);
  check_flow(site, group, racks, out);
}

}  // namespace hallplan::hydraulics
