// Text, HTML and drawings: what a reader must find in them, and what must never get into them.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <string_view>

#include "planner/report/checks_text.hpp"
#include "planner/report/floor_plan.hpp"
#include "planner/report/html.hpp"
#include "planner/report/markup.hpp"
#include "planner/report/text.hpp"
#include "planner/report/text_table.hpp"
#include "planner/report/wording.hpp"
#include "planner/report/words.hpp"
#include "tests/report/example.hpp"

namespace hallplan {
namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(Text, BeginsWithTheFirstMinute) {
  const std::string text = report::text_report(test::example().document());
  const std::string expected = R"(small: A small hall
FAIL
  2 racks = 1 SU, 144 GPUs; 220 kW IT, 333.3 kW at the utility
  no more were found; what bounds the hall: power rows
  power: 1 check fails, first bus-a, bus-b lost: 220 kW, at most 200 kW allowed (110 %)
  air: undecided, field not solved
  at most 3 such racks are possible; gap 50 % = (3 - 2) / 2; what would make room for more:
  hallplan explain
  not looked at: 21 questions, for want of what the site would have to state

Assumptions that carry the answer (1 of 1 found to change it, 2 looked at)
  1. basis.power_factor = 98 %
     assumed: a usual value
     power.transformer: pass -> fail below 91 % (7.1 % away)

Failing checks
  FAIL power.busway bus-a, bus-b lost
     220 kW, at most 200 kW allowed (110 %)
     2 x 100 kW + 20 kW = 220 kW; limit 200 kW
     limit: sites/small.yaml:3:9
)";
  EXPECT_EQ(text.substr(0, expected.size()), expected);
}

TEST(Text, SaysWhoseWordABoundIs) {
  test::Example example = test::example();
  example.plan.search.certified_racks = 5;
  example.plan.search.solver = "CBC";
  const std::string document = example.document();
  EXPECT_TRUE(has(document, "\"certified_bound_racks\": 5"));
  EXPECT_TRUE(has(document, "\"solver\": \"CBC\""));
  EXPECT_TRUE(has(report::text_report(document),
                  "  at most 3 such racks are possible, as CBC proves it (certified: 5); gap 50 % = (3 - 2) / 2;"));
  EXPECT_TRUE(has(report::html_report(document), "<b>5</b><span>certified upper bound</span>"));
  example.plan.search.solver.clear();
  EXPECT_TRUE(has(example.document(), "\"solver\": null"));
  EXPECT_TRUE(has(report::text_report(example.document()), "  at most 3 such racks are possible; gap 50 %"));
}

TEST(Text, CallsThePriceOfPhasingProvenWhereNoSolverIsAsked) {
  const auto words = [](const std::string& solver, int certified) {
    nlohmann::ordered_json summary = {{"racks", 3}, {"at_once_racks", 3}, {"bound_racks", 3}, {"solver", nullptr}};
    if (!solver.empty()) summary["solver"] = solver;
    summary["certified_bound_racks"] = certified;
    return report::price_of_phasing(summary);
  };
  EXPECT_EQ(words("", 3), "no rack, proven: planned at once the hall holds no more than 3");
  EXPECT_EQ(words("CBC", 4), "no rack, as CBC proves it: planned at once the hall holds no more than 3");
}

// What keeps demanded racks out stands above what bounds the hall, the rule of most slots first.
TEST(Text, RulesThatLeaveNoRoomStandInTheFirstLines) {
  auto document = nlohmann::ordered_json::parse(test::example().document());
  document["summary"]["refused_space"] = {{{"demand", "su"},
                                           {"rule", "layout.slot"},
                                           {"slots", 1},
                                           {"free_slots", 12},
                                           {"words", "layout.slot refuses 1 of 12"}},
                                          {{"demand", "su"},
                                           {"rule", "layout.height"},
                                           {"slots", 11},
                                           {"free_slots", 12},
                                           {"words", "layout.height <refuses> 11"}}};
  EXPECT_TRUE(
      has(report::text_report(document.dump()),
          "at the utility\n  no room for su: layout.height <refuses> 11\n  no room for su: layout.slot refuses 1 "
          "of 12\n  no more were found"));
  EXPECT_TRUE(has(report::html_report(document.dump()), "<p>no room for su: layout.height &lt;refuses&gt; 11</p>"));
}

