#include "planner/thermal/face_plane.hpp"

namespace hallplan::thermal {
namespace {

bool row_equals(FacePlane& plane, int a0, int a1, int b, double value) {
  for (int a = a0; a < a1; ++a) {
    if (plane.at(a, b) != value) return false;
  }
  return true;
}

/// As long as it goes along a, then as far as whole rows go along b.
FaceRectangle grown(FacePlane& plane, int a, int b) {
  FaceRectangle out{a, a + 1, b, b + 1, plane.at(a, b)};
  while (out.a1 < plane.na && plane.at(out.a1, b) == out.value) ++out.a1;
  while (out.b1 < plane.nb && row_equals(plane, out.a0, out.a1, out.b1, out.value)) ++out.b1;
  return out;
}

}  // namespace

std::vector<FaceRectangle> take_rectangles(FacePlane& plane) {
  std::vector<FaceRectangle> out;
  for (int b = 0; b < plane.nb; ++b) {
    for (int a = 0; a < plane.na; ++a) {
      if (std::isnan(plane.at(a, b))) continue;
      const FaceRectangle part = grown(plane, a, b);
      for (int j = part.b0; j < part.b1; ++j) {
        for (int i = part.a0; i < part.a1; ++i) plane.at(i, j) = std::nan("");
      }
      out.push_back(part);
    }
  }
  return out;
}

}  // namespace hallplan::thermal
