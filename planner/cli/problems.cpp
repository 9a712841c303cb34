// Problems in the asked form.
#include <ostream>

#include "planner/cli/commands.hpp"

namespace hallplan::cli {

void print_problems(const Diagnostics& problems, const SourceFiles& files, const Options& options, Streams streams) {
  if (options.format == Format::text) {
    streams.err << render(problems, files);
  } else {
    streams.out << "{\"schema\": 1, \"problems\": " << json_list(problems, files) << "}\n";
  }
}

}  // namespace hallplan::cli
