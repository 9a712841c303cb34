// hallplan sites: what files look like, for editors and for people.
#include <ostream>

#include "planner/cli/commands.hpp"
#include "planner/site/document.hpp"

namespace hallplan::cli {

Exit run_sites(const Options& options, Streams streams) {
  if (options.command == Command::sites_reference) {
    streams.out << reference_markdown();
  } else {
    streams.out << (options.product == "product" ? product_json_schema() : site_json_schema());
  }
  return Exit::pass;
}

}  // namespace hallplan::cli
