// The power limits as rows for the search and its bound. Each must equal its check on any placement, so this is code of its
// own: it follows one watt from where it is drawn up to the utility, where the simulation sums loads from below.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>

#include "planner/power/checks.hpp"
#include "planner/power/tree.hpp"

namespace hallplan::power {
namespace {

using capacity::Choice;
using capacity::Part;

/// Watts at the output of `device` for one watt drawn elsewhere.
struct Reach {
  int device = -1;
  double gain = 0;
};

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

Trace trace_of(const Site& site, const std::vector<int>& order, int lost) {
  Trace trace(site.devices.size());
  Merger merger(site.devices.size());
  for (const int d : order) {
    if (d == lost) continue;
    const Device& device = device_at(site, d);
    std::vector<int> sources;
    for (const Ref& source : device.from) {
      const bool first_found = device.sharing == Sharing::first && !sources.empty();
      if (!first_found && !trace[static_cast<std::size_t>(source.index)].empty()) sources.push_back(source.index);
    }
    const bool root = device.kind == DeviceKind::utility || device.kind == DeviceKind::generator;
    if (!root && sources.empty()) continue;
    merger.add({{d, 1.0}}, 1.0);
    spread(trace, sources, 1.0 / efficiency_of(site, device), merger);
    trace[static_cast<std::size_t>(d)] = merger.take();
  }
  return trace;
}

/// The loads of one scenario: of the plant, and of one rack of each choice for a watt it draws.
struct Scenario {
  std::string name;
  std::vector<double> base_w;               ///< by device
  std::vector<std::vector<Reach>> choices;  ///< by choice
};

Scenario scenario_with(const Site& site, const std::vector<Choice>& choices, const std::vector<int>& order, int lost) {
  const Trace trace = trace_of(site, order, lost);
  Merger merger(site.devices.size());
  Scenario scenario{lost < 0 ? std::string("normal") : device_at(site, lost).id + " lost", {}, {}};
  for (const PlantLoad& load : plant_loads(site)) spread(trace, load.feeds, load.power_w(), merger);
  scenario.base_w.assign(site.devices.size(), 0.0);
  for (const Reach& reach : merger.take()) scenario.base_w[static_cast<std::size_t>(reach.device)] = reach.gain;
  for (const Choice& choice : choices) {
    std::vector<int> feeds;
    if (choice.feed_pair >= 0) {
      const FeedPair& pair =
          site.rows[static_cast<std::size_t>(choice.row)].feeds[static_cast<std::size_t>(choice.feed_pair)];
      feeds.push_back(pair.a.index);
      if (rack_at(site, choice.type).body.cords > 1) feeds.push_back(pair.b.index);
    }
    spread(trace, feeds, 1.0, merger);
    scenario.choices.push_back(merger.take());
  }
  return scenario;
}

double gain_at(const std::vector<Reach>& reaches, int device) {
  const auto found = std::lower_bound(reaches.begin(), reaches.end(), device,
                                      [](const Reach& reach, int wanted) { return reach.device < wanted; });
  return found != reaches.end() && found->device == device ? found->gain : 0.0;
}

/// One row's numbers before it is one.
struct Amounts {
  double base = 0;
  std::vector<double> choices;

  friend bool operator==(const Amounts&, const Amounts&) = default;
  [[nodiscard]] bool nothing() const {
    return base == 0 && std::all_of(choices.begin(), choices.end(), [](double amount) { return amount == 0; });
  }
};

Amounts amounts_at(const Scenario& scenario, int device, const std::vector<double>& rack_watts) {
  Amounts amounts{scenario.base_w[static_cast<std::size_t>(device)], {}};
  for (std::size_t c = 0; c < rack_watts.size(); ++c) {
    amounts.choices.push_back(gain_at(scenario.choices[c], device) * rack_watts[c]);
  }
  return amounts;
}

std::string unit_one_buys(DeviceKind kind) {
  switch (kind) {
    case DeviceKind::utility:
      return "utility power";
    case DeviceKind::generator:
      return "a generator";
    case DeviceKind::transformer:
      return "a transformer";
    case DeviceKind::switchboard:
      return "a switchboard";
    case DeviceKind::ups:
      return "a UPS module";
    case DeviceKind::busway:
      return "a busway step";
    case DeviceKind::pdu:
      return "a PDU";
  }
  return "a device";
}

/// A limit of a device: the row without its scenario, and the power of one rack of each choice that it counts.
struct Limited {
  int device = -1;
  capacity::Row row;
  const std::vector<double>* rack_watts = nullptr;
};

void add(const Amounts& amounts, capacity::Row row, Part& part) {
  const int index = static_cast<int>(part.rows.size());
  row.base = amounts.base;
  part.rows.push_back(std::move(row));
  for (std::size_t c = 0; c < amounts.choices.size(); ++c) {
    if (amounts.choices[c] != 0) part.terms[c].push_back({index, amounts.choices[c]});
  }
}

/// Rows of one scenario; those that `normal` states already are left out (it is null for normal running itself).
void add_rows(const std::vector<Limited>& limits, const Scenario& scenario, const Scenario* normal, Part& part) {
  for (const Limited& limited : limits) {
    const Amounts amounts = amounts_at(scenario, limited.device, *limited.rack_watts);
    if (amounts.nothing()) continue;
    if (normal != nullptr && amounts == amounts_at(*normal, limited.device, *limited.rack_watts)) continue;
    capacity::Row row = limited.row;
    row.scenario = scenario.name;
    add(amounts, std::move(row), part);
  }
}

/// The loads of normal running against what a UPS carries without its spare modules.
void add_rows_of_modules(const Site& site, const std::vector<Limited>& limits, const Scenario& normal, Part& part) {
  for (const Limited& limited : limits) {
    const Device& device = device_at(site, limited.device);
    if (device.spare_modules == 0 || limited.row.rule == Rule::power_peak) continue;
    const Amounts amounts = amounts_at(normal, limited.device, *limited.rack_watts);
    if (amounts.nothing()) continue;
    capacity::Row row = limited.row;
    row.scenario = modules_lost(device, device.spare_modules);
    row.limit = limit_of(site, device, device.spare_modules).continuous_w;
    add(amounts, std::move(row), part);
  }
}

}  // namespace

capacity::Part capacity_rows(const Site& site, const std::vector<Choice>& choices) {
  std::vector<double> sustained;
  std::vector<double> peak;
  for (const Choice& choice : choices) {
    sustained.push_back(rack_w(site, rack_at(site, choice.type).body));
    peak.push_back(rack_peak_w(site, rack_at(site, choice.type).body));
  }
  const std::vector<int> lost = losses(site);
  std::vector<Limited> limits;
  for (const int d : lost) {
    const Device& device = device_at(site, d);
    const double limit_w = limit_of(site, device).continuous_w;
    capacity::Row row{rule_of(device.kind), device.id, {}, unit_one_buys(device.kind), Dimension::power, limit_w, 0};
    if (std::isfinite(limit_w)) limits.push_back({d, row, &sustained});
    if (!device.short_time_w) continue;
    row.rule = Rule::power_peak;
    row.limit = device.short_time_w->low;
    limits.push_back({d, row, &peak});
  }
  const std::vector<int> order = sources_first(site);
  const Scenario normal = scenario_with(site, choices, order, -1);
  Part part;
  part.terms.resize(choices.size());
  add_rows(limits, normal, nullptr, part);
  add_rows_of_modules(site, limits, normal, part);
  for (const int d : lost) add_rows(limits, scenario_with(site, choices, order, d), &normal, part);
  return part;
}

}  // namespace hallplan::power
