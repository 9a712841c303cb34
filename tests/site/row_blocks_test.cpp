#include "planner/site/row_blocks.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/support/load.hpp"

namespace hallplan {
namespace {

/// The small hall, 30 m x 40 m, with a block in place of its row.
struct Blocked {
  SourceFiles files;
  Result<Site> site;

  explicit Blocked(const std::string& block) {
    std::ifstream in(test::data_path("small.yaml"));
    std::ostringstream read;
    read << in.rdbuf();
    std::string text = read.str();
    text.replace(text.find("rows:\n"), text.find("power:\n") - text.find("rows:\n"), "row_blocks:\n" + block + "\n");
    text.replace(text.find("width: 12 m"), 11, "width: 30 m");
    text.replace(text.find("depth: 8 m"), 10, "depth: 40 m");
    // Plant stands out of the way.
    for (std::size_t at = text.find("y: 7 m"); at != std::string::npos; at = text.find("y: 7 m")) {
      text.replace(at, 6, "y: 39 m");
    }
    for (std::size_t at = text.find("y: 3 m, front"); at != std::string::npos; at = text.find("y: 3 m, front")) {
      text.replace(at, 6, "y: 36 m");
    }
    const Result<Catalogue> catalogue = load_catalogue(files, test::data_path("racks"));
    site = load_site_text(files, "t.yaml", text, *catalogue.value);
  }
  [[nodiscard]] std::string said() const { return render(site.problems, files); }
  [[nodiscard]] const Row& row(std::size_t number) const { return site.value->rows.at(number - 1); }
};

constexpr const char* kOffers = "feeds: [[bus-a, bus-b]], cdu_groups: [g1], air_zone: room";

TEST(RowBlocks, HotAislesStandBetweenRears) {
  const Blocked hall(std::string("  main: {x: 2 m, y: 1.5 m, rows: 4, slots: 10, pitch: 750 mm, depth: 1.2 m, "
                                 "containment: hot, hot_aisle: 1.0 m, cold_aisle: 1.8 m, ") +
                     kOffers + "}");
  ASSERT_TRUE(hall.site) << hall.said();
  ASSERT_EQ(hall.site.value->rows.size(), 4U);
  EXPECT_TRUE(hall.site.value->row_blocks.empty());
  // 1.5 + 1.2 + 1.0 = 3.7; + 1.2 + 1.8 = 6.7; + 1.2 + 1.0 = 8.9
  const double y[] = {1.5, 3.7, 6.7, 8.9};
  const Side front[] = {Side::south, Side::north, Side::south, Side::north};
  for (std::size_t i = 0; i < 4; ++i) {
    const Row& row = hall.row(i + 1);
    EXPECT_EQ(row.id, "main-" + std::to_string(i + 1));
    EXPECT_NEAR(row.x_m.value, 2, 1e-12);
    EXPECT_NEAR(row.y_m.value, y[i], 1e-9);
    EXPECT_EQ(row.front, front[i]);
    EXPECT_EQ(row.slots, 10);
    EXPECT_EQ(row.feeds.at(0).a.index, hall.row(1).feeds.at(0).a.index);
    EXPECT_EQ(row.air_zone.index, 0);
  }
}

TEST(RowBlocks, ColdAislesStandBetweenFrontsAndRowsMayRunAlongY) {
  const Blocked hall(std::string("  b: {x: 1 m, y: 2 m, along: y, rows: 3, slots: 5, pitch: 600 mm, depth: 1.1 m, "
                                 "containment: cold, hot_aisle: 0.9 m, cold_aisle: 1.5 m, ") +
                     kOffers + "}");
  ASSERT_TRUE(hall.site) << hall.said();
  const double x[] = {1, 3.6, 5.6};  // 1 + 1.1 + 1.5; + 1.1 + 0.9
  const Side front[] = {Side::east, Side::west, Side::east};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(hall.row(i + 1).x_m.value, x[i], 1e-9);
    EXPECT_EQ(hall.row(i + 1).front, front[i]);
    EXPECT_EQ(hall.row(i + 1).along, Axis::y);
  }
}

TEST(RowBlocks, WithChimneysAllLookTheSameWay) {
  const std::string block = std::string(
                                "  b: {x: 1 m, y: 1.2 m, rows: 3, slots: 5, pitch: 600 mm, depth: 1.1 m, "
                                "containment: chimney, cold_aisle: 1.4 m, ") +
                            kOffers;
  const Blocked south(block + "}");
  const Blocked north(block + ", front: north}");
  ASSERT_TRUE(south.site && north.site) << south.said() << north.said();
  for (std::size_t i = 1; i <= 3; ++i) {
    EXPECT_EQ(south.row(i).front, Side::south);
    EXPECT_EQ(north.row(i).front, Side::north);
    EXPECT_NEAR(south.row(i).y_m.value, 1.2 + 2.5 * static_cast<double>(i - 1), 1e-9);
  }
  const Blocked across(block + ", front: west}");
  EXPECT_FALSE(across.site);
  EXPECT_NE(across.said().find("cannot face that way"), std::string::npos) << across.said();
}

TEST(RowBlocks, AsManyAsFitIsWholePairs) {
  // Pairs of 2 x 1.2 + 1.0 = 3.4 m, 1.8 m between: 8.6 m hold two pairs and 13.79 m no third (13.8 m do).
  const auto hall = [](const std::string& depth, const std::string& containment) {
    return Blocked("  main: {x: 2 m, y: 1.5 m, area: {width: 7.6 m, depth: " + depth +
                   "}, pitch: 750 mm, depth: 1.2 m, containment: " + containment +
                   ", hot_aisle: 1.0 m, cold_aisle: 1.8 m, " + kOffers + "}");
  };
  EXPECT_EQ(hall("8.6 m", "hot").site.value->rows.size(), 4U);
  EXPECT_EQ(hall("13.79 m", "hot").site.value->rows.size(), 4U);
  EXPECT_EQ(hall("13.79 m", "none").site.value->rows.size(), 5U);
  EXPECT_EQ(hall("13.8 m", "hot").site.value->rows.size(), 6U);
  EXPECT_EQ(hall("13.8 m", "hot").row(6).slots, 10);  // 7.6 / 0.75 = 10.13
  const Blocked none = hall("3.3 m", "hot");
  EXPECT_FALSE(none.site);
  EXPECT_NE(none.said().find("t.yaml:37:3: error[site.range]: 'main': 0 rows"), std::string::npos) << none.said();
}

/// Every front and first slot on a line of 0.6 m, no aisle narrower than stated, none a tile wider.
TEST(RowBlocks, SnappedFrontsStandOnTileLines) {
  for (const char* containment : {"hot", "cold", "none", "chimney"}) {
    const Blocked hall(
        std::string("  main: {x: 2 m, y: 1.5 m, rows: 6, slots: 4, pitch: 700 mm, depth: 1.15 m, snap: true, "
                    "hot_aisle: 1.0 m, cold_aisle: 1.3 m, containment: ") +
        containment + ", " + kOffers + "}");
    ASSERT_TRUE(hall.site) << hall.said();
    const double tile = hall.site.value->hall.tile_m->value;
    const auto off_line = [&](double at) { return std::abs(at / tile - std::round(at / tile)); };
    for (std::size_t i = 1; i <= 6; ++i) {
      const Row& row = hall.row(i);
      const double front = row.front == Side::south ? row.y_m.value : row.y_m.value + row.depth_m.value;
      EXPECT_LT(off_line(front), 1e-9) << containment << i;
      EXPECT_LT(off_line(row.x_m.value), 1e-9);
      if (i == 1) continue;
      const Row& before = hall.row(i - 1);
      const bool rears = before.front == Side::south && row.front == Side::north;
      const double aisle = row.y_m.value - before.y_m.value - before.depth_m.value;
      const double stated = rears ? 1.0 : 1.3;
      EXPECT_GE(aisle, stated - 1e-9) << containment << i;
      EXPECT_LT(aisle, stated + tile) << containment << i;
    }
  }
}

TEST(RowBlocks, NamesHoldTheRowsNumberAndSingleRowsDiffer) {
  const Blocked hall(
      R"(  main: {x: 2 m, y: 1.5 m, rows: 3, slots: 4, pitch: 700 mm, depth: 1.15 m, hot_aisle: 1 m, cold_aisle: 1 m,
    feeds: [["bus-a{row}", "bus-b{row}"]], air_zone: room,
    by_row: {"2": {feeds: [[bus-a, bus-b]]}, "[1,3]": {cdu_groups: ["g{row}"]}}})");
  EXPECT_FALSE(hall.site);  // the small hall has no such devices; what is asked for is what counts
  for (const char* name : {"'bus-a1'", "'bus-b3'", "'g1'", "'g3'"}) {
    EXPECT_NE(hall.said().find(name), std::string::npos) << hall.said();
  }
  for (const char* name : {"'bus-a2'", "'g2'"}) {
    EXPECT_EQ(hall.said().find(name), std::string::npos) << hall.said();
  }
}

