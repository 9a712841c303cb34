// The limits of the hall: electricity, water, air, deliveries.
#include <fmt/format.h>

#include "planner/search/aggregate/building.hpp"

namespace hallplan::search::aggregate {
namespace {

class Limits : public Building {
 public:
  Limits(const Hall& hall, Program& program, const SetsByKind& sets) : Building(hall, program), sets_(sets) {}

  void add() {
    feed_rows();
    ups_rows();
    utility_rows();
    water_rows();
    air_rows();
    delivery_rows();
    management_rows();
    if (static_cast<int>(program_.spine.size()) > hall_.most_spine_rooms) room_rows();
  }

 private:
  [[nodiscard]] double power_kw(int d) const {
    return kilo(d < kinds_ ? hall_.kinds[at(d)].rack.power_w : hall_.aux.power_w);
  }

  /// Whether a later phase with this limit makes an earlier one's row idle: sums only grow.
  template <class Limit>
  [[nodiscard]] bool implied(int k, Limit limit) const {
    for (int later = k + 1; later < hall_.phases; ++later) {
      if (limit(later) <= limit(k)) return true;
    }
    return false;
  }

  void feed_rows() {
    loads_.assign(hall_.feeds.size(), std::vector<int>(at(hall_.phases), kNone));
    for (int f = 0; f < static_cast<int>(hall_.feeds.size()); ++f) {
      const Feed& feed = hall_.feeds[at(f)];
      Sum sum;
      for (int k = 0; k < hall_.phases; ++k) {
        for (std::size_t i = 0; i < program_.feed_sets.size(); ++i) {
          const std::vector<int>& on = program_.feed_sets[i].on;
          const auto place = std::find(on.begin(), on.end(), f);
          if (place == on.end()) continue;
          const auto j = static_cast<std::size_t>(place - on.begin());
          for (int d = 0; d <= kinds_; ++d) sum.add(program_.fed[i][at(d)][at(k)][j], power_kw(d));
        }
        if (sum.empty()) continue;
        const double limit_kw = kilo(feed.limit_w - feed.old_w[at(k)]);
        loads_[at(f)][at(k)] = program_.model.add(
            mip::Column{fmt::format("load.f{}.p{}", f, k), 0, std::max(1.0, 2 * kilo(feed.limit_w)), 0, false});
        Sum load = sum;
        load.add(loads_[at(f)][at(k)], -1);
        equal(fmt::format("load.f{}.p{}", f, k), load);
        if (implied(k, [&](int phase) { return feed.limit_w - feed.old_w[at(phase)]; })) continue;
        Sum own;
        own.add(loads_[at(f)][at(k)], 1);
        most(fmt::format("feed.f{}.p{}", f, k), own, limit_kw);
      }
    }
  }

  /// Share of a feed's load that `left` carries when `lost` is lost.
  [[nodiscard]] static double share(const Feed& feed, int lost, int left) {
    if (feed.ups[0] != left && feed.ups[1] != left) return 0;
    return feed.ups[0] == lost || feed.ups[1] == lost ? 1 : 0.5;
  }

  void ups_rows() {
    for (int lost = 0; lost < static_cast<int>(hall_.ups.size()); ++lost) {
      for (int left = 0; left < static_cast<int>(hall_.ups.size()); ++left) {
        if (lost == left || hall_.ups[at(lost)].cluster != hall_.ups[at(left)].cluster) continue;
        const auto limit_kw = [&](int k) {
          double limit = kilo(hall_.ups[at(left)].limit_w[at(k)]);
          for (const Feed& feed : hall_.feeds) limit -= share(feed, lost, left) * kilo(feed.old_w[at(k)]);
          return limit;
        };
        for (int k = 0; k < hall_.phases; ++k) {
          if (implied(k, limit_kw)) continue;
          Sum sum;
          for (std::size_t f = 0; f < hall_.feeds.size(); ++f) {
            sum.add(loads_[f][at(k)], share(hall_.feeds[f], lost, left));
          }
          most(fmt::format("ups.u{}.without{}.p{}", left, lost, k), sum, limit_kw(k));
        }
      }
    }
  }

  void utility_rows() {
    const auto limit = [&](int k) {
      Amount left = hall_.utility_w[at(k)];
      for (const Feed& feed : hall_.feeds) left -= feed.old_w[at(k)];
      return left;
    };
    for (int k = 0; k < hall_.phases; ++k) {
      if (implied(k, limit)) continue;
      Sum sum;
      for (const std::vector<int>& load : loads_) sum.add(load[at(k)], 1);
      most(fmt::format("utility.p{}", k), sum, kilo(limit(k)));
    }
  }

  /// Racks of a kind and phase on a CDU group, times a factor.
  void add_cooled(Sum& sum, int g, int d, int k, double factor) const {
    for (std::size_t i = 0; i < program_.group_sets.size(); ++i) {
      const Set& set = program_.group_sets[i];
      for (std::size_t j = 0; j < set.on.size(); ++j) {
        if (set.on[j] != g) continue;
        if (set.on.size() > 1) {
          if (!program_.cooled[i][at(d)][at(k)].empty()) sum.add(program_.cooled[i][at(d)][at(k)][j], factor);
        } else {
          for (const int s : set.segments) sum.add(program_.halves[at(s)][at(d)][at(k)], kHalfGpuRacks * factor);
        }
      }
    }
  }

