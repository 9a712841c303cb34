// From counts back to blocks and racks.
#include <algorithm>
#include <cmath>

#include "planner/search/aggregate/program.hpp"

namespace hallplan::search::aggregate {
namespace {

std::size_t at(int index) { return static_cast<std::size_t>(index); }

class Decoder {
 public:
  Decoder(const Hall& hall, const Program& program, const std::vector<double>& x)
      : hall_(hall), program_(program), x_(x), kinds_(static_cast<int>(hall.kinds.size())) {}

  Plan plan() {
    plan_.spine = program_.spine;
    for (const std::vector<int>& columns : program_.management) {
      plan_.management.emplace_back();
      for (const int column : columns) plan_.management.back().push_back(count(column));
    }
    Counts halves_in, in_row_in;
    for (int s = 0; s < static_cast<int>(hall_.segments.size()); ++s) {
      halves_in.emplace_back(at(kinds_));
      in_row_in.emplace_back(at(kinds_));
      for (int d = 0; d < kinds_; ++d) {
        for (int k = 0; k < hall_.phases; ++k) {
          halves_in.back()[at(d)].push_back(halves(s, d, k));
          in_row_in.back()[at(d)].push_back(in_row(s, d, k));
        }
      }
    }
    plan_.blocks = blocks_of(hall_, halves_in, in_row_in);
    for (int k = 0; k < hall_.phases; ++k) hang(k);
    return std::move(plan_);
  }

 private:
  [[nodiscard]] int count(int column) const { return column < 0 ? 0 : static_cast<int>(std::lround(x_[at(column)])); }
  [[nodiscard]] int halves(int s, int d, int k) const { return count(program_.halves[at(s)][at(d)][at(k)]); }
  [[nodiscard]] int in_row(int s, int d, int k) const { return count(program_.in_row[at(s)][at(d)][at(k)]); }

  /// The racks of a set's segments, in order, onto what the set hangs on, in order.
  void split(const Set& set, const std::vector<int>& columns, const std::vector<int>& racks, int kind, int k,
             std::vector<Hung>& onto) const {
    std::size_t j = 0;
    int left = columns.empty() ? 0 : count(columns[0]);
    for (std::size_t i = 0; i < set.segments.size(); ++i) {
      for (int wanted = racks[i]; wanted > 0;) {
        while (left == 0 && j + 1 < columns.size()) left = count(columns[++j]);
        const int now = std::min(wanted, left);
        if (now == 0) return;  // the point breaks a row: the checks say so
        onto.push_back({set.segments[i], kind, set.on[j], k, now});
        wanted -= now;
        left -= now;
      }
    }
  }

  void hang(int k) {
    for (std::size_t i = 0; i < program_.feed_sets.size(); ++i) {
      const Set& set = program_.feed_sets[i];
      for (int d = 0; d <= kinds_; ++d) {
        std::vector<int> racks;
        for (const int s : set.segments) racks.push_back(d < kinds_ ? gpu(s, d, k) : aux(s, k));
        split(set, program_.fed[i][at(d)][at(k)], racks, d < kinds_ ? d : kAux, k, plan_.on_feeds);
      }
    }
    for (std::size_t i = 0; i < program_.group_sets.size(); ++i) {
      const Set& set = program_.group_sets[i];
      for (int d = 0; d < kinds_; ++d) {
        std::vector<int> racks;
        for (const int s : set.segments) racks.push_back(kHalfGpuRacks * halves(s, d, k));
        if (set.on.size() > 1) {
          split(set, program_.cooled[i][at(d)][at(k)], racks, d, k, plan_.on_groups);
          continue;
        }
        for (std::size_t s = 0; s < racks.size(); ++s) {
          if (racks[s] > 0) plan_.on_groups.push_back({set.segments[s], d, set.on.front(), k, racks[s]});
        }
      }
    }
  }

  [[nodiscard]] int gpu(int s, int d, int k) const { return kHalfGpuRacks * (halves(s, d, k) + 2 * in_row(s, d, k)); }

  [[nodiscard]] int aux(int s, int k) const {
    int racks = count(program_.management[at(s)][at(k)]);
    for (int d = 0; d < kinds_; ++d) racks += halves(s, d, k) + 2 * in_row(s, d, k);
    return racks;
  }

  const Hall& hall_;
  const Program& program_;
  const std::vector<double>& x_;
  int kinds_;
  Plan plan_;
};

}  // namespace

Plan plan_of(const Hall& hall, const Program& program, const std::vector<double>& x) {
  return Decoder(hall, program, x).plan();
}

}  // namespace hallplan::search::aggregate
