#include "planner/hydraulics/pump_speed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>
#include <vector>

#include "planner/hydraulics/loads.hpp"

namespace hallplan::hydraulics {
namespace {

constexpr double kMet = 1e-6;  ///< of the set value
constexpr int kMostSpeeds = 40;
constexpr double kLeastSpeed = 1e-3;

class Control {
 public:
  Control(const CduGroup& group, GroupNetwork& network, FlowEnd end)
      : group_(group), pipes_(*group.piping), network_(network), end_(end) {}

  ControlledFlow run() {
    for (const std::size_t link : network_.unit_links) pump(link).speed = 1;
    if (!solve() || pipes_.control == PumpControl::full_speed) return std::move(made_);
    const bool by_flow = pipes_.control == PumpControl::constant_flow;
    const MaybeValue& set = by_flow ? pipes_.control_flow_m3_per_s : pipes_.control_pressure_pa;
    if (!set) {
      made_.unknown = fmt::format("no {} known for {}", by_flow ? "control_flow" : "control_pressure", group_.id);
      return std::move(made_);
    }
    // Units with headers of their own each hold their part of the flow, by a speed of their own.
    const double part = by_flow ? opens(*set, end_) / static_cast<double>(network_.headers.size()) : opens(*set, end_);
    double fastest = 0;
    for (const HeaderPair& pair : network_.headers) {
      if (!std::any_of(pair.unit_links.begin(), pair.unit_links.end(),
                       [&](std::size_t link) { return network_.network.links[link].open; })) {
        continue;
      }
      find(pair, part);
      if (!made_.unknown.empty()) break;
      fastest = std::max(fastest, pump(pair.unit_links.front()).speed);
    }
    if (fastest > 0) made_.speed = fastest;
    return std::move(made_);
  }

 private:
  [[nodiscard]] network::Pump& pump(std::size_t link) const {
    return std::get<network::Pump>(network_.network.links[link].law);
  }

  bool solve() {
    made_.flow = network::solve(network_.network);
    if (!made_.flow.solved()) made_.unknown = made_.flow.problem;
    return made_.unknown.empty();
  }
  bool turn(const HeaderPair& pair, double speed) {
    for (const std::size_t link : pair.unit_links) pump(link).speed = speed;
    return solve();
  }

  [[nodiscard]] double measured(const HeaderPair& pair) const {
    if (pipes_.control == PumpControl::constant_pressure) {
      return made_.flow.pressure_pa[pair.supply_node] - made_.flow.pressure_pa[pair.return_node];
    }
    double flow = 0;
    for (const std::size_t link : pair.unit_links) flow += made_.flow.flow_m3_per_s[link];
    return flow;
  }

  /// Between speeds of which one gives too little and one too much. Flow goes with the speed and pressure with its square, nearly, so
  /// chords are laid through the flow or the pressure's root, and the end that stays is pulled in (Illinois, Dowell and Jarratt 1971).
  void find(const HeaderPair& pair, double set) {
    const bool by_pressure = pipes_.control == PumpControl::constant_pressure;
    const auto off = [&] {
      return by_pressure ? std::sqrt(std::max(0.0, measured(pair))) - std::sqrt(set) : measured(pair) - set;
    };
    double low = 0, high = 1, at_low = by_pressure ? -std::sqrt(set) : -set, at_high = off();
    const bool holds_set = measured(pair) >= (1 - kMet) * set;
    made_.holds_set = made_.holds_set && holds_set;
    int kept = 0;
    for (int i = 0; i < kMostSpeeds && std::fabs(measured(pair) - set) > kMet * set && at_high > 0; ++i) {
      const double speed = std::max(kLeastSpeed, low - at_low * (high - low) / (at_high - at_low));
      if (!turn(pair, speed)) return;
      const double here = off();
      const bool below = here < 0;
      (below ? low : high) = speed;
      (below ? at_low : at_high) = here;
      const int side = below ? -1 : 1;
      if (kept == side) (below ? at_high : at_low) /= 2;
      kept = side;
    }
    if (holds_set && std::fabs(measured(pair) - set) > kMet * set) {
      made_.unknown =
          fmt::format("no pump speed found at which {} holds {}", group_.id, by_pressure ? kpa(set) : l_per_min(set));
    }
  }

  const CduGroup& group_;
  const Piping& pipes_;
  GroupNetwork& network_;
  FlowEnd end_;
  ControlledFlow made_;
};

}  // namespace

ControlledFlow controlled_flow(const CduGroup& group, GroupNetwork& network, FlowEnd end) {
  return Control(group, network, end).run();
}

}  // namespace hallplan::hydraulics
