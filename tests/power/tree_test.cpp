// The simulated tree against hand calculations.
//
// The small hall with its six racks: IT 4 x 100 + 20 + 10 = 430 kW. Plant: 3 CDUs x 5 + 3 air units x 3 + 3 coolers x 10
// + 2 chillers x 30 = 15 + 9 + 30 + 60 = 114 kW, half of it on each transformer's side. UPS 96 %, transformers 99 %.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "planner/power/power.hpp"
#include "tests/power/sites.hpp"
#include "tests/support/load.hpp"

namespace hallplan::power {
namespace {

using test::add_device;
using test::bare_site;
using test::device;
using test::device_index;
using test::lost;
using test::number;
using test::rack_on;

constexpr double kTolerance_w = 1e-6;

double output(const Site& site, const State& state, const std::string& id) {
  return state.output_w[device_index(site, id)];
}

class SmallHall : public ::testing::Test {
 protected:
  Site site_ = test::small_placed_site();
  Plan plan_ = pinned_plan(site_);
};

TEST_F(SmallHall, Normal) {
  // Each bus and UPS: 430 / 2 = 215 kW. Transformer: 215 / 0.96 + 114 / 2 = 223.958333 + 57 = 280.958333 kW.
  // Utility: 2 x 280.958333 / 0.99 = 567.592593 kW. The generator stands by.
  const State state = simulate(site_, plan_, -1);
  for (const char* id : {"bus-a", "bus-b", "ups-a", "ups-b"})
    EXPECT_NEAR(output(site_, state, id), 215e3, kTolerance_w);
  for (const char* id : {"tx-a", "tx-b"}) EXPECT_NEAR(output(site_, state, id), 280'958.333333, kTolerance_w);
  EXPECT_NEAR(output(site_, state, "utility"), 567'592.592593, kTolerance_w);
  EXPECT_EQ(output(site_, state, "gen"), 0);
  EXPECT_TRUE(state.dark_racks.empty());
  EXPECT_TRUE(state.dark_plant.empty());
  EXPECT_DOUBLE_EQ(it_w(site_, plan_), 430e3);
  EXPECT_NEAR(facility_w(site_, plan_), 567'592.592593, kTolerance_w);
}

TEST_F(SmallHall, UpsLost) {
  // Bus b and UPS b carry all 430 kW: 430 / 0.96 + 57 = 447.916667 + 57 = 504.916667 kW on tx-b, 57 kW on tx-a.
  const State state = simulate(site_, plan_, lost(site_, "ups-a"));
  EXPECT_EQ(output(site_, state, "ups-a"), 0);
  EXPECT_EQ(output(site_, state, "bus-a"), 0);
  EXPECT_FALSE(state.live[device_index(site_, "bus-a")]);
  EXPECT_NEAR(output(site_, state, "bus-b"), 430e3, kTolerance_w);
  EXPECT_NEAR(output(site_, state, "ups-b"), 430e3, kTolerance_w);
  EXPECT_NEAR(output(site_, state, "tx-b"), 504'916.666667, kTolerance_w);
  EXPECT_NEAR(output(site_, state, "tx-a"), 57e3, kTolerance_w);
  EXPECT_TRUE(state.dark_racks.empty());
}

TEST_F(SmallHall, BuswayLost) {
  // As after the loss of its UPS, but that one lives and carries nothing.
  const State state = simulate(site_, plan_, lost(site_, "bus-a"));
  EXPECT_TRUE(state.live[device_index(site_, "ups-a")]);
  EXPECT_EQ(output(site_, state, "ups-a"), 0);
  EXPECT_NEAR(output(site_, state, "bus-b"), 430e3, kTolerance_w);
  EXPECT_NEAR(output(site_, state, "tx-b"), 504'916.666667, kTolerance_w);
}

TEST_F(SmallHall, TransformerLostTakesThePlantAcross) {
  // tx-b: 430 / 0.96 + 114 = 447.916667 + 114 = 561.916667 kW.
  const State state = simulate(site_, plan_, lost(site_, "tx-a"));
  EXPECT_FALSE(state.live[device_index(site_, "ups-a")]);
  EXPECT_NEAR(output(site_, state, "tx-b"), 561'916.666667, kTolerance_w);
  EXPECT_TRUE(state.dark_racks.empty());
}

TEST_F(SmallHall, GeneratorTakesOver) {
  const State state = simulate(site_, plan_, lost(site_, "utility"));
  EXPECT_EQ(output(site_, state, "utility"), 0);
  EXPECT_NEAR(output(site_, state, "gen"), 567'592.592593, kTolerance_w);
  EXPECT_TRUE(state.dark_racks.empty());
}

TEST_F(SmallHall, PeaksAreSeparate) {
  // EDPp: 4 x 120 + 20 + 10 = 510 kW, all on b without UPS a. Plant as it is: tx-b 510 / 0.96 + 57 = 588.25 kW.
  const State state = simulate(site_, plan_, lost(site_, "ups-a"));
  EXPECT_NEAR(state.peak_w[device_index(site_, "ups-b")], 510e3, kTolerance_w);
  EXPECT_NEAR(state.peak_w[device_index(site_, "tx-b")], 588'250, kTolerance_w);
  EXPECT_NEAR(output(site_, state, "ups-b"), 430e3, kTolerance_w);
}

TEST_F(SmallHall, EnergyIsConserved) {
  // What the utility gives is what racks and plant take and devices lose, in every state.
  std::vector<int> states = losses(site_);
  states.push_back(-1);
  for (const int which : states) {
    const State state = simulate(site_, plan_, which);
    double lost_w = 0;
    for (std::size_t d = 0; d < site_.devices.size(); ++d) lost_w += state.input_w[d] - state.output_w[d];
    const double roots_w = output(site_, state, "utility") + output(site_, state, "gen");
    const double plant_w = state.dark_plant.empty() ? 114e3 : 0;
    EXPECT_NEAR(roots_w, 430e3 + plant_w + lost_w, 1e-6) << which;
  }
}

TEST_F(SmallHall, LoadIsLinearInRacks) {
  // The plan twice over adds its racks' load once more at every device; the plant's part stays.
  Plan twice = plan_;
  twice.racks.insert(twice.racks.end(), plan_.racks.begin(), plan_.racks.end());
  for (const int which : losses(site_)) {
    const State none = simulate(site_, Plan{}, which);
    const State one = simulate(site_, plan_, which);
    const State two = simulate(site_, twice, which);
    for (std::size_t d = 0; d < site_.devices.size(); ++d) {
      EXPECT_NEAR(two.output_w[d] - one.output_w[d], one.output_w[d] - none.output_w[d], 1e-6) << site_.devices[d].id;
    }
  }
}

TEST_F(SmallHall, SustainedLevelAndItsHighEnd) {
  site_.basis.sustained = SustainedLevel::max;  // 4 x 110 + 20 + 10
  EXPECT_DOUBLE_EQ(it_w(site_, plan_), 470e3);
  for (Product<RackType>& rack : site_.catalogue.racks) {
    if (rack.id == "test-compute") rack.body.power.max_w->high = 115e3;
  }
  EXPECT_DOUBLE_EQ(it_w(site_, plan_), 490e3);
}

TEST_F(SmallHall, LossesOfDevicesInTheHallHeatItsZone) {
  // UPS a alone stands in the hall: 215 / 0.96 - 215 = 8.958333 kW.
  device(site_, "ups-a").in_hall = true;
  device(site_, "ups-a").air_zone = {"room", {}, 0};
  ASSERT_EQ(zone_losses_w(site_, plan_).size(), 1U);
  EXPECT_NEAR(zone_losses_w(site_, plan_)[0], 8'958.333333, kTolerance_w);
}

// What recharges a battery passes everything above its UPS, and nothing below; it is no heat, and no use in normal running.
TEST_F(SmallHall, ABatteryIsRechargedByWhatFeedsItsUps) {
  for (const char* id : {"ups-a", "ups-b"}) {
    device(site_, id).in_hall = true;
    device(site_, id).air_zone = {"room", {}, 0};
  }
  const State before = simulate(site_, plan_, -1);
  const std::vector<double> heat_w = zone_losses_w(site_, plan_);
  const double facility = facility_w(site_, plan_);
  device(site_, "ups-a").recharge_w = number(40e3);
  const State state = simulate(site_, plan_, -1);
  const auto added_w = [&](const char* id) { return output(site_, state, id) - output(site_, before, id); };
  EXPECT_NEAR(added_w("bus-a"), 0, kTolerance_w);
  EXPECT_NEAR(added_w("ups-a"), 0, kTolerance_w);
  EXPECT_NEAR(added_w("tx-a"), 40e3, kTolerance_w);
  EXPECT_NEAR(added_w("tx-b"), 0, kTolerance_w);
  EXPECT_NEAR(added_w("utility"), 40e3 / 0.99, kTolerance_w);
  EXPECT_EQ(zone_losses_w(site_, plan_), heat_w);
  EXPECT_DOUBLE_EQ(facility_w(site_, plan_), facility);
  // On the generator too, and not at all once the UPS itself is lost.
  Site none = site_;
  device(none, "ups-a").recharge_w.reset();
  const auto of_gen = [&](const Site& site, const char* gone) {
    return output(site, simulate(site, plan_, lost(site, gone)), "gen");
  };
  EXPECT_NEAR(of_gen(site_, "utility") - of_gen(none, "utility"), 40e3 / 0.99, kTolerance_w);
  EXPECT_NEAR(output(site_, simulate(site_, plan_, lost(site_, "ups-a")), "utility"),
              output(none, simulate(none, plan_, lost(none, "ups-a")), "utility"), kTolerance_w);
}

TEST_F(SmallHall, AUpsTypeStatesTheRechargeOfOneModule) {
  const auto tx_w = [&] { return output(site_, simulate(site_, plan_, -1), "tx-a"); };
  const double before_w = tx_w();
  const auto type = static_cast<std::size_t>(device(site_, "ups-a").ups_type.index);
  site_.catalogue.ups[type].body.recharge_w = number(15e3);
  EXPECT_NEAR(tx_w() - before_w, 2 * 15e3, kTolerance_w);  // two modules
  device(site_, "ups-a").recharge_w = number(0);
  EXPECT_NEAR(tx_w(), before_w, kTolerance_w);
  const std::vector<Check> checks = check(site_, plan_);
  EXPECT_TRUE(std::any_of(checks.begin(), checks.end(), [](const Check& one) {
    return one.where == "tx-b" && one.arithmetic.find("battery of ups-b 30 kW") != std::string::npos;
  }));
}

// 2N as published for transformers: 800 kVA on two of 1000 kVA is 40 % on each, and 80 % on the one that is left.
TEST(Redundancy, TwoN) {
  Site site = bare_site(800e3);
  for (const char* id : {"tx-a", "tx-b"}) add_device(site, id, DeviceKind::transformer, {}).rating_va = number(1000e3);
  add_device(site, "utility", DeviceKind::utility, {});
  for (Device& tx : site.devices) {
    if (tx.kind == DeviceKind::transformer) tx.from = {test::device_ref(site, "utility")};
  }
  const Plan plan{{rack_on(site, "tx-a", "tx-b")}, {}, {}};
  const auto used = [&](int which) {
    return simulate(site, plan, which).output_w[0] / limit_of(site, site.devices[0]).continuous_w;
  };
  EXPECT_DOUBLE_EQ(used(-1), 0.40);
  EXPECT_DOUBLE_EQ(used(lost(site, "tx-b")), 0.80);
}

// N-make-(N-1): N devices in parallel may each carry (N-1)/N of what they carry when one of them is lost:
// 50, 66.7, 75, 80, 83.3 % for 2 to 6.
TEST(Redundancy, NMakeNMinusOne) {
  for (int n = 2; n <= 6; ++n) {
    Site site = bare_site(600e3, 1);
    add_device(site, "utility", DeviceKind::utility, {});
    std::vector<std::string> blocks;
    for (int i = 0; i < n; ++i) {
      blocks.push_back("ups-" + std::to_string(i));
      add_device(site, blocks.back(), DeviceKind::ups, {"utility"});
    }
    add_device(site, "bus", DeviceKind::busway, blocks);
    const Plan plan{{rack_on(site, "bus")}, {}, {}};
    const double normal_w = simulate(site, plan, -1).output_w[1];
    const double after_w = simulate(site, plan, lost(site, blocks.back())).output_w[1];
    EXPECT_NEAR(normal_w / after_w, (n - 1.0) / n, 1e-12);
  }
}

TEST(Redundancy, CatcherStandsByUntilItIsReached) {
  // Block and catcher: each busway draws from its own UPS first, then from the catcher.
  Site site = bare_site(100e3, 1);
  add_device(site, "utility", DeviceKind::utility, {});
  for (const char* id : {"ups-1", "ups-2", "catcher"}) add_device(site, id, DeviceKind::ups, {"utility"});
  add_device(site, "bus-1", DeviceKind::busway, {"ups-1", "catcher"}).sharing = Sharing::first;
  add_device(site, "bus-2", DeviceKind::busway, {"ups-2", "catcher"}).sharing = Sharing::first;
  const Plan plan{{rack_on(site, "bus-1"), rack_on(site, "bus-2")}, {}, {}};
  const auto carried = [&](const std::string& which) {
    return simulate(site, plan, which.empty() ? -1 : lost(site, which)).output_w[device_index(site, "catcher")];
  };
  EXPECT_EQ(carried(""), 0);
  EXPECT_DOUBLE_EQ(carried("ups-1"), 100e3);
  EXPECT_DOUBLE_EQ(carried("ups-2"), 100e3);
  EXPECT_EQ(carried("catcher"), 0);
}

TEST(Dark, DeviceWithoutLiveSourceIsDeadAndSoAreItsRacks) {
  Site site = bare_site(100e3);
  add_device(site, "utility", DeviceKind::utility, {});
  add_device(site, "ups", DeviceKind::ups, {"utility"});
  add_device(site, "bus-a", DeviceKind::busway, {"ups"});
  add_device(site, "bus-b", DeviceKind::busway, {"ups"});
  const Plan plan{{rack_on(site, "bus-a", "bus-b")}, {}, {}};
  EXPECT_EQ(losses(site), (std::vector<int>{0, 1}));  // nothing of the site hangs on the busways: no row offers them
  EXPECT_TRUE(simulate(site, plan, lost(site, "bus-a")).dark_racks.empty());
  const State state = simulate(site, plan, lost(site, "ups"));
  EXPECT_EQ(state.dark_racks, (std::vector<int>{0}));
  EXPECT_EQ(state.output_w, (std::vector<double>(4, 0.0)));
}

}  // namespace
}  // namespace hallplan::power
