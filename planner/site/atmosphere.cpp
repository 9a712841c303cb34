#include "planner/site/atmosphere.hpp"

#include <algorithm>
#include <cmath>

namespace hallplan {

double density_ratio(double elevation_m) {
  constexpr double kPerMetre = 2.25577e-5;
  constexpr double kExponent = 5.2559;
  return std::min(1.0, std::pow(1.0 - kPerMetre * elevation_m, kExponent));
}

}  // namespace hallplan
