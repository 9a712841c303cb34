// The power limits as rows for the search and its bound. Each must equal its check on any placement, so this is code of its
// own, on loads of its own (`rows_scenario`).
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <limits>
#include <string>
#include <utility>

#include "planner/power/checks.hpp"
#include "planner/power/phase.hpp"
#include "planner/power/rows_scenario.hpp"
#include "planner/power/tree.hpp"

namespace hallplan::power {
namespace {

using capacity::Choice;
using capacity::Part;

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
  double plant = 1;     ///< the share that it counts of what plant draws
  bool at_once = true;  ///< held against what a loss leaves until others have taken over, too
};

Amounts amounts_at(const Scenario& scenario, const Limited& limited) {
  Amounts amounts{limited.plant * scenario.base_w[static_cast<std::size_t>(limited.device)], {}};
  for (std::size_t c = 0; c < limited.rack_watts->size(); ++c) {
    amounts.choices.push_back(gain_at(scenario.choices[c], limited.device) * (*limited.rack_watts)[c]);
  }
  return amounts;
}

void add_row(const Amounts& amounts, capacity::Row row, Part& part) {
  const int index = static_cast<int>(part.rows.size());
  row.base = amounts.base;
  part.rows.push_back(std::move(row));
  for (std::size_t c = 0; c < amounts.choices.size(); ++c) {
    if (amounts.choices[c] != 0) part.terms[c].push_back({index, amounts.choices[c]});
  }
}

bool covers(const Amounts& more, const Amounts& less) {
  if (more.base < less.base) return false;
  for (std::size_t c = 0; c < less.choices.size(); ++c) {
    if (more.choices[c] < less.choices[c]) return false;
  }
  return true;
}

/// Devices whose load a scenario changes, by index: most losses touch a few, and the rows of all others are those of normal
/// running.
std::vector<bool> changed_devices(const Scenario& scenario, const Scenario& normal) {
  std::vector<bool> changed(normal.base_w.size(), false);
  for (std::size_t d = 0; d < changed.size(); ++d) changed[d] = scenario.base_w[d] != normal.base_w[d];
  const auto mark_missing = [&](const std::vector<Reach>& from, const std::vector<Reach>& in) {
    for (const Reach& reach : from) {
      if (gain_at(in, reach.device) != reach.gain) changed[static_cast<std::size_t>(reach.device)] = true;
    }
  };
  for (std::size_t c = 0; c < normal.choices.size(); ++c) {
    mark_missing(normal.choices[c], scenario.choices[c]);
    mark_missing(scenario.choices[c], normal.choices[c]);
  }
  return changed;
}

/// Rows of one scenario; those that `normal` states already are left out (it is null for normal running itself). `end`: of the time until
/// others have taken over, what is left then; rows that either covers are left out. `proves`: whether every plan comes by this scenario.
void add_rows(const std::vector<Limited>& limits, const Scenario& scenario, const Scenario* normal, Part& part,
              const Scenario* end = nullptr, bool proves = true) {
  const std::vector<bool> changed =
      normal == nullptr ? std::vector<bool>(scenario.base_w.size(), true) : changed_devices(scenario, *normal);
  for (const Limited& limited : limits) {
    if (!changed[static_cast<std::size_t>(limited.device)] || (end != nullptr && !limited.at_once)) continue;
    const Amounts amounts = amounts_at(scenario, limited);
    if (amounts.nothing()) continue;
    if (normal != nullptr && amounts == amounts_at(*normal, limited)) continue;
    const auto covered = [&](const Scenario& by) { return covers(amounts_at(by, limited), amounts); };
    if (end != nullptr && (covered(*normal) || covered(*end))) continue;
    capacity::Row row = limited.row;
    row.scenario = scenario.name;
    row.proves = row.proves && proves;
    add_row(amounts, std::move(row), part);
  }
}

/// The loads of a scenario against what each UPS carries without its spare modules, and `more` of them. `meanwhile`: the modules are out
/// and the device is lost, of which this is the time until others have taken over.
void add_rows_of_modules(const Site& site, const std::vector<Limited>& limits, const Scenario& scenario, int lost,
                         int more, Part& part, bool meanwhile = false, bool proves = true) {
  for (const Limited& limited : limits) {
    const Device& device = device_at(site, limited.device);
    const bool of_line = limited.row.rule == Rule::power_phase;
    if (device.spare_modules == 0 || !leaves_modules(device, more) ||
        !(of_line || limited.row.rule == rule_of(device.kind)))
      continue;
    const bool lost_is_out = lost >= 0 && !meanwhile && device_at(site, lost).maintained;
    if ((lost >= 0 || more > 0) && !device.maintained && !lost_is_out) continue;
    const Amounts amounts = amounts_at(scenario, limited);
    if (amounts.nothing()) continue;
    capacity::Row row = limited.row;
    row.scenario = modules_lost(device, more > 0);
    if (meanwhile) {
      row.scenario += ", " + scenario.name;
    } else if (lost >= 0) {
      row.scenario = device_at(site, lost).id + " out, " + row.scenario;
    }
    row.limit = limit_of(site, device, device.spare_modules + more).continuous_w / (of_line ? 3 : 1);
    row.proves = row.proves && proves;
    add_row(amounts, std::move(row), part);
  }
}

/// The rows of one limit that may bind, of different scenarios: none covers another, and none that proves nothing covers one that does.
class Binding {
 public:
  void add(Amounts amounts, const std::string& scenario, bool proves) {
    const auto covered = [&](const Bound& row) { return (row.proves || !proves) && covers(row.amounts, amounts); };
    if (amounts.nothing() || std::any_of(rows_.begin(), rows_.end(), covered)) return;
    const auto useless = [&](const Bound& row) { return (proves || !row.proves) && covers(amounts, row.amounts); };
    rows_.erase(std::remove_if(rows_.begin() + fixed_, rows_.end(), useless), rows_.end());
    rows_.push_back({std::move(amounts), scenario, proves});
  }
  /// What has been added so far stands in the part already and stays.
  void fix() { fixed_ = static_cast<std::ptrdiff_t>(rows_.size()); }
  void write(const capacity::Row& like, Part& part) {
    for (auto row = rows_.begin() + fixed_; row != rows_.end(); ++row) {
      capacity::Row made = like;
      made.scenario = row->scenario;
      made.proves = made.proves && row->proves;
      add_row(row->amounts, std::move(made), part);
    }
  }

