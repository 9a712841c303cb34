/// What a command line asks for. Parsing lives in `options.cpp` and `usage`: its library is heavy.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hallplan::cli {

/// How results are written; sarif, junit and github by `check` alone, csv by `sweep`.
enum class Format { text, json, sarif, junit, github, csv };
enum class Command {
  plan,
  check,
  verify,
  explain,
  thermal,
  loop,
  bench,
  bench_search,
  sweep,
  racks_list,
  racks_show,
  racks_check,
  rules_list,
  rules_show,
  sites_schema,
  sites_reference,
};
/// Which air field is solved.
enum class FieldWish { none, screen, validate };
enum class BackendWish { cpu, cuda, best };
/// Who solves the search's integer program.
enum class SolverWish { none, cbc, highs };

struct Options {
  Command command = Command::plan;
  std::string site;                ///< of the commands that take one
  std::vector<std::string> sites;  ///< of `check`
  std::string plan_file;           ///< of `verify`, `thermal`, `loop`, `explain` and `sweep`
  std::string product;             ///< of `racks show`, or which schema; rule or domain of `rules show`
  std::vector<std::string> words;  ///< of `racks list`: each is in a product's id, name or maker
  std::string kind, maker, role;   ///< of `racks list`; empty: any
  std::optional<double> least_power_w, most_power_w;  ///< of `racks list`
  Format format = Format::text;
  std::string out;                ///< folder for results
  std::vector<std::string> sets;  ///< what-ifs, KEY=VALUE
  std::vector<std::string> vary;  ///< of `sweep`: KEY=VALUES
  int share = 1, shares = 1;      ///< of `sweep`: which part of its cases
  std::string catalogue;          ///< folder laid over the program's own; empty: its own alone
  std::uint64_t seed = 1;
  std::int64_t moves = 0;  ///< 0: the search's own budget
  double seconds = 0;      ///< 0: the search's own guard
  SolverWish solver = SolverWish::cbc;
  std::optional<FieldWish> field;
  bool units_lost = false;  ///< the field also for each loss of one air unit
  double cell_m = 0;        ///< of `thermal`; 0: what the site says
  std::string phase;        ///< of `thermal` and `loop`: of a site with phases; empty: the last
  std::vector<std::string>
      ride_through;                 ///< of `thermal`: losses to follow in time, as `thermal::unit_losses` reads them
  double ride_through_s = 600;      ///< how long
  std::vector<double> supply_degc;  ///< of `thermal`: set points to solve as well
  bool response = false;            ///< of `thermal`: the response matrix
  std::optional<BackendWish> backend;
  int threads = 0;                    ///< 0: as many as there are
  std::vector<std::string> only;      ///< of `bench`: ids of benchmarks; empty: all that take no minutes
  int runs = 5;                       ///< of `bench`: of each
  std::string note;                   ///< of `bench`: carried into its results
  std::string instances;              ///< of `bench search`: folder; empty: where they are found
  std::string bench_solver = "both";  ///< of `bench search`: cbc, highs or both
  std::string group;                  ///< of `loop`: this CDU group alone; empty: all
  std::string inp;                    ///< of `loop`: the EPANET file to write; empty: none
  std::string html;                   ///< of `loop`: the page of drawn loops to write; empty: none
  int more = 0;                       ///< of `explain`: racks more to find the cheapest purchases for
  bool quiet = false;
};

/// A command line understood, or the text and exit code that end the program (help, version, usage error).
struct Parsed {
  std::optional<Options> options;
  std::string text;
  int exit = 0;
};

[[nodiscard]] Parsed parse_options(const std::vector<std::string>& line);

}  // namespace hallplan::cli
