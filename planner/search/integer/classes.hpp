/// A hall by sorts: slots that are the same to every limit, and ways to connect a rack that are the same to every limit. A placement
/// is then whole numbers of racks, and few of them: a hall of a thousand slots has some dozens of sorts.
///
/// Where a rack stands and how it is connected are independent within a site row: a limit takes one amount for the place and one for
/// the way. So racks by (type, place) and racks by (type, way) are counted apart, and a group (site rows with the same ways) joins them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "planner/search/model.hpp"

namespace hallplan::search::integer {

/// A number in `Classes::limits` and what a rack takes of it.
using Share = std::pair<int, double>;

/// A capacity row that can bind, for all rows with the same terms.
struct Limit {
  int row = 0;      ///< in `model.rows`
  double free = 0;  ///< what racks to be placed may take; rounded outwards, never negative
};

/// Ways to connect a rack of a type that take the same of every limit. A way is left out where another one of the same row takes no
/// more of anything.
struct Way {
  int type = 0;
  std::vector<int> wires;  ///< in `model.wires`, of all site rows that have it
  std::vector<Share> takes;
};

/// Site rows, or what of them lies in one part of the hall, that offer the same ways.
struct Group {
  int part = 0;
  int slots = 0;
  std::vector<int> ways;  ///< in `Classes::ways`
};

/// Slots of a group that are the same to every limit.
struct Place {
  int group = 0;
  std::vector<int> slots;                 ///< in `model.slots`
  std::vector<char> usable;               ///< by type
  std::vector<std::vector<Share>> takes;  ///< by type
};

struct Classes {
  std::vector<Limit> limits;
  std::vector<Way> ways;
  std::vector<Group> groups;
  std::vector<Place> places;
  std::vector<char> holds_units;  ///< by part of the hall: false for what cables reach too little of
};

/// Conservative rows are left out: they bound nothing.
[[nodiscard]] Classes classes_of(const Model& model);

}  // namespace hallplan::search::integer
