// Published viscosities of a coolant that disagree: the checks take the high one where racks may get too little and the low one where they
// may get too much. Whether the answer hangs on which table is right is an assumption of it like any other.
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "planner/hydraulics/pipes.hpp"
#include "planner/verdict/checks.hpp"
#include "planner/verdict/parts.hpp"
#include "planner/verdict/trial.hpp"

namespace hallplan::verdict {
namespace {

using hydraulics::FlowEnd;

constexpr Domains kPlant{false, true, false};

/// With every viscosity of a coolant at one end of its range.
Site settled(Site site, std::size_t coolant, FlowEnd end) {
  for (CoolantPoint& point : site.catalogue.coolants[coolant].body.table) {
    if (!point.viscosity_pa_s) continue;
    Value& value = *point.viscosity_pa_s;
    value.value = value.low = value.high = hydraulics::hinders(value, end);
  }
  return site;
}

/// A coolant whose tables disagree at a temperature that it is taken at in pipes.
struct Disputed {
  std::size_t coolant = 0;
  double at_degc = 0, low_pa_s = 0, high_pa_s = 0;
};

/// Each such coolant of groups and facility-water loops with pipes, where it is first met.
std::vector<Disputed> disputed_in_pipes(const Site& site) {
  std::set<std::size_t> seen;
  std::vector<Disputed> out;
  const auto look = [&](const Ref& coolant, double at_degc) {
    const auto number = static_cast<std::size_t>(coolant.index);
    const Product<CoolantType>& product = site.catalogue.coolants[number];
    const hydraulics::FluidFound thick = hydraulics::fluid_at(product, at_degc, FlowEnd::least);
    const hydraulics::FluidFound thin = hydraulics::fluid_at(product, at_degc, FlowEnd::most);
    if (!thick.unknown.empty() || thick.fluid.viscosity_pa_s == thin.fluid.viscosity_pa_s) return;
    if (seen.insert(number).second) {
      out.push_back({number, at_degc, thin.fluid.viscosity_pa_s, thick.fluid.viscosity_pa_s});
    }
  };
  for (const CduGroup& group : site.cdu_groups) {
    if (group.piping) look(group.coolant, group.supply_degc.high);
  }
  for (const FacilityLoop& loop : site.loops) {
    if (loop.piping) look(loop.coolant, loop.supply_degc.low);
  }
  return out;
}

std::string mpa_s(double pa_s) { return fmt::format("{:.3g} mPa.s", 1e3 * pa_s); }

/// A rule whose status is another with one table alone. Of the liquid ones: nothing else hangs on a viscosity.
void find_change(const Site& site, const Plan& plan, const Fields& fields, std::size_t coolant, double low_pa_s,
                 double high_pa_s, Assumption& out) {
  const std::vector<Check> checks = liquid_checks(site, plan, fields);
  const Statuses now = by_rule(checks);
  for (const FlowEnd end : {FlowEnd::least, FlowEnd::most}) {
    const Statuses then = by_rule(liquid_checks(settled(site, coolant, end), plan, fields));
    for (const auto& [rule, to] : then) {
      if (status_of(now, rule) == to) continue;
      const bool thin = end == FlowEnd::most;
      out.flips_what = rule_id(rule);
      out.from = status_of(now, rule);
      out.to = to;
      out.below = thin;
      out.flips_at = mpa_s(thin ? low_pa_s : high_pa_s);
      out.closeness = (high_pa_s - low_pa_s) / high_pa_s;
      out.away = fmt::format("{:.2g} %", 100 * out.closeness);
      return;
    }
  }
  out.tried_from = mpa_s(low_pa_s);
  out.tried_to = mpa_s(high_pa_s);
  out.open = open_rules(checks, out.path, kPlant);
}

}  // namespace

std::vector<Assumption> disputed_viscosities(const Site& site, const Plan& plan, const Fields& fields) {
  std::vector<Assumption> out;
  for (const Disputed& disputed : disputed_in_pipes(site)) {
    const Product<CoolantType>& coolant = site.catalogue.coolants[disputed.coolant];
    Assumption viscosity;
    viscosity.path = fmt::format("racks/{}: coolant.table[].viscosity", coolant.id);
    viscosity.written =
        fmt::format("{} to {} at {:.4g} degC", mpa_s(disputed.low_pa_s), mpa_s(disputed.high_pa_s), disputed.at_degc);
    viscosity.why =
        "published tables disagree; what racks get at least is worked out with the high one, at most with the low one";
    viscosity.trust = coolant.body.table.front().viscosity_pa_s->trust;
    viscosity.closeness = std::numeric_limits<double>::infinity();
    find_change(site, plan, fields, disputed.coolant, disputed.low_pa_s, disputed.high_pa_s, viscosity);
    out.push_back(std::move(viscosity));
  }
  return out;
}

}  // namespace hallplan::verdict
