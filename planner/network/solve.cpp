#include "planner/network/solve.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <variant>

#include "planner/network/coupled_system.hpp"
#include "planner/network/parts.hpp"
#include "planner/network/system.hpp"

namespace hallplan::network {
namespace {

constexpr double kShut_pa_s_per_m3 = 1e15;  ///< of a check valve against its way: a thousandth of a millilitre at 1 MPa
constexpr double kThrottled_pa_s_per_m3 = 1e13;   ///< of a flow-limiting valve beyond its flow
constexpr double kLeastSlope_pa_s_per_m3 = 1e-3;  ///< of losses that do not rise
constexpr double kLeak_m3_per_s = 1e-7;           ///< through what is shut: more is a demand that nothing else meets

/// A pump has a check valve of its own.
bool is_one_way(const Link& link) { return link.one_way || std::holds_alternative<Pump>(link.law); }

/// A link's loss with its valves.
Loss loss_through(const Link& link, const Fluid& fluid, double flow) {
  if (is_one_way(link) && flow < 0) {
    const Loss still = loss_of(link.law, fluid, 0);
    return {still.pa + kShut_pa_s_per_m3 * flow, kShut_pa_s_per_m3};
  }
  const double most = link.most_flow_m3_per_s.value_or(std::numeric_limits<double>::infinity());
  if (flow <= most) return loss_of(link.law, fluid, flow);
  const Loss open = loss_of(link.law, fluid, most);
  return {open.pa + kThrottled_pa_s_per_m3 * (flow - most), kThrottled_pa_s_per_m3};
}

/// Where a search starts: pipes at a slow walk, pumps well on their falling side.
double start_flow(const Link& link) {
  constexpr double kSlow_m_per_s = 0.3, kFallen = 0.7, kSmall_m3_per_s = 1e-3;
  double flow = kSmall_m3_per_s;
  if (const auto* const pipe = std::get_if<Pipe>(&link.law)) {
    flow = kSlow_m_per_s * 0.785 * pipe->diameter_m * pipe->diameter_m;
  } else if (const auto* const drop = std::get_if<DropCurve>(&link.law); drop != nullptr && !drop->points.empty()) {
    flow = drop->points.back().flow_m3_per_s;
  } else if (const auto* const pump = std::get_if<Pump>(&link.law)) {
    // Doubling flow until the gain has fallen for good.
    const double shut_off = gain_of(*pump, 0).pa;
    for (int i = 0; i < 60 && gain_of(*pump, flow).pa > kFallen * shut_off; ++i) flow *= 2;
  }
  return std::min(flow, link.most_flow_m3_per_s.value_or(flow));
}

class Search {
 public:
  Search(const Network& network, const SolveOptions& options)
      : network_(network),
        options_(options),
        parts_(parts_of(network)),
        system_(network, parts_),
        flow_(network.links.size(), 0.0),
        potential_(network.nodes.size(), 0.0),
        loss_(network.links.size()),
        loss_ahead_(network.links.size()),
        energy_off_(network.links.size(), 0.0),
        conductance_(network.links.size(), 0.0),
        step_(network.links.size(), 0.0) {
    for (std::size_t i = 0; i < network.links.size(); ++i) {
      if (parts_.works[i]) flow_[i] = start_flow(network.links[i]);
    }
    for (std::size_t i = 0; i < network.nodes.size(); ++i) {
      const Node& node = network.nodes[i];
      if (node.pressure_pa) potential_[i] = *node.pressure_pa + weight_pa(node);
    }
  }

  Solution run() {
    Solution made;
    made.ended = Ended::not_converged;
    for (made.steps = 0; made.steps <= options_.most_steps; ++made.steps) {
      if (balanced(made)) {
        made.ended = Ended::solved;
        break;
      }
      if (made.steps == options_.most_steps || !take_step(made.steps == 0)) break;
    }
    if (made.solved() && !network_.tees.empty()) couple(made);
    hand_out(made);
    return made;
  }

 private:
  [[nodiscard]] double weight_pa(const Node& node) const {
    return network_.fluid.density_kg_per_m3 * kGravity_m_per_s2 * node.elevation_m;
  }
  [[nodiscard]] double drive_pa(const Link& link) const { return potential_[link.from] - potential_[link.to]; }

