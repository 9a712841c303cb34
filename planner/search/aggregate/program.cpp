#include "planner/search/aggregate/program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "planner/search/aggregate/hull.hpp"

namespace hallplan::search::aggregate {
namespace {

using mip::Column;
using mip::Entry;
using mip::Row;

constexpr double kKilo = 1e3;
constexpr int kNone = -1;

std::size_t at(int index) { return static_cast<std::size_t>(index); }

double kilo(Amount amount) { return static_cast<double>(amount) / kKilo; }

/// Segments by what they hang on, in the order of their first segment.
template <class List>
std::vector<Set> sets_of(const Hall& hall, List Segment::*list) {
  std::vector<Set> sets;
  std::map<std::vector<int>, std::size_t> known;
  for (std::size_t s = 0; s < hall.segments.size(); ++s) {
    std::vector<int> on = hall.segments[s].*list;
    std::sort(on.begin(), on.end());
    on.erase(std::unique(on.begin(), on.end()), on.end());
    const auto [place, is_new] = known.emplace(on, sets.size());
    if (is_new) sets.push_back({on, {}});
    sets[place->second].segments.push_back(static_cast<int>(s));
  }
  return sets;
}

/// A row under way: equal columns add up.
class Sum {
 public:
  void add(int column, double factor) {
    if (column != kNone && factor != 0) terms_[column] += factor;
  }
  [[nodiscard]] bool empty() const { return terms_.empty(); }
  [[nodiscard]] std::vector<Entry> entries() const {
    std::vector<Entry> out;
    for (const auto& [column, factor] : terms_) out.push_back({column, factor});
    return out;
  }

 private:
  std::map<int, double> terms_;
};

class Builder {
 public:
  Builder(const Hall& hall, const std::vector<int>& spine, Goal goal) : hall_(hall), goal_(goal) {
    program_.spine = spine;
    program_.model.name = "hall";
    kinds_ = static_cast<int>(hall.kinds.size());
  }

  Program build() {
    program_.feed_sets = sets_of(hall_, &Segment::feeds);
    program_.group_sets = sets_of(hall_, &Segment::groups);
    place_columns();
    for (int s = 0; s < segments(); ++s) segment_rows(s);
    for (std::size_t i = 0; i < program_.feed_sets.size(); ++i) hang_on_feeds(i);
    for (std::size_t i = 0; i < program_.group_sets.size(); ++i) hang_on_groups(i);
    feed_rows();
    ups_rows();
    utility_rows();
    water_rows();
    air_rows();
    delivery_rows();
    management_rows();
    return std::move(program_);
  }

 private:
  [[nodiscard]] int segments() const { return static_cast<int>(hall_.segments.size()); }

  int whole(std::string name, double upper, double gain = 0) {
    return program_.model.add(Column{std::move(name), 0, upper, gain, true});
  }

  void most(std::string name, const Sum& sum, double limit) {
    if (!sum.empty()) program_.model.add(Row{std::move(name), -mip::kInfinity, limit, sum.entries()});
  }

  void equal(std::string name, const Sum& sum) { program_.model.add(Row{std::move(name), 0, 0, sum.entries()}); }

  [[nodiscard]] bool reached(int s) const {
    return std::any_of(program_.spine.begin(), program_.spine.end(),
                       [&](int site) { return hall_.reaches[at(site)][at(s)] != 0; });
  }

  [[nodiscard]] Amount half_kg(int kind) const {
    return kHalfGpuRacks * hall_.kinds[at(kind)].rack.mass_kg + hall_.aux.mass_kg;
  }

  /// Halves of a kind that a segment holds by slots and floor.
  [[nodiscard]] Amount room(int s, int kind) const {
    const Segment& segment = hall_.segments[at(s)];
    const Amount by_slots = segment.slots / kHalfSlots;
    return half_kg(kind) > 0 ? std::min<Amount>(by_slots, segment.floor_kg / half_kg(kind)) : by_slots;
  }

