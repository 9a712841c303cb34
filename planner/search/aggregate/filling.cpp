#include "planner/search/aggregate/filling.hpp"

#include <algorithm>
#include <limits>

namespace hallplan::search::aggregate {
namespace {

std::size_t at(int index) { return static_cast<std::size_t>(index); }

/// The limit of each phase less what stands there already.
ByPhase less(ByPhase limit, const ByPhase& old) {
  for (std::size_t k = 0; k < limit.size() && k < old.size(); ++k) limit[k] -= old[k];
  return limit;
}

}  // namespace

Filling::Filling(const Hall& hall, const std::vector<int>& spine) : hall_(&hall), spine_(spine), loop_w_(hall.loop_w) {
  on_feeds_.resize(hall.segments.size());
  on_groups_.resize(hall.segments.size());
  const std::vector<std::vector<int>> none(hall.kinds.size(), std::vector<int>(at(hall.phases), 0));
  halves_in_.assign(hall.segments.size(), none);
  in_row_ = halves_in_;
  management_.assign(hall.segments.size(), std::vector<int>(at(hall.phases), 0));
  for (std::size_t s = 0; s < hall.segments.size(); ++s) {
    slots_.push_back(hall.segments[s].slots);
    floor_kg_.push_back(hall.segments[s].floor_kg);
    reached_.push_back(
        std::any_of(spine.begin(), spine.end(), [&](int site) { return hall.reaches[at(site)][s] != 0; }) ? 1 : 0);
  }
  utility_w_ = hall.utility_w;
  for (const Feed& feed : hall.feeds) {
    feed_w_.push_back(less(Left(at(hall.phases), feed.limit_w), feed.old_w));
    utility_w_ = less(utility_w_, feed.old_w);
  }
  on_.resize(hall.feeds.size());
  std::vector<std::vector<int>> feeds_of(hall.ups.size());
  for (int f = 0; f < static_cast<int>(hall.feeds.size()); ++f) {
    for (const int ups : hall.feeds[at(f)].ups) feeds_of[at(ups)].push_back(f);
  }
  for (int left = 0; left < static_cast<int>(hall.ups.size()); ++left) {
    for (int lost = 0; lost < static_cast<int>(hall.ups.size()); ++lost) {
      if (lost == left || hall.ups[at(lost)].cluster != hall.ups[at(left)].cluster) continue;
      Left twice = hall.ups[at(left)].limit_w;
      for (Amount& limit : twice) limit *= 2;
      for (const int f : feeds_of[at(left)]) {
        const Feed& feed = hall.feeds[at(f)];
        const Amount share = feed.ups[0] == lost || feed.ups[1] == lost ? 2 : 1;
        for (int k = 0; k < hall.phases; ++k) twice[at(k)] -= share * feed.old_w[at(k)];
        on_[at(f)].emplace_back(pair_w_.size(), share);
      }
      pair_w_.push_back(std::move(twice));
    }
  }
  for (const Group& group : hall.groups) {
    Left limit;
    for (const Amount units : group.units) limit.push_back(std::max<Amount>(0, units - 1) * group.unit_w);
    group_w_.push_back(less(std::move(limit), group.old_w));
  }
  for (const Zone& zone : hall.zones) zone_w_.push_back(less(zone.limit_w, zone.old_w));
  for (const Kind& kind : hall.kinds) delivered_.push_back(kind.halves_delivered);
  managed_ = hall.spare_halves.empty() ? Left(at(hall.phases), 0) : hall.spare_halves;
}

bool Filling::take(Amount& left, Amount amount) {
  left -= amount;
  undo_.emplace_back(&left, amount);
  return left >= 0;
}

/// What is placed in a phase stays: it takes from that phase on.
bool Filling::take_from(Left& left, int phase, Amount amount) {
  bool fits = true;
  for (int k = phase; k < hall_->phases; ++k) fits = take(left[at(k)], amount) && fits;
  return fits;
}

bool Filling::put(int segment, int kind, int phase, bool in_row) { return put_halves(1, segment, kind, phase, in_row); }

bool Filling::put_straight(int segment, int kind, int phase) {
  bool stands = false;
  for (const int feed : hall_->segments[at(segment)].feeds) {
    for (const int group : hall_->segments[at(segment)].groups) {
      only_feed_ = feed;
      only_group_ = group;
      stands = stands || put_halves(2, segment, kind, phase, false);
    }
  }
  only_feed_ = only_group_ = -1;
  return stands;
}

/// So many, or none.
bool Filling::put_halves(int count, int segment, int kind, int phase, bool in_row) {
  undo_.clear();
  undo_hung_.clear();
  undo_management_.clear();
  const std::int64_t value = value_u_;
  const int halves = halves_;
  std::vector<std::vector<int>>& standing = (in_row ? in_row_ : halves_in_)[at(segment)];
  const int stood = standing[at(kind)][at(phase)];
  bool fits = true;
  for (int i = 0; i < count && fits; ++i) fits = put_racks(segment, kind, phase, in_row);
  if (fits) return true;
  value_u_ = value;
  halves_ = halves;
  standing[at(kind)][at(phase)] = stood;
  undo_to(0, 0);
  for (int* const racks : undo_management_) *racks -= 1;
  return false;
}

void Filling::hung(std::vector<std::vector<Hung>>& onto, const Hung& rack) {
  onto[at(rack.segment)].push_back(rack);
  undo_hung_.push_back(&onto[at(rack.segment)]);
}

void Filling::undo_to(std::size_t taken, std::size_t hung) {
  for (; undo_.size() > taken; undo_.pop_back()) *undo_.back().first += undo_.back().second;
  for (; undo_hung_.size() > hung; undo_hung_.pop_back()) undo_hung_.back()->pop_back();
}

void Filling::clear(int segment) {
  const Segment& of = hall_->segments[at(segment)];
  undo_.clear();
  const auto give = [&](Left& left, int phase, Amount amount) { (void)take_from(left, phase, -amount); };
  slots_[at(segment)] = of.slots;
  floor_kg_[at(segment)] = of.floor_kg;
  for (const Hung& rack : on_feeds_[at(segment)]) {
    const Rack& type = rack.kind == kAux ? hall_->aux : hall_->kinds[at(rack.kind)].rack;
    (void)load_feed(rack.on, -type.power_w * rack.racks, rack.phase);
  }
  for (const Hung& rack : on_groups_[at(segment)]) {
    const Amount heat_w = rack.racks * hall_->kinds[at(rack.kind)].rack.liquid_w;
    give(group_w_[at(rack.on)], rack.phase, heat_w);
    loop_w_[at(hall_->groups[at(rack.on)].loop)] += heat_w;
  }
  for (int d = 0; d < static_cast<int>(hall_->kinds.size()); ++d) {
    const Kind& kind = hall_->kinds[at(d)];
    for (int k = 0; k < hall_->phases; ++k) {
      int& halves = halves_in_[at(segment)][at(d)][at(k)];
      int& units = in_row_[at(segment)][at(d)][at(k)];
      const int count = halves + 2 * units;
      if (count == 0) continue;
      loop_w_[at(hall_->groups[at(of.groups.front())].loop)] += 2 * kHalfGpuRacks * units * kind.rack.liquid_w;
      give(zone_w_[at(of.zone)], k,
           count * (kHalfGpuRacks * (kind.rack.power_w - kind.rack.liquid_w) + hall_->aux.power_w));
      give(delivered_[at(d)], k, count);
      give(managed_, k, count);
      value_u_ -= count * kHalfGpuRacks * kind.value_u[at(k)];
      halves_ -= count;
      halves = units = 0;
    }
  }
  for (int k = 0; k < hall_->phases; ++k) {
    int& racks = management_[at(segment)][at(k)];
    give(zone_w_[at(of.zone)], k, racks * hall_->aux.power_w);
    give(managed_, k, -racks * kHalvesPerManagement);
    racks = 0;
  }
  on_feeds_[at(segment)].clear();
  on_groups_[at(segment)].clear();
  undo_.clear();
}

bool Filling::settle() {
  undo_.clear();
  undo_hung_.clear();
  undo_management_.clear();
  for (int k = 0; k < hall_->phases; ++k) {
    while (managed_[at(k)] < 0) {
      if (!put_management(k)) return false;
    }
  }
  return true;
}

bool Filling::put_racks(int segment, int kind, int phase, bool in_row) {
  const Kind& of = hall_->kinds[at(kind)];
  const int count = in_row ? 2 : 1;
  const int gpu = count * kHalfGpuRacks;
  if (reached_[at(segment)] == 0 || phase < hall_->segments[at(segment)].free_from) return false;
  const Amount mass_kg = gpu * of.rack.mass_kg + count * hall_->aux.mass_kg + (in_row ? hall_->in_row_kg : 0);
  const Amount heat_w = gpu * (of.rack.power_w - of.rack.liquid_w) + count * hall_->aux.power_w;
  if (!stand(segment, in_row ? kInRowSlots : kHalfSlots, mass_kg)) return false;
  if (!take_from(delivered_[at(kind)], phase, count)) return false;
  if (!take_from(zone_w_[at(hall_->segments[at(segment)].zone)], phase, heat_w)) return false;
  if (!cool(segment, kind, phase, gpu, in_row)) return false;
  if (!hang(segment, kind, phase, gpu) || !hang(segment, kAux, phase, count)) return false;
  (void)take_from(managed_, phase, count);  // below 0: a management rack is due
  for (int k = phase; k < hall_->phases; ++k) {
    while (managed_[at(k)] < 0) {
      if (!put_management(k)) return false;
    }
  }
  (in_row ? in_row_ : halves_in_)[at(segment)][at(kind)][at(phase)] += 1;
  value_u_ += gpu * of.value_u[at(phase)];
  halves_ += count;
  return true;
}

bool Filling::stand(int segment, Amount slots, Amount mass_kg) {
  return take(slots_[at(segment)], slots) && take(floor_kg_[at(segment)], mass_kg);
}

/// Where no block can stand, else where slots are left over, else where there are most.
bool Filling::put_management(int phase) {
  const auto rank = [&](int s) {
    const Amount slots = slots_[at(s)];
    if (reached_[at(s)] == 0 || slots < kHalfSlots) return 2;
    return slots % kHalfSlots != 0 ? 1 : 0;
  };
  std::vector<int> order;
  for (int s = 0; s < static_cast<int>(slots_.size()); ++s) {
    const Segment& segment = hall_->segments[at(s)];
    if (segment.free_from > phase || slots_[at(s)] < 1 || floor_kg_[at(s)] < hall_->aux.mass_kg) continue;
    if (zone_w_[at(segment.zone)][at(phase)] >= hall_->aux.power_w) order.push_back(s);
  }
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    return rank(a) != rank(b) ? rank(a) > rank(b) : slots_[at(a)] > slots_[at(b)];
  });
  const int only_feed = std::exchange(only_feed_, -1);  // it need not hang where its unit hangs
  bool stands = false;
  for (std::size_t i = 0; i < order.size() && !stands; ++i) {
    const int s = order[i];
    const std::size_t before = undo_.size(), hung = undo_hung_.size();
    if (stand(s, 1, hall_->aux.mass_kg) &&
        take_from(zone_w_[at(hall_->segments[at(s)].zone)], phase, hall_->aux.power_w) && hang(s, kAux, phase, 1)) {
      management_[at(s)][at(phase)] += 1;
      undo_management_.push_back(&management_[at(s)][at(phase)]);
      (void)take_from(managed_, phase, -kHalvesPerManagement);
      stands = true;
      continue;
    }
    undo_to(before, hung);
  }
  only_feed_ = only_feed;
  return stands;
}

