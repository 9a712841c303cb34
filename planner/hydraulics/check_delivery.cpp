// What each rack gets through its group's pipes against what it asks for, with all CDUs and with each set of spare ones lost.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/hydraulics/checks.hpp"
#include "planner/hydraulics/cooling_loss.hpp"
#include "planner/hydraulics/group_network.hpp"
#include "planner/network/solve.hpp"

namespace hallplan::hydraulics {
namespace {

constexpr int kMostLosses = 200;  ///< sets of units that are tried
/// A limiting valve holds a flow to a part in ten thousand.
constexpr double kValve = 1e-4;

/// Every way to lose so many of the units, each as their numbers; nothing where there are too many.
std::vector<std::vector<std::size_t>> losses(std::size_t units, std::size_t lost) {
  std::vector<std::vector<std::size_t>> made;
  std::vector<bool> out(units, false);
  std::fill(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(std::min(units, lost)), true);
  do {
    std::vector<std::size_t> one;
    for (std::size_t i = 0; i < units; ++i) {
      if (out[i]) one.push_back(i);
    }
    made.push_back(std::move(one));
    if (made.size() > kMostLosses) return {};
  } while (std::prev_permutation(out.begin(), out.end()));
  return made;
}

/// The rack that is furthest below what it asks for, over all the losses.
struct Worst {
  std::optional<PipedRack> rack;
  double flow_m3_per_s = 0;
  std::vector<std::size_t> lost;
  std::size_t short_of = 0;  ///< racks that get less than they ask for, in that loss
  std::string unknown;

  [[nodiscard]] double share() const { return rack ? flow_m3_per_s / rack->asked_m3_per_s : 1e9; }
};

Worst worst_of(GroupNetwork& group, const std::vector<std::vector<std::size_t>>& losses) {
  Worst worst;
  if (losses.empty()) worst.unknown = "too many ways to lose the spare units";
  for (const std::vector<std::size_t>& lost : losses) {
    for (const std::size_t unit : lost) group.network.links[group.unit_links[unit]].open = false;
    const network::Solution found = network::solve(group.network);
    for (const std::size_t unit : lost) group.network.links[group.unit_links[unit]].open = true;
    if (!found.solved()) {
      worst.unknown = found.problem;
      return worst;
    }
    Worst here;
    here.lost = lost;
    for (const PipedRack& rack : group.racks) {
      const double flow = found.flow_m3_per_s[rack.link];
      if (flow < (1 - kValve) * rack.asked_m3_per_s) ++here.short_of;
      if (flow / rack.asked_m3_per_s >= here.share()) continue;
      here.rack = rack;
      here.flow_m3_per_s = flow;
    }
    if (here.share() < worst.share()) worst = std::move(here);
  }
  return worst;
}

std::string arithmetic_of(const Plan& plan, const CduGroup& group, const GroupNetwork& made, const Worst& worst) {
  std::vector<std::string> lost;
  for (const std::size_t unit : worst.lost) lost.push_back(group.units[unit].id);
  return fmt::format(
      "{}{} through {:.3g} m of header each way gets {:.1f} % of the {} it asks for; {} of {} racks get less than they "
      "ask for",
      lost.empty() ? "" : join(lost, ", ") + " lost: ", plan.racks[worst.rack->rack].id, worst.rack->header_m,
      100 * worst.share(), l_per_min(worst.rack->asked_m3_per_s), worst.short_of, made.racks.size());
}

}  // namespace

void check_delivery(const Site& site, const Plan& plan, int number, std::vector<Check>& out) {
  const CduGroup& group = site.cdu_groups[static_cast<std::size_t>(number)];
  if (!group.piping || racks_on(site, plan, number).empty()) return;
  GroupNetwork made = network_of(site, plan, number);
  if (is_dedicated(site, group)) made.unknown = "pipes of dedicated headers are not worked out";
  for (const Loss& loss : losses_of(site.policy.liquid, group.spare)) {
    CheckSubject subject{Rule::liquid_delivery,
                         group.id,
                         loss.scenario,
                         Dimension::flow,
                         source_of(group.piping->header_diameter_m),
                         {},
                         group.piping->header_diameter_m.at};
    const Worst worst = made.unknown.empty()
                            ? worst_of(made, losses(group.units.size(), static_cast<std::size_t>(loss.units)))
                            : Worst{};
    const std::string& unknown = made.unknown.empty() ? worst.unknown : made.unknown;
    if (!unknown.empty()) {
      out.push_back(undecided(std::move(subject), unknown));
      continue;
    }
    subject.arithmetic = arithmetic_of(plan, group, made, worst);
    // A valve that holds a rack to its flow is not asked for the last ten-thousandth of it.
    const bool held = worst.flow_m3_per_s >= (1 - kValve) * worst.rack->asked_m3_per_s;
    out.push_back(at_least(std::move(subject),
                           held ? std::max(worst.flow_m3_per_s, worst.rack->asked_m3_per_s) : worst.flow_m3_per_s,
                           worst.rack->asked_m3_per_s));
  }
}

}  // namespace hallplan::hydraulics
