// Warnings about what a site gives and nothing reads, and about air that has no way: the site loads all the same.
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
  const Warned without = warned({"air.zones.room.return_through=ceiling"});
  EXPECT_EQ(without.rules, std::vector<std::string>{"site.missing-key"});
  EXPECT_NE(without.text.find("'room' draws through the ceiling, and the hall has no plenum above it"),
            std::string::npos)
      << without.text;
  EXPECT_TRUE(warned({"air.zones.room.return_through=ceiling", "hall.plenum=0.8 m"}).rules.empty());
  EXPECT_TRUE(warned({"air.zones.room.return_through=top"}).rules.empty());
}

}  // namespace
}  // namespace hallplan
