#include "planner/search/aggregate/hull.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace hallplan::search::aggregate {

std::vector<Facet> hull_below(const std::vector<std::int64_t>& greatest) {
  using Point = std::pair<std::int64_t, std::int64_t>;
  std::vector<Point> upper;  // Andrew's chain, left to right
  const auto turns_left = [](const Point& a, const Point& b, const Point& c) {
    return (b.first - a.first) * (c.second - a.second) - (b.second - a.second) * (c.first - a.first) >= 0;
  };
  for (std::size_t a = 0; a < greatest.size(); ++a) {
    const Point point{static_cast<std::int64_t>(a), greatest[a]};
    while (upper.size() >= 2 && turns_left(upper[upper.size() - 2], upper.back(), point)) upper.pop_back();
    upper.push_back(point);
  }
  std::vector<Facet> facets;
  const auto add = [&](std::int64_t first, std::int64_t second, const Point& through) {
    const std::int64_t common = std::gcd(first, second);
    first /= common;
    second /= common;
    facets.push_back({first, second, first * through.first + second * through.second});
  };
  // Edges slope down or are level, and an upright one may end them.
  if (upper.size() == 1) add(0, 1, upper.front());
  for (std::size_t i = 0; i + 1 < upper.size(); ++i) {
    add(upper[i].second - upper[i + 1].second, upper[i + 1].first - upper[i].first, upper[i]);
  }
  if (upper.size() == 1 || upper.back().second > 0 || upper[upper.size() - 2].second == 0) add(1, 0, upper.back());
  return facets;
}

std::vector<Facet> hull_of_two(std::int64_t count, std::int64_t first_mass, std::int64_t second_mass,
                               std::int64_t mass) {
  if (count <= 0 || mass < std::min(first_mass, second_mass)) return {{1, 1, 0}};
  std::vector<std::int64_t> greatest;
  for (std::int64_t a = 0; a <= count && a * first_mass <= mass; ++a) {
    greatest.push_back(std::min(count - a, (mass - a * first_mass) / second_mass));
  }
  return hull_below(greatest);
}

}  // namespace hallplan::search::aggregate
