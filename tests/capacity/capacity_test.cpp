#include "planner/capacity/capacity.hpp"

#include <gtest/gtest.h>

namespace hallplan::capacity {
namespace {

Ref ref(int index) { return {"id" + std::to_string(index), {}, index}; }

/// Three rack types (0 liquid-cooled, 1 air-cooled, 2 nobody asks for) and two rows: the first with two feed pairs and two CDU
/// groups, the second with one pair and no CDU group.
Site make_site() {
  Site site;
  site.catalogue.racks.resize(3);
  site.catalogue.racks[0].body.liquid.emplace();
  site.rows.resize(2);
  site.rows[0].feeds = {{ref(10), ref(20)}, {ref(11), ref(21)}};
  site.rows[0].cdu_groups = {ref(4), ref(3)};
  site.rows[1].feeds = {{ref(12), ref(22)}};
  Demand demand;
  demand.compute = ref(0);
  demand.network = ref(1);
  site.demand = {demand};
  return site;
}

TEST(Choices, HoldsEveryWayToConnectInAFixedOrder) {
  const std::vector<Choice> all = choices(make_site());
  // type 0: row 0: 2 pairs x 2 groups, row 1: none. type 1: row 0: 2 pairs, row 1: 1 pair.
  ASSERT_EQ(all.size(), 7u);
  const int expected[7][4] = {{0, 0, 0, 4},  {0, 0, 0, 3},  {0, 0, 1, 4}, {0, 0, 1, 3},
                              {1, 0, 0, -1}, {1, 0, 1, -1}, {1, 1, 0, -1}};
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i].type, expected[i][0]) << i;
    EXPECT_EQ(all[i].row, expected[i][1]) << i;
    EXPECT_EQ(all[i].feed_pair, expected[i][2]) << i;
    EXPECT_EQ(all[i].cdu_group, expected[i][3]) << i;
  }
}

TEST(Choices, APinnedTypeIsInQuestionToo) {
  Site site = make_site();
  PinnedRack pinned;
  pinned.type = ref(2);
  site.placed = {pinned};
  EXPECT_EQ(choices(site).size(), 10u);
}

TEST(Choices, ARowWithoutFeedsOffersNone) {
  Site site = make_site();
  site.rows[1].feeds.clear();
  const std::vector<Choice> all = choices(site);
  ASSERT_EQ(all.size(), 7u);
  EXPECT_EQ(all.back().feed_pair, -1);
}

TEST(ChoiceOf, FindsThePlacedRacksOwn) {
  const Site site = make_site();
  const std::vector<Choice> all = choices(site);
  Placement rack;
  rack.type = 0;
  rack.row = 0;
  rack.feed_a = 11;
  rack.feed_b = 21;
  rack.cdu_group = 3;
  EXPECT_EQ(choice_of(site, all, rack), 3);
  rack.feed_b = 20;  // not a pair of the row
  EXPECT_EQ(choice_of(site, all, rack), -1);
  rack.feed_b = 21;
  rack.cdu_group = -1;  // liquid-cooled, on no group
  EXPECT_EQ(choice_of(site, all, rack), -1);
}

TEST(ChoiceOf, ASingleCordedRackHangsOnTheFirstFeedOfAPair) {
  Site site = make_site();
  site.catalogue.racks[1].body.cords = 1;
  const std::vector<Choice> all = choices(site);
  Placement rack;
  rack.type = 1;
  rack.row = 1;
  rack.feed_a = 12;
  EXPECT_EQ(choice_of(site, all, rack), 6);
  rack.feed_b = 22;
  EXPECT_EQ(choice_of(site, all, rack), -1);
}

TEST(WithPinned, ARackOnWhatItsRowDoesNotOfferHasAChoiceOfItsOwn) {
  Site site = make_site();
  site.devices.resize(30);
  const auto pin = [&](int type, int row, int a, int b, int group) {
    PinnedRack rack;
    rack.type.index = type;
    rack.row.index = row;
    rack.feed_a.index = a;
    rack.feed_b.index = b;
    rack.cdu_group.index = group;
    site.placed.push_back(rack);
  };
  pin(0, 0, 11, 21, 3);   // as offered
  pin(0, 0, 11, 20, 3);   // no pair of the row
  pin(0, 0, -1, 20, 3);   // one cord hangs nowhere: the other carries all
  pin(0, 0, -1, -1, -1);  // without power and coolant
  const std::vector<Choice> all = choices(site);
  const WithPinned with = with_pinned(site, all);
  ASSERT_EQ(with.choices.size(), all.size() + 3);
  const int first = static_cast<int>(all.size());
  EXPECT_EQ(with.of_pinned,
            (std::vector<int>{choice_of(site, all, pinned_plan(site).racks[0]), first, first + 1, first + 2}));
  const auto feeds_of = [&](int choice) {
    const Choice& own = with.choices[static_cast<std::size_t>(choice)];
    const FeedPair& pair = with.site.rows[0].feeds[static_cast<std::size_t>(own.feed_pair)];
    return std::pair(pair.a.index, pair.b.index);
  };
  EXPECT_EQ(feeds_of(first), std::pair(11, 20));
  EXPECT_EQ(feeds_of(first + 1), std::pair(20, 20));
  EXPECT_EQ(with.choices.back().feed_pair, -1);
  EXPECT_EQ(with.choices.back().cdu_group, -1);
  EXPECT_EQ(site.rows[0].feeds.size() + 2, with.site.rows[0].feeds.size());
}

TEST(Join, RowNumbersRunThrough) {
  Part one;
  one.rows.resize(2);
  one.terms = {{{1, 5.0}}, {}};
  Part two;
  two.rows.resize(1);
  two.terms = {{{0, 7.0}}, {{0, 8.0}}};
  const Part both = join({one, two});
  ASSERT_EQ(both.rows.size(), 3u);
  ASSERT_EQ(both.terms.size(), 2u);
  ASSERT_EQ(both.terms[0].size(), 2u);
  EXPECT_EQ(both.terms[0][1].row, 2);
  EXPECT_EQ(both.terms[0][1].amount, 7.0);
  ASSERT_EQ(both.terms[1].size(), 1u);
  EXPECT_EQ(both.terms[1][0].row, 2);
}

}  // namespace
}  // namespace hallplan::capacity
