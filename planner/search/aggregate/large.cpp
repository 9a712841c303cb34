#include "planner/search/aggregate/large.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "planner/mip/certified.hpp"
#include "planner/mip/children.hpp"
#include "planner/search/aggregate/pack.hpp"
#include "planner/search/aggregate/part.hpp"
#include "planner/search/aggregate/rules.hpp"
#include "planner/search/aggregate/tighten.hpp"

namespace hallplan::search::aggregate {
namespace {

std::size_t at(int index) { return static_cast<std::size_t>(index); }

constexpr int kClusterProbes = 17;    ///< of a cluster's hull, for the bound
constexpr int kPartProbes = 9;        ///< of a part's, for a plan
constexpr int kPartRefills = 200;     ///< of a part's first plan
constexpr int kFirstNodes = 400;      ///< of a cluster's first solution
constexpr int kAnewNodes = 200;       ///< of a neighbourhood's
constexpr double kPartGap = 5e-4;     ///< a part is solved to this
constexpr int kNeighbourSlots = 200;  ///< of a neighbourhood
constexpr double kShareOfTime = 0.1;  ///< that one part may take of all
constexpr double kLeastPart_s = 2;
constexpr int kIdleRounds = 400;  ///< neighbourhoods in vain that end the search
constexpr int kSideBySide = 4;    ///< neighbourhoods that start from the same plan, on however many processors

/// Rows on a cluster's own sums, in the whole hall's columns.
void add_rows(const std::vector<int>& cluster, const std::string& name, const std::vector<WholeRow>& rows,
              Program& program) {
  int number = 0;
  for (const WholeRow& row : rows) {
    std::map<int, double> sum;
    for (const int s : cluster) {
      for (std::size_t d = 0; d < row.factors.size(); ++d) {
        if (row.factors[d] == 0) continue;
        for (int k = 0; k <= row.phase; ++k) {
          const int halves = program.halves[at(s)][d][at(k)], in_row = program.in_row[at(s)][d][at(k)];
          if (halves >= 0) sum[halves] += row.factors[d];
          if (in_row >= 0) sum[in_row] += 2 * row.factors[d];
        }
      }
    }
    if (sum.empty()) continue;
    mip::Row out{fmt::format("{}.{}", name, number++), -mip::kInfinity, row.most};
    for (const auto& [column, factor] : sum) out.entries.push_back({column, factor});
    program.model.add(std::move(out));
  }
}

}  // namespace

bool tighten_clusters(const Hall& hall, Program& program, const std::vector<std::vector<int>>& clusters, double seconds,
                      mip::Solver solver, const std::function<bool()>& cancelled) {
  const auto start = std::chrono::steady_clock::now();
  const Used nothing(hall);
  Amount all_slots = 0;
  for (const Segment& segment : hall.segments) all_slots += segment.slots;
  const auto rows_of = [&](int cluster) {
    const double left = seconds - std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (left <= 0) return packed(ClusterRows{});
    std::vector<char> among(hall.segments.size(), 0);
    for (const int s : clusters[at(cluster)]) among[at(s)] = 1;
    Part part = part_of(hall, among, program.spine, nothing, false);
    // Others may hold all of its management racks.
    part.hall.spare_halves.assign(at(hall.phases), kHalvesPerManagement * all_slots);
    Program of_part = program_of(part.hall, {0}, Goal::value);
    if (of_part.model.columns.empty()) return packed(ClusterRows{{}, true});
    const bool whole = tighten(part.hall, of_part, left, solver, kClusterProbes);
    return packed(ClusterRows{std::move(of_part.whole), whole});
  };
  const auto answers = mip::in_children(static_cast<int>(clusters.size()), 0, rows_of, cancelled);
  bool whole = true;
  for (std::size_t c = 0; c < clusters.size(); ++c) {
    const std::optional<ClusterRows> rows = answers[c] ? unpacked_rows(*answers[c]) : std::nullopt;
    if (rows) add_rows(clusters[c], fmt::format("cluster{}", c), rows->rows, program);
    whole = whole && rows && rows->whole;
  }
  return whole;
}

std::vector<std::vector<int>> LargeSearch::ups_clusters_of(const Hall& hall) { return ups_clusters(hall); }

std::vector<char> LargeSearch::marked(const std::vector<int>& segments) const {
  std::vector<char> among(hall_.segments.size(), 0);
  for (const int s : segments) among[at(s)] = 1;
  return among;
}

bool LargeSearch::over(double bound) const {
  const double objective = incumbent_.objective();
  return incumbent_.interrupted() || nodes_ >= settings_.nodes || bound - objective <= settings_.gap * objective;
}

Settings LargeSearch::of_part(double cutoff, int nodes) const {
  Settings settings;
  settings.goal = settings_.goal;
  settings.solver = settings_.solver;
  settings.seconds = std::min(incumbent_.left(), std::max(kLeastPart_s, kShareOfTime * settings_.seconds));
  settings.seconds = std::max(settings.seconds, 1e-3);
  settings.nodes = std::min(nodes, std::max(1, settings_.nodes - nodes_));
  settings.gap = kPartGap;
  settings.probes = kPartProbes;
  settings.refills = kPartRefills;
  settings.cutoff = cutoff;
  settings.cancelled = settings_.cancelled;
  return settings;
}

bool LargeSearch::build(const Relaxed& relaxed, double bound) {
  if (relaxed.x.empty()) return true;
  Filling rounded = rounded_plan(hall_, relaxed.program, relaxed.x);
  if (!incumbent_.offer(rounded.plan())) return false;
  incumbent_.report(bound);
  // What the relaxation gives a cluster is its own; what a solved one leaves goes to the next.
  std::vector<Used> given;
  for (const std::vector<int>& cluster : clusters_) {
    given.push_back(used_by(hall_, relaxed.program, relaxed.x, marked(cluster)));
  }
  Plan plan;
  plan.spine = relaxed.program.spine;
  plan.management.assign(hall_.segments.size(), std::vector<int>(at(hall_.phases), 0));
  std::vector<char> done(hall_.segments.size(), 0);
  for (std::size_t c = 0; c < clusters_.size(); ++c) {
    if (over(bound)) break;
    Used others = used_by(hall_, plan, done);
    const Used placed = others;
    for (std::size_t later = c + 1; later < clusters_.size(); ++later) others += given[later];
    // Management racks count where they stand: those that the relaxation has elsewhere are not there yet.
    others.management = placed.management;
    for (std::size_t later = c + 1; later < clusters_.size(); ++later) {
      for (int k = 0; k < hall_.phases; ++k) {
        double halves = 0;
        for (const auto& by_phase : given[later].halves) halves += by_phase[at(k)];
        others.management[at(k)] += halves / kHalvesPerManagement;
      }
    }
    const Part part = part_of(hall_, marked(clusters_[c]), plan.spine, others, false);
    Optimum best = optimum_of(part.hall, of_part(-mip::kInfinity, kFirstNodes));
    nodes_ += best.nodes;
    cut_by_time_ = cut_by_time_ || best.cut_by_time;
    if (best.has_plan) plan = with_part(hall_, plan, part, best.plan);
    for (const int s : clusters_[c]) done[at(s)] = 1;
  }
  if (!incumbent_.offer(std::move(plan))) return false;
  incumbent_.report(bound);
  return true;
}

double LargeSearch::objective_among(const std::vector<char>& among) const {
  double sum = 0;
  for (const Block& block : incumbent_.plan().blocks) {  // folded pairs may lie across the cut
    const double half = settings_.goal == Goal::racks
                            ? 1
                            : static_cast<double>(kHalfGpuRacks * hall_.kinds[at(block.kind)].value_u[at(block.phase)]);
    if (block.what == Template::f55) {
      sum += half * (among[at(block.segment)] + among[at(block.other)]);
    } else if (among[at(block.segment)] != 0) {
      sum += half * halves(block.what);
    }
  }
  return sum;
}

bool LargeSearch::solve_anew(const std::vector<std::vector<int>>& neighbourhoods, int nodes) {
  const Plan whole = incumbent_.plan();
  std::vector<Part> parts;
  std::vector<Settings> settings;
  for (const std::vector<int>& segments : neighbourhoods) {
    const std::vector<char> among = marked(segments);
    std::vector<char> others = among;
    for (char& mark : others) mark = mark == 0 ? 1 : 0;
    parts.push_back(part_of(hall_, among, whole.spine, used_by(hall_, whole, others), true));
    settings.push_back(of_part(objective_among(among), nodes));
  }
  const auto solved = [&](int number) {
    const Optimum best = optimum_of(parts[at(number)].hall, settings[at(number)]);
    return packed(PartPlan{best.has_plan, best.plan, best.nodes, best.cut_by_time});
  };
  const auto answers = mip::in_children(static_cast<int>(parts.size()), 0, solved, settings_.cancelled);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::optional<PartPlan> best = answers[i] ? unpacked_plan(*answers[i]) : std::nullopt;
    nodes_ += 1 + (best ? best->nodes : 0);
    cut_by_time_ = cut_by_time_ || !best || best->cut_by_time;
    if (!best || !best->has_plan) continue;
    // What all parts share, a part may have been given while another took it: then it stays as it was.
    Plan together = with_part(hall_, incumbent_.plan(), parts[i], best->plan);
    if (broken_rule(hall_, together).empty()) {
      if (!incumbent_.offer(std::move(together))) return false;
    } else if (!incumbent_.offer(with_part(hall_, whole, parts[i], best->plan))) {
      return false;
    }
  }
  return true;
}

