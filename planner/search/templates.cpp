#include "planner/search/templates.hpp"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <utility>

namespace hallplan::search {
namespace {

/// Neighbouring free slots: first .. first + size - 1 in `model.slots`.
struct Run {
  int first = 0;
  int size = 0;
};

/// Runs looked at as partners of one run, nearest first, and anchors of scattered blocks: enough to find what a hall holds,
/// and no more work than a few hundred blocks.
constexpr std::size_t kPartners = 8;
constexpr int kAnchors = 24;

bool useful(const State& state, const Kind& kind, int slot) {
  return state.can_stand(slot, kind.compute) || state.can_stand(slot, kind.network);
}

std::vector<Run> free_runs(const State& state, const Want& want) {
  const Model& model = state.model();
  const Kind& kind = model.kinds[static_cast<std::size_t>(want.kind)];
  std::vector<Run> runs;
  int last_run = -1;
  bool open = false;
  for (int slot = 0; slot < static_cast<int>(model.slots.size()); ++slot) {
    const int run = model.slots[static_cast<std::size_t>(slot)].run;
    if (!useful(state, kind, slot)) {
      open = false;
      continue;
    }
    if (open && run == last_run) {
      ++runs.back().size;
    } else {
      runs.push_back({slot, 1});
    }
    open = true;
    last_run = run;
  }
  return runs;
}

const Point& centre(const Model& model, int slot) { return model.slots[static_cast<std::size_t>(slot)].centre; }

/// Twice the centre of `count` slots from `first`.
Point doubled_centre(const Model& model, int first, int count) {
  const Point& a = centre(model, first);
  const Point& b = centre(model, first + count - 1);
  return {a.x + b.x, a.y + b.y};
}

void append(std::vector<int>& slots, int first, int count) {
  for (int i = 0; i < count; ++i) slots.push_back(first + i);
}

/// Straight units that a run can no longer take when `count` slots at `offset` go.
int loss_of(const Run& run, int offset, int count, int racks) {
  return run.size / racks - offset / racks - (run.size - offset - count) / racks;
}

std::vector<Block> straight_blocks(const std::vector<Run>& runs, int racks, Random* random) {
  std::vector<Block> found;
  for (const Run& run : runs) {
    if (run.size < racks) continue;
    std::vector<int> offsets = {0, run.size - racks};
    if (random != nullptr) offsets.push_back(random->below(run.size - racks + 1));
    std::sort(offsets.begin(), offsets.end());
    offsets.erase(std::unique(offsets.begin(), offsets.end()), offsets.end());
    for (const int offset : offsets) {
      Block block;
      append(block.slots, run.first + offset, racks);
      block.loss = loss_of(run, offset, racks, racks);
      block.spread = run.size - racks;
      found.push_back(std::move(block));
    }
  }
  return found;
}

/// Where `count` slots of a run lie nearest to a place (given doubled); the first of equals.
int nearest_offset(const Model& model, const Run& run, int count, const Point& doubled) {
  int best = 0;
  long long least = -1;
  for (int offset = 0; offset + count <= run.size; ++offset) {
    const long long distance = manhattan(doubled_centre(model, run.first + offset, count), doubled);
    if (least < 0 || distance < least) {
      least = distance;
      best = offset;
    }
  }
  return best;
}

/// Blocks with `in_a` slots at one end of run a and the rest in run b as near to them as can be.
void add_splits(const Model& model, const Run& a, const Run& b, int in_a, int racks, std::vector<Block>& found) {
  const int in_b = racks - in_a;
  if (in_a < 1 || in_b < 1 || in_a > a.size || in_b > b.size) return;
  for (const int at : {0, a.size - in_a}) {
    const Point part = doubled_centre(model, a.first + at, in_a);
    const int other = nearest_offset(model, b, in_b, part);
    Block block;
    block.form = Form::split;
    append(block.slots, a.first + at, in_a);
    append(block.slots, b.first + other, in_b);
    block.loss = loss_of(a, at, in_a, racks) + loss_of(b, other, in_b, racks);
    block.uneven = std::abs(in_a - in_b) > 1 ? 1 : 0;
    block.spread = manhattan(part, doubled_centre(model, b.first + other, in_b));
    found.push_back(std::move(block));
    if (a.size == in_a) break;
  }
}

std::vector<Block> split_blocks(const Model& model, const std::vector<Run>& runs, int racks) {
  std::vector<Block> found;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    std::vector<std::pair<long long, std::size_t>> partners;
    const Point here = doubled_centre(model, runs[i].first, runs[i].size);
    for (std::size_t j = 0; j < runs.size(); ++j) {
      if (j != i) partners.push_back({manhattan(here, doubled_centre(model, runs[j].first, runs[j].size)), j});
    }
    std::sort(partners.begin(), partners.end());
    if (partners.size() > kPartners) partners.resize(kPartners);
    for (const auto& [distance, j] : partners) {
      std::vector<int> parts = {racks / 2, racks - racks / 2, std::min(runs[i].size, racks - 1), runs[i].size % racks,
                                racks - runs[j].size % racks};
      std::sort(parts.begin(), parts.end());
      parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
      for (const int in_a : parts) add_splits(model, runs[i], runs[j], in_a, racks, found);
    }
  }
  return found;
}

std::vector<Block> scattered_blocks(const State& state, const Want& want, const std::vector<Run>& runs,
                                    Random* random) {
  const Model& model = state.model();
  std::vector<int> free;
  for (const Run& run : runs) append(free, run.first, run.size);
  std::vector<Block> found;
  const auto racks = static_cast<std::size_t>(want.racks());
  if (free.size() < racks) return found;
  const int anchors = std::min(kAnchors, static_cast<int>(free.size()));
  for (int i = 0; i < anchors; ++i) {
    const int count = static_cast<int>(free.size());
    const Point& anchor =
        centre(model, free[static_cast<std::size_t>(random != nullptr ? random->below(count) : i * count / anchors)]);
    std::vector<std::pair<long long, int>> near;
    for (const int slot : free) near.push_back({manhattan(centre(model, slot), anchor), slot});
    std::sort(near.begin(), near.end());
    near.resize(std::min(near.size(), racks + (random != nullptr ? 3 : 0)));
    while (near.size() > racks) near.erase(near.begin() + random->below(static_cast<int>(near.size())));
    Block block;
    block.form = Form::scattered;
    block.uneven = 1;
    for (const auto& [distance, slot] : near) {
      block.slots.push_back(slot);
      block.spread += distance;
    }
    std::sort(block.slots.begin(), block.slots.end());
    found.push_back(std::move(block));
  }
  return found;
}

std::vector<Block> spaced_blocks(const std::vector<Run>& runs, int racks) {
  std::vector<int> free;
  for (const Run& run : runs) append(free, run.first, run.size);
  std::vector<Block> found;
  for (const int gap : {2, 3}) {
    const int span = (racks - 1) * gap + 1;
    const int starts = static_cast<int>(free.size()) - span + 1;
    for (int start = 0; start < starts; start += std::max(1, starts / kAnchors)) {
      Block block;
      block.form = Form::spaced;
      block.uneven = gap;
      for (int i = 0; i < racks; ++i) block.slots.push_back(free[static_cast<std::size_t>(start + i * gap)]);
      found.push_back(std::move(block));
    }
  }
  return found;
}

}  // namespace

std::vector<Block> blocks(const State& state, const Want& want, Form form, Random* random) {
  const std::vector<Run> runs = free_runs(state, want);
  switch (form) {
    case Form::straight:
      return straight_blocks(runs, want.racks(), random);
    case Form::split:
      return split_blocks(state.model(), runs, want.racks());
    case Form::scattered:
      return scattered_blocks(state, want, runs, random);
    case Form::spaced:
      return spaced_blocks(runs, want.racks());
  }
  return {};
}

}  // namespace hallplan::search
