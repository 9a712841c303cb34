/// Which cases of a batch the coarser grid helps: each is judged by its own mass imbalances. Internal.
#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <vector>

namespace kernels::flow {

class Help {
 public:
  Help() = default;
  Help(std::size_t cases, bool helped)
      : helped_(cases, helped ? 1 : 0), least_(cases, std::numeric_limits<double>::max()) {}

  [[nodiscard]] bool helped(std::size_t unit) const { return helped_[unit] != 0; }
  [[nodiscard]] bool any() const {
    return std::any_of(helped_.begin(), helped_.end(), [](int one) { return one != 0; });
  }
  void drop(std::size_t unit) { helped_[unit] = 0; }

  /// Whether a case is calm enough to be helped. Imbalances are those over the hall's flow.
  [[nodiscard]] bool takes(std::size_t unit, double imbalance) const {
    return helped(unit) && imbalance < kMassToBeHelped;
  }

  /// Whether what the coarse grid found is sound: the fine grid's imbalances have not grown with earlier visits, and the coarse
  /// grid's have not in this one. If not, the case is not helped any more.
  bool sound(std::size_t unit, double before, double found) {
    const bool grows = before > std::max(kMassGrowth * least_[unit], kMassOfNoWorry);
    least_[unit] = std::min(least_[unit], before);
    if (grows || !(found < std::max(before, kMassOfNoWorry))) drop(unit);
    return helped(unit);
  }

 private:
  static constexpr double kMassToBeHelped = 1.5;
  static constexpr double kMassGrowth = 4;  ///< over the least seen
  static constexpr double kMassOfNoWorry = 0.3;

  std::vector<int> helped_;
  std::vector<double> least_;
};

}  // namespace kernels::flow
