/// Losses after which something has no cooling at all, because nothing else can take it over: a CDU with headers of its own, and
/// a facility-water loop.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "planner/plan/check.hpp"
#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"

namespace hallplan::hydraulics {

/// True where each unit of a group serves racks of its own: dedicated headers, or CDUs inside racks.
[[nodiscard]] bool is_dedicated(const Site& site, const CduGroup& group);

/// Racks of a dedicated group (indices into the plan) by unit: in order of row and slot, in equal numbers, the first units one more
/// where it does not come out even. Any other split into equal numbers is as good: `liquid.cdu-heat` and `liquid.cdu-flow` hold
/// for each of them.
[[nodiscard]] std::vector<std::vector<int>> racks_by_unit(const Site& site, const Plan& plan, int group);

inline constexpr std::string_view kUnitLost = "1 unit lost";
inline constexpr std::string_view kLoopLost = "facility water off";

/// What a loss stops.
struct CoolingLoss {
  std::string where;       ///< the group or loop
  std::string scenario;    ///< "1 unit lost", "mech-a lost", "facility water off"
  std::vector<int> racks;  ///< indices into the plan, rising
  std::vector<int> zones;  ///< indices into `site.air_zones`, rising
  int hanging = 0;         ///< racks that stop with one unit or another; racks and zones on the loop
  bool accepted = false;   ///< the site lives with it
  std::string arithmetic;
  Mark at;
};

/// The worst unit of each dedicated group (accepted where it asks for no spare), its units that stop with one power device, a unit of each shared group that asks for no spare
/// where those left do not carry its racks (accepted), and each facility-water loop (accepted unless `survive_loss`); of the
/// accepted ones those that stop something.
[[nodiscard]] std::vector<CoolingLoss> cooling_losses(const Site& site, const Plan& plan);

/// `liquid.supplied` for each of them; of those that are not accepted the limit is that nothing hangs there, which is a row for the
/// search too.
void check_supplied(const std::vector<CoolingLoss>& losses, std::vector<Check>& out);

}  // namespace hallplan::hydraulics
