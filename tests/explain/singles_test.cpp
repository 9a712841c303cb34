// Single devices and feed pairs as purchases: the one that binds is named, a pair where neither end helps by itself, and what is said of
// them comes true when it is written into the site file.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "planner/explain/explain.hpp"
#include "planner/explain/singles.hpp"
#include "planner/explain/steps.hpp"
#include "planner/explain/words.hpp"
#include "planner/search/search.hpp"
#include "planner/site/load.hpp"
#include "tests/explain/instances.hpp"

namespace hallplan {
namespace {

using Sets = std::vector<std::string>;

using test::explained;
using test::planned;
using test::racks_in;

std::string larger(const std::string& busway) { return "power.devices." + busway + ".busway_type=starline-1250a"; }

/// Of the twelve busways of 1000 A two feed pairs have to be larger for the third unit; these have the first pair and half of the second.
Sets with(const std::vector<std::string>& busways) {
  Sets sets;
  for (const std::string& busway : busways) sets.push_back(larger(busway));
  return sets;
}

const explain::Gain& first_single(const explain::Explanation& all) {
  const auto one = std::find_if(all.gains.begin(), all.gains.end(),
                                [](const explain::Gain& gain) { return !gain.devices.empty() && gain.found > 0; });
  if (one == all.gains.end()) throw std::runtime_error(explain::text_of(all, {}));
  return *one;
}

TEST(Singles, TheBuswayThatBindsIsNamed) {
  for (const std::string binding : {"bus-b32", "bus-a12"}) {
    SCOPED_TRACE(binding);
    const std::string partner = std::string(binding == "bus-b32" ? "bus-a32" : "bus-b12");
    Sets sets = with({"bus-a31", "bus-b31", partner});
    const explain::Explanation all = explained(test::instance("busway", sets));
    ASSERT_EQ(all.racks, 16);
    const explain::Gain& gain = all.gains.front();  // as many racks as all twelve, and one piece
    EXPECT_EQ(gain.devices, std::vector<std::string>{binding}) << explain::text_of(all, {});
    EXPECT_EQ(gain.pieces, 1);
    EXPECT_EQ(gain.found, 8);
    EXPECT_EQ(gain.detail, binding + ": rating x 1.25");
    sets.push_back(larger(binding));
    EXPECT_GE(racks_in(test::instance("busway", sets)), all.racks + gain.found);
    EXPECT_EQ(all.singles.candidates, all.singles.excluded + all.singles.searched + all.singles.left);
    const nlohmann::json json = nlohmann::json::parse(explain::json_of(all, {}));
    EXPECT_EQ(json.at("purchases").at(0).at("devices"), nlohmann::json::array({binding}));
    EXPECT_EQ(json.at("single_devices").at("not_searched"), all.singles.left);
    EXPECT_NE(explain::text_of(all, {}).find("busway " + binding + " one step larger (1 piece): +8 racks"),
              std::string::npos);
  }
}

TEST(Pairs, AreOfferedWhereNeitherEndHelps) {
  const Sets sets = with({"bus-a31", "bus-b31"});
  const explain::Explanation all = explained(test::instance("busway", sets));
  ASSERT_EQ(all.racks, 16);
  const explain::Gain& pair = first_single(all);
  ASSERT_EQ(pair.devices.size(), 2U);
  EXPECT_EQ(pair.what, all.gains.front().what);
  EXPECT_EQ(pair.devices[0].substr(5), pair.devices[1].substr(5)) << "a feed pair";
  EXPECT_NE(pair.devices[0], pair.devices[1]);
  for (const explain::Gain& gain : all.gains) {
    if (gain.devices.size() == 1) {
      EXPECT_EQ(gain.found, 0) << gain.what;
    }
  }
  Site bought = test::instance("busway", sets);
  for (const explain::Purchase& one : explain::pair_purchases(bought, {})) {
    if (one.devices == pair.devices) one.make(bought);
  }
  EXPECT_GE(racks_in(bought), all.racks + pair.found);
}

TEST(Singles, ACheaperSetOfDevicesIsFoundAndHolds) {
  const explain::Explanation all = explained(test::instance("busway", {}), 8);
  ASSERT_TRUE(all.more && all.more->found);
  EXPECT_TRUE(all.more->with_singles);
  EXPECT_EQ(all.more->whole_steps_cost, 12);
  EXPECT_EQ(all.more->cost, 4);  // no pair alone gains, nor does any one end: two pairs are the least
  EXPECT_LE(all.more->least_cost, all.more->cost);
  Sets sets;
  for (const explain::Line& line : all.more->lines) {
    ASSERT_EQ(line.devices.size(), 1U);
    sets.push_back(larger(line.devices.front()));
  }
  EXPECT_EQ(sets.size(), 4U);
  EXPECT_GE(racks_in(test::instance("busway", sets)), all.more->target);
  for (const std::string& left_out : sets) {
    Sets fewer = sets;
    fewer.erase(std::find(fewer.begin(), fewer.end(), left_out));
    EXPECT_LT(racks_in(test::instance("busway", fewer)), all.more->target) << "without " << left_out;
  }
}

// Four places on each of twelve busways: one step of all makes five, and those that take a second step go on from five, to seven.
TEST(Singles, OnTopOfAStepOfAllGoOnFromIt) {
  const explain::Explanation all = explained(test::instance("tap-off", {}), 8);
  ASSERT_TRUE(all.more && all.more->found && all.more->with_singles) << explain::text_of(all, {});
  ASSERT_EQ(all.more->lines.front().pieces, 12);
  EXPECT_EQ(all.more->lines.front().detail.rfind("bus-a11: 4 -> 5 places", 0), 0U) << all.more->lines.front().detail;
  ASSERT_GT(all.more->lines.size(), 1U);
  Site bought = test::instance("tap-off", {});
  for (Device& device : bought.devices) explain::add_places(device);
  for (std::size_t i = 1; i < all.more->lines.size(); ++i) {
    const explain::Line& line = all.more->lines[i];
    ASSERT_EQ(line.devices.size(), 1U);
    EXPECT_EQ(line.detail, line.devices.front() + ": 5 -> 7 places");
    for (Device& device : bought.devices) {
      if (device.id == line.devices.front()) explain::add_places(device);
    }
  }
  EXPECT_GE(racks_in(bought), all.more->target);
}

TEST(Singles, AStepOfOneLeavesOthersOfItsTypeAsTheyAre) {
  Site site = test::instance("busway", {});
  const auto type_of = [&site](const std::string& id) {
    const auto at =
        std::find_if(site.devices.begin(), site.devices.end(), [&](const Device& one) { return one.id == id; });
    return site.catalogue.busways[static_cast<std::size_t>(at->busway_type.index)].body.rating_a.value;
  };
  const std::vector<explain::Purchase> all = explain::single_purchases(site, {});
  const auto one = std::find_if(all.begin(), all.end(), [](const explain::Purchase& purchase) {
    return purchase.devices == std::vector<std::string>{"bus-a11"};
  });
  ASSERT_NE(one, all.end());
  one->make(site);
  EXPECT_DOUBLE_EQ(type_of("bus-a11"), 1250);
  EXPECT_DOUBLE_EQ(type_of("bus-b11"), 1000);
}

TEST(Singles, OneCduOfOneGroupGainsWhatItSays) {
  // Two groups that are both short of heat: 16 racks on three and two CDUs of which one each is spare.
  const Sets two_groups = {
      "row_blocks.r.cdu_groups=[g1, g2]", "liquid.cdu_groups.g1.units={cdu-1: {}, cdu-2: {}, cdu-3: {}}",
      "liquid.cdu_groups.g2={type: vertiv-xdu1350, loop: fws, coolant: pg25, supply: 38 degC, spare: "
      "1, units: {cdu-11: {}, cdu-12: {}}, feeds: [ups-a, ups-b]}"};
  const explain::Explanation all = explained(test::instance("cdu-heat", two_groups));
  ASSERT_EQ(all.racks, 16);
  int gaining = 0;
  for (const explain::Gain& gain : all.gains) {
    if (gain.devices.size() != 1 || gain.found <= 0) continue;
    ++gaining;
    EXPECT_TRUE(gain.devices.front() == "g1" || gain.devices.front() == "g2") << gain.devices.front();
    EXPECT_EQ(gain.pieces, 1);
    Sets sets = two_groups;
    const std::string group = gain.devices.front();
    sets.push_back("liquid.cdu_groups." + group + ".units.cdu-new={}");
    EXPECT_EQ(racks_in(test::instance("cdu-heat", sets)), all.racks + gain.found) << group;
  }
  EXPECT_EQ(gaining, 2) << explain::text_of(all, {});
}

TEST(Singles, DemandsOfDifferentValueAreExplainedToo) {
  const auto of = [](int units) {
    return fmt::format("demand.dear={{compute: dell-xe9712-gb300-nvl72, compute_racks: 1, units: {}, value: 2.5}}",
                       units);
  };
  const std::string dear = of(2);
  const explain::Explanation all = explained(test::instance("busway", {dear}));
  ASSERT_EQ(all.one_unit.size(), 2U);
  EXPECT_EQ(all.one_rack.size(), 2U);
  EXPECT_LE(all.racks, all.bound);
  // The hall without that scarcity, asked for as many: one of the purchases is a unit more of each demand, a third dear one among them. The dear
  // racks are due and take the place of a unit of eight, which would be more racks.
  const int most = std::max(racks_in(test::instance("base", {dear})), racks_in(test::instance("base", {of(3)})));
  for (const explain::Gain& gain : all.gains) {
    if (gain.found > 0) {
      EXPECT_LE(all.base_racks + gain.found, most) << gain.what;
    }
  }
}

TEST(Singles, OfTwoUpsOrTransformersNeitherGainsAlone) {
  for (const std::string file : {"ups", "transformer"}) {
    SCOPED_TRACE(file);
    const explain::Explanation all = explained(test::instance(file));
    for (const explain::Gain& gain : all.gains) EXPECT_TRUE(gain.devices.empty() || gain.found <= 0) << gain.what;
    EXPECT_GT(all.singles.excluded, 0);
  }
}

}  // namespace
}  // namespace hallplan
