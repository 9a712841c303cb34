/// The schema table of site files. Also the text of their reference: each line's last argument is what a reader sees.
#pragma once

#include "planner/site/schema.hpp"
#include "planner/site/schema_site_air.hpp"
#include "planner/site/schema_site_hall.hpp"
#include "planner/site/schema_site_liquid.hpp"
#include "planner/site/schema_site_power.hpp"
#include "planner/site/schema_site_purchases.hpp"
#include "planner/site/schema_site_rows.hpp"
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
    v.quantity("outdoor_wet_bulb", &T::outdoor_wet_bulb_degc, Dimension::temperature, ranges::kAir,
               "Design wet-bulb temperature, for units that are rated by it.");
    v.quantity("room_air", &T::room_air_degc, Dimension::temperature, ranges::kAir,
               "Air at the racks' inlets, at which their airflow is taken.");
    v.quantity("busway_ambient", &T::busway_ambient_degc, Dimension::temperature, Range{-40, 80}, Need::planning,
               "Air around the busways.");
    v.quantity("power_factor", &T::power_factor, Dimension::fraction, ranges::kEfficiency, Need::planning,
               "Of the load, where a rating is in amperes or kVA.");
    v.quantity("dew_point", &T::dew_point_degc, Dimension::temperature, ranges::kAir, Need::planning, "Of the room.");
    v.quantity("dew_point_margin", &T::dew_point_margin_k, Dimension::temperature_difference, Range{0, 20},
               Need::planning, "That coolant stays above the dew point.");
    v.whole(
        "working_condition", &T::working_condition, 1, 3, Need::optional,
        "Of NEC 110.26, before electrical equipment in the hall: 1 nothing live or grounded opposite, 2 grounded parts "
        "(walls of concrete, brick or tile, racks), 3 exposed live parts.");
    v.quantity(
        "working_space", &T::working_space_m, Dimension::length, ranges::kClearance,
        "Free depth before electrical equipment in the hall: under iec needed, under nec where it is more than the "
        "code asks.");
  }
};

inline constexpr Choice<FaultPolicy> kFaultPolicies[] = {{"single", FaultPolicy::single},
                                                         {"maintenance", FaultPolicy::maintenance}};

template <>
struct Schema<Margins> {
  using T = Margins;
  template <class V>
  static void describe(V& v) {
    constexpr Range kMargin{0, 0.5};
    v.quantity("power", &T::power, Dimension::fraction, kMargin,
               "Of every power, current and ramp limit of the hall, not of a rack's own shelves and circuits.");
    v.quantity("liquid", &T::liquid, Dimension::fraction, kMargin, "Of heat, flow and head.");
    v.quantity("air", &T::air, Dimension::fraction, kMargin, "Of the zones' heat and flow.");
  }
};

template <>
struct Schema<Policy> {
  using T = Policy;
  template <class V>
  static void describe(V& v) {
    v.choice("power", &T::power, Need::optional, kFaultPolicies,
             "single: every device may be lost alone. maintenance: also while any other is out of service.");
    v.choice("liquid", &T::liquid, Need::optional, kFaultPolicies,
             "CDU groups. maintenance: one unit out of service while the spare ones are lost.");
    v.choice("air", &T::air, Need::optional, kFaultPolicies, "Air units of a zone, likewise.");
    v.choice("rejection", &T::rejection, Need::optional, kFaultPolicies, "Heat-rejection units of a loop, likewise.");
    v.object("margin", &T::margins, Need::optional,
             "Share of its limits that a domain must keep free: value <= limit x (1 - margin).");
    v.refs("warnings", &T::warnings, RefTo::rule, Need::optional,
           "Rules whose failures are shown as warnings and do not fail the verdict. What is undecided stays so.");
  }
};

template <>
struct Schema<Phase> {
  using T = Phase;
  template <class V>
  static void describe(V& v) {
    v.text("date", &T::date, Need::required,
           "When it begins: YYYY-MM-DD, in quotes or not. Phases stand in order of their dates.");
  }
};

