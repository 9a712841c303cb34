/// A hall with its racks frozen, as the search sees it: what is left for more. Internal to this module.
#pragma once

#include <string>
#include <vector>

#include "planner/capacity/capacity.hpp"
#include "planner/explain/explain.hpp"
#include "planner/search/model.hpp"

namespace hallplan::explain {

struct Frozen {
  Site site;  ///< every placed rack is pinned, no demand is numbered
  std::vector<capacity::Choice> choices;
  search::Model model;
};

[[nodiscard]] Frozen frozen(const Site& site, const Plan& plan);

[[nodiscard]] OneRack one_more_rack(const Frozen& hall, std::size_t demand);
[[nodiscard]] OneUnit one_more_unit(const Frozen& hall, std::size_t demand);

}  // namespace hallplan::explain
