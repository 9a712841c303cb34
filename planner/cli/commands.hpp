/// One function a command, and what they share. Each command reads, computes, prints and returns the exit code.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "planner/base/diagnostic.hpp"
#include "planner/base/json.hpp"
#include "planner/cli/cli.hpp"
#include "planner/cli/options.hpp"
#include "planner/plan/plan.hpp"
#include "planner/report/text.hpp"
#include "planner/site/load.hpp"
#include "planner/steer/steer.hpp"
#include "planner/thermal/field.hpp"
#include "planner/verdict/verdict.hpp"

namespace hallplan::cli {

[[nodiscard]] Exit run_plan(const Options& options, Streams streams);
[[nodiscard]] Exit run_check(const Options& options, Streams streams);
[[nodiscard]] Exit run_verify(const Options& options, Streams streams);
[[nodiscard]] Exit run_explain(const Options& options, Streams streams);
[[nodiscard]] Exit run_thermal(const Options& options, Streams streams);
[[nodiscard]] Exit run_bench(const Options& options, Streams streams);
[[nodiscard]] Exit run_bench_search(const Options& options, Streams streams);
[[nodiscard]] Exit run_racks(const Options& options, Streams streams);
[[nodiscard]] Exit run_loop(const Options& options, Streams streams);
[[nodiscard]] Exit run_sweep(const Options& options, Streams streams);
[[nodiscard]] Exit run_rules(const Options& options, Streams streams);
[[nodiscard]] Exit run_sites(const Options& options, Streams streams);

/// True once `interrupt` has been called.
[[nodiscard]] bool interrupted();
[[nodiscard]] Exit exit_of(Status status);
/// What the command line says about loading.
[[nodiscard]] LoadOptions load_options(const Options& options);

/// What the command line says about the work of a search, to anything that is bounded as one.
template <class Work>
void take_budget(const Options& options, Work& work) {
  work.seed = options.seed;
  if (options.moves > 0) work.moves = options.moves;
  if (options.seconds > 0) work.seconds_guard = options.seconds;
  work.cancelled = [] { return interrupted(); };
}

/// A placement by the search as the options ask, with progress on a terminal.
[[nodiscard]] Plan searched_plan(const Site& site, const Options& options, Streams streams);

/// The phase that `--phase` names, of a site with phases the last without; -1 when it has none of that name.
[[nodiscard]] int asked_phase(const Site& site, const Options& options);
/// What is said then.
[[nodiscard]] std::string no_phase(const Site& site, const Options& options);

/// Says why a command cannot start; `Exit::input`.
[[nodiscard]] Exit refuse(const std::string& reason, Streams streams);

/// Prints problems in the asked form: text with excerpts to `err`, or a JSON object to `out`.
void print_problems(const Diagnostics& problems, const SourceFiles& files, const Options& options, Streams streams);

/// Where the air field runs, or why it cannot run there.
struct Machine {
  kernels::Execution execution;
  std::string problem;
};
[[nodiscard]] Machine machine_of(const Options& options, BackendWish usual);

inline constexpr int kMostScreenTurns = 600;  ///< what has not settled by then needs a finer look, not a longer one

/// Solves a plan's air field as the options ask, with progress on a terminal; nothing when none is asked for. At
/// `FieldWish::validate` losses of air units are those of the screen.
[[nodiscard]] std::optional<thermal::FieldResult> judging_field(const Site& site, const Plan& plan,
                                                                const kernels::Execution& execution,
                                                                const Options& options, Streams streams);
/// The same in each phase of the site.
[[nodiscard]] std::vector<std::optional<thermal::FieldResult>> fields_of(const Site& site, const Plan& plan,
                                                                         const kernels::Execution& execution,
                                                                         const Options& options, Streams streams);
/// Those options with the heat of the site's power devices, and with progress on a terminal.
[[nodiscard]] thermal::FieldOptions asked_field(const Site& site, const Plan& plan, thermal::FieldOptions field,
                                                const Options& options, Streams streams);
/// One field with progress.
[[nodiscard]] thermal::FieldResult field_with_progress(const Site& site, const Plan& plan, thermal::FieldOptions field,
                                                       const Options& options, Streams streams);

/// What `thermal` was asked beyond the field of normal running, understood; or why it cannot be.
struct Questions {
  std::vector<thermal::UnitLoss> losses;  ///< to follow in time
  std::string problem;
};
[[nodiscard]] Questions questions_of(const Site& site, const Options& options);
/// Answers them in the field that is solved.
void answer(const Questions& questions, const Site& site, const Plan& plan, const thermal::FieldOptions& asked,
            const Options& options, Streams streams, thermal::FieldResult& field);

/// A verified plan and everything to be said about it.
using Outcome = steer::Judged;

/// A placement as `plan` makes it: searched, judged, and where it fails what no search can keep gone on from (`planner/steer`).
[[nodiscard]] Outcome planned(const Site& site, const kernels::Execution& execution, const Options& options,
                              Streams streams);

/// A placement by the search, gone on from where it fails what coolant loops ask for and no search can keep (`planner/steer`); no air field is
/// solved.
[[nodiscard]] Outcome coolant_kept_plan(const Site& site, const Options& options, Streams streams);

/// Marks a plan for which Ctrl-C ended the search, its loop or an air field: the same command would say more.
void note_interruption(Plan& plan);

/// The verdict on a plan with its air field.
[[nodiscard]] Outcome judged(const Site& site, Plan plan, const kernels::Execution& execution, const Options& options,
                             Streams streams);

/// On a terminal as wide as that, and in its colours; what is written to files is the same everywhere.
[[nodiscard]] report::TextOptions shown_on(Streams streams);

/// Writes plan.json, report.html, report.txt and floor_plan.svg into `folder` (nothing when empty), prints the report in the asked form and
/// returns the exit code of the verdict.
[[nodiscard]] Exit deliver(const Site& site, const Outcome& outcome, const SourceFiles& files,
                           const std::string& folder, const Options& options, Streams streams);

/// What a what-if changed: racks, statuses and the margins that moved, largest first.
[[nodiscard]] std::string what_if(const Outcome& before, const Outcome& after);

}  // namespace hallplan::cli
