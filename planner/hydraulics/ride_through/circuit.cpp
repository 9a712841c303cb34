#include "planner/hydraulics/ride_through/circuit.hpp"

#include <algorithm>
#include <boost/numeric/odeint.hpp>
#include <cmath>
#include <cstddef>
#include <exception>

namespace hallplan::hydraulics {
namespace {

namespace odeint = boost::numeric::odeint;
using State = std::vector<double>;

constexpr int kMostSteps = 200'000;
constexpr double kFirstStep_s = 1e-3;
constexpr double kSettled_k_per_s = 1e-4;
constexpr double kKinks = 100;

/// The state: temperatures of cells, then of plates, then of facility water, then the share of flow.
class Equations {
 public:
  explicit Equations(const Circuit& circuit) : circuit_(circuit) {}

  bool coasts = false;  ///< pumps stand, and what flows is slowed
  double coast_half_s = 0;
  bool water_on = true;

  [[nodiscard]] std::size_t plate(std::size_t i) const { return circuit_.cells.size() + i; }
  [[nodiscard]] std::size_t water() const { return circuit_.cells.size() + circuit_.plates.size(); }
  [[nodiscard]] std::size_t flow() const { return water() + 1; }

  [[nodiscard]] State start(double flow_share) const {
    State state;
    for (const Cell& cell : circuit_.cells) state.push_back(cell.start_degc);
    for (const PlateCell& plate : circuit_.plates) state.push_back(plate.start_degc);
    state.push_back(circuit_.exchanger.water_degc);
    state.push_back(flow_share);
    return state;
  }

  void operator()(const State& state, State& rate, double /*time_s*/) const {
    const double share = std::max(0.0, state[flow()]);
    rate[water()] = 0;
    for (std::size_t c = 0; c < circuit_.cells.size(); ++c) {
      const Cell& cell = circuit_.cells[c];
      double w = cell.heat_w * heat_share(state, c);
      if (static_cast<int>(c) == circuit_.exchanger.cell) {
        w += through_exchanger_w(state, cell, share, rate);
      } else {
        for (const Inflow& in : cell.in) {
          w += share * in.w_per_k * (state[static_cast<std::size_t>(in.from)] - state[c]);
        }
      }
      rate[c] = w / cell.capacity_j_per_k;
    }
    for (std::size_t p = 0; p < circuit_.plates.size(); ++p) {
      const PlateCell& one = circuit_.plates[p];
      const double above_k = state[plate(p)] - state[static_cast<std::size_t>(one.cell)];
      rate[plate(p)] = (one.power_w * power_share(one, state[plate(p)]) - share * above_k / one.resistance_k_per_w) /
                       one.capacity_j_per_k;
    }
    rate[flow()] = coasts && coast_half_s > 0 ? -share * share / coast_half_s : 0;
  }

 private:
  static double power_share(const PlateCell& plate, double degc) {
    constexpr double kThrottling_k = 1,
                     kBefore_k = 0.01;  // a plate that can hold itself below its limit is never taken for past it
    return std::clamp((plate.throttle_degc - kBefore_k - degc) / kThrottling_k, plate.least_share, 1.0);
  }
  /// Of a cell: that of its device which throttles most.
  [[nodiscard]] double heat_share(const State& state, std::size_t cell) const {
    double least = 1;
    for (std::size_t p = 0; p < circuit_.plates.size(); ++p) {
      if (static_cast<std::size_t>(circuit_.plates[p].cell) != cell) continue;
      least = std::min(least, power_share(circuit_.plates[p], state[plate(p)]));
    }
    return least;
  }

  /// What flows into the exchanger's cell less what the exchanger takes, against what is in the cell.
  double through_exchanger_w(const State& state, const Cell& cell, double share, State& rate) const {
    const ExchangerCell& exchanger = circuit_.exchanger;
    double full_w_per_k = 0, carried_w = 0;
    for (const Inflow& in : cell.in) {
      full_w_per_k += in.w_per_k;
      carried_w += in.w_per_k * state[static_cast<std::size_t>(in.from)];
    }
    const auto c = static_cast<std::size_t>(exchanger.cell);
    const double in_degc = full_w_per_k > 0 ? carried_w / full_w_per_k + exchanger.own_k : state[c];
    const double w_per_k = share * full_w_per_k;
    double taken_w = 0;
    if ((water_on || exchanger.water_j_per_k > 0) && w_per_k > 0) {
      const double able_k = (in_degc - state[water()]) / (1 + exchanger.approach_k_per_w * w_per_k);
      taken_w = w_per_k * std::clamp(std::min(able_k, in_degc - exchanger.set_degc), 0.0, exchanger.most_w / w_per_k);
    }
    if (!water_on && exchanger.water_j_per_k > 0) {
      rate[water()] = taken_w / exchanger.water_j_per_k;
    }
    return w_per_k * (in_degc - state[c]) - taken_w;
  }

