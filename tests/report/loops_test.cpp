// Coolant loops in plan.json, text and HTML: every number as it is handed over, names escaped, what fails stands out.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "planner/report/html.hpp"
#include "planner/report/text.hpp"
#include "tests/report/example.hpp"

namespace hallplan {
namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

constexpr double kLitreAMinute = 1e-3 / 60;

verdict::LoopRack rack(const std::string& id, std::size_t place, double least_lpm) {
  verdict::LoopRack made;
  made.id = id;
  made.row = "r1";
  made.place = place;
  made.asked_m3_per_s = 100 * kLitreAMinute;
  made.flow_m3_per_s = 110 * kLitreAMinute;
  made.supply_degc = 40;
  made.return_degc = 52.5;
  made.plate = verdict::PlateTemperature{60, 81};
  made.header_m = 4.5;
  made.header_velocity_m_per_s = 1.25;
  made.least_m3_per_s = least_lpm * kLitreAMinute;
  made.least_when = "cdu-1 lost";
  made.flow_margin_m3_per_s = (least_lpm - 100) * kLitreAMinute;
  made.worst_supply_degc = 41.5;
  made.worst_return_degc = 55.25;
  made.supply_margin_k = 0.75;
  made.return_margin_k = 4.75;
  made.warmest_when = "1 facility pump lost";
  made.worst_plate = verdict::PlateTemperature{62, 84};
  made.valve_known = made.valve_reached = true;
  made.valve_kv_m3_per_h = 3.875;
  made.valve_m3_per_s = 100 * kLitreAMinute;
  made.valve_pa = 240e3;
  return made;
}

verdict::CoolantLoop loop(std::size_t racks) {
  verdict::CoolantLoop made;
  made.group = "g1";
  made.piped = true;
  made.status = Status::pass;
  made.coolant = "pg25";
  made.at_degc = 40;
  made.viscosity_low_pa_s = 1.39e-3;
  made.viscosity_high_pa_s = 1.58e-3;
  verdict::LoopUnit unit;
  unit.id = "cdu-1";
  unit.flow_m3_per_s = 440 * kLitreAMinute;
  unit.head_pa = 300e3;
  unit.heat_w = 400e3;
  unit.return_degc = 52.5;
  unit.supply_degc = 40;
  unit.approach_k = 4.5;
  made.units = {unit};
  for (std::size_t i = 0; i < racks; ++i) {
    made.racks.push_back(rack("c" + std::to_string(i + 1), i, 120 - static_cast<double>(i)));
  }
  verdict::LoopFailure failure;
  failure.failure = "cdu-1 lost";
  failure.rack = "c" + std::to_string(racks);
  failure.asked_m3_per_s = 100 * kLitreAMinute;
  failure.flow_m3_per_s = 101 * kLitreAMinute;
  failure.flow_margin_m3_per_s = 1 * kLitreAMinute;
  failure.warm_rack = "c1";
  failure.supply_degc = 41.5;
  failure.supply_margin_k = 0.75;
  made.failures = {failure};
  return made;
}

std::string document(std::vector<verdict::CoolantLoop> loops) {
  test::Example example = test::example();
  example.verdict.loops = std::move(loops);
  return example.document();
}

TEST(Loops, NothingIsSaidOfAHallWithoutCoolant) {
  const std::string none = document({});
  EXPECT_FALSE(has(none, "coolant_loops"));
  EXPECT_FALSE(has(report::html_report(none), "Coolant loops"));
  EXPECT_FALSE(has(report::text_report(none), "Coolant loop"));
}

TEST(Loops, GroupsWithoutPipesAreOneLine) {
  verdict::CoolantLoop bare;
  std::vector<verdict::CoolantLoop> many;
  for (int i = 1; i <= 6; ++i) {
    bare.group = "g" + std::to_string(i);
    many.push_back(bare);
  }
  const std::string made = document(many), text = report::text_report(made), page = report::html_report(made);
  for (const std::string* const out : {&text, &page}) {
    EXPECT_TRUE(has(*out, "g1, g2, g3, g4 and 2 more: no pipes given"));
    EXPECT_FALSE(has(*out, "worst when"));
  }
  EXPECT_FALSE(has(page, "<svg class=\"loop\""));
}

TEST(Loops, EveryNumberIsInTheDocument) {
  const auto json = nlohmann::json::parse(document({loop(2)}))["coolant_loops"][0];
  EXPECT_EQ(json["id"], "g1");
  EXPECT_EQ(json["status"], "pass");
  EXPECT_EQ(json["viscosity_mpa_s"], nlohmann::json::array({1.39, 1.58}));
  EXPECT_EQ(json["cdus"][0]["flow_lpm"], 440);
  EXPECT_EQ(json["cdus"][0]["head_kpa"], 300);
  EXPECT_EQ(json["cdus"][0]["heat_kw"], 400);
  const auto& one = json["racks"][1];
  EXPECT_EQ(one["id"], "c2");
  EXPECT_EQ(one["asked_lpm"], 100);
  EXPECT_EQ(one["flow_lpm"], 110);
  EXPECT_EQ(one["least_lpm"], 119);
  EXPECT_EQ(one["flow_margin_lpm"], 19);
  EXPECT_EQ(one["worst_supply_degc"], 41.5);
  EXPECT_EQ(one["supply_margin_k"], 0.75);
  EXPECT_EQ(one["worst_return_degc"], 55.25);
  EXPECT_EQ(one["warmest_when"], "1 facility pump lost");
  EXPECT_EQ(one["gpu_degc_assumed_worst"], nlohmann::json::array({62, 84}));
  EXPECT_EQ(one["valve"]["kv_m3_per_h"], 3.875);
  EXPECT_EQ(one["valve"]["valve_kpa"], 240);
  EXPECT_EQ(json["failures"][0]["warm_rack"], "c1");
  EXPECT_EQ(json["failures"][0]["flow_margin_lpm"], 1);
}

TEST(Loops, LongHallsNameTheTightestAndCountTheRest) {
  const std::string made = document({loop(20)}), text = report::text_report(made), page = report::html_report(made);
  EXPECT_TRUE(has(text, "and 12 more with as much left or more"));
  EXPECT_TRUE(has(text, "\n  c20 "));
  EXPECT_FALSE(has(text.substr(0, text.find("supply in degC")), "\n  c12 "));
  for (int i = 1; i <= 20; ++i) EXPECT_TRUE(has(page, "<td>c" + std::to_string(i) + "</td>")) << i;
  // Of several loops fewer racks each, beyond four that pass a line.
  std::vector<verdict::CoolantLoop> many(6, loop(20));
  many[5].status = Status::fail;
  const std::string several = report::text_report(document(many));
  EXPECT_TRUE(has(several, "and 17 more with as much left or more"));
  EXPECT_TRUE(has(several, "\nCoolant loop g1: pass; least flow left at c20, 101.0 of 100.0 L/min (cdu-1 lost)"));
  EXPECT_TRUE(has(several, "\nCoolant loop g1: fail\n"));
  EXPECT_TRUE(has(text, "Published viscosities of pg25 at 40 degC disagree, 1.39 to 1.58 mPa s"));
  EXPECT_TRUE(has(text, "for information alone, never a verdict"));
  EXPECT_TRUE(has(page, "for information alone, never a verdict"));
}

// However many failures there are, one that leaves a rack too little stands in the text, whatever else is tighter by flow.
TEST(Loops, NoFailureThatLeavesTooLittleIsCutOff) {
  verdict::CoolantLoop made = loop(4);
  made.failures.resize(1);
  for (int i = 0; i < 12; ++i) {
    made.failures.push_back(made.failures[0]);
    made.failures.back().failure = "cdu-x" + std::to_string(i) + " lost";
    made.failures.back().flow_margin_m3_per_s = 0;
    made.failures.back().supply_margin_k = 0;
  }
  made.failures.push_back(made.failures[0]);
  made.failures.back().failure = "facility: 1 pump lost";
  made.failures.back().flow_margin_m3_per_s = 9 * kLitreAMinute;
  made.failures.back().supply_margin_k = -0.004;
  const std::string text = report::text_report(document({made}));
  EXPECT_TRUE(has(text, "facility: 1 pump lost")) << text;
  EXPECT_TRUE(has(text, "and 6 more that leave every rack enough")) << text;
  EXPECT_TRUE(has(text, "-0.004")) << text;
  EXPECT_FALSE(has(text, "-0.00 ")) << text;
}

TEST(Loops, TheDrawingHasFlowsTemperaturesAndWordsForThem) {
  const std::string page = report::html_report(document({loop(20)}));
  EXPECT_TRUE(has(page, "href=\"#loops\""));
  EXPECT_TRUE(has(page, "<svg class=\"loop\" role=\"img\" aria-label=\"Coolant loop g1: 1 CDUs and 20 racks"));
  EXPECT_TRUE(
      has(page, "<title>c3: 110.0 of 100.0 L/min, supply 40.0 degC, return 52.5 degC, 4.5 m of header</title>"));
  EXPECT_TRUE(has(page, ">440 L/min, 300 kPa</text>"));
  EXPECT_TRUE(has(page, ">40.0 / 52.5</text>"));
  EXPECT_TRUE(has(page, "viewBox=\"0 0 1354 334\""));  // 20 racks of one row: 12 and 8
}

TEST(Loops, AFailingGroupShowsItsRacks) {
  verdict::CoolantLoop failing = loop(3);
  failing.status = Status::fail;
  failing.racks[2] = rack("c3", 2, 64.25);
  failing.racks[2].valve_reached = false;
  failing.racks[2].valve_kv_m3_per_h.reset();
  const std::string made = document({failing}), text = report::text_report(made), page = report::html_report(made);
  EXPECT_TRUE(has(text, "Coolant loop g1: fail"));
  const std::size_t first = text.find("\n  c3 ");
  ASSERT_NE(first, std::string::npos);
  EXPECT_LT(first, text.find("\n  c1 ", text.find("Coolant loop g1")));
  EXPECT_TRUE(has(text, "-35.8"));
  EXPECT_TRUE(has(text, "out of reach of their flow with any valves"));
  EXPECT_TRUE(has(page, "<tr class=\"s-fail\"><td>c3</td><td class=\"n\">100.0</td>"));
  EXPECT_TRUE(has(page, "Out of reach: c3."));
}

TEST(Loops, WhatIsNotKnownSaysWhy) {
  verdict::CoolantLoop unknown;
  unknown.group = "g1";
  unknown.piped = true;
  unknown.unknown = "no pump curve known for <cdu>";
  verdict::CoolantLoop cold = loop(1);
  cold.group = "g2";
  cold.unknown_heat = "no facility flow known for cdu";
  cold.racks[0].supply_degc.reset();
  cold.racks[0].worst_supply_degc.reset();
  cold.racks[0].supply_margin_k.reset();
  cold.phase = "p2";
  const std::string made = document({unknown, cold}), text = report::text_report(made),
                    page = report::html_report(made);
  EXPECT_TRUE(has(text, "Coolant loop g1: undecided\n  no pump curve known for <cdu>"));
  EXPECT_TRUE(has(text, "Coolant loop g2, in p2: pass"));
  EXPECT_TRUE(has(text, "no temperatures: no facility flow known for cdu"));
  EXPECT_TRUE(has(page, "no pump curve known for &lt;cdu&gt;"));
  EXPECT_TRUE(has(page, "<td class=\"n\">-</td>"));
}

TEST(Loops, NamesAreEscapedEverywhere) {
  const std::string evil = "<script>alert(1)</script>\"'&";
  verdict::CoolantLoop named = loop(2);
  named.group = named.coolant = named.phase = evil;
  named.units[0].id = named.racks[0].id = named.racks[0].row = named.racks[0].least_when = evil;
  named.racks[0].warmest_when = evil;
  named.racks[0].valve_reached = false;
  verdict::LoopFailure& failure = named.failures[0];
  failure.failure = failure.rack = failure.warm_rack = failure.remark = evil;
  const std::string page = report::html_report(document({named}));
  EXPECT_FALSE(has(page, "<script"));
  EXPECT_FALSE(has(page, "\"'&\""));
  EXPECT_TRUE(has(page, "&lt;script&gt;"));
}

}  // namespace
}  // namespace hallplan
