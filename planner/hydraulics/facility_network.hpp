/// A facility-water loop as a network of pipes, from where it enters the room to its CDUs. It hangs on the site alone: no rack changes it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "planner/hydraulics/pipes.hpp"
#include "planner/network/network.hpp"
#include "planner/site/site.hpp"

namespace hallplan::hydraulics {

/// One CDU on it.
struct FacilityUnit {
  std::size_t group = 0, unit = 0;  ///< in the site, in the group
  std::size_t link = 0;             ///< through its exchanger
};

/// What is out: pumps, CDUs whose branch is shut, and a CDU whose strainer is half blocked; CDUs by their number on the network.
struct FacilityLoss {
  int pumps = 0;
  std::vector<std::size_t> shut = {};
  std::optional<std::size_t> strainer = {};
};

struct FacilityFlow {
  std::vector<double> unit_m3_per_s;  ///< of its CDUs
  double total_m3_per_s = 0;
  std::string unknown;  ///< why there is none, by name; then nothing else counts
};

class FacilityNetwork {
 public:
  /// From the room's edge the header goes to the nearest CDU, from that to the nearest of the others, and so on: one header past all of
  /// them, through whose first piece all water flows, which loses more than one that forks. The return goes beside it, or from the far
  /// end back. Exchangers lose the high end of their maker's drop, by the square of the flow; pumps give the low end of their curve and
  /// no more flow than its last point; the water has its high viscosity at its coldest. Tees of headers count
  /// where the site says so (`header_tees`); bends are left out.
  FacilityNetwork(const Site& site, int loop);

  [[nodiscard]] const std::string& unknown() const { return unknown_; }  ///< what keeps it from being made, by name
  [[nodiscard]] const std::vector<FacilityUnit>& units() const { return units_; }  ///< along the header
  [[nodiscard]] bool has_strainers() const { return !strainer_links_.empty(); }
  [[nodiscard]] const network::Network& network() const { return network_; }

  /// Of all flows together no more than the loop's own `flow`, low end; what is beyond it is taken from all alike.
  [[nodiscard]] FacilityFlow flow(const FacilityLoss& loss) const;

 private:
  void add_source(std::size_t back, std::size_t supply);
  void add_units(std::size_t back, std::size_t supply);
  bool add_unit(const FacilityUnit& unit, std::size_t supply, std::size_t back);

  const Site& site_;
  const FacilityLoop& loop_;
  network::Network network_;
  std::vector<FacilityUnit> units_;
  std::vector<std::size_t> strainer_links_, pump_links_;
  std::vector<HeaderBranch> branches_;
  std::string unknown_;
};

}  // namespace hallplan::hydraulics
