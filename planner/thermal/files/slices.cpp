#include "planner/thermal/files/slices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <set>

#include "planner/layout/layout.hpp"
#include "planner/thermal/field_state.hpp"
#include "planner/thermal/inlet_limit.hpp"

namespace hallplan::thermal {
namespace {

using FlowAxis = kernels::flow::Axis;
using kernels::flow::Grid;

constexpr double kWideAisle_m = 3.0;
constexpr double kBeforeRow_m = 0.6;
constexpr double kSameAisle_m = 0.05;

/// A row's floor, along and across itself.
struct RowBand {
  double from = 0, to = 0;   ///< along
  double low = 0, high = 0;  ///< across
};

RowBand band_of(const Row& row) {
  const bool along_x = row.along == Axis::x;
  const double from = along_x ? row.x_m.value : row.y_m.value;
  const double low = along_x ? row.y_m.value : row.x_m.value;
  return {from, from + row.slots * row.pitch_m.value, low, low + row.depth_m.value};
}

/// What a row faces on one side: the next row or the wall.
struct Facing {
  double gap_m = 0;
  int row = -1;
};

Facing facing(const Site& site, std::size_t row, bool towards_high) {
  const RowBand own = band_of(site.rows[row]);
  const bool along_x = site.rows[row].along == Axis::x;
  const double wall = along_x ? site.hall.depth_m.value : site.hall.width_m.value;
  Facing out{towards_high ? wall - own.high : own.low, -1};
  for (std::size_t i = 0; i < site.rows.size(); ++i) {
    const RowBand other = band_of(site.rows[i]);
    if (i == row || site.rows[i].along != site.rows[row].along) continue;
    if (other.to <= own.from || own.to <= other.from) continue;
    const double gap = towards_high ? other.low - own.high : own.low - other.high;
    if (gap >= 0 && gap < out.gap_m) out = {gap, static_cast<int>(i)};
  }
  return out;
}

Slice aisle_slice(const Site& site, std::size_t row, bool towards_high) {
  const Row& own = site.rows[row];
  const RowBand band = band_of(own);
  const Facing ahead = facing(site, row, towards_high);
  const bool front_high = own.front == Side::north || own.front == Side::east;
  const bool shared = ahead.row >= 0 && ahead.gap_m <= kWideAisle_m;
  const double away = ahead.gap_m <= kWideAisle_m ? ahead.gap_m / 2 : kBeforeRow_m;
  Slice slice;
  slice.normal = own.along == Axis::x ? FlowAxis::y : FlowAxis::x;
  slice.at_m = towards_high ? band.high + away : band.low - away;
  slice.row = static_cast<int>(row);
  const std::string side = front_high == towards_high ? "front" : "rear";
  const std::string other = shared ? site.rows[static_cast<std::size_t>(ahead.row)].id : side;
  slice.name = fmt::format("aisle-{}-{}", own.id, other);
  slice.title = fmt::format("aisle at the {} of {}{}, {} = {:.2f} m", side, own.id, shared ? " and " + other : "",
                            own.along == Axis::x ? "y" : "x", slice.at_m);
  return slice;
}

/// Half the height of the racks that stand there, on average.
double mid_height_m(const Site& site, const Plan& plan) {
  double sum = 0;
  for (const Placement& rack : plan.racks) {
    sum += site.catalogue.racks[static_cast<std::size_t>(rack.type)].body.body.height_m.value;
  }
  return plan.racks.empty() ? 1.0 : 0.5 * sum / static_cast<double>(plan.racks.size());
}

int cells_along(const Grid& grid, FlowAxis axis) {
  return axis == FlowAxis::x ? grid.nx : axis == FlowAxis::y ? grid.ny : grid.nz;
}
double cell_along_m(const Grid& grid, FlowAxis axis) {
  return axis == FlowAxis::x ? grid.hx_m : axis == FlowAxis::y ? grid.hy_m : grid.hz_m;
}

/// No temperature in the cells of a slice that are part of a body.
void leave_out(const kernels::flow::Box& box, FlowAxis normal, int at, HeatMap& map) {
  const std::array<int, 3> from = {box.x0, box.y0, box.z0}, to = {box.x1, box.y1, box.z1};
  const auto axis = static_cast<std::size_t>(normal);
  if (at < from[axis] || at >= to[axis]) return;
  const std::size_t across = normal == FlowAxis::x ? 1 : 0, up = normal == FlowAxis::z ? 1 : 2;
  for (int row = from[up]; row < to[up]; ++row) {
    const auto first = map.degc.begin() + static_cast<std::ptrdiff_t>(row) * map.columns;
    std::fill(first + from[across], first + to[across], std::nanf(""));
  }
}

/// Lowest and highest of the air's values; crossed where there are none.
struct Ends {
  double cold = std::numeric_limits<double>::infinity(), hot = -std::numeric_limits<double>::infinity();
};

template <class T>
Ends ends_of(const std::vector<T>& degc, const std::vector<std::uint8_t>& solid) {
  Ends ends;
  for (std::size_t cell = 0; cell < std::min(degc.size(), solid.size()); ++cell) {
    if (solid[cell] != 0 || !std::isfinite(degc[cell])) continue;
    ends.cold = std::min(ends.cold, static_cast<double>(degc[cell]));
    ends.hot = std::max(ends.hot, static_cast<double>(degc[cell]));
  }
  return ends;
}

constexpr double kMillimetre_m = 1e-3;

std::string row_id(const Site& site, const Placement& rack) {
  const bool known = rack.row >= 0 && rack.row < static_cast<int>(site.rows.size());
  return known ? site.rows[static_cast<std::size_t>(rack.row)].id : std::string();
}

/// Inlet limits of the rack types that stand there, the coldest first.
void add_limits(const Site& site, const Plan& plan, HeatMap& map) {
  std::set<int> types;
  for (const Placement& rack : plan.racks) types.insert(rack.type);
  std::map<double, std::string> limits;
  for (const int type : types) {
    const double degc = inlet_limit_degc(site, type);
    if (!std::isfinite(degc)) continue;
    std::string& of = limits[degc];
    if (!of.empty()) of += ", ";
    of += site.catalogue.racks[static_cast<std::size_t>(type)].id;
  }
  map.limits.reserve(limits.size());
  for (const auto& [degc, of] : limits) map.limits.push_back({degc, of});
}

void add_plan_outlines(const Site& site, const Plan& plan, double at_m, HeatMap& map) {
  for (const layout::Equipment& one : layout::equipment(site, plan)) {
    if (one.body == nullptr || one.body->height_m.value < at_m) continue;
    // "CDU cdu-1" without its kind: there is little room, and the outline tells.
    const std::string name =
        one.rack >= 0 ? plan.racks[static_cast<std::size_t>(one.rack)].id : one.name.substr(one.name.rfind(' ') + 1);
    const std::string row = one.rack >= 0 ? row_id(site, plan.racks[static_cast<std::size_t>(one.rack)]) : "";
    map.outlines.push_back({static_cast<double>(one.rect.x0) * kMillimetre_m,
                            static_cast<double>(one.rect.y0) * kMillimetre_m,
                            static_cast<double>(one.rect.x1) * kMillimetre_m,
                            static_cast<double>(one.rect.y1) * kMillimetre_m, name, row});
  }
}

/// The racks of the slice's row, seen from the aisle.
void add_row_outlines(const Site& site, const Plan& plan, const Slice& slice, HeatMap& map) {
  for (const Placement& rack : plan.racks) {
    if (rack.row != slice.row) continue;
    const layout::RectMm rect = layout::footprint(site, rack);
    const bool along_x = slice.normal == FlowAxis::y;
    const double height = site.catalogue.racks[static_cast<std::size_t>(rack.type)].body.body.height_m.value;
    map.outlines.push_back({static_cast<double>(along_x ? rect.x0 : rect.y0) * kMillimetre_m, 0,
                            static_cast<double>(along_x ? rect.x1 : rect.y1) * kMillimetre_m, height, rack.id,
                            row_id(site, rack)});
  }
}

}  // namespace

std::vector<Slice> slices_of(const Site& site, const Plan& plan) {
  std::vector<Slice> slices;
  const double height = mid_height_m(site, plan);
  slices.push_back({"racks", fmt::format("racks at mid height, z = {:.2f} m", height), FlowAxis::z, height, -1});
  std::set<int> used;
  for (const Placement& rack : plan.racks) used.insert(rack.row);
  for (const int row : used) {
    if (row < 0 || static_cast<std::size_t>(row) >= site.rows.size()) continue;
    for (const bool towards_high : {false, true}) {
      Slice slice = aisle_slice(site, static_cast<std::size_t>(row), towards_high);
      const bool known = std::any_of(slices.begin(), slices.end(), [&](const Slice& other) {
        return other.normal == slice.normal && std::abs(other.at_m - slice.at_m) < kSameAisle_m;
      });
      if (!known) slices.push_back(std::move(slice));
    }
  }
  return slices;
}

std::vector<std::uint8_t> solid_cells(const kernels::flow::Case& one) {
  const Grid& grid = one.grid;
  std::vector<std::uint8_t> solid(static_cast<std::size_t>(grid.cells()), 0);
  for (const kernels::flow::Box& box : one.solids) {
    for (int z = box.z0; z < box.z1; ++z) {
      for (int y = box.y0; y < box.y1; ++y) {
        const auto row = (static_cast<std::int64_t>(z) * grid.ny + y) * grid.nx;
        std::fill(solid.begin() + row + box.x0, solid.begin() + row + box.x1, std::uint8_t{1});
      }
    }
  }
  return solid;
}

Scale scale_of(const FieldResult& field) {
  const std::vector<std::uint8_t> solid = solid_cells(field.hall.sequence.grids.back());
  const kernels::flow::Fields& fields = field.solution.fields;
  const Ends ends = fields.certified_temperature.empty() ? ends_of(fields.temperature, solid)
                                                         : ends_of(fields.certified_temperature, solid);
  if (!(ends.cold <= ends.hot)) return {};
  return {std::floor(ends.cold), std::max(std::ceil(ends.hot), std::floor(ends.cold) + 1)};
}

HeatMap heat_map_of(const Site& site, const Plan& plan, const FieldResult& field, const Slice& slice,
                    const Scale& scale) {
  const kernels::flow::Case& finest = field.hall.sequence.grids.back();
  const Grid& grid = finest.grid;
  const FlowAxis across = slice.normal == FlowAxis::x ? FlowAxis::y : FlowAxis::x;
  const FlowAxis up = slice.normal == FlowAxis::z ? FlowAxis::y : FlowAxis::z;
  const double cell_m = cell_along_m(grid, slice.normal);
  const int at = std::clamp(static_cast<int>(slice.at_m / cell_m), 0, cells_along(grid, slice.normal) - 1);
  HeatMap map;
  map.title = fmt::format("{}: air temperature, {}", site.name, slice.title);
  map.remark = fmt::format("normal running; cells of {:.3g} x {:.3g} x {:.3g} m; hatched: no air{}", grid.hx_m,
                           grid.hy_m, grid.hz_m, slice.normal == FlowAxis::z ? "" : "; outlines: racks behind the cut");
  map.names_below = slice.normal != FlowAxis::z;
  map.along = across == FlowAxis::x ? "x" : "y";
  map.up = up == FlowAxis::y ? "y" : "z";
  map.columns = cells_along(grid, across);
  map.rows = cells_along(grid, up);
  map.cell_width_m = cell_along_m(grid, across);
  map.cell_height_m = cell_along_m(grid, up);
  map.cold_degc = scale.cold_degc;
  map.hot_degc = scale.hot_degc;
  for (int row = 0; row < map.rows; ++row) {
    for (int column = 0; column < map.columns; ++column) {
      const int x = slice.normal == FlowAxis::x ? at : column;
      const int y = slice.normal == FlowAxis::x ? column : slice.normal == FlowAxis::y ? at : row;
      const int z = slice.normal == FlowAxis::z ? at : row;
      map.degc.push_back(static_cast<float>(cell_degc(field.solution.fields, x, y, z)));
    }
  }
  for (const kernels::flow::Box& box : finest.solids) leave_out(box, slice.normal, at, map);
  if (slice.normal == FlowAxis::z) {
    add_plan_outlines(site, plan, slice.at_m, map);
  } else {
    add_row_outlines(site, plan, slice, map);
  }
  add_limits(site, plan, map);
  return map;
}

}  // namespace hallplan::thermal
