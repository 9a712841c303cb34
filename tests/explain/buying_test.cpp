// Sets of purchases: the cheapest is what trying all sets finds, and what it says comes true; prices that make no sense are refused.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "planner/explain/explain.hpp"
#include "planner/explain/purchases.hpp"
#include "planner/explain/words.hpp"
#include "planner/search/search.hpp"
#include "planner/site/load.hpp"
#include "planner/verdict/verdict.hpp"
#include "tests/explain/instances.hpp"
#include "tests/support/load.hpp"

namespace hallplan {
namespace {

using test::explained;
using test::instance;
using test::loaded_instance;
using test::planned;
using test::racks_in;

/// Two things are scarce: the CDUs' heat and the utility.
const std::vector<std::string> kTwoScarce{"power.devices.utility.rating=4 MW"};

/// The least that sets of up to two steps of each kind cost, each planned anew; negative where none holds the racks.
double by_brute_force(const Site& site, const std::vector<std::string>& kinds, int target) {
  std::vector<explain::Purchase> all;
  for (explain::Purchase& one : explain::purchases(site, site.purchases)) {
    if (std::find(kinds.begin(), kinds.end(), one.what) != kinds.end()) all.push_back(std::move(one));
  }
  EXPECT_EQ(all.size(), kinds.size());
  std::vector<std::pair<double, std::vector<int>>> sets;
  int count = 1;
  for (std::size_t i = 0; i < all.size(); ++i) count *= 3;
  for (int number = 0; number < count; ++number) {
    std::vector<int> steps;
    double cost = 0;
    for (int rest = number; steps.size() < all.size(); rest /= 3) {
      const explain::Purchase& one = all[steps.size()];
      steps.push_back(rest % 3);
      cost += one.piece ? one.price(steps.back()).value_or(0) : one.pieces * steps.back();
    }
    sets.emplace_back(cost, std::move(steps));
  }
  std::sort(sets.begin(), sets.end());
  for (const auto& [cost, steps] : sets) {
    Site bought = site;
    for (std::size_t i = 0; i < all.size(); ++i) {
      for (int step = 0; step < steps[i]; ++step) all[i].make(bought);
    }
    if (racks_in(bought) >= target) return cost;
  }
  return -1;
}

const std::vector<std::string> kThreeKinds{"a quarter more utility power", "a CDU in every group",
                                           "a heat-rejection unit on fws"};

TEST(More, TheSetOfFewestPiecesIsTheOneThatAllSetsGive) {
  const Site site = instance("cdu-heat", kTwoScarce);
  const explain::Explanation all = explained(site, 8);
  ASSERT_EQ(all.racks, 16);
  ASSERT_TRUE(all.more);
  ASSERT_TRUE(all.more->found) << all.more->why_not;
  EXPECT_FALSE(all.more->priced);
  EXPECT_EQ(all.more->cost, by_brute_force(site, kThreeKinds, 24));
  EXPECT_EQ(all.more->least_cost, all.more->cost);
  ASSERT_EQ(all.more->lines.size(), 2U);
  EXPECT_EQ(all.more->lines[0].what, "a quarter more utility power");
  EXPECT_EQ(all.more->lines[1].what, "a CDU in every group");
  EXPECT_EQ(all.more->lines[1].detail, "g1: 4 -> 5 units");
  EXPECT_TRUE(all.more->fails.empty());
  EXPECT_NE(all.more->verdict, "fail");
  // What it says, written into the site file.
  const Site bought =
      instance("cdu-heat", {"power.devices.utility.rating=5 MW", "liquid.cdu_groups.g1.units.cdu-5={front: south}"});
  EXPECT_EQ(racks_in(bought), all.more->racks);
}

TEST(More, PricesChooseAnotherSetThanPieces) {
  const std::string prices =
      "purchases={currency: EUR, cdu: {price: 250000, lead_time_weeks: 26}, rejection: {price: 1000}, "
      "utility: {price: 900000, lead_time_weeks: 104}}";
  std::vector<std::string> sets = kTwoScarce;
  sets.push_back(prices);
  const Site site = instance("cdu-heat", sets);
  const explain::Explanation all = explained(site, 8);
  ASSERT_TRUE(all.more && all.more->found);
  EXPECT_TRUE(all.more->priced);
  EXPECT_EQ(all.more->cost, 1'150'000);
  EXPECT_EQ(all.more->cost, by_brute_force(site, kThreeKinds, 24));
  EXPECT_EQ(all.more->least_cost, 1'150'000);
  EXPECT_FALSE(all.more->unpriced.empty());
  const std::string text = explain::text_of(all, {});
  EXPECT_NE(text.find("1 150 000 EUR for 24 racks in all"), std::string::npos) << text;
  EXPECT_NE(text.find("all of it runs after 104 weeks"), std::string::npos) << text;
  const nlohmann::json json = nlohmann::json::parse(explain::json_of(all, {}));
  EXPECT_EQ(json.at("more").at("cost"), 1'150'000);
  EXPECT_EQ(json.at("more").at("lines").at(0).at("lead_time_weeks"), 104);
  EXPECT_EQ(json.at("currency"), "EUR");
}

// Places for tap-off boxes cost what the site says of one busway's, and are in the sets of least cost.
TEST(More, PlacesForTapOffsAreBoughtAtTheirPrice) {
  const Site site = instance("tap-off", {"purchases={currency: EUR, tap_off: {price: 2000, lead_time_weeks: 8}}"});
  ASSERT_TRUE(site.purchases.tap_off);
  const explain::Explanation all = explained(site, 8);
  ASSERT_TRUE(all.more && all.more->found) << explain::text_of(all, {});
  EXPECT_TRUE(all.more->priced);
  int pieces = 0;
  for (const explain::Line& line : all.more->lines) {
    EXPECT_EQ(line.kind, "tap_off");
    EXPECT_EQ(line.price, 2000.0 * line.pieces);
    EXPECT_EQ(line.lead_time_weeks, 8);
    pieces += line.pieces;
  }
  EXPECT_EQ(all.more->cost, 2000.0 * pieces);
  EXPECT_NE(explain::text_of(all, {}).find("(12 pieces, 24 000 EUR, 8 weeks)"), std::string::npos);
}

// A hall on floor PDUs buys these, at their price.
TEST(More, FloorPdusAreAPurchase) {
  Site site = instance("busway", {"purchases={currency: EUR, pdu: {price: 30000}}"});
  for (Device& device : site.devices) {
    if (device.kind != DeviceKind::busway) continue;
    device.kind = DeviceKind::pdu;
    device.busway_type = {};
    device.rating_w = Value{};
    device.rating_w->value = device.rating_w->low = device.rating_w->high = 500e3;
  }
  const std::vector<explain::Purchase> all = explain::purchases(site, site.purchases);
  const auto pdu = std::find_if(all.begin(), all.end(), [](const explain::Purchase& one) { return one.kind == "pdu"; });
  ASSERT_NE(pdu, all.end());
  EXPECT_EQ(pdu->pieces, 12);
  EXPECT_EQ(pdu->price(1), 360'000);
  pdu->make(site);
  for (const Device& device : site.devices) {
    if (device.kind != DeviceKind::pdu) continue;
    EXPECT_DOUBLE_EQ(device.rating_w->low, 625e3);
  }
}

TEST(More, NoSetIsSaidPlainly) {
  const explain::Explanation all = explained(instance("base"), 1);
  ASSERT_TRUE(all.more);
  EXPECT_FALSE(all.more->found);
  EXPECT_TRUE(all.more->impossible);
  EXPECT_NE(explain::text_of(all, {}).find("no set of up to 6 steps of each of these purchases makes room for them"),
            std::string::npos)
      << explain::text_of(all, {});
}

TEST(More, NothingIsBoughtWhereTheHallHoldsThem) {
  const explain::Explanation all = explained(instance("base", {"demand.su.units=1"}), 16);
  ASSERT_TRUE(all.more && all.more->found);
  EXPECT_TRUE(all.more->lines.empty());
  EXPECT_EQ(all.more->cost, 0);
  EXPECT_EQ(all.more->racks, 24);
}

TEST(Steps, ShowWhatBindsAfterTheFirst) {
  const Site site = instance("cdu-heat", {"liquid.cdu_groups.g1.units.cdu-4=~"});
  explain::Options options;
  options.moves = test::kFewMoves;
  const explain::Explanation all = explain::explain(site, planned(site), options);
  ASSERT_EQ(all.next.size(), 2U) << explain::text_of(all, {});
  EXPECT_EQ(all.next[0].racks, 16);
  EXPECT_NE(all.next[0].next.find("g1 (liquid.cdu-heat)"), std::string::npos) << all.next[0].next;
  EXPECT_EQ(all.next[1].racks, 24);
  EXPECT_NE(all.then_by.find("floor space"), std::string::npos) << all.then_by;
}

TEST(Steps, TransformersAndGeneratorsByTypeAloneHaveOne) {
  Site site = instance("base");
  for (Device& device : site.devices) {
    if (device.kind != DeviceKind::transformer) continue;
    device.rating_va.reset();
    device.transformer_type.id = "made-up";
    device.transformer_type.index = 0;
  }
  Product<TransformerType> type;
  type.body.rating_va.value = type.body.rating_va.low = type.body.rating_va.high = 4e6;
  site.catalogue.transformers = {type};
  const std::vector<explain::Purchase> all = explain::purchases(site, {});
  const auto step =
      std::find_if(all.begin(), all.end(), [](const explain::Purchase& one) { return one.kind == "transformer"; });
  ASSERT_NE(step, all.end());
  step->make(site);
  EXPECT_DOUBLE_EQ(site.catalogue.transformers[0].body.rating_va.value, 5e6);
}

TEST(Steps, UnitsThatNameTheirBoardAreJoinedOnTheOneWithFewest) {
  Site site = instance("base");
  CduGroup& group = site.cdu_groups.front();
  ASSERT_GT(group.feeds.size(), 1U);
  for (Unit& unit : group.units) unit.feed = group.feeds.back();
  const std::vector<explain::Purchase> all = explain::purchases(site, {});
  const auto step =
      std::find_if(all.begin(), all.end(), [](const explain::Purchase& one) { return one.kind == "cdu"; });
  ASSERT_NE(step, all.end());
  EXPECT_EQ(step->brings.feeds, 1);
  step->make(site);
  EXPECT_EQ(site.cdu_groups.front().units.back().feed.index, group.feeds.front().index);
}

TEST(Steps, UnitsWithASingleCordAreDealtToTheBoardWhoseTurnItIs) {
  Site site = instance("base");
  CduGroup& group = site.cdu_groups.front();
  ASSERT_GT(group.feeds.size(), 1U);
  group.cords = 1;
  const std::vector<explain::Purchase> all = explain::purchases(site, {});
  const auto step =
      std::find_if(all.begin(), all.end(), [](const explain::Purchase& one) { return one.kind == "cdu"; });
  ASSERT_NE(step, all.end());
  EXPECT_EQ(step->brings.feeds, 1);
  for (std::size_t units = group.units.size(); units < 8; ++units) {
    step->make(site);
    ASSERT_EQ(site.cdu_groups.front().units.size(), units + 1);
    EXPECT_EQ(site.cdu_groups.front().units.back().feed.index, group.feeds[units % group.feeds.size()].index);
  }
}

TEST(Capacity, IsUsedHeldAndStrandedWithoutRest) {
  const explain::Explanation all = explained(instance("cdu-heat"), 0);
  ASSERT_EQ(all.stages.size(), 1U);
  ASSERT_FALSE(all.stages[0].falls.empty());
  for (const explain::Fall& fall : all.stages[0].falls) {
    EXPECT_NEAR(fall.capacity + fall.over, fall.used + fall.held + fall.stranded, 1e-9 * fall.capacity) << fall.name;
    if (fall.rule != Rule::liquid_cdu_heat) continue;
    // 4 units of 843.75 kW at 2.5 K, of which each takes 13.7 kW itself; 16 racks of 135 kW x 90 %; one unit is held.
    EXPECT_NEAR(fall.capacity, 3375e3, 1);
    EXPECT_NEAR(fall.used, 1998.8e3, 1);
    EXPECT_NEAR(fall.held, 830.05e3, 1);
    EXPECT_NEAR(fall.stranded, 546.15e3, 1);
    EXPECT_EQ(fall.stranded_by, "itself: too little for a unit more");
  }
}

TEST(Phasing, CostsWhatThePlanAtOnceHoldsMore) {
  const Site site = instance("phases");
  const explain::Explanation all = explained(site, 0);
  ASSERT_TRUE(all.phasing);
  EXPECT_EQ(all.phasing->racks, 24);
  EXPECT_EQ(all.phasing->at_once, 24);
  EXPECT_EQ(all.phasing->bound, 24);
  ASSERT_EQ(all.stages.size(), 2U);
  EXPECT_EQ(all.stages[0].racks, 16);
  EXPECT_EQ(all.stages[0].bound, 16);
  EXPECT_EQ(planned(site).search.at_once_racks, 24);
  // Eight racks wait from 2027-03-01 to 2027-09-01: 184 days.
  EXPECT_DOUBLE_EQ(all.phasing->rack_days, 8 * 184);
}

TEST(Replanned, SaysWhetherMovingHelps) {
  const explain::Explanation scarce = explained(instance("cdu-heat"), 0);
  ASSERT_TRUE(scarce.one_unit[0].replanned);
  EXPECT_FALSE(scarce.one_unit[0].replanned->fits());
  EXPECT_EQ(scarce.one_unit[0].replanned->wanted, 24);
  EXPECT_EQ(scarce.one_unit[0].replanned->bound, 16);
  ASSERT_TRUE(scarce.one_rack[0].replanned);
  EXPECT_TRUE(scarce.one_rack[0].replanned->fits());  // 587 kW are left, and a rack takes 121.5 kW
  const explain::Explanation full = explained(instance("base"), 0);
  EXPECT_FALSE(full.one_rack[0].replanned->fits());
  EXPECT_EQ(full.one_rack[0].replanned->bound, 24);
}

TEST(Prices, ThatMakeNoSenseAreRefused) {
  const auto refused = [](const std::string& set) {
    const auto [site, problems] = loaded_instance("base", {set});
    EXPECT_FALSE(site) << set;
    return problems;
  };
  EXPECT_NE(refused("purchases={cdu: {price: -5}}").find("--set value:1:22"), std::string::npos);
  EXPECT_NE(refused("purchases={cdu: {price: 1e30}}").find("price"), std::string::npos);
  EXPECT_NE(refused("purchases={cdu: {lead_time_weeks: 4}}").find("price"), std::string::npos);
  EXPECT_NE(refused("purchases={moon: {price: 5}}").find("moon"), std::string::npos);
  std::string many = "purchases={";
  for (int i = 0; i < 5000; ++i) many += "k" + std::to_string(i) + ": {price: 1}, ";
  EXPECT_FALSE(refused(many + "cdu: {price: 1}}").empty());
}

// The utility has 1 kW left. One more dry cooler draws 10 kW, spare or not: the racks that stand would be too much, and that is said.
TEST(Purchases, ThatTheRacksDoNotStandWithSayWhatTheyBreak) {
  const Site ample = test::small_site();
  double drawn_w = 0;
  for (const Check& check : verdict::verify(ample, search::search(ample, {})).checks) {
    if (check.rule == Rule::power_utility) drawn_w = std::max(drawn_w, check.value);
  }
  const explain::Explanation all =
      explained(test::small_site({"power.devices.utility.rating=" + std::to_string(drawn_w / 1e3 + 1) + " kW"}));
  ASSERT_EQ(all.racks, 4);
  const auto cooler = std::find_if(all.gains.begin(), all.gains.end(), [](const explain::Gain& gain) {
    return gain.what == "a heat-rejection unit on fws";
  });
  ASSERT_NE(cooler, all.gains.end());
  EXPECT_EQ(cooler->found, -4);
  ASSERT_EQ(cooler->breaks.size(), 1U);
  EXPECT_EQ(cooler->breaks[0].rfind("power.utility utility, ", 0), 0U) << cooler->breaks[0];
  const std::string text = explain::text_of(all, {});
  EXPECT_NE(text.find("4 racks fewer: with it the racks as they stand fail"), std::string::npos) << text;
}

}  // namespace
}  // namespace hallplan
