/// How numbers and findings of a report document read, the same in text and HTML.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "planner/report/json_text.hpp"

namespace hallplan::report {

/// About four significant digits, never an exponent: 6841.3 -> "6841", 0.98 -> "0.98".
[[nodiscard]] std::string short_number(double value);

/// A document's number with its unit, "704.4 kW"; "-" when there is none.
[[nodiscard]] std::string amount(const Json& object, std::string_view key);

/// 0.97 -> "97 %". What is below 1 never shows as 100 %, nor does what is above.
[[nodiscard]] std::string percent(double share);

/// 6841 -> "6.84 MW", 840 -> "840 kW".
[[nodiscard]] std::string power(double kw);

/// The first lines of a report, from its document.
struct Headline {
  std::string status;                ///< pass, fail, undecided
  std::string answer;                ///< "48 racks = 6 SU, 3456 GPUs; 6.84 MW IT, 7.9 MW at the utility"
  std::string limited_by;            ///< "limited by cdu-g2 (flow) at 99 %, next bus-a3 (busway) at 93 %"
  std::string bound;                 ///< "at most 48 racks are possible ...; gap 0 %", or why there is none
  std::vector<std::string> domains;  ///< of those that do not pass: "air: undecided, field not solved"
  std::vector<std::string> remarks;  ///< "not reproducible: ..."
};
[[nodiscard]] Headline headline(const Json& document);

/// One line that says what a check found: "756.2 kW, at most 704.4 kW allowed (107 %)", "does not hold", "field not solved".
[[nodiscard]] std::string finding(const Json& check);

/// True for a yes-or-no rule, whose numbers say nothing to a reader.
[[nodiscard]] bool is_yes_or_no(const Json& check);

/// "bus-a1, bus-b1 lost", "bus-a1".
[[nodiscard]] std::string where_and_when(const Json& check);

/// Assumptions that differ only in the thing they are made of: six transformers of one assumed rating are one assumption.
struct Alike {
  const Json* first = nullptr;  ///< in the document
  std::string others;           ///< "tx-a2, tx-a3"; empty for one that stands alone
};
[[nodiscard]] std::vector<Alike> alike(const Json& assumptions);

/// An assumption's flip: "at 1650 kg/m2 layout.floor-bay changes (8 % away)", or that nothing flips it.
[[nodiscard]] std::string flip(const Json& assumption);

}  // namespace hallplan::report
