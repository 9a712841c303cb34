/// Scalable units: complete, managed, as many as asked for, and cabled within reach.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "planner/base/text.hpp"
#include "planner/layout/checks.hpp"
#include "planner/layout/geometry.hpp"
#include "planner/layout/trays.hpp"

namespace hallplan::layout {
namespace {

/// The racks of one scalable unit.
struct UnitRacks {
  std::vector<const Placement*> compute;
  std::vector<const Placement*> network;
};

/// What a plan holds of one demand.
struct Held {
  std::map<int, UnitRacks> units;
  std::vector<const Placement*> loose;  ///< compute and network racks of no unit
  std::vector<const Placement*> alien;  ///< racks of a type that has no part in it
  int compute = 0;
  int management = 0;
};

/// A rack type's part follows the demand; a type that serves two parts counts for the first of compute,
/// network, management, save that a rack of no unit is its management rack. A management rack belongs to no unit.
Held held_of(const Site& site, const Plan& plan, int demand) {
  const Demand& wanted = site.demand[static_cast<std::size_t>(demand)];
  Held held;
  for (const Placement& rack : plan.racks) {
    if (rack.demand != demand) continue;
    const bool is_compute = rack.type == wanted.compute.index;
    const bool is_network = !is_compute && rack.type == wanted.network.index;
    if (!is_compute && rack.type == wanted.management.index && (!is_network || rack.unit < 0)) {
      ++held.management;
      if (rack.unit >= 0) held.alien.push_back(&rack);
      continue;
    }
    if (!is_compute && !is_network) {
      held.alien.push_back(&rack);
      continue;
    }
    if (is_compute) ++held.compute;
    if (rack.unit < 0) {
      held.loose.push_back(&rack);
    } else if (is_compute) {
      held.units[rack.unit].compute.push_back(&rack);
    } else {
      held.units[rack.unit].network.push_back(&rack);
    }
  }
  return held;
}

std::string units_text(int count) { return fmt::format("{} {}", count, count == 1 ? "unit" : "units"); }

std::string unit_name(const Demand& demand, int unit) { return fmt::format("{}, unit {}", demand.id, unit + 1); }

Check part_case(const Demand& demand, int unit, const char* part, std::size_t found, int wanted) {
  CheckSubject subject = about(Rule::layout_unit, unit_name(demand, unit), Dimension::count, demand.at);
  subject.arithmetic = fmt::format("{} of {} {} racks", found, wanted, part);
  const auto count = static_cast<double>(found);
  if (found > static_cast<std::size_t>(wanted)) return at_most(std::move(subject), count, wanted);
  return at_least(std::move(subject), count, wanted);
}

std::string type_name(const Site& site, int type) { return site.catalogue.racks[static_cast<std::size_t>(type)].id; }

/// A rack that is counted for a demand whose parts are of other types.
Check alien_case(const Site& site, const Demand& demand, const Placement& rack) {
  CheckSubject subject = about(Rule::layout_unit, rack.id, Dimension::count, demand.at);
  const std::string unit = rack.unit < 0 ? demand.id : unit_name(demand, rack.unit);
  std::vector<std::string> parts;
  for (const auto& [part, ref] : {std::pair{"compute", &demand.compute}, std::pair{"network", &demand.network},
                                  std::pair{"management", &demand.management}}) {
    if (ref->index >= 0 && (rack.unit < 0 || ref != &demand.management)) {
      parts.push_back(fmt::format("{} ({})", type_name(site, ref->index), part));
    }
  }
  subject.arithmetic =
      fmt::format("{} is {}; {} is made of {}", rack.id, type_name(site, rack.type), unit, join(parts, ", "));
  return holds(std::move(subject), false);
}

void check_complete(std::vector<Check>& out, const Site& site, const Demand& demand, const Held& held) {
  std::vector<Check> cases;
  for (const auto& [unit, racks] : held.units) {
    cases.push_back(part_case(demand, unit, "compute", racks.compute.size(), demand.compute_racks));
    if (demand.network_racks > 0 || !racks.network.empty()) {
      cases.push_back(part_case(demand, unit, "network", racks.network.size(), demand.network_racks));
    }
  }
  for (const Placement* rack : held.loose) {
    CheckSubject subject = about(Rule::layout_unit, rack->id, Dimension::count, demand.at);
    subject.arithmetic = fmt::format("{} belongs to no unit of {}", rack->id, demand.id);
    cases.push_back(holds(std::move(subject), false));
  }
  for (const Placement* rack : held.alien) cases.push_back(alien_case(site, demand, *rack));
  add_summary(out, std::move(cases), fmt::format("{}, {}", demand.id, units_text(static_cast<int>(held.units.size()))));
}

void check_management(std::vector<Check>& out, const Demand& demand, const Held& held) {
  if (demand.units_per_management <= 0 || held.units.empty()) return;
  const int units = static_cast<int>(held.units.size());
  const int needed = (units + demand.units_per_management - 1) / demand.units_per_management;
  CheckSubject subject = about(Rule::layout_management, demand.id, Dimension::count, demand.at);
  subject.arithmetic = fmt::format("{} / {} a management rack = {} needed, {} placed", units_text(units),
                                   demand.units_per_management, needed, held.management);
  out.push_back(at_least(std::move(subject), held.management, needed));
}

/// As many as fit is at least one rack: an empty hall answers no demand.
void check_demand(std::vector<Check>& out, const Demand& demand, const Held& held) {
  if (!demand.is_due) return;
  CheckSubject subject = about(Rule::demand_racks, demand.id, Dimension::count, demand.at);
  if (demand.units <= 0) {
    subject.arithmetic = fmt::format("as many compute racks as fit wanted, at least 1; {} placed", held.compute);
    out.push_back(at_least(std::move(subject), held.compute, 1));
    return;
  }
  const int needed = demand.units * demand.compute_racks;
  subject.arithmetic = fmt::format("{} x {} compute racks = {} wanted, {} placed", units_text(demand.units),
                                   demand.compute_racks, needed, held.compute);
  out.push_back(at_least(std::move(subject), held.compute, needed));
}

/// What has not been delivered cannot stand.
void check_supply(std::vector<Check>& out, const Demand& demand, const Held& held) {
  if (demand.delivered < 0) return;
  CheckSubject subject = about(Rule::demand_supply, demand.id, Dimension::count, demand.at);
  const int there = demand.delivered * demand.compute_racks;
  subject.arithmetic = fmt::format("{} x {} compute racks = {} delivered, {} placed", units_text(demand.delivered),
                                   demand.compute_racks, there, held.compute);
  out.push_back(at_most(std::move(subject), held.compute, there));
}

/// A cable through the trays that the site names.
Check tray_case(const Site& site, const TrayWays& ways, const Placement& from, const Placement& to,
                CheckSubject subject, const Value& reach) {
  const TrayEnd ends[] = {ways.end_of(footprint(site, from)), ways.end_of(footprint(site, to))};
  for (const auto& [end, rack] : {std::pair{&ends[0], &from}, std::pair{&ends[1], &to}}) {
    if (end->count > 0) continue;
    subject.arithmetic = fmt::format("no tray passes over or beside the middle of {}", rack->id);
    return holds(std::move(subject), false);
  }
  const double length_m = cable_length_m(site, ways, from, to);
  if (!std::isfinite(length_m)) {
    subject.arithmetic = fmt::format("the trays at {} lead to none at {}", from.id, to.id);
    return holds(std::move(subject), false);
  }
  const double fixed_m = 2 * site.network.drop_m.high + site.network.slack_m.high;
  const double stubs_m[] = {static_cast<double>(ends[0].stub) / 2000, static_cast<double>(ends[1].stub) / 2000};
  subject.arithmetic = fmt::format(
      "{} to {}: {:.3f} to the tray + {:.3f} along trays + {:.3f} from it + 2 x {:.2f} drop + {:.2f} slack = "
      "{:.2f} m",
      from.id, to.id, stubs_m[0], length_m - fixed_m - stubs_m[0] - stubs_m[1], stubs_m[1], site.network.drop_m.high,
      site.network.slack_m.high, length_m);
  return at_most(std::move(subject), length_m, reach.low);
}

Check cable_case(const Site& site, const TrayWays& ways, const CableType& cable, const Placement& from,
                 const Placement& to) {
  CheckSubject subject =
      about(Rule::layout_cable, fmt::format("{} to {}", from.id, to.id), Dimension::length, cable.reach_m);
  if (!ways.empty()) return tray_case(site, ways, from, to, std::move(subject), cable.reach_m);
  const RectMm a = footprint(site, from);
  const RectMm b = footprint(site, to);
  const double length_m = cable_length_m(site, ways, from, to);
  const auto centre = [](long long lo, long long hi) { return static_cast<double>(lo + hi) / 2000; };
  subject.arithmetic =
      fmt::format("{} to {}: |{:.3f} - {:.3f}| + |{:.3f} - {:.3f}| + 2 x {:.2f} drop + {:.2f} slack = {:.2f} m",
                  from.id, to.id, centre(b.x0, b.x1), centre(a.x0, a.x1), centre(b.y0, b.y1), centre(a.y0, a.y1),
                  site.network.drop_m.high, site.network.slack_m.high, length_m);
  return at_most(std::move(subject), length_m, cable.reach_m.low);
}

/// The demand of whose units a rack type is a part; -1: of none.
int demand_for(const Site& site, int type) {
  const auto found = std::find_if(site.demand.begin(), site.demand.end(), [&](const Demand& demand) {
    return type == demand.compute.index || (demand.network_racks > 0 && type == demand.network.index);
  });
  return found == site.demand.end() ? -1 : static_cast<int>(found - site.demand.begin());
}

/// Racks that a demand asks for by the unit and that stand for themselves. What the site pins is the owner's own choice.
void check_strays(std::vector<Check>& out, const Site& site, const Plan& plan) {
  std::set<std::string_view> pinned;
  for (const PinnedRack& pin : site.placed) pinned.insert(pin.id);
  std::vector<Check> cases;
  for (const Placement& rack : plan.racks) {
    if (rack.demand >= 0 || pinned.count(rack.id) > 0) continue;
    const int demand = demand_for(site, rack.type);
    if (demand < 0) continue;
    const Demand& wanted = site.demand[static_cast<std::size_t>(demand)];
    CheckSubject subject = about(Rule::layout_unit, rack.id, Dimension::count, wanted.at);
    subject.arithmetic =
        fmt::format("{} ({}) belongs to no demand and is not pinned; racks of its type come in units of {}", rack.id,
                    type_name(site, rack.type), wanted.id);
    cases.push_back(holds(std::move(subject), false));
  }
  add_summary(out, std::move(cases), "racks of no demand");
}

}  // namespace

void check_units(std::vector<Check>& out, const Site& site, const Plan& plan) {
  for (std::size_t d = 0; d < site.demand.size(); ++d) {
    const Held held = held_of(site, plan, static_cast<int>(d));
    check_complete(out, site, site.demand[d], held);
    check_management(out, site.demand[d], held);
    check_demand(out, site.demand[d], held);
    check_supply(out, site.demand[d], held);
  }
  check_strays(out, site, plan);
}

void check_cables(std::vector<Check>& out, const Site& site, const Plan& plan) {
  if (site.network.cable.index < 0) return;
  const CableType& cable = site.catalogue.cables[static_cast<std::size_t>(site.network.cable.index)].body;
  const TrayWays ways(site);
  for (std::size_t d = 0; d < site.demand.size(); ++d) {
    std::vector<Check> cases;
    for (const auto& [unit, racks] : held_of(site, plan, static_cast<int>(d)).units) {
      for (const Placement* compute : racks.compute) {
        for (const Placement* network : racks.network) {
          cases.push_back(cable_case(site, ways, cable, *compute, *network));
        }
      }
    }
    add_summary(out, std::move(cases), site.demand[d].id);
  }
}

}  // namespace hallplan::layout
