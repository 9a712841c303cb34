/// The pressures' linear system of one Newton step: its pattern is made once, its numbers in each step. Internal.
#pragma once

#include <memory>
#include <vector>

#include "planner/network/network.hpp"
#include "planner/network/parts.hpp"

namespace hallplan::network {

class System {
 public:
  System(const Network& network, const Parts& parts);
  ~System();
  System(const System&) = delete;
  System& operator=(const System&) = delete;

  /// Factors the matrix of conductances, one a link, m3/s a Pa; false where it cannot.
  [[nodiscard]] bool factor(const std::vector<double>& conductance);
  /// The pressures' changes, Pa, for flows that are too much at each unknown, m3/s.
  [[nodiscard]] std::vector<double> solve(const std::vector<double>& right) const;

 private:
  struct Parted;
  std::unique_ptr<Parted> parted_;
};

}  // namespace hallplan::network
