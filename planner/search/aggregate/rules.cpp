// Plans against the instances' rules, counted from blocks and racks alone.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "planner/search/aggregate/rules.hpp"

namespace hallplan::search::aggregate {
namespace {

std::size_t at(int index) { return static_cast<std::size_t>(index); }

/// A half or a unit as it stands in one segment.
struct Part {
  int segment, kind, phase, slots, gpu, network;
  bool in_row;
};

class Rules {
 public:
  Rules(const Hall& hall, const Plan& plan)
      : hall_(hall), plan_(plan), segments_(static_cast<int>(hall.segments.size())) {
    for (const Block& block : plan.blocks) {
      const int s = block.segment, d = block.kind, k = block.phase;
      switch (block.what) {
        case Template::s10:
          parts_.push_back({s, d, k, 10, 8, 2, false});
          break;
        case Template::s12:
          parts_.push_back({s, d, k, 12, 8, 2, true});
          break;
        case Template::h5:
          parts_.push_back({s, d, k, 5, 4, 1, false});
          break;
        case Template::f55:
          parts_.push_back({s, d, k, 5, 4, 1, false});
          parts_.push_back({block.other, d, k, 5, 4, 1, false});
          break;
      }
    }
  }

  std::string broken() {
    blocks();
    if (!fault_.empty()) return fault_;
    stand();
    supply_and_management();
    hang();
    for (int k = 0; k < hall_.phases; ++k) {
      electricity(k);
      water(k);
      air(k);
    }
    return fault_;
  }

 private:
  void require(bool holds, const std::string& rule) {
    if (!holds && fault_.empty()) fault_ = rule;
  }

  [[nodiscard]] const Rack& rack(int kind) const { return kind == kAux ? hall_.aux : hall_.kinds[at(kind)].rack; }

  [[nodiscard]] int management(int s, int k) const { return plan_.management[at(s)][at(k)]; }

  void blocks() {
    require(static_cast<int>(plan_.spine.size()) <= hall_.most_spine_rooms, "too many spine rooms");
    require(std::set<int>(plan_.spine.begin(), plan_.spine.end()).size() == plan_.spine.size(), "a spine room twice");
    for (const Block& block : plan_.blocks) {
      require(block.segment >= 0 && block.segment < segments_ && block.phase >= 0 && block.phase < hall_.phases,
              "a block stands nowhere");
      if (block.what != Template::f55) continue;
      const bool face = std::any_of(hall_.facing.begin(), hall_.facing.end(), [&](const std::array<int, 2>& pair) {
        return (pair[0] == block.segment && pair[1] == block.other) ||
               (pair[1] == block.segment && pair[0] == block.other);
      });
      require(face, "a folded unit on segments that do not face each other");
    }
    for (const Part& part : parts_) {
      require(part.phase >= hall_.segments[at(part.segment)].free_from, "a block before its segment is free");
      require(std::any_of(plan_.spine.begin(), plan_.spine.end(),
                          [&](int site) { return hall_.reaches[at(site)][at(part.segment)] != 0; }),
              "a block out of reach of the spine rooms");
    }
  }

  void stand() {
    for (int s = 0; s < segments_; ++s) {
      int slots = 0;
      Amount kg = 0;
      for (const Part& part : parts_) {
        if (part.segment != s) continue;
        slots += part.slots;
        kg +=
            part.gpu * rack(part.kind).mass_kg + part.network * hall_.aux.mass_kg + (part.in_row ? hall_.in_row_kg : 0);
      }
      for (int k = 0; k < hall_.phases; ++k) {
        require(management(s, k) >= 0, "management racks below 0");
        require(management(s, k) == 0 || k >= hall_.segments[at(s)].free_from,
                "a management rack before its segment is free");
        slots += management(s, k);
        kg += management(s, k) * hall_.aux.mass_kg;
      }
      require(slots <= hall_.segments[at(s)].slots, "slots of segment " + std::to_string(s));
      require(kg <= hall_.segments[at(s)].floor_kg, "floor of segment " + std::to_string(s));
    }
  }

  void supply_and_management() {
    for (int k = 0; k < hall_.phases; ++k) {
      int gpu = 0, managers = 0;
      std::map<int, int> by_kind;
      for (const Part& part : parts_) {
        if (part.phase > k) continue;
        gpu += part.gpu;
        by_kind[part.kind] += part.gpu;
      }
      for (const auto& [kind, racks] : by_kind) {
        require(racks <= kHalfGpuRacks * hall_.kinds[at(kind)].halves_delivered[at(k)],
                "more units than are delivered");
      }
      for (int s = 0; s < segments_; ++s) {
        for (int phase = 0; phase <= k; ++phase) managers += management(s, phase);
      }
      const Amount spare = hall_.spare_halves.empty() ? 0 : hall_.spare_halves[at(k)];
      require(16 * managers + kHalfGpuRacks * spare >= gpu, "less than half a management rack for each unit");
    }
  }

