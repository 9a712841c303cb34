#include "planner/hydraulics/ride_through/group_ride.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace hallplan::hydraulics {
namespace {

constexpr int kSamples = 121;

Passed passed_in(const GroupCircuit& group, const March& march) {
  Passed passed;
  passed.stated_s.assign(group.types.size(), kNever_s);
  passed.by.assign(group.types.size(), RideLimit::none);
  passed.table_s.assign(group.types.size(), kNever_s);
  passed.settled = march.settled;
  passed.problem = march.problem;
  for (std::size_t w = 0; w < group.limits.size(); ++w) {
    const RackLimit& limit = group.limits[w];
    const double seconds = std::max(0.0, march.seconds[w] - group.floor_s);
    if (limit.for_long) {
      passed.short_s = std::min(passed.short_s, seconds);
      continue;
    }
    double& best = limit.stated ? passed.stated_s[limit.type] : passed.table_s[limit.type];
    if (!(seconds < best)) continue;
    best = seconds;
    if (limit.stated) passed.by[limit.type] = limit.what;
  }
  return passed;
}

/// The sooner of two runs, type by type.
void take_sooner(Passed& sooner, const Passed& other) {
  for (std::size_t t = 0; t < sooner.stated_s.size(); ++t) {
    if (other.stated_s[t] < sooner.stated_s[t]) {
      sooner.stated_s[t] = other.stated_s[t];
      sooner.by[t] = other.by[t];
    }
    sooner.table_s[t] = std::min(sooner.table_s[t], other.table_s[t]);
  }
  sooner.short_s = std::min(sooner.short_s, other.short_s);
  sooner.settled = sooner.settled && other.settled;
  if (sooner.problem.empty()) sooner.problem = other.problem;
}

}  // namespace

GroupRide::GroupRide(const Site& site, const CduGroup& group, Racks racks, double loop_heat_w, const Accuracy& accuracy,
                     std::optional<std::size_t> unit)
    : site_(site),
      group_(group),
      racks_(std::move(racks)),
      loop_heat_w_(loop_heat_w),
      accuracy_(accuracy),
      unit_(unit) {}

GroupCircuit GroupRide::circuit(Variant variant) const {
  variant.unit = unit_;
  return group_circuit(site_, group_, racks_, loop_heat_w_, variant);
}

Passed GroupRide::follow_all(const Timeline& timeline, Variant variant) const {
  std::optional<Passed> out;
  for (const bool plug : {false, true}) {
    for (const End flow : {End::low, End::high}) {
      variant.plug = plug;
      variant.flow = flow;
      const GroupCircuit group = circuit(variant);
      Timeline own = timeline;
      own.flow_share = std::min(timeline.flow_share, group.flow_share);
      const Passed passed = passed_in(group, follow(group.circuit, own, group.watches, 0, accuracy_));
      if (out) {
        take_sooner(*out, passed);
      } else {
        out = passed;
      }
    }
  }
  return *out;
}

RideSeries GroupRide::series(const Timeline& timeline, Variant variant, std::size_t type) const {
  double best_s = 0;
  RideSeries out;
  for (const bool plug : {false, true}) {
    variant.plug = plug;
    const GroupCircuit group = circuit(variant);
    Timeline own = timeline;
    own.flow_share = std::min(timeline.flow_share, group.flow_share);
    const March march = follow(group.circuit, own, group.watches, kSamples, accuracy_);
    const double first_s = passed_in(group, march).stated_s[type];
    if (plug && !(first_s < best_s)) break;
    best_s = first_s;
    out.time_s = march.time_s;
    out.supply_degc.clear();
    out.return_degc.clear();
    for (const std::vector<double>& degc : march.cell_degc) {
      out.supply_degc.push_back(degc[static_cast<std::size_t>(group.supply_cell[type])]);
      out.return_degc.push_back(degc[static_cast<std::size_t>(group.plate_cell[type])]);
    }
  }
  const RackLiquid& liquid = *rack(type).body.liquid;
  out.supply_limit_degc = liquid.table.back().supply_degc.low;
  out.return_limit_degc = liquid.return_limit_degc;
  return out;
}

const Product<RackType>& GroupRide::rack(std::size_t type) const {
  auto it = racks_.begin();
  std::advance(it, static_cast<std::ptrdiff_t>(type));
  return site_.catalogue.racks[static_cast<std::size_t>(it->first)];
}

}  // namespace hallplan::hydraulics
