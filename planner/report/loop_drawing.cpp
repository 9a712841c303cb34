// A coolant loop drawn: CDUs at the left, rows of racks between supply and return header, not to scale.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <nlohmann/json.hpp>

#include "planner/report/loop_parts.hpp"
#include "planner/report/markup.hpp"

namespace hallplan::report {
namespace {

constexpr double kLeft = 230, kRack = 92, kRow = 150, kTop = 34, kUnit = 56, kReturn = 104;
constexpr std::size_t kMostAcross = 12;  ///< racks side by side: a longer row goes on below, so that paper can hold it

/// A band of a scale: what lies below its end has its colour.
struct Band {
  double end;
  std::string_view colour, words;
};
/// Mid tones that stand on white and on black; the last band is open.
constexpr std::array<Band, 4> kVelocity = {
    Band{0.5, "#8bb8e8", "below 0.5 m/s"}, Band{1.5, "#3f7fc4", "0.5 to 1.5 m/s"},
    Band{2.5, "#e0a030", "1.5 to 2.5 m/s"}, Band{1e30, "#d0453a", "above 2.5 m/s: noise and erosion"}};
constexpr double kWhole = 0.9999;  ///< a limiting valve holds a flow to a part in ten thousand
constexpr std::array<Band, 4> kShare = {Band{0.9, "#d0453a", "below 90 % of what it asks for"},
                                        Band{kWhole, "#e0a030", "90 to 100 %"}, Band{1.2, "#58b07a", "100 to 120 %"},
                                        Band{1e30, "#5f9fd8", "above 120 %: takes what others might want"}};

std::string_view colour_of(const std::array<Band, 4>& scale, double value) {
  return std::find_if(scale.begin(), scale.end() - 1, [&](const Band& band) { return value < band.end; })->colour;
}

std::string legend(std::string_view title, const std::array<Band, 4>& scale) {
  std::string out = fmt::format("<p class=\"soft\">{}: ", title);
  for (const Band& band : scale) {
    out +=
        fmt::format("<svg width=\"12\" height=\"12\"><rect width=\"12\" height=\"12\" fill=\"{}\"/></svg> {} &nbsp; ",
                    band.colour, band.words);
  }
  return out + "</p>\n";
}

/// `words` are escaped already.
std::string text(double x, double y, std::string_view anchor, const std::string& words, bool on_colour = false) {
  return fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"{}\"{}>{}</text>\n", coordinate(x), coordinate(y), anchor,
                     on_colour ? " class=\"on\"" : "", words);
}

std::string line(double x0, double x1, double y, std::string_view colour, double width) {
  return fmt::format("<line x1=\"{0}\" y1=\"{2}\" x2=\"{1}\" y2=\"{2}\" stroke=\"{3}\" stroke-width=\"{4}\"/>\n",
                     coordinate(x0), coordinate(x1), coordinate(y), colour, coordinate(width));
}

/// What fits into a box.
std::string label(const std::string& id, std::size_t most) {
  return escaped(id.size() <= most ? id : id.substr(0, most - 2) + "..");
}

std::string degc(const Json& object, std::string_view key) {
  const Json& value = member_of(object, key);
  return value.is_number() ? fmt::format("{:.1f}", value.get<double>()) : "-";
}

/// A rack below its piece of supply header, the return below it.
std::string drawn_rack(const Json& rack, double x, double y) {
  const double velocity = number_of(rack, "header_velocity_m_s"), share = number_of(rack, "share");
  const std::string supply = degc(rack, "supply_degc"), back = degc(rack, "return_degc");
  std::string out = line(x, x + kRack, y, colour_of(kVelocity, velocity), 6);
  out += line(x, x + kRack, y + kReturn, "#9aa6b4", 4);
  out += text(x + kRack / 2, y - 7, "middle", fmt::format("{:.2f} m/s", velocity));
  out += fmt::format(
      "<g><title>{}: {:.1f} of {:.1f} L/min, supply {} degC, return {} degC, {:.1f} m of header</title><rect x=\"{}\" "
      "y=\"{}\" width=\"{}\" height=\"72\" rx=\"3\" fill=\"{}\"/></g>\n",
      escaped(text_of(rack, "id")), number_of(rack, "flow_lpm"), number_of(rack, "asked_lpm"), supply, back,
      number_of(rack, "header_m"), coordinate(x + 10), coordinate(y + 16), coordinate(kRack - 12),
      colour_of(kShare, share));
  const double middle = x + kRack / 2 + 4;
  out += text(middle, y + 32, "middle", label(text_of(rack, "id"), 12), true);
  out += text(middle, y + 48, "middle", fmt::format("{:.1f} L/min", number_of(rack, "flow_lpm")), true);
  out += text(middle, y + 64, "middle", fmt::format("{:.1f} %", 100 * share), true);
  return out + text(middle, y + 80, "middle", fmt::format("{} / {}", supply, back), true);
}

std::string drawn_unit(const Json& unit, double y) {
  std::string out = fmt::format("<rect class=\"unit\" x=\"4\" y=\"{}\" width=\"150\" height=\"{}\" rx=\"3\"/>\n",
                                coordinate(y - 14), coordinate(kUnit - 8));
  out += text(10, y, "start", label(text_of(unit, "id"), 20));
  out += text(10, y + 15, "start",
              fmt::format("{:.0f} L/min, {:.0f} kPa", number_of(unit, "flow_lpm"), number_of(unit, "head_kpa")));
  return out +
         text(10, y + 30, "start", fmt::format("{} / {} degC", degc(unit, "supply_degc"), degc(unit, "return_degc")));
}

/// Rows of racks from the CDUs on, long ones in pieces.
std::vector<std::vector<const Json*>> rows_of(const Json& loop) {
  std::vector<const Json*> racks;
  for (const Json& rack : member_of(loop, "racks")) racks.push_back(&rack);
  std::stable_sort(racks.begin(), racks.end(), [](const Json* one, const Json* other) {
    return number_of(*one, "place") < number_of(*other, "place");
  });
  std::vector<std::vector<const Json*>> rows;
  std::map<std::string, std::size_t> number;
  for (const Json* rack : racks) {
    const auto [at, fresh] = number.try_emplace(text_of(*rack, "row"), rows.size());
    if (fresh) rows.emplace_back();
    rows[at->second].push_back(rack);
  }
  std::vector<std::vector<const Json*>> pieces;
  for (const std::vector<const Json*>& row : rows) {
    for (std::size_t from = 0; from < row.size(); from += kMostAcross) {
      const auto first = row.begin() + static_cast<std::ptrdiff_t>(from);
      pieces.emplace_back(first, first + static_cast<std::ptrdiff_t>(std::min(kMostAcross, row.size() - from)));
    }
  }
  return pieces;
}

}  // namespace

