// hallplan network: the steady flow of a hydraulic network that stands in an EPANET file.
#include <fmt/format.h>

#include <cmath>
#include <fstream>
#include <ostream>
#include <sstream>
#include <string>
#include <variant>

#include "planner/base/text.hpp"
#include "planner/cli/commands.hpp"
#include "planner/network/inp.hpp"
#include "planner/network/solve.hpp"

namespace hallplan::cli {
namespace {

using network::Link;
using network::Network;
using network::Solution;

constexpr double kLitre_m3 = 1e-3, kMinute_s = 60, kKilo = 1e3;

double litres_a_minute(double flow_m3_per_s) { return flow_m3_per_s / kLitre_m3 * kMinute_s; }

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

std::string text_of(const Network& network, const Solution& found) {
  std::string out = fmt::format("{:<20} {:>14}\n", "link", "flow L/min");
  for (std::size_t i = 0; i < network.links.size(); ++i) {
    out += fmt::format("{:<20} {:>14.3f}\n", printable(network.links[i].id), litres_a_minute(found.flow_m3_per_s[i]));
  }
  out += fmt::format("\n{:<20} {:>14}\n", "node", "pressure kPa");
  for (std::size_t i = 0; i < network.nodes.size(); ++i) {
    out += fmt::format("{:<20} {:>14.3f}\n", printable(network.nodes[i].id), found.pressure_pa[i] / kKilo);
  }
  return out;
}

std::string json_of(const Network& network, const Solution& found) {
  std::string links, nodes;
  for (std::size_t i = 0; i < network.links.size(); ++i) {
    links += fmt::format("{}\n  {{\"id\": {}, \"flow_m3_per_s\": {:.10g}}}", links.empty() ? "" : ",",
                         json_string(network.links[i].id), found.flow_m3_per_s[i]);
  }
  for (std::size_t i = 0; i < network.nodes.size(); ++i) {
    const double pa = found.pressure_pa[i];
    nodes += fmt::format("{}\n  {{\"id\": {}, \"pressure_pa\": {}}}", nodes.empty() ? "" : ",",
                         json_string(network.nodes[i].id), std::isfinite(pa) ? fmt::format("{:.10g}", pa) : "null");
  }
  return fmt::format("{{\"schema\": 1,\n \"steps\": {},\n \"links\": [{}\n ],\n \"nodes\": [{}\n ]}}\n", found.steps,
                     links, nodes);
}

}  // namespace

Exit run_network(const Options& options, Streams streams) {
  std::ifstream file(options.site, std::ios::binary);
  std::ostringstream text;
  if (!(text << file.rdbuf())) {
    streams.err << fmt::format("error[site.file]: {} cannot be read\n", printable(options.site));
    return Exit::input;
  }
  SourceFiles files;
  const Result<Network> read = network::read_inp(files, files.add(options.site, text.str()));
  if (!read.value) {
    streams.err << render(read.problems, files);
    return Exit::input;
  }
  const Solution found = network::solve(*read.value);
  if (!found.solved()) {
    streams.err << fmt::format("undecided: {}\n", printable(found.problem));
    return Exit::undecided;
  }
  const std::string warnings = warnings_of(*read.value, found);
  streams.err << warnings;
  streams.out << (options.format == Format::json ? json_of(*read.value, found) : text_of(*read.value, found));
  return warnings.empty() ? Exit::pass : Exit::fail;
}

}  // namespace hallplan::cli
