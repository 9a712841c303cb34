/// Scalar transport against exact solutions.
///
/// Smith, R. M. and Hutton, A. G.: The numerical treatment of advection: a performance comparison of current methods,
/// Numerical Heat Transfer 5 (1982) 439-461: a front that turns by 180 degrees. Pure convection gives the inlet's
/// profile mirrored at the outlet. Steady advection and diffusion along a line: phi = (exp(Pe x) - 1) / (exp(Pe) - 1).
/// Orders of accuracy by a manufactured solution: phi = exp(x + y / 2) in a vortex.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "kernels/base/worse.hpp"
#include "kernels/transport/transport.hpp"
#include "verification.hpp"

namespace {

namespace flow = kernels::flow;
namespace transport = kernels::transport;
using kernels::Backend;
using transport::FrozenFlow;
using transport::Question;

constexpr kernels::Execution kSerial{Backend::cpu, 1, 1};
constexpr double kInsulated = 1e-14;  // m2/s: no diffusion to speak of

using Function = std::function<double(double, double)>;

/// A sheet of one cell's height; x from x0 and y from 0, square cells of side h. Fluxes from a stream function.
FrozenFlow sheet(int nx, int ny, double h, double x0, double diffusivity, const Function& stream) {
  FrozenFlow made;
  made.hall.grid = {nx, ny, 1, h, h, h};
  made.hall.air.viscosity_m2_per_s = diffusivity;
  made.hall.air.prandtl = 1;
  const auto psi = [&](int i, int j) { return h * stream(x0 + i * h, j * h); };
  for (int y = 0; y < ny; ++y) {
    for (int x = 0; x <= nx; ++x) made.flux_m3_per_s[0].push_back(psi(x, y + 1) - psi(x, y));
  }
  for (int y = 0; y <= ny; ++y) {
    for (int x = 0; x < nx; ++x) made.flux_m3_per_s[1].push_back(psi(x, y) - psi(x + 1, y));
  }
  made.flux_m3_per_s[2].assign(static_cast<std::size_t>(2 * nx * ny), 0.0);
  return made;
}

transport::Answer solved(const FrozenFlow& flow, const Question& question) {
  return transport::solve(flow, std::span(&question, 1), kSerial).front();
}

/// The inlet's profile 1 + tanh(alpha (2 x + 1)), x in [-1, 0], and its least value, which the walls hold.
struct Front {
  double alpha = 10;
  double peclet = 1 / kInsulated;

