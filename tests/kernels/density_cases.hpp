/// The differential list of the power-density check: seeded random questions, and the answer by brute force. Used by
/// the host executors' tests and by the CUDA executor's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "kernels/density/density.hpp"

namespace kernels::density::cases {

struct Question {
  Grid grid;
  std::vector<Window> windows;
  std::vector<Placement> placements;
};

/// Whole number in [low, high]; not std::uniform_int_distribution, whose numbers differ between libraries.
inline std::int64_t draw(std::mt19937_64& random, std::int64_t low, std::int64_t high) {
  return low + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(high - low + 1));
}

/// Racks anywhere on the grid and over its edges, overlapping or not, some smaller than a cell; also none at all.
inline Placement random_placement(std::mt19937_64& random, const Grid& grid) {
  Placement racks(static_cast<std::size_t>(draw(random, 0, 12)));
  for (Rect& rack : racks) {
    rack.x0_um = grid.x0_um + draw(random, -2 * grid.cell_um, grid.nx * grid.cell_um);
    rack.y0_um = grid.y0_um + draw(random, -2 * grid.cell_um, grid.ny * grid.cell_um);
    rack.x1_um = rack.x0_um + draw(random, 1, 7 * grid.cell_um);
    rack.y1_um = rack.y0_um + draw(random, 1, 7 * grid.cell_um);
    rack.power_mw = draw(random, 0, 1) == 0 ? draw(random, 0, 50) : draw(random, 0, kMaxRackPower_mw);
  }
  return racks;
}

inline Question random_question(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  Question question;
  question.grid = {draw(random, -5'000'000, 5'000'000), draw(random, -5'000'000, 5'000'000), draw(random, 1, 600'000),
                   static_cast<int>(draw(random, 1, 75)), static_cast<int>(draw(random, 1, 40))};
  for (std::int64_t w = draw(random, 1, 5); w > 0; --w) {
    question.windows.push_back({static_cast<int>(draw(random, 1, question.grid.nx)),
                                static_cast<int>(draw(random, 1, question.grid.ny)),
                                draw(random, 0, 2 * kMaxRackPower_mw)});
  }
  for (std::int64_t p = draw(random, 1, 7); p > 0; --p) {
    question.placements.push_back(random_placement(random, question.grid));
  }
  return question;
}

/// Rows longer than a block, an odd number of cells, windows as long as the grid, work enough for several threads.
inline Question large_question() {
  Question question;
  question.grid = {-1'000'000, 2'000'000, 100'000, 601, 397};
  question.windows = {{1, 1, 0}, {30, 30, 1'000'000}, {601, 1, 0}, {1, 397, 0}, {601, 397, 0}};
  std::mt19937_64 random(3);
  question.placements.resize(40);
  for (Placement& placement : question.placements) placement = random_placement(random, question.grid);
  return question;
}

/// Every window at every position, cell by cell.
inline Hottest brute_force(const Grid& grid, const std::vector<std::int64_t>& cell_mw, const Window& window) {
  Hottest hottest{-1, 0, 0, 0};
  for (int y = 0; y + window.cells_y <= grid.ny; ++y) {
    for (int x = 0; x + window.cells_x <= grid.nx; ++x) {
      std::int64_t power_mw = 0;
      for (int j = y; j < y + window.cells_y; ++j) {
        for (int i = x; i < x + window.cells_x; ++i)
          power_mw +=
              cell_mw[static_cast<std::size_t>(j) * static_cast<std::size_t>(grid.nx) + static_cast<std::size_t>(i)];
      }
      if (power_mw > hottest.power_mw) hottest = {power_mw, x, y, hottest.violations};
      if (power_mw > window.limit_mw) ++hottest.violations;
    }
  }
  return hottest;
}

}  // namespace kernels::density::cases
