// Heat maps, dot by dot.
#include "planner/thermal/files/heat_map_parts.hpp"

#include <gtest/gtest.h>
#include <png.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

namespace hallplan::thermal {
namespace {

struct Lab {
  double l, a, b;
};

/// Screen colour to OKLab: the published matrices, forwards.
Lab lab_of(Colour colour) {
  const auto linear = [](std::uint8_t byte) {
    const double coded = byte / 255.0;
    return coded <= 0.04045 ? coded / 12.92 : std::pow((coded + 0.055) / 1.055, 2.4);
  };
  const double r = linear(colour.red), g = linear(colour.green), b = linear(colour.blue);
  const double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const double m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const double s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
          1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
          0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

TEST(ColourMap, StepsAreEqualToTheEyeAndEverLighter) {
  constexpr int kSteps = 32;
  double least = 1e9, most = 0, lightness = 0;
  for (int i = 0; i < kSteps; ++i) {
    const Lab from = lab_of(colour_of(static_cast<double>(i) / kSteps));
    const Lab to = lab_of(colour_of(static_cast<double>(i + 1) / kSteps));
    EXPECT_GT(from.l, lightness) << i;
    lightness = from.l;
    const double step = std::hypot(to.l - from.l, to.a - from.a, to.b - from.b);
    least = std::min(least, step);
    most = std::max(most, step);
  }
  // Bytes round, and corners of the path are cut: no step is half of another. A rainbow's differ tenfold.
  EXPECT_LT(most / least, 1.25);
}

TEST(ColourMap, ClampsAndKnowsNothing) {
  EXPECT_EQ(colour_of(-3), colour_of(0));
  EXPECT_EQ(colour_of(7), colour_of(1));
  EXPECT_EQ(colour_of(std::nan("")), (Colour{150, 150, 150}));
}

TEST(Canvas, DrawsLettersInDots) {
  Canvas canvas(12, 8, {0, 0, 0});
  const Colour ink{255, 255, 255};
  canvas.text(0, 0, "L", ink);
  for (int y = 0; y < 7; ++y) EXPECT_EQ(canvas.at(0, y), ink) << y;
  for (int x = 0; x < 5; ++x) EXPECT_EQ(canvas.at(x, 6), ink) << x;
  EXPECT_EQ(canvas.at(1, 5), (Colour{0, 0, 0}));
  Canvas turned(8, 8, {0, 0, 0});
  turned.text_upwards(0, 7, "L", ink);  // its upright now lies along the bottom, its foot stands at the right
  for (int x = 0; x < 7; ++x) EXPECT_EQ(turned.at(x, 6), ink) << x;
  for (int y = 2; y < 7; ++y) EXPECT_EQ(turned.at(6, y), ink) << y;
  EXPECT_EQ(text_width("abc", 2), 34);
}

/// The picture as libpng reads it.
std::vector<Colour> read_png(const std::string& bytes, int& width, int& height) {
  png_image image;
  std::memset(&image, 0, sizeof image);
  image.version = PNG_IMAGE_VERSION;
  EXPECT_NE(png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()), 0) << image.message;
  image.format = PNG_FORMAT_RGB;
  std::vector<Colour> pixels(static_cast<std::size_t>(image.width) * image.height);
  EXPECT_NE(png_image_finish_read(&image, nullptr, pixels.data(), 0, nullptr), 0) << image.message;
  width = static_cast<int>(image.width);
  height = static_cast<int>(image.height);
  return pixels;
}

TEST(Png, ReadsBackAsItWasDrawn) {
  Canvas canvas(37, 11, {1, 2, 3});
  canvas.fill(3, 4, 20, 9, {200, 100, 50});
  const Encoded png = png_of(canvas);
  EXPECT_EQ(png.problem, "");
  int width = 0, height = 0;
  EXPECT_EQ(read_png(png.bytes, width, height), canvas.pixels());
  EXPECT_EQ(width, 37);
  EXPECT_EQ(height, 11);
}

/// 4 x 4 m in cells of a metre, each 80 pixels from x = 64 and y = 68 on: the lower left one warm, the upper right one solid.
HeatMap four_by_four() {
  HeatMap map;
  map.along = "x";
  map.up = "y";
  map.columns = map.rows = 4;
  map.cell_width_m = map.cell_height_m = 1;
  map.degc.assign(16, 20);
  map.degc[0] = 30;
  map.degc[15] = std::nanf("");
  map.cold_degc = 20;
  map.hot_degc = 30;
  return map;
}

/// Pixels that a second picture of the same map has otherwise, in [x0, x1) x [y0, y1).
int differing(const Canvas& one, const Canvas& other, int x0, int y0, int x1, int y1) {
  int count = 0;
  for (int y = y0; y < y1; ++y) {
    for (int x = x0; x < x1; ++x) count += one.at(x, y) == other.at(x, y) ? 0 : 1;
  }
  return count;
}

TEST(HeatMap, ShowsCellsSolidsOutlinesAndScale) {
  HeatMap map = four_by_four();
  map.outlines.push_back({1, 1, 3, 3, "", ""});
  const Canvas canvas = draw(map);
  // 320 pixels for 4 m, from x = 64 and y = 68 on.
  EXPECT_EQ(canvas.at(64 + 40, 68 + 280), colour_of(1));
  EXPECT_EQ(canvas.at(64 + 120, 68 + 280), colour_of(0));
  const Colour solid = canvas.at(64 + 280, 68 + 40);
  EXPECT_TRUE(solid.red == solid.green && solid.green == solid.blue);
  EXPECT_EQ(canvas.at(64 + 80, 68 + 160), (Colour{20, 20, 20}));     // the outline's edge
  EXPECT_EQ(canvas.at(64 + 81, 68 + 160), (Colour{255, 255, 255}));  // and its light side
  EXPECT_EQ(canvas.at(64 + 320 + 38 + 5, 68), colour_of(1));         // the bar: hot above, cold below
  EXPECT_EQ(canvas.at(64 + 320 + 38 + 5, 68 + 319), colour_of(0));
  map.columns = 0;
  EXPECT_GT(draw(map).width(), 0);  // nothing to show is no crash
}

TEST(HeatMap, NamesHideNoAir) {
  HeatMap map = four_by_four();
  map.outlines = {{3, 3, 4, 4, "", ""}, {0.5, 0.5, 2.5, 1.5, "", ""}};
  const Canvas plain = draw(map);
  map.outlines[0].name = "on-it";  // on the solid cell: x 304 to 384, y 68 to 148
  map.outlines[1].name = "in-air";
  const Canvas named = draw(map);
  EXPECT_GT(differing(plain, named, 64 + 240, 68, 64 + 320, 68 + 80), 30);
  EXPECT_EQ(differing(plain, named, 64, 68, 64 + 240, 68 + 320), 0);
  EXPECT_EQ(differing(plain, named, 64, 68 + 80, 64 + 320, 68 + 320), 0);
}

TEST(HeatMap, NamesARowWhoseRacksHaveNoRoom) {
  HeatMap map = four_by_four();
  map.outlines = {{3, 3.4, 3.2, 3.6, "", ""}, {3.7, 3.4, 3.9, 3.6, "", ""}};
  const Canvas plain = draw(map);
  for (Outline& one : map.outlines) one.name = "a-long-rack-name";  // 95 pixels, and there are 80
  EXPECT_EQ(differing(plain, draw(map), 0, 0, plain.width(), plain.height()), 0);
  for (Outline& one : map.outlines) one.group = "r1";
  EXPECT_GT(differing(plain, draw(map), 64 + 240, 68, 64 + 320, 68 + 80), 10);
}

TEST(HeatMap, NamesWhatIsBehindTheCutBelowIt) {
  HeatMap map = four_by_four();
  map.outlines = {{0, 0, 1, 2, "c1", "r1"}, {1, 0, 2, 2, "c2", "r1"}};
  map.names_below = true;
  const Canvas named = draw(map);
  map.outlines[0].name = map.outlines[1].name = "";
  const Canvas plain = draw(map);
  EXPECT_EQ(differing(plain, named, 0, 0, named.width(), 68 + 320), 0);
  // A tick and two letters upright under the middle of each, at x = 64 + 40 and 64 + 120.
  for (const int middle : {64 + 40, 64 + 120}) {
    EXPECT_EQ(named.at(middle, 68 + 322), (Colour{20, 20, 20}));
    EXPECT_GT(differing(plain, named, middle - 7, 68 + 328, middle + 7, 68 + 350), 10);
  }
}

TEST(HeatMap, MarksInletLimitsOnTheBar) {
  HeatMap map = four_by_four();
  const Canvas plain = draw(map);
  map.limits = {{25, "type-one"}, {35, "type-two, type-three"}};
  const Canvas marked = draw(map);
  // Half way up the bar of 320 pixels: 68 + 319 - 0.5 x 319. The other limit is not on it.
  EXPECT_EQ(marked.at(64 + 320 + 38 + 10, 68 + 159), (Colour{20, 20, 20}));
  EXPECT_EQ(differing(plain, marked, 64 + 320, 0, plain.width(), 68 + 140), 0);
  // Each begins on a line of its own.
  EXPECT_GE(marked.height(), plain.height() + 2 * 20);
  const std::vector<std::string> wide = caption_of_limits(map, 2000);
  EXPECT_EQ(wide, (std::vector<std::string>{"a: inlet limit 25 degC: type-one",
                                            "b: inlet limit 35 degC, warmer than all air here: type-two, type-three"}));
}

}  // namespace
}  // namespace hallplan::thermal
