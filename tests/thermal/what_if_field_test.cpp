// Set points and the response matrix, where the answer is known: without buoyancy and with a constant viscosity the flow does
// not answer to heat, so temperature is linear in what is put in.
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "planner/layout/layout.hpp"
#include "planner/thermal/field.hpp"
#include "planner/thermal/files/questions.hpp"
#include "planner/thermal/response.hpp"
#include "planner/thermal/set_points.hpp"
#include "tests/thermal/case_support.hpp"

namespace hallplan::thermal {
namespace {

struct Solved {
  Site site;
  Plan plan;
  FieldOptions options;
  FieldResult field;
};

Solved solved(const std::vector<SetOption>& sets) {
  Solved out{reference_site(sets, "openfoam-hall-v2"), {}, {}, {}};
  out.plan = layout::positioned(out.site, pinned_plan(out.site));
  out.options.cell_m = 0.4;
  out.options.units_lost = false;
  out.options.execution.threads = 1;
  out.options.solver.steady_range_k = 0.002;
  out.field = solve_field(out.site, out.plan, out.options);
  return out;
}

TEST(Response, IsExactWhereTheFlowDoesNotAnswer) {
  const Solved hall = solved({{"field.expansion=0 1/K"}});
  ASSERT_TRUE(hall.field.solved()) << hall.field.problem;
  const RackResponse response = rack_response(hall.field, hall.options);
  ASSERT_EQ(response.problem, "");
  ASSERT_EQ(response.racks, 20U);
  const ResponseTrial& trial = response.trial;
  EXPECT_TRUE(trial.settled);
  EXPECT_NEAR(trial.added_w, 8'500, 1);  // half of 17 kW
  EXPECT_GT(trial.resolved_k[static_cast<std::size_t>(trial.most_moved)], 0.05);
  EXPECT_LT(trial.worst_error_k, 0.02);
  for (const double k : response.k_per_kw) EXPECT_GT(k, -1e-4);  // heat cools no rack
}

TEST(Response, TellsHowFarItIsOff) {
  Solved hall = solved({});
  hall.field.response = rack_response(hall.field, hall.options);
  const ResponseTrial& trial = hall.field.response->trial;
  ASSERT_EQ(trial.problem, "");
  const auto worst = static_cast<std::size_t>(trial.worst);
  EXPECT_NEAR(trial.worst_error_k, std::abs(trial.predicted_k[worst] - trial.resolved_k[worst]), 1e-12);
  const std::string text = response_text(hall.site, hall.plan, hall.field);
  EXPECT_NE(text.find("it steers, it does not decide"), std::string::npos) << text;
  EXPECT_NE(text.find("K predicted"), std::string::npos) << text;
}

TEST(SetPoints, MoveEveryInletAlikeWhereTheFlowDoesNotAnswer) {
  Solved hall = solved({{"field.expansion=0 1/K"}});
  ASSERT_EQ(solve_set_points(hall.site, hall.plan, {22, 25}, hall.options, hall.field), "");
  ASSERT_EQ(hall.field.set_points.size(), 2U);
  EXPECT_EQ(hall.field.set_points[1].scenario, "supply 25 degC");
  for (std::size_t r = 0; r < 20; ++r) {
    const double before_degc = hall.field.normal.racks[r].inlet_band_degc;
    EXPECT_NEAR(hall.field.set_points[0].racks[r].inlet_band_degc, before_degc, 0.01) << r;
    EXPECT_NEAR(hall.field.set_points[1].racks[r].inlet_band_degc, before_degc + 3, 0.01) << r;
  }
  const RackField* tightest = tightest_of(hall.site, hall.plan, hall.field.set_points[1]);
  ASSERT_NE(tightest, nullptr);
  for (const RackField& rack : hall.field.set_points[1].racks) {
    EXPECT_LE(rack.inlet_band_degc, tightest->inlet_band_degc);  // all racks have the same limit
  }
  EXPECT_NE(set_points_text(hall.site, hall.plan, hall.field).find("supply 25 degC"), std::string::npos);
}

TEST(Fields, ThatAreStoppedSaySo) {
  Solved hall{reference_site({}, "openfoam-hall-v2"), {}, {}, {}};
  hall.plan = layout::positioned(hall.site, pinned_plan(hall.site));
  hall.options.cell_m = 0.4;
  hall.options.execution.threads = 1;
  hall.options.progress = [](int, double) { return false; };
  EXPECT_EQ(solve_field(hall.site, hall.plan, hall.options).problem, "stopped");
}

TEST(SetPoints, StopWhenTheyAreTold) {
  Solved hall = solved({});
  int calls = 0;  // told one at a time, though cases are solved side by side
  hall.options.execution.threads = 2;
  hall.options.progress = [&calls](int, double) {
    ++calls;
    return false;
  };
  ASSERT_EQ(solve_set_points(hall.site, hall.plan, {15, 18, 30}, hall.options, hall.field), "");
  EXPECT_EQ(calls, 3);
  for (const FieldState& state : hall.field.set_points) EXPECT_FALSE(state.settled) << state.scenario;
}

}  // namespace
}  // namespace hallplan::thermal
