// Rooms that screens part: how they are found, and that after their levels have moved nothing is left of what comes into them.
#include "kernels/flow/rooms.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <span>
#include <vector>

#include "kernels/executor/host.hpp"
#include "kernels/executor/shuffled.hpp"
#include "kernels/flow/level_rooms.hpp"
#include "kernels/flow/on_grid.hpp"

namespace {

using kernels::Index;
using kernels::Serial;
using kernels::Shuffled;
namespace flow = kernels::flow;

constexpr int kNx = 12, kNy = 4, kNz = 3;

/// A box parted by whole sheets across x at these places; air seeps through those with a loss of at least 0.
flow::Case parted(const std::vector<std::pair<int, double>>& sheets) {
  flow::Case hall;
  hall.grid = {kNx, kNy, kNz, 0.5, 0.25, 1.0};
  for (const auto& [at, loss] : sheets) hall.screens.push_back({{flow::Axis::x, at, 0, kNy, 0, kNz}, loss});
  return hall;
}

flow::Opening opening_at_the_end() { return {{flow::Axis::x, kNx, 1, 3, 0, 2}, 20}; }

flow::Rooms rooms_of(const flow::Case& hall) {
  const flow::Case* const one = &hall;
  return flow::make_tables(std::span(&one, 1)).rooms;
}

TEST(Rooms, AllButTheLargestHaveALevel) {
  const flow::Rooms rooms = rooms_of(parted({{2, 50}, {9, 50}}));
  EXPECT_EQ(rooms.count(), 2);
  EXPECT_EQ(rooms.links.size(), 2U);
  EXPECT_EQ(rooms.seams.size(), 2U * kNy * kNz);
  EXPECT_EQ(rooms.cells.size(), static_cast<std::size_t>((2 + 3) * kNy * kNz));
}

TEST(Rooms, AnOpeningGivesEveryRoomItReachesALevel) {
  flow::Case hall = parted({{2, 50}, {9, 50}});
  hall.openings.push_back(opening_at_the_end());
  const flow::Rooms rooms = rooms_of(hall);
  EXPECT_EQ(rooms.count(), 3);
  EXPECT_EQ(rooms.links.size(), 3U);  // two between rooms, one to the outside
}

TEST(Rooms, WhatNoScreenPartsHasNone) {
  EXPECT_EQ(rooms_of(parted({})).count(), 0);
  EXPECT_EQ(rooms_of(parted({{5, -1}})).count(), 0);  // tight: two halls, that know nothing of each other
  flow::Case hall = parted({});
  hall.screens.push_back({{flow::Axis::x, 5, 0, kNy, 0, kNz - 1}, 50});  // a fence, above which air passes
  EXPECT_EQ(rooms_of(hall).count(), 0);
}

TEST(Rooms, TightWallsBetweenGroupsOfRooms) {
  const flow::Rooms rooms = rooms_of(parted({{2, 50}, {6, -1}, {10, 50}}));
  EXPECT_EQ(rooms.count(), 2);  // of each group the larger one has none
  EXPECT_EQ(rooms.links.size(), 2U);
}

/// What flows into the slab of cells [from, to) along x, over the cells' volume.
double comes_in(const flow::Level& level, Index from, Index to) {
  double sum = 0;
  for (Index z = 1; z <= kNz; ++z) {
    for (Index y = 1; y <= kNy; ++y) {
      for (Index x = from + 1; x <= to; ++x) {
        const Index cell = level.layout.at(x, y, z);
        for (int d = 0; d < 3; ++d) {
          const double out = level.velocity[d][cell + level.step[d]] - level.velocity[d][cell];
          sum -= out * static_cast<double>(level.per_m[d]);
        }
      }
    }
  }
  return sum;
}

/// Velocities at random in all faces that move, and coefficients from 0.1 to 1.
void stir(const flow::Level& level, const flow::Tables& tables) {
  std::mt19937 random(7);
  std::uniform_real_distribution<float> any(-1, 1), positive(0.1F, 1);
  for (int d = 0; d < 3; ++d) {
    for (Index z = 1; z <= kNz; ++z) {
      for (Index y = 1; y <= kNy; ++y) {
        for (Index x = 1; x <= kNx; ++x) {
          const Index face = level.layout.at(x, y, z);
          if (kernels::face::is_fixed(level.bits[d][face])) continue;
          level.velocity[d][face] = any(random);
          level.coefficient[d][face] = kernels::multigrid::Conductance(positive(random));
        }
      }
    }
  }
  for (const flow::OpeningFace& opening : tables.openings) {
    level.velocity[opening.component][opening.at] = any(random);
    level.coefficient[opening.component][opening.at] = kernels::multigrid::Conductance(positive(random));
  }
}

template <class Executor>
std::vector<float> pressures_after(Executor& executor, const flow::Case& hall, const std::vector<Index>& ends) {
  const flow::Case* const one = &hall;
  flow::OnGrid<Executor> grid(executor, flow::make_tables(std::span(&one, 1)));
  const flow::Level level = grid.state.level();
  stir(level, grid.tables);
  flow::LevelRooms<Executor> levels(executor, grid.tables.rooms);
  EXPECT_GT(std::fabs(comes_in(level, ends[0], ends[1])), 0.1);
  levels.run(executor, level);
  for (std::size_t room = 0; room + 1 < ends.size(); ++room) {
    EXPECT_NEAR(comes_in(level, ends[room], ends[room + 1]), 0, 2e-5) << room;
  }
  return {level.pressure, level.pressure + level.layout.size};
}

// A row of rooms, each joined to the next: no star, so that every level depends on all of the others.
TEST(LevelRooms, LeaveNothingOfWhatComesIn) {
  const flow::Case closed = parted({{1, 50}, {3, 20}, {6, 80}, {9, 50}, {11, 30}});
  const std::vector<Index> ends{0, 1, 3, 6, 9, 11, kNx};
  Serial serial;
  const std::vector<float> one = pressures_after(serial, closed, ends);
  Shuffled shuffled(3);
  EXPECT_EQ(pressures_after(shuffled, closed, ends), one);
  flow::Case open = closed;
  open.openings.push_back(opening_at_the_end());
  pressures_after(serial, open, ends);
}

// Across each axis: all of a room's pressure moves by half of its level, which the velocity in any seam tells.
class Lift : public testing::TestWithParam<int> {};

TEST_P(Lift, IsHalfOfTheLevelThatDrivesTheSeams) {
  const int d = GetParam();
  flow::Case hall;
  hall.grid = {6, 5, 5, 0.5, 0.25, 1.0};
  const int across[3][2] = {{5, 5}, {6, 5}, {6, 5}};
  hall.screens.push_back({{static_cast<flow::Axis>(d), 2, 0, across[d][0], 0, across[d][1]}, 50});
  const flow::Case* const one = &hall;
  Serial serial;
  flow::OnGrid<Serial> grid(serial, flow::make_tables(std::span(&one, 1)));
  const flow::Level level = grid.state.level();
  const Index seam = level.layout.at(d == 0 ? 3 : 2, d == 1 ? 3 : 2, d == 2 ? 3 : 2);
  ASSERT_NE(kernels::face::loss(level.bits[d][seam]), 0);
  const Index small = seam - level.step[d];  // two cells deep, at the low side
  for (const auto& at : grid.tables.rooms.seams) {
    level.velocity[d][at.at] = 0.2F;  // out of the small room
    level.coefficient[d][at.at] = kernels::multigrid::Conductance(0.5F);
  }
  flow::LevelRooms<Serial>(serial, grid.tables.rooms).run(serial, level);
  EXPECT_NEAR(level.velocity[d][seam], 0, 1e-7);
  const float drop = (level.velocity[d][seam] - 0.2F) * level.per_m[d] / 0.5F;
  EXPECT_LT(drop, 0);  // air left it: its pressure falls
  EXPECT_NEAR(level.pressure[small], 0.5F * drop, 1e-5);
  EXPECT_EQ(level.pressure[small - level.step[d]], level.pressure[small]);
  EXPECT_EQ(level.pressure[seam], 0);
}

INSTANTIATE_TEST_SUITE_P(AllWays, Lift, testing::Values(0, 1, 2));

// What a supply blows into a small room leaves it by its seams, and the hall by an opening at its low side.
TEST(LevelRooms, GivenAirGoesThrough) {
  flow::Case hall = parted({{9, 50}});
  hall.supplies.push_back({{flow::Axis::x, kNx, 0, kNy, 0, kNz}, 0.3, 20});
  hall.openings.push_back({{flow::Axis::x, 0, 0, 2, 0, 2}, 20});
  const flow::Case* const one = &hall;
  Serial serial;
  flow::OnGrid<Serial> grid(serial, flow::make_tables(std::span(&one, 1)));
  const flow::Level level = grid.state.level();
  stir(level, grid.tables);
  flow::LevelRooms<Serial>(serial, grid.tables.rooms).run(serial, level);
  EXPECT_NEAR(comes_in(level, 0, 9), 0, 2e-5);
  EXPECT_NEAR(comes_in(level, 9, kNx), 0, 2e-5);
  double through = 0;
  for (const flow::OpeningFace& opening : grid.tables.openings) through += level.velocity[0][opening.at];
  EXPECT_NEAR(through, -0.3 * kNy * kNz, 1e-5);
}

TEST(LevelRooms, LeaveCasesAloneThatAreDone) {
  const flow::Case hall = parted({{4, 50}});
  const flow::Case* const cases[] = {&hall, &hall};
  Serial serial;
  flow::OnGrid<Serial> grid(serial, flow::make_tables(cases));
  const flow::Level level = grid.state.level();
  for (const auto& seam : grid.tables.rooms.seams) {
    level.velocity[0][seam.at] = 0.2F;
    level.coefficient[0][seam.at] = kernels::multigrid::Conductance(0.5F);
  }
  grid.state.set_active(serial, {0, 1});
  flow::LevelRooms<Serial>(serial, grid.tables.rooms).run(serial, level);
  EXPECT_EQ(level.velocity[0][level.layout.at(5, 1, 1, 0)], 0.2F);
  EXPECT_EQ(level.pressure[level.layout.at(1, 1, 1, 0)], 0);
  EXPECT_NEAR(level.velocity[0][level.layout.at(5, 1, 1, 1)], 0, 1e-7);
  EXPECT_NE(level.pressure[level.layout.at(1, 1, 1, 1)], 0);
}

}  // namespace
