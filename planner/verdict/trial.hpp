/// A site to move values in: what the plan's checks say when one of them is another. Internal.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <functional>
#include <future>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "planner/site/site.hpp"
#include "planner/verdict/checks.hpp"

namespace hallplan::verdict {

inline constexpr double kNever = std::numeric_limits<double>::infinity();

using Key = std::tuple<Rule, std::string, std::string>;
using Margins = std::map<Key, std::pair<double, Status>>;
using Statuses = std::map<Rule, Status>;  ///< the worst status of each rule

/// Those of the liquid rules alone.
[[nodiscard]] std::vector<Check> liquid_checks(const Site& site, const Plan& plan, const Fields& fields);

/// Margins relative to their limits.
[[nodiscard]] Margins margins_of(const std::vector<Check>& checks);

[[nodiscard]] Statuses by_rule(const std::vector<Check>& checks);

/// A rule without a check has nothing to fail.
[[nodiscard]] Status status_of(const Statuses& statuses, Rule rule);

/// Whether each rule has the same status in both.
[[nodiscard]] bool same(const Statuses& a, const Statuses& b);

/// Moves a value by a share of its reach, with its range: temperatures by kelvins, the rest by a factor.
[[nodiscard]] Value moved(const Value& value, Dimension dimension, double share);

/// A value nobody vouches for, and what moving it may change.
struct Movable {
  std::string path;
  std::size_t number = 0;  ///< among those of the site
  Dimension dimension = Dimension::count;
  Domains domains;
};

/// One thread's own copy of a site.
class Trial {
 public:
  Trial(const Site& original, const Plan& plan, const Fields& fields);

  [[nodiscard]] const Site& site() const { return *site_; }

  /// The values nobody vouches for, in the order of the file; what moving them may change is left to say.
  [[nodiscard]] const std::vector<Movable>& movables() const { return movables_; }
  [[nodiscard]] const Value& value(const Movable& movable) const { return *values_[movable.number]; }

  /// The checks with one value moved.
  [[nodiscard]] std::vector<Check> checks_with(const Movable& movable, double share);

  /// What comes of a move; of none, worked out once.
  [[nodiscard]] Statuses statuses_with(const Movable& movable, double share);

 private:
  std::unique_ptr<Site> site_;  ///< stays where it is: values are pointed at
  std::vector<Movable> movables_;
  std::vector<Value*> values_;  ///< of `movables_`
  const Plan* plan_;
  const Fields* fields_;
  std::map<std::array<bool, 3>, Statuses> at_rest_;  ///< nothing moved, by the domains that are checked
};

/// Calls `work(trial, i)` for each i below `count`, on a thread for each trial. What comes of one must not depend on the others.
template <class Work>
void side_by_side(std::vector<Trial>& trials, std::size_t count, const Work& work) {
  std::atomic<std::size_t> next = 0;
  const auto run = [&](Trial& trial) {
    for (std::size_t i = next++; i < count; i = next++) work(trial, i);
  };
  std::vector<std::future<void>> others;
  for (std::size_t t = 1; t < std::min(trials.size(), count); ++t) {
    others.push_back(std::async(std::launch::async, run, std::ref(trials[t])));
  }
  run(trials.front());
  for (std::future<void>& other : others) other.get();
}

}  // namespace hallplan::verdict
