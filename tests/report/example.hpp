/// A hall, a plan and a verdict made by hand, with one check of every kind: numbers are round, nothing is computed.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "planner/report/document.hpp"

namespace hallplan::test {

struct Example {
  SourceFiles files;
  Site site;
  Plan plan;
  verdict::Verdict verdict;
  std::vector<verdict::Assumption> assumptions;

  [[nodiscard]] std::string document() const { return report::document({site, plan, verdict, assumptions, files}); }
};

inline Value stated(double value, std::string written) {
  Value out;
  out.value = out.low = out.high = value;
  out.written = std::move(written);
  return out;
}

/// 12 x 8 m, row r1 of six slots, two compute racks and a network rack, a CDU and an air unit.
[[nodiscard]] Example example();

}  // namespace hallplan::test
