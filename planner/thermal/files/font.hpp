/// Letters of 5 x 7 dots for the printable ASCII characters.
#pragma once

#include <array>
#include <cstdint>

namespace hallplan::thermal {

/// Five columns from the left; bit 0 is the uppermost dot. What is not printable ASCII is a box.
[[nodiscard]] const std::array<std::uint8_t, 5>& glyph_of(char letter);

}  // namespace hallplan::thermal
