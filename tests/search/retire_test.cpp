// Old racks of which the plan says whether and when they go.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "planner/plan/read.hpp"
#include "planner/plan/retirement.hpp"
#include "planner/plan/write.hpp"
#include "planner/search/levels.hpp"
#include "planner/search/phases.hpp"
#include "planner/site/phase.hpp"
#include "planner/verdict/verdict.hpp"
#include "tests/support/load.hpp"
#include "tests/support/phases.hpp"

namespace hallplan::search {
namespace {

using test::compute_by_phase;

/// The small hall in three phases: old racks in slots 2, 3 and 6 of r2, a second unit of two compute racks and more by p2 or p3.
Site with_old_racks(const std::vector<std::string>& sets = {}) {
  std::vector<std::string> all = {"phases.p3={date: 2028-01-01}",
                                  "placed.old.retired=~",
                                  "placed.old.may_retire=p2",
                                  "power.devices.ups-a.modules=3",
                                  "power.devices.ups-b.modules=3",
                                  "power.devices.mech.rating=400 kW",
                                  "power.devices.mech-2.rating=400 kW",
                                  "air.zones.room.units.crah-4.delivered=p1",
                                  "air.zones.room.units.crah-5.delivered=p1",
                                  "liquid.loops.chw.rejection.units=3"};
  for (const char* const slot : {"3", "6"}) {
    all.push_back(std::string("placed.old-") + slot + "={type: test-management, row: r2, slot: " + slot +
                  ", feed_a: bus-a, feed_b: bus-b, may_retire: p2}");
  }
  all.insert(all.end(), sets.begin(), sets.end());
  return test::load_data_site("small-phases.yaml", all);
}

/// Racks at the end, then earlier ones.
std::pair<int, int> worth(const Site& site, const Plan& plan) {
  const std::vector<int> counts = compute_by_phase(site, plan);
  int before = 0;
  for (std::size_t phase = 0; phase + 1 < counts.size(); ++phase) before += counts[phase];
  return {counts.back(), before};
}

/// Every way to give the old racks dates.
std::vector<Plan> all_choices(const Site& site) {
  std::vector<Plan> choices(1);
  for (const PinnedRack& rack : site.placed) {
    if (rack.may_retire.index < 0) continue;
    std::vector<Plan> longer;
    for (const Plan& so_far : choices) {
      for (int phase = -1; phase <= last_phase(site); ++phase) {
        if (phase >= 0 && phase < rack.may_retire.index) continue;
        longer.push_back(so_far);
        longer.back().retirements.push_back({rack.id, phase});
      }
    }
    choices = std::move(longer);
  }
  return choices;
}

int staying(const Plan& plan) {
  return static_cast<int>(std::count_if(plan.retirements.begin(), plan.retirements.end(),
                                        [](const Retirement& one) { return one.phase < 0; }));
}

TEST(Retire, AllStayWhereNoRoomIsNeeded) {
  const Site site = with_old_racks({"demand.su.units=1", "demand.su.deliveries.p2=~"});
  const Plan plan = search(site, {});
  EXPECT_EQ(staying(plan), 3);
  const Site hall = decided(site, plan);
  EXPECT_EQ(compute_by_phase(hall, plan), (std::vector{4, 4, 4}));
  const Levels levels = levels_of(in_phase(hall, last_phase(hall)), plan_in_phase(hall, plan, last_phase(hall)));
  EXPECT_EQ(plan.search.levels.room_racks, levels.room_racks);
  EXPECT_DOUBLE_EQ(plan.search.levels.cable_m, levels.cable_m);
  EXPECT_DOUBLE_EQ(plan.search.levels.hottest_w, levels.hottest_w);
}

TEST(Retire, TheyGoWhenTheUnitComesThatNeedsTheirRoom) {
  const Site early = with_old_racks();
  const Plan soon = search(early, {});
  EXPECT_EQ(compute_by_phase(decided(early, soon), soon), (std::vector{4, 8, 8}));
  EXPECT_LT(staying(soon), 3);
  const Site late = with_old_racks({"demand.su.deliveries.p2=~", "demand.su.deliveries.p3={units: 1}"});
  const Plan plan = search(late, {});
  EXPECT_EQ(compute_by_phase(decided(late, plan), plan), (std::vector{4, 4, 8}));
  for (const Retirement& one : plan.retirements) {
    EXPECT_TRUE(one.phase < 0 || one.phase == 2) << one.rack << " goes before the unit is there";
  }
}

TEST(Retire, NoChoiceOfDatesHoldsMore) {
  // With less to stand on, more old racks are in the way; with busways that come late, dates count.
  for (const std::vector<std::string>& sets :
       {std::vector<std::string>{},
        {"rows.r2.slots=5", "placed.old-6.slot=5"},
        {"demand.su.units=0", "demand.su.deliveries.p2=~", "placed.old-3.may_retire=p3"}}) {
    const Site site = with_old_racks(sets);
    const Plan plan = search(site, {});
    const std::pair<int, int> found = worth(decided(site, plan), plan);
    Options few;
    few.moves = 60;
    few.solver = Solver::none;
    for (const Plan& choice : all_choices(site)) {
      const Site hall = decided(site, choice);
      const std::pair<int, int> other = worth(hall, search_phases(hall, few));
      EXPECT_GE(found, other);
      EXPECT_GE(plan.search.bound_racks, other.first);
    }
    EXPECT_TRUE(stands_in_all_phases(decided(site, plan), plan));
    for (std::size_t i = 0; i < plan.retirements.size(); ++i) {
      if (plan.retirements[i].phase < 0) continue;
      Plan later = plan;
      later.retirements[i].phase = plan.retirements[i].phase == last_phase(site) ? -1 : plan.retirements[i].phase + 1;
      EXPECT_FALSE(stands_in_all_phases(decided(site, later), later)) << plan.retirements[i].rack << " goes too early";
    }
  }
}

TEST(Retire, OldRacksStayWhereNewOnesCanStandElsewhere) {
  // One free slot too few for a unit beside the old racks, which take little power: whatever a first plan looks like, one rack makes room enough.
  const Site site = with_old_racks({"rows.r2.slots=7", "placed.old-6.slot=7"});
  const Plan plan = search(site, {});
  EXPECT_EQ(compute_by_phase(decided(site, plan), plan), (std::vector{4, 8, 8}));
  int most_stay = 0;
  Options few;
  few.moves = 60;
  few.solver = Solver::none;
  for (const Plan& choice : all_choices(site)) {
    const Site hall = decided(site, choice);
    if (worth(hall, search_phases(hall, few)) >= worth(decided(site, plan), plan)) {
      most_stay = std::max(most_stay, staying(choice));
    }
  }
  EXPECT_EQ(staying(plan), most_stay);
}

TEST(Retire, AStoredPlanKeepsItsDates) {
  const Site site = with_old_racks();
  const Plan plan = search(site, {});
  SourceFiles files;
  const std::string text = plan_json(decided(site, plan), plan);
  const Result<Plan> read = read_plan_text(files, site, "plan.json", text);
  ASSERT_TRUE(read.value) << render(read.problems, files);
  const Site hall = decided(site, *read.value);
  EXPECT_EQ(compute_by_phase(hall, *read.value), compute_by_phase(decided(site, plan), plan));
  EXPECT_EQ(plan_json(hall, *read.value), text);
  EXPECT_EQ(verdict::verify(hall, *read.value).status, verdict::verify(decided(site, plan), plan).status);
  std::string early = text;
  const std::size_t at = early.find("\"retired\":\"p2\"");
  ASSERT_NE(at, std::string::npos);
  early.replace(at, 14, "\"retired\":\"p1\"");
  const Result<Plan> refused = read_plan_text(files, site, "plan.json", early);
  EXPECT_FALSE(refused.value);
  EXPECT_NE(render(refused.problems, files).find("earlier than the site lets it go"), std::string::npos);
}

}  // namespace
}  // namespace hallplan::search
