/// What one heat-rejection unit takes from a loop in the site's design weather, at its elevation.
#pragma once

#include <optional>
#include <string>

#include "planner/hydraulics/facility_water.hpp"
#include "planner/site/site.hpp"

namespace hallplan::hydraulics {

/// Capacity of one unit of those that run, at the unfavourable end of every range.
struct RejectionCapacity {
  double air_degc = 0;                      ///< at which the capacity is taken
  double capacity_w = 0;                    ///< nothing where the unit does not make the loop's supply
  std::string arithmetic;                   ///< "300 kW at 35 degC"
  std::string unknown;                      ///< why it is not known
  bool is_too_cold = false;                 ///< the loop asks for colder water than the unit makes
  const Value* water_least_degc = nullptr;  ///< what it makes in that weather; null: not known
  std::string too_cold;                     ///< why it makes none so cold
};

/// Weather: by the type's own point and its `table`, linear between points in the temperature it is rated by (dry-bulb, or
/// wet-bulb for evaporative units); in weather colder than all of them that of the coldest; beyond the warmest nothing is known.
/// Between points the coldest water is the warmer point's.
///
/// Elevation: by the maker's `derating`, linear between its lines and unknown beyond; without one, the density of the air over
/// that at `rated_elevation` (sea level without): fans move the same volume, less mass, and a coil's heat Q = e C dT falls by
/// less than its air stream C because e rises. So too for a condenser, whose temperature rises instead. On the safe side: chiller
/// makers' tables lose about a third of it.
///
/// Makers rate with water: of a loop that carries something else nothing is known.
///
/// Return: at constant flows a coil's heat goes with what is between both inlets, Q = e Cmin (T_return - T_air), and with less water it falls
/// by less than that. So a dry cooler carries min(1, (T_return - T_air) / (the same as rated) x min(1, its water over its rated water)), its
/// rated water from its capacity between `water_return` and `water_least`. More heat brings warmer water back: the capacity given is
/// that at which heat and capacity meet, so any less heat is carried too.
///
/// `flow`: of the loop, with pumps or CDUs of its pipes lost; without, the normal one.
[[nodiscard]] RejectionCapacity rejection_capacity(const Site& site, const FacilityLoop& loop, int running,
                                                   const std::optional<LoopFlow>& flow = {});

/// Whether what its units take hangs on the water that flows through them: dry coolers' on a loop with pipes.
[[nodiscard]] bool hangs_on_flow(const Site& site, const FacilityLoop& loop);

}  // namespace hallplan::hydraulics