  const Circuit& circuit_;
};

/// How far a watched value is beyond its limit; positive: passed.
double beyond(const Equations& equations, const Watch& watch, const State& state) {
  switch (watch.kind) {
    case Watch::Kind::cell:
      return state[static_cast<std::size_t>(watch.index)] - watch.limit;
    case Watch::Kind::plate:
      return state[equations.plate(static_cast<std::size_t>(watch.index))] - watch.limit;
    case Watch::Kind::flow:
      return watch.limit - state[equations.flow()];
  }
  return 0;
}

constexpr double kRounding = 1e-9;  ///< of a limit that a steady value stands on

bool is_beyond(const Equations& equations, const Watch& watch, const State& state) {
  return beyond(equations, watch, state) > kRounding * std::max(1.0, std::abs(watch.limit));
}

class Follower {
 public:
  Follower(const Circuit& circuit, const Timeline& timeline, const std::vector<Watch>& watches, int samples,
           const Accuracy& accuracy)
      : equations_(circuit),
        cells_(circuit.cells.size()),
        timeline_(timeline),
        watches_(watches),
        samples_(samples),
        accuracy_(accuracy) {
    march_.seconds.assign(watches.size(), kNever_s);
    const bool throttles = std::any_of(circuit.plates.begin(), circuit.plates.end(),
                                       [](const PlateCell& plate) { return plate.least_share < 1; });
    if (!throttles) return;
    // The estimate of a step's error does not see the kinks where throttling begins and ends.
    accuracy_.absolute /= kKinks;
    accuracy_.relative /= kKinks;
  }

  March run() {
    State state = equations_.start(timeline_.flow_share);
    double now_s = 0;
    std::vector<double> stops = {timeline_.pumps_return_s, timeline_.water_return_s, timeline_.end_s};
    std::sort(stops.begin(), stops.end());
    for (const double stop_s : stops) {
      if (!(stop_s <= timeline_.end_s) || done(now_s)) break;
      set_plant(now_s, state);
      look_at(state, now_s);
      if (done(now_s)) break;
      if (stop_s > now_s) segment(state, now_s, stop_s);
      if (!march_.problem.empty()) return march_;
      now_s = std::max(now_s, stop_s);
    }
    march_.settled = is_settled(state);
    return march_;
  }

 private:
  [[nodiscard]] bool is_settled(const State& state) const {
    State rate(state.size());
    equations_(state, rate, 0);
    return std::all_of(rate.begin(), rate.end(), [](double k) { return std::abs(k) < kSettled_k_per_s; });
  }

  [[nodiscard]] bool done(double now_s) const {
    const auto passed = [](double seconds) { return seconds < kNever_s; };
    if (timeline_.first_alone) {
      for (std::size_t w = 0; w < watches_.size(); ++w) {
        if (watches_[w].counts && march_.seconds[w] <= now_s) return true;  // not one that is still borne
      }
    }
    return samples_ == 0 && !watches_.empty() && std::all_of(march_.seconds.begin(), march_.seconds.end(), passed);
  }

  /// Pumps and facility water as they are from now on.
  void set_plant(double now_s, State& state) {
    const bool pumps_stand = timeline_.pumps_stop && now_s < timeline_.pumps_return_s;
    equations_.coasts = pumps_stand;
    equations_.coast_half_s = timeline_.coast_half_s;
    equations_.water_on = !timeline_.water_stops || now_s >= timeline_.water_return_s;
    if (equations_.water_on) state[equations_.water()] = equations_.start(0)[equations_.water()];
    if (!pumps_stand) state[equations_.flow()] = timeline_.flow_share;
    if (pumps_stand && timeline_.coast_half_s <= 0) state[equations_.flow()] = 0;
  }

