/// Options that several commands take.
#pragma once

#include <string>
#include <vector>

#include "planner/cli/options.hpp"

namespace CLI {
class App;
}

namespace hallplan::cli {

void add_catalogue(CLI::App& command, Options& options);
void add_format(CLI::App& command, Options& options);
/// Of `check`, which also speaks what CI systems read.
void add_check_format(CLI::App& command, Options& options);
void add_sets(CLI::App& command, Options& options,
              const std::string& what = "What-if: lay KEY=VALUE over the file, and show the margins that moved");
void add_out(CLI::App& command, Options& options, const std::string& what);
void add_quiet(CLI::App& command, Options& options);
void add_search(CLI::App& command, Options& options);
void add_field(CLI::App& command, Options& options, const std::vector<std::string>& levels, const std::string& what);
void add_units_lost(CLI::App& command, Options& options);
/// For plan and verify.
void add_judging_field(CLI::App& command, Options& options);
void add_machine(CLI::App& command, Options& options, const std::string& usual);

}  // namespace hallplan::cli
