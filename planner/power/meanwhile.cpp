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
  /// A stretch in which these devices live, until `until` is back.
  void add(const Pair& order, const LossGaps& gaps, Meanwhile meanwhile, std::vector<bool> live) {
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
  std::vector<Stage> found_;
};

/// What of `after` lives in a stretch from `begin_s` on: devices whose times are not known as early as they may, or not yet.
std::vector<bool> live_from(double begin_s, const std::vector<bool>& after, const std::vector<Gap>& gaps, bool early) {
  std::vector<bool> live = after;
  for (std::size_t d = 0; d < live.size(); ++d) {
    if ((early ? gaps[d].seconds : gaps[d].at_most_s) > begin_s) live[d] = false;
  }
  return live;
}

/// Devices that will have power and wait for longer than supplies bear, the first to be back first.
std::vector<int> waiting(const std::vector<int>& order, const std::vector<bool>& after, const std::vector<Gap>& gaps) {
  std::vector<int> found;
  for (const int d : order) {
    const auto at = static_cast<std::size_t>(d);
    if (after[at] && !gaps[at].holds()) found.push_back(d);
  }
  std::stable_sort(found.begin(), found.end(), [&](int a, int b) {
    return gaps[static_cast<std::size_t>(a)].seconds < gaps[static_cast<std::size_t>(b)].seconds;
  });
  return found;
}

/// Generators and switches that may have power at a time, and may not: each comes back when it will, whatever the others do.
std::vector<int> open_at(double begin_s, const Site& site, const std::vector<int>& devices,
                         const std::vector<bool>& after, const std::vector<Gap>& gaps) {
  std::vector<int> found;
  for (const int d : devices) {
    const Device& device = device_at(site, d);
    const Gap& gap = gaps[static_cast<std::size_t>(d)];
    if (gap.seconds > begin_s || gap.at_most_s <= begin_s) continue;
    const auto lives = [&](const Ref& source) { return after[static_cast<std::size_t>(source.index)]; };
    const bool chooses = device.sharing == Sharing::first && device.from.size() > 1 &&
                         (gap.transfers || std::count_if(device.from.begin(), device.from.end(), lives) > 1);
    if (is_root(device) || chooses) found.push_back(d);
  }
  return found;
}

constexpr double kLast_s = std::numeric_limits<double>::max();  // when all is back of which that is known

/// What of `after` lives at a time when of the `open` devices those in `back` have power: what else may be back is where something
/// brings it power. UPS are on their batteries.
std::vector<bool> live_where(double begin_s, const Site& site, const std::vector<int>& order,
                             const std::vector<bool>& after, const std::vector<Gap>& gaps, const std::vector<int>& open,
                             const std::vector<bool>& back) {
  std::vector<bool> live = live_from(begin_s, after, gaps, true);
  for (const int d : order) {
    const auto at = static_cast<std::size_t>(d);
    if (!live[at] || gaps[at].at_most_s <= begin_s) continue;
    const auto place = static_cast<std::size_t>(std::find(open.begin(), open.end(), d) - open.begin());
    const bool comes = place == open.size() || back[place];
    const std::vector<Ref>& from = device_at(site, d).from;
    const auto lives = [&](const Ref& source) { return live[static_cast<std::size_t>(source.index)]; };
    live[at] = comes && (from.empty() || std::any_of(from.begin(), from.end(), lives));
  }
  return live;
}

/// Which of `count` open devices are back: all ways of a few, of many those in which one is the first or the last.
std::vector<std::vector<bool>> ways_back(std::size_t count) {
  constexpr std::size_t kFew = 4;  // 16 ways
  std::vector<std::vector<bool>> ways;
  if (count <= kFew) {
    for (std::size_t way = 0; way < std::size_t{1} << count; ++way) {
      std::vector<bool>& back = ways.emplace_back(count);
      for (std::size_t d = 0; d < count; ++d) back[d] = ((way >> d) & 1U) != 0;
    }
    return ways;
  }
  for (const bool others : {false, true}) {
    ways.emplace_back(count, others);
    for (std::size_t one = 0; one < count; ++one) ways.emplace_back(count, others)[one] = !others;
  }
  return ways;
}

}  // namespace

double kept_share(const Site& site) { return site.policy.margins.power ? 1 - site.policy.margins.power->high : 1.0; }

