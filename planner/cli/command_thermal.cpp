// hallplan thermal: one air field, its files and its summary.
#include <fmt/format.h>

#include <filesystem>
#include <ostream>
#include <utility>
#include <vector>

#include "planner/cli/commands.hpp"
#include "planner/cli/write_files.hpp"
#include "planner/layout/layout.hpp"
#include "planner/plan/read.hpp"
#include "planner/thermal/files/field_files.hpp"
#include "planner/thermal/files/field_json.hpp"
#include "planner/thermal/files/summary.hpp"

namespace hallplan::cli {
namespace {

thermal::FieldOptions field_options(const Options& options, const kernels::Execution& execution) {
  thermal::FieldOptions field;
  const bool screen = options.field.value_or(FieldWish::validate) == FieldWish::screen;
  field.level = screen ? thermal::FieldLevel::screen : thermal::FieldLevel::validate;
  field.cell_m = options.cell_m;
  field.units_lost = options.units_lost;
  field.tracers = true;
  field.execution = execution;
  return field;
}

/// The stored plan, or the racks the site pins.
Result<Plan> plan_of(SourceFiles& files, const Site& site, const Options& options) {
  if (!options.plan_file.empty()) return read_plan(files, site, options.plan_file);
  return {layout::positioned(site, pinned_plan(site)), {}};
}

/// Writes all files or none; what went wrong, or nothing.
bool write_field(const Site& site, const Plan& plan, const thermal::FieldResult& field, const std::string& folder,
                 Streams streams) {
  thermal::FieldFiles made = thermal::field_files(site, plan, field);
  if (!made.problem.empty()) {
    streams.err << "error: " << made.problem << "\n";
    return false;
  }
  std::vector<OutputFile> outputs;
  for (thermal::FieldFile& file : made.files) outputs.push_back({std::move(file.name), std::move(file.bytes)});
  SourceFiles places;
  const Diagnostics problems = write_files(places, folder, outputs);
  if (problems.has_errors()) streams.err << render(problems, places);
  return !problems.has_errors();
}

Exit solve(const Site& site, const Plan& plan, const Options& options, Streams streams) {
  if (plan.racks.empty()) {
    return refuse("the site pins no racks: name a plan with --plan (hallplan plan makes one)", streams);
  }
  const Machine machine = machine_of(options, BackendWish::best);
  if (!machine.problem.empty()) return refuse(machine.problem, streams);
  const thermal::FieldResult field =
      field_with_progress(site, plan, field_options(options, machine.execution), options, streams);
  if (!field.solved()) return refuse("no air field: " + field.problem, streams);
  if (interrupted()) {
    streams.err << "interrupted: nothing is written\n";
    return Exit::undecided;
  }
  const std::string folder =
      options.out.empty() ? "out/" + std::filesystem::path(options.site).stem().string() : options.out;
  if (!write_field(site, plan, field, folder, streams)) return Exit::input;
  const bool text = options.format == Format::text;
  streams.out << (text ? thermal::field_summary(site, plan, field) : thermal::field_json(site, plan, field));
  if (text && !options.quiet) streams.out << "\nfiles: " << folder << "/thermal.json, field.vtkhdf, slice-*.png\n";
  return exit_of(thermal::status_of(thermal::check_inlets(site, plan, field)));
}

}  // namespace

Exit run_thermal(const Options& options, Streams streams) {
  SourceFiles files;
  LoadOptions load = load_options(options);
  load.purpose = LoadFor::air;
  Result<Site> site = load_site(files, options.site, load);
  Diagnostics problems = std::move(site.problems);
  Result<Plan> plan;
  if (site.value) {
    plan = plan_of(files, *site.value, options);
    problems.append(std::move(plan.problems));
  }
  if (!site.value || !plan.value) {
    print_problems(problems, files, options, streams);
    return Exit::input;
  }
  if (!problems.all().empty()) streams.err << render(problems, files);
  return solve(*site.value, *plan.value, options, streams);
}

}  // namespace hallplan::cli
