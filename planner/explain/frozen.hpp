/// A hall with its racks frozen, as the search sees it: what is left for more. Internal to this module.
#pragma once

#include <string>
#include <vector>

#include "planner/capacity/capacity.hpp"
#include "planner/explain/explain.hpp"
#include "planner/layout/refused.hpp"
#include "planner/search/model.hpp"

namespace hallplan::explain {

struct Frozen {
  Site site;  ///< every placed rack is pinned, no demand is numbered
  std::vector<capacity::Choice> choices;
  search::Model model;
};

[[nodiscard]] Frozen frozen(const Site& site, const Plan& plan);
/// The same of a site whose racks are pinned already.
[[nodiscard]] Frozen frozen_as_pinned(Site site);

/// True when one more unit of a demand finds a place in a model whose reduced rows are up to date. Its demand must want no more.
[[nodiscard]] bool finds_place(const search::Model& model, std::size_t demand);

/// Where no place is found with all additive limits lifted: the rules each of which, lifted too, makes one. Where none does by itself,
/// the rules that refuse its compute racks in every slot.
[[nodiscard]] std::vector<Rule> rules_of_space(const Frozen& hall, std::size_t demand);

/// What rules of space say of the free slots, for the racks that a demand counts.
[[nodiscard]] layout::Refusals refused_slots(const Frozen& hall, std::size_t demand);

/// One rack more of a type of the model, without the arithmetic of rules of space.
[[nodiscard]] OneRack one_more_of(const Frozen& hall, int type);
[[nodiscard]] OneRack one_more_rack(const Frozen& hall, std::size_t demand);
[[nodiscard]] OneUnit one_more_unit(const Frozen& hall, std::size_t demand);

}  // namespace hallplan::explain
