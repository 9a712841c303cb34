/// The pressure equation on any executor: the coefficients of a few cases at a time into the hierarchy's layout,
/// conjugate gradients, the answers back. Instantiated for the host executors in host.cpp and for CUDA in device.cu.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "kernels/pressure/conjugate.hpp"
#include "kernels/pressure/cuts.hpp"
#include "kernels/pressure/job.hpp"

namespace kernels::pressure {

/// A stopwatch, read by steady wall clock.
class Watch {
 public:
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// Copies a box of nx by ny by nz values, x fastest, to the places (1..nx, 1..ny, 1..nz) of a case, or back.
template <class From, class To>
void into_layout(const From* from, Index nx, Index ny, Index nz, const Layout& layout, Index unit,
                 std::vector<To>& to) {
  for (Index z = 1; z <= nz; ++z) {
    for (Index y = 1; y <= ny; ++y, from += nx) std::copy_n(from, nx, to.data() + layout.at(1, y, z, unit));
  }
}

template <class T>
std::vector<T> out_of_layout(const std::vector<T>& from, const Layout& layout, Index unit) {
  std::vector<T> to(static_cast<std::size_t>(layout.cells()));
  T* at = to.data();
  for (Index z = 1; z <= layout.nz; ++z) {
    for (Index y = 1; y <= layout.ny; ++y, at += layout.nx) {
      std::copy_n(from.data() + layout.at(1, y, z, unit), layout.nx, at);
    }
  }
  return to;
}

template <class Executor>
void upload_coefficients(Executor& executor, const Operator& left, const Exact& level) {
  const Layout& at = level.layout;
  const auto upload = [&](std::span<const float> c, Index nx, Index ny, Index nz, View<float> to) {
    std::vector<float> laid(static_cast<std::size_t>(at.size), 0.0F);
    for (Index unit = 0; unit < at.cases; ++unit) into_layout(c.data(), nx, ny, nz, at, unit, laid);
    executor.upload(std::span<const float>(laid), to);
  };
  upload(left.cx, at.nx + 1, at.ny, at.nz, level.cx);
  upload(left.cy, at.nx, at.ny + 1, at.nz, level.cy);
  upload(left.cz, at.nx, at.ny, at.nz + 1, level.cz);
}

/// Solves the right sides [begin, begin + layout.cases) into `answers`; false after an error.
template <class Executor>
bool solve_some(Executor& executor, const Job& job, const Layout& layout, std::size_t begin,
                std::vector<Answer>& answers) {
  const Watch setup;
  const Grid& grid = job.left.grid;
  multigrid::Hierarchy<Executor> hierarchy(executor, layout, grid.hx_m, grid.hy_m, grid.hz_m, cuts_of(job.left));
  if (!executor.status()) return false;
  Conjugate<Executor> outer(executor, hierarchy, {job.options.sweeps, job.options.twice});
  if (!executor.status()) return false;
  upload_coefficients(executor, job.left, outer.equations());
  outer.coarsen(executor);
  std::vector<double> laid(static_cast<std::size_t>(layout.size), 0.0);
  for (Index unit = 0; unit < layout.cases; ++unit) {
    into_layout(job.right[begin + static_cast<std::size_t>(unit)].data(), layout.nx, layout.ny, layout.nz, layout, unit,
                laid);
  }
  executor.upload(std::span<const double>(laid), outer.r());
  const double setup_seconds = setup.seconds();
  const Watch iterations;
  std::vector<Ended> ended = outer.run(executor, {job.options.tolerance, job.options.most_iterations, false});
  const double seconds = iterations.seconds();
  executor.download(outer.x().as_const(), std::span<double>(laid));
  for (Index unit = 0; unit < layout.cases; ++unit) {
    const auto at = static_cast<std::size_t>(unit);
    Answer& answer = answers[begin + at];
    answer.x = out_of_layout(laid, layout, unit);
    answer.converged = ended[at].converged;
    answer.iterations = ended[at].iterations;
    answer.history = std::move(ended[at].history);
  }
  for (Answer& answer : answers) {
    answer.setup_seconds += setup_seconds;
    answer.seconds += seconds;
  }
  return static_cast<bool>(executor.status());
}

template <class Executor>
std::vector<Answer> solve_on(Executor& executor, const Job& job) {
  const auto count = static_cast<Index>(job.right.size());
  const Grid& grid = job.left.grid;
  const Layout one(grid.nx, grid.ny, grid.nz);
  // Levels (twice the finest covers them); coefficients; x and r, p.
  constexpr Index kBytesAnElement = (3 * 2 + 3 * 4) * 2 + 3 * 4 + 2 * 8 + 2 * 4;
  const Index at_once = std::min({count, executor.cases_at_once(kBytesAnElement * one.stride), kMostPlaces / one.size});
  std::vector<Answer> answers(static_cast<std::size_t>(count));
  for (Index begin = 0; begin < count; begin += at_once) {
    const Layout layout(grid.nx, grid.ny, grid.nz, std::min(at_once, count - begin));
    if (solve_some(executor, job, layout, static_cast<std::size_t>(begin), answers)) continue;
    Answer failed;
    failed.status = executor.status();
    return std::vector<Answer>(static_cast<std::size_t>(count), failed);
  }
  for (Answer& answer : answers) answer.ran_on = executor.name();
  return answers;
}

}  // namespace kernels::pressure
