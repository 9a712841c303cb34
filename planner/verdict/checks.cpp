#include "planner/verdict/checks.hpp"

#include <iterator>
#include <utility>

#include "planner/hydraulics/liquid.hpp"
#include "planner/layout/layout.hpp"
#include "planner/power/power.hpp"
#include "planner/thermal/density.hpp"
#include "planner/thermal/zones.hpp"

namespace hallplan::verdict {
namespace {

void append(std::vector<Check>& to, std::vector<Check> from) {
  std::move(from.begin(), from.end(), std::back_inserter(to));
}

/// Power, liquid and air hang together: losses of power devices heat zones, zones heat loops.
void append_plant(const Site& site, const Plan& plan, const thermal::FieldResult* field, std::vector<Check>& checks) {
  const std::vector<double> losses_w = power::zone_losses_w(site, plan);
  append(checks, power::check(site, plan));
  append(checks,
         hydraulics::check(site, plan, thermal::zone_heat_w(site, plan, losses_w), thermal::door_heat_w(site, plan)));
  append(checks, thermal::check(site, plan, losses_w, field));
  append(checks, thermal::check_power_losses(site, plan, power::zone_losses_by_loss(site, plan)));
}

}  // namespace

std::vector<Check> checks_of(const Site& site, const Plan& plan, const Domains& domains,
                             const thermal::FieldResult* field) {
  std::vector<Check> checks;
  if (domains.layout) append(checks, layout::check(site, plan));
  if (domains.plant) append_plant(site, plan, field, checks);
  if (domains.density) append(checks, thermal::check_density(site, plan));
  apply_policy(site, checks);
  return checks;
}

}  // namespace hallplan::verdict
