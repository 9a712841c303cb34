#include "planner/hydraulics/group_network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <utility>

#include "planner/hydraulics/cooling_loss.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/hydraulics/loads.hpp"
#include "planner/hydraulics/pipes.hpp"
#include "planner/layout/layout.hpp"

namespace hallplan::hydraulics {
namespace {

FlowEnd opposite(FlowEnd end) { return end == FlowEnd::least ? FlowEnd::most : FlowEnd::least; }

bool has_drop_range(const Site& site, const CduGroup& group, const RackType& type) {
  std::vector<FlowPoint> changed;
  const std::vector<FlowPoint>& table = table_in(site, &group, *type.liquid, changed);
  return std::any_of(table.begin(), table.end(), [](const FlowPoint& point) {
    return point.pressure_drop_pa && (point.pressure_drop_pa->disputed() || point.flow_m3_per_s.disputed());
  });
}

class Maker {
 public:
  Maker(const Site& site, const Plan& plan, int group, FlowEnd end, std::optional<int> worst_type)
      : site_(site),
        plan_(plan),
        number_(group),
        group_(site.cdu_groups[static_cast<std::size_t>(group)]),
        pipes_(*group_.piping),
        end_(end),
        worst_type_(worst_type) {}

  GroupNetwork make() {
    if (!take_fluid()) return std::move(made_);
    const Product<CduType>& cdu = cdu_of(site_, group_);
    if (cdu.body.pump_curve.empty()) unknown(fmt::format("no pump curve known for {}", cdu.id));
    for (const Unit& unit : group_.units) {
      if (cdu.body.in_rack) break;  // it has its rack's place
      if (!unit.x_m || !unit.y_m) unknown(fmt::format("no place known for {}", unit.id));
    }
    if (!made_.unknown.empty()) return std::move(made_);
    std::vector<std::size_t> all(group_.units.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    if (!is_dedicated(site_, group_)) {
      add_pair(all, racks_on_group());
    } else {
      const std::vector<std::vector<int>> racks = racks_by_unit(site_, plan_, number_);
      for (const std::size_t unit : all) add_pair({unit}, racks[unit]);
    }
    if (!made_.unknown.empty()) return std::move(made_);
    made_.unknown = add_header_tees(made_.network, pipes_, branches_, end_);
    return std::move(made_);
  }

 private:
  bool unknown(std::string why) {
    made_.unknown = std::move(why);
    return false;
  }

  bool take_fluid() {
    FluidFound found = fluid_at(site_.catalogue.coolants[static_cast<std::size_t>(group_.coolant.index)],
                                opens(group_.supply_degc, end_), end_);
    if (!found.unknown.empty()) return unknown(std::move(found.unknown));
    made_.network.fluid = found.fluid;
    return true;
  }

  std::size_t add_node(std::string id) { return hydraulics::add_node(made_.network, std::move(id)); }
  std::size_t add_link(std::string id, std::size_t from, std::size_t to, network::Law law) {
    return hydraulics::add_link(made_.network, std::move(id), from, to, std::move(law));
  }
  std::size_t add_header(std::string id, std::size_t from, std::size_t to, double length_m) {
    made_.header_links.push_back(add_link(std::move(id), from, to, header_pipe(pipes_, length_m, end_)));
    return made_.header_links.back();
  }

  /// Units with the headers that they feed, and the racks on these.
  void add_pair(const std::vector<std::size_t>& units, const std::vector<int>& racks) {
    if (!made_.unknown.empty()) return;
    const double supply_m = made_.supply_m, return_m = made_.return_m;
    take_units(units);
    if (cdu_of(site_, group_).body.in_rack) {
      for (const int rack : racks) {
        if (!add_rack(static_cast<std::size_t>(rack), supply_, return_)) return;
      }
    } else {
      for (const auto& [row, of_row] : racks_by_row(racks)) {
        if (!add_row(of_row)) return;
      }
    }
    HeaderPair& pair = made_.headers.back();
    pair.supply_m = made_.supply_m - supply_m;
    pair.return_m = made_.return_m - return_m;
    pair.racks = racks.size();
  }

  void take_units(const std::vector<std::size_t>& units) {
    const CduType& cdu = cdu_of(site_, group_).body;
    const network::PointCurve curve = curve_of(cdu.pump_curve, end_, cdu.shut_off_head_pa);
    middle_ = {};
    for (const std::size_t u : units) {
      if (cdu.in_rack) break;
      middle_.x_m += group_.units[u].x_m->value / static_cast<double>(units.size());
      middle_.y_m += group_.units[u].y_m->value / static_cast<double>(units.size());
    }
    const std::string& id = is_dedicated(site_, group_) ? group_.units[units.front()].id : group_.id;
    return_ = add_node("return at " + id);
    supply_ = add_node("supply at " + id);
    made_.headers.push_back({return_, supply_, {}, 0, 0, 0});
    made_.network.nodes[return_].pressure_pa = group_.fill_pressure_pa ? group_.fill_pressure_pa->low : 0;
    for (const std::size_t u : units) {
      const Unit& unit = group_.units[u];
      const std::size_t outlet = cdu.in_rack ? supply_ : add_node("outlet of " + unit.id);
      const std::size_t pump = add_link(unit.id, add_strainer(unit.id, cdu), outlet, network::Pump{curve});
      made_.network.links[pump].most_flow_m3_per_s = curve.points.back().flow_m3_per_s;
      made_.unit_links.push_back(pump);
      made_.headers.back().unit_links.push_back(pump);
      if (cdu.in_rack) continue;
      const double apart_m = at_right_angles_m({unit.x_m->value, unit.y_m->value}, middle_);
      add_header("pipes of " + unit.id, outlet, supply_, 2 * apart_m);  // both ways
      made_.supply_m += apart_m;
      made_.return_m += apart_m;
    }
  }

  /// Before the pump; gives the node that the pump draws from.
  std::size_t add_strainer(const std::string& unit, const CduType& cdu) {
    if (!pipes_.strainer_drop_pa) return return_;
    const std::size_t inlet = add_node("inlet of " + unit);
    made_.strainer_links.push_back(add_link("strainer of " + unit, return_, inlet,
                                            strainer(*pipes_.strainer_drop_pa, opens(cdu.flow_m3_per_s, end_), end_)));
    return inlet;
  }

  struct Stand {
    std::size_t rack;
    FloorPoint centre;
  };
  [[nodiscard]] std::vector<int> racks_on_group() const {
    std::vector<int> racks;
    for (std::size_t i = 0; i < plan_.racks.size(); ++i) {
      const Placement& rack = plan_.racks[i];
      const bool liquid = site_.catalogue.racks[static_cast<std::size_t>(rack.type)].body.liquid.has_value();
      if (rack.cdu_group == number_ && liquid) racks.push_back(static_cast<int>(i));
    }
    return racks;
  }

  [[nodiscard]] std::map<int, std::vector<Stand>> racks_by_row(const std::vector<int>& racks) const {
    std::map<int, std::vector<Stand>> rows;
    for (const int number : racks) {
      const auto i = static_cast<std::size_t>(number);
      const layout::RectMm at = layout::footprint(site_, plan_.racks[i]);
      constexpr double kMillimetre_m = 1e-3;
      rows[plan_.racks[i].row].push_back({i,
                                          {kMillimetre_m * static_cast<double>(at.x0 + at.x1) / 2,
                                           kMillimetre_m * static_cast<double>(at.y0 + at.y1) / 2}});
    }
    return rows;
  }

  /// From its nearer end; racks of no row are one by one, wherever they stand.
  bool add_row(std::vector<Stand> racks) {
    const auto order = [](const Stand& one, const Stand& other) {
      return std::pair(one.centre.x_m, one.centre.y_m) < std::pair(other.centre.x_m, other.centre.y_m);
    };
    std::sort(racks.begin(), racks.end(), order);
    if (at_right_angles_m(racks.back().centre, middle_) < at_right_angles_m(racks.front().centre, middle_)) {
      std::reverse(racks.begin(), racks.end());
    }
    const bool reverse = pipes_.header_return == HeaderReturn::reverse;
    std::size_t supply = supply_, back = return_;
    FloorPoint at = middle_;
    double header_m = 0;
    for (std::size_t i = 0; i < racks.size(); ++i) {
      const std::string& id = plan_.racks[racks[i].rack].id;
      const double length_m = at_right_angles_m(at, racks[i].centre);
      const std::size_t next_supply = add_node("supply header at " + id),
                        next_back = add_node("return header at " + id);
      const std::size_t piece = add_header("supply header to " + id, supply, next_supply, length_m);
      made_.supply_m += length_m;
      if (!reverse || i > 0) made_.return_m += length_m;
      if (!reverse) {
        add_header("return header from " + id, next_back, back, length_m);
      } else if (i > 0) {
        add_header("return header to " + id, back, next_back, length_m);
      }
      header_m += length_m;
      if (!add_rack(racks[i].rack, next_supply, next_back)) return false;
      made_.racks.back().header_m = header_m;
      made_.racks.back().header = piece;
      supply = next_supply;
      back = next_back;
      at = racks[i].centre;
    }
    if (reverse) {
      const double length_m = at_right_angles_m(at, middle_);
      made_.return_m += length_m;
      add_header("return header from " + plan_.racks[racks.back().rack].id, back, return_, length_m);
    }
    return true;
  }

  bool add_rack(std::size_t number, std::size_t supply, std::size_t back) {
    const Placement& rack = plan_.racks[number];
    const Product<RackType>& type = site_.catalogue.racks[static_cast<std::size_t>(rack.type)];
    const std::optional<RackDemand> demand = rack_demand(site_, type.body, group_.supply_degc.high, &group_);
    if (!demand)
      return unknown(fmt::format("no flow known for {} at {} supply", type.id, degc(group_.supply_degc.high)));
    const FlowEnd end = worst_type_ && rack.type != *worst_type_ ? opposite(end_) : end_;
    std::map<double, double> drops;  // by flow; of two at one flow the one that lets less through, or more
    std::vector<FlowPoint> changed;
    for (const FlowPoint& point : table_in(site_, &group_, *type.body.liquid, changed)) {
      if (!point.pressure_drop_pa || point.flow_m3_per_s.low <= 0) continue;
      const double drop = hinders(*point.pressure_drop_pa, end);
      const auto [known, fresh] = drops.try_emplace(opens(point.flow_m3_per_s, end), drop);
      if (!fresh && (drop > known->second) == (end == FlowEnd::least)) known->second = drop;
    }
    if (drops.empty()) return unknown(fmt::format("no pressure drop known for {}", type.id));
    network::DropCurve curve;
    for (const auto& [flow, drop] : drops) {
      if (curve.points.empty() || drop > curve.points.back().pa) curve.points.push_back({flow, drop});
    }
    if (cdu_of(site_, group_).body.in_rack) {
      take_rack(number, add_link(rack.id, supply, back, std::move(curve)), *demand);
      return true;
    }
    const network::Pipe branch = branch_pipe(pipes_, end_);
    const std::size_t in = add_node("inlet of " + rack.id), out = add_node("outlet of " + rack.id);
    branches_.push_back(
        {"supply branch of " + rack.id, supply, add_link("supply branch of " + rack.id, supply, in, branch)});
    const std::size_t through = add_link(rack.id, in, out, std::move(curve));
    branches_.push_back(
        {"return branch of " + rack.id, back, add_link("return branch of " + rack.id, out, back, branch)});
    take_rack(number, through, *demand);
    return true;
  }

  void take_rack(std::size_t number, std::size_t link, const RackDemand& demand) {
    if (pipes_.flow_limited) made_.network.links[link].most_flow_m3_per_s = demand.flow_m3_per_s;
    made_.racks.push_back({number, link, demand.flow_m3_per_s});
  }

  const Site& site_;
  const Plan& plan_;
  int number_;
  const CduGroup& group_;
  const Piping& pipes_;
  FlowEnd end_;
  std::optional<int> worst_type_;
  GroupNetwork made_;
  std::vector<HeaderBranch> branches_;
  FloorPoint middle_;  ///< of the units whose headers are being laid
  std::size_t supply_ = 0, return_ = 0;
};

}  // namespace

GroupNetwork network_of(const Site& site, const Plan& plan, int group, FlowEnd end, std::optional<int> worst_type) {
  return Maker(site, plan, group, end, worst_type).make();
}

std::vector<std::optional<int>> worst_types(const Site& site, const Plan& plan, int group) {
  std::vector<std::optional<int>> out{std::nullopt};
  const CduGroup& of = site.cdu_groups[static_cast<std::size_t>(group)];
  const Racks racks = racks_on(site, plan, group);
  if (racks.size() < 2 || of.piping->flow_limited || cdu_of(site, of).body.in_rack) return out;
  for (const auto& of_type : racks) {
    const int type = of_type.first;
    const bool differs = std::any_of(racks.begin(), racks.end(), [&](const auto& other) {
      return other.first != type &&
             has_drop_range(site, of, site.catalogue.racks[static_cast<std::size_t>(other.first)].body);
    });
    if (differs) out.emplace_back(type);
  }
  return out;
}

}  // namespace hallplan::hydraulics
