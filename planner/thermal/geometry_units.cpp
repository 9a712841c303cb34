// Air units: bodies, where they blow and draw, and how much.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/layout/layout.hpp"
#include "planner/site/air_coil.hpp"
#include "planner/thermal/geometry.hpp"
#include "planner/thermal/zones.hpp"

namespace hallplan::thermal {
namespace {

constexpr double kTile_m = 0.6;

/// One unit with its body in the scene.
struct UnitBody {
  int solid = -1;
  Side front = Side::south;
};

double m(long long mm) { return static_cast<double>(mm) / 1000; }

Patch unit_side(const Scene& scene, const UnitBody& unit, bool front, Span height) {
  const Box3& box = scene.solids[static_cast<std::size_t>(unit.solid)].box;
  const bool along_y = unit.front == Side::south || unit.front == Side::north;
  const bool looks_high = unit.front == Side::north || unit.front == Side::east;
  const std::size_t across = along_y ? 0 : 1;
  return {unit.solid, along_y ? 1 : 0, looks_high == front, {box.lo[across], box.hi[across]}, height};
}

/// The strip one tile deep before the front of each rack of a zone, or behind it.
std::vector<Patch> strips(const Site& site, const Plan& plan, std::size_t zone, bool before, bool high, Scene& scene) {
  const double tile_m = site.hall.tile_m ? site.hall.tile_m->value : kTile_m;
  std::vector<Patch> out;
  for (const layout::Equipment& piece : layout::equipment(site, plan)) {
    if (piece.rack < 0) continue;
    const Placement& rack = plan.racks[static_cast<std::size_t>(piece.rack)];
    if (rack.row < 0 || site.rows[static_cast<std::size_t>(rack.row)].air_zone.index != static_cast<int>(zone))
      continue;
    Span x{m(piece.rect.x0), m(piece.rect.x1)};
    Span y{m(piece.rect.y0), m(piece.rect.y1)};
    const bool along_y = piece.front == Side::south || piece.front == Side::north;
    const bool looks_high = piece.front == Side::north || piece.front == Side::east;
    Span& deep = along_y ? y : x;
    deep = looks_high == before ? Span{deep.hi, deep.hi + tile_m} : Span{deep.lo - tile_m, deep.lo};
    deep = {std::max(0.0, deep.lo), std::min(scene.size_m[along_y ? 1 : 0], deep.hi)};
    if (deep.length() > 0) out.push_back({-1, 2, high, x, y});
  }
  return out;
}

/// What the units of one zone have in common.
struct ZoneUnits {
  std::size_t zone = 0;
  double flow_m3_per_s = 0;
  CoilCapacity coil;  ///< of one
  double fan_w = 0;
  double set_point_degc = 0;
  std::vector<Patch> from_floor, through_ceiling;  ///< when they blow or draw so
};

class Units {
 public:
  Units(const Site& site, const Plan& plan, const std::vector<Aisle>& aisles, const CaseOptions& options, Scene& scene,
        Diagnostics& problems)
      : site_(site), plan_(plan), aisles_(aisles), options_(options), scene_(scene), problems_(problems) {}

  void add() {
    check_lost();
    for (std::size_t z = 0; z < site_.air_zones.size(); ++z) add_zone(z);
  }

 private:
  [[nodiscard]] bool lost(const Unit& unit) const {
    return std::find(options_.units_lost.begin(), options_.units_lost.end(), unit.id) != options_.units_lost.end();
  }

  void check_lost() {
    for (const std::string& id : options_.units_lost) {
      std::vector<std::string> known;
      for (const AirZone& zone : site_.air_zones) {
        for (const Unit& unit : zone.units) known.push_back(unit.id);
      }
      if (std::find(known.begin(), known.end(), id) != known.end()) continue;
      problems_.error(Rule::site_reference, {}, fmt::format("no air unit '{}'", shortened(id)), suggest(id, known));
    }
  }

