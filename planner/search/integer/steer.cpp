#include "planner/search/integer/steer.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "planner/search/integer/realise.hpp"
#include "planner/search/ruin_and_recreate.hpp"

namespace hallplan::search::integer {
namespace {

/// The model with the numbers of the point as further rows, each rack taking 1 of its own.
class Narrowing {
 public:
  Narrowing(const Model& model, const Classes& classes, const Program& program, const std::vector<double>& point)
      : narrow_(model), classes_(classes), program_(program), point_(point) {}

  Model run() {
    const int closed = add_row(0);
    std::vector<char> wire_met(narrow_.wires.size(), 0);
    for (std::size_t way = 0; way < classes_.ways.size(); ++way) {
      const int row = add_row(on_way(static_cast<int>(way)));
      for (const int wire : classes_.ways[way].wires) {
        take(narrow_.wires[static_cast<std::size_t>(wire)].uses, row);
        wire_met[static_cast<std::size_t>(wire)] = 1;
      }
    }
    for (std::size_t wire = 0; wire < wire_met.size(); ++wire) {
      if (wire_met[wire] == 0) take(narrow_.wires[wire].uses, closed);
    }
    for (std::size_t place = 0; place < classes_.places.size(); ++place) add_place(place);
    return std::move(narrow_);
  }

 private:
  int add_row(Amount free) {
    narrow_.free.push_back(free);
    return static_cast<int>(narrow_.free.size()) - 1;
  }

  static void take(std::vector<Use>& uses, int row) { uses.push_back({row, 1}); }

  [[nodiscard]] Amount racks(int column) const {
    return column < 0 ? 0 : std::llround(point_[static_cast<std::size_t>(column)]);
  }

  [[nodiscard]] Amount on_way(int way) const {
    Amount sum = 0;
    for (std::size_t g = 0; g < classes_.groups.size(); ++g) {
      const std::vector<int>& ways = classes_.groups[g].ways;
      const auto at = std::find(ways.begin(), ways.end(), way);
      if (at != ways.end()) sum += racks(program_.connect[g][static_cast<std::size_t>(at - ways.begin())]);
    }
    return sum;
  }

  void add_place(std::size_t place) {
    for (int type = 0; type < narrow_.types; ++type) {
      const int row = add_row(racks(program_.stand[place][static_cast<std::size_t>(type)]));
      for (const int slot : classes_.places[place].slots) {
        take(narrow_.spots[static_cast<std::size_t>(narrow_.spot_index(slot, type))].uses, row);
      }
    }
  }

  Model narrow_;
  const Classes& classes_;
  const Program& program_;
  const std::vector<double>& point_;
};

bool add_all(State& state, const std::vector<Member>& members) {
  return std::all_of(members.begin(), members.end(), [&](const Member& member) {
    if (!state.can_add(member)) return false;
    state.add(member);
    return true;
  });
}

/// The same racks in a state of another model of the same hall; empty where one of them does not fit there.
State moved_to(const Model& model, const State& from) {
  State state(model);
  for (int kind = 0; kind < from.management_kinds(); ++kind) {
    for (const Member& member : from.management(kind)) {
      if (!add_all(state, {member})) return State(model);
      state.keep_management(kind, member);
    }
  }
  for (const Unit& unit : from.units()) {
    if (!add_all(state, unit.members)) return State(model);
    state.keep(unit);
  }
  return state;
}

}  // namespace

Steered steer(const Model& model, const Classes& classes, const Program& program, const Proof& proof,
              const Options& options) {
  const Model narrow = Narrowing(model, classes, program, proof.point).run();
  const bool of_value = program.gain == Gain::value;
  const int most_racks = of_value ? std::numeric_limits<int>::max() : static_cast<int>(proof.reached);
  const Outcome outcome = improve(narrow, {most_racks, "", of_value ? proof.reached : 0}, options);
  Steered steered{moved_to(model, outcome.best), outcome.moves, outcome.interrupted, outcome.out_of_time};
  if (gained(steered.best, program.gain) < proof.reached) {
    State realised = realise(model, classes, program, proof.point);
    if (score_of(realised).better_than(score_of(steered.best))) steered.best = std::move(realised);
  }
  return steered;
}

}  // namespace hallplan::search::integer
