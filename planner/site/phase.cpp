#include "planner/site/phase.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>
#include <vector>

namespace hallplan {
namespace {

/// Floor that something takes from a later phase on: until then nothing else may stand there.
Box reserved(const std::string& id, Mark at, Value x_m, Value y_m, Value width_m, Value depth_m) {
  return {id, at, std::move(x_m), std::move(y_m), std::move(width_m), std::move(depth_m)};
}

/// A length without its range.
Value as_stated(Value value, double length_m) {
  value.value = value.low = value.high = length_m;
  return value;
}

/// The units that run in a phase; those with a place that come later leave it as a keep-out.
void keep_delivered(std::vector<Unit>& units, const Body& body, int phase, std::vector<Box>& keep_outs) {
  std::vector<Unit> there;
  for (Unit& unit : units) {
    if (since(unit.delivered) <= phase) {
      there.push_back(std::move(unit));
    } else if (unit.x_m && unit.y_m) {
      const bool across_x = unit.front == Side::south || unit.front == Side::north;
      keep_outs.push_back(reserved(unit.id, unit.at, as_stated(*unit.x_m, unit.x_m->value),
                                   as_stated(*unit.y_m, unit.y_m->value), across_x ? body.width_m : body.depth_m,
                                   across_x ? body.depth_m : body.width_m));
    }
  }
  units = std::move(there);
}

double whole_mm(double length_m) { return std::round(std::round(length_m * 1e9) / 1e6) / 1e3; }

/// The floor of a rack's slot, as slots are laid out: from the stated corner, so many of the narrowest pitch in whole millimetres. A hair
/// more would take some of the slot beside it.
Box reserved_slot(const Site& site, const PinnedRack& rack) {
  const Row& row = site.rows[static_cast<std::size_t>(rack.row.index)];
  const double pitch_m = whole_mm(row.pitch_m.low), depth_m = whole_mm(row.depth_m.low);
  const double x_m = whole_mm(row.x_m.value), y_m = whole_mm(row.y_m.value);
  const double offset_m = (rack.slot - 1) * pitch_m;
  const bool along_x = row.along == Axis::x;
  return reserved(rack.id, rack.at, as_stated(row.x_m, along_x ? x_m + offset_m : x_m),
                  as_stated(row.y_m, along_x ? y_m : y_m + offset_m),
                  along_x ? as_stated(row.pitch_m, pitch_m) : as_stated(row.depth_m, depth_m),
                  along_x ? as_stated(row.depth_m, depth_m) : as_stated(row.pitch_m, pitch_m));
}

bool share_floor(const Box& a, const Box& b) {
  constexpr double kTouch_m = 1e-6;
  const auto shared = [](const Value& from_a, const Value& size_a, const Value& from_b, const Value& size_b) {
    return std::min(from_a.value + size_a.value, from_b.value + size_b.value) - std::max(from_a.value, from_b.value);
  };
  return shared(a.x_m, a.width_m, b.x_m, b.width_m) > kTouch_m && shared(a.y_m, a.depth_m, b.y_m, b.depth_m) > kTouch_m;
}

/// The pinned racks that stand, and the floor of those that come later. What still stands where something will be is no fault:
/// `keep_outs` from `first` on do not forbid it.
void keep_standing(Site& site, int phase, std::size_t first) {
  std::vector<PinnedRack> there;
  std::vector<Box> taken;
  std::vector<Box>& keep_outs = site.hall.keep_outs;
  for (PinnedRack& rack : site.placed) {
    if (since(rack.phase) > phase) keep_outs.push_back(reserved_slot(site, rack));
    if (stands(rack, phase)) {
      taken.push_back(reserved_slot(site, rack));
      there.push_back(std::move(rack));
    } else {
      site.of_other_phases.push_back(std::move(rack));
    }
  }
  site.placed = std::move(there);
  keep_outs.erase(std::remove_if(keep_outs.begin() + static_cast<std::ptrdiff_t>(first), keep_outs.end(),
                                 [&](const Box& box) {
                                   return std::any_of(taken.begin(), taken.end(),
                                                      [&](const Box& slot) { return share_floor(box, slot); });
                                 }),
                  keep_outs.end());
}

/// Spare units cannot be more than there are; a group that nothing has been delivered of has none.
void limit_spare(int& spare, std::size_t units) { spare = std::min(spare, static_cast<int>(units)); }

int units_by(const std::vector<PhaseUnits>& grows, int phase, int otherwise) {
  int units = otherwise;
  int latest = -1;
  for (const PhaseUnits& step : grows) {
    if (step.phase > phase || step.phase < latest) continue;
    latest = step.phase;
    units = step.units;
  }
  return units;
}

/// Each of a loop's values as the latest phase that names it has it. Phases stand in order.
void grow(FacilityLoop& loop, int phase) {
  for (const LoopGrowth& step : loop.grows) {
    if (step.phase > phase) continue;
    if (step.flow_m3_per_s) loop.flow_m3_per_s = *step.flow_m3_per_s;
    if (step.supply_degc) loop.supply_degc = *step.supply_degc;
    if (step.return_limit_degc) loop.return_limit_degc = *step.return_limit_degc;
    if (step.head_pa) loop.head_pa = step.head_pa;
    if (step.most_pressure_pa) loop.most_pressure_pa = step.most_pressure_pa;
  }
  loop.grows.clear();
}

int delivered_by(const Demand& demand, int phase) {
  int units = 0;
  for (const PhaseUnits& delivery : demand.deliveries) units += delivery.phase <= phase ? delivery.units : 0;
  return units;
}

/// What is wanted of a demand in a phase: all that has been delivered by then, and no more.
void want_delivered(Demand& demand, int phase, bool is_last) {
  demand.is_due = is_last || demand.units > 0;
  if (demand.deliveries.empty()) return;
  demand.delivered = delivered_by(demand, phase);
  if (demand.units > 0) demand.units = std::min(demand.units, demand.delivered);
  demand.is_due = demand.is_due && demand.delivered > 0;
}

}  // namespace

int phase_count(const Site& site) { return std::max(1, static_cast<int>(site.phases.size())); }

std::string phase_id(const Site& site, int phase) {
  const auto index = static_cast<std::size_t>(phase);
  return phase >= 0 && index < site.phases.size() ? site.phases[index].id : std::string();
}

bool stands(const PinnedRack& rack, int phase) {
  return since(rack.phase) <= phase && (rack.retired.index < 0 || phase < rack.retired.index);
}

Site in_phase(const Site& site, int phase) {
  Site view = site;
  if (site.phases.empty()) return view;
  const std::size_t own_keep_outs = view.hall.keep_outs.size();
  for (Device& device : view.devices) device.waiting = since(device.energised) > phase;
  for (CduGroup& group : view.cdu_groups) {
    const Body& body = view.catalogue.cdus[static_cast<std::size_t>(group.type.index)].body.body;
    keep_delivered(group.units, body, phase, view.hall.keep_outs);
    limit_spare(group.spare, group.units.size());
  }
  for (AirZone& zone : view.air_zones) {
    const Body& body = view.catalogue.air_units[static_cast<std::size_t>(zone.type.index)].body.body;
    keep_delivered(zone.units, body, phase, view.hall.keep_outs);
    limit_spare(zone.spare, zone.units.size());
  }
  for (FacilityLoop& loop : view.loops) {
    grow(loop, phase);
    Rejection& rejection = loop.rejection;
    rejection.units = units_by(rejection.grows, phase, rejection.units);
    limit_spare(rejection.spare, static_cast<std::size_t>(rejection.units));
  }
  keep_standing(view, phase, own_keep_outs);
  view.phases.clear();
  for (Demand& demand : view.demand) want_delivered(demand, phase, phase == last_phase(site));
  return view;
}

}  // namespace hallplan
