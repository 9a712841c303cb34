// Checks of facility-water loops, and all liquid checks together.
#include <fmt/format.h>

#include <cstddef>
#include <optional>
#include <utility>

#include "planner/hydraulics/checks.hpp"
#include "planner/hydraulics/interpolate.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/hydraulics/loads.hpp"

namespace hallplan::hydraulics {
namespace {

/// Name of a CDU type on the loop whose own power nobody gives; empty when all are known.
std::string unknown_power(const Site& site, int loop) {
  for (const CduGroup& group : site.cdu_groups) {
    if (group.loop.index != loop || group.units.empty()) continue;
    if (!cdu_of(site, group).body.power_w) {
      return fmt::format("no electrical power known for {}, which heats {}", cdu_of(site, group).id,
                         site.loops[static_cast<std::size_t>(loop)].id);
    }
  }
  return {};
}

void check_return(const Site& site, const FacilityLoop& loop, double loop_heat_w, const std::string& unknown,
                  std::vector<Check>& out) {
  const Product<CoolantType>& coolant = site.catalogue.coolants[static_cast<std::size_t>(loop.coolant.index)];
  const double supply_degc = loop.supply_degc.high;
  const double flow = loop.flow_m3_per_s.low;
  CheckSubject subject{
      Rule::liquid_fws_return,  loop.id, "normal", Dimension::temperature, source_of(loop.return_limit_degc), {},
      loop.return_limit_degc.at};
  const std::optional<CoolantState> state = coolant_at(coolant.body, supply_degc);
  const std::optional<double> value = return_degc(coolant.body, supply_degc, loop_heat_w, flow);
  if (!unknown.empty() || !state || !value) {
    out.push_back(undecided(std::move(subject), !unknown.empty()
                                                    ? unknown
                                                    : fmt::format("properties known of {} only, supply {}",
                                                                  reach_text(coolant), degc(supply_degc))));
    return;
  }
  subject.arithmetic =
      fmt::format("{} + {} / ({:.5g} kg/m3 x {:.5g} J/kgK x {}) = {}", degc(supply_degc), kw(loop_heat_w),
                  state->density_kg_per_m3, state->specific_heat_j_per_kg_k, l_per_min(flow), degc(*value));
  out.push_back(at_most(std::move(subject), *value, loop.return_limit_degc.low));
}

void check_rejection(const Site& site, const FacilityLoop& loop, double loop_heat_w, const std::string& unknown,
                     std::vector<Check>& out) {
  const Product<RejectionType>& type = site.catalogue.rejections[static_cast<std::size_t>(loop.rejection.type.index)];
  const Value& capacity = type.body.capacity_w;
  const double outdoor_degc = site.basis.outdoor_degc.high;
  std::string reason = unknown;
  if (outdoor_degc > type.body.design_air_degc.low + kSameK) {
    reason = fmt::format("capacity of {} known up to {} outdoor air only, design weather is {}", type.id,
                         degc(type.body.design_air_degc.low), degc(outdoor_degc));
  }
  for (const Loss& loss : losses_of(loop.rejection.spare)) {
    const double limit_w = left(loop.rejection.units, loss) * capacity.low;
    CheckSubject subject{Rule::liquid_rejection, loop.id, loss.scenario, Dimension::power,
                         source_of(capacity),    {},      capacity.at};
    if (!reason.empty()) {
      out.push_back(undecided(std::move(subject), reason));
      continue;
    }
    subject.arithmetic = fmt::format("liquid, CDU pumps and air coils on {} = {}; {} x {} {} at {} = {}", loop.id,
                                     kw(loop_heat_w), left_text(loop.rejection.units, loss), type.id, kw(capacity.low),
                                     degc(type.body.design_air_degc.low), kw(limit_w));
    out.push_back(at_most(std::move(subject), loop_heat_w, limit_w));
  }
}

/// "row r2, slot 4"
std::string place_of(const Site& site, const Placement& rack) {
  return fmt::format("row {}, slot {}", site.rows[static_cast<std::size_t>(rack.row)].id, rack.slot + 1);
}

/// A liquid-cooled rack hangs on a group that its row offers.
void check_racks_groups(const Site& site, const Plan& plan, std::vector<Check>& out) {
  for (const Placement& rack : plan.racks) {
    const Product<RackType>& type = site.catalogue.racks[static_cast<std::size_t>(rack.type)];
    if (!type.body.liquid) continue;
    const Row& row = site.rows[static_cast<std::size_t>(rack.row)];
    bool offered = false;
    for (const Ref& group : row.cdu_groups) offered = offered || (rack.cdu_group >= 0 && group.index == rack.cdu_group);
    const std::string group_name =
        rack.cdu_group < 0 ? "no CDU group" : site.cdu_groups[static_cast<std::size_t>(rack.cdu_group)].id;
    CheckSubject subject{Rule::liquid_group, place_of(site, rack), "normal", Dimension::count, "site", {}, row.at};
    subject.arithmetic = fmt::format("{} {} hangs on {}, {} by row {}", type.id, rack.id, group_name,
                                     offered ? "offered" : "not offered", row.id);
    out.push_back(holds(std::move(subject), offered));
  }
}

}  // namespace

void check_loop(const Site& site, int loop_index, double loop_heat_w, std::vector<Check>& out) {
  const FacilityLoop& loop = site.loops[static_cast<std::size_t>(loop_index)];
  const std::string unknown = unknown_power(site, loop_index);
  out.push_back(dew_point_check(site, loop.id, loop.supply_degc));
  check_return(site, loop, loop_heat_w, unknown, out);
  check_rejection(site, loop, loop_heat_w, unknown, out);
}

std::vector<Check> check(const Site& site, const Plan& plan, const std::vector<double>& zone_heat_w) {
  std::vector<Check> checks;
  check_racks_groups(site, plan, checks);
  for (std::size_t g = 0; g < site.cdu_groups.size(); ++g) check_group(site, plan, static_cast<int>(g), checks);
  const std::vector<double> heat = loop_heat_w(site, plan, zone_heat_w);
  for (std::size_t l = 0; l < site.loops.size(); ++l) check_loop(site, static_cast<int>(l), heat[l], checks);
  return checks;
}

}  // namespace hallplan::hydraulics
