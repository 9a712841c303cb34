// A fluid of the user's own, by a table in a folder beside the catalogue.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "planner/hydraulics/group_network.hpp"
#include "planner/hydraulics/group_state.hpp"
#include "planner/layout/layout.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"

namespace hallplan {
namespace {

constexpr const char* kOil =
    "schema: 1\nname: some oil\nmaker: nobody\nsources:\n  sheet: {title: made up for a test, trust: datasheet}\n"
    "coolant:\n  source: sheet\n  table:\n"
    "    - {temperature: 30 degC, density: 900 kg/m3, specific_heat: 2.0 kJ/kgK, viscosity: 10 mPa.s}\n"
    "    - {temperature: 50 degC, density: 880 kg/m3, specific_heat: 2.2 kJ/kgK, viscosity: 6 mPa.s}\n";

Site oil_site() {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / ("hallplan-oil-" + std::to_string(::getpid()));
  fs::copy(test::data_path("racks"), folder, fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  std::ofstream(folder / "some-oil.yaml") << kOil;
  SourceFiles files;
  LoadOptions options;
  options.catalogue_folder = folder.string();
  for (const char* const set :
       {"liquid.cdu_groups.g1.coolant=some-oil", "liquid.cdu_groups.g1.type=test-cdu-4bar",
        "liquid.cdu_groups.g1.piping={header_diameter: 80 mm, branch_diameter: 40 mm, branch_length: 3 m, roughness: "
        "0.045 mm}"}) {
    options.sets.push_back({set});
  }
  Result<Site> loaded = load_site(files, test::data_path("small.yaml"), options);
  fs::remove_all(folder);
  if (!loaded) throw std::runtime_error(render(loaded.problems, files));
  return std::move(*loaded.value);
}

// At 40 degC half-way between its lines: 890 kg/m3, 8 mPa.s, 2.1 kJ/kgK. Four racks of 90 kW warm it by what that makes of their flow.
TEST(UserFluid, FlowsAndWarmsByItsOwnTable) {
  const Site site = oil_site();
  const Plan plan = layout::positioned(site, racks(site, {{"test-compute", 4}}));
  hydraulics::GroupSolver solver(site, plan, 0);
  ASSERT_EQ(solver.network().unknown, "");
  EXPECT_NEAR(solver.network().network.fluid.density_kg_per_m3, 890, 1e-9);
  EXPECT_NEAR(solver.network().network.fluid.viscosity_pa_s, 8e-3, 1e-12);
  EXPECT_NEAR(solver.cooling().coolant_j_per_m3_k, 890 * 2100, 1e-3);
}

}  // namespace
}  // namespace hallplan
