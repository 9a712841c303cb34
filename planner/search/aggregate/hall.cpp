#include "planner/search/aggregate/hall.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hallplan::search::aggregate {
namespace {

/// Collects the first fault.
class Check {
 public:
  explicit Check(const Hall& hall) : hall_(hall) {}

  std::string run() {
    require(hall_.phases >= 1, "a hall needs a phase");
    require(!hall_.kinds.empty(), "a hall needs a kind of rack");
    require(hall_.value_unit > 0, "the unit of value must be above 0");
    by_phase(hall_.utility_w, "utility");
    rack(hall_.aux, "auxiliary rack");
    require(hall_.in_row_kg >= 0, "in-row CDUs of negative mass");
    for (const Kind& kind : hall_.kinds) {
      rack(kind.rack, "rack " + kind.name);
      by_phase(kind.halves_delivered, "deliveries of " + kind.name);
      require(std::is_sorted(kind.halves_delivered.begin(), kind.halves_delivered.end()),
              "deliveries of " + kind.name + " shrink");
      by_phase(kind.value_u, "values of " + kind.name);
    }
    supplies();
    segments();
    const bool no_spare = hall_.spare_halves.empty();
    require(no_spare || static_cast<int>(hall_.spare_halves.size()) == hall_.phases,
            "spare management: not one number a phase");
    return fault_;
  }

 private:
  void require(bool holds, const std::string& fault) {
    if (!holds && fault_.empty()) fault_ = fault;
  }

  void by_phase(const ByPhase& amounts, const std::string& of) {
    require(static_cast<int>(amounts.size()) == hall_.phases, of + ": not one number a phase");
    require(std::all_of(amounts.begin(), amounts.end(), [](Amount amount) { return amount >= 0; }), of + ": below 0");
  }

  void rack(const Rack& rack, const std::string& of) {
    require(rack.power_w >= 0 && rack.liquid_w >= 0 && rack.liquid_w <= rack.power_w && rack.mass_kg >= 0,
            of + ": power, its liquid part or mass out of range");
  }

  template <class List>
  void index(int number, const List& list, const std::string& of) {
    require(number >= 0 && number < static_cast<int>(list.size()),
            fmt::format("{}: number {} is not there", of, number));
  }

  void supplies() {
    for (std::size_t f = 0; f < hall_.feeds.size(); ++f) {
      const Feed& feed = hall_.feeds[f];
      for (const int ups : feed.ups) index(ups, hall_.ups, fmt::format("UPS of feed {}", f));
      require(feed.ups[0] != feed.ups[1], fmt::format("feed {} hangs on one UPS twice", f));
      by_phase(feed.old_w, fmt::format("old load of feed {}", f));
    }
    for (std::size_t u = 0; u < hall_.ups.size(); ++u) by_phase(hall_.ups[u].limit_w, fmt::format("UPS {}", u));
    for (std::size_t g = 0; g < hall_.groups.size(); ++g) {
      by_phase(hall_.groups[g].units, fmt::format("units of CDU group {}", g));
      if (!hall_.groups[g].old_w.empty()) by_phase(hall_.groups[g].old_w, fmt::format("old heat of CDU group {}", g));
      require(hall_.groups[g].unit_w >= 0, fmt::format("CDU group {}: below 0", g));
      index(hall_.groups[g].loop, hall_.loop_w, fmt::format("loop of CDU group {}", g));
    }
    for (std::size_t z = 0; z < hall_.zones.size(); ++z) {
      by_phase(hall_.zones[z].limit_w, fmt::format("zone {}", z));
      by_phase(hall_.zones[z].old_w, fmt::format("old heat of zone {}", z));
    }
    for (const auto& site : hall_.reaches) {
      require(site.size() == hall_.segments.size(), "a spine site does not say which segments it reaches");
    }
  }

  void segments() {
    for (std::size_t s = 0; s < hall_.segments.size(); ++s) {
      const Segment& segment = hall_.segments[s];
      const std::string who = fmt::format("segment {}", s);
      require(segment.slots >= 0 && segment.floor_kg >= 0 && segment.free_from >= 0, who + ": below 0");
      require(!segment.feeds.empty() && !segment.groups.empty(), who + ": without feed or CDU group");
      for (const int feed : segment.feeds) index(feed, hall_.feeds, who + ": feed");
      for (const int group : segment.groups) index(group, hall_.groups, who + ": CDU group");
      index(segment.zone, hall_.zones, who + ": zone");
    }
    for (const auto& pair : hall_.facing) {
      for (const int s : pair) index(s, hall_.segments, "facing segments");
    }
  }

  const Hall& hall_;
  std::string fault_;
};

}  // namespace

std::string fault_of(const Hall& hall) { return Check(hall).run(); }

}  // namespace hallplan::search::aggregate
