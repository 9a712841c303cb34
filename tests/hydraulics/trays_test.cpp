// Trays of a rack by its manifold: another group's published model of an NVL72-class rack (J. Simon, constant-diameter reference manifold; not a
// measurement), given as a rack's option is, and what a site is told of them.
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <sstream>
#include <stdexcept>
#include <string>

#include "planner/hydraulics/liquid.hpp"
#include "planner/hydraulics/rack_trays.hpp"
#include "planner/layout/layout.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"
#include "tests/support/values.hpp"

namespace hallplan {
namespace {

using hydraulics::tray_flows;
using hydraulics::TrayFlows;

constexpr double kLitrePerMinute = 1e-3 / 60;

constexpr std::array<double, 27> kPublished = {5.2854, 5.2738, 5.2631, 5.2534, 5.2446, 5.2366, 5.2295, 5.2231, 5.2174,
                                               2.9169, 2.9143, 2.9119, 2.9097, 2.9077, 2.9058, 2.9041, 2.9026, 2.9012,
                                               5.1822, 5.1803, 5.1789, 5.1777, 5.1769, 5.1763, 5.1758, 5.1755, 5.1753};

/// What a branch of that model loses: tube, fittings (4.5 velocity heads) and plate with couplings, Pa/(kg/s)^2.
double branch_pa(double flow_m3_per_s, double diameter_m, double length_m, double by_mass,
                 const network::Fluid& fluid) {
  const double mass = fluid.density_kg_per_m3 * flow_m3_per_s;
  return network::loss_of(network::Pipe{length_m, diameter_m, 1.5e-6, 4.5}, fluid, flow_m3_per_s).pa +
         by_mass * mass * mass;
}

RackManifold published(const network::Fluid& fluid) {
  RackManifold manifold;
  manifold.diameter_m = exactly(0.038);
  manifold.height_m = exactly(1.8);
  manifold.roughness_m = exactly(1.5e-6);
  manifold.tee_loss = exactly(0.08);
  const auto trays = [&](int count, double litres, double diameter_m, double length_m, double by_mass) {
    RackTrays made;
    made.count = count;
    made.flow_m3_per_s = exactly(litres * kLitrePerMinute);
    made.pressure_drop_pa = exactly(branch_pa(litres * kLitrePerMinute, diameter_m, length_m, by_mass, fluid));
    manifold.trays.push_back(made);
  };
  trays(9, 5.2, 0.008, 1.5, 7.8e6);
  trays(9, 2.9, 0.006, 1.0, 25e6);
  trays(9, 5.2, 0.008, 1.5, 7.8e6);
  return manifold;
}

TEST(Trays, ShareTheFlowAsThePublishedManifoldsDo) {
  const network::Fluid fluid{1022.5, 1.35e-3};
  const TrayFlows found = tray_flows(published(fluid), fluid, 120 * kLitrePerMinute, 0);
  ASSERT_EQ(found.unknown, "");
  ASSERT_EQ(found.m3_per_s.size(), kPublished.size());
  for (std::size_t i = 0; i < kPublished.size(); ++i) {
    EXPECT_NEAR(found.m3_per_s[i] / kLitrePerMinute, kPublished[i], 0.01 * kPublished[i]) << i;
  }
  EXPECT_NEAR(std::accumulate(found.m3_per_s.begin(), found.m3_per_s.end(), 0.0), 120 * kLitrePerMinute, 1e-10);
  EXPECT_NEAR(found.m3_per_s[0] / found.m3_per_s[26], 1.0213, 0.004);
  EXPECT_NEAR(found.m3_per_s[0] / found.m3_per_s[9], 1.8120, 0.02 * 1.8120);
  EXPECT_NEAR(found.drop_pa, 79833.85, 0.03 * 79833.85);
}

TEST(Trays, AReturnAtTheTopIsMoreEven) {
  const network::Fluid fluid{1022.5, 1.35e-3};
  RackManifold manifold = published(fluid);
  const auto spread = [&] {
    const TrayFlows found = tray_flows(manifold, fluid, 120 * kLitrePerMinute, 0);
    return std::fabs(found.m3_per_s[0] / found.m3_per_s[26] - 1);
  };
  const double at_bottom = spread();
  manifold.return_at_top = true;
  EXPECT_LT(spread(), 0.2 * at_bottom);
}

TEST(Trays, ThoseThatMayLoseMoreGetLess) {
  const network::Fluid fluid{1022.5, 1.35e-3};
  RackManifold manifold = published(fluid);
  const double before = hydraulics::worst_tray(manifold, fluid, 120 * kLitrePerMinute, 1).flow_m3_per_s;
  for (RackTrays& trays : manifold.trays) {
    trays.pressure_drop_pa.low *= 0.9;
    trays.pressure_drop_pa.high *= 1.1;
  }
  EXPECT_LT(hydraulics::worst_tray(manifold, fluid, 120 * kLitrePerMinute, 1).flow_m3_per_s, before);
}

/// The small hall's racks with ten trays that require a tenth of the rack's 100 L/min, or a bit less.
Site with_trays(double litres) {
  Site site = test::small_site(
      {"liquid.cdu_groups.g1.type=test-cdu-4bar",
       "liquid.cdu_groups.g1.piping={header_diameter: 80 mm, branch_diameter: 40 mm, branch_length: 3 m, roughness: "
       "0.045 mm, flow_limited: true}"});
  RackManifold manifold;
  manifold.diameter_m = exactly(0.04);
  manifold.height_m = exactly(1.8);
  manifold.roughness_m = exactly(1.5e-6);
  RackTrays trays;
  trays.count = 10;
  trays.flow_m3_per_s = exactly(litres * kLitrePerMinute);
  trays.pressure_drop_pa = exactly(40e3);
  manifold.trays = {trays};
  site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-compute"))].body.liquid->manifold = manifold;
  return site;
}

TEST(Trays, AreHeldAgainstWhatTheyRequire) {
  const auto check = [](const Site& site) {
    const Plan plan = layout::positioned(site, racks(site, {{"test-compute", 4}}));
    return only(hydraulics::check(site, plan, {50e3}), Rule::liquid_delivery, "g1, trays of test-compute");
  };
  const Check enough = check(with_trays(9.5)), short_of = check(with_trays(10));
  EXPECT_EQ(enough.status, Status::pass) << enough.arithmetic;
  // A tenth each is what even trays would get; the last of real ones gets a bit less.
  EXPECT_EQ(short_of.status, Status::fail) << short_of.arithmetic;
  EXPECT_NE(short_of.arithmetic.find("tray 10 of 10 from its supply port gets "), std::string::npos)
      << short_of.arithmetic;
  EXPECT_GT(short_of.value, 0.95 * short_of.limit);
}

// What leaves a rack less leaves its trays less: they are looked at in each such case.
TEST(Trays, AreHeldWithAStrainerHalfBlockedToo) {
  const auto check = [](const char* drop) {
    Site site = with_trays(9.5);
    site.cdu_groups[0].piping->strainer_drop_pa = exactly(std::stod(drop));
    const Plan plan = layout::positioned(site, racks(site, {{"test-compute", 4}}));
    return only(hydraulics::check(site, plan, {50e3}), Rule::liquid_delivery, "g1, trays of test-compute",
                "1 strainer half blocked");
  };
  EXPECT_EQ(check("1e3").status, Status::pass) << check("1e3").arithmetic;
  EXPECT_EQ(check("3e6").status, Status::fail) << check("3e6").arithmetic;
}

/// The catalogue of tests with a manifold in its rack's file.
Site from_file(const std::string& manifold, const std::string& name) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / ("hallplan-trays-" + std::to_string(::getpid()) + "-" + name);
  fs::copy(test::data_path("racks"), folder, fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  std::ifstream in(folder / "test-compute.yaml");
  std::ostringstream text;
  text << in.rdbuf();
  std::string changed = text.str();
  const std::size_t at = changed.find("    most_flow:");
  changed.insert(at, "    manifold: " + manifold + "\n");
  std::ofstream(folder / "test-compute.yaml") << changed;
  SourceFiles files;
  LoadOptions options;
  options.catalogue_folder = folder.string();
  Result<Site> loaded = load_site(files, test::data_path("small.yaml"), options);
  fs::remove_all(folder);
  if (!loaded) throw std::runtime_error(render(loaded.problems, files));
  return std::move(*loaded.value);
}

TEST(Trays, AreReadFromAProductFile) {
  const Site site = from_file(
      "{diameter: 38 mm, height: 1.8 m, roughness: 0.0015 mm, tee_loss: 0.08, return_at_top: true, trays: [{count: 18, "
      "flow: "
      "5.2 L/min, pressure_drop: {value: 70 kPa, low: 65 kPa, high: 75 kPa}, heat: 5.8 kW}, {flow: 2.9 L/min, "
      "pressure_drop: 70 kPa}]}",
      "whole");
  const auto& manifold =
      site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-compute"))].body.liquid->manifold;
  ASSERT_TRUE(manifold.has_value());
  EXPECT_NEAR(manifold->diameter_m.value, 0.038, 1e-12);
  EXPECT_TRUE(manifold->return_at_top);
  ASSERT_EQ(manifold->trays.size(), 2U);
  EXPECT_EQ(manifold->trays[0].count, 18);
  EXPECT_NEAR(manifold->trays[0].pressure_drop_pa.high, 75e3, 1e-6);
  EXPECT_EQ(manifold->trays[1].count, 1);
  // Not without trays, and not with a bore of nothing.
  EXPECT_THROW(from_file("{diameter: 38 mm, height: 1.8 m, roughness: 0.0015 mm}", "bare"), std::runtime_error);
  EXPECT_THROW(
      from_file("{diameter: 0 mm, height: 1.8 m, roughness: 0 mm, trays: [{flow: 5 L/min, pressure_drop: 70 kPa}]}",
                "thin"),
      std::runtime_error);
}

}  // namespace
}  // namespace hallplan
