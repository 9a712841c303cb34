#include "planner/hydraulics/group_cooling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "planner/hydraulics/cdu.hpp"
#include "planner/hydraulics/interpolate.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/hydraulics/loads.hpp"

namespace hallplan::hydraulics {
namespace {

/// In the catalogue: what makers of CDUs rate the facility side with.
constexpr std::string_view kWater = "water";

/// Capacity of a coolant's cubic metre; 0 outside its table.
double capacity_j_per_m3_k(const Site& site, const Ref& coolant, double degc, End end = End::low) {
  const std::optional<CoolantState> state =
      coolant_at(site.catalogue.coolants[static_cast<std::size_t>(coolant.index)].body, degc, end);
  return state ? state->density_kg_per_m3 * state->specific_heat_j_per_kg_k : 0;
}

/// The temperature, or the end of the coolant's table that it lies beyond: what a point was rated at is not known any better.
double within_table(const Site& site, const Ref& coolant, double degc) {
  const std::vector<CoolantPoint>& table = site.catalogue.coolants[static_cast<std::size_t>(coolant.index)].body.table;
  if (table.empty()) return degc;
  return std::clamp(degc, table.front().temperature_degc.value, table.back().temperature_degc.value);
}

std::string no_properties(const Site& site, const Ref& coolant, double at_degc) {
  return fmt::format("properties known of {} only, supply {}",
                     reach_text(site.catalogue.coolants[static_cast<std::size_t>(coolant.index)]), degc(at_degc));
}

/// The water that CDUs are rated with, at the loop's supply, and the film of what the loop carries over that of water at a like capacity
/// flow: Nu ~ Re^0.7 Pr^0.33, as of turbulent flow between plates, so h ~ k^0.67 (rho v)^0.7 cp^0.33 mu^-0.37. Never above 1.
struct RatedWater {
  double j_per_m3_k = 0;
  double film = 1;
  std::string unknown;
};

struct Film {
  CoolantState state;
  double viscosity_pa_s = 0, conductivity_w_per_m_k = 0;

