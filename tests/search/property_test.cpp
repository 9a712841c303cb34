// Random small sites with phases: what the search proposes holds every rule that it claims to hold, and no plan that the verdict lets pass
// has more racks than the bound, by looking at all of them where they are few.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

#include "planner/layout/layout.hpp"
#include "planner/search/search.hpp"
#include "planner/site/phase.hpp"
#include "planner/verdict/verdict.hpp"
#include "tests/support/load.hpp"

namespace hallplan::search {
namespace {

using Sets = std::vector<std::string>;

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : random_(seed) {}
  int below(int count) { return static_cast<int>(random_() % static_cast<std::uint64_t>(count)); }
  bool once_in(int count) { return below(count) == 0; }
  std::string one_of(const std::vector<std::string>& all) {
    return all[static_cast<std::size_t>(below(static_cast<int>(all.size())))];
  }
  std::string number(int least, int most, const std::string& unit) {
    return std::to_string(least + below(most - least + 1)) + unit;
  }

 private:
  std::mt19937_64 random_;
};

/// Limits between too low for anything and more than enough, and what comes and goes when.
Sets random_limits(Chance& chance) {
  Sets sets;
  const auto maybe = [&](const std::string& set) {
    if (!chance.once_in(3)) sets.push_back(set);
  };
  for (const char* side : {"a", "b"}) {
    maybe(std::string("power.devices.tx-") + side + ".rating=" + chance.number(300, 1400, " kW"));
    maybe(std::string("power.devices.ups-") + side + "2.energised=" + chance.one_of({"p1", "p2"}));
    maybe(std::string("power.devices.bus-") + side + ".rating=" + chance.number(150, 900, " kW"));
  }
  maybe("power.devices.utility.rating=" + chance.number(300, 2500, " kW"));
  maybe("liquid.cdu_groups.g1.units.cdu-4.delivered=" + chance.one_of({"p1", "p2"}));
  maybe("liquid.cdu_groups.g1.spare=" + chance.number(0, 2, ""));
  maybe("air.zones.room.units.crah-4.delivered=" + chance.one_of({"p1", "p2"}));
  maybe("air.zones.room.spare=" + chance.number(0, 2, ""));
  maybe("liquid.loops.fws.rejection.grows.p2.units=" + chance.number(3, 6, ""));
  maybe("hall.floor.bay_rating=" + chance.number(600, 1800, " kg/m2"));
  if (chance.once_in(3)) sets.push_back("power.devices.utility.swing_limit=" + chance.number(100, 900, " kW"));
  if (chance.once_in(3)) sets.push_back("policy.margin={power: 7 %, liquid: 5 %, air: 4 %}");
  if (chance.once_in(4)) sets.push_back("policy.power=maintenance");
  if (chance.once_in(4)) sets.push_back("power.devices.tx-b.from=[tx-a]");  // every rack loses both sides with tx-a
  if (chance.once_in(4)) sets.push_back("power.devices.ups-a.spare_modules=1");
  if (chance.once_in(4))
    sets.push_back("liquid.leak_zones={z: {rows: [r1], most_racks: " + chance.number(1, 6, "") + "}}");
  if (chance.once_in(4)) sets.push_back("density.square.limit=" + chance.number(20, 60, " kW/m2"));
  return sets;
}

Sets random_phases(Chance& chance) {
  Sets sets = {"demand.su.units=" + chance.one_of({"0", "1", "2", "3"}),
               "demand.su.deliveries.p1.units=" + chance.number(0, 2, ""),
               "demand.su.deliveries.p2.units=" + chance.number(0, 2, ""),
               "demand.su.units_per_management=" + chance.number(0, 2, ""),
               "placed.old.slot=" + chance.number(1, 6, ""),
               "placed.old.row=" + chance.one_of({"r1", "r2"})};
  if (chance.once_in(2)) {
    sets.push_back("placed.new={type: test-management, row: r1, slot: " + chance.number(1, 6, "") +
                   ", feed_a: bus-a, feed_b: bus-b, phase: p2}");
  }
  if (chance.once_in(3)) {
    sets.push_back("liquid.cdu_groups.g1.units.cdu-4.x=" + chance.number(2, 6, " m"));
    sets.push_back("liquid.cdu_groups.g1.units.cdu-4.y=" + chance.number(5, 12, " m"));
  }
  return sets;
}

/// Null where what was drawn is no site: a spare too many, two things in one place.
std::unique_ptr<Site> site_of(const Sets& sets) {
  try {
    return std::make_unique<Site>(test::load_data_site("small-phases.yaml", sets));
  } catch (const std::runtime_error&) {
    return nullptr;
  }
}

using Key = std::tuple<Rule, std::string, std::string>;

/// What fails in a phase, and by how much, less what the search does not claim: how many racks there are, and what hangs on a type alone.
std::map<Key, double> failures(const Site& view, const Plan& plan) {
  static const std::set<Rule> kNotClaimed = {Rule::demand_racks,    Rule::liquid_return,    Rule::liquid_rack_flow,
                                             Rule::liquid_supply,   Rule::liquid_approach,  Rule::liquid_cdu_head,
                                             Rule::liquid_pressure, Rule::liquid_dew_point, Rule::layout_height,
                                             Rule::air_supply,      Rule::air_inlet};
  std::map<Key, double> failing;
  for (const Check& check : verdict::verify(view, plan).checks) {
    const bool second_law = check.rule == Rule::liquid_fws_return && check.where.find(" against ") != std::string::npos;
    if (check.status != Status::fail || second_law || kNotClaimed.count(check.rule) != 0) continue;
    failing[{check.rule, check.where, check.scenario}] = check.margin;
  }
  return failing;
}

std::string text_of(const Sets& sets) {
  std::string text;
  for (const std::string& set : sets) text += " --set '" + set + "'";
  return text;
}

Plan quick_search(const Site& site) {
  Options options;
  options.moves = 60;
  return search(site, options);
}

TEST(SearchProperty, NoPhaseFailsWhatTheSearchClaimsToHold) {
  Chance chance(41);
  int sites = 0;
  int placed = 0;
  for (int i = 0; i < 120; ++i) {
    Sets sets = random_limits(chance);
    const Sets phases = random_phases(chance);
    sets.insert(sets.end(), phases.begin(), phases.end());
    const std::unique_ptr<Site> site = site_of(sets);
    if (site == nullptr) continue;
    ++sites;
    const Plan plan = quick_search(*site);
    for (int phase = 0; phase < phase_count(*site); ++phase) {
      const Site view = in_phase(*site, phase);
      const std::map<Key, double> pinned = failures(view, layout::positioned(view, pinned_plan(view)));
      for (const auto& [key, margin] : failures(view, plan_in_phase(*site, plan, phase))) {
        const auto before = pinned.find(key);  // what pinned racks break, the search makes no worse
        const bool no_worse = before != pinned.end() && margin >= before->second - 1e-9 * std::abs(before->second);
        const auto& [rule, where, scenario] = key;
        EXPECT_TRUE(no_worse) << rule_id(rule) << " " << where << ", " << scenario << " in phase " << phase << ":"
                              << text_of(sets);
      }
      placed += count_compute(view, plan_in_phase(*site, plan, phase));
    }
    EXPECT_LE(count_compute(*site, plan_in_phase(*site, plan, last_phase(*site))), plan.search.bound_racks)
        << text_of(sets);
  }
  EXPECT_GT(sites, 25);
  EXPECT_GT(placed, 50);  // empty plans would prove nothing
}

/// A plan of a phase that fails nothing with more compute racks than these, if there is one, by looking at all: each slot is empty or holds
/// one rack on the first way to connect it.
std::string larger_plan(const Site& view, int racks) {
  std::vector<Placement> all;
  for (std::size_t r = 0; r < view.rows.size(); ++r) {
    for (int slot = 0; slot < view.rows[r].slots; ++slot) {
      Placement rack;
      rack.id = "x" + std::to_string(all.size());
      rack.type = view.demand[0].compute.index;
      rack.row = static_cast<int>(r);
      rack.slot = slot;
      rack.feed_a = view.rows[r].feeds[0].a.index;
      rack.feed_b = view.rows[r].feeds[0].b.index;
      rack.cdu_group = view.rows[r].cdu_groups[0].index;
      rack.demand = 0;
      all.push_back(layout::positioned(view, rack));
    }
  }
  for (unsigned subset = 0; subset < (1U << all.size()); ++subset) {
    if (std::popcount(subset) <= racks) continue;
    Plan plan = layout::positioned(view, pinned_plan(view));
    std::string slots;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if ((subset >> i & 1U) == 0) continue;
      plan.racks.push_back(all[i]);
      plan.racks.back().unit = static_cast<int>(i);
      slots += ' ' + view.rows[static_cast<std::size_t>(all[i].row)].id + '/' + std::to_string(all[i].slot + 1);
    }
    if (failures(view, plan).empty()) return slots;
  }
  return {};
}

