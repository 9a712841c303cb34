// One hall in which each resource in turn is the scarce one: a unit is 4 compute racks of 100 kW with a network and a management
// rack, 430 kW in all, 360 kW and 400 L/min of it in water. There are slots for four units.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "planner/explain/explain.hpp"
#include "planner/explain/words.hpp"
#include "planner/search/search.hpp"
#include "tests/support/load.hpp"

namespace hallplan {
namespace {

using explain::Explanation;

std::string busway(const std::string& id, const std::string& side) {
  return "power.devices." + id + "={kind: busway, side: " + side + ", from: [ups-" + side +
         "], busway_type: test-busway}";
}

/// So many units, all outside the hall.
template <class Group>
void resize(Group& group, std::size_t count) {
  Unit unit = group.units.front();
  unit.x_m.reset();
  unit.y_m.reset();
  group.units.clear();
  for (std::size_t i = 1; i <= count; ++i) {
    unit.id = group.id + "-" + std::to_string(i);
    group.units.push_back(unit);
  }
}

std::vector<std::string> ample() {
  std::vector<std::string> sets{"hall.width=40 m",
                                "rows.r1.slots=24",
                                "rows.r1.feeds=[[bus-a, bus-b], [bus-a2, bus-b2], [bus-a3, bus-b3], [bus-a4, bus-b4]]",
                                "liquid.loops.fws.flow=12000 L/min",
                                "liquid.loops.fws.rejection.units=30",
                                "liquid.loops.chw.flow=6000 L/min",
                                "liquid.loops.chw.rejection.units=30",
                                "power.devices.utility.rating=30 MW",
                                "power.devices.gen.rating=30 MW",
                                "demand.su.units=0"};
  for (const std::string side : {"a", "b"}) {
    const auto set = [&](const char* device, const char* key) {
      sets.push_back(std::string("power.devices.").append(device).append(side).append(key));
    };
    set("tx-", ".rating=30 MW");
    set("ups-", ".modules=30");
    set("ups-", ".short_time_rating=30 MW");
    for (const std::string number : {"2", "3", "4"}) {
      sets.push_back(busway(std::string("bus-").append(side).append(number), side));
    }
  }
  for (const std::string board : {"mech", "mech-2"}) sets.push_back("power.devices." + board + ".rating=10 MW");
  return sets;
}

Site hall(const std::vector<std::string>& scarce, std::size_t cdus = 12, std::size_t air_units = 20) {
  std::vector<std::string> sets = ample();
  sets.insert(sets.end(), scarce.begin(), scarce.end());
  Site site = test::small_site(sets);
  resize(site.cdu_groups[0], cdus);
  resize(site.air_zones[0], air_units);
  return site;
}

constexpr std::int64_t kMoves = 60;

Plan planned(const Site& site) {
  search::Options options;
  options.moves = kMoves;
  return search::search(site, options);
}

Explanation explained(const Site& site) {
  explain::Options options;
  options.moves = kMoves;
  return explain::explain(site, planned(site), options);
}

TEST(Ample, FourUnitsStandAndSlotsAreWhatEnds) {
  const Explanation all = explained(hall({}));
  EXPECT_EQ(all.racks, 16);
  EXPECT_EQ(all.bound, 16);
  ASSERT_EQ(all.one_rack.size(), 1U);
  EXPECT_EQ(all.one_rack[0].free_slots, 0);
  EXPECT_TRUE(all.one_unit[0].lacks_space);
  for (const explain::Gain& gain : all.gains) {
    EXPECT_FALSE(gain.searched) << gain.what;
    EXPECT_EQ(gain.found, 0);
    EXPECT_EQ(gain.most, 0);
  }
}

struct Scarce {
  std::string resource;
  std::vector<std::string> sets;
  Rule rule;
  std::string element;  ///< one of several alike where empty
  std::string buys;     ///< the purchase that gains most
  std::size_t cdus = 12, air_units = 20;
};

/// On each busway so many places for tap-off boxes. A compute rack takes four on each side, the others one.
std::vector<std::string> with_places(int places) {
  std::vector<std::string> sets;
  for (const std::string side : {"a", "b"}) {
    for (const std::string number : {"", "2", "3", "4"}) {
      sets.push_back("power.devices.bus-" + side + number + ".tap_offs={count: " + std::to_string(places) +
                     ", rating: 60 A}");
    }
  }
  return sets;
}

std::vector<Scarce> scarce_ones() {
  return {
      {"utility",
       {"power.devices.utility.rating=2 MW"},
       Rule::power_utility,
       "utility",
       "a quarter more utility power"},
      {"generator", {"power.devices.gen.rating=2 MW"}, Rule::power_generator, "gen", "every generator one size larger"},
      {"UPS",
       {"power.devices.ups-a.modules=3", "power.devices.ups-b.modules=3"},
       Rule::power_ups,
       "",
       "a module in every UPS"},
      {"tap-off places", with_places(13), Rule::power_tap_off_count, "",
       "a quarter more tap-off places on bus-a and bus-b"},
      {"CDU", {}, Rule::liquid_cdu_heat, "g1", "a CDU in every group", 5},
      {"heat rejection",
       {"liquid.loops.fws.rejection.units=4"},
       Rule::liquid_rejection,
       "fws",
       "a heat-rejection unit on fws"},
      {"air", {}, Rule::air_heat, "room", "an air unit in every zone", 12, 4}};
}

TEST(Scarce, IsNamedAndBuyingItGains) {
  for (const Scarce& scarce : scarce_ones()) {
    SCOPED_TRACE(scarce.resource);
    const Explanation all = explained(hall(scarce.sets, scarce.cdus, scarce.air_units));
    EXPECT_LT(all.racks, 16);
    EXPECT_GE(all.bound, all.racks);
    ASSERT_EQ(all.one_unit.size(), 1U);
    const explain::OneUnit& unit = all.one_unit[0];
    EXPECT_FALSE(unit.fits);
    EXPECT_FALSE(unit.lacks_space);
    const bool named = std::any_of(unit.alone.begin(), unit.alone.end(), [&](const explain::Relief& relief) {
      return relief.rule == scarce.rule && (scarce.element.empty() || relief.elements.front() == scarce.element);
    });
    const bool together = std::any_of(unit.together.begin(), unit.together.end(), [&](const explain::Relief& relief) {
      return relief.rule == scarce.rule && relief.by > 0;
    });
    EXPECT_TRUE(named || together) << explain::text_of(all, {});
    ASSERT_FALSE(all.gains.empty());
    EXPECT_EQ(all.gains[0].what, scarce.buys) << explain::text_of(all, {});
    EXPECT_GT(all.gains[0].found, 0);
    for (const explain::Gain& gain : all.gains) {
      EXPECT_LE(gain.least, gain.found);
      EXPECT_LE(gain.found, gain.most);
    }
  }
}

TEST(Scarce, TheReliefIsEnoughAndLittleLessIsNot) {
  const std::vector<std::string> rating{"power.devices.utility.rating=2 MW"};
  const Site site = hall(rating);
  const Plan plan = planned(site);
  explain::Options options;
  options.moves = kMoves;
  const Explanation all = explain::explain(site, plan, options);
  ASSERT_FALSE(all.one_unit[0].alone.empty());
  const explain::Relief& relief = all.one_unit[0].alone.front();
  ASSERT_EQ(relief.rule, Rule::power_utility);
  EXPECT_DOUBLE_EQ(relief.limit, 2e6);
  EXPECT_EQ(relief.scenario, "normal");
  for (const auto& [share, fits] : {std::pair{1.0, true}, std::pair{0.9999, false}}) {
    Site raised = site;
    for (Device& device : raised.devices) {
      if (device.id != "utility") continue;
      device.rating_w->low += share * relief.by;
      device.rating_w->value = device.rating_w->high = device.rating_w->low;
    }
    EXPECT_EQ(explain::explain(raised, plan, options).one_unit[0].fits, fits) << share;
  }
}

// Two units stand, one on each pair of busways, and both UPS are full. One more unit takes more of both UPS and of one pair, not of both.
TEST(OneUnit, OfLimitsTogetherNamesOnlyTheElementsThatItNeeds) {
  const Explanation all = explained(hall({"rows.r1.feeds=[[bus-a, bus-b], [bus-a2, bus-b2]]",
                                          "power.devices.ups-a.modules=3", "power.devices.ups-b.modules=3"}));
  EXPECT_EQ(all.racks, 8);
  const explain::OneUnit& unit = all.one_unit.at(0);
  EXPECT_TRUE(unit.alone.empty());
  ASSERT_EQ(unit.together.size(), 2U) << explain::text_of(all, {});
  for (const explain::Relief& relief : unit.together) {
    ASSERT_EQ(relief.elements.size(), 2U) << explain::words_of(relief);
    if (relief.rule == Rule::power_ups) continue;
    EXPECT_EQ(relief.rule, Rule::power_busway);
    const bool second = relief.elements[0] == "bus-a2";
    EXPECT_EQ(relief.elements,
              second ? (std::vector<std::string>{"bus-a2", "bus-b2"}) : (std::vector<std::string>{"bus-a", "bus-b"}));
  }
}

/// The small hall with two pairs of busways, each full with a unit.
Site two_full_pairs() { return hall({"rows.r1.feeds=[[bus-a, bus-b], [bus-a2, bus-b2]]", "demand.su.units=0"}); }

/// The hall with each busway's rating more by what its raise says, times a share.
Site raised(Site site, const std::vector<explain::Raise>& each, double share) {
  for (const explain::Raise& raise : each) {
    const auto device = std::find_if(site.devices.begin(), site.devices.end(),
                                     [&](const Device& one) { return one.id == raise.element; });
    Product<BuswayType> type = site.catalogue.busways[static_cast<std::size_t>(device->busway_type.index)];
    const double factor = 1 + share * raise.by / raise.limit;
    type.body.rating_a.value *= factor;
    type.body.rating_a.low *= factor;
    type.body.rating_a.high *= factor;
    device->busway_type.index = static_cast<int>(site.catalogue.busways.size());
    site.catalogue.busways.push_back(std::move(type));
  }
  return site;
}

// A third unit takes both busways of a pair, whichever: two elements of the four that the rule has, and no larger raise than it needs.
TEST(OneUnit, OfARuleThatLetsItInAloneNamesOnlyTheElementsThatItNeeds) {
  const Site site = two_full_pairs();
  const Plan plan = planned(site);
  explain::Options options;
  options.moves = kMoves;
  const Explanation all = explain::explain(site, plan, options);
  ASSERT_EQ(all.racks, 8);
  ASSERT_EQ(all.one_unit.at(0).alone.size(), 1U) << explain::text_of(all, {});
  const explain::Relief& relief = all.one_unit[0].alone[0];
  EXPECT_EQ(relief.rule, Rule::power_busway);
  ASSERT_EQ(relief.elements.size(), 2U) << explain::words_of(relief);
  const std::string pair = relief.elements[0].substr(5);
  EXPECT_EQ(relief.elements, (std::vector<std::string>{"bus-a" + pair, "bus-b" + pair}));
  ASSERT_EQ(relief.each.size(), 2U);
  EXPECT_NE(explain::words_of(relief).find("all 2 of these (power.busway): bus-a"), std::string::npos)
      << explain::words_of(relief);
  for (const explain::Raise& raise : relief.each) EXPECT_GT(raise.by, 0) << raise.element;
  EXPECT_TRUE(explain::explain(raised(site, relief.each, 1.0001), plan, options).one_unit[0].fits);
  for (const std::size_t i : {0U, 1U}) {
    std::vector<explain::Raise> less = relief.each;
    less[i].by *= 0.999;
    EXPECT_FALSE(explain::explain(raised(site, less, 1), plan, options).one_unit[0].fits) << less[i].element;
  }
}

TEST(Bought, WhatTheListSaysComesTrue) {
  const Explanation before = explained(hall({}, 5));
  ASSERT_EQ(before.gains[0].what, "a CDU in every group");
  const Site after = hall({}, 6);
  EXPECT_EQ(count_compute(after, planned(after)), before.racks + before.gains[0].found);
}

// 13 places take three compute racks and one other; of 12 compute racks three units' six others find four places. 17 take four and one.
TEST(Bought, TapOffPlacesHoldWhatTheirStepSays) {
  const Explanation before = explained(hall(with_places(13)));
  ASSERT_EQ(before.gains[0].kind, "tap_off") << explain::text_of(before, {});
  EXPECT_NE(before.gains[0].detail.find("bus-a: 13 -> 17 places"), std::string::npos) << before.gains[0].detail;
  EXPECT_GT(before.gains[0].found, 0);
  const Site after = hall(with_places(17));
  EXPECT_EQ(count_compute(after, planned(after)), before.racks + before.gains[0].found);
}

// Three pairs hold a unit each, the fourth would with 18 places on both of its busways: neither helps by itself.
TEST(Bought, TapOffPlacesOfAPairAreOfferedByName) {
  std::vector<std::string> sets = with_places(18);
  for (const std::string side : {"a", "b"}) {
    sets.push_back("power.devices.bus-" + side + "3.tap_offs={count: 15, rating: 60 A}");
  }
  const Site site = hall(sets);
  const Explanation all = explained(site);
  ASSERT_EQ(all.racks, 12);
  const explain::Gain& pair = all.gains.front();
  ASSERT_EQ(pair.kind, "tap_off") << explain::text_of(all, {});
  ASSERT_EQ(pair.devices.size(), 2U);
  EXPECT_EQ(pair.devices[0].substr(5), pair.devices[1].substr(5)) << "a feed pair";
  EXPECT_EQ(pair.what, "a quarter more tap-off places on " + pair.devices[0] + " and " + pair.devices[1]);
  for (const explain::Gain& gain : all.gains) {
    if (gain.devices.size() == 1) {
      EXPECT_EQ(gain.found, 0) << gain.what;
    }
  }
  Site bought = site;
  for (Device& device : bought.devices) {
    const bool is_bought = std::find(pair.devices.begin(), pair.devices.end(), device.id) != pair.devices.end();
    if (is_bought) device.tap_offs->count = (device.tap_offs->count * 5 + 3) / 4;
  }
  EXPECT_EQ(count_compute(bought, planned(bought)), all.racks + pair.found);
}

const explain::PlantFailure* failure_of(const Explanation& all, Rule rule, const std::string& where) {
  const auto one = std::find_if(all.plant.begin(), all.plant.end(), [&](const explain::PlantFailure& failure) {
    return failure.rule == rule && failure.where == where;
  });
  return one == all.plant.end() ? nullptr : &*one;
}

// Two chillers of 150 kW, one spare, for pumps of 230 kW and three fans of 3 kW: 89 kW too little with one lost, and one more chiller carries it.
TEST(Plant, ThatFailsWithoutRacksIsNamedWithWhatMendsIt) {
  const Site site = test::small_site({"liquid.loops.chw.rejection.pump_power=230 kW", "power.devices.mech.rating=2 MW",
                                      "power.devices.mech-2.rating=2 MW"});
  const Explanation all = explained(site);
  const explain::PlantFailure* chiller = failure_of(all, Rule::liquid_rejection, "chw");
  ASSERT_NE(chiller, nullptr) << explain::text_of(all, {});
  EXPECT_EQ(chiller->scenario, "1 unit lost");
  EXPECT_NEAR(chiller->value - chiller->limit, 89e3, 1);
  ASSERT_TRUE(chiller->mend);
  EXPECT_EQ(chiller->mend->what, "a heat-rejection unit on chw");
  EXPECT_EQ(chiller->mend->steps, 1);
  const std::string text = explain::text_of(all, {});
  EXPECT_NE(text.find("liquid.rejection: chw, 1 unit lost: 89 kW above the 150 kW that are allowed"), std::string::npos)
      << text;
  const nlohmann::json json = nlohmann::json::parse(explain::json_of(all, {}));
  ASSERT_FALSE(json.at("plant").empty());
  EXPECT_TRUE(explained(test::small_site()).plant.empty());
}

TEST(Plant, OneBoardOfSeveralIsMendedByItself) {
  // What hangs on the boards draws 114 kW, all of it on one while the other is lost.
  const Explanation all = explained(test::small_site({"power.devices.mech.rating=100 kW"}));
  const explain::PlantFailure* board = failure_of(all, Rule::power_switchboard, "mech");
  ASSERT_NE(board, nullptr) << explain::text_of(all, {});
  EXPECT_NEAR(board->value - board->limit, 14e3, 1);
  ASSERT_TRUE(board->mend);
  EXPECT_EQ(board->mend->devices, std::vector<std::string>{"mech"});
  EXPECT_EQ(board->mend->pieces, 1);
  EXPECT_EQ(board->mend->detail, "mech: rating x 1.25");
  EXPECT_TRUE(board->then_fails.empty());
}

TEST(OneRack, SaysWhatIsShortWhereLeastIs) {
  // 5 CDUs, one spare: 4 x 250 kW. Each takes 5 kW itself, two units of racks 720 kW; a rack's 90 kW fits twice more.
  const Site site = hall({"demand.su.units=2"}, 5);
  const Explanation all = explained(site);
  EXPECT_TRUE(all.demand_met);
  ASSERT_EQ(all.one_rack.size(), 1U);
  EXPECT_TRUE(all.one_rack[0].fits());
  EXPECT_EQ(all.one_rack[0].free_slots, 12);
  const Explanation none = explained(hall({"demand.su.units=2"}, 4));
  ASSERT_EQ(none.one_rack[0].shortages.size(), 1U);
  const explain::Shortage& shortage = none.one_rack[0].shortages[0];
  EXPECT_EQ(shortage.element, "g1");
  EXPECT_EQ(shortage.rule, Rule::liquid_cdu_heat);
  EXPECT_NEAR(shortage.left, 3 * (250e3 - 5e3) - 720e3, 1);
  EXPECT_NEAR(shortage.needed, 90e3, 1);
  EXPECT_NE(explain::words_of(shortage).find("75 kW short"), std::string::npos) << explain::words_of(shortage);
}

TEST(Demand, ThatCannotBeMetNamesEachLimitThatForbidsIt) {
  // Three CDUs that run carry neither the heat nor the flow of three units.
  const Explanation all = explained(hall({"demand.su.units=3"}, 4));
  EXPECT_FALSE(all.demand_met);
  EXPECT_EQ(all.forbidden.wanted, 12);
  EXPECT_LT(all.forbidden.bound, 12);
  const auto names = [&](Rule rule) {
    return std::count(all.forbidden.rules.begin(), all.forbidden.rules.end(), rule) == 1;
  };
  EXPECT_TRUE(names(Rule::liquid_cdu_heat));
  EXPECT_TRUE(names(Rule::liquid_cdu_flow));
  EXPECT_TRUE(all.forbidden.together.empty());
  ASSERT_EQ(all.forbidden.words.size(), all.forbidden.rules.size());
  const auto most = [&](std::size_t i) { return std::stoi(all.forbidden.words[i]); };
  for (std::size_t i = 0; i < all.forbidden.words.size(); ++i) {
    EXPECT_LT(most(i), 12) << all.forbidden.words[i];
    EXPECT_GE(most(i), most(i > 0 ? i - 1 : 0)) << "the tightest first";
  }
  EXPECT_TRUE(explained(hall({"demand.su.units=3"})).forbidden.rules.empty());
}

TEST(Same, SiteAndSeedGiveTheSameWords) {
  const Site site = hall({"power.devices.utility.rating=2 MW"});
  EXPECT_EQ(explain::text_of(explained(site), {}), explain::text_of(explained(site), {}));
  const nlohmann::json json = nlohmann::json::parse(explain::json_of(explained(site), {}));
  EXPECT_EQ(json.at("purchases").size(), explained(site).gains.size());
  EXPECT_EQ(json.at("one_unit").at(0).at("fits"), false);
}

}  // namespace
}  // namespace hallplan