/// Least share of its limits that would be left, from a phase on; below 0 where one would break.
double Filling::room_of_feed(int feed, Amount power_w, int phase) const {
  const Feed& of = hall_->feeds[at(feed)];
  if (of.energised_from > phase) return -1;
  double room = std::numeric_limits<double>::infinity();
  const auto share = [&](Amount left, Amount limit) {
    room =
        std::min(room, left < 0 ? -1.0 : static_cast<double>(left) / static_cast<double>(std::max<Amount>(1, limit)));
  };
  for (int k = phase; k < hall_->phases; ++k) {
    share(feed_w_[at(feed)][at(k)] - power_w, of.limit_w);
    for (const auto& [pair, halves] : on_[at(feed)]) {
      const int left = of.ups[0];
      share(pair_w_[pair][at(k)] - halves * power_w, 2 * hall_->ups[at(left)].limit_w[at(k)]);
    }
    if (utility_w_[at(k)] < power_w) return -1;
  }
  return room;
}

bool Filling::load_feed(int feed, Amount power_w, int phase) {
  bool fits = take_from(feed_w_[at(feed)], phase, power_w) && take_from(utility_w_, phase, power_w);
  for (const auto& [pair, halves] : on_[at(feed)]) fits = take_from(pair_w_[pair], phase, halves * power_w) && fits;
  return fits;
}

