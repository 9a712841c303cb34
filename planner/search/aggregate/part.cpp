#include "planner/search/aggregate/part.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace hallplan::search::aggregate {
namespace {

std::size_t at(int index) { return static_cast<std::size_t>(index); }

constexpr double kSlip_w = 1e-3;  ///< of sums in doubles

void accumulate(std::vector<double>& by_phase) { std::partial_sum(by_phase.begin(), by_phase.end(), by_phase.begin()); }

void accumulate(std::vector<std::vector<double>>& all) {
  for (std::vector<double>& by_phase : all) accumulate(by_phase);
}

/// From what comes in each phase to what stands by its end.
void accumulate(Used& used) {
  for (auto* all : {&used.feed_w, &used.group_w, &used.zone_w, &used.halves}) accumulate(*all);
  accumulate(used.management);
}

void add(std::vector<double>& to, const std::vector<double>& more) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] += more[i];
}

void add(std::vector<std::vector<double>>& to, const std::vector<std::vector<double>>& more) {
  for (std::size_t i = 0; i < to.size(); ++i) add(to[i], more[i]);
}

/// Heat that leaves by air, of so many halves.
double air_w(const Hall& hall, int kind, double halves) {
  const Rack& rack = hall.kinds[at(kind)].rack;
  return halves * static_cast<double>(kHalfGpuRacks * (rack.power_w - rack.liquid_w) + hall.aux.power_w);
}

int first_loop(const Hall& hall, int segment) {
  return hall.groups[at(hall.segments[at(segment)].groups.front())].loop;
}

void add_halves(const Hall& hall, int segment, int kind, int phase, double halves, Used& used) {
  used.halves[at(kind)][at(phase)] += halves;
  used.zone_w[at(hall.segments[at(segment)].zone)][at(phase)] += air_w(hall, kind, halves);
}

void add_management(const Hall& hall, int segment, int phase, double racks, Used& used) {
  used.management[at(phase)] += racks;
  used.zone_w[at(hall.segments[at(segment)].zone)][at(phase)] += racks * static_cast<double>(hall.aux.power_w);
}

void add_cooled(const Hall& hall, int group, int kind, int phase, double racks, Used& used) {
  const double heat_w = racks * static_cast<double>(hall.kinds[at(kind)].rack.liquid_w);
  used.group_w[at(group)][at(phase)] += heat_w;
  used.loop_w[at(hall.groups[at(group)].loop)] += heat_w;
}

/// Roots of joined numbers.
int root(std::vector<int>& parents, int of) {
  while (parents[at(of)] != of) of = parents[at(of)] = parents[at(parents[at(of)])];
  return of;
}

/// UPS by what they may carry for each other: of one cluster, or joined by a feed.
std::vector<int> joined_ups(const Hall& hall) {
  std::vector<int> parents(hall.ups.size());
  std::iota(parents.begin(), parents.end(), 0);
  std::map<int, int> first;
  for (int u = 0; u < static_cast<int>(parents.size()); ++u) {
    const int other = first.emplace(hall.ups[at(u)].cluster, u).first->second;
    parents[at(root(parents, u))] = root(parents, other);
  }
  for (const Feed& feed : hall.feeds) parents[at(root(parents, feed.ups[0]))] = root(parents, feed.ups[1]);
  for (int u = 0; u < static_cast<int>(parents.size()); ++u) parents[at(u)] = root(parents, u);
  return parents;
}

Amount whole(double amount) { return std::max<Amount>(0, static_cast<Amount>(std::floor(amount + kSlip_w))); }

/// Numbers of the whole, in the part; -1: not in it.
struct Renumbered {
  std::vector<int> kept, to_part;
  template <class Keep>
  Renumbered(std::size_t count, Keep keep) : to_part(count, -1) {
    for (int i = 0; i < static_cast<int>(count); ++i) {
      if (!keep(i)) continue;
      to_part[at(i)] = static_cast<int>(kept.size());
      kept.push_back(i);
    }
  }
};

/// Takes old loads up, so that what is left is never more than it is.
ByPhase with_used(const Hall& hall, const ByPhase& old, const std::vector<double>& used) {
  ByPhase out;
  for (int k = 0; k < hall.phases; ++k) {
    out.push_back((old.empty() ? 0 : old[at(k)]) + static_cast<Amount>(std::ceil(used[at(k)] - kSlip_w)));
  }
  return out;
}

