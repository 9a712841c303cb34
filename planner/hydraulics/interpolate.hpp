/// Linear interpolation in a product's table of points, without extrapolation.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

namespace hallplan::hydraulics {

/// Temperatures this close are the same: what converting from degF may leave.
inline constexpr double kSameK = 1e-6;

/// Where a temperature lies in a table: between lines `low` and `low + 1`, `part` of the way (0 to 1).
struct Place {
  std::size_t low = 0;
  double part = 0;

  /// Between two numbers of those lines; exactly the line's own number on a line.
  [[nodiscard]] double between(double at_low, double at_high) const { return at_low + part * (at_high - at_low); }
};

/// Nothing outside the table's ends or for an empty table. `temperature_of(point)` gives a line's temperature, rising.
template <class Point, class TemperatureOf>
[[nodiscard]] std::optional<Place> place_in(const std::vector<Point>& table, double temperature_degc,
                                            TemperatureOf temperature_of) {
  if (table.empty()) return std::nullopt;
  const double first = temperature_of(table.front());
  const double last = temperature_of(table.back());
  if (!(temperature_degc >= first - kSameK && temperature_degc <= last + kSameK)) return std::nullopt;
  for (std::size_t i = 0; i + 1 < table.size(); ++i) {
    const double from = temperature_of(table[i]);
    const double to = temperature_of(table[i + 1]);
    if (temperature_degc < to) return Place{i, std::max(0.0, (temperature_degc - from) / (to - from))};
  }
  return Place{table.size() - 1, 0.0};
}

}  // namespace hallplan::hydraulics
