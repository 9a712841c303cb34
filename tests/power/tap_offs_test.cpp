// Places for tap-off boxes: counts by hand, boxes that do not fit, and the rows of the search.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "planner/power/power.hpp"
#include "planner/search/model.hpp"
#include "tests/power/sites.hpp"
#include "tests/support/load.hpp"

namespace hallplan::power {
namespace {

using test::device;
using test::find_check;
using test::number;
using test::with_rule;

/// The small hall with its six racks: on each busway 4 x 4 + 1 + 1 = 18 boxes, the largest of 60 A.
Check of_bus_a(int places, double rating_a) {
  Site site = test::small_placed_site();
  device(site, "bus-a").tap_offs = TapOffs{places, number(rating_a), {}};
  const std::vector<Check> checks = with_rule(check(site, pinned_plan(site)), Rule::power_tap_off_count);
  for (const Check& check : checks) {
    if (check.where == "bus-a") return check;
  }
  return {};
}

TEST(TapOffs, AreCountedOnEachSide) {
  const Check full = of_bus_a(18, 60);
  EXPECT_EQ(full.value, 18);
  EXPECT_EQ(full.status, Status::pass);
  EXPECT_EQ(full.arithmetic,
            "4 x test-compute x 4 + 1 x test-network x 1 + 1 x test-management x 1 = 18 boxes; 18 places for boxes up "
            "to 60 A");
  EXPECT_EQ(of_bus_a(17, 60).status, Status::fail);
}

TEST(TapOffs, NotCountedWhereTheSiteDoesNotSay) {
  const Site site = test::small_placed_site();
  EXPECT_TRUE(with_rule(check(site, pinned_plan(site)), Rule::power_tap_off_count).empty());
}

TEST(TapOffs, ABoxMustFit) {
  Site site = test::small_placed_site();
  device(site, "bus-b").tap_offs = TapOffs{40, number(50), {}};
  const std::vector<Check> checks = check(site, pinned_plan(site));
  EXPECT_EQ(find_check(checks, Rule::power_tap_off_count, "bus-b", "normal").status, Status::pass);
  EXPECT_EQ(find_check(checks, Rule::power_tap_off_count, "bus-b, test-compute", "normal").status, Status::fail);
  EXPECT_EQ(find_check(checks, Rule::power_tap_off_count, "bus-b, test-network", "normal").status, Status::fail);
  EXPECT_EQ(with_rule(checks, Rule::power_tap_off_count).size(), 3U);  // the management rack's 32 A fit
}

TEST(TapOffs, AnOddCircuitMayBeOnEitherSideAndOneCordTakesAll) {
  Site site = test::bare_site(10e3);
  test::add_device(site, "utility", DeviceKind::utility, {});
  test::add_device(site, "bus-a", DeviceKind::busway, {"utility"}).tap_offs = TapOffs{2, number(100), {}};
  test::add_device(site, "bus-b", DeviceKind::busway, {"utility"}).tap_offs = TapOffs{2, number(100), {}};
  site.catalogue.racks[0].body.circuits = RackCircuits{3, number(60), number(415)};
  Plan plan{{test::rack_on(site, "bus-a", "bus-b")}, {}, {}};
  EXPECT_EQ(find_check(check(site, plan), Rule::power_tap_off_count, "bus-a", "normal").value, 2);
  EXPECT_EQ(find_check(check(site, plan), Rule::power_tap_off_count, "bus-b", "normal").value, 2);
  site.catalogue.racks[0].body.cords = 1;
  plan = {{test::rack_on(site, "bus-a")}, {}, {}};
  EXPECT_EQ(find_check(check(site, plan), Rule::power_tap_off_count, "bus-a", "normal").value, 3);
  site.catalogue.racks[0].body.circuits.reset();
  const Check unknown = find_check(check(site, plan), Rule::power_tap_off_count, "bus-a", "normal");
  EXPECT_EQ(unknown.status, Status::undecided);
  EXPECT_EQ(unknown.arithmetic.rfind("no circuits known for rack; ", 0), 0U) << unknown.arithmetic;
}

TEST(TapOffs, RowsEqualChecksOnRandomPlacements) {
  Site site = test::small_site();
  device(site, "bus-a").tap_offs = TapOffs{20, number(60), {}};
  device(site, "bus-b").tap_offs = TapOffs{11, number(60), {}};
  const std::vector<capacity::Choice> choices = capacity::choices(site);
  const capacity::Part part = capacity_rows(site, choices);
  std::mt19937 random(3);
  for (int i = 0; i < 100; ++i) {
    Plan plan;
    std::vector<double> values(part.rows.size(), 0.0);
    for (std::size_t n = random() % 9; n > 0; --n) {
      const std::size_t picked = random() % choices.size();
      Placement rack;
      rack.type = choices[picked].type;
      rack.row = choices[picked].row;
      rack.feed_a = test::lost(site, "bus-a");
      rack.feed_b = test::lost(site, "bus-b");
      plan.racks.push_back(rack);
      for (const capacity::Term& term : part.terms[picked]) values[static_cast<std::size_t>(term.row)] += term.amount;
    }
    const std::vector<Check> checks = check(site, plan);
    std::size_t rows = 0;
    for (std::size_t r = 0; r < part.rows.size(); ++r) {
      if (part.rows[r].rule != Rule::power_tap_off_count) continue;
      const Check held = find_check(checks, Rule::power_tap_off_count, part.rows[r].element, "normal");
      EXPECT_EQ(values[r], held.value);
      EXPECT_EQ(part.rows[r].limit, held.limit);
      ++rows;
    }
    EXPECT_EQ(rows, 2U);
  }
  // A box that does not fit leaves no room for its rack.
  device(site, "bus-a").tap_offs = TapOffs{20, number(50), {}};
  const capacity::Part tight = capacity_rows(site, choices);
  for (std::size_t c = 0; c < choices.size(); ++c) {
    const bool small = site.catalogue.racks[static_cast<std::size_t>(choices[c].type)].id == "test-management";
    for (const capacity::Term& term : tight.terms[c]) {
      const capacity::Row& row = tight.rows[static_cast<std::size_t>(term.row)];
      if (row.rule != Rule::power_tap_off_count || row.element != "bus-a") continue;
      EXPECT_EQ(term.amount > row.limit, !small);
    }
  }
}

}  // namespace
}  // namespace hallplan::power
