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
          level.coefficient[d][face] = positive(random);
        }
      }
    }
  }
  for (const flow::OpeningFace& opening : tables.openings) {
    level.velocity[opening.component][opening.at] = any(random);
    level.coefficient[opening.component][opening.at] = positive(random);
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

// In a room pressure moves as a whole, by half of its level.
TEST(LevelRooms, LiftRoomsAsAWhole) {
  Serial serial;
  const std::vector<float> pressure = pressures_after(serial, parted({{4, 50}}), {0, 4, kNx});
  const kernels::Layout at(kNx, kNy, kNz);
  const auto of = [&](Index x, Index y, Index z) { return pressure[static_cast<std::size_t>(at.at(x, y, z))]; };
  EXPECT_NE(of(1, 1, 1), 0);
  EXPECT_EQ(of(4, kNy, kNz), of(1, 1, 1));
  EXPECT_EQ(of(5, 1, 1), 0);
}

}  // namespace
