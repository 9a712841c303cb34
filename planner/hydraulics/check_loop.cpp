// Checks of facility-water loops, and all liquid checks together.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "planner/hydraulics/checks.hpp"
#include "planner/hydraulics/coils.hpp"
#include "planner/hydraulics/cooling_loss.hpp"
#include "planner/hydraulics/door_lost.hpp"
#include "planner/hydraulics/facility_water.hpp"
#include "planner/hydraulics/interpolate.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/hydraulics/loads.hpp"
#include "planner/hydraulics/rejection.hpp"
#include "planner/hydraulics/throttled_flow.hpp"
#include "planner/hydraulics/water_ends.hpp"
#include "planner/site/atmosphere.hpp"

namespace hallplan::hydraulics {
namespace {

/// The loop's pumps or a CDU type on it whose own power nobody gives; empty when all are known.
std::string unknown_power(const Site& site, int loop) {
  const FacilityLoop& own = site.loops[static_cast<std::size_t>(loop)];
  if (own.rejection.units > 0 && !own.rejection.pump_power_w) return fmt::format("no pump power known for {}", own.id);
  for (const CduGroup& group : site.cdu_groups) {
    if (group.loop.index != loop || group.units.empty()) continue;
    if (!cdu_of(site, group).body.power_w) {
      return fmt::format("no electrical power known for {}, which heats {}", cdu_of(site, group).id, own.id);
    }
  }
  return {};
}

/// A stream the loop takes its heat from, and how warm it leaves: no coil warms water beyond what it cools.
struct HeatSource {
  std::string id;
  double return_degc = 0;
  std::string arithmetic;
  std::string unknown;
  Mark at;
  double
      heat_w = 0,
      water_m3_per_s =
          0;  ///< that warms water of its own, where what its coils draw is known; else it is held by the mixed return
};

/// A CDU group's TCS return at the flow its racks require, as cold as its ranges allow.
HeatSource group_source(const Site& site, const CduGroup& group, const Racks& racks) {
  const Product<CoolantType>& coolant = site.catalogue.coolants[static_cast<std::size_t>(group.coolant.index)];
  const double supply_degc = group.supply_degc.low;
  const GroupFlow flow = flow_of(site, group, racks);
  const double load_w = heat_w(site, racks);
  HeatSource source{group.id, 0, {}, flow.unknown, group.at};
  if (!source.unknown.empty()) return source;
  const std::optional<double> back = return_degc(coolant.body, supply_degc, load_w, flow.m3_per_s, End::high);
  if (!back) {
    source.unknown = fmt::format("properties known of {} only, supply {}", reach_text(coolant), degc(supply_degc));
    return source;
  }
  source.return_degc = *back;
  source.arithmetic = fmt::format("TCS return of {}: {} supply, {} into {} of {}: {}", group.id, degc(supply_degc),
                                  kw(load_w), l_per_min(flow.m3_per_s), coolant.id, degc(*back));
  return source;
}

/// A zone's return air with all its units running, as cold as its ranges allow. The air is taken at sea level: thinner air
/// comes back warmer.
HeatSource zone_source(const Site& site, const AirZone& zone, double zone_heat_w) {
  const AirUnitType& unit = site.catalogue.air_units[static_cast<std::size_t>(zone.type.index)].body;
  const double flow_m3_per_s = static_cast<double>(zone.units.size()) * unit.airflow_m3_per_s.high;
  const double back = zone.supply_degc.low + zone_heat_w / (kAir_kg_per_m3 * kAir_j_per_kg_k * flow_m3_per_s);
  return {
      zone.id,
      back,
      fmt::format("return air of {}: {} + {} / ({} kg/m3 x {} J/kgK x {}) = {}", zone.id, degc(zone.supply_degc.low),
                  kw(zone_heat_w), kAir_kg_per_m3, kAir_j_per_kg_k, field::m3_per_s(flow_m3_per_s), degc(back)),
      {},
      zone.at};
}

/// What a zone's coils draw together, normally; 0 where that is not known.
double drawn_by_zone(const Site& site, int loop, std::size_t zone) {
  const std::vector<CoilBank> banks = coil_banks(site, loop);
  const auto bank =
      std::find_if(banks.begin(), banks.end(), [&](const CoilBank& one) { return !one.doors && one.number == zone; });
  return bank == banks.end() ? 0 : drawn_m3_per_s(site, loop, static_cast<std::size_t>(bank - banks.begin()));
}

/// Air that enters rear doors: the warmest exhaust of the racks before them, each as cool as its ranges allow: the zone's coldest supply, the
/// least heat and the most air. As at sea level: thinner air leaves warmer.
std::optional<HeatSource> doors_source(const Site& site, const Plan& plan, const RearDoors& doors) {
  std::optional<HeatSource> source;
  for (const Placement& placed : plan.racks) {
    if (placed.row < 0 || doors_of(site, placed.row, placed.type) != &doors) continue;
    const Product<RackType>& rack = site.catalogue.racks[static_cast<std::size_t>(placed.type)];
    const Row& row = site.rows[static_cast<std::size_t>(placed.row)];
    const AirZone& zone = site.air_zones[static_cast<std::size_t>(row.air_zone.index)];
    double most_m3_per_s = 0;
    for (const AirPoint& point : rack.body.air.table) most_m3_per_s = std::max(most_m3_per_s, point.flow_m3_per_s.high);
    if (most_m3_per_s <= 0)
      return HeatSource{doors.id, 0, {}, fmt::format("no airflow known for {}", rack.id), doors.at};
    const double air_w = sustained_w(site, rack.body).low * (1 - (rack.body.liquid ? rack.body.liquid->share.high : 0));
    const double exhaust_degc = zone.supply_degc.low + air_w / (kAir_kg_per_m3 * kAir_j_per_kg_k * most_m3_per_s);
    if (source && source->return_degc >= exhaust_degc) continue;
    source = HeatSource{doors.id,
                        exhaust_degc,
                        fmt::format("air into {} from {}: {} + {} / ({} kg/m3 x {} J/kgK x {}) = {}", doors.id, rack.id,
                                    degc(zone.supply_degc.low), kw(air_w), kAir_kg_per_m3, kAir_j_per_kg_k,
                                    field::m3_per_s(most_m3_per_s), degc(exhaust_degc)),
                        {},
                        doors.at};
  }
  return source;
}

std::vector<HeatSource> sources_of(const Site& site, const Plan& plan, int loop,
                                   const std::vector<double>& zone_heat_w) {
  std::vector<HeatSource> sources;
  for (std::size_t g = 0; g < site.cdu_groups.size(); ++g) {
    const Racks racks = racks_on(site, plan, static_cast<int>(g));
    if (site.cdu_groups[g].loop.index != loop || racks.empty()) continue;
    sources.push_back(group_source(site, site.cdu_groups[g], racks));
  }
  for (std::size_t z = 0; z < std::min(site.air_zones.size(), zone_heat_w.size()); ++z) {
    const AirZone& zone = site.air_zones[z];
    if (zone.loop.index != loop || zone.units.empty() || zone_heat_w[z] <= 0) continue;
    sources.push_back(zone_source(site, zone, zone_heat_w[z]));
    sources.back().heat_w = zone_heat_w[z];
    sources.back().water_m3_per_s = drawn_by_zone(site, loop, z);
  }
  for (const RearDoors& doors : site.rear_doors) {
    if (doors.loop.index != loop) continue;
    if (std::optional<HeatSource> source = doors_source(site, plan, doors)) sources.push_back(std::move(*source));
  }
  return sources;
}

/// The loop's return against everything it takes heat from; of coils whose water is known the return of that.
void check_sources(const Site& site, const FacilityLoop& loop, std::vector<HeatSource> sources, double loop_return_degc,
                   const std::string& return_text, std::vector<Check>& out) {
  const Product<CoolantType>& coolant = site.catalogue.coolants[static_cast<std::size_t>(loop.coolant.index)];
  for (HeatSource& source : sources) {
    CheckSubject subject{Rule::liquid_fws_return,
                         fmt::format("{} against {}", loop.id, source.id),
                         "normal",
                         Dimension::temperature,
                         "second law",
                         {},
                         source.at};
    if (!source.unknown.empty()) {
      out.push_back(undecided(std::move(subject), std::move(source.unknown)));
      continue;
    }
    const std::optional<double> own = source.water_m3_per_s > 0 ? return_degc(coolant.body, loop.supply_degc.high,
                                                                              source.heat_w, source.water_m3_per_s)
                                                                : std::nullopt;
    if (own && *own > loop_return_degc) {
      subject.arithmetic = fmt::format("its coils' own water, {} at {}, takes up {} and returns at {}; {}",
                                       l_per_min(source.water_m3_per_s), degc(loop.supply_degc.high), kw(source.heat_w),
                                       degc(*own), source.arithmetic);
      out.push_back(at_most(std::move(subject), *own, source.return_degc));
      continue;
    }
    subject.arithmetic = fmt::format("{}; {}", return_text, source.arithmetic);
    out.push_back(at_most(std::move(subject), loop_return_degc, source.return_degc));
  }
}

/// The return of a loop against its limit. It passes where it keeps that with its two-way valves throttled to the least, too, fails where it
/// does not with all of them open, and is undecided between.
Check held_return(CheckSubject subject, double open_degc, std::optional<double> throttled_degc,
                  const ThrottledFlow& throttled, double limit_degc) {
  Check open = at_most(subject, open_degc, limit_degc);
  if (open.status == Status::fail) return open;
  if (!throttled.unknown.empty() || !throttled_degc) {
    const std::string why =
        throttled.unknown.empty() ? "two-way valves of its coils may shut off all its water" : throttled.unknown;
    return undecided(std::move(subject), why);
  }
  if (*throttled_degc <= open_degc) return open;
  open.arithmetic += fmt::format("; up to {} while two-way valves of its coils throttle it to {}",
                                 degc(*throttled_degc), l_per_min(throttled.least_m3_per_s));
  return with_error(std::move(open), *throttled_degc - open_degc);
}

/// In one scenario of the loop's flow. `unknown_heat`: why it is not known, by name.
void check_return(const Site& site, const FacilityLoop& loop, double loop_heat_w, const LoopFlow& loop_flow,
                  const ThrottledFlow& throttled, const std::string& unknown_heat, std::vector<HeatSource> sources,
                  std::vector<Check>& out) {
  const Product<CoolantType>& coolant = site.catalogue.coolants[static_cast<std::size_t>(loop.coolant.index)];
  const double supply_degc = loop.supply_degc.high;
  const double flow = loop_flow.m3_per_s;
  const std::string& unknown = unknown_heat.empty() ? loop_flow.unknown : unknown_heat;
  CheckSubject subject{Rule::liquid_fws_return,           loop.id, loop_flow.scenario,       Dimension::temperature,
                       source_of(loop.return_limit_degc), {},      loop.return_limit_degc.at};
  const std::optional<CoolantState> state = coolant_at(coolant.body, supply_degc);
  const std::optional<double> value = return_degc(coolant.body, supply_degc, loop_heat_w, flow);
  if (!unknown.empty() && value && *value > loop.return_limit_degc.low) {
    subject.arithmetic = fmt::format("{} + at least {} / {} = {} at least", degc(supply_degc), kw(loop_heat_w),
                                     l_per_min(flow), degc(*value));
    out.push_back(at_most(std::move(subject), *value, loop.return_limit_degc.low));
    for (HeatSource& source : sources) source.unknown = unknown;
    check_sources(site, loop, std::move(sources), 0, {}, out);
    return;
  }
  if (!unknown.empty() || !state || !value) {
    const std::string reason = !unknown.empty() ? unknown
                                                : fmt::format("properties known of {} only, supply {}",
                                                              reach_text(coolant), degc(supply_degc));
    for (HeatSource& source : sources) source.unknown = reason;
    check_sources(site, loop, std::move(sources), 0, {}, out);
    out.push_back(undecided(std::move(subject), reason));
    return;
  }
  subject.arithmetic =
      fmt::format("{} + {} / ({:.5g} kg/m3 x {:.5g} J/kgK x {}) = {}", degc(supply_degc), kw(loop_heat_w),
                  state->density_kg_per_m3, state->specific_heat_j_per_kg_k, l_per_min(flow), degc(*value));
  const std::string return_text = subject.arithmetic;
  const std::optional<double> warm = return_degc(coolant.body, supply_degc, loop_heat_w, throttled.least_m3_per_s);
  out.push_back(held_return(std::move(subject), *value, warm, throttled, loop.return_limit_degc.low));
  check_sources(site, loop, std::move(sources), *value, return_text, out);
}

void check_rejection(const Site& site, const FacilityLoop& loop, double loop_heat_w, const std::string& unknown,
                     const std::vector<PlantLoss>& losses, std::vector<Check>& out,
                     const std::optional<LoopFlow>& flow = {}) {
  const Product<RejectionType>& type = site.catalogue.rejections[static_cast<std::size_t>(loop.rejection.type.index)];
  const Value& capacity = type.body.capacity_w;
  for (const PlantLoss& loss : losses) {
    const RejectionCapacity unit = rejection_capacity(site, loop, left(loop.rejection.units, loss), flow);
    const double limit_w = left(loop.rejection.units, loss) * unit.capacity_w;
    CheckSubject subject{Rule::liquid_rejection, loop.id, loss.scenario, Dimension::power,
                         source_of(capacity),    {},      capacity.at};
    if (unit.is_too_cold) {
      subject.source = source_of(*unit.water_least_degc);
      subject.at = unit.water_least_degc->at;
      subject.arithmetic = fmt::format("{} supplies {}; {}, so none of its {} holds", loop.id,
                                       degc(loop.supply_degc.low), unit.too_cold, kw(capacity.low));
      Check held = at_most(std::move(subject), loop_heat_w, limit_w);
      held.status = Status::fail;  // even while nothing heats the loop
      out.push_back(std::move(held));
      continue;
    }
    if (!unit.unknown.empty()) {
      out.push_back(undecided(std::move(subject), unit.unknown));
      continue;
    }
    subject.arithmetic = fmt::format("{}liquid, pumps and air coils on {} = {}{}; {} x {} {} = {}", loss.words, loop.id,
                                     unknown.empty() ? "" : "at least ", kw(loop_heat_w),
                                     left_text(loop.rejection.units, loss), type.id, unit.arithmetic, kw(limit_w));
    // What is not known is more heat: too much without it is too much.
    Check held = at_most(subject, loop_heat_w, limit_w);
    if (!unknown.empty() && held.status != Status::fail) held = undecided(std::move(subject), unknown);
    out.push_back(std::move(held));
  }
}

/// A loop's pipes in the hall, unless they are insulated, and the coils of rear doors, which never are.
void check_dew_points(const Site& site, int loop_index, std::vector<Check>& out) {
  constexpr double kDoor_k = 2;  // makers of doors ask for it: HPE QuickSpecs of its liquid-cooled door
  const FacilityLoop& loop = site.loops[static_cast<std::size_t>(loop_index)];
  const double margin_k = site.basis.dew_point_margin_k.high;
  if (!loop.insulated) {
    out.push_back(dew_point_check(site, loop.id, loop.supply_degc, margin_k,
                                  "insulate its pipes (insulated: true), supply it warmer or dry the room"));
  }
  for (const RearDoors& doors : site.rear_doors) {
    if (doors.loop.index != loop_index) continue;
    out.push_back(dew_point_check(site, doors.id, loop.supply_degc, std::max(margin_k, kDoor_k),
                                  fmt::format("its coils condense: supply {} warmer or dry the room", loop.id)));
  }
}

/// "row r2, slot 4"
std::string place_of(const Site& site, const Placement& rack) {
  return fmt::format("row {}, slot {}", site.rows[static_cast<std::size_t>(rack.row)].id, rack.slot + 1);
}

/// A liquid-cooled rack hangs on a group that its row offers, an air-cooled one on none.
void check_racks_groups(const Site& site, const Plan& plan, std::vector<Check>& out) {
  for (const Placement& rack : plan.racks) {
    const Product<RackType>& type = site.catalogue.racks[static_cast<std::size_t>(rack.type)];
    if (!type.body.liquid && rack.cdu_group < 0) continue;
    const Row& row = site.rows[static_cast<std::size_t>(rack.row)];
    bool offered = false;
    for (const Ref& group : row.cdu_groups) offered = offered || (rack.cdu_group >= 0 && group.index == rack.cdu_group);
    const std::string group_name =
        rack.cdu_group < 0 ? "no CDU group" : site.cdu_groups[static_cast<std::size_t>(rack.cdu_group)].id;
    CheckSubject subject{Rule::liquid_group, place_of(site, rack), "normal", Dimension::count, "site", {}, row.at};
    subject.arithmetic = fmt::format("{} {} hangs on {}, {} by row {}", type.id, rack.id, group_name,
                                     offered ? "offered" : "not offered", row.id);
    if (!type.body.liquid) {
      subject.arithmetic = fmt::format("{} {} is air-cooled and hangs on {}", type.id, rack.id, group_name);
    }
    out.push_back(holds(std::move(subject), offered && type.body.liquid));
  }
}

}  // namespace

double lost_door_w(const Site& site, int loop, const DoorLost& lost) {
  double door_w = 0;
  for (std::size_t z = 0; z < std::min(site.air_zones.size(), lost.by_zone_w.size()); ++z) {
    if (site.air_zones[z].loop.index == loop) door_w = std::max(door_w, lost.by_zone_w[z]);
  }
  return door_w;
}

void check_loop(const Site& site, const Plan& plan, int loop_index, double loop_heat_w,
                const std::vector<double>& zone_heat_w, const std::vector<double>& door_heat_w,
                const DoorLost& door_lost, std::vector<Check>& out) {
  const FacilityLoop& loop = site.loops[static_cast<std::size_t>(loop_index)];
  const std::string unknown = unknown_power(site, loop_index);
  const auto throttled = [&](const LoopFlow& flow) {
    return throttled_flow(site, plan, loop_index, flow.m3_per_s, zone_heat_w, door_heat_w);
  };
  check_dew_points(site, loop_index, out);
  for (const LoopFlow& flow : loop_flows(site, loop_index)) {
    std::vector<HeatSource> sources;
    if (flow.scenario == "normal") sources = sources_of(site, plan, loop_index, zone_heat_w);
    check_return(site, loop, loop_heat_w, flow, throttled(flow), unknown, std::move(sources), out);
    if (flow.scenario == "normal" || !hangs_on_flow(site, loop)) continue;
    check_rejection(site, loop, loop_heat_w, unknown, {{0, flow.scenario, {}, {}}}, out, flow);
  }
  check_rejection(site, loop, loop_heat_w, unknown, losses_of(site, loop), out);
  check_coils(site, loop_index, zone_heat_w, door_lost, out);
  const LoopFlow normal = loop_flow(site, loop_index);
  check_loop_expansion(site, loop_index, loop_heat_w, unknown, normal, throttled(normal), out);
  const double door_w = lost_door_w(site, loop_index, door_lost);
  if (door_w <= 0) return;
  LoopFlow flow = normal;
  flow.scenario = door_lost.scenario;
  check_return(site, loop, loop_heat_w + door_w, flow, throttled(flow), unknown, {}, out);
  check_rejection(site, loop, loop_heat_w + door_w, unknown,
                  {{0, door_lost.scenario, {}, field::kw(door_w) + " of the rear door that takes most on top: "}}, out);
}

namespace {

/// With every rated flow as the site states it; `losses` is given.
std::vector<Check> check_as_stated(const Site& site, const Plan& plan, const std::vector<double>& zone_heat_w,
                                   const std::vector<double>& door_heat_w, std::vector<CoolingLoss>& losses,
                                   const DoorLost& door_lost) {
  std::vector<Check> checks;
  check_racks_groups(site, plan, checks);
  for (std::size_t g = 0; g < site.cdu_groups.size(); ++g) check_group(site, plan, static_cast<int>(g), checks);
  const std::vector<double> heat = loop_heat_w(site, plan, zone_heat_w, door_heat_w);
  for (std::size_t l = 0; l < site.loops.size(); ++l) {
    check_loop(site, plan, static_cast<int>(l), heat[l], zone_heat_w, door_heat_w, door_lost, checks);
  }
  losses = cooling_losses(site, plan);
  check_supplied(losses, checks);
  return checks;
}

}  // namespace

std::vector<Check> check(const Site& site, const Plan& plan, const std::vector<double>& zone_heat_w,
                         const std::vector<double>& door_heat_w, std::vector<CoolingLoss>* losses,
                         const DoorLost& door_lost) {
  std::vector<CoolingLoss> looked_at;
  const WaterEnds ends = water_ends(site);
  std::vector<Check> checks;
  if (ends.ends.empty()) {
    checks = check_as_stated(site, plan, zone_heat_w, door_heat_w, looked_at, door_lost);
  } else {
    std::vector<std::vector<Check>> at_each;
    for (const WaterEnd& end : ends.ends) {
      std::vector<CoolingLoss> here;
      at_each.push_back(check_as_stated(end.site, plan, zone_heat_w, door_heat_w, here, door_lost));
      // What stops is told of the end at which most does.
      const auto stopped = [](const std::vector<CoolingLoss>& all) {
        std::size_t racks = 0;
        for (const CoolingLoss& loss : all) racks += loss.racks.size();
        return racks;
      };
      if (looked_at.empty() || stopped(here) > stopped(looked_at)) looked_at = std::move(here);
    }
    checks = over_ends(ends, at_each);
  }
  if (losses != nullptr) *losses = std::move(looked_at);
  return checks;
}

}  // namespace hallplan::hydraulics
