/// The loop of a CDU group, or of one of its units on dedicated headers, as a circuit, and the limits of its racks in it. Internal to this module.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "planner/hydraulics/liquid.hpp"
#include "planner/hydraulics/loads.hpp"
#include "planner/hydraulics/ride_through/circuit.hpp"
#include "planner/hydraulics/ride_through/ride_through.hpp"

namespace hallplan::hydraulics {

/// Which end of volumes and of the racks' flow, how headers move, and what is added or lost.
struct Variant {
  End volumes = End::low;
  End flow = End::low;
  bool plug = false;
  int units_lost = 0;
  double tank_m3 = 0;  ///< in addition to the site's
  bool circulates =
      false;  ///< facility water that stands without heat rejection still passes the CDUs: its pumps run on
  std::optional<std::size_t> unit =
      {};  ///< of a group on dedicated headers: the one whose circuit it is, with its own racks
};

struct RackLimit {
  std::size_t type = 0;  ///< in `GroupCircuit::types`
  RideLimit what = RideLimit::none;
  bool stated = true;     ///< false: the least flow of the flow table, where the site states none
  bool for_long = false;  ///< supply that is too warm for the rack's flow by its table: borne for a while, not for ever
};

struct GroupCircuit {
  Circuit circuit;
  double flow_share = 1;         ///< that the units left can give
  std::vector<int> types;        ///< indices into the catalogue, rising
  std::vector<int> supply_cell;  ///< by type: what flows in
  std::vector<int> plate_cell;   ///< by type: what is trapped in cold plates
  std::vector<Watch> watches;
  std::vector<RackLimit> limits;  ///< by watch
  double floor_s = 0;             ///< that cells which may not be empty add at most
  double j_per_m3_k = 0;          ///< density x specific heat
  double volume_m3 = 0;           ///< that flows
  std::string unknown;            ///< why there is none
};

/// What the site does not say of the volumes of a group: "no supply volume known for g1". With flow those of the loop count,
/// without those in cold plates.
struct Lacking {
  std::string flowing;
  std::string standing;
  std::string limits;  ///< "no return limit known for ..."
};

[[nodiscard]] GroupCircuit group_circuit(const Site& site, const CduGroup& group, const Racks& racks,
                                         double loop_heat_w, const Variant& variant);
[[nodiscard]] Lacking lacking_of(const Site& site, const CduGroup& group, const Racks& racks);

/// What the site says of a rack type; an empty one where it says nothing.
[[nodiscard]] const RackCoolant& coolant_of(const CduGroup& group, int type);

}  // namespace hallplan::hydraulics
