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

/// A plain value of the site, as a file would state it.
Value stated(double si);

Box make_box(const std::string& id, double x_m, double y_m, double width_m, double depth_m);

/// A site whose first row starts elsewhere: also beyond a wall, which no file may say.
Site with_row_at(Site site, double x_m);

}  // namespace hallplan::layout
