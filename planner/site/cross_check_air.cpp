// What must agree about the air: partitions and openings inside the hall, each with the edges its wall asks for.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "planner/site/atmosphere.hpp"
#include "planner/site/cross_check.hpp"

namespace hallplan {
namespace {

constexpr double kTouch_m = 1e-6;
constexpr double kTouch_k = 1e-6;

class AirChecker {
 public:
  AirChecker(const Site& site, Diagnostics& problems) : site_(site), problems_(problems) {}

  void run() {
    for (const Partition& partition : site_.hall.partitions) check_partition(partition);
    for (const AirSupply& supply : site_.supplies) check_supply(supply);
    for (const AirReturn& opening : site_.returns) check_opening(opening, "return");
    if (!site_.supplies.empty() && site_.returns.empty()) {
      problems_.error(Rule::site_missing_key, site_.supplies.front().at,
                      "'supplies' blow into a hall without 'returns'",
                      "say where the air leaves: returns: {ceiling: {wall: ceiling, ...}}");
    }
    for (const AirZone& zone : site_.air_zones) check_zone(zone);
    check_cells();
    check_storage();
    check_doors();
    check_weather();
    check_racks();
  }

 private:
  void missing(Mark at, std::string_view what, const std::string& id, std::string_view key, std::string_view why) {
    problems_.error(Rule::site_missing_key, at, fmt::format("{} '{}' needs '{}' {}", what, id, key, why));
  }

  /// `from` + `size` may not pass the hall's side.
  void within(const Value& from, double size_m, const Value& side, std::string_view what, const std::string& id) {
    if (from.value + size_m <= side.value + kTouch_m) return;
    problems_.add(
        {Rule::site_range, from.at,
         fmt::format("{} '{}' reaches to {:g} m; the hall ends at {:g} m", what, id, from.value + size_m, side.value),
         "", Related{side.at, "the hall"}, Severity::error});
  }

  /// An upper edge lies above the lower one and under the ceiling.
  void upright(const MaybeValue& bottom, const MaybeValue& top, Mark at, std::string_view what, const std::string& id) {
    const double low_m = bottom ? bottom->value : 0;
    const double high_m = top ? top->value : site_.hall.ceiling_m.value;
    if (top && top->value > site_.hall.ceiling_m.value + kTouch_m) {
      within(*top, 0, site_.hall.ceiling_m, what, id);
    } else if (low_m >= high_m) {
      problems_.error(Rule::site_range, bottom ? bottom->at : at,
                      fmt::format("{} '{}' reaches from {:g} m up to {:g} m", what, id, low_m, high_m));
    }
  }

  void check_partition(const Partition& sheet) {
    if (!sheet.x_m.at.known() || !sheet.y_m.at.known()) return;  // reported as missing
    if (!sheet.width_m && !sheet.depth_m) {
      missing(sheet.at, "partition", sheet.id, "width", "or 'depth', or both when it lies level");
      return;
    }
    within(sheet.x_m, sheet.width_m ? sheet.width_m->value : 0, site_.hall.width_m, "partition", sheet.id);
    within(sheet.y_m, sheet.depth_m ? sheet.depth_m->value : 0, site_.hall.depth_m, "partition", sheet.id);
    if (!sheet.width_m || !sheet.depth_m) return upright(sheet.bottom_m, sheet.top_m, sheet.at, "partition", sheet.id);
    if (!sheet.bottom_m) missing(sheet.at, "partition", sheet.id, "bottom", "(it has width and depth: it lies level)");
    if (sheet.top_m) {
      problems_.error(Rule::site_disagree, sheet.top_m->at,
                      fmt::format("partition '{}' has width and depth, so it lies level and has no top", sheet.id));
    }
  }

  /// One direction of an opening: given where the wall runs that way, absent where it does not.
  void check_span(const WallOpening& opening, std::string_view what, bool runs, const MaybeValue& from,
                  const MaybeValue& size, const Value& side, std::string_view from_key, std::string_view size_key) {
    if (!runs) {
      const MaybeValue& odd = from ? from : size;
      if (!odd) return;
      problems_.error(Rule::site_disagree, odd->at,
                      fmt::format("{} '{}' is in the {} wall and has no '{}'", what, opening.id,
                                  to_string(opening.wall), from ? from_key : size_key));
      return;
    }
    const std::string wall = fmt::format("in the {}", to_string(opening.wall));
    if (!from) missing(opening.at, what, opening.id, from_key, wall);
    if (!size) missing(opening.at, what, opening.id, size_key, wall);
    if (from && size) within(*from, size->value, side, what, opening.id);
  }

