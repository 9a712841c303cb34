#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "planner/layout/asked_floor.hpp"
#include "planner/report/document_parts.hpp"

namespace hallplan::report {
namespace {

constexpr int kMostCellsDrawn = 128;  ///< along one side of the hall

std::string_view word(Axis axis) { return axis == Axis::x ? "x" : "y"; }

Json ids(const std::vector<Ref>& refs) {
  Json out = Json::array();
  for (const Ref& ref : refs) out.push_back(ref.id);
  return out;
}

Json row_part(const Site& site, const Row& row) {
  Json pairs = Json::array();
  for (const FeedPair& pair : row.feeds) pairs.push_back(Json::array({pair.a.id, pair.b.id}));
  Json out;
  out["id"] = row.id;
  out["x_m"] = number(row.x_m.value);
  out["y_m"] = number(row.y_m.value);
  out["along"] = word(row.along);
  out["front"] = to_string(row.front);
  out["slots"] = row.slots;
  out["pitch_m"] = number(row.pitch_m.value);
  out["depth_m"] = number(row.depth_m.value);
  out["feeds"] = std::move(pairs);
  out["cdu_groups"] = ids(row.cdu_groups);
  out["air_zone"] = row.air_zone.id;
  const auto zone = static_cast<std::size_t>(row.air_zone.index);
  const bool known = row.air_zone.index >= 0 && zone < site.air_zones.size();
  out["containment"] = known ? Json(to_string(site.air_zones[zone].containment)) : Json(nullptr);
  return out;
}

Json boxes(const std::vector<Box>& all) {
  Json out = Json::array();
  for (const Box& box : all) {
    out.push_back({{"id", box.id},
                   {"x_m", number(box.x_m.value)},
                   {"y_m", number(box.y_m.value)},
                   {"width_m", number(box.width_m.value)},
                   {"depth_m", number(box.depth_m.value)}});
  }
  return out;
}

template <class Body>
const Product<Body>* find(const std::vector<Product<Body>>& products, const Ref& type) {
  const auto at = static_cast<std::size_t>(type.index);
  return type.index >= 0 && at < products.size() ? &products[at] : nullptr;
}

constexpr double kWallDrawn_m = 0.12;  ///< thickness at which walls and doors, which have none, are drawn

/// Doors as pieces of their walls.
Json doors(const Hall& hall) {
  Json out = Json::array();
  for (const Door& door : hall.doors) {
    const bool along_x = door.wall == Wall::south || door.wall == Wall::north;
    const double far_m = door.wall == Wall::north  ? hall.depth_m.value - kWallDrawn_m
                         : door.wall == Wall::east ? hall.width_m.value - kWallDrawn_m
                                                   : 0.0;
    out.push_back({{"id", door.id},
                   {"x_m", number(along_x ? door.position_m.value : far_m)},
                   {"y_m", number(along_x ? far_m : door.position_m.value)},
                   {"width_m", number(along_x ? door.width_m.value : kWallDrawn_m)},
                   {"depth_m", number(along_x ? kWallDrawn_m : door.width_m.value)}});
  }
  return out;
}

/// Upright partitions; level ones are no part of a floor plan.
Json partitions(const Hall& hall) {
  Json out = Json::array();
  for (const Partition& wall : hall.partitions) {
    if (wall.width_m.has_value() == wall.depth_m.has_value()) continue;
    out.push_back({{"id", wall.id},
                   {"x_m", number(wall.x_m.value)},
                   {"y_m", number(wall.y_m.value)},
                   {"width_m", number(wall.width_m ? wall.width_m->value : kWallDrawn_m)},
                   {"depth_m", number(wall.depth_m ? wall.depth_m->value : kWallDrawn_m)}});
  }
  return out;
}

/// Units that stand in the hall, turned as they stand: a front to west or east swaps width and depth.
void add_units(Json& out, const std::vector<Unit>& units, const Body& body, std::string_view kind,
               const std::string& group, const std::string& product) {
  for (const Unit& unit : units) {
    if (!unit.x_m || !unit.y_m) continue;
    const bool turned = unit.front == Side::west || unit.front == Side::east;
    out.push_back({{"id", unit.id},
                   {"kind", kind},
                   {"group", group},
                   {"type", product},
                   {"x_m", number(unit.x_m->value)},
                   {"y_m", number(unit.y_m->value)},
                   {"width_m", number((turned ? body.depth_m : body.width_m).value)},
                   {"depth_m", number((turned ? body.width_m : body.depth_m).value)},
                   {"front", to_string(unit.front)}});
  }
}

/// Power devices with a place, turned as they stand.
void add_devices(Json& out, const Site& site) {
  for (const Device& device : site.devices) {
    if (!device.place) continue;
    const DevicePlace& place = *device.place;
    const bool turned = place.front == Side::west || place.front == Side::east;
    out.push_back({{"id", device.id},
                   {"kind", to_string(device.kind)},
                   {"group", device.air_zone.id},
                   {"type", device.id},
                   {"x_m", number(place.x_m.value)},
                   {"y_m", number(place.y_m.value)},
                   {"width_m", number((turned ? place.depth_m : place.width_m).value)},
                   {"depth_m", number((turned ? place.width_m : place.depth_m).value)},
                   {"front", to_string(place.front)}});
  }
}

Json equipment(const Site& site) {
  Json out = Json::array();
  for (const CduGroup& group : site.cdu_groups) {
    if (const auto* cdu = find(site.catalogue.cdus, group.type)) {
      add_units(out, group.units, cdu->body.body, "CDU", group.id, cdu->id);
    }
  }
  for (const AirZone& zone : site.air_zones) {
    if (const auto* air_unit = find(site.catalogue.air_units, zone.type)) {
      add_units(out, zone.units, air_unit->body.body, "air unit", zone.id, air_unit->id);
    }
  }
  add_devices(out, site);
  return out;
}

/// What plant asks to be free, as far as it lies in the hall.
Json asked_floor(const Site& site) {
  constexpr double kMm_per_m = 1000;
  const std::vector<layout::Equipment> plant = layout::equipment(site, Plan{});
  Json out = Json::array();
  for (const layout::AskedFloor& asked : layout::asked_floor(site, plant)) {
    const double x0_m = std::max(0.0, static_cast<double>(asked.rect.x0) / kMm_per_m);
    const double y0_m = std::max(0.0, static_cast<double>(asked.rect.y0) / kMm_per_m);
    const double x1_m = std::min(site.hall.width_m.value, static_cast<double>(asked.rect.x1) / kMm_per_m);
    const double y1_m = std::min(site.hall.depth_m.value, static_cast<double>(asked.rect.y1) / kMm_per_m);
    if (x1_m <= x0_m || y1_m <= y0_m) continue;
    out.push_back({{"of", plant[asked.piece].name},
                   {"for", asked.is_working ? "working space" : "service clearance"},
                   {"side", to_string(asked.side)},
                   {"x_m", number(x0_m)},
                   {"y_m", number(y0_m)},
                   {"width_m", number(x1_m - x0_m)},
                   {"depth_m", number(y1_m - y0_m)}});
  }
  return out;
}

/// Trays have no width.
Json trays(const Network& network) {
  Json out = Json::array();
  for (const Tray& tray : network.trays) {
    out.push_back({{"id", tray.id},
                   {"x_m", number(tray.x_m.value)},
                   {"y_m", number(tray.y_m.value)},
                   {"along", word(tray.along)},
                   {"length_m", number(tray.length_m.value)}});
  }
  return out;
}

Json rack_types(const Site& site) {
  Json out = Json::object();
  for (const Product<RackType>& rack : site.catalogue.racks) {
    const Body& body = rack.body.body;
    Json one;
    one["name"] = rack.name;
    one["maker"] = rack.maker;
    one["role"] = rack.body.role;
    one["gpus"] = rack.body.gpus;
    one["sustained_kw"] = in_field_unit(Dimension::power, sustained_w(site, rack.body).value);
    one["width_m"] = number(body.width_m.value);
    one["depth_m"] = number(body.depth_m.value);
    one["height_m"] = number(body.height_m.value);
    one["mass_kg"] = body.mass_kg ? number(body.mass_kg->value) : Json(nullptr);
    out[rack.id] = std::move(one);
  }
  return out;
}

}  // namespace

Json hall_part(const Site& site) {
  Json rows = Json::array();
  for (const Row& row : site.rows) rows.push_back(row_part(site, row));
  Json out;
  out["width_m"] = number(site.hall.width_m.value);
  out["depth_m"] = number(site.hall.depth_m.value);
  out["ceiling_m"] = number(site.hall.ceiling_m.value);
  out["tile_m"] = site.hall.tile_m ? number(site.hall.tile_m->value) : Json(nullptr);
  out["rows"] = std::move(rows);
  out["columns"] = boxes(site.hall.columns);
  out["keep_outs"] = boxes(site.hall.keep_outs);
  out["doors"] = doors(site.hall);
  out["partitions"] = partitions(site.hall);
  out["equipment"] = equipment(site);
  out["asked_floor"] = asked_floor(site);
  out["trays"] = trays(site.network);
  out["rack_types"] = rack_types(site);
  return out;
}

Json density_part(const verdict::DensityField& field) {
  const auto cells = static_cast<std::size_t>(std::max(0, field.nx)) * static_cast<std::size_t>(std::max(0, field.ny));
  if (cells == 0 || field.w_per_m2.size() != cells) return nullptr;
  const int block = std::max(1, (std::max(field.nx, field.ny) + kMostCellsDrawn - 1) / kMostCellsDrawn);
  Json rows = Json::array();
  for (int y0 = 0; y0 < field.ny; y0 += block) {
    Json row = Json::array();
    for (int x0 = 0; x0 < field.nx; x0 += block) {
      double sum = 0;
      int count = 0;
      for (int y = y0; y < std::min(y0 + block, field.ny); ++y) {
        for (int x = x0; x < std::min(x0 + block, field.nx); ++x, ++count) {
          sum += field.w_per_m2[static_cast<std::size_t>(y) * static_cast<std::size_t>(field.nx) +
                                static_cast<std::size_t>(x)];
        }
      }
      row.push_back(in_field_unit(Dimension::power_density, sum / count));
    }
    rows.push_back(std::move(row));
  }
  return {{"cell_m", number(field.cell_m * block)}, {"unit", "kW/m2"}, {"rows", std::move(rows)}};
}

}  // namespace hallplan::report
