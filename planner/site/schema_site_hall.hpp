/// The schema table of the hall; part of the table of site files.
#pragma once

#include "planner/site/schema.hpp"
#include "planner/site/site.hpp"

namespace hallplan {

/// The keys of a rectangle on the floor.
template <class T, class V>
void describe_rectangle(V& v) {
  v.quantity("x", &T::x_m, Dimension::length, ranges::kCoordinate, "West edge.");
  v.quantity("y", &T::y_m, Dimension::length, ranges::kCoordinate, "South edge.");
  v.quantity("width", &T::width_m, Dimension::length, ranges::kSize, "Along x.");
  v.quantity("depth", &T::depth_m, Dimension::length, ranges::kSize, "Along y.");
}

template <>
struct Schema<Box> {
  using T = Box;
  template <class V>
  static void describe(V& v) {
    describe_rectangle<T>(v);
  }
};

template <>
struct Schema<FloorRating> {
  using T = FloorRating;
  template <class V>
  static void describe(V& v) {
    v.quantity("bay", &T::bay_m, Dimension::length, Range{0.5, 50},
               "Side of the square bays by which the slab is rated.");
    v.quantity("bay_rating", &T::bay_kg_per_m2, Dimension::floor_load, ranges::kFloorLoad, "Average over a bay.");
    v.quantity(
        "footprint_rating", &T::footprint_kg_per_m2, Dimension::floor_load, ranges::kFloorLoad,
        "Under one rack's footprint. Without it layout.floor-patch is undecided; a slab that is rated by one figure "
        "carries at least that.");
    v.quantity("point_rating", &T::point_kg, Dimension::mass, ranges::kMass,
               "Under one caster. Without it layout.floor-point is undecided.");
    v.quantity("uneven", &T::uneven, Dimension::fraction, Range{1, 4},
               "Load of the worst caster over an even share: 1.5 or 150 %.");
    v.quantity("rolling_rating", &T::rolling_kg, Dimension::mass, ranges::kMass, "Under one caster that rolls.");
  }
};

template <>
struct Schema<Door> {
  using T = Door;
  template <class V>
  static void describe(V& v) {
    v.choice("wall", &T::wall, Need::required,
             {{"south", Wall::south}, {"north", Wall::north}, {"west", Wall::west}, {"east", Wall::east}},
             "The wall it is in.");
    v.quantity("position", &T::position_m, Dimension::length, ranges::kCoordinate,
               "From the wall's west or south end to the near edge of the opening.");
    v.quantity("width", &T::width_m, Dimension::length, ranges::kSize, "Clear, when open.");
    v.quantity("height", &T::height_m, Dimension::length, ranges::kHeight, "Clear, when open.");
    v.choice("kind", &T::kind, Need::required,
             {{"dock", DoorKind::dock}, {"egress", DoorKind::egress}, {"both", DoorKind::both}},
             "dock: racks come in by it. egress: people leave by it.");
    v.quantity("rating", &T::rating_kg, Dimension::mass, ranges::kMass, "Of the ramp or lift that leads to it.");
  }
};

template <>
struct Schema<Egress> {
  using T = Egress;
  template <class V>
  static void describe(V& v) {
    v.quantity("aisle", &T::aisle_m, Dimension::length, Range{0.3, 10},
               "Clear width of every way out; 44 in (1.118 m) without, which is assumed.");
    v.quantity("travel", &T::travel_m, Dimension::length, Range{1, 1'000},
               "Longest way from a place where people work to a door; without, not checked.");
  }
};

template <>
struct Schema<StackLayer> {
  using T = StackLayer;
  template <class V>
  static void describe(V& v) {
    v.quantity("height", &T::height_m, Dimension::length, Range{0, 10}, "Of the layer itself.");
    v.quantity("gap", &T::gap_m, Dimension::length, Range{0, 10}, "Kept free below it.");
    v.quantity("mass", &T::mass_kg_per_m, Dimension::linear_load, Range{0, 10'000},
               "That it hangs on the ceiling grid over each row, filled; 0 kg/m where it hangs on none. Busways with a "
               "catalogue type count by themselves.");
  }
};

template <>
struct Schema<Hall> {
  using T = Hall;
  template <class V>
  static void describe(V& v) {
    v.quantity("width", &T::width_m, Dimension::length, Range{1, 1'000}, "West to east, inside.");
    v.quantity("depth", &T::depth_m, Dimension::length, Range{1, 1'000}, "South to north, inside.");
    v.quantity("ceiling", &T::ceiling_m, Dimension::length, ranges::kHeight, "Clear height.");
    v.quantity("plenum", &T::plenum_m, Dimension::length, ranges::kHeight,
               "Clear height of the void above a false ceiling, by which zones with return_through: ceiling draw.");
    v.quantity("tile", &T::tile_m, Dimension::length, Range{0.1, 2}, "Side of a tile of a raised floor.");
    v.quantity("overhead", &T::overhead_m, Dimension::length, Range{0, 10}, Need::optional,
               "Kept above the racks for busways, trays, headers and sprinklers; this or `stack` is needed to plan.");
    v.object("floor", &T::floor, Need::planning, "What the floor carries.");
    v.table("columns", &T::columns, Need::optional, "Columns of the building.");
    v.table("keep_outs", &T::keep_outs, Need::optional, "Floor that stays free: doors, ramps, exits.");
    v.table("partitions", &T::partitions, Need::optional,
            "Thin walls, shut doors and perforated panels in the air's way.");
    v.table("doors", &T::doors, Need::optional, "Doors that racks come in by, or people leave by.");
    v.object("egress", &T::egress, Need::optional, "How people leave; read where a door is for egress.");
    v.table("stack", &T::stack, Need::optional,
            "What is above the racks, layer by layer from below, in place of `overhead`.");
    v.quantity("hung_rating", &T::hung_kg_per_m, Dimension::linear_load, Range{0.1, 10'000},
               "What the ceiling grid carries over each row, a metre of it.");
  }
};

}  // namespace hallplan
