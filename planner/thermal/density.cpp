#include "planner/thermal/density.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <numeric>
#include <span>

#include "planner/layout/geometry.hpp"
#include "planner/layout/layout.hpp"

namespace hallplan::thermal {
namespace {

constexpr long long kUmPerMm = 1'000;
constexpr long long kCoarsestCell_mm = 100;
constexpr long long kFinestCell_mm = 50;

long long to_mm(const Value& length_m) { return layout::to_mm(length_m.value); }

/// The coarsest cell, 100 mm at most, of which every window is a whole number.
long long cell_mm(const Site& site) {
  long long cell = kCoarsestCell_mm;
  for (const DensityLimit& limit : site.density) {
    const long long common = std::gcd(std::gcd(cell, to_mm(limit.width_m)), to_mm(limit.depth_m));
    if (common >= kFinestCell_mm) cell = common;
  }
  return cell;
}

kernels::density::Placement rects_of(const Site& site, const Plan& plan) {
  kernels::density::Placement rects;
  for (const Placement& rack : plan.racks) rects.push_back(density_rect(site, rack));
  return rects;
}

}  // namespace

DensityGrid density_grid(const Site& site) {
  const long long cell = cell_mm(site);
  DensityGrid out;
  out.grid.cell_um = cell * kUmPerMm;
  out.grid.nx = static_cast<int>((to_mm(site.hall.width_m) + cell - 1) / cell);
  out.grid.ny = static_cast<int>((to_mm(site.hall.depth_m) + cell - 1) / cell);
  for (const DensityLimit& limit : site.density) {
    const long long width = to_mm(limit.width_m);
    const long long depth = to_mm(limit.depth_m);
    std::string reason;
    if (width % cell != 0 || depth % cell != 0) {
      reason = fmt::format("the window is no multiple of {} mm", kFinestCell_mm);
    } else if (width / cell > out.grid.nx || depth / cell > out.grid.ny) {
      reason = "the window is larger than the hall";
    }
    kernels::density::Window window{1, 1, std::int64_t{1} << 60};
    if (reason.empty()) {
      const double area_m2 = static_cast<double>(width * depth) * 1e-6;
      window = {static_cast<int>(width / cell), static_cast<int>(depth / cell),
                static_cast<std::int64_t>(std::floor(limit.limit_w_per_m2.value * area_m2 * 1e3))};
    }
    out.windows.push_back(window);
    out.unusable.push_back(std::move(reason));
  }
  return out;
}

kernels::density::Rect density_rect(const Site& site, const Placement& rack) {
  const layout::RectMm rect = layout::footprint(site, rack);
  const RackType& type = site.catalogue.racks[static_cast<std::size_t>(rack.type)].body;
  return {rect.x0 * kUmPerMm, rect.y0 * kUmPerMm, rect.x1 * kUmPerMm, rect.y1 * kUmPerMm,
          std::llround(sustained_w(site, type).high * 1e3)};
}

std::vector<Check> check_density(const Site& site, const Plan& plan) {
  std::vector<Check> checks;
  if (site.density.empty()) return checks;
  const DensityGrid setup = density_grid(site);
  const kernels::density::Placement rects = rects_of(site, plan);
  const kernels::density::Answer answer =
      kernels::density::check_windows(setup.grid, setup.windows, std::span(&rects, 1), kernels::Execution{});
  const double cell_m = static_cast<double>(setup.grid.cell_um) * 1e-6;
  for (std::size_t i = 0; i < site.density.size(); ++i) {
    const DensityLimit& limit = site.density[i];
    CheckSubject subject{
        Rule::density_window,   limit.id, "normal", Dimension::power_density, source_of(limit.limit_w_per_m2), {},
        limit.limit_w_per_m2.at};
    if (!answer.status || !setup.unusable[i].empty()) {
      checks.push_back(undecided(subject, answer.status ? setup.unusable[i] : answer.status.text));
      continue;
    }
    const kernels::density::Hottest& hottest = answer.hottest[i];
    const double power_w = static_cast<double>(hottest.power_mw) * 1e-3;
    const double area_m2 = limit.width_m.value * limit.depth_m.value;
    subject.where = fmt::format("{} at x {:.2f} m, y {:.2f} m", limit.id, static_cast<double>(hottest.cell_x) * cell_m,
                                static_cast<double>(hottest.cell_y) * cell_m);
    subject.arithmetic =
        fmt::format("{:.6g} kW on {:g} m x {:g} m = {:.6g} kW/m2; {} window positions over the limit", power_w * 1e-3,
                    limit.width_m.value, limit.depth_m.value, power_w * 1e-3 / area_m2, hottest.violations);
    checks.push_back(at_most(subject, power_w / area_m2, limit.limit_w_per_m2.value));
  }
  return checks;
}

DensityMap density_map(const Site& site, const Plan& plan) {
  const kernels::density::Grid grid = density_grid(site).grid;
  const kernels::density::Field field = kernels::density::rasterise(grid, rects_of(site, plan), kernels::Execution{});
  DensityMap map;
  if (!field.status) return map;
  map.nx = grid.nx;
  map.ny = grid.ny;
  map.cell_m = static_cast<double>(grid.cell_um) * 1e-6;
  const double per_cell = 1e-3 / (map.cell_m * map.cell_m);
  for (const std::int64_t cell_mw : field.cell_mw) map.w_per_m2.push_back(static_cast<double>(cell_mw) * per_cell);
  return map;
}

}  // namespace hallplan::thermal
