#include "planner/cli/options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <sstream>

#include "planner/cli/cli.hpp"

namespace hallplan::cli {
namespace {

void add_catalogue(CLI::App& command, Options& options) {
  command
      .add_option("--catalogue", options.catalogue, "Folder of rack and plant files (default: the one of the program)")
      ->type_name("DIR");
}

void add_format(CLI::App& command, Options& options) {
  static const std::map<std::string, Format> kFormats = {{"text", Format::text}, {"json", Format::json}};
  command.add_option("--format", options.format, "text or json")
      ->type_name("FORMAT")
      ->transform(CLI::CheckedTransformer(kFormats, CLI::ignore_case).description(""));
}

void add_sets(CLI::App& command, Options& options) {
  command
      .add_option("--set", options.sets,
                  "What-if: lay KEY=VALUE over the file, and show the margins that moved. May be repeated")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->take_all();
}

void add_out(CLI::App& command, Options& options, const std::string& what) {
  command.add_option("--out", options.out, what)->type_name("DIR");
}

void add_quiet(CLI::App& command, Options& options) {
  command.add_flag("--quiet,-q", options.quiet, "No progress, no notes");
}

void add_plan(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("plan", "Search a placement, verify it, write plan and report");
  command->footer("Example:\n  hallplan plan sites/demo-48.yaml --set liquid.cdu_groups.g1.supply='42 degC'");
  command->add_option("site", options.site, "Site file")->required()->type_name("SITE");
  add_out(*command, options, "Folder for plan.json, report.html, report.txt and floor_plan.svg (default: out/<site>)");
  add_sets(*command, options);
  add_format(*command, options);
  add_catalogue(*command, options);
  command->add_option("--seed", options.seed, "Seed of the search; the same seed and moves give the same plan");
  command->add_option("--moves", options.moves, "Work budget of the search")->check(CLI::Range(1LL, 1'000'000'000LL));
  command->add_option("--seconds", options.seconds, "Guard: a plan cut by it says that it is not reproducible")
      ->check(CLI::Range(0.01, 86'400.0));
  add_quiet(*command, options);
  command->callback([&] { options.command = Command::plan; });
}

void add_check(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("check", "Validate site files and the layout they pin");
  command->footer("Example:\n  hallplan check sites/*.yaml");
  command->add_option("sites", options.sites, "Site files")->required()->type_name("SITE...");
  add_sets(*command, options);
  add_format(*command, options);
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
          "Folder for plan.json, report.html, report.txt and floor_plan.svg (default: nothing is written)");
  add_sets(*command, options);
  add_format(*command, options);
  add_catalogue(*command, options);
  add_quiet(*command, options);
  command->callback([&] { options.command = Command::verify; });
}

void add_racks(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("racks", "The catalogue of racks and plant");
  command->footer("Example:\n  hallplan racks show dell-xe9712-gb300-nvl72");
  command->require_subcommand(1);
  CLI::App* list = command->add_subcommand("list", "List all products");
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

void add_sites(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("sites", "The form of site and catalogue files");
  command->footer("Example:\n  hallplan sites schema site > site.schema.json");
  command->require_subcommand(1);
  CLI::App* schema = command->add_subcommand("schema", "Print the JSON Schema of a file format, for editors");
  schema->add_option("format", options.product, "site or product")
      ->required()
      ->type_name("site|product")
      ->check(CLI::IsMember({"site", "product"}).description(""));
  schema->callback([&] { options.command = Command::sites_schema; });
  CLI::App* reference = command->add_subcommand("reference", "Print every key, unit and rule as Markdown");
  reference->callback([&] { options.command = Command::sites_reference; });
}

}  // namespace

Parsed parse_options(const std::vector<std::string>& arguments) {
  Options options;
  CLI::App app("hallplan plans rack-scale AI halls: how many NVL72 racks fit, where each stands, and why not one more.",
               "hallplan");
  app.set_version_flag("--version", std::string("hallplan ") + HALLPLAN_VERSION);
  app.require_subcommand(1);
  app.footer(
      "Exit codes: 0 all checks pass, 1 a check fails, 2 bad input or usage, 3 undecided, 70 internal error.\n"
      "Example:\n  hallplan plan sites/one-su.yaml");
  add_plan(app, options);
  add_check(app, options);
  add_verify(app, options);
  add_racks(app, options);
  add_sites(app, options);
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    app.parse(reversed);
  } catch (const CLI::ParseError& error) {
    std::ostringstream out;
    std::ostringstream err;
    const int code = app.exit(error, out, err);
    return {std::nullopt, out.str() + err.str(), code == 0 ? 0 : static_cast<int>(Exit::input)};
  }
  return {options, {}, 0};
}

}  // namespace hallplan::cli