std::vector<int> LargeSearch::neighbourhood(std::vector<SetsOfSegments>& sets, Random& random) const {
  std::vector<int> chosen;
  const int count = static_cast<int>(clusters_.size());
  const int of = std::min(count, 2 + random.below(2));
  for (int i = 0; i < of; ++i) {
    SetsOfSegments& pool = sets[at(random.below(count))];
    random.shuffle(pool);
    int slots = 0;
    for (const std::vector<int>& segments : pool) {
      for (const int s : segments) {
        chosen.push_back(s);
        slots += hall_.segments[at(s)].slots;
      }
      if (slots >= kNeighbourSlots / of) break;
    }
  }
  return chosen;
}

bool LargeSearch::improve(double bound, double seconds_left) {
  Random random(static_cast<std::uint64_t>(settings_.seed));
  std::map<std::vector<int>, std::vector<int>> by_feeds;
  std::vector<SetsOfSegments> sets;  // of a cluster: its segments by what feeds them
  for (const std::vector<int>& cluster : clusters_) {
    by_feeds.clear();
    for (const int s : cluster) by_feeds[hall_.segments[at(s)].feeds].push_back(s);
    sets.emplace_back();
    for (auto& [feeds, segments] : by_feeds) sets.back().push_back(segments);
  }
  int idle = 0;
  std::size_t cluster = 0;
  while (idle < kIdleRounds && !over(bound) && incumbent_.left() > seconds_left) {
    // First each cluster by itself, then parts of two or three of them, which can trade deliveries and power.
    std::vector<std::vector<int>> side_by_side;
    while (side_by_side.size() < kSideBySide) {
      side_by_side.push_back(cluster < clusters_.size() ? clusters_[cluster++] : neighbourhood(sets, random));
    }
    const double before = incumbent_.objective();
    if (!solve_anew(side_by_side, kAnewNodes)) return false;
    idle = incumbent_.objective() > before ? 0 : idle + kSideBySide;
    if (incumbent_.objective() > before) incumbent_.report(bound);
  }
  return true;
}

}  // namespace hallplan::search::aggregate
