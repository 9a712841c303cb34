#include "planner/search/aggregate/totals.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>
#include <utility>

namespace hallplan::search::aggregate {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double kWhole = 1e-6;   ///< a relaxation's total this near a whole number is one
constexpr int kFirstNodes = 100;  ///< of a leaf's first try
constexpr int kGrowth = 4;        ///< of each further one
constexpr int kNear = 1;          ///< less of each total, in search of a first point
constexpr double kNearGap = 0.005;
constexpr double kPatience =
    0.003;  ///< a leaf that was tried in vain waits until bounds are this much lower, each time

/// Bounds of the totals, by number of the total.
struct Node {
  std::vector<double> lower, upper;
  double bound = mip::kInfinity;
  int tries = 0;  ///< as a leaf
  int number = 0;

  [[nodiscard]] bool leaf() const { return lower == upper; }
  [[nodiscard]] double key() const { return bound * (1 - kPatience * tries); }
};

struct BestFirst {
  bool operator()(const Node& a, const Node& b) const {
    return a.key() != b.key() ? a.key() > b.key() : a.number < b.number;
  }
};

class Tree {
 public:
  Tree(const Program& program, const TotalsLimits& limits) : limits_(limits), model_(program.model) {
    for (std::size_t d = 0; d < program.totals.size(); ++d) {
      for (std::size_t k = 0; k < program.totals[d].size(); ++k) {
        if (program.totals[d][k] < 0) continue;
        totals_.push_back(static_cast<std::size_t>(program.totals[d][k]));
        gains_.push_back(program.gains[d][k]);
      }
    }
    out_.objective = limits.cutoff;
  }

  TotalsAnswer run() {
    Node root;
    for (const std::size_t column : totals_) {
      root.lower.push_back(std::ceil(model_.columns[column].lower));
      root.upper.push_back(std::floor(model_.columns[column].upper));
    }
    add(std::move(root));
    while (!open_.empty() && !over()) {
      Node node = open_.extract(open_.begin()).value();
      if (node.leaf()) {
        try_leaf(std::move(node));
      } else {
        branch(std::move(node));
      }
      tell();
    }
    out_.bound = bound();
    if (out_.x.empty()) out_.objective = -mip::kInfinity;
    return std::move(out_);
  }

 private:
  [[nodiscard]] double left() const {
    return limits_.seconds - std::chrono::duration<double>(Clock::now() - start_).count();
  }

  bool over() {
    if (std::isfinite(out_.objective) && bound() - out_.objective <= limits_.gap * std::abs(out_.objective))
      return true;
    if (left() <= 0 || (limits_.cancelled && limits_.cancelled())) out_.cut_by_time = true;
    return out_.cut_by_time || out_.nodes >= limits_.nodes;
  }

  /// Greatest of all open nodes and of what was found.
  [[nodiscard]] double bound() const {
    double most = out_.objective;
    for (const Node& node : open_) most = std::max(most, node.bound);
    return most;
  }

  void tell() {
    const double most = bound();
    if (!limits_.progress || (most == told_bound_ && out_.objective == told_objective_)) return;
    told_bound_ = most;
    told_objective_ = out_.objective;
    limits_.progress(out_.x.empty() ? -mip::kInfinity : out_.objective, most);
  }

  void set_bounds(const Node& node) {
    for (std::size_t i = 0; i < totals_.size(); ++i) {
      model_.columns[totals_[i]].lower = node.lower[i];
      model_.columns[totals_[i]].upper = node.upper[i];
    }
  }

  void add(Node node) {
    node.number = made_++;
    double most = 0;
    for (std::size_t i = 0; i < totals_.size(); ++i) most += std::max(0.0, gains_[i]) * node.upper[i];
    node.bound = std::min(node.bound, most);  // of a leaf: what it is worth
    if (node.bound > out_.objective) open_.insert(std::move(node));
  }