TEST(Text, WarningsStandInTheFirstLines) {
  test::Example example = test::example();
  for (Check& check : example.verdict.checks) check.warning = check.status == Status::fail;
  example.verdict.status = Status::undecided;
  for (verdict::DomainStatus& domain : example.verdict.domains) {
    if (domain.domain != "power") continue;
    domain.status = Status::pass;
    std::swap(domain.failed, domain.warnings);
  }
  const std::string document = example.document();
  EXPECT_TRUE(has(document, "\"status\": \"warning\""));
  EXPECT_TRUE(has(document, "\"warnings\":1"));
  const std::string text = report::text_report(document);
  const std::string expected = R"(small: A small hall
UNDECIDED with warnings
  warning: power.busway fails in 1 check, which the site's policy does not count; first bus-a,
  bus-b lost: 220 kW, at most 200 kW allowed (110 %)
)";
  EXPECT_EQ(text.substr(0, expected.size()), expected);
  EXPECT_TRUE(has(text, "Warnings: checks that fail by a rule that the policy does not count"));
  EXPECT_FALSE(has(text, "Failing checks"));
  const std::string page = report::html_report(document);
  EXPECT_TRUE(has(page, "<p><b>warning: power.busway fails in 1 check"));
  const Diagnostics found = report::to_diagnostics(example.verdict.checks);
  EXPECT_FALSE(found.has_errors());
}

TEST(Text, TheFirstLinesNameTheOptionThatLooksCloser) {
  test::Example example = test::example();
  EXPECT_FALSE(has(report::text_report(example.document()), "looks closer"));
  Check warm = at_most({Rule::air_inlet, "row r1", "normal", Dimension::temperature, "test:sheet", "", {}}, 30, 35);
  warm.status = Status::undecided;
  warm.error = 7;
  warm.arithmetic = "error grid 5 + model 2 K; '--field validate' solves finer cells";
  example.verdict.checks.back() = warm;
  EXPECT_TRUE(
      has(report::text_report(example.document()),
          "  air: undecided, 30 degC, at most 35 degC allowed, error up to 7 K; '--field validate' looks\n  closer\n"))
      << report::text_report(example.document());
}

TEST(Text, StaysInItsWidthAndInAscii) {
  test::Example example = test::example();
  example.verdict.checks[2].arithmetic = std::string(300, 'x') + " and words after it";
  example.verdict.limited_by[0] = std::string(60, 'y') + "\x1b[31m\n\t" + std::string(60, 'z');
  std::istringstream lines(report::text_report(example.document(), {80, false, true}));
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 80U) << line;
    EXPECT_TRUE(std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c <= '~'; })) << line;
  }
}

TEST(Html, BeginsWithWhatFails) {
  const std::string page = report::html_report(test::example().document());
  const std::size_t fails = page.find("<h2 id=\"fails\""), assumptions = page.find("<h2 id=\"assumptions\"");
  ASSERT_NE(fails, std::string::npos);
  EXPECT_LT(fails, assumptions);
  const std::string section = page.substr(fails, assumptions - fails);
  EXPECT_TRUE(has(section, "<code>power.busway</code> <b>bus-a, bus-b lost</b>")) << section;
  EXPECT_TRUE(has(section, "220 kW, at most 200 kW allowed (110 %)")) << section;
  EXPECT_TRUE(has(section, "2 x 100 kW + 20 kW = 220 kW; limit 200 kW")) << section;
  test::Example holds = test::example();
  holds.verdict.checks.clear();
  EXPECT_FALSE(has(report::html_report(holds.document()), "#fails"));
}

TEST(Text, FitsANarrowTerminalWithoutBreakingTables) {
  const std::string document = test::example().document();
  const std::string narrow = report::text_report(document, {60, false, true});
  const std::string wide = report::text_report(document, {84, false, true});
  const auto part = [](const std::string& text, const std::string& title) {
    const std::size_t from = text.find("\n" + title + "\n");
    return from == std::string::npos ? std::string("no ") + title : text.substr(from, text.find("\n\n", from) - from);
  };
  std::istringstream head(narrow.substr(0, narrow.find("\n\n")));
  for (std::string line; std::getline(head, line);) EXPECT_LE(line.size(), 60U) << line;
  EXPECT_EQ(part(narrow, "Domains"), part(wide, "Domains"));
  EXPECT_EQ(part(narrow, "Domains").find("no "), std::string::npos);
}

