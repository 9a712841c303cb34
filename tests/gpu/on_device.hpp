/// What the tests on a CUDA device share: without a device they are skipped with the reason; with HALLPLAN_REQUIRE_GPU=1
/// in the environment they fail.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <string>

#include "kernels/executor/backend.hpp"

namespace on_device {

inline constexpr kernels::Execution kSerial{kernels::Backend::cpu, 1, 1};
inline constexpr kernels::Execution kCuda{kernels::Backend::cuda, 0, 1};

class OnDevice : public testing::Test {
 protected:
  void SetUp() override {
    const kernels::Status ready = kernels::backend_ready(kernels::Backend::cuda);
    if (ready) return;
    const char* const required = std::getenv("HALLPLAN_REQUIRE_GPU");
    if (required != nullptr && std::string(required) == "1") {
      FAIL() << "HALLPLAN_REQUIRE_GPU=1, and: " << ready.text;
    }
    GTEST_SKIP() << ready.text;
  }
};

/// Largest amount by which two arrays differ; without end where their lengths do, or a value is none.
template <class Values>
[[nodiscard]] double worst_difference(const Values& one, const Values& other) {
  if (one.size() != other.size()) return INFINITY;
  double worst = 0;
  for (std::size_t i = 0; i < one.size(); ++i) {
    const double off = std::abs(static_cast<double>(one[i]) - static_cast<double>(other[i]));
    if (!(off <= INFINITY)) return INFINITY;
    worst = std::max(worst, off);
  }
  return worst;
}

}  // namespace on_device