StandIns::StandIns(const Site& site, const std::vector<bool>& after) : drawing_(site.devices.size()) {
  for (std::size_t d = 0; d < after.size(); ++d) {
    if (site.devices[d].from.size() < 2) continue;
    for (const int source : drawn_from(site.devices[d], after)) {
      drawing_[static_cast<std::size_t>(source)].push_back(static_cast<int>(d));
    }
  }
}

bool StandIns::any_for(int source, const std::vector<bool>& live) const {
  const std::vector<int>& drawing = drawing_[static_cast<std::size_t>(source)];
  return std::any_of(drawing.begin(), drawing.end(),
                     [&](int device) { return live[static_cast<std::size_t>(device)]; });
}

std::vector<Stage> stages_of(const Site& site, const std::vector<int>& order, const std::vector<bool>& bridged,
                             const std::vector<bool>& loaded, const Before& normal, const Pair& losses,
                             const std::vector<bool>& after) {
  Stages stages;
  std::optional<StandIns> stand_ins;  // most losses need none
  for (const Pair& way : orders_of(site, losses)) {
    const std::optional<Before> own =
        way.out < 0 ? std::nullopt : std::optional(before_loss(site, order, loaded, way.out));
    LossGaps gaps(site, order, bridged, own ? *own : normal, after);
    const std::vector<Gap>& all = gaps.all();
    const std::vector<int> devices = waiting(order, after, all);
    if (devices.empty()) continue;
    if (!stand_ins) stand_ins.emplace(site, after);
    // A generator's start alone brings nothing back but what hangs on it directly, and takes load off those that stood in for it.
    const auto matters = [&](int device, const std::vector<bool>& live) {
      return !is_root(device_at(site, device)) || loaded[static_cast<std::size_t>(device)] ||
             stand_ins->any_for(device, live);
    };
    const std::vector<bool> known_at_last = live_from(kLast_s, after, all, false);
    const auto unknown = std::find_if(devices.begin(), devices.end(), [&](int device) {
      const Gap& gap = all[static_cast<std::size_t>(device)];
      return gap.at_most_s > gap.seconds && matters(device, known_at_last);
    });
    const bool in_doubt = unknown != devices.end();
    const std::string why = in_doubt ? unknown_gap(site, all[static_cast<std::size_t>(*unknown)]) : std::string();
    const std::vector<bool> carries =
        in_doubt ? carrying(site, order, loaded_or_offered(site, loaded), after) : std::vector<bool>();
    // What may be back and may be not, and carries something, leaves a stretch in doubt.
    const auto may_be_back = [&](double begin_s) {
      return in_doubt && std::any_of(devices.begin(), devices.end(), [&](int device) {
               const auto at = static_cast<std::size_t>(device);
               return all[at].seconds <= begin_s && all[at].at_most_s > begin_s && carries[at];
             });
    };
    double begin_s = kHoldUp_s;
    for (const int device : devices) {
      const double end_s = all[static_cast<std::size_t>(device)].seconds;
      if (end_s <= begin_s) continue;
      std::vector<bool> live = live_from(begin_s, after, all, true);
      if (!matters(device, live)) continue;
      stages.add(way, gaps, {device, end_s, {}, may_be_back(begin_s) ? why : std::string()}, std::move(live));
      begin_s = end_s;
    }
    if (!in_doubt) continue;
    std::vector<double> begins_s{kHoldUp_s};
    for (const int device : devices) {
      const Gap& gap = all[static_cast<std::size_t>(device)];
      for (const double time_s : {gap.seconds, gap.at_most_s}) {
        if (time_s > kHoldUp_s) begins_s.push_back(std::min(time_s, kLast_s));
      }
    }
    std::sort(begins_s.begin(), begins_s.end());
    begins_s.erase(std::unique(begins_s.begin(), begins_s.end()), begins_s.end());
    for (const double time_s : begins_s) {
      const std::vector<int> open = open_at(time_s, site, devices, after, all);
      for (const std::vector<bool>& back : ways_back(open.size())) {
        std::vector<bool> live = live_where(time_s, site, order, after, all, open, back);
        const auto dead = std::find_if(devices.begin(), devices.end(), [&](int device) {
          const auto at = static_cast<std::size_t>(device);
          return !live[at] && all[at].unknown >= 0 && matters(device, live);
        });
        if (dead == devices.end()) continue;
        stages.add(way, gaps, {*dead, 0, {}, unknown_gap(site, all[static_cast<std::size_t>(*dead)])}, std::move(live));
      }
    }
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
