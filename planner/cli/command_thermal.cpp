// hallplan thermal: one air field, its files and its summary.

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "planner/cli/commands.hpp"
#include "planner/cli/write_files.hpp"
#include "planner/layout/layout.hpp"
#include "planner/plan/read.hpp"
#include "planner/plan/retirement.hpp"
#include "planner/site/phase.hpp"
#include "planner/thermal/files/field_files.hpp"
#include "planner/thermal/files/field_json.hpp"
#include "planner/thermal/files/summary.hpp"

namespace hallplan::cli {
namespace {

thermal::FieldOptions field_options(const Site& site, const Options& options, const kernels::Execution& execution) {
  thermal::FieldOptions field;
  const bool screen = options.field.value_or(FieldWish::validate) == FieldWish::screen;
  field.level = screen ? thermal::FieldLevel::screen : thermal::FieldLevel::validate;
  const bool compares = options.response || !options.supply_degc.empty();
  if (screen && !compares) field.solver = thermal::screen_solver(site);
  field.cell_m = options.cell_m;
  field.units_lost = options.units_lost;
  field.tracers = true;
  field.execution = execution;
  return field;
}

/// A site with a plan of it, or the problems that kept it from being read.
struct Hall {
  Result<Site> site;
  Result<Plan> plan;
  bool searched = false;    ///< racks of the plan are the search's
  bool incomplete = false;  ///< demanded racks are missing, since the site says too little to place them
};

/// Whether all compute racks that are demanded are pinned; as many as fit never are.
bool pins_what_is_demanded(const Site& site) {
  for (std::size_t d = 0; d < site.demand.size(); ++d) {
    const Demand& demand = site.demand[d];
    const auto counts = [&](const PinnedRack& rack) {
      return rack.demand.index == static_cast<int>(d) && rack.type.index == demand.compute.index;
    };
    const auto pinned = std::count_if(site.placed.begin(), site.placed.end(), counts);
    if (demand.units == 0 || pinned < std::ptrdiff_t{demand.units} * demand.compute_racks) return false;
  }
  return true;
}

/// The site, for its air alone unless racks are to be placed, and the plan: a stored one, the racks the site pins, or a search where it demands
/// more: the air of some of the racks is no word on the hall.
Hall hall_of(SourceFiles& files, const Options& options, Streams streams) {
  Hall hall;
  LoadOptions load = load_options(options);
  load.purpose = LoadFor::air;
  hall.site = load_site(files, options.site, load);
  if (!hall.site.value) return hall;
  if (!options.plan_file.empty()) {
    hall.plan = read_plan(files, *hall.site.value, options.plan_file);
  } else if (pins_what_is_demanded(*hall.site.value)) {
    hall.plan.value = layout::positioned(*hall.site.value, pinned_plan(*hall.site.value));
  } else {
    SourceFiles whole_files;
    Result<Site> whole = load_site(whole_files, options.site, load_options(options));
    hall.incomplete = !whole.value && !hall.site.value->placed.empty();
    if (hall.incomplete) {
      hall.plan.value = layout::positioned(*hall.site.value, pinned_plan(*hall.site.value));
    } else {
      files = std::move(whole_files);
      hall.site = std::move(whole);
      if (hall.site.value) hall.plan.value = searched_plan(*hall.site.value, options, streams);
      hall.searched = true;
    }
  }
  if (hall.site.value && hall.plan.value) hall.site.value = decided(*std::move(hall.site.value), *hall.plan.value);
  return hall;
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

/// False when something that was asked could not be answered for sure.
bool all_answered(const Options& options, const thermal::FieldResult& field) {
  const bool rides = std::all_of(field.rides.begin(), field.rides.end(),
                                 [](const thermal::RideThrough& ride) { return ride.undecided.empty(); });
  const bool supplies = field.set_points.size() == options.supply_degc.size() &&
                        std::all_of(field.set_points.begin(), field.set_points.end(),
                                    [](const thermal::FieldState& state) { return state.settled; });
  return rides && supplies && (!options.response || (field.response && field.response->problem.empty()));
}

Exit solve(const Site& site, const Plan& plan, const Hall& hall, const Options& options, Streams streams) {
  if (plan.racks.empty()) {
    const std::string why = site.demand.empty() ? "the site pins no racks and demands none: name a plan with --plan"
                                                : "no rack fits: there is no air to solve";
    return refuse(why, streams);
  }
  const Machine machine = machine_of(options, BackendWish::best);
  if (!machine.problem.empty()) return refuse(machine.problem, streams);
  const Questions questions = questions_of(site, options);
  if (!questions.problem.empty()) return refuse(questions.problem, streams);
  const thermal::FieldOptions asked =
      asked_field(site, plan, field_options(site, options, machine.execution), options, streams);
  thermal::FieldResult field = field_with_progress(site, plan, asked, options, streams);
  if (!interrupted() && !field.solved()) return refuse("no air field: " + field.problem, streams);
  if (hall.searched) {
    field.notes.emplace_back(
        "racks that are demanded and that the site does not pin stand where the search of hallplan plan puts them");
  }
  if (hall.incomplete) {
    field.notes.emplace_back(
        "racks that are demanded are missing: the site says too little to place them (hallplan check names it)");
  }
  if (!interrupted()) answer(questions, site, plan, asked, options, streams, field);
  if (interrupted()) {
    streams.err << "interrupted: nothing is written\n";
    return Exit::undecided;
  }
  const std::string folder =
      options.out.empty() ? "out/" + std::filesystem::path(options.site).stem().string() : options.out;
  if (!write_field(site, plan, field, folder, streams)) return Exit::input;
  const bool text = options.format == Format::text;
  streams.out << (text ? thermal::field_summary(site, plan, field) : thermal::field_json(site, plan, field));
  if (text && !options.quiet)
    streams.out << "\nfiles: " << folder << "/thermal.json, field.vtkhdf, slice-*.png"
                << (field.rides.empty() ? "" : ", ride-through-*.csv") << "\n";
  const Status inlets = thermal::status_of(thermal::check_inlets(site, plan, field));
  const bool is_open = hall.incomplete || !all_answered(options, field);
  return exit_of(inlets == Status::pass && is_open ? Status::undecided : inlets);
}

}  // namespace

Exit run_thermal(const Options& options, Streams streams) {
  SourceFiles files;
  Hall hall = hall_of(files, options, streams);
  Diagnostics problems = std::move(hall.site.problems);
  problems.append(std::move(hall.plan.problems));
  if (!hall.site.value || !hall.plan.value) {
    print_problems(problems, files, options, streams);
    return Exit::input;
  }
  if (!problems.all().empty()) streams.err << render(problems, files);
  const int phase = asked_phase(*hall.site.value, options);
  if (phase < 0) return refuse(no_phase(*hall.site.value, options), streams);
  return solve(in_phase(*hall.site.value, phase), plan_in_phase(*hall.site.value, *hall.plan.value, phase), hall,
               options, streams);
}

}  // namespace hallplan::cli
