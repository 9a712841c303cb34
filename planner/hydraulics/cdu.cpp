#include "planner/hydraulics/cdu.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "planner/hydraulics/coils.hpp"
#include "planner/hydraulics/cooling_loss.hpp"
#include "planner/hydraulics/facility_water.hpp"
#include "planner/hydraulics/group_cooling.hpp"
#include "planner/hydraulics/interpolate.hpp"
#include "planner/hydraulics/loads.hpp"

namespace hallplan::hydraulics {
namespace {

/// Below this share of the least rated approach nothing is known.
constexpr double kLeastShare = 0.5;

/// A rated point at its unfavourable ends.
struct Point {
  double approach_k = 0;
  double capacity_w = 0;
  std::size_t number = 0;  ///< in the order of `ratings`, the unit's own last
};

/// All points a maker rates a CDU at, by rising approach.
std::vector<Point> points_of(const CduType& cdu) {
  std::vector<Point> points{{cdu.approach_k.high, cdu.capacity_w.low, cdu.ratings.size()}};
  for (const CduRating& rating : cdu.ratings) {
    points.push_back({rating.approach_k.high, rating.capacity_w.low, points.size() - 1});
  }
  std::stable_sort(points.begin(), points.end(),
                   [](const Point& a, const Point& b) { return a.approach_k < b.approach_k; });
  return points;
}

std::string point_text(const Point& point) {
  return fmt::format("{} at {:.3g} K approach", kw(point.capacity_w), point.approach_k);
}

}  // namespace

double approach_k(const Site& site, const CduGroup& group) {
  return group.supply_degc.low - site.loops[static_cast<std::size_t>(group.loop.index)].supply_degc.high;
}

double least_approach_k(const CduType& cdu) { return kLeastShare * points_of(cdu).front().approach_k; }

CduHeat cdu_heat(const Product<CduType>& cdu, double approach_k) {
  const std::vector<Point> points = points_of(cdu.body);
  const Point& first = points.front();
  if (approach_k <= 0) return {0, fmt::format("0 kW at {:.3g} K approach", approach_k), {}};
  if (approach_k >= points.back().approach_k - kSameK) return {points.back().capacity_w, point_text(points.back()), {}};
  const auto place = place_in(points, approach_k, [](const Point& point) { return point.approach_k; });
  if (!place) {
    const double least_k = least_approach_k(cdu.body);
    const double used_k = std::max(approach_k, least_k);
    const double capacity_w = first.capacity_w * used_k / first.approach_k;
    const std::string text = fmt::format("{} at {:.3g} K approach ({} x {:.3g} K / {:.3g} K)", kw(capacity_w), used_k,
                                         kw(first.capacity_w), used_k, first.approach_k);
    if (approach_k > least_k - kSameK) return {capacity_w, text, {}};
    return {capacity_w, text,
            fmt::format("heat of {} known from {:.3g} K approach only, here {:.3g} K", cdu.id, least_k, approach_k)};
  }
  const Point& low = points[place->low];
  if (place->part <= 0) return {low.capacity_w, point_text(low), {}};
  const Point& high = points[place->low + 1];
  const double capacity_w = place->between(low.capacity_w, high.capacity_w);
  return {capacity_w,
          fmt::format("{} at {:.3g} K approach (between {:.3g} K: {} and {:.3g} K: {})", kw(capacity_w), approach_k,
                      low.approach_k, kw(low.capacity_w), high.approach_k, kw(high.capacity_w)),
          {}};
}

std::vector<double> parts_of_points(const CduType& cdu, double approach_k) {
  const std::vector<Point> points = points_of(cdu);
  std::vector<double> parts(points.size(), 0.0);
  const double used_k = std::clamp(approach_k, points.front().approach_k, points.back().approach_k);
  const auto place = place_in(points, used_k, [](const Point& point) { return point.approach_k; });
  const Point& low = points[place ? place->low : points.size() - 1];
  const Point& high = place && place->part > 0 ? points[place->low + 1] : low;
  const double of_high = place ? place->part * high.capacity_w : 0;
  const double of_low = (1 - (place ? place->part : 0)) * low.capacity_w;
  parts[low.number] += of_low / (of_low + of_high);
  parts[high.number] += of_high / (of_low + of_high);
  return parts;
}

namespace {

/// Facility water that the CDUs of a loop are rated at together, `lost` units of `group` not counted, and what coils draw besides.
struct RatedFlow {
  double all = 0;    ///< of all units
  double least = 0;  ///< without spare ones, whose valves are shut while they are not needed
  double coils = 0;
};
RatedFlow rated_flow(const Site& site, const CduGroup& group, int lost) {
  RatedFlow rated;
  rated.coils = coil_draw(site, group.loop.index).m3_per_s;
  for (const CduGroup& other : site.cdu_groups) {
    const double flow = facility_flow(cdu_of(site, other).body).high;
    if (other.loop.index != group.loop.index) continue;
    const int units = static_cast<int>(other.units.size()) - (other.id == group.id ? lost : 0);
    // On headers of their own all units are needed.
    const int spare = is_dedicated(site, other) ? 0 : other.spare;
    const int needed = std::min(units, static_cast<int>(other.units.size()) - spare);
    rated.all += std::max(0, units) * flow;
    rated.least += std::max(0, needed) * flow;
  }
  return rated;
}

constexpr double kRounding = 1e-9;

/// Lowers a unit's heat to a share of it, which it carries with so much facility water.
void take_share(const Site& site, const CduGroup& group, double facility_m3_per_s, const HeatShare& share,
                CduHeat& heat) {
  const Product<CduType>& cdu = cdu_of(site, group);
  const FacilityLoop& loop = site.loops[static_cast<std::size_t>(group.loop.index)];
  heat.unknown = share.unknown;
  if (!heat.unknown.empty() && share.share <= 0) return;
  const double rated = facility_flow(cdu.body).high;
  if (share.share < 1) {
    heat.share = share.share;
    heat.capacity_w *= share.share;
    heat.arithmetic += fmt::format(" x {:.1f} %", 100 * share.share);
    if (facility_m3_per_s < rated * (1 - kRounding)) {
      heat.arithmetic +=
          fmt::format(" with {} of its {} facility water", l_per_min(facility_m3_per_s), l_per_min(rated));
    } else if (!carries_water(site, loop)) {
      heat.arithmetic += fmt::format(" with {} in place of water",
                                     site.catalogue.coolants[static_cast<std::size_t>(loop.coolant.index)].id);
    } else if (share.coolant.empty()) {
      heat.arithmetic += " at less than its rated flow";
    }
    heat.arithmetic += share.coolant;
  }
  if (!cdu.body.facility) heat.arithmetic += fmt::format(" ({}: {})", kAsMuchWater, l_per_min(rated));
}

/// Units that run, in one way to lose the others.
using Running = std::vector<WateredUnit>;

/// Those of a group, or `unit` alone where it runs, each with its water or with `facility_m3_per_s` where the loop has no pipes. Gives why
/// that is not known, by name.
std::string running_in(const Site& site, const CduGroup& group, const PlantLoss& loss, std::optional<std::size_t> unit,
                       double facility_m3_per_s, std::vector<Running>& out) {
  const bool piped = site.loops[static_cast<std::size_t>(group.loop.index)].piping.has_value();
  GroupFacility facility(site, group);
  const std::vector<std::vector<std::size_t>> ways = ways_to_lose(group.units.size(), loss);
  if (ways.empty()) return "too many ways to lose the spare units";
  for (const std::vector<std::size_t>& lost : ways) {
    const GroupWater* const water = piped ? &facility.water({lost, 0, {}}) : nullptr;
    if (water != nullptr && !water->unknown.empty()) return water->unknown;
    Running running;
    for (std::size_t u = 0; u < group.units.size(); ++u) {
      if ((unit && u != *unit) || std::find(lost.begin(), lost.end(), u) != lost.end()) continue;
      running.push_back({u, water != nullptr ? water->unit_m3_per_s[u] : facility_m3_per_s});
    }
    if (!running.empty()) out.push_back(std::move(running));
  }
  return {};
}

/// At any coolant flow of the unit with the least water; where that is less than its rating, at the flows that `shares` knows, in the way
/// that leads to least.
void take_water(const Site& site, const CduGroup& group, const std::vector<Running>& ways, double facility_m3_per_s,
                const Shares& shares, CduHeat& heat) {
  for (const Running& running : ways) {
    for (const WateredUnit& one : running) facility_m3_per_s = std::min(facility_m3_per_s, one.facility_m3_per_s);
  }
  HeatShare share = heat_share(site, group, facility_m3_per_s);
  if (shares && share.share > 0 && (share.share < 1 || !share.unknown.empty()) && !ways.empty()) {
    share = {1, {}, {}};
    for (const Running& running : ways) {
      HeatShare here = shares(running);
      if (share.unknown.empty()) share.unknown = std::move(here.unknown);
      if (here.share >= share.share) continue;
      share.share = here.share;
      share.coolant = std::move(here.coolant);
    }
  }
  take_share(site, group, facility_m3_per_s, share, heat);
}

}  // namespace

std::string capacity_source(const CduType& cdu) {
  return cdu.facility ? source_of(cdu.capacity_w) : fmt::format("{}; {}", source_of(cdu.capacity_w), kAsMuchWater);
}

CduHeat unit_heat(const Site& site, const CduGroup& group, const PlantLoss& loss, std::optional<std::size_t> unit,
                  const Shares& shares) {
  const Product<CduType>& cdu = cdu_of(site, group);
  const FacilityLoop& loop = site.loops[static_cast<std::size_t>(group.loop.index)];
  CduHeat heat = cdu_heat(cdu, approach_k(site, group));
  if (!heat.unknown.empty()) return heat;
  if (std::string unstated = coil_draw(site, group.loop.index).unknown; !unstated.empty()) {
    heat.unknown =
        fmt::format("{}; it takes of {}, and {} is {} {} of that", unstated, loop.id, cdu.id,
                    cdu.body.facility ? "rated at" : "taken as rated at", l_per_min(facility_flow(cdu.body).high));
    return heat;
  }
  double each_m3_per_s = facility_flow(cdu.body).high;
  if (!loop.piping) {
    const RatedFlow rated = rated_flow(site, group, loss.units);
    const double left_m3_per_s = std::max(0.0, loop.flow_m3_per_s.low - rated.coils);
    const bool enough = left_m3_per_s >= rated.least * (1 - kRounding);
    if (!enough && cdu.body.facility) {
      heat.unknown = fmt::format(
          "{}'s flow of {}{} leaves {} for its CDUs, which are rated at {} together without spare ones ({} at {} "
          "each): "
          "how much heat less water takes is not known",
          loop.id, l_per_min(loop.flow_m3_per_s.low),
          rated.coils > 0 ? fmt::format(", of which coils draw {},", l_per_min(rated.coils)) : "",
          l_per_min(left_m3_per_s), l_per_min(rated.least), cdu.id, l_per_min(cdu.body.facility->flow_m3_per_s.high));
      return heat;
    }
    if (!enough) each_m3_per_s *= left_m3_per_s / rated.least;
  } else if (group.units.empty()) {
    return heat;
  }
  std::vector<Running> ways;
  std::string unknown;
  if (loop.piping || shares) unknown = running_in(site, group, loss, unit, each_m3_per_s, ways);
  if (loop.piping) heat.unknown = std::move(unknown);
  if (heat.unknown.empty()) take_water(site, group, ways, each_m3_per_s, shares, heat);
  return heat;
}

namespace {

/// Units that carry heat, `lost` ones standing still: all that are left, or no more than are not spare where that carries more for the
/// racks; without pipes where the loop's flow does not do for all.
GroupHeat best_of(const Site& site, const CduGroup& group, const PlantLoss& loss, const Shares& shares) {
  const Product<CduType>& cdu = cdu_of(site, group);
  const FacilityLoop& loop = site.loops[static_cast<std::size_t>(group.loop.index)];
  const int units = static_cast<int>(group.units.size());
  const int all = left(units, loss), needed = std::min(all, std::max(0, units - group.spare));
  const double own_w = unit_power_w(cdu.body);
  const auto with = [&](int running, const std::string& why) {
    const bool stand_still = running < all && (loop.piping || shares);
    const CduHeat unit = unit_heat(site, group, stand_still ? PlantLoss{units - running, {}} : loss, {}, shares);
    GroupHeat heat{running * unit.capacity_w, running * own_w, running, {}, unit.unknown, unit};
    const std::string count = running < all ? fmt::format("{} (of {}; {})", running, all, why) : left_text(units, loss);
    heat.arithmetic = fmt::format("{} x {} {} = {}", count, cdu.id, unit.arithmetic, kw(heat.capacity_w));
    return heat;
  };
  if (!loop.piping) {
    const RatedFlow rated = rated_flow(site, group, loss.units);
    const bool flows = loop.flow_m3_per_s.low >= (rated.coils + rated.all) * (1 - kRounding);
    return with(flows ? all : needed, fmt::format("the flow of {} is no more than that{}", loop.id,
                                                  rated.coils > 0 ? " and its coils'" : ""));
  }
  GroupHeat most = with(all, {});
  if (needed == all || !most.unknown.empty()) return most;
  GroupHeat few = with(needed, "the others stand still, and leave their water to these");
  return few.unknown.empty() && few.for_racks_w() > most.for_racks_w() ? few : most;
}

}  // namespace

GroupHeat group_heat(const Site& site, const CduGroup& group, const PlantLoss& loss, const Shares& shares) {
  GroupHeat heat = best_of(site, group, loss, shares);
  if (heat.unknown.empty()) heat.unknown = unknown_unit_power(cdu_of(site, group));
  return heat;
}

}  // namespace hallplan::hydraulics