TEST(Text, IsColouredOnlyWhenAsked) {
  const std::string document = test::example().document();
  EXPECT_FALSE(has(report::text_report(document), "\x1b"));
  EXPECT_TRUE(has(report::text_report(document, {96, true, true}), "\x1b[31;1mFAIL\x1b[0m"));
}

TEST(Text, SaysThatAPlanIsNotReproducible) {
  test::Example example = test::example();
  example.plan.search.reproducible = false;
  EXPECT_TRUE(has(report::text_report(example.document()), "not reproducible: seconds"));
  example.plan.search.interrupted = true;
  EXPECT_TRUE(has(report::text_report(example.document()), "not reproducible: interrupted"));
}

TEST(TextTable, KeepsNumberAndUnitTogether) {
  EXPECT_EQ(report::wrapped("supply of 42 degC here", 12), (std::vector<std::string>{"supply of", "42 degC here"}));
  EXPECT_EQ(report::wrapped("abcdef", 4), (std::vector<std::string>{"abcd", "ef"}));
  EXPECT_EQ(report::wrapped("", 4), (std::vector<std::string>{""}));
  EXPECT_EQ(report::table({{"a"}, {"n", true}}, {{"x", "10"}, {"yy", "9"}}, 80), "  a    n\n  x   10\n  yy   9\n");
  // 2 + 7 + 2 + 2 letters do not fit into 10: the text column gives way.
  EXPECT_EQ(report::table({{"a"}, {"n", true}}, {{"one two", "10"}}, 10), "  a     n\n  one  10\n  two\n");
}

TEST(Wording, NeverRoundsAcrossTheLimit) {
  EXPECT_EQ(report::percent(0.97), "97 %");
  EXPECT_EQ(report::percent(1.0), "100 %");
  EXPECT_EQ(report::percent(0.9999), "99.9 %");
  EXPECT_EQ(report::percent(1.00001), "100.1 %");
  EXPECT_EQ(report::short_number(6841.3), "6841");
  EXPECT_EQ(report::short_number(-0.0001), "0");
  EXPECT_EQ(report::short_number(748.5), "748.5");
  EXPECT_EQ(report::power(6841), "6.84 MW");
}

TEST(Text, CountsLikeAssumptionsOnce) {
  test::Example example = test::example();
  verdict::Assumption rating = example.assumptions[0];
  rating.path = "power.devices.tx-a.rating";
  rating.written = "2500 kVA";
  example.assumptions = {rating, rating, rating};
  example.assumptions[1].path = "power.devices.tx-b.rating";
  example.assumptions[2].path = "power.devices.tx-b.efficiency";
  const std::string text = report::text_report(example.document());
  EXPECT_TRUE(has(
      text, "(2 of 2 found to change it, 2 looked at)\n  1. power.devices.tx-a.rating = 2500 kVA; the same for tx-b\n"))
      << text;
}

TEST(ChecksText, PointsAtTheLimit) {
  const test::Example example = test::example();
  const std::string text = render(report::to_diagnostics(example.verdict.checks), example.files);
  EXPECT_EQ(text, R"(warning[air.inlet]: zone room: undecided: field not solved
sites/small.yaml:3:9: error[power.busway]: bus-a, bus-b lost: 220 kW where at most 200 kW is allowed (20 kW over)
     3 |   bus-a: {rating: 200 kW}
       |         ^
       = help: 2 x 100 kW + 20 kW = 220 kW; limit 200 kW
1 error
)");
}

