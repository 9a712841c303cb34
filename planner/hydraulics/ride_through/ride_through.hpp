/// Ride-through of the liquid: seconds until racks meet a limit after pumps, CDUs or facility water are lost, and whether that is
/// longer than the restart.
///
/// The loop is a ring of lumps (`circuit.hpp`): CDUs with their exchangers, a buffer tank, supply header, for each rack type its
/// inlet manifold, what is trapped in its cold plates with their metal, its outlet manifold, and the return header. With flow all of
/// it takes up heat; without, only what is trapped. Whether headers and tank mix (one cell each) or move as a plug (ten cells in a
/// row) neither volume nor heat says: a plug brings the whole rise of the racks at once but late, a mixed volume a part of it at
/// once. The first meets a limit far above the supply earlier, the second one close to it, so both are followed and the
/// shorter counts; likewise for the two ends of the racks' flow. Racks keep their heat unless the site says how far their devices throttle
/// (`throttles_to`): that GPUs do is known, by how much is not.
#pragma once

#include <string>
#include <vector>

#include "planner/hydraulics/ride_through/circuit.hpp"
#include "planner/plan/check.hpp"
#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"

namespace hallplan::hydraulics {

/// What plant sees when every utility is lost: see `power::Outage`. And what it sees though a UPS bridges that: see `power::Switchover`.
struct PowerReturn {
  bool bridged = false;
  std::string by;
  double seconds = 0;
  std::string words;
  std::string unknown;
  double switch_s = 0;
  std::string switch_words = {};
  std::string switch_unknown = {};
};

struct PlantPower {
  std::vector<PowerReturn> groups;      ///< by CDU group: its pumps'
  std::vector<PowerReturn> loops;       ///< by loop: of its heat rejection and pumps the slower one's
  std::vector<PowerReturn> loop_pumps;  ///< by loop: its pumps'
};

enum class RideLimit { none, supply, return_, least_flow, plate };
/// "supply temperature", "return limit", "minimum flow", "cold plate"; "none".
[[nodiscard]] std::string to_string(RideLimit limit);

/// One rack type in one scenario. `kNever_s`: not within the time that was followed.
struct TypeRide {
  std::string rack;  ///< type
  int racks = 0;
  double least_s = kNever_s;  ///< at the low end of every volume
  double most_s = kNever_s;   ///< at the high end
  RideLimit ended_by = RideLimit::none;
  double table_flow_s = kNever_s;  ///< until less flows than the least of its flow table, where no least flow is known
};

/// A temperature in time at the low end of the volumes, of the type that ends first.
struct RideSeries {
  std::vector<double> time_s;
  std::vector<double> supply_degc;  ///< at the rack
  std::vector<double> return_degc;  ///< leaving its cold plates
  double supply_limit_degc = 0;
  MaybeValue return_limit_degc;
};

struct CoolantLoss {
  std::string group;
  std::string unit;      ///< on dedicated headers the one that all of this is of: the worst
  std::string scenario;  ///< "pumps off", "2 units lost", "facility water off", "pumps and facility water off"
  std::string runs_on;   ///< "ups-a": its pumps do not stop, and nothing was followed
  double end_s = 0;      ///< how long it was followed
  double restart_s = 0;  ///< NaN: not known, or not asked for
  std::string restart;   ///< in words
  std::string undecided;
  bool settled = false;  ///< it comes to rest below every limit that counts for a while
  bool judged = false;
  Status status = Status::undecided;
  std::vector<TypeRide> types;
  int first = -1;      ///< in `types`
  double tank_m3 = 0;  ///< buffer tank that would do; 0: none is missing, or none helps
  RideSeries series;
};

/// Rule `liquid.ride-through` for every group that gives `ride_through`; on dedicated headers each unit with its own racks is a circuit of its
/// own, and the group's row is the worst one. `losses`: where to leave what was followed, with series and
/// missing tanks, which cost time (or none). `loop_heat_w` as of `loop_heat_w()`.
[[nodiscard]] std::vector<Check> check_ride_through(const Site& site, const Plan& plan, const PlantPower& power,
                                                    const std::vector<double>& loop_heat_w,
                                                    std::vector<CoolantLoss>* losses = nullptr,
                                                    const Accuracy& accuracy = {});

}  // namespace hallplan::hydraulics
