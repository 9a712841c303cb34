/// The first lines of a report.
#pragma once

#include <string>
#include <vector>

#include "planner/report/json_text.hpp"

namespace hallplan::report {

/// The first lines of a report, from its document.
struct Headline {
  std::string status;                 ///< pass, fail, undecided
  std::vector<std::string> warnings;  ///< "warning: power.utility fails in 2 checks; the policy does not count it: ..."
  std::string answer;                 ///< "48 racks = 6 SU, 3456 GPUs; 6.84 MW IT, 7.9 MW at the utility"
  std::string limited_by;             ///< "no more fit: ...", or "tightest: CDU flow g2 99.1 % (1 unit lost); then ..."
  std::vector<std::string> refused;   ///< "no room for su: layout.clearance refuses 12 of 12 free slots: ..."
  std::string bound;   ///< "all 48 racks that are demanded are placed", "at most ...", or why there is none
  std::string levels;  ///< "levels: racks 56 of at most 57; room left for 3 racks more ..."; empty without a search
  std::vector<std::string> domains;  ///< of those that do not pass: "air: undecided, field not solved"
  std::vector<std::string> remarks;  ///< "not reproducible: ..."
};
[[nodiscard]] Headline headline(const Json& document);

}  // namespace hallplan::report
