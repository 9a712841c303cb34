// The lines of devices: sums by hand, and the rows of the search on random placements.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "planner/power/phase.hpp"
#include "planner/power/power.hpp"
#include "tests/power/sites.hpp"
#include "tests/support/load.hpp"

namespace hallplan::power {
namespace {

using test::device;
using test::find_check;
using test::number;
using test::with_rule;

RackType with_circuits(int count, int phases, int cords) {
  RackType rack;
  rack.cords = cords;
  rack.circuits = RackCircuits{count, number(32), number(400), phases};
  return rack;
}

double factor_of(int count, int phases, int cords = 1) {
  return 3 * worst_line(branches_of(with_circuits(count, phases, cords), 0));
}

TEST(Phase, TheWorstLineOfARackAgainstAThirdByHand) {
  EXPECT_NEAR(factor_of(1, 1), 3, 1e-12);    // all of it on one line
  EXPECT_NEAR(factor_of(2, 1), 1.5, 1e-12);  // half on each of two
  EXPECT_NEAR(factor_of(3, 1), 1, 1e-12);
  EXPECT_NEAR(factor_of(4, 1), 1.5, 1e-12);  // 2 of 4
  EXPECT_NEAR(factor_of(6, 1), 1, 1e-12);
  EXPECT_NEAR(factor_of(1, 2), std::numbers::sqrt3, 1e-12);  // P / V against P / (1.732 V)
  EXPECT_NEAR(factor_of(2, 2), 1.5, 1e-12);                  // two branches of P / 2 V meet: 1.732 / 2 P / V
  EXPECT_NEAR(factor_of(3, 2), 1, 1e-12);
  EXPECT_NEAR(factor_of(4, 2), 3 * std::sqrt(0.375 * 0.375 + 0.0625 / 12), 1e-12);
  EXPECT_NEAR(factor_of(5, 3), 1, 1e-12);
  EXPECT_NEAR(factor_of(6, 1, 2), 1, 1e-12);  // three on each side
  EXPECT_NEAR(factor_of(8, 1, 2), 1.5, 1e-12);
  // Three and four: either side may have the fourth. Of each line the most: 2/4, 1/3, 1/3.
  EXPECT_NEAR(factor_of(7, 1, 2), 1.5, 1e-12);
  EXPECT_FALSE(is_balanced(with_circuits(7, 1, 2)));
  EXPECT_TRUE(is_balanced(with_circuits(6, 1, 2)));
  EXPECT_TRUE(is_balanced(RackType{}));
}

/// The magnitude of a line's current by phasors, in watts: branch currents at one power factor, V line to line 1.
double by_phasors(const Branches& branches, std::size_t line) {
  const auto turned = [](double degrees) { return std::polar(1.0, degrees * std::numbers::pi / 180); };
  const double angle = -120.0 * static_cast<double>(line);
  const double before = branches.line[(line + 2) % 3];
  std::complex<double> current_a = branches.neutral[line] * std::numbers::sqrt3 * turned(angle);
  current_a += branches.line[line] * turned(angle + 30);  // V_ab leads V_a by 30 degrees
  current_a -= before * turned(angle + 30 + 120);         // V_ca leads V_ab by 120
  return std::abs(current_a) / std::numbers::sqrt3;
}

TEST(Phase, LinesAreThoseOfPhasors) {
  std::mt19937 random(5);
  std::uniform_real_distribution<double> watts(0, 1e5);
  for (int i = 0; i < 200; ++i) {
    const Branches branches{{watts(random), watts(random), watts(random)},
                            {watts(random), watts(random), watts(random)}};
    for (int line = 0; line < 3; ++line) {
      EXPECT_NEAR(line_of(branches, line), by_phasors(branches, static_cast<std::size_t>(line)), 1e-6);
    }
  }
}

TEST(Phase, AnUnbalancedDeltaByHand) {
  // I_ab = 10 A and I_ca = 20 A at 400 V, power factor 1: I_a = sqrt(100 + 400 + 200) = 26.458 A; in watts x 400 / 1.732.
  const Branches branches{{}, {4000, 0, 8000}};
  EXPECT_NEAR(line_of(branches, 0), 26.4575131 * 400 / std::numbers::sqrt3, 1e-4);
  EXPECT_NEAR(line_of(branches, 1), 10 * 400 / std::numbers::sqrt3, 1e-9);
  EXPECT_NEAR(line_of(branches, 2), 20 * 400 / std::numbers::sqrt3, 1e-9);
}

/// One busway of 30 kW under racks of 9 kW with one cord and so many circuits, in these slots.
struct OneBusway {
  Site site;
  Plan plan;

