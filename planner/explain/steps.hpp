/// One step of plant that has a rating or is counted, and what is said of it. Internal to this module.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "planner/site/site.hpp"

namespace hallplan::explain {

/// Ratings come in steps of about a quarter: 800, 1000, 1250, 1600 A or kVA (the R10 series of preferred numbers, ISO 3).
inline constexpr double kStep = 1.25;

void scale(Value& value, double factor);
void scale(MaybeValue& value, double factor);

/// "tx-a, tx-b: rating x 1.25"
[[nodiscard]] std::function<std::string(int)> larger(const std::vector<std::string>& names, std::string_view what);

/// Something counted that grows by one a step.
struct Counted {
  std::string id;
  std::size_t count = 0;
};

/// "ups-a: 2 -> 3 modules, ups-b: 2 -> 3 modules"
[[nodiscard]] std::function<std::string(int)> one_more_each(std::vector<Counted> all, std::string_view unit);

/// Whether a device is bought module by module.
[[nodiscard]] bool of_modules(const Device& device);

/// "ups-a: 2 -> 3 modules, ups-b: rating x 1.25", of devices with modules and such that have a rating alone.
[[nodiscard]] std::function<std::string(int)> modules_or_ratings(std::vector<Counted> modules,
                                                                 const std::vector<std::string>& rated);

/// One step of one device: of a UPS of modules one module more, else its own rating and that of its type a quarter more. Other devices of
/// the type stay as they are.
void raise(Site& site, std::size_t device);

/// One step of a busway's places for tap-off boxes: a quarter more, at least one. Nothing where the site counts none.
void add_places(Device& device);

/// "bus-a: 18 -> 23 places, bus-b: 18 -> 23 places"
[[nodiscard]] std::function<std::string(int)> more_places(std::vector<Counted> all);

/// Whether a device has something that a step raises.
[[nodiscard]] bool has_step(const Device& device);

}  // namespace hallplan::explain
