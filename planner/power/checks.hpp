/// The parts of the power checks and what they share.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "planner/plan/check.hpp"
#include "planner/power/loads.hpp"
#include "planner/power/power.hpp"

namespace hallplan::power {

/// NEC 210.20(A) and 215.3: an overcurrent device that is not 100 % rated is sized at 125 % of its continuous load.
inline constexpr double kContinuousShare = 0.8;

/// Most failing lines that one rule gives.
inline constexpr std::size_t kMostLines = 20;

enum class Quantity { sustained, peak };

/// One limit of one device, and what is missing to hold its load against it.
struct Held {
  int device = -1;
  Quantity quantity = Quantity::sustained;
  Limit limit;
  std::string unknown_load;  ///< "no power known for test-cdu (CDUs of g1)"; empty when all of the load is known
  std::string modules;       ///< "1 module of ups-a lost", for the limit it then has; empty with all modules
};

/// What the checks of all states share, gathered once.
struct Basics {
  const Site& site;
  const Plan& plan;
  Loads loads;
  std::vector<int> losses;  ///< from the utility down to the racks
  std::vector<Held> held;   ///< of the devices in `losses`, in that order
  std::vector<Held> fewer;  ///< the same of UPS with their spare modules lost
  std::vector<Held> least;  ///< and with one more out of service, where the policy asks for it
  std::vector<bool>
      uneven_sources;  ///< by device: its sources may not share its load in equal parts; empty where all do
};

[[nodiscard]] Basics basics_of(const Site& site, const Plan& plan);

/// Normal running and every single loss of `Basics::losses`, simulated once for all checks.
struct States {
  State normal;
  std::vector<State> lost;
  std::vector<State> meanwhile;  ///< after single losses, until others have taken over: see `meanwhile.hpp`
};

[[nodiscard]] States states_of(const Basics& basics);

/// What one rule makes of pairs of losses. Every pair is simulated once, and all rules look at it.
class PairRule {
 public:
  PairRule() = default;
  PairRule(const PairRule&) = delete;
  PairRule& operator=(const PairRule&) = delete;
  virtual ~PairRule() = default;
  virtual void look_at(const State& state) = 0;
  virtual void report(std::vector<Check>& out) = 0;
};

/// "normal", "ups-a lost", "ups-a out, ups-b lost", "utility lost, until tx-b has power"
[[nodiscard]] std::string scenario_of(const Site& site, const State& state);
/// "ups-b out, 1 module of ups-a lost", of a limit with fewer modules
[[nodiscard]] std::string scenario_of(const Site& site, const State& state, const Held& held);

/// Whether a UPS without its spare modules, and `more` of them, has any left; else that is the loss of the UPS, which is looked at as such.
[[nodiscard]] bool leaves_modules(const Device& device, int more);
/// "1 module of ups-a lost", "1 module of ups-a out, 1 lost"
[[nodiscard]] std::string modules_lost(const Device& device, bool one_out);

/// How a device's load adds up from what hangs directly on it: "4 x test-compute x 100 kW / 2 + ups-a 215 kW / 96 % = ...".
[[nodiscard]] std::string load_text(const Site& site, const Loads& loads, const State& state, int device,
                                    Quantity quantity);

/// What each of `Basics::losses` may carry, and what is not known of what hangs on it or above; in their order.
[[nodiscard]] std::vector<Held> held_limits(const Basics& basics);

/// The sustained limits among `held` of the UPS that have spare modules, without these, and without one more that is out.
[[nodiscard]] std::vector<Held> with_fewer_modules(const Site& site, const std::vector<Held>& held, bool one_out);

/// Of each device what is not known of what hangs on it or above it; empty where all is known.
[[nodiscard]] std::vector<std::string> unknown_loads(const Basics& basics, Quantity quantity);

/// "no efficiency known for ups-a, ups-b".
[[nodiscard]] std::string no_efficiency(const std::string& devices);

/// A load that is only known in part, or by what stands in for it, can fail, but it cannot pass.
[[nodiscard]] Check without_pass(Check check, const std::string& unknown);

/// A device may carry less than its equal part of a load whose shares are not known: what fails by equal parts alone is undecided.
[[nodiscard]] Check without_shares(const Basics& basics, Check check, const Held& held, const State& state);

/// "no maximum power known for test-network; its TDP is used" where the basis asks for it; else empty.
[[nodiscard]] std::string unknown_power(const Site& site, const Product<RackType>& rack);

/// "no cords known for test-network: ..." where the catalogue does not state them; else empty. The rack hangs on both feeds of its pair
/// then, and what carries it may be right, or not.
[[nodiscard]] std::string unknown_cords(const Product<RackType>& rack);

/// Devices against their continuous and short-time ratings: normal running, and the worst loss where one adds load.
void check_devices(const Basics& basics, const States& states, std::vector<Check>& out);

/// All live devices in one state; with `deciding` only those that can decide it, see `check_losses`.
void check_devices_in(const Basics& basics, const State& state, bool deciding, std::vector<Check>& out);

/// Racks: feeds that their rows offer; tap-offs and shelves, one line a type.
void check_racks(const Site& site, const Plan& plan, std::vector<Check>& out);

/// The same as rows for the search: connections at which a rack's feeds, tap-offs or shelves fail take more than there is.
void add_rack_rows(const Site& site, const std::vector<capacity::Choice>& choices, capacity::Part& part);

/// The worst pair of losses for each limit, where one puts more on its device than any single loss; spare modules likewise.
[[nodiscard]] std::unique_ptr<PairRule> device_pairs(const Basics& basics, const States& states);

/// A limit of a device in one state.
[[nodiscard]] Check check_in(const Basics& basics, const State& state, const Held& held);

/// What a limit is held against.
[[nodiscard]] double value_of(const State& state, const Held& held);
[[nodiscard]] bool has_limit(const Held& held);

/// The worst line of devices that some placed rack loads unevenly, up to the next UPS: normal running, and the worst loss and pair of
/// losses where one puts more on it.
[[nodiscard]] std::unique_ptr<PairRule> phase_rule(const Basics& basics, const States& states);
/// The same in one state; with `deciding` only the one that decides it.
void check_phases_in(const Basics& basics, const State& state, bool deciding, std::vector<Check>& out);

/// Tap-off boxes against the places along each busway that states them; the same as rows for the search.
void check_tap_off_places(const Site& site, const Plan& plan, std::vector<Check>& out);
void add_tap_off_rows(const Site& site, const std::vector<capacity::Choice>& choices, capacity::Part& part);

/// Batteries of UPS against the time until a generator or another source takes over, where the site gives either.
void check_autonomy(const Basics& basics, std::vector<Check>& out);

/// Interrupting ratings against the short-circuit current that can flow, where a device states one.
void check_interrupting(const Basics& basics, std::vector<Check>& out);

/// How far, and how fast, the load of a utility swings, where it sets limits.
void check_swing(const Basics& basics, std::vector<Check>& out);
/// The most of it that one rack may add; 0 where nothing bounds it.
[[nodiscard]] double most_swing_w(const Site& site, const Product<RackType>& rack);
[[nodiscard]] double most_ramp_w_per_s(const Site& site, const Product<RackType>& rack);

/// A transformer's kVA over its impedance, by which transformers side by side share a load; 0 where it is not known, or of anything else.
[[nodiscard]] double rating_over_impedance(const Site& site, const Device& device);

/// Why transformers that feed a device side by side, through boards or not, do not share its load in equal parts, or may not; else empty.
[[nodiscard]] std::string unknown_shares(const Site& site, const Device& device);

/// The least that a limit's device carries in a state, however the sources of devices share whose shares are not known; their loads are
/// counted in equal parts else.
[[nodiscard]] double least_of(const Basics& basics, const State& state, const Held& held);
/// Devices that carry more or less as others share, by index: above some sources of a device whose shares are not known, and not above all.
[[nodiscard]] std::vector<bool> hangs_on_shares(const Site& site);

/// What loses power.
void check_supplied(const Basics& basics, const States& states, std::vector<Check>& out);

/// The same as rows for the search: a rack on a choice that normal running, a loss or a pair of losses leaves dark. Of states that leave
/// the same choices dark the first.
void add_supplied_rows(const Site& site, const std::vector<capacity::Choice>& choices, capacity::Part& part);

/// What loses power by pairs of losses and not by either alone.
[[nodiscard]] std::unique_ptr<PairRule> supplied_pairs(const Basics& basics, const States& states);

/// A pair of losses, and the other way round where both devices are ever taken out. What is left is the same; how long it takes to come
/// back is not: with the utility out the generator runs already, with the UPS out it has yet to start.
[[nodiscard]] std::vector<Pair> orders_of(const Site& site, const Pair& pair);

/// What becomes of racks in a state, the worst last.
enum class Fate : char { powered, doubtful, dark };

/// What a state leaves without power by fault, see `power.supplied`; of two losses in the worse of their orders.
struct DarkCount {
  Pair pair;
  std::size_t dark = 0;           ///< racks and plant groups
  std::size_t doubtful = 0;       ///< racks of which it is not known
  std::vector<Fate> groups = {};  ///< of racks on the same feeds, as `Loads` has them; in either order of two losses
  std::vector<std::string> plant = {};  ///< that is dark, sorted
};
[[nodiscard]] DarkCount dark_by_fault(const Basics& basics, const State& state);

/// What loses power in one state: a check that passes or fails.
[[nodiscard]] Check supplied_in(const Basics& basics, const State& state);

/// "575.04 kW"
[[nodiscard]] std::string kw(double w);

}  // namespace hallplan::power
