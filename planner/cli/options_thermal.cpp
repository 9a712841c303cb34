// The command line of `hallplan thermal`.
#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "planner/cli/option_values.hpp"
#include "planner/cli/options_parts.hpp"
#include "planner/cli/shared_options.hpp"

namespace hallplan::cli {
namespace {

void add_what_ifs(CLI::App& command, Options& options) {
  const auto take = [&options](const std::vector<std::string>& words) {
    for (const std::string& word : words) options.supply_degc.push_back(temperature_of(word).value_or(0));
  };
  command
      .add_option_function<std::vector<std::string>>(
          "--supply", take, "Solve the hall also with all supply air at these temperatures; several by commas")
      ->type_name("TEMPERATURE")
      ->delimiter(',')
      ->expected(1)
      ->take_all()
      ->check(temperature(5, 40));
  command.add_flag("--response", options.response,
                   "How racks warm each other, K a kW on the frozen flow, and how far that is off");
}

void add_ride_through(CLI::App& command, Options& options) {
  command
      .add_option(
          "--ride-through", options.ride_through,
          "Follow the air in time after losses: ids of air units or zones (all of their units), each (every unit "
          "alone), all (of the hall); several by commas")
      ->type_name("UNIT")
      ->delimiter(',')
      ->expected(1)
      ->take_all();
  command
      .add_option_function<std::string>(
          "--ride-through-time",
          [&options](const std::string& text) { options.ride_through_s = duration_of(text).value_or(600); },
          "How long losses are followed at most (default: 10 min)")
      ->type_name("TIME")
      ->check(duration(1, 86'400, "10min"));
}

}  // namespace

void add_thermal(CLI::App& app, Options& options) {
  CLI::App* command =
      app.add_subcommand("thermal", "Solve the air field: what every rack breathes, and how sure that is");
  command->footer(
      "Example:\n  hallplan thermal sites/demo-48.yaml --plan out/demo-48/plan.json --field screen\n"
      "  hallplan thermal sites/reference/openfoam-hall-v2.yaml --cell 0.2m --threads 2");
  command->add_option("site", options.site, "Site file")->required()->type_name("SITE");
  command
      ->add_option("--plan", options.plan_file,
                   "Stored plan (plan.json; default: the racks the site pins, and those the search places where it "
                   "demands more)")
      ->type_name("PLAN");
  command
      ->add_option("--phase", options.phase, "Of a site with phases: the one whose air is solved (default: the last)")
      ->type_name("ID");
  add_out(*command, options, "Folder for thermal.json, field.vtkhdf and slice-*.png (default: out/<site>)");
  add_field(*command, options, {"screen", "validate"}, "screen (coarse, quick) or validate (default)");
  command
      ->add_option_function<std::string>(
          "--cell", [&options](const std::string& text) { options.cell_m = length_of(text).value_or(0); },
          "Side of the finest cells (default: what the site says for the level, else 0.4 m or 0.15 m)")
      ->type_name("LENGTH")
      ->check(cell_side());
  add_units_lost(*command, options);
  add_what_ifs(*command, options);
  add_ride_through(*command, options);
  add_machine(*command, options, "auto");
  add_sets(*command, options, "Lay KEY=VALUE over the file");
  add_format(*command, options);
  add_catalogue(*command, options);
  add_quiet(*command, options);
  command->callback([&] { options.command = Command::thermal; });
}

}  // namespace hallplan::cli
