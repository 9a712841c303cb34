#include "planner/search/aggregate/plan.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace hallplan::search::aggregate {

std::string_view name(Template what) {
  switch (what) {
    case Template::s10:
      return "S10";
    case Template::s12:
      return "S12";
    case Template::h5:
      return "H5";
    case Template::f55:
      return "F55";
  }
  return "";
}

std::vector<Block> blocks_of(const Hall& hall, const Counts& halves, const Counts& in_row) {
  std::vector<Block> blocks;
  for (int k = 0; k < hall.phases; ++k) {
    for (int d = 0; d < static_cast<int>(hall.kinds.size()); ++d) {
      const auto count = [&](const Counts& of, std::size_t s) {
        return of[s][static_cast<std::size_t>(d)][static_cast<std::size_t>(k)];
      };
      std::vector<char> single(hall.segments.size(), 0);
      for (std::size_t s = 0; s < single.size(); ++s) {
        const int segment = static_cast<int>(s);
        for (int i = 0; i < count(in_row, s); ++i) blocks.push_back({Template::s12, segment, -1, d, k});
        for (int i = 0; i < count(halves, s) / 2; ++i) blocks.push_back({Template::s10, segment, -1, d, k});
        single[s] = static_cast<char>(count(halves, s) % 2);
      }
      for (const auto& [one, other] : hall.facing) {
        char& here = single[static_cast<std::size_t>(one)];
        char& there = single[static_cast<std::size_t>(other)];
        if (one == other || here == 0 || there == 0) continue;
        blocks.push_back({Template::f55, one, other, d, k});
        here = there = 0;
      }
      for (std::size_t s = 0; s < single.size(); ++s) {
        if (single[s] != 0) blocks.push_back({Template::h5, static_cast<int>(s), -1, d, k});
      }
    }
  }
  std::stable_sort(blocks.begin(), blocks.end(), [](const Block& a, const Block& b) { return a.segment < b.segment; });
  return blocks;
}

std::vector<Hung> together(const std::vector<Hung>& hung) {
  std::map<std::tuple<int, int, int, int>, int> racks;
  for (const Hung& one : hung) racks[{one.segment, one.kind, one.phase, one.on}] += one.racks;
  std::vector<Hung> out;
  for (const auto& [key, count] : racks) {
    const auto& [segment, kind, phase, on] = key;
    out.push_back({segment, kind, on, phase, count});
  }
  return out;
}

int halves(Template what) { return what == Template::h5 ? 1 : 2; }

int gpu_racks(const Plan& plan) {
  int racks = 0;
  for (const Block& block : plan.blocks) racks += kHalfGpuRacks * halves(block.what);
  return racks;
}

std::int64_t value_u(const Hall& hall, const Plan& plan) {
  std::int64_t value = 0;
  for (const Block& block : plan.blocks) {
    const auto& values = hall.kinds[static_cast<std::size_t>(block.kind)].value_u;
    value += values[static_cast<std::size_t>(block.phase)] * kHalfGpuRacks * halves(block.what);
  }
  return value;
}

}  // namespace hallplan::search::aggregate
