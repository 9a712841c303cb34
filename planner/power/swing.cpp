// How far, and how fast, the load of a utility may change at once: the racks of one training job rise and fall together.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/power/checks.hpp"
#include "planner/power/loads.hpp"
#include "planner/power/meanwhile.hpp"
#include "planner/power/tree.hpp"

namespace hallplan::power {
namespace {

/// What of one kind is counted, of one rack: all that it may be, and what of it is known.
struct Counted {
  double most = 0;
  double known = 0;
  std::string words;       ///< "(100 kW - 20 kW)", "2 kW/s"
  std::string unknown;     ///< "no idle power known for test-compute"
  bool only_idle = false;  ///< that is all that is not known: `most` bounds it
};

using CountedOf = Counted (*)(const Site&, const Product<RackType>&);

/// From idle to the sustained level. Without an idle power at most all of it.
Counted swing_of(const Site& site, const Product<RackType>& rack) {
  const double sustained_w = rack_w(site, rack.body);
  if (!rack.body.power.idle_w) {
    const std::string no_most = unknown_power(site, rack);
    return {sustained_w, 0, kw(sustained_w), no_most.empty() ? "no idle power known for " + rack.id : no_most,
            no_most.empty()};
  }
  const double idle_w = rack.body.power.idle_w->low;
  const double swing_w = std::max(0.0, sustained_w - idle_w);
  return {swing_w, swing_w, fmt::format("({} - {})", kw(sustained_w), kw(idle_w)), unknown_power(site, rack), false};
}

std::string per_second(double w_per_s) { return fmt::format("{:.6g} kW/s", w_per_s / 1e3); }

/// Without a ramp nothing is known of it.
Counted ramp_of(const Site&, const Product<RackType>& rack) {
  if (!rack.body.power.ramp_w_per_s) return {0, 0, "?", "no ramp known for " + rack.id, false};
  const double ramp = rack.body.power.ramp_w_per_s->high;
  return {ramp, ramp, per_second(ramp), {}, false};
}

/// The tree with what is counted in place of power: `output_w` of a state is then all it may be, `peak_w` what of it is known.
Loads counted_loads(const Basics& basics, CountedOf counted) {
  Loads loads = basics.loads;
  for (PlantLoad& plant : loads.plant) plant.unit_w = 0;
  std::fill(loads.recharge_w.begin(), loads.recharge_w.end(), 0.0);
  for (RackGroup& group : loads.groups) {
    const Counted one = counted(basics.site, rack_at(basics.site, group.type));
    group.sustained_w = one.most;
    group.peak_w = one.known;
  }
  return loads;
}

struct Kind {
  CountedOf counted;
  Dimension dimension;
  MaybeValue Device::*limit;
};

constexpr Kind kKinds[] = {{swing_of, Dimension::power, &Device::swing_limit_w},
                           {ramp_of, Dimension::power_ramp, &Device::ramp_w_per_s}};

std::string shown(Dimension dimension, double si) { return dimension == Dimension::power ? kw(si) : per_second(si); }

/// "4 x test-compute x (100 kW - 20 kW) = 320 kW at the racks, 333.333 kW here"
std::string text_of(const Basics& basics, const Kind& kind, double here) {
  std::map<int, std::size_t> counts;
  for (const RackGroup& group : basics.loads.groups) counts[group.type] += group.racks.size();
  std::vector<std::string> terms;
  double sum = 0;
  for (const auto& [type, count] : counts) {
    const Counted one = kind.counted(basics.site, rack_at(basics.site, type));
    terms.push_back(fmt::format("{} x {} x {}", count, rack_at(basics.site, type).id, one.words));
    sum += static_cast<double>(count) * one.most;
  }
  return fmt::format("{} = {} at all racks, {} here through the losses above them",
                     terms.empty() ? "no racks" : join(terms, " + "), shown(kind.dimension, sum),
                     shown(kind.dimension, here));
}

/// What is not known of what swings at each device, by index; empty where all is known. A missing idle power is bounded by all of the rack's
/// power and stands apart.
struct Unknown {
  std::vector<std::string> unbounded;
  std::vector<std::string> no_idle;
};

void note(std::string& noted, const std::string& reason) {
  if (noted.empty()) noted = reason;
}

/// Of the racks whose load a device may carry, and of the losses and shares on their way to it.
Unknown unknown_of(const Basics& basics, const Kind& kind) {
  const Loads& loads = basics.loads;
  const std::size_t count = basics.site.devices.size();
  Unknown unknown{std::vector<std::string>(count), std::vector<std::string>(count)};
  std::vector<bool> carries(count, false);
  for (const RackGroup& group : loads.groups) {
    const Product<RackType>& rack = rack_at(basics.site, group.type);
    const Counted one = kind.counted(basics.site, rack);
    for (const int feed : group.feeds) {
      if (feed < 0) continue;
      const auto at = static_cast<std::size_t>(feed);
      carries[at] = true;
      note((one.only_idle ? unknown.no_idle : unknown.unbounded)[at], one.unknown);
      note(unknown.unbounded[at], unknown_cords(rack));
    }
  }
  for (auto d = loads.order.rbegin(); d != loads.order.rend(); ++d) {
    const auto at = static_cast<std::size_t>(*d);
    if (!carries[at]) continue;
    const Device& device = basics.site.devices[at];
    const std::string shares = unknown_shares(basics.site, device);
    for (const int source : loads.sources[at]) {
      const auto above = static_cast<std::size_t>(source);
      carries[above] = true;
      note(unknown.no_idle[above], unknown.no_idle[at]);
      for (const std::string& reason : {unknown.unbounded[at], unknown_efficiency(basics.site, device), shares}) {
        note(unknown.unbounded[above], reason);
      }
    }
  }
  return unknown;
}

Check swing_in(const Basics& basics, const Kind& kind, const Unknown& unknown, const State& state, int utility) {
  constexpr double kMore = 1 + 1e-9;  // sums of the same loads in another order
  const Device& device = device_at(basics.site, utility);
  const Value& limit = *(device.*kind.limit);
  const auto at = static_cast<std::size_t>(utility);
  CheckSubject subject{Rule::power_swing,
                       kind.dimension == Dimension::power ? device.id : device.id + ", ramp",
                       scenario_of(basics.site, state),
                       kind.dimension,
                       source_of(limit),
                       text_of(basics, kind, state.output_w[at]),
                       limit.at};
  // What is not known must not decide, nor by the owner's margin, which is taken off later.
  const double kept = kept_share(basics.site) * limit.low * kMore;
  const std::string& unbounded = unknown.unbounded[at];
  const std::string& reason = unbounded.empty() ? unknown.no_idle[at] : unbounded;
  if (reason.empty()) return at_most(std::move(subject), state.output_w[at], limit.low);
  if (state.peak_w[at] > kept) {
    Check known = at_most(std::move(subject), state.peak_w[at], limit.low);
    known.arithmetic += fmt::format("; {}; what is known alone is {} here", reason, shown(kind.dimension, known.value));
    return known;
  }
  if (unbounded.empty() && state.output_w[at] <= kept) {  // even from nothing to all
    return at_most(std::move(subject), state.output_w[at], limit.low);
  }
  return undecided(std::move(subject), reason);
}

/// Of one utility with a limit: the state in which it swings most, of those beyond normal running.
struct Swinging {
  int utility = -1;
  double most = 0;
  std::optional<State> worst;
};

void check_kind(const Basics& basics, const Kind& kind, std::vector<Check>& out) {
  std::vector<Swinging> all;
  for (const int d : basics.losses) {
    const Device& device = device_at(basics.site, d);
    if (device.kind == DeviceKind::utility && device.*kind.limit) all.push_back({d, 0, {}});
  }
  if (all.empty()) return;
  const Loads loads = counted_loads(basics, kind.counted);
  const State normal = simulate(basics.site, loads, -1);
  const auto look_at = [&](const State& state, Swinging& each) {
    const double value = state.output_w[static_cast<std::size_t>(each.utility)];
    if (value <= each.most) return;
    each.most = value * (1 + 1e-9);
    each.worst = state;
  };
  for (Swinging& each : all) each.most = normal.output_w[static_cast<std::size_t>(each.utility)] * (1 + 1e-9);
  const auto look_after = [&](int lost, int gone) {
    const State state = simulate(basics.site, loads, lost, gone);
    for (Swinging& each : all) look_at(state, each);
  };
  for (const int lost : basics.losses) look_after(lost, -1);
  for (const Pair& pair : maintenance_pairs(basics.site, basics.losses)) look_after(pair.lost, pair.out);
  const Unknown unknown = unknown_of(basics, kind);
  for (const Swinging& each : all) {
    out.push_back(swing_in(basics, kind, unknown, normal, each.utility));
    if (each.worst) out.push_back(swing_in(basics, kind, unknown, *each.worst, each.utility));
  }
}

}  // namespace

double most_swing_w(const Site& site, const Product<RackType>& rack) { return swing_of(site, rack).most; }

double most_ramp_w_per_s(const Site& site, const Product<RackType>& rack) { return ramp_of(site, rack).most; }

void check_swing(const Basics& basics, std::vector<Check>& out) {
  for (const Kind& kind : kKinds) check_kind(basics, kind, out);
}

}  // namespace hallplan::power
