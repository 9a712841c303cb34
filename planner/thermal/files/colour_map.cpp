#include "planner/thermal/files/colour_map.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace hallplan::thermal {
namespace {

constexpr Colour kUnknown = {150, 150, 150};
constexpr std::size_t kSteps = 256;

struct Lab {
  double l = 0, a = 0, b = 0;
};

/// The path's corners, all within what a screen shows: lightness, then green-red and blue-yellow.
constexpr std::array kCorners = {
    Lab{0.28, 0.010, -0.130}, Lab{0.43, 0.090, -0.130}, Lab{0.55, 0.170, -0.030},
    Lab{0.67, 0.150, 0.080},  Lab{0.80, 0.050, 0.145},  Lab{0.95, -0.020, 0.115},
};

double distance(const Lab& x, const Lab& y) { return std::hypot(x.l - y.l, x.a - y.a, x.b - y.b); }

double length_of_path() {
  double length = 0;
  for (std::size_t i = 1; i < kCorners.size(); ++i) length += distance(kCorners[i - 1], kCorners[i]);
  return length;
}

/// The point that lies this far along the path.
Lab point_at(double along) {
  for (std::size_t i = 1; i < kCorners.size(); ++i) {
    const Lab& from = kCorners[i - 1];
    const Lab& to = kCorners[i];
    const double length = distance(from, to);
    if (along > length && i + 1 < kCorners.size()) {
      along -= length;
      continue;
    }
    const double t = std::min(1.0, along / length);
    return {from.l + t * (to.l - from.l), from.a + t * (to.a - from.a), from.b + t * (to.b - from.b)};
  }
  return kCorners.back();
}

/// A linear light to the byte that a screen takes (IEC 61966-2-1).
std::uint8_t to_byte(double linear) {
  const double light = std::clamp(linear, 0.0, 1.0);
  const double coded = light <= 0.0031308 ? 12.92 * light : 1.055 * std::pow(light, 1 / 2.4) - 0.055;
  return static_cast<std::uint8_t>(std::lround(255 * coded));
}

Colour to_screen(const Lab& lab) {
  const double l_root = lab.l + 0.3963377774 * lab.a + 0.2158037573 * lab.b;
  const double m_root = lab.l - 0.1055613458 * lab.a - 0.0638541728 * lab.b;
  const double s_root = lab.l - 0.0894841775 * lab.a - 1.2914855480 * lab.b;
  const double l = l_root * l_root * l_root;
  const double m = m_root * m_root * m_root;
  const double s = s_root * s_root * s_root;
  return {to_byte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
          to_byte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
          to_byte(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)};
}

std::array<Colour, kSteps> make_table() {
  std::array<Colour, kSteps> table;
  const double length = length_of_path();
  for (std::size_t i = 0; i < kSteps; ++i) {
    table[i] = to_screen(point_at(length * static_cast<double>(i) / (kSteps - 1)));
  }
  return table;
}

}  // namespace

Colour colour_of(double share) {
  static const std::array<Colour, kSteps> kTable = make_table();
  if (std::isnan(share)) return kUnknown;
  return kTable[static_cast<std::size_t>(std::lround(std::clamp(share, 0.0, 1.0) * (kSteps - 1)))];
}

}  // namespace hallplan::thermal
