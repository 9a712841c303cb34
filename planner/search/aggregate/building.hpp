/// What the two halves of the program's builder share: rows under way, and the names of amounts.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "planner/search/aggregate/program.hpp"

namespace hallplan::search::aggregate {

inline constexpr int kNone = -1;  ///< no such column

inline std::size_t at(int index) { return static_cast<std::size_t>(index); }

inline double kilo(Amount amount) { return static_cast<double>(amount) / 1e3; }

/// (kind, phase) to the columns of the halves of each feed set.
using SetsByKind = std::map<std::pair<int, int>, std::vector<int>>;

/// A row under way: equal columns add up.
class Sum {
 public:
  void add(int column, double factor) {
    if (column != kNone && factor != 0) terms_[column] += factor;
  }
  [[nodiscard]] bool empty() const { return terms_.empty(); }
  [[nodiscard]] std::vector<mip::Entry> entries() const {
    std::vector<mip::Entry> out;
    for (const auto& [column, factor] : terms_) out.push_back({column, factor});
    return out;
  }

 private:
  std::map<int, double> terms_;
};

class Building {
 public:
  Building(const Hall& hall, Program& program)
      : hall_(hall), program_(program), kinds_(static_cast<int>(hall.kinds.size())) {}

 protected:
  [[nodiscard]] int segments() const { return static_cast<int>(hall_.segments.size()); }

  int whole(std::string name, double upper, double gain = 0) {
    return program_.model.add(mip::Column{std::move(name), 0, upper, gain, true});
  }

  void most(std::string name, const Sum& sum, double limit) {
    if (!sum.empty()) program_.model.add(mip::Row{std::move(name), -mip::kInfinity, limit, sum.entries()});
  }

  void equal(std::string name, const Sum& sum) { program_.model.add(mip::Row{std::move(name), 0, 0, sum.entries()}); }

  /// Halves of a segment, of a kind and phase, times a factor; units with in-row CDUs are two.
  void add_halves(Sum& sum, int s, int d, int k, double factor) const {
    sum.add(program_.halves[at(s)][at(d)][at(k)], factor);
    sum.add(program_.in_row[at(s)][at(d)][at(k)], 2 * factor);
  }

  [[nodiscard]] Amount group_limit(int g, int k) const {
    const Group& group = hall_.groups[at(g)];
    const Amount old_w = group.old_w.empty() ? 0 : group.old_w[at(k)];
    return std::max<Amount>(0, std::max<Amount>(0, group.units[at(k)] - 1) * group.unit_w - old_w);
  }

  const Hall& hall_;
  Program& program_;
  int kinds_;
};

/// The hall's limits as rows, and the totals; the program has its columns of racks.
void add_limits(const Hall& hall, Program& program, const SetsByKind& sets);

}  // namespace hallplan::search::aggregate