  OneBusway(int count, int phases, const std::vector<int>& slots) : site(test::bare_site(9e3, 1)) {
    test::add_device(site, "utility", DeviceKind::utility, {}).rating_w = number(1e6);
    test::add_device(site, "bus", DeviceKind::busway, {"utility"}).rating_w = number(30e3);
    device(site, "bus").full_rated = true;
    site.rows[0].feeds.push_back({test::device_ref(site, "bus"), test::device_ref(site, "bus")});
    site.catalogue.racks[0].body.circuits = RackCircuits{count, number(63), number(400), phases};
    for (const int slot : slots) {
      plan.racks.push_back(test::rack_on(site, "bus"));
      plan.racks.back().slot = slot;
    }
  }
  [[nodiscard]] Check line() const { return find_check(check(site, plan), Rule::power_phase, "bus", "normal"); }
};

TEST(Phase, ThreeSinglePhaseRacksBalanceAndTwoLeaveOneLineEmpty) {
  const Check three = OneBusway(1, 1, {0, 1, 2}).line();
  EXPECT_NEAR(three.value, 9e3, 1e-6);
  EXPECT_NEAR(three.limit, 10e3, 1e-6);
  EXPECT_EQ(three.status, Status::pass);
  EXPECT_EQ(three.arithmetic, "to neutral L1, L2, L3: 9 kW, 9 kW, 9 kW; limit of a line 30 kW / 3 = 10 kW");
  const Check two = OneBusway(1, 1, {0, 1}).line();
  EXPECT_NEAR(two.value, 9e3, 1e-6);
  EXPECT_EQ(two.arithmetic.rfind("to neutral L1, L2, L3: 9 kW, 9 kW, 0 kW; ", 0), 0U) << two.arithmetic;
  // Slots 1 and 4 start on the same line: 18 kW of the busway's 30 are too much.
  const Check same = OneBusway(1, 1, {0, 3}).line();
  EXPECT_NEAR(same.value, 18e3, 1e-6);
  EXPECT_EQ(same.status, Status::fail);
}

TEST(Phase, LineToLineByHand) {
  // Slots 1 and 2: 9 kW on L1-L2 and 9 kW on L2-L3. L2 carries sqrt(3) x 9 kW / V, in watts 9 kW; a third of 30 kW is 10 kW.
  const Check two = OneBusway(1, 2, {0, 1}).line();
  EXPECT_NEAR(two.value, 9e3, 1e-6);
  EXPECT_EQ(two.status, Status::pass);
  EXPECT_NE(two.arithmetic.find("L2 = sqrt((0 kW + (9 kW + 9 kW) / 2)^2 + (9 kW - 9 kW)^2 / 12) = 9 kW"),
            std::string::npos)
      << two.arithmetic;
  const Check same = OneBusway(1, 2, {0, 3}).line();  // 18 kW on one branch: 18 / 1.732
  EXPECT_NEAR(same.value, 18e3 / std::numbers::sqrt3, 1e-6);
  EXPECT_EQ(same.status, Status::fail);
}

TEST(Phase, NothingIsSaidOfBalancedRacks) {
  for (const int count : {3, 6}) {
    const OneBusway hall(count, 1, {0, 1});
    EXPECT_TRUE(with_rule(check(hall.site, hall.plan), Rule::power_phase).empty());
    EXPECT_EQ(with_rule(check(hall.site, hall.plan), Rule::power_busway).size(), 1U);
  }
  for (const capacity::Row& row : capacity_rows(OneBusway(3, 1, {}).site, {{0, 0, 0, -1}}).rows) {
    EXPECT_NE(row.rule, Rule::power_phase);
  }
}

TEST(Phase, UnknownLimitsAndLoadsArePassedByNobody) {
  OneBusway hall(1, 1, {0});
  device(hall.site, "bus").rating_w.reset();
  EXPECT_EQ(hall.line().status, Status::undecided);
  OneBusway most(1, 1, {0});
  most.site.basis.sustained = SustainedLevel::max;
  EXPECT_EQ(most.line().status, Status::undecided);
}

TEST(Phase, ATapOffCircuitCarriesByItsPhases) {
  const auto current_a = [](int phases) {
    const OneBusway hall(2, phases, {0});
    return with_rule(check(hall.site, hall.plan), Rule::power_tap_off).at(0);
  };
  EXPECT_NEAR(current_a(3).value, 9e3 / (std::numbers::sqrt3 * 400 * 2), 1e-9);
  EXPECT_NEAR(current_a(2).value, 9e3 / (400.0 * 2), 1e-9);
  EXPECT_NEAR(current_a(1).value, 9e3 * std::numbers::sqrt3 / (400 * 2), 1e-9);  // 4.5 kW / 231 V
  EXPECT_EQ(current_a(1).arithmetic.rfind("9 kW / (400 V / 1.732 x 1 x 2) = 19.486 A a circuit; ", 0), 0U)
      << current_a(1).arithmetic;
}

/// The small hall with compute racks of single-phase, network racks of line-to-line circuits, a PDU over bus-a, and plant on it.
Site mixed_site(FaultPolicy policy) {
  Site site = test::small_site();
  site.policy.power = policy;
  test::add_device(site, "pdu-a", DeviceKind::pdu, {"ups-a"}).rating_w = number(500e3);
  device(site, "pdu-a").efficiency = number(0.98);
  device(site, "bus-a").from = {test::device_ref(site, "pdu-a")};
  site.air_zones[0].feeds.push_back(test::device_ref(site, "pdu-a"));
  for (Product<RackType>& rack : site.catalogue.racks) {
    if (rack.id == "test-compute") rack.body.circuits = RackCircuits{8, number(60), number(415), 1};
    if (rack.id == "test-network") rack.body.circuits = RackCircuits{2, number(60), number(415), 2};
    if (rack.id == "test-management") rack.body.circuits = RackCircuits{3, number(60), number(415), 1};
  }
  return site;
}

struct Placed {
  Plan plan;
  std::vector<double> used;  ///< by row
};

Placed random_placement(const Site& site, const std::vector<capacity::Choice>& choices, const capacity::Part& part,
                        std::mt19937& random) {
  Placed placed;
  for (const capacity::Row& row : part.rows) placed.used.push_back(row.base);
  for (std::size_t n = random() % 9; n > 0; --n) {
    const std::size_t picked = random() % choices.size();
    Placement rack;
    rack.type = choices[picked].type;
    rack.row = choices[picked].row;
    rack.slot = static_cast<int>(random() % 30);
    rack.feed_a = test::lost(site, "bus-a");
    rack.feed_b = test::lost(site, "bus-b");
    placed.plan.racks.push_back(rack);
    for (const capacity::Term& term : part.terms[picked])
      placed.used[static_cast<std::size_t>(term.row)] += term.amount;
  }
  return placed;
}

/// Every check of a line against the rows of its device; returns how many there were.
std::size_t expect_covered(const Site& site, const Placed& placed, const capacity::Part& part, bool equal) {
  std::size_t compared = 0;
  for (const Check& held : with_rule(check(site, placed.plan), Rule::power_phase)) {
    if (held.status == Status::undecided) continue;  // nobody states how long the switch takes
    double most = 0;
    for (std::size_t r = 0; r < part.rows.size(); ++r) {
      const capacity::Row& row = part.rows[r];
      if (row.rule != Rule::power_phase || row.element != held.where) continue;
      EXPECT_FALSE(row.proves);
      EXPECT_NEAR(row.limit, held.limit, 1e-6);
      const bool fits = equal ? row.scenario == held.scenario : true;
      if (fits) most = std::max(most, placed.used[r]);
    }
    EXPECT_GE(most, held.value - 1e-6) << held.where << ", " << held.scenario;
    ++compared;
  }
  return compared;
}

TEST(Phase, RowsCountNoLessThanChecksOnRandomPlacements) {
  for (const FaultPolicy policy : {FaultPolicy::single, FaultPolicy::maintenance}) {
    const Site site = mixed_site(policy);
    const std::vector<capacity::Choice> choices = capacity::choices(site);
    const capacity::Part part = capacity_rows(site, choices);
    std::mt19937 random(11);
    std::size_t compared = 0;
    for (int i = 0; i < 100; ++i) {
      compared +=
          expect_covered(site, random_placement(site, choices, part, random), part, policy == FaultPolicy::single);
    }
    EXPECT_GT(compared, 200U);
  }
}

TEST(Phase, RowsOfBalancedRacksEqualAThirdOfTheDevice) {
  const Site site = mixed_site(FaultPolicy::single);
  const std::vector<capacity::Choice> choices = capacity::choices(site);
  const capacity::Part part = capacity_rows(site, choices);
  for (std::size_t c = 0; c < choices.size(); ++c) {
    RackType rack = site.catalogue.racks[static_cast<std::size_t>(choices[c].type)].body;
    const double share = worst_line(branches_of(rack, 0));
    for (const capacity::Term& term : part.terms[c]) {
      const capacity::Row& line = part.rows[static_cast<std::size_t>(term.row)];
      if (line.rule != Rule::power_phase) continue;
      double of_device = 0;
      for (const capacity::Term& other : part.terms[c]) {
        const capacity::Row& row = part.rows[static_cast<std::size_t>(other.row)];
        const bool same = row.element == line.element && row.scenario == line.scenario;
        const bool of_its_kind =
            row.rule == Rule::power_busway || row.rule == Rule::power_pdu || row.rule == Rule::power_ups;
        if (same && of_its_kind) of_device = other.amount;
      }
      EXPECT_NEAR(term.amount, share * of_device, 1e-6);
      EXPECT_GE(share, 1.0 / 3 - 1e-12);
    }
  }
}

/// utility -> tx -> ups of two modules of 15 kW -> bus, under single-phase racks of 9 kW in these slots.
struct BelowAUps {
  OneBusway hall;

