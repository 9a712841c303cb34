/// A facility-water loop as a network of pipes, from where it enters the room to its CDUs and to the coils of air units and rear doors. It
/// hangs on the site alone: no rack changes it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "planner/hydraulics/coils.hpp"
#include "planner/hydraulics/pipes.hpp"
#include "planner/network/network.hpp"
#include "planner/site/site.hpp"

namespace hallplan::hydraulics {

/// One CDU on it.
struct FacilityUnit {
  std::size_t group = 0, unit = 0;  ///< in the site, in the group
  std::size_t link = 0;             ///< through its exchanger
};

/// One coil on it.
struct FacilityCoil {
  std::size_t bank = 0;  ///< of `coil_banks`
  std::size_t link = 0;  ///< through it
};

/// What is out: pumps, CDUs whose branch is shut, a CDU whose strainer is half blocked (CDUs by their number on the network), and so many
/// units of a bank of coils.
struct FacilityLoss {
  int pumps = 0;
  std::vector<std::size_t> shut = {};
  std::optional<std::size_t> strainer = {};
  std::optional<std::size_t> bank = {};
  int coils = 0;
};

/// Whose water is looked at: it loses the high end of its pressure drop while all others on the loop lose the low end of theirs, and so take
/// more. Neither: all lose the high end, and least flows in all.
struct WaterTaker {
  std::optional<int> cdu_type = {};      ///< of the catalogue
  std::optional<std::size_t> bank = {};  ///< of `coil_banks`
};

struct FacilityFlow {
  std::vector<double> unit_m3_per_s;  ///< of its CDUs
  std::vector<double> coil_m3_per_s;  ///< of its coils
  double total_m3_per_s = 0;
  std::string unknown;  ///< why there is none, by name; then nothing else counts
};

class FacilityNetwork {
 public:
  /// From the room's edge the header goes to the nearest CDU or coil, from that to the nearest of the others, and so on: one header past all
  /// of them, through whose first piece all water flows, which loses more than one that forks. The return goes beside it, or from the far
  /// end back. Exchangers and coils lose their maker's drop by the square of the flow, at the end of its range that `taker` asks for; pumps
  /// give the low end of their curve and no more flow than its last point; the water has its high viscosity at its coldest. Tees of headers
  /// count where the site says so (`header_tees`); bends are left out.
  ///
  /// Coils on two-way valves draw what `CoilBank` says, and where that is less than they are rated with, as units are spare, also with the
  /// spare units nearest to the room's edge lost and the others at their rated flow: of both what leaves each CDU least, and least in all.
  FacilityNetwork(const Site& site, int loop, const WaterTaker& taker = {});

  [[nodiscard]] const std::string& unknown() const { return unknown_; }  ///< what keeps it from being made, by name
  [[nodiscard]] const std::vector<FacilityUnit>& units() const { return units_; }  ///< along the header
  [[nodiscard]] const std::vector<CoilBank>& banks() const { return banks_; }
  [[nodiscard]] const std::vector<FacilityCoil>& coils() const { return coils_; }  ///< along the header
  [[nodiscard]] bool has_strainers() const { return !strainer_links_.empty(); }
  [[nodiscard]] const network::Network& network() const { return network_; }

  /// Of all flows together no more than the loop's own `flow`, low end; what is beyond it is taken from all alike. Of a bank with units lost
  /// those are the nearest to the room's edge, whose water would have the shortest way.
  [[nodiscard]] FacilityFlow flow(const FacilityLoss& loss) const;

 private:
  void add_source(std::size_t back, std::size_t supply);
  /// A CDU or a coil on the header, by its number in `units_` or `coils_`.
  struct Stop {
    bool is_coil = false;
    std::size_t number = 0;
    std::string id;
    FloorPoint at;
  };
  void list_units(int loop);
  void list_coils();
  void add_stops(std::size_t back, std::size_t supply);
  void add_unit(FacilityUnit& unit, std::size_t supply, std::size_t back);
  void add_coil(FacilityCoil& coil, const std::string& id, std::size_t supply, std::size_t back);
  [[nodiscard]] FacilityFlow solved(const network::Network& network) const;
  /// The first coils along the header of a bank shut, as far as their valves shut, and the others of it open.
  void lose_coils(std::size_t bank, std::size_t lost, network::Network& network) const;

  const Site& site_;
  const FacilityLoop& loop_;
  WaterTaker taker_;
  network::Network network_;
  std::vector<CoilBank> banks_;
  std::vector<FacilityCoil> coils_;
  std::vector<Stop> stops_;
  std::vector<FacilityUnit> units_;
  std::vector<std::size_t> strainer_links_, pump_links_;
  std::vector<HeaderBranch> branches_;
  std::string unknown_;
};

}  // namespace hallplan::hydraulics
