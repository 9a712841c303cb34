// hallplan sweep: each case what plan and verify say, shares, Ctrl-C, what is refused.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <streambuf>
#include <string>
#include <vector>

#include "tests/cli/cli_support.hpp"

namespace hallplan::cli {
namespace {

using Json = nlohmann::json;
using Words = std::vector<std::string>;

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

Words operator+(Words a, const Words& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

class Sweep : public Cli {
 protected:
  const Words small_ = {"tests/data/small.yaml", "--catalogue", "tests/data/racks"};
  // At 34 degC the dry coolers make nothing, at 38 degC the CDUs have half their approach.
  const Words supply_ = {"--vary", "liquid.loops.fws.supply=34 degC..38 degC by 2 K"};
  const Words quick_ = {"--field", "none"};

  [[nodiscard]] Ran sweep(const Words& more) const { return run_line(Words{"sweep"} + small_ + more); }
  [[nodiscard]] std::string at(const std::string& name) const { return (folder_ / name).string(); }
};

/// What a plan.json and a case of a sweep both say.
Json of_plan(const std::string& document) {
  const Json plan = Json::parse(document), &summary = plan.at("summary");
  int failed = 0, undecided = 0;
  for (const Json& domain : summary.at("counts")) {
    failed += domain.at("failed").get<int>();
    undecided += domain.at("undecided").get<int>();
  }
  Json out;
  for (const char* key : {"status", "racks", "racks_in_all", "it_kw", "facility_kw"}) out[key] = summary.at(key);
  for (const char* key : {"bound_racks", "certified_bound_racks"}) out[key] = summary.value(key, Json());
  out["bound_by"] = out["bound_racks"].is_null() ? Json() : summary.at("bound_by");
  out["failed"] = failed;
  out["undecided"] = undecided;
  return out;
}

Json of_case(const Json& one) {
  Json out;
  for (const char* key : {"status", "racks", "racks_in_all", "it_kw", "facility_kw", "bound_racks",
                          "certified_bound_racks", "bound_by", "failed", "undecided"}) {
    out[key] = one.at(key);
  }
  return out;
}

TEST_F(Sweep, EachCaseIsWhatPlanSays) {
  const Words outdoor = {"--vary", "basis.outdoor=30 degC, 42 degC"}, base = {"--set", "demand.su.units=0"};
  const Ran ran = sweep(supply_ + outdoor + base + Words{"--format", "json"});
  EXPECT_EQ(ran.exit, 1) << ran.err;
  const Json document = Json::parse(ran.out);
  ASSERT_EQ(document.at("cases").size(), 6U);
  for (const Json& one : document.at("cases")) {
    const std::string supply = one.at("values").at(0), air = one.at("values").at(1);
    const Ran alone = plan(base + Words{"--set", "liquid.loops.fws.supply=" + supply, "--set", "basis.outdoor=" + air,
                                        "--format", "json"});
    EXPECT_EQ(of_case(one), of_plan(alone.out)) << supply << ", " << air;
  }
}

TEST_F(Sweep, AHeldPlanIsWhatVerifySays) {
  ASSERT_EQ(plan().exit, 3);
  const Words held = {"--plan", at("plan.json")}, json = {"--format", "json"};
  const Ran ran = sweep(supply_ + held + json);
  EXPECT_EQ(ran.exit, 1) << ran.err;
  const Json document = Json::parse(ran.out);
  EXPECT_EQ(document.at("plan"), "held");
  ASSERT_EQ(document.at("cases").size(), 3U);
  for (const Json& one : document.at("cases")) {
    const std::string supply = one.at("values").at(0);
    const Ran alone = run_line(Words{"verify", "tests/data/small.yaml", at("plan.json"), "--catalogue",
                                     "tests/data/racks", "--set", "liquid.loops.fws.supply=" + supply} +
                               json);
    EXPECT_EQ(of_case(one), of_plan(alone.out)) << supply;
    EXPECT_EQ(one.at("racks"), 4) << "they do not move";
    EXPECT_TRUE(one.at("bound_racks").is_null());
  }
}

TEST_F(Sweep, TurningPointsNameTheLimit) {
  const Ran ran = sweep(supply_ + quick_);
  // 34 degC is colder than the outdoor air of 35 degC. At 38 degC the CDUs have their 2 K approach: 2 x 125 kW less their own 2 x 5 kW are
  // 240 kW, and four racks of 100 kW give 90 % to the liquid.
  EXPECT_TRUE(has(ran.out,
                  "between 34 degC and 36 degC: 0 -> 4 racks, fail -> undecided; at 34 degC: no room for one\n"
                  "    test-compute: fws (liquid.rejection): 0 kW left, 90 kW for one\n"))
      << ran.out;
  EXPECT_TRUE(has(ran.out,
                  "between 36 degC and 38 degC: 4 -> 0 racks, undecided -> fail; at 38 degC: g1\n"
                  "    (liquid.cdu-heat) with 1 unit lost: 240 kW for racks to be placed, 360 kW"))
      << ran.out;
}

TEST_F(Sweep, MoreUtilityHoldsNoFewerRacksAndWarmerWaterNoMore) {
  const Ran ran =
      sweep(quick_ + Words{"--set", "demand.su.compute_racks=1", "--set", "demand.su.network_racks=0", "--set",
                           "demand.su.units=0", "--vary", "power.devices.utility.rating=250 kW..550 kW by 100 kW",
                           "--vary", "liquid.loops.fws.supply=35 degC..38 degC by 1 K", "--format", "json"});
  const Json cases = Json::parse(ran.out).at("cases");
  ASSERT_EQ(cases.size(), 16U);
  const auto racks = [&](std::size_t utility, std::size_t supply) {
    return cases[4 * utility + supply].at("racks").get<int>();
  };
  for (std::size_t utility = 0; utility < 4; ++utility) {
    for (std::size_t supply = 0; supply < 4; ++supply) {
      if (utility > 0) {
        EXPECT_GE(racks(utility, supply), racks(utility - 1, supply));
      }
      if (supply > 0) {
        EXPECT_LE(racks(utility, supply), racks(utility, supply - 1));
      }
      EXPECT_LE(racks(utility, supply), cases[4 * utility + supply].at("bound_racks"));
    }
  }
  EXPECT_EQ(racks(0, 0), 1);
  EXPECT_EQ(racks(3, 0), 3);
  EXPECT_EQ(racks(3, 3), 2);
}

TEST_F(Sweep, OneThreadOrTwoSayTheSame) {
  const Words json = {"--format", "json"};
  const Ran one = sweep(supply_ + json + Words{"--threads", "1"}),
            two = sweep(supply_ + json + Words{"--threads", "2"});
  EXPECT_EQ(one.out, two.out);
  EXPECT_EQ(one.exit, two.exit);
}

TEST_F(Sweep, SharesPutTogetherAreTheWhole) {
  const Words vary = supply_ + Words{"--vary", "basis.outdoor=30 degC, 35 kW, 42 degC"} + quick_;
  ASSERT_EQ(sweep(vary + Words{"--out", at("whole")}).exit, 2);
  for (const std::string share : {"1", "2", "3"}) {
    const Ran part = sweep(vary + Words{"--part", share + "/3", "--out", at(share)});
    EXPECT_TRUE(has(part.out, "(share " + share + " of 3 of 9 cases)")) << part.out;
  }
  const Ran joined =
      run_line({"sweep", at("2/sweep.json"), at("3/sweep.json"), at("1/sweep.json"), "--out", at("joined")});
  EXPECT_EQ(joined.exit, 2) << joined.err;
  for (const std::string name : {"sweep.json", "sweep.csv", "sweep.svg"}) {
    EXPECT_EQ(read("joined/" + name), read("whole/" + name)) << name;
    EXPECT_FALSE(read("joined/" + name).empty());
  }
}

TEST_F(Sweep, SharesThatDoNotFitAreRefused) {
  const Words vary = supply_ + quick_;
  (void)sweep(vary + Words{"--part", "1/2", "--out", at("1")});
  (void)sweep(vary + Words{"--part", "2/2", "--out", at("2")});
  (void)sweep(vary + Words{"--part", "2/2", "--set", "basis.elevation=10 m", "--out", at("other")});
  const std::string one = at("1/sweep.json"), two = at("2/sweep.json");
  EXPECT_TRUE(has(run_line({"sweep", one, two, one}).err, "case 1 is in two of them"));
  EXPECT_TRUE(has(run_line({"sweep", one, at("other/sweep.json")}).err, "differ in --set"));
  const Ran half = run_line({"sweep", one, "--format", "json"});
  EXPECT_TRUE(has(half.err, "incomplete: 2 of 3 cases are in these files")) << half.err;
  EXPECT_EQ(Json::parse(half.out).at("incomplete"), true);
  EXPECT_TRUE(has(run_line({"sweep", one, at("none.json")}).err, "none.json: cannot be read"));
  EXPECT_EQ(sweep(vary + Words{"--part", "4/4"}).exit, 2);
  EXPECT_TRUE(has(sweep(vary + Words{"--part", "4/4"}).err, "there are only 3 cases"));
}

TEST_F(Sweep, AValueThatIsRefusedIsACase) {
  const Ran ran = sweep(quick_ + Words{"--vary", "basis.outdoor=35 degC, 35 kW, 900 degC"});
  EXPECT_EQ(ran.exit, 2);
  EXPECT_TRUE(has(ran.out, "3 cases, each planned anew: 2 refused, 1 undecided")) << ran.out;
  EXPECT_TRUE(has(ran.out, "--vary:1:15: error[site.dimension]")) << ran.out;
  EXPECT_TRUE(has(ran.out, "--vary:1:15: error[site.range]")) << ran.out;
}

TEST_F(Sweep, ValuesThatAreAllRefusedEndIt) {
  const Ran ran = sweep({"--vary", "basis.outdoor=35 kW, 36 kW"});
  EXPECT_EQ(ran.exit, 2);
  EXPECT_EQ(ran.out, "");
  EXPECT_TRUE(has(ran.err, "--vary:1:15: error[site.dimension]")) << ran.err;
  EXPECT_TRUE(has(ran.err, "none of 2 cases could be read")) << ran.err;
  EXPECT_EQ(Json::parse(sweep({"--vary", "basis.outdoor=35 kW", "--format", "json"}).out).at("problems").size(), 1U);
}

TEST_F(Sweep, SlipsInKeysAreToldOfAllAxesAtOnce) {
  const Ran ran = sweep({"--vary", "basis.outdor=30 degC, 31 degC", "--vary", "liquid.loop.fws.supply=1 degC"});
  EXPECT_EQ(ran.exit, 2);
  EXPECT_TRUE(has(ran.err, "--vary:1:7: error[site.unknown-key]: unknown key 'outdor'")) << ran.err;
  EXPECT_TRUE(has(ran.err, "--vary:1:8: error[site.set]: 'liquid' has no 'loop'")) << ran.err;
  EXPECT_TRUE(has(ran.err, "2 errors\n")) << ran.err;
}

TEST_F(Sweep, ASlipInSetIsToldOnce) {
  const Ran ran = sweep(supply_ + Words{"--vary", "basis.outdoor=30 degC", "--set", "basis.elevatoin=10 m"});
  EXPECT_EQ(ran.exit, 2);
  EXPECT_TRUE(has(ran.err, "--set:1:7: error[site.unknown-key]")) << ran.err;
  EXPECT_TRUE(has(ran.err, "1 error\n")) << ran.err;
}

TEST_F(Sweep, AnAxisMaySetWhatAnotherBegins) {
  // By itself the second one has nothing to remove.
  const Ran ran = sweep(quick_ + Words{"--vary", "policy={margin: {power: 1 %}}", "--vary", "policy.margin.power=~"});
  EXPECT_EQ(ran.exit, 3) << ran.err << ran.out;
}

TEST_F(Sweep, SecondsThatCutAreSaid) {
  const Words line = {"sweep", "sites/hall-200.yaml", "--field", "none", "--vary", "basis.outdoor=35 degC"};
  EXPECT_TRUE(
      has(run_line(line + Words{"--seconds", "0.01"}).out, "not reproducible: seconds ended the search of 1 case"));
}

TEST_F(Sweep, TooManyCasesAreCounted) {
  const Ran ran = sweep({"--vary", "basis.outdoor=1 degC..40 degC by 1 K", "--vary", "demand.su.units=0..25 by 1"});
  EXPECT_EQ(ran.exit, 2);
  EXPECT_EQ(ran.err, "error: --vary: 40 x 26 values make more than 1000 cases; take fewer values, or several sweeps\n");
}

TEST_F(Sweep, WhatIsNoSweepIsRefused) {
  EXPECT_TRUE(has(sweep({}).err, "nothing is varied; for example --vary"));
  EXPECT_TRUE(has(sweep({"--vary", "a=1..1e9 by 1"}).err, "has more than 1000 values"));
  EXPECT_TRUE(has(sweep(supply_ + Words{"--part", "0/3"}).err, "expected a share I/N such as 2/8, found '0/3'"));
  EXPECT_TRUE(has(sweep(supply_ + Words{"--part", "3/2"}).err, "expected a share"));
  EXPECT_TRUE(has(run_line(Words{"sweep", "no.yaml"} + supply_).err, "cannot read 'no.yaml'"));
  EXPECT_TRUE(has(sweep(supply_ + Words{"--plan", "tests/data/small.yaml"}).err, "error[plan.file]"));
}

TEST_F(Sweep, FormatsAreForMachines) {
  const Ran csv = sweep(supply_ + quick_ + Words{"--format", "csv"});
  EXPECT_EQ(csv.out.find("case,liquid.loops.fws.supply,status,racks,bound_racks"), 0U) << csv.out;
  EXPECT_TRUE(has(csv.out, "\r\n2,36 degC,undecided,4,4,")) << csv.out;
}

/// Interrupts as soon as something is written that holds a text.
class InterruptsAt : public std::stringbuf {
 public:
  explicit InterruptsAt(std::string text) : text_(std::move(text)) {}

 protected:
  std::streamsize xsputn(const char* s, std::streamsize n) override {
    const std::streamsize put = std::stringbuf::xsputn(s, n);
    if (str().find(text_) != std::string::npos) interrupt();
    return put;
  }

 private:
  std::string text_;
};

TEST_F(Sweep, CtrlCLeavesTheCasesThatAreDone) {
  // In a process of its own, since nothing takes an interruption back.
  const auto interrupted_run = [&] {
    InterruptsAt buffer("case 3 of 4");
    std::ostream err(&buffer);
    std::ostringstream out;
    const int exit = run(
        Words{"sweep"} + small_ + quick_ + Words{"--vary", "basis.outdoor=30 degC..33 degC by 1 K", "--out", at("cut")},
        {out, err, true});
    std::cerr << buffer.str() << out.str();
    std::exit(exit);
  };
  EXPECT_EXIT(interrupted_run(), ::testing::ExitedWithCode(3), "interrupted: 2 of 4 cases were done");
  const Json document = Json::parse(read("cut/sweep.json"));
  EXPECT_EQ(document.at("incomplete"), true);
  EXPECT_EQ(document.at("cases").size(), 2U);
  EXPECT_FALSE(read("cut/sweep.svg").empty());
}

}  // namespace
}  // namespace hallplan::cli
