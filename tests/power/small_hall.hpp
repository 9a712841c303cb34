/// The small hall as tests of the power checks have it.
#pragma once

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include "planner/plan/plan.hpp"
#include "tests/power/sites.hpp"
#include "tests/support/load.hpp"

namespace hallplan::power {

/// The small hall with its six racks and its plant on both transformers, half on each.
class SmallHallChecks : public ::testing::Test {
 protected:
  SmallHallChecks() {
    test::feed_plant_from(site_, {"tx-a", "tx-b"});
    plan_ = pinned_plan(site_);
  }
  Product<RackType>& rack(const std::string& id) {
    for (Product<RackType>& product : site_.catalogue.racks) {
      if (product.id == id) return product;
    }
    throw std::runtime_error("no rack " + id);
  }
  Site site_ = test::small_placed_site();
  Plan plan_;
};

}  // namespace hallplan::power