TEST(ChecksText, OfAYesOrNoRuleWhatWasFoundIsSaid) {
  const auto said = [](CheckSubject subject) {
    const Diagnostics problems = report::to_diagnostics({holds(std::move(subject), false)});
    return problems.all().front().message + " | " + problems.all().front().hint;
  };
  EXPECT_EQ(said({Rule::power_supplied,
                  "utility lost",
                  "utility lost",
                  Dimension::count,
                  "site",
                  "3 racks go dark; nothing else feeds tx-a; add a generator",
                  {}}),
            "utility lost: 3 racks go dark; nothing else feeds tx-a | add a generator");
  EXPECT_EQ(said({Rule::layout_overlap,
                  "air unit a and air unit b",
                  "normal",
                  Dimension::count,
                  "site",
                  "both stand on the same floor, 0.900000 m2 of it; a at x, b at y",
                  {}}),
            "air unit a and air unit b: both stand on the same floor, 0.900000 m2 of it | a at x, b at y");
  // What names its subject itself does so once, and what says no more has the rule for its help.
  EXPECT_EQ(said({Rule::layout_slot, "c1", "normal", Dimension::count, "site", "c1 stands in no slot of the site", {}}),
            "c1 stands in no slot of the site | the rule: A rack stands in a slot of its row that is free of columns "
            "and keep-outs and wide enough.");
  EXPECT_EQ(said({Rule::layout_slot, "c1", "normal", Dimension::count, "site", "c10 leans on it", {}}).substr(0, 19),
            "c1: c10 leans on it");
}

TEST(ChecksText, KeepsFailuresWhenThereAreTooManyToShow) {
  std::vector<Check> checks(500, undecided({Rule::air_inlet, "z", "normal", Dimension::temperature, "", "", {}}, "?"));
  checks.push_back(holds({Rule::layout_slot, "c1", "normal", Dimension::count, "", "", {}}, false));
  EXPECT_EQ(report::to_diagnostics(checks).errors(), 1U);
  const Diagnostics problems = report::to_diagnostics(checks);
  const auto& all = problems.all();
  EXPECT_TRUE(std::any_of(all.begin(), all.end(), [](const Diagnostic& one) { return one.rule == Rule::layout_slot; }));
}

TEST(Html, ShowsEveryRackAndFetchesNothing) {
  const std::string html = report::html_report(test::example().document());
  for (const char* id : {"c1", "c2", "n1", "cdu-1", "bus-a + bus-b"}) EXPECT_TRUE(has(html, id)) << id;
  EXPECT_TRUE(has(html, "default-src 'none'"));
  for (const char* fetch : {"src=", "<script", "<link", "@import", "<iframe", "<img", "<object", "url(http"}) {
    EXPECT_FALSE(has(html, fetch)) << fetch;
  }
  // The one address is a link that is followed only when it is clicked.
  EXPECT_TRUE(has(html, "<a href=\"https://example.com/sheet?a=1&amp;b=2\" rel=\"noopener"));
  EXPECT_EQ(html.find("http"), html.find("http-equiv"));
}

TEST(Words, AreThoseThatOccurAsWords) {
  const auto headings = [](std::string_view text) {
    std::string out;
    for (const report::Word& word : report::words_in(text)) out += std::string(word.word) + ";";
    return out;
  };
  EXPECT_EQ(headings("SUPPLY, wandering, gaps2, feeder"), "");
  EXPECT_EQ(headings("2 tap-offs on TCS"), "tap-off;TCS;");
  EXPECT_EQ(headings("grid 0.1 + wander 0.2 K; gap 50 %"), "gap;wander;");
  EXPECT_EQ(headings("2 racks = 1 SU"), "scalable unit (SU);");
  EXPECT_EQ(report::without_tags("<b class=\"gap\">TCS</b>").find("gap"), std::string::npos);
}

TEST(Words, OfAReportAreExplainedAtItsEnd) {
  const std::string document = test::example().document();
  const std::string html = report::html_report(document);
  const std::size_t words = html.find("<h2 id=\"words\">");
  ASSERT_NE(words, std::string::npos);
  EXPECT_GT(words, html.find("<h2 id=\"sources\">"));
  EXPECT_TRUE(has(html, "<dt>scalable unit (SU)</dt>"));
  EXPECT_TRUE(has(html, "<dt>gap</dt>"));
  EXPECT_FALSE(has(html, "<dt>wander</dt>"));  // no air field was solved
  const std::string text = report::text_report(document);
  const std::size_t at = text.find("\nWords\n");
  ASSERT_NE(at, std::string::npos);
  EXPECT_NE(text.find("  gap: of a plan", at), std::string::npos);
  EXPECT_EQ(text.find("  wander:", at), std::string::npos);
}

