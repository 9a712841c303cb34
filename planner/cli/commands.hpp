/// One function a command, and what they share. Each command reads, computes, prints and returns the exit code.
#pragma once

#include <optional>
#include <string>

#include "planner/base/diagnostic.hpp"
#include "planner/cli/cli.hpp"
#include "planner/cli/options.hpp"
#include "planner/plan/plan.hpp"
#include "planner/site/load.hpp"
#include "planner/verdict/verdict.hpp"

namespace hallplan::cli {

[[nodiscard]] Exit run_plan(const Options& options, Streams streams);
[[nodiscard]] Exit run_check(const Options& options, Streams streams);
[[nodiscard]] Exit run_verify(const Options& options, Streams streams);
[[nodiscard]] Exit run_racks(const Options& options, Streams streams);
[[nodiscard]] Exit run_sites(const Options& options, Streams streams);

/// True once `interrupt` has been called.
[[nodiscard]] bool interrupted();
[[nodiscard]] Exit exit_of(Status status);
/// What the command line says about loading.
[[nodiscard]] LoadOptions load_options(const Options& options);

/// A JSON string.
[[nodiscard]] std::string json_string(std::string_view text);
/// A JSON list of problems.
[[nodiscard]] std::string json_list(const Diagnostics& problems, const SourceFiles& files);
/// Prints problems in the asked form: text with excerpts to `err`, or a JSON object to `out`.
void print_problems(const Diagnostics& problems, const SourceFiles& files, const Options& options, Streams streams);

/// A verified plan and everything to be said about it.
struct Outcome {
  Plan plan;
  verdict::Verdict verdict;
};

/// Writes plan.json, report.html, report.txt and floor_plan.svg into `folder` (nothing when empty), prints the report in the asked form and
/// returns the exit code of the verdict.
[[nodiscard]] Exit deliver(const Site& site, const Outcome& outcome, const SourceFiles& files,
                           const std::string& folder, const Options& options, Streams streams);

/// What a what-if changed: racks, statuses and the margins that moved, largest first.
[[nodiscard]] std::string what_if(const Outcome& before, const Outcome& after);

}  // namespace hallplan::cli
