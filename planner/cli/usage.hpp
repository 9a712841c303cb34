/// What is wrong with a command line, in one form.
#pragma once

#include <string>
#include <vector>

#include "planner/cli/options.hpp"

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace hallplan::cli {

/// The command that a line got to: hallplan, hallplan racks, hallplan racks show.
struct Reached {
  CLI::App* command;
  std::string name;
};

[[nodiscard]] Reached reached(CLI::App& app);

[[nodiscard]] std::vector<std::string> command_names(const CLI::App& command);

/// What is wrong, what was meant, where to read on.
[[nodiscard]] Parsed usage_error(CLI::App& app, const CLI::ParseError& error,
                                 const std::vector<std::string>& arguments);

}  // namespace hallplan::cli
