/// A report document as one HTML file: no script, nothing fetched, every text escaped. Verdict and assumptions first, then
/// the floor plan, resources, losses, all checks with their margins and arithmetic, the basis of design on a page of its
/// own, the racks, and the source of every number. Reads in light and dark, and on paper.
#pragma once

#include <string>
#include <string_view>

namespace hallplan::report {

/// Renders the text of plan.json.
[[nodiscard]] std::string html_report(std::string_view document);

}  // namespace hallplan::report
