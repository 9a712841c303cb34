/// Who vouches for the values below a mapping. A mapping may carry `source: key` or `assumed: reason`; it holds for every
/// value under it that does not name its own.
#pragma once

#include <string>

#include "planner/site/value.hpp"

namespace hallplan {

struct Provenance {
  std::string source;  ///< key, or what was assumed
  Trust trust = Trust::stated;
};

}  // namespace hallplan
