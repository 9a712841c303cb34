/// Sections of the text report that are made in files of their own. Internal to this module.
#pragma once

#include <cstddef>
#include <string>

#include "planner/report/json_text.hpp"
#include "planner/report/text.hpp"

namespace hallplan::report {

/// A status in capitals, and any text in its colour where colours are asked for.
[[nodiscard]] std::string upper(std::string text);
[[nodiscard]] std::string coloured(const std::string& status, std::string text, const TextOptions& options);

/// Tables do not follow a terminal that is narrower than this: their words would fall to pieces.
[[nodiscard]] inline std::size_t table_width(const TextOptions& options) {
  constexpr std::size_t kNarrowest = 84;
  return options.width < kNarrowest ? kNarrowest : options.width;
}

/// What undecided checks lack; empty where they lack nothing.
[[nodiscard]] std::string text_missing(const Json& document, const TextOptions& options);
/// Checks that fail, that fail by a rule which the policy does not count, that are undecided, and the tightest that pass.
[[nodiscard]] std::string text_checks(const Json& document, const TextOptions& options);
/// What no check says anything about.
[[nodiscard]] std::string text_not_looked_at(const Json& document, const TextOptions& options);

/// The hall as it grows, a line for each phase; empty where the site has none.
[[nodiscard]] std::string text_phases(const Json& document, const TextOptions& options);
[[nodiscard]] std::string text_domains(const Json& document, const TextOptions& options);
/// Two lines for each resource: the sum in normal running, and the element that comes closest to its limit.
[[nodiscard]] std::string text_resources(const Json& document, const TextOptions& options);
/// Single losses; what fails or is undecided is never cut.
[[nodiscard]] std::string text_failures(const Json& document, const TextOptions& options);
[[nodiscard]] std::string text_rides(const Json& document, const TextOptions& options);

/// The coolant loops whose pipes are given, and a line on those whose are not; empty where the hall has none.
[[nodiscard]] std::string text_loops(const Json& document, const TextOptions& options);

}  // namespace hallplan::report
