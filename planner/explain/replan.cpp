#include "planner/explain/replan.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "planner/plan/pin.hpp"

namespace hallplan::explain {
namespace {

/// Whole units of a demand that stand.
int units_of(const Plan& plan, int demand) {
  std::set<int> units;
  for (const Placement& rack : plan.racks) {
    if (rack.demand == demand && rack.unit >= 0) units.insert(rack.unit);
  }
  return static_cast<int>(units.size());
}

/// The site with as many units of each demand wanted as stand; nothing where these are not all of the plan's compute racks.
std::optional<Site> as_it_stands(const Site& site, const Plan& plan) {
  Site out = site;
  int racks = 0;
  for (std::size_t i = 0; i < out.demand.size(); ++i) {
    Demand& demand = out.demand[i];
    demand.units = units_of(plan, static_cast<int>(i));
    demand.delivered = demand.units;  // none of them where none stands: 0 units are as many as fit
    racks += demand.units * demand.compute_racks;
  }
  for (const Placement& rack : plan.racks) {
    const bool alone = rack.demand < 0 || rack.unit < 0;
    if (alone && is_answer(site, rack.type) && is_pinned(site, rack)) ++racks;
  }
  if (racks != count_compute(site, plan)) return {};
  return out;
}

}  // namespace

std::optional<Replanned> replanned(const Market& market, const Site& site, const Plan& plan, std::size_t demand,
                                   bool whole_unit, bool fits_frozen) {
  std::optional<Site> wanted = as_it_stands(site, plan);
  if (!wanted) return {};
  const int racks = count_compute(site, plan);
  Replanned out;
  out.wanted = racks + (whole_unit ? site.demand[demand].compute_racks : 1);
  out.bound = out.certified = out.wanted;
  out.outside_units = !whole_unit && site.demand[demand].compute_racks > 1;
  if (fits_frozen) {
    out.found = out.wanted;
    return out;
  }
  if (whole_unit) {
    ++wanted->demand[demand].units;
    wanted->demand[demand].delivered = wanted->demand[demand].units;
  } else {
    Demand single = wanted->demand[demand];
    single.id += "-single";
    single.compute_racks = 1;
    single.network_racks = 0;
    single.units_per_management = 0;
    single.units = single.delivered = 1;
    single.deliveries.clear();
    wanted->demand.push_back(std::move(single));
  }
  Held hall{std::move(*wanted), plan, racks, 0, {}};
  const search::Bound most = Market::linear_bound(hall.site);
  hall.bound = most.racks;
  hall.by = most.by;
  out.searched = hall.bound >= out.wanted;
  if (out.searched) hall = market.filled(std::move(hall));
  out.found = std::min(hall.racks, out.wanted);
  out.bound = std::min(std::max(hall.bound, out.found), out.wanted);
  out.certified = std::min(std::max(hall.proven(), out.bound), out.wanted);
  out.by = hall.by;
  return out;
}

}  // namespace hallplan::explain
