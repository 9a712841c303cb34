/// An upper bound on compute racks that holds whatever the search does.
///
/// Method: any sum of capacity rows with weights >= 0 is itself a limit that every placement keeps; with the cheapest way to
/// connect each rack it says how many scalable units can be there at most (weak duality). Tried are every row alone, the rows of
/// a rule added up, floor space, the demand, and the prices of the linear relaxation; the least of all holds. Prices are
/// never trusted: each bound is computed from the rows anew.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "planner/search/model.hpp"

namespace hallplan::search {

struct Bound {
  int racks = 0;   ///< compute racks, pinned ones included
  std::string by;  ///< what it comes from, in the user's words
  std::int64_t value =
      0;  ///< thousandths, of the racks that may be there, pinned ones included; only where demands differ in value
};

[[nodiscard]] Bound bound_of(const Model& model);

/// The model for bounds of plans that lack nothing of what is due: such a unit stands, though others would be more racks for what it takes.
/// Nothing where that says no more: with one kind of unit, or none due. Only where a plan with all of it is known: any with less is worse.
[[nodiscard]] std::optional<Model> where_due_stands(const Model& model);

}  // namespace hallplan::search
