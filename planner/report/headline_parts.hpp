/// Lines of the headline that are made in a file of their own. Internal to this module.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "planner/report/json_text.hpp"

namespace hallplan::report {

/// "1 rack", "2 racks".
[[nodiscard]] std::string counted(double count, std::string_view one, std::string_view many);

[[nodiscard]] inline bool has_status(const Json& check, std::string_view status) {
  return text_of(check, "status") == status;
}

/// One line for each rule whose failures the policy takes as warnings.
[[nodiscard]] std::vector<std::string> warnings_of(const Json& document);
/// The rules of space that keep out what is demanded, the one of most slots first.
[[nodiscard]] std::vector<std::string> refused_of(const Json& summary);
/// What a reader has to know beside the answer: retirements, what is late, what is not asked to be survived, not looked at, not reproducible.
[[nodiscard]] std::vector<std::string> remarks_of(const Json& document);

}  // namespace hallplan::report
