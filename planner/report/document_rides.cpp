// What was followed in time after losses of coolant: seconds, and the temperatures of the rack type that ends first.
#include <cmath>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <vector>

#include "planner/report/document_parts.hpp"

namespace hallplan::report {
namespace {

/// Seconds until a limit; null where none is met within the time that was followed.
Json type_part(const verdict::CoolantRideType& type) {
  Json out;
  out["rack"] = type.rack;
  out["racks"] = type.racks;
  out["least_seconds_to_limit"] = number(type.least_s);
  out["most_seconds_to_limit"] = number(type.most_s);
  out["ended_by"] = type.ended_by == "none" ? Json(nullptr) : Json(type.ended_by);
  return out;
}

Json series(const std::vector<double>& values) {
  Json out = Json::array();
  for (const double value : values) out.push_back(number(value));
  return out;
}

Json ride_part(const verdict::CoolantRide& ride) {
  const bool followed = ride.first >= 0;
  Json out;
  out["group"] = ride.group;
  out["scenario"] = ride.scenario;
  if (!ride.phase.empty()) out["phase"] = ride.phase;
  out["status"] = ride.judged && ride.runs_on.empty() ? Json(to_string(ride.status)) : Json(nullptr);
  out["runs_on"] = ride.runs_on.empty() ? Json(nullptr) : Json(ride.runs_on);
  out["undecided"] = ride.undecided.empty() ? Json(nullptr) : Json(ride.undecided);
  out["end_s"] = number(ride.end_s);
  out["restart_s"] = number(ride.restart_s);
  out["restart"] = ride.restart;
  out["settles"] = ride.settled;
  out["missing_tank_l"] = ride.tank_m3 > 0 ? number(ride.tank_m3 * 1e3) : Json(nullptr);
  out["types"] = Json::array();
  for (const verdict::CoolantRideType& type : ride.types) out["types"].push_back(type_part(type));
  out["first"] = followed ? Json(ride.types[static_cast<std::size_t>(ride.first)].rack) : Json(nullptr);
  out["supply_limit_degc"] = followed ? number(ride.supply_limit_degc) : Json(nullptr);
  out["return_limit_degc"] = followed ? number(ride.return_limit_degc) : Json(nullptr);
  out["time_s"] = series(ride.time_s);
  out["supply_degc"] = series(ride.supply_degc);
  out["return_degc"] = series(ride.return_degc);
  return out;
}

}  // namespace

Json rides_part(const std::vector<verdict::CoolantRide>& rides) {
  Json out = Json::array();
  for (const verdict::CoolantRide& ride : rides) out.push_back(ride_part(ride));
  return out;
}

}  // namespace hallplan::report
