/// Which slots of a block hold network racks: those from which the cables to all compute racks are shortest and in reach.
#pragma once

#include <optional>
#include <vector>

#include "planner/search/templates.hpp"

namespace hallplan::search {

struct Roles {
  std::vector<int> compute, network;  ///< slots
  long long cable = 0;                ///< sum of all cables without drops and slack, half millimetres
};

/// The roles with least cable; with `random`, any roles. Nothing when the racks do not fit the slots or a cable would be longer
/// than its reach.
[[nodiscard]] std::optional<Roles> assign(const State& state, const Want& want, const std::vector<int>& slots,
                                          Random* random);

}  // namespace hallplan::search
