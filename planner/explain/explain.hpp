/// Why there are no more racks in a plan, and what would make room for more.
///
/// Everything is found, not guessed: one rack and one scalable unit more are tried with the placed racks frozen; each purchase is
/// tried by a new search of the whole hall, and told as an interval from what that search found and from its bound.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "planner/base/rule.hpp"
#include "planner/plan/plan.hpp"
#include "planner/site/dimension.hpp"
#include "planner/site/site.hpp"

namespace hallplan::explain {

/// One limit that lacks room for what is to be added.
struct Shortage {
  Rule rule = Rule::yaml_syntax;
  std::string element;   ///< "bus-a3"
  std::string scenario;  ///< "bus-b3 lost"
  std::string one_buys;  ///< "a busway step"
  Dimension dimension = Dimension::count;
  double limit = 0, left = 0, needed = 0;  ///< SI

  [[nodiscard]] double short_by() const { return needed - left; }
};

/// One rack more of the type that a demand counts, with the placed ones where they are.
struct OneRack {
  std::string type;
  int free_slots = 0;                  ///< that take it, as far as space and floor go
  std::map<Rule, int> refused;         ///< other free slots, by the rule that refuses it
  std::string place;                   ///< where least is short: "row r1, slot 6, on bus-a and bus-b, CDU group g1"
  std::vector<Shortage> shortages;     ///< there, largest share of its need first; none: it fits
  std::vector<std::string> elsewhere;  ///< other limits that are short at every other place, by name

  [[nodiscard]] bool fits() const { return free_slots > 0 && shortages.empty(); }
};

/// A limit that, raised alone, lets one more unit in.
struct Relief {
  Rule rule = Rule::yaml_syntax;
  std::vector<std::string> elements;  ///< one, or all of the rule
  std::string one_buys;
  Dimension dimension = Dimension::count;
  double by = 0;           ///< SI, at least: of one element
  double by_of_limit = 0;  ///< the same as a share of its limit
  double by_share = 0;     ///< of each one's limit, where several elements are raised alike; else 0
};

/// One scalable unit more with its network and management racks, with the placed ones where they are.
struct OneUnit {
  std::string demand;
  std::string what;  ///< "8 x xe9712, 2 x network"
  bool fits = false;
  bool lacks_space = false;             ///< not even without any limit of power, liquid, air or floor
  int free_slots = 0, longest_run = 0;  ///< of slots that its compute racks fit
  std::vector<Rule> lacks;              ///< space: the rules each of which makes a place when it is lifted; none: slots
  std::vector<Relief> alone;            ///< each lets it in by itself; the smallest first
  std::vector<Relief> together;  ///< where none does: all have to be raised, no fewer do; each as if the others were
};

/// What a purchase is worth.
struct Gain {
  std::string what;      ///< "a CDU in each group"
  int pieces = 0;        ///< that are bought: 3 CDUs
  std::string detail;    ///< "g1: 3 -> 4; ..."
  std::string besides;   ///< what comes with it and is not looked at: floor, feeds
  int racks = 0;         ///< found with it
  int bound = 0;         ///< most with it
  int least = 0;         ///< racks more, proven: found with it less the bound without
  int found = 0;         ///< racks more that were found
  int most = 0;          ///< racks more, at most: bound with it less what was found without
  std::string next;      ///< what bounds the hall then
  bool searched = true;  ///< false where the bound alone says that nothing is gained
  /// What fails in the plan that was found with it and does not fail now: new plant draws power too. "power.switchboard mech-a"
  std::vector<std::string> then_fails;
};

/// Rules that forbid the demand together: without any one of them the bound would allow it.
struct Forbidden {
  int wanted = 0, bound = 0;
  std::vector<Rule> rules;
  std::vector<std::string> words;  ///< of each, what it leaves room for alone
};

struct Explanation {
  int racks = 0;
  int bound = 0;
  std::string bound_by;
  bool demand_met = false;
  int base_racks = 0,
      base_bound = 0;   ///< what purchases are held against: the plan, or where it meets its demand as many as fit
  std::string base_by;  ///< what bounds that
  std::string phase;    ///< the one that is looked at, of a site with phases: the last
  std::vector<OneRack> one_rack;
  std::vector<OneUnit> one_unit;
  std::vector<Gain> gains;  ///< most found a piece first
  Forbidden forbidden;      ///< no rules where the demand is met, or where no bound forbids it
  bool complete = true;     ///< false when interrupted
};

struct Options {
  std::uint64_t seed = 1;
  std::int64_t moves = 1500;  ///< of each search
  double seconds_guard = 60;  ///< of each search
  std::function<bool()> cancelled;
  std::function<void(const std::string& what)> progress;
};

/// Explains a plan of the site. The same site, plan, seed and moves give the same explanation.
[[nodiscard]] Explanation explain(const Site& site, const Plan& plan, const Options& options);

}  // namespace hallplan::explain
