#include "planner/network/heat.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace hallplan::network {
namespace {

constexpr double kStill = 1e-7;         ///< of the greatest flow
constexpr std::size_t kMostCuts = 256;  ///< circuits at once
/// A circuit that gives up less than this part of its heat a turn is taken for one that gives up none.
constexpr double kLeastLost = 1e-10;
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// outlet = share inlet + offset
struct Through {
  double share = 1, offset_degc = 0;
};

Through through(const LinkHeat& link, double w_per_k) {
  const double warmer_k = link.added_w / w_per_k;
  if (const auto* const held = std::get_if<HeldOutlet>(&link.then)) return {0, held->degc};
  if (const auto* const exchanger = std::get_if<Exchanger>(&link.then)) {
    const double taken = exchanger->w_per_k / w_per_k;
    return {1 - taken, (1 - taken) * warmer_k + taken * exchanger->other_inlet_degc};
  }
  if (const auto* const loss = std::get_if<AmbientLoss>(&link.then)) {
    const double kept = std::exp(-loss->w_per_k / w_per_k);
    return {kept, kept * warmer_k - std::expm1(-loss->w_per_k / w_per_k) * loss->ambient_degc};
  }
  return {1, warmer_k};
}

/// Gauss and Jordan on `size` rows of `size` coefficients and a constant, which becomes the answer. What stands beside a row's
/// diagonal are shares of a stream, no more than the diagonal in sum, so rows are not exchanged. The row that has nothing left, or
/// `size`.
std::size_t eliminate(std::vector<double>& rows, std::size_t size) {
  const std::size_t wide = size + 1;
  for (std::size_t pivot = 0; pivot < size; ++pivot) {
    double* const from = &rows[pivot * wide];
    if (!(from[pivot] > kLeastLost)) return pivot;
    const double scale = 1 / from[pivot];
    for (std::size_t k = 0; k < wide; ++k) from[k] *= scale;
    for (std::size_t row = 0; row < size; ++row) {
      double* const to = &rows[row * wide];
      const double share = to[pivot];
      if (row == pivot || share == 0) continue;
      for (std::size_t k = 0; k < wide; ++k) to[k] -= share * from[k];
    }
  }
  return size;
}

class Balance {
 public:
  Balance(const Network& network, const Solution& flow, const Heat& heat)
      : network_(network),
        unfed_(flow.unfed),
        heat_(heat),
        entering_(network.nodes.size(), 0.0),
        amount_(network.nodes.size(), 0.0) {
    const std::size_t links = network.links.size(), nodes = network.nodes.size();
    for (std::size_t i = 0; i < links; ++i) {
      flow_.push_back(flow.flow_m3_per_s[i]);
      greatest_ = std::max(greatest_, std::fabs(flow_.back()));
    }
    leaving_.resize(nodes);
    through_.resize(links);
    ahead_.assign(nodes, 0);
    made_.node_degc.assign(nodes, kNone);
    made_.inlet_degc.assign(links, kNone);
    made_.outlet_degc.assign(links, kNone);
    made_.heat_w.assign(links, 0.0);
  }

  Temperatures run() {
    if (take_links() && take_entering() && put_in_order() && sweep()) hand_out();
    return std::move(made_);
  }

 private:
  bool problem(std::string text) {
    made_.problem = std::move(text);
    return false;
  }
  [[nodiscard]] bool flows(std::size_t link) const { return std::fabs(flow_[link]) > kStill * greatest_; }
  [[nodiscard]] std::size_t start(std::size_t link) const {
    return flow_[link] > 0 ? network_.links[link].from : network_.links[link].to;
  }
  [[nodiscard]] std::size_t end(std::size_t link) const {
    return flow_[link] > 0 ? network_.links[link].to : network_.links[link].from;
  }
  [[nodiscard]] double w_per_k(double flow) const { return heat_.heat_capacity_j_per_m3_k * std::fabs(flow); }

