/// What `hallplan loop` worked out, for its text and its JSON.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "planner/hydraulics/balance.hpp"
#include "planner/hydraulics/group_network.hpp"
#include "planner/hydraulics/group_state.hpp"
#include "planner/hydraulics/rack_margins.hpp"
#include "planner/network/network.hpp"
#include "planner/network/solve.hpp"
#include "planner/plan/check.hpp"
#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"

namespace hallplan::cli {

/// One CDU group's loop, all units running.
struct GroupLoop {
  int group = 0;  ///< in `site.cdu_groups`
  Status status = Status::undecided;
  std::string unknown;  ///< why its flow is not known, or what the site has to add; then only `checks` counts beside it
  hydraulics::GroupNetwork made;
  hydraulics::GroupState state;  ///< with its pumps as they are controlled, and with temperatures where these are known
  network::Solution found;       ///< its flow
  hydraulics::Balance balance;
  std::vector<hydraulics::RackMargin> margins;  ///< of its racks, in the network's order
  std::vector<Check> checks;                    ///< of what it delivers, under the site's policy
};

[[nodiscard]] GroupLoop solved_group(const Site& site, const Plan& plan, int group);

/// The racks of a solved group (places in `made.racks`), the smallest share of its flow first.
[[nodiscard]] std::vector<std::size_t> by_share(const GroupLoop& loop);

/// The link among `made.header_links` in which the coolant is fastest.
struct Fastest {
  std::size_t link = 0;
  double m_per_s = 0;
};
[[nodiscard]] Fastest fastest_header(const GroupLoop& loop);

/// What is lost from a link's first node to its second, its rise not counted; negative across pumps, NaN where nothing flows to.
[[nodiscard]] double drop_pa(const network::Network& network, const network::Solution& found, std::size_t link);
/// Elevation and pressure as metres of the network's own fluid.
[[nodiscard]] double head_m(const network::Network& network, const network::Solution& found, std::size_t node);

/// Links and nodes as a table.
[[nodiscard]] std::string network_text(const network::Network& network, const network::Solution& found);
/// `"links": [...], "nodes": [...]`, nodes with temperatures, null where these are not known.
[[nodiscard]] std::string network_json(const network::Network& network, const network::Solution& found,
                                       const std::vector<double>& node_degc = {});

[[nodiscard]] std::string loop_text(const Site& site, const Plan& plan, const std::vector<GroupLoop>& loops);
[[nodiscard]] std::string loop_json(const Site& site, const Plan& plan, const std::vector<GroupLoop>& loops);

}  // namespace hallplan::cli