  void branch(Node node) {
    ++out_.nodes;
    set_bounds(node);
    const mip::Relaxation relaxation = mip::relax(model_, std::max(1e-3, left()), limits_.solver);
    if (relaxation.status == mip::Status::infeasible) return;
    if (relaxation.status != mip::Status::optimal) {  // no word on it: it stays open
      out_.cut_by_time = true;
      add(std::move(node));
      return;
    }
    node.bound = std::min(node.bound, std::floor(relaxation.objective + kWhole));  // gains are whole
    if (node.bound <= out_.objective) return;
    std::size_t most_fractional = totals_.size();
    double fraction = kWhole;
    std::vector<double> values;
    for (std::size_t i = 0; i < totals_.size(); ++i) {
      values.push_back(relaxation.x[totals_[i]]);
      const double away = std::abs(values[i] - std::round(values[i]));
      if (away > fraction) {
        fraction = away;
        most_fractional = i;
      }
    }
    if (most_fractional < totals_.size()) {
      split(node, most_fractional, std::floor(values[most_fractional]));
    } else {
      single_out(std::move(node), values);
    }
  }

  void split(const Node& node, std::size_t i, double below) {
    Node down = node;
    down.upper[i] = below;
    Node up = node;
    up.lower[i] = below + 1;
    add(std::move(down));
    add(std::move(up));
  }

  /// The whole totals as a leaf, and what is left of the node around them.
  void single_out(Node node, const std::vector<double>& values) {
    Node rest = node;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double value = std::clamp(std::round(values[i]), node.lower[i], node.upper[i]);
      Node part = rest;
      part.upper[i] = value - 1;
      if (part.lower[i] <= part.upper[i]) add(std::move(part));
      part = rest;
      part.lower[i] = value + 1;
      if (part.lower[i] <= part.upper[i]) add(std::move(part));
      rest.lower[i] = rest.upper[i] = value;
    }
    add(std::move(rest));
  }

  mip::Limits within(double nodes) const {
    mip::Limits limits;
    limits.seconds = std::max(1e-3, left());
    limits.nodes = static_cast<int>(std::min<double>(nodes, std::max(1, limits_.nodes - out_.nodes)));
    limits.cancelled = limits_.cancelled;
    return limits;
  }

  void try_leaf(Node node) {
    set_bounds(node);
    mip::Model question = model_;
    for (mip::Column& column : question.columns) column.gain = 0;
    const mip::Limits limits = within(kFirstNodes * std::pow(kGrowth, node.tries));
    const mip::Answer answer = mip::solve(question, limits, limits_.solver);
    if (heard(answer) || answer.status == mip::Status::infeasible) return;
    if (out_.x.empty()) look_near(node, limits);
    ++node.tries;
    add(std::move(node));
  }

  /// Until there is a point at all: the best of a few less of everything, which is easier to find.
  void look_near(const Node& node, mip::Limits limits) {
    for (std::size_t i = 0; i < totals_.size(); ++i) {
      model_.columns[totals_[i]].lower = std::max(0.0, node.lower[i] - kNear);
    }
    limits.gap = kNearGap;
    if (std::isfinite(limits_.cutoff)) limits.cutoff = limits_.cutoff;
    (void)heard(mip::solve(model_, limits, limits_.solver));
  }

  /// True when it brought a point.
  bool heard(const mip::Answer& answer) {
    out_.nodes += answer.nodes + 1;
    out_.cut_by_time = out_.cut_by_time || answer.cut_by_time;
    if (!answer.has_point()) return false;
    const double worth = std::round(model_.objective(answer.x));
    if (worth > out_.objective) {
      out_.objective = worth;
      out_.x = answer.x;
      prune();
    }
    return true;
  }

  void prune() {
    for (auto node = open_.begin(); node != open_.end();) {
      node = node->bound <= out_.objective ? open_.erase(node) : std::next(node);
    }
  }

  const TotalsLimits& limits_;
  mip::Model model_;
  std::vector<std::size_t> totals_;
  std::vector<double> gains_;  ///< of one more of a total: all there is to the objective
  std::set<Node, BestFirst> open_;
  TotalsAnswer out_;
  Clock::time_point start_ = Clock::now();
  int made_ = 0;
  double told_bound_ = mip::kInfinity;
  double told_objective_ = -mip::kInfinity;
};

}  // namespace

TotalsAnswer search_totals(const Program& program, const TotalsLimits& limits) { return Tree(program, limits).run(); }

}  // namespace hallplan::search::aggregate
