/// The steady state of one CDU group with pipes: flow, pump speed and temperatures together, whole or with parts of it out.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "planner/hydraulics/facility_water.hpp"
#include "planner/hydraulics/group_cooling.hpp"
#include "planner/hydraulics/group_network.hpp"
#include "planner/hydraulics/pump_speed.hpp"
#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"

namespace hallplan::hydraulics {

struct UnitState {
  bool runs = false;
  double flow_m3_per_s = 0;
  double facility_m3_per_s = 0;  ///< of facility water
  double head_pa = 0;
  double heat_w = 0;  ///< to facility water: its racks' and its own
  double return_degc = 0, supply_degc = 0;
  double approach_k = 0;      ///< supply less facility water
  bool holds_supply = false;  ///< the set supply; else its exchanger takes all it can and the supply floats above
  double coldest_degc = 0;    ///< what it could supply with its exchanger wide open
};

struct RackState {
  PipedRack piped;
  double flow_m3_per_s = 0;
  double least_m3_per_s = 0;  ///< the same, or with the coolant as cold as it is set where that is less
  std::optional<double> supply_degc, return_degc;  ///< nothing where nothing flows, or temperatures are not known
  std::optional<double> asked_m3_per_s;            ///< by its table at that supply; nothing beyond its end
  double enough_to_degc = 0;  ///< warmest supply, from the set one on, at which its table asks for no more than it gets
  double table_to_degc = 0;   ///< where its table ends
  std::optional<double> return_margin_k;  ///< to its return limit
};

struct GroupState {
  std::string unknown;       ///< why there is no flow, by name; then nothing else counts
  std::string unknown_heat;  ///< why there are no temperatures, by name
  double speed = 1;          ///< of the pumps, a share of full speed
  bool holds_set = true;     ///< the pumps' control meets its set value
  double coolant_degc =
      0;  ///< temperature at which the coolant is taken: the set supply, or where the coldest CDU floats
  std::vector<UnitState> units;
  std::vector<RackState> racks;   ///< all of them, isolated ones without flow
  network::Solution flow;         ///< of the whole network
  std::vector<double> node_degc;  ///< of its nodes; NaN where nothing flows, empty where not known
};

/// What is out: CDUs by their number in the group, at most one rack by its number on its network; and a CDU whose strainer is half blocked.
struct GroupLoss {
  std::vector<std::size_t> units;
  std::optional<std::size_t> rack = {};
  std::optional<std::size_t> strainer = {};           ///< of a CDU, half blocked
  int facility_pumps = 0;                             ///< of the loop's, lost
  std::optional<std::size_t> facility_strainer = {};  ///< before a CDU, half blocked
};

class GroupSolver {
 public:
  /// `worst_type` and `end`: as of `network_of`. With the end by which most flows the coolant takes up most, too: more of it through an
  /// exchanger that takes all it can leaves its supply warmer.
  GroupSolver(const Site& site, const Plan& plan, int group, std::optional<int> worst_type = {},
              FlowEnd end = FlowEnd::least);

  [[nodiscard]] const GroupNetwork& network() const { return network_; }
  [[nodiscard]] const GroupCooling& cooling() const { return cooling_; }

  /// Flow first (`controlled_flow`), with valves set for the flow asked at the set supply; then temperatures: racks give all their liquid
  /// heat, CDUs their own power, pipes lose nothing to the room. Each CDU holds its set supply while its exchanger wide open could
  /// give less; else it floats. Each that floats only warms the return of the others, so letting loose those that cannot hold ends
  /// after as many rounds as there are CDUs; a thousandth of a millikelvin counts as held.
  ///
  /// Where none holds its supply both are solved together: the coolant is as thick, as dense and as capacious (at most as at the set
  /// supply) as at the supply of the coldest CDU, round after round until that moves by no more than a millikelvin. Where it does not
  /// settle in 30 rounds nothing is known, by name. On a cooler day the CDUs hold their supply, and less flows: `least_m3_per_s`. Where some CDUs float warmer than others flows are those of the coldest one's coolant, the
  /// least, and temperatures are the warmer of that and of the warmest one's coolant, of which more flows.
  [[nodiscard]] GroupState state(const GroupLoss& loss = {});
  /// With nothing out; found once.
  [[nodiscard]] const GroupState& whole();

 private:
  /// With the network as it stands, until flow and temperatures agree; and with the coolant as it stands.
  [[nodiscard]] GroupState settled(const GroupLoss& loss);
  [[nodiscard]] GroupState at_fluid(const GroupLoss& loss);
  struct SupplyRange {
    double coldest_degc = 0, warmest_degc = 0;
  };
  /// Of the CDUs that run.
  [[nodiscard]] SupplyRange supply_range(const GroupState& made) const;
  /// Temperatures of the same racks and CDUs with thinner coolant, where those are warmer.
  void take_warmer(const GroupState& thin, GroupState& made) const;
  void take_temperatures(const ControlledFlow& flow, const std::vector<double>& heat_w, const GroupWater& water,
                         GroupState& made) const;
  void take_rack(const RackType& type, RackState& rack) const;

  const Site& site_;
  const Plan& plan_;
  const CduGroup& group_;
  FlowEnd end_;
  GroupNetwork network_;
  GroupCooling cooling_;
  GroupFacility facility_;
  std::optional<GroupState> whole_;
};

}  // namespace hallplan::hydraulics
