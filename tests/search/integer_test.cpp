// The integer program of a hall: against looking at every placement, and by hand where rounding opens a gap.
#include <gtest/gtest.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "planner/search/bound.hpp"
#include "planner/search/integer/close_gap.hpp"
#include "planner/search/integer/prove.hpp"
#include "planner/search/integer/steer.hpp"
#include "planner/search/ruin_and_recreate.hpp"
#include "tests/search/halls.hpp"

namespace hallplan::search::integer {
namespace {

constexpr int kNothingPlaced = -1;  // so that branching is never left out

Proof proof_of(const Model& model) {
  const Classes classes = classes_of(model);
  return prove(model, classes, program_of(model, classes), mip::Solver::cbc, kNothingPlaced, {2000, 60, {}});
}

/// Without what the program leaves out: clearances, and cables shorter than the hall.
Model without_geometry(Model model) {
  for (Spot& spot : model.spots) spot.conflicts.clear();
  model.reach = 1'000'000'000;
  return model;
}

/// `count` compute racks a unit, all alike, in a row of `slots` slots.
Model plain_hall(int slots, int compute_racks) {
  Model model;
  model.types = 1;
  model.site_type = {0};
  model.type_names = {"compute"};
  model.site_rows = 1;
  Kind kind;
  kind.compute = 0;
  kind.compute_racks = compute_racks;
  kind.wanted = 1000;
  model.kinds = {kind};
  for (int i = 0; i < slots; ++i) {
    model.slots.push_back({0, i, 0, {2000LL * i, 0}});
    Spot spot;
    spot.usable = true;
    spot.centre = model.slots.back().centre;
    model.spots.push_back(spot);
  }
  model.reach = 1'000'000;
  return model;
}

/// Busways of a limit, and ways to connect a rack of 100 kW to two of them.
void add_busways(Model& model, int count, double limit_w, const std::vector<std::pair<int, int>>& ways) {
  const int first = static_cast<int>(model.rows.size());
  for (int i = 0; i < count; ++i) {
    model.rows.push_back({Rule::power_busway, "bus-" + std::to_string(first + i), "other side lost", "a busway",
                          Dimension::power, limit_w, 0});
  }
  for (const auto& [a, b] : ways) {
    Wire wire;
    wire.terms = {{first + a, 100e3}, {first + b, 100e3}};
    model.wires.push_back(wire);
  }
  model.pinned_use.assign(model.rows.size(), 0);
  finish(model);
}

TEST(IntegerProgram, AgreesWithLookingAtEveryPlacement) {
  Random random(71);
  int above_certified = 0;
  for (int i = 0; i < 200; ++i) {
    const Model model = without_geometry(random_hall(shape_of(i), random));
    const Proof proof = proof_of(model);
    const int most = exhaustive(model);
    EXPECT_EQ(proof.claimed, most) << "hall " << i;
    EXPECT_EQ(proof.reached, most) << "hall " << i;
    EXPECT_GE(proof.certified, most) << "hall " << i;
    if (proof.certified > most) ++above_certified;
  }
  EXPECT_GT(above_certified, 0);  // else nothing was branched on
}

TEST(IntegerProgram, IsNeverBelowAPlacementThatGeometryAllows) {
  Random random(72);
  for (int i = 0; i < 200; ++i) {
    const Model model = random_hall(shape_of(i), random);
    const Proof proof = proof_of(model);
    const int most = exhaustive(model);
    EXPECT_GE(proof.claimed, most) << "hall " << i;
    EXPECT_GE(proof.certified, most) << "hall " << i;
  }
}

TEST(IntegerProgram, IsNeverBelowWhatTheSearchPlaces) {
  Random random(73);
  for (int i = 0; i < 25; ++i) {
    HallShape shape;
    shape.rows = 4;
    shape.slots = 48;
    shape.compute_racks = 4;
    shape.network_racks = 2;
    const Model model = random_hall(shape, random);
    Options options;
    options.moves = 200;
    const Bound bound = bound_of(model);
    const int placed = improve(model, bound, options).best.compute();
    const Proof proof = proof_of(model);
    EXPECT_GE(proof.claimed, placed) << "hall " << i;
    EXPECT_GE(proof.certified, proof.claimed) << "hall " << i;
    const Closing closing = close_gap(model, bound, placed, options, Aim::bound_and_plan);
    EXPECT_LE(closing.bound.racks, bound.racks) << "hall " << i;
    EXPECT_LE(closing.bound.racks, closing.certified_racks) << "hall " << i;
    EXPECT_EQ(closing.bound.racks < closing.certified_racks, !closing.solver.empty()) << "hall " << i;
    if (!closing.better) continue;
    EXPECT_GT(closing.better->compute(), placed) << "hall " << i;
    EXPECT_LE(closing.better->compute(), closing.bound.racks) << "hall " << i;
    EXPECT_EQ(fault_of(model, *closing.better), "") << "hall " << i;
  }
}

TEST(IntegerProgram, FeedsThatHoldAFractionOfARackHoldWholeOnesByCertificate) {
  // Three pairs that hold 1.9 racks each: 5.7 by the relaxation, 3 in whole racks, and no branching is needed to prove that.
  Model model = plain_hall(40, 1);
  add_busways(model, 6, 190e3, {{0, 1}, {2, 3}, {4, 5}});
  const Bound bound = bound_of(model);
  EXPECT_EQ(bound.racks, 5);
  const Closing closing = close_gap(model, bound, 3, {}, Aim::bound_only);
  EXPECT_EQ(closing.bound.racks, 3);
  EXPECT_EQ(closing.certified_racks, 3);
  EXPECT_EQ(closing.solver, "");
  EXPECT_EQ(closing.bound.by.rfind("several limits together, each in whole racks, first of all bus-", 0), 0u)
      << closing.bound.by;
}

TEST(IntegerProgram, WhereRoundingIsNotEnoughTheSolverSaysSo) {
  // Two rings of three busways that hold one rack each, a rack on any two of a ring: half a rack on each way is 1.5 a ring, and
  // one in truth.
  Model model = plain_hall(40, 1);
  add_busways(model, 3, 190e3, {{0, 1}, {1, 2}, {0, 2}});
  add_busways(model, 3, 190e3, {{0, 1}, {1, 2}, {0, 2}});
  const Bound bound = bound_of(model);
  EXPECT_EQ(bound.racks, 5);
  const Closing closing = close_gap(model, bound, 2, {}, Aim::bound_only);
  EXPECT_EQ(closing.bound.racks, 2);
  EXPECT_EQ(closing.certified_racks, 3);
  EXPECT_EQ(closing.solver, "CBC");
  EXPECT_EQ(closing.bound.by.rfind(
                "all limits together in whole racks, by CBC's branch and bound; certified are at most 3: ", 0),
            0u)
      << closing.bound.by;
}

TEST(IntegerProgram, AClaimBelowAPlanThatStandsIsNotTaken) {
  Model model = plain_hall(40, 1);
  add_busways(model, 3, 190e3, {{0, 1}, {1, 2}, {0, 2}});
  add_busways(model, 3, 190e3, {{0, 1}, {1, 2}, {0, 2}});
  const Bound bound = bound_of(model);
  const Closing closing = close_gap(model, bound, 4, {}, Aim::bound_only);  // as if four stood
  EXPECT_EQ(closing.bound.racks, bound.racks);
  EXPECT_EQ(closing.solver, "");
}

TEST(IntegerProgram, WithoutASolverOrAGapNothingIsDone) {
  Model model = plain_hall(40, 1);
  add_busways(model, 6, 190e3, {{0, 1}, {2, 3}, {4, 5}});
  const Bound bound = bound_of(model);
  Options options;
  options.solver = Solver::none;
  EXPECT_EQ(close_gap(model, bound, 3, options, Aim::bound_only).bound.racks, 5);
  EXPECT_EQ(close_gap(model, bound, 5, {}, Aim::bound_only).bound.racks, 5);
}

TEST(IntegerProgram, PinnedUnitsThatLackRacksAndManagementCount) {
  // One feed pair of 950 kW, 300 kW of it for 3 pinned racks of a unit of 4: room for the missing one and another unit.
  Model model = plain_hall(40, 4);
  add_busways(model, 2, 950e3, {{0, 1}});
  model.pinned_compute = 3;
  model.pinned_use = {300e3, 300e3};
  model.pinned_units.push_back({0, 0, {{}, {}, {}}, {}, 1, 0});
  model.kinds[0].pinned_units = 1;
  finish(model);
  EXPECT_EQ(proof_of(model).claimed, 8);
  add_management(model, 300e3);
  model.kinds[0].pinned_management = 1;
  finish(model);
  EXPECT_EQ(proof_of(model).claimed, 4);  // a unit with its management rack takes 700 kW: only the missing rack
  model.kinds[0].pinned_management = 0;   // the pinned unit has none either, and its racks count all the same
  EXPECT_EQ(proof_of(model).claimed, 4);
}

TEST(IntegerProgram, ItsPointSteersTheSearchToWhatItFound) {
  Random random(74);
  int gaps = 0;
  int closed = 0;
  int whole = 0;
  for (int i = 0; i < 60; ++i) {
    HallShape shape;
    shape.rows = 3;
    shape.slots = 30;
    shape.compute_racks = 1 + i % 3;
    Model model = without_geometry(random_hall(shape, random));
    for (capacity::Row& row : model.rows) {  // so that busways and floor bays bind, not what all racks share
      if (row.rule == Rule::power_utility || row.rule == Rule::liquid_cdu_heat) row.limit *= 4;
    }
    finish(model);
    const Bound bound = bound_of(model);
    Options options;
    options.moves = 0;  // the first plan only
    const int placed = improve(model, bound, options).best.compute();
    options.moves = 800;
    const Closing closing = close_gap(model, bound, placed, options, Aim::bound_and_plan);
    const Closing again = close_gap(model, bound, placed, options, Aim::bound_and_plan);
    EXPECT_EQ(again.bound.racks, closing.bound.racks) << "hall " << i;
    EXPECT_EQ(again.better.has_value(), closing.better.has_value()) << "hall " << i;
    if (closing.bound.racks <= placed) continue;
    ++gaps;
    if (!closing.better) continue;
    ++closed;
    if (closing.better->compute() == closing.bound.racks) ++whole;
    EXPECT_EQ(fault_of(model, *closing.better), "") << "hall " << i;
    EXPECT_FALSE(score_of(*closing.better).better_than(score_of(*again.better))) << "hall " << i;
    EXPECT_FALSE(score_of(*again.better).better_than(score_of(*closing.better))) << "hall " << i;
  }
  EXPECT_GE(gaps, 10);
  EXPECT_GE(closed, gaps - 2);
  EXPECT_GE(whole, gaps - 4);
}

TEST(IntegerProgram, ManySlotsAreFewSorts) {
  // A thousand slots in eight rows, twenty feed pairs, five for two rows each.
  Model model = plain_hall(1000, 4);
  model.site_rows = 8;
  for (std::size_t i = 0; i < model.slots.size(); ++i) model.slots[i].row = static_cast<int>(i / 125);
  for (int row = 0; row < 8; ++row) {
    std::vector<std::pair<int, int>> pairs;
    pairs.reserve(5);
    for (int i = 0; i < 5; ++i) pairs.push_back({2 * i, 2 * i + 1});
    if (row % 2 == 0) {
      add_busways(model, 10, 950e3, pairs);
    } else {
      for (std::size_t i = model.wires.size() - 5, end = model.wires.size(); i < end; ++i) {
        model.wires.push_back(model.wires[i]);
        model.wires.back().row = row;
      }
    }
    if (row % 2 == 0) {
      for (std::size_t i = model.wires.size() - 5; i < model.wires.size(); ++i) model.wires[i].row = row;
    }
  }
  finish(model);
  const Classes classes = classes_of(model);
  EXPECT_EQ(classes.groups.size(), 4u);
  EXPECT_EQ(classes.places.size(), 4u);
  EXPECT_EQ(classes.ways.size(), 20u);
  EXPECT_EQ(classes.limits.size(), 20u);  // both sides of a pair take the same
  EXPECT_LT(program_of(model, classes).model.columns.size(), 40u);
  EXPECT_EQ(proof_of(model).certified, 180);  // 20 pairs of 9 whole racks
}

}  // namespace
}  // namespace hallplan::search::integer
