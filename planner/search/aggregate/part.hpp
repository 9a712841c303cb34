/// A part of a hall as a hall of its own: some segments, and what the others leave them of every limit.
#pragma once

#include <vector>

#include "planner/search/aggregate/hall.hpp"
#include "planner/search/aggregate/plan.hpp"
#include "planner/search/aggregate/program.hpp"

namespace hallplan::search::aggregate {

/// What stands in some segments takes of the hall's limits, by the end of each phase, beside old loads. Doubles: whole numbers of
/// watts from plans, any from relaxations.
struct Used {
  using ByPhase = std::vector<double>;
  std::vector<ByPhase> feed_w, group_w, zone_w;
  std::vector<double> loop_w;
  std::vector<ByPhase> halves;  ///< [kind]
  ByPhase management;           ///< racks

  explicit Used(const Hall& hall);
  Used& operator+=(const Used& other);
};

/// Of the segments that `among` marks.
[[nodiscard]] Used used_by(const Hall& hall, const Plan& plan, const std::vector<char>& among);

/// The same of a point of a program, whole or not. Racks of segments that share their CDU groups with others count on each group in
/// the same proportion.
[[nodiscard]] Used used_by(const Hall& hall, const Program& program, const std::vector<double>& x,
                           const std::vector<char>& among);

struct Part {
  Hall hall;
  std::vector<int> segments, feeds, groups;  ///< numbers in the whole hall
};

/// The segments that `among` marks, with these spine sites and what others leave. A plan of the part beside what uses so much keeps the
/// hall's rules; it need not bring management racks for others, unless `others_lack`: then it must bring those that others lack.
[[nodiscard]] Part part_of(const Hall& hall, const std::vector<char>& among, const std::vector<int>& spine,
                           const Used& others, bool others_lack);

/// A plan of the whole hall with what stands in the part's segments replaced by a plan of the part.
[[nodiscard]] Plan with_part(const Hall& hall, const Plan& whole, const Part& part, const Plan& plan);

/// Segments by the UPS that may carry each other's loads, directly or through other feeds: groups of segments that share neither feed
/// nor UPS, in the order of their first segment.
[[nodiscard]] std::vector<std::vector<int>> ups_clusters(const Hall& hall);

}  // namespace hallplan::search::aggregate
