#include "tests/search/tiny_halls.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

namespace hallplan::search::aggregate {
namespace {

int pick(std::mt19937& random, int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); }

std::size_t at(int index) { return static_cast<std::size_t>(index); }

/// Racks of one sort that hang together on the same choice of feeds (groups).
struct Item {
  const std::vector<int>* on;
  int phase;
  int racks;
  Amount each_w;
};

/// Whether items can be hung so that `holds` is true of the loads [phase][where] all the way: loads only grow.
template <class Holds>
bool can_hang(const std::vector<Item>& items, std::size_t next, std::vector<std::vector<Amount>>& loads,
              const Holds& holds) {
  if (!holds(loads)) return false;
  if (next == items.size()) return true;
  const Item& item = items[next];
  const int ways = item.on->size() < 2 ? 0 : item.racks;  // one or two places
  for (int second = 0; second <= ways; ++second) {
    const auto shift = [&](Amount sign) {
      for (std::size_t k = at(item.phase); k < loads.size(); ++k) {
        loads[k][at(item.on->front())] += sign * (item.racks - second) * item.each_w;
        loads[k][at(item.on->back())] += sign * second * item.each_w;
      }
    };
    shift(1);
    const bool hangs = can_hang(items, next + 1, loads, holds);
    shift(-1);
    if (hangs) return true;
  }
  return false;
}

/// What stands in one segment: halves and units with in-row CDUs by (kind, phase), management racks by phase.
struct Filling {
  std::vector<std::array<int, 4>> parts;  ///< kind, phase, halves, 1 with in-row CDUs
  std::vector<int> management;
};

class Trial {
 public:
  Trial(const Hall& hall, Goal goal) : hall_(hall), goal_(goal) {}

  std::int64_t best() {
    for (int site = 0; site < static_cast<int>(hall_.reaches.size()); ++site) {  // one room
      site_ = site;
      std::vector<std::vector<Filling>> fillings;
      for (int s = 0; s < static_cast<int>(hall_.segments.size()); ++s) {
        options_.clear();
        fill(s, 0, {{}, std::vector<int>(at(hall_.phases), 0)}, hall_.segments[at(s)].slots,
             hall_.segments[at(s)].floor_kg);
        fillings.push_back(options_);
      }
      std::vector<const Filling*> chosen;
      combine(fillings, chosen, 0);
    }
    return best_;
  }

 private:
  /// All fillings of a segment: for each sort in turn none, one or more of it.
  void fill(int s, int sort, const Filling& so_far, int slots, Amount kg) {
    if (slots < 0 || kg < 0) return;
    const int kinds = static_cast<int>(hall_.kinds.size());
    const int sorts = 2 * kinds * hall_.phases;
    if (sort >= sorts + hall_.phases) {
      options_.push_back(so_far);
      return;
    }
    fill(s, sort + 1, so_far, slots, kg);
    const Segment& segment = hall_.segments[at(s)];
    Filling more = so_far;
    if (sort >= sorts) {
      const int phase = sort - sorts;
      if (phase < segment.free_from || so_far.management[at(phase)] >= 1) return;
      more.management[at(phase)] += 1;
      fill(s, sort + 1, more, slots - 1, kg - hall_.aux.mass_kg);
      return;
    }
    const int kind = sort / 2 % kinds, phase = sort / (2 * kinds);
    const bool in_row = sort % 2 == 1;
    if (phase < segment.free_from || hall_.reaches[at(site_)][at(s)] == 0) return;
    more.parts.push_back({kind, phase, in_row ? 2 : 1, in_row ? 1 : 0});
    const Amount half_kg = 4 * hall_.kinds[at(kind)].rack.mass_kg + hall_.aux.mass_kg;
    if (in_row) {
      fill(s, sort, more, slots - 12, kg - 2 * half_kg - hall_.in_row_kg);
    } else {
      fill(s, sort, more, slots - 5, kg - half_kg);
    }
  }

  [[nodiscard]] std::int64_t worth(const Filling& filling) const {
    std::int64_t sum = 0;
    for (const auto& [kind, phase, halves, in_row] : filling.parts) {
      sum += goal_ == Goal::racks ? halves : halves * 4 * hall_.kinds[at(kind)].value_u[at(phase)];
    }
    return sum;
  }

  void combine(const std::vector<std::vector<Filling>>& fillings, std::vector<const Filling*>& chosen,
               std::int64_t sum) {
    if (chosen.size() == fillings.size()) {
      if (sum > best_ && holds(chosen)) best_ = sum;
      return;
    }
    for (const Filling& filling : fillings[chosen.size()]) {
      chosen.push_back(&filling);
      combine(fillings, chosen, sum + worth(filling));
      chosen.pop_back();
    }
  }

