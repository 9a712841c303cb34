// The coolant loops: what flows where, how warm it is, what each rack has left, and the valves that balance it.
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "planner/report/document_parts.hpp"

namespace hallplan::report {
namespace {

constexpr double kMilli = 1e-3;

Json known(const std::optional<double>& value) {
  return number(value.value_or(std::numeric_limits<double>::quiet_NaN()));
}

Json flow_lpm(double m3_per_s) { return in_field_unit(Dimension::flow, m3_per_s); }
Json kpa(double pa) { return in_field_unit(Dimension::pressure, pa); }

Json plate(const std::optional<verdict::PlateTemperature>& range) {
  if (!range) return nullptr;
  return Json::array({number(range->low_degc), number(range->high_degc)});
}

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json unit_part(const verdict::LoopUnit& unit) {
  Json out;
  out["id"] = unit.id;
  out["flow_lpm"] = flow_lpm(unit.flow_m3_per_s);
  out["head_kpa"] = kpa(unit.head_pa);
  out["heat_kw"] = unit.heat_w ? in_field_unit(Dimension::power, *unit.heat_w) : Json(nullptr);
  out["return_degc"] = known(unit.return_degc);
  out["supply_degc"] = known(unit.supply_degc);
  out["approach_k"] = known(unit.approach_k);
  return out;
}

Json valve_part(const verdict::LoopRack& rack) {
  if (!rack.valve_known) return nullptr;
  Json out;
  out["reached"] = rack.valve_reached;
  out["flow_lpm"] = flow_lpm(rack.valve_m3_per_s);
  out["kv_m3_per_h"] = known(rack.valve_kv_m3_per_h);
  out["valve_kpa"] = kpa(rack.valve_pa);
  return out;
}

Json rack_part(const verdict::LoopRack& rack) {
  Json out;
  out["id"] = rack.id;
  out["row"] = text_or_null(rack.row);
  out["place"] = rack.place;
  out["asked_lpm"] = flow_lpm(rack.asked_m3_per_s);
  out["flow_lpm"] = flow_lpm(rack.flow_m3_per_s);
  out["share"] = number(rack.flow_m3_per_s / rack.asked_m3_per_s);
  out["supply_degc"] = known(rack.supply_degc);
  out["return_degc"] = known(rack.return_degc);
  out["gpu_degc_assumed"] = plate(rack.plate);
  out["header_m"] = number(rack.header_m);
  out["header_velocity_m_s"] = known(rack.header_velocity_m_per_s);
  out["least_lpm"] = flow_lpm(rack.least_m3_per_s);
  out["least_when"] = rack.least_when;
  out["flow_margin_lpm"] = flow_lpm(rack.flow_margin_m3_per_s);
  out["worst_supply_degc"] = known(rack.worst_supply_degc);
  out["worst_return_degc"] = known(rack.worst_return_degc);
  out["supply_margin_k"] = known(rack.supply_margin_k);
  out["return_margin_k"] = known(rack.return_margin_k);
  out["warmest_when"] = text_or_null(rack.warmest_when);
  out["gpu_degc_assumed_worst"] = plate(rack.worst_plate);
  out["valve"] = valve_part(rack);
  return out;
}

Json loop_failure_part(const verdict::LoopFailure& failure) {
  Json out;
  out["failure"] = failure.failure;
  out["rack"] = failure.rack;
  out["asked_lpm"] = flow_lpm(failure.asked_m3_per_s);
  out["flow_lpm"] = flow_lpm(failure.flow_m3_per_s);
  out["flow_margin_lpm"] = flow_lpm(failure.flow_margin_m3_per_s);
  out["racks_short"] = failure.short_of;
  out["warm_rack"] = text_or_null(failure.warm_rack);
  out["supply_degc"] = known(failure.supply_degc);
  out["supply_margin_k"] = known(failure.supply_margin_k);
  out["remark"] = text_or_null(failure.remark);
  return out;
}

template <class T, class F>
Json list_of(const std::vector<T>& items, F&& part) {
  Json out = Json::array();
  for (const T& item : items) out.push_back(part(item));
  return out;
}

Json loop_part(const verdict::CoolantLoop& loop) {
  Json out;
  out["id"] = loop.group;
  if (!loop.phase.empty()) out["phase"] = loop.phase;
  out["pipes"] = loop.piped;
  if (!loop.piped) return out;
  out["status"] = to_string(loop.status);
  out["unknown"] = text_or_null(loop.unknown);
  if (!loop.unknown.empty()) return out;
  out["unknown_heat"] = text_or_null(loop.unknown_heat);
  out["coolant"] = loop.coolant;
  out["at_degc"] = number(loop.at_degc);
  out["viscosity_mpa_s"] =
      Json::array({number(loop.viscosity_low_pa_s / kMilli), number(loop.viscosity_high_pa_s / kMilli)});
  out["pump_speed"] = number(loop.pump_speed);
  out["cdus"] = list_of(loop.units, unit_part);
  out["racks"] = list_of(loop.racks, rack_part);
  out["failures"] = list_of(loop.failures, loop_failure_part);
  return out;
}

}  // namespace

Json loops_part(const std::vector<verdict::CoolantLoop>& loops) { return list_of(loops, loop_part); }

}  // namespace hallplan::report
