/// A sweep: one site with some of its values varied, each combination planned or verified as any other site. It knows neither search nor
/// files: whoever runs it asks for the cases, answers each, and gets the turning points.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "planner/plan/check.hpp"
#include "planner/plan/plan.hpp"
#include "planner/sweep/axes.hpp"
#include "planner/verdict/verdict.hpp"

namespace hallplan::sweep {

/// The I-th of N shares of the cases: every N-th of them, since neighbours take about as long.
struct Part {
  int share = 1, of = 1;
};

/// What one case came to.
struct Answer {
  std::optional<Status> status;       ///< empty: the site could not be read with these values
  std::vector<std::string> problems;  ///< why not
  int racks = 0;                      ///< compute racks, as the plan's bound counts them
  int racks_in_all = 0;
  double it_w = 0, facility_w = 0;
  int bound_racks = -1;  ///< no placement has more; -1: not known, as of a plan that is held
  int certified_racks = -1;
  std::string solver;    ///< whose word the bound is; empty: certified
  std::string bound_by;  ///< what it comes from
  bool reproducible = true;
  int failed = 0, undecided = 0;  ///< checks
  std::optional<Check>
      binds;  ///< what fails worst, demand aside; where nothing does, the element that uses most of its limit
  std::optional<Check>
      open;  ///< of undecided checks the one that is furthest beyond its limit, else one without numbers
};

struct Case {
  int number = 0;                ///< from 1, of the whole sweep
  std::vector<std::size_t> at;   ///< by axis, which of its values
  std::optional<Answer> answer;  ///< empty: not looked at
};

/// Between two values of one axis, all others held, the answer changes: racks, status, or what is the worst of more checks that fail or are
/// undecided.
struct Turn {
  std::size_t axis = 0;
  std::size_t from = 0, to = 0;  ///< cases, in `Sweep::cases`
  std::string at;                ///< the value for which `why` speaks
  std::string why;               ///< what holds racks off there, or fails, or is open
  bool proven = true;            ///< false where as many racks might stand on the side that has fewer
};

struct Sweep {
  std::string site, title;        ///< of the first case that could be read
  std::vector<std::string> sets;  ///< what lies over the site in every case
  bool held = false;              ///< one stored plan is verified in every case, none is searched
  bool incomplete = false;        ///< cases of its part are missing
  std::vector<Axis> axes;
  std::vector<Case> cases;  ///< of this part; the last axis runs fastest
  int cases_in_all = 0;
  Part part;
  std::vector<Turn> turns;
};

/// How many combinations the values make; more than `kMostCases` is too many.
[[nodiscard]] std::size_t count_of(const std::vector<Axis>& axes);

/// The part's cases.
[[nodiscard]] std::vector<Case> cases_of(const std::vector<Axis>& axes, Part part);

/// What `--set` takes to look at one case alone.
[[nodiscard]] std::vector<std::string> sets_of(const std::vector<Axis>& axes, const Case& one);

[[nodiscard]] Answer answer_of(const Plan& plan, const verdict::Verdict& verdict);

/// The turns of all axes, in the order of their cases. Values that are numbers are neighbours by size, others as they are listed. A
/// case without a verdict is stepped over.
[[nodiscard]] std::vector<Turn> turns_of(const std::vector<Axis>& axes, const std::vector<Case>& cases);

/// "power.transformer tx-a (tx-b lost)".
[[nodiscard]] std::string name_of(const Check& check);

/// True where no more racks are asked for.
[[nodiscard]] bool is_bound_by_demand(const Answer& answer);

/// True where a bound other than the demand keeps more racks out and no check fails.
[[nodiscard]] bool is_held_by_bound(const Answer& answer);

/// What binds first, by name: a check that fails; what keeps more racks out, where a bound other than the demand is reached; else the
/// element that uses most of its limit.
[[nodiscard]] std::string binds_first(const Answer& answer);

/// The limit that the words of a bound name first: "fws (liquid.rejection)" of "no room for one gb300: fws (liquid.rejection): 0 kW left".
[[nodiscard]] std::string limit_named_by(const std::string& bound_by);

}  // namespace hallplan::sweep