  /// From the flow without tees to the one with them, by Newton with what each stream does to the other. There is no content that falls
  /// along it: a step is halved while what is off does not fall.
  void couple(Solution& made) {
    constexpr int kMostHalvings = 8;
    made.ended = Ended::not_converged;
    with_tees_ = true;
    is_known_ = false;
    bool is_done = balanced(made);
    CoupledSystem system(network_, parts_);
    for (; !is_done && made.steps < options_.most_steps && tees_known_; ++made.steps) {
      std::vector<double> slope(loss_.size());
      for (std::size_t i = 0; i < slope.size(); ++i) {
        slope[i] = std::max(loss_[i].slope_pa_s_per_m3, kLeastSlope_pa_s_per_m3);
      }
      const auto step = system.step(slope, couplings_, energy_off_, mass_off_);
      if (!step) return;
      const double off = made.energy_off_pa;
      const std::vector<double> flow = flow_, potential = potential_;
      double share = 1;
      for (int halved = 0; halved <= kMostHalvings; ++halved, share /= 2) {
        for (std::size_t i = 0; i < flow.size(); ++i) flow_[i] = flow[i] + share * step->flow_m3_per_s[i];
        for (std::size_t i = 0; i < potential.size(); ++i) {
          potential_[i] = potential[i] + (parts_.unknown[i] >= 0 ? share * step->pressure_pa[place_of(i)] : 0.0);
        }
        is_done = balanced(made);
        if (tees_known_ && (is_done || made.energy_off_pa < off)) break;
      }
    }
    if (is_done && tees_known_) made.ended = Ended::solved;
  }

  /// Adds the tees' losses to those of their links.
  void add_tees() {
    couplings_.clear();
    tees_known_ = true;
    for (const Tee& tee : network_.tees) {
      if (!parts_.works[tee.branch] || !(parts_.works[tee.run[0]] || parts_.works[tee.run[1]])) continue;
      const auto losses = losses_of(tee, network_.links, network_.fluid, flow_);
      tees_known_ = tees_known_ && losses.has_value();
      if (!losses) {
        unknown_tee_ = tee.id;
        continue;
      }
      for (const TeeLoss& one : *losses) {
        if (!parts_.works[one.link]) continue;
        loss_[one.link].pa += one.by_own.pa;
        loss_[one.link].slope_pa_s_per_m3 += one.by_own.slope_pa_s_per_m3;
        if (parts_.works[one.other]) couplings_.push_back({one.link, one.other, one.slope_by_other_pa_s_per_m3});
      }
    }
  }

  /// Losses at the flows as they are, what is off, and whether that is little enough.
  bool balanced(Solution& made) {
    mass_off_.assign(static_cast<std::size_t>(parts_.unknowns), 0.0);
    double most_flow = 0, most_pa = 1;
    made.energy_off_pa = made.mass_off_m3_per_s = 0;
    bool finite = true;
    for (std::size_t i = 0; i < network_.links.size() && !is_known_; ++i) {
      if (parts_.works[i]) loss_[i] = loss_through(network_.links[i], network_.fluid, flow_[i]);
    }
    if (with_tees_) add_tees();
    for (std::size_t i = 0; i < network_.links.size(); ++i) {
      if (!parts_.works[i]) continue;
      const Link& link = network_.links[i];
      const Loss& loss = loss_[i];
      energy_off_[i] = loss.pa - drive_pa(link);
      conductance_[i] = 1 / std::max(loss.slope_pa_s_per_m3, kLeastSlope_pa_s_per_m3);
      finite = finite && std::isfinite(energy_off_[i]) && std::isfinite(conductance_[i]);
      most_flow = std::max(most_flow, std::fabs(flow_[i]));
      most_pa = std::max(most_pa, std::fabs(loss.pa));
      if (std::fabs(energy_off_[i]) > made.energy_off_pa) {
        made.energy_off_pa = std::fabs(energy_off_[i]);
        made.worst_link = i;
      }
      draw(link.from, -flow_[i]);
      draw(link.to, flow_[i]);
    }
    for (std::size_t i = 0; i < network_.nodes.size(); ++i) {
      draw(i, -network_.nodes[i].demand_m3_per_s);
      if (parts_.unknown[i] < 0) continue;
      most_flow = std::max(most_flow, std::fabs(network_.nodes[i].demand_m3_per_s));
      if (std::fabs(mass_off_[place_of(i)]) > made.mass_off_m3_per_s) {
        made.mass_off_m3_per_s = std::fabs(mass_off_[place_of(i)]);
        made.worst_node = i;
      }
    }
    energies_hold_ = energies_hold(options_.energy * most_pa);
    return finite && energies_hold_ && made.mass_off_m3_per_s <= options_.mass * std::max(most_flow, 1e-12);
  }

