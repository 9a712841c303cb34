// Tests of other people's data do not pass by not being there where they are asked for.
#include "tests/support/reference.hpp"

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>
#include <string>

namespace hallplan {
namespace {

void needs_what_is_nowhere() { SKIP_WITHOUT_REFERENCE(std::string("no-such-file.csv")); }

TEST(Reference, AMissingFileFailsWhereItIsRequired) {
  const char* const before = std::getenv("HALLPLAN_REQUIRE_REFERENCE");
  const std::optional<std::string> kept = before != nullptr ? std::optional<std::string>(before) : std::nullopt;
  ::setenv("HALLPLAN_REQUIRE_REFERENCE", "1", 1);
  EXPECT_FATAL_FAILURE(needs_what_is_nowhere(), "no no-such-file.csv");
  ::unsetenv("HALLPLAN_REQUIRE_REFERENCE");
  EXPECT_FALSE(test::requires_reference());
  if (kept) ::setenv("HALLPLAN_REQUIRE_REFERENCE", kept->c_str(), 1);
}

}  // namespace
}  // namespace hallplan
