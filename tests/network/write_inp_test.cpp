// Networks as EPANET files: read again they have the same flows, and EPANET itself finds them.
#include "planner/network/write_inp.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <sstream>
#include <string>

#include "planner/network/inp.hpp"
#include "planner/network/solve.hpp"

namespace hallplan::network {
namespace {

std::size_t add_link(Network& network, std::string id, std::size_t from, std::size_t to, Law law) {
  Link link;
  link.id = std::move(id);
  link.from = from;
  link.to = to;
  link.law = std::move(law);
  network.links.push_back(std::move(link));
  return network.links.size() - 1;
}

/// Two parallel pumps of different kinds (one limited), a header, and from it one branch of each kind back to the return.
Network every_kind(FrictionLaw friction) {
  Network network;
  network.fluid = {1022.5, 1.58e-3};
  network.nodes = {{"return; of [g1]", 0.5, 0, 1.5e5}, {"outlet", 0, 0, {}}, {"supply", 1, 0, {}}};
  const auto pipe = [&](double length_m, double diameter_m, double minor_k = 0) {
    return Pipe{length_m, diameter_m, 4.5e-5, minor_k, friction};
  };
  add_link(network, "pump by power", 0, 1, Pump{PowerCurve{4.5e5, 2.2e8, 1.9}, 0.95});
  const std::size_t limited =
      add_link(network, "pump by points", 0, 1, Pump{PointCurve{{{0, 4.6e5}, {8e-3, 4.2e5}, {1.6e-2, 2.8e5}}}});
  network.links[limited].most_flow_m3_per_s = 6e-3;
  const std::size_t off = add_link(network, "pump off", 0, 1, Pump{PowerCurve{4.5e5, 2.2e8, 1.9}});
  network.links[off].open = false;
  add_link(network, "header", 1, 2, pipe(12, 0.1, 3));
  const auto branch = [&](const std::string& id, Law law) {
    network.nodes.push_back({"inlet of the branch with the long name " + id, 1, 0, {}});
    const std::size_t inlet = network.nodes.size() - 1;
    add_link(network, "hose of the branch with the long name " + id, 2, inlet, pipe(3, 0.04, 8));
    return add_link(network, id, inlet, 0, std::move(law));
  };
  const DropCurve rack{{{9.8e-4, 1.59e4}, {1.98e-3, 5.86e4}, {2.95e-3, 1.269e5}}};
  branch("rack", rack);
  network.links[branch("limited rack", rack)].most_flow_m3_per_s = 1.5e-3;
  branch("fitting", Resistance{0, 6e10});
  network.links[branch("checked fitting", Resistance{2e6, 6e10})].one_way = true;
  network.links[branch("wrong way", Resistance{0, 6e10})].one_way = true;
  std::swap(network.links.back().from, network.links.back().to);
  network.links[branch("shut", rack)].open = false;
  network.links[branch("checked pipe", pipe(20, 0.03, 5))].one_way = true;
  network.nodes[3].demand_m3_per_s = 2e-4;
  return network;
}

struct Again {
  SourceFiles files;
  Result<Network> read;
  explicit Again(const Network& network) : read(read_inp(files, files.add("g1.inp", write_inp(network, {})))) {}
};

double flow_of(const Network& network, const Solution& found, const std::string& id) {
  for (std::size_t i = 0; i < network.links.size(); ++i) {
    if (network.links[i].id == id) return found.flow_m3_per_s[i];
  }
  ADD_FAILURE() << "no link " << id;
  return 0;
}

/// By the ids that the file gives, since nodes and links are in another order there.
void expect_same_flows(const Network& network, double share) {
  const Again again(network);
  ASSERT_TRUE(again.read.value) << render(again.read.problems, again.files);
  const Solution here = solve(network), there = solve(*again.read.value);
  ASSERT_TRUE(here.solved()) << here.problem;
  ASSERT_TRUE(there.solved()) << there.problem;
  InpNames names;
  for (std::size_t i = 0; i < network.links.size(); ++i) {
    const double wanted = here.flow_m3_per_s[i];
    const std::string id = names.name(network.links[i].id);
    EXPECT_NEAR(flow_of(*again.read.value, there, id), wanted, 1e-7 + share * std::fabs(wanted)) << id;
  }
}

// With EPANET's own friction only the straight pieces of curves differ.
TEST(WriteInp, WhatIsWrittenIsReadAgain) { expect_same_flows(every_kind(FrictionLaw::swamee_jain), 5e-4); }

// Pipes are a part of what a loop loses, and flow goes with the root of it: the friction's 3 % are less than 1 % of flow.
TEST(WriteInp, ColebrookIsWithinAPercent) { expect_same_flows(every_kind(FrictionLaw::colebrook), 1e-2); }

// The file of every_kind(colebrook) as EPANET 2.2 solved it (epanet-js 0.9.0), L/s.
TEST(WriteInp, EpanetFindsTheSameFlows) {
  const std::map<std::string, double> epanets = {{"pump by power", 8.95675},
                                                 {"pump by points", 6.000005},
                                                 {"pump off", 0},
                                                 {"header", 14.95672},
                                                 {"rack", 4.570681},
                                                 {"limited rack", 1.50003},
                                                 {"fitting", 2.414607},
                                                 {"checked fitting", 2.397077},
                                                 {"wrong way", 0},
                                                 {"shut", 0},
                                                 {"checked pipe", 3.874257}};
  const Network network = every_kind(FrictionLaw::colebrook);
  const Solution found = solve(network);
  ASSERT_TRUE(found.solved()) << found.problem;
  for (const auto& [id, litres] : epanets) {
    EXPECT_NEAR(1e3 * flow_of(network, found, id), litres, 1e-4 + 5e-3 * std::fabs(litres)) << id;
  }
}

TEST(WriteInp, HazenWilliamsStaysWhatItIs) {
  Network network;
  network.nodes = {{"tank", 50, 0, 0.0}, {"a", 10, 0.05, {}}};
  add_link(network, "main", 0, 1, Pipe{1000, 0.3, 0, 2.5, FrictionLaw::hazen_williams, 120});
  expect_same_flows(network, 1e-9);
  const Again again(network);
  const Solution here = solve(network), there = solve(*again.read.value);
  EXPECT_NEAR(there.pressure_pa[0], here.pressure_pa[1],
              1e-3 * here.pressure_pa[1]);  // water of 1000 kg/m3, as EPANET's
}

TEST(WriteInp, ALoopWithoutAHeldPressureGetsAReservoir) {
  Network network;
  network.nodes = {{"a", 0, 0, {}}, {"b", 0, 0, {}}};
  add_link(network, "pump", 0, 1, Pump{PowerCurve{3e5, 1e10, 2}});
  add_link(network, "rack", 1, 0, Resistance{0, 1e10});
  expect_same_flows(network, 1e-6);
  EXPECT_NE(write_inp(network, {}).find("[RESERVOIRS]\n;id head_m\na 0\n"), std::string::npos);
}

TEST(WriteInp, AGainThatRisesFirstIsSaidToLoseThat) {
  Network network;
  network.nodes = {{"a", 0, 0, 0.0}, {"b", 0, 0, {}}};
  add_link(network, "pump", 0, 1, Pump{PointCurve{{{0, 2.5e5}, {1e-3, 3e5}, {3e-3, 2e5}, {5e-3, 0}}}});
  add_link(network, "rack", 1, 0, Resistance{0, 3e10});
  EXPECT_NE(write_inp(network, {}).find("lose the rising part"), std::string::npos);
  expect_same_flows(network, 1e-6);  // on its falling side
}

TEST(WriteInp, IdsAreEpanetsAndNoTwoAlike) {
  InpNames names;
  const std::string front(31, 'x');
  EXPECT_EQ(names.name("supply header at r1-s10"), "supply_header_at_r1-s10");
  EXPECT_EQ(names.name("supply header at r1_s10"), "supply_header_at_r1_s10");
  EXPECT_EQ(names.name("supply;header at r1-s10"), "supply_header_at_r1-s10_2");
  EXPECT_EQ(names.name(front + "a"), front);
  EXPECT_EQ(names.name(front + "b"), front.substr(0, 29) + "_2");
  EXPECT_EQ(names.name(front.substr(0, 29) + "_2"), front.substr(0, 29) + "_3");
  EXPECT_EQ(names.name(""), "_");
  EXPECT_EQ(names.name("k\xc3\xbchl"), "k__hl");
  for (int i = 0; i < 2000; ++i) EXPECT_LE(names.name(front + std::to_string(i)).size(), InpNames::kMostLetters);
}

// Names come from strangers: none of them opens a section, ends a comment or starts a line.
TEST(WriteInp, NamesStayInTheirPlace) {
  Network network = every_kind(FrictionLaw::colebrook);
  network.nodes[1].id = "x\n[END]\n";
  network.links[3].id = "[PIPES]\n;";
  const std::string text = write_inp(network, {"site\n[END]", std::string(500, 'a')});
  std::istringstream lines(text);
  int ends = 0;
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 255U) << line;
    ends += line == "[END]" ? 1 : 0;
  }
  EXPECT_EQ(ends, 1);
  expect_same_flows(network, 1e-2);
}

}  // namespace
}  // namespace hallplan::network
