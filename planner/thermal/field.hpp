/// The air field of a placement, solved and judged: what each rack breathes, how far that number may be off, and whether it
/// keeps the rack's inlet limit.
///
/// A hall is solved on a sequence of grids (`case.hpp`, `kernels/flow`). The number that is checked is the hottest of three
/// height bands of a rack's front. Its error is a sum of bounds that do not know of each other:
///   grid    3 x (|finest grid - next coarser one| and what both iterations left of their way). A first-order scheme leaves an
///           error as large as that difference on the finer grid; 3 is the safety factor of Roache's grid convergence index
///           (1994) for two grids. The coarser one may still move elsewhere: a rack's own values count. Where that difference
///           passes through zero between neighbours it says nothing: no rack's error is smaller than the root mean square of
///           its row's. A lost unit and another set point have coarser grids of their own
///   wander  half the range over the last turns, for halls that never become quite steady, and what the means' own changes say
///           is still left of their way
///   closing what conserving heat changes: the checked value against the temperature that is solved in 64 bits on the certified
///           flow; of a hall that wanders, what goes beyond its wander
///   mirror  in a hall that is its own mirror image, the difference to the rack opposite: both states may be the true one
///   model   2 K, or 1 K where the site says that the model was calibrated by measurements: what remains between
///           Reynolds-averaged models and real halls
/// Where the margin is smaller than the error, the answer is undecided; so it is where the solver did not settle.
///
/// A zone whose leakage is a range is solved at both of its ends, losses and set points too, and each rack takes the worse: the
/// end with the higher bound, inlet and error together.
#pragma once

#include <array>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/executor/backend.hpp"
#include "planner/plan/check.hpp"
#include "planner/thermal/case.hpp"
#include "planner/thermal/response.hpp"
#include "planner/thermal/ride_through.hpp"

namespace hallplan::thermal {

enum class FieldLevel {
  screen,    ///< coarse and quick: the grid error is what it is
  validate,  ///< fine, with coarser grids before it
};

struct FieldOptions {
  FieldLevel level = FieldLevel::screen;
  double cell_m = 0;  ///< side of the finest cells; 0: what the site says for the level
  bool units_lost =
      true;  ///< also each loss of one air unit of the zones that have spare ones, and of those on one power device
  std::vector<std::string> losses_alone;  ///< of these losses only those in these scenarios; empty: all
  bool tracers = false;  ///< also capture index and mean age of air: two transport solves on the frozen flow
  std::vector<double> device_losses_w;                               ///< see `CaseOptions`
  std::map<std::string, std::vector<double>> device_losses_after_w;  ///< the same after losses of power, by scenario
  kernels::Execution execution;
  kernels::flow::Options solver;
  /// False stops; turn 0 asks no more than that. May be empty. Of a batch it is told one call at a time.
  kernels::flow::Progress progress;
  /// Told what is solved next: "normal running", "crah-1 lost, 3 of 12". May be empty.
  std::function<void(const std::string& what)> begins;
};

/// What one rack breathes.
struct RackField {
  int rack = -1;  ///< in `plan.racks`
  double inlet_mean_degc = 0;
  double inlet_band_degc = 0;  ///< of the hottest band: what is checked
  int band = 0;                ///< which: 0 is the lowest
  double inlet_max_degc = 0;   ///< warmest cell before the front
  double exhaust_degc = 0;
  double flow_m3_per_s = 0;
  double wander_k = 0;
  double grid_error_k = 0;  ///< NaN where there is no coarser grid to compare with
  double mirror_k = 0;
  double closing_k = 0;
  std::array<double, 3> bands_degc{};
  double capture_index = std::numeric_limits<double>::quiet_NaN();  ///< share of its air straight from the supply
  double mean_age_s = std::numeric_limits<double>::quiet_NaN();     ///< see kernels/transport, `age_of_air`

