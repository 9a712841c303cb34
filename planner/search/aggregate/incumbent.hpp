/// The best plan so far, whoever proposes one: each is counted by the rules before it is taken.
#pragma once

#include <chrono>

#include "planner/search/aggregate/first_plan.hpp"
#include "planner/search/aggregate/optimum.hpp"

namespace hallplan::search::aggregate {

class Incumbent {
 public:
  Incumbent(const Hall& hall, const Settings& settings) : hall_(hall), settings_(settings) {}

  /// Takes a plan that is worth more than the best. False, with the rule as `reason`, when it breaks one: its proposer is wrong.
  bool offer(Plan plan);

  [[nodiscard]] bool has_plan() const { return has_plan_; }
  [[nodiscard]] const Plan& plan() const { return plan_; }
  /// Of the plan, or the caller's cutoff, in the goal's units.
  [[nodiscard]] double objective() const { return std::max(settings_.cutoff, objective_); }
  [[nodiscard]] const std::string& reason() const { return reason_; }

  [[nodiscard]] double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }
  [[nodiscard]] double left() const { return settings_.seconds - seconds(); }
  /// Whether the caller or the clock ends the search.
  [[nodiscard]] bool interrupted() const { return left() <= 0 || (settings_.cancelled && settings_.cancelled()); }

  /// Tells of the best plan, or of a better point that a solver has, with what no plan exceeds.
  void report(double bound, double objective = -mip::kInfinity) const;

 private:
  using Clock = std::chrono::steady_clock;

  const Hall& hall_;
  const Settings& settings_;
  Clock::time_point start_ = Clock::now();
  Plan plan_;
  bool has_plan_ = false;
  double objective_ = -mip::kInfinity;
  std::string reason_;
};

}  // namespace hallplan::search::aggregate
