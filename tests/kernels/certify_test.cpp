// The flow and temperature that are written: projected and solved anew from what an iteration leaves.
#include "kernels/transport/certify.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <vector>

#include "kernels/executor/host.hpp"
#include "kernels/executor/openmp.hpp"
#include "kernels/executor/shuffled.hpp"
#include "kernels/transport/transport.hpp"
#include "transport_cases.hpp"

namespace {

using namespace transport_cases;
using transport::FrozenFlow;
using transport::Question;

/// A flow in an executor's storage, as an iteration would leave it: rounded, and off by a part in a thousand.
template <class Executor>
struct Found {
  template <class T>
  using Buffer = typename Executor::template Buffer<T>;
  std::array<Buffer<face::Bits>, 3> bits;
  std::array<Buffer<float>, 3> velocity;
  Buffer<float> temperature;
  transport::FlowOnExecutor views;

  Found(Executor& executor, const flow::Tables& tables, const std::vector<Fluxes>& flux) {
    const Layout& layout = tables.layout;
    temperature = transport::put(executor, flow::temperatures_to_start(tables));
    views.temperature_k = temperature.view().data;
    for (std::size_t d = 0; d < 3; ++d) {
      const double area = tables.h_m[0] * tables.h_m[1] * tables.h_m[2] / tables.h_m[d];
      std::vector<float> values = flow::velocities_to_start(tables, static_cast<int>(d));
      for (Index unit = 0; unit < layout.cases; ++unit) {
        for (Index i = 0; i < layout.stride; ++i) {
          const auto at = static_cast<std::size_t>(layout.base + unit * layout.stride + i);
          const double off = 1 + 1e-3 * std::sin(0.7 * static_cast<double>(i));
          const double found = flux[static_cast<std::size_t>(unit)][d][static_cast<std::size_t>(layout.base + i)];
          if (!face::is_fixed(tables.bits[d][at])) values[at] = static_cast<float>(off * found / area);
        }
      }
      velocity[d] = transport::put(executor, values);
      bits[d] = transport::put(executor, tables.bits[d]);
      views.bits[d] = bits[d].view().data;
      views.velocity_m_per_s[d] = velocity[d].view().data;
    }
  }
};

template <class Executor>
transport::Certified certified(Executor executor, const flow::Tables& tables, const std::vector<Fluxes>& flux,
                               const Hall& hall, Index unit, const transport::CertifyOptions& options = {}) {
  Found<Executor> found(executor, tables, flux);
  return transport::certify_on(executor, tables, unit, hall.hall, found.views, hall.flows, options);
}

flow::Wall warm_floor(const flow::Case& hall) {
  flow::Wall warm;
  warm.faces = {flow::Axis::z, 0, 0, hall.grid.nx, 0, hall.grid.ny};
  warm.isothermal = true;
  warm.temperature_degc = 40;
  return warm;
}

// Beside the same questions on the certified flux, asked for by themselves; a warm wall must not conduct a tracer.
TEST(Certify, TracersAreTheQuestionsOfTheFrozenFlow) {
  for (const bool closed : {false, true}) {
    Hall hall = make_hall(2, 5, closed);
    hall.hall.walls.push_back(warm_floor(hall.hall));
    hall.hall.air.viscosity_m2_per_s = 0.05;
    const flow::Tables tables = tables_of(hall.hall);
    const std::vector<Fluxes> flux{make_flow(tables, transport::make_ducts(tables, 0, hall.flows), 0.02)};
    transport::CertifyOptions options;
    options.tracers = true;
    const transport::Certified made = certified(kernels::Serial(), tables, flux, hall, 0, options);
    ASSERT_TRUE(made.status) << made.status.text;
    ASSERT_TRUE(made.converged);
    flow::Fields fields;
    fields.flux_u = made.flux_m3_per_s[0];
    fields.flux_v = made.flux_m3_per_s[1];
    fields.flux_w = made.flux_m3_per_s[2];
    const FrozenFlow frozen = transport::freeze(hall.hall, fields, hall.flows);
    const std::vector<Question> questions{transport::supply_air(hall.hall), transport::age_of_air(hall.hall)};
    const std::vector<transport::Answer> answers = transport::solve(frozen, questions, {kernels::Backend::cpu, 1, 1});
    ASSERT_TRUE(answers[0].converged && answers[1].converged);
    ASSERT_EQ(made.supply_share.size(), hall.flows.size());
    ASSERT_EQ(made.age_s.size(), hall.flows.size());
    for (std::size_t duct = 0; duct < hall.flows.size(); ++duct) {
      EXPECT_NEAR(made.supply_share[duct], answers[0].intake[duct], 2e-3) << duct;
      EXPECT_NEAR(made.age_s[duct], answers[1].intake[duct], 2e-3 * answers[1].intake[duct]) << duct;
      EXPECT_GE(made.supply_share[duct], -1e-3);
      EXPECT_LE(made.supply_share[duct], 1 + 1e-3);
    }
  }
}

TEST(Certify, MassToOnePartIn1e8AndHeatToOneIn1e6) {
  for (const bool closed : {false, true}) {
    const Hall hall = make_hall(4, 10, closed);
    const flow::Tables tables = tables_of(hall.hall);
    const std::vector<Fluxes> flux{make_flow(tables, transport::make_ducts(tables, 0, hall.flows), 0.02)};
    const transport::Certified made = certified(kernels::Serial(), tables, flux, hall, 0);
    ASSERT_TRUE(made.status) << made.status.text;
    EXPECT_TRUE(made.converged);
    EXPECT_LE(made.balance.worst_mass, 1e-8);
    EXPECT_LE(made.balance.heat, 1e-6);
    EXPECT_GT(made.balance.heat_in_k_m3_per_s, 0.99 * heat_of(hall.hall));
    const std::vector<double> drawn = transport::intakes(hall.hall, made.temperature_degc);
    for (std::size_t i = 0; i < drawn.size(); ++i) EXPECT_NEAR(made.intake_degc[i], drawn[i], 1e-9);
  }
}

TEST(Certify, TheSameBitsOnEveryHostExecutorAndInABatch) {
  const Hall one = make_hall(2, 5, false);
  Hall two = one;
  for (auto& duct : two.hall.ducts) duct.heat_k_m3_per_s *= 1.5;
  two.hall.walls.push_back(warm_floor(two.hall));
  const flow::Case* const both[] = {&one.hall, &two.hall};
  const flow::Tables pair = flow::make_tables(both);
  const flow::Tables alone = tables_of(two.hall);
  const transport::Ducts ducts = transport::make_ducts(alone, 0, two.flows);
  const Fluxes flux = make_flow(alone, ducts, 0.02);
  transport::CertifyOptions options;
  options.tracers = true;
  const transport::Certified expected = certified(kernels::Serial(), alone, {flux}, two, 0, options);
  ASSERT_FALSE(expected.supply_share.empty() || expected.age_s.empty());
  const auto agrees = [&](const transport::Certified& made) {
    EXPECT_EQ(made.temperature_degc, expected.temperature_degc);
    EXPECT_EQ(made.flux_m3_per_s, expected.flux_m3_per_s);
    EXPECT_EQ(made.intake_degc, expected.intake_degc);
    EXPECT_EQ(made.supply_share, expected.supply_share);
    EXPECT_EQ(made.age_s, expected.age_s);
  };
  agrees(certified(kernels::Serial(), pair, {flux, flux}, two, 1, options));
  for (const int threads : {1, 2, 3, 4}) agrees(certified(kernels::OpenMp(threads), alone, {flux}, two, 0, options));
  agrees(certified(kernels::Shuffled(5), alone, {flux}, two, 0, options));
}

}  // namespace
