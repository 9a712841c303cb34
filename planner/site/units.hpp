/// Text to SI: a number and a unit that the asked dimension allows. The field's own spellings are mapped to the units
/// library's names first, because that library reads gal/min as galileo per minute and kVA as kW.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "planner/base/diagnostic.hpp"
#include "planner/site/dimension.hpp"

namespace hallplan {

/// A quantity as SI, or why it is none.
struct ParsedQuantity {
  std::optional<double> si;
  Rule rule = Rule::site_type;
  std::string message;
  std::string hint;
};

/// Reads "132 kW", "87 %", "-5 degC". A fraction may stand bare (0.87); a count must.
[[nodiscard]] ParsedQuantity parse_quantity(std::string_view text, Dimension dimension);

/// A finite decimal number, or nothing: no hexadecimal, no NaN, no infinity, no separators.
[[nodiscard]] std::optional<double> parse_number(std::string_view text);

}  // namespace hallplan
