// The limits are stated twice: as capacity rows, which the search adds up, and as checks, which the verdict simulates. Here
// both are held against each other on random placements, most of which break many rules.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "planner/capacity/capacity.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/layout/layout.hpp"
#include "planner/power/power.hpp"
#include "planner/search/model.hpp"
#include "planner/site/phase.hpp"
#include "planner/thermal/zones.hpp"
#include "tests/support/load.hpp"

namespace hallplan {
namespace {

/// Every slot is empty or holds a random rack on a random choice of its row.
Plan random_plan(const Site& site, const std::vector<capacity::Choice>& choices, std::mt19937_64& random) {
  std::vector<std::vector<const capacity::Choice*>> by_row(site.rows.size());
  for (const capacity::Choice& choice : choices) by_row[static_cast<std::size_t>(choice.row)].push_back(&choice);
  Plan plan;
  for (std::size_t r = 0; r < site.rows.size(); ++r) {
    const Row& row = site.rows[r];
    for (int slot = 0; slot < row.slots; ++slot) {
      const std::uint64_t pick = random() % (by_row[r].size() + 1);
      if (pick == by_row[r].size()) continue;
      const capacity::Choice& choice = *by_row[r][pick];
      Placement rack;
      rack.id = row.id + "-" + std::to_string(slot);
      rack.type = choice.type;
      rack.row = static_cast<int>(r);
      rack.slot = slot;
      const FeedPair& pair = row.feeds[static_cast<std::size_t>(choice.feed_pair)];
      rack.feed_a = pair.a.index;
      rack.feed_b = pair.b.index;
      rack.cdu_group = choice.cdu_group;
      plan.racks.push_back(layout::positioned(site, rack));
    }
  }
  return plan;
}

using Key = std::tuple<Rule, std::string, std::string>;

/// What the rows say a placement takes.
std::map<Key, double> row_sums(const Site& site, const Plan& plan, const std::vector<capacity::Choice>& choices,
                               const capacity::Part& part) {
  std::vector<double> sums;
  for (const capacity::Row& row : part.rows) sums.push_back(row.base);
  for (const Placement& rack : plan.racks) {
    const int choice = capacity::choice_of(site, choices, rack);
    EXPECT_GE(choice, 0);
    for (const capacity::Term& term : part.terms[static_cast<std::size_t>(choice)]) {
      sums[static_cast<std::size_t>(term.row)] += term.amount;
    }
  }
  std::map<Key, double> out;
  for (std::size_t i = 0; i < part.rows.size(); ++i) {
    out[{part.rows[i].rule, part.rows[i].element, part.rows[i].scenario}] = sums[i];
  }
  return out;
}

std::vector<Check> additive_checks(const Site& site, const Plan& plan) {
  const std::vector<double> losses_w = power::zone_losses_w(site, plan);
  const std::vector<double> zone_heat_w = thermal::zone_heat_w(site, plan, losses_w);
  std::vector<Check> checks = power::check(site, plan);
  for (Check& check : hydraulics::check(site, plan, zone_heat_w)) checks.push_back(check);
  for (Check& check : thermal::check(site, plan, losses_w)) checks.push_back(check);
  return checks;
}

/// Compares every check that has a row; returns the rules that were compared.
std::set<Rule> compare(const Site& site, int placements, std::uint64_t seed) {
  const std::vector<capacity::Choice> choices = capacity::choices(site);
  const capacity::Part part = search::capacity_part(site, choices);
  std::map<Key, double> limits;
  for (const capacity::Row& row : part.rows) limits[{row.rule, row.element, row.scenario}] = row.limit;
  std::mt19937_64 random(seed);
  std::set<Rule> compared;
  for (int i = 0; i < placements && !::testing::Test::HasFailure(); ++i) {
    const Plan plan = random_plan(site, choices, random);
    const std::map<Key, double> sums = row_sums(site, plan, choices, part);
    for (const Check& check : additive_checks(site, plan)) {
      const auto sum = sums.find({check.rule, check.where, check.scenario});
      if (sum == sums.end() || check.status == Status::undecided) continue;
      compared.insert(check.rule);
      const double scale = std::max(std::abs(check.value), 1e-9);
      EXPECT_NEAR(sum->second, check.value, 1e-9 * scale) << rule_id(check.rule) << " " << check.where << " "
                                                          << check.scenario << ", placement " << i << ", seed " << seed;
      const double limit = limits.at({check.rule, check.where, check.scenario});
      if (std::isfinite(limit)) {
        EXPECT_NEAR(limit, check.limit, 1e-9 * std::abs(limit)) << rule_id(check.rule) << " " << check.where;
      }
    }
  }
  return compared;
}

/// Every scenario of the power tree, not the worst alone.
void compare_every_loss(const Site& site, int placements, std::uint64_t seed) {
  const std::vector<capacity::Choice> choices = capacity::choices(site);
  const capacity::Part part = power::capacity_rows(site, choices);
  std::mt19937_64 random(seed);
  for (int i = 0; i < placements && !::testing::Test::HasFailure(); ++i) {
    const Plan plan = random_plan(site, choices, random);
    const std::map<Key, double> sums = row_sums(site, plan, choices, part);
    std::vector<int> losses = power::losses(site);
    losses.push_back(-1);
    for (const int lost : losses) {
      const power::State state = power::simulate(site, plan, lost);
      const std::string scenario = lost < 0 ? "normal" : site.devices[static_cast<std::size_t>(lost)].id + " lost";
      for (std::size_t d = 0; d < site.devices.size(); ++d) {
        const auto sum = sums.find({power::rule_of(site.devices[d].kind), site.devices[d].id, scenario});
        if (sum == sums.end()) continue;
        EXPECT_NEAR(sum->second, state.output_w[d], 1e-6 + 1e-9 * state.output_w[d])
            << site.devices[d].id << ", " << scenario << ", placement " << i << ", seed " << seed;
      }
    }
  }
}

const std::set<Rule> kExpected = {Rule::power_utility,    Rule::power_transformer, Rule::power_ups,
                                  Rule::power_busway,     Rule::liquid_cdu_heat,   Rule::liquid_cdu_flow,
                                  Rule::liquid_rejection, Rule::air_heat,          Rule::air_flow};

TEST(RowsAndChecks, AgreeOnTenThousandPlacementsOfTheSmallHall) {
  const std::set<Rule> compared = compare(test::small_site(), 10'000, 1);
  for (const Rule rule : kExpected) EXPECT_TRUE(compared.count(rule)) << rule_id(rule) << " was never compared";
}

TEST(RowsAndChecks, AgreeOnTheDemoHall) {
  SourceFiles files;
  const Result<Site> site =
      load_site(files, HALLPLAN_SOURCE_DIR "/sites/demo-48.yaml", {HALLPLAN_SOURCE_DIR "/racks", {}});
  ASSERT_TRUE(site) << render(site.problems, files);
  const std::set<Rule> compared = compare(*site.value, 200, 2);
  for (const Rule rule : kExpected) EXPECT_TRUE(compared.count(rule)) << rule_id(rule) << " was never compared";
  compare_every_loss(*site.value, 50, 3);
}

TEST(RowsAndChecks, AgreeInEveryLossOfTheSmallHall) { compare_every_loss(test::small_site(), 1'000, 4); }

// Units with a single cord: what a board's loss leaves is a row and a check of its own, in every domain.
TEST(RowsAndChecks, AgreeWhereUnitsHangOnOneBoardEach) {
  const std::vector<std::string> sets = {"liquid.cdu_groups.g1.cords=1", "liquid.loops.fws.rejection.cords=1",
                                         "air.zones.room.cords=1"};
  const Site site = test::small_site(sets);
  const capacity::Part part = search::capacity_part(site, capacity::choices(site));
  std::set<Rule> of_board;
  for (const capacity::Row& row : part.rows) {
    if (row.scenario == "mech lost" && rule_domain(row.rule) != "power") of_board.insert(row.rule);
  }
  EXPECT_EQ(of_board, (std::set<Rule>{Rule::liquid_cdu_heat, Rule::liquid_cdu_flow, Rule::liquid_rejection,
                                      Rule::air_heat, Rule::air_flow}));
  const std::set<Rule> compared = compare(site, 2'000, 8);
  for (const Rule rule : kExpected) EXPECT_TRUE(compared.count(rule)) << rule_id(rule) << " was never compared";
  compare_every_loss(site, 200, 9);
  std::vector<std::string> pairs = sets;
  pairs.insert(pairs.end(), {"policy.power=maintenance", "policy.liquid=maintenance", "policy.air=maintenance"});
  EXPECT_FALSE(compare(test::small_site(pairs), 500, 10).empty());
}

// A lost rear door heats the loop of the zone's units. Which door is the worst depends on what stands: the rows take the worst that may.
TEST(RowsAndChecks, OfALostRearDoorAreNoLessStrict) {
  const Site site = test::small_site(
      {"liquid.loops.doors={coolant: water, supply: 18 degC, flow: 300 L/min, return_limit: 30 degC, rejection: {type: "
       "test-chiller, units: 2, spare: 1, feeds: [mech, mech-2], pump_power: 0 W}}",
       "air.rear_doors={doors: {type: test-door, loop: doors, leaving: 26 degC, rows: [r1], racks: [test-network, "
       "test-management]}}"});
  const std::vector<capacity::Choice> choices = capacity::choices(site);
  const capacity::Part part = search::capacity_part(site, choices);
  std::map<Key, double> limits;
  for (const capacity::Row& row : part.rows) limits[{row.rule, row.element, row.scenario}] = row.limit;
  std::mt19937_64 random(11);
  std::map<Rule, int> equal, stricter;
  for (int i = 0; i < 500; ++i) {
    const Plan plan = random_plan(site, choices, random);
    const std::map<Key, double> sums = row_sums(site, plan, choices, part);
    const std::vector<double> zone_heat_w = thermal::zone_heat_w(site, plan, power::zone_losses_w(site, plan));
    for (const Check& check :
         hydraulics::check(site, plan, zone_heat_w, thermal::door_heat_w(site, plan), nullptr,
                           {thermal::door_lost_text(site), thermal::lost_door_heat_w(site, plan)})) {
      if (check.scenario != "1 rear door lost") continue;
      const double sum = sums.at({check.rule, check.where, check.scenario});
      const double rounding = 1e-9 * std::abs(check.value);
      EXPECT_GE(sum, check.value - rounding) << rule_id(check.rule) << " " << check.where << ", placement " << i;
      EXPECT_DOUBLE_EQ(limits.at({check.rule, check.where, check.scenario}), check.limit);
      ++(sum > check.value + rounding ? stricter : equal)[check.rule];
    }
  }
  for (const Rule rule : {Rule::liquid_fws_return, Rule::liquid_rejection}) {
    EXPECT_GT(equal[rule], 50) << rule_id(rule);
    EXPECT_GT(stricter[rule], 5) << rule_id(rule);  // with doors of management racks alone
  }
}

TEST(RowsAndChecks, AgreeInEveryPhase) {
  const Site site = test::load_data_site("small-phases.yaml");
  for (int phase = 0; phase < phase_count(site); ++phase) {
    const Site view = in_phase(site, phase);
    const std::set<Rule> compared = compare(view, 1'000, 5);
    for (const Rule rule : kExpected) EXPECT_TRUE(compared.count(rule)) << rule_id(rule) << " was never compared";
    compare_every_loss(view, 100, 6);
  }
}

TEST(RowsAndChecks, AgreeOnALoopThatGrowsInALaterPhase) {
  const Site site = test::load_data_site(
      "small-phases.yaml", {"liquid.loops.fws.grows={p2: {flow: 2000 L/min, supply: 37 degC, return_limit: 49 degC}}"});
  for (int phase = 0; phase < phase_count(site); ++phase) {
    const std::set<Rule> compared = compare(in_phase(site, phase), 500, 7);
    EXPECT_TRUE(compared.count(Rule::liquid_fws_return)) << "in phase " << phase;
    EXPECT_TRUE(compared.count(Rule::liquid_cdu_heat)) << "in phase " << phase;
  }
}

}  // namespace
}  // namespace hallplan
