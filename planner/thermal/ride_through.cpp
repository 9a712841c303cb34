#include "planner/thermal/ride_through.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/thermal/field.hpp"
#include "planner/thermal/inlet_limit.hpp"
#include "planner/thermal/zones.hpp"

namespace hallplan::thermal {
namespace {

constexpr double kMostImbalance = 0.25;  ///< of what ducts move, summed over cells; twice as much changed no second

using kernels::flow::Case;
using kernels::flow::March;

std::vector<std::string> unit_ids(const AirZone& zone) {
  std::vector<std::string> ids;
  for (const Unit& unit : zone.units) ids.push_back(unit.id);
  return ids;
}

/// The inlet limit of a followed rack; NaN when none is known.
double limit_degc(const Site& site, const Plan& plan, int rack) {
  const Placement& placed = plan.racks[static_cast<std::size_t>(rack)];
  return inlet_limit_degc(site, placed.type);
}

/// One end of the leakage, and normal running there.
struct From {
  LeakageEnd leakage = LeakageEnd::high;
  const kernels::flow::Fields* fields = nullptr;
};

/// The hall after the loss, on the finest grid of the solved field.
Result<HallCase> case_after(const Site& site, const Plan& plan, const FieldResult& field, LeakageEnd leakage,
                            const UnitLoss& loss, const RideThroughOptions& options) {
  CaseOptions asked;
  for (const HallGrid& grid : field.hall.grids) asked.cells_m.push_back(grid.asked_m);
  asked.leakage = leakage;
  asked.units_lost = loss.units;
  asked.device_losses_w = options.device_losses_w;
  asked.turbulence = field.turbulence;
  return build_case(site, plan, asked);
}

std::vector<float> hottest_bands(const March& march, const FollowedRack& followed) {
  std::vector<float> out;
  for (const std::vector<float>& probes : march.probe_degc) {
    float hottest = -std::numeric_limits<float>::infinity();
    for (const int band : followed.bands) hottest = std::max(hottest, probes[static_cast<std::size_t>(band)]);
    out.push_back(hottest);
  }
  return out;
}

/// True when every rack that has a limit draws warmer air than that, in the mean: its hottest band did so before.
bool all_passed(const HallCase& hall, const std::vector<double>& limits_degc, std::span<const float> intake_degc) {
  bool any = false;
  for (std::size_t i = 0; i < hall.racks.size(); ++i) {
    if (std::isnan(limits_degc[i])) continue;
    any = true;
    if (!(intake_degc[static_cast<std::size_t>(hall.racks[i].duct)] > limits_degc[i])) return false;
  }
  return any;
}

void read_racks(const FieldResult& field, const HallCase& hall, const std::vector<double>& limits_degc,
                const March& march, RideThrough& out) {
  for (std::size_t i = 0; i < hall.racks.size(); ++i) {
    RackRide ride;
    ride.rack = hall.racks[i].rack;
    ride.limit_degc = limits_degc[i];
    ride.inlet_degc = hottest_bands(march, hall.racks[i]);
    if (!std::isnan(ride.limit_degc)) {
      ride.seconds = seconds_to_pass(out.time_s, ride.inlet_degc, ride.limit_degc);
      const double error_k = field.normal.racks[i].numerical_error_k() + field.model_error_k;
      if (!std::isnan(error_k)) {
        ride.least_seconds = seconds_to_pass(out.time_s, ride.inlet_degc, ride.limit_degc - error_k);
      }
    }
    out.racks.push_back(std::move(ride));
  }
}

/// The rack that passes its limit first, or none.
int first_of(const std::vector<RackRide>& racks) {
  int first = -1;
  for (std::size_t i = 0; i < racks.size(); ++i) {
    if (!std::isfinite(racks[i].seconds)) continue;
    if (first < 0 || racks[i].seconds < racks[static_cast<std::size_t>(first)].seconds) first = static_cast<int>(i);
  }
  return first;
}

/// Seconds until the first rack passes its limit less its error; where no error is known, its limit.
double least_of(const RideThrough& ride) {
  double least = kNotReached_s;
  for (const RackRide& rack : ride.racks) {
    least = std::fmin(least, std::isnan(rack.least_seconds) ? rack.seconds : rack.least_seconds);
  }
  return least;
}

/// Of two ends of the leakage the sooner one is shown, and each rack has the sooner seconds; what one end leaves open is open.
RideThrough sooner_of(RideThrough one, RideThrough other) {
  const bool swaps =
      one.undecided.empty() != other.undecided.empty() ? one.undecided.empty() : least_of(other) < least_of(one);
  if (swaps) std::swap(one, other);
  const auto sooner = [](double a, double b) { return std::isnan(a) || std::isnan(b) ? std::nan("") : std::min(a, b); };
  for (std::size_t i = 0; i < std::min(one.racks.size(), other.racks.size()); ++i) {
    one.racks[i].seconds = sooner(one.racks[i].seconds, other.racks[i].seconds);
    one.racks[i].least_seconds = sooner(one.racks[i].least_seconds, other.racks[i].least_seconds);
  }
  one.first = first_of(one.racks);
  return one;
}

/// Of a march that broke off, what was not passed until then is unknown.
void forget_what_was_not_reached(RideThrough& out) {
  for (RackRide& ride : out.racks) {
    for (double* seconds : {&ride.seconds, &ride.least_seconds}) {
      if (*seconds == kNotReached_s) *seconds = std::numeric_limits<double>::quiet_NaN();
    }
  }
}

RideThrough ride(const Site& site, const Plan& plan, const FieldResult& field, const From& from, const UnitLoss& loss,
                 const RideThroughOptions& options) {
  RideThrough out;
  out.scenario = loss.scenario;
  out.end_s = options.end_s;
  const Result<HallCase> built = case_after(site, plan, field, from.leakage, loss, options);
  if (!built.value) {
    out.undecided = built.problems.all().empty() ? "no case could be made" : built.problems.all().front().message;
    return out;
  }
  const HallCase& hall = *built.value;
  std::vector<double> limits_degc;
  for (const FollowedRack& rack : hall.racks) {
    limits_degc.push_back(limit_degc(site, plan, rack.rack));
    const kernels::flow::Duct& duct = hall.sequence.grids.back().ducts[static_cast<std::size_t>(rack.duct)];
    out.racks_store_j_per_k += duct.storage_m3 * hall.heat_capacity_j_per_m3_k;
  }
  Case after = hall.sequence.grids.back();
  after.scheme = kernels::flow::Scheme::upwind;
  bool stopped = false;
  const auto stop = [&](double time_s, std::span<const float> intake_degc) {
    stopped = options.progress && !options.progress(loss.scenario, time_s);
    return stopped || all_passed(hall, limits_degc, intake_degc);
  };
  // Without units racks press their air through what leaks: pressures rise a thousandfold within seconds, and after 16 turns a
  // twelfth of what racks move is left at worst; with 48 turns a ten-thousandth, and the same seconds. With units, steps of 1 s
  // stay within 0.4 K of steps of 0.25 s with 32 turns in a contained hall.
  kernels::flow::MarchOptions steps;
  steps.turns_a_step = 16;
  steps.relax_velocity = 0.7;
  steps.relax_pressure = 0.2;
  steps.momentum_sweeps = 2;
  steps.step_s = std::min(options.step_s, options.end_s);
  steps.end_s = options.end_s;
  const March march = kernels::flow::march(after, *from.fields, steps, options.execution, stop);
  if (!march.status || march.time_s.empty()) {
    out.undecided = march.status ? "the field of normal running is no sound start" : march.status.text;
    return out;
  }
  out.time_s = march.time_s;
  read_racks(field, hall, limits_degc, march, out);
  if (stopped) {
    out.undecided = fmt::format("stopped after {:.4g} s of {:.4g} s", march.time_s.back(), options.end_s);
  } else if (march.ran_away) {
    out.undecided = fmt::format("the air ran away after {:.4g} s", march.time_s.back());
  } else if (!(march.worst_mass < kMostImbalance)) {
    out.undecided =
        fmt::format("mass does not close: {:.2g} of what racks and units move is left in a step", march.worst_mass);
  } else if (!field.normal.settled) {
    out.undecided = "the air does not settle in normal running: " + field.normal.unsettled;
  }
  if (stopped || march.ran_away) forget_what_was_not_reached(out);
  out.first = first_of(out.racks);
  return out;
}

}  // namespace

double RideThrough::last_s() const {
  double last = -std::numeric_limits<double>::infinity();
  for (const RackRide& ride : racks) {
    if (std::isnan(ride.limit_degc)) continue;
    if (std::isnan(ride.seconds)) return ride.seconds;
    last = std::max(last, ride.seconds);
  }
  return std::isinf(last) ? kNotReached_s : last;
}

double seconds_to_pass(const std::vector<double>& time_s, const std::vector<float>& degc, double limit_degc) {
  for (std::size_t i = 0; i < std::min(time_s.size(), degc.size()); ++i) {
    const auto now_degc = static_cast<double>(degc[i]);
    if (now_degc <= limit_degc) continue;
    if (i == 0) return time_s[0];
    const auto before_degc = static_cast<double>(degc[i - 1]);
    const double part = (limit_degc - before_degc) / (now_degc - before_degc);
    return time_s[i - 1] + part * (time_s[i] - time_s[i - 1]);
  }
  return kNotReached_s;
}

std::vector<UnitLoss> unit_losses(const Site& site, const std::vector<std::string>& words, std::string& problem) {
  std::vector<UnitLoss> losses;
  std::vector<std::string> known = {"each", "all"};
  std::vector<std::string> all;
  for (const AirZone& zone : site.air_zones) {
    known.push_back(zone.id);
    for (const std::string& id : unit_ids(zone)) all.push_back(id);
  }
  known.insert(known.end(), all.begin(), all.end());
  if (all.empty()) problem = "the hall has no air units that could be lost";
  for (const std::string& word : words) {
    const auto zone =
        std::find_if(site.air_zones.begin(), site.air_zones.end(), [&](const AirZone& one) { return one.id == word; });
    if (word == "each") {
      for (const std::string& id : all) losses.push_back({id + " lost", {id}});
    } else if (word == "all") {
      losses.push_back({"all units lost", all});
    } else if (zone != site.air_zones.end()) {
      losses.push_back({fmt::format("all units of {} lost", word), unit_ids(*zone)});
    } else if (std::find(all.begin(), all.end(), word) != all.end()) {
      losses.push_back({word + " lost", {word}});
    } else if (problem.empty()) {
      problem = fmt::format("no air unit or zone '{}'; {}", shortened(word), suggest(word, known));
    }
  }
  return losses;
}

std::vector<RideThrough> ride_through(const Site& site, const Plan& plan, const FieldResult& field,
                                      const std::vector<UnitLoss>& losses, const RideThroughOptions& options) {
  std::vector<RideThrough> out;
  out.reserve(losses.size());
  for (const UnitLoss& loss : losses) {
    RideThrough one = ride(site, plan, field, {field.leakage, &field.solution.fields}, loss, options);
    for (const FieldEnd& end : field.other_ends) {
      one = sooner_of(std::move(one), ride(site, plan, field, {end.leakage, &end.solution.fields}, loss, options));
    }
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace hallplan::thermal