  /// Whether more could hang on one of the segment's CDU groups than it cools: only then are in-row CDUs worth their slots.
  [[nodiscard]] bool water_is_scarce(int s) const {
    for (const int g : hall_.segments[at(s)].groups) {
      Amount hung = 0;
      for (int other = 0; other < segments(); ++other) {
        const std::vector<int>& groups = hall_.segments[at(other)].groups;
        if (!reached(other) || std::find(groups.begin(), groups.end(), g) == groups.end()) continue;
        Amount largest = 0;
        for (int d = 0; d < kinds_; ++d) {
          largest = std::max(largest, room(other, d) * kHalfGpuRacks * hall_.kinds[at(d)].rack.liquid_w);
        }
        hung += largest;
      }
      for (int k = 0; k < hall_.phases; ++k) {
        if (hung > group_limit(g, k)) return true;
      }
    }
    return false;
  }

  [[nodiscard]] Amount group_limit(int g, int k) const {
    const Group& group = hall_.groups[at(g)];
    return std::max<Amount>(0, group.units[at(k)] - 1) * group.unit_w;
  }

  void place_columns() {
    const std::vector<int> none(at(hall_.phases), kNone);
    const std::vector<std::vector<int>> by_kind(at(kinds_), none);
    program_.totals = by_kind;
    for (const Kind& kind : hall_.kinds) {
      program_.gains.emplace_back();
      for (const std::int64_t value : kind.value_u) {
        program_.gains.back().push_back(goal_ == Goal::racks ? 1.0 : static_cast<double>(value * kHalfGpuRacks));
      }
    }
    program_.halves.assign(at(segments()), by_kind);
    program_.in_row.assign(at(segments()), by_kind);
    program_.management.assign(at(segments()), none);
    for (int s = 0; s < segments(); ++s) {
      const Segment& segment = hall_.segments[at(s)];
      const bool scarce = water_is_scarce(s);
      for (int k = segment.free_from; k < hall_.phases; ++k) {
        for (int d = 0; d < kinds_ && reached(s); ++d) {
          const Kind& kind = hall_.kinds[at(d)];
          const Amount fit = std::min(room(s, d), kind.halves_delivered[at(k)]);
          if (fit <= 0) continue;
          const double gain = program_.gains[at(d)][at(k)];
          program_.halves[at(s)][at(d)][at(k)] =
              whole(fmt::format("half.s{}.g{}.p{}", s, d, k), static_cast<double>(fit), gain);
          const Amount units = std::min<Amount>(fit / 2, segment.slots / kInRowSlots);
          const Amount with_cdus = 2 * half_kg(d) + hall_.in_row_kg;
          if (!scarce || units <= 0 || with_cdus > segment.floor_kg) continue;
          program_.in_row[at(s)][at(d)][at(k)] =
              whole(fmt::format("inrow.s{}.g{}.p{}", s, d, k), static_cast<double>(units), 2 * gain);
        }
        program_.management[at(s)][at(k)] = whole(fmt::format("management.s{}.p{}", s, k), segment.slots);
      }
    }
  }

  /// Halves of a segment, of a kind and phase, times a factor; units with in-row CDUs are two.
  void add_halves(Sum& sum, int s, int d, int k, double factor) const {
    sum.add(program_.halves[at(s)][at(d)][at(k)], factor);
    sum.add(program_.in_row[at(s)][at(d)][at(k)], 2 * factor);
  }

  void segment_rows(int s) {
    const Segment& segment = hall_.segments[at(s)];
    Sum slots, floor;
    std::vector<Facet> facets = {{1, 1, segment.slots / kHalfSlots}};
    if (kinds_ == 2) facets = hull_of_two(segment.slots / kHalfSlots, half_kg(0), half_kg(1), segment.floor_kg);
    std::vector<Sum> hull(facets.size());
    for (int k = 0; k < hall_.phases; ++k) {
      for (int d = 0; d < kinds_; ++d) {
        slots.add(program_.halves[at(s)][at(d)][at(k)], kHalfSlots);
        slots.add(program_.in_row[at(s)][at(d)][at(k)], kInRowSlots);
        add_halves(floor, s, d, k, static_cast<double>(half_kg(d)));
        floor.add(program_.in_row[at(s)][at(d)][at(k)], static_cast<double>(hall_.in_row_kg));
        for (std::size_t i = 0; i < facets.size(); ++i) {
          add_halves(hull[i], s, d, k, static_cast<double>(d == 0 || kinds_ != 2 ? facets[i].first : facets[i].second));
        }
      }
      slots.add(program_.management[at(s)][at(k)], 1);
      floor.add(program_.management[at(s)][at(k)], static_cast<double>(hall_.aux.mass_kg));
    }
    most(fmt::format("slots.s{}", s), slots, segment.slots);
    most(fmt::format("floor.s{}", s), floor, static_cast<double>(segment.floor_kg));
    for (std::size_t i = 0; i < facets.size(); ++i) {
      most(fmt::format("hull.s{}.{}", s, i), hull[i], static_cast<double>(facets[i].most));
    }
  }

