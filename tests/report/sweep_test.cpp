// A sweep written down: what is rendered, and what must never get into it.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "planner/report/sweep.hpp"
#include "planner/sweep/read.hpp"

namespace hallplan {
namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

sweep::Answer answer(int racks, Status status, const std::string& where = "tx-a") {
  sweep::Answer out;
  out.status = status;
  out.racks = out.racks_in_all = racks;
  out.bound_racks = out.certified_racks = racks;
  out.bound_by = "the demand";
  Check check;
  check.rule = Rule::power_transformer;
  check.where = where;
  check.dimension = Dimension::power;
  check.limit = 600e3;
  check.value = status == Status::fail ? 660e3 : 570e3;
  check.margin = check.limit - check.value;
  check.status = status == Status::fail ? Status::fail : Status::pass;
  out.binds = check;
  return out;
}

/// Axes as the command line has them, and an answer for each case.
sweep::Sweep swept(const std::vector<std::string>& vary, const std::vector<sweep::Answer>& answers) {
  SourceFiles files;
  sweep::Sweep out;
  out.site = "small";
  out.title = "A small hall";
  out.axes = *sweep::read_axes(files, vary).value;
  out.cases = sweep::cases_of(out.axes, {});
  out.cases_in_all = static_cast<int>(out.cases.size());
  EXPECT_EQ(out.cases.size(), answers.size());
  for (std::size_t i = 0; i < answers.size(); ++i) out.cases[i].answer = answers[i];
  out.turns = sweep::turns_of(out.axes, out.cases);
  return out;
}

/// What strangers may call things.
constexpr const char* kHostile = "</text><script>alert('1')</script>\"&\x1b(0";

TEST(SweepText, IsTableAndTurningPoints) {
  const std::string text = report::sweep_text(report::sweep_document(
      swept({"basis.outdoor=38 degC, 40 degC"}, {answer(48, Status::pass), answer(48, Status::fail)})));
  EXPECT_EQ(text, R"(small: A small hall
  2 cases, each planned anew: 1 fail, 1 pass
  varied: basis.outdoor

  outdoor  racks  at most  status  binds first             margin  undecided, worst
  38 degC     48       48  pass    power.transformer tx-a   30 kW  -
  40 degC     48       48  fail    power.transformer tx-a  -60 kW  -

Turning points
  basis.outdoor
    between 38 degC and 40 degC: pass -> fail; at 40 degC: power.transformer tx-a
)");
}

TEST(SweepText, WithoutATurnSaysSo) {
  const std::string text =
      report::sweep_text(report::sweep_document(swept({"a=1, 2"}, {answer(8, Status::pass), answer(8, Status::pass)})));
  EXPECT_TRUE(has(text, "none: racks and status are the same in all cases")) << text;
}

TEST(SweepText, SaysATurnOnceForAllValuesThatShareIt) {
  const std::string text = report::sweep_text(
      report::sweep_document(swept({"a=1, 2", "b=x, y"}, {answer(8, Status::pass), answer(8, Status::pass),
                                                          answer(8, Status::fail), answer(8, Status::fail)})));
  EXPECT_EQ(count_of(text, "between 1 and 2: pass -> fail"), 1U) << text;
  EXPECT_TRUE(has(text, "      at b x, y\n")) << text;
  EXPECT_TRUE(has(text, "\n  a / b    x    y\n      1    8    8\n      2  8 !  8 !\n")) << text;
}

TEST(SweepText, SaysWhatIsMissing) {
  sweep::Sweep sweep = swept({"a=1, 2"}, {answer(8, Status::pass), answer(8, Status::pass)});
  sweep.cases.pop_back();
  sweep.incomplete = true;
  EXPECT_TRUE(has(report::sweep_text(report::sweep_document(sweep)), "INCOMPLETE: 1 of 2 cases were done\n"));
  EXPECT_TRUE(has(report::sweep_chart(report::sweep_document(sweep)), "racks placed, incomplete"));
}

TEST(SweepText, PrintsNoControlCharacters) {
  sweep::Sweep sweep = swept({"a=1, 2"}, {answer(8, Status::pass, kHostile), answer(8, Status::fail, kHostile)});
  sweep.title = kHostile;
  const std::string json = report::sweep_document(sweep);
  for (const std::string& text : {report::sweep_text(json), report::sweep_csv(json), report::sweep_chart(json)}) {
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
  }
}

TEST(SweepChart, EscapesAll) {
  sweep::Answer refused;
  refused.problems = {kHostile};
  for (const std::vector<std::string>& vary : std::vector<std::vector<std::string>>{
           {std::string("a.<b>\"=") + kHostile + ", 2, 3"}, {std::string("a.<b>\"=") + kHostile + ", 2, 3", "b=1"}}) {
    sweep::Sweep sweep = swept(vary, {answer(8, Status::pass, kHostile), refused, answer(8, Status::fail, kHostile)});
    sweep.site = kHostile;
    const std::string chart = report::sweep_chart(report::sweep_document(sweep));
    EXPECT_FALSE(has(chart, "<script")) << chart;
    EXPECT_FALSE(has(chart, "<b>"));
    EXPECT_EQ(count_of(chart, "<text"), count_of(chart, "</text>"));
    EXPECT_FALSE(has(chart, "nan"));
  }
}

TEST(SweepChart, OfOneAxisHasAPointForEachCase) {
  const std::string chart = report::sweep_chart(report::sweep_document(swept(
      {"a=1 kW, 2 kW, 4 kW"}, {answer(0, Status::fail), answer(8, Status::pass), answer(12, Status::undecided)})));
  EXPECT_EQ(count_of(chart, "<circle"), 3U);
  EXPECT_EQ(count_of(chart, "<path"), 2U) << "placed and proven";
  // A plot of 720 with 20 free at either side, from 64 on: 1 at 84, 4 at 764, 2 at a third of the way between.
  EXPECT_TRUE(has(chart, "cx=\"84\"")) << chart;
  EXPECT_TRUE(has(chart, "cx=\"310.67\"")) << chart;
  EXPECT_TRUE(has(chart, "cx=\"764\"")) << chart;
}

TEST(SweepChart, OfAHeldPlanHasNoBound) {
  sweep::Sweep sweep = swept({"a=1, 2"}, {answer(8, Status::pass), answer(8, Status::fail)});
  for (sweep::Case& one : sweep.cases) one.answer->bound_racks = -1;
  sweep.held = true;
  EXPECT_EQ(count_of(report::sweep_chart(report::sweep_document(sweep)), "<path"), 1U);
}

TEST(SweepChart, OfThreeAxesHasAGridForEachValueOfTheFirst) {
  const std::vector<sweep::Answer> answers(8, answer(8, Status::pass));
  const std::string chart = report::sweep_chart(report::sweep_document(swept({"a=1, 2", "b=1, 2", "c=1, 2"}, answers)));
  EXPECT_TRUE(has(chart, ">a 1; down: b<"));
  EXPECT_TRUE(has(chart, ">a 2; down: b<"));
  EXPECT_EQ(count_of(chart, "<g><title>"), 8U);
}

TEST(SweepChart, OfNothingIsStillADrawing) {
  sweep::Sweep sweep = swept({"a=1"}, {answer(0, Status::fail)});
  EXPECT_FALSE(has(report::sweep_chart(report::sweep_document(sweep)), "nan"));
  sweep.cases.clear();
  EXPECT_TRUE(has(report::sweep_chart(report::sweep_document(sweep)), "</svg>"));
}

TEST(SweepCsv, QuotesAndDisarms) {
  const std::string csv = report::sweep_csv(report::sweep_document(
      swept({"a=[x, y], 2"}, {answer(8, Status::pass, "say \"a\", b"), answer(8, Status::pass, "tx-a")})));
  EXPECT_TRUE(has(csv, "1,\"[x, y]\",pass,8,8,the demand,")) << csv;
  EXPECT_TRUE(has(csv, ",\"say \"\"a\"\", b\",normal,30,kW,0.95,")) << csv;
  sweep::Sweep sweep = swept({"a=1"}, {answer(8, Status::pass, "=cmd()")});
  EXPECT_TRUE(has(report::sweep_csv(report::sweep_document(sweep)), ",'=cmd(),"));
}

TEST(SweepJson, ReadBackIsTheSame) {
  sweep::Answer refused;
  refused.problems = {"a.yaml:1:1: error[site.range]: too much"};
  sweep::Answer open = answer(7, Status::undecided);
  Check check;
  check.rule = Rule::air_inlet;
  check.where = "row r1";
  check.scenario = "1 unit lost";
  check.phase = "p2";
  check.dimension = Dimension::temperature;
  check.limit = 35;
  check.value = 36.123456789;
  check.margin = -1.123456789;
  check.error = 2;
  check.status = Status::undecided;
  open.open = check;
  open.undecided = 3;
  open.it_w = 1234567.89;
  open.solver = "CBC";
  sweep::Sweep sweep = swept({"a=1 kW, 2 kW, 3 kW"}, {answer(8, Status::fail), refused, open});
  sweep.sets = {"b=1"};
  const std::string json = report::sweep_document(sweep);
  const sweep::Stored stored = sweep::read_sweep(json);
  ASSERT_TRUE(stored.sweep) << stored.problem;
  EXPECT_EQ(report::sweep_document(*stored.sweep), json);
}

TEST(SweepJson, EveryUnitIsOneDimensions) {
  for (int d = 0; d < static_cast<int>(Dimension::count); ++d) {
    sweep::Answer one = answer(8, Status::pass);
    one.binds->dimension = static_cast<Dimension>(d);
    one.binds->limit = 3.25;
    one.binds->value = one.binds->margin = 1.625;
    const std::string json = report::sweep_document(swept({"a=1"}, {one}));
    const sweep::Stored stored = sweep::read_sweep(json);
    ASSERT_TRUE(stored.sweep) << stored.problem;
    EXPECT_EQ(report::sweep_document(*stored.sweep), json) << info(static_cast<Dimension>(d)).name;
  }
}

TEST(SweepJson, WhatIsNoSweepIsRefused) {
  const std::string good =
      report::sweep_document(swept({"a=1, 2"}, {answer(8, Status::pass), answer(8, Status::fail)}));
  const auto refused = [&](const std::string& part, const std::string& by) {
    std::string text = good;
    const std::size_t at = text.find(part);
    EXPECT_NE(at, std::string::npos) << part;
    text.replace(at, part.size(), by);
    const sweep::Stored stored = sweep::read_sweep(text);
    return !stored.sweep && !stored.problem.empty();
  };
  EXPECT_TRUE(refused("{", ""));
  EXPECT_TRUE(refused("\"schema\": 1", "\"schema\": 2"));
  EXPECT_TRUE(refused("\"case\": 2", "\"case\": 3"));
  EXPECT_TRUE(refused("\"case\": 2", "\"case\": -1"));
  EXPECT_TRUE(refused("\"case\": 2", "\"case\": 1e99"));
  EXPECT_TRUE(refused("\"status\": \"fail\"", "\"status\": \"fine\""));
  EXPECT_TRUE(refused("\"rule\": \"power.transformer\"", "\"rule\": \"power.nothing\""));
  EXPECT_TRUE(refused("\"unit\": \"kW\"", "\"unit\": \"parsec\""));
  EXPECT_TRUE(refused("\"racks\": 8", "\"racks\": \"8\""));
  EXPECT_TRUE(refused("[\"1\",\"2\"]", "[]"));
  EXPECT_TRUE(refused("[\"1\",\"2\"]", "[1, 2]"));
  EXPECT_TRUE(refused("\"incomplete\": false", "\"incomplete\": null"));
  EXPECT_FALSE(sweep::read_sweep("").sweep);
  EXPECT_FALSE(sweep::read_sweep("[]").sweep);
  EXPECT_FALSE(sweep::read_sweep(std::string(100'000, '[')).sweep) << "deep";
  EXPECT_FALSE(sweep::read_sweep(std::string(sweep::kMostBytes + 1, ' ')).sweep);
}

}  // namespace
}  // namespace hallplan
