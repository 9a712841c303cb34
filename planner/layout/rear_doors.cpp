#include "planner/layout/rear_doors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <set>

#include "planner/layout/checks.hpp"
#include "planner/layout/geometry.hpp"
#include "planner/layout/ways.hpp"

namespace hallplan::layout {
namespace {

/// Types that the demand, a pinned rack or a rack of another phase names.
std::set<int> types_in_question(const Site& site) {
  std::set<int> types;
  for (const Demand& demand : site.demand) {
    types.insert({demand.compute.index, demand.network.index, demand.management.index});
  }
  for (const PinnedRack& pinned : site.placed) types.insert(pinned.type.index);
  for (const PinnedRack& pinned : site.of_other_phases) types.insert(pinned.type.index);
  types.erase(-1);
  return types;
}

/// How far the deepest rack of a row reaches behind its slots with its door.
long long overhang_mm(const Site& site, std::size_t row, const std::set<int>& types) {
  long long most = 0;
  for (const int type : types) {
    const long long door = depth_mm(rear_door(site, static_cast<int>(row), type));
    if (door == 0) continue;
    const Body& body = site.catalogue.racks[static_cast<std::size_t>(type)].body.body;
    most = std::max(most, to_mm(body.depth_m.high) + door - to_mm(site.rows[row].depth_m.low));
  }
  return most;
}

}  // namespace

const Product<RearDoorType>* rear_door(const Site& site, int row, int type) {
  const RearDoors* doors = doors_of(site, row, type);
  if (doors == nullptr || doors->type.index < 0) return nullptr;
  return &site.catalogue.rear_doors[static_cast<std::size_t>(doors->type.index)];
}

long long depth_mm(const Product<RearDoorType>* door) {
  return door != nullptr && door->body.depth_m ? to_mm(door->body.depth_m->high) : 0;
}

RectMm with_door(const RectMm& rack, Side front, const Product<RearDoorType>* door) {
  const RectMm behind = strip(rack, opposite(front), depth_mm(door));
  return {std::min(rack.x0, behind.x0), std::min(rack.y0, behind.y0), std::max(rack.x1, behind.x1),
          std::max(rack.y1, behind.y1)};
}

std::vector<Equipment> with_doors(std::vector<Equipment> pieces) {
  for (Equipment& piece : pieces) piece.rect = with_door(piece.rect, piece.front, piece.door);
  return pieces;
}

Slots with_doors(const Site& site, Slots slots) {
  if (site.rear_doors.empty()) return slots;
  const std::set<int> types = types_in_question(site);
  for (std::size_t r = 0; r < slots.rows.size(); ++r) {
    const long long beyond = overhang_mm(site, r, types);
    if (beyond == 0) continue;
    for (Slot& slot : slots.rows[r]) {
      const RectMm behind = strip(slot.rect, opposite(site.rows[r].front), beyond);
      slot.rect = {std::min(slot.rect.x0, behind.x0), std::min(slot.rect.y0, behind.y0),
                   std::max(slot.rect.x1, behind.x1), std::max(slot.rect.y1, behind.y1)};
    }
  }
  return slots;
}

void check_rear_doors(std::vector<Check>& out, const Site& site, const std::vector<Equipment>& pieces) {
  std::set<const Product<RearDoorType>*> met;
  for (const Equipment& piece : pieces) {
    if (piece.door == nullptr || piece.door->body.depth_m || !met.insert(piece.door).second) continue;
    std::vector<Rule> open = {Rule::layout_clearance};
    const auto stands = [](const Device& device) { return device.place.has_value(); };
    const auto is_pulled = [](const Equipment& each) { return each.body->pull_front_m || each.body->pull_rear_m; };
    if (std::any_of(pieces.begin(), pieces.end(), is_pulled)) open.push_back(Rule::layout_pull);
    if (std::any_of(site.devices.begin(), site.devices.end(), stands)) open.push_back(Rule::layout_working);
    if (names_egress_door(site.hall)) open.push_back(Rule::layout_egress);
    if (names_dock_door(site.hall)) open.push_back(Rule::layout_route);
    for (const Rule rule : open) {
      out.push_back(undecided(
          about(rule, piece.door->id, Dimension::length, piece.door->at),
          fmt::format("no depth known for {}: it reaches into the aisle behind {}", piece.door->id, piece.type)));
    }
  }
}

}  // namespace hallplan::layout
