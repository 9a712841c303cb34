#include "planner/verdict/phases.hpp"

#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "planner/site/phase.hpp"
#include "planner/verdict/parts.hpp"

namespace hallplan::verdict {

std::vector<Check> tightest_of_phases(const Site& site, std::vector<std::vector<Check>> by_phase) {
  using Key = std::tuple<Rule, std::string, std::string>;
  std::map<Key, std::size_t> known;
  std::vector<Check> merged;
  for (std::size_t phase = 0; phase < by_phase.size(); ++phase) {
    for (Check& check : by_phase[phase]) {
      check.phase = phase_id(site, static_cast<int>(phase));
      const auto [found, is_new] = known.emplace(Key{check.rule, check.where, check.scenario}, merged.size());
      if (is_new) {
        merged.push_back(std::move(check));
      } else if (tighter(check, merged[found->second])) {
        merged[found->second] = std::move(check);
      }
    }
  }
  return merged;
}

std::vector<FailureRow> worst_of_phases(const Site& site, std::vector<std::vector<FailureRow>> by_phase) {
  std::map<std::string, std::size_t> known;
  std::vector<FailureRow> merged;
  for (std::size_t phase = 0; phase < by_phase.size(); ++phase) {
    for (FailureRow& row : by_phase[phase]) {
      row.phase = phase_id(site, static_cast<int>(phase));
      const auto [found, is_new] = known.emplace(row.scenario, merged.size());
      if (is_new) {
        merged.push_back(std::move(row));
      } else if (worse(row, merged[found->second])) {
        merged[found->second] = std::move(row);
      }
    }
  }
  sort_worst_first(merged);
  return merged;
}

std::vector<CoolantRide> shortest_of_phases(const Site& site, std::vector<std::vector<CoolantRide>> by_phase) {
  std::map<std::pair<std::string, std::string>, std::size_t> known;
  std::vector<CoolantRide> merged;
  for (std::size_t phase = 0; phase < by_phase.size(); ++phase) {
    for (CoolantRide& ride : by_phase[phase]) {
      ride.phase = phase_id(site, static_cast<int>(phase));
      const auto [found, is_new] = known.emplace(std::pair(ride.group, ride.scenario), merged.size());
      if (is_new) {
        merged.push_back(std::move(ride));
      } else if (shortest_s(ride) < shortest_s(merged[found->second])) {
        merged[found->second] = std::move(ride);
      }
    }
  }
  return merged;
}

std::vector<CoolantLoop> changed_loops(const Site& site, std::vector<std::vector<CoolantLoop>> by_phase) {
  std::map<std::string, CoolantLoop> before;
  std::vector<CoolantLoop> kept;
  for (std::size_t phase = 0; phase < by_phase.size(); ++phase) {
    for (CoolantLoop& loop : by_phase[phase]) {
      const auto [found, is_new] = before.try_emplace(loop.group, loop);
      if (!is_new && found->second == loop) continue;
      found->second = loop;
      loop.phase = phase_id(site, static_cast<int>(phase));
      kept.push_back(std::move(loop));
    }
  }
  return kept;
}

}  // namespace hallplan::verdict
