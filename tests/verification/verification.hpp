/// What the verification cases share: published tables, two-dimensional cases one cell deep, grid sequences, and values of
/// a field between its cells.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "kernels/flow/flow.hpp"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define VERIFICATION_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define VERIFICATION_SANITIZED 1
#endif
#endif

/// For cases whose grids take seconds in Release: instrumented ten times as long, and they watch numbers, not memory.
#ifdef VERIFICATION_SANITIZED
inline constexpr bool kSanitized = true;
#define SKIP_WHEN_SANITIZED() GTEST_SKIP() << "too slow under sanitizers; its code runs there on the small cases"
#else
inline constexpr bool kSanitized = false;
#define SKIP_WHEN_SANITIZED() static_cast<void>(0)
#endif

namespace verification {

namespace flow = kernels::flow;

/// A file of data/: lines of # are its source, then names of columns, then rows.
struct Table {
  std::vector<std::string> names;
  std::vector<std::vector<std::string>> rows;

  [[nodiscard]] const std::string& text(std::size_t row, const std::string& name) const;
  [[nodiscard]] double number(std::size_t row, const std::string& name) const;
};
[[nodiscard]] Table read_table(const std::string& name);

/// Both walls across `axis` slip: a grid one cell deep then holds a two-dimensional flow.
void make_flat(flow::Case& hall, flow::Axis axis);

/// Wall of the hall, whole: at 0 or at the far end.
[[nodiscard]] flow::Wall whole_wall(const flow::Grid& grid, flow::Axis axis, bool far);
[[nodiscard]] flow::Wall isothermal_wall(const flow::Grid& grid, flow::Axis axis, bool far, double degc);

/// A velocity at a point, m from the grid's corner; between its values linearly, beyond the outermost ones constant.
[[nodiscard]] double velocity_at(const flow::Fields& fields, flow::Axis component, double x_m, double y_m, double z_m);
/// A cell value likewise.
[[nodiscard]] double value_at(const flow::Grid& grid, const std::vector<float>& values, double x_m, double y_m,
                              double z_m);

/// One case on grids of cells * 1/2^n, the finest last.
[[nodiscard]] flow::Sequence grids(const std::function<flow::Case(int)>& make, const std::vector<int>& cells);

/// Goes on until the kinetic energy changes by no more than a share over ten turns. Followed temperatures end nothing.
[[nodiscard]] flow::Options settled(double energy);

/// Solves on one thread; a failure is the calling test's, with its reason.
[[nodiscard]] flow::Solution solve(const flow::Sequence& hall, const flow::Options& options);

/// Writes "name: published value, ours, error, gate" next to the test's result and onto its output.
void report(const std::string& name, double published, double ours, double error, double gate);

}  // namespace verification