TEST(RowBlocks, AnEmptyListOfASingleRowIsNotTheBlocks) {
  const Blocked hall(
      std::string("  main: {x: 2 m, y: 1.5 m, rows: 3, slots: 4, pitch: 700 mm, depth: 1.15 m, hot_aisle: 1 m, ") +
      "cold_aisle: 1 m, " + kOffers + ", by_row: {\"2\": {feeds: [], cdu_groups: []}, \"3\": {cdu_groups: []}}}");
  ASSERT_TRUE(hall.site) << hall.said();
  EXPECT_FALSE(hall.row(1).feeds.empty());
  EXPECT_TRUE(hall.row(2).feeds.empty());
  EXPECT_TRUE(hall.row(2).cdu_groups.empty());
  EXPECT_FALSE(hall.row(3).feeds.empty());
  EXPECT_TRUE(hall.row(3).cdu_groups.empty());
}

TEST(RowBlocks, WhatIsMissingOrCannotBeIsSaidOnce) {
  const std::string head = "  main: {x: 2 m, y: 1.5 m, pitch: 700 mm, depth: 1.2 m, ";
  const auto said = [&](const std::string& rest) { return Blocked(head + rest + ", " + kOffers + "}").said(); };
  EXPECT_NE(said("slots: 4").find("'main' needs 'area'"), std::string::npos);
  EXPECT_NE(said("slots: 4, rows: 2").find("'main' needs 'hot_aisle'"), std::string::npos);
  EXPECT_NE(said("slots: 4, rows: 3, hot_aisle: 1 m").find("'main' needs 'cold_aisle'"), std::string::npos);
  EXPECT_NE(said("slots: 4, rows: 1, front: north").find("'front' is for chimney"), std::string::npos);
  EXPECT_NE(said("slots: 99, rows: 1, area: {width: 5 m, depth: 5 m}").find("99 slots"), std::string::npos);
  EXPECT_NE(said("slots: 4, rows: 1, by_row: {\"2\": {}}").find("'main' has no row 2"), std::string::npos);
  EXPECT_EQ(said("slots: 4, rows: 1"), "");
  EXPECT_EQ(said("slots: 4, rows: 2, hot_aisle: 1 m"), "");
  // Two rows beyond the hall: each is its own problem; the same unknown name in both rows is one.
  EXPECT_NE(said("slots: 99, rows: 1").find("row 'main-1' reaches to"), std::string::npos);
  const std::string twice =
      Blocked(
          "  main: {x: 2 m, y: 1.5 m, pitch: 700 mm, depth: 1.2 m, slots: 4, rows: 2, hot_aisle: 1 m, "
          "feeds: [[bus-x, bus-b]], air_zone: room}")
          .said();
  EXPECT_NE(twice.find("2 errors"), std::string::npos) << twice;  // by the paths rows.main-1 and rows.main-2
}