  bool take_links() {
    if (!(heat_.heat_capacity_j_per_m3_k > 0)) return problem("the fluid needs a heat capacity above 0");
    const LinkHeat passes;
    for (std::size_t i = 0; i < flow_.size(); ++i) {
      const LinkHeat& link = i < heat_.links.size() ? heat_.links[i] : passes;
      if (!flows(i)) {
        if (link.added_w != 0) made_.stranded.push_back(i);
        continue;
      }
      through_[i] = through(link, w_per_k(flow_[i]));
      if (through_[i].share < 0) {
        return problem(network_.links[i].id + " would take more heat than its flow carries");
      }
      amount_[end(i)] += std::fabs(flow_[i]);
      if (through_[i].share > 0) {
        leaving_[start(i)].push_back(i);
        ++ahead_[end(i)];
      }
    }
    return true;
  }

  /// What comes into the network at each node; negative: leaves it.
  bool take_entering() {
    for (std::size_t i = 0; i < network_.nodes.size(); ++i) entering_[i] = -network_.nodes[i].demand_m3_per_s;
    std::vector<double> held(network_.nodes.size(), 0.0);
    for (std::size_t i = 0; i < flow_.size(); ++i) {
      if (!flows(i)) continue;
      held[start(i)] += std::fabs(flow_[i]);
      held[end(i)] -= std::fabs(flow_[i]);
    }
    for (std::size_t i = 0; i < network_.nodes.size(); ++i) {
      if (network_.nodes[i].pressure_pa) entering_[i] = held[i];
      if (unfed_[i] || std::fabs(entering_[i]) <= kStill * greatest_) entering_[i] = 0;
      if (entering_[i] <= 0) continue;
      if (i >= heat_.entering_degc.size() || !heat_.entering_degc[i]) {
        return problem("no temperature known of what enters at " + network_.nodes[i].id);
      }
      amount_[i] += entering_[i];
    }
    return true;
  }

  /// Nodes downstream after those upstream (Kahn 1962), circuits cut. Flow without pumps falls from high to low pressure and makes
  /// no circuit, so cuts go first to where pumps draw.
  bool put_in_order() {
    cut_.assign(network_.nodes.size(), -1);
    std::vector<std::size_t> pumped;
    for (std::size_t i = 0; i < flow_.size(); ++i) {
      if (flows(i) && std::holds_alternative<Pump>(network_.links[i].law)) pumped.push_back(start(i));
    }
    std::vector<bool> placed(network_.nodes.size(), false);
    const auto place = [&](std::size_t node) {
      if (!placed[node]) order_.push_back(node);
      placed[node] = true;
    };
    for (std::size_t i = 0; i < placed.size(); ++i) {
      if (ahead_[i] == 0) place(i);
    }
    std::size_t done = 0, next_pump = 0, next_node = 0;
    while (order_.size() < placed.size()) {
      for (; done < order_.size(); ++done) {
        for (const std::size_t link : leaving_[order_[done]]) {
          if (--ahead_[end(link)] == 0) place(end(link));
        }
      }
      if (order_.size() == placed.size()) break;
      while (next_pump < pumped.size() && placed[pumped[next_pump]]) ++next_pump;
      while (next_node < placed.size() && placed[next_node]) ++next_node;
      const std::size_t node = next_pump < pumped.size() ? pumped[next_pump] : next_node;
      if (cuts_.size() == kMostCuts) return problem("too many circuits of flow");
      cut_[node] = static_cast<int>(cuts_.size());
      cuts_.push_back(node);
      place(node);
    }
    return true;
  }

  /// Every node's temperature as a sum over the cuts' and a constant, then the cuts' own, where what comes back meets what went.
  bool sweep() {
    const std::size_t wide = cuts_.size() + 1;
    sums_.assign(network_.nodes.size() * wide, 0.0);
    for (std::size_t i = 0; i < flow_.size(); ++i) {  // what held outlets give does not wait for what comes to them
      if (flows(i) && through_[i].share <= 0) sums_[end(i) * wide] += std::fabs(flow_[i]) * through_[i].offset_degc;
    }
    for (std::size_t i = 0; i < network_.nodes.size(); ++i) {
      if (entering_[i] > 0) sums_[i * wide] += entering_[i] * *heat_.entering_degc[i];
    }
    std::vector<double> here(wide);
    for (const std::size_t node : order_) {
      if (amount_[node] <= 0) {  // less comes to it than counts as a flow: what leaves it is no known stream either
        for (const std::size_t link : leaving_[node]) amount_[end(link)] -= std::fabs(flow_[link]);
        continue;
      }
      if (cut_[node] >= 0) {
        std::fill(here.begin(), here.end(), 0.0);
        here[static_cast<std::size_t>(cut_[node]) + 1] = 1;
      } else {
        for (std::size_t k = 0; k < wide; ++k) here[k] = sums_[node * wide + k] /= amount_[node];
      }
      for (const std::size_t link : leaving_[node]) {
        const double amount = std::fabs(flow_[link]);
        double* const to = &sums_[end(link) * wide];
        for (std::size_t k = 0; k < wide; ++k) to[k] += amount * through_[link].share * here[k];
        to[0] += amount * through_[link].offset_degc;
      }
    }
    return close_cuts(wide);
  }