TEST(SearchProperty, NoVerifiedPlanIsLargerThanTheBound) {
  Chance chance(42);
  int sites = 0;
  int tight = 0;
  for (int i = 0; i < 36; ++i) {
    Sets sets = random_limits(chance);
    for (const char* set :
         {"demand.su.compute_racks=1", "demand.su.network_racks=0", "demand.su.units_per_management=0",
          "demand.su.units=0", "demand.su.deliveries.p1.units=4", "demand.su.deliveries.p2.units=4", "rows.r1.slots=3",
          "rows.r2.slots=4", "rows.r2.feeds=[[bus-a2, bus-b2]]"}) {
      sets.push_back(set);
    }
    sets.push_back("placed.old.slot=" + chance.number(1, 4, ""));
    const std::unique_ptr<Site> site = site_of(sets);
    if (site == nullptr) continue;
    ++sites;
    const Plan plan = quick_search(*site);
    for (int phase = 0; phase < phase_count(*site); ++phase) {
      const Site view = in_phase(*site, phase);
      const bool last = phase == last_phase(*site);
      const int bound =
          last ? plan.search.bound_racks : plan.search.phase_bounds[static_cast<std::size_t>(phase)].racks;
      EXPECT_EQ(larger_plan(view, bound), "") << "over " << bound << " in phase " << phase << ":" << text_of(sets);
      if (last && bound == count_compute(view, plan_in_phase(*site, plan, phase))) ++tight;
    }
  }
  EXPECT_GT(sites, 12);
  EXPECT_GT(tight, 3);
}

}  // namespace
}  // namespace hallplan::search
