// What explains the floor plan: how the plan ends, sizes, and the legends of signs and colours.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <vector>

#include "planner/base/text.hpp"
#include "planner/report/floor_plan_layers.hpp"
#include "planner/report/headline.hpp"
#include "planner/report/markup.hpp"
#include "planner/report/text_table.hpp"
#include "planner/report/wording.hpp"

namespace hallplan::report {
namespace {

constexpr double kLine = 20;
constexpr double kToSigns = 54;         ///< from the hall's south wall to the first line of the legend
constexpr std::size_t kMostNamed = 24;  ///< categories; more are not told apart by their colours anyway

struct Entry {
  std::string sign, text;  ///< the sign within 16 x 12 from 0 -10
};

std::string sign_box(std::string_view css) {
  return fmt::format("<rect class=\"{}\" x=\"0\" y=\"-10\" width=\"16\" height=\"12\"/>", css);
}

std::string sign_unit(std::string_view css) {
  return fmt::format("<g class=\"{}\"><rect x=\"0\" y=\"-10\" width=\"16\" height=\"12\"/></g>", css);
}

bool any_unit(const Json& hall, std::string_view css) {
  const Json& units = member_of(hall, "equipment");
  return std::any_of(units.begin(), units.end(), [&](const Json& unit) { return css_of_unit(unit) == css; });
}

bool any_asked(const Json& hall, std::string_view what) {
  const Json& areas = member_of(hall, "asked_floor");
  return std::any_of(areas.begin(), areas.end(), [&](const Json& area) { return text_of(area, "for") == what; });
}

/// A slot in which no rack stands at the end, be it free or blocked.
bool any_empty_slot(const Json& document) {
  double slots = 0;
  for (const Json& row : member_of(member_of(document, "hall"), "rows")) slots += number_of(row, "slots");
  const Json& racks = member_of(document, "placements");
  return slots > static_cast<double>(std::count_if(racks.begin(), racks.end(), [](const Json& rack) {
           return !member_of(rack, "retired").is_string();
         }));
}

/// Only what appears.
std::vector<Entry> signs_of(const Json& document, bool has_short_names) {
  const Json& hall = member_of(document, "hall");
  const Json& racks = member_of(document, "placements");
  const auto is_there = [&](std::string_view key) { return !member_of(hall, key).empty(); };
  std::vector<Entry> out;
  const auto add = [&](bool appears, std::string sign, std::string text) {
    if (appears) out.push_back({std::move(sign), std::move(text)});
  };
  add(!racks.empty() || is_there("equipment"), sign_box("swatch") + line(0, 2, 16, 2, "front"),
      "thick edge: front of a rack or unit");
  add(std::any_of(racks.begin(), racks.end(), [](const Json& rack) { return text_of(rack, "role") != "compute"; }),
      sign_box("swatch") + "<path class=\"aux\" d=\"M0 -10h16v12h-16z\"/>", "network or management rack");
  add(has_short_names, "<text x=\"-2\" y=\"0\">s01</text>", "rack ROW-s01 of row ROW");
  add(any_empty_slot(document), sign_box("slot"), "slot without a rack");
  add(any_unit(hall, "cdu"), sign_unit("cdu"), "CDU");
  add(any_unit(hall, "air"), sign_unit("air"), "air unit");
  add(any_unit(hall, "device"), sign_unit("device"), "power device");
  add(any_asked(hall, "service clearance"), sign_box("clearance"), "service clearance of a unit");
  add(any_asked(hall, "working space"), sign_box("working"), "electrical working space");
  add(is_there("trays"), line(0, -4, 16, -4, "tray"), "cable tray");
  add(is_there("doors"), "<rect class=\"door\" x=\"0\" y=\"-7\" width=\"16\" height=\"5\"/>", "door");
  add(is_there("keep_outs"), sign_box("keep"), "keep-out");
  add(is_there("columns"), "<rect class=\"column\" x=\"3\" y=\"-9\" width=\"10\" height=\"10\"/>", "column");
  add(is_there("partitions"), "<rect class=\"column\" x=\"0\" y=\"-5\" width=\"16\" height=\"2\"/>", "inner wall");
  return out;
}

std::vector<Entry> colours_of(const Legend& legend, ColourBy by) {
  std::vector<Entry> out;
  const auto add = [&](const Categories& categories, char letter, std::string_view word) {
    const std::vector<std::string>& names = categories.names();
    if (names.size() > kMostNamed) {
      out.push_back({{},
                     fmt::format("{} {}; after {} of them the colours start again. Where colours of one row differ, so "
                                 "do these; point at a rack for its own.",
                                 names.size(), word, kColours)});
      return;
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
      out.push_back({sign_box(fmt::format("swatch {}{}", letter, i % kColours)), names[i]});
    }
  };
  if (by == ColourBy::feeds) add(legend.feeds, 'f', "feed pairs");
  if (by == ColourBy::cdu_group) add(legend.groups, 'g', "CDU groups");
  if (by == ColourBy::unit) add(legend.units, 'u', "scalable units");
  if (by == ColourBy::type) add(legend.types, 't', "rack types");
  for (std::size_t i = 0; by == ColourBy::density && legend.densest_kw_per_m2 > 0 && i < kDensitySteps; ++i) {
    const double step = legend.densest_kw_per_m2 / static_cast<double>(kDensitySteps);
    out.push_back(
        {sign_box(fmt::format("d{}", i)), fmt::format("to {} kW/m2", short_number(step * static_cast<double>(i + 1)))});
  }
  return out;
}

/// Entries in columns from left to right, then down; `y` is the first base line and becomes the one after the last.
std::string in_columns(const std::vector<Entry>& entries, double left, double right, double& y) {
  std::size_t longest = 0;
  for (const Entry& entry : entries) longest = std::max(longest, entry.text.size());
  const double column = 38 + kLetter * static_cast<double>(longest);
  const auto columns = static_cast<std::size_t>(std::max(1.0, std::floor((right - left) / column)));
  std::string out;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const double x = left + static_cast<double>(i % columns) * column;
    if (i > 0 && i % columns == 0) y += kLine;
    if (!entries[i].sign.empty()) {
      out += fmt::format("<g transform=\"translate({} {})\">{}</g>", coordinate(x), coordinate(y), entries[i].sign);
    }
    out += fmt::format("<text x=\"{}\" y=\"{}\">{}</text>\n", coordinate(x + (entries[i].sign.empty() ? 0 : 22)),
                       coordinate(y), escaped(entries[i].text));
  }
  if (!entries.empty()) y += kLine;
  return out;
}

}  // namespace

