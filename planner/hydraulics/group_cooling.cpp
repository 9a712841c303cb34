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

/// Capacity of a coolant's cubic metre, low end; 0 outside its table.
double capacity_j_per_m3_k(const Site& site, const Ref& coolant, double degc) {
  const std::optional<CoolantState> state =
      coolant_at(site.catalogue.coolants[static_cast<std::size_t>(coolant.index)].body, degc);
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

std::optional<Film> film_of(const Product<CoolantType>& coolant, double at_degc) {
  const std::vector<CoolantPoint>& table = coolant.body.table;
  const auto place = place_in(table, at_degc, [](const CoolantPoint& point) { return point.temperature_degc.value; });
  const std::optional<CoolantState> state = coolant_at(coolant.body, at_degc);
  if (!place || !state) return {};
  const CoolantPoint& low = table[place->low];
  const CoolantPoint& high = place->part > 0 ? table[place->low + 1] : low;
  if (!low.viscosity_pa_s || !high.viscosity_pa_s || !low.conductivity_w_per_m_k || !high.conductivity_w_per_m_k) {
    return {};
  }
  return Film{*state, place->between(low.viscosity_pa_s->high, high.viscosity_pa_s->high),
              place->between(low.conductivity_w_per_m_k->low, high.conductivity_w_per_m_k->low)};
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
  const std::optional<Film> own = film_of(carried, at_degc), of_water = film_of(*water, at_degc);
  if (!own || !of_water) return rated;
  rated.unknown.clear();
  rated.j_per_m3_k = of_water->state.density_kg_per_m3 * of_water->state.specific_heat_j_per_kg_k;
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
    const double taken = hydraulics::taken_w_per_k(one.rating, one.ua_w_per_k, coolant_j_per_m3_k * flow_m3_per_s,
                                                   water_j_per_m3_k * facility_m3_per_s, films);
    least = least < 0 ? taken : std::min(least, taken);
  }
  return std::max(0.0, least);
}

GroupCooling exchangers_of(const Site& site, const CduGroup& group) {
  const Product<CduType>& cdu = cdu_of(site, group);
  const FacilityLoop& loop = site.loops[static_cast<std::size_t>(group.loop.index)];
  GroupCooling cooling;
  if (group.constant_ua) cooling.films = {0, 0, 1};
  cooling.set_degc = group.supply_degc.high;
  cooling.facility_degc = loop.supply_degc.high;
  cooling.coolant_j_per_m3_k =
      capacity_j_per_m3_k(site, group.coolant, within_table(site, group.coolant, cooling.set_degc));
  const auto unknown = [&](std::string why) {
    cooling.unknown = std::move(why);
    return cooling;
  };
  cooling.water_j_per_m3_k = capacity_j_per_m3_k(site, loop.coolant, cooling.facility_degc);
  if (cooling.water_j_per_m3_k <= 0) return unknown(no_properties(site, loop.coolant, cooling.facility_degc));
  double rated_w_per_k = cooling.water_j_per_m3_k * facility_flow(cdu.body).low;
  if (!carries_water(site, loop)) {
    const RatedWater water = rated_water(site, loop);
    if (!water.unknown.empty()) return unknown(fmt::format("no rating of {} with {}", cdu.id, water.unknown));
    rated_w_per_k = water.j_per_m3_k * facility_flow(cdu.body).low;
    cooling.films.cooling = water.film;
  }
  std::vector<CduRating> points = cdu.body.ratings;
  points.push_back({cdu.body.approach_k, cdu.body.capacity_w, cdu.body.flow_m3_per_s});
  for (const CduRating& point : points) {
    // More flow at one approach and heat is an exchanger with a colder return: the greater U A. The low end.
    const ExchangerRating rating{point.capacity_w.low, point.approach_k.high,
                                 cooling.coolant_j_per_m3_k * point.flow_m3_per_s.low, rated_w_per_k};
    const std::optional<double> ua = rated_ua_w_per_k(rating);
    if (!ua) {
      return unknown(
          fmt::format("no counterflow exchanger gives {} of {} at {:.3g} K approach with {} of coolant and "
                      "{} of facility water",
                      kw(point.capacity_w.low), cdu.id, point.approach_k.high, l_per_min(point.flow_m3_per_s.low),
                      l_per_min(facility_flow(cdu.body).low)));
    }
    cooling.rated.push_back({rating, *ua});
  }
  return cooling;
}

GroupCooling cooling_of(const Site& site, const CduGroup& group) {
  GroupCooling cooling = exchangers_of(site, group);
  const Product<CduType>& cdu = cdu_of(site, group);
  cooling.coolant_j_per_m3_k = capacity_j_per_m3_k(site, group.coolant, cooling.set_degc);
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
