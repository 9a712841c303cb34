// Units that stand in two rows without need go into one; nothing else of a plan gets worse.
#include "planner/search/unsplit.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "planner/search/greedy.hpp"
#include "planner/verdict/verdict.hpp"
#include "tests/search/halls.hpp"
#include "tests/support/load.hpp"

namespace hallplan::search {
namespace {

bool never() { return false; }

std::vector<int> fingerprint(const State& state) {
  std::vector<int> all;
  for (const Unit& unit : state.units()) {
    for (const Member& member : unit.members) all.insert(all.end(), {member.slot, member.type, member.wire});
  }
  return all;
}

/// Puts a unit of the first kind into these slots, on the first connections that hold. False where they do not.
bool put_unit(State& state, const std::vector<int>& slots) {
  const Model& model = state.model();
  const Kind& kind = model.kinds[0];
  Unit unit;
  unit.compute = kind.compute_racks;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const int type = static_cast<int>(i) < kind.compute_racks ? kind.compute : kind.network;
    for (const int wire : model.wires_at(slots[i], type)) {
      if (!state.can_add({slots[i], type, wire})) continue;
      state.add({slots[i], type, wire});
      unit.members.push_back({slots[i], type, wire});
      break;
    }
  }
  const bool stands = unit.members.size() == slots.size();
  if (stands) state.keep(std::move(unit));
  return stands;
}

TEST(Unsplit, OneUnitGoesIntoOneRow) {
  // Two rows of five slots, units of two and one: slots 3, 4 | 5 are over the end of the first row.
  Random random(3);
  HallShape shape;
  shape.units_per_management = 0;
  shape.wanted = 1;
  int looked_at = 0;
  for (int i = 0; i < 40; ++i) {
    const Model model = random_hall(shape, random);
    State state(model);
    const auto second = std::find_if(model.slots.begin(), model.slots.end(),
                                     [&](const SlotInfo& slot) { return slot.row != model.slots[0].row; });
    const int first = static_cast<int>(second - model.slots.begin());
    if (first < 3 || !put_unit(state, {first - 2, first - 1, first})) continue;
    State fresh(model);
    if (!put_unit(fresh, {0, 1, 2})) continue;  // no room for a straight one at the start: nothing to be sure of
    ASSERT_EQ(split_units(state), 1);
    unsplit(state, never);
    EXPECT_EQ(split_units(state), 0) << "hall " << i;
    EXPECT_EQ(state.compute(), 2);
    EXPECT_EQ(fault_of(model, state), "");
    ++looked_at;
  }
  EXPECT_GT(looked_at, 5);
}

TEST(Unsplit, CostsNoRackAndBreaksNoLimit) {
  Random random(21);
  int before = 0;
  int after = 0;
  for (int i = 0; i < 60; ++i) {
    HallShape shape;
    shape.rows = 3;
    shape.slots = 36;
    shape.compute_racks = 3;
    shape.units_per_management = i % 3;
    const Model model = random_hall(shape, random);
    State found(model);
    fill(found, {Order::mixed, true, Wiring::any}, random, never);  // blocks of any form, straight or not
    State once = found;
    State twice = found;
    unsplit(once, never);
    unsplit(twice, never);
    EXPECT_EQ(fingerprint(once), fingerprint(twice));
    EXPECT_GE(once.compute(), found.compute());
    EXPECT_GE(once.units_of(0), found.units_of(0));
    EXPECT_LE(split_units(once), split_units(found));
    EXPECT_EQ(fault_of(model, once), "") << "hall " << i;
    before += split_units(found);
    after += split_units(once);
  }
  EXPECT_GT(before, 0);
  EXPECT_LT(after, before);
}

TEST(Unsplit, TheVerdictCountsSplitUnits) {
  const Site site = test::small_placed_site();
  Plan plan = pinned_plan(site);
  EXPECT_EQ(verdict::verify(site, plan).split_units, 0);
  Site two = site;
  two.rows.push_back(two.rows[0]);
  two.rows[1].id = "r2";
  plan.racks[0].row = 1;
  EXPECT_EQ(verdict::verify(two, plan).split_units, 1);
  EXPECT_EQ(verdict::verify(two, plan).scalable_units, 1);
}

}  // namespace
}  // namespace hallplan::search
