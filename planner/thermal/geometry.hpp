/// A placement as bodies, sheets, openings and ducts in metres, before any grid: what `case.hpp` lays on cells. Only
/// for this module and its tests.
///
/// Rules by which geometry is made where the site states a word and not a shape:
/// - A contained aisle lies between two rows of one air zone whose rears (hot) or fronts (cold) face each other at no
///   more than 4 m. A row that faces none gets an aisle of its own, 1.2 m deep, closed by a panel, or the hall's wall
///   if that is nearer than 2.4 m.
/// - It is closed by doors at both ends and by panels where no rack stands (empty slots are blanked) up to the highest
///   rack of its rows; where its units draw through the ceiling, a hot one is closed up to the ceiling; where they blow
///   through the floor, a cold one gets a roof at that height. Without containment empty slots are open.
/// - Its doors and panels leak alike: the zone's `leakage` times what its racks draw passes their whole area at
///   `leakage_pressure`, a loss of 2 p / (rho v^2). No leakage: walls, but a closed aisle leaks 1 % at least.
/// - Units that draw through the ceiling share what the ceilings of the zone's contained hot aisles give (a plenum
///   mixes it), or, where none is contained, the strips one tile deep behind its racks. Units that blow through the
///   floor share the tiles before the fronts of its racks.
/// - A perforated sheet of free area share f has the loss (0.707 sqrt(1 - f) + 1 - f)^2 / f^2 (Idelchik, Handbook of
///   Hydraulic Resistance, diagram 8-1: thin sharp-edged plate), for velocities over its whole area.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "planner/thermal/case.hpp"

namespace hallplan::thermal {

/// From `lo` to `hi` along x, y, z.
struct Box3 {
  std::array<double, 3> lo{}, hi{};
};

struct Span {
  double lo = 0, hi = 0;
  [[nodiscard]] double length() const { return hi > lo ? hi - lo : 0; }
};

/// A body that air flows round.
struct Solid {
  std::string name;
  Box3 box;
  bool has_faces = false;  ///< air is drawn or blown through it: it keeps a cell at least
};

/// A rectangle through which a duct draws or blows: on a side of a body, or in a wall, the floor or the ceiling of the
/// hall.
struct Patch {
  int solid = -1;     ///< -1: the hall's own side
  int normal = 0;     ///< 0, 1, 2: x, y, z
  bool high = false;  ///< on the high side of the body, or of the hall
  Span a, b;          ///< along the two other axes, in the order x, y, z
};

/// A rack or an air unit.
struct SceneDuct {
  std::string name;  ///< "rack A00", "air unit crah-1"
  Mark at;
  std::vector<Patch> intake, discharge;
  kernels::flow::Duct law;  ///< without ports
};

struct Sheet {
  std::string name;
  int normal = 0;
  double at_m = 0;
  Span a, b;
  double loss = -1;  ///< below 0: no air passes
};

struct SceneSupply {
  std::string name;
  Mark at;
  Patch patch;
  double flow_m3_per_s = 0;
  double temperature_degc = 0;
  double intensity = 0;
  double eddy_length_m = 0;
};

struct SceneReturn {
  std::string name;
  Mark at;
  Patch patch;
  double temperature_degc = 0;
};

struct SceneSource {
  Box3 box;
  double heat_k_m3_per_s = 0;
};

struct Scene {
  std::array<double, 3> size_m{};
  double density_kg_per_m3 = 0;
  double heat_capacity_j_per_m3_k = 0;
  std::vector<Solid> solids;
  std::vector<SceneDuct> ducts;  ///< racks in the order of the plan, then the units that run
  std::vector<Sheet> sheets;
  std::vector<SceneSupply> supplies;
  std::vector<SceneReturn> returns;
  std::vector<SceneSource> sources;
  std::vector<FollowedUnit> units;
  CaseHeat heat;
  std::vector<std::string> assumptions;
  std::vector<std::string> text;
};

/// A contained aisle in plan view.
struct Aisle {
  int zone = -1;
  bool hot = true;
  std::array<int, 2> rows{-1, -1};  ///< at its low and its high side; -1: a panel or the hall's wall
  int along = 0;                    ///< 0 or 1: the axis it runs along
  Span length, width;               ///< along and across
  std::array<bool, 2> at_wall{};    ///< its low and its high side is the hall's wall
  double top_m = 0;                 ///< doors and panels reach up to here
  bool roof = false;                ///< closed above, below the ceiling
};

/// What a zone's `auto` words mean.
[[nodiscard]] SupplyPath supply_path(const AirZone& zone);
[[nodiscard]] ReturnPath return_path(const AirZone& zone);
[[nodiscard]] FanControl fan_control(const AirZone& zone);

inline constexpr double kSpecificHeat_j_per_kg_k = 1006;  ///< of dry air, where `field` states none

/// Density of the hall's air: the ideal gas at the basis' room air and the site's elevation (see `density_ratio`); and the same or, where
/// `field` states one, that.
[[nodiscard]] double own_air_density_kg_per_m3(const Site& site);
[[nodiscard]] double air_density_kg_per_m3(const Site& site);

/// Heat that a rack's mass takes up with the air through it: mass times the site's specific heat and share, low ends. None
/// where one of them is not known: the hall then warms faster than it would.
[[nodiscard]] double rack_storage_j_per_k(const Site& site, const RackType& rack);

/// Loss of a sheet whose free area is that share of its own; below 0 for none.
[[nodiscard]] double sheet_loss(double openness);

/// The contained aisles of a plan.
[[nodiscard]] std::vector<Aisle> aisles_of(const Site& site, const Plan& plan);
/// Their doors and panels, into the scene.
void add_containment(const Site& site, const Plan& plan, const std::vector<Aisle>& aisles, LeakageEnd end,
                     Scene& scene);

/// The air units that run, as bodies and ducts.
void add_units(const Site& site, const Plan& plan, const std::vector<Aisle>& aisles, const CaseOptions& options,
               Scene& scene, Diagnostics& problems);

/// What racks of a zone draw at that temperature, high ends.
[[nodiscard]] double drawn_m3_per_s(const Site& site, const Plan& plan, int zone, double intake_degc);
[[nodiscard]] double set_point_degc(const Site& site, const CaseOptions& options, std::size_t zone);

/// The turbulence model that is asked for, else the site's.
[[nodiscard]] inline TurbulenceModel turbulence_in(const Site& site, const CaseOptions& options) {
  return options.turbulence.value_or(site.field.turbulence);
}

/// Everything. Problems are about the site; whether a grid has room for it is found when it is laid on one.
[[nodiscard]] Scene scene_of(const Site& site, const Plan& plan, const CaseOptions& options, Diagnostics& problems);

/// Mirrors in which the scene is its own image, to the millimetre. `racks` is the number of leading ducts that are
/// racks.
[[nodiscard]] std::vector<Mirror> mirrors_of(const Scene& scene, std::size_t racks);

}  // namespace hallplan::thermal
