#include "planner/hydraulics/facility_network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <variant>

#include "planner/hydraulics/loads.hpp"
#include "planner/hydraulics/pipes.hpp"
#include "planner/network/solve.hpp"

namespace hallplan::hydraulics {

FacilityNetwork::FacilityNetwork(const Site& site, int loop)
    : site_(site), loop_(site.loops[static_cast<std::size_t>(loop)]) {
  FluidFound found =
      fluid_at(site.catalogue.coolants[static_cast<std::size_t>(loop_.coolant.index)], loop_.supply_degc.low);
  unknown_ = std::move(found.unknown);
  network_.fluid = found.fluid;
  for (std::size_t g = 0; g < site.cdu_groups.size(); ++g) {
    const CduGroup& group = site.cdu_groups[g];
    if (group.loop.index != loop) continue;
    for (std::size_t u = 0; u < group.units.size(); ++u) {
      if (unknown_.empty() && (!group.units[u].x_m || !group.units[u].y_m)) {
        unknown_ = fmt::format("no place known for {}{}", group.units[u].id,
                               cdu_of(site, group).body.in_rack ? ", which stands inside a rack" : "");
      }
      units_.push_back({g, u, 0});
    }
  }
  if (!unknown_.empty()) return;
  const std::size_t back = add_node(network_, "return of " + loop_.id);
  const std::size_t supply = add_node(network_, "supply of " + loop_.id);
  add_source(back, supply);
  add_units(back, supply);
}

void FacilityNetwork::add_source(std::size_t back, std::size_t supply) {
  const FacilityPiping& pipes = *loop_.piping;
  network_.nodes[back].pressure_pa = 0;
  if (pipes.differential_pressure_pa) {
    network_.nodes[supply].pressure_pa = pipes.differential_pressure_pa->low;
    return;
  }
  const network::PointCurve curve = curve_of(pipes.pump_curve);
  if (curve.points.size() < 2) {
    unknown_ = fmt::format("no pump curve of two points known for {}", loop_.id);
    return;
  }
  for (int i = 0; i < pipes.pumps; ++i) {
    pump_links_.push_back(
        add_link(network_, fmt::format("pump {} of {}", i + 1, loop_.id), back, supply, network::Pump{curve}));
    network_.links[pump_links_.back()].most_flow_m3_per_s = curve.points.back().flow_m3_per_s;
  }
}

void FacilityNetwork::add_units(std::size_t back, std::size_t supply) {
  const FacilityPiping& pipes = *loop_.piping;
  const std::size_t edge = back;
  const auto place = [&](const FacilityUnit& unit) {
    const Unit& at = site_.cdu_groups[unit.group].units[unit.unit];
    return FloorPoint{at.x_m->value, at.y_m->value};
  };
  const bool reverse = pipes.header_return == HeaderReturn::reverse;
  FloorPoint at{pipes.x_m.value, pipes.y_m.value};
  for (std::size_t i = 0; i < units_.size() && unknown_.empty(); ++i) {
    const auto nearest =
        std::min_element(units_.begin() + static_cast<std::ptrdiff_t>(i), units_.end(),
                         [&](const FacilityUnit& one, const FacilityUnit& other) {
                           return at_right_angles_m(at, place(one)) < at_right_angles_m(at, place(other));
                         });
    std::rotate(units_.begin() + static_cast<std::ptrdiff_t>(i), nearest, nearest + 1);
    const std::string& id = site_.cdu_groups[units_[i].group].units[units_[i].unit].id;
    const double length_m = at_right_angles_m(at, place(units_[i]));
    const std::size_t next_supply = add_node(network_, "facility supply at " + id);
    const std::size_t next_back = add_node(network_, "facility return at " + id);
    add_link(network_, "facility supply to " + id, supply, next_supply, header_pipe(pipes, length_m));
    if (!reverse) {
      add_link(network_, "facility return from " + id, next_back, back, header_pipe(pipes, length_m));
    } else if (i > 0) {
      add_link(network_, "facility return to " + id, back, next_back, header_pipe(pipes, length_m));
    }
    if (!add_unit(units_[i], next_supply, next_back)) return;
    units_[i].link = network_.links.size() - 2;
    supply = next_supply;
    back = next_back;
    at = place(units_[i]);
  }
  if (units_.empty() || !unknown_.empty()) return;
  if (reverse) {
    add_link(network_, "facility return to the room's edge", back, edge,
             header_pipe(pipes, at_right_angles_m(at, {pipes.x_m.value, pipes.y_m.value})));
  }
  unknown_ = add_header_tees(network_, pipes, branches_);
}

/// Leaves its exchanger as the last link but one.
bool FacilityNetwork::add_unit(const FacilityUnit& unit, std::size_t supply, std::size_t back) {
  const FacilityPiping& pipes = *loop_.piping;
  const CduGroup& group = site_.cdu_groups[unit.group];
  const Product<CduType>& cdu = cdu_of(site_, group);
  const std::string& id = group.units[unit.unit].id;
  if (!cdu.body.facility) unknown_ = fmt::format("no facility-water flow known for {}", cdu.id);
  if (unknown_.empty() && !cdu.body.facility->pressure_drop_pa) {
    unknown_ = fmt::format("no facility-water pressure drop known for {}", cdu.id);
  }
  if (!unknown_.empty()) return false;
  const double rated = cdu.body.facility->flow_m3_per_s.low;
  std::size_t inlet = add_node(network_, "facility inlet of " + id);
  const std::string in = "facility supply branch of " + id, out = "facility return branch of " + id;
  branches_.push_back({in, supply, add_link(network_, in, supply, inlet, branch_pipe(pipes))});
  if (pipes.strainer_drop_pa) {
    const std::size_t behind = add_node(network_, "behind the strainer of " + id);
    strainer_links_.push_back(
        add_link(network_, "facility strainer of " + id, inlet, behind, strainer(*pipes.strainer_drop_pa, rated)));
    inlet = behind;
  }
  const std::size_t outlet = add_node(network_, "facility outlet of " + id);
  const std::size_t through =
      add_link(network_, "exchanger of " + id, inlet, outlet, strainer(*cdu.body.facility->pressure_drop_pa, rated));
  if (pipes.flow_limited) network_.links[through].most_flow_m3_per_s = cdu.body.facility->flow_m3_per_s.high;
  branches_.push_back({out, back, add_link(network_, out, outlet, back, branch_pipe(pipes))});
  return true;
}

FacilityFlow FacilityNetwork::flow(const FacilityLoss& loss) const {
  FacilityFlow made;
  made.unknown = unknown_;
  if (!made.unknown.empty()) return made;
  network::Network network = network_;
  for (std::size_t i = 0; i < std::min(pump_links_.size(), static_cast<std::size_t>(loss.pumps)); ++i) {
    network.links[pump_links_[i]].open = false;
  }
  for (const std::size_t unit : loss.shut) network.links[units_[unit].link].open = false;
  if (loss.strainer && has_strainers()) {
    std::get<network::Resistance>(network.links[strainer_links_[*loss.strainer]].law).square_pa_s2_per_m6 *=
        kHalfBlocked;
  }
  const network::Solution solved = network::solve(network);
  if (!solved.solved()) {
    made.unknown = solved.problem;
    return made;
  }
  for (const FacilityUnit& unit : units_) {
    made.unit_m3_per_s.push_back(std::max(0.0, solved.flow_m3_per_s[unit.link]));
    made.total_m3_per_s += made.unit_m3_per_s.back();
  }
  const double most = loop_.flow_m3_per_s.low;
  if (made.total_m3_per_s > most) {
    for (double& flow : made.unit_m3_per_s) flow *= most / made.total_m3_per_s;
    made.total_m3_per_s = most;
  }
  return made;
}

}  // namespace hallplan::hydraulics
