#include <algorithm>

#include "planner/sweep/sweep.hpp"

namespace hallplan::sweep {

std::size_t count_of(const std::vector<Axis>& axes) {
  constexpr std::size_t kEnough = kMostCases * kMostCases;  // times one axis more it is still a number
  std::size_t count = 1;
  for (const Axis& axis : axes) count = std::min(kEnough, count * axis.values.size());
  return count;
}

std::vector<Case> cases_of(const std::vector<Axis>& axes, Part part) {
  std::vector<Case> out;
  const int count = static_cast<int>(count_of(axes));
  for (int number = part.share; number <= count; number += part.of) {
    Case one;
    one.number = number;
    one.at.resize(axes.size());
    std::size_t rest = static_cast<std::size_t>(number) - 1;
    for (std::size_t axis = axes.size(); axis-- > 0;) {
      one.at[axis] = rest % axes[axis].values.size();
      rest /= axes[axis].values.size();
    }
    out.push_back(std::move(one));
  }
  return out;
}

std::vector<std::string> sets_of(const std::vector<Axis>& axes, const Case& one) {
  std::vector<std::string> sets;
  for (std::size_t axis = 0; axis < axes.size(); ++axis) sets.push_back(set_of(axes[axis], one.at[axis]));
  return sets;
}

}  // namespace hallplan::sweep
