#include "planner/search/aggregate/first_plan.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>

#include "planner/search/aggregate/filling.hpp"

namespace hallplan::search::aggregate {
namespace {

std::size_t at(int index) { return static_cast<std::size_t>(index); }

/// A kind in a phase.
using Turn = std::pair<int, int>;

enum class Order {
  by_value,  ///< the most valuable racks first, whenever they come: room is kept for them
  by_phase,  ///< what can stand early stands early
  by_kind,   ///< each kind from its first phase on, the most valuable kind first
};

enum class Along {
  in_order,    ///< each segment full before the next
  in_turns,    ///< one half a segment and round
  most_room,   ///< the segments with most slots first
  least_room,  ///< those with fewest
};

constexpr std::pair<Order, Along> kWays[] = {{Order::by_value, Along::in_order},   {Order::by_value, Along::in_turns},
                                             {Order::by_kind, Along::in_turns},    {Order::by_value, Along::most_room},
                                             {Order::by_value, Along::least_room}, {Order::by_phase, Along::in_turns},
                                             {Order::by_kind, Along::in_order}};

/// Choices of spine rooms that are filled in all ways.
constexpr std::size_t kTried = 3;

/// Fillings of all choices times segments up to which every choice is tried.
constexpr std::size_t kMostSegments = 6000;

std::vector<Turn> turns_of(const Hall& hall, Order order) {
  std::vector<Turn> turns;
  for (int k = 0; k < hall.phases; ++k) {
    for (int d = 0; d < static_cast<int>(hall.kinds.size()); ++d) turns.emplace_back(d, k);
  }
  const auto value = [&](const Turn& turn) { return hall.kinds[at(turn.first)].value_u[at(turn.second)]; };
  const auto best = [&](const Turn& turn) {
    const auto& values = hall.kinds[at(turn.first)].value_u;
    return *std::max_element(values.begin(), values.end());
  };
  std::stable_sort(turns.begin(), turns.end(), [&](const Turn& a, const Turn& b) {
    if (order == Order::by_value) return value(a) > value(b);
    if (order == Order::by_phase) return a.second != b.second ? a.second < b.second : value(a) > value(b);
    return best(a) != best(b) ? best(a) > best(b) : value(a) > value(b);
  });
  return turns;
}

std::vector<int> segments_along(const Hall& hall, Along along) {
  std::vector<int> segments(hall.segments.size());
  std::iota(segments.begin(), segments.end(), 0);
  if (along != Along::most_room && along != Along::least_room) return segments;
  std::stable_sort(segments.begin(), segments.end(), [&](int a, int b) {
    const int left = hall.segments[at(a)].slots, right = hall.segments[at(b)].slots;
    return along == Along::most_room ? left > right : left < right;
  });
  return segments;
}

/// Once nothing of a kind and phase fits into a segment, nothing will: what is left only shrinks.
void fill(const Hall& hall, Order order, Along along, Filling& filling) {
  const std::vector<int> segments = segments_along(hall, along);
  for (const auto& [kind, phase] : turns_of(hall, order)) {
    std::vector<int> open = segments;
    while (!open.empty()) {
      std::vector<int> still;
      for (const int s : open) {
        bool fits = filling.put(s, kind, phase);
        while (fits && along != Along::in_turns) fits = filling.put(s, kind, phase);
        if (fits) still.push_back(s);
      }
      open = std::move(still);
    }
  }
}

/// The most valuable of a filling of each choice of spine rooms.
template <class Fill>
Plan best_of(const Hall& hall, const std::vector<std::vector<int>>& spines, Fill fill_one) {
  std::optional<Filling> best;
  for (const std::vector<int>& spine : spines) {
    Filling filling(hall, spine);
    fill_one(filling);
    if (!best || filling.value_u() > best->value_u()) best.emplace(std::move(filling));
  }
  return best ? best->plan() : Filling(hall, {}).plan();
}

int slots_reached(const Hall& hall, const std::vector<int>& spine) {
  int slots = 0;
  for (std::size_t s = 0; s < hall.segments.size(); ++s) {
    const bool reached =
        std::any_of(spine.begin(), spine.end(), [&](int site) { return hall.reaches[at(site)][s] != 0; });
    if (reached) slots += hall.segments[s].slots;
  }
  return slots;
}

}  // namespace

Filling first_plan(const Hall& hall, const std::vector<std::vector<int>>& spines, Goal goal) {
  // By slots reached; then by the first filling, as many as are quickly filled.
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t i = 0; i < spines.size(); ++i) order.emplace_back(-slots_reached(hall, spines[i]), i);
  std::stable_sort(order.begin(), order.end());
  order.resize(
      std::min(order.size(), std::max(kTried, kMostSegments / std::max<std::size_t>(1, hall.segments.size()))));
  std::optional<Filling> best;
  const auto filled = [&](std::size_t choice, const std::pair<Order, Along>& way) {
    Filling filling(hall, spines[choice]);
    fill(hall, way.first, way.second, filling);
    const double reached = worth(filling, goal);
    if (!best || reached > worth(*best, goal)) best.emplace(std::move(filling));
    return reached;
  };
  for (auto& [rank, choice] : order) rank = -filled(choice, kWays[0]);
  std::stable_sort(order.begin(), order.end());
  order.resize(std::min(order.size(), kTried));
  for (const auto& [rank, choice] : order) {
    for (std::size_t way = 1; way < std::size(kWays); ++way) (void)filled(choice, kWays[way]);
  }
  return best ? std::move(*best) : Filling(hall, {});
}

