/// Integer hulls in two dimensions, as inequalities.
#pragma once

#include <cstdint>
#include <vector>

namespace hallplan::search::aggregate {

/// first A + second B <= most, all whole.
struct Facet {
  std::int64_t first = 0;
  std::int64_t second = 0;
  std::int64_t most = 0;
};

/// Facets of the hull of whole points 0 <= A, 0 <= B <= greatest[A], where greatest never rises and is not empty; other than A >= 0
/// and B >= 0.
[[nodiscard]] std::vector<Facet> hull_below(const std::vector<std::int64_t>& greatest);

/// What fits into one segment. Facets, other than A >= 0 and B >= 0, of the hull of whole points A, B >= 0 with A + B <= count and
/// first_mass A + second_mass B <= mass, masses above 0. With mass < 0 as with no room at all: A + B <= 0.
[[nodiscard]] std::vector<Facet> hull_of_two(std::int64_t count, std::int64_t first_mass, std::int64_t second_mass,
                                             std::int64_t mass);

}  // namespace hallplan::search::aggregate
