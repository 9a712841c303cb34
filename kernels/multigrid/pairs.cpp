#include "kernels/multigrid/pairs.hpp"

#include <algorithm>
#include <cstddef>

namespace kernels::multigrid {
namespace {

constexpr Index kApart = 2;  ///< cells between two cuts at least

/// The cuts that are kept, in order of place: the heaviest first, none closer than kApart to one that is kept or to an end.
std::vector<Cut> kept_cuts(Index n, std::vector<Cut> cuts) {
  std::stable_sort(cuts.begin(), cuts.end(), [](const Cut& a, const Cut& b) { return a.weight > b.weight; });
  std::vector<Cut> kept;
  for (const Cut& cut : cuts) {
    const bool room = cut.at - 1 >= kApart && n + 1 - cut.at >= kApart;
    const bool apart = std::none_of(kept.begin(), kept.end(), [&](const Cut& other) {
      return std::max(cut.at - other.at, other.at - cut.at) < kApart;
    });
    if (room && apart) kept.push_back(cut);
  }
  std::sort(kept.begin(), kept.end(), [](const Cut& a, const Cut& b) { return a.at < b.at; });
  return kept;
}

}  // namespace

Pairs pair_cells(Index n, std::vector<Cut> cuts) {
  const std::vector<Cut> kept = kept_cuts(n, std::move(cuts));
  Pairs made;
  made.first.push_back(0);
  made.parent.assign(static_cast<std::size_t>(n) + 1, 0);
  std::size_t next = 0;
  for (Index cell = 1; cell <= n;) {
    const int coarse = static_cast<int>(made.first.size());
    if (next < kept.size() && kept[next].at == cell) {
      made.cuts.push_back({coarse, kept[next].weight});
      ++next;
    }
    const Index end = next < kept.size() ? kept[next].at : n + 1;
    const Index last = std::min(cell + 1, end - 1);
    made.first.push_back(static_cast<int>(cell));
    made.regular = made.regular && cell == 2 * Index{coarse} - 1;
    for (Index i = cell; i <= last; ++i) made.parent[static_cast<std::size_t>(i)] = coarse;
    cell = last + 1;
  }
  made.first.push_back(static_cast<int>(n) + 1);
  return made;
}

}  // namespace kernels::multigrid