  [[nodiscard]] bool holds(const std::vector<const Filling*>& chosen) const {
    for (int k = 0; k < hall_.phases; ++k) {
      std::map<int, Amount> delivered;
      Amount halves_now = 0, managers = 0;
      std::vector<Amount> air, loops(hall_.loop_w.size(), 0);
      for (const Zone& zone : hall_.zones) air.push_back(zone.old_w[at(k)]);
      for (std::size_t s = 0; s < chosen.size(); ++s) {
        Amount& zone = air[at(hall_.segments[s].zone)];
        for (const auto& [kind, phase, halves, in_row] : chosen[s]->parts) {
          if (phase > k) continue;
          delivered[kind] += halves;
          halves_now += halves;
          const Rack& rack = hall_.kinds[at(kind)].rack;
          zone += halves * (4 * (rack.power_w - rack.liquid_w) + hall_.aux.power_w);
          if (in_row == 1) loops[at(hall_.groups[at(hall_.segments[s].groups.front())].loop)] += 8 * rack.liquid_w;
        }
        for (int phase = 0; phase <= k; ++phase) {
          managers += chosen[s]->management[at(phase)];
          zone += chosen[s]->management[at(phase)] * hall_.aux.power_w;
        }
      }
      for (const auto& [kind, halves] : delivered) {
        if (halves > hall_.kinds[at(kind)].halves_delivered[at(k)]) return false;
      }
      if (4 * managers < halves_now) return false;
      for (std::size_t z = 0; z < air.size(); ++z) {
        if (air[z] > hall_.zones[z].limit_w[at(k)]) return false;
      }
    }
    return water(chosen) && electricity(chosen);
  }

  [[nodiscard]] bool water(const std::vector<const Filling*>& chosen) const {
    std::vector<Item> items;
    std::vector<Amount> in_row_w(hall_.loop_w.size(), 0);
    for (std::size_t s = 0; s < chosen.size(); ++s) {
      for (const auto& [kind, phase, halves, in_row] : chosen[s]->parts) {
        const Amount heat = hall_.kinds[at(kind)].rack.liquid_w;
        if (in_row == 1) {
          in_row_w[at(hall_.groups[at(hall_.segments[s].groups.front())].loop)] += 8 * heat;
        } else {
          items.push_back({&hall_.segments[s].groups, phase, 4 * halves, heat});
        }
      }
    }
    std::vector<std::vector<Amount>> loads(at(hall_.phases), std::vector<Amount>(hall_.groups.size(), 0));
    return can_hang(items, 0, loads, [&](const std::vector<std::vector<Amount>>& now) {
      std::vector<Amount> loops = in_row_w;
      for (int k = 0; k < hall_.phases; ++k) {
        for (std::size_t g = 0; g < hall_.groups.size(); ++g) {
          if (now[at(k)][g] > std::max<Amount>(0, hall_.groups[g].units[at(k)] - 1) * hall_.groups[g].unit_w)
            return false;
          if (k + 1 == hall_.phases) loops[at(hall_.groups[g].loop)] += now[at(k)][g];
        }
      }
      for (std::size_t l = 0; l < loops.size(); ++l) {
        if (loops[l] > hall_.loop_w[l]) return false;
      }
      return true;
    });
  }

  [[nodiscard]] bool electricity(const std::vector<const Filling*>& chosen) const {
    std::vector<Item> items;
    for (std::size_t s = 0; s < chosen.size(); ++s) {
      std::vector<int> aux = chosen[s]->management;
      std::map<std::pair<int, int>, int> gpu;
      for (const auto& [kind, phase, halves, in_row] : chosen[s]->parts) {
        gpu[{kind, phase}] += 4 * halves;
        aux[at(phase)] += halves;
      }
      for (const auto& [of, racks] : gpu) {
        items.push_back({&hall_.segments[s].feeds, of.second, racks, hall_.kinds[at(of.first)].rack.power_w});
      }
      for (int k = 0; k < hall_.phases; ++k) {
        if (aux[at(k)] > 0) items.push_back({&hall_.segments[s].feeds, k, aux[at(k)], hall_.aux.power_w});
      }
    }
    std::vector<std::vector<Amount>> loads(at(hall_.phases));
    std::vector<std::vector<Amount>> before(at(hall_.phases));
    for (int k = 0; k < hall_.phases; ++k) {
      for (const Feed& feed : hall_.feeds) loads[at(k)].push_back(feed.old_w[at(k)]);
      before[at(k)] = loads[at(k)];
    }
    return can_hang(items, 0, loads, [&](const std::vector<std::vector<Amount>>& now) { return stands(now, before); });
  }

