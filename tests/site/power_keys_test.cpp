// Keys of power devices and of the policy: read in SI, refused on the wrong kind of device.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/devices.hpp"
#include "tests/support/load.hpp"

namespace hallplan {
namespace {

using test::device;
using test::refused;

TEST(PowerKeys, AreReadInSi) {
  const Site site = test::small_site(
      {"power.devices.bus-a.tap_offs={count: 24, rating: 60 A}", "power.devices.gen.start=12 s",
       "power.devices.tx-a.transfer=0.5 s", "power.devices.ups-a.runtime=5 min", "power.devices.ups-a.spare_modules=1",
       "power.devices.utility.fault_power=500 MVA", "power.devices.tx-a.impedance=5.75 %",
       "power.devices.mech.interrupting_rating=65 kA", "power.devices.utility.swing_limit=2 MW",
       "power.devices.utility.ramp_limit=6 MW/min", "power.devices.mech.maintained=false",
       "power.devices.tx-a.x_over_r=6.5", "power.devices.mech.test_x_over_r=6.6",
       "liquid.cdu_groups.g1.motor_contribution=0", "air.zones.room.motor_contribution=3.5",
       "liquid.loops.chw.rejection.motor_contribution=600 %",
       "power.devices.tx-a.altitude=[{elevation: 1000 m, share: 100 %}, {elevation: 2000 m, share: 94 %}]"});
  ASSERT_TRUE(device(site, "bus-a").tap_offs.has_value());
  EXPECT_EQ(device(site, "bus-a").tap_offs->count, 24);
  EXPECT_EQ(device(site, "bus-a").tap_offs->rating_a->value, 60);
  EXPECT_EQ(device(site, "gen").start_s->value, 12);
  EXPECT_EQ(device(site, "tx-a").transfer_s->value, 0.5);
  EXPECT_EQ(device(site, "ups-a").runtime_s->value, 300);
  EXPECT_EQ(device(site, "ups-a").spare_modules, 1);
  EXPECT_EQ(device(site, "utility").fault_va->value, 500e6);
  EXPECT_DOUBLE_EQ(device(site, "tx-a").impedance->value, 0.0575);
  EXPECT_EQ(device(site, "mech").interrupting_a->value, 65e3);
  EXPECT_EQ(device(site, "utility").swing_limit_w->value, 2e6);
  EXPECT_DOUBLE_EQ(device(site, "utility").ramp_w_per_s->value, 100e3);
  EXPECT_EQ(device(site, "tx-a").x_over_r->value, 6.5);
  EXPECT_EQ(device(site, "mech").test_x_over_r->value, 6.6);
  EXPECT_EQ(site.cdu_groups[0].motor_contribution->value, 0);
  EXPECT_EQ(site.air_zones[0].motor_contribution->value, 3.5);
  EXPECT_DOUBLE_EQ(site.loops[1].rejection.motor_contribution->value, 6);
  EXPECT_FALSE(device(site, "mech").maintained);
  EXPECT_TRUE(device(site, "mech-2").maintained);
  ASSERT_EQ(device(site, "tx-a").altitude.size(), 2U);
  EXPECT_DOUBLE_EQ(device(site, "tx-a").altitude[1].share.value, 0.94);
}

TEST(PowerKeys, SharesThatRiseWithAltitudeAreRefused) {
  const std::string rising =
      refused({"power.devices.tx-a.altitude=[{elevation: 1000 m, share: 94 %}, {elevation: 2000 m, share: 100 %}]"});
  EXPECT_NE(rising.find("site.range-order"), std::string::npos) << rising;
  EXPECT_NE(rising.find("altitude: expected no more than the line before, found '100 %' after '94 %'"),
            std::string::npos)
      << rising;
  EXPECT_EQ(
      refused({"power.devices.tx-a.altitude=[{elevation: 1000 m, share: 94 %}, {elevation: 2000 m, share: 94 %}]"}),
      "");
}

TEST(PowerKeys, NameTypesOfTheCatalogue) {
  const Site site = test::small_site({"power.devices.bus-a.tap_offs={count: 24, type: tap-off-60a}",
                                      "power.devices.tx-a.transformer_type=transformer-2500kva",
                                      "power.devices.gen.generator_type=generator-2500kw"});
  EXPECT_FALSE(device(site, "bus-a").tap_offs->rating_a.has_value());
  ASSERT_EQ(site.catalogue.tap_offs.size(), 1U);
  EXPECT_EQ(site.catalogue.tap_offs[0].body.poles, 3);
  EXPECT_EQ(site.catalogue.tap_offs[0].body.rating_a->value, 60);
  ASSERT_EQ(device(site, "tx-a").transformer_type.index, 0);
  EXPECT_EQ(site.catalogue.transformers[0].body.rating_va.value, 2500e3);
  EXPECT_FALSE(site.catalogue.transformers[0].body.impedance.has_value());
  ASSERT_EQ(device(site, "gen").generator_type.index, 0);
  EXPECT_EQ(site.catalogue.generators[0].body.rating_w.value, 2500e3);
  EXPECT_EQ(site.catalogue.generators[0].body.rating_va->value, 3125e3);
}

TEST(PowerKeys, AreRefusedOnAnotherKindOfDevice) {
  for (const auto& [set, found] : {
           std::pair{"tx-a.start=12 s", "'tx-a' gives 'start', which belongs to a generator"},
           {"tx-a.runtime=5 min", "'tx-a' gives 'runtime', which belongs to a UPS"},
           {"tx-a.fault_power=500 MVA", "'tx-a' gives 'fault_power', which belongs to a utility"},
           {"gen.swing_limit=1 MW", "'gen' gives 'swing_limit', which belongs to a utility"},
           {"gen.ramp_limit=1 MW/s", "'gen' gives 'ramp_limit', which belongs to a utility"},
           {"mech.impedance=5 %", "'mech' gives 'impedance', which belongs to a transformer or generator"},
           {"mech.x_over_r=5", "'mech' gives 'x_over_r', which belongs to a utility, transformer or generator"},
           {"mech.test_x_over_r=5", "'mech' gives 'test_x_over_r', which belongs to a device with"},
           {"mech.transfer=1 s", "'mech' gives 'transfer', which belongs to a device with several sources"},
           {"mech.tap_offs={count: 2, rating: 60 A}", "'mech' gives 'tap_offs', which belongs to a busway"},
           {"mech.transformer_type=transformer-2500kva",
            "'mech' gives 'transformer_type', which belongs to a transformer"},
           {"tx-a.generator_type=generator-2500kw", "'tx-a' gives 'generator_type', which belongs to a generator"},
           {"gen.generator_type=transformer-2500kva", "expected a generator of the catalogue"},
           {"bus-a.tap_offs={count: 2}", "'bus-a': tap_offs needs 'rating', or 'type'"},
           {"bus-a.tap_offs={count: 2, type: tap-off}", "expected a tap-off box of the catalogue"},
           {"mech.spare_modules=1", "'mech' has spare modules and needs 'ups_type'"},
           {"ups-a.spare_modules=2", "'ups-a': 2 spare of 2 units leaves none to run"},
           {"tx-a.altitude=[{elevation: 2000 m, share: 94 %}, {elevation: 1000 m, share: 100 %}]",
            "altitude: expected rising lines"},
       }) {
    const std::string text = refused({std::string("power.devices.") + set});
    EXPECT_NE(text.find(found), std::string::npos) << set << ": " << text;
  }
}

TEST(PolicyKeys, AreRead) {
  const Site plain = test::small_site();
  EXPECT_EQ(plain.policy.power, FaultPolicy::single);
  EXPECT_FALSE(plain.policy.margins.power.has_value());
  const Site site =
      test::small_site({"policy={power: maintenance, air: maintenance, margin: {liquid: 5 %}, "
                        "warnings: [power.swing, layout.floor-bay]}"});
  EXPECT_EQ(site.policy.power, FaultPolicy::maintenance);
  EXPECT_EQ(site.policy.air, FaultPolicy::maintenance);
  EXPECT_EQ(site.policy.liquid, FaultPolicy::single);
  EXPECT_DOUBLE_EQ(site.policy.margins.liquid->value, 0.05);
  ASSERT_EQ(site.policy.warnings.size(), 2U);
  EXPECT_EQ(site.policy.warnings[0].index, static_cast<int>(Rule::power_swing));
  EXPECT_NE(refused({"policy={margin: {power: 60 %}}"}).find("site.range"), std::string::npos);
}

TEST(PolicyKeys, PairsAreBounded) {
  std::vector<std::string> sets{"policy={power: maintenance}"};
  for (int i = 0; i < 190; ++i) {
    sets.push_back("power.devices.tx-" + std::to_string(i) + "={kind: transformer, from: [utility], rating: 1 MW}");
  }
  EXPECT_EQ(refused(sets), "");
  sets.push_back("power.devices.tx-last={kind: transformer, from: [utility], rating: 1 MW}");
  EXPECT_NE(refused(sets).find("looks at pairs of at most 200 power devices, found 201"), std::string::npos);
}

TEST(PowerKeys, ASourceIsNamedOnce) {
  const std::string found = refused({"power.devices.ups-a.from=[tx-a, tx-a, tx-b]"});
  EXPECT_NE(found.find("'ups-a' names its source 'tx-a' twice"), std::string::npos) << found;
}

TEST(PowerKeys, AFeedOfPlantIsNamedOnce) {
  const std::string found =
      refused({"liquid.loops.fws.rejection.feeds=[mech, mech]", "liquid.loops.fws.rejection.pump_feeds=[mech, mech]",
               "air.zones.room.feeds=[mech, mech-2, mech]"});
  EXPECT_NE(found.find("'fws' names its feed 'mech' twice"), std::string::npos) << found;
  EXPECT_NE(found.find("'pumps of fws' names its feed 'mech' twice"), std::string::npos) << found;
  EXPECT_NE(found.find("'room' names its feed 'mech' twice"), std::string::npos) << found;
}

TEST(PowerKeys, VoltagesMeetAtTransformers) {
  EXPECT_EQ(refused({"power.devices.ups-a.voltage=400 V"}), "");  // of the busway's 415 V within a tenth
  const std::string found = refused({"power.devices.tx-a.voltage=480 V"});
  EXPECT_NE(found.find("'bus-a' runs at 415 V, and 'ups-a', which feeds it, at 480 V"), std::string::npos) << found;
}

TEST(PowerKeys, SourcesAreBounded) {
  // Every simulation walks along them: a square of them for single losses, a cube for pairs.
  constexpr int kTransformers = 60, kBoards = 31;  // 60 + 31 x 60 = 1,920
  std::vector<std::string> sets;
  std::string all;
  for (int i = 0; i < kTransformers; ++i) {
    const std::string id = "s-" + std::to_string(i);
    sets.push_back("power.devices." + id + "={kind: transformer, from: [utility], rating: 1 MW}");
    all += (i == 0 ? "" : ", ") + id;
  }
  for (int i = 0; i < kBoards; ++i) {
    sets.push_back("power.devices.board-" + std::to_string(i) +
                   "={kind: switchboard, rating: 1 MW, full_rated: true, from: [" + all + "]}");
  }
  EXPECT_EQ(refused(sets), "");
  std::vector<std::string> pairs{"policy={power: maintenance}"};
  pairs.insert(pairs.end(), sets.begin(), sets.end());
  EXPECT_EQ(refused(pairs), "");
  for (int i = 0; i < 80; ++i) {
    pairs.push_back("power.devices.t-" + std::to_string(i) + "={kind: transformer, from: [utility], rating: 1 MW}");
  }
  EXPECT_NE(refused(pairs).find("expected at most 2000 names in 'from' of power devices and 'feeds' of plant together "
                                "under policy.power: maintenance, found 20"),
            std::string::npos)
      << refused(pairs);
  pairs[0] = "policy={power: single}";
  EXPECT_EQ(refused(pairs), "");
}

}  // namespace
}  // namespace hallplan
