#include "planner/network/system.hpp"

#include <algorithm>

namespace hallplan::network {

System::System(const Network& network, const Parts& parts) : matrix_(parts.unknowns, parts.unknowns) {
  std::vector<Eigen::Triplet<double>> entries;
  entries.reserve(network.links.size() + static_cast<std::size_t>(parts.unknowns));
  for (int node = 0; node < parts.unknowns; ++node) entries.emplace_back(node, node, 1.0);
  for (std::size_t number = 0; number < network.links.size(); ++number) {
    const int from = parts.unknown[network.links[number].from], to = parts.unknown[network.links[number].to];
    if (parts.works[number] && from >= 0 && to >= 0 && from != to) {
      entries.emplace_back(std::max(from, to), std::min(from, to), 1.0);
    }
  }
  matrix_.setFromTriplets(entries.begin(), entries.end());
  const double* const values = matrix_.valuePtr();
  const auto place = [&](int row, int column) { return &matrix_.coeffRef(row, column) - values; };
  for (std::size_t number = 0; number < network.links.size(); ++number) {
    const int from = parts.unknown[network.links[number].from], to = parts.unknown[network.links[number].to];
    if (!parts.works[number] || from == to) continue;
    Places at{number};
    if (from >= 0) at.from = place(from, from);
    if (to >= 0) at.to = place(to, to);
    if (from >= 0 && to >= 0) at.across = place(std::max(from, to), std::min(from, to));
    places_.push_back(at);
  }
  factors_.analyzePattern(matrix_);
}

bool System::factor(const std::vector<double>& conductance) {
  double* const values = matrix_.valuePtr();
  std::fill(values, values + matrix_.nonZeros(), 0.0);
  for (const Places& at : places_) {
    const double through = conductance[at.link];
    if (at.from >= 0) values[at.from] += through;
    if (at.to >= 0) values[at.to] += through;
    if (at.across >= 0) values[at.across] -= through;
  }
  factors_.factorize(matrix_);
  return factors_.info() == Eigen::Success;
}

}  // namespace hallplan::network
