/// The layout checks by subject, and how like checks become one line. Only for this module.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "planner/layout/layout.hpp"

namespace hallplan::layout {

/// Failing cases of one rule and element that are listed; further ones are counted.
inline constexpr std::size_t kMostListed = 20;

/// Subject of a check against a value of the files.
[[nodiscard]] CheckSubject about(Rule rule, std::string where, Dimension dimension, const Value& limit);
/// Subject of a check against what the site arranges at `at`.
[[nodiscard]] CheckSubject about(Rule rule, std::string where, Dimension dimension, Mark at);

/// Like checks of one rule and element as a reader sees them: every case that does not pass, the least margin
/// first; when all pass, the tightest alone, under the name `where` of the whole. `unlisted` failing cases that are no tighter were
/// not even written out.
void add_summary(std::vector<Check>& out, std::vector<Check> cases, const std::string& where, std::size_t unlisted = 0);

/// One piece of each product, as first met.
[[nodiscard]] std::vector<const Equipment*> one_of_each(const std::vector<Equipment>& pieces);

/// A piece whose clearance or pull space another takes.
struct Near {
  Check check;
  std::size_t piece = 0, ahead = 0;  ///< of the pieces looked at
};

/// All of them, one by one: the checks of clearance and pull space fold like cases.
[[nodiscard]] std::vector<Near> too_near(const Site& site, const std::vector<Equipment>& pieces);

void check_hall(std::vector<Check>& out, const Site& site, const std::vector<Equipment>& pieces);
void check_slots(std::vector<Check>& out, const Site& site, const Plan& plan, const Slots& slots);
void check_overlap(std::vector<Check>& out, const Site& site, const std::vector<Equipment>& pieces);
void check_height(std::vector<Check>& out, const Site& site, const std::vector<Equipment>& pieces);
void check_clearance(std::vector<Check>& out, const Site& site, const std::vector<Equipment>& pieces);
void check_pull_space(std::vector<Check>& out, const Site& site, const std::vector<Equipment>& pieces);
void check_stack(std::vector<Check>& out, const Site& site, const std::vector<Equipment>& pieces);
void check_hung_load(std::vector<Check>& out, const Site& site);
void check_egress(std::vector<Check>& out, const Site& site, const Slots& slots);
void check_routes(std::vector<Check>& out, const Site& site, const Plan& plan, const Slots& slots,
                  const std::vector<Equipment>& pieces);
void check_floor(std::vector<Check>& out, const Site& site, const Plan& plan, const std::vector<Equipment>& standing);
void check_rear_doors(std::vector<Check>& out, const Site& site, const std::vector<Equipment>& pieces);
void check_working_space(std::vector<Check>& out, const Site& site, const std::vector<Equipment>& pieces);
void check_leaks(std::vector<Check>& out, const Site& site, const Plan& plan);
void check_pinned(std::vector<Check>& out, const Site& site, const Plan& plan);
void check_units(std::vector<Check>& out, const Site& site, const Plan& plan);
void check_cables(std::vector<Check>& out, const Site& site, const Plan& plan);

}  // namespace hallplan::layout
