// Generators beside the utility in normal running: refused where they would stand by, told where they run all the time.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "planner/site/load.hpp"
#include "planner/site/normal_sources.hpp"
#include "tests/support/devices.hpp"
#include "tests/support/load.hpp"

namespace hallplan {
namespace {

using test::refused;

/// A board on the utility and one on the generator; tx-a draws from both.
std::vector<std::string> boards(const std::string& sharing) {
  return {"power.devices.msb-u={kind: switchboard, from: [utility], rating: 1 MW, full_rated: true}",
          "power.devices.msb-g={kind: switchboard, from: [gen], rating: 1 MW, full_rated: true}",
          "power.devices.tx-a.from=[msb-u, msb-g]", "power.devices.tx-a.sharing=" + sharing};
}

TEST(NormalSources, AGeneratorDoesNotShareWithAUtility) {
  EXPECT_NE(refused({"power.devices.tx-a.sharing=equal"})
                .find("'tx-a' draws from a utility and a generator in equal parts\n"),
            std::string::npos);
  const std::string through = refused(boards("equal"));
  EXPECT_NE(through.find("'tx-a' draws from a utility and a generator in equal parts, through 'msb-u' and 'msb-g'"),
            std::string::npos)
      << through;
  EXPECT_EQ(refused(boards("first")), "");
}

TEST(NormalSources, SwitchesThatPreferTheUtilityMayShare) {
  // mech draws from tx-a and tx-b in equal parts, and a generator stands behind both.
  EXPECT_EQ(refused({}), "");
}

/// Side B on the generator alone.
std::vector<std::string> alone(const std::vector<std::string>& more = {}) {
  std::vector<std::string> sets = {"power.devices.tx-b.from=[gen]", "power.devices.mech.from=[tx-a]",
                                   "power.devices.mech-2.from=[tx-a]"};
  sets.insert(sets.end(), more.begin(), more.end());
  return sets;
}

TEST(NormalSources, WhatAGeneratorThatStandsByFeedsAloneIsRefused) {
  const std::string text = refused(alone({"power.devices.gen.start=60 s"}));
  EXPECT_NE(text.find("'bus-b' has power from 'gen' alone in normal running, which has a 'start': it stands by, and "
                      "nothing starts it while 'utility' is there"),
            std::string::npos)
      << text;
  // The only source of all: it runs.
  EXPECT_EQ(refused({"power.devices.utility.kind=generator", "power.devices.utility.start=60 s"}), "");
}

TEST(NormalSources, AGeneratorWithoutAStartRunsAllTheTimeAndThatIsTold) {
  SourceFiles files;
  LoadOptions options{test::data_path("racks"), {}};
  for (const std::string& set : alone()) options.sets.push_back({set});
  const Result<Site> site = load_site(files, test::data_path("small.yaml"), options);
  const std::string text = render(site.problems, files);
  ASSERT_TRUE(site) << text;
  EXPECT_NE(text.find("'bus-b' has power from 'gen' alone in normal running: it counts as running all the time"),
            std::string::npos)
      << text;
}

TEST(NormalSources, FacilityPowerSaysWhereItComesFrom) {
  EXPECT_EQ(facility_sources(test::small_site()), "utility");
  EXPECT_EQ(facility_sources(test::small_site(alone())), "utility and generators");
  EXPECT_EQ(facility_sources(test::small_site({"power.devices.utility.kind=generator"})), "generators");
  // A board behind a generator on which nothing hangs gives nothing.
  EXPECT_EQ(facility_sources(test::small_site(boards("first"))), "utility");
}

}  // namespace
}  // namespace hallplan
