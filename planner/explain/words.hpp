/// An explanation as text and as JSON, with what the verdict adds: the worst loss of each domain and what is stranded.
#pragma once

#include <string>

#include "planner/explain/explain.hpp"
#include "planner/verdict/verdict.hpp"

namespace hallplan::explain {

/// For a terminal; nothing in it is wider than a hundred columns but names.
[[nodiscard]] std::string text_of(const Explanation& explanation, const verdict::Verdict& verdict);

/// Numbers in field units. Its keys are in README.md.
[[nodiscard]] std::string json_of(const Explanation& explanation, const verdict::Verdict& verdict);

/// "bus-a3 (power.busway) with bus-b3 lost: 44 kW left, 142 kW needed, 98 kW short of 704 kW; one buys a busway step"
[[nodiscard]] std::string words_of(const Shortage& shortage);
/// "bus-a3 (power.busway): 98 kW more than its 704 kW, 14 % of that; one buys a busway step"
[[nodiscard]] std::string words_of(const Relief& relief);

/// The check of each domain that comes closest to its limit after a loss.
[[nodiscard]] std::vector<const Check*> worst_losses(const verdict::Verdict& verdict);

}  // namespace hallplan::explain
