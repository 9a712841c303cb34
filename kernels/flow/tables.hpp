/// A batch of cases as the arrays that bodies read: face bits, given velocities and temperatures, wall distances, and the
/// ducts' ports as lists. Made on the host, copied to the executor's storage once. Internal.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "kernels/base/view.hpp"
#include "kernels/flow/flow.hpp"
#include "kernels/flow/given.hpp"
#include "kernels/flow/rooms.hpp"
#include "kernels/flow/sides.hpp"
#include "kernels/grid/face.hpp"
#include "kernels/grid/layout.hpp"
#include "kernels/multigrid/pairs.hpp"

namespace kernels::flow {

/// What a duct does to the air, in 32-bit floats. Temperatures are relative to the case's reference.
struct DuctLaw {
  int points = 0;
  float intake_k[kMaxFlowPoints] = {};
  float flow_m3_per_s[kMaxFlowPoints] = {};
  float heat_k_m3_per_s = 0;
  float setpoint_k = 0;
  float capacity_k_m3_per_s = 0;
  float storage_m3 = 0;
  float intensity = 0, eddy_length_m = 0;  ///< of the discharge
  int cools = 0, cools_last = 0;
  Index unit = 0;  ///< the case it belongs to
};

/// A duct's or a probe's part in a cell (or a face).
struct Part {
  Index of = 0;  ///< the duct, over all cases; for intakes and probes the cell
  float share = 0;
};

/// A face that ducts move air through: the component's velocity there is the sum of flow * share over its parts, where the
/// share has the sign of the direction and is divided by the face's area.
struct PortFace {
  Index at = 0;
  int component = 0;
  Index first = 0, last = 0;  ///< in `port_parts`
};

/// A cell of a duct's body behind a discharge: its temperature is the flow-weighted mean of its parts' discharges.
struct BehindCell {
  Index at = 0;
  Index first = 0, last = 0;  ///< in `behind_parts`
};

/// A face that is open to a room at zero pressure. Through its rim cell air of `temperature_k` comes in.
struct OpeningFace {
  Index at = 0;      ///< the face's element
  Index inside = 0;  ///< the cell on the hall's side
  Index rim = 0;     ///< the cell on the other side
  int component = 0;
  int high = 0;  ///< 1: the opening is at the high side of the hall
  float temperature_k = 0;
  int number = 0;  ///< of the case's openings
  Index unit = 0;
};

/// Numbers of one case.
struct Numbers {
  float viscosity_m2_per_s = 0;
  float diffusivity_m2_per_s = 0;  ///< laminar, of heat
  float per_turbulent_prandtl = 0;
  float buoyancy_m_per_s2_k = 0;           ///< gravity times expansion
  float least_inertia_per_s = 0;           ///< a share of how often the hall's air passes a cell
  float loss[face::kMostLosses + 1] = {};  ///< by the face's number
};

struct Tables {
  Layout layout;
  std::array<double, 3> h_m{};
  std::array<std::vector<face::Bits>, 3> bits;  ///< of u, v, w faces
  std::array<std::vector<GivenVelocity>, 3> velocity;
  std::vector<GivenTemperature> temperature;
  std::vector<float> start_k;            ///< a case: of its air, relative to `reference_degc`
  std::vector<float> wall_distance_m;    ///< of air cells to the nearest wall; empty unless zero_equation
  std::vector<float> k_m2_per_s2;        ///< start, and given ones in solids and rim; empty unless k_epsilon
  std::vector<float> epsilon_m2_per_s3;  ///< likewise
  std::vector<sides::Bits> sides;        ///< of cells; likewise
  std::vector<float> source_k_per_s;     ///< empty without sources
  std::vector<Numbers> numbers;          ///< a case
  std::vector<DuctLaw> ducts;            ///< of all cases
  std::vector<Index> first_duct;         ///< a case, and the end
  std::vector<Index> first_intake;       ///< a duct and a probe (see `followed`), and the end, in `intake_parts`
  std::vector<Part> intake_parts;        ///< of = cell
  std::vector<PortFace> port_faces;
  std::vector<Part> port_parts;  ///< of = duct
  std::vector<BehindCell> behind_cells;
  std::vector<Part> behind_parts;  ///< of = duct
  std::vector<OpeningFace> openings;
  std::vector<Index> first_probe;            ///< a case, and the end, counted after all ducts
  std::vector<double> reference_degc;        ///< a case
  std::vector<double> flow_m3_per_s;         ///< a case: what supplies and ducts move, to measure imbalances by
  multigrid::Cuts cuts;                      ///< planes where much stands in the way of the air
  Rooms rooms;                               ///< that screens part
  Index widest = 0;                          ///< most parts of one intake or probe
  Turbulence turbulence = Turbulence::none;  ///< of all cases
  Scheme scheme = Scheme::upwind;
  DrawnAir drawn_air = DrawnAir::plain;

  /// Ducts and probes, all of them followed: ducts first.
  [[nodiscard]] Index followed() const { return static_cast<Index>(first_intake.size()) - 1; }
};

/// Whether the case makes sense: sizes, indices inside the grid, shares that add up, ports on faces between air and solid.
[[nodiscard]] Status check(const Case& hall);

/// Bytes that the fields of a grid need in an executor's storage, multigrid and certification included.
[[nodiscard]] Index bytes_of_fields(const Grid& grid, Index cases, Turbulence turbulence, Scheme scheme);

/// The cases (checked, on equal grids, with equal turbulence, scheme and drawn air) as tables, made by so many threads.
[[nodiscard]] Tables make_tables(std::span<const Case* const> cases, std::size_t threads = 1);

}  // namespace kernels::flow