  bool close_cuts(std::size_t wide) {
    const std::size_t size = cuts_.size();
    std::vector<double> rows(size * wide);  // T_cut - shares = constant, the constant last
    for (std::size_t row = 0; row < size; ++row) {
      const std::size_t node = cuts_[row];
      if (!(amount_[node] > 0)) return problem("nothing flows to " + network_.nodes[node].id);
      for (std::size_t k = 0; k < size; ++k) {
        rows[row * wide + k] = (row == k ? 1 : 0) - sums_[node * wide + k + 1] / amount_[node];
      }
      rows[row * wide + size] = sums_[node * wide] / amount_[node];
    }
    const std::size_t stuck = eliminate(rows, size);
    if (stuck < size) return problem("nothing cools the circuit through " + network_.nodes[cuts_[stuck]].id);
    for (std::size_t node = 0; node < network_.nodes.size(); ++node) {
      if (amount_[node] <= 0) continue;
      double& degc = made_.node_degc[node];
      if (cut_[node] >= 0) {
        degc = rows[static_cast<std::size_t>(cut_[node]) * wide + size];
        continue;
      }
      degc = sums_[node * wide];
      for (std::size_t k = 0; k < size; ++k) degc += sums_[node * wide + k + 1] * rows[k * wide + size];
    }
    return true;
  }

  void hand_out() {
    for (std::size_t i = 0; i < flow_.size(); ++i) {
      if (!flows(i)) continue;
      const double inlet_degc = made_.node_degc[start(i)];
      if (std::isnan(inlet_degc)) continue;  // less comes to it than counts as a flow
      made_.inlet_degc[i] = inlet_degc;
      made_.outlet_degc[i] = through_[i].share * inlet_degc + through_[i].offset_degc;
      made_.heat_w[i] = w_per_k(flow_[i]) * (made_.outlet_degc[i] - inlet_degc);
      made_.off_w += made_.heat_w[i];
    }
    for (std::size_t i = 0; i < network_.nodes.size(); ++i) {
      if (entering_[i] == 0 || std::isnan(made_.node_degc[i])) continue;
      const double degc = entering_[i] > 0 ? *heat_.entering_degc[i] : made_.node_degc[i];
      made_.entering_w += heat_.heat_capacity_j_per_m3_k * entering_[i] * degc;
    }
    made_.off_w += made_.entering_w;
  }

  const Network& network_;
  const std::vector<bool>& unfed_;
  const Heat& heat_;
  double greatest_ = 0;
  std::vector<double> flow_;                       ///< a link
  std::vector<Through> through_;                   ///< a link
  std::vector<double> entering_;                   ///< a node: flow from outside
  std::vector<double> amount_;                     ///< a node: all that comes to it, m3/s
  std::vector<int> ahead_;                         ///< a node: links to it from nodes not yet in order
  std::vector<std::vector<std::size_t>> leaving_;  ///< a node: links that carry its temperature on
  std::vector<std::size_t> order_, cuts_;
  std::vector<int> cut_;      ///< a node's number among the cuts, or -1
  std::vector<double> sums_;  ///< a node: a constant, then a share of each cut's temperature
  Temperatures made_;
};

}  // namespace

Temperatures temperatures(const Network& network, const Solution& flow, const Heat& heat) {
  Temperatures none;
  none.problem = flow.solved() ? "" : "the flow is not solved";
  if (!none.problem.empty()) return none;
  return Balance(network, flow, heat).run();
}

}  // namespace hallplan::network
