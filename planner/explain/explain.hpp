/// Why there are no more racks in a plan, and what would make room for more.
///
/// Everything is found, not guessed: one rack and one scalable unit more are tried with the placed racks frozen; each purchase is
/// tried by a new search of the whole hall, and told as an interval from what that search found and from its bound.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "planner/base/rule.hpp"
#include "planner/plan/plan.hpp"
#include "planner/site/dimension.hpp"
#include "planner/site/site.hpp"
#include "planner/site/site_purchases.hpp"

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

/// The same with every rack free to move but those that the site pins: the hall planned anew for what stands and what is to be added.
struct Replanned {
  int wanted = 0;              ///< compute racks in all
  int found = 0;               ///< by the search, at most `wanted`
  int bound = 0;               ///< no plan has more; below `wanted`: it does not fit
  int certified = 0;           ///< the same without a solver's word; below `wanted`: proven
  std::string by;              ///< what that comes from
  bool searched = false;       ///< false where nothing had to move, or where the bound excludes it
  bool outside_units = false;  ///< the one more is a rack of a unit of several, and stands alone

  [[nodiscard]] bool fits() const { return found >= wanted; }
};

/// One rack more of the type that a demand counts, with the placed ones where they are.
struct OneRack {
  std::string type;
  int free_slots = 0;                  ///< that take it, as far as space and floor go
  std::map<Rule, int> refused;         ///< other free slots, by the rule that refuses it
  std::vector<std::string> why;        ///< the first slot of each rule of space: "layout.height: row r1, slot 1: ..."
  Placement there;                     ///< in the slot and on the feeds and CDU group where least is short
  std::string place;                   ///< the same in words: "row r1, slot 6, on bus-a and bus-b, CDU group g1"
  std::vector<Shortage> shortages;     ///< there, largest share of its need first; none: it fits
  std::vector<std::string> elsewhere;  ///< other limits that are short at every other place, by name
  std::optional<Replanned> replanned;  ///< nothing where the plan has racks outside whole units, which no search places

  [[nodiscard]] bool fits() const { return free_slots > 0 && shortages.empty(); }
};

/// What one of several elements has to be raised by, with the others raised as well.
struct Raise {
  std::string element;
  std::string scenario;      ///< in which it has least room
  double by = 0, limit = 0;  ///< SI
};

/// A limit that, raised alone, lets one more unit in.
struct Relief {
  Rule rule = Rule::yaml_syntax;
  std::vector<std::string>
      elements;  ///< one, or those of the rule that have to be raised together, no fewer of them do
  std::string one_buys;
  Dimension dimension = Dimension::count;
  double by = 0;           ///< SI, at least: of one element
  double by_of_limit = 0;  ///< the same as a share of its limit; infinite of a rule that holds or not, whose limit is 0
  double by_share = 0;     ///< of each one's limit, where several elements are raised alike; else 0
  double limit = 0;        ///< SI, of the element where it has least room; of several the largest
  std::string scenario;    ///< in which one element has least room; empty of several
  std::vector<Raise> each =
      {};  ///< of several elements, up to eight: raises that together let it in, none of which can be less
};

/// One scalable unit more with its network and management racks, with the placed ones where they are.
struct OneUnit {
  std::string demand;
  std::string what;  ///< "8 x xe9712, 2 x network"
  bool fits = false;
  bool lacks_space = false;             ///< not even without any limit of power, liquid, air or floor
  int free_slots = 0, longest_run = 0;  ///< of slots that its compute racks fit
  std::vector<Rule> lacks;              ///< space: the rules each of which makes a place when it is lifted; none: slots
  std::vector<std::string> why;         ///< the same in numbers, of the first slot that its compute racks find refused
  std::vector<Relief> alone;            ///< each lets it in by itself; the smallest first
  std::vector<Relief> together;  ///< where none does: all have to be raised, no fewer do; each as if the others were
  std::optional<Replanned> replanned;
};

