/// The part of the schema table of site files that concerns the devices of the power tree.
#pragma once

#include "planner/site/schema.hpp"
#include "planner/site/site.hpp"

namespace hallplan {

template <>
struct Schema<TapOffs> {
  using T = TapOffs;
  template <class V>
  static void describe(V& v) {
    v.whole("count", &T::count, 1, 1'000, Need::required, "Places along the busway where a tap-off box fits.");
    v.quantity("rating", &T::rating_a, Dimension::current, ranges::kCurrent,
               "Of the largest box that fits; this or a type that states one. Of both the least governs.");
    v.ref("type", &T::type, RefTo::tap_off, Need::optional, "Catalogue tap-off box that fits there.");
  }
};

template <>
struct Schema<DevicePlace> {
  using T = DevicePlace;
  template <class V>
  static void describe(V& v) {
    v.quantity("x", &T::x_m, Dimension::length, ranges::kCoordinate, "West edge.");
    v.quantity("y", &T::y_m, Dimension::length, ranges::kCoordinate, "South edge.");
    v.quantity("width", &T::width_m, Dimension::length, ranges::kSize, "Along its front.");
    v.quantity("depth", &T::depth_m, Dimension::length, ranges::kSize, "From its front to its rear.");
    v.quantity("height", &T::height_m, Dimension::length, ranges::kHeight, "As it stands.");
    v.quantity("mass", &T::mass_kg, Dimension::mass, ranges::kMass,
               "As it stands; without, floor loads are undecided.");
    v.choice("front", &T::front, Need::required,
             {{"south", Side::south}, {"north", Side::north}, {"west", Side::west}, {"east", Side::east}},
             "The side it is worked on.");
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
    v.ref("transformer_type", &T::transformer_type, RefTo::transformer, Need::optional, "Catalogue transformer.");
    v.ref("generator_type", &T::generator_type, RefTo::generator, Need::optional, "Catalogue generator.");
    v.whole("modules", &T::modules, 1, 64, Need::optional, "UPS modules in parallel.");
    v.whole("spare_modules", &T::spare_modules, 0, 63, Need::optional,
            "Of these modules, those that may be lost (1 for N+1); the rest must then carry the UPS's load.");
    v.quantity("rating", &T::rating_w, Dimension::power, ranges::kRating,
               "Continuous, at its output. Of several ratings, the type's among them, the least governs.");
    v.quantity("rating_apparent", &T::rating_va, Dimension::apparent_power, ranges::kRating,
               "In kVA, times the power factor.");
    v.quantity("rating_current", &T::rating_a, Dimension::current, Range{1, 100'000}, "In amperes at its voltage.");
    v.quantity("voltage", &T::voltage_v, Dimension::voltage, Range{100, 100'000}, "Line to line, three phases.");
    v.quantity("short_time_rating", &T::short_time_w, Dimension::power, ranges::kRating,
               "For the sum of electrical peaks (EDPp); without it peaks are not checked.");
    v.quantity("efficiency", &T::efficiency, Dimension::fraction, ranges::kEfficiency,
               "Output over input; a UPS or transformer type states its own; lossless without.");
    v.flag("full_rated", &T::full_rated,
           "Its overcurrent device is rated for 100 % continuous load. Under nec a switchboard, PDU or busway that is "
           "rated "
           "without a catalogue type must say so. A utility (its contract), transformer, UPS or generator is rated for "
           "continuous load and needs no word.");
    v.flag("maintained", &T::maintained, true,
           "Under policy.power: maintenance it is taken out of service while racks run; false: it is only lost.");
    v.object("tap_offs", &T::tap_offs, Need::optional,
             "Of a busway: places for tap-off boxes; without it they are not counted.");
    v.quantity("start", &T::start_s, Dimension::duration, Range{0, 3'600},
               "Of a generator: from the loss of the utility until it takes load; its type's without.");
    v.quantity("transfer", &T::transfer_s, Dimension::duration, Range{0, 600},
               "With sharing: first: until it draws from its next source after one is lost.");
    v.quantity("runtime", &T::runtime_s, Dimension::duration, Range{0, 86'400},
               "Of a UPS's battery at the UPS's full rating; its type's without.");
    v.quantity(
        "recharge", &T::recharge_w, Dimension::power, Range{0, 1e9},
        "Of a UPS: most that it takes in to recharge its battery, besides its load; on what feeds it whenever it has "
        "power. Its type's, for each module, without.");
    v.quantity("fault_power", &T::fault_va, Dimension::apparent_power, Range{1e5, 1e11},
               "Of a utility: short-circuit power that it delivers at most; infinite without.");
    v.quantity(
        "impedance", &T::impedance, Dimension::fraction, Range{0.005, 0.5},
        "Of a transformer, or subtransient reactance of a generator, on its rating_apparent; its type's without.");
    v.quantity("x_over_r", &T::x_over_r, Dimension::fraction, ranges::kXOverR,
               "Of a utility at its fault_power, a transformer or a generator: reactance over resistance; its type's "
               "without.");
    v.quantity("interrupting_rating", &T::interrupting_a, Dimension::current, Range{100, 1e6},
               "Short-circuit current that its overcurrent devices break; without it short circuits are not checked.");
    v.quantity("test_x_over_r", &T::test_x_over_r, Dimension::fraction, ranges::kXOverR,
               "X/R at which that rating is tested: 6.6 for unfused low-voltage power breakers (IEEE C37.13). Without: "
               "under nec 1.73 up to 10 kA, 3.18 up to 20 kA, 4.9 above (UL 489); under iec 1.02 up to 6 kA, 1.73 up "
               "to 10 kA, 3.18 up to 20 kA, 3.87 up to 50 kA, 4.9 above (IEC 60947-2); over 1 kV 17 and 14.");
    v.quantity("swing_limit", &T::swing_limit_w, Dimension::power, ranges::kRating,
               "Of a utility: most by which its load may rise or fall at once.");
    v.quantity("ramp_limit", &T::ramp_w_per_s, Dimension::power_ramp, Range{1, 1e10},
               "Of a utility: fastest that its load may rise or fall.");
    v.quantity("ambient", &T::ambient_degc, Dimension::temperature, ranges::kAir,
               "Air around it. Without: of a generator, and of a transformer outside the hall, basis.outdoor; of "
               "others no warmer "
               "than they are rated in.");
    v.list("derating", &T::derating, Need::optional,
           "Share of its ratings and its type's in that air, rising; without a table of its own or its type's unknown "
           "above 40 degC.");
    v.list("altitude", &T::altitude, Need::optional,
           "Share of its ratings and its type's against elevation, rising; absent: none.");
    v.flag("in_hall", &T::in_hall, false, "It stands in the hall: its losses heat the room.");
    v.ref("air_zone", &T::air_zone, RefTo::air_zone, Need::optional, "The zone its losses heat.");
    v.object("place", &T::place, Need::optional,
             "Where it stands on the hall's floor, with `in_hall: true`; working space is then needed before it.");
    v.ref("energised", &T::energised, RefTo::phase, Need::optional,
          "Phase from which it has power; the first without.");
  }
};

}  // namespace hallplan
