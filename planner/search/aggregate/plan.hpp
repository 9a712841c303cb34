/// What is placed: blocks by template, and where every rack hangs. Counts only; positions in a segment follow from them.
#pragma once

#include <string_view>
#include <vector>

#include "planner/search/aggregate/hall.hpp"

namespace hallplan::search::aggregate {

enum class Template {
  s10,  ///< a scalable unit in one segment, 10 slots
  s12,  ///< the same with two in-row CDUs, 12 slots
  h5,   ///< half a unit, 5 slots
  f55,  ///< a half on each of two facing segments
};

[[nodiscard]] std::string_view name(Template what);

struct Block {
  Template what = Template::h5;
  int segment = 0;
  int other = -1;  ///< the facing segment of f55
  int kind = 0;
  int phase = 0;
};

/// So many racks of a segment, placed in a phase, on a feed or CDU group.
struct Hung {
  int segment = 0;
  int kind = 0;  ///< number of the kind; `kAux` for network and management racks
  int on = 0;    ///< feed or CDU group
  int phase = 0;
  int racks = 0;
};
inline constexpr int kAux = -1;

struct Plan {
  std::vector<Block> blocks;                 ///< by segment, phase, kind
  std::vector<std::vector<int>> management;  ///< racks [segment][phase]
  std::vector<Hung> on_feeds;                ///< every rack
  std::vector<Hung> on_groups;               ///< GPU racks of blocks without in-row CDUs
  std::vector<int> spine;                    ///< sites chosen
};

/// [segment][kind][phase]
using Counts = std::vector<std::vector<std::vector<int>>>;

/// Blocks of so many halves, and units with in-row CDUs: two halves of a segment are a unit, and what is left folds across an aisle
/// where it can. By segment, phase, kind.
[[nodiscard]] std::vector<Block> blocks_of(const Hall& hall, const Counts& halves, const Counts& in_row);

/// Equal hangings as one, in order of segment, kind, phase and what they hang on.
[[nodiscard]] std::vector<Hung> together(const std::vector<Hung>& hung);

[[nodiscard]] int halves(Template what);
[[nodiscard]] int gpu_racks(const Plan& plan);
/// In the hall's units of value.
[[nodiscard]] std::int64_t value_u(const Hall& hall, const Plan& plan);

}  // namespace hallplan::search::aggregate
