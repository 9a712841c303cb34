/// The pressures' linear system of one Newton step: its pattern is made once, its numbers in each step. Internal.
#pragma once

#include <Eigen/SparseCholesky>
#include <Eigen/SparseCore>
#include <cstddef>
#include <vector>

#include "planner/network/network.hpp"
#include "planner/network/parts.hpp"

namespace hallplan::network {

class System {
 public:
  System(const Network& network, const Parts& parts);

  /// Factors the matrix of conductances, one a link, m3/s a Pa; false where it cannot.
  [[nodiscard]] bool factor(const std::vector<double>& conductance);
  [[nodiscard]] Eigen::VectorXd solve(const Eigen::VectorXd& right) const { return factors_.solve(right); }

 private:
  struct Places {
    std::size_t link;
    Eigen::Index from = -1, to = -1, across = -1;  ///< in the matrix's values; -1: a held end
  };

  Eigen::SparseMatrix<double> matrix_;
  std::vector<Places> places_;
  Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>, Eigen::Lower> factors_;
};

}  // namespace hallplan::network
