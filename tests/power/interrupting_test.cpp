// Short-circuit currents by hand.
#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <numbers>
#include <random>
#include <string>

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

TEST(Interrupting, TransformerOnAnInfiniteBus) {
  // The usual table of 1000 kVA at 480 V: full load 1203 A, 1203 / 5.75 % = 20.9 kA.
  const Check held = short_circuit(two_transformers(), "tx-1");
  EXPECT_NEAR(held.value, 1000e3 / 0.0575 / (std::sqrt(3.0) * 480), 1e-6);
  EXPECT_NEAR(held.value, 20'918, 1);
  EXPECT_EQ(held.status, Status::pass);
  EXPECT_EQ(held.arithmetic,
            "utility infinite, tx-1 1000 kVA / 5.75 % = 17.391 MVA: 17.391 MVA / (1.732 x 480 V) = 20.918 kA at "
            "X/R 4.9, tested at 4.9; it breaks 22 kA");
}

TEST(Interrupting, TransformersInParallelAddUp) {
  Site site = two_transformers();
  EXPECT_NEAR(short_circuit(site, "board").value, 2 * 20'918.5, 1);
  EXPECT_EQ(short_circuit(site, "board").status, Status::pass);
  device(site, "board").interrupting_a = number(41.8e3);
  EXPECT_EQ(short_circuit(site, "board").status, Status::fail);
  EXPECT_NEAR(short_circuit(two_transformers(Sharing::first), "board").value, 20'918.5, 1);  // one of them at a time
}

TEST(Interrupting, SourceImpedanceStandsInSeriesOnce) {
  // 100 MVA at the utility. One: 1 / (1/100 + 1/17.3913) = 14.8148 MVA, 17.82 kA. Both: 1 / (1/100 + 1/34.7826) = 25.8065 MVA.
  Site site = two_transformers();
  device(site, "utility").fault_va = number(100e6);
  device(site, "utility").x_over_r = number(4.9);
  EXPECT_NEAR(short_circuit(site, "tx-1").value, 14.814815e6 / (std::sqrt(3.0) * 480), 1);
  EXPECT_NEAR(short_circuit(site, "board").value, 25.806452e6 / (std::sqrt(3.0) * 480), 1);
  EXPECT_LT(short_circuit(site, "board").value, 2 * short_circuit(site, "tx-1").value);
}

TEST(Interrupting, UnfavourableEndsAndVoltageFactorOfIec) {
  Site site = two_transformers();
  device(site, "tx-1").impedance = Value{0.0575, 0.05, 0.06, {}, {}, {}, Trust::stated, {}};
  EXPECT_NEAR(short_circuit(site, "tx-1").value, 20e6 / (std::sqrt(3.0) * 480), 1e-6);
  EXPECT_EQ(short_circuit(site, "tx-1").status, Status::fail);
  site.basis.electrical_code = ElectricalCode::iec;
  device(site, "tx-2").test_x_over_r = number(4.9);
  // A fault before tx-2's breaker draws through it what tx-1 brings to the board, which is more than what tx-2 brings itself.
  EXPECT_NEAR(short_circuit(site, "tx-2").value, 1.1 * 20e6 / (std::sqrt(3.0) * 480), 1);
  device(site, "board").sharing = Sharing::first;
  EXPECT_NEAR(short_circuit(site, "tx-2").value, 1.1 * 17.391304e6 / (std::sqrt(3.0) * 480), 1);
}

TEST(Interrupting, DownstreamOfAUpsAndAtAnotherVoltage) {
  // The UPS's bypass lets all through; a second transformer to 415 V stands in series.
  Site site = two_transformers(Sharing::first);
  add_device(site, "ups", DeviceKind::ups, {"tx-1"}).interrupting_a = number(25e3);
  EXPECT_NEAR(short_circuit(site, "ups").value, 20'918.5, 1);
  Device& tx = add_device(site, "tx-3", DeviceKind::transformer, {"ups"});
  tx.rating_va = number(500e3);
  tx.impedance = number(0.05);
  tx.x_over_r = number(4.9);
  tx.interrupting_a = number(25e3);
  EXPECT_EQ(short_circuit(site, "tx-3").arithmetic, "no voltage known for tx-3");
  device(site, "tx-3").voltage_v = number(415);
  const double mva = 1 / (1 / 17.391304 + 1 / 10.0);
  EXPECT_NEAR(short_circuit(site, "tx-3").value, mva * 1e6 / (std::sqrt(3.0) * 415), 1);
}

TEST(Interrupting, WhatIsMissingIsUndecidedByName) {
  Site site = two_transformers();
  device(site, "tx-2").impedance.reset();
  EXPECT_EQ(short_circuit(site, "board").status, Status::undecided);
  EXPECT_EQ(short_circuit(site, "board").arithmetic, "no impedance known for tx-2");
  EXPECT_EQ(short_circuit(site, "tx-1").arithmetic,
            "no impedance known for tx-2");  // which feeds back through its breaker
  device(site, "board").sharing = Sharing::first;
  EXPECT_EQ(short_circuit(site, "tx-1").status, Status::pass);
  device(site, "utility").interrupting_a = number(40e3);
  EXPECT_EQ(short_circuit(site, "utility").arithmetic, "no short-circuit power known above utility");
  // A generator of unknown reactance that may feed the board leaves it open; behind an infinite bus it adds nothing.
  Site with_gen = two_transformers();
  add_device(with_gen, "gen", DeviceKind::generator, {});
  device(with_gen, "tx-1").from.push_back(test::device_ref(with_gen, "gen"));
  device(with_gen, "tx-1").sharing = Sharing::first;
  EXPECT_EQ(short_circuit(with_gen, "tx-1").status, Status::pass);
  device(with_gen, "utility").fault_va = number(100e6);
  device(with_gen, "utility").x_over_r = number(4.9);
  EXPECT_EQ(short_circuit(with_gen, "tx-1").arithmetic, "no impedance known for gen");
  device(with_gen, "gen").impedance = number(0.15);
  device(with_gen, "gen").rating_va = number(3000e3);  // 20 MVA: weaker than the utility
  device(with_gen, "gen").x_over_r = number(4.9);
  EXPECT_NEAR(short_circuit(with_gen, "tx-1").value, 14.814815e6 / (std::sqrt(3.0) * 480), 1);
}

// --- asymmetry -----------------------------------------------------------------------------------------------------------

double peak(double x_over_r) { return 1 + std::exp(-std::numbers::pi / x_over_r); }

TEST(Asymmetry, CountsByTheRatioOfFirstPeaks) {
  // X/R 10 against 4.9: (1 + e^-0.31416) / (1 + e^-0.64114) = 1.73040 / 1.52669 = 1.1334; 20.918 kA feel like 23.71 kA.
  Site site = two_transformers();
  device(site, "tx-1").x_over_r = number(10);
  EXPECT_NEAR(short_circuit(site, "tx-1").value, 23'710, 2);
  EXPECT_EQ(short_circuit(site, "tx-1").status, Status::fail);
  EXPECT_NE(short_circuit(site, "tx-1").arithmetic.find("= 20.918 kA x 1.133 for X/R 10, tested at 4.9, = 23.71 kA"),
            std::string::npos)
      << short_circuit(site, "tx-1").arithmetic;
  // A power breaker is tested at 6.6: 1.73040 / 1.62126 = 1.0673 (IEEE C37.13 tables give 1.07 at X/R 10).
  device(site, "tx-1").test_x_over_r = number(6.6);
  EXPECT_NEAR(short_circuit(site, "tx-1").value / 20'918.5, 1.0673, 1e-4);
}

TEST(Asymmetry, TestCircuitsFollowTheRating) {
  Site site = two_transformers(Sharing::first);
  device(site, "tx-1").impedance = number(0.2);  // 5 MVA, 6014 A
  const double current_a = 5e6 / (std::sqrt(3.0) * 480);
  for (const auto& [rating_a, test] : {std::pair{10e3, 1.73}, {10.1e3, 3.18}, {20e3, 3.18}, {20.1e3, 4.9}}) {
    device(site, "tx-1").interrupting_a = number(rating_a);
    EXPECT_NEAR(short_circuit(site, "tx-1").value, current_a * peak(4.9) / peak(test), 1e-6) << rating_a;
  }
  site.basis.electrical_code = ElectricalCode::iec;
  const auto kappa = [](double x_over_r) { return 1.02 + 0.98 * std::exp(-3 / x_over_r); };
  for (const auto& [rating_a, test] : {std::pair{10e3, 1.73}, {20e3, 3.18}, {50e3, 3.87}, {50.1e3, 4.9}}) {
    device(site, "tx-1").interrupting_a = number(rating_a);
    EXPECT_NEAR(short_circuit(site, "tx-1").value, 1.1 * current_a * kappa(4.9) / kappa(test), 1e-6) << rating_a;
  }
}

TEST(Asymmetry, UnknownIsBoundedByNoResistanceAtAll) {
  // 2 / 1.52669 = 1.3100 is the most: 27.40 kA. A breaker of 28 kA stands any X/R, one of 22 kA perhaps not, one of 20 kA not at all.
  Site site = two_transformers();
  device(site, "tx-1").x_over_r.reset();
  device(site, "tx-1").interrupting_a = number(28e3);
  EXPECT_EQ(short_circuit(site, "tx-1").status, Status::pass);
  EXPECT_NEAR(short_circuit(site, "tx-1").value, 20'918.5 * 2 / peak(4.9), 1);
  device(site, "tx-1").interrupting_a = number(22e3);
  EXPECT_EQ(short_circuit(site, "tx-1").status, Status::undecided);
  EXPECT_TRUE(short_circuit(site, "tx-1").arithmetic.starts_with("no X/R known for tx-1; "))
      << short_circuit(site, "tx-1").arithmetic;
  device(site, "tx-1").interrupting_a = number(20.5e3);
  EXPECT_EQ(short_circuit(site, "tx-1").status, Status::fail);
  // A margin of the owner does not turn what is not known into a failure: 28 kA less 5 % are 26.6 kA.
  device(site, "tx-1").interrupting_a = number(28e3);
  site.policy.margins.power = number(0.05);
  EXPECT_EQ(short_circuit(site, "tx-1").status, Status::undecided);
}

TEST(Asymmetry, ResistancesAndReactancesAddUpApart) {
  // Utility 100 MVA at X/R 15, transformer 17.391 MVA at 5: on 1 MVA R + jX = 0.000665 + j0.009978 and 0.011277 + j0.056383.
  Site site = two_transformers();
  device(site, "utility").fault_va = number(100e6);
  device(site, "utility").x_over_r = number(15);
  device(site, "tx-1").x_over_r = number(5);
  // Together 0.067427, less than 0.01 + 0.0575: impedances at one angle would let 0.1 % too little through.
  const double x_over_r = (0.009978 + 0.056383) / (0.000665 + 0.011277);  // 5.557
  const double mega_va = 1 / std::hypot(0.009978 + 0.056383, 0.000665 + 0.011277);
  EXPECT_NEAR(short_circuit(site, "tx-1").value, mega_va * 1e6 / (std::sqrt(3.0) * 480) * peak(x_over_r) / peak(4.9),
              2);
  // Unknown, they may stand at right angles: 1 / sqrt(0.01^2 + 0.0575^2) = 17.134 MVA, 20.61 kA, 27.0 kA at any X/R.
  device(site, "utility").x_over_r.reset();
  EXPECT_TRUE(short_circuit(site, "tx-1").arithmetic.starts_with("no X/R known for utility"));
  EXPECT_NEAR(short_circuit(site, "tx-1").value, 14.814815e6 / (std::sqrt(3.0) * 480), 1);
  device(site, "tx-1").interrupting_a = number(27.1e3);
  EXPECT_EQ(short_circuit(site, "tx-1").status, Status::pass);
  EXPECT_NEAR(short_circuit(site, "tx-1").value, 17.134e6 / (std::sqrt(3.0) * 480) * 2 / peak(4.9), 10);
}

TEST(Asymmetry, AboveOneKilovoltOnlyWithinTheTest) {
  Site site = test::bare_site(10e3);
  Device& utility = add_device(site, "utility", DeviceKind::utility, {});
  utility.fault_va = number(500e6);
  utility.voltage_v = number(12'470);
  utility.interrupting_a = number(25e3);  // 23.15 kA flow
  EXPECT_EQ(short_circuit(site, "utility").status, Status::undecided);
  device(site, "utility").x_over_r = number(17);
  EXPECT_EQ(short_circuit(site, "utility").status, Status::pass);
  device(site, "utility").x_over_r = number(20);
  EXPECT_EQ(short_circuit(site, "utility").status, Status::undecided);
  EXPECT_TRUE(short_circuit(site, "utility").arithmetic.starts_with("no multiplying factor known above 1 kV"));
  device(site, "utility").interrupting_a = number(23e3);
  EXPECT_EQ(short_circuit(site, "utility").status, Status::fail);
}

/// What a chain of impedances truly lets through, at their true angles, never feels worse than the check says.
TEST(Asymmetry, NeverLessThanTheComplexSum) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> ratio(0.5, 40), share(0.01, 0.2), mega(5, 500);
  for (int trial = 0; trial < 300; ++trial) {
    Site site = two_transformers();
    Device& utility = device(site, "utility");
    utility.fault_va = number(mega(random) * 1e6);
    utility.x_over_r = number(ratio(random));
    const auto z = [](double va, double x_over_r) { return std::polar(1 / va, std::atan(x_over_r)); };
    std::complex<double> both;
    for (const char* id : {"tx-1", "tx-2"}) {
      device(site, id).impedance = number(share(random));
      device(site, id).x_over_r = number(ratio(random));
      both += 1.0 / z(1000e3 / device(site, id).impedance->value, device(site, id).x_over_r->value);
    }
    const std::complex<double> all = z(utility.fault_va->value, utility.x_over_r->value) + 1.0 / both;
    const double x_over_r = all.imag() / all.real();
    const double current_a = 1 / std::abs(all) / (std::sqrt(3.0) * 480);
    EXPECT_GE(short_circuit(site, "board").value * (1 + 1e-9), current_a * std::max(1.0, peak(x_over_r) / peak(4.9)));
  }
}

// --- motors --------------------------------------------------------------------------------------------------------------

/// utility -> tx-1 -> mech, and utility -> tx-2 -> other: air units of 100 kW in all on both, power factor 1.
Site with_motors() {
  Site site = two_transformers();
  site.devices.erase(site.devices.begin() + static_cast<long>(test::device_index(site, "board")));
  add_device(site, "mech", DeviceKind::switchboard, {"tx-1"}).interrupting_a = number(30e3);
  add_device(site, "other", DeviceKind::switchboard, {"tx-2"}).interrupting_a = number(30e3);
  Product<AirUnitType> crah;
  crah.id = "crah";
  crah.body.fan_power_w = number(25e3);
  site.catalogue.air_units.push_back(crah);
  AirZone zone;
  zone.id = "room";
  zone.type = {"crah", {}, 0};
  zone.units.resize(4);
  zone.feeds = {test::device_ref(site, "mech"), test::device_ref(site, "other")};
  site.air_zones.push_back(zone);
  return site;
}

TEST(MotorContribution, OfTheSameBusAddsFourTimesFullLoad) {
  // 100 kVA x 4 = 0.4 MVA beside 17.391 MVA; all units count on either board. 0.4 MVA are 481 A, 4 times the 120.3 A of full load.
  Site site = with_motors();
  const double volts = std::sqrt(3.0) * 480;
  const double sum_a = 17.791304e6 / volts;
  EXPECT_NEAR(sum_a - 20'918.5, 4 * 100e3 / volts, 1);
  // As pure reactances they raise X/R: 17.0405 + 0.4 over 3.4777 = 5.0151.
  EXPECT_NEAR(short_circuit(site, "mech").value, sum_a * peak(5.0150) / peak(4.9), 1);
  EXPECT_NEAR(short_circuit(site, "other").value, short_circuit(site, "mech").value, 1e-6);
  EXPECT_NE(
      short_circuit(site, "mech").arithmetic.find("+ motors (air units of room 4 x 100 kVA), 4 x assumed, 0.4 MVA"),
      std::string::npos)
      << short_circuit(site, "mech").arithmetic;
  // The transformer's own terminals see the same, once.
  EXPECT_NEAR(short_circuit(site, "tx-1").value, short_circuit(site, "mech").value, 1e-6);
  site.basis.power_factor = number(0.8);
  EXPECT_GT(short_circuit(site, "mech").value, sum_a + 100);
  site.air_zones[0].motor_contribution = number(0);  // behind drives
  EXPECT_NEAR(short_circuit(site, "mech").value, 20'918.5, 1);
  site.air_zones[0].motor_contribution = number(6);
  site.basis.power_factor = number(1);
  EXPECT_NEAR(short_circuit(site, "mech").value / peak(4.9 * (17.0405 + 0.6) / 17.0405) * peak(4.9),
              17.991304e6 / volts, 1);
}

TEST(MotorContribution, IsFiveTimesUnderIec) {
  Site site = with_motors();
  site.basis.electrical_code = ElectricalCode::iec;
  EXPECT_NE(short_circuit(site, "mech").arithmetic.find("air units of room 5 x 100 kVA"), std::string::npos);
}

TEST(MotorContribution, ReachesOtherBusesThroughWhatIsBetween) {
  // Motors on tx-2's board alone, the utility of 100 MVA: at tx-1 100.4 MVA stand before 17.391 MVA. Behind an infinite bus nothing comes.
  Site site = with_motors();
  site.air_zones[0].feeds = {test::device_ref(site, "other")};
  EXPECT_NEAR(short_circuit(site, "mech").value, 20'918.5, 1);
  device(site, "utility").fault_va = number(100e6);
  device(site, "utility").x_over_r = number(4.9);
  EXPECT_NEAR(short_circuit(site, "mech").value, 1e6 / (1 / 100.4 + 1 / 17.391304) / (std::sqrt(3.0) * 480),
              10);  // but for X/R
}

TEST(MotorContribution, OfUnknownPowerLeavesItOpen) {
  Site site = with_motors();
  site.catalogue.cdus.push_back({});
  site.catalogue.cdus[0].id = "cdu";
  CduGroup group;
  group.id = "g1";
  group.type = {"cdu", {}, 0};
  group.units.resize(2);
  group.feeds = {test::device_ref(site, "mech")};
  site.cdu_groups.push_back(group);
  EXPECT_EQ(short_circuit(site, "mech").status, Status::undecided);
  EXPECT_TRUE(short_circuit(site, "mech").arithmetic.starts_with("no power known for cdu (CDUs of g1); "));
  EXPECT_EQ(short_circuit(site, "other").status, Status::pass);  // behind an infinite bus
  site.cdu_groups[0].motor_contribution = number(0);
  EXPECT_EQ(short_circuit(site, "mech").status, Status::pass);
}

}  // namespace
}  // namespace hallplan::power
