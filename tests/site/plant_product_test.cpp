// Tables of CDUs and heat-rejection units: read, and refused where they contradict themselves.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "planner/site/load.hpp"
#include "tests/support/load.hpp"

namespace hallplan {
namespace {

const std::string kHead = "schema: 1\nname: made up\nmaker: nobody\n";

/// The product of the folder, which is laid over the program's own catalogue.
template <class B>
const B& made_up(const std::vector<Product<B>>& products) {
  const auto found =
      std::find_if(products.begin(), products.end(), [](const Product<B>& each) { return each.id == "made-up"; });
  if (found == products.end()) throw std::runtime_error("no such product");
  return found->body;
}

/// A catalogue of one file in a folder of its own.
class PlantProduct : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              (std::string("hallplan-") + ::testing::UnitTest::GetInstance()->current_test_info()->name() + "-" +
               std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Result<Catalogue> load(const std::string& body) {
    std::ofstream(folder_ / "made-up.yaml") << kHead << body;
    return load_catalogue(files_, folder_.string());
  }
  Result<Catalogue> load_cdu(const std::string& keys) {
    return load(
        "cdu:\n  assumed: for a test\n  body: {width: 1 m, depth: 1 m, height: 2 m}\n  capacity: 250 kW\n"
        "  approach: 4 K\n  flow: 300 L/min\n  head: 200 kPa\n" +
        keys);
  }
  Result<Catalogue> load_cooler(const std::string& keys) {
    return load("rejection:\n  assumed: for a test\n  capacity: 300 kW\n  design_air: 35 degC\n" + keys);
  }
  void expect_refused(const Result<Catalogue>& loaded, Rule rule) {
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.problems.all().front().rule, rule) << render(loaded.problems, files_);
  }