std::string loop_legend() {
  return legend("Supply header", kVelocity) + legend("Rack", kShare) +
         "<p class=\"soft\">In a rack: its flow, the share of what it asks for, supply / return in degC; likewise of a "
         "CDU. Rows from the CDUs on, not to scale: supply above, return below.</p>\n";
}

std::string_view loop_style() {
  return ".loop{display:block;max-width:100%;height:auto;break-inside:avoid;margin:8px 0}.loop-of "
         "h3{font-size:15px;margin:18px 0 4px}.loop text{font:12px system-ui,sans-serif;fill:var(--ink)}"
         ".loop .on{fill:#14181d}.loop .unit{fill:none;stroke:var(--soft)}\n";
}

std::string loop_drawing(const Json& loop) {
  const std::vector<std::vector<const Json*>> rows = rows_of(loop);
  const Json& units = member_of(loop, "cdus");
  std::size_t longest = 0;
  for (const auto& row : rows) longest = std::max(longest, row.size());
  const double width = kLeft + kRack * static_cast<double>(longest) + 20;
  const double height =
      kTop + std::max(kRow * static_cast<double>(rows.size()), kUnit * static_cast<double>(units.size()));
  std::string out = fmt::format(
      "<svg class=\"loop\" role=\"img\" aria-label=\"Coolant loop {}: {} CDUs and {} racks with flows and "
      "temperatures\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\">\n",
      escaped(text_of(loop, "id")), units.size(), member_of(loop, "racks").size(), coordinate(width),
      coordinate(height), coordinate(width), coordinate(height));
  double y = kTop;
  for (const Json& unit : units) {
    out += drawn_unit(unit, y);
    y += kUnit;
  }
  y = kTop;
  std::string before;
  for (const std::vector<const Json*>& row : rows) {
    const std::string id = text_of(*row.front(), "row");
    out += text(kLeft - 8, y + 52, "end", label(id == before ? "on" : "row " + id, 10));
    before = id;
    double x = kLeft;
    for (const Json* rack : row) {
      out += drawn_rack(*rack, x, y);
      x += kRack;
    }
    y += kRow;
  }
  return out + "</svg>\n";
}

}  // namespace hallplan::report
