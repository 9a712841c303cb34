// EPANET's example networks against EPANET 2.3 itself, at time 0. The files are other people's: they are read from beside the
// project where they are, and the tests skip elsewhere.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "planner/network/inp.hpp"
#include "planner/network/solve.hpp"
#include "tests/support/reference.hpp"

namespace hallplan::network {
namespace {

constexpr double kFoot_m = 0.3048, kGallonAMinute_m3_per_s = 0.003785411784 / 60, kGravity_m_per_s2 = 9.80665;

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Heads in feet and flows in gallons a minute by id.
struct Reference {
  std::map<std::string, double> head_ft, flow_gpm;
};

Reference reference_of(const std::filesystem::path& path) {
  Reference made;
  std::istringstream lines(text_of(path));
  for (std::string line; std::getline(lines, line);) {
    std::vector<std::string> cells;
    std::istringstream row(line);
    for (std::string cell; std::getline(row, cell, ',');) cells.push_back(cell);
    if (cells.size() < 4 || line.front() == '#') continue;
    if (cells[0] == "node") made.head_ft[cells[1]] = std::stod(cells[2]);
    if (cells[0] == "link") made.flow_gpm[cells[1]] = std::stod(cells[2]);
  }
  return made;
}

class Epanet : public testing::TestWithParam<std::tuple<const char*, const char*, double>> {};

TEST_P(Epanet, HeadsAndFlowsAreItsOwn) {
  const auto [input, output, flow_share] = GetParam();
  SKIP_WITHOUT_REFERENCE(std::string("epanet/") + input);
  const std::filesystem::path folder = test::reference("epanet");
  SourceFiles files;
  const Result<Network> read = read_inp(files, files.add(input, text_of(folder / input)));
  ASSERT_TRUE(read.value) << render(read.problems, files);
  const Network& network = *read.value;
  const Solution found = solve(network);
  ASSERT_TRUE(found.solved()) << found.problem;
  const Reference expected = reference_of(folder / output);
  ASSERT_EQ(expected.head_ft.size(), network.nodes.size());
  ASSERT_EQ(expected.flow_gpm.size(), network.links.size());
  for (std::size_t i = 0; i < network.nodes.size(); ++i) {
    const Node& node = network.nodes[i];
    const double head_m =
        node.elevation_m + found.pressure_pa[i] / (network.fluid.density_kg_per_m3 * kGravity_m_per_s2);
    EXPECT_NEAR(head_m / kFoot_m, expected.head_ft.at(node.id), 0.01) << "node " << node.id;
  }
  for (std::size_t i = 0; i < network.links.size(); ++i) {
    const double wanted = expected.flow_gpm.at(network.links[i].id);
    EXPECT_NEAR(found.flow_m3_per_s[i] / kGallonAMinute_m3_per_s, wanted,
                std::max(0.01, flow_share * std::fabs(wanted)))
        << "link " << network.links[i].id;
  }
}

INSTANTIATE_TEST_SUITE_P(Examples, Epanet,
                         testing::Values(std::tuple{"Net1.inp", "net1_t0_reference.csv", 1e-3},
                                         std::tuple{"Net1_dw.inp", "net1_dw_t0_reference.csv", 2e-3},
                                         std::tuple{"Net2.inp", "net2_t0_reference.csv", 1e-3},
                                         std::tuple{"Net3.inp", "net3_t0_reference.csv", 1e-3}),
                         [](const auto& of) {
                           std::string name = std::get<0>(of.param);
                           std::replace(name.begin(), name.end(), '.', '_');
                           return name;
                         });

}  // namespace
}  // namespace hallplan::network