  /// Within so much, or within what the last digits of a flow are worth on a steep link: a valve that limits it.
  [[nodiscard]] bool energies_hold(double within_pa) const {
    constexpr double kLastDigits = 4 * std::numeric_limits<double>::epsilon();
    for (std::size_t i = 0; i < network_.links.size(); ++i) {
      if (!parts_.works[i]) continue;
      const double last_pa = kLastDigits * std::fabs(flow_[i]) * loss_[i].slope_pa_s_per_m3;
      if (!(std::fabs(energy_off_[i]) <= std::max(within_pa, last_pa))) return false;
    }
    return true;
  }

  /// Of a node whose pressure is sought.
  [[nodiscard]] std::size_t place_of(std::size_t node) const { return static_cast<std::size_t>(parts_.unknown[node]); }

  void draw(std::size_t node, double flow) {
    if (parts_.unknown[node] >= 0) mass_off_[place_of(node)] += flow;
  }

  /// Newton: pressures that make the linearised flows balance, then flows. False where the system cannot be solved.
  bool take_step(bool first) {
    if (!system_.factor(conductance_)) return false;
    std::vector<double> right = mass_off_;
    for (std::size_t i = 0; i < network_.links.size(); ++i) {
      if (!parts_.works[i]) continue;
      const double moved = conductance_[i] * energy_off_[i];
      const Link& link = network_.links[i];
      if (parts_.unknown[link.from] >= 0) right[place_of(link.from)] += moved;
      if (parts_.unknown[link.to] >= 0) right[place_of(link.to)] -= moved;
    }
    const std::vector<double> change = system_.solve(right);
    const auto change_at = [&](std::size_t node) { return parts_.unknown[node] >= 0 ? change[place_of(node)] : 0.0; };
    for (std::size_t i = 0; i < network_.nodes.size(); ++i) potential_[i] += change_at(i);
    for (std::size_t i = 0; i < network_.links.size(); ++i) {
      if (!parts_.works[i]) continue;
      const Link& link = network_.links[i];
      // From the changes: the difference of two potentials has lost the digits that a wide pipe's flow needs.
      step_[i] = -conductance_[i] * (energy_off_[i] - (change_at(link.from) - change_at(link.to)));
    }
    const double length = first || energies_hold_ ? 1 : step_length();
    is_known_ = !first && !energies_hold_ && length == 1;  // by the search for the length
    if (is_known_) std::swap(loss_, loss_ahead_);
    bool finite = true;
    for (std::size_t i = 0; i < network_.links.size(); ++i) {
      flow_[i] += length * step_[i];
      finite = finite && std::isfinite(flow_[i]);
    }
    return finite;
  }

  /// How the content changes along the step, a share of it taken: negative while it falls. The new pressures are those that the
  /// content's minimum has along steps that balance, so their part of it is the same everywhere.
  [[nodiscard]] double slope_at(double share) {
    double slope = 0;
    for (std::size_t i = 0; i < network_.links.size(); ++i) {
      if (!parts_.works[i]) continue;
      const Link& link = network_.links[i];
      if (share > 0) loss_ahead_[i] = loss_through(link, network_.fluid, flow_[i] + share * step_[i]);
      const Loss& loss = share > 0 ? loss_ahead_[i] : loss_[i];
      slope += (loss.pa - drive_pa(link)) * step_[i];
    }
    return slope;
  }

