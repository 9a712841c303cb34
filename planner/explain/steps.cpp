#include "planner/explain/steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "planner/base/text.hpp"

namespace hallplan::explain {
namespace {

/// "g1, g2 and 4 more"
std::string few(const std::vector<std::string>& names) {
  constexpr std::size_t kNamed = 4;
  if (names.size() <= kNamed) return join(names, ", ");
  const std::vector<std::string> first(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(kNamed - 1));
  return fmt::format("{} and {} more", join(first, ", "), names.size() - first.size());
}

/// A type of its own for one device, to be scaled without others of the same type.
template <class Body>
Body* own_type(std::vector<Product<Body>>& types, Ref& ref) {
  if (ref.index < 0) return nullptr;
  types.push_back(types[static_cast<std::size_t>(ref.index)]);
  ref.index = static_cast<int>(types.size()) - 1;
  return &types.back().body;
}

/// Of something counted, at least one more.
int a_quarter_more(int count) { return std::max(count + 1, static_cast<int>(std::ceil(kStep * count))); }

void scale_own(Device& device, double factor) {
  scale(device.rating_w, factor);
  scale(device.rating_va, factor);
  scale(device.rating_a, factor);
  scale(device.short_time_w, factor);
}

}  // namespace

void scale(Value& value, double factor) {
  value.value *= factor;
  value.low *= factor;
  value.high *= factor;
}
void scale(MaybeValue& value, double factor) {
  if (value) scale(*value, factor);
}

std::function<std::string(int)> larger(const std::vector<std::string>& names, std::string_view what) {
  return [words = few(names), what](int steps) {
    return fmt::format("{}: {} x {:.4g}", words, what, std::pow(kStep, steps));
  };
}

std::function<std::string(int)> one_more_each(std::vector<Counted> all, std::string_view unit) {
  return [all = std::move(all), unit](int steps) {
    std::vector<std::string> names;
    for (const Counted& one : all) {
      names.push_back(
          fmt::format("{}: {} -> {} {}", one.id, one.count, one.count + static_cast<std::size_t>(steps), unit));
    }
    return few(names);
  };
}

bool of_modules(const Device& device) { return device.kind == DeviceKind::ups && device.ups_type.given(); }

std::function<std::string(int)> modules_or_ratings(std::vector<Counted> modules,
                                                   const std::vector<std::string>& rated) {
  if (modules.empty()) return larger(rated, "rating");
  if (rated.empty()) return one_more_each(std::move(modules), "modules");
  return [of_modules = one_more_each(std::move(modules), "modules"), of_ratings = larger(rated, "rating")](int steps) {
    return of_modules(steps) + ", " + of_ratings(steps);
  };
}

void raise(Site& site, std::size_t number) {
  Device& device = site.devices[number];
  if (of_modules(device)) {
    const double share = static_cast<double>(device.modules + 1) / std::max(1, device.modules);
    ++device.modules;
    scale_own(device, share);
    return;
  }
  scale_own(device, kStep);
  if (BuswayType* type = own_type(site.catalogue.busways, device.busway_type)) scale(type->rating_a, kStep);
  if (TransformerType* type = own_type(site.catalogue.transformers, device.transformer_type)) {
    scale(type->rating_va, kStep);
  }
  if (GeneratorType* type = own_type(site.catalogue.generators, device.generator_type)) {
    scale(type->rating_w, kStep);
    scale(type->rating_va, kStep);
  }
}

void add_places(Device& device) {
  if (device.tap_offs) device.tap_offs->count = a_quarter_more(device.tap_offs->count);
}

std::function<std::string(int)> more_places(std::vector<Counted> all) {
  return [all = std::move(all)](int steps) {
    std::vector<std::string> names;
    names.reserve(all.size());
    for (const Counted& one : all) {
      int places = static_cast<int>(one.count);
      for (int step = 0; step < steps; ++step) places = a_quarter_more(places);
      names.push_back(fmt::format("{}: {} -> {} places", one.id, one.count, places));
    }
    return few(names);
  };
}

bool has_step(const Device& device) {
  const bool typed = device.transformer_type.given() || device.generator_type.given() || device.busway_type.given() ||
                     device.ups_type.given();
  return typed || device.rating_w || device.rating_va || device.rating_a;
}

}  // namespace hallplan::explain
