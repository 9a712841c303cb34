// What the pipes of a facility-water loop must agree in.
#include <fmt/format.h>

#include "planner/site/cross_check.hpp"

namespace hallplan {

void cross_check_pipes(const FacilityLoop& loop, Diagnostics& problems) {
  if (!loop.piping) return;
  const FacilityPiping& pipes = *loop.piping;
  const bool by_pumps = !pipes.pump_curve.empty();
  const bool by_pressure = pipes.differential_pressure_pa.has_value();
  if (by_pumps == by_pressure) {
    problems.add({Rule::site_disagree,
                  pipes.header_diameter_m.at,
                  fmt::format("piping of '{}': expected one of differential_pressure and pump_curve, found {}", loop.id,
                              by_pumps ? "both" : "neither"),
                  by_pumps ? "leave one of them out" : "say what drives the water through its pipes",
                  {},
                  Severity::error});
  }
  check_pump_curve(pipes.pump_curve, problems);
  if (pipes.spare_pumps == 0) return;
  if (by_pressure && !by_pumps) {
    problems.error(Rule::site_disagree, pipes.header_diameter_m.at,
                   fmt::format("piping of '{}' has spare pumps and no pump_curve", loop.id));
  } else if (pipes.spare_pumps >= pipes.pumps) {
    problems.error(Rule::site_disagree, pipes.header_diameter_m.at,
                   fmt::format("piping of '{}' has {} pumps and {} of them spare: none is left", loop.id, pipes.pumps,
                               pipes.spare_pumps));
  }
}

}  // namespace hallplan
