// What may be cut where a rack breathes too warm air.
#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "planner/plan/pin.hpp"
#include "planner/site/phase.hpp"
#include "planner/steer/cuts.hpp"
#include "planner/thermal/frozen_response.hpp"

namespace hallplan::steer {
namespace {

using thermal::FieldResult;
using thermal::FieldState;
using thermal::RackField;

struct TooWarm {
  double left_k = 0;  ///< margin: negative
  std::size_t rack = 0;
};

/// Racks that are too warm in normal running or with a unit lost, the warmest against its limit first; each once.
std::vector<TooWarm> too_warm(const Site& site, const Plan& plan, const FieldResult& field) {
  std::vector<TooWarm> out;
  const auto look = [&](const FieldState& state) {
    for (const RackField& rack : state.racks) {
      const Check check = thermal::check_inlet(site, plan, field, state, rack);
      if (!is_steered(check) || rack.rack < 0) continue;
      const auto number = static_cast<std::size_t>(rack.rack);
      const auto known = std::find_if(out.begin(), out.end(), [&](const TooWarm& one) { return one.rack == number; });
      if (known == out.end()) {
        out.push_back({check.margin, number});
      } else {
        known->left_k = std::min(known->left_k, check.margin);
      }
    }
  };
  look(field.normal);
  for (const FieldState& state : field.losses) look(state);
  std::stable_sort(out.begin(), out.end(), [](const TooWarm& a, const TooWarm& b) { return a.left_k < b.left_k; });
  return out;
}

/// The racks whose heat warms this one, the most first; without itself and without pinned ones. Empty where the matrix cannot be told.
std::vector<std::size_t> warming(const Site& site, const Plan& plan, const FieldResult& field, std::size_t warmed,
                                 const kernels::Execution& execution) {
  if (field.hall.sequence.grids.empty()) return {};  // inlets that nobody's flow was solved for
  const thermal::RackResponse response = thermal::frozen_response(field, execution);
  const std::vector<thermal::FollowedRack>& racks = field.hall.racks;
  const auto inlet = std::find_if(racks.begin(), racks.end(), [&](const thermal::FollowedRack& rack) {
    return rack.rack == static_cast<int>(warmed);
  });
  std::vector<std::pair<double, std::size_t>> order;
  if (!response.problem.empty() || inlet == racks.end()) return {};
  const auto row = static_cast<std::size_t>(inlet - racks.begin());
  for (std::size_t i = 0; i < racks.size(); ++i) {
    const auto number = static_cast<std::size_t>(racks[i].rack);
    if (i == row || racks[i].rack < 0 || is_pinned(site, plan.racks[number])) continue;
    const kernels::flow::Duct& duct = field.hall.sequence.grids.back().ducts[static_cast<std::size_t>(racks[i].duct)];
    const double warms = response.at(row, i) * duct.heat_k_m3_per_s;
    if (warms > 0) order.emplace_back(-warms, number);
  }
  std::sort(order.begin(), order.end());
  std::vector<std::size_t> out;
  out.reserve(order.size());
  for (const auto& [warms, rack] : order) out.push_back(rack);
  return out;
}

search::BarredSlot slot_of(const Placement& rack) { return {rack.row, rack.slot, rack.type}; }

Branches branches_of(const Site& site, const Plan& plan, const FieldResult& field,
                     const kernels::Execution& execution) {
  Branches out;
  const std::vector<TooWarm> warm = too_warm(site, plan, field);
  if (warm.empty()) return out;
  const std::vector<std::size_t> others = warming(site, plan, field, warm.front().rack, execution);
  const Placement& worst = plan.racks[warm.front().rack];
  search::Cuts both;
  if (!is_pinned(site, worst)) {
    both.barred.push_back(slot_of(worst));
    out.ways.push_back(both);
  }
  if (!others.empty()) {
    out.ways.push_back({{slot_of(plan.racks[others.front()])}, {}});
    both.barred.push_back(slot_of(plan.racks[others.front()]));
    if (both.barred.size() > 1) out.ways.push_back(both);
  }
  search::Cuts all;
  for (const TooWarm& one : warm) {
    if (!is_pinned(site, plan.racks[one.rack])) all.barred.push_back(slot_of(plan.racks[one.rack]));
  }
  if (all.barred.size() > 1) out.ways.push_back(std::move(all));
  return out;
}

}  // namespace

Branches air_branches(const Site& site, const Judged& judged, const kernels::Execution& execution) {
  for (int phase = last_phase(site); phase >= 0; --phase) {
    const auto number = static_cast<std::size_t>(phase);
    if (number >= judged.fields.size() || !judged.fields[number] || !judged.fields[number]->solved()) continue;
    Branches out =
        branches_of(in_phase(site, phase), plan_in_phase(site, judged.plan, phase), *judged.fields[number], execution);
    if (!out.ways.empty()) return out;
  }
  return {};
}

}  // namespace hallplan::steer
