/// Pieces of an explanation's text. Internal to this module.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "planner/explain/explain.hpp"

namespace hallplan::explain {

/// A limit or a value, in field units.
[[nodiscard]] std::string stated(Dimension dimension, double si);
/// Of what is left, needed or short, in field units: temperatures are differences.
[[nodiscard]] std::string amount(Dimension dimension, double si);
/// False of degrees, whose zero is none, and of rules that hold or not, of whose limit 0 nothing is a share.
[[nodiscard]] bool has_share(const Relief& relief);
/// "8 racks"
[[nodiscard]] std::string racks_text(int count);
/// Words of a paragraph under each other, no wider than a terminal.
[[nodiscard]] std::string wrapped(std::string_view indent, const std::string& text);

/// What plant fails by itself, by how much, and what mends it.
[[nodiscard]] std::string plant_text(const Explanation& explanation);
/// What every purchase gains.
[[nodiscard]] std::string gains_text(const Explanation& explanation);
/// What is bought one after the other.
[[nodiscard]] std::string next_text(const Explanation& explanation);
/// The cheapest set for more racks.
[[nodiscard]] std::string more_text(const Explanation& explanation);
[[nodiscard]] std::string phasing_text(const Explanation& explanation);
/// "2 x UPS: 5000 kW = 2368 kW used + 2500 kW held for losses + 132 kW stranded by liquid.cdu-heat; tightest ups-a: ..."
[[nodiscard]] std::string stages_text(const std::vector<Stage>& stages);

}  // namespace hallplan::explain
