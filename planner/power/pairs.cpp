// Two losses together: one device out of service for maintenance, another that fails meanwhile.
#include <algorithm>
#include <cstddef>

#include "planner/power/checks.hpp"
#include "planner/power/loads.hpp"
#include "planner/power/tree.hpp"

namespace hallplan::power {
namespace {

constexpr double kAlike = 1 - 1e-9;  // sums of the same loads in another order

/// The state that puts most on a limit's device, of those that put more on it than `most_w`.
struct Worst {
  Pair pair;
  double most_w = 0;

  [[nodiscard]] bool found() const { return pair.lost >= 0; }
  void look_at(const State& state, const Held& held) {
    const double value_w = value_of(state, held);
    if (value_w <= most_w * kAlike) return;
    pair = {state.out, state.lost};
    most_w = value_w;
  }
};

/// Of each limit the most that any of the states puts on it; not counting what only looks like more.
std::vector<Worst> beyond(const std::vector<Held>& held, const State& normal, const std::vector<State>& singles) {
  std::vector<Worst> worst;
  for (const Held& each : held) {
    double most_w = value_of(normal, each);
    for (const State& state : singles) most_w = std::max(most_w, value_of(state, each));
    worst.push_back({{}, most_w / (kAlike * kAlike)});
  }
  return worst;
}

void report_worst(const Basics& basics, const std::vector<Held>& held, const std::vector<Worst>& worst,
                  std::vector<Check>& out) {
  for (std::size_t i = 0; i < held.size(); ++i) {
    if (!worst[i].found()) continue;
    const State state = simulate(basics.site, basics.loads, worst[i].pair.lost, worst[i].pair.out);
    out.push_back(check_in(basics, state, held[i]));
  }
}

class DevicePairs final : public PairRule {
 public:
  DevicePairs(const Basics& basics, const States& states)
      : basics_(basics), states_(states), worst_(beyond(basics.held, states.normal, states.lost)) {}

  void look_at(const State& state) override {
    for (std::size_t i = 0; i < worst_.size(); ++i) worst_[i].look_at(state, basics_.held[i]);
  }

  void report(std::vector<Check>& out) override {
    if (basics_.site.policy.power != FaultPolicy::maintenance) return;
    report_worst(basics_, basics_.held, worst_, out);
    // Modules of a UPS count as devices of their own: with another device out, and with one more module out.
    std::vector<Worst> fewer = beyond(basics_.fewer, states_.normal, {});
    for (const State& state : states_.lost) {
      for (std::size_t i = 0; i < basics_.fewer.size(); ++i) {
        const bool maintained = device_at(basics_.site, state.lost).maintained ||
                                device_at(basics_.site, basics_.fewer[i].device).maintained;
        if (maintained) fewer[i].look_at(state, basics_.fewer[i]);
      }
    }
    report_worst(basics_, basics_.fewer, fewer, out);
    for (const Held& held : basics_.least) out.push_back(check_in(basics_, states_.normal, held));
  }

 private:
  const Basics& basics_;
  const States& states_;
  std::vector<Worst> worst_;
};

}  // namespace

std::unique_ptr<PairRule> device_pairs(const Basics& basics, const States& states) {
  return std::make_unique<DevicePairs>(basics, states);
}

}  // namespace hallplan::power