  /// Racks of a set in whole numbers on each of its feeds. The column of its halves serves branching too: it says much in one number.
  void hang_on_feeds(std::size_t i) {
    const Set& set = program_.feed_sets[i];
    program_.fed.emplace_back(at(kinds_ + 1), std::vector<std::vector<int>>(at(hall_.phases)));
    auto& fed = program_.fed.back();
    for (int d = 0; d <= kinds_; ++d) {  // the last is aux
      for (int k = 0; k < hall_.phases; ++k) {
        Sum racks;
        double room_racks = 0;
        for (const int s : set.segments) {
          room_racks += hall_.segments[at(s)].slots;
          if (d < kinds_) {
            add_halves(racks, s, d, k, 1);
            continue;
          }
          for (int kind = 0; kind < kinds_; ++kind) add_halves(racks, s, kind, k, 1);
          racks.add(program_.management[at(s)][at(k)], 1);
        }
        fed[at(d)][at(k)].assign(set.on.size(), kNone);
        if (racks.empty()) continue;
        const std::string key = fmt::format("{}.{}.p{}", i, d < kinds_ ? fmt::format("g{}", d) : "aux", k);
        const int total = whole("set" + key, d < kinds_ ? room_racks / kHalfSlots : room_racks);
        if (d < kinds_) sets_by_kind_[{d, k}].push_back(total);
        racks.add(total, -1);
        equal("set" + key, racks);
        Sum hung;
        hung.add(total, d < kinds_ ? kHalfGpuRacks : 1);
        for (std::size_t j = 0; j < set.on.size(); ++j) {
          if (hall_.feeds[at(set.on[j])].energised_from > k) continue;
          fed[at(d)][at(k)][j] = whole(fmt::format("fed{}.f{}", key, set.on[j]), room_racks);
          hung.add(fed[at(d)][at(k)][j], -1);
        }
        equal("fed" + key, hung);
      }
    }
  }

  void hang_on_groups(std::size_t i) {
    const Set& set = program_.group_sets[i];
    program_.cooled.emplace_back(at(kinds_), std::vector<std::vector<int>>(at(hall_.phases)));
    if (set.on.size() < 2) return;  // nothing to choose
    for (int d = 0; d < kinds_; ++d) {
      for (int k = 0; k < hall_.phases; ++k) {
        Sum hung;
        double room_racks = 0;
        for (const int s : set.segments) {
          hung.add(program_.halves[at(s)][at(d)][at(k)], kHalfGpuRacks);
          room_racks += hall_.segments[at(s)].slots;
        }
        auto& cooled = program_.cooled[i][at(d)][at(k)];
        cooled.assign(set.on.size(), kNone);
        if (hung.empty()) continue;
        for (std::size_t j = 0; j < set.on.size(); ++j) {
          cooled[j] = whole(fmt::format("cooled{}.g{}.p{}.c{}", i, d, k, set.on[j]), room_racks);
          hung.add(cooled[j], -1);
        }
        equal(fmt::format("cooled{}.g{}.p{}", i, d, k), hung);
      }
    }
  }

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
            Column{fmt::format("load.f{}.p{}", f, k), 0, std::max(1.0, 2 * kilo(feed.limit_w)), 0, false});
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
        const std::vector<int>& sets = sets_by_kind_[{d, k}];
        if (!sets.empty()) {
          const int total = whole(fmt::format("total.g{}.p{}", d, k), static_cast<double>(delivered[at(k)]));
          Sum parts;
          for (const int set : sets) parts.add(set, 1);
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
      most(fmt::format("management.p{}", k), sum, 0);
    }
  }

  const Hall& hall_;
  Goal goal_;
  int kinds_ = 0;
  Program program_;
  std::vector<std::vector<int>> loads_;                        ///< [feed][phase]
  std::map<std::pair<int, int>, std::vector<int>> sets_by_kind_;  ///< (kind, phase) to the sets' columns of halves
};

}  // namespace

Program program_of(const Hall& hall, const std::vector<int>& spine, Goal goal) {
  return Builder(hall, spine, goal).build();
}

}  // namespace hallplan::search::aggregate