  void check_opening(const WallOpening& opening, std::string_view what) {
    const bool level = opening.wall == Wall::floor || opening.wall == Wall::ceiling;
    const bool faces_x = opening.wall == Wall::west || opening.wall == Wall::east;
    const bool faces_y = opening.wall == Wall::south || opening.wall == Wall::north;
    check_span(opening, what, !faces_x, opening.x_m, opening.width_m, site_.hall.width_m, "x", "width");
    check_span(opening, what, !faces_y, opening.y_m, opening.depth_m, site_.hall.depth_m, "y", "depth");
    if (!level) return upright(opening.bottom_m, opening.top_m, opening.at, what, opening.id);
    const MaybeValue& odd = opening.bottom_m ? opening.bottom_m : opening.top_m;
    if (!odd) return;
    problems_.error(Rule::site_disagree, odd->at,
                    fmt::format("{} '{}' is in the {} and has no '{}'", what, opening.id, to_string(opening.wall),
                                opening.bottom_m ? "bottom" : "top"));
  }

  void check_supply(const AirSupply& supply) {
    check_opening(supply, "supply");
    if (!supply.velocity_m_per_s && !supply.flow_m3_per_s) {
      missing(supply.at, "supply", supply.id, "velocity", "or 'flow'");
    }
    if (!supply.velocity_m_per_s || !supply.flow_m3_per_s) return;
    problems_.add({Rule::site_disagree, supply.flow_m3_per_s->at,
                   fmt::format("supply '{}' states a velocity and a flow", supply.id), "keep one of them",
                   Related{supply.velocity_m_per_s->at, "the velocity"}, Severity::error});
  }

  /// A ceiling that the units draw through is a false one with a void above it.
  void check_plenum(const AirZone& zone) {
    const bool by_default = zone.return_through == ReturnPath::automatic && zone.containment == Containment::hot;
    if ((zone.return_through != ReturnPath::ceiling && !by_default) || site_.hall.plenum_m) return;
    const Value& ceiling = site_.hall.ceiling_m;
    problems_.add({Rule::site_missing_key, zone.at,
                   fmt::format("'{}' draws through the ceiling{}, and the hall has no plenum above it", zone.id,
                               by_default ? ", as hot containment does unless told otherwise" : ""),
                   "say how high the void above the false ceiling is (hall.plenum: 0.8 m), or where the units draw in "
                   "its place (return_through: top)",
                   Related{ceiling.at, fmt::format("nothing is known above these {}", ceiling.written)},
                   Severity::warning});
  }

  /// Racks draw by the room's air; it is no colder than what is blown into it.
  void check_room_air(const AirZone& zone) {
    const Value& room = site_.basis.room_air_degc;
    if (room.low >= zone.supply_degc.low) return;
    problems_.add({Rule::site_disagree, room.at,
                   fmt::format("the room's air of {} is colder than the {} that '{}' supplies", room.written,
                               zone.supply_degc.written, zone.id),
                   "room_air is what racks draw where nothing better is known: no less than the supply",
                   Related{zone.supply_degc.at, "the supply"}, Severity::warning});
  }

  void check_zone(const AirZone& zone) {
    check_plenum(zone);
    check_room_air(zone);
    if (!zone.supply_from_m || !zone.supply_to_m) return;
    if (zone.supply_from_m->value < zone.supply_to_m->value) return;
    problems_.add(
        {Rule::site_range_order, zone.supply_to_m->at,
         fmt::format("'{}' blows from {} up to {}", zone.id, zone.supply_from_m->written, zone.supply_to_m->written),
         "", Related{zone.supply_from_m->at, "from here"}, Severity::error});
  }

  void check_cells() {
    const FieldModel& field = site_.field;
    if (!field.screen_cell_m || !field.validate_cell_m) return;
    if (field.validate_cell_m->value <= field.screen_cell_m->value) return;
    problems_.add({Rule::site_range_order, field.validate_cell_m->at,
                   "the cells that decide are larger than those of the quick field", "",
                   Related{field.screen_cell_m->at, "the quick field's"}, Severity::error});
  }

