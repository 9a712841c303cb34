/// Halls with made-up flows for the tests of kernels/transport: ducts' and openings' fluxes by potential flow, vortices
/// by a vector potential on the edges, both free of divergence by construction and by an own solver.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include "kernels/flow/tables.hpp"
#include "kernels/transport/problem.hpp"
#include "kernels/transport/transport.hpp"

namespace transport_cases {

using kernels::Index;
using kernels::Layout;
namespace face = kernels::face;
namespace flow = kernels::flow;
namespace transport = kernels::transport;

/// A rack along y: draws at its low y face, blows at its high one.
inline flow::Duct rack(int x0, int x1, int y0, int y1, int z1, double flow_m3_per_s, double heat_k_m3_per_s) {
  flow::Duct duct;
  const double share = 1.0 / ((x1 - x0) * z1);
  for (int z = 0; z < z1; ++z) {
    for (int x = x0; x < x1; ++x) {
      duct.intake.push_back({flow::Axis::y, x, y0, z, true, share});
      duct.discharge.push_back({flow::Axis::y, x, y1, z, false, share});
    }
  }
  duct.flow = {{20, flow_m3_per_s}};
  duct.heat_k_m3_per_s = heat_k_m3_per_s;
  return duct;
}

/// A cooling unit at the wall x = 0: draws at its top, blows at its front.
inline flow::Duct cooler(int x1, int y0, int y1, int z1, double flow_m3_per_s, double setpoint_degc, double capacity) {
  flow::Duct duct;
  for (int y = y0; y < y1; ++y) {
    for (int x = 0; x < x1; ++x) {
      duct.intake.push_back({flow::Axis::z, x, y, z1, false, 1.0 / (x1 * (y1 - y0))});
    }
    for (int z = 0; z < z1; ++z) duct.discharge.push_back({flow::Axis::x, x1, y, z, false, 1.0 / (z1 * (y1 - y0))});
  }
  duct.flow = {{20, flow_m3_per_s}};
  duct.cools = true;
  duct.setpoint_degc = setpoint_degc;
  duct.capacity_k_m3_per_s = capacity;
  return duct;
}

inline flow::Box rack_box(int x0, int x1, int y0, int y1, int z1) { return {x0, x1, y0, y1, 0, z1}; }

/// `scale` 1: 25 x 15 x 5 cells of 0.8 m; 4: the size of a real hall at 0.2 m. Two rows of racks, back to back.
struct Hall {
  flow::Case hall;
  std::vector<double> flows;
};

inline Hall make_hall(int scale, int racks_a_row, bool closed) {
  Hall made;
  flow::Case& hall = made.hall;
  const double h = 0.8 / scale;
  hall.grid = {25 * scale, 15 * scale, 5 * scale, h, h, h};
  hall.air.viscosity_m2_per_s = 0.01;
  const int rack_cells = 2 * scale / 1 > 3 ? (3 * scale + 3) / 4 : 1;
  const int first = 6 * scale;
  const double flow = 0.9, heat = 0.9 * 12;
  for (int row = 0; row < 2; ++row) {
    for (int i = 0; i < racks_a_row; ++i) {
      const int x0 = first + i * rack_cells;
      const int y0 = (row == 0 ? 4 : 9) * scale;
      const int y1 = y0 + (scale > 1 ? scale + scale / 2 : 1);
      const int top = scale > 1 ? (11 * scale) / 4 : 2;
      hall.solids.push_back(rack_box(x0, x0 + rack_cells, y0, y1, top));
      hall.ducts.push_back(rack(x0, x0 + rack_cells, y0, y1, top, flow, heat * (1 + 0.1 * i)));
      made.flows.push_back(flow);
    }
  }
  const double total = flow * 2 * racks_a_row * 1.1;
  if (closed) {
    for (int unit = 0; unit < 2; ++unit) {
      const int y0 = (unit == 0 ? 2 : 10) * scale;
      hall.solids.push_back({0, scale, y0, y0 + 2 * scale, 0, 2 * scale});
      hall.ducts.push_back(cooler(scale, y0, y0 + 2 * scale, 2 * scale, total / 2, 20 + unit, 1e9));
      made.flows.push_back(total / 2);
    }
  } else {
    const double area = 9 * scale * h * 2 * scale * h;
    hall.supplies.push_back({{flow::Axis::x, 0, 3 * scale, 12 * scale, 0, 2 * scale}, total / area, 20, 0, 0});
    hall.openings.push_back({{flow::Axis::z, 5 * scale, 18 * scale, 22 * scale, 4 * scale, 11 * scale}, 25});
  }
  return made;
}

using Fluxes = std::array<std::vector<double>, 3>;  ///< elements of a layout of one case

/// Fluxes of a potential flow with the given ones at supplies and ports: conjugate gradients on the host. Then vortices
/// of the given strength are added wherever all faces around an edge are open air.
Fluxes make_flow(const flow::Tables& tables, const transport::Ducts& ducts, double vortex_m3_per_s);

[[nodiscard]] flow::Tables tables_of(const flow::Case& hall);
[[nodiscard]] transport::FrozenFlow frozen(const Hall& hall, double vortex_m3_per_s);
[[nodiscard]] double heat_of(const flow::Case& hall);

/// The hall's temperature, with an imbalance of that part of its heat.
[[nodiscard]] transport::Question temperature_to(const transport::FrozenFlow& flow, double part);

}  // namespace transport_cases
