#include "kernels/transport/certify.hpp"

#include <algorithm>
#include <cmath>

namespace kernels::transport {

double heat_scale(const flow::Case& hall, double flow_m3_per_s) {
  double heat = 0;
  for (const flow::Duct& duct : hall.ducts) heat += std::fabs(duct.heat_k_m3_per_s);
  for (const flow::Source& source : hall.sources) heat += std::fabs(source.heat_k_m3_per_s);
  if (heat > 0) return heat;
  // Walls alone: what they would conduct across the hall at rest. Else what the flow carries for each kelvin.
  double coldest = 1e9, warmest = -1e9, area_m2 = 0;
  const double h[3] = {hall.grid.hx_m, hall.grid.hy_m, hall.grid.hz_m};
  const double length_m[3] = {h[0] * hall.grid.nx, h[1] * hall.grid.ny, h[2] * hall.grid.nz};
  for (const flow::Wall& wall : hall.walls) {
    if (!wall.isothermal) continue;
    coldest = std::min(coldest, wall.temperature_degc);
    warmest = std::max(warmest, wall.temperature_degc);
    const double cells = static_cast<double>(wall.faces.a1 - wall.faces.a0) * (wall.faces.b1 - wall.faces.b0);
    area_m2 += cells * h[0] * h[1] * h[2] / h[static_cast<int>(wall.faces.normal)];
  }
  const double conducted = hall.air.viscosity_m2_per_s / hall.air.prandtl * area_m2 * std::max(0.0, warmest - coldest) /
                           *std::max_element(length_m, length_m + 3);
  return std::max(flow_m3_per_s, conducted);
}

}  // namespace kernels::transport