bool Filling::hang(int segment, int kind, int phase, int racks) {
  const Amount power_w = (kind == kAux ? hall_->aux : hall_->kinds[at(kind)].rack).power_w;
  for (int rack = 0; rack < racks; ++rack) {
    int best = -1;
    double most = -1;
    for (const int feed : hall_->segments[at(segment)].feeds) {
      if (only_feed_ >= 0 && feed != only_feed_) continue;
      const double room = room_of_feed(feed, power_w, phase);
      if (room >= 0 && room > most) {
        most = room;
        best = feed;
      }
    }
    if (best < 0 || !load_feed(best, power_w, phase)) return false;
    hung(on_feeds_, {segment, kind, best, phase, 1});
  }
  return true;
}

bool Filling::cool(int segment, int kind, int phase, int racks, bool in_row) {
  const Amount heat_w = hall_->kinds[at(kind)].rack.liquid_w;
  const std::vector<int>& groups = hall_->segments[at(segment)].groups;
  if (in_row) return take(loop_w_[at(hall_->groups[at(groups.front())].loop)], racks * heat_w);
  for (int rack = 0; rack < racks; ++rack) {
    int best = -1;
    Amount most = heat_w - 1;
    for (const int group : groups) {
      if (only_group_ >= 0 && group != only_group_) continue;
      Amount left = loop_w_[at(hall_->groups[at(group)].loop)];
      for (int k = phase; k < hall_->phases; ++k) left = std::min(left, group_w_[at(group)][at(k)]);
      if (left > most) {
        most = left;
        best = group;
      }
    }
    if (best < 0) return false;
    (void)take_from(group_w_[at(best)], phase, heat_w);
    (void)take(loop_w_[at(hall_->groups[at(best)].loop)], heat_w);
    hung(on_groups_, {segment, kind, best, phase, 1});
  }
  return true;
}

Plan Filling::plan() const {
  Plan plan;
  plan.spine = spine_;
  plan.management = management_;
  plan.blocks = blocks_of(*hall_, halves_in_, in_row_);
  const auto all = [](const std::vector<std::vector<Hung>>& by_segment) {
    std::vector<Hung> out;
    for (const std::vector<Hung>& of : by_segment) out.insert(out.end(), of.begin(), of.end());
    return together(out);
  };
  plan.on_feeds = all(on_feeds_);
  plan.on_groups = all(on_groups_);
  return plan;
}

}  // namespace hallplan::search::aggregate
