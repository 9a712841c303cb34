/// The rooms of the air field's tests on a device.
#pragma once

#include "kernels/flow/flow.hpp"

namespace rooms {

using namespace kernels::flow;

/// A closed room of 4 x 3 x 2 m: a warm duct and a cooling one of equal flow, `heat` of the first.
inline Case room(int refined, double heat_k_m3_per_s, Turbulence turbulence) {
  Case hall;
  const double cell_m = 0.2 / refined;
  hall.grid = {20 * refined, 15 * refined, 10 * refined, cell_m, cell_m, cell_m};
  hall.air.viscosity_m2_per_s = turbulence == Turbulence::none ? 0.01 : 1.5e-5;
  hall.turbulence = turbulence;
  const auto duct = [&](int x0, int x1) {
    Duct made;
    const Box body{x0 * refined, x1 * refined, 5 * refined, 10 * refined, 0, 6 * refined};
    const double share = 1.0 / ((body.x1 - body.x0) * (body.z1 - body.z0));
    for (int z = body.z0; z < body.z1; ++z) {
      for (int x = body.x0; x < body.x1; ++x) {
        made.intake.push_back({Axis::y, x, body.y0, z, true, share});
        made.discharge.push_back({Axis::y, x, body.y1, z, false, share});
      }
    }
    made.flow = {{20, 0.6}, {30, 0.8}};
    hall.solids.push_back(body);
    return made;
  };
  Duct warm = duct(4, 8);
  warm.heat_k_m3_per_s = heat_k_m3_per_s;
  Duct cool = duct(12, 16);
  cool.flow = {{20, 0.7}};
  cool.cools = true;
  cool.setpoint_degc = 20;
  cool.capacity_k_m3_per_s = 20;
  hall.ducts = {warm, cool};
  return hall;
}

/// The same with cool air that a supply in the floor blows in, and an opening in the ceiling.
inline Case ventilated_room(int refined, double heat_k_m3_per_s, Turbulence turbulence) {
  Case hall = room(refined, heat_k_m3_per_s, turbulence);
  hall.supplies.push_back({{Axis::z, 0, 4 * refined, 8 * refined, 1 * refined, 4 * refined}, 0.8, 18, 0.01, 0.01});
  hall.openings.push_back({{Axis::z, 10 * refined, 10 * refined, 16 * refined, 11 * refined, 14 * refined}, 22});
  return hall;
}

/// The same parted between its ducts by a sheet that air seeps through.
inline Case leaky_room(int refined, double heat_k_m3_per_s, Turbulence turbulence) {
  Case hall = room(refined, heat_k_m3_per_s, turbulence);
  hall.screens.push_back({{Axis::x, 10 * refined, 0, 15 * refined, 0, 10 * refined}, 20});
  return hall;
}

}  // namespace rooms
