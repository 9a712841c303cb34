// A stored plan: what is written is read back without loss, and a hostile file is refused at its place.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "planner/plan/json_places.hpp"
#include "planner/plan/read.hpp"
#include "planner/plan/write.hpp"

namespace hallplan {
namespace {

template <class T>
T named(const std::string& id) {
  T item;
  item.id = id;
  return item;
}

/// Two rows of six slots, two feeds, one CDU group, one demand; nothing else is looked at by reader and writer.
Site plain_site() {
  Site site;
  site.name = "plain";
  site.rows = {named<Row>("r1"), named<Row>("r2")};
  for (Row& row : site.rows) row.slots = 6;
  site.devices = {named<Device>("bus-a"), named<Device>("bus-b")};
  site.cdu_groups = {named<CduGroup>("g1")};
  site.demand = {named<Demand>("su")};
  site.catalogue.racks = {named<Product<RackType>>("test-compute"), named<Product<RackType>>("test-network")};
  site.catalogue.racks[0].body.role = "compute";
  site.catalogue.racks[1].body.role = "network";
  return site;
}

Plan plain_plan() {
  Plan plan;
  plan.racks.push_back({"c1", 0, 0, 0, 2.075, 3.0, 0, 0, 0, 1, 0, 0, 0});
  plan.racks.push_back({"c2", 0, 1, 5, 999.001, 0.001, 270, 0, 0, 1, 0, 0, 11});
  plan.racks.push_back({"n1", 1, 0, 3, 4.3, 3.6, 180, 0, 1, -1, -1, -1, -1});
  return plan;
}

Result<Plan> read_text(SourceFiles& files, const std::string& text) {
  return read_plan_text(files, plain_site(), "plan.json", text);
}

/// The message that a text is refused with; empty when it is taken.
std::string refusal(const std::string& text) {
  SourceFiles files;
  const Result<Plan> plan = read_text(files, text);
  EXPECT_EQ(plan.value.has_value(), !plan.problems.has_errors());
  return plan ? "" : render(plan.problems, files);
}

/// A plan of one good rack with one text replaced.
std::string with(const std::string& old_text, const std::string& new_text) {
  std::string text = R"({"schema": 1, "site": "plain", "placements": [
  {"id": "c1", "type": "test-compute", "row": "r1", "slot": 1, "x_m": 2.075, "y_m": 3.0, "rotation_deg": 0, "phase": 0,
   "feeds": ["bus-a", "bus-b"], "cdu_group": "g1", "demand": "su", "unit": 1}
]})";
  const std::size_t at = text.find(old_text);
  EXPECT_NE(at, std::string::npos) << old_text;
  return text.replace(at, old_text.size(), new_text);
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(PlanFile, ReadsBackWhatItWrites) {
  const Plan plan = plain_plan();
  SourceFiles files;
  const Result<Plan> back = read_text(files, plan_json(plain_site(), plan));
  ASSERT_TRUE(back) << render(back.problems, files);
  ASSERT_EQ(back.value->racks.size(), plan.racks.size());
  for (std::size_t i = 0; i < plan.racks.size(); ++i) {
    const Placement& is = back.value->racks[i];
    const Placement& was = plan.racks[i];
    EXPECT_EQ(is.id, was.id);
    EXPECT_EQ(is.type, was.type);
    EXPECT_EQ(is.row, was.row);
    EXPECT_EQ(is.slot, was.slot);
    EXPECT_EQ(is.x_m, was.x_m);  // to the bit: both are the double nearest to whole millimetres
    EXPECT_EQ(is.y_m, was.y_m);
    EXPECT_EQ(is.rotation_deg, was.rotation_deg);
    EXPECT_EQ(is.phase, was.phase);
    EXPECT_EQ(is.feed_a, was.feed_a);
    EXPECT_EQ(is.feed_b, was.feed_b);
    EXPECT_EQ(is.cdu_group, was.cdu_group);
    EXPECT_EQ(is.demand, was.demand);
    EXPECT_EQ(is.unit, was.unit);
  }
}

TEST(PlanFile, WritesTheFieldsThatReadersRelyOn) {
  const std::string text = placements_json(plain_site(), plain_plan());
  EXPECT_TRUE(has(text,
                  R"({"id":"c1","type":"test-compute","role":"compute","row":"r1","slot":1,"x_m":2.075,"y_m":3.0,)"
                  R"("rotation_deg":0,"phase":0,"feeds":["bus-a","bus-b"],"cdu_group":"g1","demand":"su","unit":1})"))
      << text;
  EXPECT_TRUE(has(text, R"("feeds":["bus-b"],"cdu_group":null,"demand":null,"unit":null)")) << text;
  EXPECT_EQ(placements_json(plain_site(), {}), "[]");
}

