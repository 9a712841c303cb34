/// The pressure equation: a direct solver, closed parts, order, batches, edges and refusals. Its order of accuracy is in
/// tests/verification.
#include "kernels/pressure/pressure.hpp"

#include <gtest/gtest.h>

#include <eigen3/Eigen/SparseCholesky>
#include <eigen3/Eigen/SparseCore>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "kernels/executor/host.hpp"
#include "kernels/pressure/conjugate.hpp"
#include "pressure_cases.hpp"

namespace kernels::pressure {
namespace {

using namespace pressure_cases;

const Execution kSerial{Backend::cpu, 1, 1};
const std::vector<Execution> kOthers{{Backend::cpu, 2, 1},
                                     {Backend::cpu, 3, 1},
                                     {Backend::cpu, 4, 1},
                                     {Backend::shuffled, 0, 1},
                                     {Backend::shuffled, 0, 99}};

/// The solution by Eigen's sparse Cholesky factors; solid cells get a 1 on the diagonal.
std::vector<double> direct(Box& box, const std::vector<double>& b) {
  const auto n = static_cast<Eigen::Index>(b.size());
  std::vector<Eigen::Triplet<double>> entries;
  box.cells([&](int x, int y, int z) {
    const auto p = static_cast<int>(box.cell(x, y, z));
    double diagonal = 0;
    const auto face = [&](double c, bool inside, int ox, int oy, int oz) {
      diagonal += c;
      if (inside && c > 0) entries.emplace_back(p, static_cast<int>(box.cell(x + ox, y + oy, z + oz)), -c);
    };
    face(box.x_face(x, y, z), x > 0, -1, 0, 0);
    face(box.x_face(x + 1, y, z), x + 1 < box.grid.nx, 1, 0, 0);
    face(box.y_face(x, y, z), y > 0, 0, -1, 0);
    face(box.y_face(x, y + 1, z), y + 1 < box.grid.ny, 0, 1, 0);
    face(box.z_face(x, y, z), z > 0, 0, 0, -1);
    face(box.z_face(x, y, z + 1), z + 1 < box.grid.nz, 0, 0, 1);
    entries.emplace_back(p, p, diagonal > 0 ? diagonal : 1);
  });
  Eigen::SparseMatrix<double> matrix(n, n);
  matrix.setFromTriplets(entries.begin(), entries.end());
  Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>> solver(matrix);
  const Eigen::VectorXd x = solver.solve(Eigen::Map<const Eigen::VectorXd>(b.data(), n));
  return {x.data(), x.data() + n};
}

TEST(Pressure, AgreesWithADirectSolver) {
  const std::vector<Grid> grids{{33, 17, 9, 1, 1, 1},      {40, 20, 1, 1, 1, 1},  {1, 30, 21, 1, 1, 1},
                                {12, 12, 12, 0.1, 0.1, 1}, {1, 1, 1, 1, 1, 1},    {50, 1, 1, 1, 1, 1},
                                {2, 2, 3, 1, 1, 1},        {16, 8, 8, 1, 0.2, 1}, {21, 9, 13, 0.3, 0.5, 0.4}};
  for (const Grid& grid : grids) {
    for (const double walls : {0.0, 0.15}) {
      SCOPED_TRACE(std::to_string(grid.nx) + " x " + std::to_string(grid.ny) + " x " + std::to_string(grid.nz));
      Box box = random_box(grid, 11, walls * (grid.ny > 1 ? 1 : 0), 0, true);
      // No closed parts: a wall-free column in x = 0, and every cell's low x face conducts a little.
      box.cells([&](int x, int y, int z) {
        if (box.x_face(x, y, z) == 0) box.x_face(x, y, z) = 1e-3F;
      });
      const std::vector<double> b = random_right(box, 12);
      const Answer answer = solve({box.left(), b}, {1e-10, 400}, kSerial);
      ASSERT_TRUE(answer.status) << answer.status.text;
      EXPECT_TRUE(answer.converged) << answer.relative_residual;
      const std::vector<double> exact = direct(box, b);
      EXPECT_LT(largest_difference(answer.x, exact), 1e-7 * largest(exact));
    }
  }
}

TEST(Pressure, TheSameBitsOnEveryExecutor) {
  for (const Grid& grid : {Grid{33, 17, 9, 1, 1, 1}, Grid{40, 24, 1, 1, 1, 1}, Grid{34, 32, 33, 1, 1, 1}}) {
    Box box = random_box(grid, 3, 0, 0.1, true);
    box.cells([&](int x, int y, int z) {
      if (x > 0 && box.x_face(x, y, z) == 0) box.x_face(x, y, z) = 0.01F;
    });
    const std::vector<double> b = random_right(box, 4);
    const Answer expected = solve({box.left(), b}, {1e-3}, kSerial);
    ASSERT_TRUE(expected.status) << expected.status.text;
    ASSERT_EQ(expected.ran_on, "serial");
    for (const Execution& execution : kOthers) {
      const Answer answer = solve({box.left(), b}, {1e-3}, execution);
      ASSERT_TRUE(answer.status) << answer.status.text;
      EXPECT_EQ(answer.x, expected.x) << answer.ran_on;
      EXPECT_EQ(answer.history, expected.history) << answer.ran_on;
    }
  }
}

TEST(Pressure, ARightSideOfABatchHasTheBitsItHasAlone) {
  Box box = random_box({20, 14, 10, 1, 1, 1}, 21, 0, 0, true);
  std::vector<std::vector<double>> right;
  for (std::uint64_t c = 0; c < 5; ++c) right.push_back(random_right(box, 30 + c));
  for (double& value : right[1]) value = 0;       // done before it starts
  for (double& value : right[2]) value *= 1e-40;  // another scale
  right[3].assign(right[3].size(), 1.0);          // smooth: done after another number of iterations
  const std::vector<std::span<const double>> spans(right.begin(), right.end());
  for (const Execution& execution : {kSerial, Execution{Backend::cpu, 2, 1}, Execution{Backend::shuffled, 0, 5}}) {
    const std::vector<Answer> batch = solve_batch(box.left(), spans, {}, execution);
    ASSERT_EQ(batch.size(), right.size());
    for (std::size_t c = 0; c < right.size(); ++c) {
      const Answer alone = solve({box.left(), right[c]}, {}, kSerial);
      ASSERT_TRUE(batch[c].status) << batch[c].status.text;
      EXPECT_TRUE(batch[c].converged);
      EXPECT_EQ(batch[c].x, alone.x) << c << " on " << batch[c].ran_on;
      EXPECT_EQ(batch[c].history, alone.history);
    }
    EXPECT_EQ(batch[1].iterations, 0);
    EXPECT_EQ(largest(batch[1].x), 0);
  }
}

TEST(Pressure, AClosedHallIsSolvedUpToItsMean) {
  Box box = random_box({25, 14, 11, 1, 1, 1}, 2, 0, 0, false);
  std::vector<double> b = random_right(box, 8);
  take_mean_off(b);
  const Answer answer = solve({box.left(), b}, {1e-11}, kSerial);
  ASSERT_TRUE(answer.status) << answer.status.text;
  EXPECT_TRUE(answer.converged);
  double sum = 0;
  for (const double value : answer.x) sum += value;
  EXPECT_NEAR(sum, 0, 1e-9 * largest(answer.x));
  // The direct solver gets one cell opened; the difference may only be a constant.
  Box opened = box;
  opened.x_face(0, 0, 0) = 1;
  std::vector<double> exact = direct(opened, b);
  take_mean_off(exact);
  EXPECT_LT(largest_difference(answer.x, exact), 1e-7 * largest(exact));
}

/// Three rooms along x, walls between them; the first has an opening.
Box three_rooms() {
  Box box = random_box({24, 10, 8, 1, 1, 1}, 6, 0, 0, true);
  for (int z = 0; z < 8; ++z) {
    for (int y = 0; y < 10; ++y) box.x_face(9, y, z) = box.x_face(17, y, z) = 0;
  }
  return box;
}

TEST(Pressure, EachClosedPartHasItsOwnMean) {
  Box box = three_rooms();
  std::vector<double> b = random_right(box, 1);
  const auto room = [](int x) { return x < 9 ? 0 : x < 17 ? 1 : 2; };
  double sum[3] = {}, cells[3] = {};
  box.cells([&](int x, int y, int z) {
    sum[room(x)] += b[box.cell(x, y, z)];
    cells[room(x)] += 1;
  });
  box.cells([&](int x, int y, int z) {
    if (room(x) > 0) b[box.cell(x, y, z)] -= sum[room(x)] / cells[room(x)];
  });
  const Answer answer = solve({box.left(), b}, {1e-10}, kSerial);
  ASSERT_TRUE(answer.status) << answer.status.text;
  EXPECT_TRUE(answer.converged);
  double mean[3] = {};
  box.cells([&](int x, int y, int z) { mean[room(x)] += answer.x[box.cell(x, y, z)] / cells[room(x)]; });
  EXPECT_NEAR(mean[1], 0, 1e-9 * largest(answer.x));
  EXPECT_NEAR(mean[2], 0, 1e-9 * largest(answer.x));
}

TEST(Pressure, RefusesAClosedPartThatGainsAir) {
  Box box = three_rooms();
  std::vector<double> b(box.count(0, 0, 0), 0.0);
  b[box.cell(12, 3, 3)] = 1;
  const Answer answer = solve({box.left(), b}, {}, kSerial);
  EXPECT_EQ(answer.status.code, Code::bad_input);
  EXPECT_NE(answer.status.text.find("(9, 0, 0)"), std::string::npos) << answer.status.text;
  EXPECT_TRUE(answer.x.empty());
  b.assign(b.size(), 0.0);
  b[box.cell(4, 3, 3)] = 1;  // the first room has an opening
  EXPECT_TRUE(solve({box.left(), b}, {}, kSerial).status);
}

// The projection on the device: a closed hall whose right side does not quite add up.
TEST(Pressure, TheInnerEntryTakesTheMeanOff) {
  Box box = random_box({20, 9, 7, 1, 1, 1}, 4, 0, 0, false);
  std::vector<double> b = random_right(box, 5);
  Serial serial;
  const Layout layout(20, 9, 7);
  multigrid::Hierarchy<Serial> hierarchy(serial, layout, 1, 1, 1);
  Conjugate<Serial> outer(serial, hierarchy, {2, 2});
  const Exact& level = outer.equations();
  box.cells([&](int x, int y, int z) {
    const Index i = layout.at(x + 1, y + 1, z + 1);
    level.cx[i] = box.x_face(x, y, z);
    level.cy[i] = box.y_face(x, y, z);
    level.cz[i] = box.z_face(x, y, z);
  });
  outer.coarsen(serial);
  for (int turn = 0; turn < 2; ++turn) {  // the second time from what the first left behind
    box.cells([&](int x, int y, int z) { outer.r()[layout.at(x + 1, y + 1, z + 1)] = b[box.cell(x, y, z)]; });
    const std::vector<Ended> ended = outer.run(serial, {1e-10, 100, true});
    ASSERT_TRUE(ended.front().converged);
  }
  take_mean_off(b);
  const Answer answer = solve({box.left(), b}, {1e-10}, kSerial);
  box.cells([&](int x, int y, int z) {
    EXPECT_NEAR(outer.x()[layout.at(x + 1, y + 1, z + 1)], answer.x[box.cell(x, y, z)], 1e-8 * largest(answer.x));
  });
}

TEST(Pressure, SolidCellsAreZero) {
  Box box = random_box({18, 16, 10, 1, 1, 1}, 9, 0, 0.2, true);
  std::vector<double> b(box.count(0, 0, 0), 0.0);
  for (int z = 0; z < 10; ++z) b[box.cell(0, 0, z)] = box.x_face(0, 0, z) > 0 ? 1 : 0;
  const Answer answer = solve({box.left(), b}, {}, kSerial);
  ASSERT_TRUE(answer.status) << answer.status.text;
  int solids = 0;
  box.cells([&](int x, int y, int z) {
    if (!is_solid(box, x, y, z)) return;
    EXPECT_EQ(answer.x[box.cell(x, y, z)], 0);
    ++solids;
  });
  EXPECT_GT(solids, 200);
}

TEST(Pressure, StopsWhereItIsTold) {
  Box box = random_box({20, 20, 20, 1, 1, 1}, 1, 0, 0, true);
  const std::vector<double> b = random_right(box, 2);
  const Answer three = solve({box.left(), b}, {1e-12, 3}, kSerial);
  EXPECT_TRUE(three.status);
  EXPECT_FALSE(three.converged);
  EXPECT_EQ(three.iterations, 3);
  EXPECT_EQ(three.history.size(), 3U);
  EXPECT_NEAR(three.history.back(), three.relative_residual, 1e-9 * three.relative_residual + 1e-15);
  const Answer loose = solve({box.left(), b}, {1e-3}, kSerial);
  EXPECT_TRUE(loose.converged);
  EXPECT_LE(loose.relative_residual, 1e-3);
}

TEST(Pressure, RefusesWhatMakesNoSense) {
  const Box box = random_box({4, 3, 2, 1, 1, 1}, 1, 0, 0, true);
  const std::vector<double> b(24, 0.0);
  const auto code = [&](const Operator& left, std::span<const double> right, const Options& options = {},
                        const Execution& execution = kSerial) {
    const Answer answer = solve({left, right}, options, execution);
    EXPECT_EQ(answer.status.text.empty(), answer.status.code == Code::ok);
    return answer.status.code;
  };
  const auto changed = [&](auto change) {
    Box other = box;
    change(other);
    return code(other.left(), b);
  };
  EXPECT_EQ(code(box.left(), b), Code::ok);
  EXPECT_EQ(changed([](Box& other) { other.grid.nx = 0; }), Code::bad_input);
  EXPECT_EQ(changed([](Box& other) { other.grid.nx = 5; }), Code::bad_input);
  EXPECT_EQ(changed([](Box& other) { other.grid.nz = kMaxCellsAlong + 1; }), Code::too_large);
  EXPECT_EQ(changed([](Box& other) { other.grid.nx = other.grid.ny = other.grid.nz = 4096; }), Code::too_large);
  EXPECT_EQ(changed([](Box& other) { other.grid.hy_m = 0; }), Code::bad_input);
  EXPECT_EQ(changed([](Box& other) { other.grid.hz_m = std::numeric_limits<double>::quiet_NaN(); }), Code::bad_input);
  EXPECT_EQ(changed([](Box& other) { other.cx[1] = -1; }), Code::bad_input);
  EXPECT_EQ(changed([](Box& other) { other.cy[4] = std::numeric_limits<float>::quiet_NaN(); }), Code::bad_input);
  EXPECT_EQ(changed([](Box& other) { other.cz[9] = std::numeric_limits<float>::infinity(); }), Code::bad_input);
  EXPECT_EQ(changed([](Box& other) { other.cz[9] = 1e-20F; }), Code::bad_input);
  EXPECT_EQ(changed([](Box& other) { other.cz.pop_back(); }), Code::bad_input);
  std::vector<double> wrong = b;
  wrong[7] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(code(box.left(), wrong), Code::bad_input);
  EXPECT_EQ(code(box.left(), std::span(b).first(23)), Code::bad_input);
  EXPECT_EQ(code(box.left(), b, {1e-15}), Code::bad_input);
  EXPECT_EQ(code(box.left(), b, {1e-8, 0}), Code::bad_input);
  EXPECT_EQ(code(box.left(), b, {1e-8, 10, 0}), Code::bad_input);
  EXPECT_EQ(code(box.left(), b, {1e-8, 10, 2, -1}), Code::bad_input);
  EXPECT_EQ(code(box.left(), b, {}, {Backend::cpu, -1, 1}), Code::bad_input);
  EXPECT_TRUE(solve_batch(box.left(), {}, {}, kSerial).empty());
}

}  // namespace
}  // namespace kernels::pressure
