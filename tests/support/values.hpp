/// Values of tests without a range.
#pragma once

#include "planner/site/value.hpp"

namespace hallplan {

inline Value exactly(double number) {
  Value value;
  value.value = value.low = value.high = number;
  return value;
}

}  // namespace hallplan