  [[nodiscard]] bool stands(const std::vector<std::vector<Amount>>& loads,
                            const std::vector<std::vector<Amount>>& before) const {
    for (std::size_t k = 0; k < loads.size(); ++k) {
      Amount total = 0;
      for (std::size_t f = 0; f < hall_.feeds.size(); ++f) {
        total += loads[k][f];
        if (loads[k][f] > hall_.feeds[f].limit_w) return false;
        if (static_cast<int>(k) < hall_.feeds[f].energised_from && loads[k][f] > before[k][f]) return false;
      }
      if (total > hall_.utility_w[k]) return false;
      for (int lost = 0; lost < static_cast<int>(hall_.ups.size()); ++lost) {
        std::vector<Amount> twice(hall_.ups.size(), 0);
        for (std::size_t f = 0; f < hall_.feeds.size(); ++f) {
          const auto [a, b] = hall_.feeds[f].ups;
          twice[at(a)] += b == lost ? 2 * loads[k][f] : loads[k][f];
          twice[at(b)] += a == lost ? 2 * loads[k][f] : loads[k][f];
        }
        for (int left = 0; left < static_cast<int>(hall_.ups.size()); ++left) {
          const bool counts = left != lost && hall_.ups[at(left)].cluster == hall_.ups[at(lost)].cluster;
          if (counts && twice[at(left)] > 2 * hall_.ups[at(left)].limit_w[k]) return false;
        }
      }
    }
    return true;
  }

  const Hall& hall_;
  Goal goal_;
  int site_ = 0;
  std::vector<Filling> options_;
  std::int64_t best_ = 0;
};

}  // namespace

Hall random_tiny_hall(std::mt19937& random) {
  Hall hall;
  hall.name = "tiny";
  hall.phases = pick(random, 1, 2);
  const int segments = hall.phases == 1 ? pick(random, 2, 3) : 2;
  const auto rising = [&](int low, int high) {
    ByPhase out;
    for (int k = 0; k < hall.phases; ++k) out.push_back((out.empty() ? 0 : out.back()) + pick(random, low, high));
    return out;
  };
  hall.kinds = {{"old", {132'000, 114'840, 1450}, rising(1, 3), {50, 49}},
                {"new", {142'000, 123'540, 1600}, rising(0, 3), {62, 61}}};
  for (Kind& kind : hall.kinds) kind.value_u.resize(at(hall.phases));
  hall.aux = {30'000, 0, 900};
  hall.in_row_kg = 2400;
  for (int s = 0; s < segments; ++s) {
    Segment segment;
    segment.slots = pick(random, 4, 13);
    segment.free_from = pick(random, 0, 3) == 0 ? hall.phases - 1 : 0;
    segment.floor_kg = segment.slots * pick(random, 1250, 1750);
    segment.feeds = s == 0 ? std::vector<int>{0, 1} : s == 1 ? std::vector<int>{1, 2} : std::vector<int>{0, 1};
    segment.groups = pick(random, 0, 1) == 0 ? std::vector<int>{0} : std::vector<int>{0, 1};
    segment.zone = s % 2;
    hall.segments.push_back(segment);
  }
  hall.facing = {{0, 1}};
  constexpr std::array<std::array<int, 2>, 3> kEnds = {{{0, 1}, {2, 3}, {0, 2}}};
  for (const auto& ends : kEnds) {
    Feed feed{pick(random, 3, 11) * 100'000, ends, pick(random, 0, 3) == 0 ? hall.phases - 1 : 0, {}};
    for (int k = 0; k < hall.phases; ++k) feed.old_w.push_back(k == 0 ? pick(random, 0, 2) * 24'000 : 0);
    hall.feeds.push_back(feed);
  }
  for (int u = 0; u < 4; ++u) hall.ups.push_back({0, ByPhase(at(hall.phases), pick(random, 4, 13) * 100'000 + 1)});
  for (int k = 0; k < hall.phases; ++k) hall.utility_w.push_back(pick(random, 10, 30) * 100'000);
  for (int g = 0; g < 2; ++g)
    hall.groups.push_back({pick(random, 2, 6) * 100'000, ByPhase(at(hall.phases), pick(random, 2, 3)), g});
  for (int l = 0; l < 2; ++l) hall.loop_w.push_back(pick(random, 4, 24) * 100'000);
  for (int z = 0; z < 2; ++z) {
    hall.zones.push_back({ByPhase(at(hall.phases), pick(random, 2, 6) * 100'000), ByPhase(at(hall.phases), 20'000)});
  }
  hall.reaches = {std::vector<char>(at(segments), 1), std::vector<char>(at(segments), 0)};
  if (pick(random, 0, 2) == 0) hall.reaches[0][0] = 0;
  hall.reaches[1][0] = 1;
  return hall;
}

std::int64_t best_by_trying(const Hall& hall, Goal goal) { return Trial(hall, goal).best(); }

}  // namespace hallplan::search::aggregate
