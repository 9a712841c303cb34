#include "planner/search/load.hpp"

#include <algorithm>

namespace hallplan::search {

double Load::scarcity(const std::vector<Use>& uses) const {
  double sum = 0;
  for (const Use& use : uses) {
    const Amount left = std::max(left_[static_cast<std::size_t>(use.row)], use.amount);
    sum += static_cast<double>(use.amount) / static_cast<double>(left);
  }
  return sum;
}

}  // namespace hallplan::search
