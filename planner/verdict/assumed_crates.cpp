// Racks that no crate is known for are taken on their way in at their own size: an assumption of the answer like any other, with
// the size at which it changes.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "planner/verdict/checks.hpp"
#include "planner/verdict/parts.hpp"

namespace hallplan::verdict {
namespace {

constexpr Domains kLayout{true, false, false};
constexpr double kLargest = 2;    ///< times its own size
constexpr double kStep = 0.005;   ///< of its own size, to which the change is found
constexpr std::size_t kMost = 8;  ///< types that are tried: each looks for ways through the hall a dozen times

Value scaled(const Value& size, double factor) {
  Value out = size;
  out.value *= factor;
  out.low *= factor;
  out.high *= factor;
  return out;
}

std::string size_text(const Body& body, double factor) {
  return fmt::format("{:.4g} m x {:.4g} m, {:.4g} m high", factor * body.width_m.high, factor * body.depth_m.high,
                     factor * body.height_m.high);
}

/// The worst status of the routes, with a type crated at a multiple of its own size and at its own mass.
class Routes {
 public:
  Routes(Site site, const Plan& plan, int type) : site_(std::move(site)), plan_(plan), type_(type) {}

  /// The routes where they are undecided.
  [[nodiscard]] std::vector<OpenRule> open() {
    std::vector<OpenRule> rules = open_rules(checks_of(site_, plan_, kLayout, {}), {}, kLayout);
    rules.erase(std::remove_if(rules.begin(), rules.end(),
                               [](const OpenRule& each) { return each.rule != rule_id(Rule::layout_route); }),
                rules.end());
    return rules;
  }

  [[nodiscard]] Status with(double factor) {
    Body& body = site_.catalogue.racks[static_cast<std::size_t>(type_)].body.body;
    body.crate =
        Crate{scaled(body.width_m, factor), scaled(body.depth_m, factor), scaled(body.height_m, factor), body.mass_kg};
    std::vector<Check> routes;
    for (Check& check : checks_of(site_, plan_, kLayout, {})) {
      if (check.rule == Rule::layout_route) routes.push_back(std::move(check));
    }
    body.crate.reset();
    return worst(routes);
  }

 private:
  Site site_;
  const Plan& plan_;
  int type_;
};

/// Looks for the size at which the routes change.
void find_change(const Site& site, const Plan& plan, int type, Assumption& out) {
  Routes routes(site, plan, type);
  out.tried = true;
  out.from = routes.with(1);
  if (routes.with(kLargest) == out.from) {
    const Body& body = site.catalogue.racks[static_cast<std::size_t>(type)].body.body;
    out.tried_from = size_text(body, 1);
    out.tried_to = size_text(body, kLargest);
    out.open = routes.open();
    return;
  }
  double same = 1;
  double other = kLargest;
  while (other - same > kStep) {
    const double middle = 0.5 * (same + other);
    (routes.with(middle) == out.from ? same : other) = middle;
  }
  out.to = routes.with(other);
  out.flips_what = rule_id(Rule::layout_route);
  out.flips_at = size_text(site.catalogue.racks[static_cast<std::size_t>(type)].body.body, other);
  out.closeness = other - 1;
  out.away = fmt::format("{:.2g} %", 100 * out.closeness);
}

}  // namespace

std::vector<Assumption> assumed_crates(const Site& site, const Plan& plan) {
  const std::vector<Door>& doors = site.hall.doors;
  if (std::none_of(doors.begin(), doors.end(), [](const Door& door) { return door.kind != DoorKind::egress; })) {
    return {};
  }
  std::set<int> types;
  for (const Placement& rack : plan.racks) types.insert(rack.type);
  std::vector<Assumption> out;
  for (const int type : types) {
    const Product<RackType>& rack = site.catalogue.racks[static_cast<std::size_t>(type)];
    if (rack.body.body.crate) continue;
    Assumption crate;
    crate.path = rack.in_site ? fmt::format("rack_types.{}.rack.body.crate", rack.id)
                              : fmt::format("racks/{}: rack.body.crate", rack.id);
    crate.written = size_text(rack.body.body, 1);
    crate.why = "no crate is known: it is rolled in at its own size and mass";
    crate.tried = false;
    crate.closeness = std::numeric_limits<double>::infinity();
    if (out.size() < kMost) find_change(site, plan, type, crate);
    out.push_back(std::move(crate));
  }
  return out;
}

}  // namespace hallplan::verdict
