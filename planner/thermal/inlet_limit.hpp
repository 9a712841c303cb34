/// The warmest inlet a rack may breathe at the site's elevation: the one place that checks, margins and reports ask.
#pragma once

#include <optional>
#include <string>

#include "planner/site/site.hpp"

namespace hallplan::thermal {

struct InletLimit {
  double degc = 0;
  const Value* stated = nullptr;  ///< the class' limit below the derating, for source and place
  std::string arithmetic;         ///< "35 degC", or "35 degC - (1500 m - 900 m) x 1 K / 300 m = 33 degC"
};

/// The low end of the stated limit, less `lose` for each `every` metres the site lies above `above` (ASHRAE classes A1 to A4 are
/// derated so: Thermal Guidelines for Data Processing Environments), linear, at the unfavourable ends. A rack whose catalogue
/// entry states no derating keeps its limit up to 900 m. Nothing where no limit is known.
[[nodiscard]] std::optional<InletLimit> inlet_limit(const Site& site, const RackType& rack);

/// Of the type with that index in the catalogue; NaN where none is known.
[[nodiscard]] double inlet_limit_degc(const Site& site, int rack_type);

}  // namespace hallplan::thermal
