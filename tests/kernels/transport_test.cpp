#include "kernels/transport/transport.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "kernels/base/worse.hpp"
#include "kernels/executor/host.hpp"
#include "kernels/executor/openmp.hpp"
#include "kernels/executor/shuffled.hpp"
#include "kernels/transport/balance.hpp"
#include "transport_cases.hpp"

namespace {

using namespace transport_cases;
using kernels::Backend;
using kernels::Execution;
using transport::FrozenFlow;
using transport::Question;

constexpr Execution kSerial{Backend::cpu, 1, 1};

flow::Balance balance_of(const FrozenFlow& flow, const transport::Answer& answer) {
  const auto& flux = flow.flux_m3_per_s;
  return transport::balance(flow.hall, {{flux[0], flux[1], flux[2]}, answer.value, {}, flow.flows_m3_per_s});
}

transport::Answer one(const FrozenFlow& flow, const Question& question, const Execution& execution = kSerial) {
  return transport::solve(flow, std::span(&question, 1), execution).front();
}

double air_volume_m3(const flow::Case& hall) {
  double cells = static_cast<double>(hall.grid.cells());
  for (const auto& box : hall.solids)
    cells -= static_cast<double>(box.x1 - box.x0) * (box.y1 - box.y0) * (box.z1 - box.z0);
  return cells * hall.grid.hx_m * hall.grid.hy_m * hall.grid.hz_m;
}

TEST(Transport, HeatThatIsAddedLeavesThroughTheOpening) {
  const FrozenFlow flow = frozen(make_hall(2, 5, false), 0.01);
  ASSERT_TRUE(flow.status) << flow.status.text;
  const transport::Answer answer = one(flow, temperature_to(flow, 3e-7));
  ASSERT_TRUE(answer.status) << answer.status.text;
  EXPECT_TRUE(answer.converged);
  const flow::Balance balance = balance_of(flow, answer);
  EXPECT_LE(balance.heat, 1e-6);
  EXPECT_LE(balance.worst_mass, 1e-8);
  EXPECT_GE(balance.heat_in_k_m3_per_s, 0.999999 * heat_of(flow.hall));
}

TEST(Transport, ABalanceHasTheSameBitsWithAnyNumberOfThreads) {
  const FrozenFlow flow = frozen(make_hall(2, 5, false), 0.01);
  const auto& flux = flow.flux_m3_per_s;
  const std::vector<double> degc(static_cast<std::size_t>(flow.hall.grid.cells()), 25.0);
  const transport::HandedOut out{{flux[0], flux[1], flux[2]}, degc, {}, flow.flows_m3_per_s};
  const flow::Balance alone = transport::balance(flow.hall, out);
  EXPECT_GT(alone.mass, 0);
  for (const std::size_t threads : {2U, 3U, 16U}) {
    const flow::Balance shared = transport::balance(flow.hall, out, threads);
    EXPECT_EQ(shared.mass, alone.mass);
    EXPECT_EQ(shared.worst_mass, alone.worst_mass);
  }
}

TEST(Transport, ABalanceSeesAnErrorOfItsOwnSize) {
  const FrozenFlow flow = frozen(make_hall(2, 5, false), 0.01);
  transport::Answer answer = one(flow, temperature_to(flow, 3e-7));
  for (double& value : answer.value) value += 0.01 * (value - 20);
  EXPECT_GT(balance_of(flow, answer).heat, 1e-4);
}

TEST(Transport, AClosedHallsCoolersTakeWhatRacksAdd) {
  const FrozenFlow flow = frozen(make_hall(2, 5, true), 0.01);
  const transport::Answer answer = one(flow, temperature_to(flow, 1e-8));
  ASSERT_TRUE(answer.converged);
  double taken = 0;
  for (std::size_t i = 0; i < flow.hall.ducts.size(); ++i) {
    const auto& duct = flow.hall.ducts[i];
    if (!duct.cools) continue;
    EXPECT_NEAR(answer.discharge[i], duct.setpoint_degc, 1e-9);
    taken += flow.flows_m3_per_s[i] * (answer.intake[i] - answer.discharge[i]);
  }
  EXPECT_NEAR(taken / heat_of(flow.hall), 1, 1e-7);
  EXPECT_LE(balance_of(flow, answer).heat, 1e-6);
}

TEST(Transport, ACoolerAtItsCapacityLetsTheRestThrough) {
  Hall hall = make_hall(2, 5, true);
  auto& weak = hall.hall.ducts.back();
  weak.capacity_k_m3_per_s = 0.2 * heat_of(hall.hall);
  const FrozenFlow flow = frozen(hall, 0.01);
  const transport::Answer answer = one(flow, temperature_to(flow, 1e-8));
  ASSERT_TRUE(answer.converged);
  const std::size_t last = hall.hall.ducts.size() - 1;
  EXPECT_GT(answer.discharge[last], weak.setpoint_degc + 0.1);
  EXPECT_NEAR(answer.intake[last] - answer.discharge[last], weak.capacity_k_m3_per_s / hall.flows[last], 1e-9);
  EXPECT_NEAR(answer.discharge[last - 1], hall.hall.ducts[last - 1].setpoint_degc, 1e-9);
  EXPECT_LE(balance_of(flow, answer).heat, 1e-6);
}

TEST(Transport, ColumnsAddUpToTheDirectSolve) {
  for (const bool closed : {false, true}) {
    const FrozenFlow flow = frozen(make_hall(2, 5, closed), 0.01);
    const transport::Response response =
        transport::response_matrix(flow, transport::cooling(flow.hall), kSerial, {1e-7, 4000});
    ASSERT_TRUE(response.status) << response.status.text;
    EXPECT_TRUE(response.converged);
    Question hot = temperature_to(flow, 1e-9);
    for (std::size_t j = 0; j < hot.ducts.size(); ++j) {
      const auto& duct = flow.hall.ducts[j];
      if (duct.cools) hot.ducts[j] = {0, false, 0, 0, duct.setpoint_degc};
    }
    Question cold = hot;
    for (std::size_t j = 0; j < cold.ducts.size(); ++j) {
      if (!flow.hall.ducts[j].cools) cold.ducts[j].plus = 0;
    }
    const transport::Answer with = one(flow, hot);
    const transport::Answer without = one(flow, cold);
    const auto n = static_cast<std::size_t>(response.ducts);
    for (std::size_t i = 0; i < n; ++i) {
      double sum = without.intake[i];
      for (std::size_t j = 0; j < n; ++j)
        sum += response.per_k_m3_per_s[i * n + j] * flow.hall.ducts[j].heat_k_m3_per_s;
      // Sweeps in 32-bit floats: their rounding shows where heat is drawn again and again.
      EXPECT_NEAR(sum, with.intake[i], 1e-3 + 1e-4 * (with.intake[i] - without.intake[i]))
          << "duct " << i << (closed ? ", closed" : ", open");
    }
  }
}

/// The lanes' sweeps and the solver of single questions are two programs for the same columns.
TEST(Transport, ColumnsAreWhatSingleQuestionsSay) {
  const FrozenFlow flow = frozen(make_hall(2, 3, false), 0.02);
  const transport::Response response =
      transport::response_matrix(flow, transport::cooling(flow.hall), kSerial, {1e-7, 4000});
  const auto n = static_cast<std::size_t>(response.ducts);
  for (std::size_t j = 0; j < n; ++j) {
    Question question;
    question.ducts.assign(n, {0, false, 0, 0, 0});
    question.ducts[j].plus = 1;
    question.supplies = {0};
    question.openings = {0};
    question.imbalance = 1e-7;
    const transport::Answer answer = one(flow, question);
    for (std::size_t i = 0; i < n; ++i) EXPECT_NEAR(response.direct[i * n + j], answer.intake[i], 1e-5);
  }
}

/// In a closed hall all that a duct blows is drawn by some duct.
TEST(Transport, CaptureSharesAddUpToOne) {
  const FrozenFlow flow = frozen(make_hall(2, 5, true), 0.01);
  const transport::Response response =
      transport::response_matrix(flow, transport::cooling(flow.hall), kSerial, {1e-7, 8000});
  const std::vector<double> shares = transport::capture(flow, response);
  const auto n = static_cast<std::size_t>(response.ducts);
  for (std::size_t j = 0; j < n; ++j) {
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
      sum += shares[i * n + j];
      EXPECT_GE(shares[i * n + j], 0);
    }
    EXPECT_NEAR(sum, 1, 1e-4) << "column " << j;
  }
}

