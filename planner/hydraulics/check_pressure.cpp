// Pressures of a coolant loop at rest and against shut valves, where the site states its fill pressure.
#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>

#include "planner/hydraulics/checks.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/hydraulics/pump.hpp"
#include "planner/network/laws.hpp"

namespace hallplan::hydraulics {
namespace {

/// The most pressure at the loop's lowest point: fill, pumps against shut valves, and the column below the gauge.
struct Pressure {
  double pa = 0;
  bool is_bound = false;  ///< the pumps may press more than is known
  std::string arithmetic;
};

Pressure most_pressure(const CduGroup& group, const Product<CduType>& cdu, double pa_per_m) {
  const ShutOffHead shut_off = shut_off_head(cdu.body);
  const Value& lowest_m = group.lowest_point_m ? *group.lowest_point_m : cdu.body.body.height_m;
  const double column_pa = pa_per_m * lowest_m.high;
  Pressure out{group.fill_pressure_pa->high + shut_off.pa + column_pa, shut_off.is_bound, {}};
  out.arithmetic = fmt::format("fill {} + {}{} of {} against shut valves + {:.4g} m below its gauge: {} = {}",
                               kpa(group.fill_pressure_pa->high), shut_off.is_bound ? "at least " : "",
                               kpa(shut_off.pa), cdu.id, lowest_m.high, kpa(column_pa), kpa(out.pa));
  return out;
}

void hold(const CduGroup& group, const Product<CduType>& cdu, const std::string& what, const MaybeValue& limit,
          const Pressure& pressure, Mark at, std::vector<Check>& out) {
  CheckSubject subject{
      Rule::liquid_pressure, fmt::format("{}, {}", group.id, what), "normal", Dimension::pressure, {}, {}, at};
  if (!limit) {
    out.push_back(undecided(std::move(subject), fmt::format("no pressure limit known for {}", what)));
    return;
  }
  subject.source = source_of(*limit);
  subject.at = limit->at;
  subject.arithmetic = fmt::format("{}; {} takes {}", pressure.arithmetic, what, kpa(limit->low));
  Check held = at_most(subject, pressure.pa, limit->low);
  if (held.status == Status::fail) {
    held.arithmetic += "; fill to less, or limit the pumps' speed or pressure";
  } else if (pressure.is_bound) {
    held = undecided(std::move(subject), fmt::format("no shut-off head known for {}", cdu.id));
  }
  out.push_back(std::move(held));
}

/// At rest the highest point keeps more than the air's pressure, or it draws air in.
void hold_highest_point(const CduGroup& group, double pa_per_m, std::vector<Check>& out) {
  const Value& fill = *group.fill_pressure_pa;
  const Value& highest_m = *group.highest_point_m;
  const double column_pa = pa_per_m * highest_m.high;
  CheckSubject subject{Rule::liquid_pressure,
                       fmt::format("{}, highest point", group.id),
                       "normal",
                       Dimension::pressure,
                       source_of(fill),
                       {},
                       fill.at};
  subject.arithmetic = fmt::format("fill {}; the column of {:.4g} m above the gauge takes {}, or air is drawn in",
                                   kpa(fill.low), highest_m.high, kpa(column_pa));
  out.push_back(at_least(std::move(subject), fill.low, column_pa));
}

}  // namespace

void check_pressure(const Site& site, const CduGroup& group, const Racks& racks, std::vector<Check>& out) {
  if (!group.fill_pressure_pa) return;
  const Product<CduType>& cdu = cdu_of(site, group);
  const Product<CoolantType>& coolant = site.catalogue.coolants[static_cast<std::size_t>(group.coolant.index)];
  const std::optional<CoolantState> state = coolant_at(coolant.body, group.supply_degc.low, End::high);
  if (!state) {
    CheckSubject subject{Rule::liquid_pressure, group.id, "normal", Dimension::pressure, {}, {}, group.at};
    out.push_back(undecided(std::move(subject), fmt::format("properties known of {} only, supply {}",
                                                            reach_text(coolant), degc(group.supply_degc.low))));
    return;
  }
  const double pa_per_m = state->density_kg_per_m3 * network::kGravity_m_per_s2;
  const Pressure pressure = most_pressure(group, cdu, pa_per_m);
  hold(group, cdu, cdu.id, cdu.body.pressure_limit_pa, pressure, cdu.at, out);
  for (const auto& [type, count] : racks) {
    const Product<RackType>& rack = site.catalogue.racks[static_cast<std::size_t>(type)];
    hold(group, cdu, rack.id, rack.body.liquid->pressure_limit_pa, pressure, rack.at, out);
  }
  if (group.highest_point_m) hold_highest_point(group, pa_per_m, out);
}

}  // namespace hallplan::hydraulics
