/// The schema table of site files. Also the text of their reference: each line's last argument is what a reader sees.
#pragma once

#include "planner/site/schema.hpp"
#include "planner/site/site.hpp"

namespace hallplan {

template <>
struct Schema<Basis> {
  using T = Basis;
  template <class V>
  static void describe(V& v) {
    v.choice("sustained", &T::sustained, Need::optional, {{"tdp", SustainedLevel::tdp}, {"max", SustainedLevel::max}},
             "Which power level of a rack the site provisions as sustained load.");
    v.choice("electrical_code", &T::electrical_code, Need::planning,
             {{"nec", ElectricalCode::nec}, {"iec", ElectricalCode::iec}},
             "nec: overcurrent devices that are not 100 % rated carry 80 % continuously. iec: their full rating.");
    v.quantity("elevation", &T::elevation_m, Dimension::length, Range{-430, 5'000}, "Above sea level.");
    v.quantity("outdoor", &T::outdoor_degc, Dimension::temperature, ranges::kAir, Need::planning,
               "Design weather for heat rejection.");
    v.quantity("room_air", &T::room_air_degc, Dimension::temperature, ranges::kAir,
               "Air at the racks' inlets, at which their airflow is taken.");
    v.quantity("busway_ambient", &T::busway_ambient_degc, Dimension::temperature, Range{-40, 80}, Need::planning,
               "Air around the busways.");
    v.quantity("power_factor", &T::power_factor, Dimension::fraction, ranges::kEfficiency, Need::planning,
               "Of the load, where a rating is in amperes or kVA.");
    v.quantity("dew_point", &T::dew_point_degc, Dimension::temperature, ranges::kAir, Need::planning, "Of the room.");
    v.quantity("dew_point_margin", &T::dew_point_margin_k, Dimension::temperature_difference, Range{0, 20},
               Need::planning, "That coolant stays above the dew point.");
  }
};

template <>
struct Schema<Box> {
  using T = Box;
  template <class V>
  static void describe(V& v) {
    v.quantity("x", &T::x_m, Dimension::length, ranges::kCoordinate, "West edge.");
    v.quantity("y", &T::y_m, Dimension::length, ranges::kCoordinate, "South edge.");
    v.quantity("width", &T::width_m, Dimension::length, ranges::kSize, "Along x.");
    v.quantity("depth", &T::depth_m, Dimension::length, ranges::kSize, "Along y.");
  }
};

template <>
struct Schema<FloorRating> {
  using T = FloorRating;
  template <class V>
  static void describe(V& v) {
    v.quantity("bay", &T::bay_m, Dimension::length, Range{0.5, 50},
               "Side of the square bays by which the slab is rated.");
    v.quantity("bay_rating", &T::bay_kg_per_m2, Dimension::floor_load, ranges::kFloorLoad, "Average over a bay.");
    v.quantity("footprint_rating", &T::footprint_kg_per_m2, Dimension::floor_load, ranges::kFloorLoad,
               "Under one rack's footprint.");
    v.quantity("point_rating", &T::point_kg, Dimension::mass, ranges::kMass, "Under one caster.");
    v.quantity("uneven", &T::uneven, Dimension::fraction, Range{1, 4},
               "Load of the worst caster over an even share: 1.5 or 150 %.");
  }
};

template <>
struct Schema<Hall> {
  using T = Hall;
  template <class V>
  static void describe(V& v) {
    v.quantity("width", &T::width_m, Dimension::length, Range{1, 1'000}, "West to east, inside.");
    v.quantity("depth", &T::depth_m, Dimension::length, Range{1, 1'000}, "South to north, inside.");
    v.quantity("ceiling", &T::ceiling_m, Dimension::length, ranges::kHeight, "Clear height.");
    v.quantity("tile", &T::tile_m, Dimension::length, Range{0.1, 2}, Need::planning, "Side of a floor tile.");
    v.quantity("overhead", &T::overhead_m, Dimension::length, Range{0, 10}, Need::planning,
               "Kept above the racks for busways, trays, headers and sprinklers.");
    v.object("floor", &T::floor, Need::planning, "What the floor carries.");
    v.table("columns", &T::columns, Need::optional, "Columns of the building.");
    v.table("keep_outs", &T::keep_outs, Need::optional, "Floor that stays free: doors, ramps, exits.");
    v.table("partitions", &T::partitions, Need::optional,
            "Thin walls, shut doors and perforated panels in the air's way.");
  }
};

template <>
struct Schema<Row> {
  using T = Row;
  template <class V>
  static void describe(V& v) {
    v.quantity("x", &T::x_m, Dimension::length, ranges::kCoordinate, "West edge of the first slot.");
    v.quantity("y", &T::y_m, Dimension::length, ranges::kCoordinate, "South edge of the first slot.");
    v.choice("along", &T::along, Need::optional, {{"x", Axis::x}, {"y", Axis::y}}, "The way slots are counted.");
    v.choice("front", &T::front, Need::required,
             {{"south", Side::south}, {"north", Side::north}, {"west", Side::west}, {"east", Side::east}},
             "The side the racks' fronts look to.");
    v.whole("slots", &T::slots, 1, 500, Need::required, "Slots in the row.");
    v.quantity("pitch", &T::pitch_m, Dimension::length, Range{0.3, 3}, "Slot width.");
    v.quantity("depth", &T::depth_m, Dimension::length, Range{0.3, 5}, "Slot depth.");
    v.pairs("feeds", &T::feeds, Need::planning,
            "A/B pairs of busways or PDUs a rack here can hang on: [[bus-a1, bus-b1]].");
    v.refs("cdu_groups", &T::cdu_groups, RefTo::cdu_group, Need::optional, "CDU groups whose manifold passes here.");
    v.ref("air_zone", &T::air_zone, RefTo::air_zone, Need::planning, "Whose air the racks breathe.");
  }
};

template <>
struct Schema<Device> {
  using T = Device;
  template <class V>
  static void describe(V& v) {
    v.choice("kind", &T::kind, Need::required,
             {{"utility", DeviceKind::utility},
              {"generator", DeviceKind::generator},
              {"transformer", DeviceKind::transformer},
              {"switchboard", DeviceKind::switchboard},
              {"ups", DeviceKind::ups},
              {"busway", DeviceKind::busway},
              {"pdu", DeviceKind::pdu}},
             "What it is. Every device but utilities and generators draws from others.");
    v.choice("side", &T::side, Need::optional, {{"none", FeedSide::none}, {"a", FeedSide::a}, {"b", FeedSide::b}},
             "The side it belongs to, for busways and PDUs that racks hang on.");
    v.refs("from", &T::from, RefTo::device, Need::optional, "Devices it draws from.");
    v.choice("sharing", &T::sharing, Need::optional, {{"equal", Sharing::equal}, {"first", Sharing::first}},
             "Several sources: drawn from in equal parts, or from the first that is live (transfer switch).");
    v.ref("busway_type", &T::busway_type, RefTo::busway, Need::optional, "Catalogue busway.");
    v.ref("ups_type", &T::ups_type, RefTo::ups, Need::optional, "Catalogue UPS.");
    v.whole("modules", &T::modules, 1, 64, Need::optional, "UPS modules in parallel.");
    v.quantity("rating", &T::rating_w, Dimension::power, ranges::kRating,
               "Continuous, at its output. Of several ratings, the type's among them, the least governs.");
    v.quantity("rating_apparent", &T::rating_va, Dimension::apparent_power, ranges::kRating,
               "In kVA, times the power factor.");
    v.quantity("rating_current", &T::rating_a, Dimension::current, Range{1, 100'000}, "In amperes at its voltage.");
    v.quantity("voltage", &T::voltage_v, Dimension::voltage, Range{100, 100'000}, "Line to line, three phases.");
    v.quantity("short_time_rating", &T::short_time_w, Dimension::power, ranges::kRating,
               "For the sum of electrical peaks (EDPp); without it peaks are not checked.");
    v.quantity("efficiency", &T::efficiency, Dimension::fraction, ranges::kEfficiency,
               "Output over input; a UPS type states its own; lossless without.");
    v.flag("full_rated", &T::full_rated,
           "Its overcurrent device is rated for 100 % continuous load. Under nec a switchboard, PDU or busway that is "
           "rated "
           "without a catalogue type must say so. A utility (its contract), transformer, UPS or generator is rated for "
           "continuous load and needs no word.");
    v.flag("in_hall", &T::in_hall, false, "It stands in the hall: its losses heat the room.");
    v.ref("air_zone", &T::air_zone, RefTo::air_zone, Need::optional, "The zone its losses heat.");
  }
};

template <>
struct Schema<Unit> {
  using T = Unit;
  template <class V>
  static void describe(V& v) {
    v.quantity("x", &T::x_m, Dimension::length, ranges::kCoordinate,
               "West edge; without x and y it stands outside the hall.");
    v.quantity("y", &T::y_m, Dimension::length, ranges::kCoordinate, "South edge.");
    v.choice("front", &T::front, Need::optional,
             {{"south", Side::south}, {"north", Side::north}, {"west", Side::west}, {"east", Side::east}},
             "The side its front looks to.");
  }
};

template <>
struct Schema<Rejection> {
  using T = Rejection;
  template <class V>
  static void describe(V& v) {
    v.ref("type", &T::type, RefTo::rejection, Need::required, "Catalogue chiller or dry cooler.");
    v.whole("units", &T::units, 1, 200, Need::required, "Units installed.");
    v.whole("spare", &T::spare, 0, 100, Need::optional, "Units that may be lost.");
    v.refs("feeds", &T::feeds, RefTo::device, Need::required, "Devices they draw power from, in equal parts.");
  }
};

template <>
struct Schema<FacilityLoop> {
  using T = FacilityLoop;
  template <class V>
  static void describe(V& v) {
    v.ref("coolant", &T::coolant, RefTo::coolant, Need::required, "What flows in it.");
    v.quantity("supply", &T::supply_degc, Dimension::temperature, ranges::kWater,
               "Facility-water supply at design weather.");
    v.quantity("flow", &T::flow_m3_per_s, Dimension::flow, ranges::kFlow, "Design flow.");
    v.quantity("return_limit", &T::return_limit_degc, Dimension::temperature, ranges::kWater,
               "Warmest return it accepts.");
    v.object("rejection", &T::rejection, Need::required, "What takes its heat to the weather.");
  }
};

template <>
struct Schema<CduGroup> {
  using T = CduGroup;
  template <class V>
  static void describe(V& v) {
    v.ref("type", &T::type, RefTo::cdu, Need::required, "Catalogue CDU; all units of a group are alike.");
    v.ref("loop", &T::loop, RefTo::loop, Need::required, "Facility-water loop that cools it.");
    v.ref("coolant", &T::coolant, RefTo::coolant, Need::required, "What flows through the racks.");
    v.quantity("supply", &T::supply_degc, Dimension::temperature, ranges::kWater, "TCS supply temperature.");
    v.whole("spare", &T::spare, 0, 16, Need::optional, "Units that may be lost (1 for N+1).");
    v.table("units", &T::units, Need::required, "The units, with their places.");
    v.refs("feeds", &T::feeds, RefTo::device, Need::required, "Devices they draw power from, in equal parts.");
  }
};

template <>
struct Schema<AirZone> {
  using T = AirZone;
  template <class V>
  static void describe(V& v) {
    v.ref("type", &T::type, RefTo::air_unit, Need::required, "Catalogue air unit; all units of a zone are alike.");
    v.ref("loop", &T::loop, RefTo::loop, Need::planning, "Facility-water loop that cools it.");
    v.quantity("supply", &T::supply_degc, Dimension::temperature, Range{5, 40}, "Supply air temperature.");
    v.quantity(
        "leakage", &T::leakage, Dimension::fraction, ranges::kShare, Need::planning,
        "Supply air that misses the racks, as a share of what they draw; its low and its high end are both solved. "
        "hallplan thermal assumes 2 to 15 % without it.");
    v.choice(
        "containment", &T::containment, Need::optional,
        {{"none", Containment::none}, {"hot", Containment::hot}, {"cold", Containment::cold}},
        "What is contained: the aisle between rears (hot) or fronts (cold) that face each other, by doors at its ends, "
        "panels for empty slots, and panels up to the ceiling (a roof, when cold) where its air has a way of its own.");
    v.quantity("leakage_pressure", &T::leakage_pressure_pa, Dimension::pressure, Range{0.1, 1'000},
               "Pressure at which the leakage passes the containment; 5 Pa without.");
    v.choice("supply_through", &T::supply_through, Need::optional,
             {{"auto", SupplyPath::automatic}, {"front", SupplyPath::front}, {"floor", SupplyPath::floor}},
             "Where units blow: their front, or by a raised floor the tile before every rack. auto: floor for cold "
             "containment, else front.");
    v.choice(
        "return_through", &T::return_through, Need::optional,
        {{"auto", ReturnPath::automatic},
         {"top", ReturnPath::top},
         {"rear", ReturnPath::rear},
         {"front", ReturnPath::front},
         {"ceiling", ReturnPath::ceiling}},
        "Where units draw: their top, their rear, the upper part of their front, or by a plenum the ceiling above hot "
        "aisles. auto: ceiling for hot containment, else top.");
    v.quantity("supply_from", &T::supply_from_m, Dimension::length, Range{0, 20},
               "Height at which the blowing part of a unit's front begins; the floor without.");
    v.quantity("supply_to", &T::supply_to_m, Dimension::length, ranges::kHeight,
               "Height at which it ends; the unit's height without, or half of it when it draws through its front.");
    v.choice("fans", &T::fans, Need::optional,
             {{"auto", FanControl::automatic}, {"rated", FanControl::rated}, {"racks", FanControl::racks}},
             "What units move: their airflow (rated), or in equal parts what the racks draw at the basis' room air and "
             "what leaks, up to their airflow (racks). auto: racks where an aisle is contained, else rated.");
    v.whole("spare", &T::spare, 0, 16, Need::optional, "Units that may be lost (1 for N+1).");
    v.table("units", &T::units, Need::required, "The units, with their places.");
    v.refs("feeds", &T::feeds, RefTo::device, Need::planning, "Devices they draw power from, in equal parts.");
  }
};

/// The keys of a rectangle in a wall, for T that is one.
template <class T, class V>
void describe_opening(V& v) {
  v.choice("wall", static_cast<Wall T::*>(&T::wall), Need::required,
           {{"south", Wall::south},
            {"north", Wall::north},
            {"west", Wall::west},
            {"east", Wall::east},
            {"floor", Wall::floor},
            {"ceiling", Wall::ceiling}},
           "The side of the hall it is in.");
  v.quantity("x", &T::x_m, Dimension::length, ranges::kCoordinate, "West edge, unless in the west or east wall.");
  v.quantity("width", &T::width_m, Dimension::length, ranges::kSize, "Along x, unless in the west or east wall.");
  v.quantity("y", &T::y_m, Dimension::length, ranges::kCoordinate, "South edge, unless in the south or north wall.");
  v.quantity("depth", &T::depth_m, Dimension::length, ranges::kSize, "Along y, unless in the south or north wall.");
  v.quantity("bottom", &T::bottom_m, Dimension::length, Range{0, 20}, "Lower edge, in a wall; the floor without.");
  v.quantity("top", &T::top_m, Dimension::length, ranges::kHeight, "Upper edge, in a wall; the ceiling without.");
}

template <>
struct Schema<AirSupply> {
  using T = AirSupply;
  template <class V>
  static void describe(V& v) {
    describe_opening<T>(v);
    v.quantity("velocity", &T::velocity_m_per_s, Dimension::velocity, ranges::kVelocity,
               "Into the hall; this or the flow.");
    v.quantity("flow", &T::flow_m3_per_s, Dimension::airflow, ranges::kFlow, "Of the whole opening.");
    v.quantity("temperature", &T::temperature_degc, Dimension::temperature, ranges::kAir, "Of the air it blows.");
    v.quantity("intensity", &T::intensity, Dimension::fraction, Range{0.001, 1},
               "Of its turbulence, for k_epsilon; 10 % without.");
    v.quantity("eddy_length", &T::eddy_length_m, Dimension::length, Range{1e-3, 10},
               "Of its turbulence, for k_epsilon; 0.07 times the hydraulic diameter without.");
  }
};

template <>
struct Schema<AirReturn> {
  using T = AirReturn;
  template <class V>
  static void describe(V& v) {
    describe_opening<T>(v);
    v.quantity("temperature", &T::temperature_degc, Dimension::temperature, ranges::kAir,
               "Of air that comes in through it; the basis' room air without.");
  }
};

template <>
struct Schema<FieldModel> {
  using T = FieldModel;
  template <class V>
  static void describe(V& v) {
    v.quantity("screen_cell", &T::screen_cell_m, Dimension::length, Range{0.02, 2},
               "Side of the cells of the quick field; 0.4 m without.");
    v.quantity("validate_cell", &T::validate_cell_m, Dimension::length, Range{0.02, 2},
               "Side of the cells of the field that decides; 0.15 m without.");
    v.choice("turbulence", &T::turbulence, Need::optional,
             {{"zero_equation", TurbulenceModel::zero_equation},
              {"k_epsilon", TurbulenceModel::k_epsilon},
              {"none", TurbulenceModel::none}},
             "none: the viscosity is the one stated.");
    v.choice("scheme", &T::scheme, Need::optional,
             {{"upwind", ConvectionScheme::upwind}, {"limited", ConvectionScheme::limited}},
             "Of convection: first order, or second order with a limiter.");
    v.choice(
        "drawn_air", &T::drawn_air, Need::optional,
        {{"plain", DrawnAir::plain}, {"boundary_value", DrawnAir::boundary_value}},
        "What air that leaves through a face carries along it: its own velocity, or none, as a fixed-value boundary "
        "of other solvers has it.");
    v.quantity("viscosity", &T::viscosity_m2_per_s, Dimension::kinematic_viscosity, Range{1e-7, 1},
               "15 mm2/s without.");
    v.quantity("prandtl", &T::prandtl, Dimension::count, Range{1e-3, 1e6}, "0.71 without.");
    v.quantity("turbulent_prandtl", &T::turbulent_prandtl, Dimension::count, Range{1e-2, 100}, "0.85 without.");
    v.quantity("expansion", &T::expansion_per_k, Dimension::expansion, Range{0, 0.1},
               "Of the air; without, that of an ideal gas at the reference.");
    v.quantity("reference", &T::reference_degc, Dimension::temperature, ranges::kAir,
               "At which air neither rises nor sinks; the basis' room air without.");
    v.quantity("density", &T::density_kg_per_m3, Dimension::mass_density, Range{0.1, 10},
               "Of the air; without, that of an ideal gas at the site's elevation and the basis' room air.");
    v.quantity("specific_heat", &T::specific_heat_j_per_kg_k, Dimension::specific_heat, Range{500, 3'000},
               "Of the air; 1006 J/kgK without.");
    v.flag("calibrated", &T::calibrated, false,
           "The model was held against measured temperatures of this hall: its error is 1 K, else 2 K.");
  }
};

template <>
struct Schema<SiteRackType> {
  using T = SiteRackType;
  template <class V>
  static void describe(V& v) {
    v.text("name", &T::name, Need::optional, "What it is called.");
    v.text("maker", &T::maker, Need::optional, "Who makes it.");
    v.text("note", &T::note, Need::optional, "What a reader must know before trusting the numbers.");
    v.object("rack", &T::body, Need::required, "As `rack` in a catalogue file (below); its sources are the site's.");
  }
};

template <>
struct Schema<Partition> {
  using T = Partition;
  template <class V>
  static void describe(V& v) {
    v.quantity("x", &T::x_m, Dimension::length, ranges::kCoordinate, "West edge.");
    v.quantity("y", &T::y_m, Dimension::length, ranges::kCoordinate, "South edge.");
    v.quantity("width", &T::width_m, Dimension::length, ranges::kSize,
               "Along x; without it the sheet stands across x.");
    v.quantity("depth", &T::depth_m, Dimension::length, ranges::kSize,
               "Along y; without it the sheet stands across y. With both it lies level, at `bottom`.");
    v.quantity("bottom", &T::bottom_m, Dimension::length, Range{0, 20}, "Lower edge; the floor without.");
    v.quantity("top", &T::top_m, Dimension::length, ranges::kHeight,
               "Upper edge of an upright one; the ceiling without.");
    v.quantity("openness", &T::openness, Dimension::fraction, ranges::kShare,
               "Its free area over its area; without, none: a wall.");
  }
};

template <>
struct Schema<Network> {
  using T = Network;
  template <class V>
  static void describe(V& v) {
    v.ref("cable", &T::cable, RefTo::cable, Need::required,
          "Medium between compute racks and their unit's network racks.");
    v.quantity("drop", &T::drop_m, Dimension::length, Range{0, 20}, "From a rack's port up to the tray, at each end.");
    v.quantity("slack", &T::slack_m, Dimension::length, Range{0, 50}, "Service loops of both ends together.");
  }
};

template <>
struct Schema<Demand> {
  using T = Demand;
  template <class V>
  static void describe(V& v) {
    v.ref("compute", &T::compute, RefTo::rack, Need::required, "Compute rack.");
    v.whole("compute_racks", &T::compute_racks, 1, 64, Need::optional, "Compute racks in one scalable unit.");
    v.ref("network", &T::network, RefTo::rack, Need::optional, "Network rack.");
    v.whole("network_racks", &T::network_racks, 0, 64, Need::optional, "Network racks in one scalable unit.");
    v.ref("management", &T::management, RefTo::rack, Need::optional, "Management rack.");
    v.whole("units_per_management", &T::units_per_management, 0, 64, Need::optional,
            "Scalable units that one management rack serves; 0 for none.");
    v.whole("units", &T::units, 0, 10'000, Need::optional, "Scalable units wanted; 0 for as many as fit.");
  }
};

template <>
struct Schema<DensityLimit> {
  using T = DensityLimit;
  template <class V>
  static void describe(V& v) {
    v.quantity("width", &T::width_m, Dimension::length, Range{0.1, 100}, "Of the window, along x.");
    v.quantity("depth", &T::depth_m, Dimension::length, Range{0.1, 100}, "Of the window, along y.");
    v.quantity("limit", &T::limit_w_per_m2, Dimension::power_density, Range{1, 1e7},
               "Most power a square metre, averaged over the window.");
  }
};

template <>
struct Schema<PinnedRack> {
  using T = PinnedRack;
  template <class V>
  static void describe(V& v) {
    v.ref("type", &T::type, RefTo::rack, Need::required, "Catalogue rack.");
    v.ref("row", &T::row, RefTo::row, Need::required, "Row it stands in.");
    v.whole("slot", &T::slot, 1, 500, Need::required, "Slot, counted from 1.");
    v.ref("feed_a", &T::feed_a, RefTo::device, Need::planning, "A feed.");
    v.ref("feed_b", &T::feed_b, RefTo::device, Need::optional, "B feed.");
    v.ref("cdu_group", &T::cdu_group, RefTo::cdu_group, Need::optional, "CDU group, for a liquid-cooled rack.");
    v.ref("demand", &T::demand, RefTo::demand, Need::optional, "The demand whose scalable unit it belongs to.");
    v.whole("unit", &T::unit, 0, 10'000, Need::optional, "Which scalable unit of that demand; 0 for none.");
  }
};

/// Groups of the site file that are one level of keys, not types of their own.
struct SitePower {
  template <class V>
  static void describe(V& v) {
    v.table("devices", &Site::devices, Need::required, "The power tree: every device by its id.");
  }
};
struct SiteLiquid {
  template <class V>
  static void describe(V& v) {
    v.table("loops", &Site::loops, Need::required, "Facility-water loops.");
    v.table("cdu_groups", &Site::cdu_groups, Need::optional, "CDU groups.");
  }
};
struct SiteAir {
  template <class V>
  static void describe(V& v) {
    v.table("zones", &Site::air_zones, Need::planning, "Parts of the hall that share air units.");
    v.table("supplies", &Site::supplies, Need::optional, "Openings that blow air into the hall.");
    v.table("returns", &Site::returns, Need::optional, "Openings through which air leaves it.");
  }
};

template <>
struct Schema<Site> {
  using T = Site;
  template <class V>
  static void describe(V& v) {
    v.text("name", &T::name, Need::required, "Short name, for reports and file names.");
    v.text("title", &T::title, Need::optional, "One line that says what the hall is.");
    v.table("sources", &T::sources, Need::optional, "Documents the site's values come from.");
    v.object("basis", &T::basis, Need::required, "Basis of design.");
    v.object("hall", &T::hall, Need::required, "The room.");
    v.table("rows", &T::rows, Need::required, "Rows of slots.");
    v.table("rack_types", &T::rack_types, Need::optional,
            "Rack types of this site alone; they come before catalogue racks of the same id.");
    v.template group<SitePower>("power", Need::planning, "The power tree.");
    v.template group<SiteLiquid>("liquid", Need::planning, "Facility water and coolant.");
    v.template group<SiteAir>("air", Need::planning, "Room air.");
    v.object("field", &T::field, Need::optional, "How the air field is solved.");
    v.object("network", &T::network, Need::planning, "How racks of a unit are cabled.");
    v.table("demand", &T::demand, Need::planning, "What is to be placed, most wanted first.");
    v.table("density", &T::density, Need::optional, "Windows of the floor and the power they may hold.");
    v.table("placed", &T::placed, Need::optional, "Racks that stand already or are pinned to a place.");
  }
};

}  // namespace hallplan