 private:
  struct Bound {
    Amounts amounts;
    std::string scenario;
    bool proves = true;
  };
  std::vector<Bound> rows_;
  std::ptrdiff_t fixed_ = 0;
};

/// Devices whose lines some choice may load unevenly.
std::vector<bool> uneven_devices(const Site& site, const std::vector<Choice>& choices, const std::vector<int>& order) {
  std::vector<bool> uneven(site.devices.size(), false);
  for (const Choice& choice : choices) {
    const RackType& rack = rack_at(site, choice.type).body;
    if (choice.feed_pair < 0 || is_balanced(rack)) continue;
    const FeedPair& pair =
        site.rows[static_cast<std::size_t>(choice.row)].feeds[static_cast<std::size_t>(choice.feed_pair)];
    uneven[static_cast<std::size_t>(pair.a.index)] = true;
    if (!rack.single_corded()) uneven[static_cast<std::size_t>(pair.b.index)] = true;
  }
  spread_uneven(site, order, uneven);
  return uneven;
}

/// The time until others have taken over, where it is known that there is any and some load may shift. Of generators those count as running
/// that plant draws from: which racks will do so is not known yet. Where racks may keep one more of them running, that time may be none.
class Stages {
 public:
  Stages(const Site& site, const std::vector<int>& order)
      : site_(site),
        order_(order),
        bridged_(always_bridged(site, order)),
        plant_(plant_loads(site)),
        loaded_(plant_feeds(site, plant_)),
        may_be_loaded_(loaded_or_offered(site, loaded_)),
        normal_(before_loss(site, order, loaded_, -1)) {}

