/// Where things stand in a JSON text. The JSON library gives values without places; a message that says "unknown row" must
/// show the line. One pass over the text, no recursion, before anything is parsed: it also finds what is nested too deep.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "planner/base/source.hpp"

namespace hallplan {

/// What the pass found. Offsets are in bytes.
struct JsonPlaces {
  bool too_deep = false;
  std::size_t deepest_at = 0;           ///< where the limit was passed
  std::vector<std::size_t> placements;  ///< where each item of the top level's "placements" starts
};

/// Looks through a text that need not be valid JSON.
[[nodiscard]] JsonPlaces find_places(std::string_view text, std::size_t deepest);

/// Offset of the value of `key` in the object that starts at `object`; `object` itself when it is not there.
[[nodiscard]] std::size_t find_value(std::string_view text, std::size_t object, std::string_view key);

/// Line and column of an offset.
[[nodiscard]] Mark mark_of(std::string_view text, int file, std::size_t offset);

}  // namespace hallplan
