/// Text inside HTML and SVG. Names in a report come from strangers' files: everything that is not written here goes through
/// `escaped`.
#pragma once

#include <string>
#include <string_view>

namespace hallplan::report {

/// Safe as content and inside double or single quotes; control characters and broken UTF-8 become '?'.
[[nodiscard]] std::string escaped(std::string_view text);

/// A link when the address is http or https, else the address as text: a report runs nothing and fetches nothing by itself.
[[nodiscard]] std::string link(std::string_view address);

/// A coordinate with at most two decimals.
[[nodiscard]] std::string coordinate(double value);

}  // namespace hallplan::report