  std::filesystem::path folder_;
  SourceFiles files_;
};

TEST_F(PlantProduct, WhatAFileDoesNotStateIsNotTakenToBeSo) {
  const std::string rack =
      "rack:\n  assumed: for a test\n  role: compute\n  body: {width: 1 m, depth: 1 m, height: 2 m}\n"
      "  power: {tdp: 10 kW}\n  air: {table: [{inlet: 25 degC, flow: 1 m3/s}]}\n";
  Result<Catalogue> loaded = load(rack);
  ASSERT_TRUE(loaded) << render(loaded.problems, files_);
  EXPECT_FALSE(made_up(loaded.value->racks).cords.has_value());
  EXPECT_FALSE(made_up(loaded.value->racks).casters.has_value());
  loaded = load(rack + "  cords: 1\n  casters: 6\n");
  ASSERT_TRUE(loaded) << render(loaded.problems, files_);
  EXPECT_EQ(made_up(loaded.value->racks).cords, 1);
  EXPECT_EQ(made_up(loaded.value->racks).casters, 6);
  loaded = load_cdu("");
  ASSERT_TRUE(loaded) << render(loaded.problems, files_);
  EXPECT_FALSE(made_up(loaded.value->cdus).casters.has_value());
}

TEST_F(PlantProduct, CduTablesAreRead) {
  const Result<Catalogue> loaded = load_cdu(
      "  ratings:\n    - {approach: 2 K, capacity: 120 kW, flow: 300 L/min}\n"
      "    - {approach: 6 K, capacity: 310 kW, flow: 280 L/min}\n"
      "  pump_curve:\n    - {flow: 0 L/min, head: 2.5 bar}\n    - {flow: 300 L/min, head: 2 bar}\n"
      "  shut_off_head: 2.5 bar\n  pressure_limit: 6 bar\n  in_rack: true\n"
      "  facility: {flow: 300 L/min, pressure_drop: 0.8 bar, pressure_limit: 10 bar}\n");
  ASSERT_TRUE(loaded) << render(loaded.problems, files_);
  const CduType& cdu = made_up(loaded.value->cdus);
  ASSERT_EQ(cdu.ratings.size(), 2U);
  EXPECT_DOUBLE_EQ(cdu.ratings[1].capacity_w.value, 310e3);
  ASSERT_EQ(cdu.pump_curve.size(), 2U);
  EXPECT_DOUBLE_EQ(cdu.pump_curve[0].head_pa.value, 250e3);
  EXPECT_DOUBLE_EQ(cdu.pressure_limit_pa->value, 600e3);
  EXPECT_DOUBLE_EQ(cdu.facility->pressure_drop_pa->value, 80e3);
  EXPECT_TRUE(cdu.in_rack);
}

TEST_F(PlantProduct, RatingsThatContradictAreRefused) {
  const auto ratings = [&](const std::string& lines) { return load_cdu("  ratings:\n" + lines); };
  expect_refused(ratings("    - {approach: 6 K, capacity: 310 kW, flow: 300 L/min}\n"
                         "    - {approach: 5 K, capacity: 280 kW, flow: 300 L/min}\n"),
                 Rule::site_range_order);
  // Less heat at more approach; other heat at the same; more flow than the unit gives.
  expect_refused(ratings("    - {approach: 6 K, capacity: 240 kW, flow: 300 L/min}\n"), Rule::site_disagree);
  expect_refused(ratings("    - {approach: 4 K, capacity: 260 kW, flow: 300 L/min}\n"), Rule::site_disagree);
  expect_refused(ratings("    - {approach: 2 K, capacity: 260 kW, flow: 300 L/min}\n"), Rule::site_disagree);
  expect_refused(ratings("    - {approach: 6 K, capacity: 310 kW, flow: 301 L/min}\n"), Rule::site_range);
}

// 84 kW out of 12,400 m3/h (a slip for cubic feet a minute) at 35 degC would leave it at 14.8 degC.
TEST_F(PlantProduct, CoilsThatCoolBelowTheirWaterAreRefused) {
  const auto unit = [&](const std::string& airflow) {
    return load("air_unit:\n  assumed: for a test\n  body: {width: 1 m, depth: 1 m, height: 2 m}\n  capacity: 84 kW\n" +
                ("  water_supply: 18 degC\n  return_air: 35 degC\n  fan_power: 4.5 kW\n  airflow: " + airflow) + "\n");
  };
  const auto door = [&](const std::string& keys) {
    return load("rear_door:\n  assumed: for a test\n  capacity: 30 kW\n  water_supply: 18 degC\n" + keys);
  };
  EXPECT_TRUE(unit("12400 cfm"));
  expect_refused(unit("12400 m3/h"), Rule::site_disagree);
  EXPECT_TRUE(door("  entering_air: 45 degC\n  airflow: 2000 cfm\n"));
  expect_refused(door("  entering_air: 45 degC\n  airflow: 0.9 m3/s\n"), Rule::site_disagree);
  EXPECT_TRUE(door("  airflow: 0.9 m3/s\n"));
}

TEST_F(PlantProduct, PumpCurvesFall) {
  expect_refused(
      load_cdu("  pump_curve:\n    - {flow: 100 L/min, head: 2 bar}\n    - {flow: 200 L/min, head: 2.1 bar}\n"),
      Rule::site_range_order);
  expect_refused(
      load_cdu("  pump_curve:\n    - {flow: 200 L/min, head: 2 bar}\n    - {flow: 200 L/min, head: 1.9 bar}\n"),
      Rule::site_range_order);
}

TEST_F(PlantProduct, DeratingsFall) {
  const std::string busway = "busway:\n  assumed: for a test\n  rating: 400 A\n  voltage: 415 V\n  full_rated: true\n";
  EXPECT_TRUE(load(busway + "  altitude: [{elevation: 2000 m, share: 100 %}, {elevation: 3000 m, share: 90 %}]\n"));
  expect_refused(load(busway + "  altitude: [{elevation: 2000 m, share: 90 %}, {elevation: 3000 m, share: 95 %}]\n"),
                 Rule::site_range_order);
  expect_refused(load(busway + "  derating: [{ambient: 40 degC, share: 90 %}, {ambient: 50 degC, share: 95 %}]\n"),
                 Rule::site_range_order);
}

TEST_F(PlantProduct, RejectionTablesAreReadAndHeldAgainstThemselves) {
  const Result<Catalogue> loaded = load_cooler(
      "  rated_by: wet_bulb\n  rated_elevation: 300 m\n"
      "  table:\n    - {air: 40 degC, capacity: 260 kW, water_least: 36 degC}\n"
      "  derating:\n    - {elevation: 0 m, share: 100 %}\n    - {elevation: 1500 m, share: 90 %}\n");
  ASSERT_TRUE(loaded) << render(loaded.problems, files_);
  const RejectionType& type = made_up(loaded.value->rejections);
  EXPECT_EQ(type.rated_by, RatedBy::wet_bulb);
  EXPECT_DOUBLE_EQ(type.table.front().water_least_degc->value, 36);
  EXPECT_DOUBLE_EQ(type.derating.back().share.value, 0.9);
  expect_refused(load_cooler("  table:\n    - {air: 40 degC, capacity: 310 kW}\n"), Rule::site_disagree);
  expect_refused(load_cooler("  table:\n    - {air: 30 degC, capacity: 290 kW}\n"), Rule::site_disagree);
  expect_refused(
      load_cooler("  table:\n    - {air: 40 degC, capacity: 260 kW}\n    - {air: 45 degC, capacity: 270 kW}\n"),
      Rule::site_range_order);
  expect_refused(
      load_cooler("  derating:\n    - {elevation: 0 m, share: 90 %}\n    - {elevation: 900 m, share: 95 %}\n"),
      Rule::site_range_order);
}

TEST(LiquidSite, NewKeysAreRead) {
  const Site site = test::small_site({"liquid.loops.chw.insulated=true", "liquid.loops.fws.survive_loss=true",
                                      "liquid.cdu_groups.g1.fill_pressure=1.5 bar", "basis.outdoor_wet_bulb=24 degC",
                                      "liquid.cdu_groups.g1.highest_point=4 m", "liquid.cdu_groups.g1.lowest_point=1 m",
                                      "liquid.cdu_groups.g1.headers=dedicated"});
  EXPECT_TRUE(site.loops[1].insulated);
  EXPECT_FALSE(site.loops[0].insulated);
  EXPECT_TRUE(site.loops[0].survive_loss);
  EXPECT_DOUBLE_EQ(site.cdu_groups[0].fill_pressure_pa->value, 150e3);
  EXPECT_DOUBLE_EQ(site.cdu_groups[0].highest_point_m->value, 4);
  EXPECT_DOUBLE_EQ(site.cdu_groups[0].lowest_point_m->value, 1);
  EXPECT_DOUBLE_EQ(site.basis.outdoor_wet_bulb_degc->value, 24);
  EXPECT_EQ(site.cdu_groups[0].headers, Headers::dedicated);
}

TEST(LiquidSite, ACduInsideARackHasNoPlace) {
  SourceFiles files;
  const Result<Catalogue> catalogue = load_catalogue(files, test::data_path("racks"));
  ASSERT_TRUE(catalogue);
  Catalogue in_rack = *catalogue.value;
  for (Product<CduType>& cdu : in_rack.cdus) cdu.body.in_rack = true;
  std::ifstream in(test::data_path("small.yaml"));
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const Result<Site> site = load_site_text(files, "t.yaml", text, in_rack);
  ASSERT_FALSE(site);
  EXPECT_EQ(site.problems.all().front().rule, Rule::site_disagree);
  EXPECT_NE(render(site.problems, files).find("leave out 'x' and 'y'"), std::string::npos);
}

}  // namespace
}  // namespace hallplan
