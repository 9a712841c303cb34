/// A picture as the bytes of a PNG file (libpng).
#pragma once

#include <string>

#include "planner/thermal/files/canvas.hpp"

namespace hallplan::thermal {

/// Bytes of a file, or why there are none. Equal content gives equal bytes.
struct Encoded {
  std::string bytes;
  std::string problem;  ///< empty when it worked
};

[[nodiscard]] Encoded png_of(const Canvas& canvas);

}  // namespace hallplan::thermal
