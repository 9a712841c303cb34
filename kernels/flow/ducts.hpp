/// Ducts and probes: the mean temperatures they take in, what ducts make of it, and the faces and cells they set. Internal.
#pragma once

#include "kernels/flow/level.hpp"

namespace kernels::flow {

/// Term of the mean over a followed thing's cells: sums over its parts, which come in rows of different lengths.
struct FollowedTerm {
  const float* temperature;
  const Index* first;  ///< [followed], and the end
  const Part* parts;

  [[nodiscard]] Index count(Index followed) const { return first[followed + 1] - first[followed]; }
  KERNELS_HD float operator()(Index followed, Index part) const {
    const Index at = first[followed] + part;
    return at < first[followed + 1] ? parts[at].share * temperature[parts[at].of] : 0.0F;
  }
};

/// Flow at an intake temperature: linear between the law's points, constant beyond.
KERNELS_HD inline float flow_at(const DuctLaw& law, float intake_k) {
  if (law.points == 0) return 0;
  float flow = law.flow_m3_per_s[0];
  for (int i = 0; i + 1 < law.points; ++i) {
    const float span = law.intake_k[i + 1] - law.intake_k[i];
    float part = (intake_k - law.intake_k[i]) / span;
    part = part < 0 ? 0.0F : part > 1 ? 1.0F : part;
    flow += part * (law.flow_m3_per_s[i + 1] - law.flow_m3_per_s[i]);
  }
  return flow;
}

/// What a duct blows out, K over the reference.
KERNELS_HD inline float discharge_at(const DuctLaw& law, float intake_k, float flow_m3_per_s) {
  if (flow_m3_per_s <= 0) return intake_k;
  const float rise = law.heat_k_m3_per_s / flow_m3_per_s;
  float made = intake_k;
  if (law.cools != 0) {
    // A coil behind the heat that reaches its set point is one before it that reaches a set point colder by the rise.
    const float aim = law.cools_last != 0 ? law.setpoint_k - rise : law.setpoint_k;
    const float coldest = intake_k - law.capacity_k_m3_per_s / flow_m3_per_s;
    made = intake_k < aim ? intake_k : larger(aim, coldest);
  }
  return made + rise;
}

/// What a duct moves.
struct DuctNow {
  float flow_m3_per_s;
  float discharge_k;
};

/// Each duct's flow and discharge from its intake. In a march in time a duct's own mass follows the air through it: it
/// warms what it blows by d/dt, as a store of `storage_m3` of air in series with the flow. On a device whoever needs a duct
/// works it out anew, so that all its faces and cells can be set at once; a host, which pays for the divisions, reads what was
/// noted in a loop before.
struct DuctsNow {
  const DuctLaw* laws;
  const double* intake_k;  ///< [followed]
  const int* active;
  const float* before_k;                  ///< discharges before the step
  float per_step_s;                       ///< 0: steady
  const float* noted_m3_per_s = nullptr;  ///< flows of ducts of active cases, where they are noted,
  const float* noted_k = nullptr;         ///< and their discharges

  KERNELS_HD DuctNow of(Index duct) const {
    const DuctLaw& law = laws[duct];
    if (noted_m3_per_s != nullptr && active[law.unit] != 0) return {noted_m3_per_s[duct], noted_k[duct]};
    const auto intake = static_cast<float>(intake_k[duct]);
    const float flow = flow_at(law, intake);
    const float made = discharge_at(law, intake, flow);
    const float store = law.storage_m3 * per_step_s;
    return {flow, flow + store > 0 ? (flow * made + store * before_k[duct]) / (flow + store) : made};
  }
};

/// Keeps what a duct moves, for those who ask.
struct NoteDuct {
  DuctsNow now;
  float* flow_m3_per_s;  ///< [duct]
  float* discharge_k;

  KERNELS_HD void operator()(Index duct) const {
    if (now.active[now.laws[duct].unit] == 0) return;
    const DuctNow moved = now.of(duct);
    flow_m3_per_s[duct] = moved.flow_m3_per_s;
    discharge_k[duct] = moved.discharge_k;
  }
};

/// The velocity at a face that ducts move air through.
struct SetPortFace {
  DuctsNow now;
  float* velocity[3];
  const PortFace* faces;
  const Part* parts;

  KERNELS_HD void operator()(Index number) const {
    const PortFace& port = faces[number];
    float speed = 0;
    for (Index part = port.first; part < port.last; ++part) {
      speed += now.of(parts[part].of).flow_m3_per_s * parts[part].share;
    }
    velocity[port.component][port.at] = speed;
  }
};

/// The temperature of a cell behind a discharge.
struct SetBehindCell {
  DuctsNow now;
  float* temperature;
  const BehindCell* cells;
  const Part* parts;

  KERNELS_HD void operator()(Index number) const {
    const BehindCell& cell = cells[number];
    float flow = 0;
    float heat = 0;
    for (Index part = cell.first; part < cell.last; ++part) {
      const DuctNow moved = now.of(parts[part].of);
      const float through = moved.flow_m3_per_s * parts[part].share;
      flow += through;
      heat += through * moved.discharge_k;
    }
    if (flow > 0) temperature[cell.at] = heat / flow;
  }
};

/// Notes the followed temperatures in the history, at the turn's place. Each counts its own turns, so that no one waits.
struct NoteFollowed {
  const double* mean_k;
  Index followed;
  Index places;
  Index* turn;     ///< [followed]
  float* history;  ///< [place][followed]

  KERNELS_HD void operator()(Index number) const {
    history[turn[number] % places * followed + number] = static_cast<float>(mean_k[number]);
    ++turn[number];
  }
};

/// Before a step: a source that holds the field as it is, over the step.
struct HoldRow {
  Level level;
  const float* field;
  const float* own;  ///< the case's own source; null: none
  float* out;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Index start = level.layout.row(row);
    const Index end = level.walk_end();
    const float per_step_s = level.per_step_s;
    KERNELS_SIMD
    for (Index x = lane.first(1); x < end; x += lane.stride()) out[start + x] = per_step_s * field[start + x];
    if (own == nullptr) return;
    KERNELS_SIMD
    for (Index x = lane.first(1); x < end; x += lane.stride()) out[start + x] += own[start + x];
  }
};

/// Before a step: the discharges as they are.
struct HoldDischarge {
  const float* discharge_k;
  float* before_k;
  KERNELS_HD void operator()(Index duct) const { before_k[duct] = discharge_k[duct]; }
};

}  // namespace kernels::flow
