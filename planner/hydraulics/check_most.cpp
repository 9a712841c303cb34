// No rack is given more flow through its group's pipes than it may be.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "planner/hydraulics/checks.hpp"
#include "planner/hydraulics/group_network.hpp"
#include "planner/hydraulics/kept_flows.hpp"
#include "planner/hydraulics/pump_speed.hpp"

namespace hallplan::hydraulics {
namespace {

/// A limiting valve holds a flow to a part in ten thousand.
constexpr double kValve = 1e-4;

/// The rack that gets most of what it may be given.
struct MostFlow {
  const Product<RackType>* type = nullptr;
  std::size_t rack = 0;  ///< in the plan
  double flow_m3_per_s = 0;
  std::string when;  ///< "", "r1-s01 shut: "

  [[nodiscard]] const Value& limit() const { return limit_of(*type); }
  [[nodiscard]] double share() const { return type == nullptr ? 0 : flow_m3_per_s / limit().low; }

  /// What is stated, or else the greatest flow of the maker's table, which is surely allowed.
  static const Value& limit_of(const Product<RackType>& type) {
    const RackLiquid& liquid = *type.body.liquid;
    if (liquid.most_flow_m3_per_s) return *liquid.most_flow_m3_per_s;
    return std::max_element(
               liquid.table.begin(), liquid.table.end(),
               [](const FlowPoint& a, const FlowPoint& b) { return a.flow_m3_per_s.low < b.flow_m3_per_s.low; })
        ->flow_m3_per_s;
  }

  void consider(const Site& site, const Plan& plan, std::size_t number, double flow, const std::string& then) {
    const Product<RackType>& of = site.catalogue.racks[static_cast<std::size_t>(plan.racks[number].type)];
    if (flow / limit_of(of).low <= share()) return;
    type = &of;
    rack = number;
    flow_m3_per_s = flow;
    when = then;
  }
};

class Most {
 public:
  Most(const Site& site, const Plan& plan, int number, std::vector<Check>& out)
      : site_(site),
        plan_(plan),
        number_(number),
        group_(site.cdu_groups[static_cast<std::size_t>(number)]),
        out_(out) {}

  void run() {
    take_most();
    check_most();
  }

 private:
  /// What racks get at most: thin coolant, wide pipes, low drops and strong pumps, with all open and with each branch shut in turn; of a type
  /// that shares headers with others also with high drops of these.
  void take_most() {
    for (const std::optional<int>& type : worst_types(site_, plan_, number_)) {
      if (unknown_.empty()) take_most(network_of(site_, plan_, number_, FlowEnd::most, type));
    }
  }

  void take_most(GroupNetwork network) {
    unknown_ = network.unknown;
    if (!unknown_.empty()) return;
    const ControlledFlow all = kept_flow(group_, network, FlowEnd::most);
    unknown_ = all.unknown;
    if (!unknown_.empty()) return;
    for (const PipedRack& rack : network.racks) {
      most_.consider(site_, plan_, rack.rack, all.flow.flow_m3_per_s[rack.link], {});
    }
    if (network.racks.size() < 2 || cdu_of(site_, group_).body.in_rack) return;  // no branch inside a rack to shut
    const BranchFlows flows = branch_flows(group_, network, FlowEnd::most);
    unknown_ = flows.unknown;
    for (std::size_t i = 0; i < network.racks.size() && unknown_.empty(); ++i) {
      most_.consider(site_, plan_, network.racks[i].rack, flows.most_m3_per_s[i],
                     plan_.racks[network.racks[flows.most_shut[i]].rack].id + " shut: ");
    }
  }

  /// No rack is given more than it may be, with all CDUs running and with any branch shut.
  void check_most() {
    if (most_.type == nullptr) return;
    const Value& limit = most_.limit();
    const bool stated = most_.type->body.liquid->most_flow_m3_per_s.has_value();
    CheckSubject subject{
        Rule::liquid_rack_flow, group_.id + ", pipes", "normal", Dimension::flow, source_of(limit), {}, limit.at};
    subject.arithmetic = fmt::format("{}{} gets {} through the pipes; {} {} {}", most_.when, plan_.racks[most_.rack].id,
                                     l_per_min(most_.flow_m3_per_s), most_.type->id,
                                     stated ? "takes at most" : "has a table up to", l_per_min(limit.low));
    // A valve that is set to the limit holds it as well as valves do.
    const double got = most_.flow_m3_per_s;
    Check held = at_most(subject, got <= (1 + kValve) * limit.low ? std::min(got, limit.low) : got, limit.low);
    if (held.status != Status::fail && !unknown_.empty()) {
      held = undecided(std::move(subject), unknown_);
    } else if (held.status == Status::fail && !stated) {
      held =
          undecided(std::move(subject), fmt::format("no most flow known for {}; {}", most_.type->id, held.arithmetic));
    }
    out_.push_back(std::move(held));
  }

  const Site& site_;
  const Plan& plan_;
  int number_;
  const CduGroup& group_;
  MostFlow most_;
  std::string unknown_;  ///< why more than `most_` may flow, by name
  std::vector<Check>& out_;
};

}  // namespace

void check_most(const Site& site, const Plan& plan, int number, std::vector<Check>& out) {
  Most(site, plan, number, out).run();
}

}  // namespace hallplan::hydraulics