class Cut {
 public:
  Cut(const Hall& hall, const std::vector<char>& among, const Used& others)
      : hall_(hall),
        others_(others),
        segments_(hall.segments.size(), [&](int s) { return among[at(s)] != 0; }),
        ups_(hall.ups.size(), [in = ups_in(hall, segments_.kept)](int u) { return in[at(u)] != 0; }),
        feeds_(hall.feeds.size(), [&](int f) { return ups_.to_part[at(hall.feeds[at(f)].ups[0])] >= 0; }),
        groups_(hall.groups.size(), [&](int g) {
          return std::any_of(segments_.kept.begin(), segments_.kept.end(), [&](int s) {
            const std::vector<int>& on = hall.segments[at(s)].groups;
            return std::find(on.begin(), on.end(), g) != on.end();
          });
        }) {}

  Part part(const std::vector<int>& spine, bool others_lack) {
    Hall& out = part_.hall;
    out.name = hall_.name;
    out.phases = hall_.phases;
    out.value_unit = hall_.value_unit;
    out.aux = hall_.aux;
    out.in_row_kg = hall_.in_row_kg;
    out.most_spine_rooms = 1;
    part_.segments = segments_.kept;
    part_.feeds = feeds_.kept;
    part_.groups = groups_.kept;
    segments(spine);
    electricity();
    water_and_air();
    supplies(others_lack);
    return std::move(part_);
  }

 private:
  static std::vector<char> ups_in(const Hall& hall, const std::vector<int>& kept) {
    const std::vector<int> joined = joined_ups(hall);
    std::vector<char> in(hall.ups.size(), 0);
    for (const int s : kept) {
      for (const int f : hall.segments[at(s)].feeds) in[at(joined[at(hall.feeds[at(f)].ups[0])])] = 1;
    }
    std::vector<char> out;
    for (const int u : joined) out.push_back(in[at(u)]);
    return out;
  }

  void segments(const std::vector<int>& spine) {
    std::vector<char> reach;
    for (const int s : segments_.kept) {
      Segment segment = hall_.segments[at(s)];
      for (int& feed : segment.feeds) feed = feeds_.to_part[at(feed)];
      for (int& group : segment.groups) group = groups_.to_part[at(group)];
      part_.hall.segments.push_back(std::move(segment));
      const bool reached =
          std::any_of(spine.begin(), spine.end(), [&](int site) { return hall_.reaches[at(site)][at(s)] != 0; });
      reach.push_back(reached ? 1 : 0);
    }
    part_.hall.reaches = {reach};
    for (const auto& [one, other] : hall_.facing) {
      const int here = segments_.to_part[at(one)], there = segments_.to_part[at(other)];
      if (here >= 0 && there >= 0) part_.hall.facing.push_back({here, there});
    }
  }

  void electricity() {
    for (const int u : ups_.kept) part_.hall.ups.push_back(hall_.ups[at(u)]);
    part_.hall.utility_w = hall_.utility_w;
    for (int f = 0; f < static_cast<int>(hall_.feeds.size()); ++f) {
      Feed feed = hall_.feeds[at(f)];
      feed.old_w = with_used(hall_, feed.old_w, others_.feed_w[at(f)]);
      if (feeds_.to_part[at(f)] < 0) {
        for (int k = 0; k < hall_.phases; ++k) part_.hall.utility_w[at(k)] -= feed.old_w[at(k)];
        continue;
      }
      for (int& ups : feed.ups) ups = ups_.to_part[at(ups)];
      part_.hall.feeds.push_back(std::move(feed));
    }
    for (Amount& limit : part_.hall.utility_w) limit = std::max<Amount>(0, limit);
  }

  void water_and_air() {
    for (const int g : groups_.kept) {
      Group group = hall_.groups[at(g)];
      group.old_w = with_used(hall_, group.old_w, others_.group_w[at(g)]);
      part_.hall.groups.push_back(std::move(group));
    }
    for (std::size_t l = 0; l < hall_.loop_w.size(); ++l) {
      part_.hall.loop_w.push_back(whole(static_cast<double>(hall_.loop_w[l]) - others_.loop_w[l]));
    }
    part_.hall.zones = hall_.zones;
    for (std::size_t z = 0; z < hall_.zones.size(); ++z) {
      part_.hall.zones[z].old_w = with_used(hall_, hall_.zones[z].old_w, others_.zone_w[z]);
    }
  }

