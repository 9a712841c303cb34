/// Runs a command line of hallplan inside the test, with what it printed.
#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "planner/cli/cli.hpp"

namespace hallplan::cli {

struct Ran {
  int exit = -1;
  std::string out, err;
};

inline Ran run_line(const std::vector<std::string>& arguments) {
  std::ostringstream out;
  std::ostringstream err;
  const int exit = run(arguments, {out, err, false});
  return {exit, out.str(), err.str()};
}

}  // namespace hallplan::cli
