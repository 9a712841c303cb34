/// A network as a file in EPANET's input format (.inp, version 2.2).
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "planner/network/network.hpp"

namespace hallplan::network {

/// EPANET's file of a network: litres a second, Darcy and Weisbach (Hazen and Williams where all pipes are by it). `about`: lines for
/// its head, in comments. Drops by flow become valves (GPV) with curves of short straight pieces, within 0.1 % of them; flow limits
/// become valves (FCV) behind their link, check valves of other things than pipes a short wide pipe with one. Ids are cut to the 31
/// letters, figures, `_`, `.` and `-` that EPANET takes, each another; a comment behind the line has the whole one. What EPANET
/// cannot carry is said in the head. `read_inp` gives the same heads and flows, but for EPANET's friction (Swamee and Jain in
/// place of Colebrook: 3 % at most).
[[nodiscard]] std::string write_inp(const Network& network, const std::vector<std::string>& about);

/// An id that EPANET takes, and none of those that were given before.
class InpNames {
 public:
  static constexpr std::size_t kMostLetters = 31;

  [[nodiscard]] std::string name(const std::string& id);

 private:
  std::set<std::string> taken_;
  std::map<std::string, int> next_;  ///< number behind ids that begin alike
};

}  // namespace hallplan::network
