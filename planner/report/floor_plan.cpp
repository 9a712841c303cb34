#include "planner/report/floor_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "planner/report/floor_plan_parts.hpp"

namespace hallplan::report {

std::size_t Categories::number_of(const std::string& name) {
  const auto found = std::find(names_.begin(), names_.end(), name);
  if (found != names_.end()) return static_cast<std::size_t>(found - names_.begin());
  names_.push_back(name);
  return names_.size() - 1;
}

std::string feeds_of(const Json& rack) {
  std::string out;
  for (const Json& feed : member_of(rack, "feeds")) {
    if (!feed.is_string()) continue;
    if (!out.empty()) out += " + ";
    out += feed.get<std::string>();
  }
  return out;
}

std::string unit_of(const Json& rack) {
  if (!member_of(rack, "unit").is_number()) return {};
  const std::string demand = text_of(rack, "demand");
  return (demand == "-" ? std::string("unit") : demand) + ' ' + text_of(rack, "unit");
}

Legend legend_of(const Json& document) {
  Legend out;
  const Json& hall = member_of(document, "hall");
  for (const Json& row : member_of(hall, "rows")) {
    for (const Json& pair : member_of(row, "feeds")) {
      if (!pair.is_array() || pair.empty() || !pair[0].is_string()) continue;
      const bool dual = pair.size() > 1 && pair[1].is_string();
      out.feeds.number_of(pair[0].get<std::string>() + (dual ? " + " + pair[1].get<std::string>() : ""));
    }
    for (const Json& group : member_of(row, "cdu_groups")) {
      if (group.is_string()) out.groups.number_of(group.get<std::string>());
    }
  }
  for (const Json& rack : member_of(document, "placements")) {
    out.types.number_of(text_of(rack, "type"));
    if (!feeds_of(rack).empty()) out.feeds.number_of(feeds_of(rack));
    if (!unit_of(rack).empty()) out.units.number_of(unit_of(rack));
    if (member_of(rack, "cdu_group").is_string()) out.groups.number_of(text_of(rack, "cdu_group"));
  }
  for (const Json& row : member_of(member_of(document, "density"), "rows")) {
    for (const Json& cell : row) {
      if (cell.is_number()) out.densest_kw_per_m2 = std::max(out.densest_kw_per_m2, cell.get<double>());
    }
  }
  return out;
}

std::string floor_plan_svg(std::string_view document, ColourBy by) {
  const Json json = parsed(document);
  const auto* chosen = std::find_if(kColourings.begin(), kColourings.end(),
                                    [&](const Colouring& colouring) { return colouring.by == by; });
  return drawing(json, fmt::format("plan by-{}", chosen->name), true);
}

}  // namespace hallplan::report
