// Pandapipes' verification networks (BSD-3-Clause) against the pressures and velocities of OpenModelica and STANET that come with them. They
// are read from beside the project where they are, and the tests skip elsewhere.
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <string>

#include "planner/network/solve.hpp"
#include "tests/support/reference.hpp"

namespace hallplan::network {
namespace {

constexpr double kBar_pa = 1e5, kHour_s = 3600;

/// A case as a network, with what its solvers found.
struct Case {
  Network network;
  std::map<std::size_t, double> pressure_pa, velocity_m_per_s;  ///< by node, by link
};

/// What a bar on a pump's curve stands for. The reference of OpenModelica has the pump P1 at 19.2, 16.7 and 14.4 m3/h in two networks, and gives
/// 0.979, 0.979 and 0.980 of the curve stated with it each time: it takes a bar for 10 m of water at 20 degC, 0.9789 bar.
enum class CurveBar { as_stated, ten_metres };

Case read(const YAML::Node& from, CurveBar bar) {
  Case made;
  Network& network = made.network;
  network.fluid = {from["fluid"]["rho"].as<double>(), from["fluid"]["mu"].as<double>()};
  std::map<int, std::size_t> node_of;
  for (const YAML::Node& junction : from["junctions"]) {
    const std::size_t node = node_of[junction[0].as<int>()] = network.nodes.size();
    network.nodes.push_back({junction[0].as<std::string>(), junction[1].as<double>(), 0, {}});
    if (!junction[2].IsNull()) made.pressure_pa[node] = junction[2].as<double>() * kBar_pa;
  }
  for (const YAML::Node& held : from["fixed_pressure"]) {
    network.nodes[node_of.at(held["j"].as<int>())].pressure_pa = held["p_bar"].as<double>() * kBar_pa;
  }
  for (const char* const kind : {"sink_kg_s", "source_kg_s"}) {
    const double sign = std::string(kind) == "sink_kg_s" ? 1 : -1;
    for (const auto& one : from[kind]) {
      network.nodes[node_of.at(one.first.as<int>())].demand_m3_per_s +=
          sign * one.second.as<double>() / network.fluid.density_kg_per_m3;
    }
  }
  const auto add = [&](std::string id, int from_id, int to_id, Law law, bool open) {
    Link link;
    link.id = std::move(id);
    link.from = node_of.at(from_id);
    link.to = node_of.at(to_id);
    link.law = std::move(law);
    link.open = open;
    network.links.push_back(std::move(link));
  };
  for (const YAML::Node& pipe : from["pipes"]) {
    if (!pipe[9].IsNull()) made.velocity_m_per_s[network.links.size()] = pipe[9].as<double>();
    add("pipe " + pipe[0].as<std::string>(), pipe[1].as<int>(), pipe[2].as<int>(),
        Pipe{pipe[3].as<double>(), pipe[4].as<double>(), pipe[5].as<double>() * 1e-3, pipe[6].as<double>()}, true);
  }
  for (const YAML::Node& valve : from["valves"]) {
    add("valve", valve["from"].as<int>(), valve["to"].as<int>(),
        of_k(valve["K"].as<double>(), valve["D_m"].as<double>(), network.fluid), valve["open"].as<bool>());
  }
  for (const auto& entry : from) {  // a case may hold the key more than once
    if (entry.first.as<std::string>() != "pump") continue;
    const YAML::Node curve = entry.second["dp_bar_of_m3h"];
    const double bar_pa =
        bar == CurveBar::ten_metres ? 10 * kGravity_m_per_s2 * network.fluid.density_kg_per_m3 : kBar_pa;
    add("pump", entry.second["from"].as<int>(), entry.second["to"].as<int>(),
        Pump{QuadraticCurve{curve[2].as<double>() * bar_pa, curve[1].as<double>() * bar_pa * kHour_s,
                            curve[0].as<double>() * bar_pa * kHour_s * kHour_s}},
        true);
  }
  return made;
}

bool has_pump(const Network& network) {
  return std::any_of(network.links.begin(), network.links.end(),
                     [](const Link& link) { return std::holds_alternative<Pump>(link.law); });
}

/// What pandapipes itself allows where a pump's curve counts, with the curve as it is stated; else the same as everywhere, 1 %.
double share_allowed(const std::string& title, const Network& network, CurveBar bar) {
  if (bar == CurveBar::ten_metres || !has_pump(network)) return 0.01;
  return title.find("versatility") != std::string::npos ? 0.04 : 0.02;
}

/// Node 8 of OpenModelica's `versatility` hangs on the network by its pump alone, at a flow that is given: its pressure is the pump's gain and
/// nothing else, 8.76 bar in the reference. The stated curve gives 9.59, and its points 9.20 at the least: it is another pump's.
bool is_another_pumps(const std::string& title, const std::string& node) {
  return title == "water_cases_colebrook/combined_networks/versatility" && node == "8";
}

void hold_against(const char* name, CurveBar bar) {
  SKIP_WITHOUT_REFERENCE(name);
  const YAML::Node cases = YAML::LoadFile(test::reference(name).string());
  EXPECT_GE(cases.size(), 10U);
  for (const YAML::Node& one : cases) {
    const Case given = read(one, bar);
    const Solution found = solve(given.network);
    const std::string title = one["name"].as<std::string>();
    // The reference's valves lose 150 times what the K stated with them makes.
    if (title == "water_cases_colebrook/t_cross/valves") continue;
    ASSERT_TRUE(found.solved()) << title << ": " << found.problem;
    for (const auto& [node, pa] : given.pressure_pa) {
      const std::string& id = given.network.nodes[node].id;
      if (bar == CurveBar::ten_metres && is_another_pumps(title, id)) continue;
      EXPECT_NEAR(found.pressure_pa[node], pa, share_allowed(title, given.network, bar) * std::fabs(pa))
          << title << ", node " << id;
    }
    for (const auto& [link, velocity] : given.velocity_m_per_s) {
      const double diameter_m = std::get<Pipe>(given.network.links[link].law).diameter_m;
      EXPECT_NEAR(found.flow_m3_per_s[link] / (std::numbers::pi / 4 * diameter_m * diameter_m), velocity, 0.01)
          << title << ", " << given.network.links[link].id;
    }
  }
}

constexpr const char* kOpenModelica = "pandapipes_openmodelica_water.yaml";

TEST(Pandapipes, OpenModelicasAnswers) { hold_against(kOpenModelica, CurveBar::ten_metres); }
TEST(Pandapipes, OpenModelicasAnswersByTheStatedCurves) { hold_against(kOpenModelica, CurveBar::as_stated); }
TEST(Pandapipes, StanetsAnswers) { hold_against("pandapipes_stanet_water.yaml", CurveBar::as_stated); }

}  // namespace
}  // namespace hallplan::network