  explicit BelowAUps(const std::vector<int>& slots) : hall(1, 1, slots) {
    Site& site = hall.site;
    test::add_device(site, "tx", DeviceKind::transformer, {"utility"}).rating_w = number(60e3);
    test::add_device(site, "ups", DeviceKind::ups, {"tx"});
    Product<UpsType> type;
    type.id = "modular";
    type.body.module_w = number(15e3);
    type.body.efficiency = number(0.96);
    site.catalogue.ups.push_back(type);
    device(site, "ups").ups_type = {"modular", {}, 0};
    device(site, "ups").modules = 2;
    device(site, "bus").from = {test::device_ref(site, "ups")};
    device(site, "bus").rating_w = number(90e3);
    device(site, "tx").efficiency = number(0.99);
  }
  [[nodiscard]] std::vector<Check> lines() const { return with_rule(check(hall.site, hall.plan), Rule::power_phase); }
};

TEST(Phase, AUpsCarriesAThirdOnEachLineOfItsOutput) {
  // Slots 1 and 4 are both on L1: 18 kW of 30 kW in all, of which one line carries 10 kW. The busway of 90 kW stands it.
  const BelowAUps same({0, 3});
  const std::vector<Check> lines = same.lines();
  EXPECT_EQ(find_check(lines, Rule::power_phase, "bus", "normal").status, Status::pass);
  const Check ups = find_check(lines, Rule::power_phase, "ups", "normal");
  EXPECT_EQ(ups.status, Status::fail);
  EXPECT_NEAR(ups.value, 18e3, 1e-6);
  EXPECT_NEAR(ups.limit, 10e3, 1e-6);
  EXPECT_EQ(lines.size(), 2U);  // it draws evenly: nothing is said of what feeds it
  EXPECT_EQ(find_check(BelowAUps({0, 1}).lines(), Rule::power_phase, "ups", "normal").status, Status::pass);
  const capacity::Part part = capacity_rows(same.hall.site, {{0, 0, 0, -1}});
  const auto of_ups = std::find_if(part.rows.begin(), part.rows.end(), [](const capacity::Row& row) {
    return row.rule == Rule::power_phase && row.element == "ups";
  });
  ASSERT_NE(of_ups, part.rows.end());
  EXPECT_NEAR(of_ups->limit, 10e3, 1e-6);
  EXPECT_FALSE(of_ups->proves);
}

TEST(Phase, AUpsWithoutItsSpareModulesCarriesAThirdOfTheRest) {
  BelowAUps one({0});  // 9 kW on one line: of 10 kW, or of 5 kW with one module
  device(one.hall.site, "ups").spare_modules = 1;
  EXPECT_EQ(find_check(one.lines(), Rule::power_phase, "ups", "normal").status, Status::pass);
  const Check fewer = find_check(one.lines(), Rule::power_phase, "ups", "1 module of ups lost");
  EXPECT_EQ(fewer.status, Status::fail);
  EXPECT_NEAR(fewer.limit, 5e3, 1e-6);
  const capacity::Part part = capacity_rows(one.hall.site, {{0, 0, 0, -1}});
  EXPECT_TRUE(std::any_of(part.rows.begin(), part.rows.end(), [](const capacity::Row& row) {
    return row.rule == Rule::power_phase && row.scenario == "1 module of ups lost" && std::abs(row.limit - 5e3) < 1e-6;
  }));
}

TEST(Phase, BoardsAndTransformersAreHeldAndWhatStandsAboveThemIsNotKnown) {
  Site site = OneBusway(1, 1, {0, 3}).site;
  const Plan plan = OneBusway(1, 1, {0, 3}).plan;
  test::add_device(site, "main", DeviceKind::switchboard, {"utility"}).rating_w = number(30e3);
  test::add_device(site, "tx", DeviceKind::transformer, {"main"}).rating_w = number(30e3);
  test::add_device(site, "board", DeviceKind::switchboard, {"tx"}).rating_w = number(30e3);
  device(site, "tx").efficiency = number(0.99);
  device(site, "bus").from = {test::device_ref(site, "board")};
  for (const char* id : {"main", "board"}) device(site, id).full_rated = true;
  const std::vector<Check> lines = with_rule(check(site, plan), Rule::power_phase);
  for (const char* id : {"bus", "board", "tx"}) {
    EXPECT_EQ(find_check(lines, Rule::power_phase, id, "normal").status, Status::fail) << id;
  }
  const Check above = find_check(lines, Rule::power_phase, "main", "normal");
  EXPECT_EQ(above.status, Status::undecided);
  EXPECT_EQ(above.arithmetic.find("how the windings of tx spread its lines is not known; "), 0U) << above.arithmetic;
  device(site, "main").rating_w = number(60e3);  // 18 kW / 99 % of 20 kW
  EXPECT_EQ(find_check(check(site, plan), Rule::power_phase, "main", "normal").status, Status::pass);
  site.policy.margins.power = number(0.1);  // of 18 kW: no failure, either
  const Check kept = find_check(check(site, plan), Rule::power_phase, "main", "normal");
  EXPECT_EQ(with_margin(kept, 0.1).status, Status::undecided);
}

// Two racks on L1, 18 kW, and on the same board a UPS whose battery takes 6 kW, 2 kW of each line.
TEST(Phase, ABatteryLoadsEveryLine) {
  OneBusway hall(1, 1, {0, 3});
  Site& site = hall.site;
  test::add_device(site, "board", DeviceKind::switchboard, {"utility"}).rating_w = number(57e3);
  device(site, "board").full_rated = true;
  device(site, "bus").from = {test::device_ref(site, "board")};
  Device& ups = test::add_device(site, "ups", DeviceKind::ups, {"board"});
  ups.efficiency = number(0.96);
  ups.recharge_w = number(6e3);
  test::add_device(site, "other", DeviceKind::busway, {"ups"});
  const Check lines = find_check(check(site, hall.plan), Rule::power_phase, "board", "normal");
  EXPECT_NEAR(lines.value, 20e3, 1e-6);
  EXPECT_EQ(lines.status, Status::fail);  // of 19 kW
}

TEST(Phase, TheWorstLossIsShownAndTheMatrixKnowsIt) {
  Site site = mixed_site(FaultPolicy::single);
  Plan plan{{test::rack_on(site, "bus-a", "bus-b")}, {}, {}};
  for (std::size_t t = 0; t < site.catalogue.racks.size(); ++t) {
    if (site.catalogue.racks[t].id == "test-compute") plan.racks[0].type = static_cast<int>(t);
  }
  device(site, "bus-b").rating_w =
      number(149e3);  // 100 kW of four circuits, two on L1: 50 kW of 49.67 with side a lost
  device(site, "bus-b").full_rated = true;
  const std::vector<Check> checks = with_rule(check(site, plan), Rule::power_phase);
  const Check normal = find_check(checks, Rule::power_phase, "bus-b", "normal");
  EXPECT_NEAR(normal.value, 25e3, 1e-6);
  EXPECT_EQ(normal.status, Status::pass);
  const auto worst = std::find_if(checks.begin(), checks.end(), [](const Check& check) {
    return check.where == "bus-b" && check.scenario != "normal";
  });
  ASSERT_NE(worst, checks.end());
  EXPECT_NEAR(worst->value, 50e3, 1e-6);
  EXPECT_EQ(worst->status, Status::fail);
  bool in_matrix = false;
  for (const LossRow& row : check_losses(site, plan)) {
    if (row.scenario != worst->scenario) continue;
    for (const Check& check : with_rule(row.checks, Rule::power_phase)) {
      in_matrix = check.where == "bus-b" && check.status == Status::fail;
    }
  }
  EXPECT_TRUE(in_matrix);
}

}  // namespace
}  // namespace hallplan::power
