/// The verdict on one placement, from site and placement alone: every check of every domain, each domain's status, the
/// failure matrix, and what carries the answer. It never includes the search: a proposal cannot certify itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "planner/plan/check.hpp"
#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"

namespace hallplan::verdict {

struct DomainStatus {
  std::string domain;  ///< layout, demand, power, liquid, air, density
  Status status = Status::undecided;
  int passed = 0, failed = 0, undecided = 0;
};

/// What one loss does: the worst check among those of that scenario.
struct FailureRow {
  std::string scenario;
  Status status = Status::pass;
  std::string tightest_rule;
  std::string tightest_where;
  double utilisation = 0;
  int dark_racks = 0;
};

/// Use of one resource, summed over its elements: in normal running, each in its worst loss, and what is then left over.
struct Resource {
  std::string name;  ///< "busway", "CDU flow"
  int elements = 0;
  Dimension dimension = Dimension::count;
  double capacity = 0;         ///< SI; sum of the elements' limits, each in its worst scenario
  double used = 0;             ///< in normal running
  double used_worst = 0;       ///< each element in its worst scenario
  double stranded = 0;         ///< capacity - used_worst: left over because something else binds
  std::string tightest;        ///< the element with the smallest share left
  double utilisation = 0;      ///< of that element, in its worst scenario
  std::string worst_scenario;  ///< of that element
};

/// A value nobody vouches for, and where the answer would change.
struct Assumption {
  std::string path;     ///< "hall.floor.bay_rating"
  std::string written;  ///< "1800 kg/m2"
  std::string why;      ///< source or reason
  Trust trust = Trust::assumed;
  std::string flips_at;    ///< "1650 kg/m2", empty when no value in the range tried changes a status
  std::string flips_what;  ///< rule that changes
  double closeness = 0;    ///< |flip - value| / |value|; infinity when none
};

struct DensityField {
  int nx = 0, ny = 0;
  double cell_m = 0;
  std::vector<double> w_per_m2;  ///< row by row from the south-west corner
};

struct Verdict {
  Status status = Status::undecided;
  std::vector<DomainStatus> domains;
  std::vector<Check> checks;  ///< by domain, then rule, then where
  std::vector<FailureRow> failures;
  std::vector<Resource> resources;
  std::vector<std::string> limited_by;  ///< the tightest elements: "bus-a3 (busway) at 97 % with bus-b3 lost"
  DensityField density;
  int racks = 0, compute_racks = 0, gpus = 0, scalable_units = 0;
  double it_w = 0, facility_w = 0;
};

/// Re-checks a placement from scratch.
[[nodiscard]] Verdict verify(const Site& site, const Plan& plan);

/// Assumed, estimated, inferred and remembered values, those that flip the answer soonest first. Each is moved alone, by a
/// factor of two or 15 K at most, and the plan is checked again on both sides of the change: found, not guessed. The eight
/// nearest (those of different rules first) say where they flip; lengths and positions are drawn and not moved.
[[nodiscard]] std::vector<Assumption> assumptions(const Site& site, const Plan& plan);

/// Status of a list of checks: fail before undecided before pass.
[[nodiscard]] Status worst(const std::vector<Check>& checks);

}  // namespace hallplan::verdict
