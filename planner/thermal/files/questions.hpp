/// What was asked beyond the field of normal running, as text, JSON and tables.
#pragma once

#include <string>
#include <vector>

#include "planner/thermal/field.hpp"

namespace hallplan::thermal {

/// `transient` of thermal.json: a list; series are thinned to 61 points.
[[nodiscard]] std::string rides_json(const Plan& plan, const std::vector<RideThrough>& rides);
/// Seconds until the first and the last rack's limit, a line a loss; empty when nothing was asked.
[[nodiscard]] std::string rides_text(const Plan& plan, const std::vector<RideThrough>& rides);
/// Every time and every rack of one loss, for spreadsheets and plots.
[[nodiscard]] std::string ride_csv(const Plan& plan, const RideThrough& ride);

/// `response` of thermal.json: the matrix and its trial; null when nothing was asked.
[[nodiscard]] std::string response_json(const Plan& plan, const FieldResult& field);
/// The racks that warm others most and what the trial found; empty when nothing was asked.
[[nodiscard]] std::string response_text(const Site& site, const Plan& plan, const FieldResult& field);
/// The tightest inlet at each supply temperature; empty when nothing was asked.
[[nodiscard]] std::string set_points_text(const Site& site, const Plan& plan, const FieldResult& field);

}  // namespace hallplan::thermal
