#include <algorithm>
#include <cstddef>
#include <numeric>

#include "planner/sweep/sweep.hpp"

namespace hallplan::sweep {
namespace {

/// Values of an axis as neighbours: numbers by size.
std::vector<std::size_t> order_of(const Axis& axis) {
  std::vector<std::size_t> order(axis.values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (axis.numbers.empty()) return order;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return axis.numbers[a] < axis.numbers[b]; });
  return order;
}

/// The worse the higher: a verdict that fails before one that is undecided.
int badness(Status status) { return status == Status::fail ? 2 : status == Status::undecided ? 1 : 0; }

/// What keeps more racks out where fewer stand.
std::string what_holds_off(const Answer& fewer, int racks_of_other) {
  if (fewer.bound_racks >= 0 && fewer.bound_racks < racks_of_other) {
    if (is_bound_by_demand(fewer)) return "no more are demanded";
    if (!fewer.bound_by.empty()) return fewer.bound_by;
  }
  return fewer.binds ? name_of(*fewer.binds) : std::string();
}

/// What makes the worse status.
std::string what_is_wrong(const Answer& worse) {
  if (worse.status == Status::undecided) return worse.open ? name_of(*worse.open) : std::string();
  return worse.binds ? name_of(*worse.binds) : std::string();
}

/// Above 0 where `b` is worse than `a`, below where it is better, 0 where nothing turns: by racks, then by status, then by how many checks make
/// that status where another one is the worst of them.
int fall(const Answer& a, const Answer& b) {
  if (a.racks != b.racks) return a.racks - b.racks;
  if (a.status != b.status) return badness(*b.status) - badness(*a.status);
  if (what_is_wrong(a) == what_is_wrong(b) || a.status == Status::pass) return 0;
  return a.status == Status::fail ? b.failed - a.failed : b.undecided - a.undecided;
}

class Turns {
 public:
  Turns(const std::vector<Axis>& axes, const std::vector<Case>& cases) : axes_(axes), cases_(cases) {
    for (std::size_t i = 0; i < cases.size(); ++i) {
      const std::size_t place = place_of(cases[i].at);
      if (place >= found_.size()) found_.resize(place + 1, kNone);
      found_[place] = i;
    }
  }

  std::vector<Turn> all() {
    for (std::size_t axis = 0; axis < axes_.size(); ++axis) {
      const std::vector<std::size_t> order = order_of(axes_[axis]);
      std::vector<std::size_t> first(axes_.size(), 0);
      do {
        along(axis, order, first);
      } while (next(first, axis));
    }
    return std::move(turns_);
  }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  [[nodiscard]] std::size_t place_of(const std::vector<std::size_t>& at) const {
    std::size_t place = 0;
    for (std::size_t axis = 0; axis < axes_.size(); ++axis) place = place * axes_[axis].values.size() + at[axis];
    return place;
  }

  /// The next combination of all axes but one; false after the last.
  bool next(std::vector<std::size_t>& at, std::size_t held) const {
    for (std::size_t axis = axes_.size(); axis-- > 0;) {
      if (axis == held) continue;
      if (++at[axis] < axes_[axis].values.size()) return true;
      at[axis] = 0;
    }
    return false;
  }

  void along(std::size_t axis, const std::vector<std::size_t>& order, std::vector<std::size_t> at) {
    std::size_t before = kNone;
    for (const std::size_t value : order) {
      at[axis] = value;
      const std::size_t place = place_of(at);
      const std::size_t here = place < found_.size() ? found_[place] : kNone;
      if (here == kNone || !cases_[here].answer || !cases_[here].answer->status) continue;
      if (before != kNone) compare(axis, before, here);
      before = here;
    }
  }

  void compare(std::size_t axis, std::size_t from, std::size_t to) {
    const Answer& a = *cases_[from].answer;
    const Answer& b = *cases_[to].answer;
    const int falls = fall(a, b);
    if (falls == 0) return;
    Turn turn;
    turn.axis = axis;
    turn.from = from;
    turn.to = to;
    const Answer& better = falls > 0 ? a : b;
    const Answer& worse = falls > 0 ? b : a;
    turn.at = axes_[axis].values[cases_[falls > 0 ? to : from].at[axis]];
    turn.why = a.racks != b.racks ? what_holds_off(worse, better.racks) : what_is_wrong(worse);
    turn.proven = a.racks == b.racks || worse.bound_racks < 0 || worse.bound_racks < better.racks;
    turns_.push_back(std::move(turn));
  }

  const std::vector<Axis>& axes_;
  const std::vector<Case>& cases_;
  std::vector<std::size_t> found_;  ///< by place in the whole sweep, which of the cases
  std::vector<Turn> turns_;
};

}  // namespace

std::vector<Turn> turns_of(const std::vector<Axis>& axes, const std::vector<Case>& cases) {
  return Turns(axes, cases).all();
}

}  // namespace hallplan::sweep