  /// The whole step where the content falls along all of it, or nearly; else to where it stops falling, by bisection and chords.
  [[nodiscard]] double step_length() {
    constexpr double kEnough = 0.5;
    const double start = slope_at(0), end = slope_at(1);
    if (!(end > kEnough * std::fabs(start))) return 1;
    double low = 0, high = 1, at_low = start, at_high = end;
    double share = 1;
    for (int i = 0; i < 12; ++i) {
      const double chord = at_low < 0 ? low + (high - low) * at_low / (at_low - at_high) : low;
      share = std::clamp(chord, low + 0.1 * (high - low), high - 0.1 * (high - low));
      const double here = slope_at(share);
      if (std::fabs(here) <= kEnough * std::fabs(start)) break;
      (here > 0 ? high : low) = share;
      (here > 0 ? at_high : at_low) = here;
    }
    return share;
  }

  void hand_out(Solution& made) const {
    made.unfed = parts_.unfed;
    made.flow_m3_per_s = flow_;
    made.pressure_pa.assign(network_.nodes.size(), std::numeric_limits<double>::quiet_NaN());
    for (std::size_t i = 0; i < network_.nodes.size(); ++i) {
      if (!parts_.unfed[i]) made.pressure_pa[i] = potential_[i] - weight_pa(network_.nodes[i]);
    }
    if (!made.solved() && !tees_known_) {
      made.problem =
          "the branch of " + unknown_tee_ + " carries what both ends of its run do: no loss is known for that";
      return;
    }
    if (!made.solved()) {
      made.problem =
          fmt::format("the flow does not converge: {} is {:.3g} Pa off, {} {:.3g} m3/s",
                      network_.links.empty() ? "" : network_.links[made.worst_link].id, made.energy_off_pa,
                      network_.nodes.empty() ? "" : network_.nodes[made.worst_node].id, made.mass_off_m3_per_s);
      return;
    }
    for (std::size_t i = 0; i < network_.links.size(); ++i) {
      const Link& link = network_.links[i];
      const bool back = is_one_way(link) && flow_[i] < -kLeak_m3_per_s;
      const bool over = link.most_flow_m3_per_s && flow_[i] > *link.most_flow_m3_per_s + 1e2 * kLeak_m3_per_s;
      if (back || over) made.against.push_back(i);
    }
  }

  const Network& network_;
  const SolveOptions& options_;
  Parts parts_;
  System system_;
  std::vector<double> flow_, potential_;
  std::vector<Loss> loss_, loss_ahead_;  ///< at the flows, and at those that a share of a step leads to
  bool is_known_ = false;                ///< `loss_` is of the flows already
  bool energies_hold_ = false;           ///< only mass is off
  std::vector<double> energy_off_, conductance_, step_;
  std::vector<double> mass_off_;  ///< an unknown
  bool with_tees_ = false, tees_known_ = true;
  std::string unknown_tee_;
  std::vector<Coupling> couplings_;
};

std::string what_is_wrong(const Network& network) {
  for (const Link& link : network.links) {
    if (link.from >= network.nodes.size() || link.to >= network.nodes.size()) return link.id + " ends at no node";
  }
  for (const Tee& tee : network.tees) {
    const auto ends_there = [&](std::size_t link) {
      return link < network.links.size() &&
             (network.links[link].from == tee.node) != (network.links[link].to == tee.node);
    };
    if (!ends_there(tee.run[0]) || !ends_there(tee.run[1]) || !ends_there(tee.branch)) {
      return tee.id + " is no end of its links";
    }
    if (!(tee.branch_diameter_m > 0) || !(tee.branch_diameter_m <= tee.run_diameter_m)) {
      return tee.id + " needs a branch above 0 and no wider than its run";
    }
    if (tee.angle_deg != 30 && tee.angle_deg != 45 && tee.angle_deg != 60 && tee.angle_deg != 90) {
      return tee.id + " needs an angle of 30, 45, 60 or 90 degrees";
    }
  }
  if (!(network.fluid.density_kg_per_m3 > 0) || !(network.fluid.viscosity_pa_s > 0)) {
    return "the fluid needs a density and a viscosity above 0";
  }
  return {};
}

}  // namespace

Solution solve(const Network& network, const SolveOptions& options) {
  Solution refused;
  refused.problem = what_is_wrong(network);
  if (!refused.problem.empty()) return refused;
  return Search(network, options).run();
}

}  // namespace hallplan::network
