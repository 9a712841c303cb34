// The command line of `hallplan sweep`.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/cli/option_values.hpp"
#include "planner/cli/options_parts.hpp"
#include "planner/cli/shared_options.hpp"
#include "planner/sweep/axes.hpp"

namespace hallplan::cli {
namespace {

/// "2/8" as its numbers.
std::optional<std::pair<int, int>> part_of(const std::string& text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string::npos) return std::nullopt;
  const auto share = number_of<int>(text.substr(0, slash)), of = number_of<int>(text.substr(slash + 1));
  if (!share || !of || *share < 1 || *of < *share || *of > static_cast<int>(sweep::kMostCases)) return std::nullopt;
  return std::pair(*share, *of);
}

void add_part(CLI::App& command, Options& options) {
  const auto take = [&options](const std::string& text) {
    if (const auto part = part_of(text)) std::tie(options.share, options.shares) = *part;
  };
  const auto check = [](const std::string& text) -> std::string {
    if (part_of(text)) return {};
    return fmt::format("expected a share I/N such as 2/8, found '{}'", printable(text));
  };
  command
      .add_option_function<std::string>("--part", take,
                                        "The I-th of N shares of the cases: one for each machine of a cluster")
      ->type_name("I/N")
      ->check(check);
}

void add_sweep_format(CLI::App& command, Options& options) {
  const auto take = [&options](const std::string& text) {
    options.format = text == "json" ? Format::json : text == "csv" ? Format::csv : Format::text;
  };
  command.add_option_function<std::string>("--format", take, "text (default), json, or csv (a line for each case)")
      ->type_name("FORMAT")
      ->check(one_of({"text", "json", "csv"}));
}

}  // namespace

void add_sweep(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("sweep", "Plan or verify a site over ranges of its values");
  command->footer(
      "All --vary cross; each case is what 'plan' (with --plan 'verify') says with the same values as --set.\n"
      "Exit code: the worst of the cases, values that the site refuses (2) before a check that fails (1) before\n"
      "undecided (3) before pass (0). Ctrl-C ends with the cases that are done.\n"
      "Example:\n"
      "  hallplan sweep sites/demo-48.yaml --vary \"liquid.loops.fws.supply=34 degC..39 degC by 1 K\"\n"
      "  hallplan sweep sites/one-su.yaml --vary \"basis.outdoor=30 degC, 35 degC, 40 degC\" --out out/sweep\n"
      "  hallplan sweep out/part-1/sweep.json out/part-2/sweep.json --out out/sweep");
  command->add_option("site", options.sites, "Site file; or every sweep.json of a sweep in shares, to be put together")
      ->required()
      ->type_name("SITE");
  command
      ->add_option("--vary", options.vary,
                   "A key as of --set, and its values: a list, or FIRST..LAST by STEP. May be repeated")
      ->type_name("KEY=VALUES")
      ->expected(1)
      ->take_all();
  command
      ->add_option("--plan", options.plan_file,
                   "Hold this stored plan (plan.json) and verify it in each case; default: search each")
      ->type_name("PLAN");
  add_part(*command, options);
  add_out(*command, options, "Folder for sweep.json, sweep.csv and the chart sweep.svg (default: nothing is written)");
  add_sets(*command, options, "Lay KEY=VALUE over the file in all cases, below what is varied");
  add_sweep_format(*command, options);
  add_catalogue(*command, options);
  add_search(*command, options);
  add_judging_field(*command, options);
  add_machine(*command, options, "cpu");
  add_quiet(*command, options);
  command->callback([&] { options.command = Command::sweep; });
}

}  // namespace hallplan::cli
