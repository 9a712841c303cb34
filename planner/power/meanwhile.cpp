#include "planner/power/meanwhile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <utility>

#include "planner/power/tree.hpp"

namespace hallplan::power {
namespace {

/// Gathers the stretches of time after one loss.
class Stages {
 public:
  Stages(const Site& site, const std::vector<bool>& after, LossGaps& gaps)
      : site_(site), after_(after), gaps_(gaps), all_(gaps.all()) {}

  /// A stretch in which those devices are dead that `is_dead` says, until `until` is back.
  template <class IsDead>
  void add(int until, double seconds, std::string unknown, const IsDead& is_dead) {
    Stage stage{{until, seconds, gaps_.words(until), std::move(unknown)}, after_};
    for (std::size_t d = 0; d < after_.size(); ++d) {
      if (after_[d] && is_dead(all_[d])) stage.live[d] = false;
    }
    const auto same = [&](const Stage& other) { return other.live == stage.live; };
    if (std::none_of(found_.begin(), found_.end(), same)) found_.push_back(std::move(stage));
  }
  [[nodiscard]] std::vector<Stage> take() { return std::move(found_); }

 private:
  const Site& site_;
  const std::vector<bool>& after_;
  LossGaps& gaps_;
  const std::vector<Gap>& all_;
  std::vector<Stage> found_;
};

/// Of a limit, what the owner's margin leaves of it.
double kept_share(const Site& site) { return site.policy.margins.power ? 1 - site.policy.margins.power->high : 1.0; }

}  // namespace

std::vector<Stage> stages_of(const Site& site, const std::vector<int>& order, const std::vector<bool>& loaded,
                             const std::vector<bool>& after, LossGaps& gaps) {
  const std::vector<Gap>& all = gaps.all();
  std::vector<int> waiting;  // a generator's start alone brings nothing back but what hangs on it directly
  for (const int d : order) {
    const auto at = static_cast<std::size_t>(d);
    if (after[at] && !all[at].holds() && (!is_root(device_at(site, d)) || loaded[at])) waiting.push_back(d);
  }
  const auto gap_of = [&](int device) -> const Gap& { return all[static_cast<std::size_t>(device)]; };
  std::stable_sort(waiting.begin(), waiting.end(), [&](int a, int b) { return gap_of(a).seconds < gap_of(b).seconds; });
  Stages stages(site, after, gaps);
  double begin_s = kHoldUp_s;
  for (const int device : waiting) {
    const double end_s = gap_of(device).seconds;
    if (end_s <= begin_s) continue;
    stages.add(device, end_s, {}, [&](const Gap& gap) { return gap.seconds > begin_s; });
    begin_s = end_s;
  }
  const auto unknown =
      std::find_if(waiting.begin(), waiting.end(), [&](int device) { return gap_of(device).unknown >= 0; });
  if (unknown == waiting.end()) return stages.take();
  const std::string why = unknown_gap(site, gap_of(*unknown));
  stages.add(*unknown, 0, why, [](const Gap& gap) { return !gap.holds(); });
  stages.add(*unknown, 0, why, [](const Gap& gap) { return gap.unknown >= 0; });
  return stages.take();
}

std::vector<State> states_meanwhile(const Basics& basics, const Pair& order, const std::vector<bool>& after) {
  const Loads& loads = basics.loads;
  LossGaps gaps(basics.site, loads.order, loads.bridged, running(basics.site, loads.order, loads.loaded, order.out),
                order.out, after);
  std::vector<State> states;
  for (Stage& stage : stages_of(basics.site, loads.order, loads.loaded, after, gaps)) {
    states.push_back(simulate(basics.site, loads, order.lost, order.out, std::move(stage.live)));
    states.back().meanwhile = std::move(stage.meanwhile);
  }
  return states;
}

bool is_certain(const State& state) { return !state.meanwhile || state.meanwhile->unknown.empty(); }

bool carries_more(const Site& site, const State& meanwhile, const Held& held, const State& normal, const State& after) {
  constexpr double kMore = 1 + 1e-9;  // sums of the same loads in another order
  const double value_w = value_of(meanwhile, held);
  if (value_w <= kMore * std::max(value_of(normal, held), value_of(after, held))) return false;
  return is_certain(meanwhile) || value_w > kept_limit_w(site, held);
}

double kept_limit_w(const Site& site, const Held& held) {
  return has_limit(held) ? kept_share(site) * held.limit.continuous_w : std::numeric_limits<double>::infinity();
}

Check without_fail(const Site& site, Check check, const State& state) {
  const bool holds = check.status == Status::pass && check.value <= kept_share(site) * check.limit;
  if (is_certain(state) || holds || check.status == Status::undecided) return check;
  check.status = Status::undecided;
  check.arithmetic = state.meanwhile->unknown + "; " + check.arithmetic;
  check.value = check.limit = check.margin = 0;
  return check;
}

std::string until_words(const Site& site, const Meanwhile& meanwhile) {
  return fmt::format(", until {} has power", device_at(site, meanwhile.until).id);
}

}  // namespace hallplan::power
