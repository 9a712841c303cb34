/// The pressure equation against exact solutions: a manufactured one with a conductivity that varies, and a jump of it.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <tuple>
#include <vector>

#include "kernels/base/worse.hpp"
#include "kernels/pressure/pressure.hpp"
#include "tests/kernels/pressure_cases.hpp"
#include "verification.hpp"

namespace {

using namespace pressure_cases;
using kernels::pressure::Answer;
using kernels::pressure::solve;

constexpr kernels::Execution kSerial{kernels::Backend::cpu, 1, 1};

struct Error {
  double largest = 0, mean = 0;
};

/// -div(k grad p) = f on the unit cube, no flux through the walls: p = cos(pi x) cos(pi y) cos(pi z), k = exp(x + y/2 -
/// z). Errors on n^3 cells, means taken off.
Error manufactured_error(int n) {
  using std::numbers::pi;
  const double h = 1.0 / n;
  Box box({n, n, n, h, h, h});
  const auto centre = [h](int i) { return (i + 0.5) * h; };
  const auto k = [](double x, double y, double z) { return std::exp(x + y / 2 - z); };
  std::vector<double> b(box.count(0, 0, 0)), exact(b.size());
  box.cells([&](int i, int j, int l) {
    const double x = centre(i), y = centre(j), z = centre(l);
    if (i > 0) box.x_face(i, j, l) = static_cast<float>(k(i * h, y, z) / (h * h));
    if (j > 0) box.y_face(i, j, l) = static_cast<float>(k(x, j * h, z) / (h * h));
    if (l > 0) box.z_face(i, j, l) = static_cast<float>(k(x, y, l * h) / (h * h));
    const double cx = std::cos(pi * x), cy = std::cos(pi * y), cz = std::cos(pi * z);
    exact[box.cell(i, j, l)] = cx * cy * cz;
    b[box.cell(i, j, l)] =
        k(x, y, z) * (3 * pi * pi * cx * cy * cz + pi * (std::sin(pi * x) * cy * cz + 0.5 * cx * std::sin(pi * y) * cz -
                                                         cx * cy * std::sin(pi * z)));
  });
  take_mean_off(b);
  take_mean_off(exact);
  const Answer answer = solve({box.left(), b}, {1e-10}, kSerial);
  EXPECT_TRUE(answer.status) << answer.status.text;
  EXPECT_TRUE(answer.converged);
  double sum = 0;
  for (std::size_t i = 0; i < exact.size(); ++i) sum += std::abs(answer.x[i] - exact[i]);
  return {largest_difference(answer.x, exact), sum / static_cast<double>(exact.size())};
}

TEST(PressureOrder, AManufacturedSolutionConvergesWithOrderTwo) {
  const Error coarse = manufactured_error(16), middle = manufactured_error(32), fine = manufactured_error(64);
  for (const auto& [name, one, other, last] : {std::tuple{"largest", coarse.largest, middle.largest, fine.largest},
                                               std::tuple{"L1", coarse.mean, middle.mean, fine.mean}}) {
    const double order = std::log2(other / last);
    verification::report(std::string("pressure, k = exp(x + y/2 - z), 32^3 and 64^3, order, ") + name, 2, order,
                         std::abs(2 - order), 0.1);
    EXPECT_GT(std::log2(one / other), 1.9);
    EXPECT_GT(order, 1.9);
  }
}

// k = 1 for x < 0.5 and 100 beyond, p = 1 at x = 0 and 0 at x = 1. Harmonic means make it exact: the flux is
// 1 / (0.5/1 + 0.5/100), and p(0.5) = 1 - 0.5 flux. (p = 1 comes in as a right side at the first cell.)
TEST(PressureOrder, AJumpOfTheConductivityIsExact) {
  constexpr double kRounded = 2e-7;  // coefficients are 32-bit: the harmonic mean in the middle is off by up to 6e-8
  const int n = 16;
  const double h = 1.0 / n;
  Box box({n, 3, 2, h, h, h});
  const auto k = [&](int x) { return x < n / 2 ? 1.0 : 100.0; };
  std::vector<double> b(box.count(0, 0, 0), 0.0);
  box.cells([&](int x, int y, int z) {
    if (x > 0) box.x_face(x, y, z) = static_cast<float>(2 * k(x) * k(x - 1) / (k(x) + k(x - 1)) / (h * h));
    if (y > 0) box.y_face(x, y, z) = static_cast<float>(k(x) / (h * h));
    if (z > 0) box.z_face(x, y, z) = static_cast<float>(k(x) / (h * h));
    if (x == 0) b[box.cell(x, y, z)] = 2 * k(0) / (h * h);
    if (x == 0) box.x_face(0, y, z) = static_cast<float>(2 * k(0) / (h * h));
    if (x == n - 1) box.x_face(n, y, z) = static_cast<float>(2 * k(n - 1) / (h * h));
  });
  const Answer answer = solve({box.left(), b}, {1e-12}, kSerial);
  ASSERT_TRUE(answer.converged) << answer.status.text;
  const double flux = 1 / (0.5 / 1 + 0.5 / 100);
  double worst = 0;
  box.cells([&](int x, int y, int z) {
    const double at = (x + 0.5) * h;
    const double exact = at < 0.5 ? 1 - flux * at : flux * (1 - at) / 100;
    worst = kernels::worse(worst, std::abs(answer.x[box.cell(x, y, z)] - exact));
  });
  verification::report("pressure across a jump of k from 1 to 100, worst cell", 0, worst, worst, kRounded);
  EXPECT_LE(worst, kRounded);
}

}  // namespace
