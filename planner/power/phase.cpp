// The load of each line of a busway or PDU. Racks whose circuits are line to neutral, or line to line, load the three lines
// evenly only where each side has a multiple of three of them.
//
// Lines are counted in watts, so that no voltage is needed: line current x line-to-neutral voltage x power factor. A line's limit is
// then a third of the device's, since sqrt(3) V I pf = 3 x (V / sqrt(3)) I pf. All loads have one power factor, so currents add as
// phasors turned by the same angle: of line a the load to neutral lies along V_a, the loads from a to its neighbours 30 degrees to
// either side of it. With currents I_an, I_ab and I_ca of the branches
//   I_a^2 = (I_an + sqrt(3)/2 (I_ab + I_ca))^2 + (I_ab - I_ca)^2 / 4,
// without load to neutral the line current of an unbalanced delta, I_a^2 = I_ab^2 + I_ca^2 + I_ab I_ca (any text on three-phase circuits:
// I_a = I_ab - I_ca, 120 degrees apart). In watts, with I_ab = P_ab / (V pf) and I_an = P_an sqrt(3) / (V pf):
//   P_a^2 = (P_an + (P_ab + P_ca) / 2)^2 + (P_ab - P_ca)^2 / 12.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <tuple>
#include <utility>

#include "planner/power/checks.hpp"
#include "planner/power/loads.hpp"
#include "planner/power/phase.hpp"
#include "planner/power/tree.hpp"