  [[nodiscard]] ZoneUnits common(std::size_t z, int running) {
    const AirZone& zone = site_.air_zones[z];
    const AirUnitType& type = site_.catalogue.air_units[static_cast<std::size_t>(zone.type.index)].body;
    ZoneUnits all;
    all.zone = z;
    all.set_point_degc = set_point_degc(site_, options_, z);
    all.flow_m3_per_s = type.airflow_m3_per_s.low;
    all.fan_w = type.fan_power_w.high;
    all.coil = unit_capacity(site_, zone, all.set_point_degc);
    if (fan_control(zone) == FanControl::racks && running > 0) {
      const double leakage = options_.leakage == LeakageEnd::high ? zone.leakage.high : zone.leakage.low;
      // A room stated warmer than it is would let units move more air than racks ask for: the smaller flow counts.
      const double drawn = std::min(drawn_m3_per_s(site_, plan_, static_cast<int>(z), all.set_point_degc),
                                    drawn_m3_per_s(site_, plan_, static_cast<int>(z), site_.basis.room_air_degc.low));
      const double short_of = drawn - running * all.flow_m3_per_s;
      if (short_of > 0) {
        scene_.assumptions.push_back(fmt::format(
            "zone {}: units move {:.3g} m3/s less than racks draw; racks' fans hold their flow all the same", zone.id,
            short_of));
      }
      all.flow_m3_per_s = std::min(all.flow_m3_per_s, drawn * (1 + leakage) / running);
    }
    if (supply_path(zone) == SupplyPath::floor) all.from_floor = strips(site_, plan_, z, true, false, scene_);
    if (return_path(zone) == ReturnPath::ceiling) all.through_ceiling = ceilings(z);
    return all;
  }

  /// The ceilings of the zone's contained hot aisles, or the strips behind its racks.
  [[nodiscard]] std::vector<Patch> ceilings(std::size_t z) {
    std::vector<Patch> out;
    for (const Aisle& aisle : aisles_) {
      if (aisle.zone != static_cast<int>(z) || !aisle.hot) continue;
      const bool along_x = aisle.along == 0;
      out.push_back({-1, 2, true, along_x ? aisle.length : aisle.width, along_x ? aisle.width : aisle.length});
    }
    return out.empty() ? strips(site_, plan_, z, false, true, scene_) : out;
  }

  void add_zone(std::size_t z) {
    const AirZone& zone = site_.air_zones[z];
    const auto running = static_cast<int>(
        std::count_if(zone.units.begin(), zone.units.end(), [&](const Unit& unit) { return !lost(unit); }));
    const ZoneUnits all = common(z, running);
    for (std::size_t u = 0; u < zone.units.size(); ++u) {
      const Unit& unit = zone.units[u];
      FollowedUnit followed{static_cast<int>(z), static_cast<int>(u), -1};
      const int solid = add_body(zone, unit);
      if (!lost(unit) && all.flow_m3_per_s > 0) {
        followed.duct = static_cast<int>(scene_.ducts.size());
        scene_.ducts.push_back(duct_of(zone, unit, solid, all));
        scene_.heat.fans_w += all.fan_w;
        scene_.heat.capacity_w += std::max(0.0, all.coil.capacity_w - all.fan_w);
      }
      scene_.units.push_back(followed);
    }
    if (running > 0) say(zone, all, running);
  }

  /// Index of the unit's body; -1 when it stands outside the hall.
  [[nodiscard]] int add_body(const AirZone& zone, const Unit& unit) {
    if (!unit.x_m || !unit.y_m) return -1;
    const Body& body = site_.catalogue.air_units[static_cast<std::size_t>(zone.type.index)].body.body;
    const bool along_y = unit.front == Side::south || unit.front == Side::north;
    const double x_m = unit.x_m->value;
    const double y_m = unit.y_m->value;
    const double dx_m = along_y ? body.width_m.high : body.depth_m.high;
    const double dy_m = along_y ? body.depth_m.high : body.width_m.high;
    const double top_m = std::min(body.height_m.high, scene_.size_m[2]);
    scene_.solids.push_back({"air unit " + unit.id, {{x_m, y_m, 0}, {x_m + dx_m, y_m + dy_m, top_m}}, true});
    return static_cast<int>(scene_.solids.size()) - 1;
  }

