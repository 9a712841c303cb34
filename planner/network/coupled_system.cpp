#include "planner/network/coupled_system.hpp"

#include <Eigen/SparseCore>
#include <algorithm>
#include <cmath>

#include "planner/network/elimination.hpp"

namespace hallplan::network {
namespace {

constexpr double kUsual_pa_s_per_m3 =
    1e8;  ///< a bar to a litre a second: pressures' unit, so that they are of the flows' size

}  // namespace

struct CoupledSystem::Parted {
  const Network& network;
  const Parts& parts;
  std::vector<int> row;  ///< of each link that works, else -1
  int rows = 0;
  Eigen::SparseMatrix<double> matrix;
  Elimination elimination;

  Parted(const Network& of, const Parts& its_parts) : network(of), parts(its_parts), row(of.links.size(), -1) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (parts.works[i]) row[i] = rows++;
    }
    // Which of a tee's links is the common one changes with the flow: all are taken for coupled.
    std::vector<Coupling> couplings;
    for (const Tee& tee : network.tees) {
      for (const auto& [one, other] : {std::pair(tee.run[0], tee.branch), std::pair(tee.run[1], tee.branch)}) {
        couplings.push_back({one, other, 1});
        couplings.push_back({other, one, 1});
      }
    }
    const std::vector<double> ones(row.size(), 1);
    std::vector<Eigen::Triplet<double>> entries;
    each_entry(ones, couplings, ones,
               [&](int at_row, int column, double amount) { entries.emplace_back(at_row, column, amount); });
    matrix.resize(size(), size());
    matrix.setFromTriplets(entries.begin(), entries.end());
    elimination.order(matrix);
  }

  [[nodiscard]] int size() const { return rows + parts.unknowns; }

  /// Calls `put(row, column, amount)` for every entry. Each link's line is divided by its `scale`: lines of shut valves and of wide pipes differ
  /// by 1e15.
  template <class Put>
  void each_entry(const std::vector<double>& slope, const std::vector<Coupling>& couplings,
                  const std::vector<double>& scale, const Put& put) const {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (row[i] < 0) continue;
      put(row[i], row[i], slope[i] / scale[i]);
      const auto end = [&](std::size_t node, double sign) {
        const int unknown = parts.unknown[node];
        if (unknown < 0) return;
        put(row[i], rows + unknown, -sign * kUsual_pa_s_per_m3 / scale[i]);
        put(rows + unknown, row[i], -sign);
      };
      end(network.links[i].from, 1);
      end(network.links[i].to, -1);
    }
    for (const Coupling& one : couplings) {
      if (row[one.link] < 0 || row[one.other] < 0) continue;
      put(row[one.link], row[one.other], one.slope_pa_s_per_m3 / scale[one.link]);
    }
  }

  /// The pattern with a step's numbers.
  const Eigen::SparseMatrix<double>& filled(const std::vector<double>& slope, const std::vector<Coupling>& couplings,
                                            const std::vector<double>& scale) {
    matrix.coeffs().setZero();
    each_entry(slope, couplings, scale,
               [&](int at_row, int column, double amount) { matrix.coeffRef(at_row, column) += amount; });
    return matrix;
  }
};

CoupledSystem::CoupledSystem(const Network& network, const Parts& parts)
    : parted_(std::make_unique<Parted>(network, parts)) {}

CoupledSystem::~CoupledSystem() = default;

std::optional<CoupledStep> CoupledSystem::step(const std::vector<double>& slope_pa_s_per_m3,
                                               const std::vector<Coupling>& couplings,
                                               const std::vector<double>& energy_off_pa,
                                               const std::vector<double>& mass_off_m3_per_s) {
  const std::vector<int>& row = parted_->row;
  const Parts& parts = parted_->parts;
  std::vector<double> scale(row.size(), 1);
  for (std::size_t i = 0; i < row.size(); ++i) scale[i] = std::max(scale[i], std::fabs(slope_pa_s_per_m3[i]));
  for (const Coupling& one : couplings) scale[one.link] = std::max(scale[one.link], std::fabs(one.slope_pa_s_per_m3));
  std::vector<double> right(static_cast<std::size_t>(parted_->size()));
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (row[i] >= 0) right[static_cast<std::size_t>(row[i])] = -energy_off_pa[i] / scale[i];
  }
  const auto unknowns = static_cast<std::size_t>(parts.unknowns), rows = static_cast<std::size_t>(parted_->rows);
  for (std::size_t i = 0; i < unknowns; ++i) right[rows + i] = -mass_off_m3_per_s[i];
  if (!parted_->elimination.factor(parted_->filled(slope_pa_s_per_m3, couplings, scale))) return {};
  const std::vector<double> found = parted_->elimination.solve(right);
  if (!std::all_of(found.begin(), found.end(), [](double one) { return std::isfinite(one); })) return {};
  CoupledStep step;
  step.flow_m3_per_s.assign(row.size(), 0);
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (row[i] >= 0) step.flow_m3_per_s[i] = found[static_cast<std::size_t>(row[i])];
  }
  step.pressure_pa.reserve(unknowns);
  for (std::size_t i = 0; i < unknowns; ++i) step.pressure_pa.push_back(kUsual_pa_s_per_m3 * found[rows + i]);
  return step;
}

}  // namespace hallplan::network