  void water_rows() {
    for (int g = 0; g < static_cast<int>(hall_.groups.size()); ++g) {
      Sum sum;
      for (int k = 0; k < hall_.phases; ++k) {
        for (int d = 0; d < kinds_; ++d) add_cooled(sum, g, d, k, kilo(hall_.kinds[at(d)].rack.liquid_w));
        if (implied(k, [&](int phase) { return group_limit(g, phase); })) continue;
        most(fmt::format("group.c{}.p{}", g, k), sum, kilo(group_limit(g, k)));
      }
    }
    for (int l = 0; l < static_cast<int>(hall_.loop_w.size()); ++l) {
      Sum sum;
      for (int d = 0; d < kinds_; ++d) {
        const double heat = kilo(hall_.kinds[at(d)].rack.liquid_w);
        for (int k = 0; k < hall_.phases; ++k) {
          for (int g = 0; g < static_cast<int>(hall_.groups.size()); ++g) {
            if (hall_.groups[at(g)].loop == l) add_cooled(sum, g, d, k, heat);
          }
          for (int s = 0; s < segments(); ++s) {
            if (hall_.groups[at(hall_.segments[at(s)].groups.front())].loop != l) continue;
            sum.add(program_.in_row[at(s)][at(d)][at(k)], 2 * kHalfGpuRacks * heat);
          }
        }
      }
      most(fmt::format("loop.l{}", l), sum, kilo(hall_.loop_w[at(l)]));
    }
  }

  void air_rows() {
    for (int z = 0; z < static_cast<int>(hall_.zones.size()); ++z) {
      const auto limit = [&](int k) { return hall_.zones[at(z)].limit_w[at(k)] - hall_.zones[at(z)].old_w[at(k)]; };
      Sum sum;
      for (int k = 0; k < hall_.phases; ++k) {
        for (int s = 0; s < segments(); ++s) {
          if (hall_.segments[at(s)].zone != z) continue;
          for (int d = 0; d < kinds_; ++d) {
            const Rack& rack = hall_.kinds[at(d)].rack;
            add_halves(sum, s, d, k, kilo(kHalfGpuRacks * (rack.power_w - rack.liquid_w) + hall_.aux.power_w));
          }
          sum.add(program_.management[at(s)][at(k)], power_kw(kinds_));
        }
        if (!implied(k, limit)) most(fmt::format("air.z{}.p{}", z, k), sum, kilo(limit(k)));
      }
    }
  }

  /// Halves of a kind and phase in the whole hall, as a column: searches branch on it.
  void delivery_rows() {
    for (int d = 0; d < kinds_; ++d) {
      const ByPhase& delivered = hall_.kinds[at(d)].halves_delivered;
      Sum sum;
      for (int k = 0; k < hall_.phases; ++k) {
        const auto found = sets_.find({d, k});
        if (found != sets_.end()) {
          const int total = whole(fmt::format("total.g{}.p{}", d, k), static_cast<double>(delivered[at(k)]));
          Sum parts;
          for (const int set : found->second) parts.add(set, 1);
          parts.add(total, -1);
          equal(fmt::format("total.g{}.p{}", d, k), parts);
          sum.add(total, 1);
          program_.totals[at(d)][at(k)] = total;
        }
        if (implied(k, [&](int phase) { return delivered[at(phase)]; })) continue;
        most(fmt::format("delivered.g{}.p{}", d, k), sum, static_cast<double>(delivered[at(k)]));
      }
    }
  }

  void management_rows() {
    Sum sum;
    for (int k = 0; k < hall_.phases; ++k) {
      for (int d = 0; d < kinds_; ++d) sum.add(program_.totals[at(d)][at(k)], 1);
      for (int s = 0; s < segments(); ++s) sum.add(program_.management[at(s)][at(k)], -kHalvesPerManagement);
      most(fmt::format("management.p{}", k), sum,
           hall_.spare_halves.empty() ? 0 : static_cast<double>(hall_.spare_halves[at(k)]));
    }
  }

  /// Blocks only where a spine room that is built reaches.
  void room_rows() {
    Sum built;
    for (const int site : program_.spine) {
      program_.rooms.push_back(whole(fmt::format("room.q{}", site), 1));
      built.add(program_.rooms.back(), 1);
    }
    most("rooms", built, hall_.most_spine_rooms);
    for (int s = 0; s < segments(); ++s) {
      Sum sum;
      for (int d = 0; d < kinds_; ++d) {
        for (int k = 0; k < hall_.phases; ++k) add_halves(sum, s, d, k, 1);
      }
      if (sum.empty()) continue;
      for (std::size_t i = 0; i < program_.spine.size(); ++i) {
        if (hall_.reaches[at(program_.spine[i])][at(s)] == 0) continue;
        sum.add(program_.rooms[i], -static_cast<double>(hall_.segments[at(s)].slots / kHalfSlots));
      }
      most(fmt::format("reach.s{}", s), sum, 0);
    }
  }

  const SetsByKind& sets_;
  std::vector<std::vector<int>> loads_;  ///< [feed][phase]
};

}  // namespace

void add_limits(const Hall& hall, Program& program, const SetsByKind& sets) { Limits(hall, program, sets).add(); }

}  // namespace hallplan::search::aggregate
