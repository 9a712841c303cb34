/// Colours for temperatures: dark blue over red to light yellow, in equal steps to the eye. Lightness rises all the way, so the
/// order survives grey prints and most colour blindness.
///
/// The path runs through points of the OKLab space (B. Ottosson, "A perceptual color space for image processing", 2020) and is
/// walked by arc length there: equal steps of the value are equal distances in OKLab.
#pragma once

#include <cstdint>

namespace hallplan::thermal {

struct Colour {
  std::uint8_t red = 0, green = 0, blue = 0;
  friend bool operator==(const Colour&, const Colour&) = default;
};

/// The colour of a share of the scale, 0 cold and 1 hot; beyond is clamped, NaN is grey.
[[nodiscard]] Colour colour_of(double share);

}  // namespace hallplan::thermal
