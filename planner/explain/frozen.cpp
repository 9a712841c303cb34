#include "planner/explain/frozen.hpp"

#include <utility>

#include "planner/plan/pin.hpp"

namespace hallplan::explain {

Frozen frozen(const Site& site, const Plan& plan) { return frozen_as_pinned(with_pinned(site, plan)); }

Frozen frozen_as_pinned(Site site) {
  Frozen out;
  out.site = std::move(site);
  for (Demand& demand : out.site.demand) {
    demand.units = 0;  // what keeps more out besides the demand
    demand.delivered = -1;
  }
  out.choices = capacity::choices(out.site);
  out.model = search::model_of(out.site, out.choices);
  return out;
}

layout::Refusals refused_slots(const Frozen& hall, std::size_t demand) {
  const Site& site = hall.site;
  return layout::refused_slots(site, layout::positioned(site, pinned_plan(site)), site.demand[demand].compute.index);
}

}  // namespace hallplan::explain
