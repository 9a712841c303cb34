/// Openings to a room at rest and at zero pressure: what comes in has the room's temperature and has paid for its velocity with
/// pressure (Bernoulli: without that nothing would hold an inflow back, and one beside an edge grows without end); what goes
/// out has the hall's. The velocity in the opening obeys momentum over the half cell inside. Few faces, so each is a cell of
/// its own small loop. Internal.
#pragma once

#include "kernels/flow/continuity.hpp"
#include "kernels/flow/level.hpp"

namespace kernels::flow {

/// Rim values by the direction of the flow: what goes out takes temperature and tangential velocities along.
struct SetOpeningRim {
  Level level;
  const OpeningFace* openings;

  KERNELS_HD void operator()(Index number) const {
    const OpeningFace& opening = openings[number];
    if (level.active[opening.unit] == 0) return;
    const float velocity = level.velocity[opening.component][opening.at];
    const bool out = opening.high != 0 ? velocity >= 0 : velocity <= 0;
    level.temperature[opening.rim] = out ? level.temperature[opening.inside] : opening.temperature_k;
    for (int d = 0; d < 3; ++d) {
      if (d != opening.component) level.velocity[d][opening.rim] = out ? level.velocity[d][opening.inside] : 0.0F;
    }
    if (level.eddy != nullptr) level.eddy[opening.rim] = level.eddy[opening.inside];
  }
};

/// Momentum of the opening's own velocity: the neighbour inside, those beside, nothing beyond. What it finds is put aside,
/// since the faces beside may be openings too.
struct OpeningMomentum {
  Level level;
  const OpeningFace* openings;
  float inertia;
  float* moved;  ///< [opening]

  KERNELS_HD void operator()(Index number) const {
    const OpeningFace& opening = openings[number];
    if (level.active[opening.unit] == 0) return;
    const Numbers& numbers = level.numbers[opening.unit];
    const int c = opening.component;
    const Index i = opening.at;
    float* const own = level.velocity[c];
    const float per = level.per_m[c];
    const Index inward = opening.high != 0 ? -level.step[c] : level.step[c];
    float viscosity = numbers.viscosity_m2_per_s;
    if (level.eddy != nullptr) viscosity += level.eddy[opening.inside];
    const float from_inside = 0.5F * (own[i] + own[i + inward]) * per * (opening.high != 0 ? 1.0F : -1.0F);
    const float coefficient = larger(from_inside, 0.0F) + viscosity * (per * per);
    const float inflow = larger(opening.high != 0 ? -own[i] : own[i], 0.0F);
    // Half of velocity^2 over half a cell, linearised by Newton: taken as it is, it would swing between two values for ever.
    float diagonal = coefficient + 2.0F * inflow * per;
    float right = coefficient * own[i + inward] + inflow * own[i] * per;
    for (int d = 0; d < 3; ++d) {
      if (d == c) continue;
      const float beside = viscosity * (level.per_m[d] * level.per_m[d]);
      diagonal += 2 * beside;
      right += beside * (own[i - level.step[d]] + own[i + level.step[d]]);
    }
    const float inside = level.pressure[opening.inside];
    right += (opening.high != 0 ? inside : -inside) * 2.0F * per;
    if (c == 2) {
      right +=
          numbers.buoyancy_m_per_s2_k * (0.5F * (level.temperature[opening.inside] + level.temperature[opening.rim]));
    }
    const float inert = inertia * diagonal + numbers.least_inertia_per_s;
    const float time = 1.0F / (diagonal + inert);
    // Half a cell from the pressure inside to the opening's.
    level.coefficient[c][i] = multigrid::Conductance(2.0F * time * (per * per));
    moved[number] = (right + inert * own[i]) * time;
  }
};

struct MoveOpening {
  Level level;
  const OpeningFace* openings;
  const float* moved;

  KERNELS_HD void operator()(Index number) const {
    const OpeningFace& opening = openings[number];
    if (level.active[opening.unit] != 0) level.velocity[opening.component][opening.at] = moved[number];
  }
};

struct CorrectOpening {
  Level level;
  StepLength step;
  const OpeningFace* openings;

  KERNELS_HD void operator()(Index number) const {
    const OpeningFace& opening = openings[number];
    if (level.active[opening.unit] == 0) return;
    const int c = opening.component;
    const float inside = step.of(opening.unit) * level.correction[opening.inside] / level.per_m[c];
    level.velocity[c][opening.at] += level.coefficient[c][opening.at] * (opening.high != 0 ? inside : -inside);
  }
};

}  // namespace kernels::flow