  /// A flow may be too small for a while; it is forgiven where pumps run again before that is over.
  void meet(std::size_t watch, double at_s) {
    const double seconds = at_s + watches_[watch].hold_s;
    const bool in_time = timeline_.pumps_stop && watches_[watch].kind == Watch::Kind::flow &&
                         timeline_.flow_share >= watches_[watch].limit && timeline_.pumps_return_s <= seconds;
    if (!in_time && seconds <= timeline_.end_s) march_.seconds[watch] = std::min(march_.seconds[watch], seconds);
  }

  void look_at(const State& state, double now_s) {
    for (std::size_t w = 0; w < watches_.size(); ++w) {
      if (march_.seconds[w] == kNever_s && is_beyond(equations_, watches_[w], state)) meet(w, now_s);
    }
  }

  template <class Stepper>
  void locate(const Stepper& stepper, double from_s, double to_s) {
    State state(equations_.flow() + 1), after(equations_.flow() + 1);
    stepper.calc_state(to_s, after);
    for (std::size_t w = 0; w < watches_.size(); ++w) {
      if (march_.seconds[w] < kNever_s || !is_beyond(equations_, watches_[w], after)) continue;
      double before_s = from_s, after_s = to_s;
      for (int i = 0; i < 60 && after_s - before_s > 1e-9; ++i) {
        const double middle_s = 0.5 * (before_s + after_s);
        stepper.calc_state(middle_s, state);
        (is_beyond(equations_, watches_[w], state) ? after_s : before_s) = middle_s;
      }
      meet(w, after_s);
    }
  }

  template <class Stepper>
  void sample(const Stepper& stepper, double to_s) {
    State state(equations_.flow() + 1);
    while (samples_ > 1 && static_cast<int>(march_.time_s.size()) < samples_) {
      const double at_s = timeline_.end_s * static_cast<double>(march_.time_s.size()) / (samples_ - 1);
      if (at_s > to_s + 1e-9) return;
      stepper.calc_state(std::min(at_s, to_s), state);
      march_.time_s.push_back(at_s);
      march_.cell_degc.emplace_back(state.begin(), state.begin() + static_cast<std::ptrdiff_t>(cells_));
    }
  }

  void segment(State& state, double from_s, double to_s) {
    auto stepper = odeint::make_dense_output(accuracy_.absolute, accuracy_.relative, accuracy_.longest_step_s,
                                             odeint::runge_kutta_dopri5<State>());
    stepper.initialize(state, from_s, std::min(kFirstStep_s, to_s - from_s));
    double now_s = from_s;
    while (now_s < to_s && !done(now_s)) {
      if (++steps_ > kMostSteps) {
        march_.problem = "the transient is too stiff to follow: a volume is small for its flow";
        break;
      }
      const auto [before_s, after_s] = stepper.do_step(equations_);
      now_s = std::min(after_s, to_s);
      locate(stepper, before_s, now_s);
      sample(stepper, now_s);
      if (timeline_.first_alone && to_s == timeline_.end_s && is_settled(stepper.current_state())) now_s = to_s;
    }
    if (now_s < stepper.current_time()) {
      stepper.calc_state(now_s, state);
    } else {
      state = stepper.current_state();
    }
    const bool sound = std::all_of(state.begin(), state.end(), [](double value) { return std::isfinite(value); });
    if (!sound) march_.problem = "the transient runs away";
    if (!march_.problem.empty()) march_.seconds.assign(watches_.size(), 0);
  }

  Equations equations_;
  std::size_t cells_;
  const Timeline& timeline_;
  const std::vector<Watch>& watches_;
  int samples_;
  Accuracy accuracy_;
  int steps_ = 0;
  March march_;
};

}  // namespace

March follow(const Circuit& circuit, const Timeline& timeline, const std::vector<Watch>& watches, int samples,
             const Accuracy& accuracy) {
  try {
    return Follower(circuit, timeline, watches, samples, accuracy).run();
  } catch (const std::exception&) {  // the stepper's own: a step that no size makes exact enough
    March march;
    march.seconds.assign(watches.size(), 0);
    march.problem = "the transient cannot be followed";
    return march;
  }
}

}  // namespace hallplan::hydraulics