  /// Every rack hangs once, on what its segment has.
  void hang() {
    std::map<std::tuple<int, int, int>, int> open, open_groups;
    for (const Part& part : parts_) {
      open[{part.segment, part.kind, part.phase}] += part.gpu;
      open[{part.segment, kAux, part.phase}] += part.network;
      if (!part.in_row) open_groups[{part.segment, part.kind, part.phase}] += part.gpu;
    }
    for (int s = 0; s < segments_; ++s) {
      for (int k = 0; k < hall_.phases; ++k) open[{s, kAux, k}] += management(s, k);
    }
    for (const Hung& hung : plan_.on_feeds) {
      const std::vector<int>& feeds = hall_.segments[at(hung.segment)].feeds;
      require(std::count(feeds.begin(), feeds.end(), hung.on) > 0, "a rack on a feed that its segment does not have");
      require(hall_.feeds[at(hung.on)].energised_from <= hung.phase, "a rack on a feed that is not energised");
      require(hung.racks > 0, "no rack on a feed");
      open[{hung.segment, hung.kind, hung.phase}] -= hung.racks;
    }
    for (const Hung& hung : plan_.on_groups) {
      const std::vector<int>& groups = hall_.segments[at(hung.segment)].groups;
      require(std::count(groups.begin(), groups.end(), hung.on) > 0,
              "a rack on a CDU group that its segment does not have");
      require(hung.racks > 0, "no rack on a CDU group");
      open_groups[{hung.segment, hung.kind, hung.phase}] -= hung.racks;
    }
    for (const auto& [of, racks] : open) require(racks == 0, "racks without a feed, or feeds without a rack");
    for (const auto& [of, racks] : open_groups)
      require(racks == 0, "racks without a CDU group, or the other way round");
  }

  void electricity(int k) {
    std::vector<Amount> load;
    Amount total = 0;
    for (const Feed& feed : hall_.feeds) load.push_back(feed.old_w[at(k)]);
    for (const Hung& hung : plan_.on_feeds) {
      if (hung.phase <= k) load[at(hung.on)] += hung.racks * rack(hung.kind).power_w;
    }
    for (std::size_t f = 0; f < load.size(); ++f) {
      require(load[f] <= hall_.feeds[f].limit_w, "feed " + std::to_string(f));
      total += load[f];
    }
    require(total <= hall_.utility_w[at(k)], "utility");
    for (std::size_t lost = 0; lost < hall_.ups.size(); ++lost) {
      for (std::size_t left = 0; left < hall_.ups.size(); ++left) {
        if (lost == left || hall_.ups[lost].cluster != hall_.ups[left].cluster) continue;
        Amount twice = 0;  // the load's half, doubled
        for (std::size_t f = 0; f < load.size(); ++f) {
          const auto [a, b] = hall_.feeds[f].ups;
          const bool on_left = at(a) == left || at(b) == left;
          const bool on_lost = at(a) == lost || at(b) == lost;
          if (on_left) twice += on_lost ? 2 * load[f] : load[f];
        }
        require(twice <= 2 * hall_.ups[left].limit_w[at(k)],
                "UPS " + std::to_string(left) + " without " + std::to_string(lost));
      }
    }
  }

  void water(int k) {
    std::vector<Amount> groups(hall_.groups.size(), 0), loops(hall_.loop_w.size(), 0);
    for (const Hung& hung : plan_.on_groups) {
      if (hung.phase > k) continue;
      groups[at(hung.on)] += hung.racks * rack(hung.kind).liquid_w;
      loops[at(hall_.groups[at(hung.on)].loop)] += hung.racks * rack(hung.kind).liquid_w;
    }
    for (const Part& part : parts_) {
      if (!part.in_row || part.phase > k) continue;
      const int group = hall_.segments[at(part.segment)].groups.front();
      loops[at(hall_.groups[at(group)].loop)] += part.gpu * rack(part.kind).liquid_w;
    }
    for (std::size_t g = 0; g < groups.size(); ++g) {
      if (!hall_.groups[g].old_w.empty()) groups[g] += hall_.groups[g].old_w[at(k)];
      require(groups[g] <= std::max<Amount>(0, hall_.groups[g].units[at(k)] - 1) * hall_.groups[g].unit_w,
              "CDU group " + std::to_string(g));
    }
    for (std::size_t l = 0; l < loops.size(); ++l) require(loops[l] <= hall_.loop_w[l], "loop " + std::to_string(l));
  }

  void air(int k) {
    std::vector<Amount> heat;
    for (const Zone& zone : hall_.zones) heat.push_back(zone.old_w[at(k)]);
    for (const Part& part : parts_) {
      if (part.phase > k) continue;
      heat[at(hall_.segments[at(part.segment)].zone)] +=
          part.gpu * (rack(part.kind).power_w - rack(part.kind).liquid_w) + part.network * hall_.aux.power_w;
    }
    for (int s = 0; s < segments_; ++s) {
      for (int phase = 0; phase <= k; ++phase)
        heat[at(hall_.segments[at(s)].zone)] += management(s, phase) * hall_.aux.power_w;
    }
    for (std::size_t z = 0; z < heat.size(); ++z)
      require(heat[z] <= hall_.zones[z].limit_w[at(k)], "air of zone " + std::to_string(z));
  }

  const Hall& hall_;
  const Plan& plan_;
  int segments_;
  std::vector<Part> parts_;
  std::string fault_;
};

}  // namespace

std::string broken_rule(const Hall& hall, const Plan& plan) { return Rules(hall, plan).broken(); }

}  // namespace hallplan::search::aggregate
