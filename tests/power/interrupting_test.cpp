// Short-circuit currents by hand.
#include <gtest/gtest.h>

#include <cmath>

#include "planner/power/power.hpp"
#include "tests/power/sites.hpp"

namespace hallplan::power {
namespace {

using test::add_device;
using test::device;
using test::find_check;
using test::number;

/// utility -> tx-1, tx-2 -> board; each transformer 1000 kVA, 5.75 %, 480 V.
Site two_transformers(Sharing sharing = Sharing::equal) {
  Site site = test::bare_site(10e3);
  add_device(site, "utility", DeviceKind::utility, {}).rating_w = number(10e6);
  for (const char* id : {"tx-1", "tx-2"}) {
    Device& tx = add_device(site, id, DeviceKind::transformer, {"utility"});
    tx.rating_va = number(1000e3);
    tx.impedance = number(0.0575);
    tx.voltage_v = number(480);
    tx.interrupting_a = number(22e3);
  }
  Device& board = add_device(site, "board", DeviceKind::switchboard, {"tx-1", "tx-2"});
  board.sharing = sharing;
  board.interrupting_a = number(42e3);
  return site;
}

Check of(const Site& site, const std::string& id) {
  return find_check(check(site, Plan{}), Rule::power_interrupting, id, "short circuit");
}

TEST(Interrupting, TransformerOnAnInfiniteBus) {
  // The usual table of 1000 kVA at 480 V: full load 1203 A, 1203 / 5.75 % = 20.9 kA.
  const Check held = of(two_transformers(), "tx-1");
  EXPECT_NEAR(held.value, 1000e3 / 0.0575 / (std::sqrt(3.0) * 480), 1e-6);
  EXPECT_NEAR(held.value, 20'918, 1);
  EXPECT_EQ(held.status, Status::pass);
  EXPECT_EQ(held.arithmetic,
            "utility infinite, tx-1 1000 kVA / 5.75 % = 17.391 MVA: 17.391 MVA / (1.732 x 480 V) = 20.918 kA; it "
            "breaks 22 kA");
}

TEST(Interrupting, TransformersInParallelAddUp) {
  Site site = two_transformers();
  EXPECT_NEAR(of(site, "board").value, 2 * 20'918.5, 1);
  EXPECT_EQ(of(site, "board").status, Status::pass);
  device(site, "board").interrupting_a = number(41.8e3);
  EXPECT_EQ(of(site, "board").status, Status::fail);
  EXPECT_NEAR(of(two_transformers(Sharing::first), "board").value, 20'918.5, 1);  // one of them at a time
}

TEST(Interrupting, SourceImpedanceStandsInSeriesOnce) {
  // 100 MVA at the utility. One: 1 / (1/100 + 1/17.3913) = 14.8148 MVA, 17.82 kA. Both: 1 / (1/100 + 1/34.7826) = 25.8065 MVA.
  Site site = two_transformers();
  device(site, "utility").fault_va = number(100e6);
  EXPECT_NEAR(of(site, "tx-1").value, 14.814815e6 / (std::sqrt(3.0) * 480), 1);
  EXPECT_NEAR(of(site, "board").value, 25.806452e6 / (std::sqrt(3.0) * 480), 1);
  EXPECT_LT(of(site, "board").value, 2 * of(site, "tx-1").value);
}

TEST(Interrupting, UnfavourableEndsAndVoltageFactorOfIec) {
  Site site = two_transformers();
  device(site, "tx-1").impedance = Value{0.0575, 0.05, 0.06, {}, {}, {}, Trust::stated, {}};
  EXPECT_NEAR(of(site, "tx-1").value, 20e6 / (std::sqrt(3.0) * 480), 1e-6);
  EXPECT_EQ(of(site, "tx-1").status, Status::fail);
  site.basis.electrical_code = ElectricalCode::iec;
  EXPECT_NEAR(of(site, "tx-2").value, 1.1 * 17.391304e6 / (std::sqrt(3.0) * 480), 1);
}

TEST(Interrupting, DownstreamOfAUpsAndAtAnotherVoltage) {
  // The UPS's bypass lets all through; a second transformer to 415 V stands in series.
  Site site = two_transformers();
  add_device(site, "ups", DeviceKind::ups, {"tx-1"}).interrupting_a = number(25e3);
  EXPECT_NEAR(of(site, "ups").value, 20'918.5, 1);
  Device& tx = add_device(site, "tx-3", DeviceKind::transformer, {"ups"});
  tx.rating_va = number(500e3);
  tx.impedance = number(0.05);
  tx.interrupting_a = number(25e3);
  EXPECT_EQ(of(site, "tx-3").arithmetic, "no voltage known for tx-3");
  device(site, "tx-3").voltage_v = number(415);
  const double mva = 1 / (1 / 17.391304 + 1 / 10.0);
  EXPECT_NEAR(of(site, "tx-3").value, mva * 1e6 / (std::sqrt(3.0) * 415), 1);
}

TEST(Interrupting, WhatIsMissingIsUndecidedByName) {
  Site site = two_transformers();
  device(site, "tx-2").impedance.reset();
  EXPECT_EQ(of(site, "board").status, Status::undecided);
  EXPECT_EQ(of(site, "board").arithmetic, "no impedance known for tx-2");
  EXPECT_EQ(of(site, "tx-1").status, Status::pass);
  device(site, "utility").interrupting_a = number(40e3);
  EXPECT_EQ(of(site, "utility").arithmetic, "no short-circuit power known above utility");
  // A generator of unknown reactance that may feed the board leaves it open; behind an infinite bus it adds nothing.
  Site with_gen = two_transformers();
  add_device(with_gen, "gen", DeviceKind::generator, {});
  device(with_gen, "tx-1").from.push_back(test::device_ref(with_gen, "gen"));
  device(with_gen, "tx-1").sharing = Sharing::first;
  EXPECT_EQ(of(with_gen, "tx-1").status, Status::pass);
  device(with_gen, "utility").fault_va = number(100e6);
  EXPECT_EQ(of(with_gen, "tx-1").arithmetic, "no impedance known for gen");
  device(with_gen, "gen").impedance = number(0.15);
  device(with_gen, "gen").rating_va = number(3000e3);  // 20 MVA: weaker than the utility
  EXPECT_NEAR(of(with_gen, "tx-1").value, 14.814815e6 / (std::sqrt(3.0) * 480), 1);
}

}  // namespace
}  // namespace hallplan::power
