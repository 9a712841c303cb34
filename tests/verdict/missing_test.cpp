// What a report says of values that are missing, and of those that change nothing when they are moved.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "planner/layout/layout.hpp"
#include "planner/verdict/verdict.hpp"
#include "tests/support/load.hpp"

namespace hallplan::verdict {
namespace {

using Names = std::vector<std::string>;

Plan placed(const Site& site) { return layout::positioned(site, pinned_plan(site)); }

Check open(Rule rule, const std::string& reason) {
  return undecided({rule, "g1", "normal", Dimension::count, "", "", {}}, reason);
}

/// The small hall, where nobody vouches for what a chiller carries.
Site with_doubtful_chiller() {
  Site site = test::small_placed_site();
  for (Product<RejectionType>& chiller : site.catalogue.rejections) {
    chiller.body.capacity_w.trust = Trust::assumed;
    chiller.body.capacity_w.source = "a guess";
  }
  return site;
}

const Assumption* find(const std::vector<Assumption>& all, const std::string& part) {
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Assumption& each) { return each.path.find(part) != std::string::npos; });
  return found == all.end() ? nullptr : &*found;
}

TEST(Missing, NamesProductAndValueHoweverTheReasonGoesOn) {
  const auto names = [](const std::string& reason) { return missing_for(open(Rule::liquid_supply, reason)); };
  EXPECT_EQ(names("no power known for mcdu-50 (CDUs of pod-1); a 1 kW = 1 kW; limit 2 kW"), Names{"mcdu-50: power"});
  EXPECT_EQ(names("no electrical power known for mcdu-50, which heats fws"), Names{"mcdu-50: power"});
  EXPECT_EQ(names("no airflow known for rack-a, rack-b at 30 degC"), (Names{"rack-a: airflow", "rack-b: airflow"}));
  EXPECT_EQ(names("no mass known for rack-a: what leads to a dock door is rated"), Names{"rack-a: mass"});
  EXPECT_EQ(names("no cords known for rack-a: state 'cords', 2 for A and B or 1 for A alone"), Names{"rack-a: cords"});
  EXPECT_EQ(names("no casters known for cdu-a: state 'casters', the feet that carry it"), Names{"cdu-a: casters"});
  EXPECT_EQ(names("capacity of chiller known up to 35 degC outdoor air only, design weather is 39.3 degC"),
            Names{"chiller: capacity beyond 35 degC outdoor air"});
  EXPECT_EQ(names("field not solved; supply 80 m3/s"), Names{});
  Check passing = open(Rule::liquid_supply, "no mass known for rack-a");
  passing.status = Status::pass;
  EXPECT_EQ(missing_for(passing), Names{});
}

TEST(Missing, CountsTheChecksOfEachValueMostFirst) {
  const std::vector<MissingValue> found =
      missing_values({open(Rule::layout_floor_bay, "no mass known for rack-a"),
                      open(Rule::liquid_rejection, "no electrical power known for mcdu, which heats fws"),
                      open(Rule::power_ups, "no power known for mcdu (CDUs of g1); nothing = 0 kW"),
                      open(Rule::air_inlet, "field not solved")});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].name, "mcdu: power");
  EXPECT_EQ(found[0].checks, 2);
  EXPECT_EQ(found[0].rules, (Names{"liquid.rejection", "power.ups"}));
  EXPECT_EQ(found[1].name, "rack-a: mass");
  EXPECT_EQ(found[1].checks, 1);
}

TEST(AssumptionsThatChangeNothing, NameWhatStaysUndecidedAndWhatWasTried) {
  Site site = with_doubtful_chiller();
  for (Product<RejectionType>& type : site.catalogue.rejections) type.body.water_least_degc.reset();
  const std::vector<Assumption> found = assumptions(site, placed(site));
  const Assumption* capacity = find(found, "test-cooler: rejection.capacity");
  ASSERT_NE(capacity, nullptr);
  EXPECT_EQ(capacity->flips_at, "");  // what water it makes is not known: no check has numbers
  EXPECT_TRUE(capacity->tried);
  EXPECT_FALSE(capacity->replanned);
  ASSERT_FALSE(capacity->open.empty());
  EXPECT_EQ(capacity->open[0].rule, "liquid.rejection");
  ASSERT_FALSE(capacity->open[0].wants.empty());
  EXPECT_NE(capacity->open[0].wants[0].find(": coldest water"), std::string::npos);
  EXPECT_NEAR(std::stod(capacity->tried_to), 4 * std::stod(capacity->tried_from), 1);
}

TEST(AssumptionsThatChangeNothing, AreNotSaidOfWhatChangesBeyondTheSlopeOfItsMargin) {
  const Site site = with_doubtful_chiller();
  const std::vector<Assumption> found = assumptions(site, placed(site));
  const Assumption* capacity = find(found, "rejection.capacity");
  ASSERT_NE(capacity, nullptr);
  EXPECT_EQ(capacity->flips_what, "liquid.rejection");
  EXPECT_TRUE(capacity->below);
}

TEST(Resources, WithUnknownPartsAreAtLeastThat) {
  Site site = test::small_placed_site();
  const auto resource = [&](const std::string& name) {
    const Verdict verdict = verify(site, placed(site));
    const auto found = std::find_if(verdict.resources.begin(), verdict.resources.end(),
                                    [&](const Resource& each) { return each.name == name; });
    return found == verdict.resources.end() ? Resource{} : *found;
  };
  EXPECT_FALSE(resource("floor bay").at_least);
  EXPECT_FALSE(resource("generator").at_least);
  for (Product<RackType>& rack : site.catalogue.racks) rack.body.body.mass_kg.reset();
  for (Product<RejectionType>& unit : site.catalogue.rejections) unit.body.power_w.reset();
  EXPECT_TRUE(resource("floor bay").at_least);
  EXPECT_TRUE(resource("generator").at_least);
  for (const std::string& limit : verify(site, placed(site)).limited_by) {
    if (limit.find("utility") == std::string::npos) continue;
    EXPECT_NE(limit.find(" at least "), std::string::npos) << limit;
    EXPECT_EQ(limit.find('%'), std::string::npos) << limit;
  }
}

TEST(AssumptionsThatChangeNothing, AreNotSaidOfWhatIsDrawn) {
  Site site = test::small_placed_site();
  site.hall.width_m.trust = Trust::assumed;
  site.hall.width_m.source = "a guess";
  const std::vector<Assumption> found = assumptions(site, placed(site));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_FALSE(found[0].moved);
  EXPECT_FALSE(found[0].tried);
}

}  // namespace
}  // namespace hallplan::verdict
