// The small halls of sites/instances: each is scarce in one thing by its making, and is explained by it; what the buy list says of
// a purchase comes true when the purchase is written into the site file; planted optima are found and never exceeded.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "planner/explain/explain.hpp"
#include "planner/explain/words.hpp"
#include "planner/search/search.hpp"
#include "planner/site/load.hpp"
#include "planner/verdict/verdict.hpp"

namespace hallplan {
namespace {

namespace fs = std::filesystem;

const std::string kFolder = HALLPLAN_SOURCE_DIR "/sites/instances/";

Site loaded(const std::string& path, const std::vector<std::string>& sets = {}) {
  SourceFiles texts;
  LoadOptions options;
  options.catalogue_folder = HALLPLAN_SOURCE_DIR "/racks";
  for (const std::string& set : sets) options.sets.push_back({set});
  Result<Site> site = load_site(texts, path, options);
  if (!site) throw std::runtime_error("cannot load " + path + ":\n" + render(site.problems, texts));
  return std::move(*site.value);
}

Site instance(const std::string& name, const std::vector<std::string>& sets = {}) {
  return loaded(kFolder + name + ".yaml", sets);
}

Plan planned(const Site& site, std::int64_t moves = 40) {
  search::Options options;
  options.moves = moves;
  return search::search(site, options);
}

explain::Explanation explained(const Site& site) {
  explain::Options options;
  options.moves = 40;
  return explain::explain(site, planned(site), options);
}

std::vector<std::string> failing(const Site& site, const Plan& plan) {
  std::vector<std::string> out;
  for (const Check& check : verdict::verify(site, plan).checks) {
    if (check.status == Status::fail) out.push_back(std::string(rule_id(check.rule)) + " at " + check.where);
  }
  return out;
}

/// A hall, what ends first in it, and the purchase that makes room, as the buy list calls it and as one writes it.
struct Scarce {
  std::string file;
  int racks;
  Rule rule;
  std::string element;  ///< empty: a rule of space, which has none
  std::string buys;     ///< empty: no step of plant makes room
  std::vector<std::string> sets;
};

std::vector<Scarce> scarce_ones() {
  return {
      {"busway",
       16,
       Rule::power_busway,
       "bus-a12",
       "every busway one step larger",
       {"power.devices.bus-[a,b][1-3][1,2].busway_type=starline-1250a"}},
      {"tap-off", 16, Rule::power_tap_off_count, "bus-a11", "", {}},
      {"ups",
       16,
       Rule::power_ups,
       "ups-a",
       "a module in every UPS",
       {"power.devices.ups-a.modules=3", "power.devices.ups-b.modules=3"}},
      {"transformer",
       16,
       Rule::power_transformer,
       "tx-a",
       "every transformer one size larger",
       {"power.devices.tx-a.rating_apparent=4750 kVA", "power.devices.tx-b.rating_apparent=4750 kVA"}},
      {"utility",
       16,
       Rule::power_utility,
       "utility",
       "a quarter more utility power",
       {"power.devices.utility.rating=5 MW"}},
      {"generator",
       16,
       Rule::power_generator,
       "generator",
       "every generator one size larger",
       {"power.devices.generator.rating=5 MW"}},
      {"cdu-heat",
       16,
       Rule::liquid_cdu_heat,
       "g1",
       "a CDU in every group",
       {"liquid.cdu_groups.g1.units.cdu-5={front: south}"}},
      {"cdu-flow",
       16,
       Rule::liquid_cdu_flow,
       "g1",
       "a CDU in every group",
       {"liquid.cdu_groups.g1.units.cdu-5={front: south}"}},
      {"facility-water",
       16,
       Rule::liquid_fws_return,
       "fws",
       "a quarter more facility water on fws",
       {"liquid.loops.fws.flow=3500 L/min"}},
      {"rejection",
       8,
       Rule::liquid_rejection,
       "fws",
       "a heat-rejection unit on fws",
       {"liquid.loops.fws.rejection.units=3"}},
      {"air", 8, Rule::air_heat, "room", "an air unit in every zone", {"air.zones.room.units.crah-3={front: south}"}},
      {"floor",
       16,
       Rule::layout_floor_bay,
       "the floor bay at x 9.0 m, y 9.0 m",
       "a floor that carries a quarter more",
       {"hall.floor.bay_rating=700 kg/m2", "hall.floor.footprint_rating=2500 kg/m2", "hall.floor.point_rating=812 kg"}},
      {"management", 16, Rule::layout_management, "", "", {}},
      {"cable-reach", 16, Rule::layout_cable, "", "", {}},
      {"density", 16, Rule::density_window, "", "", {}},
      {"ceiling", 0, Rule::layout_height, "", "", {}},
  };
}

bool names(const std::vector<explain::Relief>& reliefs, const Scarce& scarce) {
  return std::any_of(reliefs.begin(), reliefs.end(), [&](const explain::Relief& relief) {
    return relief.rule == scarce.rule &&
           std::find(relief.elements.begin(), relief.elements.end(), scarce.element) != relief.elements.end();
  });
}

TEST(Instances, EachIsExplainedByWhatItIsScarceIn) {
  for (const Scarce& scarce : scarce_ones()) {
    SCOPED_TRACE(scarce.file);
    const explain::Explanation all = explained(instance(scarce.file));
    EXPECT_EQ(all.racks, scarce.racks);
    EXPECT_GE(all.bound, all.racks);
    ASSERT_EQ(all.one_unit.size(), 1U);
    const explain::OneUnit& unit = all.one_unit[0];
    EXPECT_FALSE(unit.fits);
    if (scarce.element.empty()) {
      EXPECT_EQ(unit.lacks, std::vector<Rule>{scarce.rule}) << explain::text_of(all, {});
    } else {
      EXPECT_TRUE(names(unit.alone, scarce) || names(unit.together, scarce)) << explain::text_of(all, {});
    }
  }
}

TEST(Instances, WhatTheBuyListSaysComesTrue) {
  for (const Scarce& scarce : scarce_ones()) {
    if (scarce.buys.empty()) continue;
    SCOPED_TRACE(scarce.file);
    const explain::Explanation before = explained(instance(scarce.file));
    const auto gain = std::find_if(before.gains.begin(), before.gains.end(),
                                   [&](const explain::Gain& one) { return one.what == scarce.buys; });
    ASSERT_NE(gain, before.gains.end());
    EXPECT_GT(gain->found, 0);
    EXPECT_EQ(gain->what, before.gains.front().what) << "it gains most";
    const Site bought = instance(scarce.file, scarce.sets);
    const Plan plan = planned(bought);
    const int racks = count_compute(bought, plan);
    EXPECT_GE(racks, before.racks + gain->least);
    EXPECT_LE(racks, before.racks + gain->most);
    EXPECT_EQ(racks, before.racks + gain->found);
    EXPECT_EQ(failing(bought, plan), std::vector<std::string>{});
  }
}

// A dry cooler of 45 kW more on boards of 870 kW that carry 847.5 kW: racks are gained, and the boards carry too much.
TEST(Instances, APurchaseThatBreaksSomethingSaysSo) {
  const auto all =
      explained(instance("rejection", {"power.devices.mech-a.rating=870 kW", "power.devices.mech-b.rating=870 kW"}));
  const auto gain = std::find_if(all.gains.begin(), all.gains.end(),
                                 [](const explain::Gain& one) { return one.what == "a heat-rejection unit on fws"; });
  ASSERT_NE(gain, all.gains.end());
  EXPECT_GT(gain->found, 0);
  EXPECT_EQ(gain->then_fails, (std::vector<std::string>{"power.switchboard mech-a", "power.switchboard mech-b"}));
}

TEST(Instances, NothingFitsSaysWhy) {
  const explain::Explanation all = explained(instance("nothing-fits"));
  EXPECT_EQ(all.racks, 0);
  EXPECT_EQ(all.bound, 0);
  EXPECT_NE(all.bound_by.find("power.utility"), std::string::npos) << all.bound_by;
  ASSERT_EQ(all.one_rack.size(), 1U);
  ASSERT_EQ(all.one_rack[0].shortages.size(), 1U);
  const explain::Shortage& shortage = all.one_rack[0].shortages[0];
  EXPECT_EQ(shortage.rule, Rule::power_utility);
  EXPECT_EQ(shortage.element, "utility");
  // 135 kW through a UPS of 96.5 % and a transformer of 99 %.
  EXPECT_NEAR(shortage.needed, 135e3 / 0.965 / 0.99, 200);
  const explain::Explanation low = explained(instance("ceiling"));
  EXPECT_EQ(low.one_rack[0].refused, (std::map<Rule, int>{{Rule::layout_height, 33}}));
}

TEST(Instances, WhatFailsWithAnyRacksIsSaid) {
  const Site site = instance("hung");
  const Plan plan = planned(site);
  const std::string text = explain::text_of(explained(site), verdict::verify(site, plan));
  EXPECT_NE(text.find("What plant fails by itself, without any rack\n  layout.hung-load: row r-1, normal: 20 kg/m "
                      "above the 100 kg/m"),
            std::string::npos)
      << text;
}

TEST(Shortage, OfALimitThatIsExceededAlreadyAddsUp) {
  const Site site = instance("nothing-fits", {"power.devices.utility.rating=1 MW"});
  const explain::Explanation all = explained(site);
  ASSERT_FALSE(all.one_rack[0].shortages.empty());
  const std::string words = explain::words_of(all.one_rack[0].shortages[0]);
  EXPECT_NE(words.find("18.67 kW too much already of 1000 kW, 141.3 kW needed, 160 kW short"), std::string::npos)
      << words;
}

/// The optimum that a planted hall states in its title.
int planted_in(const Site& site) {
  const std::string words = "optimum of ";
  return std::stoi(site.title.substr(site.title.find(words) + words.size()));
}

void expect_planted(const Site& site, std::int64_t moves) {
  const int optimum = planted_in(site);
  const Plan plan = planned(site, moves);
  EXPECT_EQ(count_compute(site, plan), optimum);
  EXPECT_EQ(plan.search.bound_racks, optimum);
  EXPECT_EQ(failing(site, plan), std::vector<std::string>{});
}

TEST(Planted, OptimumIsFoundAndBounded) {
  for (const std::string slots : {"20", "40", "200"}) {
    SCOPED_TRACE(slots);
    expect_planted(instance("planted-" + slots), 400);
  }
}

/// Runs the generator; false where there is no python3.
bool generates(const std::string& arguments) {
  if (std::system("python3 -c pass >/dev/null 2>&1") != 0) return false;
  const std::string command = "PYTHONDONTWRITEBYTECODE=1 python3 '" + kFolder + "generate.py' " + arguments;
  EXPECT_EQ(std::system(command.c_str()), 0) << command;
  return true;
}

TEST(Generator, WritesTheCommittedFiles) {
  if (!generates("--check")) GTEST_SKIP() << "no python3";
}

TEST(Planted, OfOtherSeedsAndSizesIsNeverExceeded) {
  const fs::path path = fs::temp_directory_path() / ("hallplan-planted-" + std::to_string(::getpid()) + ".yaml");
  for (const std::string seed : {"2", "3", "4", "5"}) {
    SCOPED_TRACE("40 slots, seed " + seed);
    if (!generates("--planted 40 --seed " + seed + " --to " + path.string())) GTEST_SKIP() << "no python3";
    expect_planted(loaded(path.string()), 400);
  }
  generates("--planted 1000 --to " + path.string());
  const Site large = loaded(path.string());
  const Plan plan = planned(large, 1);
  EXPECT_EQ(plan.search.bound_racks, planted_in(large));
  EXPECT_LE(count_compute(large, plan), planted_in(large));
  EXPECT_GE(count_compute(large, plan), planted_in(large) * 9 / 10);
  fs::remove(path);
}

}  // namespace
}  // namespace hallplan
