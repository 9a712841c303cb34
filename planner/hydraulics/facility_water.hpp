/// The facility water that each CDU of a group gets, and what the group takes after failures of its loop's pipes.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "planner/hydraulics/coils.hpp"
#include "planner/hydraulics/facility_network.hpp"
#include "planner/hydraulics/heat_share.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/hydraulics/loads.hpp"
#include "planner/plan/check.hpp"
#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"

namespace hallplan::hydraulics {

/// What is out on the facility side of a group: units that stand still (their valves shut), pumps, and a unit of the group whose
/// strainer is half blocked.
struct GroupWaterLoss {
  std::vector<std::size_t> units = {};
  int pumps = 0;
  std::optional<std::size_t> strainer = {};
};

/// Of a group's units.
struct GroupWater {
  std::vector<double> unit_m3_per_s;  ///< 0 where a unit stands still; never more than the CDU is rated at
  double loop_m3_per_s = 0;           ///< in the whole loop
  std::string unknown;                ///< why it is not known, by name
};

class GroupFacility {
 public:
  GroupFacility(const Site& site, const CduGroup& group);

  /// Through the loop's pipes where the site gives them, the CDUs of other types and coils taking all they may. Else what the loop's coils
  /// leave of its flow goes to all units that run, of all its groups, as they are rated. Flows are found once for each loss.
  [[nodiscard]] const GroupWater& water(const GroupWaterLoss& loss);

  [[nodiscard]] const FacilityNetwork* network() const { return network_.get(); }

 private:
  [[nodiscard]] GroupWater through_pipes(const GroupWaterLoss& loss) const;
  [[nodiscard]] GroupWater shared(const GroupWaterLoss& loss) const;

  const Site& site_;
  const CduGroup& group_;
  std::unique_ptr<const FacilityNetwork> network_;
  std::map<std::pair<std::vector<std::size_t>, std::pair<int, std::size_t>>, GroupWater> found_;
};

/// What a unit on dedicated headers takes for its own racks.
struct UnitWater {
  double capacity_w = 0;
  double own_w = 0;  ///< of it its own power takes, while it runs
  std::string arithmetic;
};

/// A group after a single failure of its loop's pipes.
struct WaterCase {
  std::string scenario;  ///< "1 pump lost", "1 branch shut", "1 strainer half blocked"
  double capacity_w = 0;
  double own_w = 0;  ///< of it the running units' own power takes
  std::string arithmetic;
  std::string unknown;           ///< then capacity is an upper bound
  std::vector<UnitWater> units;  ///< on dedicated headers each of them, at its worst; `capacity_w` is then that of all
};

/// None where the loop has no pipes. The worst way of each: as many pumps as are spare, each CDU's branch shut (those of the group only
/// where it has a spare unit: it stands still with its branch), each strainer of the group half blocked. Units of a group get like flow and return, so
/// each must take as much as the one with the least water; spare units may stand still instead. On dedicated headers each takes what its own
/// water lets it, and one whose branch is shut nothing.
[[nodiscard]] std::vector<WaterCase> water_cases(const Site& site, const CduGroup& group, const Shares& shares = {});

/// `liquid.fws-delivery` of a group: its racks' heat against each of them; on dedicated headers that of the unit with the most of what it takes.
void check_water(const Site& site, const Plan& plan, int group, const Shares& shares, std::vector<Check>& out);

/// The losses of a loop's spare pumps: "1 pump lost", "1 pump out, 1 pump lost". None where pressure drives it.
[[nodiscard]] std::vector<PlantLoss> pump_losses(const Site& site, const FacilityPiping& pipes);

/// `liquid.fws-delivery` of the coils on a loop with CDUs or pipes, or whose loop has less flow than they ask for: what each bank takes with the water that it gets
/// when everything else takes all it may, normally, with its own units lost, and with pumps lost. A coil with a share of its rated flow
/// takes at least that share of its capacity (`coils.hpp`), and no more than all of it: between both it is undecided. Rear doors are held by
/// flow. `zone_heat_w`: of each zone; `lost_door_w`: what it takes on top with a rear door lost.
void check_coils(const Site& site, int loop, const std::vector<double>& zone_heat_w, const DoorLost& door_lost,
                 std::vector<Check>& out);

/// What a bank of coils takes at least, in one scenario.
struct CoilCase {
  std::string scenario;
  bool is_held =
      true;  ///< false of a loop of coils alone, without pipes, that has all they ask for: nothing can take it from them
  double capacity_w = 0;      ///< at least
  double most_w = 0;          ///< with all the water that it is rated with
  double least_m3_per_s = 0;  ///< of the coil that gets least
  std::string arithmetic;
  std::string unknown;
};
[[nodiscard]] std::vector<CoilCase> coil_cases(const Site& site, int loop, std::size_t bank);

/// What flows in a loop, normally, with its spare pumps lost, and with the spare CDUs of one of its groups lost and shut off; without pipes
/// what the site states.
struct LoopFlow {
  std::string scenario;
  double m3_per_s = 0;
  std::string unknown;
};
[[nodiscard]] std::vector<LoopFlow> loop_flows(const Site& site, int loop);
/// The first of them: normally.
[[nodiscard]] LoopFlow loop_flow(const Site& site, int loop);

}  // namespace hallplan::hydraulics
