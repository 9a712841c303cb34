#include "planner/hydraulics/facility_network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <variant>

#include "planner/hydraulics/loads.hpp"
#include "planner/hydraulics/pipes.hpp"
#include "planner/network/solve.hpp"

namespace hallplan::hydraulics {

FacilityNetwork::FacilityNetwork(const Site& site, int loop, const WaterTaker& taker)
    : site_(site), loop_(site.loops[static_cast<std::size_t>(loop)]), taker_(taker), banks_(coil_banks(site, loop)) {
  FluidFound found =
      fluid_at(site.catalogue.coolants[static_cast<std::size_t>(loop_.coolant.index)], loop_.supply_degc.low);
  unknown_ = std::move(found.unknown);
  network_.fluid = found.fluid;
  list_units(loop);
  list_coils();
  if (!unknown_.empty()) return;
  const std::size_t back = add_node(network_, "return of " + loop_.id);
  const std::size_t supply = add_node(network_, "supply of " + loop_.id);
  add_source(back, supply);
  add_stops(back, supply);
}

void FacilityNetwork::list_units(int loop) {
  for (std::size_t g = 0; g < site_.cdu_groups.size(); ++g) {
    const CduGroup& group = site_.cdu_groups[g];
    if (group.loop.index != loop) continue;
    for (std::size_t u = 0; u < group.units.size(); ++u) {
      const Unit& unit = group.units[u];
      if (unit.x_m && unit.y_m) {
        stops_.push_back({false, units_.size(), unit.id, {unit.x_m->value, unit.y_m->value}});
      } else if (unknown_.empty()) {
        unknown_ = fmt::format("no place known for {}{}", unit.id,
                               cdu_of(site_, group).body.in_rack ? ", which stands inside a rack" : "");
      }
      units_.push_back({g, u, 0});
    }
  }
}

void FacilityNetwork::list_coils() {
  for (std::size_t b = 0; b < banks_.size(); ++b) {
    const CoilBank& bank = banks_[b];
    if (unknown_.empty()) unknown_ = bank.unknown_flow();
    if (unknown_.empty() && !bank.water.pressure_drop_pa) {
      unknown_ = bank.lacks("facility-water pressure drop of coils", "pressure_drop");
    }
    for (CoilPlace& place : coil_places(site_, bank)) {
      if (place.at) {
        stops_.push_back({true, coils_.size(), std::move(place.id), *place.at});
      } else if (unknown_.empty()) {
        unknown_ = fmt::format("no place known for {}, whose coil hangs on {}", place.id, loop_.id);
      }
      coils_.push_back({b, 0});
    }
  }
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

void FacilityNetwork::add_stops(std::size_t back, std::size_t supply) {
  const FacilityPiping& pipes = *loop_.piping;
  const std::size_t edge = back;
  const bool reverse = pipes.header_return == HeaderReturn::reverse;
  const FloorPoint entry{pipes.x_m.value, pipes.y_m.value};
  FloorPoint at = entry;
  std::vector<FacilityUnit> units;
  std::vector<FacilityCoil> coils;
  for (std::size_t i = 0; i < stops_.size() && unknown_.empty(); ++i) {
    const auto nearest = std::min_element(stops_.begin() + static_cast<std::ptrdiff_t>(i), stops_.end(),
                                          [&](const Stop& one, const Stop& other) {
                                            return at_right_angles_m(at, one.at) < at_right_angles_m(at, other.at);
                                          });
    std::rotate(stops_.begin() + static_cast<std::ptrdiff_t>(i), nearest, nearest + 1);
    const Stop& stop = stops_[i];
    const double length_m = at_right_angles_m(at, stop.at);
    const std::size_t next_supply = add_node(network_, "facility supply at " + stop.id);
    const std::size_t next_back = add_node(network_, "facility return at " + stop.id);
    add_link(network_, "facility supply to " + stop.id, supply, next_supply, header_pipe(pipes, length_m));
    if (!reverse) {
      add_link(network_, "facility return from " + stop.id, next_back, back, header_pipe(pipes, length_m));
    } else if (i > 0) {
      add_link(network_, "facility return to " + stop.id, back, next_back, header_pipe(pipes, length_m));
    }
    if (stop.is_coil) {
      coils.push_back(coils_[stop.number]);
      add_coil(coils.back(), stop.id, next_supply, next_back);
    } else {
      units.push_back(units_[stop.number]);
      add_unit(units.back(), next_supply, next_back);
    }
    supply = next_supply;
    back = next_back;
    at = stop.at;
  }
  if (stops_.empty() || !unknown_.empty()) return;
  units_ = std::move(units);
  coils_ = std::move(coils);
  if (reverse) {
    add_link(network_, "facility return to the room's edge", back, edge,
             header_pipe(pipes, at_right_angles_m(at, entry)));
  }
  unknown_ = add_header_tees(network_, pipes, branches_);
}

void FacilityNetwork::add_unit(FacilityUnit& unit, std::size_t supply, std::size_t back) {
  const FacilityPiping& pipes = *loop_.piping;
  const CduGroup& group = site_.cdu_groups[unit.group];
  const Product<CduType>& cdu = cdu_of(site_, group);
  const std::string& id = group.units[unit.unit].id;
  if (!cdu.body.facility) unknown_ = fmt::format("no facility-water flow known for {}", cdu.id);
  if (unknown_.empty() && !cdu.body.facility->pressure_drop_pa) {
    unknown_ = fmt::format("no facility-water pressure drop known for {}", cdu.id);
  }
  if (!unknown_.empty()) return;
  const bool takes = !taker_.bank && taker_.cdu_type.value_or(group.type.index) == group.type.index;
  const FlowEnd end = takes ? FlowEnd::least : FlowEnd::most;
  const Value& flow = cdu.body.facility->flow_m3_per_s;
  const double rated = opens(flow, end);
  std::size_t inlet = add_node(network_, "facility inlet of " + id);
  const std::string in = "facility supply branch of " + id, out = "facility return branch of " + id;
  branches_.push_back({in, supply, add_link(network_, in, supply, inlet, branch_pipe(pipes))});
  if (pipes.strainer_drop_pa) {
    const std::size_t behind = add_node(network_, "behind the strainer of " + id);
    strainer_links_.push_back(
        add_link(network_, "facility strainer of " + id, inlet, behind, strainer(*pipes.strainer_drop_pa, rated, end)));
    inlet = behind;
  }
  const std::size_t outlet = add_node(network_, "facility outlet of " + id);
  unit.link = add_link(network_, "exchanger of " + id, inlet, outlet,
                       strainer(*cdu.body.facility->pressure_drop_pa, rated, end));
  if (pipes.flow_limited) network_.links[unit.link].most_flow_m3_per_s = rated;
  branches_.push_back({out, back, add_link(network_, out, outlet, back, branch_pipe(pipes))});
}

void FacilityNetwork::add_coil(FacilityCoil& coil, const std::string& id, std::size_t supply, std::size_t back) {
  const FacilityPiping& pipes = *loop_.piping;
  const CoilBank& bank = banks_[coil.bank];
  const bool takes = !taker_.cdu_type && taker_.bank.value_or(coil.bank) == coil.bank;
  const FlowEnd end = takes ? FlowEnd::least : FlowEnd::most;
  const Value& flow = *bank.water.flow_m3_per_s;
  const std::size_t inlet = add_node(network_, "facility inlet of " + id);
  const std::size_t outlet = add_node(network_, "facility outlet of " + id);
  const std::string in = "facility supply branch of " + id, out = "facility return branch of " + id;
  branches_.push_back({in, supply, add_link(network_, in, supply, inlet, branch_pipe(pipes))});
  coil.link =
      add_link(network_, "coil of " + id, inlet, outlet, strainer(*bank.water.pressure_drop_pa, opens(flow, end), end));
  if (bank.throttles()) {
    network_.links[coil.link].most_flow_m3_per_s = bank.part() * opens(flow, end);
  } else if (pipes.flow_limited) {
    network_.links[coil.link].most_flow_m3_per_s = opens(flow, end);
  }
  branches_.push_back({out, back, add_link(network_, out, outlet, back, branch_pipe(pipes))});
}

void FacilityNetwork::lose_coils(std::size_t number, std::size_t lost, network::Network& network) const {
  const CoilBank& bank = banks_[number];
  if (!bank.throttles()) return;
  for (const FacilityCoil& coil : coils_) {
    if (coil.bank != number) continue;
    network::Link& link = network.links[coil.link];
    link.open = lost == 0;
    link.most_flow_m3_per_s = bank.water.flow_m3_per_s->high;
    lost -= std::min<std::size_t>(lost, 1);
  }
}

FacilityFlow FacilityNetwork::solved(const network::Network& network) const {
  FacilityFlow made;
  const network::Solution solution = network::solve(network);
  if (!solution.solved()) {
    made.unknown = solution.problem;
    return made;
  }
  for (const FacilityUnit& unit : units_) {
    made.unit_m3_per_s.push_back(std::max(0.0, solution.flow_m3_per_s[unit.link]));
    made.total_m3_per_s += made.unit_m3_per_s.back();
  }
  for (const FacilityCoil& coil : coils_) {
    made.coil_m3_per_s.push_back(std::max(0.0, solution.flow_m3_per_s[coil.link]));
    made.total_m3_per_s += made.coil_m3_per_s.back();
  }
  const double most = loop_.flow_m3_per_s.low;
  if (made.total_m3_per_s > most) {
    for (double& flow : made.unit_m3_per_s) flow *= most / made.total_m3_per_s;
    for (double& flow : made.coil_m3_per_s) flow *= most / made.total_m3_per_s;
    made.total_m3_per_s = most;
  }
  return made;
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
  if (loss.bank) lose_coils(*loss.bank, static_cast<std::size_t>(loss.coils), network);
  made = solved(network);
  if (loss.bank || !made.unknown.empty()) return made;
  bool are_spare = false;
  for (std::size_t b = 0; b < banks_.size(); ++b) {
    if (banks_[b].part() >= 1) continue;
    are_spare = true;
    lose_coils(b, banks_[b].spare, network);
  }
  if (!are_spare) return made;
  FacilityFlow lost = solved(network);
  if (!lost.unknown.empty()) return lost;
  for (std::size_t u = 0; u < units_.size(); ++u) {
    made.unit_m3_per_s[u] = std::min(made.unit_m3_per_s[u], lost.unit_m3_per_s[u]);
  }
  made.total_m3_per_s = std::min(made.total_m3_per_s, lost.total_m3_per_s);
  return made;
}

}  // namespace hallplan::hydraulics
