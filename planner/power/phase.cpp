// The load of each line of a device. Racks whose circuits are line to neutral, or line to line, load the three lines
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
#include <iterator>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "planner/power/checks.hpp"
#include "planner/power/loads.hpp"
#include "planner/power/meanwhile.hpp"
#include "planner/power/phase.hpp"
#include "planner/power/tree.hpp"

namespace hallplan::power {
namespace {

constexpr double kAlike = 1 - 1e-9;  // sums of the same loads in another order

/// How many circuits one side may have: of an odd number of a dual-corded rack either side may have one more.
std::vector<int> on_a_side(const RackType& rack) {
  const int count = rack.circuits->count;
  if (rack.single_corded()) return {count};
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

/// What all racks of a group draw by branch, wherever they hang.
std::vector<Branches> drawn_by_groups(const Basics& basics) {
  std::vector<Branches> drawn(basics.loads.groups.size());
  for (std::size_t g = 0; g < drawn.size(); ++g) {
    const RackGroup& group = basics.loads.groups[g];
    std::array<int, kLines> starts{};
    for (const int r : group.racks)
      ++starts[static_cast<std::size_t>(first_line(basics.plan.racks[static_cast<std::size_t>(r)]))];
    for (std::size_t start = 0; start < kLines; ++start) {
      add(drawn[g], branches_of(rack_at(basics.site, group.type).body, static_cast<int>(start)),
          starts[start] * group.sustained_w);
    }
  }
  return drawn;
}

/// What a device's branches carry in one state, of every device; `drawn` by the groups of racks.
std::vector<Branches> branches_in(const Basics& basics, const std::vector<Branches>& drawn, const State& state) {
  const Site& site = basics.site;
  const Loads& loads = basics.loads;
  std::vector<Branches> carried(site.devices.size());
  const auto put = [&](int device, const Branches& load, double share) {
    const bool is_live = device >= 0 && state.live[static_cast<std::size_t>(device)];
    if (is_live) add(carried[static_cast<std::size_t>(device)], load, share);
    return is_live;
  };
  for (std::size_t g = 0; g < loads.groups.size(); ++g) {
    const double share = live_share(loads.groups[g].feeds, state.live);
    for (const int feed : loads.groups[g].feeds) put(feed, drawn[g], share);
  }
  for (const PlantLoad& load : loads.plant) {
    const double share = live_share(load.feeds, state.live);
    for (const int feed : load.feeds) put(feed, even(load.power_w()), share);
  }
  for (auto d = loads.order.rbegin(); d != loads.order.rend(); ++d) {
    const auto at = static_cast<std::size_t>(*d);
    if (!state.live[at]) continue;
    const bool first = site.devices[at].sharing == Sharing::first;
    const bool evens = site.devices[at].kind == DeviceKind::ups;
    Branches input;
    add(input, evens ? even(sum_of(carried[at])) : carried[at], 1 / loads.efficiency[at]);
    add(input, even(loads.recharge_w[at]), 1);
    const double share = first ? 1.0 : live_share(loads.sources[at], state.live);
    for (const int source : loads.sources[at]) {
      if (put(source, input, share) && first) break;
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

/// A limit whose lines are looked at.
struct Line {
  const Held* held = nullptr;
  std::string below;  ///< a transformer below it, whose windings spread what its lines carry; empty: none
};

/// Without `words` only what decides it. Above a transformer a line carries less than is counted here, or two carry it, as its windings are
/// joined: what is too much may be enough.
Check check_of(const Basics& basics, const State& state, const Line& line, const Branches& carried, bool words = true) {
  const Held& held = *line.held;
  const Device& device = device_at(basics.site, held.device);
  CheckSubject subject{Rule::power_phase, device.id,         scenario_of(basics.site, state, held),
                       Dimension::power,  held.limit.source, {},
                       held.limit.at};
  int worst = 0;
  for (int each = 1; each < static_cast<int>(kLines); ++each) {
    if (line_of(carried, each) > line_of(carried, worst)) worst = each;
  }
  if (words) subject.arithmetic = line_text(carried, worst);
  if (!held.limit.unknown.empty()) return undecided(std::move(subject), held.limit.unknown);
  if (!has_limit(held)) return undecided(std::move(subject), "no rating known for " + device.id);
  const double limit_w = held.limit.continuous_w / 3;
  if (words)
    subject.arithmetic += fmt::format("; limit of a line {} / 3 = {}", kw(held.limit.continuous_w), kw(limit_w));
  Check check = without_fail(
      basics.site, without_pass(at_most(std::move(subject), line_of(carried, worst), limit_w), held.unknown_load),
      state);
  const bool too_much = check.value > kept_share(basics.site) * limit_w;
  const bool shared =
      too_much && !basics.uneven_sources.empty() && least_of(basics, state, held) < value_of(state, held) * kAlike;
  if (!too_much || (line.below.empty() && !shared)) return check;
  const std::string why = line.below.empty()
                              ? held.unknown_load
                              : fmt::format("how the windings of {} spread its lines is not known", line.below);
  check.status = Status::undecided;
  check.arithmetic = why + "; " + check.arithmetic;
  check.value = check.limit = check.margin = 0;  // no known part, of which a margin would make a failure
  return check;
}

/// By device, a transformer below it that hands on an uneven load; empty where there is none.
std::vector<std::string> transformers_below(const Basics& basics, const std::vector<bool>& uneven) {
  std::vector<std::string> below(uneven.size());
  for (auto d = basics.loads.order.rbegin(); d != basics.loads.order.rend(); ++d) {
    const Device& device = device_at(basics.site, *d);
    if (!uneven[static_cast<std::size_t>(*d)] || device.kind == DeviceKind::ups) continue;
    const bool transforms = device.kind == DeviceKind::transformer;
    const std::string name = transforms ? device.id : below[static_cast<std::size_t>(*d)];
    for (const Ref& source : device.from) {
      std::string& noted = below[static_cast<std::size_t>(source.index)];
      if (noted.empty()) noted = name;
    }
  }
  return below;
}

/// Those of these limits whose devices have unevenly loaded lines.
std::vector<Line> looked_at(const Basics& basics, const std::vector<Held>& limits) {
  const std::vector<bool> uneven = uneven_devices(basics.site, basics.loads);
  const std::vector<std::string> below = transformers_below(basics, uneven);
  std::vector<Line> lines;
  for (const Held& each : limits) {
    const auto at = static_cast<std::size_t>(each.device);
    const bool has_lines = has_line_limit(device_at(basics.site, each.device));
    if (each.quantity == Quantity::sustained && has_lines && uneven[at]) lines.push_back({&each, below[at]});
  }
  return lines;
}

/// Looks at normal running and single losses first, then at pairs: of each the state in which a limit's worst line carries most.
class PhaseRule final : public PairRule {
 public:
  PhaseRule(const Basics& basics, const States& states)
      : basics_(basics),
        lines_(looked_at(basics, basics.held)),
        drawn_(drawn_by_groups(basics)),
        most_w_(lines_.size(), -1),
        worst_(lines_.size()),
        in_doubt_(lines_.size()) {
    if (lines_.empty()) return;
    look_at(states.normal);
    settle();
    for (const State& state : states.lost) look_at(state);
    for (const State& state : states.meanwhile) look_at(state);
    settle();
    look_at_modules(states);
  }

  void look_at(const State& state) override {
    if (lines_.empty()) return;
    const std::vector<Branches> carried = branches_in(basics_, drawn_, state);
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const Branches& here = carried[static_cast<std::size_t>(lines_[i].held->device)];
      const double most_w = worst_line(here);
      if (!is_certain(state)) {
        const bool too_much = most_w > kept_limit_w(basics_.site, *lines_[i].held) / 3;
        if (too_much && !in_doubt_[i]) in_doubt_[i] = check_of(basics_, state, lines_[i], here);
        continue;
      }
      if (most_w <= most_w_[i] * kAlike) continue;
      most_w_[i] = most_w;
      worst_[i] = check_of(basics_, state, lines_[i], here);
    }
  }

  void report(std::vector<Check>& out) override {
    settle();
    for (std::optional<Check>& check : in_doubt_) {
      if (!check) continue;
      const auto same = [&](const Check& each) { return each.where == check->where && each.status == Status::fail; };
      if (std::none_of(found_.begin(), found_.end(), same)) found_.push_back(std::move(*check));
    }
    std::move(found_.begin(), found_.end(), std::back_inserter(out));
  }

 private:
  void settle() {
    for (std::size_t i = 0; i < worst_.size(); ++i) {
      if (worst_[i]) found_.push_back(*std::exchange(worst_[i], std::nullopt));
      most_w_[i] /= kAlike * kAlike;  // what follows must not only look like more
    }
  }

  /// UPS without their spare modules, and where the policy asks for it with one more or with another device out of service.
  void look_at_modules(const States& states) {
    const std::vector<Branches> normal = branches_in(basics_, drawn_, states.normal);
    const auto of = [](const std::vector<Branches>& carried, const Line& line) -> const Branches& {
      return carried[static_cast<std::size_t>(line.held->device)];
    };
    for (const std::vector<Held>* limits : {&basics_.fewer, &basics_.least}) {
      for (const Line& line : looked_at(basics_, *limits)) {
        found_.push_back(check_of(basics_, states.normal, line, of(normal, line)));
      }
    }
    if (basics_.site.policy.power != FaultPolicy::maintenance) return;
    for (const Line& line : looked_at(basics_, basics_.fewer)) {
      double most_w = worst_line(of(normal, line)) / (kAlike * kAlike);
      std::optional<Check> worst;
      for (const State& state : states.lost) {
        const bool maintained =
            device_at(basics_.site, state.lost).maintained || device_at(basics_.site, line.held->device).maintained;
        const std::vector<Branches> carried = branches_in(basics_, drawn_, state);
        if (!maintained || worst_line(of(carried, line)) <= most_w * kAlike) continue;
        most_w = worst_line(of(carried, line));
        worst = check_of(basics_, state, line, of(carried, line));
      }
      if (worst) found_.push_back(*std::move(worst));
    }
  }

  const Basics& basics_;
  std::vector<Line> lines_;                     ///< of `Basics::held`
  std::vector<Branches> drawn_;                 ///< by group of racks
  std::vector<double> most_w_;                  ///< by line
  std::vector<std::optional<Check>> worst_;     ///< by line, since the last of `found_`
  std::vector<std::optional<Check>> in_doubt_;  ///< by line: too much, in a state whose times are not known
  std::vector<Check> found_;
};

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

bool has_line_limit(const Device& device) { return device.kind != DeviceKind::utility; }

void spread_uneven(const Site& site, const std::vector<int>& order, std::vector<bool>& uneven) {
  for (auto d = order.rbegin(); d != order.rend(); ++d) {
    const Device& device = device_at(site, *d);
    if (!uneven[static_cast<std::size_t>(*d)] || device.kind == DeviceKind::ups) continue;
    for (const Ref& source : device.from) uneven[static_cast<std::size_t>(source.index)] = true;
  }
}

std::unique_ptr<PairRule> phase_rule(const Basics& basics, const States& states) {
  return std::make_unique<PhaseRule>(basics, states);
}

void check_phases_in(const Basics& basics, const State& state, bool deciding, std::vector<Check>& out) {
  const std::vector<Line> lines = looked_at(basics, basics.held);
  if (lines.empty()) return;
  const std::vector<Branches> carried = branches_in(basics, drawn_by_groups(basics), state);
  const auto made = [&](const Line& line, bool words) {
    return check_of(basics, state, line, carried[static_cast<std::size_t>(line.held->device)], words);
  };
  const auto used = [](const Check& check) { return check.limit > 0 ? check.value / check.limit : 0.0; };
  const auto rank = [&](const Check& check) {
    return std::tuple(check.status == Status::fail, check.status == Status::undecided, used(check));
  };
  const Line* most = nullptr;
  std::tuple<bool, bool, double> most_rank;
  for (const Line& line : lines) {
    if (!state.live[static_cast<std::size_t>(line.held->device)]) continue;
    if (!deciding) {
      out.push_back(made(line, true));
      continue;
    }
    const auto own = rank(made(line, false));
    if (most != nullptr && own <= most_rank) continue;
    most = &line;
    most_rank = own;
  }
  if (most != nullptr) out.push_back(made(*most, true));
}

}  // namespace hallplan::power
