// Random networks against a second way to solve them: a damped Newton on all flows and pressures at once, dense, with slopes by
// differences. It shares the laws with the program, and nothing else.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "planner/network/solve.hpp"

namespace hallplan::network {
namespace {

using Vector = std::vector<double>;

/// Gauss with partial pivoting.
Vector eliminated(std::vector<Vector> matrix, Vector right) {
  const std::size_t n = right.size();
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t pivot = k;
    for (std::size_t i = k + 1; i < n; ++i) {
      if (std::fabs(matrix[i][k]) > std::fabs(matrix[pivot][k])) pivot = i;
    }
    std::swap(matrix[k], matrix[pivot]);
    std::swap(right[k], right[pivot]);
    for (std::size_t i = k + 1; i < n; ++i) {
      const double share = matrix[i][k] / matrix[k][k];
      if (share == 0) continue;
      for (std::size_t j = k; j < n; ++j) matrix[i][j] -= share * matrix[k][j];
      right[i] -= share * right[k];
    }
  }
  for (std::size_t k = n; k-- > 0;) {
    for (std::size_t j = k + 1; j < n; ++j) right[k] -= matrix[k][j] * right[j];
    right[k] /= matrix[k][k];
  }
  return right;
}

/// Flows in litres a second and pressures in kPa, so that both are of one size.
class DenseNewton {
 public:
  explicit DenseNewton(const Network& network) : network_(network), place_(network.nodes.size(), -1) {
    size_ = network.links.size();
    for (std::size_t i = 0; i < network.nodes.size(); ++i) {
      if (!network.nodes[i].pressure_pa) place_[i] = static_cast<int>(size_++);
    }
  }

  /// Links' flows, m3/s; none where it does not get there.
  [[nodiscard]] Vector flows() const {
    Vector at(size_, 0);
    for (std::size_t i = 0; i < network_.links.size(); ++i) at[i] = 0.5;
    for (int step = 0; step < 500; ++step) {
      const Vector off = residual(at);
      if (largest(off) < 1e-9) {
        at.resize(network_.links.size());
        for (double& flow : at) flow *= 1e-3;
        return at;
      }
      const Vector change = eliminated(jacobian(at), off);
      double share = 1;
      Vector next = at;
      for (; share > 1e-6; share /= 2) {
        for (std::size_t i = 0; i < size_; ++i) next[i] = at[i] - share * change[i];
        if (norm(residual(next)) < (1 - 1e-4 * share) * norm(off)) break;
      }
      at = next;
    }
    return {};
  }

 private:
  static double largest(const Vector& of) {
    double most = 0;
    for (const double one : of) most = std::max(most, std::fabs(one));
    return most;
  }
  static double norm(const Vector& of) {
    double sum = 0;
    for (const double one : of) sum += one * one;
    return std::sqrt(sum);
  }
  [[nodiscard]] double potential_kpa(std::size_t node, const Vector& at) const {
    if (place_[node] >= 0) return at[static_cast<std::size_t>(place_[node])];
    const Node& held = network_.nodes[node];
    return 1e-3 * (*held.pressure_pa + network_.fluid.density_kg_per_m3 * 9.80665 * held.elevation_m);
  }
  [[nodiscard]] double loss_kpa(std::size_t link, double litres) const {
    return 1e-3 * loss_of(network_.links[link].law, network_.fluid, 1e-3 * litres).pa;
  }
  [[nodiscard]] Vector residual(const Vector& at) const {
    Vector off(size_, 0);
    for (std::size_t i = 0; i < network_.links.size(); ++i) {
      const Link& link = network_.links[i];
      off[i] = loss_kpa(i, at[i]) - potential_kpa(link.from, at) + potential_kpa(link.to, at);
      if (place_[link.from] >= 0) off[static_cast<std::size_t>(place_[link.from])] -= at[i];
      if (place_[link.to] >= 0) off[static_cast<std::size_t>(place_[link.to])] += at[i];
    }
    for (std::size_t i = 0; i < network_.nodes.size(); ++i) {
      if (place_[i] >= 0) off[static_cast<std::size_t>(place_[i])] -= 1e3 * network_.nodes[i].demand_m3_per_s;
    }
    return off;
  }
  [[nodiscard]] std::vector<Vector> jacobian(const Vector& at) const {
    std::vector<Vector> made(size_, Vector(size_, 0));
    for (std::size_t i = 0; i < network_.links.size(); ++i) {
      const double step = std::max(1e-6, 1e-6 * std::fabs(at[i]));
      made[i][i] = std::max((loss_kpa(i, at[i] + step) - loss_kpa(i, at[i] - step)) / (2 * step), 1e-9);
      const int from = place_[network_.links[i].from], to = place_[network_.links[i].to];
      if (from >= 0) {
        made[i][static_cast<std::size_t>(from)] -= 1;
        made[static_cast<std::size_t>(from)][i] -= 1;
      }
      if (to >= 0) {
        made[i][static_cast<std::size_t>(to)] += 1;
        made[static_cast<std::size_t>(to)][i] += 1;
      }
    }
    return made;
  }