  [[nodiscard]] SceneDuct duct_of(const AirZone& zone, const Unit& unit, int solid, const ZoneUnits& all) {
    SceneDuct duct;
    duct.name = "air unit " + unit.id;
    duct.at = unit.at;
    duct.law.flow = {{all.set_point_degc, all.flow_m3_per_s}};
    duct.law.cools = true;
    duct.law.setpoint_degc = all.set_point_degc;
    duct.law.capacity_k_m3_per_s = std::max(0.0, all.coil.capacity_w - all.fan_w) / scene_.heat_capacity_j_per_m3_k;
    const bool own_face = supply_path(zone) == SupplyPath::front || return_path(zone) != ReturnPath::ceiling;
    if (own_face && solid < 0) {
      problems_.error(Rule::site_missing_key, unit.at, fmt::format("'{}' has no place in the hall", unit.id),
                      "give it x and y, or let its zone blow through the floor and draw through the ceiling");
      return duct;
    }
    const UnitBody body{solid, unit.front};
    duct.intake = intake_of(zone, body, all);
    duct.discharge = supply_path(zone) == SupplyPath::floor
                         ? all.from_floor
                         : std::vector<Patch>{unit_side(scene_, body, true, blowing(zone, body))};
    return duct;
  }

  /// The heights between which a unit's front blows.
  [[nodiscard]] Span blowing(const AirZone& zone, const UnitBody& unit) const {
    const double top_m = scene_.solids[static_cast<std::size_t>(unit.solid)].box.hi[2];
    const double share = return_path(zone) == ReturnPath::front ? 0.5 : 1.0;
    const double from_m = zone.supply_from_m ? zone.supply_from_m->value : 0;
    const double to_m = zone.supply_to_m ? zone.supply_to_m->value : share * top_m;
    return {std::min(from_m, top_m), std::min(to_m, top_m)};
  }

  [[nodiscard]] std::vector<Patch> intake_of(const AirZone& zone, const UnitBody& unit, const ZoneUnits& all) const {
    if (return_path(zone) == ReturnPath::ceiling) return all.through_ceiling;
    const Box3& box = scene_.solids[static_cast<std::size_t>(unit.solid)].box;
    switch (return_path(zone)) {
      case ReturnPath::rear:
        return {unit_side(scene_, unit, false, {0, box.hi[2]})};
      case ReturnPath::front:
        return {unit_side(scene_, unit, true, {blowing(zone, unit).hi, box.hi[2]})};
      default:
        return {{unit.solid, 2, true, {box.lo[0], box.hi[0]}, {box.lo[1], box.hi[1]}}};
    }
  }

  void say(const AirZone& zone, const ZoneUnits& all, int running) {
    constexpr std::string_view kReturns[] = {"", "their tops", "their rears", "their fronts' upper part",
                                             "the ceiling"};
    scene_.text.push_back(fmt::format(
        "zone {}: {} of {} units move {:.4g} m3/s each{}, blow {:.4g} degC through {}, draw through {}, cool up to "
        "{:.4g} kW each less fans",
        zone.id, running, zone.units.size(), all.flow_m3_per_s,
        fan_control(zone) == FanControl::racks ? " (what racks draw and what leaks)" : "", all.set_point_degc,
        supply_path(zone) == SupplyPath::floor ? "the tiles before racks" : "their fronts",
        kReturns[static_cast<std::size_t>(return_path(zone))], all.coil.capacity_w / 1e3));
    if (!all.coil.unknown.empty()) {
      scene_.assumptions.push_back(fmt::format("zone {}: its units' rating is taken; {}", zone.id, all.coil.unknown));
    }
  }

  const Site& site_;
  const Plan& plan_;
  const std::vector<Aisle>& aisles_;
  const CaseOptions& options_;
  Scene& scene_;
  Diagnostics& problems_;
};

}  // namespace

SupplyPath supply_path(const AirZone& zone) {
  if (zone.supply_through != SupplyPath::automatic) return zone.supply_through;
  return zone.containment == Containment::cold ? SupplyPath::floor : SupplyPath::front;
}

ReturnPath return_path(const AirZone& zone) {
  if (zone.return_through != ReturnPath::automatic) return zone.return_through;
  return zone.containment == Containment::hot ? ReturnPath::ceiling : ReturnPath::top;
}

FanControl fan_control(const AirZone& zone) {
  if (zone.fans != FanControl::automatic) return zone.fans;
  return zone.containment == Containment::none ? FanControl::rated : FanControl::racks;
}

void add_units(const Site& site, const Plan& plan, const std::vector<Aisle>& aisles, const CaseOptions& options,
               Scene& scene, Diagnostics& problems) {
  Units(site, plan, aisles, options, scene, problems).add();
}

}  // namespace hallplan::thermal
