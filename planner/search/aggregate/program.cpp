#include "planner/search/aggregate/program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "planner/search/aggregate/building.hpp"
#include "planner/search/aggregate/hull.hpp"

namespace hallplan::search::aggregate {
namespace {

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

class Builder : public Building {
 public:
  Builder(const Hall& hall, Program& program, Goal goal) : Building(hall, program), goal_(goal) {}

  /// The sets' columns of halves, by kind and phase.
  SetsByKind build() {
    program_.feed_sets = sets_of(hall_, &Segment::feeds);
    program_.group_sets = sets_of(hall_, &Segment::groups);
    place_columns();
    for (int s = 0; s < segments(); ++s) segment_rows(s);
    for (std::size_t i = 0; i < program_.feed_sets.size(); ++i) hang_on_feeds(i);
    for (std::size_t i = 0; i < program_.group_sets.size(); ++i) hang_on_groups(i);
    return std::move(sets_by_kind_);
  }

 private:
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

  Goal goal_;
  SetsByKind sets_by_kind_;
};

}  // namespace

Program program_of(const Hall& hall, const std::vector<int>& spine, Goal goal) {
  Program program;
  program.spine = spine;
  program.model.name = "hall";
  const SetsByKind sets = Builder(hall, program, goal).build();
  add_limits(hall, program, sets);
  return program;
}

}  // namespace hallplan::search::aggregate
