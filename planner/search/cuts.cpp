#include "planner/search/cuts.hpp"

#include <algorithm>

#include "planner/plan/plan.hpp"

namespace hallplan::search {
namespace {

void bar(Model& model, const BarredSlot& barred) {
  for (std::size_t slot = 0; slot < model.slots.size(); ++slot) {
    if (model.slots[slot].row != barred.row || model.slots[slot].slot != barred.slot) continue;
    for (int type = 0; type < model.types; ++type) {
      if (barred.type >= 0 && model.site_type[static_cast<std::size_t>(type)] != barred.type) continue;
      model.spots[static_cast<std::size_t>(model.spot_index(static_cast<int>(slot), type))].usable = false;
    }
  }
}

/// A row of whole racks, less those that are pinned.
void cap(const Site& site, const std::vector<capacity::Choice>& choices, Model& model, const GroupCap& cap) {
  const Plan pinned = pinned_plan(site);
  const auto standing = std::count_if(pinned.racks.begin(), pinned.racks.end(), [&](const Placement& rack) {
    return rack.cdu_group == cap.group && (cap.type < 0 || rack.type == cap.type);
  });
  const int row = static_cast<int>(model.free.size());
  model.free.push_back(std::max<Amount>(0, cap.racks - standing));
  for (Wire& wire : model.wires) {
    const capacity::Choice& choice = choices[static_cast<std::size_t>(wire.choice)];
    if (choice.cdu_group != cap.group || (cap.type >= 0 && choice.type != cap.type)) continue;
    wire.uses.push_back({row, 1});
  }
}

}  // namespace

Model with_cuts(const Site& site, const std::vector<capacity::Choice>& choices, Model model, const Cuts& cuts) {
  for (const BarredSlot& one : cuts.barred) bar(model, one);
  for (const GroupCap& one : cuts.caps) cap(site, choices, model, one);
  return model;
}

}  // namespace hallplan::search
