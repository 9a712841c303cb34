/// A placement while it is searched: which slots are taken, by which unit, and what is left of every limit. Every state
/// keeps all limits and has the management racks its units need, so any state can be the answer.
#pragma once

#include <cstdint>
#include <vector>

#include "planner/search/load.hpp"
#include "planner/search/model.hpp"

namespace hallplan::search {

/// A rack that the search placed.
struct Member {
  int slot = 0;  ///< in `model.slots`
  int type = 0;
  int wire = -1;
};

struct Unit {
  int kind = 0;
  int pinned = -1;              ///< the pinned unit it completes
  std::vector<Member> members;  ///< compute racks, then network racks
  int compute = 0;              ///< how many of them are compute racks
  long long cable = 0;          ///< of all its cables without drops and slack, half millimetres
};

class State {
 public:
  explicit State(const Model& model);

  [[nodiscard]] const Model& model() const { return *model_; }
  [[nodiscard]] const Load& load() const { return load_; }
  [[nodiscard]] const std::vector<Unit>& units() const { return units_; }
  [[nodiscard]] const std::vector<Member>& management(int kind) const {
    return management_[static_cast<std::size_t>(kind)];
  }
  [[nodiscard]] int management_kinds() const { return static_cast<int>(management_.size()); }
  /// Units of a kind that stand or are pinned, complete or not.
  [[nodiscard]] int units_of(int kind) const { return count_[static_cast<std::size_t>(kind)]; }
  [[nodiscard]] bool taken(int slot) const { return taken_[static_cast<std::size_t>(slot)] != 0; }
  [[nodiscard]] int free_slots() const { return free_slots_; }
  [[nodiscard]] bool completed(int pinned) const { return completed_[static_cast<std::size_t>(pinned)]; }
  /// Compute racks that the search placed.
  [[nodiscard]] int compute() const { return compute_; }
  [[nodiscard]] long long cable() const { return cable_; }

  /// True when a rack of the type may stand in the slot now, as far as space and floor go.
  [[nodiscard]] bool can_stand(int slot, int type) const;
  [[nodiscard]] bool can_add(const Member& member) const;
  void add(const Member& member);
  void remove(const Member& member);

  /// Makes a unit of members that were added one by one.
  void keep(Unit unit);
  /// Removes a unit with its racks, and management racks that nobody needs any more.
  void drop_unit(int index);
  void keep_management(int kind, const Member& member);
  void drop_management(int kind, int index);

  /// Footprints with power of every rack that the search placed.
  [[nodiscard]] std::vector<kernels::density::Rect> rects() const;

 private:
  const Model* model_;
  Load load_;
  std::vector<char> taken_;   ///< by slot
  std::vector<int> blocked_;  ///< by spot: placed racks it conflicts with
  std::vector<Unit> units_;
  std::vector<std::vector<Member>> management_;
  std::vector<int> count_;
  std::vector<bool> completed_;
  int free_slots_ = 0;
  int compute_ = 0;
  long long cable_ = 0;
};

/// Further racks of the first demand's compute type that what is left of power and coolant could still take, slots, floor and demand
/// aside: one after the other on every way to connect one, so never more than could be. No more than the hall has slots are counted.
[[nodiscard]] int room_left(const State& state);

/// The most heat that racks which the search placed give to the air within a square about as wide as two rows and their aisles,
/// around any of them.
[[nodiscard]] double hottest_w(const State& state);

/// What makes one placement better than another, first things first: less missing of what is due, more value where demands differ in
/// it, more compute racks, more of the kinds that are wanted most, more room left, less cable, a cooler hottest window, less uneven
/// loads.
struct Score {
  std::int64_t missing = 0;  ///< compute racks, or thousandths of value, of units that are due and do not stand
  std::int64_t value = 0;
  int compute = 0;
  std::vector<int> units;
  int room = -1;  ///< -1: not looked at
  long long cable = 0;
  double hottest = -1;  ///< -1: not looked at
  double unevenness = 0;

  [[nodiscard]] bool better_than(const Score& other) const;
  /// Below 0, 0 or above: worse, equal or better in what comes before the room left.
  [[nodiscard]] int against_in_racks(const Score& other) const;
};
/// Compute racks, or thousandths of value, of a state and of what is pinned.
[[nodiscard]] std::int64_t gained(const State& state, Gain gain);
/// With every level.
[[nodiscard]] Score score_of(const State& state);
/// Room left and hottest window, which take longest, only where the state reaches `best` in all that comes before.
[[nodiscard]] Score score_against(const State& state, const Score& best);

}  // namespace hallplan::search