template <>
struct Schema<PhaseUnits> {
  using T = PhaseUnits;
  template <class V>
  static void describe(V& v) {
    v.whole("units", &T::units, 0, 10'000, Need::required, "How many.");
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
    v.ref("delivered", &T::delivered, RefTo::phase, Need::optional,
          "Phase from which it runs; the first without. Its floor is kept free before.");
    v.ref("feed", &T::feed, RefTo::device, Need::optional,
          "The one of its group's `feeds` that it hangs on, by a single cord.");
  }
};

template <>
struct Schema<FloorArea> {
  using T = FloorArea;
  template <class V>
  static void describe(V& v) {
    describe_rectangle<T>(v);
  }
};

template <>
struct Schema<LeakZone> {
  using T = LeakZone;
  template <class V>
  static void describe(V& v) {
    v.refs("rows", &T::rows, RefTo::row, Need::optional, "All slots of these rows; these, `areas`, or both.");
    v.list("areas", &T::areas, Need::optional, "Rectangles of floor.");
    v.quantity("most_racks", &T::most_racks, Dimension::count, Range{0, 20'000},
               "Liquid-cooled racks that one leak may stop; without it they are named, not limited.");
    v.quantity("most_power", &T::most_w, Dimension::power, ranges::kPower,
               "Sustained power of the racks that one leak may stop, likewise.");
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
struct Schema<Tray> {
  using T = Tray;
  template <class V>
  static void describe(V& v) {
    v.quantity("x", &T::x_m, Dimension::length, ranges::kCoordinate,
               "Of its west end; its middle where it runs along y.");
    v.quantity("y", &T::y_m, Dimension::length, ranges::kCoordinate,
               "Of its south end; its middle where it runs along x.");
    v.choice("along", &T::along, Need::optional, {{"x", Axis::x}, {"y", Axis::y}}, "The way it runs.");
    v.quantity("length", &T::length_m, Dimension::length, ranges::kSize, "From end to end.");
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
    v.table(
        "trays", &T::trays, Need::optional,
        "Straight trays that cables run along, joined where they meet or cross; without any, cables run along x and y "
        "everywhere.");
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
    v.whole("units", &T::units, 0, 10'000, Need::optional,
            "Scalable units wanted; 0 for as many as fit. A number is due: in each phase as many of them as have been "
            "delivered.");
    v.thousandths(
        "value", &T::value_thousandths, 1, 1'000'000, Need::optional,
        "Worth of one of its compute racks against those of other demands, three decimals at most. Where demands "
        "differ, a plan of more value is better than one of more racks.");
    v.table("deliveries", &T::deliveries, Need::optional,
            "By phase: scalable units that arrive then. Without, all that are wanted are there from the first on.");
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
    v.ref("phase", &T::phase, RefTo::phase, Need::optional,
          "Phase from which it stands there; the first without. Its slot is kept free before.");
    v.ref("retired", &T::retired, RefTo::phase, Need::optional,
          "Phase by which it is gone: its slot, feeds and water are free from then on.");
    v.ref("may_retire", &T::may_retire, RefTo::phase, Need::optional,
          "In place of `retired`: the first phase by which it may be gone. `plan` retires it where that makes room for "
          "more racks, as late as "
          "their places and power allow, and lets it stand else.");
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
    v.table("leak_zones", &Site::leak_zones, Need::optional,
            "Parts of the floor whose coolant a leak shuts off: the racks that stop are named, and may be limited.");
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
    v.table("phases", &T::phases, Need::optional,
            "States of the hall by date. Every check is made in each; racks placed never move.");
    v.object("basis", &T::basis, Need::required, "Basis of design.");
    v.object("policy", &T::policy, Need::optional, "What the hall must stand, and with what margin.");
    v.object("hall", &T::hall, Need::required, "The room.");
    v.table("rows", &T::rows, Need::optional, "Rows of slots; these or `row_blocks`.");
    v.table("row_blocks", &T::row_blocks, Need::optional,
            "Rows laid out by rules: a block `main` makes the rows `main-1`, `main-2`, ... for others to name.");
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
    v.object(
        "purchases", &T::purchases, Need::optional,
        "What a piece of each kind of plant costs, and how long it takes: `explain --more` names the cheapest set.");
  }
};

}  // namespace hallplan
