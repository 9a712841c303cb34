/// A placement: which rack stands where, on which feeds and coolant loop. Written by the search or read from plan.json; the
/// verdict trusts nothing in it and computes everything again.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "planner/site/site.hpp"

namespace hallplan {

/// One placed rack. Indices point into the site it was planned for.
struct Placement {
  std::string id;
  int type = -1;   ///< in `site.catalogue.racks`
  int row = -1;    ///< in `site.rows`
  int slot = -1;   ///< in the row, from 0
  double x_m = 0;  ///< corner of the footprint with least x and y, to the millimetre
  double y_m = 0;
  int rotation_deg = 0;  ///< counter-clockwise; 0: front to the south, 90: east, 180: north, 270: west
  int phase = 0;         ///< of the site: from which it stands there
  int feed_a = -1;       ///< in `site.devices`
  int feed_b = -1;       ///< -1 for a single-corded rack
  int cdu_group = -1;    ///< in `site.cdu_groups`; -1 for an air-cooled rack
  int demand = -1;       ///< in `site.demand`; -1 for a rack outside the demand
  int unit = -1;         ///< scalable unit of that demand, from 0; -1 for none (management racks)
};

/// Most compute racks that a phase before the last can hold, and why; as in `SearchRecord`.
struct PhaseBound {
  int racks = 0;
  std::string by;
  int certified_racks = 0;
  std::string solver;
};

/// What the plan reached of each level of the objective after the racks, of the hall as it is built out; below 0: not known.
struct Levels {
  std::int64_t value = -1;            ///< thousandths; only where demands differ in value
  std::int64_t bound_value = -1;      ///< no placement is worth more
  std::int64_t certified_value = -1;  ///< what weak duality alone proves: `bound_value` or more
  std::string value_solver;           ///< whose word `bound_value` is; empty: it is certified
  int room_racks = -1;    ///< further racks of the first demand's compute type that power and coolant could still take
  double cable_m = -1;    ///< of the cables of units that the search placed
  double hottest_w = -1;  ///< heat to air of racks in the hottest window
};

/// How a plan was found. `bound_racks` is an upper bound on compute racks; a stored plan that is only verified has none.
struct SearchRecord {
  int bound_racks = -1;
  std::string bound_by;                  ///< what the bound comes from, in the user's words
  int certified_racks = -1;              ///< what weak duality alone proves: `bound_racks` or more
  std::string solver;                    ///< whose word `bound_racks` is; empty: it is certified
  std::vector<PhaseBound> phase_bounds;  ///< of the phases before the last; empty where the site has none
  // Compute racks that stand in each phase before the last, added up, of plans with as many racks at the end.
  long long earlier_bound = -1;      ///< no plan has more; -1: not known
  long long earlier_certified = -1;  ///< what weak duality alone proves
  std::string earlier_solver;  ///< whose word `earlier_bound` is; empty: that of the phases' own bounds, or certified
  std::uint64_t seed = 0;
  std::int64_t moves = 0;
  bool reproducible = true;  ///< false when seconds, not moves, ended the search
  bool interrupted = false;
  Levels levels;
  int at_once_racks = -1;  ///< that a search with nothing due before the last phase places; -1 where the site has none
};

/// When a pinned rack goes that the site lets the plan retire.
struct Retirement {
  std::string rack;  ///< its id
  int phase = -1;    ///< of the site: by which it is gone; -1: it stays
};

struct Plan {
  std::vector<Placement> racks;
  std::vector<Retirement> retirements;  ///< of racks with `may_retire` alone; one that is not named stays
  SearchRecord search;
};

/// The site's pinned racks as a plan: what `check` looks at and what every search starts from.
[[nodiscard]] Plan pinned_plan(const Site& site);

/// The racks of a plan that stand in a phase: those placed by then, less the pinned ones that the site has retired.
[[nodiscard]] Plan plan_in_phase(const Site& site, const Plan& plan, int phase);

/// A rack's sustained load as the site provisions it (its maximum where the basis says so and one is known).
[[nodiscard]] const Value& sustained_w(const Site& site, const RackType& rack);

/// True for racks of this type that count as the product's answer: compute racks that a demand asks for, of any type where
/// nothing is demanded. Other compute racks that share the hall do not.
[[nodiscard]] bool is_answer(const Site& site, int type);
/// How many of a plan's racks do.
[[nodiscard]] int count_compute(const Site& site, const Plan& plan);

/// True where demands for compute racks differ in value: then the value of a plan comes before its number of racks.
[[nodiscard]] bool has_values(const Site& site);
/// Sum of the values of a plan's racks that count, in thousandths: by their demand, else by the first demand for their type.
[[nodiscard]] std::int64_t value_of(const Site& site, const Plan& plan);
[[nodiscard]] std::int64_t value_of(const Site& site, const Placement& rack);

}  // namespace hallplan
