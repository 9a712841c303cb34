// The capacity rows against the simulation: two pieces of code, one answer.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>
#include <tuple>

#include "planner/power/power.hpp"
#include "tests/power/sites.hpp"
#include "tests/support/load.hpp"

namespace hallplan::power {
namespace {

using capacity::Choice;
using test::add_device;
using test::device;
using test::device_ref;
using test::number;

Placement placed(const Site& site, const Choice& choice) {
  Placement rack;
  rack.type = choice.type;
  rack.row = choice.row;
  rack.cdu_group = choice.cdu_group;
  const FeedPair& pair =
      site.rows[static_cast<std::size_t>(choice.row)].feeds[static_cast<std::size_t>(choice.feed_pair)];
  rack.feed_a = pair.a.index;
  if (site.catalogue.racks[static_cast<std::size_t>(choice.type)].body.cords > 1) rack.feed_b = pair.b.index;
  return rack;
}

/// The values of all rows for a placement, by (scenario, element, peak or not).
using Key = std::tuple<std::string, std::string, bool>;
std::map<Key, double> row_values(const capacity::Part& part, const std::vector<int>& picked) {
  std::vector<double> values;
  for (const capacity::Row& row : part.rows) values.push_back(row.base);
  for (const int choice : picked) {
    for (const capacity::Term& term : part.terms[static_cast<std::size_t>(choice)]) {
      values[static_cast<std::size_t>(term.row)] += term.amount;
    }
  }
  std::map<Key, double> by_key;
  for (std::size_t r = 0; r < part.rows.size(); ++r) {
    const capacity::Row& row = part.rows[r];
    const bool fresh = by_key.emplace(Key{row.scenario, row.element, row.rule == Rule::power_peak}, values[r]).second;
    EXPECT_TRUE(fresh) << "twice: " << row.element << ", " << row.scenario;
  }
  return by_key;
}

/// The row of a scenario says what was simulated. One that is left out says what the normal one says, or nothing.
void expect_row(const std::map<Key, double>& values, const Key& key, double simulated_w) {
  constexpr double kTolerance_w = 1e-6;
  const auto& [scenario, element, peak] = key;
  const auto found = values.find(key);
  if (found != values.end()) {
    ASSERT_NEAR(found->second, simulated_w, kTolerance_w) << element << ", " << scenario;
    return;
  }
  const auto normal = values.find({"normal", element, peak});
  const double normal_w = normal != values.end() ? normal->second : 0;
  ASSERT_TRUE(std::abs(simulated_w - normal_w) < kTolerance_w || std::abs(simulated_w) < kTolerance_w)
      << element << ", " << scenario << ": no row, simulated " << simulated_w << " W, normal " << normal_w << " W";
}

/// Every device with a limit in every state, on random placements.
void expect_rows_equal_simulation(const Site& site, int placements) {
  const std::vector<Choice> choices = capacity::choices(site);
  ASSERT_FALSE(choices.empty());
  const capacity::Part part = capacity_rows(site, choices);
  ASSERT_EQ(part.terms.size(), choices.size());
  std::mt19937 random(7);
  for (int i = 0; i < placements; ++i) {
    Plan plan;
    std::vector<int> picked;
    for (std::size_t n = random() % 20; n > 0; --n) {
      picked.push_back(static_cast<int>(random() % choices.size()));
      plan.racks.push_back(placed(site, choices[static_cast<std::size_t>(picked.back())]));
    }
    const std::map<Key, double> values = row_values(part, picked);
    std::vector<int> states = losses(site);
    states.push_back(-1);
    for (const int which : states) {
      const State state = simulate(site, plan, which);
      const std::string scenario = which < 0 ? "normal" : site.devices[static_cast<std::size_t>(which)].id + " lost";
      for (const int d : losses(site)) {
        const auto at = static_cast<std::size_t>(d);
        if (d == which || !state.live[at]) continue;
        const Device& here = site.devices[at];
        if (std::isfinite(limit_of(site, here).continuous_w)) {
          expect_row(values, {scenario, here.id, false}, state.output_w[at]);
        }
        if (here.short_time_w) expect_row(values, {scenario, here.id, true}, state.peak_w[at]);
        if (::testing::Test::HasFatalFailure()) return;
      }
    }
  }
}

TEST(Rows, EqualSimulationOnTheSmallHall) { expect_rows_equal_simulation(test::small_site(), 300); }

TEST(Rows, EqualSimulationWithCatcherThirdSupplyAndSingleCords) {
  Site site = test::small_site();
  add_device(site, "ups-c", DeviceKind::ups, {"tx-a", "tx-b"}).rating_w = number(400e3);
  device(site, "ups-c").efficiency = number(0.94);
  device(site, "ups-c").recharge_w = number(21e3);
  device(site, "ups-a").recharge_w = number(17e3);
  add_device(site, "pdu-a", DeviceKind::pdu, {"ups-a", "ups-c"}).sharing = Sharing::first;
  add_device(site, "pdu-b", DeviceKind::pdu, {"ups-b", "ups-c", "ups-a"}).sharing = Sharing::equal;
  for (const char* id : {"pdu-a", "pdu-b"}) {
    device(site, id).rating_w = number(300e3);
    device(site, id).short_time_w = number(330e3);
    device(site, id).efficiency = number(0.985);
  }
  site.rows[0].feeds.push_back({device_ref(site, "pdu-a"), device_ref(site, "pdu-b")});
  for (Product<RackType>& rack : site.catalogue.racks) {
    if (rack.id == "test-management") rack.body.cords = 1;
  }
  test::feed_plant_from(site, {"tx-a", "pdu-b", "tx-b"});
  expect_rows_equal_simulation(site, 300);
}

TEST(Rows, OneRackByHand) {
  // One compute rack of 100 kW on [bus-a, bus-b]: 50 kW on bus-a; without bus-b 100 kW. On tx-a in normal running
  // 50 / 0.96 = 52.083 kW beside half the plant, 57 kW.
  const Site site = test::small_site();
  const std::vector<Choice> choices = capacity::choices(site);
  const capacity::Part part = capacity_rows(site, choices);
  int compute = -1;
  for (std::size_t c = 0; c < choices.size(); ++c) {
    if (site.catalogue.racks[static_cast<std::size_t>(choices[c].type)].id == "test-compute")
      compute = static_cast<int>(c);
  }
  ASSERT_GE(compute, 0);
  const std::map<Key, double> values = row_values(part, {compute});
  EXPECT_NEAR(values.at({"normal", "bus-a", false}), 50e3, 1e-6);
  EXPECT_NEAR(values.at({"bus-b lost", "bus-a", false}), 100e3, 1e-6);
  EXPECT_NEAR(values.at({"normal", "tx-a", false}), 57e3 + 52'083.333333, 1e-6);
  EXPECT_NEAR(values.at({"normal", "ups-a", true}), 60e3, 1e-6);  // half of EDPp 120 kW
  EXPECT_EQ(values.count({"bus-a lost", "bus-a", false}), 0U);    // nothing is on a lost device
}

TEST(Rows, ALimitOfWhichNothingIsKnownKeepsNoRackOut) {
  const auto rows_of = [](const Site& site, const std::string& element) {
    const capacity::Part part = capacity_rows(site, capacity::choices(site));
    return std::count_if(part.rows.begin(), part.rows.end(), [&](const capacity::Row& row) {
      return row.rule == Rule::power_busway && row.element == element;
    });
  };
  EXPECT_GT(rows_of(test::small_site(), "bus-a"), 0);
  const Site hot = test::small_site({"basis.busway_ambient=80 degC"});  // beyond the derating table
  EXPECT_EQ(rows_of(hot, "bus-a"), 0);
  Plan plan;
  const std::vector<Check> checks = check(hot, plan);
  const auto of_bus =
      std::find_if(checks.begin(), checks.end(), [](const Check& one) { return one.rule == Rule::power_busway; });
  ASSERT_NE(of_bus, checks.end());
  EXPECT_EQ(of_bus->status, Status::undecided) << "and the check does not pass";
}

TEST(Rows, SpareModulesLeaveLessOfAUps) {
  Site site = test::small_site();
  device(site, "ups-a").spare_modules = 1;  // of two modules of 400 kW
  const capacity::Part part = capacity_rows(site, capacity::choices(site));
  int found = 0;
  for (std::size_t r = 0; r < part.rows.size(); ++r) {
    if (part.rows[r].scenario != "1 module of ups-a lost") continue;
    ++found;
    EXPECT_EQ(part.rows[r].element, "ups-a");
    EXPECT_EQ(part.rows[r].limit, 400e3);
    for (const auto& terms : part.terms) {  // what it carries in normal running: half of each rack
      double here = 0, normal = 0;
      for (const capacity::Term& term : terms) {
        const capacity::Row& row = part.rows[static_cast<std::size_t>(term.row)];
        if (term.row == static_cast<int>(r)) here = term.amount;
        if (row.element == "ups-a" && row.scenario == "normal" && row.rule == Rule::power_ups) normal = term.amount;
      }
      EXPECT_GT(here, 0);
      EXPECT_EQ(here, normal);
    }
  }
  EXPECT_EQ(found, 1);
}

TEST(Rows, NameWhatWouldRaiseThem) {
  const Site site = test::small_site();
  for (const capacity::Row& row : capacity_rows(site, capacity::choices(site)).rows) {
    if (row.element == "ups-a") {
      EXPECT_EQ(row.unit_one_buys, "a UPS module");
    }
    if (row.rule == Rule::power_peak) {
      EXPECT_EQ(row.limit, 600e3);
    }
    EXPECT_EQ(row.dimension, Dimension::power);
  }
}

TEST(Rows, UnknownDeratingLeavesNoRoom) {
  Site site = test::small_site();
  site.basis.busway_ambient_degc = number(60);
  site.catalogue.busways[0].body.derating = {{number(40), number(1.0)}};
  for (const capacity::Row& row : capacity_rows(site, capacity::choices(site)).rows) {
    if (row.rule == Rule::power_busway) {
      EXPECT_EQ(row.limit, 0);
    }
  }
}

/// Rows of a rule, and how many choices of a rack type take more than they have.
int refused(const Site& site, Rule rule, const std::string& type) {
  const std::vector<Choice> choices = capacity::choices(site);
  const capacity::Part part = capacity_rows(site, choices);
  int count = 0;
  for (std::size_t c = 0; c < choices.size(); ++c) {
    if (site.catalogue.racks[static_cast<std::size_t>(choices[c].type)].id != type) continue;
    for (const capacity::Term& term : part.terms[c]) {
      const capacity::Row& row = part.rows[static_cast<std::size_t>(term.row)];
      if (row.rule == rule && row.element.starts_with(type) && term.amount > row.limit) ++count;
    }
  }
  return count;
}

/// A rack type of a site that a test changes.
RackType& rack_type(Site& site, const std::string& id) {
  return std::find_if(site.catalogue.racks.begin(), site.catalogue.racks.end(),
                      [&](const auto& r) { return r.id == id; })
      ->body;
}

// One side's shelves: 100 kW x 97.5 % = 97.5 kW DC of 4 x 25 kW; its circuits: 34.8 A of 60 A x 80 %.
TEST(RackRows, RefuseWhatFailsOnOneSide) {
  Site site = test::small_site();
  EXPECT_EQ(refused(site, Rule::power_shelf, "test-compute"), 0);
  rack_type(site, "test-compute").shelves->rating_w = number(24.3e3);  // 97.2 kW
  EXPECT_EQ(refused(site, Rule::power_shelf, "test-compute"), 1);
  site = test::small_site();
  rack_type(site, "test-compute").circuits->rating_a = number(43);  // x 80 % = 34.4 A
  EXPECT_EQ(refused(site, Rule::power_tap_off, "test-compute"), 1);
  EXPECT_EQ(refused(site, Rule::power_tap_off, "test-network"), 0);
}

// A margin of 30 % would leave 70 of the 97.5 kW that its shelves carry: but it is the hall's, not the maker's.
TEST(RackRows, TakeNoMarginOffWhatTheMakerRates) {
  const Site site = test::small_site({"policy.margin={power: 30 %}"});
  EXPECT_EQ(refused(site, Rule::power_shelf, "test-compute"), 0);
  EXPECT_EQ(refused(site, Rule::power_tap_off, "test-compute"), 0);
}

TEST(RackRows, RefuseNothingByARuleThatOnlyWarns) {
  Site site = test::small_site({"policy={warnings: [power.shelf]}"});
  rack_type(site, "test-compute").shelves->rating_w = number(24.3e3);
  EXPECT_EQ(refused(site, Rule::power_shelf, "test-compute"), 0);
}

TEST(RackRows, RefuseFeedsOfAnotherVoltage) {
  Site site = test::small_site();
  EXPECT_EQ(refused(site, Rule::power_feeds, "test-network"), 0);
  device(site, "bus-b").voltage_v = number(208);
  EXPECT_EQ(refused(site, Rule::power_feeds, "test-network"), 1);
}

}  // namespace
}  // namespace hallplan::power
