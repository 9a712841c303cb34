/// What a steered search leaves out, because a plan with it failed limits that are no capacity rows (air at a rack's inlet, flow through
/// pipes). Cuts are trials, not truths: another plan may hold what they forbid. They never enter a bound.
#pragma once

#include <vector>

#include "planner/search/model.hpp"

namespace hallplan::search {

/// No rack of this type in this slot.
struct BarredSlot {
  int row = 0;    ///< in `site.rows`
  int slot = 0;   ///< in the row, from 0
  int type = -1;  ///< in `site.catalogue.racks`; -1: no rack at all

  friend bool operator==(const BarredSlot& a, const BarredSlot& b) {
    return a.row == b.row && a.slot == b.slot && a.type == b.type;
  }
};

/// No more racks of this type on this CDU group, pinned ones included.
struct GroupCap {
  int group = 0;  ///< in `site.cdu_groups`
  int type = -1;  ///< in `site.catalogue.racks`; -1: all together
  int racks = 0;
};

struct Cuts {
  std::vector<BarredSlot> barred;
  std::vector<GroupCap> caps;

  [[nodiscard]] bool empty() const { return barred.empty() && caps.empty(); }
};

/// The model of the site without what is cut.
[[nodiscard]] Model with_cuts(const Site& site, const std::vector<capacity::Choice>& choices, Model model,
                              const Cuts& cuts);

}  // namespace hallplan::search