TEST(RowBlocks, TwoRowsOfOneNameDisagree) {
  std::ifstream in(test::data_path("small.yaml"));
  std::ostringstream read;
  read << in.rdbuf();
  std::string text = read.str();
  text.replace(text.find("  r1:\n"), 6, "  main-1:\n");
  text += std::string("row_blocks:\n  main: {x: 2 m, y: 5 m, rows: 1, slots: 2, pitch: 700 mm, depth: 1.2 m, ") +
          kOffers + "}\n";
  SourceFiles files;
  const Result<Catalogue> catalogue = load_catalogue(files, test::data_path("racks"));
  const Result<Site> site = load_site_text(files, "t.yaml", text, *catalogue.value);
  EXPECT_FALSE(site);
  EXPECT_NE(render(site.problems, files).find("a second row 'main-1'"), std::string::npos);
}

/// Twenty rows with eighty busways, in a screenful.
TEST(RowBlocks, ALargeHallTakesAScreenful) {
  const Site site = test::load_data_site("large-blocks.yaml");
  ASSERT_EQ(site.rows.size(), 21U);
  std::size_t busways = 0;
  for (const Device& device : site.devices) busways += device.kind == DeviceKind::busway ? 1U : 0U;
  EXPECT_EQ(busways, 82U);  // with the two of the hall it extends
  const Row& row = site.rows[7];
  EXPECT_EQ(row.id, "main-7");
  ASSERT_EQ(row.feeds.size(), 2U);
  EXPECT_EQ(site.devices[static_cast<std::size_t>(row.feeds[1].b.index)].id, "bus-b72");
}

}  // namespace
}  // namespace hallplan
