#include "planner/thermal/set_points.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "planner/plan/field_text.hpp"
#include "planner/thermal/inlet_limit.hpp"
#include "planner/thermal/variant.hpp"

namespace hallplan::thermal {
namespace {

Value at_degc(Value value, double degc) {
  value.value = value.low = value.high = degc;
  return value;
}

Site with_supply(Site site, double degc) {
  for (AirZone& zone : site.air_zones) zone.supply_degc = at_degc(zone.supply_degc, degc);
  for (AirSupply& supply : site.supplies) supply.temperature_degc = at_degc(supply.temperature_degc, degc);
  return site;
}

double room_k(const Site& site, const Plan& plan, const RackField& rack) {
  const Placement& placed = plan.racks[static_cast<std::size_t>(rack.rack)];
  const double limit_degc = inlet_limit_degc(site, placed.type);
  constexpr double kNoLimit_degc = 1e3;
  return (std::isnan(limit_degc) ? kNoLimit_degc : limit_degc) - rack.inlet_band_degc;
}

}  // namespace

std::string solve_set_points(const Site& site, const Plan& plan, const std::vector<double>& supply_degc,
                             const FieldOptions& options, FieldResult& field) {
  std::vector<VariantStart> starts = {{field.leakage, &field.solution.fields}};
  for (const FieldEnd& end : field.other_ends) starts.push_back({end.leakage, &end.solution.fields});
  CaseOptions asked;
  for (const HallGrid& grid : field.hall.grids) asked.cells_m.push_back(grid.asked_m);
  asked.device_losses_w = options.device_losses_w;
  asked.turbulence = field.turbulence;
  std::vector<Variant> variants;
  for (const double degc : supply_degc) {
    Variant variant{"supply " + field::degc(degc), -1, {}};
    const Site at = with_supply(site, degc);
    if (std::string problem = build_variant(at, plan, asked, starts, variant); !problem.empty()) return problem;
    variants.push_back(std::move(variant));
  }
  return solve_variants(site, plan, options, starts, variants, field.set_points);
}

const RackField* tightest_of(const Site& site, const Plan& plan, const FieldState& state) {
  const auto found = std::min_element(
      state.racks.begin(), state.racks.end(),
      [&](const RackField& a, const RackField& b) { return room_k(site, plan, a) < room_k(site, plan, b); });
  return found == state.racks.end() ? nullptr : &*found;
}

}  // namespace hallplan::thermal
