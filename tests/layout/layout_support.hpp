/// What the layout tests share: the pinned small hall as a placed plan, and looking up checks by rule.
#pragma once

#include <string>
#include <vector>

#include "planner/layout/layout.hpp"
#include "tests/support/load.hpp"

namespace hallplan::layout {

/// The site's pinned racks, standing in their slots.
Plan placed(const Site& site);

std::vector<Check> of_rule(const std::vector<Check>& checks, Rule rule);
std::vector<Check> failing(const std::vector<Check>& checks);

/// The layout checks of the small hall with its six racks pinned, and those of one rule under what-ifs.
std::vector<Check> checks_of(const Site& site);
std::vector<Check> checks_with(const std::vector<std::string>& sets, Rule rule);
/// The text of the line that a failing check points at.
std::string line_of(const std::vector<std::string>& sets, Rule rule);

/// A plain value of the site, as a file would state it.
Value stated(double si);

Box make_box(const std::string& id, double x_m, double y_m, double width_m, double depth_m);

/// A site whose first row starts elsewhere: also beyond a wall, which no file may say.
Site with_row_at(Site site, double x_m);

}  // namespace hallplan::layout
