#include "planner/search/state.hpp"

#include <algorithm>
#include <utility>

namespace hallplan::search {

State::State(const Model& model)
    : model_(&model),
      load_(model),
      taken_(model.slots.size(), 0),
      blocked_(model.spots.size(), 0),
      management_(model.kinds.size()),
      completed_(model.pinned_units.size(), false),
      free_slots_(static_cast<int>(model.slots.size())) {
  for (const Kind& kind : model.kinds) count_.push_back(kind.pinned_units);
  for (std::size_t i = 0; i < model.pinned_units.size(); ++i) {
    const PinnedUnit& unit = model.pinned_units[i];
    completed_[i] = unit.missing_compute == 0 && unit.missing_network == 0;
  }
}

bool State::can_stand(int slot, int type) const {
  if (type < 0 || taken(slot)) return false;
  const Spot& spot = model_->spot(slot, type);
  return spot.usable && blocked_[static_cast<std::size_t>(model_->spot_index(slot, type))] == 0 &&
         load_.fits(spot.uses);
}

bool State::can_add(const Member& member) const {
  return can_stand(member.slot, member.type) && load_.fits(model_->wires[static_cast<std::size_t>(member.wire)].uses);
}

void State::add(const Member& member) {
  const Spot& spot = model_->spot(member.slot, member.type);
  load_.take(spot.uses);
  load_.take(model_->wires[static_cast<std::size_t>(member.wire)].uses);
  taken_[static_cast<std::size_t>(member.slot)] = 1;
  for (const int other : spot.conflicts) ++blocked_[static_cast<std::size_t>(other)];
  --free_slots_;
}

void State::remove(const Member& member) {
  const Spot& spot = model_->spot(member.slot, member.type);
  load_.give(spot.uses);
  load_.give(model_->wires[static_cast<std::size_t>(member.wire)].uses);
  taken_[static_cast<std::size_t>(member.slot)] = 0;
  for (const int other : spot.conflicts) --blocked_[static_cast<std::size_t>(other)];
  ++free_slots_;
}

void State::keep(Unit unit) {
  compute_ += unit.compute;
  cable_ += unit.cable;
  if (unit.pinned >= 0) {
    completed_[static_cast<std::size_t>(unit.pinned)] = true;
  } else {
    ++count_[static_cast<std::size_t>(unit.kind)];
  }
  units_.push_back(std::move(unit));
}

void State::drop_unit(int index) {
  const Unit unit = std::move(units_[static_cast<std::size_t>(index)]);
  units_.erase(units_.begin() + index);
  for (const Member& member : unit.members) remove(member);
  compute_ -= unit.compute;
  cable_ -= unit.cable;
  if (unit.pinned >= 0) {
    completed_[static_cast<std::size_t>(unit.pinned)] = false;
  } else {
    --count_[static_cast<std::size_t>(unit.kind)];
  }
  const int needed = model_->kinds[static_cast<std::size_t>(unit.kind)].management_for(units_of(unit.kind));
  while (static_cast<int>(management(unit.kind).size()) > needed) {
    drop_management(unit.kind, static_cast<int>(management(unit.kind).size()) - 1);
  }
}

void State::keep_management(int kind, const Member& member) {
  management_[static_cast<std::size_t>(kind)].push_back(member);
}

void State::drop_management(int kind, int index) {
  std::vector<Member>& racks = management_[static_cast<std::size_t>(kind)];
  remove(racks[static_cast<std::size_t>(index)]);
  racks.erase(racks.begin() + index);
}

std::vector<kernels::density::Rect> State::rects() const {
  std::vector<kernels::density::Rect> all;
  const auto add_rect = [&](const Member& member) { all.push_back(model_->spot(member.slot, member.type).rect); };
  for (const Unit& unit : units_) std::for_each(unit.members.begin(), unit.members.end(), add_rect);
  for (const std::vector<Member>& racks : management_) std::for_each(racks.begin(), racks.end(), add_rect);
  return all;
}

bool Score::better_than(const Score& other) const {
  if (compute != other.compute) return compute > other.compute;
  if (units != other.units) return units > other.units;
  if (cable != other.cable) return cable < other.cable;
  return unevenness < other.unevenness;
}

Score score_of(const State& state) {
  Score score;
  score.compute = state.compute();
  for (int kind = 0; kind < state.management_kinds(); ++kind) score.units.push_back(state.units_of(kind));
  score.cable = state.cable();
  const std::vector<Amount>& left = state.load().left();
  for (std::size_t row = 0; row < left.size(); ++row) {
    const double free = static_cast<double>(state.model().free[row]);
    if (free <= 0) continue;
    const double used = 1 - static_cast<double>(left[row]) / free;
    score.unevenness += used * used;
  }
  return score;
}

}  // namespace hallplan::search