std::string draw_headline(const Json& document, double width, double& bottom) {
  const Headline lines = headline(document);
  double y = 20;
  std::string out;
  const auto write = [&](const std::string& text, std::string_view css, double letter) {
    for (const std::string& one : wrapped(text, static_cast<std::size_t>(std::max(width, kLeastPaper) / letter))) {
      out += fmt::format("<text class=\"{}\" x=\"{}\" y=\"{}\">{}</text>\n", css, coordinate(kLeftMargin),
                         coordinate(y), escaped(one));
      y += 17;
    }
  };
  constexpr double kBoldLetter = 8.6;
  write(fmt::format("{}: {}; {}", text_of(document, "site"), lines.status, lines.answer), "head", kBoldLetter);
  std::vector<std::string> used;
  for (const Json& one : member_of(member_of(document, "summary"), "limited_by")) {
    constexpr std::size_t kNamed = 3;
    if (one.is_string() && used.size() < kNamed) used.push_back(one.get<std::string>());
  }
  if (!used.empty()) write("most used: " + join(used, "; "), "start", kLetter);
  bottom = y;
  return out;
}

std::string draw_sizes(const Paper& paper) {
  const double right = paper.x(paper.width_m), bottom = paper.y(0);
  const double length_m = paper.width_m >= 20 ? 5 : 1;
  const double x = paper.x(0), y = bottom + 22;
  const double end = x + length_m * paper.scale;
  std::string out =
      fmt::format("<text class=\"mid\" x=\"{}\" y=\"{}\">{} m</text>\n", coordinate(paper.x(paper.width_m / 2)),
                  coordinate(paper.top - 10), short_number(paper.width_m));
  const double middle = paper.y(paper.depth_m / 2);
  out += fmt::format("<text class=\"mid\" x=\"14\" y=\"{0}\" transform=\"rotate(-90 14 {0})\">{1} m</text>\n",
                     coordinate(middle), short_number(paper.depth_m));
  out += fmt::format("<path class=\"scale\" d=\"M{0} {1}v8M{0} {2}H{3}M{3} {1}v8\"/>\n", coordinate(x),
                     coordinate(y - 4), coordinate(y), coordinate(end));
  out += fmt::format("<text x=\"{}\" y=\"{}\">{} m</text>\n", coordinate(end + 8), coordinate(y + 4),
                     short_number(length_m));
  return out + fmt::format(
                   "<path class=\"north\" d=\"M{0} {1}l6 18l-6 -5l-6 5z\"/><text class=\"end\" x=\"{2}\" "
                   "y=\"{3}\">N</text>\n",
                   coordinate(right - 8), coordinate(bottom + 10), coordinate(right - 18), coordinate(bottom + 24));
}

std::string draw_legends(const Paper& paper, const Json& document, const Legend& legend, bool has_short_names,
                         double& height) {
  const double left = paper.x(0), right = std::max(paper.x(paper.width_m), left + kLeastPaper);
  const double top = paper.y(0) + kToSigns;
  double y = top;
  std::string out = in_columns(signs_of(document, has_short_names), left, right, y);
  double lowest = y;
  for (const Colouring& colouring : kColourings) {
    double end = y + kLine / 2;
    out += fmt::format("<g class=\"legend l-{}\">{}</g>\n", colouring.name,
                       in_columns(colours_of(legend, colouring.by), left, right, end));
    lowest = std::max(lowest, end);
  }
  height = lowest - paper.y(0);
  return out;
}

}  // namespace hallplan::report
