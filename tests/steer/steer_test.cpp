// The loop of search and verdict on small halls, against every placement there is.
#include "planner/steer/steer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "planner/layout/layout.hpp"
#include "tests/support/load.hpp"

namespace hallplan::steer {
namespace {

Site headers(const std::vector<std::string>& sets = {}) { return test::load_data_site("small-headers.yaml", sets); }

Judged searched(const Site& site) {
  Judged out;
  out.plan = search::search(site, {});
  out.verdict = verdict::verify(site, out.plan);
  return out;
}

int count_steered(const verdict::Verdict& verdict) {
  return static_cast<int>(std::count_if(verdict.checks.begin(), verdict.checks.end(), is_steered));
}

bool fails_nothing(const verdict::Verdict& verdict) {
  return std::none_of(verdict.checks.begin(), verdict.checks.end(),
                      [](const Check& check) { return check.status == Status::fail; });
}

using Slots = std::vector<std::pair<int, int>>;  ///< row and slot

bool is_among(const Slots& slots, int row, int slot) {
  return std::find(slots.begin(), slots.end(), std::pair(row, slot)) != slots.end();
}

/// Most racks of any subset of the hall's slots, but those left out, that fails nothing; each rack alone is a unit.
int most_that_hold(const Site& site, const Slots& without = {}) {
  std::vector<Placement> places;
  for (std::size_t row = 0; row < site.rows.size(); ++row) {
    for (int slot = 0; slot < site.rows[row].slots; ++slot) {
      if (is_among(without, static_cast<int>(row), slot)) continue;
      const FeedPair& feeds = site.rows[row].feeds.front();
      Placement rack;
      rack.id = site.rows[row].id + "-" + std::to_string(slot + 1);
      rack.type = site.demand.front().compute.index;
      rack.row = static_cast<int>(row);
      rack.slot = slot;
      rack.feed_a = feeds.a.index;
      rack.feed_b = feeds.b.index;
      rack.cdu_group = site.rows[row].cdu_groups.front().index;
      rack.demand = 0;
      places.push_back(rack);
    }
  }
  int most = 0;
  for (unsigned set = 1; set < (1U << places.size()); ++set) {
    Plan plan;
    for (std::size_t i = 0; i < places.size(); ++i) {
      if ((set >> i & 1U) == 0) continue;
      plan.racks.push_back(places[i]);
      plan.racks.back().unit = static_cast<int>(plan.racks.size()) - 1;
    }
    if (static_cast<int>(plan.racks.size()) <= most) continue;
    plan = layout::positioned(site, std::move(plan));
    if (fails_nothing(verdict::verify(site, plan))) most = static_cast<int>(plan.racks.size());
  }
  return most;
}

void expect_same(const Plan& a, const Plan& b) {
  ASSERT_EQ(a.racks.size(), b.racks.size());
  for (std::size_t i = 0; i < a.racks.size(); ++i) {
    EXPECT_EQ(a.racks[i].id, b.racks[i].id);
    EXPECT_EQ(a.racks[i].slot, b.racks[i].slot);
    EXPECT_EQ(a.racks[i].feed_a, b.racks[i].feed_a);
    EXPECT_EQ(a.racks[i].cdu_group, b.racks[i].cdu_group);
  }
}

TEST(Steer, FindsAsManyRacksAsPipesCarryInAnyPlacement) {
  int steered = 0, fewer = 0;
  for (const char* width : {"30 mm", "34 mm", "36 mm", "38 mm", "42 mm", "46 mm"}) {
    const Site site = headers({std::string("liquid.cdu_groups.g1.piping.header_diameter=") + width});
    const Judged first = searched(site);
    const int before = count_compute(site, first.plan);
    const bool failed = count_steered(first.verdict) > 0;
    const Judged held = steer(site, first, {});
    const int after = count_compute(site, held.plan);
    const int most = most_that_hold(site);
    EXPECT_EQ(held.plan.search.bound_racks, first.plan.search.bound_racks) << width;  // cuts bound nothing
    EXPECT_EQ(held.steering.has_value(), failed) << width;
    if (!failed) {
      expect_same(first.plan, held.plan);
      continue;
    }
    ++steered;
    fewer += after < before ? 1 : 0;
    EXPECT_EQ(after, most) << width << ": " << before << " before";
    EXPECT_EQ(fails_nothing(held.verdict), most > 0) << width;
    EXPECT_TRUE(fails_nothing(verdict::verify(site, held.plan)) || most == 0) << width;
    EXPECT_EQ(held.steering->left_out, before - after) << width;
  }
  EXPECT_GE(steered, 3);
  EXPECT_GE(fewer, 2);
}

TEST(Steer, GivesTheSamePlanEveryTime) {
  const Site site = headers({"liquid.cdu_groups.g1.piping.header_diameter=38 mm"});
  const Judged one = steer(site, searched(site), {}), two = steer(site, searched(site), {});
  expect_same(one.plan, two.plan);
  EXPECT_EQ(one.steering->tried, two.steering->tried);
}

TEST(Steer, HandsBackWhatNothingHelps) {
  // Branches of 8 mm give no rack its flow, wherever it stands.
  const Site site = headers({"liquid.cdu_groups.g1.piping.branch_diameter=8 mm"});
  const Judged first = searched(site);
  ASSERT_GT(count_steered(first.verdict), 0);
  const Judged held = steer(site, first, {});
  expect_same(first.plan, held.plan);
  ASSERT_TRUE(held.steering.has_value());
  EXPECT_FALSE(held.steering->helped);
  EXPECT_EQ(held.verdict.status, Status::fail);
}

TEST(Steer, SaysThatNoTimeWasLeft) {
  const Site site = headers({"liquid.cdu_groups.g1.piping.branch_diameter=8 mm"});
  const Judged first = searched(site);
  ASSERT_TRUE(first.plan.search.reproducible);
  Options options;
  options.search.seconds_guard = 0;
  const Judged held = steer(site, first, options);
  expect_same(first.plan, held.plan);
  EXPECT_FALSE(held.plan.search.reproducible);
}

TEST(Steer, NeverMovesPinnedRacks) {
  const Site site = headers({"liquid.cdu_groups.g1.piping.header_diameter=38 mm",
                             "placed={old: {type: test-compute, row: r1, slot: 1, feed_a: bus-a, feed_b: bus-b, "
                             "cdu_group: g1, demand: su, unit: 1}}"});
  const Judged held = steer(site, searched(site), {});
  const auto old = std::find_if(held.plan.racks.begin(), held.plan.racks.end(),
                                [](const Placement& rack) { return rack.id == "old"; });
  ASSERT_NE(old, held.plan.racks.end());
  EXPECT_EQ(old->slot, 0);
  EXPECT_TRUE(fails_nothing(held.verdict));
}

/// Racks without containment: the air that the row's west end breathes comes round it from behind.
Site open_row() {
  return headers({"air.zones.room.containment=none", "air.zones.room.supply=31.6 degC", "demand.su.units=4"});
}

Options screening(const Site& site, int threads) {
  Options options;
  options.search.seconds_guard = 3600;  // on a machine that does other work besides
  options.execution.threads = threads;
  options.solve_fields = [&site, threads](const Plan& plan) {
    thermal::FieldOptions screen;
    screen.execution.threads = threads;
    screen.solver = thermal::screen_solver(site);
    screen.units_lost = false;
    std::vector<std::optional<thermal::FieldResult>> fields;
    fields.push_back(thermal::solve_field(site, plan, screen));
    return fields;
  };
  return options;
}

Judged screened(const Site& site, const Options& options, Plan plan) {
  Judged out;
  out.plan = std::move(plan);
  out.fields = options.solve_fields(out.plan);
  out.verdict = verdict::verify(site, out.plan, out.judging());
  return out;
}

Judged screened(const Site& site, const Options& options) { return screened(site, options, search::search(site, {})); }

/// The search's racks side by side from the first row's west end on.
Plan from_the_west_end(const Site& site) {
  Plan plan = search::search(site, {});
  for (std::size_t i = 0; i < plan.racks.size(); ++i) {
    plan.racks[i].row = 0;
    plan.racks[i].slot = static_cast<int>(i);
  }
  return layout::positioned(site, std::move(plan));
}

TEST(Steer, MovesARackFromARowEndThatDrawsItsOwnAir) {
  const Site site = open_row();
  const Options options = screening(site, 1);
  Judged first = screened(site, options, from_the_west_end(site));
  ASSERT_GT(count_steered(first.verdict), 0);
  const Judged held = steer(site, std::move(first), options);
  EXPECT_EQ(count_steered(held.verdict), 0);
  EXPECT_EQ(count_compute(site, held.plan), 4);
  ASSERT_TRUE(held.steering.has_value());
  EXPECT_EQ(held.steering->rules, std::vector{Rule::air_inlet});
  EXPECT_GT(held.steering->moved, 0);
  EXPECT_EQ(held.steering->left_out, 0);
  // The plan that is handed back is the one that the verdict is about.
  Judged anew;
  anew.fields = options.solve_fields(held.plan);
  anew.plan = held.plan;
  EXPECT_EQ(count_steered(verdict::verify(site, held.plan, anew.judging())), 0);
  // On more threads the same.
  const Options two = screening(site, 2);
  expect_same(steer(site, screened(site, two, from_the_west_end(site)), two).plan, held.plan);
}

/// A field that nobody solved: 40 degC in the slots named, 25 degC elsewhere.
Options::Solve invented_field(const Slots& hot) {
  return [hot](const Plan& plan) {
    thermal::FieldResult field;
    field.normal.settled = true;
    for (std::size_t i = 0; i < plan.racks.size(); ++i) {
      thermal::RackField rack;
      rack.rack = static_cast<int>(i);
      rack.inlet_band_degc = is_among(hot, plan.racks[i].row, plan.racks[i].slot) ? 40 : 25;
      field.normal.racks.push_back(rack);
    }
    std::vector<std::optional<thermal::FieldResult>> fields;
    fields.emplace_back(std::move(field));
    return fields;
  };
}

Options invented(const Slots& hot) {
  Options options;
  options.solve_fields = invented_field(hot);
  return options;
}

TEST(Steer, LeavesOutNoMoreThanTheAirAsks) {
  const Site site = headers();
  const Options options = invented({{0, 0}, {1, 3}});
  const Judged held = steer(site, screened(site, options), options);
  EXPECT_EQ(count_compute(site, held.plan), 6);
  EXPECT_EQ(count_steered(held.verdict), 0);
  EXPECT_EQ(held.steering->left_out, 2);
  EXPECT_EQ(held.steering->moved, 0);
}

TEST(Steer, EndsWithThePlanThatTheFineFieldPasses) {
  const Site site = headers();
  Options options = invented({{0, 0}});
  options.solve_finely = invented_field({{0, 0}, {1, 3}, {1, 2}});
  Judged first;
  first.plan = search::search(site, {});
  first.fields = options.solve_finely(first.plan);
  first.verdict = verdict::verify(site, first.plan, first.judging());
  ASSERT_GT(count_steered(first.verdict), 0);
  const Judged held = steer(site, first, options);
  EXPECT_EQ(count_compute(site, held.plan), 5);
  EXPECT_EQ(count_steered(held.verdict), 0);
  for (const Placement& rack : held.plan.racks) {
    EXPECT_FALSE(is_among({{0, 0}, {1, 3}, {1, 2}}, rack.row, rack.slot)) << rack.id;
  }
  // Without one more fine field nothing else is taken, for nothing else is known to hold.
  options.fine_fields = 0;
  expect_same(steer(site, first, options).plan, first.plan);
}

TEST(Steer, AFineFieldDecidesWhatACoarseOneLeavesOpen) {
  // The coarse field is 2 K above the limit with an error of 5 K in one slot, the fine one says that slot fails nothing; another fails in both.
  const Site site = headers();
  Options options = invented({{0, 0}});
  const Options::Solve certain = options.solve_fields;
  options.solve_finely = certain;
  options.solve_fields = [certain](const Plan& plan) {
    auto fields = certain(plan);
    for (thermal::RackField& rack : fields.front()->normal.racks) {
      if (is_among({{1, 3}}, plan.racks[static_cast<std::size_t>(rack.rack)].row,
                   plan.racks[static_cast<std::size_t>(rack.rack)].slot)) {
        rack.inlet_band_degc = 37;
        rack.grid_error_k = 5;
      }
    }
    return fields;
  };
  Judged first;
  first.plan = search::search(site, {});
  first.fields = options.solve_finely(first.plan);
  first.verdict = verdict::verify(site, first.plan, first.judging());
  const Judged held = steer(site, first, options);
  EXPECT_EQ(count_compute(site, held.plan), 7);
  EXPECT_EQ(count_steered(held.verdict), 0);
}

TEST(Steer, KeepsAirAndPipesTogether) {
  const Site site = headers({"liquid.cdu_groups.g1.piping.header_diameter=42 mm"});
  const Options options = invented({{0, 1}});
  ASSERT_EQ(most_that_hold(site), 7);
  const Judged held = steer(site, screened(site, options), options);
  EXPECT_TRUE(fails_nothing(held.verdict));
  EXPECT_EQ(count_compute(site, held.plan), most_that_hold(site, {{0, 1}}));
  for (const Placement& rack : held.plan.racks) EXPECT_FALSE(rack.row == 0 && rack.slot == 1);
}

TEST(Steer, LeavesOutAUnitOfAPhasedHall) {
  const Site site = test::load_data_site(
      "small-phases.yaml",
      {"liquid.cdu_groups.g1.type=test-cdu-4bar",
       "liquid.cdu_groups.g1.piping={header_diameter: 40 mm, branch_diameter: 32 mm, branch_length: "
       "3 m, roughness: 0.045 mm, flow_limited: true}"});
  const Judged first = searched(site);
  ASSERT_GT(count_steered(first.verdict), 0);
  ASSERT_EQ(count_compute(site, first.plan), 8);
  const Judged held = steer(site, first, {});
  EXPECT_EQ(count_steered(held.verdict), 0);
  EXPECT_EQ(count_compute(site, held.plan), 4);
  const auto place_of_old = [](const Plan& plan) {
    const auto old =
        std::find_if(plan.racks.begin(), plan.racks.end(), [](const Placement& rack) { return rack.id == "old"; });
    return old == plan.racks.end() ? -1 : old->slot;
  };
  EXPECT_EQ(place_of_old(held.plan), 1);
  // What fails beside the demand, which is for two units, failed before.
  for (const Check& check : held.verdict.checks) {
    EXPECT_TRUE(check.status != Status::fail || check.rule == Rule::demand_racks) << rule_id(check.rule);
  }
}

TEST(Steer, IsByWhatIsBeyondItsLimitAlone) {
  Check check;
  check.rule = Rule::air_inlet;
  check.status = Status::undecided;
  check.error = 3;
  check.margin = 1;
  EXPECT_FALSE(is_steered(check));  // a finer field decides
  check.margin = -1;
  EXPECT_TRUE(is_steered(check));
  check.error = 0;
  EXPECT_FALSE(is_steered(check));  // a value is missing
  check.status = Status::fail;
  EXPECT_TRUE(is_steered(check));
  check.warning = true;
  EXPECT_FALSE(is_steered(check));
  check.warning = false;
  check.rule = Rule::liquid_cdu_flow;
  EXPECT_FALSE(is_steered(check));  // a row: the search keeps it
}

}  // namespace
}  // namespace hallplan::steer
