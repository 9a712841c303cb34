#include "planner/network/friction.hpp"

#include <cmath>

namespace hallplan::network {
namespace {

constexpr double kLaminarUpTo = 2000;
constexpr double kTurbulentFrom = 4000;
const double kLog10 = std::log(10.0);

FrictionFactor turbulent_factor(double reynolds, double relative_roughness, FrictionLaw law) {
  return law == FrictionLaw::swamee_jain ? swamee_jain_factor(reynolds, relative_roughness)
                                         : colebrook_factor(reynolds, relative_roughness);
}

}  // namespace

FrictionFactor laminar_factor(double reynolds) { return {64 / reynolds, -64 / (reynolds * reynolds)}; }

FrictionFactor colebrook_factor(double reynolds, double relative_roughness) {
  const double rough = relative_roughness / 3.7;
  const double smooth = 2.51 / reynolds;
  // Newton on x = 1/sqrt(f): the function is convex and rises, so it converges from anywhere; Swamee and Jain are near.
  double x = 1 / std::sqrt(swamee_jain_factor(reynolds, relative_roughness).factor);
  double slope = 1;
  for (int step = 0; step < 20; ++step) {
    const double inside = rough + smooth * x;
    slope = 1 + 2 / kLog10 * smooth / inside;
    const double change = (x + 2 * std::log10(inside)) / slope;
    x -= change;
    if (std::fabs(change) <= 1e-15 * x) break;
  }
  const double inside = rough + smooth * x;
  const double x_per_reynolds = 2 / kLog10 * smooth * x / reynolds / inside / slope;
  return {1 / (x * x), -2 / (x * x * x) * x_per_reynolds};
}

FrictionFactor swamee_jain_factor(double reynolds, double relative_roughness) {
  const double smooth = 5.74 / std::pow(reynolds, 0.9);
  const double inside = relative_roughness / 3.7 + smooth;
  const double x = -2 * std::log10(inside);
  const double x_per_reynolds = 2 / kLog10 / inside * 0.9 * smooth / reynolds;
  return {1 / (x * x), -2 / (x * x * x) * x_per_reynolds};
}

FrictionFactor friction_factor(double reynolds, double relative_roughness, FrictionLaw law) {
  if (reynolds <= kLaminarUpTo) return laminar_factor(reynolds);
  if (reynolds >= kTurbulentFrom) return turbulent_factor(reynolds, relative_roughness, law);
  const FrictionFactor low = laminar_factor(kLaminarUpTo);
  const FrictionFactor high = turbulent_factor(kTurbulentFrom, relative_roughness, law);
  const double width = kTurbulentFrom - kLaminarUpTo;
  const double t = (reynolds - kLaminarUpTo) / width;
  const double up = t * t * (3 - 2 * t);          // Hermite's cubics: 0 to 1,
  const double from_low = t * (1 - t) * (1 - t);  // slope 1 at the low end,
  const double from_high = t * t * (t - 1);       // slope 1 at the high end
  const double rise = high.factor - low.factor;
  return {
      low.factor + rise * up + width * (low.per_reynolds * from_low + high.per_reynolds * from_high),
      rise * 6 * t * (1 - t) / width + low.per_reynolds * (1 - t) * (1 - 3 * t) + high.per_reynolds * t * (3 * t - 2)};
}

}  // namespace hallplan::network
