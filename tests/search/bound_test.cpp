// The bound by hand, on halls whose one limit is plain.
#include "planner/search/bound.hpp"

#include <gtest/gtest.h>

#include <tuple>
#include <utility>
#include <vector>

#include "planner/search/simplex.hpp"
#include "planner/search/weights.hpp"
#include "tests/search/halls.hpp"

namespace hallplan::search {
namespace {

/// One site row of `slots` slots a pitch of 1 m apart, compute racks on `pairs` feed pairs, every rack of 100 kW in normal
/// running on a feed (row 2 p) and on its partner alike (row 2 p + 1). Units of 4 compute racks, no others.
Model hall(int slots, int pairs, double feed_w) {
  Model model;
  model.types = 1;
  model.site_type = {0};
  model.type_names = {"compute"};
  model.site_rows = 1;
  Kind kind;
  kind.compute = 0;
  kind.compute_racks = 4;
  kind.wanted = 1000;
  model.kinds = {kind};
  for (int i = 0; i < slots; ++i) {
    model.slots.push_back({0, i, 0, {2000LL * i, 0}});
    Spot spot;
    spot.usable = true;
    spot.centre = model.slots.back().centre;
    model.spots.push_back(spot);
  }
  for (int pair = 0; pair < pairs; ++pair) {
    Wire wire;
    for (const char* side : {"a", "b"}) {
      wire.terms.push_back({static_cast<int>(model.rows.size()), 100e3});
      model.rows.push_back({Rule::power_busway, "bus-" + std::string(side) + std::to_string(pair + 1),
                            "other side lost", "a busway", Dimension::power, feed_w, 0});
    }
    model.wires.push_back(wire);
  }
  model.pinned_use.assign(model.rows.size(), 0);
  model.reach = 1'000'000;
  finish(model);
  return model;
}

TEST(Bound, FloorSpace) {
  // 15 slots / 4 a unit = 3.75: 3 units.
  const Bound bound = bound_of(hall(15, 1, 1e9));
  EXPECT_EQ(bound.racks, 12);
  EXPECT_EQ(bound.by, "floor space: 15 slots to place racks in");
}

TEST(Bound, TheDemand) {
  Model model = hall(15, 1, 1e9);
  model.kinds[0].wanted = 2;
  const Bound bound = bound_of(model);
  EXPECT_EQ(bound.racks, 8);
  EXPECT_EQ(bound.by, "the demand: 2 scalable units of 4 compute racks");
}

TEST(Bound, ARowThatEveryRackTouches) {
  // One feed pair of 950 kW: 9 racks of 100 kW, 2 units of 4.
  const Bound bound = bound_of(hall(40, 1, 950e3));
  EXPECT_EQ(bound.racks, 8);
  EXPECT_EQ(
      bound.by,
      "bus-a1 (power.busway) with other side lost: 950 kW for racks to be placed, 400 kW at least for a scalable unit: "
      "enough for 2 units, 250 kW short of one more");
}

TEST(Bound, WhatOneMoreLacksCountsItsManagementRack) {
  // A unit of 400 kW and a management rack of 10 kW: 401 kW hold none, and lack 9; 415 hold one, and lack 405 for the next.
  for (const auto& [feed_w, racks, words] : {std::tuple{401e3, 0, ": enough for 0 units, 9 kW short of one more"},
                                             {415e3, 4, ": enough for 1 unit, 405 kW short of one more"}}) {
    Model model = hall(20, 1, feed_w);
    add_management(model, 10e3);
    finish(model);
    const Bound bound = bound_of(model);
    EXPECT_EQ(bound.racks, racks);
    EXPECT_NE(bound.by.find(words), std::string::npos) << bound.by;
  }
}

TEST(Bound, AConservativeRowProvesNothing) {
  // The same feed of 950 kW by a row that may count too much, beside one of 1450 kW that does not: 14.5 racks, 3 units of 4.
  Model model = hall(40, 1, 950e3);
  model.rows[0].proves = false;
  model.rows[1].limit = 1450e3;
  finish(model);
  const Bound bound = bound_of(model);
  EXPECT_EQ(bound.racks, 12);
  EXPECT_EQ(bound.by.rfind("bus-b1 (power.busway)", 0), 0U) << bound.by;
  model.rows[1].proves = false;
  finish(model);
  EXPECT_EQ(bound_of(model).by, "floor space: 40 slots to place racks in");
}

// Two demands: each is named by its size, and one that cannot be connected at all by nothing: it has no amount.
TEST(Bound, UnitsOfSeveralDemandsAreToldApart) {
  Model model = hall(40, 1, 950e3);
  Kind single = model.kinds[0];
  single.compute_racks = 1;
  model.kinds.push_back(single);
  finish(model);
  EXPECT_EQ(
      bound_of(model).by,
      "bus-a1 (power.busway) with other side lost: 950 kW for racks to be placed, 400 kW at least for a scalable "
      "unit of 4 compute racks, 100 kW at least for a scalable unit of 1 compute rack: enough for 9 compute racks, "
      "50 kW short of one more");
  model.types = 2;
  model.site_type = {0, 1};
  model.type_names = {"compute", "unconnected"};
  std::vector<Spot> spots;
  for (const Spot& spot : model.spots) spots.insert(spots.end(), 2, spot);
  model.spots = std::move(spots);
  model.kinds[1].compute = 1;
  finish(model);
  const Bound bound = bound_of(model);
  EXPECT_NE(bound.by.find(", 400 kW at least for a scalable unit of 4 compute racks: enough for "), std::string::npos)
      << bound.by;
}

TEST(Bound, FeedsTogether) {
  // Three pairs of 550 kW carry 16.5 racks of 100 kW, and no single row bounds anything: 4 units of 4.
  const Bound bound = bound_of(hall(40, 3, 550e3));
  EXPECT_EQ(bound.racks, 16);
  EXPECT_EQ(bound.by, "all 6 elements of power.busway together, each in its worst case");
}

TEST(Bound, DifferentLimitsTogether) {
  // Pair 1 carries 3.5 racks. Pair 2 carries 100, but its row of the hall has 6 slots: 9.5 racks, 2 units. No limit says so alone.
  Model model = hall(40, 2, 350e3);
  model.site_rows = 2;
  for (std::size_t i = 34; i < 40; ++i) model.slots[i].row = 1;
  model.wires[1].row = 1;
  model.rows[2].limit = model.rows[3].limit = 10e6;
  finish(model);
  const Bound bound = bound_of(model);
  EXPECT_EQ(bound.racks, 8);
  EXPECT_NE(bound.by.find("several limits together"), std::string::npos) << bound.by;
}

TEST(Bound, ManagementRacksTakeTheirPart) {
  // 16 slots: 4 units of 4 leave none for the 2 management racks that 4 units need; 3 units and 2 do fit.
  Model model = hall(16, 1, 1e9);
  model.kinds[0].management = 0;
  model.kinds[0].units_per_management = 2;
  EXPECT_EQ(bound_of(model).racks, 12);
  model.kinds[0].pinned_management = 2;
  EXPECT_EQ(bound_of(model).racks, 16);
}

TEST(Bound, PinnedRacksCountAndTakeTheirPart) {
  Model model = hall(40, 1, 950e3);
  model.pinned_compute = 3;
  model.pinned_use[0] = 300e3;  // 650 kW left: 6 racks, 1 unit of 4
  finish(model);
  EXPECT_EQ(bound_of(model).racks, 7);
}

TEST(Bound, ARackThatCannotBeConnectedAnywhere) {
  const Bound bound = bound_of(hall(40, 2, 90e3));
  EXPECT_EQ(bound.racks, 0);
  EXPECT_EQ(bound.by,
            "no room for one compute: bus-a2 (power.busway) with other side lost: 90 kW left, 100 kW for one");
}

// Its shelves are its maker's: no hall makes them larger, and "0 left" would send a reader to look for room.
TEST(Bound, ARackRefusedWhereverItHangsSaysWhatItTakes) {
  Model model = hall(40, 1, 1e9);
  model.rows.push_back({Rule::power_shelf, "compute on one side: 97.5 of 97 kW", "normal",
                        "a variant of the rack with larger or more power shelves", Dimension::count, 0, 0});
  model.pinned_use.push_back(0);
  model.wires[0].terms.push_back({2, 1});
  finish(model);
  EXPECT_EQ(bound_of(model).by,
            "no room for one compute: compute on one side: 97.5 of 97 kW (power.shelf): it takes a variant of the rack "
            "with larger or more power shelves, or 'policy.warnings: [power.shelf]' to live with it");
}

// Longer cables fail a plan, unless the owner lives with them: then their reach proves nothing.
TEST(Bound, CablesThatOnlyWarnProveNothing) {
  Model model = hall(40, 1, 1e9);
  model.kinds[0].network = 0;
  model.kinds[0].network_racks = 1;
  model.kinds[0].compute_racks = 5;
  model.reach = 4000;
  model.reach_proves = false;
  EXPECT_EQ(bound_of(model).racks, 30);  // 40 / 6 = 6 units
}

// Two slots stand on a bay that carries none; a reader is told which floor, and by how much.
TEST(Bound, AFloorThatCarriesNoRackTakesItsSlots) {
  Model model = hall(40, 1, 1e9);
  model.rows.push_back({Rule::layout_floor_bay, "the floor bay at x 0.0 m, y 0.0 m", "normal", "a stronger floor",
                        Dimension::mass, 440, 0});
  model.pinned_use.push_back(0);
  for (const std::size_t slot : {0U, 1U}) model.spots[slot].terms = {{2, 480}};
  finish(model);
  const Bound bound = bound_of(model);
  EXPECT_EQ(bound.racks, 36);  // of 38 slots in whole units of four
  EXPECT_EQ(bound.by,
            "floor space: 38 slots that rack type compute fits; 2 take none: the floor bay at x 0.0 m, y 0.0 m "
            "(layout.floor-bay): 440 kg left, 480 kg for one");
}

TEST(Bound, CableReach) {
  // Slots 1 m apart, cables of 2 m on the trays: a network rack has 4 slots in reach, not the 5 compute racks it needs.
  Model model = hall(40, 1, 1e9);
  model.kinds[0].network = 0;
  model.kinds[0].network_racks = 1;
  model.kinds[0].compute_racks = 5;
  model.reach = 4000;
  EXPECT_EQ(bound_of(model).racks, 0);
  model.kinds[0].compute_racks = 4;
  EXPECT_EQ(bound_of(model).racks, 32);  // 40 / 5 = 8 units
}

TEST(Simplex, PricesAreTheDualSolution) {
  // Maximise 3 x + 5 y with x <= 4, 2 y <= 12, 3 x + 2 y <= 18: 36 at (2, 6), prices 0, 3/2, 1 (Hillier and Lieberman,
  // Introduction to Operations Research, the Wyndor Glass example).
  const LinearProgram program = {2, {{1, 0}, {0, 2}, {3, 2}}, {4, 12, 18}, {3, 5}};
  const std::vector<double> prices = row_prices(program, 1e6);
  ASSERT_EQ(prices.size(), 3u);
  EXPECT_NEAR(prices[0], 0, 1e-12);
  EXPECT_NEAR(prices[1], 1.5, 1e-12);
  EXPECT_NEAR(prices[2], 1, 1e-12);
}

TEST(Simplex, EndsOnADegenerateProgram) {
  // Beale's example (1955), on which the plain rule goes round in circles: 1/20 at x = (1/25, 0, 1, 0).
  const LinearProgram program = {
      4, {{0.25, -60, -1.0 / 25, 9}, {0.5, -90, -1.0 / 50, 3}, {0, 0, 1, 0}}, {0, 0, 1}, {0.75, -150, 1.0 / 50, -6}};
  const std::vector<double> prices = row_prices(program, 1e7);
  EXPECT_NEAR(prices[2], 0.05, 1e-9);
}

}  // namespace
}  // namespace hallplan::search
