#include "planner/search/early.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "planner/capacity/capacity.hpp"
#include "planner/search/standing.hpp"
#include "planner/search/state.hpp"

namespace hallplan::search {
namespace {

/// Fills an empty state of the phase with racks that stand later.
class Early {
 public:
  Early(const Site& site, int phase, std::vector<Placement>& racks)
      : site_(site),
        phase_(phase),
        racks_(racks),
        choices_(capacity::choices(site)),
        model_(model_of(site, choices_)),
        state_(model_) {}

  void run() {
    std::map<std::pair<int, int>, std::vector<std::size_t>> units;  // by demand and unit
    for (std::size_t i = 0; i < racks_.size(); ++i) {
      const Placement& rack = racks_[i];
      if (rack.phase != phase_ + 1 || rack.demand < 0) continue;
      if (rack.unit < 0) {
        management_[rack.demand].push_back(i);
      } else {
        units[{rack.demand, rack.unit}].push_back(i);
      }
    }
    for (const auto& [key, unit] : units) put_unit(key.first, key.second, unit);
  }

 private:
  bool put(std::size_t rack, std::vector<Member>& members) {
    const std::optional<Member> member = member_of(site_, choices_, model_, racks_[rack]);
    if (!member || !state_.can_add(*member)) return false;
    state_.add(*member);
    members.push_back(*member);
    return true;
  }

  void put_unit(int demand, int number, const std::vector<std::size_t>& racks) {
    const Kind& kind = model_.kinds[static_cast<std::size_t>(demand)];
    const bool completes = std::any_of(model_.pinned_units.begin(), model_.pinned_units.end(),
                                       [&](const PinnedUnit& u) { return u.kind == demand && u.number == number; });
    if (completes && !completes_exactly(demand, number, racks.size())) return;
    const int units = kind.pinned_units + placed_units_[demand] + (completes ? 0 : 1);
    if (!completes && units > kind.wanted) return;
    std::vector<Member> members;
    bool stands = std::all_of(racks.begin(), racks.end(), [&](std::size_t rack) { return put(rack, members); });
    std::vector<std::size_t> managed;
    if (stands) stands = put_management(demand, kind.management_for(units), members, managed);
    if (!stands || !windows_hold(members)) {
      for (const Member& member : members) state_.remove(member);
      return;
    }
    for (const Member& member : members) rects_.push_back(model_.spot(member.slot, member.type).rect);
    for (const std::size_t rack : racks) racks_[rack].phase = phase_;
    for (const std::size_t rack : managed) {
      racks_[rack].phase = phase_;
      std::vector<std::size_t>& left = management_[demand];
      left.erase(std::find(left.begin(), left.end(), rack));
      ++placed_management_[demand];
    }
    if (!completes) ++placed_units_[demand];
  }

  /// A pinned unit takes what it lacks and no more: the number of a complete one is taken.
  [[nodiscard]] bool completes_exactly(int demand, int number, std::size_t racks) const {
    return std::any_of(model_.pinned_units.begin(), model_.pinned_units.end(), [&](const PinnedUnit& unit) {
      return unit.kind == demand && unit.number == number &&
             static_cast<std::size_t>(unit.missing_compute + unit.missing_network) == racks;
    });
  }

  bool put_management(int demand, int needed, std::vector<Member>& members, std::vector<std::size_t>& managed) {
    int missing = needed - placed_management_[demand];
    for (const std::size_t rack : management_[demand]) {
      if (missing <= 0) break;
      if (!put(rack, members)) continue;
      managed.push_back(rack);
      --missing;
    }
    return missing <= 0;
  }

  [[nodiscard]] bool windows_hold(const std::vector<Member>& members) const {
    if (!model_.density.binds) return true;
    Rects all = rects_;
    Rects changed;
    for (const Member& member : members) changed.push_back(model_.spot(member.slot, member.type).rect);
    all.insert(all.end(), changed.begin(), changed.end());
    return within_windows(model_.density, all, changed);
  }

  const Site& site_;
  int phase_;
  std::vector<Placement>& racks_;
  std::vector<capacity::Choice> choices_;
  Model model_;
  State state_;
  std::map<int, std::vector<std::size_t>> management_;  ///< by demand: racks that may still come
  std::map<int, int> placed_management_;
  std::map<int, int> placed_units_;
  Rects rects_;
};

}  // namespace

void move_to(const Site& site, int phase, std::vector<Placement>& racks) { Early(site, phase, racks).run(); }

bool all_stand(const Site& site, std::vector<Placement> racks) {
  for (Placement& rack : racks) rack.phase = 1;
  move_to(site, 0, racks);
  return std::all_of(racks.begin(), racks.end(), [](const Placement& rack) { return rack.phase == 0; });
}

}  // namespace hallplan::search
