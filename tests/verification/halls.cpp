#include "halls.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <string>
#include <tuple>
#include <utility>

namespace verification {
namespace {

flow::Box mirrored(const flow::Box& box, const flow::Grid& grid, Mirror mirror) {
  flow::Box made = box;
  if (mirror.x) std::tie(made.x0, made.x1) = std::pair(grid.nx - box.x1, grid.nx - box.x0);
  if (mirror.y) std::tie(made.y0, made.y1) = std::pair(grid.ny - box.y1, grid.ny - box.y0);
  return made;
}

flow::Port mirrored(const flow::Port& port, const flow::Grid& grid, Mirror mirror) {
  flow::Port made = port;
  if (mirror.x) {
    made.x = port.normal == flow::Axis::x ? grid.nx - port.x : grid.nx - 1 - port.x;
    if (port.normal == flow::Axis::x) made.room_is_low = !port.room_is_low;
  }
  if (mirror.y) {
    made.y = port.normal == flow::Axis::y ? grid.ny - port.y : grid.ny - 1 - port.y;
    if (port.normal == flow::Axis::y) made.room_is_low = !port.room_is_low;
  }
  return made;
}

flow::Case mirrored(flow::Case hall, Mirror mirror) {
  for (flow::Box& box : hall.solids) box = mirrored(box, hall.grid, mirror);
  for (flow::Duct& duct : hall.ducts) {
    for (flow::Port& port : duct.intake) port = mirrored(port, hall.grid, mirror);
    for (flow::Port& port : duct.discharge) port = mirrored(port, hall.grid, mirror);
  }
  return hall;
}

/// Draws at the low y face of its box and blows at the high one.
flow::Duct rack(const flow::Box& box, double flow_m3_per_s, double heat_k_m3_per_s) {
  flow::Duct duct;
  const double share = 1.0 / ((box.x1 - box.x0) * (box.z1 - box.z0));
  for (int z = box.z0; z < box.z1; ++z) {
    for (int x = box.x0; x < box.x1; ++x) {
      duct.intake.push_back({flow::Axis::y, x, box.y0, z, true, share});
      duct.discharge.push_back({flow::Axis::y, x, box.y1, z, false, share});
    }
  }
  duct.flow = {{20, flow_m3_per_s}};
  duct.heat_k_m3_per_s = heat_k_m3_per_s;
  return duct;
}

/// Draws at the top of its box and blows at its high x face.
flow::Duct cooler(const flow::Box& box) {
  flow::Duct duct;
  for (int y = box.y0; y < box.y1; ++y) {
    for (int x = box.x0; x < box.x1; ++x) {
      duct.intake.push_back({flow::Axis::z, x, y, box.z1, false, 1.0 / ((box.x1 - box.x0) * (box.y1 - box.y0))});
    }
    for (int z = box.z0; z < box.z1; ++z) {
      duct.discharge.push_back({flow::Axis::x, box.x1, y, z, false, 1.0 / ((box.y1 - box.y0) * (box.z1 - box.z0))});
    }
  }
  duct.flow = {{20, kCoolerFlow}};
  duct.cools = true;
  duct.setpoint_degc = kSetpointDegc;
  duct.capacity_k_m3_per_s = 60;
  return duct;
}

template <class Values>
bool same_bits(const Values& one, const Values& other) {
  return one.size() == other.size() &&
         (one.empty() || std::memcmp(one.data(), other.data(), one.size() * sizeof(one[0])) == 0);
}

/// One of the reference hall's racks: 0.6 m wide, which is no whole number of cells on every grid. Cells are its own whose
/// middle it covers; faces that it shares with a neighbour are weighted by width, within the row's own cells.
void add_rack(flow::Case& hall, double x0_m, bool front_low, double y0_m, double y1_m) {
  constexpr double kSlack = 1e-9;
  constexpr double kWidthM = 0.6;
  constexpr double kTallM = 2.2;
  constexpr double kRowBeginM = 7;
  constexpr double kRowEndM = 13;
  const double h_m = hall.grid.hx_m;
  const double x1_m = x0_m + kWidthM;
  const auto first = [&](double at_m) { return static_cast<int>(std::ceil(at_m / h_m - 0.5 - kSlack)); };
  const flow::Box box{first(x0_m), first(x1_m), first(y0_m), first(y1_m), 0, first(kTallM)};
  hall.solids.push_back(box);
  flow::Duct duct;
  duct.flow = {{22, 1.188}};
  duct.heat_k_m3_per_s = 17000 / 1197.14;
  const int begin = std::max(static_cast<int>(x0_m / h_m + kSlack), first(kRowBeginM));
  const int end = std::min(static_cast<int>(std::ceil(x1_m / h_m - kSlack)), first(kRowEndM));
  double sum = 0;
  for (int z = box.z0; z < box.z1; ++z) {
    for (int x = begin; x < end; ++x) {
      const double width = std::min(x1_m, (x + 1) * h_m) - std::max(x0_m, x * h_m);
      duct.intake.push_back({flow::Axis::y, x, front_low ? box.y0 : box.y1, z, front_low, width});
      duct.discharge.push_back({flow::Axis::y, x, front_low ? box.y1 : box.y0, z, !front_low, width});
      sum += width;
    }
  }
  for (flow::Port& port : duct.intake) port.share /= sum;
  for (flow::Port& port : duct.discharge) port.share /= sum;
  hall.ducts.push_back(duct);
}

}  // namespace

flow::Case closed_hall(int scale, double heat_k_m3_per_s, Mirror mirror) {
  flow::Case hall;
  const double h_m = 1.0 / scale;
  hall.grid = {10 * scale, 5 * scale, 4 * scale, h_m, h_m, h_m};
  hall.air.viscosity_m2_per_s = 0.02;  // steady, so that answers can be compared closely
  hall.start_degc = 20;
  hall.air.reference_degc = 20;
  for (const int number : {0, 1}) {
    const flow::Box box{(4 + number) * scale, (5 + number) * scale, 2 * scale, 3 * scale, 0, 2 * scale};
    hall.solids.push_back(box);
    hall.ducts.push_back(rack(box, number == 0 ? 1.2 : 0.8, heat_k_m3_per_s / (1 + number)));
  }
  const flow::Box unit{0, scale, scale, 3 * scale, 0, 2 * scale};
  hall.solids.push_back(unit);
  hall.ducts.push_back(cooler(unit));
  return mirrored(std::move(hall), mirror);
}

flow::Case openfoam_hall(double h_m) {
  flow::Case hall;
  const auto cells = [&](double length_m) { return static_cast<int>(std::lround(length_m / h_m)); };
  hall.grid = {cells(20), cells(12), cells(4), h_m, h_m, h_m};
  hall.air.viscosity_m2_per_s = 0.02;
  hall.air.prandtl = 200;
  hall.drawn_air = flow::DrawnAir::boundary_value;
  for (int number = 0; number < 10; ++number) add_rack(hall, 7 + 0.6 * number, true, 4, 5.2);
  for (int number = 0; number < 10; ++number) add_rack(hall, 7 + 0.6 * number, false, 6.8, 8);
  for (const double end_m : {7.0, 13.0}) {
    hall.screens.push_back({{flow::Axis::x, cells(end_m), cells(5.2), cells(6.8), 0, cells(2.2)}, -1});
  }
  for (const double y_m : {0.4, 2.8, 7.2, 9.6}) {
    flow::Supply supply;
    supply.faces = {flow::Axis::x, 0, cells(y_m), cells(y_m + 2), cells(0.4), cells(2.4)};
    const flow::Faces& at = supply.faces;
    supply.velocity_m_per_s = 6.0 / ((at.a1 - at.a0) * (at.b1 - at.b0) * h_m * h_m);
    supply.temperature_degc = 22;
    hall.supplies.push_back(supply);
  }
  hall.openings.push_back({{flow::Axis::z, hall.grid.nz, cells(7), cells(13), cells(5.2), cells(6.8)}, 22});
  return hall;
}

std::string difference(const flow::Solution& one, const flow::Solution& other) {
  const flow::Fields& a = one.fields;
  const flow::Fields& b = other.fields;
  if (one.turns != other.turns) return "turns";
  if (!same_bits(a.u, b.u)) return "u";
  if (!same_bits(a.v, b.v)) return "v";
  if (!same_bits(a.w, b.w)) return "w";
  if (!same_bits(a.pressure, b.pressure)) return "pressure";
  if (!same_bits(a.temperature, b.temperature)) return "temperature";
  if (!same_bits(a.viscosity, b.viscosity)) return "viscosity";
  if (!same_bits(a.certified_temperature, b.certified_temperature)) return "certified temperature";
  if (!same_bits(a.flux_u, b.flux_u) || !same_bits(a.flux_v, b.flux_v) || !same_bits(a.flux_w, b.flux_w)) return "flux";
  for (std::size_t duct = 0; duct < one.ducts.size(); ++duct) {
    if (one.ducts[duct].intake.mean_degc != other.ducts[duct].intake.mean_degc) return "intake";
  }
  return {};
}

}  // namespace verification
