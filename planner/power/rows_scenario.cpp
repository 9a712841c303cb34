#include "planner/power/rows_scenario.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "planner/power/tree.hpp"

namespace hallplan::power {
namespace {

using capacity::Choice;

/// What one watt at the output of each device puts on it and on everything above it. Empty for a dead device.
using Trace = std::vector<std::vector<Reach>>;

/// Merges reaches by device; `sums` is scratch of one zero a device and is left so.
class Merger {
 public:
  explicit Merger(std::size_t devices) : sums_(devices, 0.0) {}

  void add(const std::vector<Reach>& reaches, double factor) {
    for (const Reach& reach : reaches) {
      touched_.push_back(reach.device);
      sums_[static_cast<std::size_t>(reach.device)] += factor * reach.gain;
    }
  }

  [[nodiscard]] std::vector<Reach> take() {
    std::sort(touched_.begin(), touched_.end());
    touched_.erase(std::unique(touched_.begin(), touched_.end()), touched_.end());
    std::vector<Reach> merged;
    for (const int device : touched_) {
      merged.push_back({device, std::exchange(sums_[static_cast<std::size_t>(device)], 0.0)});
    }
    touched_.clear();
    return merged;
  }

 private:
  std::vector<double> sums_;
  std::vector<int> touched_;
};

/// Adds what one watt drawn from these puts on them and above, in equal parts over those that are live.
void spread(const Trace& trace, const std::vector<int>& on, double factor, Merger& merger) {
  const auto dead = [&](int device) { return trace[static_cast<std::size_t>(device)].empty(); };
  const auto live = on.size() - static_cast<std::size_t>(std::count_if(on.begin(), on.end(), dead));
  for (const int device : on) {
    if (!dead(device)) merger.add(trace[static_cast<std::size_t>(device)], factor / static_cast<double>(live));
  }
}

/// The live sources that a device draws from: all, or the first.
std::vector<int> drawn_from(const Device& device, const Trace& trace) {
  std::vector<int> sources;
  for (const Ref& source : device.from) {
    const bool first_found = device.sharing == Sharing::first && !sources.empty();
    if (!first_found && !trace[static_cast<std::size_t>(source.index)].empty()) sources.push_back(source.index);
  }
  return sources;
}

/// `live`: which devices live while others wait, UPS on their batteries; null: what is left in the end.
Trace trace_of(const Site& site, const std::vector<int>& order, const Pair& gone, const std::vector<bool>* live) {
  Trace trace(site.devices.size());
  Merger merger(site.devices.size());
  for (const int d : order) {
    const Device& device = device_at(site, d);
    if (d == gone.lost || d == gone.out || device.waiting) continue;
    if (live != nullptr && !(*live)[static_cast<std::size_t>(d)]) continue;
    const std::vector<int> sources = drawn_from(device, trace);
    const bool root = device.kind == DeviceKind::utility || device.kind == DeviceKind::generator;
    const bool on_battery = live != nullptr && device.kind == DeviceKind::ups;
    if (!root && sources.empty() && !on_battery) continue;
    merger.add({{d, 1.0}}, 1.0);
    spread(trace, sources, 1.0 / efficiency_of(site, device), merger);
    trace[static_cast<std::size_t>(d)] = merger.take();
  }
  return trace;
}

}  // namespace

Scenario scenario_with(const Site& site, const std::vector<Choice>& choices, const std::vector<int>& sources_first,
                       const Pair& order, const Stage* stage) {
  const Trace trace = trace_of(site, sources_first, order, stage != nullptr ? &stage->live : nullptr);
  Merger merger(site.devices.size());
  Scenario scenario{order.lost < 0 ? std::string("normal") : device_at(site, order.lost).id + " lost", {}, {}};
  if (order.out >= 0) scenario.name = device_at(site, order.out).id + " out, " + scenario.name;
  if (stage != nullptr) scenario.name += until_words(site, stage->meanwhile);
  for (const PlantLoad& load : plant_loads(site)) spread(trace, load.feeds, load.power_w(), merger);
  for (std::size_t d = 0; d < trace.size(); ++d) {
    const Device& device = site.devices[d];
    const double recharges_w = trace[d].empty() ? 0.0 : recharge_w(site, device);
    if (recharges_w > 0) spread(trace, drawn_from(device, trace), recharges_w, merger);
  }
  scenario.base_w.assign(site.devices.size(), 0.0);
  for (const Reach& reach : merger.take()) scenario.base_w[static_cast<std::size_t>(reach.device)] = reach.gain;
  for (const Choice& choice : choices) {
    std::vector<int> feeds;
    if (choice.feed_pair >= 0) {
      const FeedPair& pair =
          site.rows[static_cast<std::size_t>(choice.row)].feeds[static_cast<std::size_t>(choice.feed_pair)];
      feeds.push_back(pair.a.index);
      if (!rack_at(site, choice.type).body.single_corded()) feeds.push_back(pair.b.index);
    }
    spread(trace, feeds, 1.0, merger);
    scenario.choices.push_back(merger.take());
  }
  return scenario;
}

}  // namespace hallplan::power
