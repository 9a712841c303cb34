// Random power trees, seeded: after any loss no watt is lost or counted twice, and what is dark is what has no path to a
// source. Paths are searched here by code that knows nothing of the simulation.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "planner/power/power.hpp"
#include "tests/power/sites.hpp"

namespace hallplan::power {
namespace {

using test::add_device;
using test::device_ref;
using test::number;

/// One or two utilities, a generator, then layers of devices that draw from one to three earlier ones; the last are feeds.
Site random_site(std::mt19937& random) {
  Site site = test::bare_site(50e3 + static_cast<double>(random() % 100'000), 2);
  Product<RackType> single = site.catalogue.racks[0];
  single.id = "single";
  single.body.cords = 1;
  site.catalogue.racks.push_back(single);
  std::vector<std::string> ids;
  for (std::size_t u = 1 + random() % 2; u > 0; --u) {
    ids.push_back("utility-" + std::to_string(u));
    add_device(site, ids.back(), DeviceKind::utility, {});
  }
  if (random() % 2 == 0) {
    ids.push_back("gen");
    add_device(site, "gen", DeviceKind::generator, {});
  }
  constexpr DeviceKind kKinds[] = {DeviceKind::transformer, DeviceKind::switchboard, DeviceKind::ups,
                                   DeviceKind::busway};
  for (std::size_t i = 0; i < 6 + random() % 10; ++i) {
    std::set<std::string> from;
    for (std::size_t n = 1 + random() % 3; n > 0; --n) from.insert(ids[random() % ids.size()]);
    const std::string id = "device-" + std::to_string(i);
    Device& made = add_device(site, id, kKinds[random() % 4], {from.begin(), from.end()});
    made.sharing = random() % 3 == 0 ? Sharing::first : Sharing::equal;
    if (made.kind == DeviceKind::ups && random() % 2 == 0) made.recharge_w = number(11e3);
    if (random() % 2 == 0) made.efficiency = number(0.90 + 0.001 * static_cast<double>(random() % 100));
    ids.push_back(id);
  }
  for (const char* kind : {"x", "y"}) {  // plant of random feeds
    FacilityLoop loop;
    loop.id = kind;
    loop.rejection.units = 2;
    loop.rejection.pump_power_w = test::number(3e3);
    loop.rejection.type = {"cooler", {}, 0};
    for (std::size_t n = 1 + random() % 2; n > 0; --n) {
      loop.rejection.feeds.push_back(device_ref(site, ids[random() % ids.size()]));
    }
    site.loops.push_back(loop);
  }
  Product<RejectionType> cooler;
  cooler.id = "cooler";
  cooler.body.power_w = number(7e3);
  site.catalogue.rejections.push_back(cooler);
  return site;
}

Plan random_plan(const Site& site, std::mt19937& random) {
  Plan plan;
  for (std::size_t n = random() % 12; n > 0; --n) {
    Placement rack;
    rack.id = "rack-" + std::to_string(n);
    rack.type = static_cast<int>(random() % 2);
    rack.row = 0;
    rack.feed_a = static_cast<int>(random() % site.devices.size());
    rack.feed_b = rack.type == 1 ? -1 : static_cast<int>(random() % site.devices.size());
    plan.racks.push_back(rack);
  }
  return plan;
}

bool is_gone(int device, const std::vector<int>& gone) {
  return std::find(gone.begin(), gone.end(), device) != gone.end();
}

/// Whether some path leads from a device up to a utility or generator without touching what is gone.
bool reaches_source(const Site& site, int device, const std::vector<int>& gone) {
  if (is_gone(device, gone)) return false;
  const Device& here = site.devices[static_cast<std::size_t>(device)];
  if (here.kind == DeviceKind::utility || here.kind == DeviceKind::generator) return true;
  for (const Ref& source : here.from) {
    if (reaches_source(site, source.index, gone)) return true;
  }
  return false;
}

void expect_sound(const Site& site, const Plan& plan, const State& state, const std::vector<int>& gone) {
  double sources_w = 0;
  double loss_w = 0;
  for (std::size_t d = 0; d < site.devices.size(); ++d) {
    const bool lives = reaches_source(site, static_cast<int>(d), gone);
    ASSERT_EQ(state.live[d], lives) << site.devices[d].id;
    if (!lives) {
      ASSERT_EQ(state.output_w[d], 0) << site.devices[d].id;
    }
    const bool root = site.devices[d].kind == DeviceKind::utility || site.devices[d].kind == DeviceKind::generator;
    if (root) {
      sources_w += state.output_w[d];
    } else {
      loss_w += state.input_w[d] - state.output_w[d];
      ASSERT_GE(state.input_w[d], state.output_w[d]);
    }
  }
  double carried_w = 0;
  std::vector<int> dark;
  for (std::size_t r = 0; r < plan.racks.size(); ++r) {
    const Placement& rack = plan.racks[r];
    const bool fed =
        reaches_source(site, rack.feed_a, gone) || (rack.feed_b >= 0 && reaches_source(site, rack.feed_b, gone));
    if (!fed) dark.push_back(static_cast<int>(r));
    if (fed) carried_w += site.catalogue.racks[static_cast<std::size_t>(rack.type)].body.power.tdp_w.value;
  }
  ASSERT_EQ(state.dark_racks, dark);
  std::vector<std::string> dark_plant;
  for (const FacilityLoop& loop : site.loops) {
    bool fed = false;
    for (const Ref& feed : loop.rejection.feeds) fed = fed || reaches_source(site, feed.index, gone);
    if (fed) carried_w += 2 * 7e3 + 3e3;
    if (!fed) dark_plant.insert(dark_plant.end(), {"heat rejection of " + loop.id, "pumps of " + loop.id});
  }
  ASSERT_EQ(state.dark_plant, dark_plant);
  ASSERT_NEAR(sources_w, carried_w + loss_w, 1e-6 * (1 + carried_w));
}

/// What a rack alone puts on the feeds: exactly its load, wherever it has a path.
void expect_each_rack_carried_once(const Site& site, const Plan& plan, const std::vector<int>& gone, const State& all,
                                   State (*simulated)(const Site&, const Plan&, const std::vector<int>&)) {
  const State none = simulated(site, Plan{}, gone);
  std::vector<double> sum_w(none.output_w);
  for (const Placement& rack : plan.racks) {
    Plan alone;
    alone.racks.push_back(rack);
    Site lossless = site;
    for (Device& device : lossless.devices) device.efficiency.reset();
    const State one = simulated(lossless, alone, gone);
    const State empty = simulated(lossless, Plan{}, gone);
    double roots_w = 0;
    for (std::size_t d = 0; d < site.devices.size(); ++d) {
      const bool root = site.devices[d].kind == DeviceKind::utility || site.devices[d].kind == DeviceKind::generator;
      if (root) roots_w += one.output_w[d] - empty.output_w[d];
    }
    const double rack_w = site.catalogue.racks[static_cast<std::size_t>(rack.type)].body.power.tdp_w.value;
    ASSERT_NEAR(roots_w, one.dark_racks.empty() ? rack_w : 0, 1e-6 * rack_w);
    const State with_losses = simulated(site, alone, gone);
    for (std::size_t d = 0; d < sum_w.size(); ++d) sum_w[d] += with_losses.output_w[d] - none.output_w[d];
  }
  for (std::size_t d = 0; d < sum_w.size(); ++d) ASSERT_NEAR(sum_w[d], all.output_w[d], 1e-6 * (1 + sum_w[d]));
}

State after(const Site& site, const Plan& plan, const std::vector<int>& gone) {
  return simulate(site, plan, gone.empty() ? -1 : gone[0], gone.size() > 1 ? gone[1] : -1);
}

TEST(RandomTrees, NoWattIsLostOrCountedTwice) {
  std::mt19937 random(20'261'127);
  for (int tree = 0; tree < 200; ++tree) {
    SCOPED_TRACE("tree " + std::to_string(tree));
    const Site site = random_site(random);
    const Plan plan = random_plan(site, random);
    for (int d = -1; d < static_cast<int>(site.devices.size()); ++d) {
      const std::vector<int> gone = d < 0 ? std::vector<int>{} : std::vector<int>{d};
      const State state = after(site, plan, gone);
      expect_sound(site, plan, state, gone);
      if (::testing::Test::HasFatalFailure()) return;
      if (tree % 10 == 0) expect_each_rack_carried_once(site, plan, gone, state, after);
      if (::testing::Test::HasFatalFailure()) return;
    }
  }
}

TEST(RandomTrees, NorAfterTwoLosses) {
  std::mt19937 random(5);
  for (int tree = 0; tree < 60; ++tree) {
    SCOPED_TRACE("tree " + std::to_string(tree));
    const Site site = random_site(random);
    const Plan plan = random_plan(site, random);
    const int count = static_cast<int>(site.devices.size());
    for (int d = 0; d < count; ++d) {
      for (int e = d + 1; e < count; ++e) {
        const State state = simulate(site, plan, d, e);
        expect_sound(site, plan, state, {d, e});
        if (::testing::Test::HasFatalFailure()) return;
        ASSERT_EQ(state.output_w,
                  simulate(site, plan, e, d).output_w);  // which is out and which lost makes no difference
      }
    }
  }
}

/// Ways to connect a rack: feeds drawn at random, some of them waiting.
Site with_choices(Site site, std::mt19937& random) {
  const auto any = [&] { return device_ref(site, site.devices[random() % site.devices.size()].id); };
  for (int pair = 0; pair < 4; ++pair) site.rows[0].feeds.push_back({any(), any()});
  for (Device& device : site.devices) device.waiting = random() % 12 == 0;
  Demand demand;
  demand.id = "su";
  demand.compute = {"rack", {}, 0};
  demand.network = {"single", {}, 1};
  site.demand.push_back(demand);
  return site;
}

/// Starts and transfers, some of which supplies bear and some of which nobody states.
void give_times(Site& site, std::mt19937& random) {
  constexpr double kTimes_s[] = {0.004, 0.02, 0.5, 10};
  for (Device& device : site.devices) {
    if (random() % 5 == 0) continue;
    const Value time_s = number(kTimes_s[random() % 4]);
    if (device.kind == DeviceKind::generator) device.start_s = time_s;
    if (device.sharing == Sharing::first && device.from.size() > 1) device.transfer_s = time_s;
  }
}

Placement placed(const Site& site, const capacity::Choice& choice) {
  const FeedPair& pair = site.rows[0].feeds[static_cast<std::size_t>(choice.feed_pair)];
  Placement rack;
  rack.id = "rack";
  rack.type = choice.type;
  rack.row = 0;
  rack.feed_a = pair.a.index;
  if (choice.type == 0) rack.feed_b = pair.b.index;
  return rack;
}

bool fails_supplied(const Site& site, const Plan& plan) {
  const std::vector<Check> checks = test::with_rule(check(site, plan), Rule::power_supplied);
  return std::any_of(checks.begin(), checks.end(), [](const Check& each) { return each.status == Status::fail; });
}

/// What the rows of `power.supplied` forbid is what the checks fail, one rack at a time; and both count the same.
TEST(RandomTrees, RowsForbidWhatSomeLossLeavesDark) {
  std::mt19937 random(17);
  int forbidden = 0;
  int allowed = 0;
  int compared = 0;
  for (int tree = 0; tree < 200; ++tree) {
    SCOPED_TRACE("tree " + std::to_string(tree));
    Site site = with_choices(random_site(random), random);
    const bool timed = tree % 4 >= 2;
    if (timed) give_times(site, random);
    site.policy.power = tree % 2 == 0 ? FaultPolicy::single : FaultPolicy::maintenance;
    const std::vector<FacilityLoop> loops = std::exchange(site.loops, {});  // dark plant fails by itself
    const std::vector<capacity::Choice> choices = capacity::choices(site);
    ASSERT_EQ(choices.size(), 8U);
    const capacity::Part part = capacity_rows(site, choices);
    for (std::size_t c = 0; c < choices.size(); ++c) {
      const bool held = std::any_of(part.terms[c].begin(), part.terms[c].end(), [&](const capacity::Term& term) {
        return part.rows[static_cast<std::size_t>(term.row)].rule == Rule::power_supplied;
      });
      Plan one;
      one.racks.push_back(placed(site, choices[c]));
      ASSERT_EQ(held, fails_supplied(site, one)) << "choice " << c;
      ++(held ? forbidden : allowed);
    }
    site.loops = loops;
    const capacity::Part with_plant = capacity_rows(site, choices);
    Plan all;
    for (std::size_t c = 0; c < choices.size(); ++c) {
      for (std::size_t n = random() % 3; n > 0; --n) all.racks.push_back(placed(site, choices[c]));
    }
    for (const Check& each : test::with_rule(check(site, all), Rule::power_supplied)) {
      for (std::size_t r = 0; r < with_plant.rows.size(); ++r) {
        const capacity::Row& row = with_plant.rows[r];
        if (row.rule != each.rule || row.element != each.where || row.scenario != each.scenario) continue;
        double sum = row.base;
        for (const Placement& rack : all.racks) {
          const int choice = capacity::choice_of(site, choices, rack);
          for (const capacity::Term& term : with_plant.terms[static_cast<std::size_t>(choice)]) {
            if (term.row == static_cast<int>(r)) sum += term.amount;
          }
        }
        ASSERT_GE(sum, each.value) << each.scenario;
        ASSERT_TRUE(timed || sum == each.value)
            << each.scenario;  // with times a generator may run for other racks' sake
        ASSERT_EQ(row.limit, each.limit);
        ++compared;
      }
    }
  }
  EXPECT_GT(forbidden, 100);
  EXPECT_GT(allowed, 100);
  EXPECT_GT(compared, 50);
}

/// With plant alone every row says what a check says: the most that any state puts on a device, loads meanwhile among them.
TEST(RandomTrees, RowsHoldTheMostThatAnyStatePutsOnADevice) {
  std::mt19937 random(29);
  int meanwhile = 0;
  for (int tree = 0; tree < 200; ++tree) {
    SCOPED_TRACE("tree " + std::to_string(tree));
    Site site = with_choices(random_site(random), random);
    give_times(site, random);
    site.policy.power = tree % 2 == 0 ? FaultPolicy::single : FaultPolicy::maintenance;
    for (Device& device : site.devices) {
      device.rating_w = number(1e9);
      device.full_rated = true;
    }
    const capacity::Part part = capacity_rows(site, capacity::choices(site));
    std::map<std::string, double> most_w;
    for (const Check& each : check(site, Plan{})) {
      if (each.dimension != Dimension::power || each.status == Status::undecided) continue;
      most_w[each.where] = std::max(most_w[each.where], each.value);
      meanwhile += each.scenario.find(", until ") != std::string::npos ? 1 : 0;
    }
    std::map<std::string, double> rows_w;
    for (const capacity::Row& row : part.rows) {
      if (row.dimension == Dimension::power) rows_w[row.element] = std::max(rows_w[row.element], row.base);
    }
    for (const auto& [id, watts] : most_w) ASSERT_NEAR(watts, rows_w[id], 1e-6) << id;
  }
  EXPECT_GT(meanwhile, 20);
}

}  // namespace
}  // namespace hallplan::power
