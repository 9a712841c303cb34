/// The power tree: what every device carries, in normal running and after each single loss, with losses and the plant's own
/// power on it. See `README.md` for the rules; the tree is simulated, not summed by rows.
///
/// Method: steady balance of real power, input = output / efficiency at every device; efficiencies and shares do not depend on
/// load, so every load is linear in what is placed. Checks take the unfavourable end of each declared range: high loads,
/// low ratings, low efficiencies, low power factor. Rule of 80 %: NEC 210.20(A), 215.3 (continuous load times 125 %).
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "planner/capacity/capacity.hpp"
#include "planner/plan/check.hpp"
#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"

namespace hallplan::power {

/// What may carry, continuously, at a device's output, and how that follows from its ratings.
struct Limit {
  double continuous_w =
      0;    ///< of what is known; +infinity when the device states no rating, 0 when none of them is known
  Mark at;  ///< the rating that governs; the device when there is none
  std::string source;
  std::string arithmetic;  ///< "1.732 x 415 V x 1000 A x 0.98 = 704.4 kW"
  std::string unknown;     ///< "no derating known for bus-a at 60 degC"; a check against this limit cannot pass
};

/// The least of a device's ratings, a busway's derated by the air around it, an overcurrent device that is not 100 % rated
/// taken at 80 % under NEC; of a UPS with this many of its modules lost.
[[nodiscard]] Limit limit_of(const Site& site, const Device& device, int modules_lost = 0);

/// Output over input: stated, by UPS or transformer type, or 1; the low end. No-load losses are not counted: without load there is no loss.
[[nodiscard]] double efficiency_of(const Site& site, const Device& device);
/// "no efficiency known for ups-a" of a UPS or transformer, which is never without loss; empty of everything else.
[[nodiscard]] std::string unknown_efficiency(const Site& site, const Device& device);

/// A stretch of time after a loss in which devices that will have power again still wait for a generator or a switch.
struct Meanwhile {
  int until = -1;       ///< the device whose return ends it
  double seconds = 0;   ///< from the loss until then, at least
  std::string words;    ///< "gen starts in 10 s + tx-b transfers in 0.5 s"
  std::string unknown;  ///< "no start time known for gen": whether there is such a stretch; empty where there is
};

/// The tree after a loss. `lost` is a device index, -1 for normal running; `out` another that is out of service, -1: none. Vectors are by device; a dead device carries nothing.
struct State {
  int lost = -1;
  int out = -1;
  std::vector<double> output_w;  ///< carried at each device's output
  std::vector<double> input_w;
  std::vector<double> peak_w;  ///< sum of electrical peaks at each device's output: EDPp of racks, plant as it is
  std::vector<bool> live;
  std::vector<int> dark_racks;          ///< racks of the plan without any live feed
  std::vector<std::string> dark_plant;  ///< plant without power: "CDUs of g1"; see `dark_plant`
  std::optional<Meanwhile> meanwhile;   ///< of what is not left in the end, but until then
};

/// Simulates the tree. Dual-corded racks draw half on each feed, all on one when the other is dead. Plant whose power is not
/// known counts as nothing here; the checks of what carries it are undecided. The plan's types must be the site's.
[[nodiscard]] State simulate(const Site& site, const Plan& plan, int lost, int out = -1);

/// The rule that holds a device of this kind to its rating.
[[nodiscard]] Rule rule_of(DeviceKind kind);

/// Which devices have power in normal running: a device that waits to be energised, or all of whose sources do, has none.
[[nodiscard]] std::vector<bool> live(const Site& site);

/// Devices whose single loss is looked at: all but those that nothing hangs on.
[[nodiscard]] std::vector<int> losses(const Site& site);

/// Facility power in normal running, of utilities and of generators that run all the time (`facility_sources`): IT, plant and losses.
[[nodiscard]] double facility_w(const Site& site, const Plan& plan);
/// Sustained power of all placed racks.
[[nodiscard]] double it_w(const Site& site, const Plan& plan);
/// Losses of power devices that heat an air zone of the hall, by zone, in normal running.
[[nodiscard]] std::vector<double> zone_losses_w(const Site& site, const Plan& plan);

struct ZoneLosses {
  std::string scenario;    ///< "ups-a lost"
  std::vector<bool> live;  ///< by device
  std::vector<double> by_zone_w;
};
/// The same after each single loss, in the order of `losses`, and then of each pair that the policy asks for. Empty when no device heats a
/// zone of the hall.
[[nodiscard]] std::vector<ZoneLosses> zone_losses_by_loss(const Site& site, const Plan& plan);

/// What plant on these feeds sees when every utility is lost.
struct Outage {
  bool bridged = false;  ///< a live feed of it hangs on a UPS: it runs on
  std::string by;        ///< that feed
  double seconds = 0;    ///< until a generator has taken over the slowest of its feeds, high end
  std::string words;     ///< "gen starts in 12 s + tx-a transfers in 0.5 s"
  std::string unknown;   ///< why the seconds are not known: "no start time known for gen"
};
/// Whether a UPS's battery lasts until then is held by `power.autonomy`. A feed behind a switch that must go over to the UPS first is without
/// voltage meanwhile, and bridges nothing.
[[nodiscard]] Outage outage_of(const Site& site, const std::vector<Ref>& feeds, const std::string& plant);

/// The longest time that plant is without voltage until a switch has gone over, though it lies behind UPS.
struct Switchover {
  double seconds = 0;   ///< at least; 0 where there is none
  std::string words;    ///< "pump-a transfers in 5 s"
  std::string unknown;  ///< "no transfer time known for pump-a"
};
/// What each unit of some plant hangs on, by index.
using UnitFeeds = std::vector<std::vector<int>>;
/// After the loss of every utility, of plant on these feeds.
[[nodiscard]] Switchover switchover_without_utilities(const Site& site, const std::vector<int>& feeds);
/// After any single loss (or pair that the policy asks for) that leaves more units than are spare without voltage at once.
[[nodiscard]] Switchover longest_switchover(const Site& site, const UnitFeeds& units, int spare);

/// For which devices something takes over when a source is lost: a generator above them, or a transfer switch, themselves among them.
[[nodiscard]] std::vector<bool> taken_over(const Site& site);

/// All power checks of a placement: for each rule and device normal running, the worst loss (what is left in the end, and until others have
/// taken over) where one adds load to it, and under
/// `policy.power: maintenance` the worst pair where one adds more.
[[nodiscard]] std::vector<Check> check(const Site& site, const Plan& plan);

/// The checks of one loss: every live device against its ratings, and whether racks and plant keep power. Made as `check`
/// makes them, so that both say the same of a device in this scenario.
[[nodiscard]] std::vector<Check> check_loss(const Site& site, const Plan& plan, int lost);

/// One row of the failure matrix.
struct LossRow {
  std::string scenario;       ///< "ups-a lost", "1 module of ups-a lost", "ups-a out, ups-b lost"
  std::vector<Check> checks;  ///< those that decide it
  int dark_racks = 0;
};

/// Every loss, in the order of `losses`; then the stretches after a loss in which something carries more than in its end; spare modules of UPS; then, under `policy.power: maintenance`, the 20 worst pairs: those
/// that leave most dark, then those that come closest to a limit or beyond. Of a loss those checks of `check_loss` that decide it, at
/// most five: of the devices the one that uses most of its limit, the one that does so among those whose load is known only in
/// part, and the first without a known limit; of lines the worst; then `power.supplied`. Each loss is simulated once.
[[nodiscard]] std::vector<LossRow> check_losses(const Site& site, const Plan& plan);

/// The same limits as rows: every device in normal running and after each loss, and peaks where a short-time rating is given.
/// Left out are devices without a rating, rows that nothing adds to, rows after a loss that equal the normal one, and rows of a pair
/// of losses that another row of the same device covers.
[[nodiscard]] capacity::Part capacity_rows(const Site& site, const std::vector<capacity::Choice>& choices);

}  // namespace hallplan::power
