/// Halls too large for one program: cut where no UPS carries for another, solved part by part, and put together again.
#pragma once

#include <functional>
#include <vector>

#include "planner/search/aggregate/incumbent.hpp"
#include "planner/search/aggregate/optimum.hpp"
#include "planner/search/aggregate/program.hpp"
#include "planner/search/random.hpp"

namespace hallplan::search::aggregate {

/// A choice of spine rooms with its relaxation.
struct Relaxed {
  Program program;
  std::vector<double> x;  ///< empty where the relaxation has none
  double certified = mip::kInfinity;
};

/// Adds rows that whole numbers imply in each UPS cluster by itself: the cluster with all that the hall's common limits hold, tightened
/// (`tighten`). Certified like those. False where it ended early.
bool tighten_clusters(const Hall& hall, Program& program, const std::vector<std::vector<int>>& clusters, double seconds,
                      mip::Solver solver, const std::function<bool()>& cancelled = {});

/// Better plans for one choice of spine rooms, offered to the incumbent, in this order: the relaxation rounded; each cluster solved with what
/// the relaxation gives the others; then, again and again, some segments solved anew beside all others as they stand.
/// Clusters are tightened and neighbourhoods solved in child processes, always the same number from the same plan and taken in order: as many
/// processors as there are make it sooner, not different. Ends after `settings.nodes` nodes, when `bound` is reached within the gap asked for, or with the incumbent's time.
class LargeSearch {
 public:
  LargeSearch(const Hall& hall, const Settings& settings, Incumbent& incumbent)
      : hall_(hall), settings_(settings), incumbent_(incumbent), clusters_(ups_clusters_of(hall)) {}

  [[nodiscard]] const std::vector<std::vector<int>>& clusters() const { return clusters_; }
  /// False when a part proposed a plan that breaks a rule.
  bool build(const Relaxed& relaxed, double bound);
  /// Until so many seconds are left.
  bool improve(double bound, double seconds_left);
  [[nodiscard]] int nodes() const { return nodes_; }
  [[nodiscard]] bool cut_by_time() const { return cut_by_time_; }

 private:
  static std::vector<std::vector<int>> ups_clusters_of(const Hall& hall);
  [[nodiscard]] bool over(double bound) const;
  Settings of_part(double cutoff, int nodes) const;
  using SetsOfSegments = std::vector<std::vector<int>>;
  /// Each beside the others as they stand. False when a part proposed a plan that breaks a rule.
  bool solve_anew(const std::vector<std::vector<int>>& neighbourhoods, int nodes);
  [[nodiscard]] std::vector<int> neighbourhood(std::vector<SetsOfSegments>& sets, Random& random) const;
  /// In the goal's units, of what stands in these segments.
  [[nodiscard]] double objective_among(const std::vector<char>& among) const;
  [[nodiscard]] std::vector<char> marked(const std::vector<int>& segments) const;

  const Hall& hall_;
  const Settings& settings_;
  Incumbent& incumbent_;
  std::vector<std::vector<int>> clusters_;
  int nodes_ = 0;
  bool cut_by_time_ = false;
};

}  // namespace hallplan::search::aggregate
