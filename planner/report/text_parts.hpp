/// Sections of the text report that are made in files of their own. Internal to this module.
#pragma once

#include <string>

#include "planner/report/json_text.hpp"
#include "planner/report/text.hpp"

namespace hallplan::report {

/// The coolant loops whose pipes are given, and a line on those whose are not; empty where the hall has none.
[[nodiscard]] std::string text_loops(const Json& document, const TextOptions& options);

}  // namespace hallplan::report
