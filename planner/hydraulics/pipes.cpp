#include "planner/hydraulics/pipes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <variant>

#include "planner/hydraulics/interpolate.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/hydraulics/loads.hpp"

namespace hallplan::hydraulics {

double at_right_angles_m(const FloorPoint& one, const FloorPoint& other) {
  constexpr double kLeastPipe_m = 0.1;
  return std::max(kLeastPipe_m, std::fabs(one.x_m - other.x_m) + std::fabs(one.y_m - other.y_m));
}

double opens(const Value& value, FlowEnd end) { return end == FlowEnd::least ? value.low : value.high; }
double hinders(const Value& value, FlowEnd end) { return end == FlowEnd::least ? value.high : value.low; }

FluidFound fluid_at(const Product<CoolantType>& coolant, double temperature_degc, FlowEnd end) {
  FluidFound found;
  const std::optional<CoolantState> state =
      coolant_at(coolant.body, temperature_degc, end == FlowEnd::least ? End::high : End::low);
  const auto place = place_in(coolant.body.table, temperature_degc,
                              [](const CoolantPoint& point) { return point.temperature_degc.value; });
  if (!state || !place) {
    found.unknown = fmt::format("no properties of {} known at {}", coolant.id, degc(temperature_degc));
    return found;
  }
  const CoolantPoint& low = coolant.body.table[place->low];
  const CoolantPoint& high = place->part > 0 ? coolant.body.table[place->low + 1] : low;
  if (!low.viscosity_pa_s || !high.viscosity_pa_s) {
    found.unknown = fmt::format("no viscosity known for {}", coolant.id);
    return found;
  }
  found.fluid = {state->density_kg_per_m3,
                 place->between(hinders(*low.viscosity_pa_s, end), hinders(*high.viscosity_pa_s, end))};
  return found;
}

std::size_t add_node(network::Network& network, std::string id) {
  network.nodes.push_back({std::move(id), 0, 0, {}});
  return network.nodes.size() - 1;
}

std::size_t add_link(network::Network& network, std::string id, std::size_t from, std::size_t to, network::Law law) {
  network::Link link;
  link.id = std::move(id);
  link.from = from;
  link.to = to;
  link.law = std::move(law);
  network.links.push_back(std::move(link));
  return network.links.size() - 1;
}

network::Pipe header_pipe(const Pipes& pipes, double length_m, FlowEnd end) {
  return {length_m, opens(pipes.header_diameter_m, end), hinders(pipes.roughness_m, end)};
}

network::Pipe branch_pipe(const Pipes& pipes, FlowEnd end) {
  return {hinders(pipes.branch_length_m, end), opens(pipes.branch_diameter_m, end), hinders(pipes.roughness_m, end),
          pipes.branch_loss ? hinders(*pipes.branch_loss, end) : 0};
}

std::string add_header_tees(network::Network& network, const Pipes& pipes, const std::vector<HeaderBranch>& branches,
                            FlowEnd end) {
  if (!pipes.header_tees || end == FlowEnd::most) return {};
  const double run_m = opens(pipes.header_diameter_m, end), branch_m = opens(pipes.branch_diameter_m, end);
  if (branch_m > run_m) return "no tee known whose branch is wider than its header (header_tees)";
  std::vector<std::vector<std::size_t>> ends(network.nodes.size());
  for (std::size_t i = 0; i < network.links.size(); ++i) {
    ends[network.links[i].from].push_back(i);
    ends[network.links[i].to].push_back(i);
  }
  const double ratio = branch_m / run_m * (branch_m / run_m);
  for (const HeaderBranch& branch : branches) {
    std::vector<std::size_t> runs = ends[branch.node];
    runs.erase(std::remove(runs.begin(), runs.end(), branch.link), runs.end());
    if (runs.size() == 2) {
      network::Tee tee{"tee of " + branch.id, branch.node, {runs[0], runs[1]}, branch.link, run_m, branch_m};
      tee.gains = false;
      network.tees.push_back(std::move(tee));
      continue;
    }
    const bool leaves = network.links[branch.link].from == branch.node;
    const double on_run =
        (leaves ? network::diverging_branch(1, ratio, 90) : network::converging_branch(1, ratio, 90)).k;
    std::get<network::Pipe>(network.links[branch.link].law).minor_k += on_run * ratio * ratio;
  }
  return {};
}

network::Resistance strainer(const Value& drop, double flow_m3_per_s, FlowEnd end) {
  return {0, hinders(drop, end) / (flow_m3_per_s * flow_m3_per_s)};
}

network::PointCurve curve_of(const std::vector<PumpPoint>& points, FlowEnd end, const MaybeValue& shut_off_pa) {
  network::PointCurve curve;
  if (!points.empty() && opens(points.front().flow_m3_per_s, end) > 0) {
    if (shut_off_pa) {
      curve.points.push_back({0, opens(*shut_off_pa, end)});
    } else if (end == FlowEnd::least) {
      curve.points.push_back({0, points.front().head_pa.low});
    }
  }
  for (const PumpPoint& point : points)
    curve.points.push_back({opens(point.flow_m3_per_s, end), opens(point.head_pa, end)});
  return curve;
}

}  // namespace hallplan::hydraulics
