/// The air field of a hall: steady, incompressible, turbulent flow with buoyancy and temperature on a uniform Cartesian
/// grid, with ducts (racks, air units) that draw air in at one place and blow it out, warmer or cooler, at another.
///
/// Equations: mass, momentum with the Boussinesq force g beta (T - reference) (|T - reference| < 30 K; Gray and Giorgini
/// 1976), conservative temperature. Finite volumes on a staggered grid (Harlow and Welch 1965), first-order upwind unless
/// asked otherwise. Iteration: SIMPLE (Patankar and Spalding 1972) with local pseudo-time, one multigrid cycle for the
/// pressure and a few temperature sweeps a turn, from coarse grids to fine ones, in 32-bit floats; then *certify*: face
/// fluxes projected to be free of divergence, temperature solved in 64-bit floats on that frozen flow, balances
/// recomputed from the fields that are handed back.
///
/// All lengths are cells of the case's own grid; x, y, z count from 0. Units are SI; temperatures in degC. Heat is given
/// as K m3/s: watts over (density times specific heat).
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "kernels/base/status.hpp"
#include "kernels/executor/backend.hpp"

namespace kernels::flow {

enum class Axis { x, y, z };

struct Grid {
  int nx = 0, ny = 0, nz = 0;
  double hx_m = 0, hy_m = 0, hz_m = 0;

