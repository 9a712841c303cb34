/// A placement as a case for the air solver: racks, plant, containment and openings of a hall on grids of cells.
///
/// Geometry first, in metres (`geometry.hpp`), then each grid from it. Every edge goes to the nearest face of the grid
/// (halves towards the hall's middle, so that a mirrored hall gives the mirrored case); a cell is solid when its centre
/// lies in a body. Volume flows are kept: an intake's or a discharge's faces share its flow by the area
/// they have in common with the true face, and the shares are scaled to add up to 1. What was moved, and by how much,
/// stands in `snaps`.
///
/// Heat is what the balances of `zones.hpp` count: racks' air heat at the high end, losses of power devices, the air
/// units' fans (taken off their coils). Heat in the solver's K m3/s times `heat_capacity_j_per_m3_k` is watts.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kernels/flow/flow.hpp"
#include "planner/base/diagnostic.hpp"
#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"

namespace hallplan::thermal {

/// Which end of a zone's leakage is taken.
enum class LeakageEnd { low, high };

struct CaseOptions {
  std::vector<double> cells_m;  ///< sides of the cells, from coarse to fine; grids whose sides are whole multiples nest
  LeakageEnd leakage = LeakageEnd::high;
  std::vector<std::string> units_lost;  ///< ids of air units that stand still: their faces are walls
  std::vector<double> set_points_degc;  ///< supply air of each air zone; empty: the site's (high end)
  std::vector<double>
      device_losses_w;  ///< heat of power devices in each air zone (`power::zone_losses_w`); empty: none
  std::optional<TurbulenceModel> turbulence = {};  ///< in place of the site's
};

/// Something that a grid holds elsewhere than it stands, and by how much at most.
struct Snap {
  std::string what;  ///< "rack A00", "partition door-west", "return r1"
  double by_m = 0;
};

/// What is known of one grid of the sequence.
struct HallGrid {
  double asked_m =
      0;  ///< the side that was asked for; the hall's sides are divided evenly, so cells may differ a little
  std::int64_t fluid_cells = 0;
  std::vector<Snap> snaps;  ///< largest first; nothing that is less than a millimetre off
  /// Of each followed rack, the cells of air before its front with their shares of its intake: for means and maxima.
  std::vector<std::vector<kernels::flow::Probe::Cell>> fronts;

  [[nodiscard]] double worst_snap_m() const { return snaps.empty() ? 0 : snaps.front().by_m; }
};

/// A rack whose inlet is followed. Bands are thirds of its front's height, from the floor up.
struct FollowedRack {
  int rack = -1;               ///< in `plan.racks`
  int duct = -1;               ///< in `ducts` of every grid's case
  std::array<int, 3> bands{};  ///< in `probes` of every grid's case
};

struct FollowedUnit {
  int zone = -1, unit = -1;  ///< in `site.air_zones` and its `units`
  int duct = -1;             ///< in `ducts` of every grid's case; -1 for one that is lost
};

/// The hall is its own mirror image: what is found for a rack may as well be found for the one opposite.
struct Mirror {
  kernels::flow::Axis axis = kernels::flow::Axis::x;  ///< normal of the mirror, which stands in the hall's middle
  std::vector<int> opposite;  ///< of each followed rack, the one opposite (itself, when in the middle)
};

/// Sums over the case, in watts.
struct CaseHeat {
  double racks_w = 0;
  double devices_w = 0;
  double fans_w = 0;      ///< of the units that run; their coils' capacity is stated without it
  double capacity_w = 0;  ///< of those coils, in the air of the site's elevation, less the fans
  double doors_w = 0;     ///< of rear doors' coils likewise
};

struct HallCase {
  kernels::flow::Sequence sequence;
  std::vector<HallGrid> grids;      ///< one for each of `sequence.grids`
  std::vector<FollowedRack> racks;  ///< in the order of the plan
  std::vector<FollowedUnit> units;  ///< in the order of the site, lost ones too
  std::vector<Mirror> mirrors;      ///< none, one, or one along x and one along y
  double heat_capacity_j_per_m3_k =
      0;  ///< of the hall's air: density at its elevation and temperature times specific heat
  CaseHeat heat;
  /// What was taken for granted, a line each: flows beyond a table's end, openings nobody stated, what was left out.
  std::vector<std::string> assumptions;
  std::vector<std::string> text;  ///< see `case_text`
};

/// The case of a positioned plan (`layout::positioned`). Problems name the site's own places: a rack or unit with no
/// air before its face, a unit without a place that would have to blow through its front, an unknown id in
/// `units_lost`.
[[nodiscard]] Result<HallCase> build_case(const Site& site, const Plan& plan, const CaseOptions& options);

/// Short lines for a report: what geometry was made, by which rule, and what each grid moved.
[[nodiscard]] std::vector<std::string> case_text(const HallCase& hall);

/// Side of the cells of the two resolutions: what the site's `field` says, else 0.4 m and 0.15 m.
[[nodiscard]] double screen_cell_m(const Site& site);
[[nodiscard]] double validate_cell_m(const Site& site);

/// Cells from coarse to fine that end at `finest_m`: each twice the next, up to the first that is at least
/// `coarsest_m`, at most `most` grids. For 0.1 m: 0.4, 0.2, 0.1.
[[nodiscard]] std::vector<double> cells_to(double finest_m, double coarsest_m = 0.29, int most = 4);

}  // namespace hallplan::thermal
