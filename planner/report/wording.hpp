/// How numbers and findings of a report document read, the same in text and HTML.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "planner/report/json_text.hpp"

namespace hallplan::report {

/// About four significant digits, never an exponent: 6841.3 -> "6841", 0.98 -> "0.98".
[[nodiscard]] std::string short_number(double value);

/// A document's number with its unit, "704.4 kW"; "-" when there is none.
[[nodiscard]] std::string amount(const Json& object, std::string_view key);

/// The same of a resource: "at least 704.4 kW" used and "at most 12 kW" left where parts of its sums are not known.
[[nodiscard]] std::string amount_of_resource(const Json& resource, std::string_view key);

/// 0.97 -> "97 %". What is below 1 never shows as 100 %, nor does what is above.
[[nodiscard]] std::string percent(double share);

/// 6841 -> "6.84 MW", 840 -> "840 kW".
[[nodiscard]] std::string power(double kw);

/// One line that says what a check found: "756.2 kW, at most 704.4 kW allowed (107 %)", "does not hold", "field not solved".
[[nodiscard]] std::string finding(const Json& check);

/// "liquid.rejection, power.busway": of a missing value the rules that lack it.
[[nodiscard]] std::string rules_of(const Json& missing);

/// True for a rule that holds or does not: none may be, as of racks without power. Its numbers say nothing to a reader.
[[nodiscard]] bool is_yes_or_no(const Json& check);

/// "bus-a1, bus-b1 lost", "bus-a1", "grid lost".
[[nodiscard]] std::string where_and_when(const Json& check);

/// "ups-a lost", "ups-a lost, in p2": what a row of the failure matrix is about.
[[nodiscard]] std::string loss_and_phase(const Json& failure);

/// "28.4 s", "over 600 s" where no limit was met while it was followed.
[[nodiscard]] std::string ride_seconds(const Json& ride, const Json& seconds);

/// Of a loss of coolant: what restarts, why nothing is decided, or that pumps run on.
[[nodiscard]] std::string ride_remark(const Json& ride);

/// "at most 8 racks; no more ...": what keeps a phase from holding all that is wanted; empty where nothing does or is known to.
[[nodiscard]] std::string most_in_phase(const Json& phase);
/// Racks that the hall planned at once as it is built out would hold more, as an interval; empty where the site has no phases.
[[nodiscard]] std::string price_of_phasing(const Json& summary);
/// Whether as many racks could stand earlier; empty where the site has no phases or no bound is known.
[[nodiscard]] std::string earliness(const Json& summary);

/// Assumptions that differ only in the thing they are made of: six transformers of one assumed rating are one assumption.
struct Alike {
  const Json* first = nullptr;  ///< in the document
  std::string others;           ///< "tx-a2, tx-a3"; empty for one that stands alone
};
[[nodiscard]] std::vector<Alike> alike(const Json& assumptions);

/// Those that change the answer soonest, nearest first, and all others in the document's order.
struct Carrying {
  std::vector<Alike> first, rest;
  std::size_t changing = 0;  ///< of all that change the answer at all
};
[[nodiscard]] Carrying carrying(const std::vector<Alike>& groups, std::size_t most);

/// An assumption's flip: "power.utility: pass -> fail below 8264 kW (2.8 % away)", or that nothing flips it.
[[nodiscard]] std::string flip(const Json& assumption);

/// " from p2", " from p1 until p3": when a rack stands, where a site has phases.
[[nodiscard]] std::string standing(const Json& rack);

/// Where the racks of a row stand and what they hang on.
struct RowLine {
  std::string row;
  std::string text;  ///< "slots 1-10: 8 gb300 + 2 network, SU 1, bus-a11/bus-b11, g1"; "empty"
};
[[nodiscard]] std::vector<RowLine> row_lines(const Json& document);

/// What stands above the table of resources.
inline constexpr std::string_view kResourcesNote =
    "Of a resource the sums in normal running: what is left includes the reserve of N+1 or 2N, which is not free. Of "
    "its "
    "tightest element the scenario in which it comes closest to its limit.";

}  // namespace hallplan::report
