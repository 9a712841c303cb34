/// A sweep written down: sweep.json, in field units with six significant digits, and what is rendered from it.
#pragma once

#include <string>
#include <string_view>

#include "planner/report/text.hpp"
#include "planner/sweep/sweep.hpp"

namespace hallplan::report {

/// The text of sweep.json. See `README.md` for its fields.
[[nodiscard]] std::string sweep_document(const sweep::Sweep& sweep);

/// A line for each case, the turning points, and of two axes the racks as a grid.
[[nodiscard]] std::string sweep_text(std::string_view document, const TextOptions& options = {});

/// A line for each case, as RFC 4180 has it.
[[nodiscard]] std::string sweep_csv(std::string_view document);

/// Racks over the values of one axis as steps, over those of two as a grid of cells; of more axes a grid for each combination of the first
/// ones.
[[nodiscard]] std::string sweep_chart(std::string_view document);

}  // namespace hallplan::report