/// What new plant takes and draws, all pieces together; 0 where it is not known.
struct Brings {
  double floor_m2 = 0;  ///< footprints alone, without service space
  double mass_kg = 0;
  double power_w = 0;  ///< nameplate; counted in every search with it
  int feeds = 0;       ///< connections to power
};

/// What is bought, in one step or several.
struct Line {
  std::string kind;                       ///< its key under the site's `purchases`
  std::string what;                       ///< "a CDU in every group"
  int steps = 1;                          ///< how often
  int pieces = 0;                         ///< that are bought: 3 CDUs
  std::vector<std::string> devices = {};  ///< of single devices and pairs: their names
  std::string detail;                     ///< "g1: 3 -> 4 units, g2: 3 -> 4 units"
  std::string besides;                    ///< what comes with it and is not looked at
  Brings brings;
  std::optional<double> price;  ///< of all pieces, where the site states one
  int lead_time_weeks = 0;      ///< 0: not stated
};

/// What a purchase is worth.
struct Gain : Line {
  int racks = 0;          ///< found with it
  int bound = 0;          ///< most with it
  int least = 0;          ///< racks more, proven: found with it less the bound without
  int found = 0;          ///< racks more that were found; fewer than none where the plan no longer stands with it
  int most = 0;           ///< racks more, at most: bound with it less what was found without
  std::string next;       ///< what bounds the hall then
  bool searched = true;   ///< false where the bound alone says that nothing is gained
  bool together = false;  ///< searched with all purchases at once, which gained nothing
  /// What fails in the plan that was found with it and does not fail now: new plant draws power too. "power.switchboard mech-a"
  std::vector<std::string> then_fails;
  /// What the racks as they stand fail with it, where fewer stand then: "power.utility utility, 1718 kW of 1700 kW"
  std::vector<std::string> breaks = {};
};

/// Single devices, and pairs of them, that were thought of as purchases.
struct Looked {
  int candidates = 0;
  int excluded = 0;  ///< by the bound: no rack more
  int searched = 0;
  int left =
      0;  ///< neither: less promising, of a kind that gains nothing, or of no more use than one that was searched
};

/// The cheapest purchases found for more racks.
struct More {
  int wanted = 0, target = 0;         ///< racks more; racks in all
  bool priced = false;                ///< false: the site states no price, pieces are counted
  std::vector<std::string> unpriced;  ///< purchases that have no price where others have: they are left out
  bool found = false;
  std::vector<Line> lines;              ///< what is bought; empty: nothing needs to be
  int racks = 0, bound = 0;             ///< with all of it
  double cost = 0;                      ///< price, or pieces
  double least_cost = 0;                ///< no cheaper steps allow it, by the bound
  bool impossible = false;              ///< by the bound, whatever of these is bought
  std::string why_not;                  ///< where nothing was found
  std::string verdict;                  ///< of the plan with it: "pass", "undecided", "fail"
  std::vector<std::string> fails;       ///< checks that fail in it, now as well: "layout.hung-load row r-1"
  bool with_singles = false;            ///< single devices in place of a step of all of their kind
  double whole_steps_cost = 0;          ///< then: of the cheapest set of whole steps that was found
  int single_searches = 0;              ///< for single devices
  bool singles_unfinished = false;      ///< searches ran out first: fewer devices may do
  double failing_cost = -1;             ///< the cheapest steps that hold the racks but break a check; none where < 0
  std::vector<std::string> then_fails;  ///< what those break
};

/// Where a resource's capacity goes: capacity + over = used + held + stranded, sums over its elements.
struct Fall {
  Rule rule = Rule::yaml_syntax;
  std::string name;  ///< "UPS"
  int elements = 0;
  Dimension dimension = Dimension::count;
  double capacity = 0, used = 0;  ///< SI, in normal running
  double over = 0;                ///< use above capacity
  double held = 0;                ///< for losses: what an element has in normal running and lacks in its worst loss
  double stranded = 0;            ///< left in its worst loss too
  std::string stranded_by;        ///< what keeps racks from it
  std::string tightest, scenario;
  double left = 0;        ///< of the tightest element, in that scenario
  bool at_least = false;  ///< parts of the sums are not known: more is used
};

