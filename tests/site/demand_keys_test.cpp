// The worth of a demand's racks, as a site file says it.
#include <gtest/gtest.h>

#include <string>

#include "planner/plan/plan.hpp"
#include "tests/support/load.hpp"

namespace hallplan {
namespace {

using test::refused;

int value_of_su(const std::string& written) {
  return test::small_site({"demand.su.value=" + written}).demand.front().value_thousandths;
}

TEST(DemandKeys, ValueIsReadInThousandths) {
  EXPECT_EQ(test::small_site().demand.front().value_thousandths, 1000);
  EXPECT_EQ(value_of_su("1.5"), 1500);
  EXPECT_EQ(value_of_su("0.001"), 1);
  EXPECT_EQ(value_of_su("2.675"), 2675);  // no double is exactly that
  EXPECT_EQ(value_of_su("1000"), 1'000'000);
  EXPECT_EQ(value_of_su("0.07"), 70);
}

TEST(DemandKeys, ValuesThatCannotBeAreRefused) {
  EXPECT_NE(refused({"demand.su.value=1.2345"})
                .find("value: expected a number of at most three decimals such as 1.25, found '1.2345'"),
            std::string::npos);
  for (const char* written : {"0", "-1", "1000.001"}) {
    EXPECT_NE(refused({std::string("demand.su.value=") + written}).find("value: expected 0.001 to 1000, found"),
              std::string::npos)
        << written;
  }
  for (const char* written : {"much", "nan", "1e400", "1.5 kW"}) {
    EXPECT_NE(refused({std::string("demand.su.value=") + written}).find("at most three decimals"), std::string::npos)
        << written;
  }
  EXPECT_NE(refused({"demand.su.value=[1]"}).find("value: expected a number"), std::string::npos);
}

TEST(DemandKeys, ValuesCountWhereTheyDiffer) {
  const std::string second = "demand.dear={compute: test-compute, compute_racks: 1, value: ";
  EXPECT_FALSE(has_values(test::small_site()));
  EXPECT_FALSE(has_values(test::small_site({"demand.su.value=3"})));
  EXPECT_FALSE(has_values(test::small_site({second + "1}"})));
  EXPECT_TRUE(has_values(test::small_site({second + "1.001}"})));
}

}  // namespace
}  // namespace hallplan
