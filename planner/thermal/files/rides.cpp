// Ride-through as text, JSON and a table.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "planner/thermal/files/json_text.hpp"
#include "planner/thermal/files/questions.hpp"

namespace hallplan::thermal {
namespace {

constexpr std::size_t kMostPoints = 61;

const std::string& id_of(const Plan& plan, const RackRide& ride) {
  return plan.racks[static_cast<std::size_t>(ride.rack)].id;
}

/// Which points of a series are kept: the first, the last and evenly many between.
std::vector<std::size_t> thinned(std::size_t points) {
  std::vector<std::size_t> kept;
  const std::size_t count = std::min(points, kMostPoints);
  for (std::size_t i = 0; i < count; ++i) kept.push_back(count < 2 ? 0 : i * (points - 1) / (count - 1));
  return kept;
}

template <class Values>
std::string series_json(const std::vector<std::size_t>& kept, const Values& values) {
  std::string out;
  for (const std::size_t i : kept) {
    if (i < values.size()) out += (out.empty() ? "" : ", ") + number(static_cast<double>(values[i]));
  }
  return "[" + out + "]";
}

std::string rack_json(const Plan& plan, const RideThrough& ride, const RackRide& rack,
                      const std::vector<std::size_t>& kept) {
  return fmt::format(
      R"({{"id": {}, "limit_degc": {}, "seconds_to_limit": {}, "least_seconds_to_limit": {}, "passes": {}, )"
      R"("inlet_degc": {}}})",
      json_string(id_of(plan, rack)), number(rack.limit_degc), number(rack.seconds), number(rack.least_seconds),
      std::isnan(rack.seconds)     ? "null"
      : rack.seconds <= ride.end_s ? "true"
                                   : "false",
      series_json(kept, rack.inlet_degc));
}

std::string ride_json(const Plan& plan, const RideThrough& ride) {
  const std::vector<std::size_t> kept = thinned(ride.time_s.size());
  std::string racks;
  for (const RackRide& rack : ride.racks) {
    racks += (racks.empty() ? "\n   " : ",\n   ") + rack_json(plan, ride, rack, kept);
  }
  return fmt::format(
      R"({{"scenario": {}, "undecided": {}, "first": {}, "end_s": {}, "racks_store_kj_per_k": {}, )"
      R"("time_s": {}, "racks": [{}]}})",
      json_string(ride.scenario), ride.undecided.empty() ? "null" : json_string(ride.undecided),
      ride.first < 0 ? "null" : json_string(id_of(plan, ride.racks[static_cast<std::size_t>(ride.first)])),
      number(ride.end_s), number(ride.racks_store_j_per_k / 1e3), series_json(kept, ride.time_s), racks);
}

/// "0 s", "83 s", "over 600 s"
std::string seconds_text(double seconds, double end_s) {
  if (std::isnan(seconds)) return "unknown";
  return std::isinf(seconds) ? fmt::format("over {:.4g} s", end_s) : fmt::format("{:.3g} s", seconds);
}

std::string ride_text(const Plan& plan, const RideThrough& ride) {
  std::string line = fmt::format("  {:<22} ", ride.scenario);
  double least_s = kNotReached_s;
  bool limits = false;
  for (const RackRide& rack : ride.racks) {
    limits = limits || !std::isnan(rack.limit_degc);
    least_s = std::isnan(rack.least_seconds) ? least_s : std::min(least_s, rack.least_seconds);
  }
  if (!limits) {
    line += "no rack states an inlet limit";
  } else if (ride.first < 0) {
    line += fmt::format("no rack within {:.4g} s", ride.time_s.empty() ? 0.0 : ride.time_s.back());
    if (std::isfinite(least_s))
      line += fmt::format("; by its error one may after {}", seconds_text(least_s, ride.end_s));
  } else {
    const RackRide& first = ride.racks[static_cast<std::size_t>(ride.first)];
    line += fmt::format("rack {} after {}, at least {}; the last rack after {}", id_of(plan, first),
                        seconds_text(first.seconds, ride.end_s), seconds_text(least_s, ride.end_s),
                        seconds_text(ride.last_s(), ride.end_s));
  }
  if (!ride.undecided.empty()) line += "; undecided: " + ride.undecided;
  return line + "\n";
}

}  // namespace

std::string rides_json(const Plan& plan, const std::vector<RideThrough>& rides) {
  return list_of(rides, [&](const RideThrough& ride) { return ride_json(plan, ride); });
}

std::string rides_text(const Plan& plan, const std::vector<RideThrough>& rides) {
  if (rides.empty()) return {};
  std::string out = "\nRide-through: seconds until inlets pass their limits (at least: error taken off the limits)\n";
  for (const RideThrough& ride : rides) out += ride_text(plan, ride);
  const double store_j_per_k = rides.front().racks_store_j_per_k;
  out += store_j_per_k > 0 ? fmt::format("  racks take up {:.3g} kJ/K, walls and floor nothing\n", store_j_per_k / 1e3)
                           : "  the air alone takes up heat: field.rack_mass_share says what racks do\n";
  return out;
}

std::string ride_csv(const Plan& plan, const RideThrough& ride) {
  std::string out = "time_s";
  for (const RackRide& rack : ride.racks) out += "," + id_of(plan, rack) + "_degc";
  out += "\n";
  for (std::size_t i = 0; i < ride.time_s.size(); ++i) {
    out += fmt::format("{:.6g}", ride.time_s[i]);
    for (const RackRide& rack : ride.racks) out += fmt::format(",{:.3f}", rack.inlet_degc[i]);
    out += "\n";
  }
  return out;
}

}  // namespace hallplan::thermal
