// Devices against their ratings.
#include <fmt/format.h>

#include <cmath>
#include <cstddef>
#include <utility>

#include "planner/power/checks.hpp"
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

/// For each device, the plant that may draw from it and whose power nobody gives; empty when all is known.
std::vector<std::string> unknown_loads(const Site& site) {
  std::vector<std::string> reasons(site.devices.size());
  for (const PlantLoad& load : plant_loads(site)) {
    if (load.unit_w) continue;
    for (const int feed : load.feeds) {
      reasons[static_cast<std::size_t>(feed)] = fmt::format("no power known for {} ({})", load.type, load.name);
    }
  }
  const std::vector<int> order = sources_first(site);
  for (auto d = order.rbegin(); d != order.rend(); ++d) {
    const std::string& reason = reasons[static_cast<std::size_t>(*d)];
    if (reason.empty()) continue;
    for (const Ref& source : device_at(site, *d).from) reasons[static_cast<std::size_t>(source.index)] = reason;
  }
  return reasons;
}

/// A load that is only known in part can fail, but it cannot pass.
Check without_pass(Check check, const std::string& unknown) {
  if (unknown.empty() || check.status != Status::pass) return check;
  check.status = Status::undecided;
  check.arithmetic = unknown + "; " + check.arithmetic;
  return check;
}

/// One limit of one device, and what is missing to decide it.
struct Held {
  int device = -1;
  Quantity quantity = Quantity::sustained;
  Limit limit;
  std::string unknown_load;
};

double value_of(const State& state, const Held& held) {
  const auto at = static_cast<std::size_t>(held.device);
  return held.quantity == Quantity::peak ? state.peak_w[at] : state.output_w[at];
}

Check check_in(const Site& site, const Plan& plan, const State& state, const Held& held) {
  const Device& device = device_at(site, held.device);
  CheckSubject subject;
  subject.rule = held.quantity == Quantity::peak ? Rule::power_peak : rule_of(device.kind);
  subject.where = device.id;
  subject.scenario = scenario_of(site, state);
  subject.dimension = Dimension::power;
  subject.source = held.limit.source;
  subject.at = held.limit.at;
  subject.arithmetic = load_text(site, plan, state, held.device, held.quantity);
  if (!held.limit.unknown.empty()) return undecided(std::move(subject), held.limit.unknown);
  if (std::isinf(held.limit.continuous_w)) return undecided(std::move(subject), "no rating known for " + device.id);
  subject.arithmetic += "; limit " + held.limit.arithmetic;
  return without_pass(at_most(std::move(subject), value_of(state, held), held.limit.continuous_w), held.unknown_load);
}

/// Normal running, and the loss after which the device carries most, where one makes it carry more. Of losses that do so alike
/// the one nearest to the racks is named: the smallest cause.
void check_held(const Site& site, const Plan& plan, const States& states, const Held& held, std::vector<Check>& out) {
  constexpr double kAlike = 1 - 1e-9;  // sums of the same loads in another order
  out.push_back(check_in(site, plan, states.normal, held));
  const State* worst = nullptr;
  double most_w = value_of(states.normal, held) / (kAlike * kAlike);  // not counting what only looks like more
  for (const State& state : states.lost) {
    if (value_of(state, held) <= most_w * kAlike) continue;
    worst = &state;
    most_w = value_of(state, held);
  }
  if (worst != nullptr) out.push_back(check_in(site, plan, *worst, held));
}

}  // namespace

void check_devices(const Site& site, const Plan& plan, const States& states, std::vector<Check>& out) {
  const std::vector<std::string> unknown = unknown_loads(site);
  for (const State& state : states.lost) {
    const Device& device = device_at(site, state.lost);
    const std::string& reason = unknown[static_cast<std::size_t>(state.lost)];
    check_held(site, plan, states, {state.lost, Quantity::sustained, limit_of(site, device), reason}, out);
    if (!device.short_time_w) continue;
    const Value& rating = *device.short_time_w;
    Limit limit{rating.low, rating.at, source_of(rating), kw(rating.low) + " short-time", {}};
    check_held(site, plan, states, {state.lost, Quantity::peak, std::move(limit), reason}, out);
  }
}

}  // namespace hallplan::power