TEST(Words, StandInTheReadmeToo) {
  std::ifstream in(HALLPLAN_SOURCE_DIR "/README.md");
  std::ostringstream text;
  text << in.rdbuf();
  const std::string readme = text.str();
  const std::size_t words = readme.find("## Words");
  ASSERT_NE(words, std::string::npos);
  const std::string part = readme.substr(words, readme.find("## ", words + 3) - words);
  for (const report::Word& word : report::all_words()) EXPECT_TRUE(has(part, std::string(word.word))) << word.word;
}

TEST(Html, EscapesEveryTextOfTheFiles) {
  const std::string bad = "\"><script>alert('1')</script>&";
  test::Example example = test::example();
  example.site.name = example.site.title = bad;
  example.plan.racks[0].id = example.site.rows[0].id = example.site.devices[0].id = example.site.cdu_groups[0].id = bad;
  example.site.catalogue.racks[0].name = example.site.catalogue.racks[0].id = example.site.hall.keep_outs[0].id = bad;
  example.site.cdu_groups[0].units[0].id = example.site.rows[0].feeds[0].a.id = example.site.demand[0].id = bad;
  example.site.hall.width_m.written = example.site.hall.width_m.means = example.site.hall.width_m.source = bad;
  Check& check = example.verdict.checks[2];
  check.where = check.scenario = check.source = check.arithmetic = bad;
  verdict::FailureRow& failure = example.verdict.failures[0];
  failure.scenario = failure.tightest_rule = failure.tightest_where = bad;
  verdict::Resource& resource = example.verdict.resources[0];
  resource.name = resource.tightest = resource.worst_scenario = bad;
  verdict::Assumption& assumption = example.assumptions[0];
  assumption.path = assumption.written = assumption.why = assumption.flips_at = assumption.flips_what = bad;
  example.verdict.limited_by[0] = example.plan.search.bound_by = example.verdict.domains[0].domain = bad;
  const std::string document = example.document();
  for (const std::string& text :
       {report::html_report(document), report::floor_plan_svg(document, report::ColourBy::feeds)}) {
    EXPECT_FALSE(has(text, "<script"));
    EXPECT_FALSE(has(text, "alert('"));
    EXPECT_TRUE(has(text, "&lt;script&gt;"));
  }
}

TEST(Html, LinksOnlyToTheWeb) {
  EXPECT_EQ(report::link("javascript:alert(1)"), "javascript:alert(1)");
  EXPECT_EQ(report::escaped("a<b>&\"'\x01"), "a&lt;b&gt;&amp;&quot;&#39;?");
}

TEST(Html, SurvivesADocumentWithoutContent) {
  EXPECT_TRUE(has(report::html_report("{}"), "</html>"));
  EXPECT_TRUE(has(report::html_report("not JSON"), "</html>"));
  EXPECT_FALSE(report::text_report("").empty());
}

TEST(FloorPlan, DrawsARackWhereItStands) {
  // The hall of 12 x 8 m is drawn 800 high at most, 1120 wide at most: 1120 / 12 = 93.33 a metre. Rack c1 at x = 2 m with
  // its north edge at y = 4.2 m: x = 46 + 2 x 93.33 = 232.67, y = 84 + (8 - 4.2) x 93.33 = 384.67, width 0.75 x 93.33 = 70.
  const std::string svg = report::floor_plan_svg(test::example().document(), report::ColourBy::feeds);
  EXPECT_TRUE(has(svg, "<rect x=\"232.67\" y=\"438.67\" width=\"70\" height=\"112\"/>")) << svg;
  EXPECT_TRUE(has(svg, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"plan by-feeds\""));
  EXPECT_TRUE(has(svg, "c1: Test compute (compute), row r1 slot 1, feeds bus-a + bus-b, CDU group g1, su 1, 100 kW"));
  EXPECT_TRUE(has(svg, "keep-out door"));
}

TEST(FloorPlan, SwapsWidthAndDepthOfATurnedRack) {
  test::Example example = test::example();
  example.plan.racks[0].rotation_deg = 90;
  const std::string svg = report::floor_plan_svg(example.document(), report::ColourBy::unit);
  EXPECT_TRUE(has(svg, "width=\"112\" height=\"70\"/>"));
}

}  // namespace
}  // namespace hallplan
