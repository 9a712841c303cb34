#include "planner/thermal/case.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

#include "planner/thermal/case_grid.hpp"
#include "planner/thermal/geometry.hpp"

namespace hallplan::thermal {
namespace {

constexpr double kScreenCell_m = 0.4;
constexpr double kValidateCell_m = 0.15;
constexpr double kZero_k = 273.15;
constexpr double kNests = 0.01;  ///< sides whose ratio is so close to a whole number are meant to nest

double or_else(const MaybeValue& value, double otherwise) { return value ? value->value : otherwise; }

kernels::flow::Turbulence turbulence_of(TurbulenceModel model) {
  switch (model) {
    case TurbulenceModel::none:
      return kernels::flow::Turbulence::none;
    case TurbulenceModel::zero_equation:
      return kernels::flow::Turbulence::zero_equation;
    case TurbulenceModel::k_epsilon:
      return kernels::flow::Turbulence::k_epsilon;
  }
  return kernels::flow::Turbulence::zero_equation;
}

/// The air and its model, for every grid alike.
void set_model(const Site& site, const CaseOptions& options, kernels::flow::Case& hall) {
  const FieldModel& field = site.field;
  hall.air.viscosity_m2_per_s = or_else(field.viscosity_m2_per_s, hall.air.viscosity_m2_per_s);
  hall.air.prandtl = or_else(field.prandtl, hall.air.prandtl);
  hall.air.turbulent_prandtl = or_else(field.turbulent_prandtl, hall.air.turbulent_prandtl);
  hall.air.reference_degc = or_else(field.reference_degc, site.basis.room_air_degc.value);
  hall.air.expansion_per_k = or_else(field.expansion_per_k, 1 / (kZero_k + hall.air.reference_degc));
  hall.turbulence = turbulence_of(turbulence_in(site, options));
  hall.scheme =
      field.scheme == ConvectionScheme::limited ? kernels::flow::Scheme::limited : kernels::flow::Scheme::upwind;
  hall.drawn_air = field.drawn_air == DrawnAir::boundary_value ? kernels::flow::DrawnAir::boundary_value
                                                               : kernels::flow::DrawnAir::plain;
  hall.start_degc = hall.air.reference_degc;
  if (!site.air_zones.empty()) {
    hall.start_degc = set_point_degc(site, options, 0);
  } else if (!site.supplies.empty()) {
    hall.start_degc = site.supplies.front().temperature_degc.value;
  }
}

/// Cells along each side: the hall's side divided evenly. A side that is a whole part of the one before divides its
/// cells.
std::vector<std::array<int, 3>> counts_of(const std::array<double, 3>& size_m, const std::vector<double>& cells_m) {
  std::vector<std::array<int, 3>> counts;
  for (std::size_t g = 0; g < cells_m.size(); ++g) {
    const double ratio = g > 0 ? cells_m[g - 1] / cells_m[g] : 0;
    const bool nests = ratio >= 1 && std::abs(ratio - std::round(ratio)) < kNests;
    std::array<int, 3> count{};
    for (std::size_t d = 0; d < 3; ++d) {
      count[d] = nests ? counts.back()[d] * static_cast<int>(std::lround(ratio))
                       : std::max(2, static_cast<int>(std::lround(size_m[d] / cells_m[g])));
    }
    counts.push_back(count);
  }
  return counts;
}

kernels::flow::Grid grid_of(const std::array<double, 3>& size_m, const std::array<int, 3>& count) {
  return {count[0], count[1], count[2], size_m[0] / count[0], size_m[1] / count[1], size_m[2] / count[2]};
}

std::string describe(const kernels::flow::Grid& grid, const HallGrid& known) {
  std::string line = fmt::format("cells of {:.3g} x {:.3g} x {:.3g} m: {} x {} x {}, {} of them air", grid.hx_m,
                                 grid.hy_m, grid.hz_m, grid.nx, grid.ny, grid.nz, known.fluid_cells);
  if (known.snaps.empty()) return line + "; everything stands on faces of the grid";
  return line + fmt::format("; {} thing{} moved by up to {:.3g} m (most: {})", known.snaps.size(),
                            known.snaps.size() == 1 ? "" : "s", known.worst_snap_m(), known.snaps.front().what);
}

void add_rest(TurbulenceModel turbulence, std::size_t racks, Scene& scene, HallCase& hall) {
  for (std::size_t r = 0; r < racks; ++r) {
    const int band = static_cast<int>(3 * r);
    hall.racks.push_back({static_cast<int>(r), static_cast<int>(r), {band, band + 1, band + 2}});
  }
  hall.units = scene.units;
  hall.heat_capacity_j_per_m3_k = scene.heat_capacity_j_per_m3_k;
  hall.heat = scene.heat;
  hall.mirrors = mirrors_of(scene, racks);
  if (!scene.supplies.empty() || !scene.returns.empty()) {
    double blown = 0;
    for (const SceneSupply& supply : scene.supplies) blown += supply.flow_m3_per_s;
    hall.text.push_back(fmt::format("{} supplies blow {:.4g} m3/s, {} openings at zero pressure", scene.supplies.size(),
                                    blown, scene.returns.size()));
  } else if (!scene.units.empty()) {
    hall.text.push_back("no opening: the hall's air only goes round");
  }
  hall.text.insert(hall.text.begin(),
                   fmt::format("{} racks put {:.4g} kW into air of {:.4g} kg/m3 ({:.4g} J/m3K)", racks,
                               scene.heat.racks_w / 1e3, scene.density_kg_per_m3, scene.heat_capacity_j_per_m3_k));
  hall.text.insert(hall.text.end(), scene.text.begin(), scene.text.end());
  if (turbulence == TurbulenceModel::none) {
    hall.assumptions.push_back("no turbulence model: the viscosity is the one stated");
  }
  for (const std::string& line : scene.assumptions) {
    if (std::find(hall.assumptions.begin(), hall.assumptions.end(), line) == hall.assumptions.end()) {
      hall.assumptions.push_back(line);
    }
  }
}

bool sound(const Plan& plan, const CaseOptions& options, Diagnostics& problems) {
  const bool sides = !options.cells_m.empty() &&
                     std::all_of(options.cells_m.begin(), options.cells_m.end(), [](double m) { return m > 0; });
  if (!sides) problems.error(Rule::site_range, {}, "no side of the cells is given");
  if (plan.racks.empty())
    problems.error(Rule::air_inlet, {}, "no rack stands in the hall: there is no inlet to look at");
  return sides && !plan.racks.empty();
}

}  // namespace

Result<HallCase> build_case(const Site& site, const Plan& plan, const CaseOptions& options) {
  Result<HallCase> result;
  if (!sound(plan, options, result.problems)) return result;
  Scene scene = scene_of(site, plan, options, result.problems);
  if (result.problems.has_errors()) return result;
  HallCase hall;
  const std::size_t racks = plan.racks.size();
  const std::vector<std::array<int, 3>> counts = counts_of(scene.size_m, options.cells_m);
  std::vector<std::string> grids;
  for (std::size_t g = 0; g < counts.size(); ++g) {
    HallGrid known;
    known.asked_m = options.cells_m[g];
    const kernels::flow::Grid grid = grid_of(scene.size_m, counts[g]);
    kernels::flow::Case laid = lay(scene, grid, racks, g + 1 == counts.size(), known, result.problems);
    set_model(site, options, laid);
    grids.push_back(describe(grid, known));
    hall.sequence.grids.push_back(std::move(laid));
    hall.grids.push_back(std::move(known));
  }
  if (result.problems.has_errors()) return result;
  add_rest(turbulence_in(site, options), racks, scene, hall);
  hall.text.insert(hall.text.end(), grids.begin(), grids.end());
  result.value = std::move(hall);
  return result;
}

std::vector<std::string> case_text(const HallCase& hall) { return hall.text; }

double screen_cell_m(const Site& site) { return or_else(site.field.screen_cell_m, kScreenCell_m); }

double validate_cell_m(const Site& site) {
  return or_else(site.field.validate_cell_m, std::min(kValidateCell_m, screen_cell_m(site)));
}

std::vector<double> cells_to(double finest_m, double coarsest_m, int most) {
  std::vector<double> cells{finest_m};
  while (cells.front() < coarsest_m && static_cast<int>(cells.size()) < most) {
    cells.insert(cells.begin(), 2 * cells.front());
  }
  return cells;
}

}  // namespace hallplan::thermal
