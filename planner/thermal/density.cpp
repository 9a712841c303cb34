#include "planner/thermal/density.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <set>
#include <span>
#include <utility>

#include "planner/layout/geometry.hpp"
#include "planner/layout/layout.hpp"
#include "planner/thermal/hottest_window.hpp"

namespace hallplan::thermal {
namespace {

constexpr long long kUmPerMm = 1'000;
constexpr long long kFinestCell_mm = 10;
constexpr long long kMostCells = 4'000'000;
constexpr long long kPictureCell_mm = 100;
constexpr auto kNoLimit = std::int64_t{1} << 60;

long long to_mm(const Value& length_m) { return layout::to_mm(length_m.value); }

/// A window takes the whole millimetres that it reaches into.
long long window_mm(const Value& length_m) {
  constexpr double kRounding_mm = 1e-6;
  return static_cast<long long>(std::ceil(length_m.value * 1e3 - kRounding_mm));
}

long long cells_along(long long length_mm, long long cell_mm) { return (length_mm + cell_mm - 1) / cell_mm; }

bool allowed(const Site& site, long long cell_mm) {
  return cell_mm >= kFinestCell_mm &&
         cells_along(to_mm(site.hall.width_m), cell_mm) * cells_along(to_mm(site.hall.depth_m), cell_mm) <= kMostCells;
}

/// The finest cell from `cell_mm` on that is allowed.
long long finest_allowed(const Site& site, long long cell_mm) {
  while (!allowed(site, cell_mm)) ++cell_mm;
  return cell_mm;
}

/// Rack types that can stand on the floor: demanded or pinned.
std::set<int> types_of(const Site& site) {
  std::set<int> types;
  for (const Demand& demand : site.demand) {
    for (const int type : {demand.compute.index, demand.network.index, demand.management.index}) {
      if (type >= 0) types.insert(type);
    }
  }
  for (const PinnedRack& rack : site.placed) types.insert(rack.type.index);
  return types;
}

/// The least floor that a rack's power may stand on: its size at the low ends, about the middle of the largest.
layout::RectMm least_footprint(const Site& site, const Placement& rack) {
  const Body& body = site.catalogue.racks[static_cast<std::size_t>(rack.type)].body.body;
  const Side front = layout::side_of(rack.rotation_deg);
  long long less_x = layout::to_mm(body.width_m.high) - layout::to_mm(body.width_m.low);
  long long less_y = layout::to_mm(body.depth_m.high) - layout::to_mm(body.depth_m.low);
  if (front == Side::east || front == Side::west) std::swap(less_x, less_y);
  layout::RectMm rect = layout::footprint(site, rack);
  rect.x0 += less_x / 2;
  rect.y0 += less_y / 2;
  rect.x1 -= less_x - less_x / 2;
  rect.y1 -= less_y - less_y / 2;
  return rect;
}

/// The greatest length that divides every window and every edge a footprint can have. Slots of a row are equal, so the
/// footprints in two of them give all others.
long long common_mm(const Site& site) {
  long long common = 0;
  for (const DensityLimit& limit : site.density) {
    common = std::gcd(std::gcd(common, window_mm(limit.width_m)), window_mm(limit.depth_m));
  }
  for (std::size_t row = 0; row < site.rows.size(); ++row) {
    for (const int type : types_of(site)) {
      for (const int slot : {0, 1}) {
        if (slot >= site.rows[row].slots) continue;
        Placement rack;
        rack.type = type;
        rack.row = static_cast<int>(row);
        rack.slot = slot;
        const layout::RectMm rect = least_footprint(site, layout::positioned(site, rack));
        for (const long long edge : {rect.x0, rect.y0, rect.x1, rect.y1}) common = std::gcd(common, edge);
      }
    }
  }
  return common;
}

kernels::density::Grid grid_of(const Site& site, long long cell_mm) {
  kernels::density::Grid grid;
  grid.cell_um = cell_mm * kUmPerMm;
  grid.nx = static_cast<int>(cells_along(to_mm(site.hall.width_m), cell_mm));
  grid.ny = static_cast<int>(cells_along(to_mm(site.hall.depth_m), cell_mm));
  return grid;
}

/// A window of so many cells and the limit's power for the stated size.
kernels::density::Window window_of(const DensityLimit& limit, long long cells_x, long long cells_y,
                                   const kernels::density::Grid& grid) {
  const double area_m2 = limit.width_m.value * limit.depth_m.value;
  return {static_cast<int>(std::clamp<long long>(cells_x, 1, grid.nx)),
          static_cast<int>(std::clamp<long long>(cells_y, 1, grid.ny)),
          static_cast<std::int64_t>(std::floor(limit.limit_w_per_m2.low * area_m2 * 1e3))};
}

kernels::density::Placement rects_of(const Site& site, const Plan& plan) {
  kernels::density::Placement rects;
  for (const Placement& rack : plan.racks) rects.push_back(density_rect(site, rack));
  return rects;
}

}  // namespace

DensityGrid density_grid(const Site& site) {
  const long long cell_mm = std::max(1LL, common_mm(site));
  const long long hall_x = to_mm(site.hall.width_m);
  const long long hall_y = to_mm(site.hall.depth_m);
  DensityGrid out;
  out.tabled = allowed(site, cell_mm);
  const long long coarse_mm = out.tabled ? cell_mm : finest_allowed(site, kFinestCell_mm);
  out.grid = grid_of(site, cell_mm);
  out.coarse = grid_of(site, coarse_mm);
  const long long more = out.tabled ? 0 : 1;
  for (const DensityLimit& limit : site.density) {
    const long long width = window_mm(limit.width_m);
    const long long depth = window_mm(limit.depth_m);
    const bool too_large = width > hall_x || depth > hall_y;
    if (too_large || std::min(width, depth) < cell_mm) {
      out.windows.push_back({1, 1, kNoLimit});
      out.enclosing.push_back({1, 1, kNoLimit});
      out.unusable.emplace_back(too_large ? "the window is larger than the hall" : "the window is smaller than a cell");
      continue;
    }
    out.windows.push_back(window_of(limit, width / cell_mm, depth / cell_mm, out.grid));
    out.enclosing.push_back(
        window_of(limit, cells_along(width, coarse_mm) + more, cells_along(depth, coarse_mm) + more, out.coarse));
    out.unusable.emplace_back();
  }
  return out;
}

kernels::density::Rect density_rect(const Site& site, const Placement& rack) {
  const layout::RectMm rect = least_footprint(site, rack);
  const RackType& type = site.catalogue.racks[static_cast<std::size_t>(rack.type)].body;
  return {rect.x0 * kUmPerMm, rect.y0 * kUmPerMm, rect.x1 * kUmPerMm, rect.y1 * kUmPerMm,
          std::llround(sustained_w(site, type).high * 1e3)};
}

namespace {

/// A hall's grid is small, and plans are checked many at a time.
kernels::Execution on_one_thread() {
  kernels::Execution execution;
  execution.threads = 1;
  return execution;
}

/// The hottest window of one limit.
Check hottest_check(const DensityLimit& limit, const DensityGrid& setup, const kernels::density::Hottest& hottest) {
  const double cell_m = static_cast<double>(setup.grid.cell_um) * 1e-6;
  const double power_w = static_cast<double>(hottest.power_mw) * 1e-3;
  const double area_m2 = limit.width_m.value * limit.depth_m.value;
  CheckSubject subject{
      Rule::density_window,   limit.id, "normal", Dimension::power_density, source_of(limit.limit_w_per_m2), {},
      limit.limit_w_per_m2.at};
  subject.where = fmt::format("{} at x {:.2f} m, y {:.2f} m", limit.id, static_cast<double>(hottest.cell_x) * cell_m,
                              static_cast<double>(hottest.cell_y) * cell_m);
  subject.arithmetic = fmt::format("{:.6g} kW on {:g} m x {:g} m = {:.6g} kW/m2; {} window positions{} over the limit",
                                   power_w * 1e-3, limit.width_m.value, limit.depth_m.value, power_w * 1e-3 / area_m2,
                                   hottest.violations, setup.tabled ? "" : " at the edges of racks");
  return at_most(std::move(subject), power_w / area_m2, limit.limit_w_per_m2.low);
}

/// Window by window, or why not.
struct Found {
  std::vector<kernels::density::Hottest> hottest;
  std::string refused;
};
Found hottest_of(const DensityGrid& setup, const kernels::density::Placement& rects) {
  if (setup.tabled) {
    kernels::density::Answer answer =
        kernels::density::check_windows(setup.grid, setup.windows, std::span(&rects, 1), on_one_thread());
    return {std::move(answer.hottest), std::move(answer.status.text)};
  }
  Found out;
  out.hottest.reserve(setup.windows.size());
  for (const kernels::density::Window& window : setup.windows)
    out.hottest.push_back(hottest_window(setup.grid, window, rects));
  return out;
}

}  // namespace

std::vector<Check> check_density(const Site& site, const Plan& plan) {
  std::vector<Check> checks;
  if (site.density.empty()) return checks;
  const DensityGrid setup = density_grid(site);
  const auto [hottest, refused] = hottest_of(setup, rects_of(site, plan));
  for (std::size_t i = 0; i < site.density.size(); ++i) {
    const DensityLimit& limit = site.density[i];
    if (refused.empty() && setup.unusable[i].empty()) {
      checks.push_back(hottest_check(limit, setup, hottest[i]));
      continue;
    }
    CheckSubject subject{
        Rule::density_window,   limit.id, "normal", Dimension::power_density, source_of(limit.limit_w_per_m2), {},
        limit.limit_w_per_m2.at};
    checks.push_back(undecided(std::move(subject), refused.empty() ? setup.unusable[i] : refused));
  }
  return checks;
}

DensityMap density_map(const Site& site, const Plan& plan) {
  const kernels::density::Grid grid = grid_of(site, finest_allowed(site, kPictureCell_mm));
  const kernels::density::Field field = kernels::density::rasterise(grid, rects_of(site, plan), on_one_thread());
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
