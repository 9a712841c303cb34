// The verbs that solvers of the field use: zebra sweeps, sums of fixed shape, recordings. Every executor must give the bits
// of the sequential one.
#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "kernels/executor/openmp.hpp"
#include "kernels/executor/shuffled.hpp"
#include "kernels/grid/layout.hpp"

namespace kernels {
namespace {

/// Relaxes a row to the mean of its six neighbours, by way of the scratch.
struct MeanOfNeighbours {
  Layout layout;
  View<float> field;

  template <class Lane>
  void operator()(Index row, Lane lane, float* scratch) const {
    float* const here = field.data + layout.row(row);
    for (Index x = lane.first(1); x <= layout.nx; x += lane.stride()) {
      scratch[x] = (here[x - 1] + here[x + 1] + here[x - layout.pitch] + here[x + layout.pitch] +
                    here[x - layout.plane] + here[x + layout.plane]) /
                   6.0F;
    }
    lane.sync();
    for (Index x = lane.first(1); x <= layout.nx; x += lane.stride()) here[x] = scratch[x];
  }
};

std::vector<float> start_of(const Layout& layout) {
  std::vector<float> values(static_cast<std::size_t>(layout.size));
  std::uint32_t state = 7;
  for (float& value : values) {
    state = state * 1664525U + 1013904223U;
    value = static_cast<float>(state >> 8U) / 16777216.0F;
  }
  return values;
}

/// As velocities do: reads the rows beside its own, and of two other fields all rows within one row and one plane of it.
struct Coupled {
  Layout layout;
  float* own;
  const float* others[2];

