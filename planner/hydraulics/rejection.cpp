#include "planner/hydraulics/rejection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

#include "planner/hydraulics/facility_water.hpp"
#include "planner/hydraulics/group_cooling.hpp"
#include "planner/hydraulics/interpolate.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/hydraulics/loads.hpp"
#include "planner/site/atmosphere.hpp"

namespace hallplan::hydraulics {
namespace {

/// A rated point at its unfavourable ends.
struct Point {
  double air_degc = 0;
  double capacity_w = 0;
  const Value* water_least_degc = nullptr;
};

const Value* address_of(const MaybeValue& value) { return value ? &*value : nullptr; }

/// All points a maker rates a unit at, by rising temperature of the air.
std::vector<Point> points_of(const RejectionType& type) {
  std::vector<Point> points{{type.design_air_degc.low, type.capacity_w.low, address_of(type.water_least_degc)}};
  for (const RejectionPoint& point : type.table) {
    points.push_back({point.air_degc.low, point.capacity_w.low, address_of(point.water_least_degc)});
  }
  std::stable_sort(points.begin(), points.end(),
                   [](const Point& a, const Point& b) { return a.air_degc < b.air_degc; });
  return points;
}

/// Capacity and coldest water in air of that temperature, or why it is not known.
void take_weather(const Product<RejectionType>& type, double air_degc, RejectionCapacity& out) {
  const std::vector<Point> points = points_of(type.body);
  const char* kind = type.body.rated_by == RatedBy::wet_bulb ? " wet-bulb" : "";
  const auto place =
      place_in(points, std::max(air_degc, points.front().air_degc), [](const Point& p) { return p.air_degc; });
  const Point& low = place ? points[place->low] : points.back();
  const bool between = place && place->part > 0;
  const Point& high = between ? points[place->low + 1] : low;
  out.capacity_w = between ? place->between(low.capacity_w, high.capacity_w) : low.capacity_w;
  out.water_least_degc = high.water_least_degc;
  out.air_degc = between ? air_degc : low.air_degc;
  out.arithmetic = fmt::format("{} at {}{}", kw(out.capacity_w), degc(between ? air_degc : low.air_degc), kind);
  if (between) {
    out.arithmetic += fmt::format(" (between {} at {} and {} at {})", kw(low.capacity_w), degc(low.air_degc),
                                  kw(high.capacity_w), degc(high.air_degc));
  }
  if (!place) {
    out.unknown = fmt::format("capacity of {} known up to {} outdoor air{} only, design weather is {}", type.id,
                              degc(points.back().air_degc), kind, degc(air_degc));
  } else if (out.water_least_degc == nullptr) {
    out.unknown = fmt::format("no coldest water known for {}", type.id);
    if (!type.body.table.empty()) out.unknown += fmt::format(" at {}", degc(high.air_degc));
  }
}

/// Lowers the capacity to what is left of it at the site's elevation.
void take_elevation(const Site& site, const Product<RejectionType>& type, RejectionCapacity& out) {
  const double elevation_m = site.basis.elevation_m.high;
  const std::vector<ElevationPoint>& table = type.body.derating;
  double share = 1;
  if (table.empty()) {
    const double rated_m = type.body.rated_elevation_m ? type.body.rated_elevation_m->low : 0;
    if (elevation_m <= rated_m) return;
    share = density_ratio(elevation_m) / density_ratio(rated_m);
  } else {
    const auto elevation_of = [](const ElevationPoint& point) { return point.elevation_m.value; };
    const auto place = place_in(table, std::max(elevation_m, elevation_of(table.front())), elevation_of);
    const ElevationPoint& low = place ? table[place->low] : table.back();
    const ElevationPoint& high = place && place->part > 0 ? table[place->low + 1] : low;
    share = place ? place->between(low.share.low, high.share.low) : low.share.low;
    if (!place) {
      out.unknown = fmt::format("capacity of {} known up to {:.5g} m only, the site lies at {:.5g} m", type.id,
                                elevation_of(table.back()), elevation_m);
    }
  }
  if (share == 1) return;
  out.capacity_w *= share;
  out.arithmetic += fmt::format(", x {:.4g} in the air at {:.5g} m", share, elevation_m);
}

/// No capacity where the loop asks for colder water than the unit makes.
void take_supply(const Site& site, const FacilityLoop& loop, const Product<RejectionType>& type,
                 RejectionCapacity& out) {
  const double supply_degc = loop.supply_degc.low;
  const bool wet = type.body.kind == RejectionKind::evaporative;
  const Value* air = type.body.kind == RejectionKind::dry_cooler ? &site.basis.outdoor_degc
                     : wet                                       ? address_of(site.basis.outdoor_wet_bulb_degc)
                                                                 : nullptr;
  const Value* least = out.water_least_degc;
  if (air != nullptr && supply_degc < air->high - kSameK) {
    out.water_least_degc = air;
    out.too_cold = fmt::format("{} makes no water colder than the {} of {}", type.id,
                               wet ? "outdoor wet-bulb" : "outdoor air", degc(air->high));
  } else if (least != nullptr && supply_degc < least->high - kSameK) {
    out.too_cold = fmt::format("{} makes {} or warmer in air of {}", type.id, degc(least->high),
                               degc(type.body.design_air_degc.low));
  }
  out.is_too_cold = !out.too_cold.empty();
  if (out.is_too_cold) {
    out.capacity_w = 0;
    out.unknown.clear();
    return;
  }
  const MaybeValue& wet_bulb = site.basis.outdoor_wet_bulb_degc;
  const Value& bound = wet_bulb ? *wet_bulb : site.basis.outdoor_degc;
  const bool may_be_wet = wet || type.body.kind == RejectionKind::unknown;
  if (!out.unknown.empty() || !may_be_wet || supply_degc >= bound.high - kSameK) return;
  out.unknown =
      wet ? fmt::format("{} makes no water colder than the outdoor wet-bulb; the basis states no outdoor_wet_bulb",
                        type.id)
          : fmt::format("no kind known for {}, which is to make water colder than the {} of {}", type.id,
                        wet_bulb ? "outdoor wet-bulb" : "outdoor air", degc(bound.high));
}

/// Where the heat of dry coolers and their capacity meet.
struct Meeting {
  double heat_w = 0;  ///< of all of them
  double stream_w_per_k = 0;
  double water = 1;  ///< that flows through each, as a share of the rated one
  double rated_m3_per_s = 0;
};

/// All of them carry K = w_per_k (T_return - T_air), and T_return = supply + heat / stream.
Meeting meeting_of(const Site& site, const FacilityLoop& loop, const RejectionType& type, int running,
                   double flow_m3_per_s, double j_per_m3_k, const RejectionCapacity& unit) {
  const double rated_k = type.water_return_degc->high - unit.air_degc;
  const double rated_rise_k = type.water_return_degc->low - unit.water_least_degc->high;
  Meeting out;
  out.rated_m3_per_s = type.capacity_w.low / (j_per_m3_k * rated_rise_k);
  out.water = std::min(1.0, flow_m3_per_s / running / out.rated_m3_per_s);
  const double w_per_k = running * unit.capacity_w * out.water / rated_k;
  out.stream_w_per_k = j_per_m3_k * flow_m3_per_s;
  const double full_w = running * unit.capacity_w;
  const double at_supply_w = w_per_k * std::max(0.0, loop.supply_degc.low - site.basis.outdoor_degc.high);
  const double share = w_per_k / out.stream_w_per_k;
  out.heat_w = share < 1 ? std::min(full_w, at_supply_w / (1 - share)) : full_w;
  return out;
}

/// Lowers what a dry cooler carries to where heat and capacity meet: a denser coolant comes back colder, a thinner one is further from what the
/// cooler is rated with.
void take_return(const Site& site, const FacilityLoop& loop, const Product<RejectionType>& type, int running,
                 const std::optional<LoopFlow>& given, RejectionCapacity& out) {
  if (type.body.kind != RejectionKind::dry_cooler || out.is_too_cold || !out.unknown.empty() || running <= 0) return;
  const MaybeValue& rated_return = type.body.water_return_degc;
  if (!rated_return) {
    out.unknown = fmt::format("no rated return water known for {}", type.id);
    return;
  }
  const Product<CoolantType>& coolant = site.catalogue.coolants[static_cast<std::size_t>(loop.coolant.index)];
  const LoopFlow flow = given ? *given : loop_flow(site, static_cast<int>(&loop - site.loops.data()));
  out.unknown = flow.unknown;
  if (!coolant_at(coolant.body, loop.supply_degc.low)) {
    out.unknown =
        fmt::format("properties known of {} only, supply {}", reach_text(coolant), degc(loop.supply_degc.low));
  }
  if (rated_return->high <= out.air_degc || rated_return->low <= out.water_least_degc->high) {
    out.unknown = fmt::format("{} is rated with water back at {}, no warmer than its air or its water_least", type.id,
                              degc(rated_return->low));
  }
  if (!out.unknown.empty()) return;
  std::optional<Meeting> least;
  // What is carried rises with the flow up to the rated one and falls beyond, where it comes back colder: of a range either end may be the
  // bad one.
  const double most_m3_per_s = std::max(flow.m3_per_s, loop.flow_m3_per_s.high);
  for (const double m3_per_s : {flow.m3_per_s, most_m3_per_s}) {
    for (const End end : {End::high, End::low}) {
      const std::optional<CoolantState> state = coolant_at(coolant.body, loop.supply_degc.low, end);
      const Meeting here = meeting_of(site, loop, type.body, running, m3_per_s,
                                      state->density_kg_per_m3 * state->specific_heat_j_per_kg_k, out);
      if (!least || here.heat_w < least->heat_w) least = here;
    }
  }
  const double full_w = running * out.capacity_w;
  out.capacity_w = least->heat_w / running;
  if (least->heat_w >= full_w) return;
  out.arithmetic +=
      fmt::format(", x {:.1f} % with water back at {} in air of {}, rated with {}{}", 100 * least->heat_w / full_w,
                  degc(loop.supply_degc.low + least->heat_w / least->stream_w_per_k),
                  degc(site.basis.outdoor_degc.high), degc(rated_return->high),
                  least->water < 1 ? fmt::format(", and {} of its {}", l_per_min(least->water * least->rated_m3_per_s),
                                                 l_per_min(least->rated_m3_per_s))
                                   : "");
}

}  // namespace

RejectionCapacity rejection_capacity(const Site& site, const FacilityLoop& loop, int running,
                                     const std::optional<LoopFlow>& flow) {
  const Product<RejectionType>& type = site.catalogue.rejections[static_cast<std::size_t>(loop.rejection.type.index)];
  const bool by_wet_bulb = type.body.rated_by == RatedBy::wet_bulb;
  const MaybeValue& wet_bulb = site.basis.outdoor_wet_bulb_degc;
  RejectionCapacity out;
  if (by_wet_bulb && !wet_bulb) {
    // The air itself is never colder than its wet-bulb, so what it allows is an underestimate; but it is not what is rated.
    take_weather(type, points_of(type.body).back().air_degc, out);
    out.unknown = fmt::format("{} is rated by wet-bulb temperature; the basis states no outdoor_wet_bulb", type.id);
  } else {
    take_weather(type, by_wet_bulb ? wet_bulb->high : site.basis.outdoor_degc.high, out);
  }
  take_elevation(site, type, out);
  take_supply(site, loop, type, out);
  take_return(site, loop, type, running, flow, out);
  if (out.unknown.empty() && !out.is_too_cold && !carries_water(site, loop)) {
    out.unknown = fmt::format("no rating of {} with {} in place of water", type.id,
                              site.catalogue.coolants[static_cast<std::size_t>(loop.coolant.index)].id);
  }
  return out;
}

bool hangs_on_flow(const Site& site, const FacilityLoop& loop) {
  const RejectionType& type = site.catalogue.rejections[static_cast<std::size_t>(loop.rejection.type.index)].body;
  return loop.piping && loop.rejection.units > 0 && type.kind == RejectionKind::dry_cooler;
}

}  // namespace hallplan::hydraulics
