// Devices against their ratings.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>

#include "planner/power/checks.hpp"
#include "planner/power/meanwhile.hpp"
#include "planner/power/tree.hpp"

namespace hallplan::power {

Rule rule_of(DeviceKind kind) {
  switch (kind) {
    case DeviceKind::utility:
      return Rule::power_utility;
    case DeviceKind::generator:
      return Rule::power_generator;
    case DeviceKind::transformer:
      return Rule::power_transformer;
    case DeviceKind::switchboard:
      return Rule::power_switchboard;
    case DeviceKind::ups:
      return Rule::power_ups;
    case DeviceKind::busway:
      return Rule::power_busway;
    case DeviceKind::pdu:
      return Rule::power_pdu;
  }
  return Rule::power_switchboard;
}

namespace {

/// For each limit the loss after which its device carries most; null where no loss makes it carry more. Of losses that do so
/// alike the one nearest to the racks: the smallest cause.
/// One whose times are not known hides none that is certain: see `worst_in_doubt`.
std::vector<const State*> worst_losses(const Basics& basics, const States& states) {
  constexpr double kAlike = 1 - 1e-9;  // sums of the same loads in another order
  std::vector<const State*> worst(basics.held.size(), nullptr);
  std::vector<double> most_w;
  for (const Held& held : basics.held) {
    most_w.push_back(value_of(states.normal, held) / (kAlike * kAlike));  // not counting what only looks like more
  }
  const auto look_at = [&](const State& state) {
    for (std::size_t i = 0; i < basics.held.size(); ++i) {
      const double value_w = value_of(state, basics.held[i]);
      if (value_w <= most_w[i] * kAlike) continue;
      worst[i] = &state;
      most_w[i] = value_w;
    }
  };
  std::for_each(states.lost.begin(), states.lost.end(), look_at);
  for (const State& state : states.meanwhile) {
    if (is_certain(state)) look_at(state);
  }
  return worst;
}

/// Of the states whose times are not known the one that puts most on a limit's device, beyond the limit; null where none does, or where a
/// state that is certain (`certain_w`) exceeds it already.
const State* worst_in_doubt(const Site& site, const Held& held, const States& states, double certain_w) {
  const State* worst = nullptr;
  double most_w = kept_limit_w(site, held);
  if (certain_w > most_w) return nullptr;
  for (const State& state : states.meanwhile) {
    if (is_certain(state) || value_of(state, held) <= most_w) continue;
    worst = &state;
    most_w = value_of(state, held);
  }
  return worst;
}

/// The limit that uses most of itself, of those whose load is known, or not; null when there is none.
const Held* most_used(const Basics& basics, const State& state, bool known) {
  const Held* most = nullptr;
  double most_share = -1;
  for (const Held& held : basics.held) {
    if (!state.live[static_cast<std::size_t>(held.device)] || !has_limit(held)) continue;
    if (held.unknown_load.empty() != known) continue;
    const double value_w = value_of(state, held);
    const double share = value_w > 0 ? value_w / held.limit.continuous_w : 0;
    if (share <= most_share) continue;
    most = &held;
    most_share = share;
  }
  return most;
}

}  // namespace

std::string scenario_of(const Site& site, const State& state, const Held& held) {
  if (held.modules.empty()) return scenario_of(site, state);
  if (state.meanwhile) return fmt::format("{}, {}", held.modules, scenario_of(site, state));
  return state.lost < 0 ? held.modules : fmt::format("{} out, {}", device_at(site, state.lost).id, held.modules);
}

bool has_limit(const Held& held) { return held.limit.unknown.empty() && !std::isinf(held.limit.continuous_w); }

double value_of(const State& state, const Held& held) {
  const auto at = static_cast<std::size_t>(held.device);
  return held.quantity == Quantity::peak ? state.peak_w[at] : state.output_w[at];
}

Check check_in(const Basics& basics, const State& state, const Held& held) {
  const Device& device = device_at(basics.site, held.device);
  CheckSubject subject;
  subject.rule = held.quantity == Quantity::peak ? Rule::power_peak : rule_of(device.kind);
  subject.where = device.id;
  subject.scenario = scenario_of(basics.site, state, held);
  subject.dimension = Dimension::power;
  subject.source = held.limit.source;
  subject.at = held.limit.at;
  subject.arithmetic = load_text(basics.site, basics.loads, state, held.device, held.quantity);
  const double over_w = value_of(state, held) - held.limit.continuous_w;
  const bool known_is_too_little = held.limit.continuous_w > 0 && over_w > 0;
  if (!held.limit.unknown.empty() && !known_is_too_little) return undecided(std::move(subject), held.limit.unknown);
  if (std::isinf(held.limit.continuous_w)) return undecided(std::move(subject), "no rating known for " + device.id);
  subject.arithmetic += "; limit " + held.limit.arithmetic;
  if (state.meanwhile && is_certain(state)) {
    subject.arithmetic +=
        fmt::format("; for {:.4g} s after the loss: {}", state.meanwhile->seconds, state.meanwhile->words);
  }
  Check check = at_most(std::move(subject), value_of(state, held), held.limit.continuous_w);
  const bool two = state.out >= 0 || (state.lost >= 0 && !held.modules.empty());
  if (two && check.status == Status::fail) check.arithmetic += fmt::format("; {} too much", kw(over_w));
  check = without_pass(std::move(check), held.unknown_load);
  return without_fail(basics.site, without_shares(basics, std::move(check), held, state), state);
}

Check without_shares(const Basics& basics, Check check, const Held& held, const State& state) {
  constexpr double kMore = 1 + 1e-9;  // sums of the same loads in another order
  const double kept_w = kept_share(basics.site) * check.limit * kMore;
  if (basics.uneven_sources.empty() || check.value <= kept_w || least_of(basics, state, held) > kept_w) return check;
  if (check.status != Status::undecided) check.arithmetic = held.unknown_load + "; " + check.arithmetic;
  check.status = Status::undecided;
  check.value = check.limit = check.margin = 0;  // no known part, of which a margin would make a failure
  return check;
}

Check without_pass(Check check, const std::string& unknown) {
  if (unknown.empty() || check.status != Status::pass) return check;
  check.status = Status::undecided;
  check.arithmetic = unknown + "; " + check.arithmetic;
  return check;
}

std::vector<Held> held_limits(const Basics& basics) {
  const Site& site = basics.site;
  const std::vector<std::string> sustained = unknown_loads(basics, Quantity::sustained);
  const std::vector<std::string> peak = unknown_loads(basics, Quantity::peak);
  std::vector<Held> held;
  for (const int d : basics.losses) {
    const Device& device = device_at(site, d);
    held.push_back({d, Quantity::sustained, limit_of(site, device), sustained[static_cast<std::size_t>(d)], {}});
    if (!device.short_time_w) continue;
    const Value& rating = *device.short_time_w;
    Limit limit{rating.low, rating.at, source_of(rating), kw(rating.low) + " short-time", {}};
    held.push_back({d, Quantity::peak, std::move(limit), peak[static_cast<std::size_t>(d)], {}});
  }
  return held;
}

bool leaves_modules(const Device& device, int more) { return device.modules > device.spare_modules + more; }

std::string modules_lost(const Device& device, bool one_out) {
  const std::string out = one_out ? fmt::format("1 module of {} out, ", device.id) : "";
  const int lost = device.spare_modules;
  if (one_out) return fmt::format("{}{} lost", out, lost);
  return fmt::format("{} module{} of {} lost", lost, lost == 1 ? "" : "s", device.id);
}

std::vector<Held> with_fewer_modules(const Site& site, const std::vector<Held>& held, bool one_out) {
  std::vector<Held> fewer;
  for (const Held& full : held) {
    const Device& device = device_at(site, full.device);
    if (device.spare_modules == 0 || full.quantity != Quantity::sustained) continue;
    if (one_out && (!device.maintained || !leaves_modules(device, 1))) continue;
    fewer.push_back(full);
    fewer.back().limit = limit_of(site, device, device.spare_modules + (one_out ? 1 : 0));
    fewer.back().modules = modules_lost(device, one_out);
  }
  return fewer;
}

void check_devices(const Basics& basics, const States& states, std::vector<Check>& out) {
  const std::vector<const State*> worst = worst_losses(basics, states);
  for (std::size_t i = 0; i < basics.held.size(); ++i) {
    out.push_back(check_in(basics, states.normal, basics.held[i]));
    if (worst[i] != nullptr) out.push_back(check_in(basics, *worst[i], basics.held[i]));
    const State& most = worst[i] != nullptr ? *worst[i] : states.normal;
    const State* const in_doubt = worst_in_doubt(basics.site, basics.held[i], states, value_of(most, basics.held[i]));
    if (in_doubt != nullptr) out.push_back(check_in(basics, *in_doubt, basics.held[i]));
  }
  for (const Held& held : basics.fewer) out.push_back(check_in(basics, states.normal, held));
}

void check_devices_in(const Basics& basics, const State& state, bool deciding, std::vector<Check>& out) {
  const auto lives = [&](const Held& held) { return state.live[static_cast<std::size_t>(held.device)]; };
  if (!deciding) {
    for (const Held& held : basics.held) {
      if (lives(held)) out.push_back(check_in(basics, state, held));
    }
    return;
  }
  for (const bool known : {true, false}) {
    const Held* most = most_used(basics, state, known);
    if (most != nullptr) out.push_back(check_in(basics, state, *most));
  }
  const auto open =
      std::find_if(basics.held.begin(), basics.held.end(), [&](const Held& h) { return lives(h) && !has_limit(h); });
  if (open != basics.held.end()) out.push_back(check_in(basics, state, *open));
}

}  // namespace hallplan::power