/// Sandberg (1981): what leaves is as old as the hall's volume over its flow, however the air goes.
TEST(Transport, AirThatLeavesHasTheNominalAge) {
  const FrozenFlow closed = frozen(make_hall(2, 5, true), 0.01);
  const transport::Answer recirculated = one(closed, transport::age_of_air(closed.hall));
  ASSERT_TRUE(recirculated.converged);
  double carried = 0;
  for (std::size_t i = 0; i < closed.hall.ducts.size(); ++i) {
    if (closed.hall.ducts[i].cools) carried += closed.flows_m3_per_s[i] * recirculated.intake[i];
  }
  EXPECT_NEAR(carried / air_volume_m3(closed.hall), 1, 1e-6);

  const FrozenFlow open = frozen(make_hall(2, 5, false), 0.01);
  const transport::Answer through = one(open, transport::age_of_air(open.hall));
  ASSERT_TRUE(through.converged);
  const auto& grid = open.hall.grid;
  const auto& faces = open.hall.openings.front().faces;
  carried = 0;
  for (int y = faces.b0; y < faces.b1; ++y) {
    for (int x = faces.a0; x < faces.a1; ++x) {
      const Index row = Index{grid.nz} * grid.ny + y;
      const auto top = static_cast<std::size_t>(row * grid.nx + x);
      const auto below = static_cast<std::size_t>((row - grid.ny) * grid.nx + x);
      carried += std::max(open.flux_m3_per_s[2][top], 0.0) * through.value[below];
    }
  }
  EXPECT_NEAR(carried / air_volume_m3(open.hall), 1, 1e-6);
}

