#include "planner/thermal/geometry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "planner/layout/layout.hpp"
#include "planner/thermal/zones.hpp"

namespace hallplan::thermal {
namespace {

constexpr double kIntensity = 0.1;
constexpr double kEddyPerDiameter = 0.07;

double or_else(const MaybeValue& value, double otherwise) { return value ? value->value : otherwise; }

Box3 box_of(const layout::RectMm& rect, double bottom_m, double top_m) {
  const auto m = [](long long mm) { return static_cast<double>(mm) / 1000; };
  return {{m(rect.x0), m(rect.y0), bottom_m}, {m(rect.x1), m(rect.y1), top_m}};
}

const RackType& type_of(const Site& site, const Placement& rack) {
  return site.catalogue.racks[static_cast<std::size_t>(rack.type)].body;
}

/// A rack's table in the solver's terms, of a flow that is disputed the high end as in the balances: what draws more air pulls
/// more of the warm one. Beyond the last line its flow stays; more lines than the solver takes are thinned, the one that
/// bends least first.
std::vector<kernels::flow::FlowPoint> flow_points(const RackType& rack, double& worst_m3_per_s) {
  std::vector<kernels::flow::FlowPoint> points;
  for (const AirPoint& line : rack.air.table) points.push_back({line.inlet_degc.value, line.flow_m3_per_s.high});
  while (points.size() > static_cast<std::size_t>(kernels::flow::kMaxFlowPoints)) {
    std::size_t straightest = 1;
    double least = 0;
    for (std::size_t i = 1; i + 1 < points.size(); ++i) {
      const double part =
          (points[i].intake_degc - points[i - 1].intake_degc) / (points[i + 1].intake_degc - points[i - 1].intake_degc);
      const double line =
          points[i - 1].flow_m3_per_s + part * (points[i + 1].flow_m3_per_s - points[i - 1].flow_m3_per_s);
      const double bend = std::abs(points[i].flow_m3_per_s - line);
      if (i > 1 && bend >= least) continue;
      straightest = i;
      least = bend;
    }
    worst_m3_per_s = std::max(worst_m3_per_s, least);
    points.erase(points.begin() + static_cast<std::ptrdiff_t>(straightest));
  }
  return points;
}

/// What is assumed about each type's flow, once.
void note_types(const Site& site, const Plan& plan, TurbulenceModel turbulence, Scene& scene) {
  std::vector<int> seen;
  for (const Placement& rack : plan.racks) {
    if (std::find(seen.begin(), seen.end(), rack.type) != seen.end()) continue;
    seen.push_back(rack.type);
    const std::string& id = site.catalogue.racks[static_cast<std::size_t>(rack.type)].id;
    const std::vector<AirPoint>& table = type_of(site, rack).air.table;
    if (table.size() == 1) {
      scene.assumptions.push_back(
          fmt::format("{} draws {:.4g} m3/s at any inlet", id, table.front().flow_m3_per_s.high));
    } else {
      scene.assumptions.push_back(
          fmt::format("{} draws by its table; {:.4g} m3/s above {:.4g} degC and {:.4g} m3/s below "
                      "{:.4g} degC",
                      id, table.back().flow_m3_per_s.high, table.back().inlet_degc.value,
                      table.front().flow_m3_per_s.high, table.front().inlet_degc.value));
    }
    if (std::any_of(table.begin(), table.end(), [](const AirPoint& p) { return p.flow_m3_per_s.disputed(); })) {
      scene.assumptions.push_back(fmt::format("{}: its airflow is disputed; the high end is taken", id));
    }
    const RackAir& air = type_of(site, rack).air;
    if (turbulence == TurbulenceModel::k_epsilon && !(air.rear_intensity && air.rear_eddy_length_m)) {
      const kernels::flow::Duct usual;
      scene.assumptions.push_back(fmt::format(
          "{} blows air of {:.3g} % turbulence in eddies of {:.3g} m: usual values where its file says nothing", id,
          100 * or_else(air.rear_intensity, usual.discharge_intensity),
          or_else(air.rear_eddy_length_m, usual.discharge_eddy_length_m)));
    }
    double worst_m3_per_s = 0;
    (void)flow_points(type_of(site, rack), worst_m3_per_s);
    if (worst_m3_per_s > 0) {
      scene.assumptions.push_back(
          fmt::format("{}: its airflow table is thinned to {} lines, off by {:.2g} m3/s at most", id,
                      kernels::flow::kMaxFlowPoints, worst_m3_per_s));
    }
  }
}

/// The face of a body on a side of the compass, from `bottom` to `top`.
Patch side_patch(const Scene& scene, int solid, Side side, Span height) {
  const Box3& box = scene.solids[static_cast<std::size_t>(solid)].box;
  const bool along_y = side == Side::south || side == Side::north;
  const std::size_t across = along_y ? 0 : 1;
  Patch patch;
  patch.solid = solid;
  patch.normal = along_y ? 1 : 0;
  patch.high = side == Side::north || side == Side::east;
  patch.a = {box.lo[across], box.hi[across]};
  patch.b = height;
  return patch;
}

Side opposite(Side side) {
  switch (side) {
    case Side::south:
      return Side::north;
    case Side::north:
      return Side::south;
    case Side::west:
      return Side::east;
    case Side::east:
      return Side::west;
  }
  return side;
}

/// The coil of a rack's rear door behind its heat, and the heat of its fan, which is taken off the coil as a unit's is.
void add_door(const Site& site, const Placement& rack, kernels::flow::Duct& law, Scene& scene) {
  const RearDoors* doors = doors_of(site, rack.row, rack.type);
  if (doors == nullptr) return;
  const Product<RearDoorType>& type = site.catalogue.rear_doors[static_cast<std::size_t>(doors->type.index)];
  const double fan_w = type.body.fan_power_w ? type.body.fan_power_w->high : 0;
  const double capacity_w = door_capacity_w(site, rack.row, rack.type);
  law.cools = law.cools_last = true;
  law.setpoint_degc = door_leaving_degc(site, *doors);
  law.capacity_k_m3_per_s = std::max(0.0, capacity_w - fan_w) / scene.heat_capacity_j_per_m3_k;
  scene.heat.doors_w += std::max(0.0, capacity_w - fan_w);
  const std::string line = fmt::format("rear doors {}: air leaves them at {:.4g} degC at best, up to {:.4g} kW a door",
                                       doors->id, law.setpoint_degc, capacity_w / 1e3);
  if (std::find(scene.text.begin(), scene.text.end(), line) == scene.text.end()) scene.text.push_back(line);
  if (!type.body.fan_power_w) {
    const std::string unknown = fmt::format("{}: no fan power known, none is taken", type.id);
    if (std::find(scene.assumptions.begin(), scene.assumptions.end(), unknown) == scene.assumptions.end()) {
      scene.assumptions.push_back(unknown);
    }
  }
}

void add_racks(const Site& site, const std::vector<layout::Equipment>& pieces, const Plan& plan, Scene& scene) {
  for (const layout::Equipment& piece : pieces) {
    if (piece.rack < 0) continue;
    const RackType& type = type_of(site, plan.racks[static_cast<std::size_t>(piece.rack)]);
    const auto solid = static_cast<int>(scene.solids.size());
    const double height_m = piece.body->height_m.high;
    scene.solids.push_back({"rack " + piece.name, box_of(piece.rect, 0, height_m), true});
    SceneDuct duct;
    duct.name = "rack " + piece.name;
    duct.at = piece.at;
    duct.intake = {side_patch(scene, solid, piece.front, {0, height_m})};
    duct.discharge = {side_patch(scene, solid, opposite(piece.front), {0, height_m})};
    double worst_m3_per_s = 0;
    duct.law.flow = flow_points(type, worst_m3_per_s);
    const double heat_w = rack_air_heat_w(site, type);
    duct.law.heat_k_m3_per_s = heat_w / scene.heat_capacity_j_per_m3_k;
    duct.law.discharge_intensity = or_else(type.air.rear_intensity, duct.law.discharge_intensity);
    duct.law.discharge_eddy_length_m = or_else(type.air.rear_eddy_length_m, duct.law.discharge_eddy_length_m);
    add_door(site, plan.racks[static_cast<std::size_t>(piece.rack)], duct.law, scene);
    duct.law.storage_m3 = rack_storage_j_per_k(site, type) / scene.heat_capacity_j_per_m3_k;
    scene.heat.racks_w += heat_w;
    scene.ducts.push_back(std::move(duct));
  }
}

/// Columns, CDUs and other plant that only stands in the way. Air units come with their ducts.
void add_obstacles(const Site& site, const std::vector<layout::Equipment>& pieces, Scene& scene) {
  const double ceiling_m = scene.size_m[2];
  for (const hallplan::Box& column : site.hall.columns) {
    const Box3 box{{column.x_m.value, column.y_m.value, 0},
                   {column.x_m.value + column.width_m.value, column.y_m.value + column.depth_m.value, ceiling_m}};
    scene.solids.push_back({"column " + column.id, box, false});
  }
  for (const layout::Equipment& piece : pieces) {
    if (piece.rack >= 0 || piece.name.rfind("air unit ", 0) == 0) continue;
    scene.solids.push_back({piece.name, box_of(piece.rect, 0, std::min(piece.body->height_m.high, ceiling_m)), false});
  }
}

void add_partitions(const Site& site, Scene& scene) {
  for (const Partition& partition : site.hall.partitions) {
    const double openness = or_else(partition.openness, 0);
    if (openness >= 1) continue;
    Sheet sheet;
    sheet.name = "partition " + partition.id;
    sheet.loss = sheet_loss(openness);
    const Span x{partition.x_m.value, partition.x_m.value + or_else(partition.width_m, 0)};
    const Span y{partition.y_m.value, partition.y_m.value + or_else(partition.depth_m, 0)};
    const Span z{or_else(partition.bottom_m, 0), or_else(partition.top_m, scene.size_m[2])};
    if (partition.width_m && partition.depth_m) {
      sheet.normal = 2;
      sheet.at_m = z.lo;
      sheet.a = x;
      sheet.b = y;
    } else if (partition.width_m) {
      sheet.normal = 1;
      sheet.at_m = y.lo;
      sheet.a = x;
      sheet.b = z;
    } else {
      sheet.normal = 0;
      sheet.at_m = x.lo;
      sheet.a = y;
      sheet.b = z;
    }
    scene.sheets.push_back(std::move(sheet));
  }
}

Patch wall_patch(const WallOpening& opening, const Scene& scene) {
  const Span x{or_else(opening.x_m, 0), or_else(opening.x_m, 0) + or_else(opening.width_m, 0)};
  const Span y{or_else(opening.y_m, 0), or_else(opening.y_m, 0) + or_else(opening.depth_m, 0)};
  const Span z{or_else(opening.bottom_m, 0), or_else(opening.top_m, scene.size_m[2])};
  Patch patch;
  patch.high = opening.wall == Wall::north || opening.wall == Wall::east || opening.wall == Wall::ceiling;
  if (opening.wall == Wall::west || opening.wall == Wall::east) {
    patch.normal = 0;
    patch.a = y;
    patch.b = z;
  } else if (opening.wall == Wall::south || opening.wall == Wall::north) {
    patch.normal = 1;
    patch.a = x;
    patch.b = z;
  } else {
    patch.normal = 2;
    patch.a = x;
    patch.b = y;
  }
  return patch;
}

void add_openings(const Site& site, Scene& scene) {
  for (const AirSupply& supply : site.supplies) {
    SceneSupply made;
    made.name = "supply " + supply.id;
    made.at = supply.at;
    made.patch = wall_patch(supply, scene);
    const double a_m = made.patch.a.length();
    const double b_m = made.patch.b.length();
    // Of ranges the unfavourable end: warm, and little of what cools the hall.
    const bool cools = supply.temperature_degc.high <= site.basis.room_air_degc.low;
    const auto end = [&](const MaybeValue& value) { return cools ? value->low : value->high; };
    made.flow_m3_per_s = supply.flow_m3_per_s      ? end(supply.flow_m3_per_s)
                         : supply.velocity_m_per_s ? end(supply.velocity_m_per_s) * a_m * b_m
                                                   : 0;
    made.temperature_degc = supply.temperature_degc.high;
    made.intensity = or_else(supply.intensity, kIntensity);
    made.eddy_length_m = or_else(supply.eddy_length_m, kEddyPerDiameter * 2 * a_m * b_m / (a_m + b_m));
    scene.supplies.push_back(std::move(made));
  }
  for (const AirReturn& opening : site.returns) {
    scene.returns.push_back(
        {"return " + opening.id, opening.at, wall_patch(opening, scene),
         opening.temperature_degc ? opening.temperature_degc->high : site.basis.room_air_degc.high});
  }
}

/// Losses of power devices go into the air above their zone's rows, by the rows' lengths: that is where busways hang.
void add_device_losses(const Site& site, const CaseOptions& options, Scene& scene) {
  double top_m = 0;
  for (const Solid& solid : scene.solids) {
    if (solid.name.rfind("rack ", 0) == 0) top_m = std::max(top_m, solid.box.hi[2]);
  }
  for (std::size_t z = 0; z < std::min(site.air_zones.size(), options.device_losses_w.size()); ++z) {
    const double loss_w = options.device_losses_w[z];
    double length_m = 0;
    for (const Row& row : site.rows) {
      if (row.air_zone.index == static_cast<int>(z)) length_m += row.slots * row.pitch_m.value;
    }
    if (!(loss_w > 0)) continue;
    scene.heat.devices_w += loss_w;
    if (length_m <= 0) {
      scene.sources.push_back({{{0, 0, 0}, scene.size_m}, loss_w / scene.heat_capacity_j_per_m3_k});
      continue;
    }
    for (const Row& row : site.rows) {
      if (row.air_zone.index != static_cast<int>(z)) continue;
      const double row_m = row.slots * row.pitch_m.value;
      const bool along_x = row.along == hallplan::Axis::x;
      const Box3 box{{row.x_m.value, row.y_m.value, top_m},
                     {row.x_m.value + (along_x ? row_m : row.depth_m.value),
                      row.y_m.value + (along_x ? row.depth_m.value : row_m), scene.size_m[2]}};
      scene.sources.push_back({box, loss_w * row_m / length_m / scene.heat_capacity_j_per_m3_k});
    }
    scene.text.push_back(fmt::format("{:.4g} kW of power devices in the air above the rows of zone {}", loss_w / 1e3,
                                     site.air_zones[z].id));
  }
}

}  // namespace

double own_air_density_kg_per_m3(const Site& site) {
  constexpr double kSeaLevel_pa = 101'325;
  constexpr double kGas_j_per_kg_k = 287.055;
  constexpr double kZero_k = 273.15;
  return kSeaLevel_pa / (kGas_j_per_kg_k * (kZero_k + site.basis.room_air_degc.value)) *
         density_ratio(site.basis.elevation_m.high);
}

double air_density_kg_per_m3(const Site& site) {
  return site.field.density_kg_per_m3 ? site.field.density_kg_per_m3->value : own_air_density_kg_per_m3(site);
}

double rack_storage_j_per_k(const Site& site, const RackType& rack) {
  const FieldModel& field = site.field;
  if (!field.rack_specific_heat_j_per_kg_k || !field.rack_mass_share || !rack.body.mass_kg) return 0;
  return rack.body.mass_kg->low * field.rack_specific_heat_j_per_kg_k->low * field.rack_mass_share->low;
}

double sheet_loss(double openness) {
  if (openness <= 0) return -1;
  const double closed = 1 - std::min(openness, 1.0);
  const double jet = 0.707 * std::sqrt(closed) + closed;
  return jet * jet / (openness * openness);
}

double set_point_degc(const Site& site, const CaseOptions& options, std::size_t zone) {
  return zone < options.set_points_degc.size() ? options.set_points_degc[zone] : site.air_zones[zone].supply_degc.high;
}

double drawn_m3_per_s(const Site& site, const Plan& plan, int zone, double intake_degc) {
  double drawn = 0;
  for (const Placement& rack : plan.racks) {
    if (rack.row < 0 || site.rows[static_cast<std::size_t>(rack.row)].air_zone.index != zone) continue;
    double worst_m3_per_s = 0;
    const std::vector<kernels::flow::FlowPoint> points = flow_points(type_of(site, rack), worst_m3_per_s);
    double flow = points.front().flow_m3_per_s;
    for (std::size_t i = 1; i < points.size() && intake_degc > points[i - 1].intake_degc; ++i) {
      const double part = std::min(
          1.0, (intake_degc - points[i - 1].intake_degc) / (points[i].intake_degc - points[i - 1].intake_degc));
      flow = points[i - 1].flow_m3_per_s + part * (points[i].flow_m3_per_s - points[i - 1].flow_m3_per_s);
    }
    drawn += flow;
  }
  return drawn;
}

Scene scene_of(const Site& site, const Plan& plan, const CaseOptions& options, Diagnostics& problems) {
  Scene scene;
  scene.size_m = {site.hall.width_m.value, site.hall.depth_m.value, site.hall.ceiling_m.value};
  scene.density_kg_per_m3 = air_density_kg_per_m3(site);
  scene.heat_capacity_j_per_m3_k =
      scene.density_kg_per_m3 * or_else(site.field.specific_heat_j_per_kg_k, kSpecificHeat_j_per_kg_k);
  const std::vector<layout::Equipment> pieces = layout::equipment(site, plan);
  add_racks(site, pieces, plan, scene);
  note_types(site, plan, turbulence_in(site, options), scene);
  const std::vector<Aisle> aisles = aisles_of(site, plan);
  add_units(site, plan, aisles, options, scene, problems);
  add_obstacles(site, pieces, scene);
  add_partitions(site, scene);
  add_containment(site, plan, aisles, options.leakage, scene);
  add_openings(site, scene);
  add_device_losses(site, options, scene);
  return scene;
}

}  // namespace hallplan::thermal
