// The command lines of `hallplan bench` and `hallplan bench search`.
#include <CLI/CLI.hpp>
#include <string>

#include "planner/cli/option_values.hpp"
#include "planner/cli/options_parts.hpp"
#include "planner/cli/shared_options.hpp"

namespace hallplan::cli {
namespace {

void add_bench_search(CLI::App& bench, Options& options) {
  CLI::App* command = bench.add_subcommand(
      "search", "Best plans of synthetic halls by integer programming: value, bound, time to each");
  command->footer("Example:\n  hallplan bench search --instances tests/data/instances --solver cbc --seconds 30");
  command
      ->add_option("--instances", options.instances,
                   "Folder of instance files (default: tests/data/instances, where it is found)")
      ->type_name("DIR");
  command
      ->add_option_function<std::string>(
          "--seconds", [&](const std::string& text) { options.seconds = number_of<double>(text).value_or(0); },
          "For each hall and solver (default: 60)")
      ->type_name("SECONDS")
      ->check(seconds(0.01, 86'400));
  command->add_option("--solver", options.bench_solver, "cbc, highs, or both (default)")
      ->type_name("SOLVER")
      ->check(one_of({"cbc", "highs", "both"}));
  command->add_option("--only", options.only, "This instance alone, by its name. May be repeated")
      ->type_name("NAME")
      ->expected(1)
      ->take_all();
  command->add_option("--note", options.note, "Words that the results carry, such as the commit")->type_name("TEXT");
  add_format(*command, options);
  add_quiet(*command, options);
  command->callback([&] { options.command = Command::bench_search; });
}

}  // namespace

void add_bench(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("bench", "Benchmarks of this machine: memory triad, pressure, air fields");
  command->footer(
      "Example:\n  hallplan bench --threads 2 --format json --note \"$(git rev-parse --short HEAD)\"\n  hallplan bench "
      "--only pressure --only turns --runs 1");
  command->add_option("--only", options.only, "This benchmark alone, by its id in the table. May be repeated")
      ->type_name("ID")
      ->expected(1)
      ->take_all();
  command
      ->add_option_function<std::string>(
          "--runs", [&options](const std::string& text) { options.runs = number_of<int>(text).value_or(5); },
          "Runs of each, of which the median counts (default: 5)")
      ->type_name("N")
      ->check(whole_number(1, 100));
  command->add_option("--note", options.note, "Words that the results carry, such as the commit")->type_name("TEXT");
  command->add_option("--site", options.site, "Hall in place of those of sites/reference")->type_name("SITE");
  add_machine(*command, options, "auto");
  add_format(*command, options);
  add_catalogue(*command, options);
  add_quiet(*command, options);
  add_bench_search(*command, options);
  command->callback([&options, command] {
    if (command->get_subcommands().empty()) options.command = Command::bench;
  });
}

}  // namespace hallplan::cli
