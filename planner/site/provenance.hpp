/// Who vouches for the values below a mapping. A mapping may carry `source: key` or `assumed: reason`; it holds for every
/// value under it that does not name its own and was stated with it or before: whoever states a value anew, in a file laid over
/// this one or in a what-if, is not vouched for by those who stated the old one.
#pragma once

#include <limits>
#include <string>

#include "planner/site/value.hpp"

namespace hallplan {

struct Provenance {
  std::string source;  ///< key, or what was assumed
  Trust trust = Trust::stated;
  int layer = std::numeric_limits<int>::max();  ///< of the file that says so
  const Provenance* around = nullptr;           ///< what the mapping inherits; nullptr at the root

  /// The one that holds for a value of a layer: the innermost that was not stated before it.
  [[nodiscard]] const Provenance& of(int value_layer) const {
    const Provenance* here = this;
    while (here->layer < value_layer && here->around != nullptr) here = here->around;
    return *here;
  }
};

}  // namespace hallplan
