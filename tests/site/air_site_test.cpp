// What a site file says about its air: openings, partitions, rack types of its own, and files that hold nothing but
// air.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "planner/site/load.hpp"
#include "planner/site/walk.hpp"
#include "tests/support/load.hpp"

namespace hallplan {
namespace {

const std::string kReference = HALLPLAN_SOURCE_DIR "/sites/reference/";

/// A reference site with what-ifs, and what was said about it.
struct Loaded {
  SourceFiles files;
  Result<Site> site;

  explicit Loaded(const std::vector<std::string>& sets = {}, LoadFor purpose = LoadFor::air,
                  const std::string& name = "openfoam-hall-v1.yaml") {
    LoadOptions options;
    options.purpose = purpose;
    for (const std::string& set : sets) options.sets.push_back({set});
    site = load_site(files, kReference + name, options);
  }
  [[nodiscard]] std::string text() const { return render(site.problems, files); }
};

/// The only problem of the reference site with these what-ifs is of this rule and says this.
void expect_refused(const std::vector<std::string>& sets, Rule rule, const std::string& words) {
  const Loaded loaded(sets);
  ASSERT_FALSE(loaded.site) << sets.front();
  ASSERT_EQ(loaded.site.problems.all().size(), 1U) << loaded.text();
  EXPECT_EQ(loaded.site.problems.all()[0].rule, rule) << loaded.text();
  EXPECT_NE(loaded.site.problems.all()[0].message.find(words), std::string::npos) << loaded.text();
}

TEST(AirSite, AirThatNoRackWarmsSoIsASlipOfUnit) {
  // 10 kW into 0.01 m3/s of 1.2 kg/m3 x 1006 J/kgK: 828 K.
  const std::string flow =
      "rack_types={slip: {rack: {role: management, cords: 2, body: {width: 600 mm, depth: 1200 mm, height: "
      "2 m, mass: 500 kg}, power: {tdp: 10 kW}, air: {table: [{inlet: 25 degC, flow: 0.01 m3/s}]}}}}";
  const std::string refused = test::refused({flow, "demand.su.management=slip"});
  EXPECT_NE(refused.find("'slip' warms it by 828"), std::string::npos) << refused;
}

TEST(AirSite, AWetBulbIsNoWarmerThanTheAir) {
  const std::string refused = test::refused({"basis.outdoor_wet_bulb=35.5 degC"});
  EXPECT_NE(refused.find("the outdoor wet-bulb of 35.5 degC is above the outdoor air of 35 degC"), std::string::npos)
      << refused;
}

TEST(AirSite, AHallOfAirAloneIsReadForAirOnly) {
  const Loaded air;
  ASSERT_TRUE(air.site) << air.text();
  EXPECT_EQ(air.site.value->placed.size(), 20U);
  EXPECT_TRUE(air.site.value->devices.empty());

  const Loaded planning({}, LoadFor::planning);
  EXPECT_FALSE(planning.site);
  for (const std::string key :
       {"power", "liquid", "network", "demand", "floor", "electrical_code", "dew_point", "feeds", "feed_a", "zones"}) {
    EXPECT_NE(planning.text().find("key '" + key + "' is missing here"), std::string::npos) << key;
  }
  for (const Diagnostic& problem : planning.site.problems.all()) {
    EXPECT_EQ(problem.rule, Rule::site_missing_key);
    EXPECT_NE(problem.hint.find("hallplan thermal alone"), std::string::npos);
    EXPECT_GT(problem.hint.find("A placement cannot be judged"), 0U)
        << "what the key is about comes first: " << problem.hint;
  }
}

TEST(AirSite, WhatAirNeedsItselfIsAskedForInAnyCase) {
  const std::string text = "schema: 1\nname: x\nbasis: {elevation: 0 m}\nhall: {width: 5 m, depth: 5 m}\nrows: {}\n";
  SourceFiles files;
  const Result<Site> site = load_site_text(files, "t.yaml", text, Catalogue{}, LoadFor::air);
  const std::string said = render(site.problems, files);
  EXPECT_FALSE(site);
  for (const std::string key : {"'room_air' is missing", "'ceiling' is missing", "'rows' is empty"}) {
    EXPECT_NE(said.find(key), std::string::npos) << said;
  }
  EXPECT_EQ(said.find("'power'"), std::string::npos) << said;
}

TEST(AirSite, ACompleteSiteIsTheSameForBothPurposes) {
  LoadOptions options;
  options.catalogue_folder = test::data_path("racks");
  options.purpose = LoadFor::air;
  SourceFiles files;
  Result<Site> air = load_site(files, test::data_path("small-placed.yaml"), options);
  ASSERT_TRUE(air);
  Site planning = test::small_placed_site();
  const auto values = [](Site& site) {
    std::vector<std::pair<std::string, double>> all;
    for_each_value(site,
                   [&](const std::string& path, Value& value, Dimension) { all.emplace_back(path, value.value); });
    return all;
  };
  EXPECT_EQ(values(*air.value), values(planning));
}

TEST(AirSite, ItsOwnRackTypesStandInTheCatalogueWithTheirPathInTheFile) {
  Loaded loaded({"rack_types.given.rack.power={tdp: {value: 18 kW, assumed: a guess}}"});
  ASSERT_TRUE(loaded.site) << loaded.text();
  Site& site = *loaded.site.value;
  ASSERT_EQ(site.catalogue.racks.size(), 1U);
  EXPECT_EQ(site.catalogue.racks[0].id, "given");
  EXPECT_TRUE(site.catalogue.racks[0].in_site);
  for (const PinnedRack& rack : site.placed) EXPECT_EQ(rack.type.index, 0);
  std::vector<std::string> assumed;
  for_each_value(site, [&](const std::string& path, Value& value, Dimension) {
    if (is_assumption(value.trust)) assumed.push_back(path);
  });
  EXPECT_EQ(assumed,
            (std::vector<std::string>{"rack_types.given.rack.power.tdp", "rack_types.given.rack.air.inlet_limit"}));
}

TEST(AirSite, ItsOwnRackTypeComesBeforeTheCatalogues) {
  std::ifstream in(kReference + "openfoam-hall-v1.yaml");
  std::ostringstream all;
  all << in.rdbuf();
  std::string text = all.str();
  for (std::size_t at = text.find("given"); at != std::string::npos; at = text.find("given", at)) {
    const bool id = text.compare(at, 6, "given:") == 0 || text.compare(at, 6, "given,") == 0;
    if (id) text.replace(at, 5, "network-rack-30kw");
    at += 5;
  }
  SourceFiles files;
  const Result<Catalogue> catalogue = load_catalogue(files, "");
  ASSERT_TRUE(catalogue);
  const Result<Site> site = load_site_text(files, "t.yaml", text, *catalogue.value, LoadFor::air);
  ASSERT_TRUE(site) << render(site.problems, files);
  ASSERT_EQ(site.value->catalogue.racks.size(), 1U);
  EXPECT_EQ(site.value->catalogue.racks[0].body.power.tdp_w.value, 17e3);
}

TEST(AirSite, ARackTypeOfTheSiteKeepsToTheRulesOfTheCatalogue) {
  expect_refused(
      {"rack_types.given.rack.air={table: [{inlet: 30 degC, flow: 1 m3/s}, {inlet: 20 degC, flow: 2 m3/s}]}"},
      Rule::site_range_order, "air.table: expected rising lines");
}

TEST(AirSite, VariantsLayOverEachOther) {
  const Loaded loaded({}, LoadFor::air, "openfoam-hall-v2.yaml");
  ASSERT_TRUE(loaded.site) << loaded.text();
  const FieldModel& field = loaded.site.value->field;
  EXPECT_EQ(field.turbulence, TurbulenceModel::none);
  EXPECT_NEAR(field.viscosity_m2_per_s->value, 0.02, 1e-12);
  EXPECT_EQ(field.prandtl->value, 200);
  EXPECT_NEAR(field.expansion_per_k->value, 3.3e-3, 1e-12);
  EXPECT_EQ(loaded.site.value->supplies[0].velocity_m_per_s->value, 1.5);
}

TEST(AirSite, OpeningsHaveTheEdgesThatTheirWallAsksFor) {
  expect_refused({"air.supplies.supply-0.x=1 m"}, Rule::site_disagree, "is in the west wall and has no 'x'");
  expect_refused({"air.returns.return={wall: ceiling, x: 7 m, width: 6 m, y: 5 m}"}, Rule::site_missing_key,
                 "needs 'depth' in the ceiling");
  expect_refused({"air.returns.return.top=3 m"}, Rule::site_disagree, "is in the ceiling and has no 'top'");
  expect_refused({"air.returns.return.width=14 m"}, Rule::site_range, "reaches to 21 m; the hall ends at 20 m");
  expect_refused({"air.supplies.supply-0.bottom=2.4 m"}, Rule::site_range, "reaches from 2.4 m up to 2.4 m");
  expect_refused({"air.supplies.supply-0.flow=6 m3/s"}, Rule::site_disagree, "states a velocity and a flow");
  expect_refused({"air.supplies.supply-0={wall: west, y: 1 m, depth: 1 m, temperature: 20 degC}"},
                 Rule::site_missing_key, "needs 'velocity' or 'flow'");
  expect_refused({"air.returns={}"}, Rule::site_missing_key, "without 'returns'");
}

TEST(AirSite, PartitionsStandUprightOrLieLevel) {
  expect_refused({"hall.partitions.door-west={x: 7 m, y: 5 m}"}, Rule::site_missing_key, "needs 'width' or 'depth'");
  expect_refused({"hall.partitions.door-west.width=1 m", "hall.partitions.door-west.bottom=1 m"}, Rule::site_disagree,
                 "lies level and has no top");
  expect_refused({"hall.partitions.door-west={x: 7 m, y: 5 m, width: 1 m, depth: 1 m}"}, Rule::site_missing_key,
                 "needs 'bottom'");
  expect_refused({"hall.partitions.door-west.top=4.5 m"}, Rule::site_range, "the hall ends at 4 m");
  expect_refused({"hall.partitions.door-west.depth=7 m"}, Rule::site_range, "reaches to 12.2 m");
  EXPECT_TRUE(Loaded({"hall.partitions.door-west={x: 7 m, y: 5 m, width: 1 m, depth: 1 m, bottom: 3 m}"}).site);
}

TEST(AirSite, LeakageThatNobodyStatedIsAssumedWide) {
  std::ifstream in(test::data_path("small.yaml"));
  std::ostringstream all;
  all << in.rdbuf();
  std::string text = all.str();
  const std::string line = "      leakage: 5 %\n";
  ASSERT_NE(text.find(line), std::string::npos);
  text.replace(text.find(line), line.size(), "");
  SourceFiles files;
  const Result<Catalogue> catalogue = load_catalogue(files, test::data_path("racks"));
  EXPECT_FALSE(load_site_text(files, "t.yaml", text, *catalogue.value));
  const Result<Site> site = load_site_text(files, "t.yaml", text, *catalogue.value, LoadFor::air);
  ASSERT_TRUE(site) << render(site.problems, files);
  EXPECT_TRUE(site.value->air_zones[0].leakage.disputed());
  EXPECT_TRUE(is_assumption(site.value->air_zones[0].leakage.trust));
}

TEST(AirSite, TheQuickFieldHasTheLargerCells) {
  expect_refused({"field.screen_cell=0.05 m"}, Rule::site_range_order, "larger than those of the quick field");
}

TEST(AirSite, WhatRacksStoreNeedsHeatAndShare) {
  expect_refused({"field.rack_mass_share=50 %"}, Rule::site_missing_key, "without 'rack_specific_heat'");
  expect_refused({"field.rack_specific_heat=500 J/kgK"}, Rule::site_missing_key, "without 'rack_mass_share'");
  EXPECT_TRUE(Loaded({"field.rack_mass_share=50 %", "field.rack_specific_heat=500 J/kgK"}).site);
}

TEST(AirSite, AZoneBlowsUpwards) {
  SourceFiles files;
  LoadOptions options{test::data_path("racks"), {{"air.zones.room.supply_from=2 m"}, {"air.zones.room.supply_to=1 m"}}};
  const Result<Site> site = load_site(files, test::data_path("small.yaml"), options);
  ASSERT_FALSE(site);
  EXPECT_EQ(site.problems.all().front().rule, Rule::site_range_order);
}

/// The warnings about containment against the small site with a second row, which lies north of the first; that one looks south.
std::vector<std::string> said_of_containment(const std::string& second_row, const std::vector<std::string>& more) {
  SourceFiles files;
  LoadOptions options;
  options.catalogue_folder = test::data_path("racks");
  if (!second_row.empty()) {
    options.sets.push_back({"rows.r2={x: 2 m, y: 5.1 m, front: " + second_row +
                            ", slots: 2, pitch: 750 mm, depth: 1200 mm, feeds: [[bus-a, bus-b]], cdu_groups: [g1], "
                            "air_zone: room}"});
  }
  for (const std::string& set : more) options.sets.push_back({set});
  const Result<Site> site = load_site(files, test::data_path("small.yaml"), options);
  EXPECT_TRUE(site) << render(site.problems, files);
  std::vector<std::string> out;
  for (const Diagnostic& problem : site.problems.all()) {
    if (problem.message.find("containment") != std::string::npos) out.push_back(problem.message);
  }
  return out;
}

TEST(Containment, ThatNoTwoRowsTurnToIsWarnedOf) {
  const std::string hot = "air.zones.room.containment=hot", cold = "air.zones.room.containment=cold";
  EXPECT_TRUE(said_of_containment("north", {hot}).empty());  // rears in one aisle
  EXPECT_EQ(said_of_containment("south", {hot}),
            std::vector<std::string>{"'room' has hot containment, and no two of its rows stand back to back: 'r1' "
                                     "(front: south), 'r2' (front: south)"});
  EXPECT_EQ(said_of_containment("north", {cold}),
            std::vector<std::string>{"'room' has cold containment, and no two of its rows stand front to front: 'r1' "
                                     "(front: south), 'r2' (front: north)"});
  const std::string turned = "rows.r1.front=north";
  EXPECT_TRUE(said_of_containment("south", {turned, cold}).empty());
  EXPECT_EQ(said_of_containment("south", {turned, hot}).size(), 1U);
  EXPECT_EQ(said_of_containment("north", {hot, "rows.r2.x=7.2 m"}).size(), 1U);  // beside the first, not behind it
  EXPECT_TRUE(said_of_containment("", {hot}).empty());
  EXPECT_TRUE(said_of_containment("south", {"air.zones.room.containment=none"}).empty());
}

}  // namespace
}  // namespace hallplan
