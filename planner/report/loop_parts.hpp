/// A coolant loop of a report document for a reader: words that text and HTML share, and its drawing. Internal to this module.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "planner/report/json_text.hpp"

namespace hallplan::report {

/// The loops of a document whose pipes are given.
[[nodiscard]] std::vector<const Json*> piped_loops(const Json& document);

/// "g1, g2, g3 and 9 more: no pipes given (piping), so no flow of a rack is known"; empty where all give theirs.
[[nodiscard]] std::string without_pipes(const Json& document);

/// "2 CDUs, 8 racks, pg25 at 40 degC, pumps at full speed".
[[nodiscard]] std::string loop_words(const Json& loop);

/// Which end of a disputed viscosity counts where; empty where published tables agree.
[[nodiscard]] std::string viscosity_words(const Json& loop);

/// "g1", "g1, in p2".
[[nodiscard]] std::string loop_name(const Json& loop);

/// "62 to 83", or "-".
[[nodiscard]] std::string range_of_degc(const Json& range);

/// Racks that no valve brings to what they ask for, by id.
[[nodiscard]] std::vector<std::string> out_of_reach(const Json& loop);

/// A valve's opening: "3.86", "open", "out of reach", or "-" where no balance is known.
[[nodiscard]] std::string opening(const Json& valve);

inline constexpr std::string_view kPlateNote =
    "GPU: for information alone, never a verdict. 0.01 to 0.02 K/W above its coolant is an assumption that others plan "
    "with; makers publish no limit.";

/// Racks that have least of the flow they ask for come first, then those that have least of their supply left.
[[nodiscard]] std::vector<const Json*> by_flow_margin(const Json& loop);
[[nodiscard]] std::vector<const Json*> by_supply_margin(const Json& loop);
/// Whether a rack or a failure leaves less than is asked for, of flow or of supply.
[[nodiscard]] bool leaves_too_little(const Json& one);
/// A number with so many digits behind the point, or "-"; what is below zero never reads as zero.
[[nodiscard]] std::string figure_of(const Json& object, std::string_view key, int digits);
/// Those that leave too little first; of them, and of the others, those that leave some rack least of the flow it asks for, then those that leave least of a supply.
[[nodiscard]] std::vector<const Json*> failures_by_margin(const Json& loop);

/// SVG of one loop in the JSON of a document or of `hallplan loop`: CDUs, headers, rows of racks, with flows and temperatures; headers
/// coloured by velocity and racks by their share of the flow that they ask for.
[[nodiscard]] std::string loop_drawing(const Json& loop);

/// What the drawing's colours mean, as HTML.
[[nodiscard]] std::string loop_legend();

/// The drawing's style sheet, besides the page's.
[[nodiscard]] std::string_view loop_style();

}  // namespace hallplan::report
