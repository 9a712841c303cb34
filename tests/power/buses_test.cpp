// Short circuits where several sources are closed on one bus.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "planner/power/power.hpp"
#include "tests/power/fault_sites.hpp"
#include "tests/power/sites.hpp"

namespace hallplan::power {
namespace {

using test::add_device;
using test::device;
using test::number;
using test::short_circuit;
using test::two_transformers;

TEST(Buses, BoardsOnOneBusSeeWhatAllBring) {
  // utility -> tx-1 -> board-1 -> main <- board-2 <- tx-2: on each of the three boards both transformers feed a fault, 41.8 kA.
  Site site = two_transformers();
  site.devices.pop_back();
  for (const char* n : {"1", "2"}) {
    add_device(site, std::string("board-") + n, DeviceKind::switchboard, {std::string("tx-") + n}).interrupting_a =
        number(30e3);
  }
  add_device(site, "main", DeviceKind::switchboard, {"board-1", "board-2"}).interrupting_a = number(42e3);
  for (const char* id : {"board-1", "board-2", "main"})
    EXPECT_NEAR(short_circuit(site, id).value, 2 * 20'918.5, 1) << id;
  EXPECT_EQ(short_circuit(site, "board-1").status, Status::fail);
  EXPECT_EQ(short_circuit(site, "main").status, Status::pass);
  // The breaker of a transformer carries one or the other.
  EXPECT_NEAR(short_circuit(site, "tx-1").value, 20'918.5, 1);
  // Two ways out of it: behind the second both flow together.
  add_device(site, "mech", DeviceKind::switchboard, {"tx-1"}).interrupting_a = number(42e3);
  EXPECT_NEAR(short_circuit(site, "tx-1").value, 2 * 20'918.5, 1);
  EXPECT_NEAR(short_circuit(site, "mech").value, 2 * 20'918.5, 1);
  // Of a utility of 100 MVA both draw, in series with it once: 25.8065 MVA on every board.
  device(site, "utility").fault_va = number(100e6);
  device(site, "utility").x_over_r = number(4.9);
  for (const char* id : {"board-1", "main"})
    EXPECT_NEAR(short_circuit(site, id).value, 25.806452e6 / (std::sqrt(3.0) * 480), 1);
  // An open tie leaves each board its own transformer, 14.8148 MVA.
  device(site, "main").sharing = Sharing::first;
  EXPECT_NEAR(short_circuit(site, "board-2").value, 14.814815e6 / (std::sqrt(3.0) * 480), 1);
}

TEST(Buses, WhatHangsOnATiedBoardSeesTheWholeBus) {
  Site site = two_transformers();
  Device& low = add_device(site, "tx-low", DeviceKind::transformer, {"tx-1"});
  low.rating_va = number(500e3);
  low.impedance = number(0.05);
  low.x_over_r = number(4.9);
  low.voltage_v = number(208);
  low.interrupting_a = number(30e3);
  EXPECT_NEAR(short_circuit(site, "tx-low").value, 1e6 / (1 / 34.782609 + 1 / 10.0) / (std::sqrt(3.0) * 208), 1);
}

TEST(Buses, UpsSideBySideLetTheSameThroughOnce) {
  Site site = two_transformers(Sharing::first);
  for (const char* id : {"ups-1", "ups-2"}) {
    add_device(site, id, DeviceKind::ups, {"tx-1"}).interrupting_a = number(22e3);
  }
  add_device(site, "critical", DeviceKind::switchboard, {"ups-1", "ups-2"}).interrupting_a = number(22e3);
  for (const char* id : {"ups-1", "critical"}) EXPECT_NEAR(short_circuit(site, id).value, 20'918.5, 1) << id;
  device(site, "ups-2").from = {test::device_ref(site, "tx-2")};
  EXPECT_NEAR(short_circuit(site, "critical").value, 2 * 20'918.5, 1);
  EXPECT_NEAR(short_circuit(site, "ups-1").value, 20'918.5, 1);
}

TEST(Buses, ACircleOfTiesThroughTransformersIsNotKnown) {
  // tx-3 leads from board to low, and tx-4 back up from low to main, which is closed on the board.
  Site site = two_transformers();
  for (const auto& [id, from] : {std::pair{"tx-3", "board"}, {"low", "tx-3"}, {"tx-4", "low"}}) {
    Device& device = add_device(site, id, id[0] == 't' ? DeviceKind::transformer : DeviceKind::switchboard, {from});
    if (id[0] != 't') continue;
    device.rating_va = number(500e3);
    device.impedance = number(0.05);
    device.x_over_r = number(4.9);
    device.voltage_v = number(480);
  }
  add_device(site, "main", DeviceKind::switchboard, {"board", "tx-4"}).interrupting_a = number(100e3);
  EXPECT_EQ(short_circuit(site, "main").status, Status::undecided);
  EXPECT_TRUE(short_circuit(site, "main").arithmetic.ends_with(" back to itself through transformers or UPS"));
}

TEST(Buses, ManySourcesKeepTheWordsShort) {
  // Each board draws from the three before it: they are one bus, with what two transformers and thirty generators bring to it.
  Site site = two_transformers();
  std::vector<std::string> ids = {"tx-1", "tx-2", "board"};
  for (int i = 0; i < 40; ++i) {
    const std::vector<std::string> from(ids.end() - 3, ids.end());
    ids.push_back("b" + std::to_string(i));
    add_device(site, ids.back(), DeviceKind::switchboard, from).interrupting_a = number(50e3);
  }
  EXPECT_NEAR(short_circuit(site, "b39").value, 2 * 20'918.5, 1);
  for (int i = 0; i < 30; ++i) {
    Device& generator = add_device(site, "generator-" + std::to_string(i), DeviceKind::generator, {});
    generator.rating_va = number(100e3);
    generator.impedance = number(0.1);
    generator.x_over_r = number(4.9);
    device(site, "b0").from.push_back(test::device_ref(site, "generator-" + std::to_string(i)));
  }
  const Check last = short_circuit(site, "b39");
  EXPECT_NEAR(last.value, 2 * 20'918.5 + 30e6 / (std::sqrt(3.0) * 480), 1);
  EXPECT_EQ(last.status, Status::fail);
  EXPECT_LT(last.arithmetic.size(), 1500U);
  EXPECT_NE(last.arithmetic.find("..., in all "), std::string::npos) << last.arithmetic;
}

}  // namespace
}  // namespace hallplan::power
