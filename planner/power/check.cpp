// All power checks of a placement, and what loses power.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/power/checks.hpp"
#include "planner/power/tree.hpp"

namespace hallplan::power {
namespace {

/// What one state leaves without power, in words, and how many of it count: all in normal running, after a loss all but
/// racks with a single cord.
struct Dark {
  int counted = 0;
  std::vector<std::string> names;
  int single_corded = 0;
};

Dark dark_in(const Site& site, const Plan& plan, const State& state) {
  Dark dark;
  int racks = 0;
  for (const int rack : state.dark_racks) {
    const bool single = rack_at(site, plan.racks[static_cast<std::size_t>(rack)].type).body.cords < 2;
    ++(single && state.lost >= 0 ? dark.single_corded : racks);
  }
  if (racks > 0) dark.names.push_back(fmt::format("{} rack{}", racks, racks == 1 ? "" : "s"));
  std::copy(state.dark_plant.begin(), state.dark_plant.end(), std::back_inserter(dark.names));
  dark.counted = racks + static_cast<int>(state.dark_plant.size());
  return dark;
}

/// The failing line of a state that leaves something dark. True when it does.
bool report_dark(const Site& site, const Plan& plan, const State& state, std::vector<Check>& out) {
  const Dark dark = dark_in(site, plan, state);
  if (dark.counted == 0) return false;
  CheckSubject subject{Rule::power_supplied, {}, scenario_of(site, state), Dimension::count, "site", {}, {}};
  if (state.lost >= 0) subject.at = device_at(site, state.lost).at;
  subject.where = fmt::format("{}: {}", subject.scenario, join(dark.names, ", "));
  subject.arithmetic = fmt::format("without power: {}", join(dark.names, ", "));
  if (dark.single_corded > 0) {
    subject.arithmetic += fmt::format("; and {} single-corded, as they must be", dark.single_corded);
  }
  out.push_back(at_most(std::move(subject), dark.counted, 0));
  return true;
}

CheckSubject all_supplied(std::string scenario, std::string arithmetic) {
  return {Rule::power_supplied,
          "racks and plant",
          std::move(scenario),
          Dimension::count,
          "site",
          std::move(arithmetic),
          {}};
}

}  // namespace

void check_supplied(const Site& site, const Plan& plan, const States& states, std::vector<Check>& out) {
  const std::string what = fmt::format("{} racks and {} kinds of plant", plan.racks.size(), plant_loads(site).size());
  if (!report_dark(site, plan, states.normal, out)) {
    out.push_back(at_most(all_supplied("normal", what + " have power"), 0, 0));
  }
  bool any = false;
  for (const State& state : states.lost) any = report_dark(site, plan, state, out) || any;
  if (any || states.lost.empty()) return;
  std::vector<std::string> names;
  for (const State& state : states.lost) names.push_back(device_at(site, state.lost).id);
  const std::string looked = fmt::format("{} keep power after the loss of any one of: {}", what, join(names, ", "));
  out.push_back(at_most(all_supplied("any one device lost", looked), 0, 0));
}

std::vector<Check> check(const Site& site, const Plan& plan) {
  States states{simulate(site, plan, -1), {}};
  const std::vector<int> looked_at = losses(site);
  for (const int device : sources_first(site)) {
    if (std::binary_search(looked_at.begin(), looked_at.end(), device)) {
      states.lost.push_back(simulate(site, plan, device));
    }
  }
  std::vector<Check> out;
  check_racks(site, plan, out);
  check_devices(site, plan, states, out);
  check_supplied(site, plan, states, out);
  return out;
}

}  // namespace hallplan::power
