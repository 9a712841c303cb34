/// JSON as this module writes it: six significant digits, keys in a fixed order, short items on one line, so that two plans
/// can be compared by eye and by diff. Only the declaration of the JSON library's types is included here.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "planner/site/dimension.hpp"

namespace hallplan::report {

using Json = nlohmann::ordered_json;

/// The number to six significant digits; null when it is not finite.
[[nodiscard]] Json number(double value);

/// The number in the dimension's report unit, to six significant digits.
[[nodiscard]] Json in_field_unit(Dimension dimension, double si);

/// Indented by one blank a level; what fits into a line stands on one line.
[[nodiscard]] std::string pretty(const Json& json);

/// Text that this module wrote, parsed; an empty object when it is no JSON object.
[[nodiscard]] Json parsed(std::string_view text);

/// A value of a report document for a reader. Missing and null are "-", numbers have six significant digits at most.
[[nodiscard]] std::string text_of(const Json& object, std::string_view key);
/// A number of a report document, 0 when it is missing or null.
[[nodiscard]] double number_of(const Json& object, std::string_view key);
/// A member, or an empty value when it is missing.
[[nodiscard]] const Json& member_of(const Json& object, std::string_view key);

}  // namespace hallplan::report