  const Network& network_;
  std::vector<int> place_;
  std::size_t size_ = 0;
};

/// A tree over all nodes and some chords, of pipes, fittings, racks and pumps, with demands and a second held node.
Network random_network(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto number = [&](double low, double high) {
    return low + (high - low) * static_cast<double>(random() >> 11) * 0x1p-53;
  };
  const auto below = [&](std::size_t most) { return static_cast<std::size_t>(random() % most); };
  Network network;
  network.fluid = {1022.5, 1.58e-3};
  const std::size_t nodes = 4 + below(12);
  for (std::size_t i = 0; i < nodes; ++i) {
    network.nodes.push_back({"n" + std::to_string(i), number(0, 5), number(-2e-4, 4e-4), {}});
  }
  network.nodes[0].pressure_pa = 2e5;
  network.nodes[nodes - 1].pressure_pa = number(1.5e5, 2.5e5);
  const auto add = [&](std::size_t from, std::size_t to) {
    const double kind = number(0, 1);
    Law law = Pipe{number(1, 40), number(0.025, 0.12), number(1e-6, 1e-4), number(0, 8)};
    if (kind > 0.9) {
      law = Resistance{number(0, 1e6), std::pow(10.0, number(8, 11))};
    } else if (kind > 0.75) {
      law = DropCurve{{{9.8e-4, 1.59e4}, {1.98e-3, 5.86e4}, {2.95e-3, 1.269e5}}};
    }
    Link link;
    link.id = "l" + std::to_string(network.links.size());
    link.from = from;
    link.to = to;
    link.law = std::move(law);
    network.links.push_back(std::move(link));
  };
  for (std::size_t i = 1; i < nodes; ++i) add(below(i), i);
  for (std::size_t i = below(nodes); i-- > 0;) {
    const std::size_t from = below(nodes), to = below(nodes);
    if (from != to) add(from, to);
  }
  return network;
}

TEST(Newton, RandomNetworksHaveOneAnswerBothWays) {
  int compared = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const Network network = random_network(seed);
    const Solution found = solve(network);
    ASSERT_TRUE(found.solved()) << seed << ": " << found.problem;
    const Vector expected = DenseNewton(network).flows();
    if (expected.empty()) continue;
    ++compared;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      ASSERT_NEAR(found.flow_m3_per_s[i], expected[i], 1e-9 + 1e-6 * std::fabs(expected[i])) << seed << ", link " << i;
    }
  }
  EXPECT_GE(compared, 190);
}

// The pump's own loop: two of them in parallel against a random net is where others do not converge.
TEST(Newton, PumpsIntoRandomNetworks) {
  int compared = 0;
  for (std::uint64_t seed = 300; seed < 400; ++seed) {
    Network network = random_network(seed);
    for (Node& node : network.nodes) node.demand_m3_per_s = 0;
    network.nodes.back().pressure_pa.reset();
    for (int pump = 0; pump < 2; ++pump) {
      Link link;
      link.id = "pump" + std::to_string(pump);
      link.from = 0;
      link.to = network.nodes.size() - 1;
      link.law = Pump{PowerCurve{4e5, 2e9, 1.8}};
      network.links.push_back(std::move(link));
    }
    const Solution found = solve(network);
    ASSERT_TRUE(found.solved()) << seed << ": " << found.problem;
    const Vector expected = DenseNewton(network).flows();
    if (expected.empty()) continue;
    ++compared;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      // Where next to nothing drives a link its flow is the square root of what the solver leaves off.
      ASSERT_NEAR(found.flow_m3_per_s[i], expected[i], 1e-7 + 1e-6 * std::fabs(expected[i])) << seed << ", link " << i;
    }
  }
  EXPECT_GE(compared, 90);
}

}  // namespace
}  // namespace hallplan::network
