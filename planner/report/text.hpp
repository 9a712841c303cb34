/// A report document as plain text: what a terminal shows. The answer and what limits it first, then the assumptions that
/// carry it, then what fails or is undecided, then the tables. A rendering: every number comes from the document.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hallplan::report {

struct TextOptions {
  std::size_t width = 96;  ///< letters in a line
  bool colour = false;     ///< ANSI colours for the statuses
  bool basis = true;       ///< with the basis of design
};

/// Renders the text of plan.json.
[[nodiscard]] std::string text_report(std::string_view document, const TextOptions& options = {});

}  // namespace hallplan::report