/// A check that fails without any rack.
struct PlantFailure {
  Rule rule = Rule::yaml_syntax;
  std::string where, scenario, arithmetic;
  Dimension dimension = Dimension::count;
  bool has_numbers = true;      ///< false of a rule that holds or not
  bool at_most = true;          ///< false: at least
  double value = 0, limit = 0;  ///< SI
  std::optional<Line>
      mend;  ///< the least that is bought and after which the check holds, tried; nothing where no such step is known
  std::vector<std::string> then_fails;  ///< what fails then and did not before
};

/// A hall's resources in one phase; the only one where the site has none.
struct Stage {
  std::string id, date;  ///< empty where the site has no phases
  int racks = 0;
  int bound = 0;  ///< most that the hall as it then is could hold, whatever stands later
  std::vector<Fall> falls;
};

/// A site whose racks come by phase, against the same hall filled at once when it is built out.
struct Phasing {
  int racks = 0;               ///< at the end, by phase
  int at_once = 0, bound = 0;  ///< racks found, and most, if all could be placed at the end
  int certified = 0;           ///< the most without a solver's word
  double rack_days = 0;        ///< that racks of the end stand later than the first phase
};

/// Rules that forbid the demand.
struct Forbidden {
  int wanted = 0, bound = 0;
  std::vector<Rule>
      rules;  ///< each of which forbids it by itself, the tightest first; where none does, which together do
  std::vector<std::string> words;  ///< of each, what it leaves room for alone
  std::string together;            ///< of those that forbid it only together, what they leave room for
};

struct Explanation {
  int racks = 0;
  int bound = 0;
  int certified_bound = 0;  ///< without a solver's word
  std::string bound_by;
  bool demand_met = false;
  int base_racks = 0,
      base_bound = 0;   ///< what purchases are held against: the plan, or where it meets its demand as many as fit
  std::string base_by;  ///< what bounds that
  std::string phase;    ///< the one that is looked at, of a site with phases: the last
  std::vector<PlantFailure> plant;
  std::vector<OneRack> one_rack;
  std::vector<OneUnit> one_unit;
  std::vector<Gain> gains;         ///< most found a piece first, or for its price where all that gain have one
  Looked singles;                  ///< those among them that are single devices and pairs
  std::vector<Gain> next;          ///< bought one after the other, each held against the hall with those before it
  std::string then_by;             ///< what binds after the last of them
  std::optional<More> together;    ///< where no single purchase gains: the cheapest ones that make room for any more
  std::optional<More> more;        ///< where it is asked for
  std::string currency;            ///< of prices
  std::vector<Stage> stages;       ///< by phase
  std::optional<Phasing> phasing;  ///< of a site with phases
  Forbidden forbidden;             ///< no rules where the demand is met, or where no bound forbids it
  bool complete = true;            ///< false when interrupted
  bool out_of_time = false;        ///< seconds, not moves, ended a search: another run may find more
};

/// Steps of a kind that sets of purchases are made of: six quarters more are nearly four times as much.
inline constexpr int kMostSteps = 6;

struct Options {
  std::uint64_t seed = 1;
  std::int64_t moves = 1500;  ///< of each search
  double seconds_guard = 60;  ///< of each search; all together have three times that
  Purchases prices;           ///< of pieces, where the site states them
  int more = 0;               ///< racks more to find the cheapest purchases for; 0: none
  int steps = 2;              ///< purchases one after the other
  std::function<bool()> cancelled;
  std::function<void(const std::string& what)> progress;
};

/// Explains a plan of the site. The same site, plan, seed and moves give the same explanation.
[[nodiscard]] Explanation explain(const Site& site, const Plan& plan, const Options& options);

}  // namespace hallplan::explain