  [[nodiscard]] std::vector<Stage> certain(const Pair& losses) const {
    const std::vector<bool> after = live_devices(site_, order_, losses.lost, losses.out);
    std::vector<Stage> stages = stages_of(site_, order_, bridged_, loaded_, normal_, losses, after);
    const auto useless = [&](const Stage& stage) {
      return !stage.meanwhile.unknown.empty() || !(load_shifts(stage, after) || device_shifts(site_, stage, after));
    };
    stages.erase(std::remove_if(stages.begin(), stages.end(), useless), stages.end());
    return stages;
  }

  /// Whether a stage comes with every plan. The more generators run before a loss the shorter are all gaps: what lives in the stage does so
  /// whichever racks stand, and what is dead must be so even where all that may stand keep theirs running.
  [[nodiscard]] bool comes_with_every_plan(const Stage& stage) const {
    const std::vector<bool> after = live_devices(site_, order_, stage.order.lost, stage.order.out);
    const auto gaps_with = [&](const std::vector<bool>& loaded) {
      return gaps_after(site_, order_, before_loss(site_, order_, loaded, stage.order.out), after);
    };
    const std::vector<Gap> longest = gaps_with(loaded_), shortest = gaps_with(may_be_loaded_);
    const StandIns stand_ins(site_, after);
    double begin_s = kHoldUp_s;
    for (std::size_t d = 0; d < after.size(); ++d) {
      if (stage.live[d]) begin_s = std::max(begin_s, longest[d].seconds);
    }
    for (std::size_t d = 0; d < after.size(); ++d) {
      const bool matters =
          !is_root(site_.devices[d]) || may_be_loaded_[d] || stand_ins.any_for(static_cast<int>(d), stage.live);
      if (after[d] && !stage.live[d] && matters && shortest[d].seconds <= begin_s) return false;
    }
    return true;
  }

 private:
  [[nodiscard]] bool load_shifts(const Stage& stage, const std::vector<bool>& after) const {
    for (const Row& row : site_.rows) {
      for (const FeedPair& pair : row.feeds) {
        if (shifts(std::array{pair.a.index, pair.b.index}, stage, after)) return true;
      }
    }
    return std::any_of(plant_.begin(), plant_.end(),
                       [&](const PlantLoad& load) { return shifts(load.feeds, stage, after); });
  }

  const Site& site_;
  const std::vector<int>& order_;
  std::vector<bool> bridged_;
  std::vector<PlantLoad> plant_;
  std::vector<bool> loaded_;
  std::vector<bool> may_be_loaded_;
  Before normal_;
};

}  // namespace

