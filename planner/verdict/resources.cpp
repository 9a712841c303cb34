// Capacity and use in normal running, and the tightest element in its worst scenario: from the checks, by rule.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "planner/verdict/parts.hpp"
#include "planner/verdict/resource_names.hpp"

namespace hallplan::verdict {
namespace {

/// One element's normal and worst check.
struct Element {
  const Check* normal = nullptr;
  const Check* worst = nullptr;
};

/// Shares are no amounts that could be summed.
bool counts(const Check& check) {
  return check.dimension != Dimension::fraction && std::isfinite(check.limit) && check.limit > 0 &&
         std::isfinite(check.value);
}

/// What is undecided for want of a value counts in no sum, or in part; an error leaves the sum complete.
bool lacks_parts(const Check& check) { return check.status == Status::undecided && check.error == 0; }

/// "busway bus-a3 97.1 %", or of a sum with unknown parts "busway bus-a3 at least 650 kW of 669 kW".
std::string use_of(const Resource& resource) {
  if (!resource.at_least) return fmt::format("{:.1f} %", 100 * resource.utilisation);
  const FieldQuantity used = to_field(resource.dimension, resource.tightest_used);
  const FieldQuantity limit = to_field(resource.dimension, resource.tightest_limit);
  return fmt::format("at least {:.4g} of {:.4g} {}", used.value, limit.value, limit.unit);
}

/// The tightest element in its worst scenario.
void add_tightest(Resource& resource, const std::string& where, const Check& worst) {
  if (!resource.tightest.empty() && utilisation(worst) <= resource.utilisation) return;
  resource.tightest = where;
  resource.tightest_limit = worst.limit;
  resource.tightest_used = worst.value;
  resource.left = worst.limit - worst.value;
  resource.worst_scenario = worst.scenario;
  resource.utilisation = utilisation(worst);
}

Resource total(std::string_view name, const std::map<std::string, Element>& elements) {
  Resource resource;
  resource.name = name;
  for (const auto& [where, element] : elements) {
    // What is only checked with something lost counts as it then is.
    const Check& running = element.normal == nullptr ? *element.worst : *element.normal;
    resource.dimension = running.dimension;
    resource.capacity += running.limit;
    resource.used += running.value;
    ++resource.elements;
    add_tightest(resource, where, *element.worst);
  }
  const bool density = resource.dimension == Dimension::floor_load || resource.dimension == Dimension::power_density;
  if (density) resource.capacity = resource.used = std::numeric_limits<double>::quiet_NaN();
  resource.stranded = resource.capacity - resource.used;
  return resource;
}

/// "busway bus-a3", "utility", "floor bay x 3.000 to 6.000 m, ...": no word twice.
std::string tightest_of(const Resource& resource) {
  if (resource.name == resource.tightest) return resource.name;
  const std::string first = resource.tightest.substr(0, resource.tightest.find(' '));
  const bool twice = first.size() < resource.tightest.size() && resource.name.ends_with(' ' + first);
  return resource.name + (twice ? resource.tightest.substr(first.size()) : ' ' + resource.tightest);
}

}  // namespace

std::vector<Resource> resources_of(const std::vector<Check>& checks) {
  std::vector<Resource> resources;
  for (const ResourceName& named : kResourceNames) {
    std::map<std::string, Element> elements;
    bool at_least = false;
    for (const Check& check : checks) {
      if (check.rule != named.rule) continue;
      at_least = at_least || lacks_parts(check);
      if (!counts(check)) continue;
      Element& element = elements[check.where];
      if (check.scenario == "normal") element.normal = &check;
      if (element.worst == nullptr || utilisation(check) > utilisation(*element.worst)) element.worst = &check;
    }
    if (elements.empty()) continue;
    resources.push_back(total(named.name, elements));
    resources.back().at_least = at_least;
  }
  std::stable_sort(resources.begin(), resources.end(),
                   [](const Resource& a, const Resource& b) { return a.utilisation > b.utilisation; });
  return resources;
}

std::vector<std::string> limits_of(const std::vector<Resource>& resources) {
  constexpr std::size_t kMost = 5;
  std::vector<std::string> limits;
  for (const Resource& resource : resources) {
    if (limits.size() == kMost) break;
    const std::string loss = resource.worst_scenario == "normal" ? "" : fmt::format(" ({})", resource.worst_scenario);
    limits.push_back(fmt::format("{} {}{}", tightest_of(resource), use_of(resource), loss));
  }
  return limits;
}

}  // namespace hallplan::verdict
