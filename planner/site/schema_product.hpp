/// The schema table of catalogue files. Also the text of their reference: each line's last argument is what a reader sees.
#pragma once

#include "planner/site/product.hpp"
#include "planner/site/schema.hpp"
#include "planner/site/schema_product_cooling.hpp"
#include "planner/site/schema_product_power.hpp"
#include "planner/site/schema_product_server.hpp"

namespace hallplan {

inline constexpr Choice<Trust> kTrustWords[] = {
    {"datasheet", Trust::datasheet}, {"cited", Trust::cited},   {"reported", Trust::reported},
    {"vendor", Trust::vendor},       {"press", Trust::press},   {"estimate", Trust::estimate},
    {"inferred", Trust::inferred},   {"memory", Trust::memory}, {"assumed", Trust::assumed},
};

template <>
struct Schema<Source> {
  using T = Source;
  template <class V>
  static void describe(V& v) {
    v.text("title", &T::title, Need::required, "What the document is.");
    v.text("address", &T::address, Need::optional, "Where it can be found, or how it was read.");
    v.choice("trust", &T::trust, Need::required, kTrustWords,
             "How the value is known: the maker's own document (datasheet), second-hand with page (cited) or without "
             "(reported), a maker's article (vendor), press, an estimate, inferred from others, from memory, assumed.");
  }
};

template <>
struct Schema<Crate> {
  using T = Crate;
  template <class V>
  static void describe(V& v) {
    v.quantity("width", &T::width_m, Dimension::length, ranges::kHeight, "Along the row.");
    v.quantity("depth", &T::depth_m, Dimension::length, ranges::kHeight, "Front to rear.");
    v.quantity("height", &T::height_m, Dimension::length, ranges::kHeight, "Floor to top, as it is rolled.");
    v.quantity("mass", &T::mass_kg, Dimension::mass, ranges::kMass, "As it is rolled.");
  }
};

template <>
struct Schema<Body> {
  using T = Body;
  template <class V>
  static void describe(V& v) {
    v.quantity("width", &T::width_m, Dimension::length, ranges::kHeight, "Along the row.");
    v.quantity("depth", &T::depth_m, Dimension::length, ranges::kHeight, "Front to rear.");
    v.quantity("height", &T::height_m, Dimension::length, ranges::kHeight, "Floor to top.");
    v.quantity("mass", &T::mass_kg, Dimension::mass, ranges::kMass, "Filled and wet.");
    v.quantity("clearance_front", &T::clearance_front_m, Dimension::length, ranges::kClearance,
               "Service clearance kept free in front.");
    v.quantity("clearance_rear", &T::clearance_rear_m, Dimension::length, ranges::kClearance,
               "Service clearance kept free behind.");
    v.quantity("pull_front", &T::pull_front_m, Dimension::length, ranges::kClearance,
               "Free floor in front to pull it, or a part such as its heat exchanger, out.");
    v.quantity("pull_rear", &T::pull_rear_m, Dimension::length, ranges::kClearance, "The same behind.");
    v.object("crate", &T::crate, Need::optional, "As it is rolled in; without, its own size and mass count.");
  }
};

template <>
struct Schema<RackPower> {
  using T = RackPower;
  template <class V>
  static void describe(V& v) {
    v.quantity("tdp", &T::tdp_w, Dimension::power, ranges::kPower,
               "Sustained design power at the AC input; all of it becomes heat.");
    v.quantity("max", &T::max_w, Dimension::power, ranges::kPower, "The maker's ceiling for provisioning a site.");
    v.quantity("edpp", &T::edpp_w, Dimension::power, ranges::kPower,
               "Sub-second electrical peak. No heat, never held against a continuous rating.");
    v.quantity("typical", &T::typical_w, Dimension::power, ranges::kPower, "Running average.");
    v.quantity("idle", &T::idle_w, Dimension::power, ranges::kPower, "Powered, without work.");
    v.quantity("ramp", &T::ramp_w_per_s, Dimension::power_ramp, Range{0, 1e9},
               "Fastest that its power rises or falls.");
  }
};

template <>
struct Schema<RackShelves> {
  using T = RackShelves;
  template <class V>
  static void describe(V& v) {
    v.whole("count", &T::count, 2, 64, Need::required, "Power shelves in all; half of them on each side (N+N).");
    v.quantity("rating", &T::rating_w, Dimension::power, ranges::kRating, "DC power of one shelf.");
    v.quantity("efficiency", &T::efficiency, Dimension::fraction, ranges::kEfficiency, "DC output over AC input.");
  }
};

template <>
struct Schema<RackCircuits> {
  using T = RackCircuits;
  template <class V>
  static void describe(V& v) {
    v.whole("count", &T::count, 1, 64, Need::required, "AC circuits in all; half of them on each side.");
    v.quantity("rating", &T::rating_a, Dimension::current, ranges::kCurrent,
               "Rating of one circuit's overcurrent device.");
    v.quantity("voltage", &T::voltage_v, Dimension::voltage, ranges::kVoltage,
               "Line to line of the three-phase system, whatever phases is.");
    v.whole("phases", &T::phases, 1, 3, Need::optional,
            "Of each circuit. 1: line to neutral, at voltage / 1.732; 2: line to line; 3: balanced.");
  }
};

template <>
struct Schema<FlowPoint> {
  using T = FlowPoint;
  template <class V>
  static void describe(V& v) {
    v.quantity("supply", &T::supply_degc, Dimension::temperature, ranges::kWater, "TCS supply temperature.");
    v.quantity("flow", &T::flow_m3_per_s, Dimension::flow, ranges::kFlow, "Flow the rack requires at that supply.");
    v.quantity("pressure_drop", &T::pressure_drop_pa, Dimension::pressure, ranges::kPressure,
               "Across the rack at that flow.");
  }
};

template <>
struct Schema<RackTrays> {
  using T = RackTrays;
  template <class V>
  static void describe(V& v) {
    v.whole("count", &T::count, 1, 64, Need::optional, "Trays alike, one over the other.");
    v.quantity("flow", &T::flow_m3_per_s, Dimension::flow, ranges::kFlow,
               "That one tray requires where the rack requires the flow of its table's last line; less in proportion "
               "where the rack does.");
    v.quantity("pressure_drop", &T::pressure_drop_pa, Dimension::pressure, ranges::kPressure,
               "Of one tray at that flow, from header to header: cold plates, couplings and tubes.");
    v.quantity("heat", &T::heat_w, Dimension::power, ranges::kRating, "That one tray gives its coolant.");
  }
};

template <>
struct Schema<RackManifold> {
  using T = RackManifold;
  template <class V>
  static void describe(V& v) {
    v.quantity("diameter", &T::diameter_m, Dimension::length, Range{0.005, 0.5}, "Inner, of both headers.");
    v.quantity("height", &T::height_m, Dimension::length, Range{0.1, 5}, "From the ports to the last tray.");
    v.quantity("roughness", &T::roughness_m, Dimension::length, Range{0, 0.01}, "Of the headers' walls.");
    v.quantity("tee_loss", &T::tee_loss, Dimension::count, Range{0, 10},
               "Of each tray's two tees, on the pieces of header before them, in velocity heads; 0 without.");
    v.flag("return_at_top", &T::return_at_top, false,
           "The return leaves at the top, so that all trays have headers of one length; else both ports are at the "
           "bottom.");
    v.list("trays", &T::trays, Need::required, "From the supply port on.");
  }
};

template <>
struct Schema<RackLiquid> {
  using T = RackLiquid;
  template <class V>
  static void describe(V& v) {
    v.quantity(
        "share", &T::share, Dimension::fraction, ranges::kShare,
        "Share of the heat that goes into the coolant. Liquid checks take the high end, air checks the low one.");
    v.quantity("table_power", &T::table_power_w, Dimension::power, ranges::kRating,
               "Sustained rack power at which the table is stated.");
    v.quantity("table_share", &T::table_share, Dimension::fraction, ranges::kShare,
               "Liquid share at which the table is stated.");
    v.text(
        "table_coolant", &T::table_coolant, Need::optional,
        "Coolant at which the table is stated, by its id. A group that carries another one needs as much more flow as "
        "that takes up less heat. Without, it counts as stated at the group's own, and the report says what changes if "
        "it was water.");
    v.list("table", &T::table, Need::required, "Required flow against supply temperature, rising.");
    v.quantity("most_flow", &T::most_flow_m3_per_s, Dimension::flow, ranges::kFlow, "Most flow the rack may be given.");
    v.quantity("return_limit", &T::return_limit_degc, Dimension::temperature, ranges::kWater,
               "Highest return temperature.");
    v.quantity("pressure_limit", &T::pressure_limit_pa, Dimension::pressure, ranges::kPressure,
               "Most working pressure, over atmosphere.");
    v.quantity(
        "plate_power", &T::plate_power_w, Dimension::power, Range{1, 1e5},
        "Most power of one GPU on its cold plate; with it the plates' temperature is estimated, for information.");
    v.object(
        "manifold", &T::manifold, Need::optional,
        "Headers inside the rack and its trays; with it each tray's share of the rack's flow is held against what the "
        "tray requires.");
  }
};

template <>
struct Schema<AirPoint> {
  using T = AirPoint;
  template <class V>
  static void describe(V& v) {
    v.quantity("inlet", &T::inlet_degc, Dimension::temperature, ranges::kAir, "Air temperature at the rack's face.");
    v.quantity("flow", &T::flow_m3_per_s, Dimension::airflow, ranges::kFlow, "Air the rack draws at that temperature.");
  }
};

template <>
struct Schema<AltitudeDerating> {
  using T = AltitudeDerating;
  template <class V>
  static void describe(V& v) {
    v.quantity("above", &T::above_m, Dimension::length, Range{0, 5'000}, "Elevation from which it counts.");
    v.quantity("lose", &T::lose_k, Dimension::temperature_difference, Range{0, 20}, "What the inlet limit loses");
    v.quantity("every", &T::every_m, Dimension::length, Range{1, 5'000}, "for each so many metres above that.");
  }
};

template <>
struct Schema<RackAir> {
  using T = RackAir;
  template <class V>
  static void describe(V& v) {
    v.list("table", &T::table, Need::required,
           "Airflow against inlet temperature, rising; one line for a constant flow.");
    v.quantity("inlet_limit", &T::inlet_limit_degc, Dimension::temperature, ranges::kAir,
               "Warmest inlet its class allows.");
    v.object("altitude_derating", &T::altitude_derating, Need::optional,
             "How its class lowers that limit with elevation, as {above: 900 m, lose: 1 K, every: 300 m}.");
    v.quantity("rear_intensity", &T::rear_intensity, Dimension::fraction, Range{0.001, 1},
               "Turbulence of the air it blows, for k_epsilon; 10 % of its speed without.");
    v.quantity("rear_eddy_length", &T::rear_eddy_length_m, Dimension::length, Range{1e-3, 10},
               "Length of its eddies, for k_epsilon; 0.1 m without.");
  }
};

template <>
struct Schema<RackType> {
  using T = RackType;
  template <class V>
  static void describe(V& v) {
    v.word("role", &T::role, {"compute", "network", "management", "storage"}, "What the rack is for.");
    v.whole("gpus", &T::gpus, 0, 10'000, Need::optional, "GPUs in the rack.");
    v.whole("cords", &T::cords, 1, 2, "Feeds it hangs on: 2 for A and B. Without, what feeds it is undecided.");
    v.whole("casters", &T::casters, 1, 32,
            "Feet that carry it. Without, what presses on the floor below each is undecided.");
    v.object("body", &T::body, Need::required, "Size, mass and service clearances.");
    v.object("power", &T::power, Need::required, "Power levels at the AC input.");
    v.object("shelves", &T::shelves, Need::optional, "DC power shelves.");
    v.object("circuits", &T::circuits, Need::optional, "AC circuits from the tap-offs.");
    v.object("liquid", &T::liquid, Need::optional, "Liquid side; absent for an air-cooled rack.");
    v.object("air", &T::air, Need::required, "Air side.");
  }
};

template <>
struct Schema<CoolantPoint> {
  using T = CoolantPoint;
  template <class V>
  static void describe(V& v) {
    v.quantity("temperature", &T::temperature_degc, Dimension::temperature, Range{-20, 110},
               "Temperature of this line.");
    v.quantity("density", &T::density_kg_per_m3, Dimension::mass_density, Range{500, 2'000}, "Density.");
    v.quantity("specific_heat", &T::specific_heat_j_per_kg_k, Dimension::specific_heat, Range{1'000, 6'000},
               "Specific heat.");
    v.quantity("viscosity", &T::viscosity_pa_s, Dimension::viscosity, Range{1e-5, 1}, "Dynamic viscosity.");
    v.quantity("conductivity", &T::conductivity_w_per_m_k, Dimension::conductivity, Range{0.01, 10},
               "Thermal conductivity.");
  }
};

template <>
struct Schema<CoolantType> {
  using T = CoolantType;
  template <class V>
  static void describe(V& v) {
    v.list("table", &T::table, Need::required, "Properties by rising temperature.");
  }
};

template <>
struct Schema<CableType> {
  using T = CableType;
  template <class V>
  static void describe(V& v) {
    v.quantity("reach", &T::reach_m, Dimension::length, Range{0.1, 100'000}, "Longest link of this medium.");
  }
};

/// The key under which a catalogue file describes its product.
template <class B>
struct BodyKey;
template <>
struct BodyKey<RackType> {
  static constexpr std::string_view kKey = "rack";
};
template <>
struct BodyKey<CduType> {
  static constexpr std::string_view kKey = "cdu";
};
template <>
struct BodyKey<AirUnitType> {
  static constexpr std::string_view kKey = "air_unit";
};
template <>
struct BodyKey<RearDoorType> {
  static constexpr std::string_view kKey = "rear_door";
};
template <>
struct BodyKey<BuswayType> {
  static constexpr std::string_view kKey = "busway";
};
template <>
struct BodyKey<UpsType> {
  static constexpr std::string_view kKey = "ups";
};
template <>
struct BodyKey<TransformerType> {
  static constexpr std::string_view kKey = "transformer";
};
template <>
struct BodyKey<GeneratorType> {
  static constexpr std::string_view kKey = "generator";
};
template <>
struct BodyKey<TapOffType> {
  static constexpr std::string_view kKey = "tap_off";
};
template <>
struct BodyKey<RejectionType> {
  static constexpr std::string_view kKey = "rejection";
};
template <>
struct BodyKey<CoolantType> {
  static constexpr std::string_view kKey = "coolant";
};
template <>
struct BodyKey<CableType> {
  static constexpr std::string_view kKey = "cable";
};

template <>
struct BodyKey<ServerType> {
  static constexpr std::string_view kKey = "server";
};

template <class B>
struct Schema<Product<B>> {
  using T = Product<B>;
  template <class V>
  static void describe(V& v) {
    v.text("name", &T::name, Need::required, "What the maker calls it.");
    v.text("maker", &T::maker, Need::required, "Who makes it.");
    v.text("note", &T::note, Need::optional, "What a reader must know before trusting the numbers.");
    v.table("sources", &T::sources, Need::optional, "Documents the values come from.");
    v.object(BodyKey<B>::kKey, &T::body, Need::required, "The product.");
  }
};

}  // namespace hallplan
