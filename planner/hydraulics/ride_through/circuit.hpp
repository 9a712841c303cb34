/// A coolant loop as lumps of heat in time: cells of liquid that flow into each other, devices on cold plates, one exchanger to
/// facility water, and the flow itself, which coasts down by its inertia when pumps stop.
///
/// Cell:       C dT/dt = P + q sum_k w_k (T_k - T)            q: flow over full flow, w_k: heat capacity flow from cell k, W/K
/// Exchanger:  its cell takes in q w (T_x - T), T_x = the set point, or what the exchanger makes where that is warmer:
///             T_x - T_f = k W (T_in - T_x), k its approach over its heat, W = q w; never more heat than its rating. T_in is what
///             flows in, warmed by the pumps of the CDUs. At less flow
///             than the rating's, U A serves less, so k is on the safe side (`cdu.hpp` has the bounds of that).
/// Device:     C dT/dt = P - q (T - T_cell) / R. What a cold plate passes on falls with flow^0.8 at most; taken as proportional,
///             so that without flow it keeps all of its heat: on the safe side. One that throttles gives less in the last kelvin
///             below its limit, down to its least share there, and its cell's heat falls in the same share.
/// Flow:       dq/dt = -q^2 / t_half: d(Q)/dt = -(A / (rho L)) K Q^2 with dp = K Q^2 (Newton's law on the liquid in a pipe
///             of quadratic loss; any text on water hammer), t_half = rho L / (A K Q0). Half the flow is left after t_half.
///
/// Integrated by Dormand and Prince's pair of order 5(4) with dense output (Boost.Odeint); a limit is met where bisection on
/// the dense output says.
#pragma once

#include <limits>
#include <string>
#include <vector>

namespace hallplan::hydraulics {

inline constexpr double kNever_s = std::numeric_limits<double>::infinity();

struct Inflow {
  int from = 0;        ///< cell
  double w_per_k = 0;  ///< density x specific heat x flow, at full flow
};

struct Cell {
  double capacity_j_per_k = 0;  ///< more than 0
  double heat_w = 0;
  double start_degc = 0;
  std::vector<Inflow> in;
};

struct PlateCell {
  int cell = 0;  ///< whose coolant cools it
  double power_w = 0;
  double resistance_k_per_w = 0;
  double capacity_j_per_k = 0;
  double start_degc = 0;
  double throttle_degc = std::numeric_limits<double>::infinity();  ///< at which its heat has fallen to the least share
  double least_share = 1;
};

/// The exchanger stands at the inlet of one cell.
struct ExchangerCell {
  int cell = -1;  ///< -1: none
  double set_degc = 0;
  double approach_k_per_w = 0;
  double most_w = 0;
  double water_degc = 0;
  double water_j_per_k = 0;  ///< of facility water that goes on circulating when its rejection stops; 0: none
  double own_k = 0;          ///< by which the CDUs' pumps warm what flows in, while it flows
};

struct Circuit {
  std::vector<Cell> cells;
  std::vector<PlateCell> plates;
  ExchangerCell exchanger;
};

/// What happens from time 0 on.
struct Timeline {
  double flow_share = 1;  ///< of full flow, while pumps run
  bool pumps_stop = false;
  double coast_half_s = 0;  ///< 0: flow stops at once
  double pumps_return_s = kNever_s;
  bool water_stops = false;
  double water_return_s = kNever_s;
  double end_s = 600;
  bool first_alone = false;  ///< it ends with the first limit that counts, or once nothing changes any more
};

/// A temperature that must stay at or below a limit, or the share of full flow that must stay at or above one.
struct Watch {
  enum class Kind { cell, plate, flow } kind = Kind::cell;
  int index = 0;
  double limit = 0;
  double hold_s = 0;   ///< how long the limit may be passed; of flow
  bool counts = true;  ///< see `Timeline::first_alone`
};

struct Accuracy {
  double absolute = 1e-4;  ///< K, and share of the flow
  double relative = 1e-5;
  double longest_step_s = 2;
};

struct March {
  std::vector<double> seconds;                 ///< by watch: when its limit is passed; `kNever_s`: not until the end
  bool settled = false;                        ///< at the end nothing changes by more than 1e-4 K/s
  std::string problem;                         ///< why it could not be followed; then all seconds are 0
  std::vector<double> time_s;                  ///< evenly, from 0 to the end; empty when no samples were asked for
  std::vector<std::vector<double>> cell_degc;  ///< by time, then cell
};

/// Follows the circuit; `samples` points in time are kept (0: none). Without samples it ends once every limit is passed.
[[nodiscard]] March follow(const Circuit& circuit, const Timeline& timeline, const std::vector<Watch>& watches,
                           int samples = 0, const Accuracy& accuracy = {});

}  // namespace hallplan::hydraulics
