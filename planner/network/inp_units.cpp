#include "planner/network/inp_units.hpp"

#include <algorithm>
#include <array>

namespace hallplan::network {
namespace {

constexpr double kFoot_m = 0.3048, kInch_m = 0.0254;
constexpr double kCubicFoot_m3 = kFoot_m * kFoot_m * kFoot_m, kGallon_m3 = 0.003785411784, kDay_s = 86400;

struct Named {
  std::string_view name;
  InpUnits units;
};
constexpr std::array<Named, 10> kKnown = {Named{"CFS", {kCubicFoot_m3, false}},
                                          Named{"GPM", {kGallon_m3 / 60, false}},
                                          Named{"MGD", {1e6 * kGallon_m3 / kDay_s, false}},
                                          Named{"IMGD", {1e6 * 0.00454609 / kDay_s, false}},
                                          Named{"AFD", {43560 * kCubicFoot_m3 / kDay_s, false}},
                                          Named{"LPS", {1e-3, true}},
                                          Named{"LPM", {1e-3 / 60, true}},
                                          Named{"MLD", {1e3 / kDay_s, true}},
                                          Named{"CMH", {1.0 / 3600, true}},
                                          Named{"CMD", {1 / kDay_s, true}}};

}  // namespace

double InpUnits::length_m() const { return metric ? 1 : kFoot_m; }
double InpUnits::diameter_m() const { return metric ? 1e-3 : kInch_m; }
double InpUnits::roughness_m() const { return metric ? 1e-3 : 1e-3 * kFoot_m; }

std::optional<InpUnits> inp_units_named(std::string_view name) {
  const auto* const found =
      std::find_if(kKnown.begin(), kKnown.end(), [&](const Named& one) { return one.name == name; });
  if (found == kKnown.end()) return {};
  return found->units;
}

}  // namespace hallplan::network
