/// Checks the question against the stated limits, balances closed parts, and chooses the backend once.
#include "kernels/pressure/pressure.hpp"

#include <cmath>
#include <string>
#include <utility>

#include "kernels/pressure/job.hpp"
#include "kernels/pressure/parts.hpp"

namespace kernels::pressure {
namespace {

constexpr int kMaxThreads = 4096;
constexpr int kMostIterations = 100'000;
constexpr int kMostSweeps = 16;

Status bad(std::string text) { return {Code::bad_input, std::move(text)}; }
Status large(std::string text) { return {Code::too_large, std::move(text)}; }

Status check(const Grid& grid) {
  const std::string size =
      std::to_string(grid.nx) + " x " + std::to_string(grid.ny) + " x " + std::to_string(grid.nz) + " cells";
  if (grid.nx < 1 || grid.ny < 1 || grid.nz < 1) return bad("a box needs cells: got " + size);
  if (grid.nx > kMaxCellsAlong || grid.ny > kMaxCellsAlong || grid.nz > kMaxCellsAlong || grid.cells() > kMaxCells) {
    return large("a box of " + size + " is over " + std::to_string(kMaxCellsAlong) + " along a side or " +
                 std::to_string(kMaxCells) + " in all");
  }
  const auto is_width = [](double h_m) { return h_m >= 1e-9 && h_m <= 1e9; };
  if (!is_width(grid.hx_m) || !is_width(grid.hy_m) || !is_width(grid.hz_m)) {
    return bad("a cell needs widths of 1e-9 to 1e9 m");
  }
  return {};
}

Status check(std::span<const float> c, std::int64_t faces, const char* name) {
  if (static_cast<std::int64_t>(c.size()) != faces) {
    return bad(std::string(name) + " has " + std::to_string(c.size()) + " faces instead of " + std::to_string(faces));
  }
  for (std::size_t i = 0; i < c.size(); ++i) {
    const double value = c[i];
    if (value == 0 || (value >= kLeastCoefficient && value <= kMaxCoefficient)) continue;
    return bad(std::string(name) + "[" + std::to_string(i) + "] is neither 0 nor within 1e-12 .. 1e12");
  }
  return {};
}

Status check(const Operator& left) {
  const Grid& grid = left.grid;
  if (Status status = check(grid); !status) return status;
  const std::int64_t nx = grid.nx, ny = grid.ny, nz = grid.nz;
  if (Status status = check(left.cx, (nx + 1) * ny * nz, "cx"); !status) return status;
  if (Status status = check(left.cy, nx * (ny + 1) * nz, "cy"); !status) return status;
  return check(left.cz, nx * ny * (nz + 1), "cz");
}

Status check(std::span<const double> b, const Grid& grid, std::size_t number) {
  const std::string name = "right side " + std::to_string(number);
  if (static_cast<std::int64_t>(b.size()) != grid.cells()) {
    return bad(name + " has " + std::to_string(b.size()) + " cells instead of " + std::to_string(grid.cells()));
  }
  for (std::size_t i = 0; i < b.size(); ++i) {
    if (!(std::abs(b[i]) <= kMaxRightSide)) return bad(name + " is not within 1e100 at cell " + std::to_string(i));
  }
  return {};
}

Status check(const Options& options, const Execution& execution) {
  if (!(options.tolerance >= kLeastTolerance && options.tolerance < 1)) return bad("the tolerance must be 1e-13 .. 1");
  if (options.most_iterations < 1 || options.most_iterations > kMostIterations) {
    return bad("most iterations must be 1 .. " + std::to_string(kMostIterations));
  }
  if (options.sweeps < 1 || options.sweeps > kMostSweeps) {
    return bad("sweeps must be 1 .. " + std::to_string(kMostSweeps));
  }
  if (options.twice < 0 || options.twice > kMostSweeps) {
    return bad("grids visited twice must be 0 .. " + std::to_string(kMostSweeps));
  }
  if (execution.threads < 0 || execution.threads > kMaxThreads) return bad("threads must be 0 .. 4096");
  return backend_ready(execution.backend);
}

std::vector<Answer> failed(Status status, std::size_t count) {
  Answer answer;
  answer.status = std::move(status);
  return std::vector<Answer>(count, answer);
}

}  // namespace

std::vector<Answer> solve_batch(const Operator& left, std::span<const std::span<const double>> right,
                                const Options& options, const Execution& execution) {
  const std::size_t count = right.size();
  if (count > kMaxRightSides) return failed(large("over " + std::to_string(kMaxRightSides) + " right sides"), count);
  if (Status status = check(options, execution); !status) return failed(std::move(status), count);
  if (Status status = check(left); !status) return failed(std::move(status), count);
  for (std::size_t c = 0; c < count; ++c) {
    if (Status status = check(right[c], left.grid, c); !status) return failed(std::move(status), count);
  }
  if (count == 0) return {};
  const Parts parts = find_parts(left);
  Job job{left, {}, options};
  for (const std::span<const double> b : right) {
    job.right.emplace_back(b.begin(), b.end());
    if (Status status = balance(parts, left.grid, job.right.back()); !status) return failed(std::move(status), count);
  }
  std::vector<Answer> answers = execution.backend == Backend::cuda ? solve_on_cuda(job) : solve_on_host(job, execution);
  for (std::size_t c = 0; c < count; ++c) {
    if (!answers[c].status) continue;
    pin(parts, answers[c].x);
    answers[c].relative_residual = relative_residual(left, job.right[c], answers[c].x);
    answers[c].converged = answers[c].converged && answers[c].relative_residual <= 2 * options.tolerance;
  }
  return answers;
}

Answer solve(const Problem& problem, const Options& options, const Execution& execution) {
  return std::move(solve_batch(problem.left, std::span(&problem.b, 1), options, execution).front());
}

}  // namespace kernels::pressure
