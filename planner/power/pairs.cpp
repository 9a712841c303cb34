// Two losses together: one device out of service for maintenance, another that fails meanwhile.
#include <algorithm>
#include <cstddef>
#include <optional>

#include "planner/power/checks.hpp"
#include "planner/power/loads.hpp"
#include "planner/power/meanwhile.hpp"
#include "planner/power/tree.hpp"

namespace hallplan::power {
namespace {

constexpr double kAlike = 1 - 1e-9;  // sums of the same loads in another order

/// The state that puts most on a limit's device, of those that put more on it than `most_w`.
struct Worst {
  Pair pair;
  std::optional<State> meanwhile;  ///< where it is none that the pair ends in
  double most_w = 0;

  [[nodiscard]] bool found() const { return pair.lost >= 0; }
  void look_at(const State& state, const Held& held) {
    const double value_w = value_of(state, held);
    if (value_w <= most_w * kAlike) return;
    pair = {state.out, state.lost};
    meanwhile = state.meanwhile ? std::optional(state) : std::nullopt;
    most_w = value_w;
  }
};

/// Of each limit the most that any of the states puts on it; not counting what only looks like more.
std::vector<Worst> beyond(const std::vector<Held>& held, const State& normal, const std::vector<State>& singles,
                          const std::vector<State>& meanwhile) {
  std::vector<Worst> worst;
  worst.reserve(held.size());
  for (const Held& each : held) {
    double most_w = value_of(normal, each);
    for (const State& state : singles) most_w = std::max(most_w, value_of(state, each));
    for (const State& state : meanwhile) {
      if (is_certain(state)) most_w = std::max(most_w, value_of(state, each));
    }
    worst.push_back({{}, {}, most_w / (kAlike * kAlike)});
  }
  return worst;
}

/// Of states whose times are not known those that put more on a device than its limit, and than those of single losses do.
std::vector<Worst> in_doubt(const Site& site, const std::vector<Held>& held, const std::vector<State>& meanwhile) {
  std::vector<Worst> worst;
  worst.reserve(held.size());
  for (const Held& each : held) {
    double most_w = kept_limit_w(site, each);
    for (const State& state : meanwhile) {
      if (!is_certain(state)) most_w = std::max(most_w, value_of(state, each));
    }
    worst.push_back({{}, {}, most_w / (kAlike * kAlike)});
  }
  return worst;
}

void report_one(const Basics& basics, const Held& held, const Worst& worst, std::vector<Check>& out) {
  if (!worst.found()) return;
  const State end = worst.meanwhile ? State{} : simulate(basics.site, basics.loads, worst.pair.lost, worst.pair.out);
  out.push_back(check_in(basics, worst.meanwhile ? *worst.meanwhile : end, held));
}

/// What is in doubt, only where no state that is certain exceeds the limit already.
void report_worst(const Basics& basics, const std::vector<Held>& held, const std::vector<Worst>& worst,
                  const std::vector<Worst>& in_doubt, std::vector<Check>& out) {
  for (std::size_t i = 0; i < held.size(); ++i) {
    report_one(basics, held[i], worst[i], out);
    if (worst[i].most_w * kAlike * kAlike > kept_limit_w(basics.site, held[i])) continue;
    report_one(basics, held[i], in_doubt[i], out);
  }
}

class DevicePairs final : public PairRule {
 public:
  DevicePairs(const Basics& basics, const States& states)
      : basics_(basics),
        states_(states),
        worst_(beyond(basics.held, states.normal, states.lost, states.meanwhile)),
        in_doubt_(in_doubt(basics.site, basics.held, states.meanwhile)) {}

  void look_at(const State& state) override {
    std::vector<Worst>& worst = is_certain(state) ? worst_ : in_doubt_;
    for (std::size_t i = 0; i < worst.size(); ++i) worst[i].look_at(state, basics_.held[i]);
  }

  void report(std::vector<Check>& out) override {
    if (basics_.site.policy.power != FaultPolicy::maintenance) return;
    report_worst(basics_, basics_.held, worst_, in_doubt_, out);
    // Modules of a UPS count as devices of their own: with another device out, and with one more module out.
    std::vector<Worst> fewer = beyond(basics_.fewer, states_.normal, {}, {});
    std::vector<Worst> fewer_in_doubt = in_doubt(basics_.site, basics_.fewer, {});
    for (const State& state : states_.lost) {
      for (std::size_t i = 0; i < basics_.fewer.size(); ++i) {
        const bool maintained = device_at(basics_.site, state.lost).maintained ||
                                device_at(basics_.site, basics_.fewer[i].device).maintained;
        if (maintained) fewer[i].look_at(state, basics_.fewer[i]);
      }
    }
    for (const State& state : states_.meanwhile) {  // with modules out another device is lost
      for (std::size_t i = 0; i < basics_.fewer.size(); ++i) {
        const bool maintained = device_at(basics_.site, basics_.fewer[i].device).maintained;
        std::vector<Worst>& worst = is_certain(state) ? fewer : fewer_in_doubt;
        if (maintained) worst[i].look_at(state, basics_.fewer[i]);
      }
    }
    report_worst(basics_, basics_.fewer, fewer, fewer_in_doubt, out);
    for (const Held& held : basics_.least) out.push_back(check_in(basics_, states_.normal, held));
  }

 private:
  const Basics& basics_;
  const States& states_;
  std::vector<Worst> worst_;
  std::vector<Worst> in_doubt_;
};

}  // namespace

std::unique_ptr<PairRule> device_pairs(const Basics& basics, const States& states) {
  return std::make_unique<DevicePairs>(basics, states);
}

}  // namespace hallplan::power