Filling rounded_plan(const Hall& hall, const Program& program, const std::vector<double>& x) {
  constexpr double kNearlyWhole = 1e-6;
  Filling filling(hall, program.spine);
  // A kind of block in a segment and phase, and the part of one that rounding left.
  struct Remainder {
    double part;
    int segment, kind, phase;
    bool in_row;
  };
  std::vector<Remainder> remainders;
  const auto put = [&](const Counts& columns, bool in_row) {
    for (const auto& [kind, phase] : turns_of(hall, Order::by_value)) {
      for (int s = 0; s < static_cast<int>(columns.size()); ++s) {
        const int column = columns[at(s)][at(kind)][at(phase)];
        if (column < 0) continue;
        const double halves = x[at(column)];
        const double wanted = std::floor(halves + kNearlyWhole);
        for (int i = 0; i < static_cast<int>(wanted); ++i) (void)filling.put(s, kind, phase, in_row);
        if (halves - wanted > kNearlyWhole) remainders.push_back({halves - wanted, s, kind, phase, in_row});
      }
    }
  };
  put(program.in_row, true);
  put(program.halves, false);
  std::stable_sort(remainders.begin(), remainders.end(),
                   [](const Remainder& a, const Remainder& b) { return a.part > b.part; });
  for (const Remainder& of : remainders) (void)filling.put(of.segment, of.kind, of.phase, of.in_row);
  fill(hall, Order::by_value, Along::in_order, filling);
  return filling;
}

Plan straight_plan(const Hall& hall, const std::vector<std::vector<int>>& spines) {
  return best_of(hall, spines, [&](Filling& filling) {
    for (const auto& [kind, phase] : turns_of(hall, Order::by_phase)) {
      for (int s = 0; s < static_cast<int>(hall.segments.size()); ++s) {
        while (filling.put_straight(s, kind, phase)) {
        }
      }
    }
  });
}

Plan greedy_plan(const Hall& hall, const std::vector<std::vector<int>>& spines) {
  return best_of(hall, spines, [&](Filling& filling) { fill(hall, Order::by_phase, Along::in_order, filling); });
}

double worth(const Filling& filling, Goal goal) {
  return goal == Goal::value ? static_cast<double>(filling.value_u()) : filling.halves();
}

double worth(const Hall& hall, const Plan& plan, Goal goal) {
  if (goal == Goal::value) return static_cast<double>(value_u(hall, plan));
  return static_cast<double>(gpu_racks(plan)) / kHalfGpuRacks;
}

}  // namespace hallplan::search::aggregate
