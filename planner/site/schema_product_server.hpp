/// The schema table of servers in catalogue files.
#pragma once

#include "planner/site/product.hpp"
#include "planner/site/schema.hpp"

namespace hallplan {

inline constexpr Choice<ServerForm> kServerForms[] = {
    {"rack", ServerForm::rack}, {"sleds", ServerForm::sleds}, {"tower", ServerForm::tower}};

template <>
struct Schema<ServerType> {
  using T = ServerType;
  template <class V>
  static void describe(V& v) {
    v.choice("form", &T::form, Need::required, kServerForms, "In a rack, sleds in a chassis, or a tower.");
    v.whole("units", &T::units, 1, 60, Need::optional, "Height in rack units, of the chassis where it holds sleds.");
    v.whole("nodes", &T::nodes, 1, 64, Need::optional, "Servers in one chassis.");
    v.whole("gpus", &T::gpus, 0, 64, Need::optional, "GPUs in one chassis.");
    v.quantity("width", &T::width_m, Dimension::length, ranges::kHeight, "As it lies in a rack.");
    v.quantity("depth", &T::depth_m, Dimension::length, ranges::kHeight, "Front to rear.");
    v.quantity("height", &T::height_m, Dimension::length, ranges::kHeight, "Floor to top, or of what it fills.");
    v.quantity("mass", &T::mass_kg, Dimension::mass, ranges::kMass, "Of one chassis.");
    v.whole("supplies", &T::supplies, 1, 64, Need::optional, "Power supplies of one chassis.");
    v.quantity("supply_rating", &T::supply_w, Dimension::power, ranges::kPower,
               "Of one supply: the largest on offer, with the smallest as the range's low end.");
    v.quantity("tdp", &T::tdp_w, Dimension::power, ranges::kPower, "Sustained design power of one chassis.");
    v.quantity("typical", &T::typical_w, Dimension::power, ranges::kPower, "Running average of one chassis.");
    v.quantity("liquid_share", &T::liquid_share, Dimension::fraction, ranges::kShare, "Heat into coolant.");
    v.quantity("inlet_limit", &T::inlet_limit_degc, Dimension::temperature, ranges::kAir, "Warmest inlet air.");
    v.text("filled_rack", &T::filled_rack, Need::optional, "The catalogue's rack filled with them.");
  }
};

}  // namespace hallplan
