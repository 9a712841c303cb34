// What the owner's policy adds: margins, units out for maintenance, and failures that are warnings.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "planner/layout/layout.hpp"
#include "planner/search/model.hpp"
#include "planner/verdict/verdict.hpp"
#include "tests/support/load.hpp"

namespace hallplan::verdict {
namespace {

Verdict verdict_of(const std::vector<std::string>& sets) {
  const Site site = test::small_placed_site(sets);
  return verify(site, layout::positioned(site, pinned_plan(site)));
}

const DomainStatus& domain(const Verdict& verdict, const std::string& name) {
  return *std::find_if(verdict.domains.begin(), verdict.domains.end(), [&](const auto& d) { return d.domain == name; });
}

const Check& check_of(const Verdict& verdict, Rule rule, const std::string& where, const std::string& scenario) {
  static const Check kNone;
  for (const Check& check : verdict.checks) {
    if (check.rule == rule && check.where == where && check.scenario == scenario) return check;
  }
  ADD_FAILURE() << "no check " << rule_id(rule) << " of " << where << ", " << scenario;
  return kNone;
}

TEST(Margin, IsTakenOffTheLimitAndSaid) {
  // tx-b carries 561.917 kW of 600 with tx-a lost: 6.3 % are left.
  const Verdict six = verdict_of({"policy={margin: {power: 6 %}}"});
  const Check& enough = check_of(six, Rule::power_transformer, "tx-b", "tx-a lost");
  EXPECT_NEAR(enough.limit, 564e3, 1e-6);
  EXPECT_NEAR(enough.margin, 564e3 - 561'916.666667, 1e-6);
  EXPECT_EQ(enough.status, Status::pass);
  EXPECT_NE(enough.arithmetic.find("; limit 600 kW; 6 % margin: at most 564 kW"), std::string::npos)
      << enough.arithmetic;
  const Verdict seven = verdict_of({"policy={margin: {power: 7 %}}"});
  EXPECT_EQ(check_of(seven, Rule::power_transformer, "tx-b", "tx-a lost").status, Status::fail);
  EXPECT_EQ(domain(seven, "power").status, Status::fail);
  EXPECT_EQ(domain(seven, "liquid").status, Status::pass);
  const auto row = std::find_if(seven.failures.begin(), seven.failures.end(),
                                [](const FailureRow& r) { return r.scenario == "tx-a lost"; });
  ASSERT_NE(row, seven.failures.end());
  EXPECT_EQ(row->status, Status::fail);
}

TEST(Margin, ByHandOnEitherSense) {
  const CheckSubject heat{Rule::liquid_cdu_heat, "g", "normal", Dimension::power, "", "a", {}};
  EXPECT_EQ(with_margin(at_most(heat, 90, 100), 0.10).status, Status::pass);
  EXPECT_EQ(with_margin(at_most(heat, 90.001, 100), 0.10).status, Status::fail);
  const CheckSubject head{Rule::liquid_cdu_head, "g", "normal", Dimension::pressure, "", "a", {}};
  EXPECT_EQ(with_margin(at_least(head, 100, 90), 0.10).status, Status::pass);  // 100 x 0.9 = 90
  EXPECT_EQ(with_margin(at_least(head, 100, 90.001), 0.10).status, Status::fail);
  const CheckSubject warm{Rule::air_supply, "z", "normal", Dimension::temperature, "", "a", {}};
  EXPECT_EQ(with_margin(at_most(warm, 27, 27), 0.10).status, Status::pass);  // degrees have no share
  EXPECT_EQ(with_margin(undecided(heat, "no power known"), 0.10).status, Status::undecided);
  Check part = at_most(heat, 95, 100);
  part.status = Status::undecided;  // known in part, and that part alone is too much with the margin
  EXPECT_EQ(with_margin(part, 0.10).status, Status::fail);
  EXPECT_EQ(with_margin(with_error(at_most(heat, 88, 100), 5), 0.10).status, Status::undecided);
  EXPECT_TRUE(std::isinf(with_margin(at_most(heat, 90, std::numeric_limits<double>::infinity()), 0.1).limit));
}

TEST(Margin, RowsOfTheSearchKeepItToo) {
  const Site plain = test::small_site();
  const Site kept = test::small_site({"policy={margin: {power: 6 %, liquid: 20 %, air: 30 %}}"});
  const auto rows = search::capacity_part(plain, capacity::choices(plain)).rows;
  const auto less = search::capacity_part(kept, capacity::choices(kept)).rows;
  ASSERT_EQ(rows.size(), less.size());
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const std::string_view name = rule_domain(rows[r].rule);
    const double share = rows[r].dimension == Dimension::temperature ? 1.0
                         : name == "power"                           ? 0.94
                         : name == "liquid"                          ? 0.8
                                                                     : 0.7;
    EXPECT_NEAR(less[r].limit, rows[r].limit * share, 1e-9 * rows[r].limit) << rule_id(rows[r].rule);
  }
}

// 100 kW x 97.5 % = 97.5 kW of one side's 4 x 25 kW: a margin of 30 % of the hall's limits is not one of the maker's rating, nor of the
// breakers of the rack's circuits, 34.8 of 48 A.
TEST(Margin, IsOfTheHallAndNotOfWhatARacksMakerRates) {
  const Verdict verdict = verdict_of({"policy={margin: {power: 30 %}}"});
  const Check& shelf = check_of(verdict, Rule::power_shelf, "test-compute", "one side carries all");
  EXPECT_EQ(shelf.status, Status::pass);
  EXPECT_NEAR(shelf.limit, 100e3, 1e-6);
  EXPECT_EQ(shelf.arithmetic.find("margin"), std::string::npos) << shelf.arithmetic;
  const Check& circuit = check_of(verdict, Rule::power_tap_off, "test-compute", "one side carries all");
  EXPECT_EQ(circuit.status, Status::pass);
  EXPECT_NEAR(circuit.limit, 48, 1e-9);
}

TEST(Warnings, DoNotFailTheVerdictAndAreCounted) {
  const std::vector<std::string> sets{"power.devices.ups-a.rating=425 kW"};  // 430 kW with side b lost
  EXPECT_EQ(verdict_of(sets).status, Status::fail);
  std::vector<std::string> demoted = sets;
  demoted.emplace_back("policy={warnings: [power.ups]}");
  const Verdict verdict = verdict_of(demoted);
  EXPECT_EQ(verdict.status, Status::undecided);  // the air field alone
  EXPECT_EQ(domain(verdict, "power").status, Status::pass);
  EXPECT_EQ(domain(verdict, "power").failed, 0);
  EXPECT_EQ(domain(verdict, "power").warnings, 1);
  const Check& check = check_of(verdict, Rule::power_ups, "ups-a", "bus-b lost");
  EXPECT_EQ(check.status, Status::fail);
  EXPECT_TRUE(check.warning);
  const auto row = std::find_if(verdict.failures.begin(), verdict.failures.end(),
                                [](const FailureRow& r) { return r.scenario == "bus-b lost"; });
  ASSERT_NE(row, verdict.failures.end());
  EXPECT_TRUE(row->warning);
}

TEST(Warnings, NeverMakeWhatIsUndecidedAPass) {
  const Verdict verdict = verdict_of({"policy={warnings: [air.inlet]}"});
  EXPECT_EQ(domain(verdict, "air").status, Status::undecided);
  EXPECT_EQ(verdict.status, Status::undecided);
  EXPECT_EQ(domain(verdict, "air").warnings, 0);
}

TEST(Warnings, NameRulesOfAPlan) {
  for (const auto& [list, found] :
       {std::pair{"[power.upz]", "expected a rule that a plan is judged by, found 'power.upz'"},
        {"[site.range]", "expected a rule that a plan is judged by, found 'site.range'"},
        {"[Power_ups]", "'Power_ups' is not the id of a rule"}}) {
    try {
      test::small_site({std::string("policy={warnings: ") + list + "}"});
      ADD_FAILURE() << list;
    } catch (const std::runtime_error& problem) {
      EXPECT_NE(std::string(problem.what()).find(found), std::string::npos) << problem.what();
    }
  }
}

// Three CDUs of which one is spare: under maintenance one unit runs. Air units and coolers likewise.
TEST(Maintenance, OneMoreUnitIsOut) {
  const Verdict verdict = verdict_of({"policy={liquid: maintenance, air: maintenance, rejection: maintenance}"});
  const std::string two = "1 unit out, 1 unit lost";
  const Verdict single = verdict_of({});
  const double all_cdus = check_of(single, Rule::liquid_cdu_heat, "g1", "normal").limit;
  EXPECT_NEAR(check_of(single, Rule::liquid_cdu_heat, "g1", "1 unit lost").limit, all_cdus * 2 / 3, 1e-6);
  EXPECT_NEAR(check_of(verdict, Rule::liquid_cdu_heat, "g1", two).limit, all_cdus / 3, 1e-6);
  EXPECT_NEAR(check_of(verdict, Rule::liquid_cdu_flow, "g1", two).limit,
              check_of(single, Rule::liquid_cdu_flow, "g1", "normal").limit / 3, 1e-9);
  EXPECT_NEAR(check_of(verdict, Rule::liquid_rejection, "fws", two).limit,
              check_of(single, Rule::liquid_rejection, "fws", "normal").limit / 3, 1e-6);
  EXPECT_NEAR(check_of(verdict, Rule::liquid_rejection, "chw", two).limit, 0, 1e-9);  // two units, both gone
  EXPECT_EQ(check_of(verdict, Rule::liquid_rejection, "chw", two).status, Status::fail);
  EXPECT_NEAR(check_of(verdict, Rule::air_flow, "room", two).limit,
              check_of(single, Rule::air_flow, "room", "normal").limit / 3, 1e-9);
  EXPECT_NE(check_of(verdict, Rule::air_heat, "room", two).arithmetic.find("(3 - 2) x"), std::string::npos);
  const Site site = test::small_site({"policy={liquid: maintenance, air: maintenance}"});
  std::size_t rows = 0;
  for (const capacity::Row& row : search::capacity_part(site, capacity::choices(site)).rows) {
    if (row.scenario != two) continue;
    const bool of_air = rule_domain(row.rule) == "air";
    EXPECT_NEAR(row.limit, check_of(verdict, row.rule, of_air ? "room" : "g1", two).limit, 1e-6) << rule_id(row.rule);
    ++rows;
  }
  EXPECT_EQ(rows, 4U);  // heat and flow of CDUs, heat and flow of air
}

TEST(Maintenance, WithoutASpareOneUnitIsOut) {
  const Verdict verdict = verdict_of({"policy={liquid: maintenance}", "liquid.cdu_groups.g1.spare=0"});
  check_of(verdict, Rule::liquid_cdu_heat, "g1", "1 unit out");
}

TEST(Maintenance, PairsOfPowerDevicesStandInTheMatrix) {
  const Verdict verdict = verdict_of({"policy={power: maintenance}"});
  EXPECT_EQ(domain(verdict, "power").status, Status::fail);  // 2N: side a out and side b lost
  const auto row = std::find_if(verdict.failures.begin(), verdict.failures.end(),
                                [](const FailureRow& r) { return r.scenario == "ups-a out, ups-b lost"; });
  ASSERT_NE(row, verdict.failures.end());
  EXPECT_EQ(row->dark_racks, 6);
  EXPECT_EQ(row->tightest_rule, "power.supplied");
}

}  // namespace
}  // namespace hallplan::verdict
