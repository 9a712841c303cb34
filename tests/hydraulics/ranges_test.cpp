// Ranges of flows, properties and drops: the verdict holds at both ends, whichever is the bad one.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "planner/hydraulics/effectiveness.hpp"
#include "planner/hydraulics/facility_water.hpp"
#include "planner/hydraulics/group_cooling.hpp"
#include "planner/hydraulics/rejection.hpp"
#include "tests/support/piped.hpp"
#include "tests/support/values.hpp"

namespace hallplan {
namespace {

using test::kLitrePerMinute;
using test::piped;

Value ranged(double low, double high) {
  Value value = exactly(low);
  value.high = high;
  return value;
}

CduType& cdu(Site& site) { return site.catalogue.cdus[static_cast<std::size_t>(site.cdu_groups[0].type.index)].body; }

/// The share of a unit of the group with so much facility water, at any of its coolant flows.
double share(const Site& site, double facility_l_per_min) {
  return hydraulics::heat_share(site, site.cdu_groups[0], facility_l_per_min * kLitrePerMinute).share;
}

/// The least share of the site as it is with each end of one value alone.
template <class Change>
double least_of_ends(const Site& site, double facility_l_per_min, double low, double high, const Change& change) {
  double least = 1;
  for (const double end : {low, high}) {
    Site one = site;
    change(one, exactly(end));
    least = std::min(least, share(one, facility_l_per_min));
  }
  return least;
}

// Rated with 400 to 480 L/min of facility water and 400 given: if the 480 are right it carries less than its rating.
TEST(LiquidRanges, FacilityFlowOfARatingAtBothEnds) {
  Site site = piped();
  const auto rate = [](Site& one, const Value& litres) {
    cdu(one).facility->flow_m3_per_s = ranged(litres.low * kLitrePerMinute, litres.high * kLitrePerMinute);
  };
  const double least = least_of_ends(site, 400, 400, 480, rate);
  EXPECT_LT(least, 0.95);
  rate(site, ranged(400, 480));
  EXPECT_NEAR(share(site, 400), least, 1e-9);
  EXPECT_DOUBLE_EQ(share(site, 480), 1);
}

// With little water the low end of the coolant flow is the bad one; of an exchanger of few transfer units the high one, used below it.
TEST(LiquidRanges, CoolantFlowOfARatingAtBothEnds) {
  const auto rate = [](Site& one, const Value& litres) {
    cdu(one).flow_m3_per_s = ranged(litres.low * kLitrePerMinute, litres.high * kLitrePerMinute);
  };
  Site many = piped();
  const double starved = least_of_ends(many, 250, 280, 320, rate);
  rate(many, ranged(280, 320));
  EXPECT_NEAR(share(many, 250), starved, 1e-9);
  Site few = piped();
  cdu(few).capacity_w = exactly(181e3);
  cdu(few).facility->flow_m3_per_s = exactly(600 * kLitrePerMinute);
  cdu(few).approach_k = exactly(10);
  const hydraulics::GroupCooling both = [&] {
    Site ranges = few;
    rate(ranges, ranged(550, 650));
    return hydraulics::exchangers_of(ranges, ranges.cdu_groups[0]);
  }();
  const double at_both = both.taken_w_per_k(200 * kLitrePerMinute, 600 * kLitrePerMinute);
  std::array<double, 2> at{};
  for (int end = 0; end < 2; ++end) {
    Site one = few;
    rate(one, exactly(end == 0 ? 550 : 650));
    at[static_cast<std::size_t>(end)] =
        hydraulics::exchangers_of(one, one.cdu_groups[0]).taken_w_per_k(200 * kLitrePerMinute, 600 * kLitrePerMinute);
  }
  EXPECT_GT(at[0], at[1]);  // the high end leads to less
  EXPECT_NEAR(at_both, at[1], 1e-9 * at[1]);
}

// A coolant of more or less capacity, on either side: the worse end counts.
TEST(LiquidRanges, CapacityOfCoolantsAtBothEnds) {
  const auto warm = [](Site& one, const std::string& id, double low, double high) {
    for (Product<CoolantType>& coolant : one.catalogue.coolants) {
      if (coolant.id != id) continue;
      for (CoolantPoint& point : coolant.body.table) {
        const double value = point.specific_heat_j_per_kg_k.value;
        point.specific_heat_j_per_kg_k = ranged(low * value, high * value);
      }
    }
  };
  for (const std::string facility : {"water", "pg25"}) {
    for (const std::string id : {"water", "pg25"}) {
      const Site site = piped({}, {"liquid.loops.fws.coolant=" + facility});
      double least = 1;
      for (const double end : {0.95, 1.05}) {
        Site one = site;
        warm(one, id, end, end);
        least = std::min(least, share(one, 300));
      }
      Site both = site;
      warm(both, id, 0.95, 1.05);
      EXPECT_LE(share(both, 300), least + 1e-9) << facility << " " << id;
      EXPECT_GT(share(both, 300), 0.8 * least) << facility << " " << id;
    }
  }
}

// Glycol's film by its thickest and least conducting end, the water's that it is held against by its thinnest and best.
TEST(LiquidRanges, FilmsByTheirWorstEnds) {
  const auto films = [](const std::string& id, double viscosity, double conductivity) {
    Site site = piped({}, {"liquid.loops.fws.coolant=pg25"});
    for (Product<CoolantType>& coolant : site.catalogue.coolants) {
      if (coolant.id != id) continue;
      for (CoolantPoint& point : coolant.body.table) {
        const double mu = point.viscosity_pa_s->value;
        point.viscosity_pa_s = ranged(std::min(mu, mu * viscosity), std::max(mu, mu * viscosity));
        if (!point.conductivity_w_per_m_k) continue;
        const double k = point.conductivity_w_per_m_k->value;
        point.conductivity_w_per_m_k = ranged(std::min(k, k * conductivity), std::max(k, k * conductivity));
      }
    }
    return hydraulics::exchangers_of(site, site.cdu_groups[0]).films.cooling;
  };
  const double once = films("pg25", 1, 1);
  EXPECT_NEAR(films("pg25", 1.2, 1), once * std::pow(1.2, -0.37), 1e-9);
  EXPECT_NEAR(films("pg25", 0.8, 1), once, 1e-9);
  EXPECT_NEAR(films("pg25", 1, 0.9), once * std::pow(0.9, 0.67), 1e-9);
  EXPECT_NEAR(films("water", 0.8, 1), once * std::pow(1 / 0.8, -0.37), 1e-9);
  EXPECT_NEAR(films("water", 1, 1.1), once * std::pow(1 / 1.1, 0.67), 1e-9);
  EXPECT_NEAR(films("water", 1.2, 0.9), once, 1e-9);
}

// A point that its maker rates at half the flow, 300 kW at 4 K with 150 L/min, says less of the full flow: the exchanger that does this has
// UA = NTU x C, NTU by the rating, and what it takes at 300 L/min follows from that.
TEST(LiquidRanges, PointsOfLessFlowTellOfTheUnitsOwn) {
  Site site = piped();
  cdu(site).ratings = {{exactly(2), exactly(150e3), exactly(100 * kLitrePerMinute)}};
  const double coolant = 1022.5 * 3920 * kLitrePerMinute, water = 993.64 * 4179.3 * 400 * kLitrePerMinute;
  const hydraulics::ExchangerRating rating{150e3, 2, 100 * coolant, water};
  const double taken = hydraulics::taken_w_per_k(rating, *hydraulics::rated_ua_w_per_k(rating), 300 * coolant, water);
  const double at_full = taken / (1 - taken / (300 * coolant)) * 2 / 150e3;
  ASSERT_LT(at_full, 0.9);
  site.loops[0].supply_degc = exactly(38);  // 2 K
  EXPECT_NEAR(share(site, 400), at_full, 1e-3);
  site.loops[0].supply_degc = exactly(36);  // 4 K: the unit's own point
  EXPECT_NEAR(share(site, 400), 1, 1e-9);
  site.loops[0].supply_degc = exactly(37);  // half-way: 150 and 250 kW in equal parts
  EXPECT_NEAR(share(site, 400), (150 * at_full + 250) / 400, 1e-3);
}

// A strainer before a pump takes most where most flows. Without valves a rack of 20 kPa gets more than one of 50 kPa; a range of its drop is
// held at the low end for the pump's inlet.
TEST(LiquidRanges, StrainersTakeMostWhereMostFlows) {
  const auto had = [](double low_pa, double high_pa) {
    Site site = piped(", strainer_drop: 30 kPa", {"liquid.cdu_groups.g1.fill_pressure=1.2 bar"});
    cdu(site).npsh_pa = exactly(100e3);
    RackType& rack = site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-compute"))].body;
    for (FlowPoint& point : rack.liquid->table) {
      point.pressure_drop_pa = ranged(point.flow_m3_per_s.low / (100 * kLitrePerMinute) * low_pa,
                                      point.flow_m3_per_s.low / (100 * kLitrePerMinute) * high_pa);
    }
    return only(hydraulics::check(site, test::placed(site, 2), {50e3}), Rule::liquid_pressure, "g1, pump inlet",
                "1 unit lost")
        .value;
  };
  EXPECT_LT(had(20e3, 20e3), had(150e3, 150e3) - 500);
  EXPECT_NEAR(had(20e3, 150e3), had(20e3, 20e3), 1);
}

/// Two types of racks on one pair of headers without valves, the second one's drop between two ends.
Site mixed(double low_pa, double high_pa) {
  Site site = piped();
  Product<RackType> other = site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-compute"))];
  other.id = "test-other";
  for (FlowPoint& point : other.body.liquid->table) point.pressure_drop_pa = ranged(low_pa, high_pa);
  other.body.liquid->table.front().pressure_drop_pa = ranged(0.4 * low_pa, 0.4 * high_pa);
  site.catalogue.racks.push_back(std::move(other));
  return site;
}

// What racks get hangs on what others on their headers drop: least where those drop least, most where most.
TEST(LiquidRanges, RacksOfOtherDropsShareHeaders) {
  const auto checks = [](double low_pa, double high_pa) {
    const Site site = mixed(low_pa, high_pa);
    return hydraulics::check(site, layout::positioned(site, racks(site, {{"test-compute", 3}, {"test-other", 3}})),
                             {50e3});
  };
  const auto gets = [](const std::vector<Check>& of) {
    const Check check = only(of, Rule::liquid_delivery, "g1", "1 unit lost");
    return check.value / check.limit;
  };
  const double others_low = gets(checks(10e3, 10e3)), others_high = gets(checks(45e3, 45e3));
  ASSERT_LT(others_low, 0.97 * others_high);
  EXPECT_NEAR(gets(checks(10e3, 45e3)), others_low, 1e-6);
  const auto most = [](const std::vector<Check>& of) { return only(of, Rule::liquid_rack_flow, "g1, pipes").value; };
  const double most_high = most(checks(400e3, 400e3));
  ASSERT_GT(most_high, 1.03 * most(checks(60e3, 60e3)));
  EXPECT_NEAR(most(checks(60e3, 400e3)), most_high, 1e-3 * most_high);
}

// Two CDUs of 181 kW float for 370 kW. Coolant that takes up more leaves an exchanger warmer that takes all it can: of a range both ends count.
TEST(LiquidRanges, FloatingSuppliesCountAtBothEnds) {
  const auto with = [](double low, double high) {
    Site site = test::piped(", flow_limited: true",
                            {"liquid.cdu_groups.g1.supply=39 degC", "liquid.cdu_groups.g1.type=test-cdu-181kw"});
    for (Product<CoolantType>& coolant : site.catalogue.coolants) {
      if (coolant.id != "pg25") continue;
      for (CoolantPoint& point : coolant.body.table) {
        point.specific_heat_j_per_kg_k.low = low * point.specific_heat_j_per_kg_k.value;
        point.specific_heat_j_per_kg_k.high = high * point.specific_heat_j_per_kg_k.value;
      }
    }
    return test::supply(site, 4, "1 unit lost").value;
  };
  const double low = with(0.9, 0.9), high = with(1.1, 1.1), both = with(0.9, 1.1);
  EXPECT_GT(high, low + 3e-4);
  EXPECT_NEAR(both, high, 1e-4);  // a valve lets a hair more through at one end than at the other
}

}  // namespace
}  // namespace hallplan
