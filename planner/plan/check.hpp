/// One line of the verdict: a rule, where it was held against the placement, the numbers, and what follows. The margin
/// decides: a check passes when its margin is no smaller than the error of its value.
#pragma once

#include <string>
#include <vector>

#include "planner/base/rule.hpp"
#include "planner/base/source.hpp"
#include "planner/site/dimension.hpp"
#include "planner/site/value.hpp"

namespace hallplan {

enum class Status { pass, fail, undecided };

/// Which side of the limit is good.
enum class Sense {
  at_most,
  at_least,
  holds,  ///< a yes-or-no rule
};

[[nodiscard]] std::string_view to_string(Status status);
[[nodiscard]] std::string_view to_string(Sense sense);

struct Check {
  Rule rule = Rule::yaml_syntax;
  std::string where;                ///< element, in the user's names: "bus-a1", "row r2, slot 4"
  std::string scenario = "normal";  ///< "normal" or "ups-a1 lost"
  std::string phase;                ///< the phase in which it is tightest; empty where the site has none
  Dimension dimension = Dimension::count;
  Sense sense = Sense::at_most;
  double limit = 0;   ///< SI
  double value = 0;   ///< SI
  double margin = 0;  ///< SI; positive is good
  double error = 0;   ///< SI; bound on the error of `value`
  Status status = Status::undecided;
  bool warning = false;    ///< it fails, and the site's policy takes that as a warning: the verdict does not fail by it
  std::string source;      ///< where the limit comes from: a source's key, what was assumed, or "site"
  std::string arithmetic;  ///< the calculation with the user's numbers, to be redone by hand
  Mark at;                 ///< where the limit stands in the files
};

/// What a check is about, before its numbers.
struct CheckSubject {
  Rule rule;
  std::string where;
  std::string scenario = "normal";
  Dimension dimension = Dimension::count;
  std::string source;
  std::string arithmetic;
  Mark at;
};

/// value <= limit. Not-finite numbers are undecided. A relative 1e-9 of the limit is forgiven as rounding.
[[nodiscard]] Check at_most(CheckSubject subject, double value, double limit);
/// value >= limit.
[[nodiscard]] Check at_least(CheckSubject subject, double value, double limit);
/// A yes-or-no rule: value 0 against limit 0 when it holds, value 1 when it does not.
[[nodiscard]] Check holds(CheckSubject subject, bool it_does);
/// A rule that cannot be decided; `reason` goes into the arithmetic: "field not solved", "no mass known for ...".
[[nodiscard]] Check undecided(CheckSubject subject, std::string reason);

/// The same check with a bound on the error of its value: undecided where the margin is smaller than the error, on either
/// side of the limit. A check that has no numbers stays undecided.
[[nodiscard]] Check with_error(Check check, double error);

/// The same check against a limit that keeps this share of itself in reserve: value <= limit x (1 - margin), or value x
/// (1 - margin) >= limit. Temperatures, lengths, counts and yes-or-no rules have no such share and stay as they are, as does what has no
/// numbers. What is known only in part fails where the known part alone is too much.
[[nodiscard]] Check with_margin(Check check, double margin);

/// True for what a share of a limit can be taken of: not of temperatures, lengths, counts.
[[nodiscard]] bool takes_margin(Dimension dimension);

/// How a limit's provenance is named in a check: its source key, "assumed: ...", or "site".
[[nodiscard]] std::string source_of(const Value& value);

/// True when `a` comes before `b`: fail before undecided before a warning before pass, then the smaller margin relative to its limit.
[[nodiscard]] bool tighter(const Check& a, const Check& b);

/// The check that comes before all others; null when there is none.
[[nodiscard]] const Check* tightest(const std::vector<Check>& checks);

/// Share of the limit that is used, 0..: value/limit, or limit/value where the value must be at least the limit; how reports
/// say "97 %". Temperatures have no true zero and yes-or-no rules no amount: 0, as where the share is not finite.
[[nodiscard]] double utilisation(const Check& check);

}  // namespace hallplan
