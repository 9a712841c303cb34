#include "planner/layout/leak.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "planner/base/text.hpp"
#include "planner/layout/checks.hpp"
#include "planner/layout/geometry.hpp"

namespace hallplan::layout {
namespace {

RectMm area_rect(const FloorArea& area) {
  return {to_mm(area.x_m.low), to_mm(area.y_m.low), to_mm(area.x_m.high) + to_mm(area.width_m.high),
          to_mm(area.y_m.high) + to_mm(area.depth_m.high)};
}

const RackType& type_of(const Site& site, const Placement& rack) {
  return site.catalogue.racks[static_cast<std::size_t>(rack.type)].body;
}

bool has(const std::vector<int>& sorted, int number) {
  return std::binary_search(sorted.begin(), sorted.end(), number);
}

/// "c1, c2 stop; cdu-1, cdu-2 stand in it, so g1 has fewer units than it needs".
std::string leak_text(const Site& site, const Plan& plan, const LeakReach& reach, const std::vector<int>& stopped) {
  std::vector<std::string> racks;
  racks.reserve(stopped.size());
  for (const int rack : stopped) racks.push_back(plan.racks[static_cast<std::size_t>(rack)].id);
  std::string text = racks.empty() ? "it stops no liquid-cooled rack" : fmt::format("it stops {}", join(racks, ", "));
  if (!reach.cdus.empty()) {
    text += fmt::format("; {} {} in it", join(reach.cdus, ", "), reach.cdus.size() == 1 ? "stands" : "stand");
  }
  for (const int group : reach.groups) {
    const CduGroup& of = site.cdu_groups[static_cast<std::size_t>(group)];
    text += of.headers == Headers::dedicated
                ? fmt::format(", and any rack of {} may hang on it (dedicated headers)", of.id)
                : fmt::format(", more than the {} spare of {}: all its racks stop", of.spare, of.id);
  }
  return text;
}

CheckSubject subject_of(const LeakZone& zone, Rule rule, Dimension dimension, const MaybeValue& limit) {
  CheckSubject subject =
      limit ? about(rule, leak_name(zone), dimension, *limit) : about(rule, leak_name(zone), dimension, zone.at);
  subject.scenario = leak_name(zone);
  return subject;
}

void check_leak(std::vector<Check>& out, const Site& site, const Plan& plan, const LeakZone& zone) {
  const std::vector<int> stopped = stopped_by_leak(site, plan, zone);
  const std::string text = leak_text(site, plan, leak_reach(site, zone), stopped);
  CheckSubject racks = subject_of(zone, Rule::layout_leak, Dimension::count, zone.most_racks);
  if (zone.most_racks) {
    racks.arithmetic = fmt::format("{} = {} racks", text, stopped.size());
    out.push_back(at_most(std::move(racks), static_cast<double>(stopped.size()), zone.most_racks->low));
  } else {
    racks.arithmetic = text + "; the site sets no limit on their number";
    out.push_back(holds(std::move(racks), true));
  }
  if (!zone.most_w) return;
  double power_w = 0;
  for (const int rack : stopped) {
    power_w += sustained_w(site, type_of(site, plan.racks[static_cast<std::size_t>(rack)])).high;
  }
  CheckSubject power = subject_of(zone, Rule::layout_leak_power, Dimension::power, zone.most_w);
  power.arithmetic = fmt::format("{} = {:.1f} kW sustained", text, power_w / 1000);
  out.push_back(at_most(std::move(power), power_w, zone.most_w->low));
}

}  // namespace

std::string leak_name(const LeakZone& zone) { return "leak in " + zone.id; }

LeakReach leak_reach(const Site& site, const LeakZone& zone) {
  LeakReach reach;
  for (const Ref& ref : zone.rows) {
    const Row& row = site.rows[static_cast<std::size_t>(ref.index)];
    const RectMm first = slot_rect(row, 0);
    const RectMm last = slot_rect(row, row.slots - 1);
    reach.floor.push_back({first.x0, first.y0, last.x1, last.y1});
  }
  for (const FloorArea& area : zone.areas) reach.floor.push_back(area_rect(area));
  for (std::size_t g = 0; g < site.cdu_groups.size(); ++g) {
    const CduGroup& group = site.cdu_groups[g];
    const Body& body = site.catalogue.cdus[static_cast<std::size_t>(group.type.index)].body.body;
    int lost = 0;
    for (const Unit& unit : group.units) {
      if (!unit.x_m || !unit.y_m) continue;
      if (!in_leak(reach, body_rect(body, to_mm(unit.x_m->value), to_mm(unit.y_m->value), unit.front))) continue;
      reach.cdus.push_back(unit.id);
      ++lost;
    }
    if (lost > (group.headers == Headers::dedicated ? 0 : group.spare)) reach.groups.push_back(static_cast<int>(g));
  }
  return reach;
}

bool in_leak(const LeakReach& reach, const RectMm& rect) {
  return std::any_of(reach.floor.begin(), reach.floor.end(), [&](const RectMm& floor) { return overlap(floor, rect); });
}

std::vector<int> stopped_by_leak(const Site& site, const Plan& plan, const LeakZone& zone) {
  const LeakReach reach = leak_reach(site, zone);
  std::vector<int> stopped;
  for (std::size_t r = 0; r < plan.racks.size(); ++r) {
    const Placement& rack = plan.racks[r];
    if (!type_of(site, rack).liquid) continue;
    if (has(reach.groups, rack.cdu_group) || in_leak(reach, footprint(site, rack)))
      stopped.push_back(static_cast<int>(r));
  }
  return stopped;
}

std::vector<std::string> outside_leak_zones(const Site& site) {
  std::vector<LeakReach> reaches;
  reaches.reserve(site.leak_zones.size());
  for (const LeakZone& zone : site.leak_zones) reaches.push_back(leak_reach(site, zone));
  const auto is_outside = [&](const RectMm& rect) {
    return std::none_of(reaches.begin(), reaches.end(), [&](const LeakReach& reach) { return in_leak(reach, rect); });
  };
  std::vector<std::string> out;
  for (const Row& row : site.rows) {
    bool has_outside = false;
    for (int slot = 0; slot < row.slots && !has_outside; ++slot) has_outside = is_outside(slot_rect(row, slot));
    if (has_outside) out.push_back("row " + row.id);
  }
  for (const CduGroup& group : site.cdu_groups) {
    const Body& body = site.catalogue.cdus[static_cast<std::size_t>(group.type.index)].body.body;
    for (const Unit& unit : group.units) {
      if (!unit.x_m || !unit.y_m) continue;
      if (is_outside(body_rect(body, to_mm(unit.x_m->value), to_mm(unit.y_m->value), unit.front)))
        out.push_back(unit.id);
    }
  }
  return out;
}

void check_leaks(std::vector<Check>& out, const Site& site, const Plan& plan) {
  for (const LeakZone& zone : site.leak_zones) check_leak(out, site, plan, zone);
}

}  // namespace hallplan::layout