  void check_storage() {
    const FieldModel& field = site_.field;
    if (field.rack_specific_heat_j_per_kg_k.has_value() == field.rack_mass_share.has_value()) return;
    const bool heat = field.rack_specific_heat_j_per_kg_k.has_value();
    const Value& given = heat ? *field.rack_specific_heat_j_per_kg_k : *field.rack_mass_share;
    problems_.error(Rule::site_missing_key, given.at,
                    fmt::format("'{}' says nothing without '{}'", heat ? "rack_specific_heat" : "rack_mass_share",
                                heat ? "rack_mass_share" : "rack_specific_heat"),
                    "give both, such as rack_specific_heat: 500 J/kgK and rack_mass_share: 50 %");
  }

  /// Evaporation cools: nothing is wetter than saturated air.
  void check_weather() {
    const MaybeValue& wet = site_.basis.outdoor_wet_bulb_degc;
    const Value& dry = site_.basis.outdoor_degc;
    if (!wet || wet->low <= dry.high + kTouch_k) return;
    problems_.add({Rule::site_disagree, wet->at,
                   fmt::format("the outdoor wet-bulb of {} is above the outdoor air of {}", wet->written, dry.written),
                   "a wet-bulb is at most the air's own temperature: mend one of them",
                   Related{dry.at, "the outdoor air"}, Severity::error});
  }

  /// The types that the site places; each once.
  void check_racks() {
    std::set<int> types;
    for (const Demand& demand : site_.demand) {
      for (const int type : {demand.compute.index, demand.network.index, demand.management.index}) types.insert(type);
    }
    for (const PinnedRack& rack : site_.placed) types.insert(rack.type.index);
    types.erase(-1);
    for (const int type : types) check_airflow(site_.catalogue.racks[static_cast<std::size_t>(type)]);
  }

  /// Air that leaves a rack hotter than any equipment is built for: a slip of unit in its airflow.
  void check_airflow(const Product<RackType>& rack) {
    const Value* most = nullptr;
    for (const AirPoint& point : rack.body.air.table) {
      if (most == nullptr || point.flow_m3_per_s.high > most->high) most = &point.flow_m3_per_s;
    }
    if (most == nullptr) return;
    constexpr double kMost_k =
        80;  // IEC 60950-1 and 62368-1 let touchable metal reach 70 degC; no air leaves hotter than 105
    const double share = rack.body.liquid ? rack.body.liquid->share.high : 0.0;
    const double heat_w = rack.body.power.tdp_w.low * (1 - share);
    const double rise_k = heat_w / (kAir_j_per_m3_k * most->high);
    if (!(rise_k > kMost_k)) return;
    problems_.add(
        {Rule::site_disagree, most->at,
         fmt::format("{:.4g} kW of heat into {} of air: '{}' warms it by {:.4g} K", heat_w / 1e3, most->written,
                     rack.id, rise_k),
         fmt::format("no rack warms its air by more than {:.0f} K: mend the flow's unit or the power", kMost_k),
         Related{rack.body.power.tdp_w.at, "its power"}, Severity::error});
  }

  /// A rack has one rear door.
  void check_doors() {
    for (std::size_t d = 0; d < site_.rear_doors.size(); ++d) {
      for (std::size_t e = 0; e < d; ++e) check_pair(site_.rear_doors[e], site_.rear_doors[d]);
    }
  }

  void check_pair(const RearDoors& first, const RearDoors& second) {
    const bool types = first.racks.empty() || second.racks.empty() || common(first.racks, second.racks) != nullptr;
    const Ref* row = common(first.rows, second.rows);
    if (row == nullptr || !types) return;
    problems_.add(
        {Rule::site_disagree, row->at,
         fmt::format("rear doors '{}' and '{}' stand on the same racks of row '{}'", first.id, second.id, row->id),
         "name the rack types of each, or give each rows of its own", Related{first.at, "the other doors"},
         Severity::error});
  }

  /// The second list's first entry that the first list has too.
  static const Ref* common(const std::vector<Ref>& first, const std::vector<Ref>& second) {
    const auto found = std::find_if(second.begin(), second.end(), [&](const Ref& one) {
      return std::any_of(first.begin(), first.end(), [&](const Ref& other) { return other.id == one.id; });
    });
    return found == second.end() ? nullptr : &*found;
  }

  const Site& site_;
  Diagnostics& problems_;
};

}  // namespace

void cross_check_air(const Site& site, Diagnostics& problems) { AirChecker(site, problems).run(); }

}  // namespace hallplan
