/// The parts of plan.json that are made in files of their own. Internal to this module.
#pragma once

#include <string>
#include <vector>

#include "planner/report/document.hpp"
#include "planner/report/json_text.hpp"

namespace hallplan::report {

/// The hall for drawing: walls, rows, obstacles, plant units, and the size of each rack type.
[[nodiscard]] Json hall_part(const Site& site);

/// The power-density field, averaged over blocks until it is small enough to draw.
[[nodiscard]] Json density_part(const verdict::DensityField& field);

/// Losses of coolant, followed in time.
[[nodiscard]] Json rides_part(const std::vector<verdict::CoolantRide>& rides);

/// Every CDU group's coolant loop.
[[nodiscard]] Json loops_part(const std::vector<verdict::CoolantLoop>& loops);

/// The basis of design: what was chosen and what everything is held against, by system.
[[nodiscard]] Json basis_part(const Site& site);

/// Every number of the site and of the products it names: what is written, what it means, who claims it.
[[nodiscard]] Json numbers_part(const Site& site, const SourceFiles& files);

/// One check with its numbers; what could not be computed has none.
[[nodiscard]] Json check_part(const Check& check, const SourceFiles& files);

/// "file:line:col". A file outside the working folder is named by its last two parts: a report says nothing about the
/// machine it was made on.
[[nodiscard]] std::string place_of(Mark at, const SourceFiles& files);

}  // namespace hallplan::report
