/// Pieces of JSON that need no document: a string, a list of problems.
#pragma once

#include <string>
#include <string_view>

#include "planner/base/diagnostic.hpp"

namespace hallplan {

/// The text in quotes, made printable and escaped.
[[nodiscard]] std::string json_string(std::string_view text);

/// `[{"rule", "severity", "file", "line", "column", "message", "help"}]`, each problem on a line of its own.
[[nodiscard]] std::string json_list(const Diagnostics& problems, const SourceFiles& files);

}  // namespace hallplan
