#include "planner/steer/steer.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <set>
#include <tuple>
#include <utility>

#include "planner/search/again.hpp"
#include "planner/site/phase.hpp"
#include "planner/steer/cuts.hpp"

namespace hallplan::steer {
namespace {

constexpr std::array kRules = {
    Rule::air_inlet,           Rule::liquid_delivery,  Rule::liquid_delivered_supply,
    Rule::liquid_fws_delivery, Rule::liquid_rack_flow, Rule::liquid_ride_through,
    Rule::liquid_return,       Rule::liquid_cdu_head,  Rule::liquid_cdu_heat,
};

bool is_steered_by(Rule rule) { return std::find(kRules.begin(), kRules.end(), rule) != kRules.end(); }

std::vector<Check> failed_of(const verdict::Verdict& verdict) {
  std::vector<Check> out;
  std::copy_if(verdict.checks.begin(), verdict.checks.end(), std::back_inserter(out), is_steered);
  return out;
}

/// How far failed limits are missed, each at least 1: only for choosing.
double missed_by(const std::vector<Check>& failed) {
  double sum = 0;
  for (const Check& check : failed) {
    sum += 1 + (check.limit != 0 ? std::min(1.0, std::abs(check.margin / check.limit)) : 1.0);
  }
  return sum;
}

/// Racks at the end, then rack-phases in all.
std::pair<int, int> racks_of(const Site& site, const Plan& plan) {
  int sum = 0, last = 0;
  for (int phase = 0; phase < phase_count(site); ++phase) {
    last = count_compute(site, plan_in_phase(site, plan, phase));
    sum += last;
  }
  return {last, sum};
}

/// Fewer racks than asked for stand, and work; a plan that fails otherwise does not.
bool asks_for_racks(Rule rule) { return rule == Rule::demand_racks || rule == Rule::demand_supply; }

/// 3 passes, 2 fails nothing, 1 fails the demand alone, 0 fails.
int standing_of(const verdict::Verdict& verdict) {
  if (verdict.status == Status::pass) return 3;
  int standing = 2;
  for (const Check& check : verdict.checks) {
    if (check.status == Status::fail && !check.warning)
      standing = std::min(standing, asks_for_racks(check.rule) ? 1 : 0);
  }
  return standing;
}

/// Places and losses of which a limit that is steered by says nothing: an air field that does not settle is no better than a warm one.
std::ptrdiff_t unknown_of(const verdict::Verdict& verdict) {
  return std::count_if(verdict.checks.begin(), verdict.checks.end(), [](const Check& check) {
    return is_steered_by(check.rule) && check.status == Status::undecided && check.error == 0 && check.margin == 0;
  });
}

/// How it stands, whether it fails nothing that is steered by, racks.
std::tuple<int, bool, std::pair<int, int>> rank_of(const Site& site, const Judged& judged) {
  return {standing_of(judged.verdict), failed_of(judged.verdict).empty(), racks_of(site, judged.plan)};
}

using Stand = std::tuple<int, int, int, int, int>;  ///< row, slot, type, group, phase
std::vector<Stand> stands_of(const Plan& plan) {
  std::vector<Stand> out;
  for (const Placement& rack : plan.racks) {
    out.emplace_back(rack.row, rack.slot, rack.type, rack.cdu_group, rack.phase);
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// Cuts, and the plan that was found under them.
struct Node {
  search::Cuts cuts;
  Plan plan;
  std::vector<Check> failed;  ///< of the coolant; the air is looked at last
  std::pair<int, int> racks;
  double missed_by = 0;
  std::vector<Rule> reasons;  ///< the limits that led here
};

class Loop {
 public:
  Loop(const Site& site, Judged first, const Options& options)
      : site_(site), options_(options), best_(std::move(first)), tries_left_(options.tries) {
    std::size_t slots = 1;
    for (const Row& row : site.rows) slots += static_cast<std::size_t>(row.slots);
    constexpr std::size_t kWork = 4800;
    if (tries_left_ <= 0) tries_left_ = static_cast<int>(std::clamp<std::size_t>(kWork / slots, 12, 48));
    fields_left_ = options.fields;
    fine_left_ = options.fine_fields;
    before_ = best_.plan;
  }

  Judged run() {
    Node root;
    root.plan = best_.plan;
    root.racks = racks_of(site_, best_.plan);
    seen_.insert(stands_of(best_.plan));
    failed_first_ = failed_of(best_.verdict);
    failed_at_first_ = std::any_of(failed_first_.begin(), failed_first_.end(),
                                   [](const Check& check) { return check.status == Status::fail; });
    unknown_first_ = unknown_of(best_.verdict);
    std::copy_if(failed_first_.begin(), failed_first_.end(), std::back_inserter(root.failed),
                 [](const Check& check) { return check.rule != Rule::air_inlet; });
    if (root.failed.empty()) {
      branch(root, air_branches(site_, best_, options_.execution));
    } else {
      branch(root, coolant_branches(site_, root.plan, root.failed));
    }
    while (!open_.empty() && !ended() && may_judge()) {
      const Node node = take_next();
      if (!promises_more(node)) continue;
      if (node.failed.empty()) {
        judge(node);
      } else {
        branch(node, coolant_branches(site_, node.plan, node.failed));
      }
    }
    write_record();
    return std::move(best_);
  }

 private:
  /// Where fine fields judge, without one left no plan is taken any more.
  [[nodiscard]] bool may_judge() const { return !options_.solve_finely || fine_left_ > 0; }

  bool ended() {
    if (options_.search.cancelled && options_.search.cancelled()) interrupted_ = true;
    if (passed_s() > options_.search.seconds_guard) out_of_time_ = true;
    return interrupted_ || out_of_time_;
  }

  [[nodiscard]] double passed_s() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

  /// Cuts only take away: what has no more racks than a plan that holds leads to none with more.
  [[nodiscard]] bool promises_more(const Node& node) const {
    return !failed_of(best_.verdict).empty() || node.racks > racks_of(site_, best_.plan);
  }

  /// Most racks first; every other time what fails least among those of more racks than any plan known to keep the coolant's limits.
  Node take_next() {
    std::pair<int, int> held{-1, -1};
    for (const Node& node : open_) {
      if (node.failed.empty()) held = std::max(held, node.racks);
    }
    const bool nearest = ++turn_ % 2 == 0;
    const auto key = [&](const Node& node) {
      const bool more = !node.failed.empty() && node.racks > held;
      return nearest && more ? std::tuple(0, node.missed_by, -node.racks.first, -node.racks.second)
                             : std::tuple(1, -static_cast<double>(node.racks.first), -node.racks.second,
                                          static_cast<int>(node.failed.size()));
    };
    const auto next =
        std::min_element(open_.begin(), open_.end(), [&](const Node& a, const Node& b) { return key(a) < key(b); });
    Node out = std::move(*next);
    open_.erase(next);
    return out;
  }

  void branch(const Node& parent, const Branches& branches) {
    for (const search::Cuts& way : branches.ways) {
      if (tries_left_ <= 0 || ended()) return;
      Node child;
      child.cuts = parent.cuts;
      child.cuts.barred.insert(child.cuts.barred.end(), way.barred.begin(), way.barred.end());
      child.cuts.caps.insert(child.cuts.caps.end(), way.caps.begin(), way.caps.end());
      search::Options search = options_.search;
      if (search.moves <= 0) search.moves = kMovesATry;
      search.seconds_guard = std::max(0.0, options_.search.seconds_guard - passed_s());
      child.plan = search::search_again(site_, parent.plan, child.cuts, search);
      --tries_left_;
      ++tried_;
      moves_ += child.plan.search.moves;
      if (!seen_.insert(stands_of(child.plan)).second) continue;
      child.racks = racks_of(site_, child.plan);
      child.failed = failed_of(verdict::verify(site_, child.plan));
      child.missed_by = missed_by(child.failed);
      child.reasons = parent.reasons;
      if (std::find(child.reasons.begin(), child.reasons.end(), branches.rule) == child.reasons.end()) {
        child.reasons.push_back(branches.rule);
      }
      open_.push_back(std::move(child));
    }
  }

  /// With fields by `solve` where one is given; false where it was cut short, for then it says nothing.
  bool look(const Options::Solve& solve, int& left, Judged& judged) {
    if (solve) {
      if (left <= 0) return false;
      judged.fields = solve(judged.plan);
      --left;
      (void)ended();
      if (interrupted_) return false;
    }
    judged.verdict = verdict::verify(site_, judged.plan, judged.judging());
    return true;
  }

  void judge(const Node& node) {
    Judged judged;
    judged.plan = node.plan;
    if (!look(options_.solve_fields, fields_left_, judged)) return;
    if (options_.solve_finely) {
      // What is merely undecided in a coarse field is for the fine one.
      const std::vector<Check>& checks = judged.verdict.checks;
      const bool fails = std::any_of(checks.begin(), checks.end(), [](const Check& check) {
        return is_steered(check) && check.status == Status::fail;
      });
      if (fails) return branch(node, air_branches(site_, judged, options_.execution));
      if (ended() || !look(options_.solve_finely, fine_left_, judged)) return;
    }
    if (!failed_of(judged.verdict).empty()) branch(node, air_branches(site_, judged, options_.execution));
    take_if_better(node, std::move(judged));
  }

  void take_if_better(const Node& node, Judged judged) {
    const bool stands = racks_of(site_, judged.plan).first > racks_of(site_, pinned_plan(site_)).first;
    if (!stands || unknown_of(judged.verdict) > unknown_first_ || !better(site_, judged, best_)) return;
    // What is undecided may hold: racks are not given up for it, but for a plan that passes.
    const bool fewer = racks_of(site_, judged.plan) < racks_of(site_, before_);
    if (fewer && !failed_at_first_ && judged.verdict.status != Status::pass) return;
    best_ = std::move(judged);
    reasons_ = node.reasons;
  }

  void write_record() {
    if (tried_ == 0) {  // pinned racks alone: nothing was to be moved; or no time was left for it
      best_.plan.search.interrupted = best_.plan.search.interrupted || interrupted_;
      best_.plan.search.reproducible = best_.plan.search.reproducible && !interrupted_ && !out_of_time_;
      return;
    }
    SearchRecord record = before_.search;
    record.moves += moves_;
    record.interrupted = record.interrupted || interrupted_;
    record.reproducible = record.reproducible && !interrupted_ && !out_of_time_;
    Steering steering;
    steering.tried = tried_;
    steering.failed_before = failed_at_first_;
    steering.racks_before = racks_of(site_, before_).first;
    steering.left_out = steering.racks_before - racks_of(site_, best_.plan).first;
    const std::vector<Stand> was = stands_of(before_), is = stands_of(best_.plan);
    std::vector<Stand> fresh;
    std::set_difference(is.begin(), is.end(), was.begin(), was.end(), std::back_inserter(fresh));
    steering.moved = static_cast<int>(fresh.size());
    steering.helped = !reasons_.empty();
    if (reasons_.empty()) {
      for (const Check& check : failed_first_) reasons_.push_back(check.rule);
    }
    std::sort(reasons_.begin(), reasons_.end());
    reasons_.erase(std::unique(reasons_.begin(), reasons_.end()), reasons_.end());
    steering.rules = std::move(reasons_);
    best_.steering = std::move(steering);
    const Levels first = std::move(record.levels);
    record.levels = best_.plan.search.levels;
    record.levels.bound_value = first.bound_value;
    record.levels.certified_value = first.certified_value;
    record.levels.value_solver = first.value_solver;
    const bool is_beyond = racks_of(site_, best_.plan).first > record.bound_racks;
    if (record.bound_racks >= 0 && is_beyond) search::take_bound_of_all(site_, record);
    best_.plan.search = std::move(record);
  }

  const Site& site_;
  const Options& options_;
  Judged best_;
  Plan before_;
  std::vector<Check> failed_first_;
  bool failed_at_first_ = false;      ///< not merely undecided beyond a limit
  std::ptrdiff_t unknown_first_ = 0;  ///< limits of which the first plan's verdict says nothing
  std::vector<Rule> reasons_;
  std::vector<Node> open_;
  std::set<std::vector<Stand>> seen_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  int tries_left_ = 0, fields_left_ = 0, fine_left_ = 0, tried_ = 0, turn_ = 0;
  std::int64_t moves_ = 0;
  bool interrupted_ = false, out_of_time_ = false;
};

}  // namespace

verdict::Fields Judged::judging() const {
  verdict::Fields out;
  for (const std::optional<thermal::FieldResult>& field : fields) out.push_back(field ? &*field : nullptr);
  return out;
}

bool is_steered(const Check& check) {
  if (!is_steered_by(check.rule) || check.warning) return false;
  return check.status == Status::fail || (check.status == Status::undecided && check.error > 0 && check.margin < 0);
}

bool better(const Site& site, const Judged& a, const Judged& b) { return rank_of(site, a) > rank_of(site, b); }

Judged steer(const Site& site, Judged first, const Options& options) {
  if (failed_of(first.verdict).empty()) return first;
  return Loop(site, std::move(first), options).run();
}

}  // namespace hallplan::steer
