// hallplan check: the plant of a site without racks, and demands without room.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/cli/cli_support.hpp"

namespace hallplan::cli {
namespace {

TEST_F(Cli, CheckLooksAtThePlantOfASiteWithoutRacks) {
  const Ran sound = run_line({"check", "sites/demo-48.yaml", "sites/one-su.yaml"});
  EXPECT_EQ(sound.exit, 0) << sound.err;
  EXPECT_EQ(sound.out,
            "sites/demo-48.yaml: sound; no racks pinned yet: hallplan plan places and judges them\n"
            "sites/one-su.yaml: sound; no racks pinned yet: hallplan plan places and judges them\n"
            "2 files: 2 pass\n");
  const auto moved = [](const std::string& what) {
    return run_line({"check", "tests/data/small.yaml", "--catalogue", "tests/data/racks", "--set", what});
  };
  // The second CDU on the place of the first, x = 8 m; then an air unit, 2 m wide, beyond the east wall, which is at 12 m.
  const Ran overlapping = moved("liquid.cdu_groups.g1.units.cdu-2.x=8 m");
  EXPECT_EQ(overlapping.exit, 1) << overlapping.out;
  EXPECT_NE(overlapping.err.find("error[layout.overlap]"), std::string::npos) << overlapping.err;
  EXPECT_NE(overlapping.out.find("small.yaml: fail (no racks pinned yet, "), std::string::npos) << overlapping.out;
  const Ran outside = moved("air.zones.room.units.crah-3.x=11.5 m");
  EXPECT_EQ(outside.exit, 1) << outside.out;
  EXPECT_NE(outside.err.find("error[layout.hall]"), std::string::npos) << outside.err;
  EXPECT_EQ(outside.err.find("demand."), std::string::npos) << outside.err;
}

TEST_F(Cli, CheckFailsADemandOfWhichNotOneRackCanStand) {
  const auto line = [&](const std::string& command, const std::vector<std::string>& sets) {
    std::vector<std::string> out = {command, "tests/data/small.yaml", "--catalogue", "tests/data/racks"};
    for (const std::string& set : sets) out.insert(out.end(), {"--set", set});
    if (command == "plan") out.insert(out.end(), {"--field", "none", "--out", folder_.string()});
    return run_line(out);
  };
  // Under the ceiling, before the wall, and on one UPS alone; `plan` finds no place either.
  for (const std::string set : {"hall.ceiling=2.9 m", "rows.r1.y=0.5 m", "power.devices.ups-a.rating=20 kW"}) {
    const Ran ran = line("check", {set});
    EXPECT_EQ(ran.exit, 1) << set << ran.out;
    EXPECT_NE(ran.err.find("error[demand.racks]: su: 0 where at least 1 is asked"), std::string::npos) << ran.err;
    EXPECT_NE(ran.err.find("not one test-compute can stand in the hall; "), std::string::npos) << ran.err;
    const Ran planned = line("plan", {set});
    EXPECT_EQ(planned.exit, 1) << set;
    EXPECT_NE(planned.out.find("  0 racks; "), std::string::npos) << planned.out;
  }
  const Ran warned = line("check", {"hall.ceiling=2.9 m", "policy.warnings=[demand.racks]"});
  EXPECT_EQ(warned.exit, 0) << warned.out;
  EXPECT_NE(warned.err.find("warning[demand.racks]"), std::string::npos) << warned.err;
  EXPECT_NE(warned.out.find("pass with warnings (no racks pinned yet, "), std::string::npos) << warned.out;
  EXPECT_EQ(line("check", {"rows.r1.slots=1"}).exit, 0);  // room for one, if not for a unit
}

TEST_F(Cli, CheckHoldsThePlantAloneAgainstTheDewPoint) {
  // Chilled water of 18 degC, 2 K of margin.
  const auto check = [](const std::string& dew_point) {
    return run_line(
        {"check", "tests/data/small.yaml", "--catalogue", "tests/data/racks", "--set", "basis.dew_point=" + dew_point});
  };
  EXPECT_EQ(check("12 degC").exit, 0);
  const Ran wet = check("30 degC");
  EXPECT_EQ(wet.exit, 1) << wet.out;
  EXPECT_NE(wet.err.find("error[liquid.dew-point]"), std::string::npos) << wet.err;
  EXPECT_EQ(wet.err.find("demand."), std::string::npos) << wet.err;
}

TEST_F(Cli, CheckHoldsThePlantAloneAgainstThePowerTree) {
  const auto check = [](const std::vector<std::string>& sets) {
    std::vector<std::string> line = {"check", "tests/data/small.yaml", "--catalogue", "tests/data/racks"};
    for (const std::string& set : sets) line.insert(line.end(), {"--set", set});
    return run_line(line);
  };
  // Without racks 3 x 5 kW of CDUs, 3 x 3 kW of air units, 3 x 10 kW of coolers and 2 x 30 kW of chillers: 114 kW, half on each board.
  const std::vector<std::string> boards = {"power.devices.mech.rating=113 kW", "power.devices.mech-2.rating=113 kW"};
  const Ran over = check(boards);
  EXPECT_EQ(over.exit, 1) << over.out;
  EXPECT_NE(over.out.find("small.yaml: fail (no racks pinned yet, "), std::string::npos) << over.out;
  EXPECT_NE(over.err.find("error[power.switchboard]: mech, mech-2 lost: 114 kW where at most 113 kW is allowed"),
            std::string::npos)
      << over.err;
  EXPECT_EQ(over.err.find("warning"), std::string::npos) << "what racks decide is not said: " << over.err;
  EXPECT_EQ(check({"power.devices.mech.rating=114 kW", "power.devices.mech-2.rating=114 kW"}).exit, 0);
  const Ran warned = check({boards[0], boards[1], "policy.warnings=[power.switchboard]"});
  EXPECT_EQ(warned.exit, 0) << warned.err;
  EXPECT_NE(warned.out.find("with warnings"), std::string::npos) << warned.out;
  const Ran dark = check({"liquid.cdu_groups.g1.feeds=[mech]"});
  EXPECT_NE(dark.err.find("error[power.supplied]"), std::string::npos) << dark.err;
}

}  // namespace
}  // namespace hallplan::cli
