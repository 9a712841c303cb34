#include "planner/network/system.hpp"

#include <Eigen/SparseCholesky>
#include <Eigen/SparseCore>
#include <algorithm>
#include <cstddef>

namespace hallplan::network {

struct System::Parted {
  struct Places {
    std::size_t link;
    Eigen::Index from = -1, to = -1, across = -1;  ///< in the matrix's values; -1: a held end
  };

  Eigen::SparseMatrix<double> matrix;
  std::vector<Places> places;
  Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>, Eigen::Lower> factors;
};

System::System(const Network& network, const Parts& parts) : parted_(std::make_unique<Parted>()) {
  Eigen::SparseMatrix<double>& matrix = parted_->matrix;
  matrix.resize(parts.unknowns, parts.unknowns);
  std::vector<Eigen::Triplet<double>> entries;
  entries.reserve(network.links.size() + static_cast<std::size_t>(parts.unknowns));
  for (int node = 0; node < parts.unknowns; ++node) entries.emplace_back(node, node, 1.0);
  for (std::size_t number = 0; number < network.links.size(); ++number) {
    const int from = parts.unknown[network.links[number].from], to = parts.unknown[network.links[number].to];
    if (parts.works[number] && from >= 0 && to >= 0 && from != to) {
      entries.emplace_back(std::max(from, to), std::min(from, to), 1.0);
    }
  }
  matrix.setFromTriplets(entries.begin(), entries.end());
  const double* const values = matrix.valuePtr();
  const auto place = [&](int row, int column) { return &matrix.coeffRef(row, column) - values; };
  for (std::size_t number = 0; number < network.links.size(); ++number) {
    const int from = parts.unknown[network.links[number].from], to = parts.unknown[network.links[number].to];
    if (!parts.works[number] || from == to) continue;
    Parted::Places at{number};
    if (from >= 0) at.from = place(from, from);
    if (to >= 0) at.to = place(to, to);
    if (from >= 0 && to >= 0) at.across = place(std::max(from, to), std::min(from, to));
    parted_->places.push_back(at);
  }
  parted_->factors.analyzePattern(matrix);
}

System::~System() = default;

bool System::factor(const std::vector<double>& conductance) {
  Eigen::SparseMatrix<double>& matrix = parted_->matrix;
  double* const values = matrix.valuePtr();
  std::fill(values, values + matrix.nonZeros(), 0.0);
  for (const Parted::Places& at : parted_->places) {
    const double through = conductance[at.link];
    if (at.from >= 0) values[at.from] += through;
    if (at.to >= 0) values[at.to] += through;
    if (at.across >= 0) values[at.across] -= through;
  }
  parted_->factors.factorize(matrix);
  return parted_->factors.info() == Eigen::Success;
}

std::vector<double> System::solve(const std::vector<double>& right) const {
  std::vector<double> made(right.size());
  const auto size = static_cast<Eigen::Index>(right.size());
  Eigen::Map<Eigen::VectorXd>(made.data(), size) =
      parted_->factors.solve(Eigen::Map<const Eigen::VectorXd>(right.data(), size));
  return made;
}

}  // namespace hallplan::network
