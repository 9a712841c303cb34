/// What a child process tells its parent, as bytes (CBOR): rows that a cluster implies, and the plan of a part.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "planner/search/aggregate/plan.hpp"
#include "planner/search/aggregate/program.hpp"

namespace hallplan::search::aggregate {

struct ClusterRows {
  std::vector<WholeRow> rows;
  bool whole = false;  ///< not ended early
};

struct PartPlan {
  bool has_plan = false;
  Plan plan;  ///< in the part's own numbers
  int nodes = 0;
  bool cut_by_time = false;
};

[[nodiscard]] std::string packed(const ClusterRows& rows);
[[nodiscard]] std::string packed(const PartPlan& plan);

/// Nothing where the bytes are no such thing. Numbers in them are not looked at: the rules count every plan anew.
[[nodiscard]] std::optional<ClusterRows> unpacked_rows(const std::string& bytes);
[[nodiscard]] std::optional<PartPlan> unpacked_plan(const std::string& bytes);

}  // namespace hallplan::search::aggregate