capacity::Part capacity_rows(const Site& site, const std::vector<Choice>& choices) {
  std::vector<double> sustained;
  std::vector<double> peak;
  std::vector<double> swing;
  std::vector<double> ramp;
  std::vector<double> line;  // each rack's own worst line: where the worst lines of two differ, that is too much
  for (const Choice& choice : choices) {
    const RackType& rack = rack_at(site, choice.type).body;
    const double fans_w = door_fans_w(site, choice.row, choice.type);
    line.push_back((rack_w(site, rack) + fans_w) * worst_line(branches_of(rack, 0)));
    sustained.push_back(rack_w(site, rack) + fans_w);
    peak.push_back(rack_peak_w(site, rack) + fans_w);
    swing.push_back(most_swing_w(site, rack_at(site, choice.type)));
    ramp.push_back(most_ramp_w_per_s(site, rack_at(site, choice.type)));
  }
  // Without an idle power a rack swings by all of its power at most: its check is undecided, and no plan is proven too large by it.
  const bool knows_swings = std::all_of(choices.begin(), choices.end(), [&](const Choice& choice) {
    return rack_at(site, choice.type).body.power.idle_w.has_value();
  });
  const std::vector<int> order = sources_first(site);
  const std::vector<bool> uneven = uneven_devices(site, choices, order);
  const std::vector<int> lost = losses(site);
  const std::vector<bool> shared = hangs_on_shares(site);
  std::vector<Limited> limits;
  for (const int d : lost) {
    const Device& device = device_at(site, d);
    const Limit limit = limit_of(site, device);
    // Of a limit of which nothing is known nothing keeps racks out: they stand, and its check is undecided.
    const bool is_unknown = !limit.unknown.empty() && limit.continuous_w == 0;
    const double limit_w = is_unknown ? std::numeric_limits<double>::infinity() : limit.continuous_w;
    capacity::Row row{
        rule_of(device.kind), device.id, {}, unit_one_buys(device.kind),
        Dimension::power,     limit_w,   0,  limit.unknown.empty() && !shared[static_cast<std::size_t>(d)]};
    if (std::isfinite(limit_w)) limits.push_back({d, row, &sustained, 1});
    if (std::isfinite(limit_w) && has_line_limit(device) && uneven[static_cast<std::size_t>(d)]) {
      capacity::Row of_line = row;
      of_line.rule = Rule::power_phase;
      of_line.limit = limit_w / 3;
      of_line.proves = false;
      limits.push_back({d, of_line, &line, 1.0 / 3});
    }
    if (device.short_time_w) {
      row.rule = Rule::power_peak;
      row.limit = device.short_time_w->low;
      row.proves = !shared[static_cast<std::size_t>(d)];
      limits.push_back({d, row, &peak, 1});
    }
    if (device.kind != DeviceKind::utility) continue;
    row.rule = Rule::power_swing;
    row.unit_one_buys = "a wider limit of swings";
    if (device.swing_limit_w) {
      row.limit = device.swing_limit_w->low;
      row.proves = knows_swings && !shared[static_cast<std::size_t>(d)];
      limits.push_back({d, row, &swing, 0, false});
    }
    if (device.ramp_w_per_s) {
      row.proves = !shared[static_cast<std::size_t>(d)];
      row.element = device.id + ", ramp";
      row.dimension = Dimension::power_ramp;
      row.limit = device.ramp_w_per_s->low;
      limits.push_back({d, row, &ramp, 0, false});
    }
  }
  const Scenario normal = scenario_with(site, choices, order, {});
  Stages stages(site, order);
  const bool pairs = site.policy.power == FaultPolicy::maintenance;
  Part part;
  part.terms.resize(choices.size());
  std::vector<Binding> binding(pairs ? limits.size() : 0);
  const auto bind = [&](const Scenario& scenario) {
    for (std::size_t i = 0; i < binding.size(); ++i) {
      binding[i].add(amounts_at(scenario, limits[i]), scenario.name, true);
    }
  };
  const auto bind_stage = [&](const Scenario& scenario, bool proves) {
    for (std::size_t i = 0; i < binding.size(); ++i) {
      if (limits[i].at_once) binding[i].add(amounts_at(scenario, limits[i]), scenario.name, proves);
    }
  };
  add_rows(limits, normal, nullptr, part);
  add_rows_of_modules(site, limits, normal, -1, 0, part);
  if (pairs) add_rows_of_modules(site, limits, normal, -1, 1, part);
  bind(normal);
  for (const int d : lost) {
    const Scenario single = scenario_with(site, choices, order, {-1, d});
    add_rows(limits, single, &normal, part);
    if (pairs) add_rows_of_modules(site, limits, single, d, 0, part);
    bind(single);
    for (const Stage& stage : stages.certain({-1, d})) {
      const Scenario meanwhile = scenario_with(site, choices, order, {-1, d}, &stage);
      const bool proves = stages.comes_with_every_plan(stage);
      add_rows(limits, meanwhile, &normal, part, &single, proves);
      if (pairs) add_rows_of_modules(site, limits, meanwhile, d, 0, part, true, proves);
      bind_stage(meanwhile, proves);
    }
  }
  for (Binding& each : binding) each.fix();
  for (const Pair& pair : maintenance_pairs(site, lost)) {
    bind(scenario_with(site, choices, order, pair));
    for (const Stage& stage : stages.certain(pair)) {
      bind_stage(scenario_with(site, choices, order, stage.order, &stage), stages.comes_with_every_plan(stage));
    }
  }
  for (std::size_t i = 0; i < binding.size(); ++i) binding[i].write(limits[i].row, part);
  add_rack_rows(site, choices, part);
  add_tap_off_rows(site, choices, part);
  add_supplied_rows(site, choices, part);
  return part;
}

}  // namespace hallplan::power
