// Reading .inp files: what is read, and what is said of what is not.
#include "planner/network/inp.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <variant>

#include "planner/network/solve.hpp"

namespace hallplan::network {
namespace {

struct Read {
  SourceFiles files;
  Result<Network> result;

  explicit Read(const std::string& text) : result(read_inp(files, files.add("loop.inp", text))) {}
  [[nodiscard]] std::string problems() const { return render(result.problems, files); }
};

const std::string kLoop = R"([TITLE]
anything at all [here]
[JUNCTIONS]
;id elevation demand pattern
 a   10  60
 b   10  30  p2
[RESERVOIRS]
 r   50
[TANKS]
 t   20  12  0  20  5  0
[PIPES]
 p1  r  a  1000  200  0.1  0  Open ; to a
 p2  a  b   500  150  0.1  2.5  CV
 p3  b  t   500  150  0.1  Closed
[PUMPS]
 u   t  b  HEAD c  SPEED 0.5
[VALVES]
 v   a  b  100  FCV  20
 w   a  b  100  TCV  12
[CURVES]
 c  10  30
[PATTERNS]
 1   2  9
 p2  0.5
[STATUS]
 w  Closed
[CONTROLS]
 LINK p3 OPEN IF NODE t ABOVE 11
 LINK u CLOSED AT TIME 0
 LINK w OPEN AT TIME 5
[OPTIONS]
 Units LPS
 Headloss D-W
 Specific Gravity 1.02
[COORDINATES]
 a 1 2
[END]
this is beyond the end
)";

TEST(Inp, ALoopIsRead) {
  const Read read(kLoop);
  ASSERT_TRUE(read.result.value) << read.problems();
  const Network& network = *read.result.value;
  ASSERT_EQ(network.nodes.size(), 4U);
  ASSERT_EQ(network.links.size(), 6U);
  EXPECT_DOUBLE_EQ(network.fluid.density_kg_per_m3, 1020);
  EXPECT_DOUBLE_EQ(network.nodes[0].demand_m3_per_s, 0.12);   // by the pattern named 1
  EXPECT_DOUBLE_EQ(network.nodes[1].demand_m3_per_s, 0.015);  // by its own
  EXPECT_DOUBLE_EQ(network.nodes[2].elevation_m, 50);
  EXPECT_DOUBLE_EQ(*network.nodes[2].pressure_pa, 0);
  EXPECT_NEAR(*network.nodes[3].pressure_pa, 1020 * 9.80665 * 12, 1e-6);
  EXPECT_DOUBLE_EQ(std::get<Pipe>(network.links[0].law).roughness_m, 1e-4);
  EXPECT_DOUBLE_EQ(std::get<Pipe>(network.links[0].law).diameter_m, 0.2);
  EXPECT_TRUE(network.links[1].one_way);
  EXPECT_DOUBLE_EQ(std::get<Pipe>(network.links[1].law).minor_k, 2.5);
  EXPECT_TRUE(network.links[2].open);  // the tank is above 11 m
  const Pump& pump = std::get<Pump>(network.links[3].law);
  EXPECT_DOUBLE_EQ(pump.speed, 0.5);
  EXPECT_FALSE(network.links[3].open);  // closed at time 0
  EXPECT_NEAR(std::get<PowerCurve>(pump.curve).shut_off_pa, 1020 * 9.80665 * 40, 1e-6);
  EXPECT_DOUBLE_EQ(*network.links[4].most_flow_m3_per_s, 0.02);
  EXPECT_FALSE(network.links[5].open);
  EXPECT_TRUE(solve(network).solved());
}

/// One line more, or a line in place of another; the one problem that comes of it.
std::string problem_of(std::string text, const std::string& line, const std::string& instead) {
  const std::size_t at = text.find(line);
  EXPECT_NE(at, std::string::npos) << line;
  text.replace(at, line.size(), instead);
  const Read read(text);
  EXPECT_FALSE(read.result.value) << instead;
  return read.problems();
}

TEST(Inp, EveryMistakeIsNamedWithItsPlace) {
  const auto holds = [](const std::string& problem, const std::string& part) {
    EXPECT_NE(problem.find(part), std::string::npos) << problem;
  };
  holds(problem_of(kLoop, " p1  r  a  1000", " p1  r  x  1000"),
        "loop.inp:12:9: error[network.file]: the id of a node was expected, 'x' was found");
  holds(problem_of(kLoop, "1000  200", "1000  -2"),
        "loop.inp:12:18: error[network.file]: a diameter above 0 was expected, '-2' was found");
  holds(problem_of(kLoop, "1000  200", "1000  1e999"), "a diameter was expected, '1e999' was found");
  holds(problem_of(kLoop, " p2  a  b ", " p1  a  b "),
        "loop.inp:13:2: error[network.file]: this id names another link already");
  holds(problem_of(kLoop, "FCV", "PRV"),
        "loop.inp:18:17: error[network.file]: TCV, FCV or GPV (others are not read) was expected, 'PRV' was found");
  holds(problem_of(kLoop, "HEAD c", "POWER 3"), "loop.inp:16:12: error[network.file]");
  holds(problem_of(kLoop, "HEAD c", "HEAD z"), "the id of a curve was expected, 'z' was found");
  holds(problem_of(kLoop, "Units LPS", "Units GMP"),
        "a unit of flow (GPM, LPS, LPM, CMH, ...) was expected, 'GMP' was found");
  holds(problem_of(kLoop, "[PIPES]", "[PYPES]"), "no section of an .inp file is named 'PYPES'");
  holds(problem_of(kLoop, "[TITLE]\n", ""), "a section, such as [JUNCTIONS], was expected before the first line");
  holds(problem_of(kLoop, "[END]", "[EMITTERS]\n a 1\n[END]"), "emitters are not read");
  holds(problem_of(kLoop, "[END]", "[RULES]\n RULE 1\n[END]"), "rules are not read");
  holds(problem_of(kLoop, "NODE t ABOVE", "NODE a ABOVE"), "a control by the pressure of a junction is not read");
}

TEST(Inp, AllMistakesAreReportedAtOnce) {
  std::string text = kLoop;
  text.replace(text.find("1000"), 4, "long");
  text.replace(text.find("Units LPS"), 9, "Units ell");
  const Read read(text);
  EXPECT_EQ(read.result.problems.errors(), 2U) << read.problems();
}

TEST(Inp, AnEmptyFileHasNoNode) { EXPECT_NE(Read("").problems().find("the file has no node"), std::string::npos); }

// By hand: a reservoir 40 m above a demand of 100 L/s through 1,000 m of 300 mm. D-W, Swamee and Jain, nu = 1.1e-5 ft2/s =
// 1.0219e-6 m2/s: v = 1.41471 m/s, Re = 415,311, e/D = 0.1/300: f = 0.25 / log10(9.0090e-5 + 5.0403e-5)^2 = 0.016850;
// h = f 1000/0.3 v^2/2g = 5.7313 m, with EPANET's own gravity of 32.2 ft/s2 5.7267 m.
TEST(Inp, AHandWorkedPipe) {
  const Read read(
      "[JUNCTIONS]\n a 10 100\n[RESERVOIRS]\n r 50\n[PIPES]\n p r a 1000 300 0.1\n[OPTIONS]\n UNITS LPS\n HEADLOSS "
      "D-W\n");
  ASSERT_TRUE(read.result.value) << read.problems();
  const Solution found = solve(*read.result.value);
  ASSERT_TRUE(found.solved());
  EXPECT_NEAR(40 - found.pressure_pa[0] / (1000 * 9.80665), 5.7267, 2e-3);
}

/// A reservoir, a valve with a curve of losses, a demand of 20 L/s.
std::string general_valve(const std::string& points, const std::string& more = {}) {
  return "[JUNCTIONS]\n a 10 20\n[RESERVOIRS]\n r 50\n[VALVES]\n v r a 100 GPV c\n[CURVES]\n" + points +
         "[OPTIONS]\n UNITS LPS\n" + more;
}

// 2 m at 10 L/s, 10 m at 30 L/s: 6 m at 20 L/s, on the straight line between; 1 m at 5 L/s, from the origin.
TEST(Inp, AGeneralValveIsStraightBetweenItsPoints) {
  const Read read(general_valve(" c 10 2\n c 30 10\n"));
  ASSERT_TRUE(read.result.value) << read.problems();
  const Network& network = *read.result.value;
  const Solution found = solve(network);
  ASSERT_TRUE(found.solved());
  EXPECT_NEAR(40 - found.pressure_pa[0] / (1000 * 9.80665), 6, 1e-9);
  const Law& valve = network.links[0].law;
  const double metre_pa = 1000 * 9.80665;
  EXPECT_NEAR(loss_of(valve, network.fluid, 5e-3).pa, metre_pa, 1e-6);
  EXPECT_NEAR(loss_of(valve, network.fluid, -5e-3).pa, -metre_pa, 1e-6);
  EXPECT_NEAR(loss_of(valve, network.fluid, 40e-3).pa, 14 * metre_pa, 1e-6);
  EXPECT_NEAR(loss_of(valve, network.fluid, 40e-3).slope_pa_s_per_m3, 0.4 * metre_pa / 1e-3, 1e-3);
}

TEST(Inp, ACurveOfLossesMustRise) {
  for (const std::string points : {" c 10 2\n c 30 1\n", " c 0 1\n c 30 2\n", " c 10 0\n", " c 0 0\n", " c 10 -1\n"}) {
    const Read read(general_valve(points));
    EXPECT_FALSE(read.result.value) << points;
    EXPECT_NE(read.problems().find("loop.inp:6:16: error[network.file]: a curve of losses that rise with flow"),
              std::string::npos)
        << read.problems();
  }
  EXPECT_NE(Read(general_valve(" d 1 1\n")).problems().find("the id of a curve was expected, 'c' was found"),
            std::string::npos);
}

TEST(Inp, WhatChangesTheFlowIsRefusedNotPassedOver) {
  const std::string points = " c 10 2\n";
  EXPECT_NE(Read(general_valve(points, "[LEAKAGE]\n v 1 1\n")).problems().find("leakage is not read"),
            std::string::npos);
  EXPECT_NE(Read(general_valve(points, " DEMAND MODEL PDA\n")).problems().find("'PDA' was found"), std::string::npos);
  EXPECT_TRUE(Read(general_valve(points, " DEMAND MODEL DDA\n")).result.value);
  EXPECT_NE(Read(general_valve(points, "[TIMES]\n Pattern Start 2:00\n")).problems().find("'2:00' was found"),
            std::string::npos);
  EXPECT_TRUE(Read(general_valve(points, "[TIMES]\n Pattern Start 0:00\n")).result.value);
}

TEST(Inp, APumpsSpeedFollowsItsPattern) {
  std::string text = kLoop;
  text.replace(text.find("SPEED 0.5"), 9, "PATTERN p2");
  const Read read(text);
  ASSERT_TRUE(read.result.value) << read.problems();
  EXPECT_DOUBLE_EQ(std::get<Pump>(read.result.value->links[3].law).speed, 0.5);
}

}  // namespace
}  // namespace hallplan::network
