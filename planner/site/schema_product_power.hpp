/// The part of the catalogue's schema table that is about power: busways, UPS, transformers, generators, tap-off boxes.
#pragma once

#include "planner/site/product.hpp"
#include "planner/site/schema.hpp"

namespace hallplan {

template <>
struct Schema<DeratingPoint> {
  using T = DeratingPoint;
  template <class V>
  static void describe(V& v) {
    v.quantity("ambient", &T::ambient_degc, Dimension::temperature, ranges::kAir, "Air around it.");
    v.quantity("share", &T::share, Dimension::fraction, ranges::kShare, "Share of the rating it may carry there.");
  }
};

template <>
struct Schema<AltitudePoint> {
  using T = AltitudePoint;
  template <class V>
  static void describe(V& v) {
    v.quantity("elevation", &T::elevation_m, Dimension::length, Range{0, 6'000}, "Above sea level.");
    v.quantity("share", &T::share, Dimension::fraction, ranges::kShare, "Share of the rating it may carry there.");
  }
};

template <>
struct Schema<BuswayType> {
  using T = BuswayType;
  template <class V>
  static void describe(V& v) {
    v.quantity("rating", &T::rating_a, Dimension::current, ranges::kCurrent, "Rated current.");
    v.quantity("voltage", &T::voltage_v, Dimension::voltage, ranges::kVoltage, "Line to line, three phases.");
    v.flag("full_rated", &T::full_rated, false, "Its overcurrent device is rated for 100 % continuous load.");
    v.list("derating", &T::derating, Need::optional,
           "Share of the rating against ambient temperature, rising; absent: none.");
    v.list("altitude", &T::altitude, Need::optional,
           "Share of the rating against elevation, rising; absent: none, and unknown above 2000 m.");
    v.quantity("mass", &T::mass_kg_per_m, Dimension::linear_load, Range{0.1, 1'000}, "Hung load.");
  }
};

template <>
struct Schema<UpsType> {
  using T = UpsType;
  template <class V>
  static void describe(V& v) {
    v.quantity("module", &T::module_w, Dimension::power, ranges::kRating, "Continuous output of one module.");
    v.quantity("efficiency", &T::efficiency, Dimension::fraction, ranges::kEfficiency,
               "Output over input, double conversion.");
    v.quantity("runtime", &T::runtime_s, Dimension::duration, Range{0, 86'400}, "Of its battery at full rating.");
    v.quantity("recharge", &T::recharge_w, Dimension::power, Range{0, 1e9},
               "Most that one module takes in to recharge its battery, besides its load.");
    v.list("derating", &T::derating, Need::optional,
           "Share of the rating against the temperature of the air around it, rising; absent: none, and unknown above "
           "40 degC.");
    v.list("altitude", &T::altitude, Need::optional,
           "Share of the rating against elevation, rising; absent: none, and unknown above 1000 m.");
  }
};

template <>
struct Schema<TransformerType> {
  using T = TransformerType;
  template <class V>
  static void describe(V& v) {
    v.quantity("rating", &T::rating_va, Dimension::apparent_power, ranges::kRating, "Continuous, in kVA.");
    v.quantity("impedance", &T::impedance, Dimension::fraction, Range{0.005, 0.5}, "On that rating.");
    v.quantity("x_over_r", &T::x_over_r, Dimension::fraction, ranges::kXOverR, "Reactance over resistance of it.");
    v.quantity("efficiency", &T::efficiency, Dimension::fraction, ranges::kEfficiency,
               "Output over input; lossless without.");
    v.list("derating", &T::derating, Need::optional,
           "Share of the rating against the temperature of the air around it, rising; absent: none, and unknown above "
           "40 degC.");
    v.list("altitude", &T::altitude, Need::optional,
           "Share of the rating against elevation, rising; absent: none, and unknown above 1000 m.");
  }
};

template <>
struct Schema<GeneratorType> {
  using T = GeneratorType;
  template <class V>
  static void describe(V& v) {
    v.quantity("rating", &T::rating_w, Dimension::power, ranges::kRating,
               "Output that it may give for as long as asked.");
    v.quantity("rating_apparent", &T::rating_va, Dimension::apparent_power, ranges::kRating, "In kVA.");
    v.quantity("reactance", &T::reactance, Dimension::fraction, Range{0.005, 0.5}, "Subtransient, on its kVA rating.");
    v.quantity("x_over_r", &T::x_over_r, Dimension::fraction, ranges::kXOverR, "That reactance over resistance.");
    v.quantity("start", &T::start_s, Dimension::duration, Range{0, 3'600},
               "From the loss of the utility until it takes load.");
    v.list("derating", &T::derating, Need::optional,
           "Share of the ratings against the temperature of the air around it, rising; absent: none, and unknown above "
           "40 degC.");
    v.list("altitude", &T::altitude, Need::optional,
           "Share of the ratings against elevation, rising; absent: none, and unknown above 1000 m.");
  }
};

template <>
struct Schema<TapOffType> {
  using T = TapOffType;
  template <class V>
  static void describe(V& v) {
    v.whole("poles", &T::poles, 0, 3, Need::optional,
            "Lines that it taps, no fewer than the phases of its circuit; not known without.");
    v.quantity("rating", &T::rating_a, Dimension::current, ranges::kCurrent, "Rated current of its circuit.");
    v.quantity("mass", &T::mass_kg, Dimension::mass, ranges::kMass,
               "Of one box. Hung loads do not count it: it belongs into a layer of the hall's stack.");
  }
};

}  // namespace hallplan
