/// The schema table of rows and blocks of rows; part of the table of site files.
#pragma once

#include "planner/site/schema.hpp"
#include "planner/site/site.hpp"

namespace hallplan {

template <>
struct Schema<Row> {
  using T = Row;
  template <class V>
  static void describe(V& v) {
    v.quantity("x", &T::x_m, Dimension::length, ranges::kCoordinate, "West edge of the first slot.");
    v.quantity("y", &T::y_m, Dimension::length, ranges::kCoordinate, "South edge of the first slot.");
    v.choice("along", &T::along, Need::optional, {{"x", Axis::x}, {"y", Axis::y}}, "The way slots are counted.");
    v.choice("front", &T::front, Need::required,
             {{"south", Side::south}, {"north", Side::north}, {"west", Side::west}, {"east", Side::east}},
             "The side the racks' fronts look to.");
    v.whole("slots", &T::slots, 1, 500, Need::required, "Slots in the row.");
    v.quantity("pitch", &T::pitch_m, Dimension::length, Range{0.3, 3}, "Slot width.");
    v.quantity("depth", &T::depth_m, Dimension::length, Range{0.3, 5}, "Slot depth.");
    v.pairs("feeds", &T::feeds, Need::planning,
            "A/B pairs of busways or PDUs a rack here can hang on: [[bus-a1, bus-b1]].");
    v.refs("cdu_groups", &T::cdu_groups, RefTo::cdu_group, Need::optional, "CDU groups whose manifold passes here.");
    v.ref("air_zone", &T::air_zone, RefTo::air_zone, Need::planning, "Whose air the racks breathe.");
  }
};

template <>
struct Schema<RowServices> {
  using T = RowServices;
  template <class V>
  static void describe(V& v) {
    v.pairs("feeds", &T::feeds, Need::optional, "A/B pairs in place of the block's; [] keeps racks out of the row.");
    v.refs("cdu_groups", &T::cdu_groups, RefTo::cdu_group, Need::optional,
           "CDU groups in place of the block's; [] for none.");
    v.ref("air_zone", &T::air_zone, RefTo::air_zone, Need::optional, "Air zone in place of the block's.");
  }
};

template <>
struct Schema<BlockArea> {
  using T = BlockArea;
  template <class V>
  static void describe(V& v) {
    v.quantity("width", &T::width_m, Dimension::length, ranges::kSize, "Along x.");
    v.quantity("depth", &T::depth_m, Dimension::length, ranges::kSize, "Along y.");
  }
};

template <>
struct Schema<RowBlock> {
  using T = RowBlock;
  template <class V>
  static void describe(V& v) {
    v.quantity("x", &T::x_m, Dimension::length, ranges::kCoordinate, "West edge of the block.");
    v.quantity("y", &T::y_m, Dimension::length, ranges::kCoordinate, "South edge of the block.");
    v.choice("along", &T::along, Need::optional, {{"x", Axis::x}, {"y", Axis::y}},
             "The way slots are counted; rows are counted across.");
    v.object("area", &T::area, Need::optional, "What the rows and the aisles between them must fit into.");
    v.whole("rows", &T::rows, 0, 500, Need::optional,
            "Number of rows; 0 for as many as fit into the area (whole pairs under hot and cold).");
    v.whole("slots", &T::slots, 0, 500, Need::optional, "Slots in each row; 0 for as many as fit into the area.");
    v.quantity("pitch", &T::pitch_m, Dimension::length, Range{0.3, 3}, "Slot width.");
    v.quantity("depth", &T::depth_m, Dimension::length, Range{0.3, 5}, "Slot depth.");
    v.choice(
        "containment", &T::containment, Need::optional,
        {{"none", BlockContainment::none},
         {"hot", BlockContainment::hot},
         {"cold", BlockContainment::cold},
         {"chimney", BlockContainment::chimney}},
        "How rows face. hot, none: pairs back to back, the first row looks south or west. cold: pairs front to front, "
        "the first row looks north or east. chimney: all the same way, since racks blow into ducts.");
    v.choice("front", &T::front, Need::optional,
             {{"automatic", BlockFront::automatic},
              {"south", BlockFront::south},
              {"north", BlockFront::north},
              {"west", BlockFront::west},
              {"east", BlockFront::east}},
             "With chimney: the side all fronts look to; else south or west.");
    v.quantity("hot_aisle", &T::hot_aisle_m, Dimension::length, Range{0, 20}, "Between slots that are rear to rear.");
    v.quantity("cold_aisle", &T::cold_aisle_m, Dimension::length, Range{0, 20},
               "Between slots that are front to front; with chimney between all rows.");
    v.flag(
        "snap", &T::snap, false,
        "Put fronts and first slots on lines of the tile grid, which starts at the hall's corner; aisles grow as they "
        "must.");
    v.pairs("feeds", &T::feeds, Need::planning,
            "A/B pairs of each row, {row} for its number: [[\"bus-a{row}\", \"bus-b{row}\"]].");
    v.refs("cdu_groups", &T::cdu_groups, RefTo::cdu_group, Need::optional,
           "CDU groups of each row, {row} for its number.");
    v.ref("air_zone", &T::air_zone, RefTo::air_zone, Need::planning, "Air zone of each row, {row} for its number.");
    v.table("by_row", &T::by_row, Need::optional, "What single rows have in its place, by the row's number.");
  }
};

}  // namespace hallplan