  [[nodiscard]] double numerical_error_k() const { return grid_error_k + wander_k + mirror_k + closing_k; }
};

/// One air unit.
struct UnitField {
  int zone = -1, unit = -1;
  bool runs = true;
  double return_degc = 0, supply_degc = 0, flow_m3_per_s = 0;
  double setpoint_degc = 0;  ///< warmer supply air than that: its coil is too small
};

/// The racks of one state of the hall.
struct FieldState {
  std::string scenario = "normal";  ///< or "crah-1 lost", "mech-a lost"
  int zone = -1;                    ///< of the units that are lost; -1: of several
  std::string words;                ///< "loss of mech-a stops crah-1, crah-3: ", to begin an arithmetic with
  FieldLevel level = FieldLevel::screen;
  double cell_m = 0;  ///< of the finest grid
  bool settled = true;
  bool has_steady_state = true;  ///< false: coils take less than the racks give, so that it warms without end
  std::string unsettled;         ///< where not: "row B, rack B-07 inlet wanders 0.8 K", "coils take 290 of 320 kW"
  std::vector<RackField> racks;
};

/// Indices of the whole hall, normal running; see `metrics.hpp`. NaN where one has no meaning or was not computed.
struct FieldMetrics {
  static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  std::string intake_class;  ///< of the RCI: "A2"; empty when no rack states a limit that a class keeps
  double rci_high = kNone, rci_low = kNone, rti = kNone, shi = kNone, rhi = kNone;
  double supply_degc = kNone, return_degc = kNone, rise_k = kNone;
  double capture_index = kNone, mean_age_s = kNone;
};

struct FieldSolver {
  double cell_m = 0;
  std::int64_t cells = 0;
  int iterations = 0;  ///< on the finest grid
  double seconds = 0;  ///< of all that was solved, wall clock
  std::string ran_on;
  std::string turbulence;
};

/// Normal running at one end of a leakage.
struct FieldEnd {
  HallCase hall;
  kernels::flow::Solution solution;
  LeakageEnd leakage = LeakageEnd::high;
};

struct FieldResult {
  std::string problem;  ///< why there is no field; empty when there is one
  FieldLevel level = FieldLevel::screen;
  FieldState normal;
  std::vector<FieldState> losses;  ///< in the order of the site
  bool losses_solved = false;
  std::vector<UnitField> units;
  double model_error_k = 0;
  kernels::flow::Balance balance;
  FieldMetrics metrics;
  FieldSolver solver;
  std::optional<TurbulenceModel> turbulence;  ///< in place of the site's, with which the hall did not settle
  std::string calmed;                         ///< where not, as of `FieldState::unsettled`
  std::vector<double> supply_degc;            ///< of each air zone, as it was solved with
  std::vector<std::string> notes;             ///< what was taken for granted, a line each
  /// The state that was drawn from: of several ends of leakage, the one with the warmest rack.
  HallCase hall;
  kernels::flow::Solution solution;
  LeakageEnd leakage = LeakageEnd::high;  ///< of that state
  std::vector<FieldEnd> other_ends;       ///< of a leakage that is a range, the one that is not shown
  std::vector<RideThrough> rides;         ///< what was asked of `ride_through`
  std::vector<FieldState> set_points;     ///< of `solve_set_points`
  std::optional<RackResponse> response;   ///< of `rack_response`

  [[nodiscard]] bool solved() const { return problem.empty(); }
};

/// For a screen that judges: its grid leaves kelvins, so that an answer to hundredths is not worth twice the turns. A campus
/// ends sooner still: what is left at a rack counts in its error, and more of its racks are for the fine grid to decide. Not
/// where solves are compared with each other.
[[nodiscard]] kernels::flow::Options screen_solver(const Site& site);

/// `options.progress` for a batch, whose cases are solved on several threads: one call at a time.
[[nodiscard]] kernels::flow::Progress batch_progress(const FieldOptions& options);

/// Never fails: what cannot be solved says so in `problem`. The plan's racks must be positioned.
[[nodiscard]] FieldResult solve_field(const Site& site, const Plan& plan, const FieldOptions& options);

/// The losses of a field, by scenario, in which some rack is undecided and none fails: those that a finer grid may decide.
[[nodiscard]] std::vector<std::string> open_losses(const Site& site, const Plan& plan, const FieldResult& field);

/// A validated field of normal running with the losses of a screen; each state keeps its own errors. A loss that the validated field has too, and
/// that settled there, is the validated one.
[[nodiscard]] FieldResult with_losses_of(FieldResult validated, FieldResult screen);

/// What a field of that level is called: "screen", "validated", or "as asked" where its cells are coarser than the level's own.
[[nodiscard]] std::string_view level_word(const Site& site, FieldLevel level, double cell_m);

/// 1 K where the site says its model is calibrated, else 2 K.
[[nodiscard]] double model_error_k(const Site& site);

/// A rack's inlet held against its limit, with all errors. Undecided without a limit, and where the state did not settle.
[[nodiscard]] Check check_inlet(const Site& site, const Plan& plan, const FieldResult& field, const FieldState& state,
                                const RackField& rack);

/// `air.inlet`: of each row its tightest rack, of each lost unit the tightest rack of the hall. Where a site's supply air was
/// moved since the field was solved, inlets move along by the most that any zone's did.
[[nodiscard]] std::vector<Check> check_inlets(const Site& site, const Plan& plan, const FieldResult& field);

}  // namespace hallplan::thermal
