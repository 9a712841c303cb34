/// Command lines that are described in files of their own. Internal to `options.cpp`.
#pragma once

#include "planner/cli/options.hpp"

namespace CLI {
class App;
}

namespace hallplan::cli {

void add_thermal(CLI::App& app, Options& options);
void add_bench(CLI::App& app, Options& options);
void add_sweep(CLI::App& app, Options& options);

}  // namespace hallplan::cli
