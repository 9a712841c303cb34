// What a sweep varies: lists, ranges, and what is no axis.
#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "planner/sweep/axes.hpp"

namespace hallplan::sweep {
namespace {

using Values = std::vector<std::string>;

Values values_of(const std::string& text) {
  SourceFiles files;
  const Result<std::vector<Axis>> axes = read_axes(files, {text});
  EXPECT_TRUE(axes.value.has_value()) << text << "\n" << render(axes.problems, files);
  return axes.value ? axes.value->front().values : Values{};
}

/// The problems of axes as a reader sees them; empty where there are none.
std::string problems_of(const std::vector<std::string>& texts) {
  SourceFiles files;
  const Result<std::vector<Axis>> axes = read_axes(files, texts);
  EXPECT_NE(axes.value.has_value(), axes.problems.has_errors());
  return render(axes.problems, files);
}

bool refuses(const std::string& list, const std::string& reason) {
  const std::string said = problems_of({"basis.outdoor=" + list});
  return said.find("--vary:1:") == 0 && said.find("error[site.set]") != std::string::npos &&
         said.find(reason) != std::string::npos;
}

TEST(Axes, AListIsItsValues) {
  EXPECT_EQ(values_of("basis.outdoor=30 degC, 35degC ,40 degC"), (Values{"30 degC", "35degC", "40 degC"}));
  EXPECT_EQ(values_of(" demand.su.units = 0"), (Values{"0"}));
  EXPECT_EQ(values_of("a.b=yes, ~"), (Values{"yes", "~"}));
}

TEST(Axes, CommasInBracketsBelongToAValue) {
  EXPECT_EQ(values_of("rows.r1.feeds=[[a, b]], [[c, d], [a, b]]"), (Values{"[[a, b]]", "[[c, d], [a, b]]"}));
  EXPECT_EQ(values_of("a={value: 1 kW, low: 0..5}, 2 kW"), (Values{"{value: 1 kW, low: 0..5}", "2 kW"}));
}

TEST(Axes, ARangeEndsWhereAStepMeetsItsEnd) {
  EXPECT_EQ(values_of("basis.outdoor=30 degC..36 degC by 2 K"), (Values{"30 degC", "32 degC", "34 degC", "36 degC"}));
  EXPECT_EQ(values_of("basis.outdoor=30 degC..35 degC by 2 K"), (Values{"30 degC", "32 degC", "34 degC"}));
  EXPECT_EQ(values_of("basis.outdoor=30..32 degC by 1 K"), (Values{"30 degC", "31 degC", "32 degC"}));
  EXPECT_EQ(values_of("demand.su.units=1..3 by 1"), (Values{"1", "2", "3"}));
  EXPECT_EQ(values_of("basis.outdoor=-4 degC..4 degC by 4 K"), (Values{"-4 degC", "0 degC", "4 degC"}));
  EXPECT_EQ(values_of("a=5 m..5 m by 1 m"), (Values{"5 m"}));
}

TEST(Axes, ARangeMayFall) { EXPECT_EQ(values_of("a=3 kW..1 kW by -1 kW"), (Values{"3 kW", "2 kW", "1 kW"})); }

TEST(Axes, StepsOfTenthsAreTenths) {
  EXPECT_EQ(values_of("a=0 m..0.5 m by 0.1 m"), (Values{"0 m", "0.1 m", "0.2 m", "0.3 m", "0.4 m", "0.5 m"}));
  EXPECT_EQ(values_of("a=0 m..0.3 m by 0.1 m").size(), 4U) << "0.3 / 0.1 is a little less than 3";
}

TEST(Axes, ListsMayHoldRanges) {
  EXPECT_EQ(values_of("a=1 kW, 2 kW..3 kW by 1 kW, 9 kW"), (Values{"1 kW", "2 kW", "3 kW", "9 kW"}));
}

TEST(Axes, OtherUnitsOfTheDimensionAreConverted) {
  EXPECT_EQ(values_of("a=500 kW..1 MW by 250000 W"), (Values{"500 kW", "750 kW", "1000 kW"}));
  // 50 degF are 10 degC, 68 degF are 20 degC; 5 K are 9 degrees of Fahrenheit.
  EXPECT_EQ(values_of("a=50 degF..20 degC by 5 K"), (Values{"50 degF", "59 degF", "68 degF"}));
  EXPECT_EQ(values_of("a=10 degC..68 degF by 5 K"), (Values{"10 degC", "15 degC", "20 degC"}));
}

TEST(Axes, NumbersHaveOneUnit) {
  SourceFiles files;
  const auto axes = read_axes(files, {"a=30 degC, 35 degC", "b=1 kW, 1 MW", "c=tdp, maximum", "d=1, 2"});
  ASSERT_TRUE(axes.value);
  EXPECT_EQ((*axes.value)[0].numbers, (std::vector<double>{30, 35}));
  EXPECT_EQ((*axes.value)[0].unit, "degC");
  EXPECT_TRUE((*axes.value)[1].numbers.empty());
  EXPECT_TRUE((*axes.value)[2].numbers.empty());
  EXPECT_EQ((*axes.value)[3].numbers, (std::vector<double>{1, 2}));
  EXPECT_EQ(set_of((*axes.value)[0], 1), "a=35 degC");
}

TEST(Axes, WhatIsNoAxisIsRefused) {
  for (const char* text : {"", "basis.outdoor", "=30 degC", "basis.outdoor=", "basis.outdoor=  "}) {
    EXPECT_NE(problems_of({text}).find("expected KEY=VALUE, VALUE, ..."), std::string::npos) << text;
  }
  EXPECT_TRUE(refuses("30 degC,,35 degC", "a value is missing here"));
  EXPECT_TRUE(refuses("30 degC,", "a value is missing here"));
  EXPECT_TRUE(refuses("30 degC, 30 degC", "takes the value '30 degC' twice"));
  EXPECT_TRUE(refuses("30 degC..34 degC by 2 K, 32 degC", "takes the value '32 degC' twice"));
}

TEST(Axes, WhatIsNoRangeIsRefused) {
  EXPECT_TRUE(refuses("30 degC..44 degC", "expected FIRST..LAST by STEP, found '30 degC..44 degC'"));
  EXPECT_TRUE(refuses("..44 degC by 2 K", "'' is not a finite number"));
  EXPECT_TRUE(refuses("30 degC..warm by 2 K", "'warm' is not a finite number"));
  EXPECT_TRUE(refuses("30 degC..44 degC by 2 degC", "temperatures differ by kelvins: by 2 K"));
  EXPECT_TRUE(refuses("30 degC..44 kW by 2 K", "the ends have the units 'degC' and 'kW'"));
  EXPECT_TRUE(refuses("30 kW..44 kW by 2 K", "expected a step in kW, found '2 K'"));
  EXPECT_TRUE(refuses("30 kW..44 kW by 2", "expected a step in kW"));
  EXPECT_TRUE(refuses("30..44 by 2 kW", "expected a step in no unit, as its ends, found '2 kW'"));
}

TEST(Axes, HostileRangesAreRefusedAtOnce) {
  EXPECT_TRUE(refuses("0 degC..1e9 degC by 1 K", "has more than 1000 values"));
  EXPECT_TRUE(refuses("0 degC..1000 degC by 1 K", "has more than 1000 values")) << "1001 of them";
  EXPECT_TRUE(refuses("0 degC..1 degC by 1e-320 K", "has more than 1000 values"));
  EXPECT_TRUE(refuses("0 degC..1e300 degC by 1e-300 K", "has more than 1000 values"));
  EXPECT_TRUE(refuses("-1e308 degC..1e308 degC by 1e308 K", "has more than 1000 values"))
      << "their difference overflows";
  EXPECT_TRUE(refuses("30 degC..44 degC by 0 K", "the step is nought"));
  EXPECT_TRUE(refuses("30 degC..44 degC by -2 K", "a step of '-2 K' leads away from the last value"));
  EXPECT_TRUE(refuses("44 degC..30 degC by 2 K", "leads away from the last value"));
  EXPECT_TRUE(refuses("1e400 degC..44 degC by 2 K", "'1e400 degC' is not a finite number"));
  EXPECT_TRUE(refuses("nan..44 degC by 2 K", "is not a finite number"));
  EXPECT_TRUE(refuses("30 degC..30.000001 degC by 1e-12 K", "")) << "steps that ten digits do not tell apart";
  std::string many = "0";
  for (int i = 1; i <= 1000; ++i) many += "," + std::to_string(i);
  EXPECT_TRUE(refuses(many, "takes more than 1000 values"));
}

TEST(Axes, NoTextIsTooOdd) {
  constexpr std::string_view kLetters = "0123456789..,,--+ e[]{}~K= by degC by degF kW\n\xff";
  std::mt19937 random(7);
  for (int i = 0; i < 20'000; ++i) {
    std::string text = "a=";
    for (std::size_t n = random() % 24; n > 0; --n) text += kLetters[random() % kLetters.size()];
    SourceFiles files;
    const Result<std::vector<Axis>> axes = read_axes(files, {text});
    ASSERT_NE(axes.value.has_value(), axes.problems.has_errors()) << text;
    if (!axes.value) continue;
    const Axis& axis = axes.value->front();
    EXPECT_GE(axis.values.size(), 1U) << text;
    EXPECT_LE(axis.values.size(), kMostCases) << text;
    for (const double number : axis.numbers) EXPECT_TRUE(std::isfinite(number)) << text;
  }
}

TEST(Axes, AllProblemsOfAllAxesAtOnce) {
  const std::string said = problems_of({"a=1..2", "b=1 kW", "c=1,,2..1 by 1", "b=2 kW"});
  EXPECT_NE(said.find("found '1..2'"), std::string::npos) << said;
  EXPECT_NE(said.find("a value is missing"), std::string::npos) << said;
  EXPECT_NE(said.find("leads away"), std::string::npos) << said;
  EXPECT_NE(said.find("'b' is varied twice"), std::string::npos) << said;
  EXPECT_NE(said.find("4 errors"), std::string::npos) << said;
}

TEST(Axes, ProblemsStandAtTheirPlace) {
  const std::string said = problems_of({"basis.outdoor=30 degC, 1 degC..2 degC"});
  EXPECT_EQ(said.find("--vary:1:24: "), 0U) << said;  // "basis.outdoor=" has 14 letters, "30 degC, " nine
}

}  // namespace
}  // namespace hallplan::sweep