  [[nodiscard]] double inlet(double x) const { return 1 + std::tanh(alpha * (2 * x + 1)); }
  [[nodiscard]] double walls() const { return 1 - std::tanh(alpha); }
};

/// phi along the outlet, x > 0, with `cells` across half of the width.
transport::Answer smith_hutton(int cells, bool limited, const Front& front = {}) {
  const double h = 1.0 / cells;
  FrozenFlow flow =
      sheet(2 * cells, cells, h, -1, 1 / front.peclet, [](double x, double y) { return -(1 - x * x) * (1 - y * y); });
  Question question;
  const auto held = [&](const flow::Faces& faces, double value) {
    flow::Wall wall;
    wall.faces = faces;
    wall.isothermal = true;
    flow.hall.walls.push_back(wall);
    question.walls.push_back(value);
  };
  for (int i = 0; i < cells; ++i) {
    const double value = front.inlet(-1 + (i + 0.5) * h);
    const flow::Faces faces{flow::Axis::y, 0, i, i + 1, 0, 1};
    flow.hall.supplies.push_back({faces, 1, 0, 0, 0});
    question.supplies.push_back(value);
    held(faces, value);
  }
  held({flow::Axis::x, 0, 0, cells, 0, 1}, front.walls());
  held({flow::Axis::x, 2 * cells, 0, cells, 0, 1}, front.walls());
  held({flow::Axis::y, cells, 0, 2 * cells, 0, 1}, front.walls());
  flow.hall.openings.push_back({{flow::Axis::y, 0, cells, 2 * cells, 0, 1}, 0});
  question.openings = {0};
  question.limited = limited;
  question.imbalance = 1e-9;
  question.change = 1e-7;
  return solved(flow, question);
}

/// Linear between cell centres.
double outlet(const transport::Answer& answer, int cells, double x) {
  const double at = x * cells - 0.5;
  const int low = static_cast<int>(std::floor(at));
  const auto value = [&](int i) { return answer.value[static_cast<std::size_t>(cells + i)]; };
  return value(low) + (at - low) * (value(low + 1) - value(low));
}

double outlet_error(const transport::Answer& answer, int cells) {
  const double published[][2] = {
      {0.2, 1.99998771}, {0.4, 1.96402758}, {0.5, 1.0}, {0.6, 0.03597242}, {0.8, 0.00001229}};
  double worst = 0;
  for (const auto& [x, phi] : published) worst = kernels::worse(worst, std::fabs(outlet(answer, cells, x) - phi));
  return worst;
}

TEST(SmithHutton, TheLimitedSchemeCarriesTheFrontAround) {
  const transport::Answer answer = smith_hutton(80, true);
  ASSERT_TRUE(answer.status) << answer.status.text;
  EXPECT_TRUE(answer.converged);
  EXPECT_LT(outlet_error(answer, 80), 0.12);
  EXPECT_LT(outlet_error(answer, 80), 0.5 * outlet_error(smith_hutton(20, true), 20));
  const double least = 1 - std::tanh(10.0);
  EXPECT_GE(*std::min_element(answer.value.begin(), answer.value.end()), least - 1e-6);
  EXPECT_LE(*std::max_element(answer.value.begin(), answer.value.end()), 2 + 1e-6);
}

TEST(SmithHutton, UpwindIsBoundedAndSmearsTheFront) {
  const transport::Answer answer = smith_hutton(40, false);
  EXPECT_TRUE(answer.converged);
  const double least = 1 - std::tanh(10.0);
  EXPECT_GE(*std::min_element(answer.value.begin(), answer.value.end()), least - 1e-6);
  EXPECT_LE(*std::max_element(answer.value.begin(), answer.value.end()), 2 + 1e-6);
  EXPECT_NEAR(outlet(answer, 40, 0.5), 1, 0.15);
  EXPECT_GT(outlet_error(answer, 40), outlet_error(smith_hutton(40, true), 40));
}

/// Mean amount by which the outlet at cells' middles differs from `expected` of x.
double mean_error(const transport::Answer& answer, int cells, const std::function<double(double)>& expected) {
  double sum = 0;
  for (int i = 0; i < cells; ++i) {
    const double x = (i + 0.5) / cells;
    sum += std::fabs(outlet(answer, cells, x) - expected(x));
  }
  return sum / cells;
}

/// Without diffusion the outlet is the inlet's profile mirrored, however steep: 2 / alpha wide, with alpha 1000 a jump.
TEST(SmithHutton, SteeperFrontsAreCarriedAround) {
  SKIP_WHEN_SANITIZED();
  for (const double alpha : {10.0, 100.0, 1000.0}) {
    const Front front{alpha};
    const auto error = [&](int cells) {
      return mean_error(smith_hutton(cells, true, front), cells, [&](double x) { return front.inlet(-x); });
    };
    const double coarse = error(30), fine = error(120);
    verification::report("Smith-Hutton, alpha " + std::to_string(std::lround(alpha)) + ", 120 across, mean error", 0,
                         fine, fine, 0.03);
    EXPECT_LT(fine, 0.03);
    EXPECT_LT(fine, 0.5 * coarse);
  }
}

/// With Peclet 10 diffusion rules: the outlet's reference values that go with the case; our grids extrapolate to within
/// 0.004 of them. At x = 0 the inlet's value meets an insulated side, and phi has an infinite slope: no grid shows a value
/// there.
TEST(SmithHutton, PecletTenHasThePublishedOutlet) {
  const double published[] = {1.402, 1.146, 0.946, 0.775, 0.621, 0.480, 0.349, 0.227, 0.111};
  const transport::Answer answer = smith_hutton(160, true, {10, 10});
  ASSERT_TRUE(answer.converged);
  double worst = 0;
  int at = 0;
  for (int i = 0; i < 9; ++i) {
    const double error = std::fabs(outlet(answer, 160, 0.1 * (i + 1)) - published[i]);
    if (error > worst) at = i;
    worst = std::max(worst, error);
  }
  verification::report("Smith-Hutton, Peclet 10, 160 across, worst outlet", published[at],
                       outlet(answer, 160, 0.1 * (at + 1)), worst, 0.01);
  EXPECT_LT(worst, 0.01);
}

/// Between the two limits: each grid is nearer to the next finer one, by no less than the scheme's order (a front that
/// the coarse grids do not resolve gains faster).
TEST(SmithHutton, PecletAThousandConvergesWithTheSchemesOrder) {
  const auto at = [](int cells) {
    const transport::Answer answer = smith_hutton(cells, true, {10, 1000});
    EXPECT_TRUE(answer.converged);
    std::vector<double> values;
    for (int i = 2; i <= 8; ++i) values.push_back(outlet(answer, cells, 0.1 * i));
    return values;
  };
  const std::vector<double> grids[] = {at(40), at(80), at(160)};
  double first = 0, second = 0;
  for (std::size_t i = 0; i < grids[0].size(); ++i) {
    first += std::fabs(grids[0][i] - grids[1][i]);
    second += std::fabs(grids[1][i] - grids[2][i]);
  }
  const double order = std::log2(first / second);
  verification::report("Smith-Hutton, Peclet 1000, order of the outlet", 2, order, std::max(2 - order, 0.0), 0.1);
  EXPECT_GT(order, 1.9);
}

/// Advection and diffusion along x with phi = 0 at x = 0 and 1 at x = 1, diffusivity 1 / Pe.
std::vector<double> along_a_line(int cells, double peclet) {
  const double h = 1.0 / cells;
  FrozenFlow flow = sheet(cells, 1, h, 0, 1 / peclet, [](double, double y) { return y; });
  flow.hall.supplies.push_back({{flow::Axis::x, 0, 0, 1, 0, 1}, 1, 0, 0, 0});
  flow.hall.openings.push_back({{flow::Axis::x, cells, 0, 1, 0, 1}, 0});
  for (const int at : {0, cells}) {
    flow::Wall wall;
    wall.faces = {flow::Axis::x, at, 0, 1, 0, 1};
    wall.isothermal = true;
    flow.hall.walls.push_back(wall);
  }
  Question question;
  question.supplies = {0};
  question.openings = {1};
  question.walls = {0, 1};
  question.imbalance = 1e-13;
  return solved(flow, question).value;
}

TEST(AdvectionDiffusion, ALineHasItsExponentialToFirstOrder) {
  const double published[][3] = {{1, 0.25, 0.1652961767}, {1, 0.5, 0.3775406688},    {1, 0.75, 0.6500679912},
                                 {1, 0.9, 0.849455012},   {10, 0.5, 0.006692850924}, {10, 0.75, 0.08204332346},
                                 {10, 0.9, 0.3678507416}, {10, 0.95, 0.6065127954}};
  for (const auto& [peclet, x, phi] : published) {
    const auto at = [x = x](const std::vector<double>& values) {
      const auto i = static_cast<std::size_t>(std::lround(x * static_cast<double>(values.size())));
      return 0.5 * (values[i - 1] + values[i]);
    };
    const double coarse = at(along_a_line(160, peclet));
    const double fine = at(along_a_line(320, peclet));
    EXPECT_NEAR(2 * fine - coarse, phi, 2e-4) << "Pe " << peclet << " at " << x;
    EXPECT_NEAR((coarse - phi) / (fine - phi), 2, 0.1) << "Pe " << peclet << " at " << x;
  }
}

/// At rest a line is straight, to rounding.
TEST(AdvectionDiffusion, ALineAtRestIsStraight) {
  FrozenFlow flow = sheet(17, 1, 0.1, 0, 2e-5, [](double, double) { return 0; });
  Question question;
  for (const int at : {0, 17}) {
    flow::Wall wall;
    wall.faces = {flow::Axis::x, at, 0, 1, 0, 1};
    wall.isothermal = true;
    flow.hall.walls.push_back(wall);
    question.walls.push_back(20 + at);
  }
  question.imbalance = 1e-18;
  const transport::Answer answer = solved(flow, question);
  for (std::size_t i = 0; i < 17; ++i) EXPECT_NEAR(answer.value[i], 20.5 + static_cast<double>(i), 1e-9);
}

/// No extremes, no derivative that vanishes.
double exact(double x, double y) { return std::exp(x + y / 2); }

/// What has to be put in for `exact` to be the answer: u grad phi - diffusivity laplace phi.
double put_in(double x, double y, double diffusivity) {
  const double pi = std::acos(-1.0);
  const double u = pi * std::sin(pi * x) * std::cos(pi * y);
  const double v = -pi * std::cos(pi * x) * std::sin(pi * y);
  return (u + v / 2 - 1.25 * diffusivity) * exact(x, y);
}

/// Mean amount of the error away from walls.
double vortex_error(int cells, bool limited) {
  const double h = 1.0 / cells, diffusivity = 0.02;
  const double pi = std::acos(-1.0);
  FrozenFlow flow =
      sheet(cells, cells, h, 0, diffusivity, [pi](double x, double y) { return std::sin(pi * x) * std::sin(pi * y); });
  Question question;
  for (const int at : {0, cells}) {
    for (int i = 0; i < cells; ++i) {
      flow::Wall wall;
      wall.isothermal = true;
      wall.faces = {flow::Axis::x, at, i, i + 1, 0, 1};
      flow.hall.walls.push_back(wall);
      question.walls.push_back(exact(at * h, (i + 0.5) * h));
      wall.faces = {flow::Axis::y, at, i, i + 1, 0, 1};
      flow.hall.walls.push_back(wall);
      question.walls.push_back(exact((i + 0.5) * h, at * h));
    }
  }
  for (int y = 0; y < cells; ++y) {
    for (int x = 0; x < cells; ++x) question.source_per_s.push_back(put_in((x + 0.5) * h, (y + 0.5) * h, diffusivity));
  }
  question.limited = limited;
  question.imbalance = 1e-12;
  question.change = 1e-9;
  const transport::Answer answer = solved(flow, question);
  EXPECT_TRUE(answer.converged) << cells;
  double sum = 0;
  int count = 0;
  for (int y = cells / 4; y < cells - cells / 4; ++y) {
    for (int x = cells / 4; x < cells - cells / 4; ++x) {
      sum += std::fabs(answer.value[static_cast<std::size_t>(y * cells + x)] - exact((x + 0.5) * h, (y + 0.5) * h));
      ++count;
    }
  }
  return sum / count;
}

TEST(ManufacturedSolution, UpwindIsOfFirstOrder) {
  const double coarse = vortex_error(128, false), fine = vortex_error(256, false);
  const double order = std::log2(coarse / fine);
  verification::report("upwind in a vortex, 128 and 256 across, order in L1", 1, order, std::fabs(1 - order), 0.1);
  EXPECT_NEAR(order, 1, 0.1);
}

TEST(ManufacturedSolution, TheLimitedSchemeIsOfSecondOrder) {
  const double coarse = vortex_error(128, true), fine = vortex_error(256, true);
  const double order = std::log2(coarse / fine);
  verification::report("limited scheme in a vortex, 128 and 256 across, order in L1", 2, order, std::fabs(2 - order),
                       0.1);
  EXPECT_GT(order, 1.9);
  EXPECT_LT(fine, 0.1 * vortex_error(256, false));
}

}  // namespace