  [[nodiscard]] double over(const Film& other) const {
    // At a like capacity flow the mass flow, rho v, goes with 1 / cp.
    return std::pow(conductivity_w_per_m_k / other.conductivity_w_per_m_k, 0.67) *
           std::pow(state.specific_heat_j_per_kg_k / other.state.specific_heat_j_per_kg_k, 0.33 - 0.7) *
           std::pow(viscosity_pa_s / other.viscosity_pa_s, -0.37);
  }
};

/// Of what a loop carries the ends that make its film least, of the water that it is held against those that make it most.
std::optional<Film> film_of(const Product<CoolantType>& coolant, double at_degc, bool is_least) {
  const std::vector<CoolantPoint>& table = coolant.body.table;
  const auto place = place_in(table, at_degc, [](const CoolantPoint& point) { return point.temperature_degc.value; });
  const std::optional<CoolantState> state = coolant_at(coolant.body, at_degc, is_least ? End::high : End::low);
  if (!place || !state) return {};
  const CoolantPoint& low = table[place->low];
  const CoolantPoint& high = place->part > 0 ? table[place->low + 1] : low;
  if (!low.viscosity_pa_s || !high.viscosity_pa_s || !low.conductivity_w_per_m_k || !high.conductivity_w_per_m_k) {
    return {};
  }
  const auto thick = [&](const Value& value) { return is_least ? value.high : value.low; };
  const auto conducts = [&](const Value& value) { return is_least ? value.low : value.high; };
  return Film{*state, place->between(thick(*low.viscosity_pa_s), thick(*high.viscosity_pa_s)),
              place->between(conducts(*low.conductivity_w_per_m_k), conducts(*high.conductivity_w_per_m_k))};
}

RatedWater rated_water(const Site& site, const FacilityLoop& loop) {
  const std::vector<Product<CoolantType>>& coolants = site.catalogue.coolants;
  const Product<CoolantType>& carried = coolants[static_cast<std::size_t>(loop.coolant.index)];
  const double at_degc = loop.supply_degc.high;
  RatedWater rated;
  rated.unknown =
      fmt::format("{} as facility water, and no viscosity and conductivity of both at {}", carried.id, degc(at_degc));
  const auto water = std::find_if(coolants.begin(), coolants.end(),
                                  [](const Product<CoolantType>& coolant) { return coolant.id == kWater; });
  if (water == coolants.end()) return rated;
  const std::optional<Film> own = film_of(carried, at_degc, true), of_water = film_of(*water, at_degc, false);
  const std::optional<CoolantState> most = coolant_at(water->body, at_degc, End::high);
  if (!own || !of_water || !most) return rated;
  rated.unknown.clear();
  rated.j_per_m3_k = most->density_kg_per_m3 * most->specific_heat_j_per_kg_k;
  rated.film = std::min(1.0, own->over(*of_water));
  return rated;
}

}  // namespace

bool carries_water(const Site& site, const FacilityLoop& loop) {
  return site.catalogue.coolants[static_cast<std::size_t>(loop.coolant.index)].id == kWater;
}

double GroupCooling::taken_w_per_k(double flow_m3_per_s, double facility_m3_per_s) const {
  double least = -1;
  for (const Rated& one : rated) {
    const double taken =
        hydraulics::taken_w_per_k(one.rating, one.ua_w_per_k, coolant_j_per_m3_k * flow_m3_per_s,
                                  water_j_per_m3_k * std::min(facility_m3_per_s, one.facility_m3_per_s), films);
    least = least < 0 ? taken : std::min(least, taken);
  }
  return std::max(0.0, least);
}

namespace {

/// A point that a unit is rated at, at one end of each of its flows.
struct RatedFlows {
  double coolant_m3_per_s = 0, facility_m3_per_s = 0;
};

/// Of the ranges of both flows. Where as much water as coolant is assumed, both are at one end.
std::vector<RatedFlows> flows_of(const CduType& cdu, const Value& coolant) {
  const Value& facility = facility_flow(cdu);
  std::vector<RatedFlows> out{{coolant.low, facility.low}};
  if (cdu.facility && facility.disputed()) out.push_back({coolant.low, facility.high});
  if (cdu.facility && coolant.disputed()) out.push_back({coolant.high, facility.low});
  if (coolant.disputed() || facility.disputed()) out.push_back({coolant.high, facility.high});
  return out;
}

}  // namespace

GroupCooling exchangers_of(const Site& site, const CduGroup& group, End end) {
  const Product<CduType>& cdu = cdu_of(site, group);
  const FacilityLoop& loop = site.loops[static_cast<std::size_t>(group.loop.index)];
  GroupCooling cooling;
  if (group.constant_ua) cooling.films = {0, 0, 1};
  cooling.set_degc = group.supply_degc.high;
  cooling.facility_degc = loop.supply_degc.high;
  cooling.coolant_j_per_m3_k =
      capacity_j_per_m3_k(site, group.coolant, within_table(site, group.coolant, cooling.set_degc), end);
  const auto unknown = [&](std::string why) {
    cooling.unknown = std::move(why);
    return cooling;
  };
  cooling.water_j_per_m3_k = capacity_j_per_m3_k(site, loop.coolant, cooling.facility_degc);
  if (cooling.water_j_per_m3_k <= 0) return unknown(no_properties(site, loop.coolant, cooling.facility_degc));
  double rated_j_per_m3_k = cooling.water_j_per_m3_k;
  if (!carries_water(site, loop)) {
    const RatedWater water = rated_water(site, loop);
    if (!water.unknown.empty()) return unknown(fmt::format("no rating of {} with {}", cdu.id, water.unknown));
    rated_j_per_m3_k = water.j_per_m3_k;
    cooling.films.cooling = water.film;
  }
  std::vector<CduRating> points = cdu.body.ratings;
  points.push_back({cdu.body.approach_k, cdu.body.capacity_w, cdu.body.flow_m3_per_s});
  for (std::size_t number = 0; number < points.size(); ++number) {
    const CduRating& point = points[number];
    for (const RatedFlows& flows : flows_of(cdu.body, point.flow_m3_per_s)) {
      const ExchangerRating rating{point.capacity_w.low, point.approach_k.high,
                                   cooling.coolant_j_per_m3_k * flows.coolant_m3_per_s,
                                   rated_j_per_m3_k * flows.facility_m3_per_s};
      const std::optional<double> ua = rated_ua_w_per_k(rating);
      if (!ua) {
        return unknown(
            fmt::format("no counterflow exchanger gives {} of {} at {:.3g} K approach with {} of coolant and "
                        "{} of facility water",
                        kw(point.capacity_w.low), cdu.id, point.approach_k.high, l_per_min(flows.coolant_m3_per_s),
                        l_per_min(flows.facility_m3_per_s)));
      }
      cooling.rated.push_back({rating, *ua, flows.facility_m3_per_s, number});
    }
  }
  return cooling;
}

GroupCooling cooling_of(const Site& site, const CduGroup& group, End end) {
  GroupCooling cooling = exchangers_of(site, group, end);
  const Product<CduType>& cdu = cdu_of(site, group);
  cooling.coolant_j_per_m3_k = capacity_j_per_m3_k(site, group.coolant, cooling.set_degc, end);
  if (cooling.coolant_j_per_m3_k <= 0) {
    cooling.unknown = no_properties(site, group.coolant, cooling.set_degc);
    return cooling;
  }
  if (CduHeat heat = unit_heat(site, group); !heat.unknown.empty()) cooling.unknown = std::move(heat.unknown);
  if (cooling.unknown.empty()) cooling.unknown = unknown_unit_power(cdu);
  cooling.own_w = unit_power_w(cdu.body);
  return cooling;
}

}  // namespace hallplan::hydraulics
