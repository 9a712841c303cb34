#include "planner/power/meanwhile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <optional>
#include <utility>

#include "planner/power/tree.hpp"

namespace hallplan::power {
namespace {

/// Gathers the stretches of time after one loss, or after a pair in either order.
class Stages {
 public:
  explicit Stages(const std::vector<bool>& after) : after_(after) {}

  /// A stretch in which those devices are dead that `is_dead` says, until `until` is back.
  template <class IsDead>
  void add(const Pair& order, LossGaps& gaps, Meanwhile meanwhile, const IsDead& is_dead) {
    const std::vector<Gap>& all = gaps.all();
    std::vector<bool> live = after_;
    for (std::size_t d = 0; d < live.size(); ++d) {
      if (live[d] && is_dead(all[d])) live[d] = false;
    }
    const auto same = [&](const Stage& other) {
      const bool says_as_much = other.meanwhile.unknown.empty() || !meanwhile.unknown.empty();
      return says_as_much && other.live == live;
    };
    if (std::any_of(found_.begin(), found_.end(), same)) return;
    meanwhile.words = gaps.words(meanwhile.until);
    found_.push_back({order, std::move(meanwhile), std::move(live)});
  }
  [[nodiscard]] std::vector<Stage> take() { return std::move(found_); }

 private:
  const std::vector<bool>& after_;
  std::vector<Stage> found_;
};

/// Devices that will have power and wait for longer than supplies bear, the first to be back first. A generator's start alone brings
/// nothing back but what hangs on it directly.
std::vector<int> waiting(const Site& site, const std::vector<int>& order, const std::vector<bool>& loaded,
                         const std::vector<bool>& after, const std::vector<Gap>& gaps) {
  std::vector<int> found;
  for (const int d : order) {
    const auto at = static_cast<std::size_t>(d);
    if (after[at] && !gaps[at].holds() && (!is_root(device_at(site, d)) || loaded[at])) found.push_back(d);
  }
  std::stable_sort(found.begin(), found.end(), [&](int a, int b) {
    return gaps[static_cast<std::size_t>(a)].seconds < gaps[static_cast<std::size_t>(b)].seconds;
  });
  return found;
}

/// Of a limit, what the owner's margin leaves of it.
double kept_share(const Site& site) { return site.policy.margins.power ? 1 - site.policy.margins.power->high : 1.0; }

}  // namespace

std::vector<Stage> stages_of(const Site& site, const std::vector<int>& order, const std::vector<bool>& bridged,
                             const std::vector<bool>& loaded, const Before& normal, const Pair& losses,
                             const std::vector<bool>& after) {
  Stages stages(after);
  for (const Pair& way : orders_of(site, losses)) {
    const std::optional<Before> own =
        way.out < 0 ? std::nullopt : std::optional(before_loss(site, order, loaded, way.out));
    LossGaps gaps(site, order, bridged, own ? *own : normal, after);
    const std::vector<Gap>& all = gaps.all();
    const std::vector<int> devices = waiting(site, order, loaded, after, all);
    double begin_s = kHoldUp_s;
    for (const int device : devices) {
      const double end_s = all[static_cast<std::size_t>(device)].seconds;
      if (end_s <= begin_s) continue;
      stages.add(way, gaps, {device, end_s, {}, {}}, [&](const Gap& gap) { return gap.seconds > begin_s; });
      begin_s = end_s;
    }
    const auto unknown = std::find_if(devices.begin(), devices.end(),
                                      [&](int device) { return all[static_cast<std::size_t>(device)].unknown >= 0; });
    if (unknown == devices.end()) continue;
    const Meanwhile in_doubt{*unknown, 0, {}, unknown_gap(site, all[static_cast<std::size_t>(*unknown)])};
    stages.add(way, gaps, in_doubt, [](const Gap& gap) { return !gap.holds(); });
    stages.add(way, gaps, in_doubt, [](const Gap& gap) { return gap.unknown >= 0; });
  }
  return stages.take();
}

bool device_shifts(const Site& site, const Stage& stage, const std::vector<bool>& after) {
  std::vector<int> sources;
  for (std::size_t d = 0; d < stage.live.size(); ++d) {
    const std::vector<Ref>& from = site.devices[d].from;
    if (!stage.live[d] || from.size() < 2) continue;
    sources.clear();
    for (const Ref& source : from) sources.push_back(source.index);
    if (shifts(sources, stage, after)) return true;
  }
  return false;
}

std::vector<State> states_meanwhile(const Basics& basics, const Pair& losses, const std::vector<bool>& after) {
  const Loads& loads = basics.loads;
  const auto matters = [&](const Stage& stage) {
    const auto shifts_here = [&](const auto& load) { return shifts(load.feeds, stage, after); };
    return std::any_of(loads.groups.begin(), loads.groups.end(), shifts_here) ||
           std::any_of(loads.plant.begin(), loads.plant.end(), shifts_here) || device_shifts(basics.site, stage, after);
  };
  std::vector<State> states;
  for (Stage& stage : stages_of(basics.site, loads.order, loads.bridged, loads.loaded, loads.normal, losses, after)) {
    if (!matters(stage)) continue;
    states.push_back(simulate(basics.site, loads, stage.order.lost, stage.order.out, std::move(stage.live)));
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
