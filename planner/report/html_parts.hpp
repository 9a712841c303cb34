/// The sections of the HTML report. Internal to this module.
#pragma once

#include <string>
#include <string_view>

#include "planner/report/json_text.hpp"

namespace hallplan::report {

/// The style sheet, without the floor plan's.
[[nodiscard]] std::string_view page_style();

/// A coloured word for a status.
[[nodiscard]] std::string badge(const std::string& status);

/// A bar that is filled to a share of its length, with the share beside it; empty for what has none.
[[nodiscard]] std::string bar(const Json& share, const std::string& status);

/// A heading with its anchor.
[[nodiscard]] std::string heading(std::string_view id, std::string_view title, std::string_view note);

/// What fails, for a reader who wants no table; empty where nothing does.
[[nodiscard]] std::string failing_section(const Json& document);
[[nodiscard]] std::string checks_section(const Json& document);
[[nodiscard]] std::string phases_section(const Json& document);
[[nodiscard]] std::string resources_section(const Json& document);
[[nodiscard]] std::string failures_section(const Json& document);
[[nodiscard]] std::string rides_section(const Json& document);
[[nodiscard]] std::string loops_section(const Json& document);
[[nodiscard]] std::string basis_section(const Json& document);
[[nodiscard]] std::string racks_section(const Json& document);
[[nodiscard]] std::string sources_section(const Json& document);

}  // namespace hallplan::report