  /// Deliveries that others leave: what a later phase cannot spare an earlier one cannot take.
  void supplies(bool others_lack) {
    for (std::size_t d = 0; d < hall_.kinds.size(); ++d) {
      Kind kind = hall_.kinds[d];
      for (int k = hall_.phases - 1; k >= 0; --k) {
        Amount& left = kind.halves_delivered[at(k)];
        left = whole(static_cast<double>(left) - others_.halves[d][at(k)]);
        if (k + 1 < hall_.phases) left = std::min(left, kind.halves_delivered[at(k + 1)]);
      }
      part_.hall.kinds.push_back(std::move(kind));
    }
    for (int k = 0; k < hall_.phases; ++k) {
      double spare = kHalvesPerManagement * others_.management[at(k)];
      if (!hall_.spare_halves.empty()) spare += static_cast<double>(hall_.spare_halves[at(k)]);
      for (const std::vector<double>& halves : others_.halves) spare -= halves[at(k)];
      const auto amount = static_cast<Amount>(std::floor(spare + kSlip_w));
      part_.hall.spare_halves.push_back(others_lack ? amount : std::max<Amount>(0, amount));
    }
  }

  const Hall& hall_;
  const Used& others_;
  Renumbered segments_, ups_, feeds_, groups_;
  Part part_;
};

}  // namespace

Used::Used(const Hall& hall) : loop_w(hall.loop_w.size(), 0), management(at(hall.phases), 0) {
  const ByPhase none(at(hall.phases), 0);
  feed_w.assign(hall.feeds.size(), none);
  group_w.assign(hall.groups.size(), none);
  zone_w.assign(hall.zones.size(), none);
  halves.assign(hall.kinds.size(), none);
}

Used& Used::operator+=(const Used& other) {
  add(feed_w, other.feed_w);
  add(group_w, other.group_w);
  add(zone_w, other.zone_w);
  add(loop_w, other.loop_w);
  add(halves, other.halves);
  add(management, other.management);
  return *this;
}

Used used_by(const Hall& hall, const Plan& plan, const std::vector<char>& among) {
  Used used(hall);
  const auto block = [&](int segment, const Block& of, double halves) {
    if (among[at(segment)] != 0) add_halves(hall, segment, of.kind, of.phase, halves, used);
  };
  for (const Block& of : plan.blocks) {
    block(of.segment, of, of.what == Template::f55 ? 1 : halves(of.what));
    if (of.what == Template::f55) block(of.other, of, 1);
    if (of.what == Template::s12 && among[at(of.segment)] != 0) {
      used.loop_w[at(first_loop(hall, of.segment))] +=
          static_cast<double>(2 * kHalfGpuRacks * hall.kinds[at(of.kind)].rack.liquid_w);
    }
  }
  for (int s = 0; s < static_cast<int>(plan.management.size()); ++s) {
    if (among[at(s)] == 0) continue;
    for (int k = 0; k < hall.phases; ++k) add_management(hall, s, k, plan.management[at(s)][at(k)], used);
  }
  for (const Hung& hung : plan.on_feeds) {
    if (among[at(hung.segment)] == 0) continue;
    const Rack& rack = hung.kind == kAux ? hall.aux : hall.kinds[at(hung.kind)].rack;
    used.feed_w[at(hung.on)][at(hung.phase)] += static_cast<double>(hung.racks * rack.power_w);
  }
  for (const Hung& hung : plan.on_groups) {
    if (among[at(hung.segment)] != 0) add_cooled(hall, hung.on, hung.kind, hung.phase, hung.racks, used);
  }
  accumulate(used);
  return used;
}

