#include "planner/cli/shared_options.hpp"

#include <CLI/CLI.hpp>
#include <limits>

#include "planner/cli/option_values.hpp"
#include "planner/search/search.hpp"

namespace hallplan::cli {
namespace {

std::string solver_problem(const std::string& text) {
  if (std::string problem = one_of({"cbc", "highs", "none"})(text); !problem.empty()) return problem;
  if (text != "highs" || search::available(search::Solver::highs)) return {};
  return "this program was built without HiGHS; expected cbc or none";
}

void add_solver(CLI::App& command, Options& options) {
  const auto take = [&options](const std::string& text) {
    options.solver = text == "highs" ? SolverWish::highs : text == "none" ? SolverWish::none : SolverWish::cbc;
  };
  command
      .add_option_function<std::string>(
          "--solver", take,
          "Who solves the hall as an integer program where moves leave a gap between plan and bound: cbc (default), "
          "highs (where built in), none")
      ->type_name("SOLVER")
      ->check(solver_problem);
}

FieldWish field_wish(const std::string& text) {
  return text == "validate" ? FieldWish::validate : text == "screen" ? FieldWish::screen : FieldWish::none;
}

}  // namespace

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

void add_check_format(CLI::App& command, Options& options) {
  const auto take = [&options](const std::string& text) {
    options.format = text == "json"     ? Format::json
                     : text == "sarif"  ? Format::sarif
                     : text == "junit"  ? Format::junit
                     : text == "github" ? Format::github
                                        : Format::text;
  };
  command
      .add_option_function<std::string>("--format", take,
                                        "text (default), json, sarif (for code hosts), junit (XML, for CI servers) or "
                                        "github (annotations in GitHub Actions)")
      ->type_name("FORMAT")
      ->check(one_of({"text", "json", "sarif", "junit", "github"}));
}

void add_sets(CLI::App& command, Options& options, const std::string& what) {
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
  add_solver(command, options);
}

void add_field(CLI::App& command, Options& options, const std::vector<std::string>& levels, const std::string& what) {
  command
      .add_option_function<std::string>(
          "--field", [&options](const std::string& text) { options.field = field_wish(text); }, what)
      ->type_name("LEVEL")
      ->check(one_of(levels));
}

void add_units_lost(CLI::App& command, Options& options) {
  command.add_flag(
      "--units-lost", options.units_lost,
      "Solve the field also for the loss of each air unit, in zones that have spare ones, and of those on one board");
}

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

}  // namespace hallplan::cli
