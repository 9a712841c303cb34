/// The pressure equation of a box of cells with variable coefficients, to a stated residual:
///
///   in each cell P:  sum over its six faces of c (x_P - x_N) = b
///
/// A face with c = 0 is a wall. A face of the box with c > 0 is open: x = 0 beyond it (a value kept at the face itself,
/// half a cell away, makes c = 2 k / h^2). A cell without conducting faces is solid: its x is 0.
///
/// Method: conjugate gradients (Hestenes and Stiefel 1952) in 64-bit floats, preconditioned with one multigrid cycle in
/// 32-bit floats (multigrid/hierarchy.hpp). Directions are kept in 32 bits: x and the residual follow one and the same
/// rounded direction, so the residual stays that of x. The number of iterations does not depend on the grid; it grows
/// where coefficients jump by 1e3 within the aggregates of the coarse grids.
///
/// A part of the air that no opening reaches has a solution only if its b adds up to zero, and x only up to a constant:
/// a sum beyond rounding is refused, rounding is taken off evenly, and x has mean zero over the part.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "kernels/base/status.hpp"
#include "kernels/executor/backend.hpp"

namespace kernels::pressure {

inline constexpr std::int64_t kMaxCells = 268'435'456;  ///< of a box
inline constexpr int kMaxCellsAlong = 4096;             ///< a row has to fit into a device's shared memory
inline constexpr std::size_t kMaxRightSides = 4096;     ///< at once
inline constexpr double kLeastCoefficient = 1e-12;      ///< other than 0
inline constexpr double kMaxCoefficient = 1e12;
inline constexpr double kMaxRightSide = 1e100;  ///< amount of a cell's b
inline constexpr double kLeastTolerance = 1e-13;
inline constexpr double kRounding = 1e-10;  ///< what a closed part's b may add up to, of the sum of its amounts

/// The widths say in which directions the grid is coarsened first; the coefficients hold them already.
struct Grid {
  int nx = 0, ny = 0, nz = 0;
  double hx_m = 0, hy_m = 0, hz_m = 0;

  [[nodiscard]] std::int64_t cells() const { return std::int64_t{nx} * ny * nz; }
};

/// Coefficients of the faces, x fastest: cx is (nx+1) x ny x nz and cx[i] belongs to the low face of the cell i; cy is
/// nx x (ny+1) x nz, cz is nx x ny x (nz+1).
struct Operator {
  Grid grid;
  std::span<const float> cx, cy, cz;
};

struct Problem {
  Operator left;
  std::span<const double> b;  ///< a number a cell, x fastest
};

struct Options {
  double tolerance = 1e-8;  ///< of the residual's Euclidean norm over that of b
  int most_iterations = 200;
  int sweeps = 2;  ///< of the smoother before and after each coarse correction
  int twice = 1;   ///< from how many of the finest grids the next one is visited twice
};

struct Answer {
  Status status;           ///< not ok: the rest is empty
  std::vector<double> x;   ///< as b
  bool converged = false;  ///< the recomputed residual is within twice the tolerance
  int iterations = 0;
  double relative_residual = 0;  ///< recomputed from x
  std::vector<double> history;   ///< relative residual after each iteration
  double setup_seconds = 0;      ///< the hierarchy, and copies; of all right sides of a call
  double seconds = 0;            ///< the iterations; of all right sides of a call
  std::string ran_on;            ///< the executor that did the work, such as "openmp 2"
};

[[nodiscard]] Answer solve(const Problem& problem, const Options& options, const Execution& execution);

/// Many right sides of one operator. Each answer has the bits it would have alone; a right side that is done is no
/// longer moved. An error is every answer's status.
[[nodiscard]] std::vector<Answer> solve_batch(const Operator& left, std::span<const std::span<const double>> right,
                                              const Options& options, const Execution& execution);

}  // namespace kernels::pressure
