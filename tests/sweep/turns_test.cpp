// Cases of a sweep, their shares, and where the answer turns: by hand.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "planner/sweep/sweep.hpp"

namespace hallplan::sweep {
namespace {

std::vector<Axis> axes_of(const std::vector<std::string>& texts) {
  SourceFiles files;
  return *read_axes(files, texts).value;
}

Check check_of(Rule rule, const std::string& where, double margin, Status status = Status::pass) {
  Check check;
  check.rule = rule;
  check.where = where;
  check.limit = 100;
  check.value = 100 - margin;
  check.margin = margin;
  check.status = status;
  return check;
}

/// A case's answer: so many racks, at most so many.
Answer answer(int racks, Status status, int bound = -1, const std::string& by = "") {
  Answer out;
  out.racks = racks;
  out.status = status;
  out.bound_racks = bound;
  out.bound_by = by;
  out.binds = check_of(Rule::power_transformer, "tx-a", status == Status::fail ? -5 : 5, status);
  out.open = check_of(Rule::air_inlet, "row r1", -1, Status::undecided);
  return out;
}

std::vector<Case> answered(const std::vector<Axis>& axes, const std::vector<Answer>& answers, Part part = {}) {
  std::vector<Case> cases = cases_of(axes, part);
  EXPECT_EQ(cases.size(), answers.size());
  for (std::size_t i = 0; i < cases.size(); ++i) cases[i].answer = answers[i];
  return cases;
}

TEST(Cases, CrossWithTheLastAxisFastest) {
  const std::vector<Axis> axes = axes_of({"a=1, 2", "b=x, y, z"});
  EXPECT_EQ(count_of(axes), 6U);
  const std::vector<Case> cases = cases_of(axes, {});
  ASSERT_EQ(cases.size(), 6U);
  EXPECT_EQ(sets_of(axes, cases[0]), (std::vector<std::string>{"a=1", "b=x"}));
  EXPECT_EQ(sets_of(axes, cases[1]), (std::vector<std::string>{"a=1", "b=y"}));
  EXPECT_EQ(sets_of(axes, cases[3]), (std::vector<std::string>{"a=2", "b=x"}));
  EXPECT_EQ(cases[5].number, 6);
}

TEST(Cases, SharesAreTheWholeAndDoNotOverlap) {
  const std::vector<Axis> axes = axes_of({"a=1..7 by 1", "b=1..3 by 1"});
  for (const int of : {1, 2, 5, 21}) {
    std::multiset<int> numbers;
    for (int share = 1; share <= of; ++share) {
      for (const Case& one : cases_of(axes, {share, of})) {
        EXPECT_EQ(one.at, cases_of(axes, {})[static_cast<std::size_t>(one.number) - 1].at);
        numbers.insert(one.number);
      }
    }
    EXPECT_EQ(numbers.size(), 21U);
    EXPECT_EQ(std::set<int>(numbers.begin(), numbers.end()).size(), 21U);
  }
}

TEST(Cases, ManyAxesAreCountedWithoutOverflow) {
  const std::vector<Axis> axes(30, axes_of({"a=1..1000 by 1"}).front());  // 1e90
  EXPECT_GT(count_of(axes), kMostCases);
}

TEST(Turns, NameWhatHoldsRacksOffWhereFewerStand) {
  const std::vector<Axis> axes = axes_of({"a=36 degC, 38 degC, 40 degC"});
  const auto turns =
      turns_of(axes, answered(axes, {answer(48, Status::pass, 48, "the demand"), answer(48, Status::pass),
                                     answer(40, Status::pass, 40, "g1 (liquid.cdu-heat): 1 kW")}));
  ASSERT_EQ(turns.size(), 1U);
  EXPECT_EQ(turns[0].from, 1U);
  EXPECT_EQ(turns[0].to, 2U);
  EXPECT_EQ(turns[0].at, "40 degC");
  EXPECT_EQ(turns[0].why, "g1 (liquid.cdu-heat): 1 kW");
  EXPECT_TRUE(turns[0].proven);
}

TEST(Turns, WithoutABoundBelowAreNotProven) {
  const std::vector<Axis> axes = axes_of({"a=1, 2"});
  const auto turns =
      turns_of(axes, answered(axes, {answer(40, Status::pass, 48, "space"), answer(48, Status::pass, 48)}));
  ASSERT_EQ(turns.size(), 1U);
  EXPECT_EQ(turns[0].at, "1");
  EXPECT_EQ(turns[0].why, "power.transformer tx-a") << "no bound explains it: what binds there does";
  EXPECT_FALSE(turns[0].proven);
}

TEST(Turns, FewerThatAreDemandedAreNoLimit) {
  const std::vector<Axis> axes = axes_of({"demand.su.units=1, 2"});
  const auto turns = turns_of(axes, answered(axes, {answer(8, Status::pass, 8, "the demand: 8 racks"),
                                                    answer(16, Status::pass, 16, "the demand: 16 racks")}));
  ASSERT_EQ(turns.size(), 1U);
  EXPECT_EQ(turns[0].why, "no more are demanded");
}

TEST(Turns, OfAHeldPlanAreThoseOfItsStatus) {
  const std::vector<Axis> axes = axes_of({"a=1, 2, 3"});
  const auto turns =
      turns_of(axes, answered(axes, {answer(8, Status::pass), answer(8, Status::undecided), answer(8, Status::fail)}));
  ASSERT_EQ(turns.size(), 2U);
  EXPECT_EQ(turns[0].why, "air.inlet row r1");
  EXPECT_EQ(turns[0].at, "2");
  EXPECT_EQ(turns[1].why, "power.transformer tx-a");
  EXPECT_EQ(turns[1].at, "3");
}

TEST(Turns, OfTheSameStatusAreThoseOfWhatIsWorst) {
  const std::vector<Axis> axes = axes_of({"a=1, 2, 3, 4"});
  std::vector<Answer> answers(4, answer(8, Status::undecided));
  answers[0].undecided = 2;
  answers[1].undecided = 3;  // of the same worst check: nothing new
  answers[2].undecided = answers[3].undecided = 6;
  answers[2].open->where = answers[3].open->where = "fws";
  answers[3].open->where = "g1";  // as many: neither is worse
  const auto turns = turns_of(axes, answered(axes, answers));
  ASSERT_EQ(turns.size(), 1U);
  EXPECT_EQ(turns[0].from, 1U);
  EXPECT_EQ(turns[0].at, "3");
  EXPECT_EQ(turns[0].why, "air.inlet fws");
}

TEST(Turns, NumbersAreNeighboursBySize) {
  const std::vector<Axis> axes = axes_of({"a=40 degC, 30 degC, 35 degC"});
  const auto turns =
      turns_of(axes, answered(axes, {answer(8, Status::fail), answer(8, Status::pass), answer(8, Status::pass)}));
  ASSERT_EQ(turns.size(), 1U) << "30, 35, 40";
  EXPECT_EQ(turns[0].from, 2U);
  EXPECT_EQ(turns[0].to, 0U);
}

TEST(Turns, StepOverCasesThatCouldNotBeRead) {
  const std::vector<Axis> axes = axes_of({"a=1, 2, 3"});
  const auto turns = turns_of(axes, answered(axes, {answer(8, Status::pass), Answer{}, answer(8, Status::fail)}));
  ASSERT_EQ(turns.size(), 1U);
  EXPECT_EQ(turns[0].from, 0U);
  EXPECT_EQ(turns[0].to, 2U);
}

TEST(Turns, StepOverCasesOfOtherShares) {
  const std::vector<Axis> axes = axes_of({"a=1, 2, 3, 4"});
  const auto turns = turns_of(axes, answered(axes, {answer(8, Status::pass), answer(4, Status::pass)}, {2, 2}));
  ASSERT_EQ(turns.size(), 1U) << "cases 2 and 4";
}

TEST(Turns, GoAlongEachAxisWithTheOthersHeld) {
  const std::vector<Axis> axes = axes_of({"a=1, 2", "b=x, y"});
  // 8 8
  // 8 4: one turn along a (under y), one along b (under 2).
  const auto turns = turns_of(axes, answered(axes, {answer(8, Status::pass), answer(8, Status::pass),
                                                    answer(8, Status::pass), answer(4, Status::pass)}));
  ASSERT_EQ(turns.size(), 2U);
  EXPECT_EQ(turns[0].axis, 0U);
  EXPECT_EQ(turns[0].from, 1U);
  EXPECT_EQ(turns[0].to, 3U);
  EXPECT_EQ(turns[1].axis, 1U);
  EXPECT_EQ(turns[1].from, 2U);
  EXPECT_EQ(turns[1].to, 3U);
}

TEST(Answers, AFailingDemandIsNotWhatBinds) {
  verdict::Verdict verdict;
  verdict.status = Status::fail;
  verdict.checks = {check_of(Rule::demand_racks, "su", -50, Status::fail),
                    check_of(Rule::power_busway, "bus-a", -1, Status::fail),
                    check_of(Rule::power_transformer, "tx-a", -2, Status::fail)};
  const Answer fails = answer_of(Plan{}, verdict);
  EXPECT_EQ(binds_first(fails), "power.transformer tx-a") << "two of 100 before one of 100";
  EXPECT_EQ(fails.bound_racks, -1);
}

TEST(Answers, AWarningDoesNotBind) {
  verdict::Verdict verdict;
  verdict.status = Status::pass;
  verdict.checks = {check_of(Rule::power_busway, "bus-a", -1, Status::fail)};
  verdict.checks.front().warning = true;
  EXPECT_EQ(binds_first(answer_of(Plan{}, verdict)), "");
}

TEST(Answers, ABoundThatIsReachedBinds) {
  verdict::Verdict verdict;
  verdict.status = Status::pass;
  verdict.compute_racks = 8;
  verdict.checks = {check_of(Rule::power_busway, "bus-a", 3)};
  verdict.resources.push_back({"busway", 1, Dimension::count, 100, 97, 3, "bus-a", 100, 97, 3, "normal", 0.97, false});
  Plan plan;
  plan.search.bound_racks = 8;
  plan.search.bound_by = "floor space: 8 slots to place racks in";
  EXPECT_EQ(binds_first(answer_of(plan, verdict)), "floor space");
  plan.search.bound_racks = 9;
  EXPECT_EQ(binds_first(answer_of(plan, verdict)), "power.busway bus-a")
      << "a bound that is not reached holds nothing off";
  plan.search.bound_racks = 8;
  plan.search.bound_by = "the demand";
  EXPECT_EQ(binds_first(answer_of(plan, verdict)), "power.busway bus-a");
}

TEST(Answers, ABoundIsNamedByItsFirstLimit) {
  EXPECT_EQ(limit_named_by("no room for one gb300: fws (liquid.rejection): 0 kW left, 121 kW for one"),
            "fws (liquid.rejection)");
  EXPECT_EQ(limit_named_by("g1 (liquid.cdu-heat) with 1 unit lost: 240 kW for racks"),
            "g1 (liquid.cdu-heat) with 1 unit lost");
  EXPECT_EQ(limit_named_by("several limits together, each in whole racks, first of all g1 with 1 unit lost, g2"),
            "g1 with 1 unit lost");
  EXPECT_EQ(limit_named_by("several limits together, each in whole racks"),
            "several limits together, each in whole racks");
  EXPECT_EQ(limit_named_by(""), "");
}

TEST(Answers, TheWorstUndecidedIsTheFurthestBeyond) {
  verdict::Verdict verdict;
  Check unknown =
      undecided({Rule::power_interrupting, "mech", "normal", Dimension::current, "", "", {}}, "no impedance known");
  verdict.checks = {check_of(Rule::air_inlet, "row r1", 0.5, Status::undecided), unknown,
                    check_of(Rule::air_inlet, "row r2", -0.5, Status::undecided)};
  EXPECT_EQ(answer_of(Plan{}, verdict).open->where, "row r2");
  verdict.checks.pop_back();
  EXPECT_EQ(answer_of(Plan{}, verdict).open->where, "mech") << "what has no number may be anything";
}

}  // namespace
}  // namespace hallplan::sweep
