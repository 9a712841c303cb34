/// sweep.json back to a `Sweep`, and the shares of a cluster put together.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "planner/sweep/sweep.hpp"

namespace hallplan::sweep {

inline constexpr std::size_t kMostBytes = 64U << 20U;  ///< of one sweep.json

/// A sweep, or why there is none, in one line.
struct Stored {
  std::optional<Sweep> sweep;
  std::string problem;
};

/// Reads the text of a sweep.json. Its turning points are found again, not believed.
[[nodiscard]] Stored read_sweep(std::string_view text);

/// Sweeps of the same site over the same values as one, with its turning points. A case that two of them have is refused, even where they
/// agree: one of the files is not what it was taken for. What is missing leaves the whole incomplete.
[[nodiscard]] Stored joined(const std::vector<Sweep>& parts);

}  // namespace hallplan::sweep