  [[nodiscard]] std::int64_t cells() const { return std::int64_t{nx} * ny * nz; }
};

/// The cells [x0, x1) x [y0, y1) x [z0, z1).
struct Box {
  int x0 = 0, x1 = 0, y0 = 0, y1 = 0, z0 = 0, z1 = 0;
};

/// Faces of one plane: those with their normal along `normal` between the cells at-1 and at (0 and n are the hall's own
/// walls), over [a0, a1) x [b0, b1) of the two other axes in the order x, y, z.
struct Faces {
  Axis normal = Axis::x;
  int at = 0;
  int a0 = 0, a1 = 0, b0 = 0, b1 = 0;
};

/// One face and its share of a duct's flow. The shares of an intake, and those of a discharge, add up to 1.
struct Port {
  Axis normal = Axis::x;
  int x = 0, y = 0, z = 0;  ///< the cell whose low face it is
  bool room_is_low = true;  ///< the room lies at the low side of the face, the duct's body at the high side
  double share = 0;
};

/// A flow that a duct has at an intake temperature.
struct FlowPoint {
  double intake_degc = 0;
  double flow_m3_per_s = 0;
};

/// Draws air through its intake and blows the same volume through its discharge. What it adds on the way:
///   a rack: heat / flow; it does not cool
///   an air unit: first its coil, then the heat of its fans: max(set point, intake - capacity / flow) + heat / flow
///   a rack with a cooling rear door (`cools_last`): first its heat, then the coil:
///     max(set point, intake + heat / flow - capacity / flow)
/// A coil never warms air that is cooler than its set point.
struct Duct {
  std::vector<Port> intake, discharge;
  std::vector<FlowPoint>
      flow;  ///< by rising intake temperature, linear between, constant beyond; at most kMaxFlowPoints
  double heat_k_m3_per_s = 0;
  bool cools = false;       ///< there is a coil
  bool cools_last = false;  ///< it stands behind the heat
  double setpoint_degc = 0;
  double capacity_k_m3_per_s = 0;
  double discharge_intensity = 0.1;      ///< turbulence of what it blows, for k-epsilon, by the speed it blows at
  double discharge_eddy_length_m = 0.1;  ///< of two ducts that blow out of one cell the first one's count
  double storage_m3 = 0;  ///< heat capacity of its mass over that of a cubic metre of air, for a march in time
};
inline constexpr int kMaxFlowPoints = 8;

/// Blows in at a wall of the hall with one velocity along the normal.
struct Supply {
  Faces faces;
  double velocity_m_per_s = 0;  ///< into the hall, > 0
  double temperature_degc = 0;
  double k_m2_per_s2 = 0;  ///< turbulence, for k-epsilon
  double epsilon_m2_per_s3 = 0;
};

/// Part of a wall of the hall that is open to a room at rest and at zero pressure; air that comes in through it is that warm, and
/// its pressure there is less by velocity^2 / 2.
struct Opening {
  Faces faces;
  double temperature_degc = 0;
};

/// A sheet without thickness inside the hall: a wall, or one that lets air pass at a loss of pressure
/// loss * density * velocity^2 / 2, with the velocity taken over the whole face.
struct Screen {
  Faces faces;
  double loss = -1;  ///< below 0: no air passes
};

/// Says of a part of the hall's walls, or of a solid's, what is not a resting adiabatic wall.
struct Wall {
  Faces faces;
  bool slips = false;
  bool isothermal = false;
  double temperature_degc = 0;
  std::array<double, 3> velocity_m_per_s{};  ///< along the wall
};

/// Heat that is put into the air of a box, evenly.
struct Source {
  Box box;
  double heat_k_m3_per_s = 0;
};

enum class Turbulence {
  none,           ///< the viscosity is what `Air` says
  zero_equation,  ///< 0.03874 |u| l with l the distance to the nearest wall (Chen and Xu 1998), for rooms
  k_epsilon,      ///< standard, with wall functions (Launder and Spalding 1974)
};

/// What a rack's face does to the air that slides along it where air is drawn through. `plain`: as upwinding has it;
/// `boundary_value`: it leaves with the face's own tangential velocity, zero, as OpenFOAM's fixed-value patches do.
enum class DrawnAir { plain, boundary_value };

struct Air {
  double viscosity_m2_per_s = 1.5e-5;
  double prandtl = 0.71;
  double turbulent_prandtl = 0.85;
  double expansion_per_k = 3.3e-3;
  double gravity_m_per_s2 = 9.81;
  double reference_degc = 22;
};

enum class Scheme { upwind, limited };  ///< limited: van Leer 1974, deferred, first order next to walls

/// Cells whose temperature is followed: a weighted mean, such as a height band of a rack's face.
struct Probe {
  struct Cell {
    int x = 0, y = 0, z = 0;
    double weight = 0;
  };
  std::vector<Cell> cells;
};

struct Case {
  Grid grid;
  Air air;
  Turbulence turbulence = Turbulence::none;
  Scheme scheme = Scheme::upwind;
  DrawnAir drawn_air = DrawnAir::plain;
  double start_degc = 22;
  std::vector<Box> solids;
  std::vector<Wall> walls;
  std::vector<Screen> screens;
  std::vector<Supply> supplies;
  std::vector<Opening> openings;
  std::vector<Duct> ducts;
  std::vector<Source> sources;
  std::vector<Probe> probes;
};

/// When to stop, and how to iterate. The defaults are what was measured to work; see README.md.
struct Options {
  double steady_range_k = 0.05;  ///< steady: no intake and no probe moves by more within `steady_turns`,
  double steady_left_k = 0.03;   ///< and what is left of its way, as its means come to rest, is less than that
  int steady_turns = 20;
  double steady_energy = 1e-6;  ///< without ducts and probes: the kinetic energy's relative change over ten turns
  /// Else: both halves of this many turns have means that agree. 0: 300, of k-epsilon 500 unless a coarser grid has settled.
  int window_turns = 0;
  double window_agrees_k = 0.2;  ///< the mean of both is then off by half of that
  double window_left_k = 0.3;    ///< what creeps through the window has no more left than this
  int most_turns = 3000;         ///< on the finest grid; reached: not converged
  int coarse_turns = 60;         ///< on each coarser grid,
  bool settle_coarser =
      true;  ///< but the second-finest (`Solution::coarser`), with k-epsilon all, go on until they are done
  double relax_velocity = 0.85;
  double relax_pressure = 0.2;
  int momentum_sweeps = 2;
  int temperature_sweeps = 4;
  bool full_approximation = true;  ///< the two finest grids help each other (FAS), while that reduces the mass residual
  bool certify = true;
  bool tracers = false;  ///< with certifying: also `supply_share` and `age_s` of what ducts draw
};

/// A followed temperature over the last turns.
struct Followed {
  double mean_degc = 0;
  double low_degc = 0, high_degc = 0;
  double left_k = 0;  ///< how far the mean may still be off, as far as its own changes tell; infinite where they do not
};

struct DuctState {
  Followed intake;
  double flow_m3_per_s = 0;
  double discharge_degc = 0;
};

/// Cell values in rows along x, then y, then z; velocities on faces: u is (nx+1) x ny x nz, v nx x (ny+1) x nz, w likewise.
struct Fields {
  Grid grid;
  std::vector<float> u, v, w, pressure, temperature, viscosity;
  std::vector<float> turbulent_k, turbulent_epsilon;  ///< m2/s2 and m2/s3, of k_epsilon: for a start; else empty
  std::vector<double> certified_temperature;          ///< of the certified flow; empty when that was not asked for
  std::vector<double> flux_u, flux_v, flux_w;         ///< m3/s through each face, free of divergence; empty likewise
};

/// Recomputed from the fields handed back, in 64-bit floats, relative to what flows in.
struct Balance {
  double worst_mass = 0;  ///< largest imbalance of a cell over the hall's flow
  double mass = 0;        ///< sum of imbalances' amounts over the hall's flow
  double heat = 0;        ///< |in - out| over the heat added
  double heat_in_k_m3_per_s = 0, heat_out_k_m3_per_s = 0;
};

enum class Ended { steady, windowed, not_converged };

/// What the second-finest grid found, by its own end.
struct Coarser {
  bool known = false;  ///< there was such a grid, and it was asked to settle
  Ended ended = Ended::not_converged;
  std::vector<Followed> intakes, probes;
};

struct Solution {
  Status status;  ///< an error: nothing else may be used
  Ended ended = Ended::not_converged;
  Fields fields;
  std::vector<DuctState> ducts;  ///< intakes as windowed means of the flow finder
  std::vector<Followed> probes;
  std::vector<double> certified_intake_degc, certified_probe_degc;
  /// Of what each duct draws: the share straight from supplies and cooling units, and its mean age (kernels/transport:
  /// `supply_air`, `age_of_air`). Empty where that was not asked for or not found.
  std::vector<double> supply_share, age_s;
  Coarser coarser;  ///< for the error of the grid
  Balance balance;
  int turns = 0;                   ///< on the finest grid
  std::vector<int> turns_on_grid;  ///< from the coarsest grid on
  double seconds = 0;
  bool full_approximation_kept = true;
  std::string ran_on;
};

/// One hall on finer and finer grids, the last one being the one that is asked for.
struct Sequence {
  std::vector<Case> grids;
};

/// Where a solve starts: nothing, or a field on the finest grid (the coarser grids are then left out).
struct Start {
  const Fields* fields = nullptr;
};

/// Called now and then with the turn and the largest change of a followed temperature; false stops the solve.
using Progress = std::function<bool(int turn, double change_k)>;

[[nodiscard]] Solution solve(const Sequence& hall, const Options& options, const Execution& execution,
                             const Start& start = {}, const Progress& progress = {});

/// Cases on equal grids. Each one's answer has the bits it would have alone; a case that is done is no longer moved. `progress`
/// is told each case's own turns, by several threads at once; false stops all of them.
[[nodiscard]] std::vector<Solution> solve_batch(std::span<const Sequence> halls, const Options& options,
                                                const Execution& execution, std::span<const Start> starts = {},
                                                const Progress& progress = {});

struct MarchOptions {
  double step_s = 1;
  double end_s = 600;
  int turns_a_step = 4;
  double relax_velocity = 0.9;
  double relax_pressure = 0.5;
  int momentum_sweeps = 1;
  int temperature_sweeps = 4;  ///< with fewer, a step loses a part of the ducts' heat
};

/// What is followed, against time.
struct March {
  Status status;
  std::vector<double> time_s;                   ///< rising, from 0: the start
  std::vector<std::vector<float>> intake_degc;  ///< [time][duct]
  std::vector<std::vector<float>> probe_degc;   ///< [time][probe]
  Fields fields;                                ///< at the end
  bool ran_away = false;                        ///< values beyond reason: nothing after the last time may be used
  double worst_mass = 0;  ///< the largest sum of cells' imbalances that a step left, over what ducts move
  double seconds = 0;
  std::string ran_on;
};

/// The hall in time (implicit Euler steps), from a field on its own grid: what happens after units were lost or set points
/// changed, with the heat that the air and the ducts' own mass take up. Walls and floor take none: the hall warms faster than
/// a real one. Upwind, and without k-epsilon, whose equations have no rate of change here. `stop` is asked after each step, with the time and the ducts' intakes in degC; true ends the march.
using StopMarch = std::function<bool(double time_s, std::span<const float> intake_degc)>;
[[nodiscard]] March march(const Case& hall, const Fields& start, const MarchOptions& options,
                          const Execution& execution, const StopMarch& stop = {});

/// Bytes a solve on this grid asks for, about; on the device for cuda.
[[nodiscard]] std::int64_t bytes_needed(const Case& hall);

}  // namespace kernels::flow
