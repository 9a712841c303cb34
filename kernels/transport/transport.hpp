/// Questions about a flow that does not change: steady transport of any scalar through a hall whose air field is known.
///
/// Each one is the same equation: conservative transport by given face fluxes, diffusion through open faces (laminar
/// plus turbulent), ducts that hand what they draw to the cells behind their discharges, values at supplies, openings
/// and isothermal walls, sources. Discretisation and iteration are those of the flow solver's certified temperature
/// (solve_on.hpp): first-order upwind (Patankar 1980), or the limited second-order scheme of van Leer (1974), deferred,
/// first order next to walls.
///
/// What stands on it: temperature; the response of every duct's intake to heat in every duct; the mean age of air
/// (Sandberg 1981); capture indices (VanGilder and Shrivastava 2007). A frozen flow answers none of these exactly where
/// buoyancy matters: what depends on it is re-solved with the flow.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "kernels/base/status.hpp"
#include "kernels/executor/backend.hpp"
#include "kernels/flow/flow.hpp"

namespace kernels::transport {

/// A hall and its air field. Plain arrays as `flow::Fields` has them.
struct FrozenFlow {
  Status status;  ///< not ok: nothing can be asked
  flow::Case hall;
  std::vector<double> flows_m3_per_s;                ///< a duct
  std::array<std::vector<double>, 3> flux_m3_per_s;  ///< free of divergence
  std::vector<float> eddy_m2_per_s;                  ///< of cells; empty: none
};

/// From a certified answer of the flow solver; `flows_m3_per_s` of the ducts as it had them.
[[nodiscard]] FrozenFlow freeze(const flow::Case& hall, const flow::Fields& fields,
                                std::span<const double> flows_m3_per_s);

/// What a duct makes of the scalar: out = gain * in, brought down to `target` where it is above by no more than `most`;
/// then `plus`. Passing is the default; gain 0 sets it to `plus`.
struct DuctRule {
  double gain = 1;
  bool has_target = false;
  double target = 0;
  double most = 0;
  double plus = 0;
};

/// A scalar to be transported.
struct Question {
  std::vector<DuctRule> ducts;       ///< one a duct
  std::vector<double> supplies;      ///< its value in what each supply blows in
  std::vector<double> openings;      ///< and in what comes in through each opening
  std::vector<double> walls;         ///< at each of the hall's `walls` that is isothermal; empty: none conducts
  std::vector<double> source_per_s;  ///< per second, of each cell; empty: none
  double everywhere_per_s = 0;       ///< and in all of them
  double start = 0;
  bool limited = false;
  double imbalance = 1e-7;  ///< sum of the cells' amounts, value * m3/s, to stop at
  double change = 1e-5;     ///< limited only: root mean square of what cells are still asked to move
};

struct Answer {
  Status status;
  bool converged = false;
  std::vector<double> value;   ///< a cell; in solids without meaning
  std::vector<double> intake;  ///< mean of what each duct draws
  std::vector<double> discharge;
  std::vector<double> probe;  ///< of the hall's probes
  int turns = 0;              ///< of the iteration
};

/// The hall's own temperature, degC.
[[nodiscard]] Question temperature(const FrozenFlow& flow);

/// Mean age, s: time since the air came in by a supply or an opening; in a hall without either since it left a cooling
/// unit.
[[nodiscard]] Question age_of_air(const flow::Case& hall);

/// 1 in what supplies and cooling units blow, 0 in what racks blow and in what comes in through openings: at a rack's
/// intake the share of its air that comes straight from the supply.
[[nodiscard]] Question supply_air(const flow::Case& hall);

/// Answers in the questions' order; each has the bits it would have alone.
[[nodiscard]] std::vector<Answer> solve(const FrozenFlow& flow, std::span<const Question> questions,
                                        const Execution& execution);

struct ResponseOptions {
  double change = 1e-5;  ///< done: no intake's share is moved by more over eight sweeps
  int most_sweeps = 2000;
};

/// How ducts see each other; row i is the duct that draws, column j the one that blows: [i * ducts + j].
struct Response {
  Status status;
  bool converged = false;
  int ducts = 0;
  /// What i draws of a scalar that is 1 in what j blows and 0 in everything else that is blown in: the first pass.
  std::vector<double> direct;
  /// K at i's intake for each K m3/s of heat put into j, all passes: racks hand on what they draw, cooling ducts hold
  /// their set points (those named in `held`).
  std::vector<double> per_k_m3_per_s;
  std::vector<int> sweeps;  ///< a column
};

/// `held`: ducts whose discharge does not answer to their intake. One right-hand side a duct, all at once.
[[nodiscard]] Response response_matrix(const FrozenFlow& flow, const std::vector<bool>& held,
                                       const Execution& execution, const ResponseOptions& options = {});

/// Ducts that cool and do nothing else, which leaves out racks with a cooling door: the usual `held`.
[[nodiscard]] std::vector<bool> cooling(const flow::Case& hall);

/// Share of what duct j blows that duct i draws before any other does: direct(i, j) * flow(i) / flow(j).
[[nodiscard]] std::vector<double> capture(const FrozenFlow& flow, const Response& response);

}  // namespace kernels::transport
