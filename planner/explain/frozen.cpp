#include "planner/explain/frozen.hpp"

#include <cmath>
#include <utility>

#include "planner/plan/pin.hpp"

namespace hallplan::explain {

Frozen frozen(const Site& site, const Plan& plan) {
  Frozen out;
  out.site = with_pinned(site, plan);
  for (Demand& demand : out.site.demand) {
    demand.units = 0;  // what keeps more out besides the demand
    demand.delivered = -1;
  }
  out.choices = capacity::choices(out.site);
  out.model = search::make_model(out.site, out.choices, search::capacity_part(out.site, out.choices));
  return out;
}

double left_of(const search::Model& model, std::size_t row) {
  constexpr double kForgiven = 5e-10;  // half of what a check forgives as rounding, as the search has it
  const capacity::Row& limit = model.rows[row];
  return limit.limit + kForgiven * std::abs(limit.limit) - limit.base - model.pinned_use[row];
}

}  // namespace hallplan::explain
