#include "planner/cli/options.hpp"

#include <CLI/CLI.hpp>
#include <sstream>

#include "planner/base/text.hpp"
#include "planner/cli/cli.hpp"
#include "planner/cli/list_racks.hpp"
#include "planner/cli/option_values.hpp"
#include "planner/cli/options_parts.hpp"
#include "planner/cli/shared_options.hpp"
#include "planner/cli/usage.hpp"

namespace hallplan::cli {
namespace {

void add_plan(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("plan", "Search a placement, verify it, write plan and report");
  command->footer("Example:\n  hallplan plan sites/demo-48.yaml --set \"basis.outdoor=38 degC\"");
  command->add_option("site", options.site, "Site file")->required()->type_name("SITE");
  add_out(*command, options,
          "Folder for plan.json, report.html, report.txt, floor_plan.svg and, of a site with pipes, loops.html "
          "(default: out/<site>)");
  add_sets(*command, options);
  add_format(*command, options);
  add_catalogue(*command, options);
  add_search(*command, options);
  add_judging_field(*command, options);
  add_machine(*command, options, "cpu");
  add_quiet(*command, options);
  command->callback([&] { options.command = Command::plan; });
}

void add_explain(CLI::App& app, Options& options) {
  CLI::App* command =
      app.add_subcommand("explain", "Say why there are no more racks, and what would make room for more");
  command->footer(
      "Example:\n  hallplan explain sites/one-su.yaml --set demand.su.units=0\n"
      "  hallplan explain sites/instances/cdu-heat.yaml --more 8");
  command->add_option("site", options.site, "Site file")->required()->type_name("SITE");
  command->add_option("--plan", options.plan_file, "Stored plan (plan.json; default: the one the search finds)")
      ->type_name("PLAN");
  command
      ->add_option_function<std::string>(
          "--more", [&options](const std::string& text) { options.more = number_of<int>(text).value_or(0); },
          "Name the cheapest purchases for N racks more: by the site's `purchases`, without prices fewest pieces")
      ->type_name("N")
      ->check(whole_number(1, 20'000));
  add_sets(*command, options, "Lay KEY=VALUE over the file");
  add_format(*command, options);
  add_catalogue(*command, options);
  add_search(*command, options);
  add_quiet(*command, options);
  command->callback([&] { options.command = Command::explain; });
}

void add_loop(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("loop", "Solve the flow of coolant loops: of a site, or of an EPANET file");
  command->footer(
      "Example:\n  hallplan loop sites/one-su.yaml --group g1 --inp out/g1.inp\n  hallplan loop "
      "tests/network/loop.inp --format json");
  command
      ->add_option("file", options.site, "Site file, or a network in EPANET's format (name ending in .inp), at time 0")
      ->required()
      ->type_name("FILE");
  command
      ->add_option("--plan", options.plan_file,
                   "Stored plan of the site (plan.json; default: the racks the search places)")
      ->type_name("PLAN");
  command->add_option("--group", options.group, "This CDU group alone")->type_name("ID");
  command->add_option("--phase", options.phase, "Of a site with phases: which one (default: the last)")
      ->type_name("ID");
  command->add_option("--inp", options.inp, "Write the loop as an EPANET file, to be solved there")->type_name("INP");
  command->add_option("--html", options.html, "Write a site's loops drawn, as an HTML page")->type_name("HTML");
  add_sets(*command, options, "Lay KEY=VALUE over the site file");
  add_format(*command, options);
  add_catalogue(*command, options);
  add_search(*command, options);
  add_quiet(*command, options);
  command->callback([&] { options.command = Command::loop; });
}

void add_check(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("check", "Validate site files and the layout they pin");
  command->footer(
      "Example:\n  hallplan check sites\n  hallplan check sites/one-su.yaml --set \"basis.outdoor=38 degC\"");
  command->add_option("sites", options.sites, "Site files, or folders of them")->required()->type_name("SITE...");
  add_sets(*command, options);
  add_check_format(*command, options);
  add_catalogue(*command, options);
  add_quiet(*command, options);
  command->callback([&] { options.command = Command::check; });
}

void add_verify(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("verify", "Re-check a stored plan from scratch");
  command->footer("Example:\n  hallplan verify sites/demo-48.yaml out/demo-48/plan.json");
  command->add_option("site", options.site, "Site file")->required()->type_name("SITE");
  command->add_option("plan", options.plan_file, "Stored plan (plan.json)")->required()->type_name("PLAN");
  add_out(*command, options,
          "Folder for plan.json, report.html, report.txt, floor_plan.svg and, of a site with pipes, loops.html "
          "(default: nothing is written)");
  add_sets(*command, options);
  add_format(*command, options);
  add_catalogue(*command, options);
  add_judging_field(*command, options);
  add_machine(*command, options, "cpu");
  add_quiet(*command, options);
  command->callback([&] { options.command = Command::verify; });
}

void add_filters(CLI::App& command, Options& options) {
  command.footer(
      "Example:\n  hallplan racks list nvl72 --maker dell --min-power 120kW\n  hallplan racks list --kind cdu --format "
      "json");
  command.add_option("text", options.words, "Words that occur in id, name or maker, or are a kind")
      ->type_name("TEXT...");
  command.add_option("--kind", options.kind, "One kind: " + join(kind_words(), ", "))
      ->type_name("KIND")
      ->check(one_of(kind_words()));
  command.add_option("--maker", options.maker, "Makers whose name holds this")->type_name("TEXT");
  command.add_option("--role", options.role, "Racks of a role: compute, network, management, storage")
      ->type_name("ROLE")
      ->check(one_of({"compute", "network", "management", "storage"}));
  const auto bound = [&](const char* name, std::optional<double>& power_w, const char* what) {
    command
        .add_option_function<std::string>(
            name, [&power_w](const std::string& text) { power_w = power_of(text); }, what)
        ->type_name("POWER")
        ->check(power());
  };
  bound("--min-power", options.least_power_w, "Racks by their TDP, plant by what a unit (of a UPS a module) carries");
  bound("--max-power", options.most_power_w, "The same, at most");
}

void add_racks(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("racks", "The catalogue of racks and plant");
  command->footer("Example:\n  hallplan racks show dell-xe9712-gb300-nvl72");
  command->require_subcommand(1);
  CLI::App* list = command->add_subcommand("list", "List the products that pass all filters, with their key numbers");
  add_filters(*list, options);
  add_catalogue(*list, options);
  add_format(*list, options);
  list->callback([&] { options.command = Command::racks_list; });
  CLI::App* show = command->add_subcommand("show", "Print one product with the source of every value");
  show->add_option("id", options.product, "Product")->required()->type_name("ID");
  add_catalogue(*show, options);
  add_format(*show, options);
  show->callback([&] { options.command = Command::racks_show; });
  CLI::App* check = command->add_subcommand("check", "Validate every file of the catalogue");
  add_catalogue(*check, options);
  check->callback([&] { options.command = Command::racks_check; });
}

void add_rules(CLI::App& app, Options& options) {
  CLI::App* command =
      app.add_subcommand("rules", "Every rule: its formula, its source, how it fails, how to mend that");
  command->footer("Example:\n  hallplan rules show power.busway\n  hallplan rules show liquid");
  command->require_subcommand(1);
  CLI::App* list = command->add_subcommand("list", "List all rules and what they demand");
  add_format(*list, options);
  list->callback([&] { options.command = Command::rules_list; });
  CLI::App* show = command->add_subcommand("show", "Print the page of one rule, or the rules of a domain");
  show->footer("Example:\n  hallplan rules show power.busway\n  hallplan rules show power --format json");
  show->add_option("id", options.product, "Rule (power.busway) or domain (power)")->required()->type_name("ID");
  add_format(*show, options);
  show->callback([&] { options.command = Command::rules_show; });
}

void add_sites(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("sites", "The form of site and catalogue files");
  command->footer("Example:\n  hallplan sites schema site > site.schema.json");
  command->require_subcommand(1);
  CLI::App* schema = command->add_subcommand("schema", "Print the JSON Schema of a file format, for editors");
  schema->add_option("format", options.product, "site or product")
      ->required()
      ->type_name("site|product")
      ->check(one_of({"site", "product"}));
  schema->callback([&] { options.command = Command::sites_schema; });
  CLI::App* reference = command->add_subcommand("reference", "Print every key, unit and rule as Markdown");
  reference->callback([&] { options.command = Command::sites_reference; });
}

/// `hallplan help plan` is another way to say `hallplan plan --help`.
std::vector<std::string> without_help_word(std::vector<std::string> arguments) {
  if (arguments.empty() || arguments.front() != "help") return arguments;
  arguments.erase(arguments.begin());
  arguments.emplace_back("--help");
  return arguments;
}

}  // namespace

Parsed parse_options(const std::vector<std::string>& line) {
  Options options;
  CLI::App app("hallplan plans rack-scale AI halls: how many NVL72 racks fit, where each stands, and why not one more.",
               "hallplan");
  app.set_version_flag("--version", std::string("hallplan ") + HALLPLAN_VERSION);
  app.require_subcommand(1);
  app.footer(
      "'hallplan help COMMAND' prints the help of one command.\n"
      "Exit codes: 0 all checks pass, 1 a check fails, 2 bad input or usage, 3 undecided, 70 internal error.\n"
      "Example:\n  hallplan plan sites/one-su.yaml");
  add_plan(app, options);
  add_check(app, options);
  add_verify(app, options);
  add_explain(app, options);
  add_thermal(app, options);
  add_loop(app, options);
  add_sweep(app, options);
  add_bench(app, options);
  add_racks(app, options);
  add_rules(app, options);
  add_sites(app, options);
  if (line.empty()) return {std::nullopt, app.help(), static_cast<int>(Exit::input)};
  const std::vector<std::string> arguments = without_help_word(line);
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    app.parse(reversed);
  } catch (const CLI::ParseError& error) {
    // Help of a command that is misspelled would be the program's: the slip is what to speak of.
    const CLI::App& last = *reached(app).command;
    const bool misspelled = !last.remaining().empty() && !command_names(last).empty();
    const bool asked = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success);
    if (!asked || misspelled) return usage_error(app, error, arguments);
    std::ostringstream out;
    app.exit(error, out, out);
    return {std::nullopt, out.str(), 0};
  }
  return {options, {}, 0};
}

}  // namespace hallplan::cli
