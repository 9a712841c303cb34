// Fine fields that the zero equation does not bring to rest are solved with k-epsilon, and are then those of a site that asks for it.
#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <vector>

#include "planner/thermal/field.hpp"
#include "planner/thermal/set_points.hpp"
#include "tests/thermal/hand_made.hpp"

namespace hallplan::thermal {
namespace {

constexpr int kTooFew = 20;    ///< no hall settles in that many turns
constexpr int kEnough = 1500;  ///< of k-epsilon

struct Solved {
  FieldResult field;
  std::vector<std::string> begun;
};

Solved solved(const std::vector<std::string>& sets, FieldLevel level, int most_turns) {
  const Site site = test::small_placed_site(sets);
  const Plan plan = test::placed_plan(site);
  FieldOptions options;
  options.level = level;
  options.cell_m = 0.5;
  options.execution.threads = 1;
  options.solver.most_turns = most_turns;
  Solved out;
  options.begins = [&](const std::string& what) { out.begun.push_back(what); };
  out.field = solve_field(site, plan, options);
  EXPECT_TRUE(out.field.solved()) << out.field.problem;
  options.solver.most_turns = kEnough;
  EXPECT_EQ(solve_set_points(site, plan, {21}, options, out.field), "");
  return out;
}

void expect_alike(const FieldState& found, const FieldState& asked) {
  EXPECT_TRUE(found.settled) << found.scenario << ": " << found.unsettled;
  ASSERT_EQ(found.racks.size(), asked.racks.size());
  for (std::size_t r = 0; r < found.racks.size(); ++r) {
    EXPECT_EQ(found.racks[r].inlet_band_degc, asked.racks[r].inlet_band_degc) << found.scenario << ", rack " << r;
    EXPECT_EQ(found.racks[r].numerical_error_k(), asked.racks[r].numerical_error_k()) << found.scenario;
  }
}

TEST(OtherModel, TakesOverWhereTheZeroEquationDoesNotSettle) {
  const Solved found = solved({}, FieldLevel::validate, kTooFew);
  const Solved asked = solved({"field.turbulence=k_epsilon"}, FieldLevel::validate, kEnough);
  EXPECT_EQ(found.field.turbulence, TurbulenceModel::k_epsilon);
  EXPECT_EQ(found.field.solver.turbulence, asked.field.solver.turbulence);
  ASSERT_FALSE(found.field.notes.empty());
  EXPECT_NE(found.field.notes.back().find("solved with k-epsilon"), std::string::npos) << found.field.notes.back();
  EXPECT_NE(found.field.notes.back().find(" wanders "), std::string::npos) << found.field.notes.back();
  expect_alike(found.field.normal, asked.field.normal);
  ASSERT_EQ(found.field.losses.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) expect_alike(found.field.losses[i], asked.field.losses[i]);
  ASSERT_EQ(found.field.set_points.size(), 1U);
  expect_alike(found.field.set_points.front(), asked.field.set_points.front());
  const std::vector<std::string> begun = {"normal running", "normal running with k-epsilon", "crah-1 lost, 1 of 3",
                                          "crah-2 lost, 2 of 3", "crah-3 lost, 3 of 3"};
  EXPECT_EQ(found.begun, begun);
}

TEST(OtherModel, IsNotTriedOnScreensNorWhereTheSiteNamesAnother) {
  const Solved screen = solved({}, FieldLevel::screen, kTooFew);
  const Solved own = solved({"field.turbulence=k_epsilon"}, FieldLevel::validate, kTooFew);
  for (const Solved* one : {&screen, &own}) {
    EXPECT_FALSE(one->field.normal.settled);
    EXPECT_FALSE(one->field.turbulence);
    EXPECT_EQ(one->field.calmed, "");
    EXPECT_EQ(one->begun.front(), "normal running");
  }
  EXPECT_EQ(screen.begun.back(), "3 losses at once");
}

}  // namespace
}  // namespace hallplan::thermal
