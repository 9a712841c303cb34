#include "planner/search/simplex.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

namespace hallplan::search {
namespace {

constexpr double kZero = 1e-9;
/// Steps without gain after which the lowest-numbered column enters (Bland 1977: no cycles).
constexpr int kPatience = 30;

/// basic_i = limit_i - sum_j a_ij nonbasic_j; objective = gain_j nonbasic_j + what is gained so far.
class Dictionary {
 public:
  explicit Dictionary(const LinearProgram& program)
      : a_(program.rows), b_(program.limits), c_(program.gain), width_(static_cast<std::size_t>(program.columns)) {
    for (std::size_t j = 0; j < width_; ++j) nonbasic_.push_back(j);
    for (std::size_t i = 0; i < a_.size(); ++i) basic_.push_back(width_ + i);
  }

  void solve(double work) {
    const double step = static_cast<double>((a_.size() + 1) * (width_ + 1));
    int without_gain = 0;
    for (double spent = 0; spent < work; spent += step) {
      const std::size_t column = entering(without_gain > kPatience);
      if (column == width_) return;
      const std::size_t row = leaving(column);
      if (row == a_.size()) return;  // unbounded: the prices so far are still prices
      without_gain = b_[row] > kZero ? 0 : without_gain + 1;
      pivot(row, column);
    }
  }

  [[nodiscard]] std::vector<double> prices() const {
    std::vector<double> found(a_.size(), 0);
    for (std::size_t j = 0; j < width_; ++j) {
      if (nonbasic_[j] >= width_) found[nonbasic_[j] - width_] = std::max(0.0, -c_[j]);
    }
    return found;
  }

 private:
  [[nodiscard]] std::size_t entering(bool lowest) const {
    std::size_t best = width_;
    for (std::size_t j = 0; j < width_; ++j) {
      if (c_[j] <= kZero) continue;
      if (best == width_ || (lowest ? nonbasic_[j] < nonbasic_[best] : c_[j] > c_[best])) best = j;
    }
    return best;
  }

  [[nodiscard]] std::size_t leaving(std::size_t column) const {
    std::size_t best = a_.size();
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < a_.size(); ++i) {
      if (a_[i][column] <= kZero) continue;
      const double ratio = b_[i] / a_[i][column];
      if (ratio < least || (ratio == least && basic_[i] < basic_[best])) {
        least = ratio;
        best = i;
      }
    }
    return best;
  }

  void pivot(std::size_t row, std::size_t column) {
    const double inverse = 1 / a_[row][column];
    for (double& value : a_[row]) value *= inverse;
    a_[row][column] = inverse;
    b_[row] *= inverse;
    for (std::size_t i = 0; i < a_.size(); ++i) {
      const double factor = a_[i][column];
      if (i == row || factor == 0) continue;
      for (std::size_t j = 0; j < width_; ++j) a_[i][j] -= factor * a_[row][j];
      a_[i][column] = -factor * inverse;
      b_[i] = std::max(0.0, b_[i] - factor * b_[row]);
    }
    const double factor = c_[column];
    for (std::size_t j = 0; j < width_; ++j) c_[j] -= factor * a_[row][j];
    c_[column] = -factor * inverse;
    std::swap(basic_[row], nonbasic_[column]);
  }

  std::vector<std::vector<double>> a_;
  std::vector<double> b_;
  std::vector<double> c_;
  std::size_t width_;
  std::vector<std::size_t> basic_, nonbasic_;
};

}  // namespace

std::vector<double> row_prices(const LinearProgram& program, double work) {
  Dictionary dictionary(program);
  dictionary.solve(work);
  return dictionary.prices();
}

}  // namespace hallplan::search
