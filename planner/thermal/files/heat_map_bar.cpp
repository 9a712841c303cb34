// The bar of temperatures beside a heat map, and the racks' inlet limits on it.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <sstream>

#include "planner/thermal/files/heat_map_parts.hpp"

namespace hallplan::thermal {
namespace {

constexpr int kBarWidth = 22;
constexpr int kToBar = 38;

char letter_of(std::size_t limit) { return static_cast<char>('a' + limit % 26); }

bool is_on_bar(const HeatMap& map, double degc) { return degc >= map.cold_degc && degc <= map.hot_degc; }

}  // namespace

double share_of(const HeatMap& map, double degc) {
  const double span = map.hot_degc - map.cold_degc;
  return span > 0 ? (degc - map.cold_degc) / span : 0.5;
}

double step_of(double span, int marks) {
  const double rough = std::max(span, 1e-9) / marks;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= rough * 0.999) return factor * power;
  }
  return 10 * power;
}

void draw_bar(const HeatMap& map, const Frame& frame, int height, Canvas& canvas) {
  const int x = frame.x + frame.width + kToBar;
  for (int y = 0; y < height; ++y) {
    const double share = 1 - (y + 0.5) / height;
    canvas.fill(x, frame.y + y, x + kBarWidth, frame.y + y + 1, colour_of(share));
  }
  canvas.outline(x - 1, frame.y - 1, x + kBarWidth + 1, frame.y + height + 1, kInk);
  canvas.text(x - 13, frame.y - 2 * kTextHeight - 10, "air degC", kInk, kScale);
  const auto at = [&](double degc) {
    return frame.y + height - 1 - static_cast<int>(std::lround(share_of(map, degc) * (height - 1)));
  };
  const double step = step_of(map.hot_degc - map.cold_degc, std::max(3, height / 50));
  for (double degc = std::ceil(map.cold_degc / step - 1e-6) * step; degc <= map.hot_degc + 1e-6 * step; degc += step) {
    const int y = at(degc);
    canvas.fill(x + kBarWidth, y, x + kBarWidth + 6, y + 1, kInk);
    canvas.text(x + kBarWidth + 10, y - kTextHeight + 1, fmt::format("{:g}", degc), kInk, kScale);
  }
  for (std::size_t i = 0; i < map.limits.size(); ++i) {
    if (!is_on_bar(map, map.limits[i].degc)) continue;
    const int y = at(map.limits[i].degc);
    canvas.fill(x - 7, y - 1, x + kBarWidth, y + 2, kPaper);
    canvas.fill(x - 7, y, x + kBarWidth, y + 1, kInk);
    canvas.text(x - 7 - text_width("a", kScale) - 2, y - kTextHeight + 1, std::string(1, letter_of(i)), kInk, kScale);
  }
}

std::vector<std::string> caption_of_limits(const HeatMap& map, int width) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < map.limits.size(); ++i) {
    const InletMark& limit = map.limits[i];
    const std::string_view beyond = is_on_bar(map, limit.degc)  ? ""
                                    : limit.degc > map.hot_degc ? ", warmer than all air here"
                                                                : ", colder than all air here";
    std::istringstream words(
        fmt::format("{}: inlet limit {:g} degC{}: {}", letter_of(i), limit.degc, beyond, limit.of));
    bool is_first = true;
    for (std::string word; words >> word; is_first = false) {
      if (is_first || text_width(lines.back() + ' ' + word, kScale) > width) {
        lines.push_back(is_first ? word : "   " + word);
      } else {
        lines.back() += ' ';
        lines.back() += word;
      }
    }
  }
  return lines;
}

}  // namespace hallplan::thermal
