/// Ways through a hall in which every usable slot is filled: how crated racks come in and people get out. What they find
/// does not depend on a placement, so it stays true in later phases. Only for this module.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "planner/layout/layout.hpp"

namespace hallplan::layout {

/// A rack as it is rolled in, at its unfavourable end.
struct Crated {
  long long width_mm = 0, depth_mm = 0, height_mm = 0;
  MaybeValue mass_kg;
  bool own_size = false;  ///< no crate is known: the rack's own size and mass
};
[[nodiscard]] Crated crated(const Body& body);

/// What stands in the way up to a height: rows with every usable slot filled, columns, plant, walls and shut doors inside the
/// hall. Keep-outs are free floor.
[[nodiscard]] std::vector<RectMm> obstacles_to(const Site& site, const Slots& slots, long long height_mm);

[[nodiscard]] bool names_dock_door(const Hall& hall);
[[nodiscard]] bool names_egress_door(const Hall& hall);

/// Why a crate does not come in by a door: a few words with the numbers; nothing when it does. A door whose ramp or lift is rated takes
/// a rack of unknown mass: the check says that it is unknown.
[[nodiscard]] std::optional<std::string> door_refuses(const Door& door, const Crated& crate);

/// `Slots::reached` of a site: which slots each rack type gets to.
[[nodiscard]] std::vector<std::vector<std::vector<char>>> reached_slots(const Site& site, const Slots& slots);

/// A place where people work, and the way from it to the nearest door for egress.
struct WorkPlace {
  std::string name;   ///< "row r1, slot 3, front"
  std::string group;  ///< "row r1, front"
  Mark at;            ///< of the row or unit
  bool has_way = false;
  double length_m = 0;
  double widest_m = 0;  ///< without a way: the widest one there is, in steps of 0.1 m; 0: less than 0.3 m
};

/// Every place where people work: front and rear of each usable slot that is not flush with a wall or with something that stands, the
/// front of each plant unit. Nothing when no door is for egress, or when the hall has too many edges to look for ways.
[[nodiscard]] std::optional<std::vector<WorkPlace>> work_places(const Site& site, const Slots& slots);

}  // namespace hallplan::layout
