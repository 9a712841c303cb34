#include "planner/explain/waterfall.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/verdict/resource_names.hpp"

namespace hallplan::explain {
namespace {

/// One element: as it runs, and where least is left.
struct Element {
  const Check* normal = nullptr;
  const Check* worst = nullptr;
};

bool counts(const Check& check) {
  const bool adds = check.dimension != Dimension::floor_load && check.dimension != Dimension::power_density;
  return adds && std::isfinite(check.limit) && check.limit > 0 && std::isfinite(check.value);
}

double left_of(const Check& check) { return check.limit - check.value; }

/// What keeps a unit of each demand out, but for this rule itself.
std::string kept_out_by(const std::vector<OneUnit>& units, Rule own) {
  std::set<std::string> others;
  bool itself = false, room = false;
  const auto add = [&](Rule rule) {
    if (rule == own) {
      itself = true;
    } else {
      others.insert(std::string(rule_id(rule)));
    }
  };
  for (const OneUnit& unit : units) {
    room = room || unit.fits;
    for (const Relief& relief : unit.alone) add(relief.rule);
    for (const Relief& relief : unit.together) add(relief.rule);
    for (const Rule rule : unit.lacks) add(rule);
    if (unit.lacks_space && unit.lacks.empty()) others.insert("floor space");
  }
  if (room) return "the demand";
  if (itself) return "itself: too little for a unit more";
  return join({others.begin(), others.end()}, ", ");
}

}  // namespace

std::vector<Fall> falls_of(const std::vector<Check>& checks, const std::vector<OneUnit>& units) {
  std::vector<std::pair<double, Fall>> falls;
  for (const verdict::ResourceName& named : verdict::kResourceNames) {
    std::map<std::string, Element> elements;
    Fall fall;
    fall.rule = named.rule;
    fall.name = named.name;
    for (const Check& check : checks) {
      if (check.rule != named.rule) continue;
      fall.at_least = fall.at_least || (check.status == Status::undecided && check.error == 0);
      if (!counts(check)) continue;
      Element& element = elements[check.where];
      if (check.scenario == "normal") element.normal = &check;
      if (element.worst == nullptr || left_of(check) < left_of(*element.worst)) element.worst = &check;
    }
    if (elements.empty()) continue;
    double most = -1;
    for (const auto& [where, element] : elements) {
      // What is only checked with something lost counts as it then is.
      const Check& running = element.normal == nullptr ? *element.worst : *element.normal;
      const double left = std::max(0.0, left_of(running));
      const double stranded = std::clamp(left_of(*element.worst), 0.0, left);
      fall.dimension = running.dimension;
      fall.capacity += running.limit;
      fall.used += running.value;
      fall.over += std::max(0.0, -left_of(running));
      fall.stranded += stranded;
      fall.held += left - stranded;
      ++fall.elements;
      if (utilisation(*element.worst) <= most) continue;
      most = utilisation(*element.worst);
      fall.tightest = where;
      fall.scenario = element.worst->scenario;
      fall.left = left_of(*element.worst);
    }
    if (fall.stranded > 0) fall.stranded_by = kept_out_by(units, named.rule);
    falls.emplace_back(most, std::move(fall));
  }
  std::stable_sort(falls.begin(), falls.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<Fall> out;
  out.reserve(falls.size());
  for (auto& [most, fall] : falls) out.push_back(std::move(fall));
  return out;
}

}  // namespace hallplan::explain
