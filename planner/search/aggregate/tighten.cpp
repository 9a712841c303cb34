#include "planner/search/aggregate/tighten.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "planner/mip/certified.hpp"
#include "planner/search/aggregate/hull.hpp"

namespace hallplan::search::aggregate {
namespace {

using Clock = std::chrono::steady_clock;

class Tightening {
 public:
  Tightening(const Hall& hall, Program& program, double seconds, mip::Solver solver, int probes)
      : hall_(hall), program_(program), seconds_(seconds), solver_(solver), probes_(probes), probe_(program.model) {
    for (mip::Column& column : probe_.columns) column.gain = 0;
  }

  bool run() {
    const bool in_two = hall_.kinds.size() == 2 && program_.model.columns.size() <= kMostColumns;
    for (int k = 0; k < hall_.phases && going_; ++k) {
      if (in_two) {
        hull(k);
      } else {
        sum(k);
      }
    }
    return going_;
  }

 private:
  /// Columns of the halves of a kind that stand by the end of a phase.
  [[nodiscard]] std::vector<int> standing(std::size_t kind, int k) const {
    std::vector<int> columns;
    for (int phase = 0; phase <= k; ++phase) {
      const int column = program_.totals[kind][static_cast<std::size_t>(phase)];
      if (column >= 0) columns.push_back(column);
    }
    return columns;
  }

  /// Whole upper bound on the sum of columns beside at least so many of others; nothing where that many cannot be.
  std::optional<std::int64_t> most(const std::vector<int>& columns, const std::vector<int>& others, double least) {
    mip::Model model = probe_;
    for (const int column : columns) model.columns[static_cast<std::size_t>(column)].gain = 1;
    if (least > 0) {
      mip::Row row{"beside", least, mip::kInfinity};
      for (const int column : others) row.entries.push_back({column, 1});
      model.rows.push_back(std::move(row));
    }
    const double left = seconds_ - std::chrono::duration<double>(Clock::now() - start_).count();
    const mip::Relaxation relaxation = mip::relax(model, std::max(left, 1e-3), solver_);
    if (relaxation.status == mip::Status::infeasible) return {};
    going_ = relaxation.status == mip::Status::optimal;
    return static_cast<std::int64_t>(std::max(-1.0, mip::certified_whole_bound(model, relaxation.row_duals)));
  }

  void add(const std::string& name, const std::vector<int>& first, double first_factor, const std::vector<int>& second,
           double second_factor, std::int64_t limit) {
    mip::Row row{name, -mip::kInfinity, static_cast<double>(limit)};
    if (first_factor != 0) {
      for (const int column : first) row.entries.push_back({column, first_factor});
    }
    if (second_factor != 0) {
      for (const int column : second) row.entries.push_back({column, second_factor});
    }
    probe_.rows.push_back(row);
    program_.model.add(std::move(row));
  }

  void sum(int k) {
    std::vector<int> all;
    for (std::size_t kind = 0; kind < hall_.kinds.size(); ++kind) {
      const std::vector<int> columns = standing(kind, k);
      all.insert(all.end(), columns.begin(), columns.end());
    }
    if (all.empty()) return;
    const std::optional<std::int64_t> limit = most(all, {}, 0);
    if (!going_ || !limit) return;
    add(fmt::format("whole.p{}", k), all, 1, {}, 0, *limit);
    program_.whole.push_back({k, std::vector<double>(hall_.kinds.size(), 1), static_cast<double>(*limit)});
  }

  void hull(int k) {
    const std::vector<int> first = standing(0, k);
    const std::vector<int> second = standing(1, k);
    if (first.empty() || second.empty()) return sum(k);
    const std::optional<std::int64_t> widest = most(first, {}, 0);
    if (!widest || *widest < 0 || !going_) return;
    const std::int64_t step = *widest / probes_ + 1;  // more than one among many
    std::vector<std::int64_t> greatest;
    for (std::int64_t a = 0; a <= *widest && going_; ++a) {
      if (a % step != 0 && !greatest.empty()) {  // no more than beside fewer
        greatest.push_back(greatest.back());
        continue;
      }
      const std::optional<std::int64_t> b = most(second, first, static_cast<double>(a));
      if (b && *b >= 0) {
        greatest.push_back(greatest.empty() ? *b : std::min(*b, greatest.back()));
      } else if (!greatest.empty()) {  // that so many cannot stand is the solver's word alone: no use of it
        greatest.push_back(greatest.back());
      } else {
        return;
      }
    }
    if (!going_ || greatest.empty()) return;
    int number = 0;
    for (const Facet& facet : hull_below(greatest)) {
      add(fmt::format("whole.p{}.{}", k, number++), first, static_cast<double>(facet.first), second,
          static_cast<double>(facet.second), facet.most);
      program_.whole.push_back(
          {k, {static_cast<double>(facet.first), static_cast<double>(facet.second)}, static_cast<double>(facet.most)});
    }
  }

  const Hall& hall_;
  Program& program_;
  double seconds_;
  mip::Solver solver_;
  std::int64_t probes_;
  mip::Model probe_;
  Clock::time_point start_ = Clock::now();
  bool going_ = true;
};

}  // namespace

bool tighten(const Hall& hall, Program& program, double seconds, mip::Solver solver, int probes) {
  return Tightening(hall, program, seconds, solver, probes).run();
}

}  // namespace hallplan::search::aggregate
