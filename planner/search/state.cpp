#include "planner/search/state.hpp"

#include <algorithm>
#include <cstdlib>
#include <tuple>
#include <utility>

namespace hallplan::search {
namespace {

/// Half of 4.8 m, in half millimetres: two rows of racks with the aisle between them and half an aisle behind each.
constexpr long long kHalfWindow = 4800;

}  // namespace

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

int room_left(const State& state) {
  const Model& model = state.model();
  const Room& room = model.room;
  std::vector<Amount> left = room.free;
  const auto take = [&](const Member& member) {
    for (const Use& use : room.uses[static_cast<std::size_t>(member.wire)]) {
      left[static_cast<std::size_t>(use.row)] -= use.amount;
    }
  };
  for (const Unit& unit : state.units()) std::for_each(unit.members.begin(), unit.members.end(), take);
  for (int kind = 0; kind < state.management_kinds(); ++kind) {
    std::for_each(state.management(kind).begin(), state.management(kind).end(), take);
  }
  std::vector<int> open = room.ways;
  const int most = static_cast<int>(model.slots.size());
  int racks = 0;
  while (!open.empty() && racks < most) {
    std::vector<int> still;
    for (const int way : open) {
      const std::vector<Use>& uses = room.uses[static_cast<std::size_t>(way)];
      const bool fits = std::all_of(uses.begin(), uses.end(), [&](const Use& use) {
        return use.amount <= left[static_cast<std::size_t>(use.row)];
      });
      if (!fits || racks == most) continue;
      take({0, 0, way});
      still.push_back(way);
      ++racks;
    }
    open = std::move(still);
  }
  return racks;
}

double hottest_w(const State& state) {
  const Model& model = state.model();
  std::vector<std::pair<Point, double>> racks;
  const auto add = [&](const Member& member) {
    const auto type = static_cast<std::size_t>(member.type);
    if (type >= model.air_w.size()) return;
    racks.push_back({model.spot(member.slot, member.type).centre, model.air_w[type]});
  };
  for (const Unit& unit : state.units()) std::for_each(unit.members.begin(), unit.members.end(), add);
  for (int kind = 0; kind < state.management_kinds(); ++kind) {
    std::for_each(state.management(kind).begin(), state.management(kind).end(), add);
  }
  // Summed in one order, whatever order the racks came in.
  std::sort(racks.begin(), racks.end(), [](const auto& a, const auto& b) {
    return std::tuple(a.first.x, a.first.y, a.second) < std::tuple(b.first.x, b.first.y, b.second);
  });
  double most = 0;
  std::size_t from = 0;
  for (const auto& [centre, own] : racks) {
    while (racks[from].first.x < centre.x - kHalfWindow) ++from;
    double sum = 0;
    for (std::size_t i = from; i < racks.size() && racks[i].first.x <= centre.x + kHalfWindow; ++i) {
      if (std::abs(racks[i].first.y - centre.y) <= kHalfWindow) sum += racks[i].second;
    }
    most = std::max(most, sum);
  }
  return most;
}

int Score::against_in_racks(const Score& other) const {
  if (missing != other.missing) return missing < other.missing ? 1 : -1;
  if (value != other.value) return value > other.value ? 1 : -1;
  if (compute != other.compute) return compute > other.compute ? 1 : -1;
  if (units != other.units) return units > other.units ? 1 : -1;
  return 0;
}

bool Score::better_than(const Score& other) const {
  if (const int racks = against_in_racks(other); racks != 0) return racks > 0;
  if (room >= 0 && other.room >= 0 && room != other.room) return room > other.room;
  if (cable != other.cable) return cable < other.cable;
  if (hottest >= 0 && other.hottest >= 0 && hottest != other.hottest) return hottest < other.hottest;
  return unevenness < other.unevenness;
}

namespace {

std::int64_t new_value(const State& state) {
  std::int64_t value = 0;
  for (const Unit& unit : state.units()) {
    value += unit.compute * state.model().kinds[static_cast<std::size_t>(unit.kind)].value;
  }
  return value;
}

std::int64_t missing(const State& state) {
  std::int64_t sum = 0;
  for (int kind = 0; kind < state.management_kinds(); ++kind) {
    const Kind& of = state.model().kinds[static_cast<std::size_t>(kind)];
    const std::int64_t worth = state.model().valued ? of.value : 1;
    sum += worth * of.compute_racks * std::max(0, of.due - state.units_of(kind));
  }
  return sum;
}

/// All that is cheap.
Score first_levels(const State& state) {
  Score score;
  score.missing = missing(state);
  score.compute = state.compute();
  for (int kind = 0; kind < state.management_kinds(); ++kind) score.units.push_back(state.units_of(kind));
  if (state.model().valued) score.value = new_value(state);
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

}  // namespace

std::int64_t gained(const State& state, Gain gain) {
  const Model& model = state.model();
  return gain == Gain::value ? model.pinned_value + new_value(state) : model.pinned_compute + state.compute();
}

Score score_of(const State& state) {
  Score score = first_levels(state);
  score.room = room_left(state);
  score.hottest = hottest_w(state);
  return score;
}

Score score_against(const State& state, const Score& best) {
  Score score = first_levels(state);
  const int racks = score.against_in_racks(best);
  if (racks < 0) return score;
  score.room = room_left(state);
  const bool more_room = racks > 0 || score.room > best.room;
  if (more_room || (score.room == best.room && score.cable <= best.cable)) score.hottest = hottest_w(state);
  return score;
}

}  // namespace hallplan::search
