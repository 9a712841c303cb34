/// What is left of every reduced capacity row while racks are added and removed. Integers: removing a rack gives back
/// exactly what it took.
#pragma once

#include <vector>

#include "planner/search/model.hpp"

namespace hallplan::search {

class Load {
 public:
  explicit Load(const Model& model) : left_(model.free) {}

  /// True when every row has that much left.
  [[nodiscard]] bool fits(const std::vector<Use>& uses) const {
    for (const Use& use : uses) {
      if (use.amount > left_[static_cast<std::size_t>(use.row)]) return false;
    }
    return true;
  }
  void take(const std::vector<Use>& uses) {
    for (const Use& use : uses) left_[static_cast<std::size_t>(use.row)] -= use.amount;
  }
  void give(const std::vector<Use>& uses) {
    for (const Use& use : uses) left_[static_cast<std::size_t>(use.row)] += use.amount;
  }

  /// How scarce what it takes is: sum of amount over what is left, the last unit of a row being the dearest. Only for choosing.
  [[nodiscard]] double scarcity(const std::vector<Use>& uses) const;

  [[nodiscard]] const std::vector<Amount>& left() const { return left_; }

 private:
  std::vector<Amount> left_;
};

}  // namespace hallplan::search
