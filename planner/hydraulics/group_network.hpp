/// A CDU group's coolant loop as a network of pipes, from where its CDUs and racks stand.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "planner/hydraulics/pipes.hpp"
#include "planner/network/network.hpp"
#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"

namespace hallplan::hydraulics {

/// One rack on it.
struct PipedRack {
  std::size_t rack = 0;       ///< in the plan
  std::size_t link = 0;       ///< through it
  double asked_m3_per_s = 0;  ///< by its table, as `rack_demand`
  double header_m = 0;        ///< of supply header from the CDUs to its branch
  std::size_t header = 0;     ///< link: the piece of supply header that ends at its branch
};

/// Where CDUs' pipes meet the headers that they feed together.
struct HeaderPair {
  std::size_t return_node = 0, supply_node = 0;
  std::vector<std::size_t> unit_links;  ///< of those CDUs
  double supply_m = 0, return_m = 0;    ///< length of these headers each way
  std::size_t racks = 0;                ///< on them
};

struct GroupNetwork {
  network::Network network;
  std::vector<std::size_t> unit_links;      ///< of the CDUs, in the group's order
  std::vector<std::size_t> strainer_links;  ///< of the CDUs, in that order; empty where no strainer is given
  std::vector<std::size_t> header_links;    ///< supply and return, the pipes of the CDUs among them
  std::vector<HeaderPair> headers;          ///< one pair; dedicated: one for each CDU, with nothing between them
  double supply_m = 0, return_m = 0;        ///< length of all headers each way
  std::vector<PipedRack> racks;             ///< row by row, from the CDUs on
  std::string unknown;                      ///< what keeps it from being made, by name; then nothing else counts
};

/// Dedicated: each unit with its own racks, as `racks_by_unit` deals them out, and its own headers from where it stands; a CDU inside a
/// rack is joined to that rack, and neither headers nor branches are there. Else the
/// units stand between a common return and a common supply header at the middle of them, joined to it at right angles. From there a
/// header goes to the nearer end of each row and over its racks; the return goes beside it, or from the far end back. Racks have
/// their maker's drop by flow; CDUs their pump curve and no more flow than its last point; the coolant its viscosity at the supply
/// temperature: of every range the end with which least flows, or with `end` most. What racks ask for, and what limiting valves let
/// through, is the same with both. Tees of headers count where the site says so (`header_tees`); bends, and where the CDUs' pipes and rows
/// meet, are left out: give them with the branches' loss.
///
/// `worst_type`: racks that share headers with others of less drop get less than where all drops are high. Then the drops of all other types
/// are at the opposite end. Those of one type are alike.
[[nodiscard]] GroupNetwork network_of(const Site& site, const Plan& plan, int group, FlowEnd end = FlowEnd::least,
                                      std::optional<int> worst_type = {});

/// The types of a group's racks for which that makes a difference: where no valves hold the flow, several types stand on its headers and drops
/// of others have a range. First none, for all at one end.
[[nodiscard]] std::vector<std::optional<int>> worst_types(const Site& site, const Plan& plan, int group);

}  // namespace hallplan::hydraulics