TEST(Transport, TheSameBitsOnEveryHostExecutorAndInEveryBatch) {
  const FrozenFlow flow = frozen(make_hall(3, 5, false), 0.02);
  Question limited = temperature_to(flow, 1e-6);
  limited.limited = true;
  const std::vector<Question> questions{temperature_to(flow, 1e-6), transport::age_of_air(flow.hall), limited};
  const auto expected = transport::solve(flow, questions, kSerial);
  const auto response = transport::response_matrix(flow, transport::cooling(flow.hall), kSerial);
  EXPECT_TRUE(response.converged);
  const auto agree = [&](const transport::Answer& a, const transport::Answer& b) {
    EXPECT_TRUE(a.status) << a.status.text;
    EXPECT_EQ(a.value, b.value);
    EXPECT_EQ(a.intake, b.intake);
    EXPECT_EQ(a.turns, b.turns);
  };
  for (std::size_t i = 0; i < questions.size(); ++i) {
    EXPECT_TRUE(expected[i].converged) << "question " << i;
    agree(one(flow, questions[i]), expected[i]);
  }
  agree(one(flow, questions[0], {Backend::cpu, 2, 1}), expected[0]);
  for (const Execution& execution :
       {Execution{Backend::cpu, 3, 1}, Execution{Backend::cpu, 4, 1}, Execution{Backend::shuffled, 0, 7}}) {
    const auto made = transport::solve(flow, questions, execution);
    for (std::size_t i = 0; i < questions.size(); ++i) agree(made[i], expected[i]);
    const auto columns = transport::response_matrix(flow, transport::cooling(flow.hall), execution);
    EXPECT_EQ(columns.direct, response.direct);
    EXPECT_EQ(columns.sweeps, response.sweeps);
  }
}

/// Left and right exchanged.
FrozenFlow mirrored(const FrozenFlow& flow) {
  FrozenFlow made = flow;
  const flow::Grid& grid = flow.hall.grid;
  const auto flip = [&](flow::Faces& faces) {
    if (faces.normal == flow::Axis::x) {
      faces.at = grid.nx - faces.at;
    } else {
      const int a0 = faces.a0;
      faces.a0 = grid.nx - faces.a1;
      faces.a1 = grid.nx - a0;
    }
  };
  for (auto& supply : made.hall.supplies) flip(supply.faces);
  for (auto& opening : made.hall.openings) flip(opening.faces);
  for (auto& box : made.hall.solids) {
    const int x0 = box.x0;
    box.x0 = grid.nx - box.x1;
    box.x1 = grid.nx - x0;
  }
  for (auto& duct : made.hall.ducts) {
    for (auto* ports : {&duct.intake, &duct.discharge}) {
      for (auto& port : *ports) {
        const bool along = port.normal == flow::Axis::x;
        port.x = along ? grid.nx - port.x : grid.nx - 1 - port.x;
        if (along) port.room_is_low = !port.room_is_low;
      }
    }
  }
  for (std::size_t d = 0; d < 3; ++d) {
    auto& flux = made.flux_m3_per_s[d];
    const std::ptrdiff_t row = std::ptrdiff_t{grid.nx} + (d == 0 ? 1 : 0);
    for (auto at = flux.begin(); at != flux.end(); at += row) std::reverse(at, at + row);
    if (d == 0) std::transform(flux.begin(), flux.end(), flux.begin(), std::negate<>());
  }
  return made;
}

TEST(Transport, AMirroredHallHasTheMirroredAnswer) {
  for (const bool closed : {false, true}) {
    const FrozenFlow flow = frozen(make_hall(2, 5, closed), 0.01);
    for (const bool limited : {false, true}) {
      Question question = temperature_to(flow, 1e-9);
      question.limited = limited;
      const transport::Answer here = one(flow, question);
      transport::Answer there = one(mirrored(flow), question);
      for (auto at = there.value.begin(); at != there.value.end(); at += flow.hall.grid.nx) {
        std::reverse(at, at + flow.hall.grid.nx);
      }
      double worst = 0;
      for (std::size_t i = 0; i < here.value.size(); ++i)
        worst = kernels::worse(worst, std::fabs(here.value[i] - there.value[i]));
      EXPECT_LT(worst, limited ? 2e-3 : 1e-5) << (closed ? "closed" : "open");
    }
  }
}

TEST(Transport, QuestionsThatDoNotFitAreRefused) {
  const Hall hall = make_hall(1, 2, false);
  const FrozenFlow flow = frozen(hall, 0);
  Question question = transport::temperature(flow);
  question.ducts.pop_back();
  EXPECT_EQ(one(flow, question).status.code, kernels::Code::bad_input);
  question = transport::temperature(flow);
  question.source_per_s = {1, 2};
  EXPECT_EQ(one(flow, question).status.code, kernels::Code::bad_input);
  EXPECT_FALSE(transport::freeze(hall.hall, {}, hall.flows).status);
  EXPECT_FALSE(transport::response_matrix(flow, {}, kSerial).status);
  if (!kernels::backend_ready(Backend::cuda)) {
    EXPECT_FALSE(one(flow, transport::temperature(flow), {Backend::cuda, 0, 1}).status);
  }
}

}  // namespace
