// hallplan loop: the steady flow of a site's coolant loops, or of a network that stands in an EPANET file.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/cli/commands.hpp"
#include "planner/cli/loop.hpp"
#include "planner/cli/write_files.hpp"
#include "planner/layout/layout.hpp"
#include "planner/network/inp.hpp"
#include "planner/network/write_inp.hpp"
#include "planner/plan/read.hpp"
#include "planner/plan/retirement.hpp"
#include "planner/report/loop_page.hpp"
#include "planner/site/phase.hpp"

namespace hallplan::cli {
namespace {

using network::Network;
using network::Solution;

/// Writes one file into a folder that is there, and says so; false when it could not be, which has been said.
bool write_one(const std::string& path, std::string text, const Options& options, Streams streams) {
  const std::filesystem::path at(path);
  const std::string folder = at.has_parent_path() ? at.parent_path().string() : ".";
  SourceFiles places;
  Diagnostics problems;
  if (std::error_code error; !std::filesystem::is_directory(folder, error)) {
    problems.error(Rule::cli_output, {places.add(path, {}), 0, 0},
                   fmt::format("cannot be written: there is no folder '{}'", printable(folder)),
                   "make the folder, or name another file");
  } else {
    problems = write_files(places, folder, {{at.filename().string(), std::move(text)}}, "name another file");
  }
  if (problems.has_errors()) {
    streams.err << render(problems, places);
  } else if (!options.quiet) {
    streams.err << fmt::format("written: {}\n", printable(path));
  }
  return !problems.has_errors();
}

/// What a reader has to know before the numbers; empty: nothing.
std::string warnings_of(const Network& network, const Solution& found) {
  std::string out;
  for (std::size_t i = 0; i < network.nodes.size(); ++i) {
    if (found.unfed[i]) out += fmt::format("{}: no held pressure reaches it\n", printable(network.nodes[i].id));
  }
  for (const std::size_t i : found.against) {
    out += fmt::format("{}: a demand pulls through it what it does not let pass\n", printable(network.links[i].id));
  }
  return out;
}

bool is_inp(const std::string& path) {
  std::string ending = std::filesystem::path(path).extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return ending == ".inp";
}

/// What only a site has, asked of a network file; empty: nothing.
std::string not_of_a_network(const Options& options) {
  if (!options.plan_file.empty()) return "--plan";
  if (!options.group.empty()) return "--group";
  if (!options.phase.empty()) return "--phase";
  if (!options.html.empty()) return "--html";
  return options.sets.empty() ? "" : "--set";
}

Exit run_inp(const Options& options, Streams streams) {
  if (const std::string option = not_of_a_network(options); !option.empty()) {
    return refuse(fmt::format("{} is for sites; {} is a network", option, printable(options.site)), streams);
  }
  std::ifstream file(options.site, std::ios::binary);
  std::ostringstream text;
  if (!(text << file.rdbuf())) {
    streams.err << fmt::format("error[site.file]: {} cannot be read\n", printable(options.site));
    return Exit::input;
  }
  SourceFiles files;
  const Result<Network> read = network::read_inp(files, files.add(options.site, text.str()));
  if (!read.value) {
    print_problems(read.problems, files, options, streams);
    return Exit::input;
  }
  const Network& network = *read.value;
  if (!options.inp.empty() && !write_one(options.inp, network::write_inp(network, {}), options, streams))
    return Exit::input;
  const Solution found = network::solve(network);
  if (!found.solved()) {
    streams.err << fmt::format("undecided: {}\n", printable(found.problem));
    return Exit::undecided;
  }
  const std::string warnings = warnings_of(network, found);
  streams.err << warnings;
  if (options.format == Format::json) {
    streams.out << fmt::format("{{\"schema\": 1,\n \"steps\": {},\n {}}}\n", found.steps, network_json(network, found));
  } else {
    streams.out << network_text(network, found);
  }
  return warnings.empty() ? Exit::pass : Exit::fail;
}

/// A stored plan, the search's, or where nothing is demanded the racks that the site pins.
Result<Plan> asked_plan(SourceFiles& files, const Site& site, const Options& options, Streams streams) {
  if (!options.plan_file.empty()) return read_plan(files, site, options.plan_file);
  Result<Plan> made;
  made.value =
      site.demand.empty() ? layout::positioned(site, pinned_plan(site)) : searched_plan(site, options, streams);
  return made;
}

/// The groups that are asked for, or why there are none.
struct Groups {
  std::vector<int> numbers;
  std::string problem;
};
Groups asked_groups(const Site& site, const Options& options) {
  Groups asked;
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < site.cdu_groups.size(); ++i) {
    ids.push_back(site.cdu_groups[i].id);
    if (options.group.empty() || options.group == ids.back()) asked.numbers.push_back(static_cast<int>(i));
  }
  if (ids.empty()) {
    asked.problem = "the site has no CDU groups: there is no coolant loop to solve";
  } else if (asked.numbers.empty()) {
    asked.problem =
        fmt::format("--group: no CDU group '{}'; {}", printable(options.group), suggest(options.group, ids));
  } else if (!options.inp.empty() && asked.numbers.size() > 1) {
    asked.problem = "--inp holds one group: name it with --group; one of: " + join(ids, ", ");
  }
  return asked;
}

/// What the head of a group's EPANET file says of it.
std::vector<std::string> about(const Site& site, const GroupLoop& loop) {
  const CduGroup& group = site.cdu_groups[static_cast<std::size_t>(loop.group)];
  const std::string& coolant = site.catalogue.coolants[static_cast<std::size_t>(group.coolant.index)].id;
  return {fmt::format("CDU group {} of site {}: {} CDUs, {} racks, {} at {:.4g} degC", group.id, site.name,
                      group.units.size(), loop.made.racks.size(), coolant, group.supply_degc.high)};
}

Exit solve_site(const Site& site, const Plan& plan, const Options& options, Streams streams) {
  const Groups asked = asked_groups(site, options);
  if (!asked.problem.empty()) return refuse(asked.problem, streams);
  std::vector<GroupLoop> loops;
  for (const int group : asked.numbers) loops.push_back(solved_group(site, plan, group));
  if (!options.inp.empty()) {
    const GroupLoop& one = loops.front();
    if (one.made.network.links.empty() || !one.made.unknown.empty()) {
      return refuse(fmt::format("--inp: {}", printable(one.unknown)), streams);
    }
    const std::string inp = network::write_inp(one.made.network, about(site, one));
    if (!write_one(options.inp, inp, options, streams)) return Exit::input;
  }
  const std::string json = loop_json(site, plan, loops);
  if (!options.html.empty() && !write_one(options.html, report::loop_page(json), options, streams)) return Exit::input;
  streams.out << (options.format == Format::json ? json : loop_text(site, plan, loops));
  const auto is = [&](Status status) {
    return std::any_of(loops.begin(), loops.end(), [&](const GroupLoop& loop) { return loop.status == status; });
  };
  return exit_of(is(Status::fail) ? Status::fail : is(Status::undecided) ? Status::undecided : Status::pass);
}

}  // namespace

Exit run_loop(const Options& options, Streams streams) {
  if (is_inp(options.site)) return run_inp(options, streams);
  SourceFiles files;
  const Result<Site> site = load_site(files, options.site, load_options(options));
  if (!site.value) {
    print_problems(site.problems, files, options, streams);
    return Exit::input;
  }
  if (!site.problems.all().empty()) streams.err << render(site.problems, files);
  const int phase = asked_phase(*site.value, options);
  if (phase < 0) return refuse(no_phase(*site.value, options), streams);
  const Result<Plan> plan = asked_plan(files, *site.value, options, streams);
  if (!plan.value) {
    print_problems(plan.problems, files, options, streams);
    return Exit::input;
  }
  if (!plan.problems.all().empty()) streams.err << render(plan.problems, files);
  const Site hall = decided(*site.value, *plan.value);
  return solve_site(in_phase(hall, phase), plan_in_phase(hall, *plan.value, phase), options, streams);
}

}  // namespace hallplan::cli
