// The local search on halls whose best placements are known.
#include <gtest/gtest.h>

#include <string>

#include "tests/search/instance.hpp"

namespace hallplan::search {
namespace {

struct Known {
  const char* name;
  int racks;   ///< best known
  int proven;  ///< no placement has more
};

class Instances : public testing::TestWithParam<Known> {};

TEST_P(Instances, ComeWithinThreePercentOfTheBestKnownAndBeatThePencil) {
  const Known known = GetParam();
  const Instance instance = read_instance(known.name);
  const Found found = search_instance(instance, {});
  EXPECT_GE(found.racks, 0.97 * known.racks);
  EXPECT_LE(found.racks, known.proven);
  EXPECT_GE(found.bound, found.racks);
  const int straight = straight_rows(instance);
  EXPECT_GT(straight, 0);
  EXPECT_GE(greedy_racks(instance), straight);
  EXPECT_GT(found.racks, straight);
}

TEST_P(Instances, KeepTheirRules) {
  const Instance instance = read_instance(GetParam().name);
  Options options;
  options.moves = 300;
  for (const Model& model : instance.choices) EXPECT_EQ(fault_of_best(model, options), "");
}

INSTANTIATE_TEST_SUITE_P(TwoHundredSlots, Instances,
                         testing::Values(Known{"200-1", 124, 128}, Known{"200-2", 116, 116}, Known{"200-3", 124, 124}),
                         [](const testing::TestParamInfo<Known>& of) {
                           return "hall" + std::string(of.param.name).replace(3, 1, "_");
                         });

}  // namespace
}  // namespace hallplan::search
