#include "planner/network/coupled_system.hpp"

// GCC 12 takes what its own AVX-512 header leaves unset on purpose for a mistake of SparseLU's (its bug 105593).
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <Eigen/SparseCore>
#include <Eigen/SparseLU>
#include <algorithm>
#include <cmath>

namespace hallplan::network {
namespace {

constexpr double kUsual_pa_s_per_m3 =
    1e8;  ///< a bar to a litre a second: pressures' unit, so that they are of the flows' size

}  // namespace

std::optional<CoupledStep> coupled_step(const Network& network, const Parts& parts,
                                        const std::vector<double>& slope_pa_s_per_m3,
                                        const std::vector<Coupling>& couplings,
                                        const std::vector<double>& energy_off_pa,
                                        const std::vector<double>& mass_off_m3_per_s) {
  std::vector<int> row(network.links.size(), -1);
  int rows = 0;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (parts.works[i]) row[i] = rows++;
  }
  const int size = rows + parts.unknowns;
  // Each link's line is divided by its slope: lines of shut valves and of wide pipes differ by 1e15.
  std::vector<double> scale(network.links.size(), 1);
  for (const Coupling& one : couplings) scale[one.link] = std::max(scale[one.link], std::fabs(one.slope_pa_s_per_m3));
  std::vector<Eigen::Triplet<double>> entries;
  Eigen::VectorXd right(size);
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (row[i] < 0) continue;
    scale[i] = std::max(scale[i], std::fabs(slope_pa_s_per_m3[i]));
    entries.emplace_back(row[i], row[i], slope_pa_s_per_m3[i] / scale[i]);
    right[row[i]] = -energy_off_pa[i] / scale[i];
    const auto end = [&](std::size_t node, double sign) {
      const int unknown = parts.unknown[node];
      if (unknown < 0) return;
      entries.emplace_back(row[i], rows + unknown, -sign * kUsual_pa_s_per_m3 / scale[i]);
      entries.emplace_back(rows + unknown, row[i], -sign);
    };
    end(network.links[i].from, 1);
    end(network.links[i].to, -1);
  }
  for (const Coupling& one : couplings) {
    if (row[one.link] < 0 || row[one.other] < 0) continue;
    entries.emplace_back(row[one.link], row[one.other], one.slope_pa_s_per_m3 / scale[one.link]);
  }
  for (int i = 0; i < parts.unknowns; ++i) right[rows + i] = -mass_off_m3_per_s[static_cast<std::size_t>(i)];
  Eigen::SparseMatrix<double> matrix(size, size);
  matrix.setFromTriplets(entries.begin(), entries.end());
  Eigen::SparseLU<Eigen::SparseMatrix<double>> factors;
  factors.compute(matrix);
  if (factors.info() != Eigen::Success) return {};
  const Eigen::VectorXd found = factors.solve(right);
  if (!found.allFinite()) return {};
  CoupledStep step;
  step.flow_m3_per_s.assign(network.links.size(), 0);
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (row[i] >= 0) step.flow_m3_per_s[i] = found[row[i]];
  }
  for (int i = 0; i < parts.unknowns; ++i) step.pressure_pa.push_back(kUsual_pa_s_per_m3 * found[rows + i]);
  return step;
}

}  // namespace hallplan::network