  template <class Lane>
  void operator()(Index row, Lane lane, float* /*scratch*/) const {
    const Index start = layout.row(row);
    for (Index i = start + lane.first(1); i <= start + layout.nx; i += lane.stride()) {
      float sum = own[i - layout.pitch] - own[i + layout.pitch] + (own[i - layout.plane] - own[i + layout.plane]);
      for (const float* const other : others) {
        for (Index z = -1; z <= 1; ++z) {
          for (Index y = -1; y <= 1; ++y) sum += other[i + z * layout.plane + y * layout.pitch];
        }
      }
      own[i] = 0.5F * own[i] + 0.05F * sum;
    }
  }
};

/// Three sweeps of a mean, or two of them in turn, or three fields that look at each other.
enum class Sweeps { one, two, three };

template <class Executor>
std::vector<float> swept(Executor executor, const Layout& layout, bool odd_first, Sweeps sweeps) {
  std::vector<float> start;
  for (int field = 0; field < 3; ++field) {
    const std::vector<float> values = start_of(layout);
    start.insert(start.end(), values.begin(), values.end());
  }
  auto buffer = executor.template buffer<float>(3 * layout.size);
  executor.upload(std::span<const float>(start), buffer.view());
  float* const field[3] = {buffer.view().data, buffer.view().data + layout.size, buffer.view().data + 2 * layout.size};
  const Zebra order{layout.ny, layout.nz, layout.cases, odd_first};
  const MeanOfNeighbours mean{layout, {field[0], layout.size, 1, 1}};
  const auto recording = executor.record([&] {
    if (sweeps == Sweeps::three) {
      sweep_in_turn(executor, order, layout.nx, 0, Coupled{layout, field[0], {field[1], field[2]}},
                    Coupled{layout, field[1], {field[2], field[0]}}, Coupled{layout, field[2], {field[0], field[1]}});
    } else {
      repeat_sweep(executor, order, layout.nx, layout.nx + 1, sweeps == Sweeps::one ? 1 : 2, mean);
    }
  });
  for (int i = 0; i < 3; ++i) executor.play(recording);
  std::vector<float> out(start.size());
  executor.download(buffer.view().as_const(), std::span(out));
  EXPECT_TRUE(executor.status()) << executor.status().text;
  return out;
}

TEST(Sweep, EveryExecutorGivesTheSameBits) {
  // Large enough that OpenMP takes a team, with an odd number of planes and rows, and two cases; of more rows than a tile; and
  // with planes for a team in one sweep but not in two at once.
  for (const Layout& layout :
       {Layout(67, 33, 31, 2), Layout(9, 5, 9), Layout(40, 64, 17), Layout(500, 40, 33), Layout(120, 30, 9)}) {
    for (const bool odd_first : {false, true}) {
      for (const Sweeps sweeps : {Sweeps::one, Sweeps::two, Sweeps::three}) {
        const std::vector<float> right = swept(Serial(), layout, odd_first, sweeps);
        for (int threads = 1; threads <= 5; ++threads) {
          EXPECT_EQ(swept(OpenMp(threads), layout, odd_first, sweeps), right) << threads << " threads";
        }
        EXPECT_EQ(swept(Shuffled(3), layout, odd_first, sweeps), right);
        EXPECT_EQ(swept(Shuffled(4), layout, odd_first, sweeps), right);
      }
    }
  }
}

TEST(Sweep, VisitsOneColourBeforeTheOther) {
  // One sweep over a single column of rows: by hand. Rows 1..4 along y hold 1, 2, 3, 4; neighbours beyond are 0.
  const Layout layout(1, 4, 1);
  Serial serial;
  auto buffer = serial.buffer<float>(layout.size);
  serial.fill_bytes(buffer.view(), 0);
  for (Index y = 1; y <= 4; ++y) buffer.view()[layout.at(1, y, 1)] = static_cast<float>(y);
  serial.sweep({4, 1, 1, false}, 1, 2, MeanOfNeighbours{layout, buffer.view()});
  // y = 1 and 3 first: (0 + 2) / 6, (2 + 4) / 6 = 1; then y = 2: (1/3 + 1) / 6, y = 4: (1 + 0) / 6.
  EXPECT_FLOAT_EQ(buffer.view()[layout.at(1, 1, 1)], 1.0F / 3);
  EXPECT_FLOAT_EQ(buffer.view()[layout.at(1, 3, 1)], 1.0F);
  EXPECT_FLOAT_EQ(buffer.view()[layout.at(1, 2, 1)], (1.0F / 3 + 1) / 6);
  EXPECT_FLOAT_EQ(buffer.view()[layout.at(1, 4, 1)], 1.0F / 6);
}

/// Numbers whose sum depends on the order they are added in.
struct Uneven {
  double operator()(Index row, Index x) const {
    return 1.0 / static_cast<double>(1 + row * 131 + x * 7) * ((x & 1) == 0 ? 1e8 : -1.0);
  }
};

/// The same, a row at a time.
struct UnevenByRow {
  struct OfRow {
    Index row;
    double operator()(Index x) const { return Uneven{}(row, x); }
  };
  OfRow of_row(Index row) const { return {row}; }
};

template <class Executor, class Term>
std::vector<double> summed(Executor executor, const Term& term) {
  auto partial = executor.template buffer<double>(3 * 77);
  auto out = executor.template buffer<double>(3);
  executor.sum(3, 77, 1001, term, partial.view(), out.view());
  std::vector<double> sums(3);
  executor.download(out.view().as_const(), std::span(sums));
  return sums;
}

TEST(Sum, ShapeIsFixed) {
  const std::vector<double> right = summed(Serial(), Uneven{});
  EXPECT_EQ(summed(Serial(), UnevenByRow{}), right);
  for (int threads = 1; threads <= 4; ++threads) EXPECT_EQ(summed(OpenMp(threads), Uneven{}), right);
  EXPECT_EQ(summed(Shuffled(9), Uneven{}), right);
}

TEST(Sum, AddsEverythingOnce) {
  const auto ones = [](Index /*i*/) { return 1.0; };
  for (const Index count : {0, 1, 31, 32, 33, 64, 1000}) EXPECT_EQ(fixed_sum(count, ones), static_cast<double>(count));
}

TEST(Layout, RowsAreAlignedAndApart) {
  for (const Index nx : {1, 15, 16, 17, 200}) {
    const Layout layout(nx, 3, 2, 2);
    EXPECT_EQ(layout.at(1, 1, 1) % Layout::kGroup, 0);
    EXPECT_EQ(layout.pitch % Layout::kGroup, 0);
    EXPECT_GE(layout.pitch,
              layout.groups * Layout::kGroup + 1);  // walking whole groups does not reach the next row's rim
    EXPECT_EQ(layout.row(layout.ny * layout.nz), layout.at(0, 1, 1, 1));
    EXPECT_LT(layout.at(layout.groups * Layout::kGroup + 1, 4, 3, 1), layout.size);
  }
}

}  // namespace
}  // namespace kernels
