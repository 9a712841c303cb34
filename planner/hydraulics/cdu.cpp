#include "planner/hydraulics/cdu.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

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
};

/// All points a maker rates a CDU at, by rising approach.
std::vector<Point> points_of(const CduType& cdu) {
  std::vector<Point> points{{cdu.approach_k.high, cdu.capacity_w.low}};
  for (const CduRating& rating : cdu.ratings) points.push_back({rating.approach_k.high, rating.capacity_w.low});
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

namespace {

/// What else hangs on a loop and takes of its flow without saying how much: "the air units of room"; empty when nothing does.
std::string draws_unstated(const Site& site, int loop) {
  for (const CduGroup& other : site.cdu_groups) {
    const bool draws = other.loop.index == loop && !other.units.empty();
    if (draws && !cdu_of(site, other).body.facility) return "the CDUs of " + other.id;
  }
  for (const AirZone& zone : site.air_zones) {
    if (zone.loop.index == loop && !zone.units.empty()) return "the air units of " + zone.id;
  }
  for (const RearDoors& doors : site.rear_doors) {
    if (doors.loop.index == loop) return "the rear doors " + doors.id;
  }
  return {};
}

}  // namespace

CduHeat unit_heat(const Site& site, const CduGroup& group) {
  const Product<CduType>& cdu = cdu_of(site, group);
  CduHeat heat = cdu_heat(cdu, approach_k(site, group));
  if (!heat.unknown.empty() || !cdu.body.facility) return heat;
  if (const std::string others = draws_unstated(site, group.loop.index); !others.empty()) {
    heat.unknown = fmt::format("{} is rated at {} of facility water; what {} draw of {} is not stated", cdu.id,
                               l_per_min(cdu.body.facility->flow_m3_per_s.high), others,
                               site.loops[static_cast<std::size_t>(group.loop.index)].id);
    return heat;
  }
  double rated = 0;
  for (const CduGroup& other : site.cdu_groups) {
    const auto& facility = cdu_of(site, other).body.facility;
    if (other.loop.index != group.loop.index || !facility) continue;
    rated += static_cast<double>(other.units.size()) * facility->flow_m3_per_s.high;
  }
  const FacilityLoop& loop = site.loops[static_cast<std::size_t>(group.loop.index)];
  constexpr double kRounding = 1e-9;
  if (loop.flow_m3_per_s.low < rated * (1 - kRounding)) {
    heat.unknown = fmt::format("{} is rated at {} of facility water; the CDUs on {} together at {}, it flows {}",
                               cdu.id, l_per_min(cdu.body.facility->flow_m3_per_s.high), loop.id, l_per_min(rated),
                               l_per_min(loop.flow_m3_per_s.low));
  }
  return heat;
}

}  // namespace hallplan::hydraulics