TEST(PlanFile, TakesTheGoodPlanThatTheBadOnesAreMadeFrom) { EXPECT_EQ(refusal(with("c1", "c1")), ""); }

TEST(PlanFile, NamesWhatTheSiteDoesNotHold) {
  EXPECT_TRUE(
      has(refusal(with("\"r1\"", "\"r3\"")), "plan.json:2:47: error[plan.reference]: site 'plain' has no row 'r3'"));
  EXPECT_TRUE(has(refusal(with("test-compute", "test-compote")), "did you mean 'test-compute'?"));
  EXPECT_TRUE(has(refusal(with("bus-b", "bus-c")), "no power device 'bus-c'"));
  EXPECT_TRUE(has(refusal(with("\"g1\"", "\"g2\"")), "no CDU group 'g2'"));
  EXPECT_TRUE(has(refusal(with("\"su\"", "\"xx\"")), "no demand 'xx'"));
  EXPECT_TRUE(has(refusal(with("\"slot\": 1", "\"slot\": 7")), "row 'r1' has no slot 7"));
}

TEST(PlanFile, RefusesARetirementThatTheSiteDoesNotLet) {
  const auto retires = [](const Site& site) {
    SourceFiles files;
    const Result<Plan> plan =
        read_plan_text(files, site, "plan.json", with("\"unit\": 1", "\"unit\": 1, \"retired\": \"p2\""));
    return plan ? std::string() : render(plan.problems, files);
  };
  Site site = plain_site();
  EXPECT_TRUE(has(retires(site),
                  "plan.json:3:90: error[plan.reference]: 'c1' is retired, and the site does not let it "
                  "go"))
      << retires(site);
  EXPECT_TRUE(has(retires(site), "only racks that the site pins"));
  site.placed = {named<PinnedRack>("c1")};
  EXPECT_TRUE(has(retires(site), "see 'retired' and 'may_retire' of placed.c1")) << retires(site);
  site.placed[0].retired = {"p2", {}, 1};  // the site's own word, which the plan repeats
  EXPECT_EQ(retires(site), "");
  site.placed[0].retired.id = "p3";
  EXPECT_TRUE(has(retires(site), "'c1' is not retired by 'p3', as the site has it")) << retires(site);
  EXPECT_EQ(refusal(with("\"unit\": 1", "\"unit\": 1, \"retired\": null")), "");
}

TEST(PlanFile, RefusesUnitsBeyondTheDemand) {
  const auto unit = [](const Site& site, const std::string& number) {
    SourceFiles files;
    const Result<Plan> plan = read_plan_text(files, site, "plan.json", with("\"unit\": 1", "\"unit\": " + number));
    return plan ? std::string() : render(plan.problems, files);
  };
  Site site = plain_site();
  EXPECT_EQ(unit(site, "12"), "");  // as many as fit
  site.demand[0].units = 11;
  EXPECT_EQ(unit(site, "11"), "");
  EXPECT_TRUE(has(unit(site, "12"), "plan.json:3:76: error[plan.reference]: demand 'su' has no unit 12"))
      << unit(site, "12");
  EXPECT_TRUE(has(unit(site, "12"), "its units are numbered 1 to 11"));
  // Of a pinned rack that is retired the number is not given again.
  site.placed = {named<PinnedRack>("old")};
  site.placed[0].demand = {"su", {}, 0};
  site.placed[0].unit = 3;
  EXPECT_EQ(unit(site, "12"), "");
  EXPECT_TRUE(has(unit(site, "13"), "its units are numbered 1 to 12"));
}

TEST(PlanFile, SaysAllProblemsAtOnce) {
  std::string text = with("\"r1\"", "\"r3\"");
  text.replace(text.find("\"g1\""), 4, "\"g9\"");
  EXPECT_TRUE(has(refusal(text), "2 errors")) << refusal(text);
}

