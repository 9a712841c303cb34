/// What happens after air units stop: the hall in time, from its field in normal running on, until racks pass their inlet
/// limits.
///
/// The lost units stand still; racks keep their heat and their flow; units that run on follow their own return. Heat is
/// taken up by the air, and by the racks' own mass where the site says how much of it exchanges with the air
/// (`field.rack_specific_heat`, `field.rack_mass_share`). Walls and floor take none: a real hall warms more slowly.
///
/// What is held against the limit is the hottest band of a rack's face, as in `check_inlet`. Seconds are told twice: by the
/// solved inlet, and with that rack's error in normal running (numerical and model) taken off its limit.
#pragma once

#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "kernels/executor/backend.hpp"
#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"

namespace hallplan::thermal {

struct FieldResult;

/// Units that stop at once.
struct UnitLoss {
  std::string scenario;  ///< "crah-1 lost", "all units of room lost", "all units lost"
  std::vector<std::string> units;
};

struct RideThroughOptions {
  double end_s = 600;
  double step_s = 1;
  std::vector<double> device_losses_w;  ///< see `CaseOptions`
  kernels::Execution execution;
  std::function<bool(const std::string& scenario, double time_s)> progress;  ///< false stops; may be empty
};

inline constexpr double kNotReached_s = std::numeric_limits<double>::infinity();

/// One rack after the loss. Without an inlet limit, and where the march broke off before it was reached, seconds are NaN.
struct RackRide {
  int rack = -1;  ///< in `plan.racks`
  double limit_degc = std::numeric_limits<double>::quiet_NaN();
  double seconds = std::numeric_limits<double>::quiet_NaN();  ///< until the limit; `kNotReached_s`: not within the time
  double least_seconds = std::numeric_limits<double>::quiet_NaN();  ///< until the limit less the rack's error
  std::vector<float> inlet_degc;                                    ///< hottest band, at `RideThrough::time_s`
};

struct RideThrough {
  std::string scenario;
  std::string undecided;       ///< why the seconds decide nothing; empty when they do
  double end_s = 0;            ///< how long it was followed, or would have been had not all racks passed before
  std::vector<double> time_s;  ///< rising, from 0: the loss
  std::vector<RackRide> racks;
  double racks_store_j_per_k = 0;  ///< of all racks' mass; 0: the air alone takes up heat
  int first = -1;                  ///< in `racks`: the one that passes its limit first; -1: none does

  /// When the last rack with a limit passes it; `kNotReached_s` when one never does.
  [[nodiscard]] double last_s() const;
};

/// Losses by words: `each` (every unit alone), `all` (of the hall), a zone's id (all of its units), a unit's id. A word that
/// is none of these is told in `problem`.
[[nodiscard]] std::vector<UnitLoss> unit_losses(const Site& site, const std::vector<std::string>& words,
                                                std::string& problem);

/// One answer a loss, in their order; none is left out: what went wrong stands in `undecided`. A leakage that is a range is
/// followed at both ends: each rack has the sooner seconds, its inlets are those of the end where one passes first.
[[nodiscard]] std::vector<RideThrough> ride_through(const Site& site, const Plan& plan, const FieldResult& field,
                                                    const std::vector<UnitLoss>& losses,
                                                    const RideThroughOptions& options);

/// Seconds until a series first passes a limit, linear between its points; `kNotReached_s` when it does not.
[[nodiscard]] double seconds_to_pass(const std::vector<double>& time_s, const std::vector<float>& degc,
                                     double limit_degc);

}  // namespace hallplan::thermal