namespace hallplan::power {
namespace {

constexpr double kAlike = 1 - 1e-9;  // sums of the same loads in another order

/// How many circuits one side may have: of an odd number of a dual-corded rack either side may have one more.
std::vector<int> on_a_side(const RackType& rack) {
  const int count = rack.circuits->count;
  if (rack.cords < 2) return {count};
  return count / 2 < 1 ? std::vector<int>{1} : std::vector<int>{count / 2, (count + 1) / 2};
}

void add(Branches& to, const Branches& from, double factor) {
  for (std::size_t i = 0; i < kLines; ++i) {
    to.neutral[i] += factor * from.neutral[i];
    to.line[i] += factor * from.line[i];
  }
}

double sum_of(const Branches& branches) {
  double sum = 0;
  for (std::size_t i = 0; i < kLines; ++i) sum += branches.neutral[i] + branches.line[i];
  return sum;
}

Branches even(double total) { return {{total / 3, total / 3, total / 3}, {}}; }

/// Devices below which circuits load the lines unevenly, and that hand this on. A double-converting UPS draws evenly.
std::vector<bool> uneven_devices(const Site& site, const Loads& loads) {
  std::vector<bool> uneven(site.devices.size(), false);
  for (const RackGroup& group : loads.groups) {
    if (is_balanced(rack_at(site, group.type).body)) continue;
    for (const int feed : group.feeds) {
      if (feed >= 0) uneven[static_cast<std::size_t>(feed)] = true;
    }
  }
  spread_uneven(site, loads.order, uneven);
  return uneven;
}

/// What a device's branches carry in one state, of every device.
std::vector<Branches> branches_in(const Basics& basics, const State& state) {
  const Site& site = basics.site;
  const Loads& loads = basics.loads;
  std::vector<Branches> carried(site.devices.size());
  for (const RackGroup& group : loads.groups) {
    const double share = live_share(group.feeds, state.live);
    if (share <= 0) continue;
    std::array<int, kLines> starts{};
    for (const int r : group.racks)
      ++starts[static_cast<std::size_t>(first_line(basics.plan.racks[static_cast<std::size_t>(r)]))];
    for (std::size_t start = 0; start < kLines; ++start) {
      const Branches one = branches_of(rack_at(site, group.type).body, static_cast<int>(start));
      for (const int feed : group.feeds) {
        if (feed < 0 || !state.live[static_cast<std::size_t>(feed)]) continue;
        add(carried[static_cast<std::size_t>(feed)], one, starts[start] * share * group.sustained_w);
      }
    }
  }
  for (const PlantLoad& load : loads.plant) {
    const double share = live_share(load.feeds, state.live);
    for (const int feed : load.feeds) {
      if (state.live[static_cast<std::size_t>(feed)])
        add(carried[static_cast<std::size_t>(feed)], even(1), share * load.power_w());
    }
  }
  for (auto d = loads.order.rbegin(); d != loads.order.rend(); ++d) {
    const auto at = static_cast<std::size_t>(*d);
    if (!state.live[at]) continue;
    const Branches drawn = site.devices[at].kind == DeviceKind::ups ? even(sum_of(carried[at])) : carried[at];
    std::vector<int> sources = loads.sources[at];
    std::sort(sources.begin(), sources.end());
    sources.erase(std::unique(sources.begin(), sources.end()), sources.end());
    for (const int source : sources) {
      add(carried[static_cast<std::size_t>(source)], drawn,
          share_from(site, loads, *d, source, state.live) / loads.efficiency[at]);
    }
  }
  return carried;
}

std::string watts_of(const std::array<double, kLines>& watts) {
  return fmt::format("{}, {}, {}", kw(watts[0]), kw(watts[1]), kw(watts[2]));
}

/// How the worst line adds up.
std::string line_text(const Branches& carried, int line) {
  const bool between = std::any_of(carried.line.begin(), carried.line.end(), [](double watts) { return watts > 0; });
  std::string words = fmt::format("to neutral L1, L2, L3: {}", watts_of(carried.neutral));
  if (!between) return words;
  const auto at = static_cast<std::size_t>(line);
  const double next = carried.line[at];
  const double before = carried.line[(at + 2) % kLines];
  return words + fmt::format("; L1-L2, L2-L3, L3-L1: {}; L{} = sqrt(({} + ({} + {}) / 2)^2 + ({} - {})^2 / 12) = {}",
                             watts_of(carried.line), line + 1, kw(carried.neutral[at]), kw(next), kw(before), kw(next),
                             kw(before), kw(line_of(carried, line)));
}

Check check_of(const Basics& basics, const State& state, const Held& held, const Branches& carried) {
  const Device& device = device_at(basics.site, held.device);
  CheckSubject subject{Rule::power_phase, device.id,         scenario_of(basics.site, state),
                       Dimension::power,  held.limit.source, {},
                       held.limit.at};
  int worst = 0;
  for (int line = 1; line < static_cast<int>(kLines); ++line) {
    if (line_of(carried, line) > line_of(carried, worst)) worst = line;
  }
  subject.arithmetic = line_text(carried, worst);
  if (!held.limit.unknown.empty()) return undecided(std::move(subject), held.limit.unknown);
  if (!has_limit(held)) return undecided(std::move(subject), "no rating known for " + device.id);
  const double limit_w = held.limit.continuous_w / 3;
  subject.arithmetic += fmt::format("; limit of a line {} / 3 = {}", kw(held.limit.continuous_w), kw(limit_w));
  return without_pass(at_most(std::move(subject), line_of(carried, worst), limit_w), held.unknown_load);
}

/// Busways and PDUs with unevenly loaded lines, by their place in `Basics::held`.
std::vector<std::size_t> looked_at(const Basics& basics) {
  const std::vector<bool> uneven = uneven_devices(basics.site, basics.loads);
  std::vector<std::size_t> held;
  for (std::size_t i = 0; i < basics.held.size(); ++i) {
    const Held& each = basics.held[i];
    const bool has_lines = has_line_limit(device_at(basics.site, each.device));
    if (each.quantity == Quantity::sustained && has_lines && uneven[static_cast<std::size_t>(each.device)])
      held.push_back(i);
  }
  return held;
}

/// The state in which a limit's worst line carries most.
struct Worst {
  double most_w = 0;
  std::vector<Check> check;  ///< one, or none yet
};

void look_at(const Basics& basics, const std::vector<std::size_t>& devices, const State& state,
             std::vector<Worst>& worst) {
  const std::vector<Branches> carried = branches_in(basics, state);
  for (std::size_t i = 0; i < devices.size(); ++i) {
    const Held& held = basics.held[devices[i]];
    const Branches& here = carried[static_cast<std::size_t>(held.device)];
    const double most_w = worst_line(here);
    if (most_w <= worst[i].most_w * kAlike) continue;
    worst[i].most_w = most_w;
    worst[i].check.assign(1, check_of(basics, state, held, here));
  }
}

void report(std::vector<Worst>& worst, std::vector<Check>& out) {
  for (Worst& each : worst) {
    out.insert(out.end(), each.check.begin(), each.check.end());
    each.check.clear();
    each.most_w /= kAlike * kAlike;  // what follows must not only look like more
  }
}

}  // namespace

bool is_balanced(const RackType& rack) {
  if (!rack.circuits || rack.circuits->phases == 3) return true;
  const std::vector<int> counts = on_a_side(rack);
  return std::all_of(counts.begin(), counts.end(), [](int count) { return count % 3 == 0; });
}

Branches branches_of(const RackType& rack, int start) {
  if (is_balanced(rack)) return even(1);
  Branches most;
  std::array<double, kLines>& branches = rack.circuits->phases == 1 ? most.neutral : most.line;
  for (const int count : on_a_side(rack)) {
    std::array<int, kLines> circuits{};
    for (int c = 0; c < count; ++c) ++circuits[static_cast<std::size_t>(start + c) % kLines];
    for (std::size_t i = 0; i < kLines; ++i) branches[i] = std::max(branches[i], 1.0 * circuits[i] / count);
  }
  return most;
}

double line_of(const Branches& carried, int line) {
  const auto at = static_cast<std::size_t>(line);
  const double next = carried.line[at];
  const double before = carried.line[(at + 2) % kLines];
  return std::hypot(carried.neutral[at] + (next + before) / 2, (next - before) / std::sqrt(12.0));
}

double worst_line(const Branches& carried) {
  return std::max({line_of(carried, 0), line_of(carried, 1), line_of(carried, 2)});
}

int first_line(const Placement& rack) { return rack.slot < 0 ? 0 : rack.slot % static_cast<int>(kLines); }

bool has_line_limit(const Device& device) {
  return device.kind == DeviceKind::busway || device.kind == DeviceKind::pdu;
}

void spread_uneven(const Site& site, const std::vector<int>& order, std::vector<bool>& uneven) {
  for (auto d = order.rbegin(); d != order.rend(); ++d) {
    const Device& device = device_at(site, *d);
    if (!uneven[static_cast<std::size_t>(*d)] || device.kind == DeviceKind::ups) continue;
    for (const Ref& source : device.from) uneven[static_cast<std::size_t>(source.index)] = true;
  }
}

void check_phases(const Basics& basics, const States& states, std::vector<Check>& out) {
  const std::vector<std::size_t> devices = looked_at(basics);
  if (devices.empty()) return;
  std::vector<Worst> worst(devices.size());
  for (Worst& each : worst) each.most_w = -1;
  look_at(basics, devices, states.normal, worst);
  report(worst, out);
  for (const State& state : states.lost) look_at(basics, devices, state, worst);
  report(worst, out);
  for (const Pair& pair : maintenance_pairs(basics.site, basics.losses)) {
    look_at(basics, devices, simulate(basics.site, basics.loads, pair.lost, pair.out), worst);
  }
  report(worst, out);
}

void check_phases_in(const Basics& basics, const State& state, bool deciding, std::vector<Check>& out) {
  const std::vector<std::size_t> devices = looked_at(basics);
  if (devices.empty()) return;
  const std::vector<Branches> carried = branches_in(basics, state);
  std::vector<Check> checks;
  for (const std::size_t i : devices) {
    const Held& held = basics.held[i];
    const auto at = static_cast<std::size_t>(held.device);
    if (state.live[at]) checks.push_back(check_of(basics, state, held, carried[at]));
  }
  if (!deciding) {
    out.insert(out.end(), checks.begin(), checks.end());
    return;
  }
  const auto used = [](const Check& check) { return check.limit > 0 ? check.value / check.limit : 0.0; };
  const auto rank = [&](const Check& check) {
    return std::tuple(check.status == Status::fail, check.status == Status::undecided, used(check));
  };
  const auto most =
      std::max_element(checks.begin(), checks.end(), [&](const Check& a, const Check& b) { return rank(a) < rank(b); });
  if (most != checks.end()) out.push_back(*most);
}

}  // namespace hallplan::power
