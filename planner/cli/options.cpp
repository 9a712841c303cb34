#include "planner/cli/options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <limits>
#include <sstream>
#include <string_view>

#include "planner/base/text.hpp"
#include "planner/cli/cli.hpp"
#include "planner/site/units.hpp"

namespace hallplan::cli {
namespace {

/// The whole text as a number; nothing when it is anything else, a sign or a leading zero's octal reading included.
template <class Number>
std::optional<Number> number_of(std::string_view text) {
  Number number{};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// Refuses a word that is not on the list, in words of our own: the library's differ from version to version.
CLI::Validator one_of(const std::vector<std::string>& words) {
  const auto check = [words](const std::string& text) -> std::string {
    if (std::find(words.begin(), words.end(), text) != words.end()) return {};
    return fmt::format("expected {}, found '{}'", join(words, " or "), printable(text));
  };
  return {check, ""};
}

CLI::Validator whole_number(std::uint64_t low, std::uint64_t high) {
  const auto check = [low, high](const std::string& text) -> std::string {
    const auto number = number_of<std::uint64_t>(text);
    if (number && *number >= low && *number <= high) return {};
    return fmt::format("expected a whole number from {} to {}, found '{}'", low, high, printable(text));
  };
  return {check, ""};
}

CLI::Validator seconds(double low, double high) {
  const auto check = [low, high](const std::string& text) -> std::string {
    const auto number = number_of<double>(text);
    if (number && *number >= low && *number <= high) return {};
    return fmt::format("expected a number of seconds from {} to {}, found '{}'", low, high, printable(text));
  };
  return {check, ""};
}

void add_catalogue(CLI::App& command, Options& options) {
  command
      .add_option("--catalogue", options.catalogue,
                  "Folder of rack and plant files, laid over the program's own: where both hold an id, DIR's wins")
      ->type_name("DIR");
}

void add_format(CLI::App& command, Options& options) {
  const auto take = [&options](const std::string& text) {
    options.format = text == "json" ? Format::json : Format::text;
  };
  command.add_option_function<std::string>("--format", take, "text (default) or json")
      ->type_name("FORMAT")
      ->check(one_of({"text", "json"}));
}

void add_sets(CLI::App& command, Options& options,
              const std::string& what = "What-if: lay KEY=VALUE over the file, and show the margins that moved") {
  command.add_option("--set", options.sets, what + ". May be repeated")
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

void add_search(CLI::App& command, Options& options) {
  command
      .add_option_function<std::string>(
          "--seed", [&](const std::string& text) { options.seed = number_of<std::uint64_t>(text).value_or(1); },
          "Seed of the search; the same seed and moves give the same plan")
      ->type_name("N")
      ->check(whole_number(0, std::numeric_limits<std::uint64_t>::max()));
  command
      .add_option_function<std::string>(
          "--moves", [&](const std::string& text) { options.moves = number_of<std::int64_t>(text).value_or(0); },
          "Work budget of the search")
      ->type_name("N")
      ->check(whole_number(1, 1'000'000'000));
  command
      .add_option_function<std::string>(
          "--seconds", [&](const std::string& text) { options.seconds = number_of<double>(text).value_or(0); },
          "Guard: a plan cut by it says that it is not reproducible")
      ->type_name("SECONDS")
      ->check(seconds(0.01, 86'400));
}

/// "0.2m", "0.2 m", "200 mm".
std::optional<double> length_of(const std::string& text) { return parse_quantity(text, Dimension::length).si; }

CLI::Validator cell_side() {
  const auto check = [](const std::string& text) -> std::string {
    const std::optional<double> side = length_of(text);
    if (side && *side >= 0.02 && *side <= 2) return {};
    return fmt::format("expected a length from 20 mm to 2 m, such as 0.2m, found '{}'", printable(text));
  };
  return {check, ""};
}

FieldWish field_wish(const std::string& text) {
  return text == "validate" ? FieldWish::validate : text == "screen" ? FieldWish::screen : FieldWish::none;
}

void add_field(CLI::App& command, Options& options, const std::vector<std::string>& levels, const std::string& what) {
  command
      .add_option_function<std::string>(
          "--field", [&options](const std::string& text) { options.field = field_wish(text); }, what)
      ->type_name("LEVEL")
      ->check(one_of(levels));
}

void add_units_lost(CLI::App& command, Options& options) {
  command.add_flag("--units-lost", options.units_lost,
                   "Solve the field also for the loss of each air unit, in zones that have spare ones");
}

/// For plan and verify.
void add_judging_field(CLI::App& command, Options& options) {
  add_field(command, options, {"none", "screen", "validate"},
            "Air field that judges the inlets: screen (quick, default), validate (fine: minutes), none");
  add_units_lost(command, options);
}

void add_machine(CLI::App& command, Options& options, const std::string& usual) {
  const auto take = [&options](const std::string& text) {
    options.backend = text == "cuda" ? BackendWish::cuda : text == "auto" ? BackendWish::best : BackendWish::cpu;
  };
  command
      .add_option_function<std::string>(
          "--backend", take,
          "What computes the air field: cpu, cuda, or auto (a GPU when there is one); " + usual + " unless said")
      ->type_name("BACKEND")
      ->check(one_of({"cpu", "cuda", "auto"}));
  command
      .add_option_function<std::string>(
          "--threads", [&options](const std::string& text) { options.threads = number_of<int>(text).value_or(0); },
          "Threads of the air field; the answer does not depend on them (default: all)")
      ->type_name("N")
      ->check(whole_number(1, 1024));
}

void add_plan(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("plan", "Search a placement, verify it, write plan and report");
  command->footer("Example:\n  hallplan plan sites/demo-48.yaml --set \"basis.outdoor=38 degC\"");
  command->add_option("site", options.site, "Site file")->required()->type_name("SITE");
  add_out(*command, options, "Folder for plan.json, report.html, report.txt and floor_plan.svg (default: out/<site>)");
  add_sets(*command, options);
  add_format(*command, options);
  add_catalogue(*command, options);
  add_search(*command, options);
  add_judging_field(*command, options);
  add_machine(*command, options, "cpu");
  add_quiet(*command, options);
  command->callback([&] { options.command = Command::plan; });
}

void add_thermal(CLI::App& app, Options& options) {
  CLI::App* command =
      app.add_subcommand("thermal", "Solve the air field: what every rack breathes, and how sure that is");
  command->footer(
      "Example:\n  hallplan thermal sites/demo-48.yaml --plan out/demo-48/plan.json --field screen\n"
      "  hallplan thermal sites/reference/openfoam-hall-v2.yaml --cell 0.2m --threads 2");
  command->add_option("site", options.site, "Site file")->required()->type_name("SITE");
  command->add_option("--plan", options.plan_file, "Stored plan (plan.json; default: the racks the site pins)")
      ->type_name("PLAN");
  add_out(*command, options, "Folder for thermal.json, field.vtkhdf and slice-*.png (default: out/<site>)");
  add_field(*command, options, {"screen", "validate"}, "screen (coarse, quick) or validate (default)");
  command
      ->add_option_function<std::string>(
          "--cell", [&options](const std::string& text) { options.cell_m = length_of(text).value_or(0); },
          "Side of the finest cells (default: what the site says for the level, else 0.4 m or 0.15 m)")
      ->type_name("LENGTH")
      ->check(cell_side());
  add_units_lost(*command, options);
  add_machine(*command, options, "auto");
  add_sets(*command, options, "Lay KEY=VALUE over the file");
  add_format(*command, options);
  add_catalogue(*command, options);
  add_quiet(*command, options);
  command->callback([&] { options.command = Command::thermal; });
}

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
  command->callback([&] { options.command = Command::bench; });
}

void add_check(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("check", "Validate site files and the layout they pin");
  command->footer(
      "Example:\n  hallplan check sites/*.yaml\n  hallplan check sites/one-su.yaml --set \"basis.outdoor=38 degC\"");
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
  add_judging_field(*command, options);
  add_machine(*command, options, "cpu");
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
      ->check(one_of({"site", "product"}));
  schema->callback([&] { options.command = Command::sites_schema; });
  CLI::App* reference = command->add_subcommand("reference", "Print every key, unit and rule as Markdown");
  reference->callback([&] { options.command = Command::sites_reference; });
}

/// The command that a line got to: hallplan, hallplan racks, hallplan racks show.
struct Reached {
  CLI::App* command;
  std::string name;
};

Reached reached(CLI::App& app) {
  Reached at{&app, "hallplan"};
  while (!at.command->get_subcommands().empty()) {
    at.command = at.command->get_subcommands().front();
    at.name += " " + at.command->get_name();
  }
  return at;
}

std::vector<std::string> command_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::App* sub : command.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(sub->get_name());
  }
  return names;
}

std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

/// What is wrong with a word that no command takes.
std::string unknown_word(const CLI::App& command, const std::string& word) {
  const std::string shown = printable(word);
  if (word.size() > 1 && word[0] == '-') {
    const std::string name = shown.substr(0, shown.find('='));
    for (const CLI::App* sub : command.get_subcommands([](const CLI::App*) { return true; })) {
      if (sub->get_option_no_throw(name) != nullptr) return fmt::format("option '{}' belongs after its command", name);
    }
    return fmt::format("no option '{}'; {}", name, suggest(name, option_names(command)));
  }
  std::vector<std::string> names = command_names(command);
  if (names.empty()) return fmt::format("unexpected argument '{}'", shown);
  if (command.get_parent() == nullptr) names.emplace_back("help");
  return fmt::format("no command '{}'; {}", shown, suggest(word, names));
}

/// The first word that nothing takes, from the program's own down to the last command's; empty when there is none.
std::string first_unknown(CLI::App& app) {
  CLI::App* command = &app;
  while (true) {
    const std::vector<std::string> rest = command->remaining();
    if (!rest.empty()) return unknown_word(*command, rest.front());
    if (command->get_subcommands().empty()) return {};
    command = command->get_subcommands().front();
  }
}

/// What a line lacks, or has twice; empty when it is neither.
std::string missing_or_doubled(const Reached& at, const std::vector<std::string>& arguments) {
  const std::vector<std::string> names = command_names(*at.command);
  for (const CLI::Option* option : at.command->get_options()) {
    const bool many = option->get_items_expected_max() > 1;
    if (option->count() > 1 && !many && option->get_multi_option_policy() == CLI::MultiOptionPolicy::Throw) {
      return fmt::format("{} is given {} times", option->get_name(), option->count());
    }
    if (arguments.back() == option->get_name() && option->count() == 0) {
      return fmt::format("{} needs a value", option->get_name());
    }
  }
  if (!names.empty()) return fmt::format("'{}' needs a command; one of: {}", at.name, join(names, ", "));
  for (const CLI::Option* option : at.command->get_options()) {
    if (option->get_required() && option->count() == 0) {
      return fmt::format("'{}' needs {} ({})", at.name, option->get_type_name(), option->get_description());
    }
  }
  return {};
}

/// A usage error in one form: what is wrong, what was meant, where to read on.
Parsed usage_error(CLI::App& app, const CLI::ParseError& error, const std::vector<std::string>& arguments) {
  const Reached at = reached(app);
  std::string message = first_unknown(app);
  if (message.empty() && dynamic_cast<const CLI::ValidationError*>(&error) != nullptr) message = error.what();
  if (message.empty()) message = missing_or_doubled(at, arguments);
  if (message.empty()) message = printable(error.what());
  return {std::nullopt, fmt::format("error: {}\nsee {} --help\n", message, at.name), static_cast<int>(Exit::input)};
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
  add_thermal(app, options);
  add_bench(app, options);
  add_racks(app, options);
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
