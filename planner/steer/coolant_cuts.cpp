// What may be cut where a limit of a coolant group fails.
#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "planner/hydraulics/rack_margins.hpp"
#include "planner/plan/pin.hpp"
#include "planner/site/phase.hpp"
#include "planner/steer/cuts.hpp"

namespace hallplan::steer {
namespace {

/// The group a check names: "g1", or "g1, test-rack"; -1: none.
int group_of(const Site& site, const Check& check) {
  for (std::size_t group = 0; group < site.cdu_groups.size(); ++group) {
    const std::string& id = site.cdu_groups[group].id;
    if (check.where == id || check.where.rfind(id + ", ", 0) == 0) return static_cast<int>(group);
  }
  return -1;
}

/// The type of racks a check names after its group; -1: none.
int type_of(const Site& site, const Check& check) {
  const std::size_t comma = check.where.find(", ");
  if (comma == std::string::npos) return -1;
  const std::string id = check.where.substr(comma + 2);
  for (std::size_t type = 0; type < site.catalogue.racks.size(); ++type) {
    if (site.catalogue.racks[type].id == id) return static_cast<int>(type);
  }
  return -1;
}

int phase_of(const Site& site, const Check& check) {
  for (int phase = 0; phase < phase_count(site); ++phase) {
    if (!check.phase.empty() && phase_id(site, phase) == check.phase) return phase;
  }
  return last_phase(site);
}

/// Racks of a group that may go elsewhere, those that its limit fails most at first.
struct OnGroup {
  std::vector<std::size_t> worst_first;  ///< in the plan of the phase
  std::size_t failing = 0;               ///< so many of them fail, where that is known by rack
};

OnGroup racks_on(const Site& site, const Plan& plan, int group, Rule rule) {
  std::vector<std::tuple<double, bool, std::size_t>> order;  // margin, holds, rack
  const bool by_supply = rule == Rule::liquid_delivered_supply;
  for (const hydraulics::RackMargin& margin : hydraulics::rack_margins(site, plan, group)) {
    if (is_pinned(site, plan.racks[margin.rack])) continue;
    double left = margin.least_m3_per_s / margin.asked_m3_per_s - 1;
    if (by_supply) left = margin.supply_margin_k.value_or(-1e9);
    if (rule == Rule::liquid_rack_flow) left = -left;  // too much, not too little
    order.emplace_back(left, left >= 0 || rule == Rule::liquid_rack_flow, margin.rack);
  }
  if (order.empty()) {  // no pipes: all are alike, and the last one goes first
    for (std::size_t rack = 0; rack < plan.racks.size(); ++rack) {
      if (plan.racks[rack].cdu_group != group || is_pinned(site, plan.racks[rack])) continue;
      order.emplace_back(-static_cast<double>(rack), true, rack);
    }
  }
  std::sort(order.begin(), order.end());
  OnGroup out;
  for (const auto& [left, holds, rack] : order) {
    out.worst_first.push_back(rack);
    out.failing += holds ? 0 : 1;
  }
  return out;
}

search::BarredSlot slot_of(const Placement& rack) { return {rack.row, rack.slot, rack.type}; }

/// Trials of a plan with units of a group left out, in the hall of one phase.
class LeavingOut {
 public:
  LeavingOut(const Site& site, const Plan& plan, int group, const OnGroup& racks)
      : site_(site), plan_(plan), group_(group) {
    for (const std::size_t rack : racks.worst_first) {
      const std::pair<int, int> unit{plan.racks[rack].demand, plan.racks[rack].unit};
      if (std::find(units_.begin(), units_.end(), unit) == units_.end()) units_.push_back(unit);
    }
  }

  [[nodiscard]] std::size_t units() const { return units_.size(); }

  /// The plan without its `count` worst units.
  [[nodiscard]] Plan without(std::size_t count) const {
    Plan left = plan_;
    left.racks.erase(
        std::remove_if(left.racks.begin(), left.racks.end(), [&](const Placement& rack) { return goes(rack, count); }),
        left.racks.end());
    return left;
  }

  /// The cuts that say so: no more racks on the group than stay, and none of its racks where one went.
  [[nodiscard]] search::Cuts cuts(std::size_t count) const {
    search::Cuts out;
    int stay = 0;
    for (const Placement& rack : plan_.racks) {
      if (rack.cdu_group != group_) continue;
      if (goes(rack, count)) {
        out.barred.push_back(slot_of(rack));
      } else {
        ++stay;
      }
    }
    out.caps.push_back({group_, -1, stay});
    return out;
  }

  /// The fewest units to leave out so that the group fails nothing that is steered by; all where nothing less does. By bisection: with
  /// fewer racks each gets more.
  [[nodiscard]] std::size_t fewest() const {
    std::size_t fails = 0, holds = units_.size();
    while (holds - fails > 1) {
      const std::size_t middle = (fails + holds) / 2;
      (holds_without(middle) ? holds : fails) = middle;
    }
    return holds;
  }

 private:
  [[nodiscard]] bool goes(const Placement& rack, std::size_t count) const {
    const auto end = units_.begin() + static_cast<std::ptrdiff_t>(count);
    return !is_pinned(site_, rack) && std::find(units_.begin(), end, std::pair(rack.demand, rack.unit)) != end;
  }

  [[nodiscard]] bool holds_without(std::size_t count) const {
    const verdict::Verdict verdict = verdict::verify(site_, without(count));
    return std::none_of(verdict.checks.begin(), verdict.checks.end(),
                        [&](const Check& check) { return is_steered(check) && group_of(site_, check) == group_; });
  }

  const Site& site_;
  const Plan& plan_;
  int group_;
  std::vector<std::pair<int, int>> units_;  ///< demand and unit, worst first
};

/// None of the types on the group that fail there by themselves.
void add_types(const Plan& plan, int group, int named, Branches& out) {
  std::set<int> types;
  for (const Placement& rack : plan.racks) {
    if (rack.cdu_group == group && (named < 0 || rack.type == named)) types.insert(rack.type);
  }
  for (const int type : types) out.ways.push_back({{}, {{group, type, 0}}});
}

}  // namespace

Branches coolant_branches(const Site& site, const Plan& plan, const std::vector<Check>& failed) {
  Branches out;
  for (const Check& check : failed) {
    const int group = group_of(site, check);
    if (group < 0) continue;
    out.rule = check.rule;
    const int phase = phase_of(site, check);
    const Site view = in_phase(site, phase);
    const Plan there = plan_in_phase(site, plan, phase);
    const int type = type_of(site, check);
    if (type >= 0 || check.rule == Rule::liquid_cdu_head) {
      add_types(there, group, type, out);
      return out;
    }
    const OnGroup racks = racks_on(view, there, group, check.rule);
    if (racks.worst_first.empty()) continue;
    const LeavingOut leaving(view, there, group, racks);
    out.ways.push_back({{slot_of(there.racks[racks.worst_first.front()])}, {}});
    if (racks.failing > 1 && racks.failing < racks.worst_first.size()) {
      search::Cuts all;
      for (std::size_t i = 0; i < racks.failing; ++i) all.barred.push_back(slot_of(there.racks[racks.worst_first[i]]));
      out.ways.push_back(std::move(all));
    }
    search::Cuts one_fewer = leaving.cuts(1);
    one_fewer.barred.clear();
    out.ways.push_back(std::move(one_fewer));
    out.ways.push_back(leaving.cuts(leaving.fewest()));
    return out;
  }
  return out;
}

}  // namespace hallplan::steer
