// What was followed in time after losses of coolant, as the verdict hands it on: reports see no other module.
#include <limits>
#include <utility>

#include "planner/verdict/parts.hpp"

namespace hallplan::verdict {
namespace {

CoolantRide handed_on(hydraulics::CoolantLoss&& loss) {
  CoolantRide ride;
  for (hydraulics::TypeRide& type : loss.types) {
    ride.types.push_back(
        {std::move(type.rack), type.racks, type.least_s, type.most_s, hydraulics::to_string(type.ended_by)});
  }
  ride.group = std::move(loss.group);
  ride.scenario = std::move(loss.scenario);
  ride.runs_on = std::move(loss.runs_on);
  ride.end_s = loss.end_s;
  ride.restart_s = loss.restart_s;
  ride.restart = std::move(loss.restart);
  ride.undecided = std::move(loss.undecided);
  ride.settled = loss.settled;
  ride.judged = loss.judged;
  ride.status = loss.status;
  ride.tank_m3 = loss.tank_m3;
  ride.first = loss.first;
  ride.time_s = std::move(loss.series.time_s);
  ride.supply_degc = std::move(loss.series.supply_degc);
  ride.return_degc = std::move(loss.series.return_degc);
  ride.supply_limit_degc = loss.series.supply_limit_degc;
  const MaybeValue& limit = loss.series.return_limit_degc;
  ride.return_limit_degc = limit ? limit->low : std::numeric_limits<double>::quiet_NaN();
  return ride;
}

}  // namespace

std::vector<CoolantRide> coolant_rides(std::vector<hydraulics::CoolantLoss> losses) {
  std::vector<CoolantRide> rides;
  for (hydraulics::CoolantLoss& loss : losses) rides.push_back(handed_on(std::move(loss)));
  return rides;
}

double shortest_s(const CoolantRide& ride) {
  return ride.first < 0 ? std::numeric_limits<double>::infinity()
                        : ride.types[static_cast<std::size_t>(ride.first)].least_s;
}

}  // namespace hallplan::verdict
