/// One plane of a grid's faces, each with a value or none, and the rectangles that equal values make: what the solver's
/// lists of faces are written in. Only for this module.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

namespace hallplan::thermal {

/// NaN where nothing stands.
struct FacePlane {
  int na = 0, nb = 0;
  std::vector<double> value;

  FacePlane() = default;
  FacePlane(int a, int b)
      : na(a), nb(b), value(static_cast<std::size_t>(a) * static_cast<std::size_t>(b), std::nan("")) {}
  [[nodiscard]] double& at(int a, int b) {
    return value[static_cast<std::size_t>(b) * static_cast<std::size_t>(na) + static_cast<std::size_t>(a)];
  }
};

/// The faces [a0, a1) x [b0, b1).
struct FaceRectangle {
  int a0 = 0, a1 = 0, b0 = 0, b1 = 0;
  double value = 0;
};

/// Rectangles of equal value, each face in one of them, by b, then a. The plane is empty afterwards.
[[nodiscard]] std::vector<FaceRectangle> take_rectangles(FacePlane& plane);

}  // namespace hallplan::thermal
