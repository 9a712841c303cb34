#include "planner/hydraulics/group_cooling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "planner/hydraulics/cdu.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/hydraulics/loads.hpp"

namespace hallplan::hydraulics {
namespace {

/// Capacity of a coolant's cubic metre, low end; 0 outside its table.
double capacity_j_per_m3_k(const Site& site, const Ref& coolant, double degc) {
  const std::optional<CoolantState> state =
      coolant_at(site.catalogue.coolants[static_cast<std::size_t>(coolant.index)].body, degc);
  return state ? state->density_kg_per_m3 * state->specific_heat_j_per_kg_k : 0;
}

std::string no_properties(const Site& site, const Ref& coolant, double at_degc) {
  return fmt::format("properties known of {} only, supply {}",
                     reach_text(site.catalogue.coolants[static_cast<std::size_t>(coolant.index)]), degc(at_degc));
}

}  // namespace

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
  if (group.constant_ua) cooling.films = {0, 0};
  cooling.set_degc = group.supply_degc.high;
  cooling.facility_degc = loop.supply_degc.high;
  cooling.coolant_j_per_m3_k = capacity_j_per_m3_k(site, group.coolant, cooling.set_degc);
  const auto unknown = [&](std::string why) {
    cooling.unknown = std::move(why);
    return cooling;
  };
  if (cooling.coolant_j_per_m3_k <= 0) return unknown(no_properties(site, group.coolant, cooling.set_degc));
  if (!cdu.body.facility) return unknown(fmt::format("no facility-water flow known for {}", cdu.id));
  cooling.water_j_per_m3_k = capacity_j_per_m3_k(site, loop.coolant, cooling.facility_degc);
  if (cooling.water_j_per_m3_k <= 0) return unknown(no_properties(site, loop.coolant, cooling.facility_degc));
  const double rated_w_per_k = cooling.water_j_per_m3_k * cdu.body.facility->flow_m3_per_s.low;
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
                      l_per_min(cdu.body.facility->flow_m3_per_s.low)));
    }
    cooling.rated.push_back({rating, *ua});
  }
  return cooling;
}

GroupCooling cooling_of(const Site& site, const CduGroup& group) {
  GroupCooling cooling = exchangers_of(site, group);
  const Product<CduType>& cdu = cdu_of(site, group);
  if (cooling.coolant_j_per_m3_k <= 0) return cooling;
  if (CduHeat heat = unit_heat(site, group); !heat.unknown.empty()) cooling.unknown = std::move(heat.unknown);
  if (cooling.unknown.empty() && !cdu.body.power_w) {
    cooling.unknown = fmt::format("no electrical power known for {}, which heats its coolant", cdu.id);
  }
  if (cooling.unknown.empty()) cooling.own_w = cdu.body.power_w->high;
  return cooling;
}

}  // namespace hallplan::hydraulics
