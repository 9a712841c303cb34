/// The pressure equation on CUDA against the sequential executor: rooms of racks whose faces conduct a thousandth of what
/// air does, closed boxes, a batch, and boxes of every shape. Both answers have a relative residual of 1e-10, so that they
/// may differ by that times how ill the equation is conditioned: 1e-6 of the largest value is asked.
#include <gtest/gtest.h>

#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "kernels/pressure/pressure.hpp"
#include "tests/gpu/on_device.hpp"
#include "tests/kernels/pressure_cases.hpp"

namespace kernels::pressure {
namespace {

using namespace pressure_cases;
using on_device::kCuda;
using on_device::kSerial;

constexpr double kAgree = 1e-6;  ///< of the largest value of x
constexpr double kResidual = 1e-8;
constexpr Options kTight{1e-10, 400};

class PressureGpu : public on_device::OnDevice {};

/// Air that conducts 1, two rows of boxes that conduct 1e-3; open at the low x wall up to the middle, or nowhere.
Box hall_box(const Grid& grid, bool open) {
  Box box(grid);
  const auto k = [&](int x, int y, int z) {
    const double at_x = (x + 0.5) / grid.nx, at_y = (y + 0.5) / grid.ny, at_z = (z + 0.5) / grid.nz;
    const bool row = (at_y > 0.3 && at_y < 0.4) || (at_y > 0.6 && at_y < 0.7);
    return row && at_x > 0.2 && at_x < 0.8 && at_z < 0.55 ? 1e-3 : 1.0;
  };
  const auto between = [](double a, double b, double h_m) {
    return static_cast<float>(2 * a * b / (a + b) / (h_m * h_m));
  };
  box.cells([&](int x, int y, int z) {
    const double here = k(x, y, z);
    if (x > 0) box.x_face(x, y, z) = between(here, k(x - 1, y, z), grid.hx_m);
    if (y > 0) box.y_face(x, y, z) = between(here, k(x, y - 1, z), grid.hy_m);
    if (z > 0) box.z_face(x, y, z) = between(here, k(x, y, z - 1), grid.hz_m);
    if (open && x == 0 && 2 * z <= grid.nz)
      box.x_face(x, y, z) = static_cast<float>(2 * here / (grid.hx_m * grid.hx_m));
  });
  return box;
}

/// |b - A x| / |b| from the coefficients.
double relative_residual(Box& box, const std::vector<double>& b, const std::vector<double>& x) {
  double of_b = 0, of_r = 0;
  box.cells([&](int i, int j, int l) {
    const double here = x[box.cell(i, j, l)];
    double r = b[box.cell(i, j, l)];
    const auto face = [&](double c, bool inside, int oi, int oj, int ol) {
      r -= c * (here - (inside ? x[box.cell(i + oi, j + oj, l + ol)] : 0));
    };
    face(box.x_face(i, j, l), i > 0, -1, 0, 0);
    face(box.x_face(i + 1, j, l), i + 1 < box.grid.nx, 1, 0, 0);
    face(box.y_face(i, j, l), j > 0, 0, -1, 0);
    face(box.y_face(i, j + 1, l), j + 1 < box.grid.ny, 0, 1, 0);
    face(box.z_face(i, j, l), l > 0, 0, 0, -1);
    face(box.z_face(i, j, l + 1), l + 1 < box.grid.nz, 0, 0, 1);
    of_b += b[box.cell(i, j, l)] * b[box.cell(i, j, l)];
    of_r += r * r;
  });
  return of_b > 0 ? std::sqrt(of_r / of_b) : std::sqrt(of_r);
}

void agrees(Box& box, const std::vector<double>& b) {
  const Answer host = solve({box.left(), b}, kTight, kSerial);
  const Answer device = solve({box.left(), b}, kTight, kCuda);
  ASSERT_TRUE(host.status) << host.status.text;
  ASSERT_TRUE(device.status) << device.status.text;
  EXPECT_TRUE(device.converged);
  EXPECT_EQ(device.ran_on, "cuda " + device_name());
  EXPECT_LE(on_device::worst_difference(device.x, host.x), kAgree * largest(host.x));
  EXPECT_LE(relative_residual(box, b, device.x), kResidual);
}

TEST_F(PressureGpu, AgreesWithTheHostInAHall) {
  for (const Grid& grid : {Grid{40, 32, 24, 0.2, 0.2, 0.2}, Grid{37, 29, 21, 0.25, 0.2, 0.3}}) {
    for (const bool open : {true, false}) {
      SCOPED_TRACE(std::to_string(grid.nx) + (open ? " cells along x, open" : " cells along x, closed"));
      Box box = hall_box(grid, open);
      std::vector<double> b = random_right(box, 5);
      if (!open) take_mean_off(b);
      agrees(box, b);
    }
  }
}

TEST_F(PressureGpu, AgreesWithTheHostOnBoxesOfEveryShape) {
  for (const Grid& grid : {Grid{1, 1, 1, 1, 1, 1}, Grid{50, 1, 1, 1, 1, 1}, Grid{1, 30, 21, 1, 1, 1},
                           Grid{40, 20, 1, 1, 1, 1}, Grid{2, 2, 3, 1, 1, 1}, Grid{33, 17, 9, 1, 0.2, 1}}) {
    SCOPED_TRACE(std::to_string(grid.nx) + " x " + std::to_string(grid.ny) + " x " + std::to_string(grid.nz));
    Box box = random_box(grid, 11, grid.ny > 1 ? 0.15 : 0, 0, true);
    box.cells([&](int x, int y, int z) {  // no closed parts
      if (box.x_face(x, y, z) == 0) box.x_face(x, y, z) = 1e-3F;
    });
    agrees(box, random_right(box, 12));
  }
}

TEST_F(PressureGpu, SolidCellsAreZero) {
  Box box = random_box({33, 21, 13, 1, 1, 1}, 9, 0, 0.1, true);
  box.cells([&](int x, int y, int z) {
    if (box.x_face(x, y, z) == 0 && x > 0 && x % 5 != 0) box.x_face(x, y, z) = 1e-2F;
  });
  std::vector<double> b(box.count(0, 0, 0), 0.0);
  for (int z = 0; z < 13; ++z) b[box.cell(0, 4, z)] = box.x_face(0, 4, z) > 0 ? 1 : 0;
  agrees(box, b);
}

TEST_F(PressureGpu, ABatchIsItsRightSides) {
  Box box = hall_box({37, 29, 21, 0.25, 0.2, 0.3}, true);
  std::vector<std::vector<double>> right;
  for (std::uint64_t c = 0; c < 4; ++c) right.push_back(random_right(box, 30 + c));
  for (double& value : right[1]) value = 0;       // done before it starts
  for (double& value : right[2]) value *= 1e-40;  // another scale
  const std::vector<std::span<const double>> spans(right.begin(), right.end());
  const std::vector<Answer> batch = solve_batch(box.left(), spans, {}, kCuda);
  ASSERT_EQ(batch.size(), right.size());
  for (std::size_t c = 0; c < right.size(); ++c) {
    const Answer alone = solve({box.left(), right[c]}, {}, kCuda);
    ASSERT_TRUE(batch[c].status) << batch[c].status.text;
    EXPECT_TRUE(batch[c].converged);
    EXPECT_EQ(batch[c].x, alone.x) << c;
    EXPECT_EQ(batch[c].history, alone.history) << c;
    EXPECT_LE(relative_residual(box, right[c], batch[c].x), 2 * kResidual);
  }
}

TEST_F(PressureGpu, TwoRunsGiveTheSameBits) {
  Box box = hall_box({48, 40, 24, 0.2, 0.2, 0.2}, true);
  const std::vector<double> b = random_right(box, 3);
  const Answer once = solve({box.left(), b}, {}, kCuda);
  const Answer again = solve({box.left(), b}, {}, kCuda);
  ASSERT_TRUE(once.status) << once.status.text;
  EXPECT_EQ(once.x, again.x);
  EXPECT_EQ(once.history, again.history);
}

}  // namespace
}  // namespace kernels::pressure
