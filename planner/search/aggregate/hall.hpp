/// A hall in numbers only: stretches of row, what feeds and cools them, and what is delivered when. No site file, no products, no
/// geometry. Limits in whole watts and kilograms; whoever fills it rounds limits down and loads up.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace hallplan::search::aggregate {

using Amount = std::int64_t;  ///< watts or kilograms
using ByPhase = std::vector<Amount>;

inline constexpr int kHalfSlots = 5;  ///< half a scalable unit: 4 GPU racks and a network rack
inline constexpr int kHalfGpuRacks = 4;
inline constexpr int kInRowSlots = 12;          ///< a scalable unit with its two CDUs in the row
inline constexpr int kHalvesPerManagement = 4;  ///< half a management rack a scalable unit

struct Rack {
  Amount power_w = 0;
  Amount liquid_w = 0;  ///< the part of it that leaves by water
  Amount mass_kg = 0;
};

/// A generation of GPU racks.
struct Kind {
  std::string name;
  Rack rack;
  ByPhase halves_delivered;           ///< half scalable units by the end of each phase
  std::vector<std::int64_t> value_u;  ///< of one rack placed in each phase, in whole units of the hall's `value_unit`
};

struct Segment {
  int slots = 0;
  int free_from = 0;  ///< phase
  Amount floor_kg = 0;
  std::vector<int> feeds;
  std::vector<int> groups;  ///< CDU groups; in-row CDUs count on the loop of the first
  int zone = 0;             ///< of room air
};

/// Dual-corded to two UPS: half its load on each, all on the other when one is lost.
struct Feed {
  Amount limit_w = 0;
  std::array<int, 2> ups = {0, 0};
  int energised_from = 0;  ///< phase
  ByPhase old_w;           ///< racks that stand until they are retired
};

struct Ups {
  int cluster = 0;  ///< one of a cluster may be lost, and the others must stand it
  ByPhase limit_w;
};

struct Group {
  Amount unit_w = 0;
  ByPhase units;  ///< one of them is a spare
  int loop = 0;
  ByPhase old_w = {};  ///< heat that hangs on it already, by phase; empty: none
};

struct Zone {
  ByPhase limit_w;
  ByPhase old_w;
};

struct Hall {
  std::string name;
  int phases = 1;
  double value_unit = 1;  ///< one unit of `value_u`
  std::vector<Kind> kinds;
  Rack aux;              ///< network and management racks: no water
  Amount in_row_kg = 0;  ///< both CDUs of a unit with CDUs in the row
  std::vector<Segment> segments;
  std::vector<std::array<int, 2>> facing;  ///< segments across one hot aisle
  std::vector<Feed> feeds;
  std::vector<Ups> ups;
  ByPhase utility_w;
  std::vector<Group> groups;
  std::vector<Amount> loop_w;
  std::vector<Zone> zones;
  std::vector<std::vector<char>> reaches;  ///< [spine site][segment]
  int most_spine_rooms = 1;
  ByPhase
      spare_halves;  ///< halves that management racks elsewhere still serve by each phase, below 0: that they lack; empty: none
};

/// Why a hall makes no sense (an index out of range, a list of wrong length, a negative amount); empty when it does.
[[nodiscard]] std::string fault_of(const Hall& hall);

}  // namespace hallplan::search::aggregate
