// Problems in the asked form.
#include <ostream>

#include "planner/cli/commands.hpp"

namespace hallplan::cli {

void print_problems(const Diagnostics& problems, const SourceFiles& files, const Options& options, Streams streams) {
  if (options.format == Format::json) {
    streams.out << "{\"schema\": 1, \"problems\": " << json_list(problems, files) << "}\n";
  } else {
    streams.err << render(problems, files);
  }
}

}  // namespace hallplan::cli
