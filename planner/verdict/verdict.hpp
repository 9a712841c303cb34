/// The verdict on one placement, from site and placement alone: every check of every domain, each domain's status, the
/// failure matrix, and what carries the answer. It never includes the search: a proposal cannot certify itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "planner/plan/check.hpp"
#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"
#include "planner/verdict/coolant_loop.hpp"

namespace hallplan::thermal {
struct FieldResult;
}

namespace hallplan::verdict {

struct DomainStatus {
  std::string domain;  ///< layout, demand, power, liquid, air, density
  Status status = Status::undecided;
  int passed = 0, failed = 0, undecided = 0;
  int warnings = 0;  ///< checks that fail by a rule that the policy takes as a warning; not among `failed`
};

/// What one loss does, and the check that decides it: what fails before what is undecided before what uses most of its limit.
struct FailureRow {
  std::string scenario;
  Status status = Status::pass;
  std::string tightest_rule;       ///< power.supplied when racks or plant go dark
  std::string tightest_where;      ///< the device lost when racks or plant go dark
  double utilisation = 0;          ///< NaN where no share tells: dark racks, temperatures, what is not known
  int dark_racks = 0;              ///< without power, or without coolant
  std::vector<std::string> stops;  ///< ids of the racks without coolant and "air zone room"
  bool warning = false;            ///< it fails by a rule that the policy takes as a warning
  std::string phase = {};          ///< the one in which it does most; empty where the site has none
};

/// One rack type in a loss of coolant. Seconds are infinite where no limit is met within the time that was followed.
struct CoolantRideType {
  std::string rack;
  int racks = 0;
  double least_s = 0;    ///< with the low end of every volume
  double most_s = 0;     ///< with the high end
  std::string ended_by;  ///< "supply temperature", "return limit", "minimum flow", "cold plate"; "none"
};

/// A CDU group after the loss of pumps, units or facility water, followed in time.
struct CoolantRide {
  std::string group, scenario;
  std::string runs_on;    ///< the UPS that keeps its pumps running: nothing was followed
  double end_s = 0;       ///< how long it was followed
  double restart_s = 0;   ///< NaN where not known or not asked for
  std::string restart;    ///< "gen starts in 12 s + drives of g1 restart in 5 s"
  std::string undecided;  ///< why it decides nothing; empty when it does
  bool settled = false;   ///< it comes to rest below every limit
  bool judged = false;    ///< else it is shown only
  Status status = Status::undecided;
  double tank_m3 = 0;  ///< buffer tank that is missing; 0: none, or none helps
  std::vector<CoolantRideType> types;
  int first = -1;  ///< of `types`, the one whose temperatures follow
  std::vector<double> time_s, supply_degc, return_degc;
  double supply_limit_degc = 0;
  double return_limit_degc = 0;  ///< NaN where not known
  std::string phase = {};
};

/// The hall in one phase.
struct PhaseVerdict {
  std::string id, date;
  Status status = Status::undecided;
  int racks = 0, compute_racks = 0, scalable_units = 0;
  double it_w = 0, facility_w = 0;
  std::string limited_by;    ///< the tightest element
  int delivered_units = -1;  ///< scalable units that are there by then, of the demands that say when; -1: none says
};

/// One resource: sums in normal running, and the one element that comes closest to its limit in any scenario. Loads of
/// different scenarios never add up: they do not occur together.
struct Resource {
  std::string name;  ///< "busway", "CDU flow"
  int elements = 0;
  Dimension dimension = Dimension::count;
  double capacity = 0;   ///< SI; sum of the elements' limits in normal running; NaN for densities, which do not add up
  double used = 0;       ///< likewise
  double stranded = 0;   ///< capacity - used; what N+1 or 2N holds in reserve for a loss is part of it and not free
  std::string tightest;  ///< the element with the smallest share left
  double tightest_limit = 0;   ///< of that element in its worst scenario
  double tightest_used = 0;    ///< likewise
  double left = 0;             ///< tightest_limit - tightest_used
  std::string worst_scenario;  ///< of that element
  double utilisation = 0;      ///< tightest_used / tightest_limit
  bool at_least = false;       ///< parts of the sums are not known: more is used, and less is left
};

/// A value that undecided checks lack.
struct MissingValue {
  std::string name;  ///< "motivair-mcdu-50: power"
  int checks = 0;    ///< so many lack it
  std::vector<std::string> rules;
};

/// A rule that is undecided, and the values that it lacks, or else why: "field not solved".
struct OpenRule {
  std::string rule;
  std::vector<std::string> wants;
  std::string why;
};

/// A value nobody vouches for, and where the answer would change.
struct Assumption {
  std::string path;     ///< "hall.floor.bay_rating"
  std::string written;  ///< "1800 kg/m2"
  std::string why;      ///< source or reason
  Trust trust = Trust::assumed;
  bool tried = true;  ///< false where no time was left to try it
  std::string
      flips_at;  ///< "1650 kg/m2": up to there nothing changes, just beyond it does; empty where nothing in the range tried does
  std::string flips_what;  ///< rule that changes; of one that was not tried, whose margin it moves most
  bool below = false;      ///< the change is below `flips_at`, else above
  Status from = Status::pass, to = Status::pass;  ///< of that rule, now and beyond `flips_at`
  std::string away;                               ///< how far that is: "2.8 %", of temperatures "0.5 K"
  double closeness = 0;  ///< |flip - value| / |value|, of temperatures the share of the 15 K tried; infinity when none
  bool moved = true;     ///< false for positions, sizes and counts, which are drawn and not moved
  std::string tried_from = {}, tried_to = {};  ///< the ends that were tried, where neither changes anything
  bool replanned = true;            ///< false where a search with another value may place another number of racks
  std::vector<OpenRule> open = {};  ///< where nothing changes: what stays undecided at any value, and may hang on it
};

struct DensityField {
  int nx = 0, ny = 0;
  double cell_m = 0;
  std::vector<double> w_per_m2;  ///< row by row from the south-west corner
};

/// What a placement is worth: of several phases the worst of each check, the rest of the hall as it is built out.
struct Verdict {
  Status status = Status::undecided;
  std::vector<PhaseVerdict> phases;  ///< by date; empty where the site has none
  std::vector<DomainStatus> domains;
  std::vector<Check> checks;  ///< by domain, then rule, then where
  std::vector<FailureRow> failures;
  std::vector<CoolantRide> rides;  ///< by CDU group that asks for it
  std::vector<CoolantLoop> loops;  ///< of every CDU group; of several phases those that differ from the phase before
  std::vector<Resource> resources;
  std::vector<std::string> limited_by;  ///< the tightest elements: "busway bus-a3 97.1 % (bus-b3 lost)"
  DensityField density;
  int racks = 0, compute_racks = 0, gpus = 0, scalable_units = 0;
  int split_units = 0;  ///< of these, those whose racks stand in more than one row
  double it_w = 0, facility_w = 0;
};

/// Air fields by phase, of the racks that stand in each; those that are missing or null were not solved.
using Fields = std::vector<const thermal::FieldResult*>;

/// Re-checks a placement from scratch, in every phase of the site. Inlets are judged by the air field of that very placement,
/// solved by `thermal::solve_field`; without one they are undecided.
[[nodiscard]] Verdict verify(const Site& site, const Plan& plan, const Fields& fields = {});

/// Assumed, estimated, inferred and remembered values, and crates that are taken to be as large as their racks. Each is moved alone, by a factor of two or 15 K at most, and the plan
/// is checked again on both sides of the change: found, not guessed. Those that end a failure come first, then the nearest of
/// each rule, then the second nearest of each, and so on; on large sites only the nearest so ordered are tried. Positions and sizes are drawn and not moved.
/// Where no change is in sight both ends are checked. The racks stay where they are: a search with another value may place others.
/// The air field is not solved anew for each: inlet limits and supply temperatures are held against the given ones.
[[nodiscard]] std::vector<Assumption> assumptions(const Site& site, const Plan& plan, const Fields& fields = {});

/// The values that undecided checks lack, most wanted first. A check that lacks several names one or a few: the others show
/// when those are given.
[[nodiscard]] std::vector<MissingValue> missing_values(const std::vector<Check>& checks);

/// What the checks say nothing about, because the site does not state what that takes, and how to have it looked at: whole questions, such
/// as short circuits, where `missing_values` are those of checks that were made.
[[nodiscard]] std::vector<std::string> not_looked_at(const Site& site, const std::vector<Check>& checks);

/// The values that an undecided check names as missing.
[[nodiscard]] std::vector<std::string> missing_for(const Check& check);

/// True for an undecided check with the sum of what is known: its value is at least that.
[[nodiscard]] bool is_partial(const Check& check);

/// Puts the site's policy on checks as the modules make them: margins are taken off limits, and what fails by a rule of
/// `policy.warnings` becomes a warning. What is undecided stays so: a warning is a shortfall that the owner has seen in numbers, and what
/// is undecided has none. `verify` has done it.
void apply_policy(const Site& site, std::vector<Check>& checks);

/// Status of a list of checks: fail before undecided before pass; warnings count as passed.
[[nodiscard]] Status worst(const std::vector<Check>& checks);

}  // namespace hallplan::verdict
