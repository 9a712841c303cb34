// Warnings about what a site gives and nothing reads, and about what will not work: the site loads all the same. Slips in values.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "planner/site/load.hpp"
#include "tests/support/load.hpp"

namespace hallplan {
namespace {

/// The warnings of the small site with these what-ifs, as text.
struct Warned {
  std::vector<std::string> rules;
  std::string text;
};

Warned warned(const std::vector<std::string>& sets) {
  SourceFiles files;
  LoadOptions options{test::data_path("racks"), {}};
  for (const std::string& set : sets) options.sets.push_back({set});
  const Result<Site> site = load_site(files, test::data_path("small.yaml"), options);
  Warned out;
  out.text = render(site.problems, files);
  EXPECT_TRUE(site) << out.text;
  for (const Diagnostic& problem : site.problems.all()) {
    EXPECT_EQ(problem.severity, Severity::warning);
    out.rules.emplace_back(rule_id(problem.rule));
  }
  return out;
}

const std::string kDock = "hall.doors={dock: {wall: north, position: 1 m, width: 1.6 m, height: 2.4 m, kind: dock}}";
const std::string kOut = "hall.doors={out: {wall: east, position: 2 m, width: 1 m, height: 2.1 m, kind: egress}}";

// Nothing is held against two places of one piece, nor against bays and windows of two sizes.
TEST(Unused, ARangeOfAPlaceIsNotRead) {
  struct Known {
    std::string key, value, low;
  };
  for (const Known& known : {Known{"rows.r1.x", "2 m", "1.9 m"}, Known{"rows.r1.y", "3 m", "2.9 m"},
                             Known{"liquid.cdu_groups.g1.units.cdu-1.x", "8 m", "7.9 m"},
                             Known{"air.zones.room.units.crah-1.y", "7 m", "6.9 m"},
                             Known{"hall.floor.bay", "3 m", "2 m"}, Known{"density.tile.width", "500 mm", "400 mm"}}) {
    const Warned range = warned({known.key + "={value: " + known.value + ", low: " + known.low + "}"});
    EXPECT_EQ(range.rules, std::vector<std::string>{"site.unused-key"}) << known.key;
    EXPECT_NE(range.text.find("'" + known.key + "' has a range and nothing uses it"), std::string::npos) << range.text;
  }
}

TEST(Unused, ASiteThatUsesAllItGivesIsNotWarned) {
  EXPECT_TRUE(warned({}).rules.empty());
  EXPECT_TRUE(warned({kDock, "hall.floor.rolling_rating=900 kg"}).rules.empty());
  EXPECT_TRUE(warned({kOut, "hall.egress={aisle: 1.1 m, travel: 30 m}"}).rules.empty());
  EXPECT_TRUE(warned({"liquid.loops.fws.head=50 kPa", "liquid.loops.fws.most_pressure=6 bar"}).rules.empty());
  EXPECT_TRUE(
      warned({"liquid.cdu_groups.g1.fill_pressure=1 bar", "liquid.cdu_groups.g1.highest_point=4 m"}).rules.empty());
}

TEST(Unused, WaysOutWithoutADoor) {
  const Warned egress = warned({kDock, "hall.egress={aisle: 1.1 m, travel: 30 m}"});
  EXPECT_EQ(egress.rules, (std::vector<std::string>{"site.unused-key", "site.unused-key"}));
  EXPECT_NE(egress.text.find("'hall.egress.travel' is given and nothing uses it: no door is for egress"),
            std::string::npos)
      << egress.text;
}

TEST(Unused, RollingLoadsWithoutADockDoor) {
  EXPECT_EQ(warned({kOut, "hall.floor.rolling_rating=900 kg"}).rules, std::vector<std::string>{"site.unused-key"});
  const Warned rating = warned({kOut, "hall.doors.out.rating=2 t"});
  EXPECT_NE(rating.text.find("'hall.doors.out.rating' is given and nothing uses it"), std::string::npos) << rating.text;
}

TEST(Unused, PressuresOfALoopWithoutCdus) {
  const Warned said = warned({"liquid.loops.chw.head=50 kPa", "liquid.loops.chw.most_pressure=6 bar"});
  EXPECT_EQ(said.rules.size(), 2U) << said.text;
  EXPECT_NE(said.text.find("'liquid.loops.chw.head' is given and nothing uses it: no CDU hangs on the loop"),
            std::string::npos)
      << said.text;
}

TEST(Unused, HeightsWithoutAFillPressure) {
  EXPECT_EQ(warned({"liquid.cdu_groups.g1.highest_point=4 m"}).rules, std::vector<std::string>{"site.unused-key"});
}

TEST(Unused, WhatPumpsAreNotSetToHold) {
  const auto with = [](const std::string& more) {
    return warned(
        {"liquid.cdu_groups.g1.piping={header_diameter: 80 mm, branch_diameter: 40 mm, branch_length: 3 m, "
         "roughness: 0 mm, " +
         more + "}"});
  };
  EXPECT_TRUE(with("control: constant_flow, control_flow: 400 L/min").rules.empty());
  EXPECT_TRUE(with("control: constant_pressure, control_pressure: 90 kPa").rules.empty());
  const Warned said = with("control: constant_flow, control_flow: 400 L/min, control_pressure: 90 kPa");
  EXPECT_EQ(said.rules, std::vector<std::string>{"site.unused-key"});
  EXPECT_NE(said.text.find("'liquid.cdu_groups.g1.piping.control_pressure' is given and nothing uses it: its pumps are "
                           "not set to hold a pressure"),
            std::string::npos)
      << said.text;
  EXPECT_EQ(with("control: full_speed, control_flow: 400 L/min").rules, std::vector<std::string>{"site.unused-key"});
}

TEST(Plenum, AZoneThatDrawsThroughTheCeilingNeedsOne) {
  const Warned without = warned({"air.zones.room.return_through=ceiling", "hall.plenum=~"});
  EXPECT_EQ(without.rules, std::vector<std::string>{"site.missing-key"});
  EXPECT_NE(without.text.find("'room' draws through the ceiling, and the hall has no plenum above it"),
            std::string::npos)
      << without.text;
  const Warned unsaid = warned({"hall.plenum=~"});
  EXPECT_NE(unsaid.text.find("through the ceiling, as hot containment does unless told otherwise, and the hall has no"),
            std::string::npos)
      << unsaid.text;
  EXPECT_TRUE(warned({"air.zones.room.return_through=ceiling"}).rules.empty());
  EXPECT_TRUE(warned({"air.zones.room.return_through=top", "hall.plenum=~"}).rules.empty());
}

TEST(Unused, APowerDeviceThatNothingHangsOn) {
  const Warned spare = warned({"power.devices.bus-x={kind: busway, side: a, from: [ups-a], busway_type: test-busway}"});
  EXPECT_EQ(spare.rules, std::vector<std::string>{"site.unused-key"});
  EXPECT_NE(spare.text.find("power device 'bus-x' is given and nothing hangs on it"), std::string::npos) << spare.text;
}

TEST(Unused, KeysOfPowerDevicesWithoutEffect) {
  const auto said = [](const std::vector<std::string>& sets, const std::string& words) {
    const Warned one = warned(sets);
    EXPECT_EQ(one.rules, std::vector<std::string>{"site.unused-key"}) << one.text;
    EXPECT_NE(one.text.find(words), std::string::npos) << one.text;
  };
  said({"power.devices.mech.air_zone=room"},
       "'power.devices.mech.air_zone' is given and nothing uses it: the device stands outside the hall");
  EXPECT_TRUE(warned({"power.devices.mech.air_zone=room", "power.devices.mech.in_hall=true"}).rules.empty());
  for (const std::string id : {"utility", "gen"}) {
    said({"power.devices." + id + ".efficiency=95 %"},
         "'power.devices." + id + ".efficiency' is given and nothing uses it: what a utility or generator gives");
  }
  said({"power.devices.ups-a.ups_type=~", "power.devices.ups-a.rating=800 kW", "power.devices.ups-a.efficiency=96 %"},
       "'power.devices.ups-a.modules' is given and nothing uses it: no 'ups_type' says what a module carries");
}

TEST(Unused, AnOverheadBesideAStackOfLayers) {
  const std::string stack = "hall.stack={busway: {gap: 100 mm, height: 200 mm}}";
  const Warned both = warned({stack});
  EXPECT_EQ(both.rules, std::vector<std::string>{"site.unused-key"});
  EXPECT_NE(both.text.find("'hall.overhead' is given and nothing uses it"), std::string::npos) << both.text;
  EXPECT_TRUE(warned({stack, "hall.overhead=~"}).rules.empty());
}

const std::vector<std::string> kThird{"power.devices.ups-c={kind: ups, from: [tx-a], ups_type: test-ups, modules: 2}",
                                      "power.devices.bus-c={kind: busway, side: b, from: [ups-c], busway_type: "
                                      "test-busway}"};

TEST(Sense, PairsThatOneLossTakesAwayNameTheDevice) {
  std::vector<std::string> sets = kThird;
  sets.emplace_back("rows.r1.feeds=[[bus-a, bus-b], [bus-a, bus-c]]");
  const Warned met = warned(sets);
  EXPECT_EQ(met.rules, std::vector<std::string>{"site.common-path"});
  EXPECT_NE(met.text.find("both sides of bus-a and bus-c hang on 'tx-a'"), std::string::npos) << met.text;
  sets.emplace_back("power.devices.ups-c.from=[tx-a, tx-b]");
  EXPECT_TRUE(warned(sets).rules.empty());
}

TEST(Sense, TheDeviceNextToTheRacksIsNamed) {
  // Both hang on the UPS and, above it, on the transformer.
  std::vector<std::string> sets = kThird;
  sets[0] = "power.devices.bus-d={kind: busway, side: a, from: [ups-a], busway_type: test-busway}";
  sets[1] = "power.devices.bus-c={kind: busway, side: b, from: [ups-a], busway_type: test-busway}";
  sets.emplace_back("rows.r1.feeds=[[bus-a, bus-b], [bus-d, bus-c]]");
  EXPECT_NE(warned(sets).text.find("both sides of bus-d and bus-c hang on 'ups-a'"), std::string::npos);
}

TEST(Sense, HeatFlowsFromWarmToCold) {
  EXPECT_EQ(warned({"liquid.cdu_groups.g1.supply=36 degC"}).rules, std::vector<std::string>{"site.disagree"});
  EXPECT_TRUE(warned({"liquid.cdu_groups.g1.supply=36.1 degC"}).rules.empty());
  EXPECT_EQ(warned({"air.zones.room.loop=fws"}).rules, (std::vector<std::string>{"site.disagree"}));
}

TEST(Sense, RacksCooledByLiquidNeedARowWithALoop) {
  const Warned without = warned({"rows.r1.cdu_groups=[]"});
  EXPECT_EQ(without.rules, std::vector<std::string>{"site.disagree"});
  EXPECT_NE(without.text.find("'test-compute' is cooled by liquid, and no row offers a CDU group"), std::string::npos);
}

TEST(Floor, ASlabHasNoTilesAndMayLackRatings) {
  EXPECT_TRUE(warned({"hall.tile=~", "hall.floor.footprint_rating=~", "hall.floor.point_rating=~"}).rules.empty());
}

/// The errors of the small site with these what-ifs, as text.
std::string refused(const std::vector<std::string>& sets) {
  SourceFiles files;
  LoadOptions options{test::data_path("racks"), {}};
  for (const std::string& set : sets) options.sets.push_back({set});
  return render(load_site(files, test::data_path("small.yaml"), options).problems, files);
}

TEST(Slips, ALengthThousandTimesTooLongIsMillimetres) {
  EXPECT_NE(refused({"rows.r1.pitch=750 m"}).find("did you mean 750 mm?"), std::string::npos);
  EXPECT_EQ(refused({"rows.r1.pitch=0.01 m"}).find("did you mean"), std::string::npos);
}

TEST(Set, SettingsThatTheSiteLeavesOutMayBeBegun) {
  EXPECT_EQ(test::small_site({"field.turbulence=k_epsilon"}).field.turbulence, TurbulenceModel::k_epsilon);
  const std::string misspelt = refused({"fields.turbulence=k_epsilon"});
  EXPECT_NE(misspelt.find("the site has no 'fields'"), std::string::npos) << misspelt;
  EXPECT_NE(misspelt.find("did you mean 'field'?"), std::string::npos) << misspelt;
}

TEST(Set, MappingsThatTheSiteLeavesOutAreBegunAtAnyDepth) {
  const Site site = test::small_site({"policy.margin.power=10 %", "policy.margin.air=5 %", "hall.egress.aisle=1.2 m",
                                      "purchases.cdu.price=100", "power.devices.bus-a.tap_offs.rating=63 A",
                                      "power.devices.bus-a.tap_offs.count=8"});
  EXPECT_DOUBLE_EQ(site.policy.margins.power->value, 0.1);
  EXPECT_DOUBLE_EQ(site.policy.margins.air->value, 0.05);
  EXPECT_DOUBLE_EQ(site.hall.egress->aisle_m->value, 1.2);
  EXPECT_EQ(site.purchases.cdu->price, 100);
  EXPECT_TRUE(std::any_of(site.devices.begin(), site.devices.end(), [](const Device& device) {
    return device.id == "bus-a" && device.tap_offs && device.tap_offs->rating_a->value == 63;
  }));
}

TEST(Set, WhatIsBegunIsHeldAgainstTheSchema) {
  const std::string key = refused({"policy.margin.powr=10 %"});
  EXPECT_NE(key.find("--set:1:15: error[site.unknown-key]: unknown key 'powr'"), std::string::npos) << key;
  const std::string mapping = refused({"policy.margn.power=10 %"});
  EXPECT_NE(mapping.find("--set:1:8: error[site.set]: 'policy' has no 'margn'"), std::string::npos) << mapping;
  EXPECT_NE(mapping.find("did you mean 'margin'?"), std::string::npos) << mapping;
  const std::string item = refused({"rows.r77.pitch=750 mm"});
  EXPECT_NE(item.find("'rows' has no 'r77'"), std::string::npos) << item;
  EXPECT_NE(item.find("; --set changes items that are there; a file with 'extends' can add 'r77'"), std::string::npos)
      << item;
  EXPECT_EQ(mapping.find("extends"), std::string::npos) << mapping;
}

TEST(Sources, OneMayStandAboveAllOfThem) {
  const Site site = test::small_site({"sources={drawing: {title: Drawing E-101, trust: datasheet}}", "source=drawing"});
  EXPECT_EQ(site.hall.width_m.source, "drawing");
  EXPECT_NE(refused({"source=drawing"}).find("no source 'drawing' in this file"), std::string::npos);
}

}  // namespace
}  // namespace hallplan
