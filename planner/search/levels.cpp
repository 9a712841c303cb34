#include "planner/search/levels.hpp"

#include "planner/search/standing.hpp"

namespace hallplan::search {

Levels levels_of(const State& state) {
  constexpr double kHalfMmInAMetre = 2000;
  Levels levels;
  if (state.model().valued) levels.value = gained(state, Gain::value);
  levels.room_racks = room_left(state);
  levels.cable_m = static_cast<double>(state.cable()) / kHalfMmInAMetre;
  levels.hottest_w = hottest_w(state);
  return levels;
}

Levels levels_of(const Site& site, const Plan& plan) {
  const std::vector<capacity::Choice> choices = capacity::choices(site);
  const Model model = model_of(site, choices);
  return levels_of(standing(site, choices, model, plan));
}

}  // namespace hallplan::search