TEST(PlanFile, RefusesWrongForms) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"\"schema\": 1", "\"schema\": 2"},
      {"\"schema\": 1", "\"schema\": \"1\""},
      {"\"slot\": 1", "\"slot\": 0"},
      {"\"slot\": 1", "\"slot\": 1.5"},
      {"\"slot\": 1", "\"slot\": 1e99"},
      {"\"slot\": 1", "\"slot\": 18446744073709551615"},
      {"2.075", "\"2.075\""},
      {"2.075", "1e300"},
      {"\"rotation_deg\": 0", "\"rotation_deg\": 45"},
      {"\"rotation_deg\": 0", "\"rotation_deg\": -90"},
      {"\"c1\"", "\"\""},
      {"\"c1\"", "7"},
      {"[\"bus-a\", \"bus-b\"]", "\"bus-a\""},
      {"[\"bus-a\", \"bus-b\"]", "[\"bus-a\", \"bus-b\", \"bus-a\"]"},
      {"[\"bus-a\", \"bus-b\"]", "[1]"},
      {"\"unit\": 1", "\"unit\": -1"},
      {"\"id\": \"c1\", ", ""},
      {"\"placements\"", "\"places\""},
      {"\"placements\"", "\"\\u0070lacements\""}};
  for (const auto& [good, bad] : cases) {
    EXPECT_TRUE(has(refusal(with(good, bad)), "error[plan.file]")) << bad << '\n' << refusal(with(good, bad));
  }
}

TEST(PlanFile, RefusesHostileText) {
  EXPECT_TRUE(has(refusal(""), "not valid JSON"));
  EXPECT_TRUE(has(refusal("[]"), "a plan is a JSON object"));
  EXPECT_TRUE(has(refusal("{\"schema\": 1,\n \"site\" 3}"), "plan.json:2:9: error[plan.file]: not valid JSON"))
      << refusal("{\"schema\": 1,\n \"site\" 3}");
  EXPECT_TRUE(has(refusal("{\"a\": 1e999}"), "not valid JSON"));
  EXPECT_TRUE(has(refusal("{\"a\": \"\xff\"}"), "not valid JSON"));
  EXPECT_TRUE(has(refusal(std::string(1'000'000, '[')), "nested deeper than 32 levels"));
  EXPECT_TRUE(has(refusal(std::string(kMostPlanBytes + 1, ' ')), "larger than 16 MiB"));
  EXPECT_TRUE(has(refusal(with("\"slot\": 1", "\"slot\": 1, \"slot\": 2")), "the key 'slot' stands twice"));
  EXPECT_TRUE(has(refusal(with("\"c1\"", "\"\\u0000\\u001b[2J\", \"id\": \"c1\"")), "stands twice"));
  EXPECT_TRUE(has(refusal(R"({"schema": 1, "placements": [1, {}]})"), "must be an object"));
  EXPECT_TRUE(has(refusal(R"({"schema": 1, "placements": {"id": "c1"}})"), "must be a list"));
}

TEST(PlanFile, RefusesTwoRacksOfOneId) {
  Plan plan = plain_plan();
  plan.racks[1].id = "c1";
  EXPECT_TRUE(has(refusal(plan_json(plain_site(), plan)), "two racks have the id 'c1'"));
}

TEST(PlanFile, StopsComplainingInAFileOfMistakes) {
  std::string text = R"({"schema": 1, "placements": [{})";
  for (int i = 0; i < 5000; ++i) text += ",{}";
  SourceFiles files;
  const Result<Plan> plan = read_text(files, text + "]}");
  EXPECT_FALSE(plan);
  EXPECT_LE(plan.problems.errors(), Diagnostics::kMost + 20);
}

TEST(PlanFile, WarnsOfAPlanForAnotherSite) {
  SourceFiles files;
  const Result<Plan> plan = read_text(files, with("\"plain\"", "\"other\""));
  ASSERT_TRUE(plan);
  ASSERT_EQ(plan.problems.all().size(), 1U);
  EXPECT_EQ(plan.problems.all()[0].severity, Severity::warning);
}

TEST(PlanFile, SaysWhichFileIsMissing) {
  SourceFiles files;
  const Result<Plan> plan = read_plan(files, plain_site(), "no/such/plan.json");
  EXPECT_FALSE(plan);
  EXPECT_TRUE(has(render(plan.problems, files), "no/such/plan.json: error[plan.file]: cannot be read"));
}

TEST(JsonPlaces, AreNotFooledByText) {
  // The key stands in a string, in a nested object and as a value before it stands as the object's own key.
  const std::string text = R"({"a": "\"row\": 1", "b": {"row": 2}, "c": "row", "row": 3})";
  EXPECT_EQ(text[find_value(text, 0, "row")], '3');
  EXPECT_EQ(find_value(text, 0, "none"), 0U);
  EXPECT_EQ(mark_of("ab\ncd", 4, 4), (Mark{4, 2, 2}));
}

}  // namespace
}  // namespace hallplan
