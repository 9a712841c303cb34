/// Block templates: which free slots a scalable unit could take together. A block says nothing about connections; putting it
/// there (`place.hpp`) decides whether it holds.
#pragma once

#include <vector>

#include "planner/search/random.hpp"
#include "planner/search/state.hpp"

namespace hallplan::search {

/// What is to be put: a unit of a kind, or what is missing of a pinned one.
struct Want {
  int kind = 0;
  int pinned = -1;
  int compute = 0;
  int network = 0;

  [[nodiscard]] int racks() const { return compute + network; }
};

enum class Form {
  straight,   ///< one run of neighbouring slots
  split,      ///< two runs: halves facing each other, or what two neighbouring gaps hold
  scattered,  ///< the free slots nearest to one
  spaced,     ///< every second or third free slot, for halls that power density limits
};

struct Block {
  Form form = Form::straight;
  std::vector<int> slots;
  int loss = 0;          ///< by how many the straight units become fewer that the free runs could still take
  int uneven = 0;        ///< 0 for straight blocks and halves
  long long spread = 0;  ///< distance between the parts, or leftover slots of the run for straight blocks
};

/// Blocks of a form in the free slots of a state, in a fixed order. With `random`, straight blocks also start at a slot of
/// its choice, and scattered ones leave out slots of its choice.
[[nodiscard]] std::vector<Block> blocks(const State& state, const Want& want, Form form, Random* random);

}  // namespace hallplan::search
