/// Questions about a frozen flow on CUDA against the sequential executor: temperature, age of air, the limited scheme and
/// the response matrix. Asked is the documented tolerance of each: what its iteration stops at.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "kernels/transport/balance.hpp"
#include "kernels/transport/transport.hpp"
#include "tests/gpu/on_device.hpp"
#include "tests/kernels/transport_cases.hpp"

namespace {

using namespace transport_cases;
using on_device::kCuda;
using on_device::kSerial;
using on_device::worst_difference;
using transport::FrozenFlow;
using transport::Question;

class TransportGpu : public on_device::OnDevice {};

transport::Answer one(const FrozenFlow& flow, const Question& question, const kernels::Execution& execution) {
  return transport::solve(flow, std::span(&question, 1), execution).front();
}

TEST_F(TransportGpu, TemperatureAgreesAndItsHeatBalances) {
  for (const bool closed : {false, true}) {
    const FrozenFlow flow = frozen(make_hall(2, 5, closed), 0.01);
    ASSERT_TRUE(flow.status) << flow.status.text;
    const Question question = temperature_to(flow, 1e-8);
    const transport::Answer host = one(flow, question, kSerial);
    const transport::Answer device = one(flow, question, kCuda);
    ASSERT_TRUE(device.status) << device.status.text;
    EXPECT_TRUE(device.converged);
    EXPECT_LE(worst_difference(device.intake, host.intake), 1e-5);
    EXPECT_LE(worst_difference(device.discharge, host.discharge), 1e-5);
    const auto& flux = flow.flux_m3_per_s;
    const flow::Balance balance =
        transport::balance(flow.hall, {{flux[0], flux[1], flux[2]}, device.value, {}, flow.flows_m3_per_s});
    EXPECT_LE(balance.heat, 1e-6);
    EXPECT_LE(balance.worst_mass, 1e-8);
  }
}

TEST_F(TransportGpu, AgesAgree) {
  for (const bool closed : {false, true}) {
    const FrozenFlow flow = frozen(make_hall(2, 5, closed), 0.01);
    const transport::Answer host = one(flow, transport::age_of_air(flow.hall), kSerial);
    const transport::Answer device = one(flow, transport::age_of_air(flow.hall), kCuda);
    ASSERT_TRUE(device.status) << device.status.text;
    EXPECT_TRUE(device.converged);
    const double oldest = *std::max_element(host.intake.begin(), host.intake.end());
    EXPECT_GT(oldest, 1);
    EXPECT_LE(worst_difference(device.intake, host.intake), 1e-5 * oldest);
  }
}

TEST_F(TransportGpu, TheLimitedSchemeAgrees) {
  const FrozenFlow flow = frozen(make_hall(2, 5, false), 0.02);
  Question question = temperature_to(flow, 1e-6);
  question.limited = true;
  const transport::Answer host = one(flow, question, kSerial);
  const transport::Answer device = one(flow, question, kCuda);
  ASSERT_TRUE(device.status) << device.status.text;
  EXPECT_TRUE(device.converged);
  EXPECT_LE(worst_difference(device.intake, host.intake), 2e-3);
}

TEST_F(TransportGpu, TheResponseMatrixAgrees) {
  for (const bool closed : {false, true}) {
    const FrozenFlow flow = frozen(make_hall(2, 5, closed), 0.01);
    const std::vector<bool> held = transport::cooling(flow.hall);
    const transport::Response host = transport::response_matrix(flow, held, kSerial);
    const transport::Response device = transport::response_matrix(flow, held, kCuda);
    ASSERT_TRUE(device.status) << device.status.text;
    EXPECT_TRUE(device.converged);
    EXPECT_LE(worst_difference(device.direct, host.direct), 1e-5);
    const double most = *std::max_element(host.per_k_m3_per_s.begin(), host.per_k_m3_per_s.end());
    EXPECT_LE(worst_difference(device.per_k_m3_per_s, host.per_k_m3_per_s), 1e-4 * most);
  }
}

TEST_F(TransportGpu, ABatchIsItsQuestionsAndTwoRunsGiveTheSameBits) {
  const FrozenFlow flow = frozen(make_hall(3, 5, false), 0.02);
  Question limited = temperature_to(flow, 1e-6);
  limited.limited = true;
  const std::vector<Question> questions{temperature_to(flow, 1e-6), transport::age_of_air(flow.hall), limited};
  const auto together = transport::solve(flow, questions, kCuda);
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const transport::Answer alone = one(flow, questions[i], kCuda);
    ASSERT_TRUE(alone.status && together[i].status) << together[i].status.text;
    EXPECT_EQ(together[i].value, alone.value) << "question " << i;
    EXPECT_EQ(together[i].turns, alone.turns) << "question " << i;
  }
  const auto once = transport::response_matrix(flow, transport::cooling(flow.hall), kCuda);
  const auto again = transport::response_matrix(flow, transport::cooling(flow.hall), kCuda);
  EXPECT_EQ(once.direct, again.direct);
  EXPECT_EQ(once.sweeps, again.sweeps);
}

}  // namespace