Used used_by(const Hall& hall, const Program& program, const std::vector<double>& x, const std::vector<char>& among) {
  Used used(hall);
  const auto value = [&](int column) { return column < 0 ? 0.0 : x[at(column)]; };
  const int kinds = static_cast<int>(hall.kinds.size());
  for (int s = 0; s < static_cast<int>(hall.segments.size()); ++s) {
    if (among[at(s)] == 0) continue;
    for (int k = 0; k < hall.phases; ++k) {
      for (int d = 0; d < kinds; ++d) {
        const double in_row = value(program.in_row[at(s)][at(d)][at(k)]);
        add_halves(hall, s, d, k, value(program.halves[at(s)][at(d)][at(k)]) + 2 * in_row, used);
        used.loop_w[at(first_loop(hall, s))] +=
            in_row * static_cast<double>(2 * kHalfGpuRacks * hall.kinds[at(d)].rack.liquid_w);
      }
      add_management(hall, s, k, value(program.management[at(s)][at(k)]), used);
    }
  }
  for (std::size_t i = 0; i < program.feed_sets.size(); ++i) {
    const Set& set = program.feed_sets[i];
    if (among[at(set.segments.front())] == 0) continue;
    for (int d = 0; d <= kinds; ++d) {
      const Rack& rack = d < kinds ? hall.kinds[at(d)].rack : hall.aux;
      for (int k = 0; k < hall.phases; ++k) {
        for (std::size_t j = 0; j < set.on.size(); ++j) {
          used.feed_w[at(set.on[j])][at(k)] +=
              value(program.fed[i][at(d)][at(k)][j]) * static_cast<double>(rack.power_w);
        }
      }
    }
  }
  for (std::size_t i = 0; i < program.group_sets.size(); ++i) {
    const Set& set = program.group_sets[i];
    for (int d = 0; d < kinds; ++d) {
      for (int k = 0; k < hall.phases; ++k) {
        double all = 0, ours = 0;
        for (const int s : set.segments) {
          const double halves = value(program.halves[at(s)][at(d)][at(k)]);
          all += halves;
          if (among[at(s)] != 0) ours += halves;
        }
        if (ours <= 0) continue;
        const std::vector<int>& cooled = program.cooled[i][at(d)][at(k)];
        for (std::size_t j = 0; j < set.on.size(); ++j) {
          const double racks = cooled.empty() ? kHalfGpuRacks * all : value(cooled[j]);
          add_cooled(hall, set.on[j], d, k, racks * ours / all, used);
        }
      }
    }
  }
  accumulate(used);
  return used;
}

Part part_of(const Hall& hall, const std::vector<char>& among, const std::vector<int>& spine, const Used& others,
             bool others_lack) {
  return Cut(hall, among, others).part(spine, others_lack);
}

Plan with_part(const Hall& hall, const Plan& whole, const Part& part, const Plan& plan) {
  const std::vector<std::vector<int>> none(hall.kinds.size(), std::vector<int>(at(hall.phases), 0));
  Counts halves_in(hall.segments.size(), none), in_row = halves_in;
  std::vector<char> replaced(hall.segments.size(), 0);
  for (const int s : part.segments) replaced[at(s)] = 1;
  const auto stand = [&](int s, const Block& block) {
    int& count = (block.what == Template::s12 ? in_row : halves_in)[at(s)][at(block.kind)][at(block.phase)];
    count += block.what == Template::s10 ? 2 : 1;
  };
  for (const Block& block : whole.blocks) {
    if (replaced[at(block.segment)] == 0) stand(block.segment, block);
    if (block.what == Template::f55 && replaced[at(block.other)] == 0) stand(block.other, block);
  }
  for (const Block& block : plan.blocks) {
    stand(part.segments[at(block.segment)], block);
    if (block.what == Template::f55) stand(part.segments[at(block.other)], block);
  }
  Plan out;
  out.spine = whole.spine;
  out.blocks = blocks_of(hall, halves_in, in_row);
  out.management = whole.management;
  for (std::size_t i = 0; i < part.segments.size(); ++i) out.management[at(part.segments[i])] = plan.management[i];
  const auto hang = [&](const std::vector<Hung>& old, const std::vector<Hung>& fresh, const std::vector<int>& numbers) {
    std::vector<Hung> all;
    for (const Hung& hung : old) {
      if (replaced[at(hung.segment)] == 0) all.push_back(hung);
    }
    for (Hung hung : fresh) {
      hung.segment = part.segments[at(hung.segment)];
      hung.on = numbers[at(hung.on)];
      all.push_back(hung);
    }
    return together(all);
  };
  out.on_feeds = hang(whole.on_feeds, plan.on_feeds, part.feeds);
  out.on_groups = hang(whole.on_groups, plan.on_groups, part.groups);
  return out;
}

std::vector<std::vector<int>> ups_clusters(const Hall& hall) {
  std::vector<int> joined = joined_ups(hall);
  // A segment whose feeds lie in two clusters joins them.
  for (const Segment& segment : hall.segments) {
    for (const int f : segment.feeds) {
      const int one = root(joined, hall.feeds[at(segment.feeds.front())].ups[0]);
      joined[at(one)] = root(joined, hall.feeds[at(f)].ups[0]);
    }
  }
  std::vector<std::vector<int>> out;
  std::map<int, std::size_t> known;
  for (int s = 0; s < static_cast<int>(hall.segments.size()); ++s) {
    const int of = root(joined, hall.feeds[at(hall.segments[at(s)].feeds.front())].ups[0]);
    const auto [place, is_new] = known.emplace(of, out.size());
    if (is_new) out.emplace_back();
    out[place->second].push_back(s);
  }
  return out;
}

}  // namespace hallplan::search::aggregate
